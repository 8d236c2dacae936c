//===- ConventionsTest.cpp - What every AIR module says about itself ------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/AIR/Conventions.h"

#include "AIRTestSupport.h"

using namespace llvm;

namespace tritonmetal::air {

static const char *scaleText = R"(
define void @scale(ptr addrspace(1) %x, ptr addrspace(2) %args, i32 %tid) {
  %n = load i32, ptr addrspace(2) %args
  %p = getelementptr float, ptr addrspace(1) %x, i32 %tid
  %i = add i32 %n, %tid
  store i32 %i, ptr addrspace(1) %p
  ret void
})";

static KernelDescription scaleKernel() {
  KernelDescription kernel;
  kernel.name = "scale";
  kernel.arguments = {
      KernelArgument::deviceBuffer("x", 0, "float", 4, 4, BufferAccess::ReadWrite),
      KernelArgument::constantBuffer("args", 1, "Args", 8, 4,
                                     {{0, 4, 0, "int", "n"}, {4, 4, 0, "float", "s"}}),
      KernelArgument::builtIn("tid", "thread_index_in_threadgroup", "uint")};
  return kernel;
}

static std::string conventions(StringRef text, const KernelDescription &kernel,
                               ModuleTarget target = macOS(15), AIROptions options = AIROptions()) {
  TestModule test(text);
  if (Error error = applyConventions(*test.module, kernel, target, options))
    return "error: " + toString(std::move(error));
  return test.print();
}

TEST(Conventions, ArgumentNodes) {
  std::string text = conventions(scaleText, scaleKernel());
  EXPECT_TRUE(has(text, R"(= !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, )"
                        R"(!"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", )"
                        R"(i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", )"
                        R"(!"float", !"air.arg_name", !"x"})"));
  EXPECT_TRUE(has(text, R"(= !{i32 1, !"air.buffer", !"air.buffer_size", i32 8, )"
                        R"(!"air.location_index", i32 1, i32 1, !"air.read", )"
                        R"(!"air.address_space", i32 2, !"air.struct_type_info", !)"));
  EXPECT_TRUE(has(text, R"(= !{i32 0, i32 4, i32 0, !"int", !"n", i32 4, i32 4, i32 0, )"
                        R"(!"float", !"s"})"));
  EXPECT_TRUE(has(text, R"(= !{i32 2, !"air.thread_index_in_threadgroup", )"
                        R"(!"air.arg_type_name", !"uint", !"air.arg_name", !"tid"})"));
}

TEST(Conventions, KernelNode) {
  KernelDescription kernel = scaleKernel();
  EXPECT_TRUE(has(conventions(scaleText, kernel), "!15 = !{ptr @scale, !16, !17}\n!16 = !{}\n"));
  kernel.maxTotalThreads = 128;
  std::string text = conventions(scaleText, kernel);
  EXPECT_TRUE(has(text, "!15 = !{ptr @scale, !16, !17, !22}"));
  EXPECT_TRUE(has(text, R"(!22 = !{!"air.max_work_group_size", i32 128})"));
}

TEST(Conventions, UnusedAndThreadgroupArguments) {
  KernelDescription kernel;
  kernel.name = "k";
  kernel.arguments = {KernelArgument::deviceBuffer("a", 3, "half", 2, 2, BufferAccess::Read),
                      KernelArgument::threadgroupBuffer("t", 0, "float", 4, 4),
                      KernelArgument::builtIn("p", "threadgroup_position_in_grid", "uint3"),
                      KernelArgument::builtIn("l", "thread_index_in_simdgroup", "ushort")};
  std::string text = conventions(R"(
    define void @k(ptr addrspace(1) %a, ptr addrspace(3) %t, <3 x i32> %p, i16 %l) {
      store i16 %l, ptr addrspace(3) %t
      ret void
    })",
                                 kernel);
  EXPECT_TRUE(has(text, R"(!"half", !"air.arg_name", !"a", !"air.arg_unused"})"));
  EXPECT_TRUE(has(text, R"(= !{i32 1, !"air.buffer", !"air.location_index", i32 0, i32 1, )"
                        R"(!"air.read_write", !"air.address_space", i32 3, )"));
  EXPECT_TRUE(has(text, R"(!"uint3", !"air.arg_name", !"p", !"air.arg_unused"})"));
  EXPECT_TRUE(has(text, R"(!"ushort", !"air.arg_name", !"l"})"));
  EXPECT_TRUE(has(text, "ptr addrspace(1) noundef readnone captures(none) %a"));
}

TEST(Conventions, AttributesOfParameters) {
  std::string text = conventions(scaleText, scaleKernel());
  EXPECT_TRUE(has(text, "define void @scale(ptr addrspace(1) noundef writeonly captures(none) %x, "
                        "ptr addrspace(2) noundef readonly align 4 captures(none) "
                        "dereferenceable(8) %args, i32 noundef %tid) local_unnamed_addr"));
  std::string old = conventions(scaleText, scaleKernel(), macOS(13));
  EXPECT_TRUE(has(old, "@scale(ptr addrspace(1) captures(none) %x, ptr addrspace(2) readonly "
                       "align 4 captures(none) dereferenceable(8) %args, i32 %tid)"));
  EXPECT_FALSE(has(text, "noalias"));
  EXPECT_FALSE(has(text, "air-buffer-no-alias"));
  AIROptions disjoint;
  disjoint.disjointBuffers = true;
  EXPECT_TRUE(has(conventions(scaleText, scaleKernel(), macOS(15), disjoint),
                  R"(captures(none) "air-buffer-no-alias" %x)"));
}

TEST(Conventions, AttributesOfTheKernel) {
  const char *strings = R"( "frame-pointer"="all" "min-legal-vector-width"="0" "no-builtins" )"
                        R"("no-trapping-math"="true" "stack-protector-buffer-size"="8" })";
  EXPECT_TRUE(
      has(conventions(scaleText, scaleKernel()),
          "{ mustprogress nofree norecurse nosync nounwind willreturn" + Twine(strings).str()));
  EXPECT_TRUE(has(conventions(scaleText, scaleKernel(), macOS(13)),
                  "{ norecurse nounwind" + Twine(strings).str()));
  KernelDescription empty;
  empty.name = "k";
  EXPECT_TRUE(
      has(conventions("define void @k() { ret void }", empty), "nounwind willreturn memory(none)"));
  std::string barrier = conventions(R"(
    declare void @air.wg.barrier(i32, i32) convergent
    define void @k() {
      call void @air.wg.barrier(i32 2, i32 1)
      ret void
    })",
                                    empty);
  EXPECT_TRUE(has(barrier, "{ convergent mustprogress nounwind willreturn \""));
}

TEST(Conventions, LoopsMayRunForever) {
  KernelDescription kernel;
  kernel.name = "k";
  kernel.arguments = {KernelArgument::builtIn("n", "thread_position_in_grid", "uint")};
  std::string text = conventions(R"(
    define void @k(i32 %n) {
    entry:
      br label %loop
    loop:
      %c = icmp eq i32 %n, 0
      br i1 %c, label %loop, label %exit
    exit:
      ret void
    })",
                                 kernel);
  EXPECT_FALSE(has(text, "willreturn"));
  EXPECT_TRUE(has(text, "mustprogress"));
}

TEST(Conventions, FastMathIsDeclaredOnRequest) {
  AIROptions fast;
  fast.fastMath = true;
  std::string text = conventions(scaleText, scaleKernel(), macOS(15), fast);
  EXPECT_TRUE(has(text, R"(!{!"air.compile.fast_math_enable"})"));
  EXPECT_TRUE(has(text, R"("unsafe-fp-math"="true")"));
  text = conventions(scaleText, scaleKernel());
  EXPECT_TRUE(has(text, R"(!{!"air.compile.fast_math_disable"})"));
  EXPECT_FALSE(has(text, "unsafe-fp-math"));
}

TEST(Conventions, ReplacesWhatTheModuleSaidBefore) {
  std::string text = conventions(std::string(scaleText) + R"(
    !llvm.module.flags = !{!0}
    !llvm.dbg.cu = !{}
    !0 = !{i32 2, !"Debug Info Version", i32 3})",
                                 scaleKernel());
  EXPECT_FALSE(has(text, "Debug Info Version"));
  EXPECT_FALSE(has(text, "llvm.dbg.cu"));
}

TEST(Conventions, RefusesADescriptionThatDoesNotFit) {
  KernelDescription kernel = scaleKernel();
  kernel.arguments.pop_back();
  EXPECT_EQ(conventions(scaleText, kernel),
            "error: kernel 'scale' has 3 parameters; 2 are described");

  kernel = scaleKernel();
  kernel.arguments[0].access = BufferAccess::Read;
  EXPECT_EQ(conventions(scaleText, kernel),
            "error: argument 0 'x' of kernel 'scale' is described as "
            "read-only, but the kernel writes through it");

  kernel = scaleKernel();
  kernel.arguments[1].kind = KernelArgument::Kind::DeviceBuffer;
  EXPECT_EQ(conventions(scaleText, kernel),
            "error: argument 1 'args' of kernel 'scale' is described as "
            "ptr addrspace(1) but is ptr addrspace(2)");

  kernel = scaleKernel();
  kernel.arguments[2].typeName = "float";
  EXPECT_EQ(conventions(scaleText, kernel),
            "error: argument 2 'tid' of kernel 'scale' has type 'float'; built-ins are uint or "
            "ushort, or vectors of 2 or 3");

  kernel = scaleKernel();
  kernel.arguments[0].locationIndex = 31;
  EXPECT_EQ(conventions(scaleText, kernel),
            "error: argument 0 'x' of kernel 'scale' has index 31; the last is 30");

  kernel = scaleKernel();
  kernel.arguments[0].alignment = 3;
  EXPECT_EQ(conventions(scaleText, kernel),
            "error: argument 0 'x' of kernel 'scale' has size 4 and alignment 3; sizes are "
            "positive, alignments powers of two");

  kernel.name = "scales";
  EXPECT_EQ(conventions(scaleText, kernel),
            "error: the module has no definition of kernel 'scales'");
}

} // namespace tritonmetal::air
