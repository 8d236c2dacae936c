//===- Histogram.cpp - Counting with atomics in threadgroup memory ---------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   %h = tt.histogram %i, %m : tensor<512xi32, #l> -> tensor<64xi32, #r>
//
// One counter for each bin lies in threadgroup memory: set to zero, increased
// atomically by each element that is a bin's number (others count nowhere), and read
// in the result's layout. Elements that several registers or threads hold count once.
// Bins that do not fit are counted in bands, a loop over parts of them.
//
//===----------------------------------------------------------------------===//

#include "LayoutQuery.h"
#include "Patterns.h"
#include "ValueBuilder.h"

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;

using Values = ValueBuilder::Values;

namespace {

struct HistogramLowering final : OpConversionPattern<tt::HistogramOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::HistogramOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    ValueBuilder builder(rewriter, op.getLoc());
    Histogram histogram{builder, op, Value(), Value()};
    histogram.findElements(adaptor.getSrc(), adaptor.getMask());
    rewriter.replaceOp(op, histogram.count());
    return success();
  }

private:
  struct Histogram {
    void findElements(Value source, Value mask);
    Value count();
    Value countBand(Value buffer, Value band, int64_t bins, Value others);

    ValueBuilder &builder;
    tt::HistogramOp op;
    Value elements; // as i32
    Value counts;   // i1: is a bin's number, and this thread counts it; null if always
  };
};

} // namespace

/// Each element once: registers with copies are dropped, threads with copies masked.
void HistogramLowering::Histogram::findElements(Value source, Value mask) {
  auto type = cast<RankedTensorType>(op.getSrc().getType());
  int32_t copies = ttg::toLinearLayout(type).getFreeVariableMask("register");
  SmallVector<int32_t> kept;
  for (unsigned bit = 0; bit < llvm::Log2_64(ValueBuilder::registersOf(source)); ++bit)
    if (!(copies >> bit & 1))
      kept.push_back(int32_t(1) << bit);
  source = builder.rearrange(source, kept).front();
  // As unsigned numbers, and before they are cut to 32 bits.
  Type element = getElementTypeOrSelf(source);
  unsigned width = element.getIntOrFloatBitWidth();
  int64_t bins = cast<RankedTensorType>(op.getType()).getNumElements();
  auto also = [&](Value condition) {
    if (condition)
      counts = counts ? builder.make<arith::AndIOp>(counts, condition) : condition;
  };
  if (width >= 63 || int64_t(1) << width > bins) {
    Value bound = arith::ConstantOp::create(
        builder.getRewriter(), builder.getLoc(),
        DenseElementsAttr::get(cast<ShapedType>(source.getType()),
                               Attribute(IntegerAttr::get(element, APInt(width, bins)))));
    also(builder.compare(arith::CmpIPredicate::ult, source, bound));
  }
  if (mask)
    also(builder.rearrange(mask, kept).front());
  also(builder.owner(getReplicatedThreadBits(type), int64_t(1) << kept.size()));
  Type wide = VectorType::get({int64_t(1) << kept.size()}, builder.getRewriter().getI32Type());
  elements = width < 32
                 ? arith::ExtUIOp::create(builder.getRewriter(), builder.getLoc(), wide, source)
                 : builder.toI32(source);
}

/// Counts the elements of bins band * bins, … and puts them into the registers that hold
/// them; the other registers keep what they have in `others`. Without `band` there is
/// only one.
Value HistogramLowering::Histogram::countBand(Value buffer, Value band, int64_t bins,
                                              Value others) {
  auto &rewriter = builder.getRewriter();
  Location loc = builder.getLoc();
  auto type = cast<RankedTensorType>(op.getType());
  ThreadBases bases = getThreadBases(type, /*dim=*/0);
  Value places = builder.coordinate(bases.registers, bases.lanes, bases.simdgroups);
  Value own = elements, counted = counts, inBand;
  auto placeInBand = [&](Value place) {
    return builder.make<arith::AndIOp>(place,
                                       builder.i32s(ValueBuilder::registersOf(place), bins - 1));
  };
  auto isInBand = [&](Value place) {
    Value number = builder.make<arith::ShRUIOp>(
        place, builder.i32s(ValueBuilder::registersOf(place), llvm::Log2_64(bins)));
    Value wanted = vector::BroadcastOp::create(rewriter, loc, number.getType(), band);
    return builder.compare(arith::CmpIPredicate::eq, number, wanted);
  };
  if (band) {
    Value inside = isInBand(own);
    counted = counted ? builder.make<arith::AndIOp>(counted, inside) : inside;
    own = placeInBand(own);
    inBand = isInBand(places);
    places = placeInBand(places);
  }
  Values zeros = {builder.i32s(ValueBuilder::registersOf(places), 0)};
  builder.write(zeros, buffer, places, getReplicatedThreadBits(type), inBand);
  Value ones = builder.i32s(ValueBuilder::registersOf(own), 1);
  metal::ScatterAtomicOp::create(rewriter, loc, metal::AtomicKind::Add, ones, buffer, own, counted);
  return builder.read(buffer, places, inBand, others ? ValueRange(others) : ValueRange()).front();
}

Value HistogramLowering::Histogram::count() {
  auto &rewriter = builder.getRewriter();
  Location loc = builder.getLoc();
  auto type = cast<RankedTensorType>(op.getType());
  int64_t bins = type.getNumElements();
  int64_t band = std::min(bins, ValueBuilder::kBandBytes / 4);
  Value zeros = builder.i32s(getRegisterCount(type), 0);
  Value buffer = builder.allocate(zeros, band).front();
  if (band == bins)
    return countBand(buffer, Value(), band, Value());
  auto loop = scf::ForOp::create(rewriter, loc, builder.i32(0), builder.i32(bins / band),
                                 builder.i32(1), zeros);
  OpBuilder::InsertionGuard guard(rewriter);
  rewriter.setInsertionPointToEnd(loop.getBody());
  Value counted = countBand(buffer, loop.getInductionVar(), band, loop.getRegionIterArg(0));
  scf::YieldOp::create(rewriter, loc, counted);
  return loop.getResult(0);
}

void tritonmetal::populateHistogramPatterns(const TritonGPUToMetalTypeConverter &converter,
                                            RewritePatternSet &patterns) {
  patterns.add<HistogramLowering>(converter, patterns.getContext());
}
