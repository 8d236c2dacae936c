//===- Passes.h - Choice of layouts -----------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_TRANSFORMS_PASSES_H
#define TRITON_METAL_DIALECT_TRITONGPU_TRANSFORMS_PASSES_H

#include "mlir/Pass/Pass.h"

namespace tritonmetal::ttg {

#define GEN_PASS_DECL
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h.inc"

} // namespace tritonmetal::ttg

#endif // TRITON_METAL_DIALECT_TRITONGPU_TRANSFORMS_PASSES_H
