//===- StripLayouts.h - Tensors without layouts -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_STRIPLAYOUTS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_STRIPLAYOUTS_H

#include "mlir/IR/BuiltinOps.h"

namespace tritonmetal {

/// Takes the layouts from the types of all tensors and tensor descriptors, in signatures
/// and constants too, but not from memory; removes conversions between layouts, and the
/// attributes in which Triton keeps threads and schedules.
void stripLayouts(mlir::ModuleOp module);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_STRIPLAYOUTS_H
