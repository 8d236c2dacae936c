//===- PromoteBuffers.h - Buffers become values -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_PROMOTEBUFFERS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_PROMOTEBUFFERS_H

#include "SlotContents.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

namespace tritonmetal {

/// On a `ttg.local_load`: nobody looks at what it reads where nothing was written.
constexpr llvm::StringLiteral kMayBeUnwrittenAttrName = "mayBeUnwritten";

/// Lets loads and stores of shared memory access whole allocations or slots of them: what
/// a view does to memory is done to the value instead.
mlir::LogicalResult accessWithoutViews(tt::FuncOp function);

/// Replaces allocations that only `ttg.local_load` and `ttg.local_store`, or the creation
/// and use of tensor descriptors, access by the values in them.
mlir::LogicalResult promoteBuffers(tt::FuncOp function);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_PROMOTEBUFFERS_H
