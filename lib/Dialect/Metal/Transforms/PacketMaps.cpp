//===- PacketMaps.cpp - Functions of elements in one packet ----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "CombineFunction.h"
#include "PacketEmitter.h"

using namespace mlir;
using namespace tritonmetal::metal;

void PacketEmitter::map(MapRegistersOp op) {
  CombineFunction function(state, op.getCombine());
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
