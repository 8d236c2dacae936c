//===- KernelArchive.h - Kernels of a file, as LLVM modules ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads `.metallib` archives, bitcode (`.air`, `.bc`, with or without wrapper) and textual IR
// (`.ll`). The kind is told from the first bytes, not from the file's name. Modules are verified;
// function bodies of an archive are read only for the kernel that is asked for.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_KERNELARCHIVE_H
#define TRITON_METAL_EXECUTOR_KERNELARCHIVE_H

#include "triton-metal/Executor/KernelInterface.h"
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
/// one of the formats, invalid modules, no or more than one kernel of that name.
llvm::Expected<LoadedKernel> loadKernel(llvm::MemoryBufferRef file, llvm::StringRef name);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_KERNELARCHIVE_H
