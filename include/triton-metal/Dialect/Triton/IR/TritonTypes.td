//===- TritonTypes.td - Types of the Triton dialect --------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONTYPES_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONTYPES_TD

include "mlir/IR/AttrTypeBase.td"
include "triton-metal/Dialect/Triton/IR/TritonDialect.td"

def Triton_PointerType : TypeDef<Triton_Dialect, "Pointer"> {
  let mnemonic = "ptr";
  let summary = "pointer into device memory";
  let description = [{
    The pointee is a scalar, a pointer, or, for a block pointer, a tensor. The
    address space is 1, device memory, unless printed otherwise.

    ```mlir
    !tt.ptr<f32>
    !tt.ptr<i8, 0>
    !tt.ptr<tensor<64x32xf16>>
    tensor<128x!tt.ptr<f32>>
    ```
  }];
  let parameters = (ins "::mlir::Type":$pointeeType, "int":$addressSpace);
  let builders = [TypeBuilderWithInferredContext<(ins "::mlir::Type":$pointeeType), [{
    return $_get(pointeeType.getContext(), pointeeType, /*addressSpace=*/1);
  }]>];
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONTYPES_TD
