//===- LoopFormRegisters.cpp - Moves among registers ----------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// metal.rearrange reads its sources at other registers than the packet's own, and
// metal.insert_registers writes there. So the value whose registers are picked is
// kept before: as SSA values if all indices are constants, else in a thread array.
//
//===----------------------------------------------------------------------===//

#include "LoopFormer.h"
#include "PacketEmitter.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

void LoopFormer::keepSources(RearrangeOp op) {
  if (isWithinPackets(op, state.shapeOf(op.getResult())))
    return; // the packet itself has what it needs
  bool isConstant = state.shapeOf(op.getResult()).fitsOnePacket() && !op.getShift();
  for (Value source : op.getSources()) {
    bool isKept = state.wide.contains(source);
    if (isKept && state.wide[source].array && LoopFormState::getFragment(state.wide[source].array))
      isKept = false; // single elements are picked from chunks
    if (!isKept && state.shapeOf(source).fitsOnePacket()) {
      state.noteCopy(source, {chunksOf(source), Value()});
      isKept = true;
    }
    if (isKept && (isConstant || state.wide[source].array || state.wide[source].chunks.size() == 1))
      continue;
    Value array = state.createChunkArray(source.getLoc(), source);
    copyInto({{source, array}});
    state.noteCopy(source, {{}, array});
  }
}

/// Finds the array that the result of `op` lives in: that of `whole` if nobody else
/// reads it, else a copy. False if the insertion is done already.
bool LoopFormer::startInsertion(InsertRegistersOp op) {
  Value whole = op.getWhole();
  if (state.shapeOf(whole).fitsOnePacket()) {
    flush();
    insertIntoChunks(op);
    return false;
  }
  auto it = state.wide.find(whole);
  bool isHere = whole.getParentBlock() == op->getBlock() && whole.hasOneUse();
  if (it != state.wide.end() && it->second.array && isHere &&
      !LoopFormState::getFragment(it->second.array)) {
    Value array = it->second.array;
    if (isa<BlockArgument>(whole))
      handedOn.insert({whole.getParentBlock(), array});
    state.wide[op.getResult()].array = array;
    return true;
  }
  Value array = state.createChunkArray(op.getLoc(), op.getResult());
  copyInto({{whole, array}});
  state.wide[op.getResult()].array = array;
  return true;
}

/// A result of a few chunks stays in SSA values, unless it is not known which.
void LoopFormer::insertIntoChunks(InsertRegistersOp op) {
  Location loc = op.getLoc();
  PacketShape shape = state.shapeOf(op.getWhole());
  SmallVector<Value> chunks = chunksOf(op.getWhole());
  PacketEmitter packet(state, builder, shape, Value());
  int64_t count = LoopFormState::registersOf(op.getPart());
  for (int64_t i = 0; i < count; ++i) {
    Value element = packet.getElement(op.getPart(), i);
    int64_t place = op.getStart() ^ applyBases(op.getRegisters(), i);
    if (!op.getShift()) {
      Value &chunk = chunks[place / shape.chunk];
      chunk = shape.chunk == 1
                  ? element
                  : vector::InsertOp::create(builder, loc, element, chunk, place % shape.chunk);
      continue;
    }
    Value index = arith::XOrIOp::create(builder, loc, state.scalar(op.getShift()),
                                        i32Constant(builder, loc, place));
    for (auto [k, chunk] : llvm::enumerate(chunks))
      for (int64_t j = 0; j < shape.chunk; ++j) {
        Value isHere = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, index,
                                             i32Constant(builder, loc, k * shape.chunk + j));
        Value old = shape.chunk == 1 ? chunk : vector::ExtractOp::create(builder, loc, chunk, j);
        Value value = arith::SelectOp::create(builder, loc, isHere, element, old);
        chunk = shape.chunk == 1 ? value : vector::InsertOp::create(builder, loc, value, chunk, j);
      }
  }
  state.wide[op.getResult()].chunks = chunks;
}
