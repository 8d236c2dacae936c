//===- TritonDebugOps.td - Device prints and asserts -------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONDEBUGOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONDEBUGOPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

def Triton_PrintOp : Triton_Op<"print", [SameVariadicOperandSize, MemoryEffects<[MemWrite]>]> {
  let summary = "print values from the device";
  let description = [{
    ```mlir
    tt.print " v: " {hex = false, isSigned = array<i32: 1>} : %v : tensor<64xi32>
    ```
  }];
  let arguments = (ins StrAttr:$prefix, BoolAttr:$hex, Variadic<Triton_Value>:$args,
                       DenseI32ArrayAttr:$isSigned);
  let assemblyFormat = "$prefix attr-dict (`:` $args^ `:` type($args))?";
}

def Triton_AssertOp : Triton_Op<"assert", [MemoryEffects<[MemWrite]>]> {
  let summary = "report elements for which a condition is false";
  let description = [{
    ```mlir
    tt.assert %m, "index out of range" : tensor<64xi1>
    ```
  }];
  let arguments = (ins Triton_BoolLike:$condition, StrAttr:$message);
  let assemblyFormat = "$condition `,` $message attr-dict `:` type($condition)";
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONDEBUGOPS_TD
