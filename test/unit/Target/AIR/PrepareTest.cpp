//===- PrepareTest.cpp - One function, and only what the GPU knows --------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AIRTestSupport.h"

using namespace llvm;

namespace tritonmetal::air {

TEST(Prepare, FunctionsAreInlined) {
  std::string text = build(R"(
    define internal float @twice(float %x) noinline optnone {
      %y = call float @add(float %x, float %x)
      ret float %y
    }
    define internal float @add(float %x, float %y) noinline {
      %z = fadd float %x, %y
      ret float %z
    }
    define void @unused() { ret void }
    define void @k(ptr addrspace(1) %a) {
      %x = load float, ptr addrspace(1) %a
      %y = call float @twice(float %x)
      store float %y, ptr addrspace(1) %a
      ret void
    })");
  EXPECT_TRUE(has(text, "fadd float"));
  EXPECT_EQ(StringRef(text).count("define"), 1u);
  EXPECT_FALSE(has(text, "call"));
}

TEST(Prepare, RecursionIsRefused) {
  EXPECT_EQ(build(R"(
    define void @even(i32 %n) {
      call void @odd(i32 %n)
      ret void
    }
    define void @odd(i32 %n) {
      call void @even(i32 %n)
      ret void
    }
    define void @k(i32 %n) {
      call void @even(i32 %n)
      ret void
    })"),
            "error: kernel 'odd': 'even' calls itself; the GPU has no stack to recurse on");
}

TEST(Prepare, TablesMoveToConstantMemory) {
  std::string text = build(R"(
    @table = private unnamed_addr constant [4 x float] [float 1.0, float 2.0, float 3.0, float 4.0]
    @unused = private constant [2 x i32] [i32 1, i32 2]
    define void @k(ptr addrspace(1) %a, i32 %i) {
      %p = getelementptr [4 x float], ptr @table, i32 0, i32 %i
      %x = load float, ptr %p
      store float %x, ptr addrspace(1) %a
      ret void
    })");
  EXPECT_TRUE(has(text, "@table = internal unnamed_addr addrspace(2) constant [4 x float] "));
  EXPECT_TRUE(has(text, "getelementptr [4 x float], ptr addrspace(2) @table"));
  EXPECT_TRUE(has(text, "load float, ptr addrspace(2)"));
  EXPECT_FALSE(has(text, "addrspacecast"));
  EXPECT_FALSE(has(text, "@unused"));
}

TEST(Prepare, TablesChosenAtRunTime) {
  std::string text = build(R"(
    @one = private constant [4 x i32] [i32 1, i32 2, i32 0, i32 9]
    @two = private constant [4 x i32] [i32 3, i32 4, i32 8, i32 5]
    define void @k(ptr addrspace(1) %a, i32 %i) {
      %c = icmp eq i32 %i, 0
      %t = select i1 %c, ptr @one, ptr getelementptr (i8, ptr @two, i64 4)
      %p = getelementptr i32, ptr %t, i32 %i
      %x = load i32, ptr %p
      store i32 %x, ptr addrspace(1) %a
      ret void
    })",
                           2);
  EXPECT_TRUE(has(text, "load i32, ptr addrspace(2)"));
  EXPECT_FALSE(has(text, "addrspacecast"));
}

TEST(Prepare, ThreadgroupVariables) {
  std::string text = build(R"(
    @tile = internal unnamed_addr addrspace(3) global [4 x float] poison, align 4
    define void @k(i32 %i) {
      store i32 %i, ptr addrspace(3) @tile
      ret void
    })");
  EXPECT_TRUE(has(text, "@tile = internal addrspace(3) global [4 x float] undef, align 16"));
}

TEST(Prepare, RefusesGlobals) {
  auto withGlobal = [](StringRef global, StringRef space) {
    return build(
        (global + "\ndefine void @k(i32 %i) {\n  store i32 %i, ptr " + space + " @g\n  ret void\n}")
            .str());
  };
  EXPECT_EQ(withGlobal("@g = global i32 0", ""),
            "error: global 'g' is a variable outside of a function; only threadgroup memory can "
            "be, in address space 3");
  EXPECT_EQ(withGlobal("@g = external addrspace(3) global i32", "addrspace(3)"),
            "error: global 'g' is declared but not defined");
  EXPECT_EQ(withGlobal("@g = internal addrspace(3) global i32 0", "addrspace(3)"),
            "error: global 'g' is in threadgroup memory, which has no initial value");
  EXPECT_EQ(withGlobal("@g = internal addrspace(1) global i32 0", "addrspace(1)"),
            "error: global 'g' is in address space 1; variables are in constant (2) or "
            "threadgroup (3) memory");
  EXPECT_EQ(withGlobal("@g = internal addrspace(3) global double undef", "addrspace(3)"),
            "error: global 'g' cannot be in memory: double is 64-bit floating point, which Apple "
            "GPUs do not have");
  EXPECT_EQ(withGlobal("@g = thread_local global i32 0", ""),
            "error: global 'g' is thread-local; use an alloca of the kernel");
  EXPECT_EQ(build("@llvm.global_ctors = appending global [0 x { i32, ptr, ptr }] "
                  "zeroinitializer\ndefine void @k() { ret void }"),
            "error: global 'llvm.global_ctors' has a meaning that AIR does not have");
}

TEST(Prepare, RefusesTypes) {
  EXPECT_EQ(
      buildBody("%x = load double, ptr addrspace(1) %a\nstore double %x, ptr addrspace(1) %b"),
      "error: kernel 'k': double is 64-bit floating point, which Apple GPUs do not have");
  EXPECT_EQ(buildBody("store <5 x i32> zeroinitializer, ptr addrspace(1) %b"),
            "error: kernel 'k': <5 x i32> has 5 elements; vectors have 2, 3, 4, 8, 16 or 64");
  EXPECT_EQ(buildBody("store <vscale x 2 x i32> zeroinitializer, ptr addrspace(1) %b"),
            "error: kernel 'k': <vscale x 2 x i32> is a scalable vector");
  EXPECT_EQ(buildBody("%x = load [2 x i32], ptr addrspace(1) %a\n"
                      "store [2 x i32] %x, ptr addrspace(1) %b"),
            "error: kernel 'k': values of type [2 x i32] do not exist in AIR");
  EXPECT_EQ(buildBody("%x = load i32, ptr addrspace(7) null\nstore i32 %x, ptr addrspace(1) %b"),
            "error: kernel 'k': ptr addrspace(7) is in an address space that AIR does not have");
  EXPECT_EQ(buildBody("%x = alloca { i32, double }\n%y = load i32, ptr %x\n"
                      "store i32 %y, ptr addrspace(1) %b"),
            "error: kernel 'k': double is 64-bit floating point, which Apple GPUs do not have");
}

TEST(Prepare, RefusesCalls) {
  EXPECT_EQ(buildBody("call void @printf()", "declare void @printf()"),
            "error: AIR has no function 'printf'");
  EXPECT_EQ(buildBody("call void @air.wg.barrier(i32 2)", "declare void @air.wg.barrier(i32)"),
            "error: AIR function 'air.wg.barrier' is declared as void (i32) but is void (i32, "
            "i32)");
  EXPECT_EQ(buildBody("%f = load ptr, ptr addrspace(1) %a\ncall void %f()"),
            "error: kernel 'k': indirect call; the GPU calls functions by name only");
  EXPECT_EQ(buildBody(R"(call void asm "nop", ""())"),
            "error: kernel 'k': inline assembly; AIR has none");
  EXPECT_EQ(buildBody("store ptr @f, ptr addrspace(1) %a", "define void @f() { ret void }"),
            "error: the address of function 'f' is taken; the GPU calls functions by name only");
}

TEST(Prepare, ErrorsNameTheSourceLine) {
  EXPECT_EQ(build(R"(
    define void @k(ptr addrspace(1) %a) !dbg !4 {
      %x = load double, ptr addrspace(1) %a, !dbg !6
      store double %x, ptr addrspace(1) %a, !dbg !6
      ret void
    }
    !llvm.dbg.cu = !{!1}
    !llvm.module.flags = !{!0}
    !0 = !{i32 2, !"Debug Info Version", i32 3}
    !1 = distinct !DICompileUnit(language: DW_LANG_C, file: !2)
    !2 = !DIFile(filename: "kernels/softmax.py", directory: "/somewhere")
    !4 = distinct !DISubprogram(name: "k", file: !2, line: 10, type: !5, unit: !1)
    !5 = !DISubroutineType(types: !{})
    !6 = !DILocation(line: 12, column: 7, scope: !4))"),
            "error: softmax.py:12:7: kernel 'k': double is 64-bit floating point, which Apple GPUs "
            "do not have");
}

TEST(Prepare, GenericPointersAreRefused) {
  EXPECT_EQ(buildBody(R"(
    %p = addrspacecast ptr addrspace(1) %a to ptr
    store ptr %p, ptr addrspace(1) %b)"),
            "error: kernel 'k': 'addrspacecast' does not exist in AIR");
}

} // namespace tritonmetal::air
