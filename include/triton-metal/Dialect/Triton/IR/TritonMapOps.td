//===- TritonMapOps.td - Scalar code for each element ------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONMAPOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONMAPOPS_TD

include "mlir/Interfaces/ControlFlowInterfaces.td"
include "triton-metal/Dialect/Triton/IR/TritonBase.td"

// No assembly format on purpose: Triton prints the op in the generic form.
def Triton_MapElementwiseOp : Triton_Op<"map_elementwise", [
    RecursiveMemoryEffects, SameLayout, SameOperandsAndResultShape]> {
  let summary = "run scalar code on each element";
  let description = [{
    The region, of one block or more, takes `pack` elements of each operand and
    returns `pack` elements of each result; which elements are packed together is
    undefined. It writes no memory.

    ```mlir
    %r = "tt.map_elementwise"(%a, %b) <{pack = 1 : i32}> ({
    ^bb0(%x: i32, %y: i32):
      %m = arith.minsi %x, %y : i32
      tt.map_elementwise.return %m : i32
    }) : (tensor<64xi32>, tensor<64xi32>) -> tensor<64xi32>
    ```
  }];
  let arguments = (ins Variadic<Triton_Tensor>:$srcs, I32Attr:$pack);
  let results = (outs Variadic<Triton_Tensor>:$result);
  let regions = (region MinSizedRegion<1>:$scalarOp);
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

def Triton_MapElementwiseReturnOp : Triton_Op<"map_elementwise.return", [
    HasParent<"MapElementwiseOp">, Pure, ReturnLike, Terminator]> {
  let summary = "the values of the elements";
  let description = [{
    ```mlir
    tt.map_elementwise.return %m : i32
    ```
  }];
  let arguments = (ins Variadic<Triton_Scalar>:$result);
  let assemblyFormat = "attr-dict ($result^ `:` type($result))?";
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONMAPOPS_TD
