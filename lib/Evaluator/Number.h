//===- Number.h - Elements of tensors as bit patterns -----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// An element of a tensor is a 64-bit word that holds its bit pattern, zero above
// its width. What the bits mean is its `Kind`:
//
//   f32 1.0    {Format::F32, 32}     0x3f800000
//   i8 -1      {Format::Int, 8}      0xff
//   i1 true    {Format::Int, 1}      1
//   a pointer  {Format::Pointer, 64} an address, see DeviceMemory.h
//
// Arithmetic on floats below 32 bits is done in double and rounded once: double
// has more than twice the bits of each of them and two more, so that + - * / and
// the square root are those of the format itself (Figueroa, "When is double
// rounding innocuous?", 1995).
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EVALUATOR_NUMBER_H
#define TRITON_METAL_LIB_EVALUATOR_NUMBER_H

#include "llvm/ADT/bit.h"

#include <cstdint>

namespace mlir {
class Type;
}

namespace tritonmetal::evaluator {

enum class Format : uint8_t {
  None, // no number: a descriptor, a block pointer
  Int,
  Pointer,
  F16,
  BF16,
  F32,
  F64,
  E5M2,     // f8E5M2
  E4M3,     // f8E4M3FN
  E5M2FNUZ, // f8E5M2FNUZ
  E4M3FNUZ, // f8E4M3FNUZ
};

struct Kind {
  Format format = Format::None;
  uint8_t width = 0; // bits

  bool isFloat() const { return format >= Format::F16; }
  /// Bytes of an element in memory; `i1` takes a whole one.
  unsigned bytes() const { return (width + 7) / 8; }
  bool operator==(Kind other) const { return format == other.format && width == other.width; }
};

/// Of a scalar type, or of the elements of a tensor. None for what has no number.
Kind getKind(mlir::Type type);

/// The low `width` bits.
inline uint64_t truncate(uint64_t bits, unsigned width) {
  return width >= 64 ? bits : bits & ((uint64_t(1) << width) - 1);
}

/// The low `width` bits as a signed number.
inline int64_t signExtend(uint64_t bits, unsigned width) {
  unsigned shift = 64 - width;
  return width >= 64 ? int64_t(bits) : int64_t(bits << shift) >> shift;
}

/// Exact for every float format.
double decodeFloat(Kind kind, uint64_t bits);

enum class Rounding { NearestEven, TowardZero };

/// Rounds once. A finite number that is too large becomes infinite, or the largest finite one
/// where the format has no infinity, `saturate` is set or rounding is toward zero.
uint64_t encodeFloat(Kind kind, double value, Rounding rounding = Rounding::NearestEven,
                     bool saturate = false);

/// The nearest number of the format, rounded once also from 64 bits.
uint64_t encodeInteger(Kind kind, int64_t value);
uint64_t encodeInteger(Kind kind, uint64_t value);

bool isNaN(Kind kind, uint64_t bits);

} // namespace tritonmetal::evaluator

#endif // TRITON_METAL_LIB_EVALUATOR_NUMBER_H
