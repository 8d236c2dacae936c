//===- LayoutAssignment.h - One layout for each tensor ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Ops fall into kinds by what they ask of layouts:
//
//   Keep         memory accesses, dots, calls, …: the layouts that they have
//   Same         element-wise ops, broadcast, scan: one for all operands and results
//   Slice, …     expand_dims, reduce, reshape, trans: the result's follows from the operand's
//   Histogram    one for all operands; the result's own is any
//   Source       constants, splats, ranges: any, chosen by who needs them
//   ControlFlow  loops, branches: what is passed has the layout of what receives it
//   Any          prints and asserts: read whatever comes
//
// The layouts of Keep ops spread along these rules until every tensor has one:
//
//   %p = tt.addptr …             #b, since the load wants it
//   %v = tt.load %p    (#b)      #b
//   %e = math.exp %v             #b, from its operand
//   scf.yield %e                 #b for the loop's result and iteration argument
//
// The widest access comes first, so that where two meet the larger one has its way.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_TRITONGPU_TRANSFORMS_LAYOUTASSIGNMENT_H
#define TRITON_METAL_LIB_DIALECT_TRITONGPU_TRANSFORMS_LAYOUTASSIGNMENT_H

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "llvm/ADT/DenseMap.h"

#include <deque>

namespace tritonmetal::ttg {

enum class LayoutKind {
  Any,
  ControlFlow,
  ExpandDims,
  Histogram,
  Keep,
  Reduce,
  Reshape,
  Same,
  Source,
  Trans
};

LayoutKind getLayoutKind(mlir::Operation *op);

/// Layout of a tensor; null for anything else.
mlir::Attribute getLayout(mlir::Value value);

/// Layout that an operand must have for the op's result to have `result`; null if there is
/// none. For ops whose kind ties operand and result together.
mlir::Attribute getOperandLayout(mlir::Operation *op, mlir::Attribute result);

/// Layout that the op's results have for an operand with `operand`; null if there is none.
mlir::Attribute getResultLayout(mlir::Operation *op, mlir::Attribute operand);

/// Whether the result of `op`, perhaps after element-wise ops and conversions, is a factor of a dot.
bool feedsDot(mlir::Operation *op);

class LayoutAssignment {
public:
  /// Remembers what the Keep ops of the function have. Changes nothing.
  explicit LayoutAssignment(tt::FuncOp function);

  /// Decides for every tensor. To be called when no conversions are left.
  void solve();

  /// The decision for a tensor.
  mlir::Attribute of(mlir::Value value) const { return layouts.lookup(value); }

  /// Layout in which `operand` has to arrive, once all types are as decided; null if any
  /// will do.
  mlir::Attribute getRequired(mlir::OpOperand &operand) const;

private:
  void collectControlFlow();
  void assign(mlir::Value value, mlir::Attribute layout);
  void spread();
  void spreadToUser(mlir::OpOperand &use, mlir::Attribute layout);
  void spreadToProducer(mlir::Value value, mlir::Attribute layout);

  tt::FuncOp function;
  llvm::DenseMap<mlir::Value, mlir::Attribute> layouts;
  std::deque<mlir::Value> pending;

  /// Whether one user of a range, splat or constant has a say in the others' layouts.
  /// As these are easily computed twice, not before everything else has spread.
  bool passesSources = false;

  /// Operands of Keep ops and their layouts, in program order.
  llvm::SmallVector<mlir::Operation *> keepers;
  llvm::DenseMap<mlir::OpOperand *, mlir::Attribute> kept;

  /// Control flow: what an operand is passed to, and what a value may come from.
  llvm::DenseMap<mlir::OpOperand *, llvm::SmallVector<mlir::Value>> receivers;
  llvm::DenseMap<mlir::Value, llvm::SmallVector<mlir::OpOperand *>> feeders;
};

} // namespace tritonmetal::ttg

#endif // TRITON_METAL_LIB_DIALECT_TRITONGPU_TRANSFORMS_LAYOUTASSIGNMENT_H
