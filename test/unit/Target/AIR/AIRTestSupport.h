//===- AIRTestSupport.h - Modules from text for AIR tests -------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TEST_UNIT_TARGET_AIR_AIRTESTSUPPORT_H
#define TRITON_METAL_TEST_UNIT_TARGET_AIR_AIRTESTSUPPORT_H

#include "triton-metal/Target/AIR/AIRBuilder.h"

#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"

#include "gtest/gtest.h"

#include <memory>
#include <string>

namespace tritonmetal::air {

/// A module, and what becomes of it.
struct TestModule {
  TestModule() = default;
  /// IR text; the test fails if it does not parse.
  explicit TestModule(llvm::StringRef text);

  std::string print() const;

  std::unique_ptr<llvm::LLVMContext> context = std::make_unique<llvm::LLVMContext>();
  std::unique_ptr<llvm::Module> module;
};

/// Describes the parameters of kernel 'k' by their types: ptr addrspace(1) is a float buffer that
/// is read and written, addrspace(2) a struct of 16 bytes, addrspace(3) a float buffer; integers
/// are positions.
KernelDescription describe(const llvm::Module &module);

ModuleTarget macOS(unsigned major);

/// Text of the module after buildAIR; what went wrong as "error: ...".
std::string build(llvm::StringRef text, unsigned level = 0, ModuleTarget target = macOS(15));

/// The lines of kernel 'k' in it.
std::string kernelOf(llvm::StringRef moduleText);

/// build() of a kernel with that body, which may use its parameters: %a, %b (ptr addrspace(1)),
/// %s (ptr addrspace(2)) and %i (i32). Returns the lines of the kernel.
std::string buildBody(llvm::StringRef body, llvm::StringRef globals = "", unsigned level = 0,
                      ModuleTarget target = macOS(15));

/// The constants that 'k' stores, in order, separated by spaces; "?" for other values.
std::string storedConstants(const llvm::Module &module);

/// What LLVM computes for the stores of a body at compile time, against what is left after
/// legalisation (level 0, so that LLVM does not fold it first).
void expectSameConstants(llvm::StringRef body, llvm::StringRef globals = "");

::testing::AssertionResult has(const std::string &text, llvm::StringRef part);

} // namespace tritonmetal::air

#endif // TRITON_METAL_TEST_UNIT_TARGET_AIR_AIRTESTSUPPORT_H
