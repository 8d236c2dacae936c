//===- OptimizerTest.cpp - LLVM's scalar passes for AIR -------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AIRTestSupport.h"

using namespace llvm;

namespace tritonmetal::air {

static const char *arrayLoop = R"(
    define void @k(ptr addrspace(1) %a, i32 %i) {
    entry:
      %array = alloca [8 x float]
      br label %fill
    fill:
      %j = phi i32 [ 0, %entry ], [ %jn, %fill ]
      %p = getelementptr [8 x float], ptr %array, i32 0, i32 %j
      %q = getelementptr float, ptr addrspace(1) %a, i32 %j
      %x = load float, ptr addrspace(1) %q
      store float %x, ptr %p
      %jn = add i32 %j, 1
      %c = icmp ult i32 %jn, 8
      br i1 %c, label %fill, label %sum, !llvm.loop !0
    sum:
      %l = phi i32 [ 0, %fill ], [ %ln, %sum ]
      %s = phi float [ 0.0, %fill ], [ %sn, %sum ]
      %r = getelementptr [8 x float], ptr %array, i32 0, i32 %l
      %y = load float, ptr %r
      %sn = fadd float %s, %y
      %ln = add i32 %l, 1
      %d = icmp ult i32 %ln, 8
      br i1 %d, label %sum, label %exit, !llvm.loop !1
    exit:
      store float %sn, ptr addrspace(1) %a
      ret void
    })";

static std::string unrollBoth() {
  return std::string(arrayLoop) + R"(
    !0 = distinct !{!0, !2}
    !1 = distinct !{!1, !2}
    !2 = !{!"llvm.loop.unroll.full"})";
}

TEST(Optimizer, MarkedLoopsUnrollAndArraysBecomeRegisters) {
  for (unsigned level : {1, 2, 3}) {
    std::string text = build(unrollBoth(), level);
    EXPECT_FALSE(has(text, "alloca")) << level;
    EXPECT_FALSE(has(text, "br ")) << level;
    EXPECT_EQ(StringRef(text).count("load float"), 8u) << level;
  }
  EXPECT_TRUE(has(build(unrollBoth(), 0), "alloca"));
}

TEST(Optimizer, OtherLoopsStayRolled) {
  std::string text =
      build(std::string(arrayLoop) + "\n!0 = distinct !{!0}\n!1 = distinct !{!1}", 3);
  EXPECT_TRUE(has(text, "alloca [8 x float]"));
  EXPECT_EQ(StringRef(text).count("load float"), 2u);
}

TEST(Optimizer, BarriersStayWhereTheyAre) {
  std::string text = build(R"(
    declare void @air.wg.barrier(i32, i32)
    declare float @air.simd_shuffle_xor.f32(float, i16)
    @tile = internal addrspace(3) global [32 x float] undef
    define void @k(ptr addrspace(1) %a, i32 %i) {
    entry:
      %c = icmp eq i32 %i, 0
      %x = load float, ptr addrspace(1) %a
      br i1 %c, label %then, label %else
    then:
      call void @air.wg.barrier(i32 2, i32 1)
      %y = call float @air.simd_shuffle_xor.f32(float %x, i16 1)
      br label %join
    else:
      call void @air.wg.barrier(i32 2, i32 1)
      %z = call float @air.simd_shuffle_xor.f32(float %x, i16 1)
      br label %join
    join:
      %v = phi float [ %y, %then ], [ %z, %else ]
      store float %v, ptr addrspace(1) %a
      ret void
    })",
                           3);
  EXPECT_EQ(StringRef(text).count("call void @air.wg.barrier"), 2u);
  EXPECT_EQ(StringRef(text).count("call float @air.simd_shuffle_xor.f32"), 2u);
}

TEST(Optimizer, LaneExchangesDoNotLeaveLoops) {
  std::string text = build(R"(
    declare float @air.simd_sum.f32(float)
    declare float @air.sqrt.f32(float)
    define void @k(ptr addrspace(1) %a, i32 %i) {
    entry:
      %x = load float, ptr addrspace(1) %a
      br label %loop
    loop:
      %j = phi i32 [ 0, %entry ], [ %jn, %loop ]
      %s = call float @air.simd_sum.f32(float %x)
      %r = call float @air.sqrt.f32(float %x)
      %t = fadd float %s, %r
      %p = getelementptr float, ptr addrspace(1) %a, i32 %j
      store float %t, ptr addrspace(1) %p
      %jn = add i32 %j, 1
      %c = icmp ult i32 %jn, %i
      br i1 %c, label %loop, label %exit
    exit:
      ret void
    })",
                           2);
  StringRef loop = StringRef(text).split("phi i32").second;
  EXPECT_TRUE(loop.contains("call float @air.simd_sum.f32"));
  EXPECT_FALSE(loop.contains("call float @air.sqrt.f32"));
  EXPECT_TRUE(has(text, "call float @air.sqrt.f32"));
}

TEST(Optimizer, MemoriesDoNotOverlap) {
  std::string text = kernelOf(build(R"(
    define void @k(ptr addrspace(1) %a, ptr addrspace(3) %t, ptr addrspace(2) %s, i32 %i) {
      %x = load float, ptr addrspace(1) %a
      %n = load float, ptr addrspace(2) %s
      store float 1.0, ptr addrspace(3) %t
      %y = load float, ptr addrspace(1) %a
      store float %y, ptr addrspace(1) %a
      %m = load float, ptr addrspace(2) %s
      %z = fadd float %x, %y
      %w = fadd float %n, %m
      %v = fadd float %z, %w
      store float %v, ptr addrspace(1) %a
      ret void
    })",
                                    2));
  EXPECT_EQ(StringRef(text).count("load float, ptr addrspace(1)"), 1u);
  EXPECT_EQ(StringRef(text).count("load float, ptr addrspace(2)"), 1u);
}

TEST(Optimizer, ConstantMemoryOutlivesBarriers) {
  std::string body = buildBody(R"(
    %x = load float, ptr addrspace(2) %s
    call void @air.wg.barrier(i32 3, i32 1)
    %y = load float, ptr addrspace(2) %s
    %z = fadd float %x, %y
    store float %z, ptr addrspace(1) %b)",
                               "declare void @air.wg.barrier(i32, i32)", 2);
  EXPECT_EQ(StringRef(body).count("load float"), 1u);
}

TEST(Optimizer, ScalarArgumentsAreReadAheadOfConditions) {
  StringRef text = R"(
    define void @k(ptr addrspace(1) %a, ptr addrspace(2) %s, i32 %i) {
    entry:
      br label %loop
    loop:
      %j = phi i32 [ 0, %entry ], [ %jn, %latch ]
      %p = getelementptr float, ptr addrspace(1) %a, i32 %j
      %x = load float, ptr addrspace(1) %p
      %c = fcmp ogt float %x, 0.0
      br i1 %c, label %then, label %latch
    then:
      %y = load float, ptr addrspace(2) %s
      store float %y, ptr addrspace(1) %p
      br label %latch
    latch:
      %jn = add i32 %j, 1
      %d = icmp ult i32 %jn, %i
      br i1 %d, label %loop, label %exit
    exit:
      ret void
    })";
  EXPECT_FALSE(StringRef(build(text, 2)).split("phi i32").second.contains("addrspace(2)"));
  EXPECT_TRUE(StringRef(build(text, 1)).split("phi i32").second.contains("addrspace(2)"));
}

TEST(Optimizer, DeviceBuffersMayOverlap) {
  const char *text = R"(
    %x = load float, ptr addrspace(1) %a
    store float 1.0, ptr addrspace(1) %b
    %y = load float, ptr addrspace(1) %a
    %z = fadd float %x, %y
    store float %z, ptr addrspace(1) %b)";
  EXPECT_EQ(StringRef(buildBody(text, "", 3)).count("load float"), 2u);
  TestModule test(
      (Twine("define void @k(ptr addrspace(1) %a, ptr addrspace(1) %b) {") + text + "\nret void\n}")
          .str());
  AIROptions disjoint;
  disjoint.disjointBuffers = true;
  ASSERT_FALSE(bool(buildAIR(*test.module, describe(*test.module), macOS(15), disjoint)));
  EXPECT_EQ(StringRef(test.print()).count("load float"), 1u);
  EXPECT_FALSE(has(test.print(), "noalias"));
}

TEST(Optimizer, BarriersOrderMemory) {
  std::string body = buildBody(R"(
    %p = getelementptr float, ptr addrspace(3) @tile, i32 %i
    store float 1.0, ptr addrspace(3) %p
    call void @air.wg.barrier(i32 2, i32 1)
    %x = load float, ptr addrspace(3) %p
    store float %x, ptr addrspace(1) %b)",
                               "declare void @air.wg.barrier(i32, i32)\n"
                               "@tile = internal addrspace(3) global [32 x float] undef",
                               3);
  EXPECT_TRUE(has(body, "store float 1.000000e+00, ptr addrspace(3)"));
  EXPECT_TRUE(has(body, "load float, ptr addrspace(3)"));
}

TEST(Optimizer, DenormalsFoldToZeroInFloatOnly) {
  std::string body = buildBody(R"(
    %x = fmul float 0x3810000000000000, 0.5
    store float %x, ptr addrspace(1) %a
    %y = fmul half 0xH0400, 0xH3800
    store half %y, ptr addrspace(1) %b)",
                               "", 1);
  EXPECT_TRUE(has(body, "store float 0.000000e+00,"));
  EXPECT_TRUE(has(body, "store half 0xH0200,"));
  EXPECT_FALSE(has(body, "denormal"));
}

TEST(Optimizer, NoLibraryIsKnown) {
  // Would become exp2 and a table elsewhere.
  std::string body = buildBody(R"(
    %x = load float, ptr addrspace(1) %a
    %y = call float @llvm.pow.f32(float 2.0, float %x)
    store float %y, ptr addrspace(1) %a)",
                               "declare float @llvm.pow.f32(float, float)", 3);
  EXPECT_TRUE(has(body, "@air.exp2.f32") || has(body, "@air.pow.f32"));
}

TEST(Optimizer, SwitchesDoNotBecomeTables) {
  std::string text = build(R"(
    define void @k(ptr addrspace(1) %a, i32 %i) {
    entry:
      switch i32 %i, label %other [ i32 0, label %zero
                                    i32 1, label %one
                                    i32 2, label %two
                                    i32 3, label %three ]
    zero:
      br label %join
    one:
      br label %join
    two:
      br label %join
    three:
      br label %join
    other:
      br label %join
    join:
      %v = phi i32 [ 7, %zero ], [ 123, %one ], [ -5, %two ], [ 99, %three ], [ 0, %other ]
      store i32 %v, ptr addrspace(1) %a
      ret void
    })",
                           3);
  EXPECT_TRUE(has(text, "switch i32"));
  EXPECT_FALSE(has(text, "constant ["));
}

} // namespace tritonmetal::air
