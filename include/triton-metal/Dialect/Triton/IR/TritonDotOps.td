//===- TritonDotOps.td - Matrix products -------------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONDOTOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONDOTOPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

def Triton_DotOp : Triton_Op<"dot", [Pure, AllTypesMatch<["c", "d"]>]> {
  let summary = "matrix product plus a matrix";
  let description = [{
    `d = a * b + c`, of rank 2, or 3 with a leading batch dimension.

    ```mlir
    %d = tt.dot %a, %b, %c, inputPrecision = tf32
      : tensor<64x32xf32> * tensor<32x64xf32> -> tensor<64x64xf32>
    ```
  }];
  let arguments = (ins Triton_Tensor:$a, Triton_Tensor:$b, Triton_Tensor:$c,
                       DefaultValuedAttr<Triton_InputPrecision,
                                         "::tritonmetal::tt::InputPrecision::IEEE">:$inputPrecision,
                       DefaultValuedAttr<I32Attr, "0">:$maxNumImpreciseAcc);
  let results = (outs Triton_Tensor:$d);
  let assemblyFormat = [{
    $a `,` $b `,` $c (`,` `inputPrecision` `=` $inputPrecision^)? attr-dict `:`
    type($a) `*` type($b) `->` type($d)
  }];
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONDOTOPS_TD
