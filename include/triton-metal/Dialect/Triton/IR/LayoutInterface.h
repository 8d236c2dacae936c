//===- LayoutInterface.h - What `tt` asks about layouts ---------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A tensor's encoding is an attribute of another dialect, which `tt` must not
// know. Its ops ask through this interface, which the layout dialect implements:
//
//   const LayoutInterface *layouts = LayoutInterface::of(type.getEncoding());
//   Attribute result = layouts->slice(type.getEncoding(), axis);
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_LAYOUTINTERFACE_H
#define TRITON_METAL_DIALECT_TRITON_IR_LAYOUTINTERFACE_H

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/DialectInterface.h"

namespace tritonmetal::tt {

class LayoutInterface : public mlir::DialectInterface::Base<LayoutInterface> {
public:
  LayoutInterface(mlir::Dialect *dialect) : Base(dialect) {}

  /// The interface of the attribute's dialect; null without one.
  static const LayoutInterface *of(mlir::Attribute layout);

  // A result of null is a layout that nobody knows, and against which nothing is checked.

  /// Layout of a tensor from which dimension `axis` was reduced away.
  virtual mlir::Attribute slice(mlir::Attribute layout, unsigned axis) const = 0;

  /// The layout of which `layout` is the slice along `axis`; null if it is none.
  virtual mlir::Attribute unslice(mlir::Attribute layout, unsigned axis) const = 0;

  /// Layout of the transposed tensor: result dimension i is source dimension order[i].
  virtual mlir::Attribute transpose(mlir::ArrayRef<int64_t> shape, mlir::Attribute layout,
                                    mlir::ArrayRef<int32_t> order) const = 0;

  /// Layout of the tensor under another shape, row-major.
  virtual mlir::Attribute reshape(mlir::ArrayRef<int64_t> shape, mlir::Attribute layout,
                                  mlir::ArrayRef<int64_t> newShape) const = 0;

  /// Layout of either half of a tensor whose last dimension, of size 2, is cut. Failure
  /// if some thread does not hold both elements of a pair in two registers.
  virtual mlir::FailureOr<mlir::Attribute> split(mlir::ArrayRef<int64_t> shape,
                                                 mlir::Attribute layout) const = 0;

  /// Checks that tensors in layouts `a` and `b` can be multiplied into one in `result`.
  virtual mlir::LogicalResult
  verifyDot(mlir::Attribute a, mlir::Attribute b, mlir::Attribute result,
            mlir::function_ref<mlir::InFlightDiagnostic()> emitError) const = 0;

  /// True if both place every element of a tensor of this shape alike.
  virtual bool areEquivalent(mlir::ArrayRef<int64_t> shape, mlir::Attribute lhs,
                             mlir::Attribute rhs) const = 0;

  /// Checks that the layout fits the tensor and the module around `op`.
  virtual mlir::LogicalResult
  verifyTensor(mlir::Operation *op, mlir::RankedTensorType type,
               mlir::function_ref<mlir::InFlightDiagnostic()> emitError) const = 0;
};

} // namespace tritonmetal::tt

#endif // TRITON_METAL_DIALECT_TRITON_IR_LAYOUTINTERFACE_H
