//===- AIRFunctions.h - The functions that AIR provides ---------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What other targets say with intrinsics, AIR says with external functions: their name carries the
// types, `float @air.simd_shuffle_xor.f32(float, i16)`. A wrong name or signature passes every tool
// and kills the pipeline when it is created, so each name comes from one table (AIRFunctions.def),
// which is used to declare functions and to check every declaration of a finished module.
//
//   Function *shuffle = getOrDeclareAIRFunction(module, "air.simd_shuffle_xor.f32", {2, 7});
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGET_AIR_AIRFUNCTIONS_H
#define TRITON_METAL_TARGET_AIR_AIRFUNCTIONS_H

#include "triton-metal/Target/AIR/ModuleTarget.h"

#include "llvm/IR/Attributes.h"

namespace llvm {
class Function;
class FunctionType;
class Module;
} // namespace llvm

namespace tritonmetal::air {

/// What a function does, which decides its attributes.
enum class FunctionGroup {
  Math,        // a value of values
  CrossLane,   // a value of other lanes' values: convergent
  Barrier,     // convergent, orders memory
  Atomic,      // reads and writes memory that others see
  Matrix,      // a SIMD-group matrix of SIMD-group matrices
  MatrixLoad,  // the SIMD-group reads memory together
  MatrixStore, // the SIMD-group writes memory together
};

/// One function of one AIR version.
struct AIRFunction {
  FunctionGroup group;
  llvm::FunctionType *type;
};

/// The function of that name in that version of AIR. Errors: the name is unknown; it exists in
/// other versions only.
llvm::Expected<AIRFunction> lookupAIRFunction(llvm::LLVMContext &context, llvm::StringRef name,
                                              Version air);

/// The declaration of an AIR function, made if there is none; null if AIR has no such function.
llvm::Function *getOrDeclareAIRFunction(llvm::Module &module, llvm::StringRef name, Version air);

bool isConvergent(FunctionGroup group);

/// Attributes of a declaration as Apple's compiler writes them, and those of a call.
llvm::AttributeList getDeclarationAttributes(llvm::LLVMContext &context, FunctionGroup group);
llvm::AttributeList getCallAttributes(llvm::LLVMContext &context, FunctionGroup group);

/// Attributes of a declaration for our optimiser. They say more than Apple's: a lane exchange reads
/// no memory, a matrix load only what its pointer points to.
llvm::AttributeList getOptimizerAttributes(llvm::LLVMContext &context, FunctionGroup group);

} // namespace tritonmetal::air

#endif // TRITON_METAL_TARGET_AIR_AIRFUNCTIONS_H
