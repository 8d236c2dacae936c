//===- PacketEmitter.cpp - Values of one packet ----------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "PacketEmitter.h"

#include "CombineFunction.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

Value PacketEmitter::get(Value wide, int64_t element, int64_t count) {
  auto key = std::make_tuple(wide, element, count);
  if (Value value = known.lookup(key))
    return value;
  Value value = compute(wide, element, count);
  known[key] = value;
  return value;
}

Value PacketEmitter::compute(Value wide, int64_t element, int64_t count) {
  Location loc = wide.getLoc();
  int64_t chunkIndex = element / shape.chunk;
  if (count != shape.chunk)
    if (Value chunk = known.lookup({wide, chunkIndex * shape.chunk, shape.chunk}))
      return slice(loc, chunk, element % shape.chunk, count);
  if (auto it = state.wide.find(wide); it != state.wide.end()) {
    Value chunk = it->second.array ? readArray(loc, it->second.array, chunkIndex)
                                   : it->second.chunks[chunkIndex];
    known[{wide, chunkIndex * shape.chunk, shape.chunk}] = chunk;
    return slice(loc, chunk, element % shape.chunk, count);
  }
  Operation *op = wide.getDefiningOp();
  assert(op && state.isCheap(wide) && "a value that is neither kept nor cheap");
  if (auto coordinateOp = dyn_cast<CoordinateOp>(op))
    return coordinate(coordinateOp, element, count);
  if (auto constantOp = dyn_cast<arith::ConstantOp>(op))
    return constant(constantOp, element, count);
  if (auto broadcast = dyn_cast<vector::BroadcastOp>(op)) {
    Value scalar = state.scalar(broadcast.getSource());
    Type type = LoopFormState::pieceType(wide.getType(), count);
    return count == 1 ? scalar : vector::BroadcastOp::create(builder, loc, type, scalar);
  }
  return elementwise(op, element, count)->getResult(cast<OpResult>(wide).getResultNumber());
}

Value PacketEmitter::slice(Location loc, Value chunk, int64_t element, int64_t count) {
  if (count == shape.chunk)
    return chunk;
  if (count == 1)
    return vector::ExtractOp::create(builder, loc, chunk, element);
  SmallVector<int64_t> mask = llvm::to_vector(llvm::seq<int64_t>(element, element + count));
  return vector::ShuffleOp::create(builder, loc, chunk, chunk, mask);
}

Value PacketEmitter::join(Location loc, ArrayRef<Value> pieces) {
  return joinElements(builder, loc, pieces);
}

/// Fragment `number` of this packet, of those with `own` elements a lane.
Value PacketEmitter::fragmentIndex(Location loc, int64_t own, int64_t number) {
  if (!packet)
    return i32Constant(builder, loc, number);
  Value index = packet;
  if (int64_t count = shape.packetSize() / own; count != 1)
    index = arith::MulIOp::create(builder, loc, index, i32Constant(builder, loc, count));
  return number == 0
             ? index
             : arith::AddIOp::create(builder, loc, index, i32Constant(builder, loc, number));
}

/// A chunk is some whole fragments, or a part of one.
Value PacketEmitter::readFragments(Location loc, Value array, int64_t chunkIndex) {
  SimdgroupMatrixType fragment = LoopFormState::getFragment(array);
  int64_t own = fragment.getElementsPerLane(), size = std::min<int64_t>(own, 4);
  auto type = VectorType::get({size}, fragment.getElementType());
  SmallVector<Value> pieces;
  for (int64_t first = chunkIndex * shape.chunk; first < (chunkIndex + 1) * shape.chunk;
       first += size)
    pieces.push_back(FragmentLoadOp::create(builder, loc, type, array,
                                            fragmentIndex(loc, own, first / own), first % own));
  return join(loc, pieces);
}

void PacketEmitter::writeFragments(Location loc, Value chunk, Value array, int64_t chunkIndex) {
  SimdgroupMatrixType fragment = LoopFormState::getFragment(array);
  int64_t own = fragment.getElementsPerLane(), size = std::min<int64_t>(own, 4);
  for (int64_t element = 0; element < shape.chunk; element += size) {
    int64_t first = chunkIndex * shape.chunk + element;
    Value piece = slice(loc, chunk, element, size);
    FragmentStoreOp::create(builder, loc, piece, array, fragmentIndex(loc, own, first / own),
                            first % own);
  }
}

Value PacketEmitter::readArray(Location loc, Value array, int64_t chunkIndex) {
  if (LoopFormState::getFragment(array))
    return readFragments(loc, array, chunkIndex);
  Value index = i32Constant(builder, loc, chunkIndex);
  if (packet) {
    index = packet;
    if (shape.chunksPerPacket != 1)
      index = arith::AddIOp::create(
          builder, loc,
          arith::MulIOp::create(builder, loc, packet,
                                i32Constant(builder, loc, shape.chunksPerPacket)),
          i32Constant(builder, loc, chunkIndex));
  }
  return ArrayLoadOp::create(builder, loc, cast<ThreadArrayType>(array.getType()).getElementType(),
                             array, index);
}

void PacketEmitter::store(Value wide, Value array) {
  Location loc = wide.getLoc();
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k) {
    Value chunk = getChunk(wide, k);
    if (LoopFormState::getFragment(array)) {
      writeFragments(loc, chunk, array, k);
      continue;
    }
    Value index = i32Constant(builder, loc, k);
    if (packet) {
      Value first = arith::MulIOp::create(builder, loc, packet,
                                          i32Constant(builder, loc, shape.chunksPerPacket));
      index = arith::AddIOp::create(builder, loc, first, index);
    }
    ArrayStoreOp::create(builder, loc, chunk, array, index);
  }
}

/// thread part + packet part + constants, as CoordinateOp defines it; additions
/// instead of XOR wherever the bases share no bit.
Value PacketEmitter::coordinate(CoordinateOp op, int64_t element, int64_t count) {
  Location loc = op.getLoc();
  ArrayRef<int32_t> registers = op.getRegisters();
  SmallVector<int32_t> all(registers);
  llvm::append_range(all, op.getLanes());
  llvm::append_range(all, op.getSimdgroups());
  bool disjoint = areDisjoint(all);
  auto combine = [&](Value a, Value b) -> Value {
    if (!a || !b)
      return a ? a : b;
    if (disjoint)
      return arith::AddIOp::create(builder, loc, a, b);
    return arith::XOrIOp::create(builder, loc, a, b);
  };
  Value base = state.threadPart(op);
  unsigned packetBits = llvm::Log2_64(shape.packetSize());
  if (packet)
    base = combine(base, buildLinear(builder, loc, packet, registers.drop_front(packetBits)));

  int32_t start = op.getStart();
  SmallVector<int32_t> constants;
  for (int64_t i = 0; i < count; ++i)
    constants.push_back(applyBases(registers, element + i) + (disjoint ? start : 0));
  Value value;
  if (count == 1) {
    Value constant = constants[0] || !base ? i32Constant(builder, loc, constants[0]) : Value();
    value = combine(base, constant);
  } else {
    auto type = VectorType::get({count}, builder.getI32Type());
    Value constant =
        arith::ConstantOp::create(builder, loc, DenseElementsAttr::get(type, ArrayRef(constants)));
    value =
        base ? combine(vector::BroadcastOp::create(builder, loc, type, base), constant) : constant;
  }
  if (disjoint || start == 0)
    return value;
  auto startAttr = builder.getI32IntegerAttr(start);
  TypedAttr attr = startAttr;
  if (count != 1)
    attr = DenseElementsAttr::get(cast<ShapedType>(value.getType()), Attribute(startAttr));
  return arith::AddIOp::create(builder, loc, value, arith::ConstantOp::create(builder, loc, attr));
}

Value PacketEmitter::constant(arith::ConstantOp op, int64_t element, int64_t count) {
  auto dense = cast<DenseElementsAttr>(op.getValue());
  Type type = LoopFormState::pieceType(op.getType(), count);
  if (dense.isSplat()) {
    Attribute value = dense.getSplatValue<Attribute>();
    TypedAttr attr =
        count == 1 ? cast<TypedAttr>(value) : DenseElementsAttr::get(cast<ShapedType>(type), value);
    return arith::ConstantOp::create(builder, op.getLoc(), attr);
  }
  assert(!packet && "conversion makes splat constants only beyond one packet");
  SmallVector<Attribute> values;
  for (int64_t i = 0; i < count; ++i)
    values.push_back(dense.getValues<Attribute>()[element + i]);
  TypedAttr attr = count == 1 ? cast<TypedAttr>(values[0])
                              : DenseElementsAttr::get(cast<ShapedType>(type), values);
  return arith::ConstantOp::create(builder, op.getLoc(), attr);
}

Operation *PacketEmitter::elementwise(Operation *op, int64_t element, int64_t count) {
  IRMapping mapping;
  for (Value operand : op->getOperands())
    if (!mapping.contains(operand))
      mapping.map(operand, LoopFormState::isWide(operand) ? get(operand, element, count)
                                                          : state.scalar(operand));
  Operation *copy = builder.clone(*op, mapping);
  for (OpResult result : copy->getResults())
    result.setType(LoopFormState::pieceType(result.getType(), count));
  return copy;
}

void PacketEmitter::emit(Operation *op) {
  if (isa<ScatterAtomicOp, ScatterCompareExchangeOp>(op))
    return scatterAtomic(op);
  if (auto gatherOp = dyn_cast<GatherOp>(op))
    return gather(gatherOp);
  if (auto scatterOp = dyn_cast<ScatterOp>(op))
    return scatter(scatterOp);
  if (auto rearrangeOp = dyn_cast<RearrangeOp>(op))
    return rearrange(rearrangeOp);
  if (auto insertOp = dyn_cast<InsertRegistersOp>(op))
    return insert(insertOp);
  if (auto shuffleOp = dyn_cast<SimdShuffleOp>(op))
    return shuffle(shuffleOp);
  if (auto mapOp = dyn_cast<MapOp>(op))
    return map(mapOp);
  if (auto laneGatherOp = dyn_cast<LaneGatherOp>(op))
    return laneGather(laneGatherOp);
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k) {
    Operation *copy = elementwise(op, k * shape.chunk, shape.chunk);
    for (auto [wide, piece] : llvm::zip_equal(op->getResults(), copy->getResults()))
      define(wide, k, piece);
  }
}
