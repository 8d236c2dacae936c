//===- ExternRounding.cpp - Conversions, and arithmetic by its rounding ---===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ExternFunctions.h"

#include "triton-metal/Dialect/Metal/Transforms/SpecialFunctions.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;

template <Direction direction>
static Value add(ElementBuilder &b, ValueRange x) {
  return expandRoundedAdd(b, x[0], x[1], direction);
}

template <Direction direction>
static Value subtract(ElementBuilder &b, ValueRange x) {
  return expandRoundedAdd(b, x[0], b.negf(x[1]), direction);
}

template <Direction direction>
static Value multiply(ElementBuilder &b, ValueRange x) {
  return expandRoundedMul(b, x[0], x[1], direction);
}

template <Direction direction>
static Value divide(ElementBuilder &b, ValueRange x) {
  return expandRoundedDiv(b, x[0], x[1], direction);
}

template <Direction direction>
static Value reciprocal(ElementBuilder &b, ValueRange x) {
  return expandRoundedDiv(b, b.constant(1.0f), x[0], direction);
}

template <Direction direction>
static Value squareRoot(ElementBuilder &b, ValueRange x) {
  return expandRoundedSqrt(b, x[0], direction);
}

template <Direction direction>
static Value fuse(ElementBuilder &b, ValueRange x) {
  return expandRoundedFma(b, x[0], x[1], x[2], direction);
}

template <unsigned width, bool isSigned, Direction direction>
static Value toInteger(ElementBuilder &b, ValueRange x) {
  return expandRoundedCast(b, x[0], b.integer(width), isSigned, direction);
}

template <bool isSigned, Direction direction>
static Value toFloat(ElementBuilder &b, ValueRange x) {
  return expandRoundedCast(b, x[0], isSigned, direction);
}

static Value roundAway(ElementBuilder &b, ValueRange x) {
  Value rounded = b.apply<math::RoundOp>(x[0]);
  return expandRoundedCast(b, rounded, b.integer(64), /*isSigned=*/true, Direction::TowardZero);
}

/// 1 / sqrt(x) and a step of Newton's method on the error of the root.
static Value reciprocalRoot(ElementBuilder &b, ValueRange x) {
  Value root = b.sqrt(x[0]);
  Value result = b.divf(b.constant(1.0f), root);
  Value rootRest = b.divf(b.fma(b.negf(root), root, x[0]), b.addf(root, root));
  Value rest = b.fma(b.negf(result), root, b.constant(1.0f));
  rest = b.fma(b.negf(result), rootRest, rest);
  Value better = b.fma(result, rest, result);
  // 0, infinity and NaN have nothing to improve.
  Value isOrdinary = b.isLess(b.mulf(better, b.constant(0.0f)), 1.0f);
  return b.select(isOrdinary, better, result);
}

static Value toHalf(ElementBuilder &b, ValueRange x) {
  return b.bitcast(b.i16(), b.cast<arith::TruncFOp>(b.f16(), x[0]));
}

static Value fromHalf(ElementBuilder &b, ValueRange x) {
  return b.cast<arith::ExtFOp>(b.f32(), b.bitcast(b.f16(), x[0]));
}

static Value toBits(ElementBuilder &b, ValueRange x) { return b.bitcast(b.i32(), x[0]); }
static Value fromBits(ElementBuilder &b, ValueRange x) { return b.bitcast(b.f32(), x[0]); }

ArrayRef<ExternFunction> tritonmetal::getExternRounding() {
  static const ExternFunction functions[] = {
      {"fadd_rd", "ff:f", add<Direction::Down>},
      {"fadd_rn", "ff:f", add<Direction::Nearest>},
      {"fadd_ru", "ff:f", add<Direction::Up>},
      {"fadd_rz", "ff:f", add<Direction::TowardZero>},
      {"fdiv_rd", "ff:f", divide<Direction::Down>},
      {"fdiv_rn", "ff:f", divide<Direction::Nearest>},
      {"fdiv_ru", "ff:f", divide<Direction::Up>},
      {"fdiv_rz", "ff:f", divide<Direction::TowardZero>},
      {"float2half_rn", "f:h", toHalf},
      {"float2int_rd", "f:i", toInteger<32, true, Direction::Down>},
      {"float2int_rn", "f:i", toInteger<32, true, Direction::Nearest>},
      {"float2int_ru", "f:i", toInteger<32, true, Direction::Up>},
      {"float2int_rz", "f:i", toInteger<32, true, Direction::TowardZero>},
      {"float2ll_rd", "f:l", toInteger<64, true, Direction::Down>},
      {"float2ll_rn", "f:l", toInteger<64, true, Direction::Nearest>},
      {"float2ll_ru", "f:l", toInteger<64, true, Direction::Up>},
      {"float2ll_rz", "f:l", toInteger<64, true, Direction::TowardZero>},
      {"float2uint_rd", "f:i", toInteger<32, false, Direction::Down>},
      {"float2uint_rn", "f:i", toInteger<32, false, Direction::Nearest>},
      {"float2uint_ru", "f:i", toInteger<32, false, Direction::Up>},
      {"float2uint_rz", "f:i", toInteger<32, false, Direction::TowardZero>},
      {"float2ull_rd", "f:l", toInteger<64, false, Direction::Down>},
      {"float2ull_rn", "f:l", toInteger<64, false, Direction::Nearest>},
      {"float2ull_ru", "f:l", toInteger<64, false, Direction::Up>},
      {"float2ull_rz", "f:l", toInteger<64, false, Direction::TowardZero>},
      {"float_as_int", "f:i", toBits},
      {"float_as_uint", "f:i", toBits},
      {"fmaf_rd", "fff:f", fuse<Direction::Down>},
      {"fmaf_rn", "fff:f", fuse<Direction::Nearest>},
      {"fmaf_ru", "fff:f", fuse<Direction::Up>},
      {"fmaf_rz", "fff:f", fuse<Direction::TowardZero>},
      {"fmul_rd", "ff:f", multiply<Direction::Down>},
      {"fmul_rn", "ff:f", multiply<Direction::Nearest>},
      {"fmul_ru", "ff:f", multiply<Direction::Up>},
      {"fmul_rz", "ff:f", multiply<Direction::TowardZero>},
      {"frcp_rd", "f:f", reciprocal<Direction::Down>},
      {"frcp_rn", "f:f", reciprocal<Direction::Nearest>},
      {"frcp_ru", "f:f", reciprocal<Direction::Up>},
      {"frcp_rz", "f:f", reciprocal<Direction::TowardZero>},
      {"frsqrt_rn", "f:f", reciprocalRoot},
      {"fsqrt_rd", "f:f", squareRoot<Direction::Down>},
      {"fsqrt_rn", "f:f", squareRoot<Direction::Nearest>},
      {"fsqrt_ru", "f:f", squareRoot<Direction::Up>},
      {"fsqrt_rz", "f:f", squareRoot<Direction::TowardZero>},
      {"fsub_rd", "ff:f", subtract<Direction::Down>},
      {"fsub_rn", "ff:f", subtract<Direction::Nearest>},
      {"fsub_ru", "ff:f", subtract<Direction::Up>},
      {"fsub_rz", "ff:f", subtract<Direction::TowardZero>},
      {"half2float", "h:f", fromHalf},
      {"int2float_rd", "i:f", toFloat<true, Direction::Down>},
      {"int2float_rn", "i:f", toFloat<true, Direction::Nearest>},
      {"int2float_ru", "i:f", toFloat<true, Direction::Up>},
      {"int2float_rz", "i:f", toFloat<true, Direction::TowardZero>},
      {"int_as_float", "i:f", fromBits},
      {"ll2float_rd", "l:f", toFloat<true, Direction::Down>},
      {"ll2float_rn", "l:f", toFloat<true, Direction::Nearest>},
      {"ll2float_ru", "l:f", toFloat<true, Direction::Up>},
      {"ll2float_rz", "l:f", toFloat<true, Direction::TowardZero>},
      {"llrint", "f:l", toInteger<64, true, Direction::Nearest>},
      {"llround", "f:l", roundAway},
      {"uint2float_rd", "i:f", toFloat<false, Direction::Down>},
      {"uint2float_rn", "i:f", toFloat<false, Direction::Nearest>},
      {"uint2float_ru", "i:f", toFloat<false, Direction::Up>},
      {"uint2float_rz", "i:f", toFloat<false, Direction::TowardZero>},
      {"uint_as_float", "i:f", fromBits},
      {"ull2float_rd", "l:f", toFloat<false, Direction::Down>},
      {"ull2float_rn", "l:f", toFloat<false, Direction::Nearest>},
      {"ull2float_ru", "l:f", toFloat<false, Direction::Up>},
      {"ull2float_rz", "l:f", toFloat<false, Direction::TowardZero>},
  };
  return functions;
}
