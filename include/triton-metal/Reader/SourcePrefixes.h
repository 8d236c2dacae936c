//===- SourcePrefixes.h - What remains of paths -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Triton's locations hold the paths of Python files as they were where Triton ran. What is
// written must not depend on that machine, so paths are cut to file names, but for those
// that the user has mapped:
//
//   {"/home/me/project/", ""}     /home/me/project/norm/layer.py  ->  norm/layer.py
//                                 /usr/lib/triton/standard.py     ->  standard.py
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_READER_SOURCEPREFIXES_H
#define TRITON_METAL_READER_SOURCEPREFIXES_H

#include <string>
#include <utility>
#include <vector>

namespace tritonmetal {

/// Of a path that begins with `first`, `second` takes that part's place. Where several fit,
/// the last one counts.
using SourcePrefixMap = std::vector<std::pair<std::string, std::string>>;

} // namespace tritonmetal

#endif // TRITON_METAL_READER_SOURCEPREFIXES_H
