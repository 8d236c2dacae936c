//===- CombineFunction.h - A region of elements, applied to chunks -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The region of metal.map, metal.reduce_registers and metal.scan_registers
// is written for single elements. On a chunk it becomes vector code if all its ops
// are elementwise, else code for each element:
//
//   ^bb0(%a: f32, %b: f32):            %c = arith.addf %A, %B : vector<4xf32>
//     %c = arith.addf %a, %b : f32  =>
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_COMBINEFUNCTION_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_COMBINEFUNCTION_H

#include "LoopFormState.h"

namespace tritonmetal::metal {

class CombineFunction {
public:
  CombineFunction(LoopFormState &state, mlir::Region &region) : state(state), region(region) {}

  /// The yielded values for `arguments`, each of which has `count` elements.
  llvm::SmallVector<mlir::Value> apply(mlir::OpBuilder &builder,
                                       llvm::ArrayRef<mlir::Value> arguments, int64_t count);

  /// The same for a combine: accumulated values first, then incoming ones.
  llvm::SmallVector<mlir::Value> combine(mlir::OpBuilder &builder,
                                         llvm::ArrayRef<mlir::Value> accumulated,
                                         llvm::ArrayRef<mlir::Value> incoming, int64_t count);

  /// The value e with f(e, x) = x for every x, if the region is one op known to have
  /// it; null otherwise. Of `maxnumf` that is NaN, not -inf: the maximum of nothing
  /// but NaN is NaN.
  mlir::TypedAttr getIdentity(mlir::Type type);

  /// True if the region may be computed on any values, its result then unused.
  bool isSpeculatable();

private:
  using Values = llvm::SmallVector<mlir::Value>;
  bool isVectorizable();
  Values applyVector(mlir::OpBuilder &builder, llvm::ArrayRef<mlir::Value> arguments,
                     int64_t count);
  Values applyScalar(mlir::OpBuilder &builder, llvm::ArrayRef<mlir::Value> arguments);
  mlir::Value captured(mlir::Value value);

  LoopFormState &state;
  mlir::Region &region;
};

/// The elements `indices` of `chunk`: a vector, or a scalar if it is one.
mlir::Value takeElements(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value chunk,
                         llvm::ArrayRef<int64_t> indices);

/// One vector of up to four elements from scalars, or from two vectors of two.
mlir::Value joinElements(mlir::OpBuilder &builder, mlir::Location loc,
                         llvm::ArrayRef<mlir::Value> pieces);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_COMBINEFUNCTION_H
