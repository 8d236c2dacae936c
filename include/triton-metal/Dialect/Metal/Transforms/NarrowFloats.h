//===- NarrowFloats.h - Conversions of narrow floats ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Conversions between f32 and formats of 8 or 16 bits in integer code, bit-exact for
// every input. A format is (exponent bits, fraction bits M, bias B):
//
//   f16             5, 10, 15   infinity
//   f8E5M2          5,  2, 15   infinity
//   f8E4M3FN        4,  3,  7   no infinity, NaN is 0x7f
//   f8E4M3FNUZ      4,  3,  8   no infinity, no -0, NaN is 0x80
//   f8E5M2FNUZ      5,  2, 16   likewise
//   f8E4M3B11FNUZ   4,  3, 11   likewise
//
// From f32, with x = 2^e * 1.f (448 in E4M3FN: bits 0x43e00000):
//
//   bits - ((127 - B) << 23)   the exponent in the new bias        0x07e00000 * 2 …
//   + half of the last place   to nearest even
//   >> (23 - M)                exponent and fraction in place      0x7e
//
// Numbers below the least normal one are counted in units of 2^(1 - B - M).
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_TRANSFORMS_NARROWFLOATS_H
#define TRITON_METAL_DIALECT_METAL_TRANSFORMS_NARROWFLOATS_H

#include "triton-metal/Dialect/Metal/Transforms/ElementBuilder.h"

namespace tritonmetal::metal {

/// Whether elements of `type` are floats of 8 bits.
bool isByteFloat(mlir::Type type);

struct NarrowRounding {
  bool towardZero = false; // else to nearest, ties to even
  /// What is too large, infinities too, becomes the largest finite number. Formats
  /// without infinity do so anyway.
  bool saturates = false;
};

/// `value`, an f32, in `format`: f16 or an 8-bit float.
mlir::Value encodeNarrow(ElementBuilder &b, mlir::Value value, mlir::FloatType format,
                         NarrowRounding rounding);

/// `value`, of an 8-bit format, as `type`: f16 or f32. Exact.
mlir::Value decodeByte(ElementBuilder &b, mlir::Value value, mlir::FloatType type);

/// The integer `value` of 32 or 64 bits as an f32 that keeps, in its last bit, whether
/// something was lost: rounded once more to at most 16 bits, it is the nearest number.
mlir::Value convertToOdd(ElementBuilder &b, mlir::Value value, bool isSigned);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_DIALECT_METAL_TRANSFORMS_NARROWFLOATS_H
