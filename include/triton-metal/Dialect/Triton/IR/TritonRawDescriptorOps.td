//===- TritonRawDescriptorOps.td - Descriptors as bytes in memory *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONRAWDESCRIPTOROPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONRAWDESCRIPTOROPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

// Until Triton 3.2 a descriptor is a pointer to 128 bytes in NVIDIA's format, which
// only the host or NVIDIA's own code can fill. The ops are read so that they can be
// refused by name. (Those that fill such bytes on the device, up to 3.3 in this dialect,
// are read as `ttng`.)

class Triton_RawDescriptorOp<string mnemonic, list<Trait> traits = []>
    : Triton_Op<mnemonic, traits>;

def Triton_ExperimentalDescriptorLoadOp : Triton_RawDescriptorOp<"experimental_descriptor_load"> {
  let summary = "read a block through raw descriptor bytes";
  let description = [{
    ```mlir
    %v = tt.experimental_descriptor_load %p[%i, %j] : !tt.ptr<i8> -> tensor<64x64xf16>
    ```
  }];
  let arguments = (ins Arg<Triton_BytePointer, "", [MemRead]>:$desc_ptr, Variadic<I32>:$indices,
                       DefaultValuedAttr<Triton_CacheModifier,
                                         "::tritonmetal::tt::CacheModifier::None">:$cache,
                       DefaultValuedAttr<Triton_EvictionPolicy,
                                         "::tritonmetal::tt::EvictionPolicy::Normal">:$evict);
  let results = (outs Triton_NumberTensor:$result);
  let assemblyFormat = [{
    $desc_ptr `[` $indices `]`
    oilist(`cacheModifier` `=` $cache | `evictionPolicy` `=` $evict)
    attr-dict `:` qualified(type($desc_ptr)) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Triton_ExperimentalDescriptorStoreOp : Triton_RawDescriptorOp<"experimental_descriptor_store"> {
  let summary = "write a block through raw descriptor bytes";
  let description = [{
    ```mlir
    tt.experimental_descriptor_store %p[%i, %j], %v : !tt.ptr<i8>, tensor<64x64xf16>
    ```
  }];
  let arguments = (ins Arg<Triton_BytePointer, "", [MemWrite]>:$desc_ptr, Triton_NumberTensor:$src,
                       Variadic<I32>:$indices);
  let assemblyFormat = [{
    $desc_ptr `[` $indices `]` `,` $src attr-dict `:` qualified(type($desc_ptr)) `,` type($src)
  }];
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONRAWDESCRIPTOROPS_TD
