//===- Rewriter.h - Metal source to C++ ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Metal is C++ with words for memory, attributes and a library. The library is ours (msl/), the
// attributes become annotations that clang carries into LLVM IR, and the words for memory are
// erased; LLVM's analysis finds the memory again once everything is inlined:
//
//   kernel void scale(device float *x [[buffer(0)]], constant float &a [[buffer(1)]],
//                     uint i [[thread_position_in_grid]]) {
//     threadgroup float tile[64];
//
// becomes
//
//   __a0   void scale(       float *x __a1         , const    float &a __a2         ,
//                     uint i __a3                       ) {
//     __a4        float tile[64];
//
// Works on preprocessed source, where no macro hides a token.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_METALSOURCE_REWRITER_H
#define TRITON_METAL_LIB_EXECUTOR_METALSOURCE_REWRITER_H

#include "Editor.h"

#include <set>

namespace tritonmetal::executor {

struct RewrittenSource {
  std::string text;
  std::string definitions;        // of macros that the text uses
  std::set<std::string> swizzles; // `yx`, as they may occur in the text
  bool usesInternals = false;     // names of Apple's own library, __metal_exp
  std::vector<SourceError> errors;
};

RewrittenSource rewriteMetalSource(const SourceText &source);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_METALSOURCE_REWRITER_H
