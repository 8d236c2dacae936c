//===- Owners.h - Which threads own the elements of a tensor ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A layout may give an element to several threads, or to several registers of one.
// What must happen once for each element is done by the first of them:
//
//   tensor<4xi32> on 32 lanes: lanes = [1, 2, 0, 0, 0], so lanes 0 to 3 own
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_OWNERS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_OWNERS_H

#include "LayoutQuery.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/IR/Builders.h"

namespace tritonmetal {

struct Owners {
  explicit Owners(mlir::RankedTensorType type);

  /// Whether no element is held twice.
  bool ownsAll() const { return ownsAllRegisters() && !threadCopies; }
  bool ownsAllRegisters() const { return registers.size() == expansion.size(); }
  int64_t numRegisters() const { return int64_t(1) << registers.size(); }

  /// The registers of `vector` that own elements; a null value stays null.
  mlir::Value pick(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value vector) const;
  /// The other way: all registers, from those that own.
  mlir::Value expand(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value picked) const;
  /// `mask` (of owning registers, or null) in threads that own elements; null if that
  /// is all.
  mlir::Value restrict(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value mask) const;
  /// The owners' values in every thread that holds the element, through threadgroup memory.
  mlir::Value share(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value picked) const;
  /// The number of each owning register's element, row by row.
  mlir::Value numbers(mlir::OpBuilder &builder, mlir::Location loc) const;

  llvm::SmallVector<int32_t> registers; // that own elements, one for each bit
  llvm::SmallVector<int32_t> expansion; // the owner's number for each bit of all registers
  int32_t threadCopies;                 // bits of the thread index that make copies
  ThreadBases elements;                 // row-major number of the element of a register
  int64_t numElements;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_OWNERS_H
