//===- CType.cpp - Types of printed expressions -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "CType.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

using namespace mlir;

namespace tritonmetal::metal {

static std::string getScalarName(CType type) {
  switch (type.kind) {
  case CType::Bool:
    return "bool";
  case CType::Half:
    return "half";
  case CType::BFloat:
    return "bfloat";
  case CType::Float:
    return "float";
  case CType::Signed:
  case CType::Unsigned: {
    StringRef name = type.width == 8    ? "char"
                     : type.width == 16 ? "short"
                     : type.width == 32 ? "int"
                                        : "long";
    return (type.kind == CType::Unsigned ? "u" : "") + name.str();
  }
  case CType::Pointer:
    break;
  }
  llvm_unreachable("a pointer has no plain name");
}

std::string CType::str() const {
  return getScalarName(*this) + (isVector() ? std::to_string(lanes) : "");
}

unsigned CType::getByteSize() const {
  switch (kind) {
  case Bool:
    return lanes;
  case Half:
  case BFloat:
    return 2 * lanes;
  case Float:
    return 4 * lanes;
  case Signed:
  case Unsigned:
    return width / 8 * lanes;
  case Pointer:
    return 8;
  }
  llvm_unreachable("all kinds are listed");
}

std::optional<CType> getCType(Type type, bool isUnsigned, bool hasBFloat) {
  if (isa<PointerType>(type))
    return CType{CType::Pointer, 64, 1};
  if (auto vector = dyn_cast<VectorType>(type)) {
    if (vector.getRank() != 1 || vector.getDimSize(0) < 2 || vector.getDimSize(0) > 4)
      return std::nullopt;
    std::optional<CType> element = getCType(vector.getElementType(), isUnsigned, hasBFloat);
    if (element)
      element->lanes = vector.getDimSize(0);
    return element;
  }
  if (type.isF32())
    return CType{CType::Float, 32, 1};
  if (type.isF16())
    return CType{CType::Half, 16, 1};
  if (type.isBF16())
    return hasBFloat ? CType{CType::BFloat, 16, 1} : cUShort;
  if (isa<FloatType>(type) && type.getIntOrFloatBitWidth() == 8)
    return CType{CType::Unsigned, 8, 1};
  if (type.isIndex())
    return cInt;
  unsigned width = type.isInteger() ? type.getIntOrFloatBitWidth() : 0;
  if (width == 1)
    return cBool;
  if (width == 8 || width == 16 || width == 32 || width == 64)
    return CType{isUnsigned ? CType::Unsigned : CType::Signed, width, 1};
  return std::nullopt;
}

CType inMemory(CType type) {
  return type.kind == CType::Bool ? CType{CType::Unsigned, 8, type.lanes} : type;
}

} // namespace tritonmetal::metal
