//===- TypeConversion.h - Tensors to registers ------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   !tt.ptr<T>                      !metal.ptr<T, device>
//   tensor<… x T, #layout>          vector<R x T>, R registers of the layout
//   tensor<… x !tt.ptr<T>, #layout> !metal.ptr<T, device>, vector<R x i32 or i64>
//                                   or vector<R x i64>: see PointerForms.h
//
// A pointer in memory is an i64.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_TYPECONVERSION_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_TYPECONVERSION_H

#include "PointerForms.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"
#include "triton-metal/Layout/LinearLayout.h"

#include "mlir/Transforms/DialectConversion.h"

namespace tritonmetal {

class TritonGPUToMetalTypeConverter final : public mlir::TypeConverter {
public:
  TritonGPUToMetalTypeConverter();

  /// The vector that holds a thread's share of a tensor of numbers.
  mlir::VectorType registersFor(mlir::RankedTensorType type, mlir::Type element) const;
};

/// Registers that a thread holds of a tensor with a layout.
int64_t getRegisterCount(mlir::RankedTensorType type);

/// What a value of this type is in memory: i64 for a pointer, else itself.
mlir::Type getMemoryElement(mlir::Type scalar);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_TYPECONVERSION_H
