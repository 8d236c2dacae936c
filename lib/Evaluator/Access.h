//===- Access.h - Elements in device memory ---------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EVALUATOR_ACCESS_H
#define TRITON_METAL_LIB_EVALUATOR_ACCESS_H

#include "Machine.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

namespace tritonmetal::evaluator {

/// Read or write one element for `op`; a fault if the address is in no buffer.
mlir::LogicalResult readElement(Machine &machine, mlir::Operation *op, uint64_t address, Kind kind,
                                uint64_t &bits);
mlir::LogicalResult writeElement(Machine &machine, mlir::Operation *op, uint64_t address, Kind kind,
                                 uint64_t bits);

/// Through block pointers: elements outside of the bounds that are checked are padded, or dropped.
mlir::LogicalResult loadBlock(Machine &machine, tt::LoadOp load);
mlir::LogicalResult storeBlock(Machine &machine, tt::StoreOp store);

/// What the atomic op `kind` leaves in memory; also for reductions through descriptors.
uint64_t combineAtomically(tt::RMWOp operation, Kind kind, uint64_t old, uint64_t operand);

} // namespace tritonmetal::evaluator

#endif // TRITON_METAL_LIB_EVALUATOR_ACCESS_H
