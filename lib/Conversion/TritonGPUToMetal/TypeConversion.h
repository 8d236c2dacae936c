//===- TypeConversion.h - Tensors to registers ------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   !tt.ptr<T>                      !metal.ptr<T, device>
//   tensor<… x T, #layout>          vector<R x T>, R registers of the layout
//   tensor<… x !tt.ptr<T>, #layout> !metal.ptr<T, device>, vector<R x i32 or i64>
//
// A tensor of pointers is one uniform base and an offset in elements for each
// register. How wide the offsets are is a property of the value, not of its type:
//
//   %p = tt.splat %x             32: no offset yet
//   %q = tt.addptr %p, %i        width of %i, at least 32: x[i]
//   %r = tt.addptr %q, %j        64: i + j may not fit 32 bits
//
// Values that control flow carries have 64, so that all that meet agree.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_TYPECONVERSION_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_TYPECONVERSION_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"
#include "triton-metal/Layout/LinearLayout.h"

#include "mlir/Transforms/DialectConversion.h"

namespace tritonmetal {

/// Width in bits of the offsets of every pointer tensor, decided before conversion.
class OffsetWidths {
public:
  explicit OffsetWidths(mlir::Operation *root);

  /// 32 or 64.
  unsigned of(mlir::Value pointerTensor) const {
    auto it = widths.find(pointerTensor);
    return it == widths.end() ? 64 : it->second;
  }

private:
  llvm::DenseMap<mlir::Value, unsigned> widths;
};

/// True if nothing was added to the base yet: a splat, perhaps reshaped.
bool hasNoOffset(mlir::Value pointerTensor);

class TritonGPUToMetalTypeConverter final : public mlir::TypeConverter {
public:
  explicit TritonGPUToMetalTypeConverter(const OffsetWidths &widths);

  /// The vector that holds a thread's share of a tensor of numbers.
  mlir::VectorType registersFor(mlir::RankedTensorType type, mlir::Type element) const;
};

/// Registers that a thread holds of a tensor with a layout.
int64_t getRegisterCount(mlir::RankedTensorType type);

/// True if `type` is a tensor of pointers.
bool isPointerTensor(mlir::Type type);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_TYPECONVERSION_H
