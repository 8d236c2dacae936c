//===- SlotIndices.h - Slots of a ring buffer, modulo its depth -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A pipelined loop writes one slot of a buffer and reads another:
//
//   scf.for … iter_args(%w = %c1, %r = %c-1) {
//     %w1 = arith.addi %w, %c1              %r1 = arith.addi %r, %c1
//     %w2 = select (%w1 >= 3), 0, %w1       %r2 = select (%r1 >= 3), 0, %r1
//     write slot %w2                        read slot %r2
//     scf.yield %w2, %r2
//
// All that matters about an index into a buffer of `depth` slots is its residue modulo
// the depth, since 0 <= index < depth is a duty of the program. A residue here is
//
//   constant + Σ coefficient · symbol     (mod depth)
//
// Symbols are values about which nothing more is known, and the *progress* of a loop:
// how far its counters have come since it started. Counters that step alike share it, so
// that above %w ≡ 1 + p, %r ≡ -1 + p, and the slots are 2 + p and 0 + p: never the same,
// and what is written in one iteration is read two later, whatever the trip count.
// Behind the loop, the progress that it made in all is another symbol, its *total*.
//
// Nothing is matched by shape: a value that a loop carries has the residue `start + p`
// if assuming so makes what it yields `start + p + step`; wrapping selects, remainders
// and masks keep residues where the bounds of their operands say so (IndexRanges.h).
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_SLOTINDICES_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_SLOTINDICES_H

#include "IndexRanges.h"

#include <deque>
#include <map>
#include <tuple>

namespace tritonmetal {

/// A sum of a constant and multiples of symbols, normalised: coefficients between 1 and
/// depth - 1, symbols in ascending order.
struct Residue {
  uint64_t constant = 0;
  llvm::SmallVector<std::pair<unsigned, uint64_t>, 2> terms;

  bool isConstant() const { return terms.empty(); }
  bool operator==(const Residue &other) const {
    return constant == other.constant && terms == other.terms;
  }
  bool operator<(const Residue &other) const {
    return constant != other.constant
               ? constant < other.constant
               : std::lexicographical_compare(terms.begin(), terms.end(), other.terms.begin(),
                                              other.terms.end());
  }
};

class SlotIndices {
public:
  SlotIndices(uint64_t depth, IndexRanges &ranges) : depth(depth), ranges(ranges) {}

  /// Declares what a value that is no integer stands for: a view of the buffer is its
  /// index, the buffer itself slot 0.
  void define(mlir::Value view, mlir::Value index) { views[view] = index; }
  void define(mlir::Value view, uint64_t index) { constants[view] = index % depth; }

  Residue get(mlir::Value value);

  Residue makeConstant(int64_t value) const;
  Residue add(const Residue &a, const Residue &b) const;
  Residue subtract(const Residue &a, const Residue &b) const;

  // Residues across boundaries, against the flow of control.

  /// From behind a loop to its header, at the time when the loop ends.
  Residue enterLoop(mlir::scf::ForOp loop, const Residue &behind);
  /// From the header to before the loop: the first iteration is about to begin.
  Residue leaveToEntry(mlir::scf::ForOp loop, const Residue &header);
  /// From the header to the end of the iteration before.
  Residue leaveToPreviousIteration(mlir::scf::ForOp loop, const Residue &header);
  /// From behind a conditional to the end of one of its sides.
  Residue enterBranch(mlir::scf::IfOp branch, mlir::Block *side, const Residue &behind);

  /// True if nothing within `op`, nor a result of it, enters the residue: it means the same
  /// before and behind.
  bool isKnownBefore(mlir::Operation *op, const Residue &residue) const;
  /// The same with the loop's own progress and arguments, as its header has them.
  bool isKnownAtHeader(mlir::scf::ForOp loop, const Residue &residue) const;
  /// True if the residue at the header changes from iteration to iteration.
  bool changesIn(mlir::scf::ForOp loop, const Residue &residue) const;

private:
  struct Symbol {
    enum Kind { Opaque, Progress, Total } kind;
    mlir::Value value;     // of Opaque
    mlir::Operation *loop; // of the others
    Residue step;          // of the others, for each iteration
  };
  using Substitution = llvm::function_ref<std::optional<Residue>(const Symbol &)>;

  Residue makeSymbol(unsigned symbol) const { return {0, {{symbol, 1 % depth}}}; }
  Residue getOpaque(mlir::Value value);
  Residue getProgress(mlir::Operation *loop, const Residue &step, Symbol::Kind kind);
  Residue scale(const Residue &a, uint64_t factor) const;
  Residue substitute(const Residue &residue, Substitution substitution) const;

  Residue compute(mlir::Value value);
  Residue computeResult(mlir::OpResult result);
  Residue computeArithmetic(mlir::Operation *op);
  Residue computeSelect(mlir::arith::SelectOp op);
  std::optional<Residue> computeCarried(mlir::scf::ForOp loop, unsigned index, Symbol::Kind kind);
  bool keepsResidue(mlir::Operation *op);
  bool isPowerOfTwoDepth() const { return (depth & (depth - 1)) == 0; }

  void classify(mlir::scf::ForOp loop);
  void findSteps(mlir::scf::ForOp loop);
  void adoptSteps(mlir::scf::ForOp loop);
  void forgetBody(mlir::scf::ForOp loop);
  bool canBeIndex(mlir::Type type) const;

  uint64_t depth;
  IndexRanges &ranges;
  llvm::DenseMap<mlir::Value, mlir::Value> views;
  llvm::DenseMap<mlir::Value, uint64_t> constants;

  std::deque<Symbol> symbols; // whose addresses stay
  llvm::DenseMap<mlir::Value, unsigned> opaqueSymbols;
  std::map<std::tuple<mlir::Operation *, int, Residue>, unsigned> progressSymbols;

  /// For each value that a loop carries the step by which it advances, if it is known.
  llvm::DenseMap<mlir::Operation *, llvm::SmallVector<std::optional<Residue>>> steps;
  llvm::DenseMap<mlir::Value, Residue> known;
  unsigned nesting = 0;
  unsigned effort = 0;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_SLOTINDICES_H
