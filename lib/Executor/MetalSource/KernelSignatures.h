//===- KernelSignatures.h - Kernels, their parameters and instantiations ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_METALSOURCE_KERNELSIGNATURES_H
#define TRITON_METAL_LIB_EXECUTOR_METALSOURCE_KERNELSIGNATURES_H

#include "Editor.h"

namespace tritonmetal::executor {

/// Annotates kernels and what each of their parameters is bound to:
///
///   kernel void add(device float *x [[buffer(0)]])
///
/// becomes a function with the annotation "metal.kernel" whose parameter has the annotation
/// "metal.argument|buffer|0|device|read_write|x|float" (see Annotations.h). Buffers without a
/// number get the first ones that are free.
void rewriteKernelSignatures(Editor &editor);

/// Explicit instantiations lose their attributes; a name for the host becomes a variable:
///
///   template [[host_name("f_half")]] [[kernel]] decltype(f<half>) f<half>;
///
/// gets, behind it, `static auto *const __h0 = &f<half>;` with the annotation
/// "metal.host_name|f_half".
void rewriteInstantiations(Editor &editor);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_METALSOURCE_KERNELSIGNATURES_H
