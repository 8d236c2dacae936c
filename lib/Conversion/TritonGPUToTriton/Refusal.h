//===- Refusal.h - What cannot be raised ------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_REFUSAL_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_REFUSAL_H

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Operation.h"

namespace tritonmetal {

/// `reason` completes "cannot be raised to TTIR: …"; the way out is always the same.
inline mlir::InFlightDiagnostic refuse(mlir::Operation *op, const llvm::Twine &reason) {
  return op->emitOpError() << "cannot be raised to TTIR: " << reason
                           << "; compile the TTIR of the kernel instead";
}

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_REFUSAL_H
