//===- Schedule.h - The order of what Metal does not order ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Without a seed: threadgroups by their numbers, SIMD-groups by their numbers in long slices, lanes
// by their numbers, the first of two branches first. With one, all of that is shuffled, the same
// way for the same seed, so that a kernel whose result depends on the order shows it:
//
//   threadgroups   2 0 3 1, several of them under way at once
//   SIMD-groups    in another order each time, in slices of a few instructions
//   branches       of lanes that part, either may go first; they meet where they did before
//   lanes          atomics and stores of an instruction begin with another lane
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SCHEDULE_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SCHEDULE_H

#include "Program.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/BitVector.h"

#include <optional>

namespace tritonmetal::executor {

class Schedule {
public:
  explicit Schedule(std::optional<uint64_t> seed);

  bool isShuffled() const { return shuffled; }
  /// Which of `count` threadgroups starts as number `index`: each of them once.
  uint64_t getThreadgroup(uint64_t index, uint64_t count) const;
  /// Threadgroups that are under way at once, if they are there.
  unsigned getMinResident() const { return shuffled ? 3 : 1; }
  /// Instructions until the next SIMD-group has its turn.
  uint64_t chooseSlice();
  void shuffle(llvm::MutableArrayRef<unsigned> order);
  /// A number below `limit`.
  unsigned choose(unsigned limit);

private:
  uint64_t draw();

  uint64_t state = 0;
  uint64_t key = 0;
  bool shuffled = false;
};

/// Which blocks lead to which without going back in a loop. Lanes that wait in a block may run
/// before others only if they do not wait for them, at the end of a branch or of a loop.
class ForwardPaths {
public:
  explicit ForwardPaths(const Program &program);

  /// Whether lanes in `from` may come to `to`.
  bool lead(uint32_t from, uint32_t to) const;

private:
  std::vector<llvm::BitVector> reachable; // by block; empty: too many to know
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SCHEDULE_H
