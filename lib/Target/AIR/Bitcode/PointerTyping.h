//===- PointerTyping.h - One pointee for each pointer value -----*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Decides the typed type of every value, and the type that every use wants. Where the two differ a
// cast is needed (CastPlan).
//
//   value                          pointee
//   global variable, alloca        its value type, its allocated type
//   getelementptr                  the element it arrives at
//   argument                       hint, kernel metadata, intrinsic name, first access, i8
//   result of a call               hint, i8
//   phi, select, freeze, inttoptr  the type of the first access, i8
//   loaded or extracted pointer    i8, as it is in memory
//
//   use                            wants a pointer to
//   load, store, atomics           the accessed type
//   getelementptr                  the source element type
//   argument of a call             the callee's parameter's pointee
//   phi, select, freeze            the pointee of the result
//   stored, inserted, returned     i8
//   compared                       the pointee of the first operand that is not a constant
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_BITCODE_POINTERTYPING_H
#define TRITON_METAL_LIB_TARGET_AIR_BITCODE_POINTERTYPING_H

#include "TypeTable.h"

#include "triton-metal/Target/AIR/BitcodeWriter.h"

#include "llvm/IR/Value.h"

namespace llvm {
class Argument;
class Function;
class GlobalValue;
class Instruction;
class Use;
} // namespace llvm

namespace tritonmetal::air {

/// Pointees that the name of an `air.*` or `llvm.*` function states, one for each pointer parameter
/// in order; null where the name says nothing.
///   air.simdgroup_matrix_8x8_load.v64f16.p3f16  -> {half}
///   air.atomic.local.cmpxchg.weak.i32           -> {i32, i32}
llvm::SmallVector<llvm::Type *, 4> pointeesFromName(const llvm::Function &function);

/// The LLVM type of a scalar or vector type name of MSL ("float", "half4", "uint"), or null.
llvm::Type *typeFromMSLName(llvm::LLVMContext &context, llvm::StringRef name);

class PointerTyping {
public:
  PointerTyping(const llvm::Module &module, TypeTable &types, const PointeeTypes &hints);

  /// The typed type of a global, argument or instruction. Constants have the type of their use.
  TypeId typeOf(const llvm::Value *value) const;

  /// The value type of a global: its function type, or the type of the variable.
  TypeId valueType(const llvm::GlobalValue &global) const;

  /// The typed type in which the operand is used.
  TypeId wanted(const llvm::Use &use) const;

private:
  void typeArguments(const llvm::Function &function, const PointeeTypes &hints);
  void typeKernelArguments(const llvm::Module &module);
  void typeBody(const llvm::Function &function);
  void noteAccess(const llvm::Use &use);
  void setPointee(const llvm::Value *value, TypeId pointee);
  TypeId memoryPointer(const llvm::Type *type) const;
  TypeId instructionPointee(const llvm::Instruction &inst) const;

  TypeTable &types;
  llvm::DenseMap<const llvm::Value *, TypeId> pointers;    // typed pointer types
  llvm::DenseMap<const llvm::Value *, TypeId> firstAccess; // pointee types
  llvm::DenseMap<const llvm::Function *, TypeId> functions;
  llvm::DenseMap<const llvm::Function *, TypeId> results; // pointer results that a hint names
};

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_BITCODE_POINTERTYPING_H
