//===- BitcodeTestSupport.h - Write, read back, ask older LLVMs -*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A test gives a module as LLVM 22 text. `roundTrip` writes it and checks what holds for every
// output, whatever the test is about:
//
//   - LLVM 22 reads it back as the same module (ModuleComparison), and it verifies;
//   - the bytes are the same when written twice;
//   - no OPAQUE_POINTER record, no attribute code above 78, MODULE version 2;
//   - llvm-dis of LLVM 14, 15 and 16 read it, where installed; LLVM 14's text assembles and
//     verifies again.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TEST_UNIT_TARGET_AIR_BITCODETESTSUPPORT_H
#define TRITON_METAL_TEST_UNIT_TARGET_AIR_BITCODETESTSUPPORT_H

#include "triton-metal/Target/AIR/BitcodeWriter.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"

#include <memory>
#include <optional>
#include <string>

namespace tritonmetal::test {

/// Parses LLVM text; a parse error fails the test and gives null.
std::unique_ptr<llvm::Module> parseModule(llvm::LLVMContext &context, llvm::StringRef text);

/// All checks above. Returns what LLVM 14 makes of the output, typed, or nothing if there is no
/// llvm-dis-14; tests look for typed instructions in it.
std::optional<std::string> roundTrip(const llvm::Module &module,
                                     const air::PointeeTypes &hints = air::PointeeTypes());
std::optional<std::string> roundTrip(llvm::StringRef text);

/// The checks that need no other program; returns the bytes.
std::string roundTripHere(const llvm::Module &module,
                          const air::PointeeTypes &hints = air::PointeeTypes());

/// What LLVM 14 makes of bitcode, or nothing if there is no llvm-dis-14.
std::optional<std::string> disassemble(llvm::StringRef bitcode);

/// Writes the module, which must fail, and returns the message.
std::string writeError(llvm::StringRef text);

/// Expects each line in the disassembly (if there is one), in this order.
void expectLines(const std::optional<std::string> &disassembly,
                 std::initializer_list<llvm::StringRef> lines);

} // namespace tritonmetal::test

#endif // TRITON_METAL_TEST_UNIT_TARGET_AIR_BITCODETESTSUPPORT_H
