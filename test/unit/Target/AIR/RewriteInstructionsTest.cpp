//===- RewriteInstructionsTest.cpp - Instructions in AIR's form -----------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AIRTestSupport.h"

using namespace llvm;

namespace tritonmetal::air {

TEST(RewriteInstructions, NumbersAreConvertedByFunctions) {
  std::string body = buildBody(R"(
    %f = sitofp i32 %i to float
    store float %f, ptr addrspace(1) %a
    %h = uitofp i32 %i to half
    store half %h, ptr addrspace(1) %a
    %g = sitofp i32 %i to bfloat
    store bfloat %g, ptr addrspace(1) %a
    %x = load half, ptr addrspace(1) %b
    %u = fptoui half %x to i16
    store i16 %u, ptr addrspace(1) %a
    %y = load bfloat, ptr addrspace(1) %b
    %l = fptosi bfloat %y to i64
    store i64 %l, ptr addrspace(1) %a)");
  EXPECT_TRUE(has(body, "call float @air.convert.f.f32.s.i32(i32 %3)"));
  EXPECT_TRUE(has(body, "call half @air.convert.f.f16.u.i32(i32 %3)"));
  EXPECT_TRUE(has(body, "%7 = call float @air.convert.f.f32.s.i32(i32 %3)"));
  EXPECT_TRUE(has(body, "fptrunc float %7 to bfloat"));
  EXPECT_TRUE(has(body, "call i16 @air.convert.u.i16.f.f16(half "));
  EXPECT_TRUE(has(body, "fpext bfloat %11 to float"));
  EXPECT_TRUE(has(body, "call i64 @air.convert.s.i64.f.f32(float %12)"));
}

TEST(RewriteInstructions, BooleansAsNumbers) {
  std::string body = buildBody(R"(
    %c = icmp eq i32 %i, 0
    %f = uitofp i1 %c to float
    store float %f, ptr addrspace(1) %a
    %g = sitofp i1 %c to float
    store float %g, ptr addrspace(1) %a)");
  EXPECT_TRUE(has(body, "select i1 %5, float 1.000000e+00, float 0.000000e+00"));
  EXPECT_TRUE(has(body, "select i1 %5, float -1.000000e+00, float 0.000000e+00"));
}

TEST(RewriteInstructions, VectorCastsElementByElement) {
  std::string body = buildBody(R"(
    %v = load <2 x half>, ptr addrspace(1) %a
    %w = fpext <2 x half> %v to <2 x float>
    store <2 x float> %w, ptr addrspace(1) %a
    %x = load <2 x i32>, ptr addrspace(1) %a
    %y = uitofp <2 x i32> %x to <2 x float>
    store <2 x float> %y, ptr addrspace(1) %a)");
  EXPECT_EQ(StringRef(body).count("fpext half "), 2u);
  EXPECT_EQ(StringRef(body).count("@air.convert.f.f32.u.i32("), 2u);
}

TEST(RewriteInstructions, VectorCallsElementByElement) {
  std::string body = buildBody(R"(
    %v = load <2 x float>, ptr addrspace(1) %a
    %w = call <2 x float> @air.exp.v2f32(<2 x float> %v)
    %x = call <2 x i32> @air.convert.s.v2i32.f.v2f32(<2 x float> %w)
    store <2 x i32> %x, ptr addrspace(1) %a
    %m = icmp eq <2 x i32> %x, zeroinitializer
    %c = call i1 @air.all.v2i1(<2 x i1> %m)
    %z = zext i1 %c to i8
    store i8 %z, ptr addrspace(1) %a)",
                               "declare <2 x float> @air.exp.v2f32(<2 x float>)\n"
                               "declare <2 x i32> @air.convert.s.v2i32.f.v2f32(<2 x float>)\n"
                               "declare i1 @air.all.v2i1(<2 x i1>)");
  EXPECT_EQ(StringRef(body).count("call float @air.exp.f32("), 2u);
  EXPECT_EQ(StringRef(body).count("call i32 @air.convert.s.i32.f.f32("), 2u);
  EXPECT_TRUE(has(body, "and i1 "));
  EXPECT_FALSE(has(body, "air.all"));
}

TEST(RewriteInstructions, Remainder) {
  std::string body = buildBody(R"(
    %x = load float, ptr addrspace(1) %a
    %y = frem float %x, 3.0
    store float %y, ptr addrspace(1) %a
    %g = load bfloat, ptr addrspace(1) %a
    %h = frem bfloat %g, %g
    store bfloat %h, ptr addrspace(1) %a)");
  EXPECT_EQ(StringRef(body).count("call float @air.fmod.f32("), 2u);
  EXPECT_TRUE(has(body, "fptrunc float "));
}

TEST(RewriteInstructions, BooleansInMemoryAreBytes) {
  std::string body = buildBody(R"(
    %c = load i1, ptr addrspace(1) %a
    store i1 %c, ptr addrspace(1) %b)");
  EXPECT_TRUE(has(body, "%5 = load i8, ptr addrspace(1) %0, align 1\n"
                        "  %6 = trunc i8 %5 to i1\n"
                        "  %7 = zext i1 %6 to i8\n"
                        "  store i8 %7, ptr addrspace(1) %1, align 1\n"));
}

TEST(RewriteInstructions, ByteOffsetsAreAdded) {
  std::string body = buildBody(R"(
    %x = sext i32 %i to i64
    %p = getelementptr inbounds i8, ptr addrspace(1) %a, i64 %x
    %q = getelementptr inbounds i8, ptr addrspace(1) %p, i64 5
    store i8 1, ptr addrspace(1) %q)");
  EXPECT_TRUE(has(body, "%6 = add i64 %5, 5\n"
                        "  %7 = getelementptr inbounds i8, ptr addrspace(1) %0, i64 %6\n"
                        "  store i8 1, ptr addrspace(1) %7"));
}

/// Lane 0 of the shuffle is element `first`, every other lane n is element n + `offset`.
static std::string buildMatrixShuffle(int first, int offset) {
  std::string mask = "i32 " + std::to_string(first);
  for (int lane = 1; lane < 64; ++lane)
    mask += ", i32 " + std::to_string(lane + offset);
  return buildBody("%m = call <64 x float> "
                   "@air.simdgroup_matrix_8x8_init_filled.v64f32.f32(float 1.0)\n"
                   "%n = call <64 x float> "
                   "@air.simdgroup_matrix_8x8_init_filled.v64f32.f32(float 2.0)\n"
                   "%x = shufflevector <64 x float> %m, <64 x float> %n, <64 x i32> <" +
                       mask +
                       ">\n"
                       "%e = extractelement <64 x float> %x, i32 %i\n"
                       "store float %e, ptr addrspace(1) %a",
                   "declare <64 x float> "
                   "@air.simdgroup_matrix_8x8_init_filled.v64f32.f32(float)");
}

TEST(RewriteInstructions, MatrixElementsMoveOneByOne) {
  std::string body = buildMatrixShuffle(64, 0);
  EXPECT_TRUE(has(body, "%7 = extractelement <64 x float> %6, i64 0\n"
                        "  %8 = insertelement <64 x float> %5, float %7, i64 0\n"));
  EXPECT_FALSE(has(body, "shufflevector"));
  body = buildMatrixShuffle(0, 64);
  EXPECT_TRUE(has(body, "%7 = extractelement <64 x float> %5, i64 0\n"
                        "  %8 = insertelement <64 x float> %6, float %7, i64 0\n"));
  EXPECT_EQ(StringRef(body).count("insertelement"), 1u);
}

TEST(RewriteInstructions, AllocasStandInTheEntry) {
  std::string text = kernelOf(build(R"(
    define void @k(ptr addrspace(1) %a, i32 %i) {
    entry:
      %c = icmp eq i32 %i, 0
      br i1 %c, label %then, label %exit
    then:
      %x = alloca [4 x float]
      %p = getelementptr float, ptr %x, i32 %i
      %v = load float, ptr %p
      store float %v, ptr addrspace(1) %a
      br label %exit
    exit:
      ret void
    })"));
  EXPECT_TRUE(has(text, "{\n  %3 = alloca [4 x float], align 4\n"));
}

TEST(RewriteInstructions, UnreachableReturns) {
  std::string text = kernelOf(build(R"(
    define void @k(ptr addrspace(1) %a, i32 %i) {
    entry:
      %c = icmp eq i32 %i, 0
      br i1 %c, label %then, label %exit
    then:
      unreachable
    exit:
      ret void
    })"));
  EXPECT_FALSE(has(text, "unreachable"));
  EXPECT_EQ(StringRef(text).count("ret void"), 2u);
}

TEST(RewriteInstructions, ConstantExpressionsBecomeInstructions) {
  std::string body = buildBody(R"(
    %x = load float, ptr addrspace(3) getelementptr (i8, ptr addrspace(3) @tile, i64 12)
    store float %x, ptr addrspace(1) inttoptr (i64 4096 to ptr addrspace(1)))",
                               "@tile = internal addrspace(3) global [4 x float] undef");
  EXPECT_TRUE(has(body, "%5 = getelementptr inbounds i8, ptr addrspace(3) @tile, i64 12\n"
                        "  %6 = load float, ptr addrspace(3) %5"));
  EXPECT_TRUE(has(body, "%7 = inttoptr i64 4096 to ptr addrspace(1)\n"));
}

TEST(RewriteInstructions, ConstantExpressionsOfAPhiStandInItsBlocks) {
  std::string text = kernelOf(build(R"(
    @tile = internal addrspace(3) global [4 x float] undef
    define void @k(ptr addrspace(1) %a, i32 %i) {
    entry:
      switch i32 %i, label %exit [ i32 0, label %join
                                   i32 1, label %join
                                   i32 2, label %other ]
    other:
      br label %join
    join:
      %p = phi ptr addrspace(3) [ getelementptr (i8, ptr addrspace(3) @tile, i64 4), %entry ],
                                [ getelementptr (i8, ptr addrspace(3) @tile, i64 4), %entry ],
                                [ @tile, %other ]
      %x = load float, ptr addrspace(3) %p
      store float %x, ptr addrspace(1) %a
      br label %exit
    exit:
      ret void
    })"));
  EXPECT_TRUE(has(text, "%3 = getelementptr inbounds i8, ptr addrspace(3) @tile, i64 4\n  switch"));
  EXPECT_TRUE(has(text, "phi ptr addrspace(3) [ %3, %2 ], [ %3, %2 ], [ @tile, %4 ]"));
}

TEST(RewriteInstructions, NewFlagsGo) {
  std::string body = buildBody(R"(
    %t = trunc nuw nsw i32 %i to i16
    %z = zext nneg i16 %t to i32
    %o = or disjoint i32 %z, %i
    %u = add nuw nsw i32 %o, 1
    %c = icmp samesign ult i32 %u, 5
    %p = getelementptr nuw i8, ptr addrspace(1) %a, i32 %u
    %q = getelementptr inbounds nuw float, ptr addrspace(1) %b, i32 %u
    %x = load half, ptr addrspace(1) %q, !noundef !0
    %e = fpext nnan half %x to float
    %y = fadd nnan float %e, 1.0
    store float %y, ptr addrspace(1) %p
    %w = zext i1 %c to i8
    store i8 %w, ptr addrspace(1) %a)",
                               "!0 = !{}");
  EXPECT_TRUE(has(body, "= trunc i32 %3 to i16"));
  EXPECT_TRUE(has(body, "= zext i16 %5 to i32"));
  EXPECT_TRUE(has(body, "= or i32 %6, %3"));
  EXPECT_TRUE(has(body, "= add nuw nsw i32 %7, 1")); // LLVM 14 has these
  EXPECT_TRUE(has(body, "= icmp ult i32 %8, 5"));
  EXPECT_TRUE(has(body, "= getelementptr i8, ptr addrspace(1) %0, i32 %8"));
  EXPECT_TRUE(has(body, "= getelementptr inbounds float, ptr addrspace(1) %1, i32 %8"));
  EXPECT_TRUE(has(body, "= fpext half %12 to float"));
  EXPECT_TRUE(has(body, "= fadd nnan float"));
  EXPECT_FALSE(has(body, "!noundef"));
}

} // namespace tritonmetal::air
