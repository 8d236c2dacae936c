//===- TritonNvidiaGPU.h - NVIDIA's own ops ---------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// TritonNvidiaGPUDialect.td says what the dialect is for, TritonNvidiaGPUOps.td which
// file has which ops.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPU_H
#define TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPU_H

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUDialect.h.inc"

#define GET_ATTRDEF_CLASSES
#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUAttributes.h.inc"

namespace tritonmetal::ttng {

/// Tensor memory as side effects know it.
struct TensorMemory : mlir::SideEffects::Resource::Base<TensorMemory> {
  llvm::StringRef getName() override { return "<tensor>"; }
};

} // namespace tritonmetal::ttng

#define GET_OP_CLASSES
#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUOps.h.inc"

#endif // TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPU_H
