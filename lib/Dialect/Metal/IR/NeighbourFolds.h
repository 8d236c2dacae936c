//===- NeighbourFolds.h - Exclusive ors that are exchanges ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_IR_NEIGHBOURFOLDS_H
#define TRITON_METAL_LIB_DIALECT_METAL_IR_NEIGHBOURFOLDS_H

#include "mlir/IR/PatternMatch.h"

namespace tritonmetal::metal {

/// Canonicalizations of rearrangements and shuffles by which an element's neighbour is
/// read where Triton computes it by two exclusive ors.
void populateNeighbourFolds(mlir::RewritePatternSet &patterns);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_IR_NEIGHBOURFOLDS_H
