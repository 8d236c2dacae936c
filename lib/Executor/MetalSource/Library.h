//===- Library.h - The compatibility library as text ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_METALSOURCE_LIBRARY_H
#define TRITON_METAL_LIB_EXECUTOR_METALSOURCE_LIBRARY_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <set>
#include <string>

namespace tritonmetal::executor {

/// A file of msl/, built into the program.
struct LibraryFile {
  llvm::StringRef name; // "metal/vector.h", as messages call it
  llvm::StringRef text;
};

/// In the order in which they depend on each other.
llvm::ArrayRef<LibraryFile> getLibraryFiles();

/// Names that `#include <...>` may have: all stand for the whole library.
llvm::ArrayRef<llvm::StringLiteral> getLibraryHeaders();

/// All files with these swizzles, as a system header: clang does not warn about it. The names that
/// only Apple's own library should use are there if `withInternals`.
std::string joinLibrary(const std::set<std::string> &swizzles, bool withInternals);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_METALSOURCE_LIBRARY_H
