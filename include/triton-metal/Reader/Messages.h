//===- Messages.h - Errors as a user of the compiler reads them ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A location is a tree: a value's name around a call site around a line of Python. It is
// printed as one place, with a note for each function that the line was inlined into:
//
//   loc("p"(callsite("standard.py":168:12 at "kernels.py":31:9)))
//   ->  standard.py:168:12: error: ...
//       kernels.py:31:9: note: inlined here
//
// Lines of the input are shown with a mark below the column; a long one in part only. No
// other file is looked at: those that locations name need not exist, and may be anything.
//
// For other programs the same as JSON, one object a line:
//
//   {"severity": "error", "message": ..., "file": "standard.py", "line": 168, "column": 12,
//    "notes": [{"message": "inlined here", "file": "kernels.py", "line": 31, "column": 9}]}
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_READER_MESSAGES_H
#define TRITON_METAL_READER_MESSAGES_H

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/ArrayRef.h"

#include <string>

namespace tritonmetal {

/// A text that was read, under the name that locations have for it.
struct SourceText {
  std::string name;
  llvm::StringRef text;
};

/// A name of the input may hold anything; what could steer a terminal is not printed.
void printPlain(llvm::StringRef text, llvm::raw_ostream &out);

struct MessageOptions {
  bool json = false;
  bool warningsAreErrors = false;
};

/// Prints the context's diagnostics while it lives.
class Messages {
public:
  /// `inputs` are those whose lines are shown; they must outlive this.
  Messages(llvm::ArrayRef<SourceText> inputs, mlir::MLIRContext &context, llvm::raw_ostream &out,
           const MessageOptions &options = {});

  unsigned getNumErrors() const { return numErrors; }

private:
  struct Note {
    mlir::FileLineColLoc place;
    std::string message;
    bool showsLine;
  };
  mlir::DiagnosticSeverity getSeverity(const mlir::Diagnostic &diagnostic) const;
  void print(mlir::Diagnostic &diagnostic);
  void printText(mlir::FileLineColLoc place, bool showsLine, const mlir::Diagnostic &diagnostic,
                 llvm::ArrayRef<Note> notes);
  void printJson(mlir::FileLineColLoc place, const mlir::Diagnostic &diagnostic,
                 llvm::ArrayRef<Note> notes);
  void printHead(mlir::FileLineColLoc place, mlir::DiagnosticSeverity severity,
                 llvm::StringRef message);
  void printLine(mlir::FileLineColLoc place);

  llvm::ArrayRef<SourceText> inputs;
  llvm::raw_ostream &out;
  MessageOptions options;
  unsigned numErrors = 0;
  mlir::ScopedDiagnosticHandler handler;
};

} // namespace tritonmetal

#endif // TRITON_METAL_READER_MESSAGES_H
