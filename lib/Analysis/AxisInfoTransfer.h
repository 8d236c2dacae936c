//===- AxisInfoTransfer.h - What each op does to axis information -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_ANALYSIS_AXISINFOTRANSFER_H
#define TRITON_METAL_LIB_ANALYSIS_AXISINFOTRANSFER_H

#include "triton-metal/Analysis/AxisInfo.h"

#include "mlir/IR/Operation.h"

namespace tritonmetal {

/// What is known about result `index` of `op`, whose operands are all reached.
AxisInfo transferAxisInfo(mlir::Operation *op, unsigned index, llvm::ArrayRef<AxisInfo> operands);

/// Adds what the attributes `tt.contiguity`, `tt.divisibility` and `tt.constancy`
/// promise, looked up by name in `attributes`.
void applyHints(AxisInfo &info, mlir::Type type, mlir::DictionaryAttr attributes);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_ANALYSIS_AXISINFOTRANSFER_H
