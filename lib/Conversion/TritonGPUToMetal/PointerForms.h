//===- PointerForms.h - How each tensor of pointers is held -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   Narrow    one uniform base, and an offset of 32 bits for each register
//   Wide      the same with 64 bits
//   Address   a 64-bit address for each register, where the bases differ
//
//   %p = tt.splat %x                       Narrow, no offset yet
//   %q = tt.addptr %p, %i   (i32)          Narrow: the base is %x, the offset %i
//   %r = tt.addptr %q, (tt.splat %s)       Narrow: the base moves by %s
//   %t = tt.addptr %r, %j   (i32)          Narrow if %i + %j fits 32 bits, else Wide
//   %u = arith.select %m, %q, %v           Address, unless %m is a scalar
//   %w = tt.load %addresses                Address
//
// What loops and branches make one has one form, the widest that any needs.
//
// A form is a property of a value, and conversion works on types; so while it runs,
// the form is written into the type, where the address space of the pointers stands:
// in Triton's tensors that is always 1, device memory.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_POINTERFORMS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_POINTERFORMS_H

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/Transforms/DialectConversion.h"

namespace tritonmetal {

enum class PointerForm { Wide = 1, Narrow = 2, Address = 3 };

/// True if `type` is a tensor of pointers.
bool isPointerTensor(mlir::Type type);

/// Of a tensor of pointers, once the forms are written.
PointerForm getPointerForm(mlir::Type pointerTensor);

/// Bits of an offset.
unsigned getOffsetWidth(PointerForm form);

/// Writes the form of every tensor of pointers into its type. The verifiers of Triton's
/// ops do not expect that: nothing but the conversion may follow.
void writePointerForms(mlir::ModuleOp module);

/// True if nothing but uniform offsets was added to the splat of a base.
bool hasNoOffset(mlir::Value pointerTensor);

/// True if all elements are one value that `buildUniform` can make.
bool isUniform(mlir::Value tensor);

/// The one element of a uniform tensor of integers, as a scalar.
mlir::Value buildUniform(mlir::ConversionPatternRewriter &rewriter, mlir::Value tensor);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_POINTERFORMS_H
