//===- TritonReduceOps.td - Reductions and scans -----------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONREDUCEOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONREDUCEOPS_TD

include "mlir/Interfaces/ControlFlowInterfaces.td"
include "triton-metal/Dialect/Triton/IR/TritonBase.td"

// No assembly format on purpose: Triton prints these ops in the generic form.

def Triton_ReduceOp : Triton_InferringOp<"reduce", [
    RecursiveMemoryEffects, SameOperandsLayout, SameOperandsShape, SingleBlock]> {
  let summary = "combine the elements along one dimension";
  let description = [{
    The region takes n accumulators and n elements for n operands and returns n
    new accumulators. It is assumed associative and commutative; no identity is
    given, so only real elements are ever combined. A 1-D operand reduces to a
    scalar, otherwise the axis disappears and the layout becomes its slice.

    ```mlir
    %m = "tt.reduce"(%v) <{axis = 0 : i32}> ({
    ^bb0(%a: f32, %b: f32):
      %s = arith.addf %a, %b : f32
      tt.reduce.return %s : f32
    }) : (tensor<1024xf32>) -> f32
    ```
  }];
  let arguments = (ins Variadic<Triton_Tensor>:$srcs, I32Attr:$axis);
  let results = (outs Variadic<Triton_Value>:$result);
  let regions = (region SizedRegion<1>:$combineOp);
  let hasCanonicalizeMethod = 1;
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

def Triton_ReduceReturnOp : Triton_Op<"reduce.return", [
    HasParent<"ReduceOp">, Pure, ReturnLike, Terminator]> {
  let summary = "the combined values";
  let description = [{
    ```mlir
    tt.reduce.return %s : f32
    ```
  }];
  let arguments = (ins Variadic<Triton_Value>:$result);
  let assemblyFormat = "$result attr-dict `:` type($result)";
}

def Triton_ScanOp : Triton_InferringOp<"scan", [
    RecursiveMemoryEffects, SameLayout, SameOperandsAndResultShape, SingleBlock]> {
  let summary = "running combination along one dimension";
  let description = [{
    Inclusive: `r[0] = x[0]`, `r[i] = f(r[i-1], x[i])`; with `reverse` from the
    other end. The region is assumed associative, the order is kept.

    ```mlir
    %c = "tt.scan"(%v) <{axis = 0 : i32, reverse = false}> ({
    ^bb0(%a: f32, %b: f32):
      %s = arith.addf %a, %b : f32
      tt.scan.return %s : f32
    }) : (tensor<128xf32>) -> tensor<128xf32>
    ```
  }];
  let arguments = (ins Variadic<Triton_Tensor>:$srcs, I32Attr:$axis, BoolAttr:$reverse);
  let results = (outs Variadic<Triton_Tensor>:$result);
  let regions = (region SizedRegion<1>:$combineOp);
  let hasFolder = 1;
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

def Triton_ScanReturnOp : Triton_Op<"scan.return", [
    HasParent<"ScanOp">, Pure, ReturnLike, Terminator]> {
  let summary = "the combined values";
  let description = [{
    ```mlir
    tt.scan.return %s : f32
    ```
  }];
  let arguments = (ins Variadic<Triton_Value>:$result);
  let assemblyFormat = "$result attr-dict `:` type($result)";
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONREDUCEOPS_TD
