//===- TritonMathOps.td - Arithmetic that `arith` and `math` lack *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONMATHOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONMATHOPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

class Triton_SameTypeMathOp<string mnemonic>
    : Triton_ElementwiseOp<mnemonic, [SameOperandsAndResultType]>;

def Triton_ClampFOp : Triton_SameTypeMathOp<"clampf"> {
  let summary = "limit a float to a range";
  let description = [{
    `min(max(x, lo), hi)` with maxnum and minnum. A NaN `x` gives the limited `lo`,
    or NaN with `propagateNan = all`.

    ```mlir
    %r = tt.clampf %x, %lo, %hi, propagateNan = none : tensor<64xf32>
    ```
  }];
  let arguments = (ins Triton_FloatLike:$x, Triton_FloatLike:$min, Triton_FloatLike:$max,
                       Triton_PropagateNan:$propagateNan);
  let results = (outs Triton_FloatLike:$result);
  let assemblyFormat = [{
    $x `,` $min `,` $max `,` `propagateNan` `=` $propagateNan attr-dict `:` type($result)
  }];
}

def Triton_PreciseSqrtOp : Triton_SameTypeMathOp<"precise_sqrt"> {
  let summary = "correctly rounded square root";
  let description = [{
    ```mlir
    %r = tt.precise_sqrt %x : tensor<64xf32>
    ```
  }];
  let arguments = (ins Triton_FloatLike:$x);
  let results = (outs Triton_FloatLike:$result);
  let assemblyFormat = "$x attr-dict `:` type($x)";
}

def Triton_PreciseDivFOp : Triton_SameTypeMathOp<"precise_divf"> {
  let summary = "correctly rounded division";
  let description = [{
    ```mlir
    %r = tt.precise_divf %x, %y : tensor<64xf32>
    ```
  }];
  let arguments = (ins Triton_FloatLike:$x, Triton_FloatLike:$y);
  let results = (outs Triton_FloatLike:$result);
  let assemblyFormat = "$x `,` $y attr-dict `:` type($x)";
  let hasFolder = 1;
}

def Triton_MulhiUIOp : Triton_SameTypeMathOp<"mulhiui"> {
  let summary = "high half of an unsigned product";
  let description = [{
    ```mlir
    %r = tt.mulhiui %x, %y : tensor<64xi32>
    ```
  }];
  let arguments = (ins Triton_IntLike:$x, Triton_IntLike:$y);
  let results = (outs Triton_IntLike:$result);
  let assemblyFormat = "$x `,` $y attr-dict `:` type($x)";
  let hasFolder = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONMATHOPS_TD
