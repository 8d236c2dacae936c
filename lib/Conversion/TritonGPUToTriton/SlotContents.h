//===- SlotContents.h - What the slots of a buffer hold ---------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Memory SSA over the slots of a buffer. For a read of slot s the search goes backwards,
// against the flow of control, for the write that made what s holds:
//
//   %x = write slot 2 + p          p: progress of the loop (SlotIndices.h)
//   %y = read  slot 0 + p
//
// - A write to the same slot (the difference of the residues is 0) is the answer; one to
//   another slot (a constant other than 0) is passed by; of any other nothing is known,
//   and the read is refused.
// - At the start of a loop's body there are two ways on: into the loop, where the slot is
//   looked for as of progress 0, and to the end of the iteration before, where the slot
//   is one step further on. The answer is a value that the loop carries. Above, slot 0 + p
//   was slot 1 + p an iteration earlier, and 2 + p two earlier, where %x is found: the loop
//   comes to carry two values, the queue that the ring buffer is.
// - Behind a loop the same value is a result, behind a conditional there are two ways on.
// - At the allocation nothing is written yet.
//
// The search remembers what it found for each loop and slot, so it ends; of values that
// turn out to be always the same one remains. Nothing of the IR changes before all reads
// of all buffers have been answered, then `CarriedSlots` adds what loops carry.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_SLOTCONTENTS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_SLOTCONTENTS_H

#include "SlotIndices.h"

#include "mlir/IR/Dominance.h"

#include <deque>
#include <map>

namespace tritonmetal {

/// A read or a write of one whole slot. Operand 0 is what is written, result 0 what is read.
struct SlotAccess {
  mlir::Operation *op;
  mlir::Value view; // whose residue is the slot
  /// Of a read: nobody looks at the value where nothing was written.
  bool mayBeUnwritten = false;
};

struct SlotBuffer {
  mlir::Operation *allocation; // operand 0, if there is one, is what it holds from the start
  uint64_t depth = 1;
  mlir::Type slotType; // of the values
  std::vector<SlotAccess> writes;
  std::vector<SlotAccess> reads;
};

/// Where the contents of a slot come from.
struct Definition {
  enum Kind { Unwritten, Written, LoopArgument, LoopResult, BranchResult };

  Kind kind;
  mlir::Operation *op = nullptr; // the loop, the conditional, or what writes
  Residue slot;                  // at the header, or behind the conditional
  mlir::Value value;             // once there is one; operand 0 of what writes
  mlir::Type type;
  /// LoopArgument: at the start, and of the iteration before. LoopResult: the argument.
  /// BranchResult: of the two sides.
  llvm::SmallVector<Definition *, 2> sources;
  Definition *same = nullptr; // that this one turned out to be

  Definition *resolve() {
    Definition *definition = this;
    while (definition->same)
      definition = definition->same;
    return definition;
  }
};

class SlotContents {
public:
  SlotContents(const SlotBuffer &buffer, SlotIndices &indices, mlir::DominanceInfo &dominance);

  /// Finds the definitions of all reads, in their order; fails with an error at a read
  /// that cannot be answered.
  mlir::LogicalResult solve();

  /// The answers, and all that they depend on: none stands for another.
  Definition *getDefinition(unsigned read) { return answers[read]->resolve(); }
  std::vector<Definition *> getNeeded();

private:
  Definition *find(const SlotAccess &read, Residue slot, mlir::Block *block,
                   mlir::Operation *before);
  Definition *findAtStart(const SlotAccess &read, const Residue &slot, mlir::Block *&block,
                          mlir::Operation *&before);
  Definition *findBehind(const SlotAccess &read, const Residue &slot, mlir::Operation *event);
  Definition *makeMerge(Definition::Kind kind, mlir::Operation *op, const Residue &slot);
  mlir::LogicalResult findSources(const SlotAccess &read, Definition &merge);
  mlir::Block *getBlockBefore(mlir::Block *block);
  mlir::Operation *getLastEvent(mlir::Block *block, mlir::Operation *before);
  void simplify();
  mlir::LogicalResult checkWritten();

  const SlotBuffer &buffer;
  SlotIndices &indices;
  mlir::DominanceInfo &dominance;

  /// In each block, in order: the allocation, writes, and ops with writes inside.
  llvm::DenseMap<mlir::Block *, llvm::SmallVector<mlir::Operation *>> events;
  llvm::DenseMap<mlir::Operation *, const SlotAccess *> writes;

  std::deque<Definition> definitions; // whose addresses stay
  Definition *unwritten = nullptr;
  llvm::DenseMap<mlir::Operation *, Definition *> written;
  std::map<std::tuple<int, mlir::Operation *, Residue>, Definition *> merges;
  std::vector<Definition *> pending;
  std::vector<Definition *> answers;
  unsigned effort = 0;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_SLOTCONTENTS_H
