//===- Inlining.h - Which values are part of an expression ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A value is either a local variable or written where it is used. Written in place are
//
//   always       constants, positions, elements and repetitions of a vector
//   used once    short pure expressions, in the block of their user or its branches
//                loads, if nothing between them and the statement that they end up in
//                may write what they read
//
// With lines (of a source file), what is used once stays a statement of its own where its
// line is another one than its user's, so that each statement belongs to one line.
//
// A value that Python gave a name of its own stays a variable unless it is one operation.
// What nobody uses is not printed at all.
//
// Blocks are walked backwards, so that the statement is known before its operands are
// looked at.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_MSL_INLINING_H
#define TRITON_METAL_LIB_TARGET_MSL_INLINING_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringRef.h"

#include <optional>

namespace tritonmetal::metal {

class Inlining {
public:
  /// `linesOf` is the source file whose lines are kept apart, if any.
  explicit Inlining(KernelOp kernel, std::optional<llvm::StringRef> linesOf = std::nullopt)
      : linesOf(linesOf) {
    visitBlock(kernel.getBody().front());
  }

  /// Whether `op` is printed: it does something, or a printed op uses its value.
  bool isNeeded(mlir::Operation *op) const { return needed.contains(op); }

  /// Whether the value of `op` is written where it is used.
  bool isInPlace(mlir::Operation *op) const { return places.contains(op); }

private:
  /// Where an op that is written in place ends up.
  struct Place {
    mlir::Operation *statement; // in the same block, or null if there are several
    bool isConditional;         // an operand of ?:, && or ||
    bool isClosed;              // its operands stay variables
  };

  void visitBlock(mlir::Block &block);
  void visit(mlir::Operation *op);
  Place getPlaceAt(mlir::Operation *user) const;
  bool canMoveTo(mlir::OpOperand &use, const Place &place) const;
  bool isOnLineOf(mlir::Operation *op, mlir::Operation *statement) const;

  std::optional<llvm::StringRef> linesOf;
  llvm::DenseSet<mlir::Operation *> needed;
  llvm::DenseMap<mlir::Operation *, Place> places;
  /// Operations that a statement already has in place.
  llvm::DenseMap<mlir::Operation *, unsigned> sizes;
};

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_TARGET_MSL_INLINING_H
