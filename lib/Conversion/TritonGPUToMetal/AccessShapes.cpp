//===- AccessShapes.cpp - How wide each load and store is ------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "AccessShapes.h"

#include "LayoutQuery.h"

#include "triton-metal/Analysis/AxisInfo.h"
#include "triton-metal/Dialect/Metal/IR/Metal.h"

using namespace mlir;
using namespace tritonmetal;

/// More elements than four travel as 32-bit words, two elements to a word: a width
/// that only 16-bit types have. Bytes stop at four.
static int64_t widestRun(unsigned elementBytes, unsigned maxAccessBytes) {
  return elementBytes == 1 ? 4 : std::max(1u, maxAccessBytes / elementBytes);
}

static AccessShape findShape(Value pointer, Value mask, const AxisInfoAnalysis &axes,
                             unsigned maxAccessBytes) {
  auto type = cast<RankedTensorType>(pointer.getType());
  Type pointee = cast<tt::PointerType>(type.getElementType()).getPointeeType();
  unsigned bytes = tt::getElementBytes(pointee);
  AxisInfo addresses = axes.lookup(pointer);
  int64_t width = 1;
  for (unsigned dim = 0; addresses.isReached() && dim < type.getRank(); ++dim) {
    int64_t run = std::min({addresses.getAlignedRun(dim), getContiguousRegisters(type, dim),
                            widestRun(bytes, maxAccessBytes)});
    if (mask) {
      AxisInfo cuts = axes.lookup(mask);
      run = std::min(run, cuts.isReached() ? cuts.getConstancy(dim) : 1);
    }
    width = std::max(width, run);
  }
  return {unsigned(width), unsigned(width) * bytes};
}

AccessShapes::AccessShapes(ModuleOp module, unsigned maxAccessBytes) {
  AxisInfoAnalysis axes(module);
  module.walk([&](Operation *op) {
    auto note = [&](Value pointer, Value mask) {
      if (isa<RankedTensorType>(pointer.getType()))
        shapes[op] = findShape(pointer, mask, axes, maxAccessBytes);
    };
    if (auto load = dyn_cast<tt::LoadOp>(op))
      note(load.getPtr(), load.getMask());
    if (auto store = dyn_cast<tt::StoreOp>(op))
      note(store.getPtr(), store.getMask());
  });
}
