//===- Gather.cpp - Elements of a tensor picked by index -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   %r = tt.gather %a[%i] {axis = 0} : (tensor<32xf32>, tensor<32xi32>) -> tensor<32xf32>
//
// Two ways:
//
//   lanes     The axis lies in lanes only, and all else is where the result needs it:
//             each register asks the lane that its index names.
//   memory    The source goes to threadgroup memory in row-major order; after a
//             barrier each register reads the element that its index names. What does
//             not fit goes in bands, a loop over parts of the memory's addresses.
//
// An index out of range is undefined in Triton; here its low bits count, so nothing is
// read that is not part of the tensor.
//
//===----------------------------------------------------------------------===//

#include "AxisBits.h"
#include "LayoutQuery.h"
#include "Patterns.h"
#include "ValueBuilder.h"

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Layout/Conversion.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using layout::LinearLayout;

using Values = ValueBuilder::Values;

static std::string dimName(unsigned dim) { return "dim" + std::to_string(dim); }

/// The row-major places of a thread's elements in a tensor of `shape`, or of their
/// projections where `skipped` is a dimension that does not count.
static Value placesIn(ValueBuilder &builder, RankedTensorType type, ArrayRef<int64_t> shape,
                      std::optional<unsigned> skipped) {
  LinearLayout layout = ttg::toLinearLayout(type);
  auto basesOf = [&](StringRef inDim) {
    SmallVector<int32_t> bases(layout.getInDimSizeLog2(inDim), 0);
    int64_t stride = 1;
    for (unsigned dim = type.getRank(); dim-- > 0; stride *= shape[dim]) {
      if (dim == skipped)
        continue;
      for (auto [i, basis] : llvm::enumerate(layout.getBases(inDim, dimName(dim))))
        bases[i] += basis * stride;
    }
    return bases;
  };
  return builder.coordinate(basesOf("register"), basesOf("lane"), basesOf("warp"));
}

namespace {

struct GatherLowering final : OpConversionPattern<tt::GatherOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::GatherOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    ValueBuilder builder(rewriter, op.getLoc());
    auto source = cast<RankedTensorType>(op.getSrc().getType());
    int64_t length = source.getDimSize(op.getAxis());
    Value indices = builder.toI32(adaptor.getIndices());
    indices = builder.make<arith::AndIOp>(
        indices, builder.i32s(ValueBuilder::registersOf(indices), length - 1));
    Value result = throughLanes(op, adaptor.getSrc(), indices, builder);
    if (!result)
      result = throughMemory(op, adaptor.getSrc(), indices, builder);
    rewriter.replaceOp(op, result);
    return success();
  }

  static Value throughLanes(tt::GatherOp op, Value source, Value indices, ValueBuilder &builder);
  static Value throughMemory(tt::GatherOp op, Value source, Value indices, ValueBuilder &builder);
};

} // namespace

/// The registers of the source that the result's registers need, if the axis is in
/// lanes only and no other coordinate is in another thread.
static std::optional<SmallVector<int32_t>> findSourceRegisters(tt::GatherOp op,
                                                               const AxisBits &bits) {
  if (AxisBits::mask(bits.registers, PositionBit::Axis) != 0 ||
      AxisBits::mask(bits.simdgroups, PositionBit::Axis) != 0)
    return std::nullopt;
  auto others = [&](Type type) {
    return ttg::toLinearLayout(cast<RankedTensorType>(type)).removeOutDim(dimName(op.getAxis()));
  };
  return layout::registerMap(others(op.getSrc().getType()), others(op.getType()));
}

Value GatherLowering::throughLanes(tt::GatherOp op, Value source, Value indices,
                                   ValueBuilder &builder) {
  auto bits = getAxisBits(cast<RankedTensorType>(op.getSrc().getType()), op.getAxis());
  if (!bits)
    return {};
  auto registers = findSourceRegisters(op, *bits);
  if (!registers)
    return {};
  // The index's bits go to the lane's bits along the axis; the others are the lane's own.
  int64_t count = ValueBuilder::registersOf(indices);
  int32_t along = AxisBits::mask(bits->lanes, PositionBit::Axis);
  Value lanes = vector::BroadcastOp::create(
      builder.getRewriter(), builder.getLoc(), indices.getType(),
      builder.make<arith::AndIOp>(builder.lane(), builder.i32(31 & ~along)));
  for (unsigned i = 0; i < bits->lanes.size();) {
    PositionBit first = bits->lanes[i];
    unsigned last = i;
    if (first.kind == PositionBit::Axis) {
      while (last + 1 < bits->lanes.size() && bits->lanes[last + 1].kind == PositionBit::Axis &&
             bits->lanes[last + 1].axisBit == bits->lanes[last].axisBit + 1)
        ++last;
      int32_t mask = (int32_t(1) << (last - i + 1)) - 1;
      Value part = builder.make<arith::ShRUIOp>(indices, builder.i32s(count, first.axisBit));
      part = builder.make<arith::AndIOp>(part, builder.i32s(count, mask));
      part = builder.make<arith::ShLIOp>(part, builder.i32s(count, i));
      lanes = builder.make<arith::OrIOp>(lanes, part);
    }
    i = last + 1;
  }
  Value needed = builder.rearrange(source, *registers).front();
  return metal::LaneGatherOp::create(builder.getRewriter(), builder.getLoc(), needed, lanes);
}

Value GatherLowering::throughMemory(tt::GatherOp op, Value source, Value indices,
                                    ValueBuilder &builder) {
  ConversionPatternRewriter &rewriter = builder.getRewriter();
  Location loc = builder.getLoc();
  auto type = cast<RankedTensorType>(op.getSrc().getType());
  int64_t bytes = metal::getByteSize(type.getElementType());
  int64_t elements = type.getNumElements();
  int64_t band = std::min(elements, ValueBuilder::kBandBytes / bytes);
  int64_t stride = 1;
  for (unsigned dim = op.getAxis() + 1; dim < type.getRank(); ++dim)
    stride *= type.getDimSize(dim);

  int64_t sources = ValueBuilder::registersOf(source);
  int64_t results = ValueBuilder::registersOf(indices);
  int32_t copies = getReplicatedThreadBits(type);
  Values buffers = builder.allocate(source, band);
  Value write = placesIn(builder, type, type.getShape(), std::nullopt);
  Value read = builder.make<arith::AddIOp>(
      builder.make<arith::MulIOp>(indices, builder.i32s(results, stride)),
      placesIn(builder, cast<RankedTensorType>(op.getType()), type.getShape(), op.getAxis()));
  if (band == elements) {
    builder.write(source, buffers, write, copies);
    return builder.read(buffers, read).front();
  }

  Type resultType = VectorType::get({results}, type.getElementType());
  Value zero =
      arith::ConstantOp::create(rewriter, loc, cast<TypedAttr>(rewriter.getZeroAttr(resultType)));
  auto loop = scf::ForOp::create(rewriter, loc, builder.i32(0), builder.i32(elements / band),
                                 builder.i32(1), zero);
  OpBuilder::InsertionGuard guard(rewriter);
  rewriter.setInsertionPointToEnd(loop.getBody());
  auto placeInBand = [&](Value place, int64_t registers) {
    return builder.make<arith::AndIOp>(place, builder.i32s(registers, band - 1));
  };
  auto isInBand = [&](Value place, int64_t registers) {
    Value own = builder.make<arith::ShRUIOp>(place, builder.i32s(registers, llvm::Log2_64(band)));
    Value wanted =
        vector::BroadcastOp::create(rewriter, loc, own.getType(), loop.getInductionVar());
    return builder.compare(arith::CmpIPredicate::eq, own, wanted);
  };
  builder.write(source, buffers, placeInBand(write, sources), copies, isInBand(write, sources));
  Values picked = builder.read(buffers, placeInBand(read, results), isInBand(read, results),
                               ValueRange(loop.getRegionIterArgs()));
  scf::YieldOp::create(rewriter, loc, picked);
  return loop.getResult(0);
}

void tritonmetal::populateGatherPatterns(const TritonGPUToMetalTypeConverter &converter,
                                         RewritePatternSet &patterns) {
  patterns.add<GatherLowering>(converter, patterns.getContext());
}
