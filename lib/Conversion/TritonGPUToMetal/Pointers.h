//===- Pointers.h - The parts of converted tensors of pointers --*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_POINTERS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_POINTERS_H

#include "PointerForms.h"

#include "mlir/IR/Builders.h"

namespace tritonmetal {

/// What metal.gather and metal.scatter take: register r accesses base + offsets[r].
struct Addressing {
  mlir::Value base;    // !metal.ptr, uniform
  mlir::Value offsets; // in pointees of the base
};

/// Of a converted tensor of pointers of any form. Addresses are offsets in bytes from
/// the address 0.
Addressing getAddressing(mlir::OpBuilder &builder, mlir::Location loc, mlir::ValueRange parts);

/// The 64-bit addresses of a converted tensor of pointers.
mlir::Value getAddresses(mlir::OpBuilder &builder, mlir::Location loc, mlir::ValueRange parts);

/// The parts of a converted tensor of pointers in another form that can hold them.
llvm::SmallVector<mlir::Value> toForm(mlir::OpBuilder &builder, mlir::Location loc,
                                      mlir::ValueRange parts, PointerForm form);

/// Sign-extends an index or a vector of indices to `width` bits, if it is narrower, or
/// cuts it, if the value is known to fit.
mlir::Value resizeIndex(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value value,
                        unsigned width);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_POINTERS_H
