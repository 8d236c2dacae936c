//===- FloatFormats.h - 16-bit floating-point formats ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// half (IEEE binary16: 5 exponent bits, 10 fraction bits) and bfloat (8 and 7) as bit patterns.
// Every encoding rounds once, to nearest, ties to even, straight from double: an operation that is
// computed in double and encoded here is rounded a second time only where double itself was not
// exact.
//
//   encodeHalf(65520.0)  == 0x7c00   (infinity: the largest half is 65504)
//   encodeBFloat(1.0)    == 0x3f80
//
// Denormals are kept; flushing is a matter of fp32 arithmetic, see `flushDenormal`.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_FLOATFORMATS_H
#define TRITON_METAL_EXECUTOR_FLOATFORMATS_H

#include "llvm/ADT/bit.h"

#include <cstdint>

namespace tritonmetal::executor {

/// Encodes `value` in a format with an implicit leading one. NaN stays NaN and becomes quiet.
template <unsigned exponentBits, unsigned fractionBits>
uint32_t encodeFloat(double value) {
  constexpr uint64_t infinity = ((uint64_t(1) << exponentBits) - 1) << fractionBits;
  constexpr int bias = (1 << (exponentBits - 1)) - 1;
  uint64_t bits = llvm::bit_cast<uint64_t>(value);
  uint32_t sign = uint32_t(bits >> 63) << (exponentBits + fractionBits);
  int exponent = int(bits >> 52 & 0x7ff);
  uint64_t fraction = bits & ((uint64_t(1) << 52) - 1);
  if (exponent == 0x7ff) {
    if (fraction == 0)
      return sign | uint32_t(infinity);
    return sign |
           uint32_t(infinity | uint64_t(1) << (fractionBits - 1) | fraction >> (52 - fractionBits));
  }
  if (exponent == 0) // a denormal double is far below every format here
    return sign;

  int target = exponent - 1023 + bias;
  unsigned shift = 52 - fractionBits;
  if (target <= 0) {
    if (1 - target > int(fractionBits) + 1)
      return sign; // below half of the least denormal
    shift += 1 - target;
  }
  uint64_t significand = fraction | uint64_t(1) << 52;
  uint64_t kept = significand >> shift;
  uint64_t rest = significand & ((uint64_t(1) << shift) - 1);
  uint64_t half = uint64_t(1) << (shift - 1);
  if (rest > half || (rest == half && (kept & 1)))
    ++kept;
  // A carry out of the fraction runs into the exponent, which is what rounding up means there.
  uint64_t magnitude =
      target <= 0 ? kept
                  : (uint64_t(target) << fractionBits) + (kept - (uint64_t(1) << fractionBits));
  return sign | uint32_t(magnitude < infinity ? magnitude : infinity);
}

inline uint16_t encodeHalf(double value) { return uint16_t(encodeFloat<5, 10>(value)); }
inline uint16_t encodeBFloat(double value) { return uint16_t(encodeFloat<8, 7>(value)); }

/// Exact.
inline float decodeBFloat(uint16_t bits) { return llvm::bit_cast<float>(uint32_t(bits) << 16); }

/// Exact.
inline float decodeHalf(uint16_t bits) {
  uint32_t sign = uint32_t(bits & 0x8000) << 16;
  uint32_t magnitude = bits & 0x7fff;
  if (magnitude >= 0x7c00)
    return llvm::bit_cast<float>(sign | 0x7f800000 | (magnitude & 0x3ff) << 13);
  if (magnitude >= 0x400)
    return llvm::bit_cast<float>(sign | ((magnitude << 13) + ((127 - 15) << 23)));
  float denormal = float(magnitude) * 0x1p-24f;
  return llvm::bit_cast<float>(sign | llvm::bit_cast<uint32_t>(denormal));
}

/// Zero of the same sign in place of a denormal.
inline float flushDenormal(float value) {
  uint32_t bits = llvm::bit_cast<uint32_t>(value);
  return (bits & 0x7f800000) == 0 ? llvm::bit_cast<float>(bits & 0x80000000) : value;
}

/// The sum `a + b` in double, with its last bit set if it is not exact ("round to odd"). Rounding
/// the result to a format of at most 51 bits is then as good as rounding the exact sum.
double addRoundedToOdd(double a, double b);

/// `value` in double, with its last bit set if it is not exact.
double toDoubleRoundedToOdd(int64_t value);
double toDoubleRoundedToOdd(uint64_t value);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_FLOATFORMATS_H
