//===- ExplainKernel.h - What a finished kernel is, for --explain -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// What the passes decided they say themselves (Remarks/Explain.h). What came of it is read
// off the loop form here: threads, threadgroup memory and what takes it, barriers, registers
// of sums, arrays that are no registers, 64-bit offsets, loops that wait for other
// threadgroups.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGET_METADATA_EXPLAINKERNEL_H
#define TRITON_METAL_TARGET_METADATA_EXPLAINKERNEL_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"

namespace tritonmetal::metal {

/// Leaves remarks about a kernel in loop form.
void explainKernel(KernelOp kernel);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_TARGET_METADATA_EXPLAINKERNEL_H
