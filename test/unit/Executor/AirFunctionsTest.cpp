//===- AirFunctionsTest.cpp - What calls of air.* functions ask for -------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/AirFunctions.h"

#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/SourceMgr.h"

#include "gtest/gtest.h"

using namespace llvm;

namespace tritonmetal::executor {

namespace {
class AirFunctions : public ::testing::Test {
protected:
  /// Classifies the function that `declaration`, "float @air.exp.f32(float)", declares.
  Expected<AirCall> classify(StringRef declaration) {
    SMDiagnostic diagnostic;
    module = parseAssemblyString(("declare " + declaration).str(), diagnostic, context);
    if (!module)
      return createStringError(diagnostic.getMessage());
    return classifyAirFunction(*module->begin());
  }

  std::string getError(StringRef declaration) {
    Expected<AirCall> call = classify(declaration);
    return call ? "no error" : toString(call.takeError());
  }

  LLVMContext context;
  std::unique_ptr<Module> module;
};
} // namespace

TEST_F(AirFunctions, NameGivesOperationAndTypes) {
  AirCall call = cantFail(classify("<4 x i32> @air.min.s.v4i32(<4 x i32>, <4 x i32>)"));
  EXPECT_EQ(call.operation, AirOperation::Min);
  EXPECT_EQ(call.group, AirGroup::Integer);
  ASSERT_EQ(call.types.size(), 1u);
  EXPECT_EQ(call.types[0], (AirType{AirType::Kind::Signed, 32, 4}));
  EXPECT_FALSE(call.isFast);

  call = cantFail(classify("half @air.convert.f.f16.u.i1(i1)"));
  EXPECT_EQ(call.operation, AirOperation::Convert);
  ASSERT_EQ(call.types.size(), 2u);
  EXPECT_EQ(call.types[0], (AirType{AirType::Kind::Float, 16, 0}));
  EXPECT_EQ(call.types[1], (AirType{AirType::Kind::Unsigned, 1, 0}));
}

TEST_F(AirFunctions, FastIsAPropertyOfTheCall) {
  AirCall call = cantFail(classify("float @air.fast_exp.f32(float)"));
  EXPECT_EQ(call.operation, AirOperation::Exp);
  EXPECT_TRUE(call.isFast);
  EXPECT_EQ(getError("half @air.fast_exp.f16(half)"),
            "unknown function 'air.fast_exp.f16' of type 'half (half)'");
  EXPECT_EQ(getError("float @air.fast_fma.f32(float, float, float)"),
            "unknown function 'air.fast_fma.f32' of type 'float (float, float, float)'");
}

TEST_F(AirFunctions, OneNameWithFormsOfSeveralVersions) {
  for (StringRef parameters : {"i32, i32", "i32, i32, i32"})
    EXPECT_EQ(cantFail(classify(("void @air.wg.barrier(" + parameters + ")").str())).operation,
              AirOperation::ThreadgroupBarrier);
  for (StringRef rest : {"i64, <2 x i64>, i1", "<2 x i64>, <2 x i64>, <2 x i64>"}) {
    AirCall call = cantFail(classify(("<64 x half> @air.simdgroup_matrix_8x8_load.v64f16.p3f16("
                                      "ptr addrspace(3), " +
                                      rest + ")")
                                         .str()));
    EXPECT_EQ(call.operation, AirOperation::MatrixLoad);
    EXPECT_EQ(call.addressSpace, 3u);
  }
}

TEST_F(AirFunctions, OperandsOfAtomics) {
  AirCall call = cantFail(
      classify("i32 @air.atomic.local.xchg.i32(ptr addrspace(3), i32, i32, i32, i32, i1)"));
  EXPECT_EQ(call.operation, AirOperation::AtomicExchange);
  EXPECT_EQ(call.addressSpace, 3u);
  EXPECT_EQ(call.getOrderOperand(), 2u);
  EXPECT_EQ(call.getScopeOperand(), 3u);
  call = cantFail(classify("float @air.atomic.global.load.f32(ptr addrspace(1), i32, i32, i1)"));
  EXPECT_EQ(call.getOrderOperand(), 1u);
  call = cantFail(classify("i32 @air.atomic.global.cmpxchg.weak.i32(ptr addrspace(1), ptr, i32, "
                           "i32, i32, i32, i1)"));
  EXPECT_EQ(call.getOrderOperand(), 3u);
  EXPECT_EQ(call.getScopeOperand(), 5u);
  call = cantFail(classify("void @air.atomic.fence(i32, i32, i32)"));
  EXPECT_EQ(call.getOrderOperand(), 1u);
  EXPECT_EQ(call.getScopeOperand(), 2u);
  EXPECT_EQ(cantFail(classify("float @air.exp.f32(float)")).getOrderOperand(), std::nullopt);
}

TEST_F(AirFunctions, UnknownNames) {
  EXPECT_EQ(getError("float @air.erf.f32(float)"),
            "unknown function 'air.erf.f32' of type 'float (float)'");
  EXPECT_EQ(getError("float @sinf(float)"), "unknown function 'sinf' of type 'float (float)'");
  EXPECT_EQ(getError("void @air.()"), "unknown function 'air.' of type 'void ()'");
  EXPECT_EQ(getError("double @air.exp.f64(double)"),
            "unknown function 'air.exp.f64' of type 'double (double)'");
  EXPECT_EQ(getError("i7 @air.popcount.i7(i7)"),
            "unknown function 'air.popcount.i7' of type 'i7 (i7)'");
  EXPECT_EQ(getError("i32 @air.max.i32(i32, i32)"),
            "unknown function 'air.max.i32' of type 'i32 (i32, i32)'");
  EXPECT_EQ(getError("<2 x float> @air.convert.f.v2f32.s.v4i32(<4 x i32>)"),
            "unknown function 'air.convert.f.v2f32.s.v4i32' of type '<2 x float> (<4 x i32>)'");
  EXPECT_EQ(getError("float @air.dot.f32(float, float)"),
            "unknown function 'air.dot.f32' of type 'float (float, float)'");
}

TEST_F(AirFunctions, WrongTypesNameTheRightOnes) {
  EXPECT_EQ(getError("float @air.exp.f32(half)"), "unknown function 'air.exp.f32' of type 'float "
                                                  "(half)'; its type is 'float (float)'");
  EXPECT_EQ(getError("void @air.simdgroup.barrier(i32)"),
            "unknown function 'air.simdgroup.barrier' of type 'void (i32)'; its type is 'void "
            "(i32, i32)' or 'void (i32, i32, i32)'");
  // A SIMD-group pointer in the name of a function of device memory.
  EXPECT_EQ(getError("i32 @air.atomic.global.add.u.i32(ptr addrspace(3), i32, i32, i32, i1)"),
            "unknown function 'air.atomic.global.add.u.i32' of type 'i32 (ptr addrspace(3), i32, "
            "i32, i32, i1)'; its type is 'i32 (ptr addrspace(1), i32, i32, i32, i1)' or 'i32 (ptr "
            "addrspace(1), i32, i32, i32, i32, i1)'");
}

TEST_F(AirFunctions, RefusedByName) {
  EXPECT_EQ(getError("i16 @air.get_descriptor_size_tensor(i16, i16)"),
            "function 'air.get_descriptor_size_tensor' of type 'i16 (i16, i16)': the executor has "
            "no tensor descriptors, whose layout only Apple's system knows");
  EXPECT_EQ(getError("void @__tensorops_impl_matmul2d_op_run_dv_f16_dv_f16_dv_f32(ptr)"),
            "function '__tensorops_impl_matmul2d_op_run_dv_f16_dv_f16_dv_f32' of type 'void "
            "(ptr)': the executor has no tensor operations, which only Apple's system provides");
  EXPECT_EQ(getError("i32 @air.get_width_texture_2d(ptr addrspace(1), i32)"),
            "function 'air.get_width_texture_2d' of type 'i32 (ptr addrspace(1), i32)': the "
            "executor has no textures");
  EXPECT_EQ(getError("void @air.os_log(ptr addrspace(2), ptr addrspace(2), i32, ptr addrspace(2), "
                     "ptr, i64)"),
            "function 'air.os_log' of type 'void (ptr addrspace(2), ptr addrspace(2), i32, ptr "
            "addrspace(2), ptr, i64)': the executor has no logging");
}

} // namespace tritonmetal::executor
