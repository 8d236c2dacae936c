//===- ElementShuffles.cpp - Elements between lanes -----------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// As Layout/Shuffles.h plans it; two registers that trade places with two lanes:
//
//   %b = metal.coordinate … lanes = [1, 0, 0, 0, 0] …       lane bit 0
//   %o = select %b, (rearrange %v, registers exchanged), %v  offer
//   %p = rearrange %o start = 1                              register 1
//   %q = metal.simd_shuffle xor %p, 1                        crosses
//   %r = rearrange %o's register 0, %q
//   %s = select %b, (rearrange %r, registers exchanged), %r  receive
//
//===----------------------------------------------------------------------===//

#include "ElementTrips.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

using namespace mlir;
using namespace tritonmetal;

static Value rearrange(OpBuilder &builder, Location loc, Value source, ArrayRef<int32_t> registers,
                       int32_t start = 0) {
  auto type = VectorType::get({int64_t(1) << registers.size()}, getElementTypeOrSelf(source));
  return builder.createOrFold<metal::RearrangeOp>(loc, type, source, registers, start);
}

static SmallVector<int32_t> getUnitBases(int64_t count) {
  SmallVector<int32_t> bases;
  for (int64_t number = 1; number < count; number *= 2)
    bases.push_back(int32_t(number));
  return bases;
}

/// The bits of a mask as numbers, so that their XOR tells whether there is an odd number
/// of them.
static SmallVector<int32_t> getBits(int32_t mask, unsigned count) {
  SmallVector<int32_t> bits;
  for (unsigned bit = 0; bit < count; ++bit)
    bits.push_back(mask >> bit & 1);
  return bits;
}

/// The registers in another order in the threads that the choice is about.
static Value choose(OpBuilder &builder, Location loc, Value registers,
                    const layout::RegisterChoice &choice) {
  constexpr unsigned kLaneBits = 5, kSimdgroupBits = 5; // 32 of 32 lanes at most
  auto type = cast<VectorType>(registers.getType());
  SmallVector<int32_t> same = getUnitBases(type.getNumElements());
  auto indices = VectorType::get(type.getShape(), builder.getI32Type());
  Value parity = metal::CoordinateOp::create(
      builder, loc, indices, SmallVector<int32_t>(same.size(), 0), getBits(choice.lanes, kLaneBits),
      getBits(choice.simdgroups, kSimdgroupBits), /*start=*/0);
  Value zero =
      arith::ConstantOp::create(builder, loc, cast<TypedAttr>(builder.getZeroAttr(indices)));
  Value isChosen = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ne, parity, zero);
  Value other = rearrange(builder, loc, registers, same, choice.registers);
  return arith::SelectOp::create(builder, loc, isChosen, other, registers);
}

/// One shuffle for all registers that come over one distance.
static Value exchange(OpBuilder &builder, Location loc, Value registers,
                      const layout::Shuffles &shuffles) {
  SmallVector<Value> parts;
  for (uint32_t number = 0; number < 1u << shuffles.steps.size(); ++number) {
    int32_t start = 0, distance = 0;
    for (auto [bit, step] : llvm::enumerate(shuffles.steps))
      if (number >> bit & 1) {
        start ^= step.registers;
        distance ^= step.distance;
      }
    Value part = rearrange(builder, loc, registers, shuffles.near, start);
    if (distance != 0) {
      Value lane = arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(distance));
      part = metal::SimdShuffleOp::create(builder, loc, metal::ShuffleKind::Xor, part, lane);
    }
    parts.push_back(part);
  }
  return builder.createOrFold<metal::RearrangeOp>(loc, registers.getType(), parts, Value(),
                                                  builder.getDenseI32ArrayAttr(shuffles.places),
                                                  builder.getI32IntegerAttr(0));
}

Value tritonmetal::moveByShuffles(OpBuilder &builder, Location loc, Value registers,
                                  const layout::Shuffles &shuffles) {
  for (const layout::RegisterChoice &choice : shuffles.offers)
    registers = choose(builder, loc, registers, choice);
  registers = rearrange(builder, loc, registers, shuffles.offered);
  registers = exchange(builder, loc, registers, shuffles);
  for (const layout::RegisterChoice &choice : shuffles.choices)
    registers = choose(builder, loc, registers, choice);
  return registers;
}
