//===- HostCode.h - From LLVM IR to code in memory ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Optimises a module for the processor that it runs on, splits coroutines, and links the code into
// this process with LLVM's ORC. Nothing here knows which processor that is.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_HOSTCODE_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_HOSTCODE_H

#include "ThreadFunction.h"

#include "llvm/Support/MemoryBuffer.h"

namespace llvm {
class TargetMachine;
}

namespace tritonmetal::executor::jit {

/// A function of this process that compiled code may call by `name`.
struct HostSymbol {
  std::string name;
  void *address = nullptr;
};

class HostCompiler {
public:
  /// Error: LLVM was built without code generation for this host.
  static llvm::Expected<HostCompiler> create();
  HostCompiler(HostCompiler &&);
  ~HostCompiler();

  HostFeatures getFeatures() const;
  /// To be done before any pass runs.
  void setTarget(llvm::Module &module) const;

  /// Optimises. `isCoroutine`: of the module's function.
  void optimise(llvm::Module &module, bool isCoroutine) const;
  llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> compile(llvm::Module &module) const;

private:
  explicit HostCompiler(std::unique_ptr<llvm::TargetMachine> machine);

  std::unique_ptr<llvm::TargetMachine> machine;
};

/// Code that is ready to run, for as long as the object lives.
class LoadedCode {
public:
  static llvm::Expected<std::unique_ptr<LoadedCode>>
  load(std::unique_ptr<llvm::MemoryBuffer> object, llvm::ArrayRef<HostSymbol> symbols);
  ~LoadedCode();

  /// Error: no such function.
  llvm::Expected<void *> find(llvm::StringRef name);

private:
  LoadedCode();
  struct Implementation;
  std::unique_ptr<Implementation> implementation;
};

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_HOSTCODE_H
