//===- SimdPatterns.cpp - Barriers and SIMD-group ops -----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// All calls are convergent: the optimiser makes none depend on another condition.
// AIR exchanges 8, 16 and 32 bits between lanes; the rest is carried by those:
//
//   i1     as i8             bf16, fp8   as an integer of their width
//   i64    as two i32        vectors     element by element
//
//===----------------------------------------------------------------------===//

#include "Patterns.h"

using namespace mlir;
using namespace tritonmetal::metal;

static StringRef getShuffleName(ShuffleKind kind) {
  switch (kind) {
  case ShuffleKind::Xor:
    return "air.simd_shuffle_xor.";
  case ShuffleKind::Index:
    return "air.simd_shuffle.";
  case ShuffleKind::Up:
    return "air.simd_shuffle_up.";
  case ShuffleKind::Down:
    return "air.simd_shuffle_down.";
  }
  llvm_unreachable("all kinds are named");
}

/// One reduction of AIR: its name, and the signedness in the name of an integer type.
struct ReductionName {
  StringRef name;
  StringRef sign;
};

static ReductionName getReductionName(SimdReduction kind) {
  switch (kind) {
  case SimdReduction::Sum:
    return {"sum", "s."};
  case SimdReduction::Product:
    return {"product", "s."};
  case SimdReduction::MinSigned:
    return {"min", "s."};
  case SimdReduction::MaxSigned:
    return {"max", "s."};
  case SimdReduction::MinUnsigned:
    return {"min", "u."};
  case SimdReduction::MaxUnsigned:
    return {"max", "u."};
  case SimdReduction::And:
    return {"and", "s."};
  case SimdReduction::Or:
    return {"or", "s."};
  case SimdReduction::Xor:
    return {"xor", "s."};
  }
  llvm_unreachable("all reductions are named");
}

static std::string getSignedTypeName(Type scalar, StringRef sign) {
  return (isa<IntegerType>(scalar) ? sign : StringRef()).str() + getAIRTypeName(scalar);
}

static bool isBitwise(SimdReduction kind) {
  return kind == SimdReduction::And || kind == SimdReduction::Or || kind == SimdReduction::Xor;
}

/// Whether AIR combines `scalar` in hardware; i1 travels as a byte where that is the same.
static bool canReduce(SimdReduction kind, Type scalar) {
  if (scalar.isF16() || scalar.isF32())
    return !isBitwise(kind);
  if (scalar.isInteger(1))
    return isBitwise(kind);
  return scalar.isInteger(8) || scalar.isInteger(16) || scalar.isInteger(32);
}

namespace {

/// metal.threadgroup_barrier  ->  llvm.call @air.wg.barrier(%flags, %scope)
/// with flags 1 device, 2 threadgroup, and scope 1, the threadgroup. From AIR 2.9 on
/// a memory order stands between them: 5, sequentially consistent.
struct LowerBarrier final : ConvertOpToLLVMPattern<ThreadgroupBarrierOp> {
  LowerBarrier(const LLVMTypeConverter &converter, unsigned airMinor)
      : ConvertOpToLLVMPattern(converter), airMinor(airMinor) {}

  LogicalResult matchAndRewrite(ThreadgroupBarrierOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    SmallVector<Value> operands = {makeI32(rewriter, loc, op.getDevice() ? 3 : 2)};
    if (airMinor >= 9)
      operands.push_back(makeI32(rewriter, loc, 5));
    operands.push_back(makeI32(rewriter, loc, 1));
    callAIR(rewriter, loc, "air.wg.barrier", LLVM::LLVMVoidType::get(getContext()), operands,
            /*isConvergent=*/true);
    rewriter.eraseOp(op);
    return success();
  }

  unsigned airMinor;
};

/// metal.simd_shuffle xor %v, %lane : f32
///   ->  %l = llvm.trunc %lane : i32 to i16
///       llvm.call @air.simd_shuffle_xor.f32(%v, %l)
struct LowerShuffle final : ConvertOpToLLVMPattern<SimdShuffleOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(SimdShuffleOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Value lane = LLVM::TruncOp::create(rewriter, loc, rewriter.getI16Type(), adaptor.getLane());
    auto exchange = [&](ValueRange values) -> Value {
      return exchangeScalar(rewriter, loc, op.getKind(), values.front(), lane);
    };
    Type type = adaptor.getValue().getType();
    rewriter.replaceOp(
        op, mapElements(rewriter, loc, adaptor.getValue(), getElementTypeOrSelf(type), exchange));
    return success();
  }

private:
  static Value exchangeWord(ConversionPatternRewriter &rewriter, Location loc, ShuffleKind kind,
                            Value value, Value lane) {
    std::string name = getShuffleName(kind).str() + getSignedTypeName(value.getType(), "s.");
    return callAIR(rewriter, loc, name, value.getType(), {value, lane}, /*isConvergent=*/true)
        .getResult();
  }

  static Value exchangeScalar(ConversionPatternRewriter &rewriter, Location loc, ShuffleKind kind,
                              Value value, Value lane) {
    Type type = value.getType();
    if (type.isInteger(1)) {
      Value byte = LLVM::ZExtOp::create(rewriter, loc, rewriter.getI8Type(), value);
      Value other = exchangeWord(rewriter, loc, kind, byte, lane);
      return LLVM::TruncOp::create(rewriter, loc, type, other);
    }
    Type carrier = type;
    if (type.isBF16())
      carrier = rewriter.getI16Type();
    else if (type.isInteger(64))
      carrier = VectorType::get(2, rewriter.getI32Type());
    if (carrier == type)
      return exchangeWord(rewriter, loc, kind, value, lane);

    Value bits = LLVM::BitcastOp::create(rewriter, loc, carrier, value);
    Value other = mapElements(rewriter, loc, bits, getElementTypeOrSelf(carrier),
                              [&](ValueRange words) -> Value {
                                return exchangeWord(rewriter, loc, kind, words.front(), lane);
                              });
    return LLVM::BitcastOp::create(rewriter, loc, type, other);
  }
};

/// metal.simd_reduce sum %v : f32  ->  llvm.call @air.simd_sum.f32(%v)
struct LowerReduce final : ConvertOpToLLVMPattern<SimdReduceOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(SimdReduceOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Type element = getElementTypeOrSelf(op.getValue().getType());
    if (!canReduce(op.getKind(), element))
      return op.emitOpError("has no counterpart in AIR for ")
             << element << "; combine its lanes by metal.simd_shuffle";
    auto reduce = [&](ValueRange values) -> Value {
      return reduceScalar(rewriter, loc, op.getKind(), values.front());
    };
    rewriter.replaceOp(op, mapElements(rewriter, loc, adaptor.getValue(), element, reduce));
    return success();
  }

private:
  static Value reduceScalar(ConversionPatternRewriter &rewriter, Location loc, SimdReduction kind,
                            Value value) {
    Type type = value.getType();
    bool isBool = type.isInteger(1);
    if (isBool)
      value = LLVM::ZExtOp::create(rewriter, loc, rewriter.getI8Type(), value);
    ReductionName reduction = getReductionName(kind);
    std::string name = ("air.simd_" + reduction.name + ".").str() +
                       getSignedTypeName(value.getType(), reduction.sign);
    Value result =
        callAIR(rewriter, loc, name, value.getType(), value, /*isConvergent=*/true).getResult();
    return isBool ? LLVM::TruncOp::create(rewriter, loc, type, result) : result;
  }
};

} // namespace

void tritonmetal::metal::populateSimdPatterns(LLVMTypeConverter &converter,
                                              RewritePatternSet &patterns, unsigned airMinor) {
  patterns.add<LowerBarrier>(converter, airMinor);
  patterns.add<LowerShuffle, LowerReduce>(converter);
}
