//===- MSLPrinter.h - Metal dialect to Metal Shading Language ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Prints kernels in loop form (metal-verify-loop-form) as Metal source. Everything
// is decided in the IR; here it is only written down:
//
//   %0 = arith.cmpi slt, %offset, %n : i32           int offset = int(pid * 1024 + tid);
//   scf.if %0 {                                      if (offset < args.n)
//     metal.store %x, %o[%offset] …            =>      o[offset] = x;
//   }
//
// Names come from the locations (`loc("offset")`); numbers that Metal's default, fast
// math would change are kept by `#pragma METAL fp math_mode(safe)`.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGET_MSL_MSLPRINTER_H
#define TRITON_METAL_TARGET_MSL_MSLPRINTER_H

#include "triton-metal/TargetInfo/TargetInfo.h"

#include "mlir/IR/BuiltinOps.h"

namespace tritonmetal::metal {

struct MSLOptions {
  /// Version of the language. Before 3.2 the source cannot ask for safe math: it says in
  /// a comment, and the launch metadata says under `source_options`, that it must be
  /// compiled with -fno-fast-math. Before 3.1 there is no bfloat, which is then kept as
  /// ushort.
  LanguageVersion languageVersion{3, 2};

  /// Say in comments from which line of the input's source a statement comes.
  bool sourceComments = false;

  /// Say it in `#line` directives, so that profilers and compilers show those lines.
  bool lineDirectives = false;
};

/// Writes the kernels of `module`, in order, to `out`. Fails, with a diagnostic at the op,
/// on what has no counterpart in Metal; nothing is written then.
mlir::LogicalResult printMSL(mlir::ModuleOp module, const MSLOptions &options,
                             llvm::raw_ostream &out);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_TARGET_MSL_MSLPRINTER_H
