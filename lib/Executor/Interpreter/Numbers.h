//===- Numbers.h - Words to numbers and back ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How each floating-point format enters and leaves arithmetic. Operations compute in float or
// double and round once, when the result is encoded. NaN results are the quiet NaN without payload,
// so that they do not depend on the host.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_NUMBERS_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_NUMBERS_H

#include "Decoder.h"
#include "Group.h"

#include "triton-metal/Executor/FloatFormats.h"

#include <cmath>

namespace tritonmetal::executor {

struct HalfNumber {
  static constexpr unsigned bits = 16;
  static float decode(Word word) { return decodeHalf(uint16_t(word)); }
  static float decodeExactly(Word word) { return decode(word); }
  static Word encode(double value) { return value != value ? 0x7e00 : encodeHalf(value); }
};

struct BFloatNumber {
  static constexpr unsigned bits = 16;
  static float decode(Word word) { return decodeBFloat(uint16_t(word)); }
  static float decodeExactly(Word word) { return decode(word); }
  static Word encode(double value) { return value != value ? 0x7fc0 : encodeBFloat(value); }
};

template <bool flush>
struct FloatNumber {
  static constexpr unsigned bits = 32;
  /// As it is, flushed or not.
  static float decodeExactly(Word word) { return llvm::bit_cast<float>(uint32_t(word)); }
  static float decode(Word word) {
    float value = llvm::bit_cast<float>(uint32_t(word));
    return flush ? flushDenormal(value) : value;
  }
  static Word encode(float value) {
    if (value != value)
      return 0x7fc00000;
    return llvm::bit_cast<uint32_t>(flush ? flushDenormal(value) : value);
  }
  static Word encode(double value) { return encode(float(value)); }
};

/// The handler `Maker::get<Number>()` for a format.
template <typename Maker>
Handler chooseFormat(FloatFormat format) {
  switch (format) {
  case FloatFormat::Half:
    return Maker::template get<HalfNumber>();
  case FloatFormat::BFloat:
    return Maker::template get<BFloatNumber>();
  case FloatFormat::FloatFlush:
    return Maker::template get<FloatNumber<true>>();
  case FloatFormat::FloatPreserve:
    return Maker::template get<FloatNumber<false>>();
  }
  return nullptr;
}

/// The smaller or larger number; NaN only if both are. -0 is less than +0.
inline float minimumNumber(float a, float b) {
  if (a != a || b != b)
    return a != a ? b : a;
  return a < b || (a == b && std::signbit(a)) ? a : b;
}
inline float maximumNumber(float a, float b) {
  if (a != a || b != b)
    return a != a ? b : a;
  return a > b || (a == b && !std::signbit(a)) ? a : b;
}

/// a * b + c with one rounding.
template <typename Number>
inline Word fuseMultiplyAdd(float a, float b, float c) {
  // The product of two 16-bit floats is exact in double.
  return Number::encode(addRoundedToOdd(double(a) * double(b), double(c)));
}
template <>
inline Word fuseMultiplyAdd<FloatNumber<true>>(float a, float b, float c) {
  return FloatNumber<true>::encode(std::fma(a, b, c));
}
template <>
inline Word fuseMultiplyAdd<FloatNumber<false>>(float a, float b, float c) {
  return FloatNumber<false>::encode(std::fma(a, b, c));
}

/// Applies `function(lane words...) -> word` to each element and active lane.
template <typename Function>
inline void mapUnary(Group &group, const Operation &inst, Function function) {
  for (uint32_t e = 0; e < inst.count; ++e) {
    const Column &a = group.read(inst.operands[0], e);
    Column &result = group.write(inst.result, e);
    forEachLane(group.mask, [&](unsigned l) { result.lanes[l] = function(a.lanes[l]); });
  }
}
template <typename Function>
inline void mapBinary(Group &group, const Operation &inst, Function function) {
  for (uint32_t e = 0; e < inst.count; ++e) {
    const Column &a = group.read(inst.operands[0], e);
    const Column &b = group.read(inst.operands[1], e);
    Column &result = group.write(inst.result, e);
    forEachLane(group.mask,
                [&](unsigned l) { result.lanes[l] = function(a.lanes[l], b.lanes[l]); });
  }
}
template <typename Function>
inline void mapTernary(Group &group, const Operation &inst, Function function) {
  for (uint32_t e = 0; e < inst.count; ++e) {
    const Column &a = group.read(inst.operands[0], e);
    const Column &b = group.read(inst.operands[1], e);
    const Column &c = group.read(inst.operands[2], e);
    Column &result = group.write(inst.result, e);
    forEachLane(group.mask, [&](unsigned l) {
      result.lanes[l] = function(a.lanes[l], b.lanes[l], c.lanes[l]);
    });
  }
}

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_NUMBERS_H
