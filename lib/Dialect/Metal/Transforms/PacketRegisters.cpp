//===- PacketRegisters.cpp - Moves among registers and lanes --------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The register that element e of packet p comes from is linear in the bits of both:
// what e decides is a constant, what p decides is computed. With four elements to a
// packet and registers = [2, 1, 8, 4], packet p reads
//
//   a[(p & 1) << 3 | (p & 2) << 1], then this XOR 2, XOR 1, XOR 3
//
//===----------------------------------------------------------------------===//

#include "PacketEmitter.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// a XOR b, where either may be null for zero.
static Value makeXor(OpBuilder &builder, Location loc, Value a, Value b) {
  if (!a || !b)
    return a ? a : b;
  return arith::XOrIOp::create(builder, loc, a, b);
}

static Value makeXor(OpBuilder &builder, Location loc, Value a, int64_t b) {
  return b == 0 ? a : makeXor(builder, loc, a, i32Constant(builder, loc, b));
}

/// The largest power of two that is known to divide `value`, up to `limit`.
static int64_t knownDivisor(Value value, int64_t limit) {
  Operation *op = value ? value.getDefiningOp() : nullptr;
  if (!value)
    return limit;
  IntegerAttr constant;
  if (matchPattern(value, m_Constant(&constant)))
    return constant.getInt() == 0
               ? limit
               : std::min<int64_t>(limit, constant.getInt() & -constant.getInt());
  if (isa_and_nonnull<arith::MulIOp>(op))
    return std::min(limit, knownDivisor(op->getOperand(0), limit) *
                               knownDivisor(op->getOperand(1), limit));
  if (isa_and_nonnull<arith::AddIOp, arith::OrIOp, arith::XOrIOp>(op))
    return std::min(knownDivisor(op->getOperand(0), limit), knownDivisor(op->getOperand(1), limit));
  return 1;
}

/// True if chunks of `size` registers move as a whole.
static bool movesChunks(ArrayRef<int32_t> bases, int32_t start, Value shift, int64_t size) {
  bool isWhole = start % size == 0 && knownDivisor(shift, size) == size &&
                 (int64_t(1) << bases.size()) >= size;
  for (auto [bit, basis] : llvm::enumerate(bases)) {
    bool isLow = (int64_t(1) << bit) < size;
    isWhole &= isLow ? basis == int32_t(1) << bit : basis % size == 0;
  }
  return isWhole;
}

/// `place` / `size` for a place that is seen to be made of multiples of `size`, else null. The
/// numbers of registers are small, so that nothing overflows.
static Value divideExactly(OpBuilder &builder, Location loc, Value place, int64_t size) {
  IntegerAttr constant;
  if (matchPattern(place, m_Constant(&constant)))
    return constant.getInt() % size == 0 ? i32Constant(builder, loc, constant.getInt() / size)
                                         : Value();
  if (auto product = place.getDefiningOp<arith::MulIOp>()) {
    Value factor = divideExactly(builder, loc, product.getRhs(), size);
    if (!factor || !matchPattern(factor, m_Constant(&constant)))
      return {};
    return constant.getInt() == 1
               ? product.getLhs()
               : arith::MulIOp::create(builder, loc, product.getLhs(), factor).getResult();
  }
  auto both = place.getDefiningOp<arith::XOrIOp>();
  if (!both || knownDivisor(place, size) != size)
    return {};
  Value lhs = divideExactly(builder, loc, both.getLhs(), size);
  Value rhs = divideExactly(builder, loc, both.getRhs(), size);
  return lhs && rhs ? arith::XOrIOp::create(builder, loc, lhs, rhs).getResult() : Value();
}

/// The chunk of `size` registers in which register `place` lies.
static Value getChunkNumber(OpBuilder &builder, Location loc, Value place, int64_t size) {
  if (size == 1)
    return place;
  if (Value quotient = divideExactly(builder, loc, place, size))
    return quotient;
  return arith::ShRUIOp::create(builder, loc, place,
                                i32Constant(builder, loc, llvm::Log2_64(size)));
}

/// Register `moving` XOR `fixed` of a value that is kept, where null is 0; or the chunk that
/// it is the first one of.
Value PacketEmitter::getKept(Value source, Value moving, int64_t fixed, bool wholeChunk) {
  Location loc = source.getLoc();
  assert(state.wide.contains(source) && "the source of a rearrangement is kept");
  const WideValue &kept = state.wide.find(source)->second;
  int64_t chunkSize = state.shapeOf(source).chunk;
  Type chunkType = LoopFormState::pieceType(source.getType(), chunkSize);
  auto chunkAt = [&](Value index) -> Value {
    return ArrayLoadOp::create(builder, loc, chunkType, kept.array, index);
  };
  if (!moving) {
    Value chunk = kept.array ? chunkAt(i32Constant(builder, loc, fixed / chunkSize))
                             : kept.chunks[fixed / chunkSize];
    return chunkSize == 1 || wholeChunk
               ? chunk
               : vector::ExtractOp::create(builder, loc, chunk, fixed % chunkSize);
  }
  Value index = makeXor(builder, loc, moving, fixed);
  if (chunkSize == 1)
    return kept.array ? chunkAt(index) : kept.chunks.front();
  Value chunk =
      kept.array ? chunkAt(getChunkNumber(builder, loc, index, chunkSize)) : kept.chunks.front();
  if (wholeChunk)
    return chunk;
  Value lane = arith::AndIOp::create(builder, loc, index, i32Constant(builder, loc, chunkSize - 1));
  Value position = arith::IndexCastOp::create(builder, loc, builder.getIndexType(), lane);
  return vector::ExtractOp::create(builder, loc, chunk, position);
}

Value PacketEmitter::getElement(Value wide, int64_t number) {
  if (state.wide.contains(wide))
    return getKept(wide, Value(), number, /*wholeChunk=*/false);
  PacketShape own = state.shapeOf(wide);
  Value place = own.fitsOnePacket()
                    ? Value()
                    : i32Constant(builder, wide.getLoc(), number / own.packetSize());
  PacketEmitter other(state, builder, own, place);
  return other.get(wide, number % own.packetSize(), 1);
}

/// One element of the result, or a chunk; where the source itself depends on the packet,
/// all are read and one is chosen.
Value PacketEmitter::getRearranged(RearrangeOp op, int64_t element, bool wholeChunk) {
  Location loc = op.getLoc();
  ArrayRef<int32_t> bases = op.getRegisters();
  unsigned packetBits = llvm::Log2_64(shape.packetSize());
  int64_t fixed = op.getStart() ^ applyBases(bases.take_front(packetBits), element);
  SmallVector<int32_t> within, across; // of a source's registers, and of the sources
  int64_t length = op.getSourceLength();
  for (int32_t basis : bases.drop_front(packetBits)) {
    within.push_back(basis & (length - 1));
    across.push_back(basis & ~(length - 1));
  }
  Value moving = packet ? buildLinear(builder, loc, packet, within) : Value();
  Value choice = packet ? buildLinear(builder, loc, packet, across) : Value();
  if (op.getShift()) {
    Value shift = state.scalar(op.getShift());
    state.unrollFor(shift, length);
    Value low = shift;
    if (op.getSources().size() > 1) {
      low = arith::AndIOp::create(builder, loc, shift, i32Constant(builder, loc, length - 1));
      choice = makeXor(builder, loc, choice, arith::XOrIOp::create(builder, loc, shift, low));
    }
    moving = makeXor(builder, loc, moving, low);
  }
  int64_t number = fixed & (length - 1);
  if (!choice)
    return getKept(op.getSources()[fixed / length], moving, number, wholeChunk);
  choice = makeXor(builder, loc, choice, fixed & ~(length - 1));
  Value result = getKept(op.getSources().front(), moving, number, wholeChunk);
  for (size_t i = 1; i < op.getSources().size(); ++i) {
    Value isThis = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, choice,
                                         i32Constant(builder, loc, i * length));
    result = arith::SelectOp::create(
        builder, loc, isThis, getKept(op.getSources()[i], moving, number, wholeChunk), result);
  }
  return result;
}

/// Elements of one packet change places: constant positions of its chunks.
void PacketEmitter::rearrangeWithin(RearrangeOp op) {
  unsigned packetBits = llvm::Log2_64(shape.packetSize());
  ArrayRef<int32_t> bases = op.getRegisters().take_front(packetBits);
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k) {
    SmallVector<Value> elements;
    for (int64_t i = 0; i < shape.chunk; ++i)
      elements.push_back(
          get(op.getSources().front(), op.getStart() ^ applyBases(bases, k * shape.chunk + i), 1));
    define(op.getResult(), k, join(op.getLoc(), elements));
  }
}

void PacketEmitter::rearrange(RearrangeOp op) {
  if (isWithinPackets(op, shape))
    return rearrangeWithin(op);
  int64_t sourceChunk = state.shapeOf(op.getSources().front()).chunk;
  bool isWhole = sourceChunk == shape.chunk && shape.chunk > 1 &&
                 movesChunks(op.getRegisters(), op.getStart(), op.getShift(), sourceChunk);
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k) {
    if (isWhole) {
      define(op.getResult(), k, getRearranged(op, k * shape.chunk, /*wholeChunk=*/true));
      continue;
    }
    SmallVector<Value> elements;
    for (int64_t i = 0; i < shape.chunk; ++i)
      elements.push_back(getRearranged(op, k * shape.chunk + i, /*wholeChunk=*/false));
    define(op.getResult(), k, join(op.getLoc(), elements));
  }
}

/// Whole chunks are stored where the places allow; else each element changes its chunk.
void PacketEmitter::insert(InsertRegistersOp op) {
  Location loc = op.getLoc();
  Value array = state.wide.find(op.getResult())->second.array;
  ArrayRef<int32_t> bases = op.getRegisters();
  int64_t chunkSize = state.shapeOf(op.getResult()).chunk;
  Type chunkType = LoopFormState::pieceType(op.getResult().getType(), chunkSize);
  unsigned packetBits = llvm::Log2_64(shape.packetSize());
  Value moving = packet ? buildLinear(builder, loc, packet, bases.drop_front(packetBits)) : Value();
  if (op.getShift()) {
    Value shift = state.scalar(op.getShift());
    state.unrollFor(shift, LoopFormState::registersOf(op.getResult()));
    moving = makeXor(builder, loc, moving, shift);
  }

  bool isWhole =
      shape.chunk % chunkSize == 0 && movesChunks(bases, op.getStart(), op.getShift(), chunkSize);
  int64_t step = isWhole ? chunkSize : 1;
  for (int64_t element = 0; element < shape.packetSize(); element += step) {
    Value value = get(op.getPart(), element, step);
    int64_t fixed = op.getStart() ^ applyBases(bases.take_front(packetBits), element);
    Value place = moving ? makeXor(builder, loc, moving, fixed) : i32Constant(builder, loc, fixed);
    Value index = getChunkNumber(builder, loc, place, chunkSize);
    if (step != chunkSize) {
      Value lane =
          arith::AndIOp::create(builder, loc, place, i32Constant(builder, loc, chunkSize - 1));
      Value position = arith::IndexCastOp::create(builder, loc, builder.getIndexType(), lane);
      Value chunk = ArrayLoadOp::create(builder, loc, chunkType, array, index);
      value = vector::InsertOp::create(builder, loc, value, chunk, position);
    }
    ArrayStoreOp::create(builder, loc, value, array, index);
  }
}

/// Metal exchanges vectors of up to 32-bit elements; wider ones go one by one.
void PacketEmitter::shuffle(SimdShuffleOp op) {
  Location loc = op.getLoc();
  Value lane = state.scalar(op.getLane());
  bool isSplit = getElementTypeOrSelf(op.getValue()).getIntOrFloatBitWidth() > 32;
  int64_t step = isSplit ? 1 : shape.chunk;
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k) {
    SmallVector<Value> pieces;
    for (int64_t i = 0; i < shape.chunk; i += step)
      pieces.push_back(SimdShuffleOp::create(builder, loc, op.getKind(),
                                             get(op.getValue(), k * shape.chunk + i, step), lane));
    define(op.getResult(), k, join(loc, pieces));
  }
}
