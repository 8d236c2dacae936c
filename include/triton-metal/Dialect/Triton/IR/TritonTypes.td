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

def Triton_TensorDescType : TypeDef<Triton_Dialect, "TensorDesc"> {
  let mnemonic = "tensordesc";
  let summary = "a tensor in device memory, accessed by blocks";
  let description = [{
    Holds an address, a shape and strides; the type says which block one access
    moves. Triton writes the signedness of integers into the element type, so that
    reductions into memory know it; values that are loaded are signless. In TTGIR
    the block may carry the shared layout in which it is staged.

    From Triton 3.8 on the inner `tensor` is left out; both forms parse.

    ```mlir
    !tt.tensordesc<tensor<64x64xf16>>
    !tt.tensordesc<tensor<8x32xui32, #shared>>
    !tt.tensordesc<64x64xf16>
    ```
  }];
  let parameters = (ins "::mlir::RankedTensorType":$blockType);
  let builders = [TypeBuilderWithInferredContext<(ins "::mlir::RankedTensorType":$blockType), [{
    return $_get(blockType.getContext(), blockType);
  }]>];
  let extraClassDeclaration = [{
    /// The block with signless integers and no layout: what an access moves.
    ::mlir::RankedTensorType getValueType() const;
  }];
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONTYPES_TD
