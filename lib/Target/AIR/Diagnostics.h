//===- Diagnostics.h - Errors with a place ----------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_DIAGNOSTICS_H
#define TRITON_METAL_LIB_TARGET_AIR_DIAGNOSTICS_H

#include "llvm/Support/Error.h"

#include <string>

namespace llvm {
class Instruction;
class Twine;
class Type;
} // namespace llvm

namespace tritonmetal::air {

/// "softmax.py:12:3: kernel 'softmax': <what>", without the place if the instruction has none.
llvm::Error makeError(const llvm::Instruction &inst, const llvm::Twine &what);

/// A type as IR text spells it.
std::string printType(llvm::Type *type);

/// Why values of this type cannot exist in AIR, or an empty string. `oddIntegers` allows integers
/// of any width up to 64 bits, which the legaliser widens.
std::string explainType(llvm::Type *type, bool oddIntegers);

/// The same for what is in memory, which may be a struct or an array too.
std::string explainMemoryType(llvm::Type *type, bool oddIntegers);

/// Whether every type that the instruction mentions exists.
llvm::Error checkTypes(const llvm::Instruction &inst, bool oddIntegers);

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_DIAGNOSTICS_H
