//===- ModuleComparison.h - A module against itself read back ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the AIR bitcode writer was given against what a reader makes of its output. The two are the
// same but for what a typed LLVM-14 file adds and cannot say:
//
//   - `bitcast ptr to ptr`, the shadow of pointer views, is looked through on both sides;
//   - local names are not written;
//   - attributes follow the writer's table, stated here a second time and independently: memory()
//     is widened, captures() is kept only as captures(none), newer hints are gone.
//
// The modules may live in different contexts.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TEST_LIB_MODULECOMPARISON_H
#define TRITON_METAL_TEST_LIB_MODULECOMPARISON_H

#include <string>

namespace llvm {
class Module;
} // namespace llvm

namespace tritonmetal::test {

/// The first difference in words, or nothing.
std::string compareModules(const llvm::Module &written, const llvm::Module &readBack);

} // namespace tritonmetal::test

#endif // TRITON_METAL_TEST_LIB_MODULECOMPARISON_H
