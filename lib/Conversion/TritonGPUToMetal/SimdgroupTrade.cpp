//===- SimdgroupTrade.cpp - Registers of another SIMD-group ---------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// 64 registers of 128 threads, in two bands of 32; SIMD-groups 0 and 1 trade, as do 2
// and 3:
//
//   %all = scf.for %band = 0 to 2 iter_args(%traded = poison) {
//     %s = arith.muli %band, 32
//     %p = metal.rearrange %v shift %s                   registers of the band
//     metal.scatter %p, %m[%place]
//     %q = metal.gather %m[%place ^ 128]                  a barrier comes between them
//     %t = metal.insert_registers %q into %traded shift %s
//     scf.yield %t
//   }
//
// Places, from the low bits on: registers that travel together (16 bytes at most),
// lanes, SIMD-groups, the other registers.
//
//===----------------------------------------------------------------------===//

#include "SimdgroupTrade.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/UB/IR/UBOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;

/// Widest access of a lane; no vector of Metal has more elements.
static constexpr int64_t kAccessBytes = 16, kAccessElements = 4;

namespace {

/// Where registers of a band lie in threadgroup memory.
struct TradePlan {
  TradePlan(const AxisBits &bits, int64_t registers, int64_t bytes);

  int64_t width = 1;      // registers side by side
  int64_t bandSize = 1;   // registers of a thread
  int64_t memorySize = 1; // elements
  int32_t other = 0;      // bit of the place in which those differ who trade
  int32_t copies = 0;     // bits of the thread index that do not write
  SmallVector<int32_t> registers, lanes, simdgroups;
};

} // namespace

/// Threads that hold elements of their own.
static int64_t countThreads(const AxisBits &bits) {
  auto count = [](ArrayRef<PositionBit> part) {
    return llvm::count_if(part, [](PositionBit bit) { return bit.kind != PositionBit::Copy; });
  };
  return int64_t(1) << (count(bits.lanes) + count(bits.simdgroups));
}

TradePlan::TradePlan(const AxisBits &bits, int64_t count, int64_t bytes) {
  width = std::min({count, kAccessElements, kAccessBytes / bytes});
  int64_t fitting =
      llvm::bit_floor(uint64_t(ValueBuilder::kBandBytes / (bytes * countThreads(bits))));
  bandSize = std::min(count, fitting);
  width = std::min(width, bandSize);
  int32_t place = 1;
  auto take = [&]() { return std::exchange(place, place * 2); };
  for (int64_t r = 1; r < width; r *= 2)
    registers.push_back(take());
  for (PositionBit bit : bits.lanes)
    lanes.push_back(bit.kind == PositionBit::Copy ? 0 : take());
  for (PositionBit bit : bits.simdgroups) {
    simdgroups.push_back(bit.kind == PositionBit::Copy ? 0 : take());
    if (bit.kind == PositionBit::Axis)
      other = simdgroups.back();
  }
  for (int64_t r = width; r < bandSize; r *= 2)
    registers.push_back(take());
  memorySize = place;
  copies = AxisBits::mask(bits.lanes, PositionBit::Copy);
  copies |= AxisBits::mask(bits.simdgroups, PositionBit::Copy) << 5; // 32 lanes
}

bool tritonmetal::canTradeSimdgroups(const AxisBits &bits, int64_t bytes) {
  return bytes * countThreads(bits) <= ValueBuilder::kBandBytes;
}

/// The registers of one band, there and back.
static Value tradeBand(ValueBuilder &builder, const TradePlan &plan, Value own, Value memory) {
  ConversionPatternRewriter &rewriter = builder.getRewriter();
  Location loc = builder.getLoc();
  Value place = builder.coordinate(plan.registers, plan.lanes, plan.simdgroups);
  Value otherPlace = builder.make<arith::XOrIOp>(place, builder.i32s(plan.bandSize, plan.other));
  int64_t alignment = plan.width * metal::getByteSize(getElementTypeOrSelf(own));
  metal::ScatterOp::create(rewriter, loc, own, memory, place,
                           builder.owner(plan.copies, plan.bandSize), plan.width, alignment,
                           /*isVolatile=*/false);
  return metal::GatherOp::create(rewriter, loc, own.getType(), memory, otherPlace,
                                 /*mask=*/Value(), /*other=*/Value(), plan.width, alignment,
                                 /*isVolatile=*/false);
}

/// What the bands replace. Nothing where they do so by whole chunks; else the rest of a chunk
/// is read when a part is written.
static Value makeStart(ValueBuilder &builder, VectorType type, int64_t width) {
  ConversionPatternRewriter &rewriter = builder.getRewriter();
  if (width == kAccessElements)
    return ub::PoisonOp::create(rewriter, builder.getLoc(), type);
  return arith::ConstantOp::create(rewriter, builder.getLoc(),
                                   cast<TypedAttr>(rewriter.getZeroAttr(type)));
}

/// The value of which `value` is the bits, if memory holds elements of either type as they are.
static Value getUncast(Value value) {
  auto isPlain = [](Value other) {
    Type element = getElementTypeOrSelf(other);
    return element.isInteger(16) || element.isInteger(32) || element.isF16() || element.isF32();
  };
  auto cast = value.getDefiningOp<arith::BitcastOp>();
  return cast && isPlain(cast.getIn()) && isPlain(value) ? cast.getIn() : Value();
}

Value tritonmetal::tradeSimdgroups(ValueBuilder &builder, const AxisBits &bits, Value value) {
  ConversionPatternRewriter &rewriter = builder.getRewriter();
  if (Value uncast = getUncast(value))
    return arith::BitcastOp::create(rewriter, builder.getLoc(), value.getType(),
                                    tradeSimdgroups(builder, bits, uncast));
  Location loc = builder.getLoc();
  auto type = cast<VectorType>(value.getType());
  int64_t count = type.getNumElements();
  TradePlan plan(bits, count, metal::getByteSize(type.getElementType()));
  auto pointer = metal::PointerType::get(rewriter.getContext(), type.getElementType(),
                                         metal::MemorySpace::Threadgroup);
  Value memory = metal::ThreadgroupAllocOp::create(
      rewriter, loc, pointer, plan.memorySize,
      int32_t(plan.width * metal::getByteSize(type.getElementType())));
  if (plan.bandSize == count)
    return tradeBand(builder, plan, value, memory);

  SmallVector<int32_t> unit;
  for (int64_t r = 1; r < plan.bandSize; r *= 2)
    unit.push_back(int32_t(r));
  Value first = builder.i32(0);
  Value numBands = builder.i32(count / plan.bandSize);
  Value step = builder.i32(1);
  Value start = makeStart(builder, type, plan.width);
  auto loop = scf::ForOp::create(rewriter, loc, first, numBands, step, start);
  OpBuilder::InsertionGuard guard(rewriter);
  rewriter.setInsertionPointToStart(loop.getBody());
  Value shift = builder.make<arith::MulIOp>(loop.getInductionVar(), builder.i32(plan.bandSize));
  Value own = metal::RearrangeOp::create(
      rewriter, loc, VectorType::get({plan.bandSize}, type.getElementType()), value, shift,
      rewriter.getDenseI32ArrayAttr(unit), rewriter.getI32IntegerAttr(0));
  Value traded = tradeBand(builder, plan, own, memory);
  Value whole = metal::InsertRegistersOp::create(rewriter, loc, type, traded,
                                                 loop.getRegionIterArg(0), shift, unit);
  scf::YieldOp::create(rewriter, loc, whole);
  return loop.getResult(0);
}
