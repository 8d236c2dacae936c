//===- DebugSites.h - The prints and asserts of a kernel --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// What a kernel prints goes to a hidden buffer of 32-bit words, its last parameter:
//
//   0  words that the buffer has          set by the host
//   1  first free word                    4 at the start
//   2  records that did not fit
//   3  site of the first failed assert, plus 1
//   4  records of 9 words: site, program x y z, thread, number of the element (row by
//      row), number of the operand, its bits (low and high word)
//
// A site is a print or an assert in the text of the kernel, by its number in order; the
// kernel's `metal.log_sites` describes them for the launch metadata.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_DEBUGSITES_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_DEBUGSITES_H

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/DenseMap.h"

namespace tritonmetal {

class DebugSites {
public:
  /// Numbers the sites of each kernel, gives kernels that have any the parameter, and
  /// notes the descriptions in the attribute `metal.log_sites`.
  explicit DebugSites(mlir::ModuleOp module);

  struct Site {
    unsigned number;
    mlir::Value buffer; // the hidden parameter, before conversion
  };
  Site of(mlir::Operation *op) const { return sites.find(op)->second; }

private:
  void addTo(tt::FuncOp kernel);

  llvm::DenseMap<mlir::Operation *, Site> sites;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_DEBUGSITES_H
