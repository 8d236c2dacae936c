//===- MetalTypes.td - Types of the Metal dialect ----------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALTYPES_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALTYPES_TD

include "mlir/IR/AttrTypeBase.td"
include "triton-metal/Dialect/Metal/IR/MetalDialect.td"
include "triton-metal/Dialect/Metal/IR/MetalEnums.td"

class Metal_Type<string name, string typeMnemonic> : TypeDef<Metal_Dialect, name> {
  let mnemonic = typeMnemonic;
}

def Metal_PointerType : Metal_Type<"Pointer", "ptr"> {
  let summary = "pointer to elements in one of Metal's memories";
  let description = [{
    Pointers are uniform: all threads of a threadgroup hold the same value. What
    differs by thread is an index beside the pointer, in elements of `pointee`.

    Example: `!metal.ptr<f32, device>` is `device float *`.
  }];
  let parameters = (ins "::mlir::Type":$pointee, EnumParameter<Metal_MemorySpace>:$space);
  let assemblyFormat = "`<` $pointee `,` $space `>`";
  let genVerifyDecl = 1;
}

def Metal_ThreadArrayType : Metal_Type<"ThreadArray", "thread_array"> {
  let summary = "array in a thread's own memory";
  let description = [{
    `count` elements, each a scalar, a vector of two to four scalars, or a lane's share
    of a SIMD-group matrix. A local array in MSL, an `alloca` of the entry block in AIR.
    Arrays that are only indexed by unrolled loops become registers; the others live on
    the stack.

    Example: `!metal.thread_array<64 x vector<4xf32>>` is `float4 a[64]`.
  }];
  let parameters = (ins "int64_t":$count, "::mlir::Type":$elementType);
  let assemblyFormat = "`<` $count `x` $elementType `>`";
  let genVerifyDecl = 1;
}

def Metal_SimdgroupMatrixType : Metal_Type<"SimdgroupMatrix", "simdgroup_matrix"> {
  let summary = "a fragment that the lanes of a SIMD-group hold together";
  let description = [{
    `size` rows and columns, 8 or 16, of f16, bf16 or f32; of 16 also of i8 and i32. A lane
    holds size² / 32 of them, by the map of the hardware (`fragments` in targets.json; it
    is no part of the Metal specification). Fragments live in thread arrays only.

    Example: `!metal.simdgroup_matrix<8x8xf32>` is `simdgroup_float8x8`, and
    `<64 x float>` in AIR, of which a lane reads and writes elements 0 and 1.
  }];
  let parameters = (ins "int64_t":$size, "::mlir::Type":$elementType);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Elements that one of the 32 lanes holds.
    int64_t getElementsPerLane() const { return getSize() * getSize() / 32; }
  }];
}

#endif // TRITON_METAL_DIALECT_METAL_IR_METALTYPES_TD
