//===- PromoteBuffers.cpp - Buffers become values --------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "PromoteBuffers.h"

#include "BufferCollector.h"
#include "CarriedSlots.h"
#include "TensorValues.h"

using namespace mlir;
using namespace tritonmetal;

LogicalResult tritonmetal::promoteBuffers(tt::FuncOp function) {
  if (function.isExternal())
    return success();
  IndexRanges ranges;
  BufferCollector collector(ranges);
  if (failed(collector.collect(function)))
    return failure();

  // Every read is answered before anything changes.
  DominanceInfo dominance(function);
  std::vector<std::unique_ptr<SlotContents>> contents;
  std::vector<Definition *> needed;
  for (const std::unique_ptr<CollectedBuffer> &collected : collector.getBuffers()) {
    contents.push_back(
        std::make_unique<SlotContents>(collected->buffer, *collected->indices, dominance));
    if (failed(contents.back()->solve()))
      return failure();
    llvm::append_range(needed, contents.back()->getNeeded());
  }
  OpBuilder atStart(&function.getBody().front(), function.getBody().front().begin());
  makeValues(needed, [&](Type type) { return makeZero(atStart, function.getLoc(), type); });

  for (auto [collected, content] : llvm::zip_equal(collector.getBuffers(), contents))
    for (auto [index, read] : llvm::enumerate(collected->buffer.reads))
      read.op->getResult(0).replaceAllUsesWith(getValue(*content->getDefinition(index)));
  return success();
}
