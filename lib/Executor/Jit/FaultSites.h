//===- FaultSites.h - What a trap of compiled code means ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiled code says where it trapped, and what it accessed with numbers only. The rest is read off
// the kernel's instruction.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_FAULTSITES_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_FAULTSITES_H

#include "../Interpreter/Group.h"

namespace llvm {
class Instruction;
}

namespace tritonmetal::executor::jit {

/// An instruction may access memory twice: what it does where tells which access it is.
struct Trap {
  FaultKind kind = FaultKind::Trap;
  bool writes = false;
  unsigned addressSpace = 0;
  /// Of an access: from the start of the object that the pointer is based on, or the address itself
  /// for a WildPointer.
  uint64_t offset = 0;
  uint64_t bytes = 0;
};
/// Without offset and bytes.
uint32_t encodeTrap(const Trap &trap);
Trap decodeTrap(uint32_t number);

/// The fault of `program.sites[site]`. `objects` are those of the program's parameters, behind
/// that of null.
RawFault describeTrap(const Program &program, llvm::ArrayRef<MemoryObject> objects, uint32_t site,
                      const Trap &trap);

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_FAULTSITES_H
