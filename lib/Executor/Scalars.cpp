//===- Scalars.cpp - Values of a launch to bytes of a type ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/FloatFormats.h"
#include "triton-metal/Executor/Launch.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace llvm;

namespace tritonmetal::executor {

static std::vector<uint8_t> toBytes(uint64_t bits, unsigned size) {
  std::vector<uint8_t> bytes;
  for (unsigned i = 0; i < size; ++i)
    bytes.push_back(uint8_t(bits >> (8 * i)));
  return bytes;
}

static std::string print(const ScalarValue &value) {
  switch (value.kind) {
  case ScalarValue::Kind::Signed:
    return std::to_string(value.signedValue);
  case ScalarValue::Kind::Unsigned:
    return std::to_string(value.unsignedValue);
  case ScalarValue::Kind::Float: {
    std::string text;
    raw_string_ostream(text) << format("%g", value.floatValue);
    return text;
  }
  }
  llvm_unreachable("every kind is listed");
}

/// Accepts what fits the type as a signed or as an unsigned number.
static Expected<std::vector<uint8_t>> encodeInteger(const ScalarValue &value, unsigned bits,
                                                    StringRef type) {
  ScalarValue integer = value;
  double number = value.floatValue;
  if (value.kind == ScalarValue::Kind::Float && number == std::floor(number) &&
      std::fabs(number) < 0x1p63) {
    integer.kind = ScalarValue::Kind::Signed;
    integer.signedValue = int64_t(number);
  }
  auto fail = [&] {
    return createStringError(formatv("{0} does not fit {1}", print(value), type));
  };
  if (integer.kind == ScalarValue::Kind::Float)
    return fail();
  if (integer.kind == ScalarValue::Kind::Unsigned)
    return bits == 64 ? Expected<std::vector<uint8_t>>(toBytes(integer.unsignedValue, 8)) : fail();
  int64_t number64 = integer.signedValue;
  if (bits < 64 && (number64 >= int64_t(1) << bits || number64 < -(int64_t(1) << (bits - 1))))
    return fail();
  return toBytes(uint64_t(number64) & (bits == 1 ? 1 : ~uint64_t(0)), std::max(bits / 8, 1u));
}

/// A format of LLVM's; conversion rounds to nearest even, and overflow gives what the format has
/// for it: infinity or NaN.
static std::vector<uint8_t> encodeWith(double value, const fltSemantics &semantics) {
  APFloat number(value);
  bool losesInfo;
  number.convert(semantics, APFloat::rmNearestTiesToEven, &losesInfo);
  APInt bits = number.bitcastToAPInt();
  return toBytes(bits.getZExtValue(), bits.getBitWidth() / 8);
}

Expected<std::vector<uint8_t>> encodeScalar(const ScalarValue &value, StringRef type) {
  unsigned bits = StringSwitch<unsigned>(type)
                      .Case("i1", 1)
                      .Case("i8", 8)
                      .Case("i16", 16)
                      .Case("i32", 32)
                      .Case("i64", 64)
                      .Default(0);
  if (bits != 0)
    return encodeInteger(value, bits, type);

  const fltSemantics *semantics = StringSwitch<const fltSemantics *>(type)
                                      .Case("f16", &APFloat::IEEEhalf())
                                      .Case("bf16", &APFloat::BFloat())
                                      .Case("f32", &APFloat::IEEEsingle())
                                      .Case("f64", &APFloat::IEEEdouble())
                                      .Case("f8E5M2", &APFloat::Float8E5M2())
                                      .Case("f8E4M3FN", &APFloat::Float8E4M3FN())
                                      .Case("f8E4M3FNUZ", &APFloat::Float8E4M3FNUZ())
                                      .Case("f8E5M2FNUZ", &APFloat::Float8E5M2FNUZ())
                                      .Default(nullptr);
  if (!semantics)
    return createStringError(formatv("unknown element type '{0}'", type));
  switch (value.kind) {
  case ScalarValue::Kind::Signed:
    return encodeWith(toDoubleRoundedToOdd(value.signedValue), *semantics);
  case ScalarValue::Kind::Unsigned:
    return encodeWith(toDoubleRoundedToOdd(value.unsignedValue), *semantics);
  case ScalarValue::Kind::Float:
    return encodeWith(value.floatValue, *semantics);
  }
  llvm_unreachable("every kind is listed");
}

} // namespace tritonmetal::executor
