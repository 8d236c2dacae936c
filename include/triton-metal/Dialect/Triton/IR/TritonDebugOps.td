//===- TritonDebugOps.td - Device prints and asserts -------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONDEBUGOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONDEBUGOPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

def Triton_PrintOp : Triton_Op<"print", [MemoryEffects<[MemWrite]>]> {
  let summary = "print values from the device";
  let description = [{
    Integers are printed in base 16 with `hex`, otherwise with a sign where
    `isSigned` says so. Triton 3.0 prints no `isSigned`: every value has a sign.

    ```mlir
    tt.print " v: " {hex = false, isSigned = array<i32: 1>} : %v : tensor<64xi32>
    ```
  }];
  let arguments = (ins StrAttr:$prefix, BoolAttr:$hex, Variadic<Triton_Value>:$args,
                       DefaultValuedAttr<DenseI32ArrayAttr, "{}">:$isSigned);
  let extraClassDeclaration = [{
    /// Whether the argument's bits are a signed number.
    bool isArgSigned(unsigned index) {
      return getIsSigned().empty() || getIsSigned()[index] != 0;
    }
  }];
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Triton_AssertOp : Triton_Op<"assert", [MemoryEffects<[MemWrite]>]> {
  let summary = "report elements for which a condition is false";
  let description = [{
    ```mlir
    tt.assert %m, "index out of range" : tensor<64xi1>
    ```
    Triton 3.0 adds file, function and line, which the op's location has as well;
    they are read and dropped.
  }];
  let arguments = (ins Triton_BoolLike:$condition, StrAttr:$message);
  let assemblyFormat = "$condition `,` custom<AssertMessage>($message) attr-dict `:` type($condition)";
  let hasCanonicalizeMethod = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONDEBUGOPS_TD
