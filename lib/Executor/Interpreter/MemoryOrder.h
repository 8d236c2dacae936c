//===- MemoryOrder.h - What an atomic asks for ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_MEMORYORDER_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_MEMORYORDER_H

#include <cstdint>

namespace llvm {
class CallInst;
class Instruction;
} // namespace llvm

namespace tritonmetal::executor {

struct AirCall;

/// What an atomic or a fence asks for.
struct MemoryOrder {
  bool acquires = false, releases = false;
  bool wholeDevice = false; // else the threadgroup, or less
};

/// Of an instruction of LLVM; none at all if it is not atomic.
MemoryOrder getMemoryOrder(const llvm::Instruction &inst);
/// Of a call of an atomic function.
MemoryOrder getMemoryOrder(const llvm::CallInst &call, const AirCall &air);
/// Of a fence, from AIR's numbers.
MemoryOrder makeMemoryOrder(uint64_t order, uint64_t scope);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_MEMORYORDER_H
