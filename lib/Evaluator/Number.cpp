//===- Number.cpp - Elements of tensors as bit patterns -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Number.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/APFloat.h"

#include <array>
#include <cmath>

using namespace mlir;
using llvm::APFloat;

namespace tritonmetal::evaluator {

Kind getKind(Type type) {
  Type element = getElementTypeOrSelf(type);
  if (auto integer = dyn_cast<IntegerType>(element))
    return integer.getWidth() <= 64 ? Kind{Format::Int, uint8_t(integer.getWidth())} : Kind{};
  if (isa<IndexType>(element))
    return {Format::Int, 64};
  if (isa<tt::PointerType>(element))
    return tt::isBlockPointer(element) ? Kind{} : Kind{Format::Pointer, 64};
  if (element.isF16())
    return {Format::F16, 16};
  if (element.isBF16())
    return {Format::BF16, 16};
  if (element.isF32())
    return {Format::F32, 32};
  if (element.isF64())
    return {Format::F64, 64};
  if (isa<Float8E5M2Type>(element))
    return {Format::E5M2, 8};
  if (isa<Float8E4M3FNType>(element))
    return {Format::E4M3, 8};
  if (isa<Float8E5M2FNUZType>(element))
    return {Format::E5M2FNUZ, 8};
  if (isa<Float8E4M3FNUZType>(element))
    return {Format::E4M3FNUZ, 8};
  return {};
}

static const llvm::fltSemantics &getSemantics(Format format) {
  switch (format) {
  case Format::F16:
    return APFloat::IEEEhalf();
  case Format::BF16:
    return APFloat::BFloat();
  case Format::F32:
    return APFloat::IEEEsingle();
  case Format::E5M2:
    return APFloat::Float8E5M2();
  case Format::E4M3:
    return APFloat::Float8E4M3FN();
  case Format::E5M2FNUZ:
    return APFloat::Float8E5M2FNUZ();
  case Format::E4M3FNUZ:
    return APFloat::Float8E4M3FNUZ();
  default:
    return APFloat::IEEEdouble();
  }
}

/// What LLVM makes of the bits: the slow way.
static double decodeByLLVM(Kind kind, uint64_t bits) {
  APFloat number(getSemantics(kind.format), llvm::APInt(kind.width, bits));
  bool inexact;
  number.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &inexact);
  return number.convertToDouble();
}

template <Format format, unsigned width>
static double decodeByTable(uint64_t bits) {
  static const std::array<double, 1u << width> table = [] {
    std::array<double, 1u << width> values;
    for (unsigned i = 0; i < values.size(); ++i)
      values[i] = decodeByLLVM({format, width}, i);
    return values;
  }();
  return table[bits & (table.size() - 1)];
}

double decodeFloat(Kind kind, uint64_t bits) {
  switch (kind.format) {
  case Format::F32:
    return llvm::bit_cast<float>(uint32_t(bits));
  case Format::F64:
    return llvm::bit_cast<double>(bits);
  case Format::BF16:
    return llvm::bit_cast<float>(uint32_t(bits) << 16);
  case Format::F16:
    return decodeByTable<Format::F16, 16>(bits);
  case Format::E5M2:
    return decodeByTable<Format::E5M2, 8>(bits);
  case Format::E4M3:
    return decodeByTable<Format::E4M3, 8>(bits);
  case Format::E5M2FNUZ:
    return decodeByTable<Format::E5M2FNUZ, 8>(bits);
  case Format::E4M3FNUZ:
    return decodeByTable<Format::E4M3FNUZ, 8>(bits);
  default:
    return 0;
  }
}

/// `value` without the last bit if it is not exact in `format`: the classical way to round at an
/// arbitrary place is to let LLVM do it.
static uint64_t encodeByLLVM(Kind kind, double value, Rounding rounding, bool saturate) {
  const llvm::fltSemantics &semantics = getSemantics(kind.format);
  APFloat number(value);
  bool inexact;
  bool finite = std::isfinite(value);
  number.convert(semantics,
                 rounding == Rounding::TowardZero ? APFloat::rmTowardZero
                                                  : APFloat::rmNearestTiesToEven,
                 &inexact);
  bool lost = !std::isnan(value) && (number.isInfinity() || number.isNaN());
  bool noInfinity = kind.format == Format::E4M3 || kind.format == Format::E5M2FNUZ ||
                    kind.format == Format::E4M3FNUZ;
  if (lost && (saturate || noInfinity || (finite && rounding == Rounding::TowardZero)))
    number = APFloat::getLargest(semantics, std::signbit(value));
  return number.bitcastToAPInt().getZExtValue();
}

/// Rounds the magnitude of a normal double to `fraction` bits of a format with `exponent` bits, for
/// the formats that programs use most.
template <unsigned exponent, unsigned fraction>
static uint64_t encodeQuickly(double value, bool &done) {
  constexpr int bias = (1 << (exponent - 1)) - 1;
  uint64_t bits = llvm::bit_cast<uint64_t>(value);
  int power = int(bits >> 52 & 0x7ff) - 1023;
  done = power >= 1 - bias && power < bias; // no denormal, and no overflow even when rounded up
  uint64_t magnitude = bits & ~(uint64_t(1) << 63);
  constexpr unsigned shift = 52 - fraction;
  uint64_t rounded = magnitude + ((uint64_t(1) << (shift - 1)) - 1) + (magnitude >> shift & 1);
  uint64_t rebased = (rounded >> shift) - (uint64_t(1023 - bias) << fraction);
  return (bits >> 63) << (exponent + fraction) | rebased;
}

uint64_t encodeFloat(Kind kind, double value, Rounding rounding, bool saturate) {
  if (kind.format == Format::F64)
    return llvm::bit_cast<uint64_t>(value);
  if (rounding == Rounding::NearestEven) {
    if (kind.format == Format::F32)
      return llvm::bit_cast<uint32_t>(float(value));
    if (value == 0 && kind.format != Format::E5M2FNUZ && kind.format != Format::E4M3FNUZ)
      return std::signbit(value) ? uint64_t(1) << (kind.width - 1) : 0;
    bool done = false;
    uint64_t bits = 0;
    if (kind.format == Format::F16)
      bits = encodeQuickly<5, 10>(value, done);
    else if (kind.format == Format::BF16)
      bits = encodeQuickly<8, 7>(value, done);
    if (done)
      return bits;
  }
  return encodeByLLVM(kind, value, rounding, saturate);
}

/// From a number of 64 bits to one of at most 53, its last bit set if something was lost: rounding
/// the result again is as good as rounding the number itself.
static double roundToOdd(uint64_t magnitude) {
  unsigned excess = 64 - llvm::countl_zero(magnitude | 1);
  excess = excess > 53 ? excess - 53 : 0;
  uint64_t kept = magnitude >> excess;
  if (kept << excess != magnitude)
    kept |= 1;
  return std::ldexp(double(kept), int(excess));
}

uint64_t encodeInteger(Kind kind, uint64_t value) {
  if (kind.format == Format::F64)
    return llvm::bit_cast<uint64_t>(double(value));
  return encodeFloat(kind, roundToOdd(value));
}

uint64_t encodeInteger(Kind kind, int64_t value) {
  if (kind.format == Format::F64)
    return llvm::bit_cast<uint64_t>(double(value));
  uint64_t magnitude = value < 0 ? 0 - uint64_t(value) : uint64_t(value);
  double number = roundToOdd(magnitude);
  return encodeFloat(kind, value < 0 ? -number : number);
}

bool isNaN(Kind kind, uint64_t bits) {
  return kind.isFloat() && std::isnan(decodeFloat(kind, bits));
}

} // namespace tritonmetal::evaluator
