//===- KernelArchive.h - Kernels of a file, as LLVM modules ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads `.metallib` archives, bitcode (`.air`, `.bc`, with or without wrapper) and textual IR
// (`.ll`). The kind is told from the first bytes, not from the file's name. Of an archive only the
// list of functions and the module of the kernel that is asked for are read. Modules are verified,
// and function constants are gone from them: they have their values.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_KERNELARCHIVE_H
#define TRITON_METAL_EXECUTOR_KERNELARCHIVE_H

#include "triton-metal/Executor/KernelInterface.h"
#include "triton-metal/Executor/LaunchDescription.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/MemoryBufferRef.h"

#include <memory>

namespace llvm {
class LLVMContext;
}

namespace tritonmetal::executor {

/// A kernel and the module that owns it.
struct LoadedKernel {
  std::unique_ptr<llvm::LLVMContext> context;
  std::unique_ptr<llvm::Module> module;
  llvm::Function *function = nullptr;
  KernelInterface interface;

  LoadedKernel();
  LoadedKernel(LoadedKernel &&);
  LoadedKernel &operator=(LoadedKernel &&);
  ~LoadedKernel();
};

/// Finds `name` in `file`; an empty name means the only kernel that there is. Errors: what is not
/// one of the formats, invalid modules, no or more than one kernel of that name, a function that is
/// no kernel, function constants without a value and the reverse.
llvm::Expected<LoadedKernel> loadKernel(llvm::MemoryBufferRef file, llvm::StringRef name,
                                        llvm::ArrayRef<FunctionConstantValue> constants = {});

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_KERNELARCHIVE_H
