//===- AIRBuilderTest.cpp - Whole kernels ---------------------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AIRTestSupport.h"
#include "triton-metal/Target/AIR/BitcodeWriter.h"

using namespace llvm;

namespace tritonmetal::air {

/// A bit of everything: tables, threadgroup memory, loops, lane exchange, atomics, matrices.
static const char *kernels[] = {
    R"(
    @table = private constant [4 x float] [float 1.0, float 2.0, float 3.0, float 4.0]
    @tile = internal addrspace(3) global [64 x float] undef, align 4
    define internal float @pick(i32 %i) {
      %p = getelementptr [4 x float], ptr @table, i32 0, i32 %i
      %x = load float, ptr %p
      ret float %x
    }
    define void @k(ptr addrspace(1) %a, ptr addrspace(2) %s, i32 %i) {
    entry:
      %array = alloca [8 x <2 x float>]
      %n = load i32, ptr addrspace(2) %s
      br label %loop
    loop:
      %j = phi i32 [ 0, %entry ], [ %jn, %loop ]
      %q = getelementptr [8 x <2 x float>], ptr %array, i32 0, i32 %j
      %m = and i32 %j, 3
      %t = call float @pick(i32 %m)
      %f = uitofp i32 %j to float
      %u = call float @llvm.maximum.f32(float %t, float %f)
      %v = insertelement <2 x float> zeroinitializer, float %u, i32 0
      %w = call <2 x float> @llvm.exp2.v2f32(<2 x float> %v)
      store <2 x float> %w, ptr %q
      %jn = add nuw nsw i32 %j, 1
      %c = icmp ult i32 %jn, 8
      br i1 %c, label %loop, label %next, !llvm.loop !0
    next:
      %p = getelementptr [64 x float], ptr addrspace(3) @tile, i32 0, i32 %i
      %r = load <2 x float>, ptr %array
      %e = extractelement <2 x float> %r, i32 1
      store float %e, ptr addrspace(3) %p
      call void @air.wg.barrier(i32 2, i32 1)
      %x = load float, ptr addrspace(3) getelementptr (i8, ptr addrspace(3) @tile, i64 8)
      %y = call float @air.simd_shuffle_xor.f32(float %x, i16 8)
      %z = fptoui float %y to i32
      %sum = add i32 %z, %n
      %o = call i32 @air.atomic.global.add.u.i32(ptr addrspace(1) %a, i32 %sum, i32 0, i32 2, i1 true)
      %d = icmp slt i32 %o, %i
      br i1 %d, label %then, label %exit
    then:
      store i32 %o, ptr addrspace(1) %a
      br label %exit
    exit:
      ret void
    }
    declare float @llvm.maximum.f32(float, float)
    declare <2 x float> @llvm.exp2.v2f32(<2 x float>)
    declare void @air.wg.barrier(i32, i32)
    declare float @air.simd_shuffle_xor.f32(float, i16)
    declare i32 @air.atomic.global.add.u.i32(ptr addrspace(1), i32, i32, i32, i1)
    !0 = distinct !{!0, !1}
    !1 = !{!"llvm.loop.unroll.full"})",
    R"(
    @a = internal addrspace(3) global [64 x half] undef, align 16
    define void @k(ptr addrspace(1) %out, i32 %i) {
    entry:
      %zero = call <64 x float> @air.simdgroup_matrix_8x8_init_filled.v64f32.f32(float 0.0)
      br label %loop
    loop:
      %j = phi i64 [ 0, %entry ], [ %jn, %loop ]
      %acc = phi <64 x float> [ %zero, %entry ], [ %next, %loop ]
      %p = getelementptr half, ptr addrspace(3) @a, i64 %j
      %m = call <64 x half> @air.simdgroup_matrix_8x8_load.v64f16.p3f16(ptr addrspace(3) %p, i64 8, <2 x i64> zeroinitializer, i1 false)
      %next = call <64 x float> @air.simdgroup_matrix_8x8_multiply_accumulate.v64f32.v64f16.v64f16.v64f32(<64 x half> %m, <64 x half> %m, <64 x float> %acc)
      %jn = add i64 %j, 8
      %c = icmp ult i64 %jn, 64
      br i1 %c, label %loop, label %exit
    exit:
      %e0 = extractelement <64 x float> %next, i32 0
      %e1 = extractelement <64 x float> %next, i32 1
      %s = fadd float %e0, %e1
      %q = insertelement <64 x float> %next, float %s, i32 0
      call void @air.simdgroup_matrix_8x8_store.v64f32.p1f32(<64 x float> %q, ptr addrspace(1) %out, i64 8, <2 x i64> zeroinitializer, i1 false)
      ret void
    }
    declare <64 x float> @air.simdgroup_matrix_8x8_init_filled.v64f32.f32(float)
    declare <64 x half> @air.simdgroup_matrix_8x8_load.v64f16.p3f16(ptr addrspace(3), i64, <2 x i64>, i1)
    declare <64 x float> @air.simdgroup_matrix_8x8_multiply_accumulate.v64f32.v64f16.v64f16.v64f32(<64 x half>, <64 x half>, <64 x float>)
    declare void @air.simdgroup_matrix_8x8_store.v64f32.p1f32(<64 x float>, ptr addrspace(1), i64, <2 x i64>, i1))"};

TEST(AIRBuilder, EveryLevelIsLegalAndCanBeWritten) {
  for (const char *text : kernels)
    for (unsigned level : {0, 1, 2, 3}) {
      TestModule test(text);
      AIROptions options;
      options.optimizationLevel = level;
      Error error = buildAIR(*test.module, describe(*test.module), macOS(15), options);
      ASSERT_FALSE(bool(error)) << level << ": " << toString(std::move(error));
      SmallVector<char, 0> bitcode;
      error = writeAIRBitcode(*test.module, bitcode);
      EXPECT_FALSE(bool(error)) << level << ": " << toString(std::move(error));
    }
}

TEST(AIRBuilder, TheSecondTimeChangesNothing) {
  for (const char *text : kernels)
    for (unsigned level : {0, 2}) {
      TestModule test(text);
      AIROptions options;
      options.optimizationLevel = level;
      KernelDescription kernel = describe(*test.module);
      ASSERT_FALSE(bool(buildAIR(*test.module, kernel, macOS(15), options)));
      std::string once = test.print();
      ASSERT_FALSE(bool(buildAIR(*test.module, kernel, macOS(15), options)));
      EXPECT_EQ(once, test.print()) << level;
    }
}

TEST(AIRBuilder, TwoRunsAgree) {
  for (const char *text : kernels)
    EXPECT_EQ(build(text, 3), build(text, 3));
}

TEST(AIRBuilder, MatricesNeedTheFormOfTheirVersion) {
  EXPECT_EQ(build(kernels[1], 2, macOS(26)),
            "error: AIR function 'air.simdgroup_matrix_8x8_load.v64f16.p3f16' is declared as <64 x "
            "half> (ptr addrspace(3), i64, <2 x i64>, i1) but is <64 x half> (ptr addrspace(3), <2 "
            "x i64>, <2 x i64>, <2 x i64>)");
}

TEST(AIRBuilder, MatrixCodeKeepsItsOperations) {
  std::string text = build(kernels[1], 3);
  EXPECT_TRUE(has(text, "phi <64 x float>"));
  EXPECT_FALSE(has(text, "shufflevector"));
  EXPECT_TRUE(has(text, "declare <64 x half> @air.simdgroup_matrix_8x8_load.v64f16.p3f16(ptr "
                        "addrspace(3), i64, <2 x i64>, i1)"));
  EXPECT_TRUE(has(text, "convergent mustprogress nofree nounwind willreturn memory(read)"));
}

TEST(AIRBuilder, MissingKernel) {
  EXPECT_EQ(build("define void @other() { ret void }"),
            "error: the module has no definition of kernel 'k'");
  EXPECT_EQ(build("declare void @k()"), "error: the module has no definition of kernel 'k'");
  EXPECT_EQ(build("define i32 @k() { ret i32 0 }"),
            "error: kernel 'k' returns i32; kernels return void");
}

} // namespace tritonmetal::air
