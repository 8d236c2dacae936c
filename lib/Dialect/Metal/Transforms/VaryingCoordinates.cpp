//===- VaryingCoordinates.cpp - Coordinates that differ by the pass -------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "VaryingCoordinates.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

static constexpr unsigned kLaneBits = 5; // 32 lanes on every family

/// log2(R).
static unsigned countRegisterBits(CoordinateOp op) { return op.getRegisters().size(); }

/// The bits that decide bit `bit` of the coordinate, in the number that the header shows.
static uint32_t getMask(CoordinateOp op, unsigned bit) {
  uint32_t mask = 0;
  unsigned place = 0;
  auto append = [&](ArrayRef<int32_t> bases) {
    for (int32_t basis : bases)
      mask |= uint32_t(basis >> bit & 1) << place++;
  };
  append(op.getRegisters());
  ++place;
  append(op.getLanes());
  append(op.getSimdgroups());
  return mask;
}

/// Bits of the coordinates that are not decided by the same bits in all of them.
static uint32_t getDifferentBits(ArrayRef<CoordinateOp> coordinates) {
  uint32_t different = 0;
  auto compare = [&](ArrayRef<int32_t> a, ArrayRef<int32_t> b) {
    for (auto [x, y] : llvm::zip(a, b))
      different |= uint32_t(x ^ y);
  };
  CoordinateOp first = coordinates.front();
  for (CoordinateOp op : coordinates) {
    compare(op.getRegisters(), first.getRegisters());
    compare(op.getLanes(), first.getLanes());
    compare(op.getSimdgroups(), first.getSimdgroups());
  }
  return different;
}

bool tritonmetal::metal::canVary(ArrayRef<CoordinateOp> coordinates) {
  CoordinateOp first = coordinates.front();
  bool isAlike = llvm::all_of(coordinates, [&](CoordinateOp op) {
    return op.getType() == first.getType() && op.getStart() == first.getStart() &&
           op.getLanes().size() == first.getLanes().size() &&
           op.getSimdgroups().size() == first.getSimdgroups().size();
  });
  uint32_t different = isAlike ? getDifferentBits(coordinates) : ~0u;
  unsigned bits =
      countRegisterBits(first) + 1 + first.getLanes().size() + first.getSimdgroups().size();
  // The start is added, not an exclusive or: what varies must not meet it.
  return different == 0 || (llvm::isPowerOf2_32(different) && first.getStart() == 0 && bits <= 32);
}

namespace {

/// Code for one coordinate.
class CoordinateBuilder {
public:
  CoordinateBuilder(OpBuilder &builder, Location loc, CoordinateOp like)
      : builder(builder), loc(loc), like(like) {}

  Value buildParity(Value mask, uint32_t allBits);
  Value buildWithout(uint32_t bits);
  Value constant(Value like, int32_t number);
  template <typename OpTy>
  Value make(Value a, Value b) {
    return OpTy::create(builder, loc, a, b);
  }
  Value spread(Value scalar) {
    return vector::BroadcastOp::create(builder, loc, like.getType(), scalar);
  }

private:
  Value parityOf(Value bits);

  OpBuilder &builder;
  Location loc;
  CoordinateOp like;
};

} // namespace

Value CoordinateBuilder::constant(Value like, int32_t number) {
  TypedAttr value = builder.getI32IntegerAttr(number);
  if (auto type = dyn_cast<VectorType>(like.getType()))
    value = DenseElementsAttr::get(type, Attribute(value));
  return arith::ConstantOp::create(builder, loc, value);
}

/// What `like` says of all bits but `bits`; null if that is always zero.
Value CoordinateBuilder::buildWithout(uint32_t bits) {
  uint32_t left = uint32_t(like.getStart());
  auto clear = [&](ArrayRef<int32_t> bases) {
    return llvm::map_to_vector(bases, [&](int32_t basis) {
      left |= uint32_t(basis) & ~bits;
      return int32_t(uint32_t(basis) & ~bits);
    });
  };
  SmallVector<int32_t> registers = clear(like.getRegisters()), lanes = clear(like.getLanes()),
                       simdgroups = clear(like.getSimdgroups());
  if (left == 0 && bits != 0)
    return {};
  return CoordinateOp::create(builder, loc, like.getType(), registers, lanes, simdgroups,
                              like.getStart());
}

Value CoordinateBuilder::parityOf(Value bits) {
  Value count = math::CtPopOp::create(builder, loc, bits);
  return make<arith::AndIOp>(count, constant(count, 1));
}

/// `allBits`: all that are ever in the mask. One number for all registers where these do not
/// matter.
Value CoordinateBuilder::buildParity(Value mask, uint32_t allBits) {
  unsigned gap = countRegisterBits(like);
  Value parity;
  uint32_t threadBits = allBits >> (gap + 1) << (gap + 1);
  if (threadBits != 0) {
    Value thread = ThreadIndexOp::create(builder, loc, builder.getI32Type());
    Value threadMask = make<arith::ShRUIOp>(mask, constant(mask, int32_t(gap + 1)));
    parity = spread(parityOf(make<arith::AndIOp>(thread, threadMask)));
  }
  if (allBits == threadBits)
    return parity;
  SmallVector<int32_t> registers, lanes(kLaneBits, 0), simdgroups(like.getSimdgroups().size(), 0);
  for (unsigned bit = 0; bit < gap; ++bit)
    registers.push_back(int32_t(allBits & 1u << bit));
  Value number =
      CoordinateOp::create(builder, loc, like.getType(), registers, lanes, simdgroups, 0);
  Value own = parityOf(make<arith::AndIOp>(number, spread(mask)));
  return parity ? make<arith::XOrIOp>(parity, own) : own;
}

Value tritonmetal::metal::buildCoordinate(OpBuilder &builder, Location loc, ArrayRef<Point> points,
                                          ArrayRef<CoordinateOp> coordinates, ValueRange counters) {
  uint32_t different = getDifferentBits(coordinates);
  CoordinateBuilder code(builder, loc, coordinates.front());
  if (different == 0)
    return code.buildWithout(0);
  unsigned bit = llvm::countr_zero(different);
  SmallVector<int64_t> masks;
  uint32_t allBits = 0;
  for (CoordinateOp op : coordinates) {
    masks.push_back(int32_t(getMask(op, bit)));
    allBits |= getMask(op, bit);
  }
  Value mask = buildVarying(builder, loc, points, masks, counters);
  Value result = code.buildParity(mask, allBits);
  if (bit != 0)
    result = code.make<arith::ShLIOp>(result, code.constant(result, int32_t(bit)));
  Value rest = code.buildWithout(different);
  return rest ? code.make<arith::XOrIOp>(rest, result) : result;
}
