//===- BuiltInValues.h - What a dispatch supplies to each thread ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Threads of a threadgroup are numbered along x, then y, then z, and SIMD-groups take 32 of them in
// that order. A threadgroup at the edge of the grid may be smaller than the others:
//
//   threads_per_grid 10, threads_per_threadgroup 4:   |0 1 2 3|0 1 2 3|0 1|
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_FRONTEND_BUILTINVALUES_H
#define TRITON_METAL_LIB_EXECUTOR_FRONTEND_BUILTINVALUES_H

#include "triton-metal/Executor/Launch.h"

namespace tritonmetal::executor {

/// Four lanes with neighbouring numbers.
constexpr unsigned quadLanes = 4;

inline Size3 unlinearise(uint64_t index, const Size3 &extent) {
  return {uint32_t(index % extent[0]), uint32_t(index / extent[0] % extent[1]),
          uint32_t(index / extent[0] / extent[1])};
}

inline unsigned countThreads(const Size3 &extent) { return extent[0] * extent[1] * extent[2]; }

/// Threads of the threadgroup at `threadgroup`.
Size3 getThreads(const Launch &launch, const Size3 &threadgroup);

/// A thread of a launch.
struct ThreadPlace {
  Size3 threadgroup{}; // position in the grid
  Size3 threads{};     // of this threadgroup
  unsigned index = 0;  // in the threadgroup
};

/// The value of `builtIn` along `axis`; scalars have axis 0.
uint64_t getBuiltIn(BuiltIn builtIn, unsigned axis, const Launch &launch, const ThreadPlace &place);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_FRONTEND_BUILTINVALUES_H
