//===- Library.cpp - The compatibility library as text ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Library.h"

#include "llvm/ADT/Twine.h"

using namespace llvm;

namespace tritonmetal::executor {

ArrayRef<StringLiteral> getLibraryHeaders() {
  static constexpr StringLiteral names[] = {
      "metal_stdlib",
      "metal_array",
      "metal_atomic",
      "metal_common",
      "metal_compute",
      "metal_config",
      "metal_extended_vector",
      "metal_geometric",
      "metal_integer",
      "metal_limits",
      "metal_logging",
      "metal_math",
      "metal_matrix",
      "metal_numeric",
      "metal_pack",
      "metal_packed_vector",
      "metal_quadgroup",
      "metal_relational",
      "metal_simdgroup",
      "metal_simdgroup_matrix",
      "metal_type_traits",
      "metal_types",
      "metal_uniform",
      "metal_utility",
      "simd/simd.h",
  };
  return names;
}

/// `__tm_SWIZZLE(2, yx, 1, 0)` for yx.
static std::string spellSwizzle(StringRef name) {
  StringRef elements = StringRef("xyzw").contains(name[0]) ? "xyzw" : "rgba";
  std::string text = ("__tm_SWIZZLE(" + Twine(name.size()) + ", " + name).str();
  for (char element : name)
    text += ", " + std::to_string(elements.find(element));
  return text + ") ";
}

/// The length of the shortest vector that has all elements of the swizzle.
static size_t getLeastLength(StringRef name) {
  size_t length = 2;
  for (char element : name)
    length = std::max({length, StringRef("xyzw").find(element) + 1, // npos + 1 is 0
                       StringRef("rgba").find(element) + 1});
  return length;
}

std::string joinLibrary(const std::set<std::string> &swizzles, bool withInternals) {
  std::string lists[5];
  for (const std::string &name : swizzles)
    lists[getLeastLength(name)] += spellSwizzle(name);
  std::string text = "# 1 \"metal/swizzles\" 3\n";
  for (size_t length = 2; length <= 4; ++length)
    text += "#define __tm_SWIZZLES_" + std::to_string(length) + " " + lists[length] + "\n";
  for (const LibraryFile &file : getLibraryFiles())
    if (withInternals || file.name != "metal/internals.h")
      text += ("# 1 \"" + file.name + "\" 3\n" + file.text + "\n").str();
  return text;
}

} // namespace tritonmetal::executor
