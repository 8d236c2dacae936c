//===- CrossLane.h - What lanes exchange ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operations over the lanes of a SIMD-group, or of its eight quad-groups (lanes 0-3, 4-7, ...), on
// the operands of all 32 lanes at once. An engine gathers them, calls the function and hands each
// lane its result:
//
//   lane             0   1   2   3
//   takes part       1   1   0   1
//   operand          5   6   7   8
//   quad_sum        19  19   -  19      over the lanes that take part
//   shuffle_down 1   6   0   -   8      lane 1 reads a lane that does not take part: 0, and it is
//                                       reported; lane 3 has nobody below and keeps its own
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_AIR_CROSSLANE_H
#define TRITON_METAL_LIB_EXECUTOR_AIR_CROSSLANE_H

#include "../Interpreter/Numbers.h"

#include "triton-metal/Executor/AirFunctions.h"

namespace tritonmetal::executor {

/// Computes one element of the result for the lanes of `active`, and leaves other lanes of it
/// alone. Returns the lanes that read an operand of a lane outside of `active`.
using CrossLane = LaneMask (*)(const Column *const *operands, LaneMask active, unsigned bits,
                               Column &result);

/// The function for an operation of the CrossLane group on elements of `type`; `format` counts for
/// floats. Of an operation on vectors, operands that are scalars in its signature (distances, lane
/// numbers) are the same for each element.
CrossLane getCrossLane(AirOperation operation, const AirType &type, FloatFormat format);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_AIR_CROSSLANE_H
