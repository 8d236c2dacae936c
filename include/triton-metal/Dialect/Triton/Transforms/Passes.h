//===- Passes.h - Rewrites of TTIR ------------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_TRANSFORMS_PASSES_H
#define TRITON_METAL_DIALECT_TRITON_TRANSFORMS_PASSES_H

#include "mlir/Pass/Pass.h"

namespace tritonmetal::tt {

#define GEN_PASS_DECL
#include "triton-metal/Dialect/Triton/Transforms/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "triton-metal/Dialect/Triton/Transforms/Passes.h.inc"

} // namespace tritonmetal::tt

#endif // TRITON_METAL_DIALECT_TRITON_TRANSFORMS_PASSES_H
