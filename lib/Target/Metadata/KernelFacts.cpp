//===- KernelFacts.cpp - What a kernel in loop form needs ------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "KernelFacts.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

uint64_t tritonmetal::metal::getThreadgroupBytes(KernelOp kernel) {
  uint64_t bytes = 0;
  kernel.walk([&](ThreadgroupAllocOp op) {
    bytes = llvm::alignTo(bytes, 16) +
            op.getCount() * getByteSize(op.getResult().getType().getPointee());
  });
  return bytes;
}

static bool looksForOthers(Operation *op) {
  if (auto load = dyn_cast<LoadOp>(op))
    return load.getIsVolatile();
  return isa<AtomicRMWOp, AtomicCompareExchangeOp, AtomicLoadOp>(op);
}

scf::WhileOp tritonmetal::metal::findWait(KernelOp kernel) {
  scf::WhileOp found;
  kernel.walk([&](scf::WhileOp loop) {
    if (loop->hasAttr("metal.divergent"))
      return WalkResult::advance();
    WalkResult inner = loop->walk([](Operation *op) {
      return looksForOthers(op) ? WalkResult::interrupt() : WalkResult::advance();
    });
    if (!inner.wasInterrupted())
      return WalkResult::advance();
    found = loop;
    return WalkResult::interrupt();
  });
  return found;
}
