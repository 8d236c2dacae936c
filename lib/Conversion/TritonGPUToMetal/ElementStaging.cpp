//===- ElementStaging.cpp - Elements through threadgroup memory -----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// As Layout/Staging.h plans it; tensor<32x32xf32> on one SIMD-group:
//
//   %m = metal.threadgroup_alloc 1024
//   %p = metal.coordinate …                      places by the source's register and lane
//   metal.scatter %v, %m[%p] {contiguous = 4}
//   %q = metal.coordinate …                      places by the destination's
//   %r = metal.gather %m[%q] {contiguous = 4}
//
// metal-place-barriers separates the two. Bands are a loop around these, which picks and
// replaces registers by the number of the band.
//
//===----------------------------------------------------------------------===//

#include "ElementMoves.h"
#include "ElementTrips.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using layout::Staging;
using layout::StagingSide;
using layout::ThreadFunction;

static Value makeI32(OpBuilder &builder, Location loc, int32_t value) {
  return arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(value));
}

static VectorType makeVectorType(Value like, int64_t registers) {
  return VectorType::get({registers}, getElementTypeOrSelf(like));
}

static Value rearrange(OpBuilder &builder, Location loc, Value source,
                       ArrayRef<int32_t> registers) {
  return builder.createOrFold<metal::RearrangeOp>(
      loc, makeVectorType(source, int64_t(1) << registers.size()), source, registers);
}

/// The same in all registers.
static Value spread(OpBuilder &builder, Location loc, Value scalar, int64_t registers) {
  return vector::BroadcastOp::create(builder, loc, makeVectorType(scalar, registers), scalar);
}

Value tritonmetal::makeOwnerMask(OpBuilder &builder, Location loc, int32_t laneCopies,
                                 int32_t simdgroupCopies, int64_t registers) {
  constexpr int kLaneBits = 5; // 32 lanes on every family
  int32_t copies = laneCopies | simdgroupCopies << kLaneBits;
  Value thread = metal::ThreadIndexOp::create(builder, loc, builder.getI32Type());
  Value bits = arith::AndIOp::create(builder, loc, thread, makeI32(builder, loc, copies));
  Value owner =
      arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, bits, makeI32(builder, loc, 0));
  return spread(builder, loc, owner, registers);
}

namespace {

/// Writes one trip through threadgroup memory.
class StagingBuilder {
public:
  StagingBuilder(OpBuilder &builder, Location loc, const Staging &staging, Value registers)
      : builder(builder), loc(loc), staging(staging), registers(registers) {}

  Value build();

private:
  Value buildBands();
  void store(Value band);
  Value load(Value band);
  Value evaluate(const ThreadFunction &function, Value band, ArrayRef<int32_t> bandBases);
  Value evaluateBand(Value band, ArrayRef<int32_t> bases);
  Value compareBand(Value band);
  int32_t getAlignment(const StagingSide &side) const {
    return side.width * metal::getByteSize(getElementTypeOrSelf(registers));
  }

  OpBuilder &builder;
  Location loc;
  const Staging &staging;
  Value registers;
  Value memory;
};

} // namespace

/// XOR of the bases of the set bits of the band's number; null if that is always 0.
Value StagingBuilder::evaluateBand(Value band, ArrayRef<int32_t> bases) {
  if (!band || llvm::all_of(bases, [](int32_t basis) { return basis == 0; }))
    return {};
  bool isProduct = llvm::isPowerOf2_32(bases.front());
  for (auto [bit, basis] : llvm::enumerate(bases))
    isProduct &= basis == bases.front() << bit;
  if (isProduct && int(bases.size()) == staging.numBandBits)
    return builder.createOrFold<arith::MulIOp>(loc, band, makeI32(builder, loc, bases.front()));
  Value sum;
  for (auto [bit, basis] : llvm::enumerate(bases)) {
    if (basis == 0)
      continue;
    Value digit = arith::ShRUIOp::create(builder, loc, band, makeI32(builder, loc, bit));
    digit = arith::AndIOp::create(builder, loc, digit, makeI32(builder, loc, 1));
    digit = arith::MulIOp::create(builder, loc, digit, makeI32(builder, loc, basis));
    sum = sum ? Value(arith::XOrIOp::create(builder, loc, sum, digit)) : digit;
  }
  return sum;
}

Value StagingBuilder::evaluate(const ThreadFunction &function, Value band,
                               ArrayRef<int32_t> bandBases) {
  int64_t count = int64_t(1) << function.registers.size();
  auto type = VectorType::get({count}, builder.getI32Type());
  Value result = metal::CoordinateOp::create(builder, loc, type, function.registers, function.lanes,
                                             function.simdgroups, /*start=*/0);
  if (Value part = evaluateBand(band, bandBases))
    result = arith::XOrIOp::create(builder, loc, result, spread(builder, loc, part, count));
  return result;
}

/// Which accesses write in this band; null if all do.
Value StagingBuilder::compareBand(Value band) {
  if (staging.comparedBandBits == 0)
    return {};
  Value own = evaluate(staging.comparedBands, band, staging.bandComparedBands);
  Value bits =
      arith::AndIOp::create(builder, loc, band, makeI32(builder, loc, staging.comparedBandBits));
  Value all = spread(builder, loc, bits, cast<VectorType>(own.getType()).getNumElements());
  return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, own, all);
}

void StagingBuilder::store(Value band) {
  const StagingSide &side = staging.store;
  int64_t count = int64_t(1) << side.registers.size();
  Value part;
  if (Value shift = evaluateBand(band, side.bandRegisters))
    part = metal::RearrangeOp::create(builder, loc, makeVectorType(registers, count), registers,
                                      shift, builder.getDenseI32ArrayAttr(side.registers),
                                      builder.getI32IntegerAttr(0));
  else
    part = rearrange(builder, loc, registers, side.registers);
  Value places = evaluate(side.places, band, side.bandPlaces);
  Value mask = compareBand(band);
  if (staging.laneCopies || staging.simdgroupCopies) {
    Value owner = makeOwnerMask(builder, loc, staging.laneCopies, staging.simdgroupCopies, count);
    mask = mask ? Value(arith::AndIOp::create(builder, loc, mask, owner)) : owner;
  }
  metal::ScatterOp::create(builder, loc, part, memory, places, mask, side.width, getAlignment(side),
                           /*isVolatile=*/false);
}

Value StagingBuilder::load(Value band) {
  const StagingSide &side = staging.load;
  Value places = evaluate(side.places, band, side.bandPlaces);
  auto type = makeVectorType(registers, int64_t(1) << side.registers.size());
  return metal::GatherOp::create(builder, loc, type, memory, places, /*mask=*/Value(),
                                 /*other=*/Value(), side.width, getAlignment(side),
                                 /*isVolatile=*/false);
}

/// All accesses of all bands, those of one band side by side.
Value StagingBuilder::buildBands() {
  const StagingSide &side = staging.load;
  unsigned accessBits = side.registers.size();
  int64_t count = int64_t(1) << accessBits;
  auto type = makeVectorType(registers, count << staging.numBandBits);
  // Not poison: a register is replaced within its chunk, the rest of which is read.
  Value start = arith::ConstantOp::create(builder, loc, cast<TypedAttr>(builder.getZeroAttr(type)));
  auto loop = scf::ForOp::create(builder, loc, makeI32(builder, loc, 0),
                                 makeI32(builder, loc, 1 << staging.numBandBits),
                                 makeI32(builder, loc, 1), start);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(loop.getBody());
  Value band = loop.getInductionVar();
  store(band);
  Value part = load(band);
  Value shift = arith::MulIOp::create(builder, loc, band, makeI32(builder, loc, count));
  SmallVector<int32_t> bases;
  for (unsigned bit = 0; bit < accessBits; ++bit)
    bases.push_back(int32_t(1) << bit);
  Value whole = metal::InsertRegistersOp::create(builder, loc, type, part, loop.getRegionIterArg(0),
                                                 shift, bases);
  scf::YieldOp::create(builder, loc, whole);
  return loop.getResult(0);
}

Value StagingBuilder::build() {
  Type element = getElementTypeOrSelf(registers);
  auto type = metal::PointerType::get(loc.getContext(), element, metal::MemorySpace::Threadgroup);
  int32_t alignment = std::max(getAlignment(staging.store), getAlignment(staging.load));
  memory = metal::ThreadgroupAllocOp::create(builder, loc, type, staging.size, alignment);
  Value received;
  if (staging.numBandBits == 0) {
    store(Value());
    received = load(Value());
  } else {
    received = buildBands();
  }
  return rearrange(builder, loc, received, staging.results);
}

Value tritonmetal::moveThroughMemory(OpBuilder &builder, Location loc, Value registers,
                                     const Staging &staging) {
  return StagingBuilder(builder, loc, staging, registers).build();
}
