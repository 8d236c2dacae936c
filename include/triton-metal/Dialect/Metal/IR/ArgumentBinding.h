//===- ArgumentBinding.h - Where the host puts each argument ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Each pointer parameter takes a buffer of its own, in order; all scalars, and the
// addresses of indirect pointers, form one naturally aligned constant struct after
// them.
//
//   tt.func @k(%x: !tt.ptr<f32>, %n: i32, %y: !tt.ptr<f16>, %s: f32)
//   none indirect:   x: buffer 0, y: buffer 1, struct {n at 0, s at 4}: buffer 2
//   y indirect:      x: buffer 0, struct {n at 0, y at 8, s at 16}: buffer 1
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_ARGUMENTBINDING_H
#define TRITON_METAL_DIALECT_METAL_IR_ARGUMENTBINDING_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"

namespace tritonmetal::metal {

/// Buffers that a kernel can bind, on every GPU family (Metal feature set tables).
constexpr unsigned kMaxBindings = 31;

/// Bytes that an argument takes in the struct: those of a scalar, 8 for an address.
unsigned getFieldSize(ArgumentAttr info);

/// True if the argument is a field of the struct.
bool isField(ArgumentAttr info);

/// `info` with `access` instead of its own, and the like.
ArgumentAttr withAccess(ArgumentAttr info, Access access);
ArgumentAttr withIndirect(ArgumentAttr info, bool indirect);
ArgumentAttr withPlace(ArgumentAttr info, unsigned binding, unsigned offset);

/// Sets binding and offset of all arguments; what is indirect stays so.
void bindArguments(llvm::MutableArrayRef<ArgumentAttr> infos);

/// One more than the highest binding.
unsigned countBindings(llvm::ArrayRef<ArgumentAttr> infos);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_DIALECT_METAL_IR_ARGUMENTBINDING_H
