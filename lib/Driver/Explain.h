//===- Explain.h - Remarks of passes, for --explain ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Collects what passes say (Remarks/Explain.h), kernel by kernel, and prints it in the order
// of the source:
//
//   matmul.py:12:16: remark: memory: load of 64x32 f16: 2 accesses of 16 bytes a thread; …
//   matmul.py:14:20: remark: registers: sums of dots take 128 of the 128 registers …
//   matmul.py:14:20: note: use --num-warps=8
//
// What is said of a line several times is printed once, with its number.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DRIVER_EXPLAIN_H
#define TRITON_METAL_LIB_DRIVER_EXPLAIN_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Driver/Driver.h"

#include "mlir/IR/BuiltinOps.h"

#include <vector>

namespace tritonmetal {

class Explanations {
public:
  /// From now on, remarks in this context are kept. To be called once, and to outlive it.
  void listenTo(mlir::MLIRContext &context);

  /// All that is said of the kernels of `module` was said, but for what it has become.
  void finish(mlir::ModuleOp module);

  void print(ExplainFormat format, llvm::raw_ostream &os) const;

  struct Fact {
    mlir::Location loc;
    std::string topic, text, wayOut;
  };

private:
  struct Place {
    std::string file;              // empty: none
    unsigned line = 0, column = 0; // 0: the whole file
  };
  struct Line {
    Place place;
    std::string topic, text, wayOut;
    unsigned count = 1;
  };
  struct Kernel {
    std::string name, target;
    std::vector<Line> lines;
  };
  void addSubstitutions(metal::KernelOp kernel);
  static Line makeLine(const Fact &fact, llvm::StringRef file);
  static std::vector<Line> sortLines(llvm::ArrayRef<Fact> facts, llvm::StringRef file);
  static void printText(const Kernel &kernel, llvm::raw_ostream &os);
  static void printJson(const Kernel &kernel, llvm::raw_ostream &os);

  bool isListening = false;
  std::vector<Fact> facts; // of the kernel that is being compiled
  std::vector<Kernel> kernels;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_DRIVER_EXPLAIN_H
