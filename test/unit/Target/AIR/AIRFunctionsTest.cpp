//===- AIRFunctionsTest.cpp - Names and signatures of AIR functions -------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/AIR/AIRFunctions.h"
#include "AIRTestSupport.h"

#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/Function.h"

#include "gtest/gtest.h"

using namespace llvm;

namespace tritonmetal::air {

/// The type of a function, or why there is none.
static std::string lookup(StringRef name, unsigned airMinor = 7) {
  LLVMContext context;
  Expected<AIRFunction> found = lookupAIRFunction(context, name, {2, airMinor});
  if (!found)
    return toString(found.takeError());
  std::string text;
  raw_string_ostream stream(text);
  found->type->print(stream);
  return text;
}

TEST(AIRFunctions, NamesStateTheSignature) {
  EXPECT_EQ(lookup("air.sqrt.f16"), "half (half)");
  EXPECT_EQ(lookup("air.exp2.f32"), "float (float)");
  EXPECT_EQ(lookup("air.fma.v4f32"), "<4 x float> (<4 x float>, <4 x float>, <4 x float>)");
  EXPECT_EQ(lookup("air.clz.i64"), "i64 (i64, i1)");
  EXPECT_EQ(lookup("air.mul_hi.u.i64"), "i64 (i64, i64)");
  EXPECT_EQ(lookup("air.any.v3i1"), "i1 (<3 x i1>)");
  EXPECT_EQ(lookup("air.simd_shuffle_xor.u.i8"), "i8 (i8, i16)");
  EXPECT_EQ(lookup("air.simd_shuffle.s.v2i16"), "<2 x i16> (<2 x i16>, i16)");
  EXPECT_EQ(lookup("air.simd_ballot.i64"), "i64 (i1)");
  EXPECT_EQ(lookup("air.simd_is_first"), "i1 ()");
  EXPECT_EQ(lookup("air.simd_prefix_exclusive_sum.f32"), "float (float)");
}

TEST(AIRFunctions, Conversions) {
  EXPECT_EQ(lookup("air.convert.f.f32.u.i32"), "float (i32)");
  EXPECT_EQ(lookup("air.convert.s.i64.f.f16"), "i64 (half)");
  EXPECT_EQ(lookup("air.convert.f.bf16.f.f32"), "bfloat (float)");
  EXPECT_EQ(lookup("air.convert.f.v4f32.s.v4i32"), "<4 x float> (<4 x i32>)");
  EXPECT_EQ(lookup("air.convert.f.v4f32.s.v2i32"),
            "AIR has no function 'air.convert.f.v4f32.s.v2i32'");
  EXPECT_EQ(lookup("air.convert.f.v4f32.s.i32"), "AIR has no function 'air.convert.f.v4f32.s.i32'");
}

TEST(AIRFunctions, AtomicsTakeTheirAddressSpaceFromTheName) {
  EXPECT_EQ(lookup("air.atomic.global.add.u.i32"), "i32 (ptr addrspace(1), i32, i32, i32, i1)");
  EXPECT_EQ(lookup("air.atomic.local.max.s.i32"), "i32 (ptr addrspace(3), i32, i32, i32, i1)");
  EXPECT_EQ(lookup("air.atomic.local.cmpxchg.weak.i32"),
            "i32 (ptr addrspace(3), ptr, i32, i32, i32, i32, i1)");
  EXPECT_EQ(lookup("air.atomic.global.add.f32"), "float (ptr addrspace(1), float, i32, i32, i1)");
  EXPECT_EQ(lookup("air.atomic.global.min.u.i64"), "void (ptr addrspace(1), i64, i32, i32, i1)");
  EXPECT_EQ(lookup("air.atomic.global.add.u.i64"),
            "AIR has no function 'air.atomic.global.add.u.i64'");
}

TEST(AIRFunctions, CoherentAccesses) {
  EXPECT_EQ(lookup("air.load.device_coherent.i32.p1i32", 7), "i32 (ptr addrspace(1))");
  EXPECT_EQ(lookup("air.store.device_coherent.i16.p1i16", 7), "void (i16, ptr addrspace(1))");
  EXPECT_EQ(lookup("air.load.device_coherent.i32.p1i16", 7),
            "AIR has no function 'air.load.device_coherent.i32.p1i16'");
}

TEST(AIRFunctions, Matrices) {
  EXPECT_EQ(lookup("air.simdgroup_matrix_8x8_init_filled.v64f16.f16"), "<64 x half> (half)");
  EXPECT_EQ(lookup("air.simdgroup_matrix_8x8_init_filled.v64f16.f32"),
            "AIR has no function 'air.simdgroup_matrix_8x8_init_filled.v64f16.f32'");
  EXPECT_EQ(lookup("air.simdgroup_matrix_8x8_multiply_accumulate.v64f32.v64bf16.v64f16.v64f32"),
            "<64 x float> (<64 x bfloat>, <64 x half>, <64 x float>)");
  EXPECT_EQ(lookup("air.simdgroup_matrix_8x8_load.v64f32.p3f32", 7),
            "<64 x float> (ptr addrspace(3), i64, <2 x i64>, i1)");
  EXPECT_EQ(lookup("air.simdgroup_matrix_8x8_load.v64f32.p3f32", 8),
            "<64 x float> (ptr addrspace(3), <2 x i64>, <2 x i64>, <2 x i64>)");
  EXPECT_EQ(lookup("air.simdgroup_matrix_8x8_store.v64f16.p1f16", 8),
            "void (<64 x half>, ptr addrspace(1), <2 x i64>, <2 x i64>, <2 x i64>)");
}

TEST(AIRFunctions, FormsDependOnTheVersion) {
  EXPECT_EQ(lookup("air.wg.barrier", 8), "void (i32, i32)");
  EXPECT_EQ(lookup("air.wg.barrier", 9), "void (i32, i32, i32)");
  EXPECT_EQ(lookup("air.atomic.global.add.u.i32", 9),
            "i32 (ptr addrspace(1), i32, i32, i32, i32, i1)");
  EXPECT_EQ(lookup("air.atomic.fence", 6),
            "AIR function 'air.atomic.fence' needs AIR 2.7; the module is AIR 2.6");
}

TEST(AIRFunctions, RefusesWhatDoesNotExist) {
  for (StringRef name :
       {"air.erf.f32", "air.sqrt.bf16", "air.sqrt.f64", "air.fast_sqrt.f16", "air.sqrt",
        "air.sqrt.f32.f32", "air.sqrt.v5f32", "air.simd_shuffle.i32", "air.simd_shuffle.s.i64",
        "air.simd_shuffle.bf16", "air.simd_sum.v2f32", "air.exp3.f32", "malloc", ""})
    EXPECT_EQ(lookup(name), ("AIR has no function '" + name + "'").str());
}

TEST(AIRFunctions, DeclaresOnceWithApplesAttributes) {
  TestModule test("");
  Function *shuffle = getOrDeclareAIRFunction(*test.module, "air.simd_shuffle_xor.f32", {2, 7});
  ASSERT_NE(shuffle, nullptr);
  EXPECT_EQ(getOrDeclareAIRFunction(*test.module, "air.simd_shuffle_xor.f32", {2, 7}), shuffle);
  EXPECT_EQ(getOrDeclareAIRFunction(*test.module, "air.erf.f32", {2, 7}), nullptr);
  EXPECT_TRUE(shuffle->hasFnAttribute(Attribute::Convergent));
  EXPECT_TRUE(shuffle->hasFnAttribute(Attribute::WillReturn));
  EXPECT_FALSE(shuffle->hasFnAttribute(Attribute::Memory));
  Function *sqrt = getOrDeclareAIRFunction(*test.module, "air.sqrt.f32", {2, 7});
  EXPECT_TRUE(sqrt->doesNotAccessMemory());
  EXPECT_FALSE(sqrt->isConvergent());
}

} // namespace tritonmetal::air
