//===- ExpandMath.h - Steps of metal-expand-math ----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The pass walks a kernel five times, each time with patterns that leave only what a
// later walk expands:
//
//   widen        narrow arithmetic and f16 functions in f32     ExpandNarrowFloats.cpp
//   functions    erf, expm1, … by polynomials                 ExpandFunctions.cpp
//   primitives   maximumf, isnan, ceildivsi, i1 arithmetic    ExpandFloats.cpp, ExpandIntegers.cpp
//   bytes        8-bit floats <-> wider ones                  ExpandNarrowFloats.cpp
//   conversions  bf16 <-> f32 in integer code                 ExpandNarrowFloats.cpp
//
// Everything is elementwise, so one code serves scalars and vectors of any length.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_EXPANDMATH_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_EXPANDMATH_H

#include "triton-metal/Dialect/Metal/Transforms/ElementBuilder.h"

#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/TypeUtilities.h"

namespace tritonmetal::metal {

void populateWidenPatterns(mlir::RewritePatternSet &patterns);
void populateFunctionPatterns(mlir::RewritePatternSet &patterns);
void populateFloatPatterns(mlir::RewritePatternSet &patterns);
void populateIntegerPatterns(mlir::RewritePatternSet &patterns);
void populateBytePatterns(mlir::RewritePatternSet &patterns);
void populateConversionPatterns(mlir::RewritePatternSet &patterns);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_EXPANDMATH_H
