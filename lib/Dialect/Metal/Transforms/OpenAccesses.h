//===- OpenAccesses.h - Barriers between accesses that conflict -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Walks structured control flow in order with the set of accesses that no barrier
// has followed yet ("open"). An access that conflicts with an open one gets a barrier
// in front, which closes all.
//
//   for … {                      open at the first entry: {}
//     store p[simdgroup]         the second time round: {read p}  -> barrier
//     barrier
//     load p[lane]               open: {read p}
//   }
//
// What an access is and which conflict is the business of the passes:
//
//   struct Access { bool operator==(const Access &) const;
//                   bool conflictsWith(const Access &) const;
//                   Access inNextRound(Operation *loop) const; };
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_OPENACCESSES_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_OPENACCESSES_H

#include "triton-metal/Dialect/Metal/IR/Marks.h"
#include "triton-metal/Dialect/Metal/IR/Metal.h"

namespace tritonmetal::metal {

/// Accesses since the last barrier; a handful, so a vector does.
template <typename Access>
class OpenAccesses {
public:
  bool add(const Access &access) {
    if (llvm::is_contained(accesses, access))
      return false;
    accesses.push_back(access);
    return true;
  }
  bool merge(const OpenAccesses &other) {
    bool changed = false;
    for (const Access &access : other.accesses)
      changed |= add(access);
    return changed;
  }
  bool mergeNextRound(const OpenAccesses &other, mlir::Operation *loop) {
    bool changed = false;
    for (const Access &access : other.accesses)
      changed |= add(access.inNextRound(loop));
    return changed;
  }
  bool conflictsWith(llvm::ArrayRef<Access> others) const {
    return llvm::any_of(accesses, [&](const Access &mine) {
      return llvm::any_of(others, [&](const Access &other) { return mine.conflictsWith(other); });
    });
  }
  void clear() { accesses.clear(); }

private:
  llvm::SmallVector<Access> accesses;
};

/// The walk over one kernel. `accessOf` gives what an op without regions touches,
/// `isBarrier` says which ops close all, `separate` puts a barrier in front of an op.
template <typename Access>
class AccessSeparator {
public:
  using Open = OpenAccesses<Access>;

  AccessSeparator(llvm::function_ref<std::optional<Access>(mlir::Operation *)> accessOf,
                  llvm::function_ref<bool(mlir::Operation *)> isBarrier,
                  llvm::function_ref<void(mlir::Operation *)> separate)
      : accessOf(accessOf), isBarrier(isBarrier), separate(separate) {}

  void walk(KernelOp kernel) {
    Open open;
    for (mlir::Block &block : kernel.getBody())
      walk(block, open);
  }

private:
  void walk(mlir::Block &block, Open &open) {
    for (mlir::Operation &op : llvm::make_early_inc_range(block)) {
      if (isBarrier(&op))
        open.clear();
      else if (auto access = accessOf(&op))
        place(&op, *access, open);
      else if (mlir::isa<mlir::scf::ForOp, mlir::scf::WhileOp>(op))
        walkLoop(&op, open);
      else if (op.hasAttr(kDivergentAttrName))
        place(&op, accessesWithin(&op), open); // no barrier inside
      else if (op.getNumRegions() != 0)
        walkBranches(&op, open);
    }
  }

  void place(mlir::Operation *op, llvm::ArrayRef<Access> accesses, Open &open) {
    if (open.conflictsWith(accesses)) {
      separate(op);
      open.clear();
    }
    for (const Access &access : accesses)
      open.add(access);
  }

  /// The body is walked until what is open at its end brings nothing new to its start.
  void walkLoop(mlir::Operation *loop, Open &open) {
    Open entry = open;
    bool changed = true;
    while (changed) {
      open = entry;
      for (mlir::Region &region : loop->getRegions())
        for (mlir::Block &block : region)
          walk(block, open);
      changed = entry.mergeNextRound(open, loop);
    }
    open.merge(entry);
  }

  void walkBranches(mlir::Operation *branch, Open &open) {
    Open before = open;
    for (mlir::Region &region : branch->getRegions())
      for (mlir::Block &block : region) {
        Open current = before;
        walk(block, current);
        open.merge(current);
      }
  }

  llvm::SmallVector<Access> accessesWithin(mlir::Operation *op) {
    llvm::SmallVector<Access> accesses;
    op->walk([&](mlir::Operation *inner) {
      if (auto access = accessOf(inner))
        accesses.push_back(*access);
    });
    return accesses;
  }

  llvm::function_ref<std::optional<Access>(mlir::Operation *)> accessOf;
  llvm::function_ref<bool(mlir::Operation *)> isBarrier;
  llvm::function_ref<void(mlir::Operation *)> separate;
};

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_OPENACCESSES_H
