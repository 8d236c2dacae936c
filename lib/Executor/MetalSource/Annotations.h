//===- Annotations.h - What the rewriter told, read from LLVM IR ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Annotations are strings that clang carries from the source into the module, with fields between
// bars:
//
//   metal.kernel                                          on a function
//   metal.max_threads|128
//   metal.host_name|softmax_half                          on a function, or on a pointer to one
//   metal.argument|buffer|0|device|read_write|x|float     on a parameter
//   metal.argument|thread_position_in_grid|tid|uint3
//   metal.threadgroup                                     on a variable
//   metal.function_constant|3|use_bias|bool
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_METALSOURCE_ANNOTATIONS_H
#define TRITON_METAL_LIB_EXECUTOR_METALSOURCE_ANNOTATIONS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <vector>

namespace llvm {
class Function;
class GlobalVariable;
class Module;
} // namespace llvm

namespace tritonmetal::executor {

struct AnnotatedParameter {
  std::string builtIn;       // thread_position_in_grid; empty for buffers
  unsigned binding = 0;      // of a buffer
  unsigned addressSpace = 1; // as in AIR: 1 device, 2 constant, 3 threadgroup
  bool isWritten = false;
  std::string name, type; // as in the source
};

struct AnnotatedKernel {
  llvm::Function *function = nullptr;
  std::string name; // for the host
  std::optional<unsigned> maxThreads;
};

struct AnnotatedConstant {
  llvm::GlobalVariable *variable = nullptr;
  unsigned index = 0;
  std::string name, type;
};

struct ModuleAnnotations {
  std::vector<AnnotatedKernel> kernels; // in the order of the source
  std::vector<llvm::GlobalVariable *> threadgroupVariables;
  std::vector<AnnotatedConstant> constants;
};

/// Reads what is annotated, and removes the annotations of globals from the module.
ModuleAnnotations takeAnnotations(llvm::Module &module);

/// Reads what is said about each parameter of `kernel`, in their order. Error: a parameter without
/// annotation.
llvm::Expected<std::vector<AnnotatedParameter>> readParameters(const llvm::Function &kernel);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_METALSOURCE_ANNOTATIONS_H
