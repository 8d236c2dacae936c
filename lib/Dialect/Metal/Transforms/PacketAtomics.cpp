//===- PacketAtomics.cpp - Atomics of one packet ---------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// No atomic is wider than a scalar, so each register gets its own:
//
//   %old = scf.if %m -> (i32) { metal.atomic_rmw add %v, %x[%i] } else { 0 }
//
// and no result where nobody asks for the old values.
//
//===----------------------------------------------------------------------===//

#include "PacketEmitter.h"

using namespace mlir;
using namespace tritonmetal::metal;

Value PacketEmitter::updateAtomic(Operation *op, int64_t element) {
  Location loc = op->getLoc();
  if (auto update = dyn_cast<ScatterAtomicOp>(op))
    return AtomicRMWOp::create(builder, loc, update.getKind(), get(update.getValue(), element, 1),
                               state.scalar(update.getBase()),
                               get(update.getOffsets(), element, 1));
  auto exchange = cast<ScatterCompareExchangeOp>(op);
  return AtomicCompareExchangeOp::create(
      builder, loc, get(exchange.getExpected(), element, 1), get(exchange.getDesired(), element, 1),
      state.scalar(exchange.getBase()), get(exchange.getOffsets(), element, 1));
}

static Value maskOf(Operation *op) {
  if (auto update = dyn_cast<ScatterAtomicOp>(op))
    return update.getMask();
  return cast<ScatterCompareExchangeOp>(op).getMask();
}

void PacketEmitter::scatterAtomic(Operation *op) {
  Location loc = op->getLoc();
  bool isUsed = !op->use_empty();
  Type type = LoopFormState::pieceType(op->getResult(0).getType(), 1);
  SmallVector<Value> results;
  for (int64_t element = 0; element < shape.packetSize(); ++element) {
    Value wideMask = maskOf(op);
    if (!wideMask) {
      results.push_back(updateAtomic(op, element));
      continue;
    }
    // Computed before the branch: other ops of the packet use them as well.
    for (Value operand : op->getOperands())
      if (LoopFormState::isWide(operand))
        get(operand, element, 1);
    auto ifOp = scf::IfOp::create(builder, loc, isUsed ? TypeRange(type) : TypeRange(),
                                  get(wideMask, element, 1), /*withElseRegion=*/isUsed);
    OpBuilder::InsertionGuard guard(builder);
    if (!isUsed) {
      builder.setInsertionPoint(ifOp.thenBlock()->getTerminator());
      updateAtomic(op, element);
      continue;
    }
    builder.setInsertionPointToEnd(ifOp.thenBlock());
    scf::YieldOp::create(builder, loc, updateAtomic(op, element));
    builder.setInsertionPointToEnd(ifOp.elseBlock());
    Value zero =
        arith::ConstantOp::create(builder, loc, cast<TypedAttr>(builder.getZeroAttr(type)));
    scf::YieldOp::create(builder, loc, zero);
    results.push_back(ifOp.getResult(0));
  }
  if (!isUsed)
    return;
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k)
    define(op->getResult(0), k, join(loc, ArrayRef(results).slice(k * shape.chunk, shape.chunk)));
}
