//===- CType.h - Types of printed expressions -------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The IR's integers have no sign, those of MSL do. So each printed expression has its
// own type: `i32` is `int` or `uint`, whichever the ops around it make natural.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_MSL_CTYPE_H
#define TRITON_METAL_LIB_TARGET_MSL_CTYPE_H

#include "mlir/IR/Types.h"

#include <optional>
#include <string>

namespace tritonmetal::metal {

struct CType {
  enum Kind { Bool, Signed, Unsigned, Half, BFloat, Float, Pointer };

  Kind kind = Signed;
  unsigned width = 32; // bits of an integer; unused for the others
  unsigned lanes = 1;

  bool operator==(const CType &o) const {
    return kind == o.kind && lanes == o.lanes && (!isInteger() || width == o.width);
  }
  bool operator!=(const CType &o) const { return !(*this == o); }

  bool isInteger() const { return kind == Signed || kind == Unsigned; }
  bool isVector() const { return lanes > 1; }
  /// C++ computes `char` and `short` in `int`; vectors are computed as they are.
  bool isPromoted() const { return isInteger() && width < 32 && !isVector(); }

  CType withKind(Kind other) const { return {other, width, lanes}; }
  CType scalar() const { return {kind, width, 1}; }

  /// "uint4"; not for pointers.
  std::string str() const;
  unsigned getByteSize() const;
};

constexpr CType cBool{CType::Bool, 1, 1};
constexpr CType cInt{CType::Signed, 32, 1};
constexpr CType cUInt{CType::Unsigned, 32, 1};
constexpr CType cUShort{CType::Unsigned, 16, 1};

/// The type that a scalar or a short vector has in MSL; an integer is signed unless
/// `isUnsigned`. 8-bit floats are bytes, and so is bf16 two of them without `hasBFloat`.
/// None for what MSL does not have.
std::optional<CType> getCType(mlir::Type type, bool isUnsigned, bool hasBFloat);

/// The same in memory, where a bool is a byte.
CType inMemory(CType type);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_TARGET_MSL_CTYPE_H
