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

def Triton_ElementwiseInlineAsmOp : Triton_Op<"elementwise_inline_asm", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>, Elementwise, SameLayout]> {
  let summary = "assembly text for each element";
  let description = [{
    `packed_element` elements of 8 or 16 bits share one register; which of them do
    is undefined. The text is in the assembly of another machine: a few have a
    meaning of their own here, the rest is refused.

    ```mlir
    %r = tt.elementwise_inline_asm "shl.b32 $0, $1, 3;"
      {constraints = "=r,r", packed_element = 4 : i32, pure = true} %x : tensor<64xi8> -> tensor<64xi8>
    %t = tt.elementwise_inline_asm "mov.u64 $0, %globaltimer;"
      {constraints = "=l", packed_element = 1 : i32, pure = false} -> i64
    ```
  }];
  let arguments = (ins StrAttr:$asm_string, StrAttr:$constraints, BoolAttr:$pure,
                       I32Attr:$packed_element, Variadic<Triton_Value>:$args);
  let results = (outs Variadic<Triton_Value>:$result);
  let assemblyFormat = [{
    $asm_string attr-dict ($args^ `:` type($args))? `->` type($result)
  }];
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONEXTERNOPS_TD
