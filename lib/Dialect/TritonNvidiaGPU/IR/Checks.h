//===- Checks.h - What several ops of NVIDIA ask ----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_TRITONNVIDIAGPU_IR_CHECKS_H
#define TRITON_METAL_LIB_DIALECT_TRITONNVIDIAGPU_IR_CHECKS_H

#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPU.h"

namespace tritonmetal::ttng {

/// "8x16" for messages.
std::string formatShape(llvm::ArrayRef<int64_t> shape);

/// A barrier is one 64-bit word of shared memory that can be written.
mlir::LogicalResult verifyBarrier(mlir::Operation *op, ttg::MemDescType barrier);

/// Memory that is written.
mlir::LogicalResult verifyWritable(mlir::Operation *op, ttg::MemDescType memory);

/// A number of things under way.
mlir::LogicalResult verifyPendings(mlir::Operation *op, mlir::IntegerAttr pendings);

} // namespace tritonmetal::ttng

#endif // TRITON_METAL_LIB_DIALECT_TRITONNVIDIAGPU_IR_CHECKS_H
