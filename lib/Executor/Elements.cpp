//===- Elements.cpp - Numbers in buffers ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Elements.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace llvm;

namespace tritonmetal::executor {

struct ElementFormatRow {
  static ArrayRef<ElementFormat> all() {
    using Kind = ElementFormat::Kind;
    static const ElementFormat rows[] = {
        {"f32", Kind::Float, 4},        {"f16", Kind::Float, 2},
        {"bf16", Kind::Float, 2},       {"f64", Kind::Float, 8},
        {"f8E5M2", Kind::Float, 1},     {"f8E4M3FN", Kind::Float, 1},
        {"f8E5M2FNUZ", Kind::Float, 1}, {"f8E4M3FNUZ", Kind::Float, 1},
        {"i1", Kind::Unsigned, 1},      {"i8", Kind::Signed, 1},
        {"i16", Kind::Signed, 2},       {"i32", Kind::Signed, 4},
        {"i64", Kind::Signed, 8},       {"u8", Kind::Unsigned, 1},
        {"u16", Kind::Unsigned, 2},     {"u32", Kind::Unsigned, 4},
        {"u64", Kind::Unsigned, 8},
    };
    return rows;
  }
};

std::optional<ElementFormat> ElementFormat::get(StringRef name) {
  for (const ElementFormat &row : ElementFormatRow::all())
    if (row.getName() == name)
      return row;
  return std::nullopt;
}

std::string ElementFormat::listNames() {
  std::vector<StringRef> names;
  for (const ElementFormat &row : ElementFormatRow::all())
    names.push_back(row.getName());
  return join(names, ", ");
}

static const fltSemantics &getSemantics(StringRef name) {
  if (name == "f16")
    return APFloat::IEEEhalf();
  if (name == "bf16")
    return APFloat::BFloat();
  if (name == "f32")
    return APFloat::IEEEsingle();
  if (name == "f64")
    return APFloat::IEEEdouble();
  if (name == "f8E5M2")
    return APFloat::Float8E5M2();
  if (name == "f8E4M3FN")
    return APFloat::Float8E4M3FN();
  if (name == "f8E5M2FNUZ")
    return APFloat::Float8E5M2FNUZ();
  return APFloat::Float8E4M3FNUZ();
}

static uint64_t readLittleEndian(const uint8_t *bytes, unsigned count) {
  uint64_t bits = 0;
  for (unsigned i = 0; i < count; ++i)
    bits |= uint64_t(bytes[i]) << (8 * i);
  return bits;
}

ScalarValue ElementFormat::decode(const uint8_t *bytes) const {
  uint64_t bits = readLittleEndian(bytes, numBytes);
  ScalarValue value;
  switch (kind) {
  case Kind::Signed:
    value.signedValue = SignExtend64(bits, 8 * numBytes);
    break;
  case Kind::Unsigned:
    value.kind =
        bits > uint64_t(INT64_MAX) ? ScalarValue::Kind::Unsigned : ScalarValue::Kind::Signed;
    value.signedValue = int64_t(bits);
    value.unsignedValue = bits;
    break;
  case Kind::Float: {
    value.kind = ScalarValue::Kind::Float;
    APFloat number(getSemantics(name), APInt(8 * numBytes, bits));
    bool losesInfo;
    number.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &losesInfo);
    value.floatValue = number.convertToDouble();
    break;
  }
  }
  return value;
}

std::string printElement(const ScalarValue &value, const ElementFormat &format) {
  if (value.kind == ScalarValue::Kind::Signed)
    return std::to_string(value.signedValue);
  if (value.kind == ScalarValue::Kind::Unsigned)
    return std::to_string(value.unsignedValue);
  double number = value.floatValue;
  if (std::isnan(number))
    return "nan";
  if (std::isinf(number))
    return number < 0 ? "-inf" : "inf";
  std::string text;
  // 100 rather than 1e+02.
  if (number == std::trunc(number) && std::fabs(number) < 1e7) {
    raw_string_ostream(text) << llvm::format("%.0f", number);
    return text;
  }
  const fltSemantics &semantics = getSemantics(format.getName());
  for (int precision = 1;; ++precision) {
    text.clear();
    raw_string_ostream(text) << llvm::format("%.*g", precision, number);
    APFloat back(semantics);
    Expected<APFloat::opStatus> status = back.convertFromString(text, APFloat::rmNearestTiesToEven);
    bool losesInfo;
    back.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &losesInfo);
    bool isSame = bool(status) && back.convertToDouble() == number;
    consumeError(status.takeError());
    if (isSame || precision == 17)
      return text;
  }
}

void printElements(ArrayRef<uint8_t> bytes, const ElementFormat &format, raw_ostream &os) {
  constexpr size_t perLine = 8;
  unsigned size = format.getNumBytes();
  size_t count = bytes.size() / size;
  for (size_t i = 0; i < count; ++i) {
    if (i % perLine == 0)
      os << (i == 0 ? "[" : "\n[") << i << "]";
    os << ' ' << printElement(format.decode(&bytes[i * size]), format);
  }
  if (count != 0)
    os << '\n';
  if (ArrayRef<uint8_t> rest = bytes.drop_front(count * size); !rest.empty())
    os << "[rest] 0x" << toHex(rest, /*LowerCase=*/true) << '\n';
}

} // namespace tritonmetal::executor
