//===- FloatFormats.cpp - 16-bit floating-point formats ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/FloatFormats.h"

#include <cmath>

namespace tritonmetal::executor {

double addRoundedToOdd(double a, double b) {
  double sum = a + b;
  if (!std::isfinite(sum))
    return sum;
  // Knuth's two-sum: the part that rounding lost, exactly.
  double other = sum - a;
  double lost = (a - (sum - other)) + (b - other);
  if (lost == 0)
    return sum;
  uint64_t bits = llvm::bit_cast<uint64_t>(sum);
  if (bits & 1)
    return sum;
  // Truncate towards zero, then set the last bit: the neighbour on the lost part's side.
  return std::nextafter(sum, lost > 0 ? INFINITY : -INFINITY);
}

double toDoubleRoundedToOdd(uint64_t value) {
  if (value >> 53 == 0)
    return double(value);
  unsigned shift = 11 - llvm::countl_zero(value); // keeps 53 bits
  uint64_t kept = value >> shift;
  if (value & ((uint64_t(1) << shift) - 1))
    kept |= 1;
  return std::ldexp(double(kept), int(shift));
}

double toDoubleRoundedToOdd(int64_t value) {
  if (value >= 0)
    return toDoubleRoundedToOdd(uint64_t(value));
  return -toDoubleRoundedToOdd(~uint64_t(value) + 1);
}

} // namespace tritonmetal::executor
