//===- Registration.h - Dialects and passes of triton-metal-opt -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TOOLS_TRITON_METAL_OPT_REGISTRATION_H
#define TRITON_METAL_TOOLS_TRITON_METAL_OPT_REGISTRATION_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace tritonmetal {

/// Every dialect that Triton prints or that our passes make.
void registerAllDialects(mlir::DialectRegistry &registry);

/// Our passes and pipelines, and the few of MLIR that go with them.
void registerAllPasses();

} // namespace tritonmetal

#endif // TRITON_METAL_TOOLS_TRITON_METAL_OPT_REGISTRATION_H
