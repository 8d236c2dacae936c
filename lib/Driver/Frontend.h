//===- Frontend.h - Input text to the last common stage ---------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DRIVER_FRONTEND_H
#define TRITON_METAL_LIB_DRIVER_FRONTEND_H

#include "triton-metal/Driver/Driver.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/OwningOpRef.h"

namespace tritonmetal {

/// Every dialect that an input, or a stage made from it, may use.
void registerFrontendDialects(mlir::DialectRegistry &registry);

/// Reads one input and lowers it as far as the output needs: to TTIR, TTGIR, or
/// kernels of the Metal dialect in loop form. Null after an error was emitted.
mlir::OwningOpRef<mlir::ModuleOp> lowerToStage(const Input &input, const CompileOptions &options,
                                               mlir::MLIRContext &context);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_DRIVER_FRONTEND_H
