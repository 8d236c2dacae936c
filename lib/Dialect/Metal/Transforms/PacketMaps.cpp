//===- PacketMaps.cpp - Functions of elements in one packet ----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "CombineFunction.h"
#include "PacketEmitter.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// The region once for each group of `pack` elements.
void PacketEmitter::mapPacked(MapOp op) {
  int64_t pack = op.getPack();
  Block &body = op.getCode().front();
  SmallVector<SmallVector<Value>> results(op->getNumResults());
  for (int64_t first = 0; first < shape.packetSize(); first += pack) {
    IRMapping mapping = state.scalars;
    for (auto [i, argument] : llvm::enumerate(body.getArguments()))
      mapping.map(argument, get(op.getSources()[i / pack], first + i % pack, 1));
    for (Operation &inner : body.without_terminator())
      builder.clone(inner, mapping);
    for (auto [i, value] : llvm::enumerate(body.getTerminator()->getOperands()))
      results[i / pack].push_back(mapping.lookup(value));
  }
  for (auto [result, elements] : llvm::zip_equal(op->getResults(), results))
    for (int64_t k = 0; k < shape.chunksPerPacket; ++k)
      define(result, k, join(op.getLoc(), ArrayRef(elements).slice(k * shape.chunk, shape.chunk)));
}

void PacketEmitter::map(MapOp op) {
  if (op.getPack() != 1)
    return mapPacked(op);
  CombineFunction function(state, op.getCode());
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k) {
    SmallVector<Value> arguments;
    for (Value source : op.getSources())
      arguments.push_back(getChunk(source, k));
    for (auto [result, value] :
         llvm::zip(op.getResults(), function.apply(builder, arguments, shape.chunk)))
      define(result, k, value);
  }
}

/// Metal's shuffles take one lane: an element at a time.
void PacketEmitter::laneGather(LaneGatherOp op) {
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k) {
    SmallVector<Value> parts;
    for (int64_t i = 0; i < shape.chunk; ++i) {
      int64_t element = k * shape.chunk + i;
      parts.push_back(SimdShuffleOp::create(builder, op.getLoc(), ShuffleKind::Index,
                                            get(op.getValue(), element, 1),
                                            get(op.getLanes(), element, 1)));
    }
    define(op.getResult(), k, join(op.getLoc(), parts));
  }
}
