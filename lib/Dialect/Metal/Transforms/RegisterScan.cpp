//===- RegisterScan.cpp - metal.scan_registers in a loop -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "RegisterScan.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

RegisterScan::RegisterScan(LoopFormState &state, ScanRegistersOp op, PacketShape shape)
    : PacketFold(state, op, op.getAlong(), shape, op.getReverse()), isExclusive(op.getExclusive()) {
  bool byElement = alongMask & int32_t(shape.chunk - 1);
  length = byElement ? 1 : shape.chunk;
  positions = shape.packetSize() / length;
  int32_t along = alongMask >> llvm::Log2_64(length) & int32_t(positions - 1);
  columns = positions >> llvm::popcount(unsigned(along));
}

RegisterScan::Values RegisterScan::step(OpBuilder &builder, PacketEmitter &packet, Value number,
                                        ArrayRef<Value> carried) {
  int64_t kept = ~(alongMask >> llvm::Log2_64(length)) & (positions - 1);
  SmallVector<Values> accumulators(columns), units(positions);
  for (int64_t i = 0; i < positions; ++i) {
    int64_t position = descending ? positions - 1 - i : i;
    unsigned column = compressBits(position, kept);
    Values incoming;
    for (Value source : op->getOperands())
      incoming.push_back(packet.get(source, position * length, length));
    Folded folded;
    if (accumulators[column].empty())
      folded = fold(builder, number, column, carried, incoming, isExclusive);
    else
      folded = {accumulators[column],
                function.combine(builder, accumulators[column], incoming, length)};
    accumulators[column] = folded.after;
    units[position] = isExclusive ? folded.before : folded.after;
  }
  size_t perChunk = shape.chunk / length;
  for (auto [n, result] : llvm::enumerate(op->getResults()))
    for (int64_t k = 0; k < shape.chunksPerPacket; ++k) {
      Values parts;
      for (const Values &unit : ArrayRef(units).slice(k * perChunk, perChunk))
        parts.push_back(unit[n]);
      packet.define(result, k, joinElements(builder, op->getLoc(), parts));
    }
  return number ? keep(builder, number, accumulators) : Values();
}
