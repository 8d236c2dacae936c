//===- Messages.h - Errors as a user of the compiler reads them ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// MLIR's parser speaks to people who write compilers. What it says of unknown ops is
// said here in other words:
//
//   custom op 'tt.laod' is unknown (tried 'builtin.tt.laod' as well)
//   ->  unknown op 'tt.laod'; did you mean 'tt.load'?
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DRIVER_MESSAGES_H
#define TRITON_METAL_LIB_DRIVER_MESSAGES_H

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/SourceMgr.h"

namespace tritonmetal {

/// The place of an error that is about a file as a whole: printed without its first line.
mlir::Location getWholeFile(mlir::MLIRContext *context, llvm::StringRef name);

/// Prints the context's diagnostics while it lives.
class Messages {
public:
  Messages(llvm::SourceMgr &sources, mlir::MLIRContext &context, llvm::raw_ostream &out);

  unsigned getNumErrors() const { return numErrors; }

private:
  mlir::LogicalResult handle(mlir::Diagnostic &diagnostic);

  mlir::MLIRContext &context;
  llvm::raw_ostream &out;
  unsigned numErrors = 0;
  mlir::SourceMgrDiagnosticHandler printing;
  mlir::ScopedDiagnosticHandler rewriting; // asked before `printing`
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_DRIVER_MESSAGES_H
