//===- MetalArithOps.td - Arithmetic that arith lacks -------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALARITHOPS_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALARITHOPS_TD

include "triton-metal/Dialect/Metal/IR/MetalBase.td"
include "mlir/IR/OpBase.td"

def Metal_WordOrVector
    : AnyTypeOf<[I32, I64, VectorOfRankAndType<[1], [I32, I64]>], "i32, i64, or a vector of them">;

def Metal_MultiplyHighOp : Metal_Op<"multiply_high",
    [Pure, Commutative, Elementwise, Scalarizable, Vectorizable, Tensorizable,
     SameOperandsAndResultType]> {
  let summary = "upper half of the product of two unsigned integers";
  let description = [{
    `arith.mului_extended` without the lower half, which is `arith.muli` where it is
    needed. metal-expand-math makes it of 64-bit products, which have no wider type.

    Example: `%h = metal.multiply_high %a, %b : i64` is `mulhi(a, b)` on `ulong`.
  }];
  let arguments = (ins Metal_WordOrVector:$lhs, Metal_WordOrVector:$rhs);
  let results = (outs Metal_WordOrVector:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($result)";
  let hasFolder = 1;
}

#endif // TRITON_METAL_DIALECT_METAL_IR_METALARITHOPS_TD
