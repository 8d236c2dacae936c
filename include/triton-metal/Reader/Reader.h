//===- Reader.h - Text of any Triton version to a verified module -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The door: everything that comes in as text comes in here.
//
//   text -> is it text, and of bounded cost?   Limits
//        -> words of Triton 3.6                Spelling
//        -> MLIR's parser and verifier         its errors in plain words (ParserMessages)
//        -> places as in the user's file       Locations
//
// After it there is one spelling of everything, and every op has a location in the file
// that was read or in the Python source, whose path is cut to the file name or to what a
// map of prefixes says.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_READER_READER_H
#define TRITON_METAL_READER_READER_H

#include "triton-metal/Reader/SourcePrefixes.h"
#include "triton-metal/Reader/Spelling.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

namespace tritonmetal {

/// The dialects that Triton prints: its own, and those of MLIR that it uses.
void registerTritonDialects(mlir::DialectRegistry &registry);

/// The longest text that is read.
constexpr size_t kMaxTextBytes = size_t(64) << 20;

struct ReadOptions {
  SourceTarget target = SourceTarget::Unknown;
  SourcePrefixMap prefixes;
};

/// Reads one module. Null after errors were emitted, with places in `name`. The text need
/// not outlive the call.
mlir::OwningOpRef<mlir::ModuleOp> readModule(llvm::StringRef text, llvm::StringRef name,
                                             mlir::MLIRContext &context,
                                             const ReadOptions &options = {});

/// Cuts the path of the file that was read to its file name, in all locations: what is
/// written must not depend on where files are.
void cutInputPath(mlir::ModuleOp module, llvm::StringRef name);

/// The place of an error about a file as a whole.
mlir::Location getWholeFile(mlir::MLIRContext *context, llvm::StringRef name);

/// The first line of the file that `loc` stands for as a whole; null for other locations.
mlir::FileLineColLoc findWholeFile(mlir::Location loc);

} // namespace tritonmetal

#endif // TRITON_METAL_READER_READER_H
