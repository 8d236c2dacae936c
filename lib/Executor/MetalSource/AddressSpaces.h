//===- AddressSpaces.h - Words for memory ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_METALSOURCE_ADDRESSSPACES_H
#define TRITON_METAL_LIB_EXECUTOR_METALSOURCE_ADDRESSSPACES_H

#include "Editor.h"

namespace tritonmetal::executor {

/// Whether a token is a word such as `device`, which is erased.
bool isSpaceWord(const SourceText &source, size_t index);

/// Erases the words for memory: plain clang has no methods on objects in an address space, nor
/// local variables there. What they said comes back from the parameters of kernels, see Memory.cpp.
///
///   constant float *table            const float *table
///   threadgroup float tile[64];      static float tile[64];   with the annotation
///                                    "metal.threadgroup"
void rewriteAddressSpaces(Editor &editor);

/// Once the words are gone, functions that differ in them only are the same function twice:
///
///   T load(device T *p) { return *p; }    T load(threadgroup T *p) { return *p; }
///
/// The second of two that read the same is erased. If they do not read the same, it is an error:
/// which one a call means cannot be told any more. The same goes for classes.
void removeDuplicates(Editor &editor);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_METALSOURCE_ADDRESSSPACES_H
