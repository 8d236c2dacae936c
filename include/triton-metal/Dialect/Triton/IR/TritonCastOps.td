//===- TritonCastOps.td - Conversions between element types *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONCASTOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONCASTOPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

class Triton_CastOp<string mnemonic, list<Trait> traits = []>
    : Triton_ElementwiseOp<mnemonic, traits> {
  let assemblyFormat = "$src attr-dict `:` type($src) `->` type($result)";
}

def Triton_IntToPtrOp : Triton_CastOp<"int_to_ptr", [SameOperandsAndResultShape]> {
  let summary = "address to pointer";
  let description = [{
    ```mlir
    %p = tt.int_to_ptr %i : i64 -> !tt.ptr<f32>
    ```
  }];
  let arguments = (ins Triton_I64Like:$src);
  let results = (outs Triton_PointerLike:$result);
  let hasCanonicalizeMethod = 1;
  let hasFolder = 1;
}

def Triton_PtrToIntOp : Triton_CastOp<"ptr_to_int", [SameOperandsAndResultShape]> {
  let summary = "pointer to address";
  let description = [{
    ```mlir
    %i = tt.ptr_to_int %p : tensor<64x!tt.ptr<f32>> -> tensor<64xi64>
    ```
  }];
  let arguments = (ins Triton_PointerLike:$src);
  let results = (outs Triton_I64Like:$result);
  let hasFolder = 1;
}

def Triton_BitcastOp : Triton_CastOp<"bitcast", [SameOperandsAndResultShape]> {
  let summary = "the same bits, read as another type";
  let description = [{
    Between types of one width, or between pointers of one address space. A cast
    to the same type is what the front end prints for a change of signedness.

    ```mlir
    %b = tt.bitcast %v : tensor<64xf32> -> tensor<64xi32>
    %q = tt.bitcast %p : tensor<64x!tt.ptr<i1>> -> tensor<64x!tt.ptr<i8>>
    ```
  }];
  let arguments = (ins Triton_Value:$src);
  let results = (outs Triton_Value:$result);
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Triton_FpToFpOp : Triton_ElementwiseOp<"fp_to_fp", [SameOperandsAndResultShape]> {
  let summary = "convert between float types, with a rounding mode";
  let description = [{
    A narrowing conversion names its rounding. Used for every fp8 conversion and
    for rounding towards zero; the common ones are `arith.truncf` and `arith.extf`.

    ```mlir
    %h = tt.fp_to_fp %v, rounding = rtne : tensor<64xf32> -> tensor<64xf8E4M3FN>
    %f = tt.fp_to_fp %h : tensor<64xf8E4M3FN> -> tensor<64xf32>
    ```
  }];
  let arguments = (ins Triton_FloatLike:$src, OptionalAttr<Triton_RoundingMode>:$rounding);
  let results = (outs Triton_FloatLike:$result);
  let assemblyFormat = [{
    $src attr-dict (`,` `rounding` `=` $rounding^)? `:` type($src) `->` type($result)
  }];
  let hasFolder = 1;
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONCASTOPS_TD
