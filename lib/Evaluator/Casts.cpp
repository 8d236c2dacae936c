//===- Casts.cpp - From one element type to another -----------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Elementwise.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

using namespace mlir;

namespace tritonmetal::evaluator {

namespace {
struct CastKinds {
  explicit CastKinds(Operation *op)
      : from(getKind(op->getOperand(0).getType())), to(getKind(op->getResult(0).getType())) {}
  Kind from, to;
};
} // namespace

static LogicalResult copyBits(Machine &machine, Operation *op) {
  return mapBits<1>(machine, op, [](uint64_t bits) { return bits; });
}

static LogicalResult evaluateExtSI(Machine &machine, Operation *op) {
  CastKinds kinds(op);
  return mapBits<1>(machine, op, [=](uint64_t bits) {
    return truncate(uint64_t(signExtend(bits, kinds.from.width)), kinds.to.width);
  });
}

static LogicalResult evaluateTruncI(Machine &machine, Operation *op) {
  CastKinds kinds(op);
  return mapBits<1>(machine, op, [=](uint64_t bits) { return truncate(bits, kinds.to.width); });
}

static LogicalResult evaluateIndexCast(Machine &machine, Operation *op) {
  CastKinds kinds(op);
  return kinds.to.width > kinds.from.width ? evaluateExtSI(machine, op)
                                           : evaluateTruncI(machine, op);
}

static LogicalResult evaluateSIToFP(Machine &machine, Operation *op) {
  CastKinds kinds(op);
  return mapBits<1>(machine, op, [=](uint64_t bits) {
    return encodeInteger(kinds.to, signExtend(bits, kinds.from.width));
  });
}

static LogicalResult evaluateUIToFP(Machine &machine, Operation *op) {
  CastKinds kinds(op);
  return mapBits<1>(machine, op, [=](uint64_t bits) { return encodeInteger(kinds.to, bits); });
}

/// Out of range is poison; here it saturates and NaN is 0, as on NVIDIA's GPUs.
template <bool isSigned>
static LogicalResult evaluateFPToInt(Machine &machine, Operation *op) {
  CastKinds kinds(op);
  unsigned width = kinds.to.width;
  double least = isSigned ? -std::ldexp(1.0, int(width) - 1) : 0.0;
  double bound = std::ldexp(1.0, isSigned ? int(width) - 1 : int(width)); // first one too large
  return mapBits<1>(machine, op, [&](uint64_t bits) -> uint64_t {
    double value = std::trunc(decodeFloat(kinds.from, bits));
    if (value >= least && value < bound)
      return truncate(isSigned ? uint64_t(int64_t(value)) : uint64_t(value), width);
    machine.warn("conversion of a float that does not fit the integer");
    if (std::isnan(value))
      return 0;
    uint64_t ones = truncate(~uint64_t(0), width);
    if (isSigned)
      return value < 0 ? (ones >> 1) + 1 : ones >> 1;
    return value < 0 ? 0 : ones;
  });
}

static LogicalResult convertFloats(Machine &machine, Operation *op, Rounding rounding,
                                   bool saturate) {
  CastKinds kinds(op);
  if (kinds.from == kinds.to)
    return copyBits(machine, op);
  return mapBits<1>(machine, op, [=](uint64_t bits) {
    return encodeFloat(kinds.to, decodeFloat(kinds.from, bits), rounding, saturate);
  });
}

static LogicalResult evaluateFloatCast(Machine &machine, Operation *op) {
  return convertFloats(machine, op, Rounding::NearestEven, false);
}

/// A conversion to 8 bits saturates, as Triton's does.
static LogicalResult evaluateFpToFp(Machine &machine, Operation *op) {
  auto cast = llvm::cast<tt::FpToFpOp>(op);
  bool toZero = cast.getRounding() == tt::RoundingMode::RTZ;
  return convertFloats(machine, op, toZero ? Rounding::TowardZero : Rounding::NearestEven,
                       CastKinds(op).to.width == 8);
}

/// Between scalars and tensors of one element count the bits stay; packing does not occur.
static LogicalResult evaluateBitcast(Machine &machine, Operation *op) {
  CastKinds kinds(op);
  bool isPointer = kinds.from.format == Format::Pointer;
  if (kinds.from.width != kinds.to.width || isPointer != (kinds.to.format == Format::Pointer))
    return machine.fail(op, "a bitcast between types of different widths has no meaning here");
  return copyBits(machine, op);
}

void addCasts(HandlerTable &table) {
  table["arith.extsi"] = evaluateExtSI;
  table["arith.extui"] = copyBits;
  table["arith.trunci"] = evaluateTruncI;
  table["arith.index_cast"] = evaluateIndexCast;
  table["arith.index_castui"] = evaluateTruncI;
  table["arith.sitofp"] = evaluateSIToFP;
  table["arith.uitofp"] = evaluateUIToFP;
  table["arith.fptosi"] = evaluateFPToInt<true>;
  table["arith.fptoui"] = evaluateFPToInt<false>;
  table["arith.extf"] = evaluateFloatCast;
  table["arith.truncf"] = evaluateFloatCast;
  table["arith.bitcast"] = evaluateBitcast;
  table["tt.bitcast"] = evaluateBitcast;
  table["tt.int_to_ptr"] = copyBits;
  table["tt.ptr_to_int"] = copyBits;
  table["tt.fp_to_fp"] = evaluateFpToFp;
}

} // namespace tritonmetal::evaluator
