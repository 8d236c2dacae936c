//===- Emit.h - Modules to the bytes of an artifact -------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DRIVER_EMIT_H
#define TRITON_METAL_LIB_DRIVER_EMIT_H

#include "triton-metal/Driver/Driver.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <vector>

namespace tritonmetal {

/// Puts what `lowerToStage` made of each input into one artifact, and describes the
/// kernels if metadata is wanted. Emits errors at the ops they are about.
mlir::LogicalResult emitArtifacts(llvm::ArrayRef<mlir::OwningOpRef<mlir::ModuleOp>> modules,
                                  llvm::ArrayRef<Input> inputs, const CompileOptions &options,
                                  Artifacts &artifacts);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_DRIVER_EMIT_H
