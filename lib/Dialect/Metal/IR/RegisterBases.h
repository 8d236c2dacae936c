//===- RegisterBases.h - Bases over register numbers ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_IR_REGISTERBASES_H
#define TRITON_METAL_LIB_DIALECT_METAL_IR_REGISTERBASES_H

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Operation.h"

namespace tritonmetal::metal {

/// Checks that there is one basis for each bit of a register number of `registers`.
mlir::LogicalResult verifyRegisterBases(mlir::Operation *op, llvm::ArrayRef<int32_t> bases,
                                        mlir::VectorType registers);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_IR_REGISTERBASES_H
