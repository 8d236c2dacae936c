//===- Simd.h - Functions of a SIMD-group and barriers ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SIMD_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SIMD_H

#include "Decoder.h"

#include "llvm/ADT/StringRef.h"

namespace tritonmetal::executor {

/// Adds barriers (`wg.barrier`, `simdgroup.barrier`) and functions across the lanes of a
/// SIMD-group. `name` is the function's without `air.` and suffixes ("simd_sum"); `isSigned` is
/// what the suffixes say of integers. False if there is none of that name and signature.
bool decodeSimd(Decoder &decoder, const llvm::CallInst &call, llvm::StringRef name, bool isSigned);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SIMD_H
