//===- DeadValues.h - Values that nothing needs -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_DEADVALUES_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_DEADVALUES_H

#include "mlir/IR/Operation.h"

namespace tritonmetal {

/// Removes ops without effects whose results nothing needs, and what loops and
/// conditionals carry for nobody: also counters that only count themselves.
void removeDeadValues(mlir::Operation *function);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_DEADVALUES_H
