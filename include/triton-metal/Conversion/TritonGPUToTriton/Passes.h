//===- Passes.h - TTGIR back to TTIR ----------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_CONVERSION_TRITONGPUTOTRITON_PASSES_H
#define TRITON_METAL_CONVERSION_TRITONGPUTOTRITON_PASSES_H

#include "mlir/Pass/Pass.h"

namespace tritonmetal {

#define GEN_PASS_DECL
#include "triton-metal/Conversion/TritonGPUToTriton/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "triton-metal/Conversion/TritonGPUToTriton/Passes.h.inc"

} // namespace tritonmetal

#endif // TRITON_METAL_CONVERSION_TRITONGPUTOTRITON_PASSES_H
