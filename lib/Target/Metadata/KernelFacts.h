//===- KernelFacts.h - What a kernel in loop form needs ---------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Read off the kernel for the launch metadata and for --explain alike.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_METADATA_KERNELFACTS_H
#define TRITON_METAL_LIB_TARGET_METADATA_KERNELFACTS_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"

namespace tritonmetal::metal {

/// Static threadgroup memory: every allocation at a multiple of 16 bytes, as both back
/// ends align it.
uint64_t getThreadgroupBytes(KernelOp kernel);

/// The first loop that goes on until an atomic finds what another threadgroup writes: a
/// lock, or a barrier of the whole grid. Null if there is none. (Loops of
/// metal-expand-atomics end on their own.)
mlir::scf::WhileOp findWait(KernelOp kernel);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_TARGET_METADATA_KERNELFACTS_H
