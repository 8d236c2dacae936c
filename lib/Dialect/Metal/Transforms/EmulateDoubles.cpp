//===- EmulateDoubles.cpp - 64-bit floats in software -----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Two steps. First each op of arith and math that computes in f64 becomes integer code
// (Doubles.h) between two bitcasts; then f64 is replaced by i64 everywhere, in types and
// in constants, and the bitcasts are gone:
//
//   %c = arith.addf %a, %b : f64            %x = arith.bitcast %a : f64 to i64
//                                     =>    %y = arith.bitcast %b : f64 to i64
//                                           %s = …                                 : i64
//                                           %c = arith.bitcast %s : i64 to f64
//
// What moves values (loads, shuffles, selects, loops) needs no thought in the second step.
//
//===----------------------------------------------------------------------===//

#include "Doubles.h"

#include "triton-metal/Dialect/Metal/Transforms/NarrowFloats.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"
#include "triton-metal/Remarks/Explain.h"

#include "mlir/IR/AttrTypeSubElements.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_EMULATEDOUBLES
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

static bool isDouble(Type type) { return getElementTypeOrSelf(type).isF64(); }

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

namespace {

/// Writes the code of one op in front of it.
class Expansion {
public:
  Expansion(Operation *op) : op(op), builder(op), b(builder, op->getLoc(), shapeOf(op)) {}

  /// The result, an f64 as its bits; null if there is no code for the op.
  Value run();

private:
  static Value shapeOf(Operation *op) { return op->getOperand(0); }

  /// Operand `i`, an f64 as its bits.
  Word bits(unsigned i) {
    Value value = op->getOperand(i);
    return {b, isDouble(value.getType()) ? b.bitcast(b.integer(64), value) : value};
  }

  std::optional<Word> runArithmetic();
  std::optional<Word> runFunction();
  std::optional<Word> runRounding();
  Value runConversion();
  Value extend(arith::ExtFOp extension);
  Value narrow(arith::TruncFOp truncation);
  Word classify();

  Operation *op;
  OpBuilder builder;
  ElementBuilder b;
};

} // namespace

std::optional<Word> Expansion::runArithmetic() {
  using namespace doubles;
  using Result = std::optional<Word>;
  return llvm::TypeSwitch<Operation *, Result>(op)
      .Case([&](arith::AddFOp) { return add(bits(0), bits(1)); })
      .Case([&](arith::SubFOp) { return subtract(bits(0), bits(1)); })
      .Case([&](arith::MulFOp) { return multiply(bits(0), bits(1)); })
      .Case([&](arith::DivFOp) { return divide(bits(0), bits(1)); })
      .Case([&](arith::RemFOp) { return remainder(bits(0), bits(1)); })
      .Case([&](arith::NegFOp) { return bits(0) ^ kSign; })
      .Case([&](arith::MaxNumFOp) { return extremum(bits(0), bits(1), true, true); })
      .Case([&](arith::MinNumFOp) { return extremum(bits(0), bits(1), false, true); })
      .Case([&](arith::MaximumFOp) { return extremum(bits(0), bits(1), true, false); })
      .Case([&](arith::MinimumFOp) { return extremum(bits(0), bits(1), false, false); })
      .Case([&](arith::CmpFOp compare) {
        return doubles::compare(compare.getPredicate(), bits(0), bits(1));
      })
      .Case([&](math::AbsFOp) { return bits(0) & kMagnitude; })
      .Case([&](math::CopySignOp) { return (bits(0) & kMagnitude) | (bits(1) & kSign); })
      .Case([&](math::FmaOp) { return fuse(bits(0), bits(1), bits(2)); })
      .Case([&](math::SqrtOp) { return squareRoot(bits(0)); })
      .Case([&](math::RsqrtOp) {
        Word root = squareRoot(bits(0));
        return divide(root.constant(kOne), root);
      })
      .Case([&](math::ClampFOp) {
        Word raised = extremum(bits(0), bits(1), true, false);
        return extremum(raised, bits(2), false, false);
      })
      .Case<math::IsNaNOp, math::IsInfOp, math::IsFiniteOp, math::IsNormalOp>(
          [&](auto) { return classify(); })
      .Default([](Operation *) { return Result(); });
}

Word Expansion::classify() {
  using namespace doubles;
  Word magnitude = bits(0) & kMagnitude;
  if (isa<math::IsNaNOp>(op))
    return magnitude > kInfinity;
  if (isa<math::IsInfOp>(op))
    return magnitude == kInfinity;
  Word isFinite = magnitude < kInfinity;
  return isa<math::IsFiniteOp>(op) ? isFinite : isFinite & (magnitude >= kLeadingBit);
}

std::optional<Word> Expansion::runRounding() {
  using doubles::Rounding;
  auto round = [&](Rounding how) -> std::optional<Word> {
    return doubles::roundToInteger(bits(0), how);
  };
  return llvm::TypeSwitch<Operation *, std::optional<Word>>(op)
      .Case([&](math::FloorOp) { return round(Rounding::Floor); })
      .Case([&](math::CeilOp) { return round(Rounding::Ceil); })
      .Case([&](math::TruncOp) { return round(Rounding::Truncate); })
      .Case([&](math::RoundOp) { return round(Rounding::Away); })
      .Case([&](math::RoundEvenOp) { return round(Rounding::Even); })
      .Default([](Operation *) { return std::optional<Word>(); });
}

std::optional<Word> Expansion::runFunction() {
  using doubles::Base, doubles::Turn;
  using Result = std::optional<Word>;
  return llvm::TypeSwitch<Operation *, Result>(op)
      .Case([&](math::ExpOp) { return doubles::exponential(bits(0), Base::E); })
      .Case([&](math::Exp2Op) { return doubles::exponential(bits(0), Base::Two); })
      .Case([&](math::LogOp) { return doubles::logarithm(bits(0), Base::E); })
      .Case([&](math::Log2Op) { return doubles::logarithm(bits(0), Base::Two); })
      .Case([&](math::Log10Op) { return doubles::logarithm(bits(0), Base::Ten); })
      .Case([&](math::PowFOp) { return doubles::power(bits(0), bits(1)); })
      .Case([&](math::SinOp) { return doubles::turn(bits(0), Turn::Sine); })
      .Case([&](math::CosOp) { return doubles::turn(bits(0), Turn::Cosine); })
      .Case([&](math::TanOp) { return doubles::turn(bits(0), Turn::Tangent); })
      .Default([](Operation *) { return Result(); });
}

/// bf16 and the 8-bit formats are metal-expand-math's business; f32 is between.
Value Expansion::extend(arith::ExtFOp extension) {
  Value value = extension.getIn();
  if (!getElementTypeOrSelf(value.getType()).isF32())
    value = b.cast<arith::ExtFOp>(b.f32(), value);
  return doubles::extendFloat({b, b.bitcast(b.i32(), value)}).getValue();
}

Value Expansion::narrow(arith::TruncFOp truncation) {
  auto mode = truncation.getRoundingmode().value_or(arith::RoundingMode::to_nearest_even);
  bool towardZero = mode == arith::RoundingMode::toward_zero;
  if (!towardZero && mode != arith::RoundingMode::to_nearest_even)
    return {};
  Type type = truncation.getType(), element = getElementTypeOrSelf(type);
  if (element.isF32())
    return b.bitcast(type, doubles::narrow(bits(0), 8, 23, towardZero).getValue());
  if (element.isF16())
    return b.bitcast(type, doubles::narrow(bits(0), 5, 10, towardZero).getValue());
  if (element.isBF16())
    return b.bitcast(type, doubles::narrow(bits(0), 8, 7, towardZero).getValue());
  if (!isByteFloat(element))
    return {};
  Value single = b.bitcast(b.f32(), doubles::narrowToOdd(bits(0)).getValue());
  auto narrowed = arith::TruncFOp::create(builder, op->getLoc(), type, single);
  narrowed.setRoundingmodeAttr(truncation.getRoundingmodeAttr());
  return narrowed;
}

Value Expansion::runConversion() {
  unsigned width = getElementTypeOrSelf(op->getResult(0).getType()).getIntOrFloatBitWidth();
  return llvm::TypeSwitch<Operation *, Value>(op)
      .Case([&](arith::ExtFOp extension) { return extend(extension); })
      .Case([&](arith::TruncFOp truncation) { return narrow(truncation); })
      .Case([&](arith::SIToFPOp) { return doubles::fromInteger(bits(0), true).getValue(); })
      .Case([&](arith::UIToFPOp) { return doubles::fromInteger(bits(0), false).getValue(); })
      .Case<arith::FPToSIOp, arith::FPToUIOp>(
          [&](auto) { return doubles::toInteger(bits(0), width).getValue(); })
      .Default([](Operation *) { return Value(); });
}

Value Expansion::run() {
  if (std::optional<Word> word = runArithmetic())
    return word->getValue();
  if (std::optional<Word> word = runRounding())
    return word->getValue();
  if (std::optional<Word> word = runFunction())
    return word->getValue();
  return runConversion();
}

//===----------------------------------------------------------------------===//
// Pass
//===----------------------------------------------------------------------===//

/// Whether `op` looks at the value of an f64, not only at its bits.
static bool computesInDouble(Operation *op) {
  bool isArithmetic = isa_and_nonnull<arith::ArithDialect, math::MathDialect>(op->getDialect());
  if (!isArithmetic || isa<arith::BitcastOp, arith::ConstantOp, arith::SelectOp>(op))
    return false;
  return llvm::any_of(op->getOperandTypes(), isDouble) ||
         llvm::any_of(op->getResultTypes(), isDouble);
}

static LogicalResult expand(Operation *op) {
  if (auto both = dyn_cast<math::SincosOp>(op)) {
    OpBuilder builder(op);
    Value sine = math::SinOp::create(builder, op->getLoc(), both.getOperand());
    Value cosine = math::CosOp::create(builder, op->getLoc(), both.getOperand());
    op->replaceAllUsesWith(ValueRange{sine, cosine});
    op->erase();
    return success(succeeded(expand(sine.getDefiningOp())) &&
                   succeeded(expand(cosine.getDefiningOp())));
  }
  Value result = Expansion(op).run();
  if (!result)
    return op->emitOpError("on f64 has no form in software; write it with exp, log, sin, cos, "
                           "pow and arithmetic, or use float32");
  OpBuilder builder(op);
  if (isDouble(op->getResult(0).getType()))
    result = arith::BitcastOp::create(builder, op->getLoc(), op->getResult(0).getType(), result);
  op->getResult(0).replaceAllUsesWith(result);
  op->erase();
  return success();
}

/// Replaces f64 by i64 in types and constants; what describes the interface to the host
/// stays.
static AttrTypeReplacer makeReplacer(MLIRContext *context) {
  using Replacement = std::optional<std::pair<Attribute, WalkResult>>;
  Type word = IntegerType::get(context, 64);
  AttrTypeReplacer replacer;
  replacer.addReplacement([word](Float64Type) { return word; });
  replacer.addReplacement([word](FloatAttr attr) -> Replacement {
    if (!attr.getType().isF64())
      return std::nullopt;
    Attribute bits = IntegerAttr::get(word, attr.getValue().bitcastToAPInt());
    return {{bits, WalkResult::skip()}};
  });
  replacer.addReplacement([word](DenseElementsAttr attr) -> Replacement {
    if (!attr.getElementType().isF64())
      return std::nullopt;
    return {{attr.bitcast(word), WalkResult::skip()}};
  });
  replacer.addReplacement(
      [](ArgumentAttr attr) -> Replacement { return {{attr, WalkResult::skip()}}; });
  return replacer;
}

static void retype(KernelOp kernel) {
  Attribute sites = kernel->getDiscardableAttr("metal.log_sites");
  makeReplacer(kernel.getContext())
      .recursivelyReplaceElementsIn(kernel, /*replaceAttrs=*/true, /*replaceLocs=*/false,
                                    /*replaceTypes=*/true);
  if (sites)
    kernel->setDiscardableAttr("metal.log_sites", sites);
  kernel.walk([](arith::BitcastOp cast) {
    if (cast.getIn().getType() != cast.getType())
      return;
    cast.replaceAllUsesWith(cast.getIn());
    cast.erase();
  });
}

/// Ops of a loop, all rounds together, up to which it stays unrolled: some eight sums of
/// packets. Longer code is better kept once, with its arrays in memory.
static constexpr int64_t kUnrolledOps = 1024;

/// A loop was marked when an op of doubles was one op.
static void limitUnrolling(scf::ForOp loop) {
  if (!loop->hasAttr("metal.unroll"))
    return;
  int64_t ops = 0;
  loop.getBody()->walk([&](Operation *op) { ops += !op->hasTrait<OpTrait::ConstantLike>(); });
  std::optional<APInt> rounds = loop.getStaticTripCount();
  if (!rounds || rounds->getSExtValue() * ops > kUnrolledOps)
    loop->removeAttr("metal.unroll");
}

namespace {
struct EmulateDoubles final : tritonmetal::metal::impl::EmulateDoublesBase<EmulateDoubles> {
  using EmulateDoublesBase::EmulateDoublesBase;

  void runOnOperation() override {
    for (KernelOp kernel : getOperation().getOps<KernelOp>()) {
      SmallVector<Operation *> ops;
      kernel.walk([&](Operation *op) {
        if (computesInDouble(op))
          ops.push_back(op);
      });
      for (Operation *op : ops)
        if (failed(isAllowed(op)) || failed(expandAndExplain(op)))
          return signalPassFailure();
      retype(kernel);
      if (!ops.empty())
        kernel.walk(limitUnrolling);
    }
  }

  static LogicalResult expandAndExplain(Operation *op) {
    Location loc = op->getLoc();
    StringRef name = op->getName().getStringRef();
    if (failed(expand(op)))
      return failure();
    tritonmetal::explain(loc, tritonmetal::topic::kDoubles,
                         [&] { return name.str() + " of f64 in integer code"; });
    return success();
  }

  LogicalResult isAllowed(Operation *op) {
    if (arithmetic)
      return success();
    return op->emitOpError("uses f64, which Metal GPUs do not have; use float32 in the kernel, or "
                           "--fp64=emulate for doubles in software");
  }
};
} // namespace
