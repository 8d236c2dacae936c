//===- AccessShapes.h - How wide each load and store is ---------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// W neighbouring registers of a load may travel in one access if
//
//   - the layout gives them neighbouring elements of a dimension,
//   - the pointers of these are consecutive and the first is aligned to W elements,
//   - the mask does not change within W,
//   - W elements are no wider than what a lane can access at once.
//
// The facts come from AxisInfo; the answer is kept in `contiguous` and `alignment`
// of metal.gather and metal.scatter.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_ACCESSSHAPES_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_ACCESSSHAPES_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/DenseMap.h"

namespace tritonmetal {

struct AccessShape {
  unsigned contiguous = 1; // registers in one access
  unsigned alignment = 1;  // of its address, in bytes
};

class AccessShapes {
public:
  /// `maxAccessBytes`: the widest access of one lane, a fact of the target.
  AccessShapes(mlir::ModuleOp module, unsigned maxAccessBytes);

  /// Of a `tt.load` or `tt.store` on tensors.
  AccessShape of(mlir::Operation *op) const { return shapes.lookup(op); }

private:
  llvm::DenseMap<mlir::Operation *, AccessShape> shapes;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_ACCESSSHAPES_H
