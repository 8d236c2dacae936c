//===- SourceLines.h - Which line of Python an op comes from ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A location may be a chain of calls: `tl.sum(x)` in the kernel is code of Triton's own
// library, called from the kernel's file. What a reader wants to see is the innermost line
// of the kernel's own file:
//
//   callsite("standard.py":268 at "kernels.py":12)                          kernels.py:12
//   callsite("kernels.py":5 at "kernels.py":12)   a helper of the kernel    kernels.py:5
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_SOURCELINES_H
#define TRITON_METAL_DIALECT_METAL_IR_SOURCELINES_H

#include "mlir/IR/Location.h"

namespace tritonmetal::metal {

/// The innermost place in `file`; the outermost place of all if none is in it, or if
/// `file` is empty. Null if `loc` names no place.
mlir::FileLineColLoc getSourceLine(mlir::Location loc, llvm::StringRef file = "");

} // namespace tritonmetal::metal

#endif // TRITON_METAL_DIALECT_METAL_IR_SOURCELINES_H
