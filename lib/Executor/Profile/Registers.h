//===- Registers.h - Registers that a kernel keeps busy ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The values that are live at once, at the place where they are most. A GPU's compiler reorders
// code, computes values again, keeps what is the same for all lanes elsewhere, and spills: this is
// what the order of the instructions in AIR asks for.
//
//   %a = load float     1 live
//   %b = load float     2
//   %c = fadd %a, %b    1: %a and %b have ended
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_PROFILE_REGISTERS_H
#define TRITON_METAL_LIB_EXECUTOR_PROFILE_REGISTERS_H

#include <cstdint>

namespace llvm {
class Function;
}

namespace tritonmetal::executor {

/// In registers of 32 bits for one thread; 16-bit values and bools take half of one. Local
/// variables are memory and do not count.
uint64_t estimateRegisters(const llvm::Function &function);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_PROFILE_REGISTERS_H
