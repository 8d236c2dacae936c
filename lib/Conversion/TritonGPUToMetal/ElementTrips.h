//===- ElementTrips.h - The ways of elements --------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_ELEMENTTRIPS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_ELEMENTTRIPS_H

#include "triton-metal/Layout/Shuffles.h"
#include "triton-metal/Layout/Staging.h"

#include "mlir/IR/Builders.h"

namespace tritonmetal {

/// Each takes the registers of the source and returns those of the destination. Elements
/// are of a type that Metal loads and exchanges.
mlir::Value moveThroughMemory(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value registers,
                              const layout::Staging &staging);
mlir::Value moveByShuffles(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value registers,
                           const layout::Shuffles &shuffles);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_ELEMENTTRIPS_H
