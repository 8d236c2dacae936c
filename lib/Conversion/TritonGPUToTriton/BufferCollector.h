//===- BufferCollector.h - Allocations and who accesses them ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Follows each allocation through the values that stand for it or for one of its slots:
// views, what loops carry, results of conditionals. At the ends are reads and writes of
// whole slots; whatever else takes such a value is refused, and so is a value that may
// stand for either of two allocations.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_BUFFERCOLLECTOR_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_BUFFERCOLLECTOR_H

#include "SlotContents.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include <memory>

namespace tritonmetal {

/// A buffer with the residues of its slots.
struct CollectedBuffer {
  SlotBuffer buffer;
  std::unique_ptr<SlotIndices> indices;
};

class BufferCollector {
public:
  explicit BufferCollector(IndexRanges &ranges) : ranges(ranges) {}

  /// Of accessed allocations only.
  mlir::LogicalResult collect(tt::FuncOp function);

  llvm::ArrayRef<std::unique_ptr<CollectedBuffer>> getBuffers() const { return buffers; }

private:
  struct Draft {
    mlir::Operation *allocation;
    std::vector<SlotAccess> writes, reads;
    /// Values that are slots, with their index, or with a constant slot.
    llvm::SmallVector<std::pair<mlir::Value, mlir::Value>> indexed;
    llvm::SmallVector<std::pair<mlir::Value, uint64_t>> fixed;
  };

  mlir::LogicalResult follow(Draft &draft);
  mlir::LogicalResult followUse(Draft &draft, mlir::OpOperand &use);
  mlir::LogicalResult followOffset(Draft &draft, tt::AddPtrOp op);
  mlir::LogicalResult reach(Draft &draft, mlir::Value value, mlir::Operation *through);
  mlir::LogicalResult finishShared(Draft &draft, ttg::LocalAllocOp allocation);
  mlir::LogicalResult finishScratch(Draft &draft, ttg::GlobalScratchAllocOp allocation);
  void add(Draft &draft, uint64_t depth, mlir::Type slotType);

  IndexRanges &ranges;
  llvm::DenseMap<mlir::Value, mlir::Operation *> homes;
  llvm::SmallVector<mlir::Value> worklist;
  std::vector<std::unique_ptr<CollectedBuffer>> buffers;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_BUFFERCOLLECTOR_H
