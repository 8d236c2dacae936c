//===- EmitAIRTestSupport.h - Kernels as text, AIR as a module --*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TEST_UNIT_TARGET_EMITAIR_EMITAIRTESTSUPPORT_H
#define TRITON_METAL_TEST_UNIT_TARGET_EMITAIR_EMITAIRTESTSUPPORT_H

#include "triton-metal/Target/AIR/EmitAIR.h"

#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"

/// Kernels parsed from text, expanded, and emitted.
class Emission {
public:
  explicit Emission(llvm::StringRef text);

  mlir::ModuleOp getModule() { return *module; }
  /// The only kernel of the text.
  tritonmetal::metal::KernelOp getKernel();

  /// Emits for a version of macOS; the kernels are in `kernels`.
  bool emit(unsigned macOS = 15, unsigned optimizationLevel = 2);

  std::vector<tritonmetal::metal::EmittedKernel> kernels;
  std::string diagnostics; // one line each

private:
  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

/// A kernel of one device buffer `x` of `element`, around `body`.
std::string makeKernel(llvm::StringRef element, llvm::StringRef body,
                       llvm::StringRef access = "read_write");

/// The bitcode as LLVM 22 reads it; fails the test if it does not, finds it invalid, or
/// finds another module than the one that was to be written.
std::unique_ptr<llvm::Module> readBack(const tritonmetal::metal::EmittedKernel &kernel,
                                       llvm::LLVMContext &context);

#endif // TRITON_METAL_TEST_UNIT_TARGET_EMITAIR_EMITAIRTESTSUPPORT_H
