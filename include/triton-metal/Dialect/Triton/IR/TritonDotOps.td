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
  let arguments = (ins Triton_NumberTensor:$a, Triton_NumberTensor:$b, Triton_NumberTensor:$c,
                       DefaultValuedAttr<Triton_InputPrecision,
                                         "::tritonmetal::tt::InputPrecision::IEEE">:$inputPrecision,
                       DefaultValuedAttr<I32Attr, "0">:$maxNumImpreciseAcc);
  let results = (outs Triton_NumberTensor:$d);
  let assemblyFormat = [{
    $a `,` $b `,` $c (`,` `inputPrecision` `=` $inputPrecision^)? attr-dict `:`
    type($a) `*` type($b) `->` type($d)
  }];
  let hasVerifier = 1;
}

def Triton_DotScaledOp : Triton_Op<"dot_scaled", [
    AttrSizedOperandSegments, Pure, AllTypesMatch<["c", "d"]>]> {
  let summary = "matrix product of operands with block scales";
  let description = [{
    `d = a * b + c` where consecutive elements along K share a scale 2^(s - 127), a
    byte of `a_scale` or `b_scale`; 255 is NaN, which `fastMath` may ignore. Scales
    are `[M, K/32]` and `[N, K/32]`, with 16 in place of 32 from Triton 3.7 on. An
    e2m1 operand holds two elements to an i8, the low half first, along K, or along
    the other dimension without its `k_pack`.

    ```mlir
    %d = tt.dot_scaled %a scale %s, %b, %c lhs = e4m3 rhs = bf16 {fastMath = false}
      : tensor<32x64xf8E4M3FN>, tensor<32x2xi8> * tensor<64x32xbf16> -> tensor<32x32xf32>
    ```
    First builds of Triton 3.2 print scales in the list of operands, without `scale`,
    and no `fastMath`; that parses too.
  }];
  let arguments = (ins Triton_NumberTensor:$a, Triton_NumberTensor:$b, Triton_NumberTensor:$c,
                       Optional<Triton_TensorOf<[I8, F8E4M3FN]>>:$a_scale,
                       Optional<Triton_TensorOf<[I8, F8E4M3FN]>>:$b_scale,
                       Triton_ScaleDotElemType:$a_elem_type, Triton_ScaleDotElemType:$b_elem_type,
                       DefaultValuedAttr<BoolAttr, "false">:$fastMath,
                       DefaultValuedAttr<BoolAttr, "true">:$lhs_k_pack,
                       DefaultValuedAttr<BoolAttr, "true">:$rhs_k_pack);
  let results = (outs Triton_NumberTensor:$d);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONDOTOPS_TD
