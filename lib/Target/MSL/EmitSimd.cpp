//===- EmitSimd.cpp - SIMD-group functions and barriers in MSL ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Emitter.h"

using namespace mlir;

namespace tritonmetal::metal {

/// The type in which lanes exchange values of `type`: Metal has no form for bool, bfloat
/// and 64 bits.
static CType getCarrier(CType type) {
  if (type.kind == CType::Bool)
    return {CType::Unsigned, 8, type.lanes};
  if (type.kind == CType::BFloat)
    return {CType::Unsigned, 16, type.lanes};
  if (type.isInteger() && type.width == 64 && !type.isVector())
    return {CType::Unsigned, 32, 2};
  return type;
}

static Expr convertToCarrier(Emitter &e, const Expr &value, CType carrier) {
  if (value.type == carrier || value.type.kind == CType::Bool)
    return e.convert(value, carrier);
  return Emitter::call("as_type<" + carrier.str() + ">", {value}, carrier);
}

static Expr convertFromCarrier(Emitter &e, const Expr &value, CType type) {
  if (value.type == type || type.kind == CType::Bool)
    return e.convert(value, type);
  return Emitter::call("as_type<" + type.str() + ">", {value}, type);
}

static StringRef getShuffleName(ShuffleKind kind) {
  switch (kind) {
  case ShuffleKind::Xor:
    return "simd_shuffle_xor";
  case ShuffleKind::Index:
    return "simd_shuffle";
  case ShuffleKind::Up:
    return "simd_shuffle_up";
  case ShuffleKind::Down:
    return "simd_shuffle_down";
  }
  llvm_unreachable("all kinds are named");
}

static Expr emitShuffle(Emitter &e, SimdShuffleOp op) {
  CType type = e.getType(op.getResult());
  CType carrier = getCarrier(type);
  // Only vectors of 64-bit elements have no carrier: their halves do not fit a vector.
  if (type.isInteger() && type.width == 64 && type.isVector())
    return e.fail(op, "exchanges vectors of 64-bit elements, which Metal cannot; exchange scalars");
  Expr value = convertToCarrier(e, e.useAsArgument(op.getValue(), type), carrier);
  Expr lane = e.useAs(op.getLane(), cUShort);
  return convertFromCarrier(e, Emitter::call(getShuffleName(op.getKind()), {value, lane}, carrier),
                            type);
}

namespace {
struct Reduction {
  SimdReduction kind;
  StringLiteral name;
  CType::Kind sign;
};
} // namespace

static const Reduction reductions[] = {
    {SimdReduction::Sum, "simd_sum", CType::Signed},
    {SimdReduction::Product, "simd_product", CType::Signed},
    {SimdReduction::MinSigned, "simd_min", CType::Signed},
    {SimdReduction::MaxSigned, "simd_max", CType::Signed},
    {SimdReduction::MinUnsigned, "simd_min", CType::Unsigned},
    {SimdReduction::MaxUnsigned, "simd_max", CType::Unsigned},
    {SimdReduction::And, "simd_and", CType::Unsigned},
    {SimdReduction::Or, "simd_or", CType::Unsigned},
    {SimdReduction::Xor, "simd_xor", CType::Unsigned},
};

static Expr emitReduce(Emitter &e, SimdReduceOp op) {
  const Reduction &row =
      *llvm::find_if(reductions, [&](const Reduction &r) { return r.kind == op.getKind(); });
  CType type = e.getType(op.getResult().getType(), row.sign == CType::Unsigned, op);
  Type element = getElementTypeOrSelf(op.getResult().getType());
  bool isBitwise = row.kind == SimdReduction::And || row.kind == SimdReduction::Or ||
                   row.kind == SimdReduction::Xor;
  bool isKnown = element.isF16() || element.isF32() ? !isBitwise
                 : element.isInteger(1)             ? isBitwise
                                                    : element.isInteger() && type.width <= 32;
  if (!isKnown)
    return e.fail(op, "has no counterpart in Metal for " + llvm::formatv("{0}", element).str() +
                          "; combine its lanes by metal.simd_shuffle");
  CType carrier = getCarrier(type);
  Expr value = convertToCarrier(e, e.useAsArgument(op.getValue(), type), carrier);
  return convertFromCarrier(e, Emitter::call(row.name, {value}, carrier), type);
}

std::optional<Expr> emitSimd(Emitter &e, Operation *op) {
  if (auto shuffle = dyn_cast<SimdShuffleOp>(op))
    return emitShuffle(e, shuffle);
  if (auto reduce = dyn_cast<SimdReduceOp>(op))
    return emitReduce(e, reduce);
  return std::nullopt;
}

} // namespace tritonmetal::metal
