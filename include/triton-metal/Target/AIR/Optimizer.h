//===- Optimizer.h - LLVM's scalar passes for AIR ---------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A fixed list of passes. AIR is not the last compiler: the GPU's own follows, which knows the
// machine. So the aim is small, regular code, and the list leaves out what makes constructs AIR
// does not have (vectorisers, lookup tables, idiom recognition into memset, loop counters of 33
// bits) and what duplicates or moves code for a pipeline we do not know.
//
//   level 0   nothing but dead code
//   level 1   memory to registers, common subexpressions, simplification, loops marked
//             `llvm.loop.unroll.full` unrolled (arrays of a thread become registers that way)
//   level 2   + loop rotation, loop-invariant code, redundant loads (GVN), dead loops
//   level 3   + partial redundancies of loads, dead stores, one more round of simplification
//
// Barriers and lane exchanges are convergent calls, which none of these passes makes dependent on
// another condition. Memories of different address spaces never overlap, and constant memory never
// changes: the alias analysis is told so.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGET_AIR_OPTIMIZER_H
#define TRITON_METAL_TARGET_AIR_OPTIMIZER_H

namespace llvm {
class Module;
} // namespace llvm

namespace tritonmetal::air {

/// The module must have AIR's data layout. Levels above 3 count as 3.
void optimizeModule(llvm::Module &module, unsigned level);

} // namespace tritonmetal::air

#endif // TRITON_METAL_TARGET_AIR_OPTIMIZER_H
