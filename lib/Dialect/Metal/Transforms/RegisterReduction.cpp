//===- RegisterReduction.cpp - metal.reduce_registers in a loop ------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "RegisterReduction.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

RegisterReduction::RegisterReduction(LoopFormState &state, ReduceRegistersOp op, PacketShape shape,
                                     bool descending)
    : PacketFold(state, op, op.getAlong(), shape, descending) {
  int32_t withinChunk = alongMask & int32_t(shape.chunk - 1);
  int32_t ofChunk = alongMask & int32_t(shape.packetSize() - 1) & ~withinChunk;
  length = shape.chunk;
  columns = shape.chunksPerPacket >> llvm::popcount(unsigned(ofChunk));
  pieceLength = shape.chunk >> llvm::popcount(unsigned(withinChunk));
}

RegisterReduction::Values RegisterReduction::step(OpBuilder &builder, PacketEmitter &packet,
                                                  Value number, ArrayRef<Value> carried) {
  int64_t keptChunks = ~(alongMask >> llvm::Log2_64(shape.chunk)) & (shape.chunksPerPacket - 1);
  SmallVector<Values> accumulators(columns);
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k) {
    Values incoming;
    for (Value source : op->getOperands())
      incoming.push_back(packet.getChunk(source, k));
    unsigned column = compressBits(k, keptChunks);
    Values &accumulated = accumulators[column];
    if (accumulated.empty())
      accumulated = fold(builder, number, column, carried, incoming, /*needsBefore=*/false).after;
    else
      accumulated = function.combine(builder, accumulated, incoming, length);
  }
  if (!isFinishedPerPacket())
    return keep(builder, number, accumulators);
  if (arrays.empty())
    arrays = createArrays(pieceLength);
  for (auto [column, accumulated] : llvm::enumerate(accumulators))
    writeSlot(builder, number, column, arrays, finishChunk(builder, accumulated));
  return {};
}

/// Combines the elements of a chunk that differ in bits along: by halves, the highest
/// bit first.
RegisterReduction::Values RegisterReduction::finishChunk(OpBuilder &builder, Values values) {
  Location loc = op->getLoc();
  int64_t count = shape.chunk;
  for (unsigned bit = llvm::Log2_64(shape.chunk); bit-- > 0;) {
    if (!(alongMask >> bit & 1))
      continue;
    SmallVector<int64_t> low, high;
    for (int64_t i = 0; i < count; ++i)
      (i >> bit & 1 ? high : low).push_back(i);
    Values lows, highs;
    for (Value value : values) {
      lows.push_back(takeElements(builder, loc, value, low));
      highs.push_back(takeElements(builder, loc, value, high));
    }
    count /= 2;
    values = function.combine(builder, lows, highs, count);
  }
  return values;
}

/// Chunks of `chunk` elements from finished pieces, in order.
RegisterReduction::Values RegisterReduction::makeChunks(OpBuilder &builder, ArrayRef<Values> pieces,
                                                        unsigned operand, int64_t chunk) {
  Location loc = op->getLoc();
  Values chunks;
  if (pieceLength >= chunk) {
    for (const Values &piece : pieces)
      for (int64_t i = 0; i < pieceLength; i += chunk)
        chunks.push_back(takeElements(builder, loc, piece[operand],
                                      llvm::to_vector(llvm::seq<int64_t>(i, i + chunk))));
    return chunks;
  }
  size_t perChunk = chunk / pieceLength;
  for (size_t first = 0; first < pieces.size(); first += perChunk) {
    Values parts;
    for (const Values &piece : pieces.slice(first, perChunk))
      parts.push_back(piece[operand]);
    chunks.push_back(joinElements(builder, loc, parts));
  }
  return chunks;
}

/// The results from all finished pieces at once.
void RegisterReduction::bind(OpBuilder &builder, ArrayRef<Values> pieces) {
  for (auto [n, result] : llvm::enumerate(op->getResults())) {
    PacketShape resultShape = state.shapeOf(result);
    Values chunks = makeChunks(builder, pieces, n, resultShape.chunk);
    if (resultShape.fitsOnePacket()) {
      state.wide[result].chunks = chunks;
      continue;
    }
    Value array = state.createChunkArray(op->getLoc(), result);
    for (auto [i, chunk] : llvm::enumerate(chunks))
      ArrayStoreOp::create(builder, op->getLoc(), chunk, array,
                           i32Constant(builder, op->getLoc(), i));
    state.wide[result].array = array;
  }
}

void RegisterReduction::finish(OpBuilder &builder, ArrayRef<Value> carried) {
  if (slots != 1)
    return finishInLoop(builder);
  SmallVector<Values> pieces;
  for (unsigned column = 0; column < columns; ++column)
    pieces.push_back(
        finishChunk(builder, Values(carried.slice(column * operandCount(), operandCount()))));
  bind(builder, pieces);
}

/// Finishes what the arrays hold, a chunk of the results (or a piece, if that is
/// longer) at a time.
void RegisterReduction::finishInLoop(OpBuilder &builder) {
  Location loc = withoutName(op->getLoc());
  PacketShape resultShape = state.shapeOf(op->getResult(0));
  bool isFinished = isFinishedPerPacket() || pieceLength == length;
  if (isFinished && pieceLength == resultShape.chunk && !resultShape.fitsOnePacket()) {
    for (auto [result, array] : llvm::zip(op->getResults(), arrays))
      state.wide[result].array = array;
    return;
  }
  int64_t entries = std::max<int64_t>(1, resultShape.chunk / pieceLength);
  auto readPieces = [&](Value first, int64_t count) {
    SmallVector<Values> pieces;
    for (int64_t i = 0; i < count; ++i) {
      Value index = i32Constant(builder, loc, i);
      if (first)
        index = arith::AddIOp::create(builder, loc, first, index);
      Values piece;
      for (Value array : arrays)
        piece.push_back(ArrayLoadOp::create(
            builder, loc, cast<ThreadArrayType>(array.getType()).getElementType(), array, index));
      pieces.push_back(isFinished ? piece : finishChunk(builder, piece));
    }
    return pieces;
  };
  if (resultShape.fitsOnePacket())
    return bind(builder, readPieces(Value(), slots * columns));

  int64_t chunksPerStep = entries * pieceLength / resultShape.chunk;
  for (Value result : op->getResults())
    state.wide[result].array = state.createChunkArray(loc, result);
  auto loop = scf::ForOp::create(builder, loc, i32Constant(builder, loc, 0),
                                 i32Constant(builder, loc, slots * columns / entries),
                                 i32Constant(builder, loc, 1));
  state.markUnroll(loop, resultShape.registers);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPoint(loop.getBody()->getTerminator());
  auto scaled = [&](int64_t factor) -> Value {
    return arith::MulIOp::create(builder, loc, loop.getInductionVar(),
                                 i32Constant(builder, loc, factor));
  };
  SmallVector<Values> pieces = readPieces(scaled(entries), entries);
  for (auto [n, result] : llvm::enumerate(op->getResults()))
    for (auto [i, chunk] : llvm::enumerate(makeChunks(builder, pieces, n, resultShape.chunk))) {
      Value index =
          arith::AddIOp::create(builder, loc, scaled(chunksPerStep), i32Constant(builder, loc, i));
      ArrayStoreOp::create(builder, loc, chunk, state.wide[result].array, index);
    }
}
