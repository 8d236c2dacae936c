//===- TritonGPUTypes.td - Types of the TritonGPU dialect --*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUTYPES_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUTYPES_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinTypeInterfaces.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUDialect.td"

def TritonGPU_MemDescType : TypeDef<TritonGPU_Dialect, "MemDesc", [ShapedTypeInterface]> {
  let mnemonic = "memdesc";
  let summary = "a view of memory that the threads of a CTA share";
  let description = [{
    Elements with a place in memory, given by `encoding`. The first dimension may be
    left out of the encoding: it then counts buffers, one after another. `allocShape` is
    the shape of the allocation that this is a view of; it matters for the encoding's
    swizzle, and is printed where it differs.

    ```mlir
    !ttg.memdesc<64x32xf16, #shared, #smem>
    !ttg.memdesc<3x64x32xf16, #shared, #smem, mutable>
    !ttg.memdesc<64x16xf16, #shared, #smem, mutable, 64x64>
    ```
    Before 3.2 the memory space may be absent; it is shared memory.
  }];
  let parameters = (ins ArrayRefParameter<"int64_t">:$shape, "::mlir::Type":$elementType,
                        "::mlir::Attribute":$encoding, "::mlir::Attribute":$memorySpace,
                        "bool":$mutableMemory, ArrayRefParameter<"int64_t">:$allocShape);
  let builders = [
    // A whole allocation.
    TypeBuilderWithInferredContext<(ins "::mlir::ArrayRef<int64_t>":$shape,
        "::mlir::Type":$elementType, "::mlir::Attribute":$encoding,
        "::mlir::Attribute":$memorySpace, CArg<"bool", "false">:$mutableMemory), [{
      return $_get(elementType.getContext(), shape, elementType, encoding, memorySpace,
                   mutableMemory, shape);
    }]>
  ];
  let extraClassDeclaration = [{
    /// The same memory under another shape; also the allocation's.
    MemDescType cloneWith(std::optional<::mlir::ArrayRef<int64_t>> shape,
                          ::mlir::Type elementType) const;
    bool hasRank() const { return true; }
  }];
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

def TritonGPU_AsyncTokenType : TypeDef<TritonGPU_Dialect, "AsyncToken"> {
  let mnemonic = "async.token";
  let summary = "orders asynchronous copies and what waits for them";
  let description = [{
    ```mlir
    !ttg.async.token
    ```
  }];
}

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUTYPES_TD
