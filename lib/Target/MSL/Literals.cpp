//===- Literals.cpp - Constants as MSL spells them --------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Literals.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::metal {

static std::string getHex(const APInt &value) {
  SmallString<20> digits;
  value.toString(digits, 16, /*Signed=*/false, /*formatAsCLiteral=*/false);
  return "0x" + StringRef(digits).lower();
}

std::string spellInteger(const APInt &value, CType type, bool isHex) {
  std::string suffix = type.width == 64 ? "l" : "";
  if (type.kind == CType::Unsigned && type.width >= 32)
    suffix = "u" + suffix;
  bool isNegative = type.kind != CType::Unsigned && value.isNegative();
  if (isHex && !isNegative)
    return getHex(value) + suffix;
  if (!isNegative)
    return toString(value, 10, /*Signed=*/false) + suffix;
  // The literal without its sign would not fit, so `-2147483648` is a long.
  if (value.isMinSignedValue() && type.width >= 32)
    return type.str() + "(" + getHex(value) + "u" + suffix + ")";
  return toString(value, 10, /*Signed=*/true) + suffix;
}

/// The bits, where digits would not say the same.
static std::string spellBits(const APFloat &value, StringRef type, StringRef bits) {
  SmallString<40> text;
  raw_svector_ostream stream(text);
  APInt pattern = value.bitcastToAPInt();
  stream << "as_type<" << type << ">(";
  if (pattern.getBitWidth() == 32)
    stream << getHex(pattern) << "u)";
  else
    stream << bits << "(" << getHex(pattern) << "))";
  return text.str().str();
}

/// The fewest digits that read back as `value`. Double holds all of our formats, and 9
/// digits tell any two floats apart.
static std::string getShortestDigits(const APFloat &value) {
  APFloat wide = value;
  bool losesInfo = false;
  wide.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &losesInfo);
  for (int precision = 1;; ++precision) {
    SmallString<32> digits;
    raw_svector_ostream(digits) << format("%.*g", precision, wide.convertToDouble());
    APFloat back(value.getSemantics());
    cantFail(back.convertFromString(digits, APFloat::rmNearestTiesToEven).takeError());
    if (back.bitwiseIsEqual(value) || precision == 9)
      return digits.str().str();
  }
}

std::string spellFloat(const APFloat &value) {
  const fltSemantics &semantics = value.getSemantics();
  bool isFloat = &semantics == &APFloat::IEEEsingle();
  bool isHalf = &semantics == &APFloat::IEEEhalf();
  StringRef type = isFloat ? "float" : isHalf ? "half" : "bfloat";
  if (isFloat && value.isInfinity())
    return value.isNegative() ? "-INFINITY" : "INFINITY";
  if (isFloat && value.bitwiseIsEqual(APFloat::getQNaN(semantics)))
    return "NAN";
  // A compiler that flushes denormals may do so while it reads digits.
  if (!value.isFinite() || value.isDenormal())
    return spellBits(value, type, "ushort");

  std::string digits = getShortestDigits(value);
  if (digits.find_first_of(".e") == std::string::npos)
    digits += ".0";
  if (!isFloat && !isHalf)
    return "bfloat(" + digits + "f)";
  return digits + (isFloat ? "f" : "h");
}

} // namespace tritonmetal::metal
