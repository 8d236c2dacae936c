//===- TritonMemoryOps.td - Pointers, loads, stores --------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONMEMORYOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONMEMORYOPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

def Triton_AddPtrOp : Triton_Op<"addptr", [
    Pure, Elementwise, SameLayout, SameOperandsAndResultShape, AllTypesMatch<["ptr", "result"]>]> {
  let summary = "pointer plus a number of elements";
  let description = [{
    The offset is signed and counts pointees; an `i1` counts one byte.

    ```mlir
    %q = tt.addptr %p, %i : tensor<256x!tt.ptr<f32>>, tensor<256xi32>
    ```
  }];
  let arguments = (ins Triton_PointerLike:$ptr, Triton_IntLike:$offset);
  let results = (outs Triton_PointerLike:$result);
  let assemblyFormat = "$ptr `,` $offset attr-dict `:` type($result) `,` type($offset)";
  let hasCanonicalizeMethod = 1;
  let hasFolder = 1;
}

def Triton_LoadOp : Triton_Op<"load", [
    AttrSizedOperandSegments, DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    MaskMatches<"ptr">,
    TypesMatchWith<"result is what the pointer points to", "ptr", "result",
                   "::tritonmetal::tt::getPointeeLike($_self)">,
    OptionalTypesMatchWith<"other is what the pointer points to", "ptr", "other",
                           "::tritonmetal::tt::getPointeeLike($_self)">]> {
  let summary = "read device memory";
  let description = [{
    Each element reads its pointer. Where the mask is false nothing is read and the
    result is `other`, or anything at all without `other`. For a block pointer the
    dimensions in `boundaryCheck` are tested against its shape, and elements outside
    become the padding. A volatile load is never removed or merged.

    ```mlir
    %v = tt.load %p, %mask, %zero cacheModifier = ca evictionPolicy = evict_last
      : tensor<64x!tt.ptr<f32>>
    ```
  }];
  let arguments = (ins Triton_AnyPointer:$ptr, Optional<Triton_BoolLike>:$mask,
                       Optional<Triton_Value>:$other,
                       DefaultValuedAttr<DenseI32ArrayAttr, "{}">:$boundaryCheck,
                       OptionalAttr<Triton_PaddingOption>:$padding,
                       DefaultValuedAttr<Triton_CacheModifier,
                                         "::tritonmetal::tt::CacheModifier::None">:$cache,
                       DefaultValuedAttr<Triton_EvictionPolicy,
                                         "::tritonmetal::tt::EvictionPolicy::Normal">:$evict,
                       DefaultValuedAttr<BoolAttr, "false">:$isVolatile);
  let results = (outs Triton_Value:$result);
  let builders = [OpBuilder<(ins "::mlir::Value":$ptr, CArg<"::mlir::Value", "{}">:$mask,
                                 CArg<"::mlir::Value", "{}">:$other)>];
  let assemblyFormat = [{
    $ptr (`,` $mask^)? (`,` $other^)?
    oilist(`cacheModifier` `=` $cache | `evictionPolicy` `=` $evict)
    attr-dict `:` type($ptr)
  }];
  let hasCanonicalizeMethod = 1;
  let hasVerifier = 1;
}

def Triton_StoreOp : Triton_Op<"store", [
    MaskMatches<"ptr">,
    TypesMatchWith<"value is what the pointer points to", "ptr", "value",
                   "::tritonmetal::tt::getPointeeLike($_self)">]> {
  let summary = "write device memory";
  let description = [{
    Each element is written through its pointer; nothing happens where the mask is
    false. Of several elements with one address any may win.

    ```mlir
    tt.store %p, %v, %mask cacheModifier = cs : tensor<64x!tt.ptr<f32>>
    ```
  }];
  let arguments = (ins Arg<Triton_AnyPointer, "", [MemWrite]>:$ptr, Triton_Value:$value,
                       Optional<Triton_BoolLike>:$mask,
                       DefaultValuedAttr<DenseI32ArrayAttr, "{}">:$boundaryCheck,
                       DefaultValuedAttr<Triton_CacheModifier,
                                         "::tritonmetal::tt::CacheModifier::None">:$cache,
                       DefaultValuedAttr<Triton_EvictionPolicy,
                                         "::tritonmetal::tt::EvictionPolicy::Normal">:$evict,
                       UnitAttr:$ignore_cta);
  let assemblyFormat = [{
    $ptr `,` $value (`,` $mask^)?
    oilist(`cacheModifier` `=` $cache | `evictionPolicy` `=` $evict)
    attr-dict `:` type($ptr)
  }];
  let hasCanonicalizeMethod = 1;
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONMEMORYOPS_TD
