//===- Elementwise.h - One result for each element --------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Loops over elements, so that an op's handler is one line:
//
//   mapFloats(machine, op, [](auto a, auto b) { return a + b; });
//
// calls the function with floats for f32 and with doubles for every other format.
// An operand with one element takes part with it everywhere.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EVALUATOR_ELEMENTWISE_H
#define TRITON_METAL_LIB_EVALUATOR_ELEMENTWISE_H

#include "Machine.h"

#include "mlir/IR/BuiltinTypes.h"

#include <cmath>
#include <tuple>

namespace tritonmetal::evaluator {

/// The largest of the operands: its shape is the result's.
inline const Tensor &getWidest(const Machine &machine, mlir::Operation *op) {
  const Tensor *widest = &machine.operand(op, 0);
  for (unsigned i = 1; i < op->getNumOperands(); ++i)
    if (const Tensor &other = machine.operand(op, i);
        other.shape.size() > widest->shape.size() || other.size() > widest->size())
      widest = &other;
  return *widest;
}

template <typename F, size_t... I>
mlir::LogicalResult mapBitsImpl(Machine &machine, mlir::Operation *op, F function,
                                std::index_sequence<I...>) {
  Tensor result(getWidest(machine, op).shape, getKind(op->getResult(0).getType()));
  const Tensor *operands[] = {&machine.operand(op, I)...};
  for (int64_t i = 0; i < result.size(); ++i)
    result.data[i] = function(operands[I]->at(i)...);
  machine.set(op->getResult(0), std::move(result));
  return mlir::success();
}

/// result[i] = function(bits of the first operand, ...), for `arity` operands.
template <size_t arity, typename F>
mlir::LogicalResult mapBits(Machine &machine, mlir::Operation *op, F function) {
  return mapBitsImpl(machine, op, function, std::make_index_sequence<arity>());
}

inline float flush(float value) {
  return std::fpclassify(value) == FP_SUBNORMAL ? std::copysign(0.0f, value) : value;
}

inline float toFloat(uint64_t bits) { return llvm::bit_cast<float>(uint32_t(bits)); }
inline uint64_t fromFloat(float value) { return llvm::bit_cast<uint32_t>(value); }

/// Whether arithmetic of the format takes and gives zeros for denormals: f32 on request, and bf16
/// with it, since it has the exponents of f32 and is computed there.
inline bool flushesDenormals(const Machine &machine, Kind kind) {
  return machine.options.flushDenormals &&
         (kind.format == Format::F32 || kind.format == Format::BF16);
}

/// Zero of the same sign in place of a number below the normal ones of f32 and bf16.
inline double flush(double value) {
  return std::fabs(value) < 0x1p-126 ? std::copysign(0.0, value) : value;
}

/// result[i] = function(numbers), computed in float for f32 and in double for other formats.
template <size_t arity, typename F>
mlir::LogicalResult mapFloats(Machine &machine, mlir::Operation *op, F function) {
  Kind kind = getKind(op->getResult(0).getType());
  bool flushes = flushesDenormals(machine, kind);
  if (kind.format == Format::F32 && flushes)
    return mapBits<arity>(machine, op, [&](auto... bits) {
      return fromFloat(flush(float(function(flush(toFloat(bits))...))));
    });
  if (kind.format == Format::F32)
    return mapBits<arity>(
        machine, op, [&](auto... bits) { return fromFloat(float(function(toFloat(bits)...))); });
  if (flushes)
    return mapBits<arity>(machine, op, [&](auto... bits) {
      return encodeFloat(kind, flush(function(flush(decodeFloat(kind, bits))...)));
    });
  return mapBits<arity>(machine, op, [&](auto... bits) {
    return encodeFloat(kind, function(decodeFloat(kind, bits)...));
  });
}

/// The same with all formats in double: for functions that have no float form worth calling.
template <size_t arity, typename F>
mlir::LogicalResult mapDoubles(Machine &machine, mlir::Operation *op, F function) {
  Kind kind = getKind(op->getResult(0).getType());
  bool flushes = flushesDenormals(machine, kind);
  return mapBits<arity>(machine, op, [&](auto... bits) {
    if (!flushes)
      return encodeFloat(kind, function(decodeFloat(kind, bits)...));
    return encodeFloat(kind, flush(function(flush(decodeFloat(kind, bits))...)));
  });
}

} // namespace tritonmetal::evaluator

#endif // TRITON_METAL_LIB_EVALUATOR_ELEMENTWISE_H
