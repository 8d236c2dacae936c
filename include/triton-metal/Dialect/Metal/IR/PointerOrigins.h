//===- PointerOrigins.h - Which arguments a pointer comes from --*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   %p = scf.for … iter_args(%q = %x) { … scf.yield (metal.offset %q[%i]) }
//   %r = arith.select %c, %p, %y                      %r comes from %x and %y
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_POINTERORIGINS_H
#define TRITON_METAL_DIALECT_METAL_IR_POINTERORIGINS_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "llvm/ADT/SetVector.h"

namespace tritonmetal::metal {

struct PointerOrigins {
  /// Parameters of kernels, and the ops that made pointers from something else:
  /// threadgroup_alloc, int_to_ptr, arguments of blocks that `scf` does not own.
  llvm::SetVector<mlir::Value> values;

  /// True if the pointer may be any address in device memory.
  bool isAnywhere() const;
};

/// Follows `pointer` back through offsets, casts, selects, loops and branches.
PointerOrigins getPointerOrigins(mlir::Value pointer);

/// True for the address 0, the base of accesses whose offsets are addresses.
bool isNullPointer(mlir::Value pointer);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_DIALECT_METAL_IR_POINTERORIGINS_H
