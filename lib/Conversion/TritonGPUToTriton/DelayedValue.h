//===- DelayedValue.h - A value as of some iterations ago -------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// In iteration n >= d a queue of d values ends in what iteration n - d loaded or computed,
// and before that in the firsts, from before the loop. This
//
// 1. rewrites the value as of iteration n - d: the induction variable is i - d · step. A
//    value that the loop carries was its own successor d = 1 iterations ago; for larger d
//    a follower is carried, which runs behind it and starts where it has to. That the
//    iteration of a load had d successors (i - d · step < n - d · step) is true;
// 2. computes the rewritten value for the iterations 0 to d - 1, and sees that it is the
//    first of that iteration (SymbolicValues.h). Followers start with what makes the first
//    of them so, and advance as what they follow does until they are where it started;
// 3. only if all of this holds, uses the rewritten value in place of the queue.
//
// What is computed only to look at it has no uses afterwards.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_DELAYEDVALUE_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_DELAYEDVALUE_H

#include "SymbolicValues.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace tritonmetal {

/// Values that a loop carries from one to the next; the last one becomes what it loads, or
/// what it computes from its induction variable.
struct ValueQueue {
  llvm::SmallVector<mlir::BlockArgument> arguments; // the one that is used first
  llvm::SmallVector<mlir::Value> firsts;            // that they start with
  mlir::Value last;
};

/// Loads of device memory that may be repeated, and may be left out.
bool isPlainLoad(mlir::Operation *op);

class DelayedValue {
public:
  DelayedValue(mlir::scf::ForOp loop, const ValueQueue &queue)
      : loop(loop), queue(queue), distance(queue.arguments.size()),
        inside(loop.getBody(), loop.getBody()->begin()), before(loop) {}

  /// Replaces the first value of the queue by one that is made in the loop, which may become
  /// another op that carries more. Nothing if that is not proven to be the same.
  std::optional<mlir::scf::ForOp> replace();

private:
  /// What a load depends on, without conditions that are always true; of anything else the
  /// value itself.
  using Parts = llvm::SmallVector<mlir::Value>;
  struct Follower {
    mlir::BlockArgument leader;
    unsigned lag; // iterations behind it
    mlir::Value placeholder;
    mlir::Value start;
  };

  void split(mlir::Value value, llvm::function_ref<bool(mlir::Value)> isTrue, Parts &parts,
             unsigned &numConditions);
  void splitMask(mlir::Value mask, llvm::function_ref<bool(mlir::Value)> isTrue, Parts &parts);
  bool wasTrue(mlir::Value condition);
  bool isTrueIn(unsigned iteration, mlir::Value condition);

  bool isComputedFrom(mlir::Value value, mlir::BlockArgument argument);
  mlir::Value delay(mlir::Value value);
  mlir::Value delayComputed(mlir::Value value);
  mlir::Value delayInteger(mlir::Value value);
  mlir::Value delayOp(mlir::Operation *op);
  mlir::Value follow(mlir::BlockArgument leader, unsigned lag);

  bool isFirst(unsigned iteration, const Parts &delayed, unsigned numConditions);
  bool findStarts();
  bool meetLeaders();
  mlir::Value evaluate(mlir::Value value, mlir::IRMapping &mapping);
  mlir::Value advance(const Follower &follower, mlir::Value current, mlir::OpBuilder &builder);
  mlir::Value getInduction(unsigned iteration);

  mlir::Value makeValue(const Parts &delayed, unsigned numConditions);
  mlir::scf::ForOp carryFollowers();

  mlir::scf::ForOp loop;
  const ValueQueue &queue;
  unsigned distance;
  mlir::OpBuilder inside; // at the start of the body
  mlir::OpBuilder before;
  SymbolicValues values;
  llvm::DenseMap<mlir::Value, mlir::Value> delayed;
  llvm::SmallVector<Follower> followers;
  llvm::SmallVector<llvm::SmallVector<mlir::Value>> followed; // by iteration
  unsigned nesting = 0;
  unsigned effort = 0;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_DELAYEDVALUE_H
