//===- TritonExternOps.td - Foreign functions --------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONEXTERNOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONEXTERNOPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

def Triton_ExternElementwiseOp : Triton_Op<"extern_elementwise", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>, Elementwise, SameLayout]> {
  let summary = "call a device library function on each element";
  let description = [{
    The symbol names a function of CUDA's or AMD's device library, whose meaning
    is mapped, or refused, by name.

    ```mlir
    %r = tt.extern_elementwise %v {libname = "", libpath = "", pure = true, symbol = "__nv_tanhf"}
      : (tensor<64xf32>) -> tensor<64xf32>
    ```
  }];
  let arguments = (ins Variadic<Triton_Value>:$srcs, StrAttr:$libname, StrAttr:$libpath,
                       StrAttr:$symbol, BoolAttr:$pure);
  let results = (outs Triton_Value:$result);
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, $result)";
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONEXTERNOPS_TD
