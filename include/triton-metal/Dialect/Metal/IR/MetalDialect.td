//===- MetalDialect.td - The Metal dialect -----------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALDIALECT_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALDIALECT_TD

include "mlir/IR/OpBase.td"

def Metal_Dialect : Dialect {
  let name = "metal";
  let cppNamespace = "::tritonmetal::metal";
  let summary = "One Metal kernel, seen by one of its threads";
  let description = [{
    The Metal dialect has two forms.

    *Value form*, as `convert-tritongpu-to-metal` makes it: a tensor is gone, a
    thread's share of it is `vector<R x T>`, one element for each of its R
    registers. Register-wise work is `arith` and `math` on those vectors,
    control flow is `scf`, and the ops here are the machine.

    *Loop form*, as `metal-form-loops` makes it and as both back ends take it:
    no vector is wider than four elements. What was a wide vector is a loop over
    packets, with thread arrays between the loops.

    `docs/rationale/metal-dialect.md` walks through both on an example.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::scf::SCFDialect",
                           "::mlir::vector::VectorDialect"];
  let useDefaultTypePrinterParser = 1;
  let useDefaultAttributePrinterParser = 1;
  let hasConstantMaterializer = 1;
}

#endif // TRITON_METAL_DIALECT_METAL_IR_METALDIALECT_TD
