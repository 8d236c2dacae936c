//===- KernelParameters.h - Parameters of a lowered kernel ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Which LLVM parameters a `metal.kernel` gets, in which order. Read by the lowering
// (convert-metal-to-llvm) and by the description of the kernel for AIR, so that the
// two cannot disagree. For
//
//   metal.kernel @scale(%x: !metal.ptr<f32, device>, %n: i32, %s: f32)
//
// with both scalars in the struct at buffer 1, and a use of metal.thread_index:
//
//   Pointer   x          arguments = {0}
//   Scalars   at buffer 1, arguments = {1, 2}
//   BuiltIn   thread_index_in_threadgroup, i32
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_CONVERSION_METALTOLLVM_KERNELPARAMETERS_H
#define TRITON_METAL_CONVERSION_METALTOLLVM_KERNELPARAMETERS_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"

namespace tritonmetal::metal {

/// A value that the GPU hands to a kernel.
struct BuiltIn {
  llvm::StringRef name;        // AIR's, without "air."
  llvm::StringRef mslTypeName; // "uint" or "uint3"
  bool isVector;               // of three i32, or one i32
};

/// The built-in that `op` reads; null if it is not a position op.
const BuiltIn *getBuiltInOf(mlir::Operation *op);

struct KernelParameter {
  enum class Kind { Pointer, Scalars, BuiltIn };

  Kind kind;
  /// Parameters of the metal.kernel that this one carries: one pointer, or the
  /// scalars and indirect pointers of one binding, in order.
  llvm::SmallVector<unsigned> arguments;
  const BuiltIn *builtIn = nullptr;
};

/// Pointers, then structs of scalars in order of their first field, then the
/// built-ins that the body reads.
llvm::SmallVector<KernelParameter> getKernelParameters(KernelOp kernel);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_CONVERSION_METALTOLLVM_KERNELPARAMETERS_H
