//===- Attributes.h - Attributes in double brackets ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   [[kernel, max_total_threads_per_threadgroup(128)]]
//
// is two attributes, the second with an argument.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_METALSOURCE_ATTRIBUTES_H
#define TRITON_METAL_LIB_EXECUTOR_METALSOURCE_ATTRIBUTES_H

#include "Editor.h"

#include <optional>

namespace tritonmetal::executor {

struct Attribute {
  llvm::StringRef name;       // without its namespace
  bool hasNamespace = false;  // clang::, gnu::
  size_t token = 0;           // its name
  size_t first = 1, last = 0; // tokens of the argument; none if first > last
  bool hasArgument() const { return first <= last; }
};

/// The attributes of the group that starts at `index`.
std::vector<Attribute> parseAttributes(const SourceText &source, size_t index);

/// The value of an argument that consists of integers, + - * and parentheses.
std::optional<int64_t> evaluateArgument(const SourceText &source, const Attribute &attribute);

/// The text of an argument that is a string literal, without its quotes.
std::optional<std::string> getStringArgument(const SourceText &source, const Attribute &attribute);

/// Rewrites the attributes of kernels, variables and members; those of parameters of kernels have
/// been seen to. `isKernel` says of each attribute group that starts a kernel.
void rewriteAttributes(Editor &editor);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_METALSOURCE_ATTRIBUTES_H
