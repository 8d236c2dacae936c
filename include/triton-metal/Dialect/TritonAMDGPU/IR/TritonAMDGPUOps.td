//===- TritonAMDGPUOps.td - Ops of AMD ---------------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Tensors, waits and hints are here, accesses of device memory in TritonAMDGPUBufferOps.td.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUOPS_TD
#define TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUOPS_TD

include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUBase.td"
include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUBufferOps.td"

//===----------------------------------------------------------------------===//
// Tensors
//===----------------------------------------------------------------------===//

def TritonAMDGPU_ExtractSliceOp : TritonAMDGPU_Op<"extract_slice", [Pure]> {
  let summary = "a part of a tensor, at fixed offsets";
  let description = [{
    ```mlir
    %r = amdg.extract_slice %x [0, 256] : tensor<256x512xf16, #b> to tensor<256x256xf16, #b>
    ```
  }];
  let arguments = (ins Triton_Tensor:$source, DenseI64ArrayAttr:$static_offsets);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = "$source $static_offsets attr-dict `:` type($source) `to` type($result)";
  let hasVerifier = 1;
}

def TritonAMDGPU_ConcatOp : TritonAMDGPU_Op<"concat", [Pure]> {
  let summary = "put parts of one shape together";
  let description = [{
    The parts fill the result row-major, part by part.

    ```mlir
    %r = amdg.concat %a, %b : tensor<128x64xf16, #b>, tensor<128x64xf16, #b> -> tensor<256x64xf16, #b>
    ```
  }];
  let arguments = (ins Variadic<Triton_Tensor>:$sources);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = "$sources attr-dict `:` type($sources) `->` type($result)";
  let hasVerifier = 1;
}

def TritonAMDGPU_InThreadTransposeOp : TritonAMDGPU_Op<"in_thread_transpose", [
    Pure, SameOperandsAndResultElementType, SameOperandsAndResultShape]> {
  let summary = "permute the registers of each thread";
  let description = [{
    A change of layout that moves nothing between threads.

    ```mlir
    %r = amdg.in_thread_transpose %x : tensor<64x256xf16, #blocked> -> tensor<64x256xf16, #linear>
    ```
  }];
  let arguments = (ins Triton_NumberTensor:$src);
  let results = (outs Triton_NumberTensor:$result);
  let assemblyFormat = "$src attr-dict `:` type($src) `->` type($result)";
  let hasVerifier = 1;
}

def TritonAMDGPU_LocalLoadPackedTransposedOp
    : TritonAMDGPU_Op<"local_load_packed_tranposed"> { // the spelling is Triton's
  let summary = "read pairs of 4-bit floats, packed along the other dimension";
  let description = [{
    ```mlir
    %r = amdg.local_load_packed_tranposed %m : !ttg.memdesc<64x128xi8, #shared, #smem> -> tensor<128x64xi8, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 16}>>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>]>:$src,
                       Optional<TritonGPU_AsyncToken>:$token);
  let results = (outs Triton_NumberTensor:$result);
  let assemblyFormat = [{
    $src (`token` $token^)? attr-dict `:` qualified(type($src)) `->` type($result)
  }];
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Small floats
//===----------------------------------------------------------------------===//

def TritonAMDGPU_UpcastMXFPOp : TritonAMDGPU_Op<"upcast_mxfp", [Pure]> {
  let summary = "scale a microscaling operand (up to 3.6)";
  let description = [{
    Like `ttg.upcast_mxfp`; with `fastMath` a scale of 255 need not make a NaN.

    ```mlir
    %r = amdg.upcast_mxfp %x, %s fp_type = e2m1 {fastMath = false} : tensor<64x32xi8, #a>, tensor<64x2xi8, #s> -> tensor<64x64xbf16, #b>
    ```
  }];
  let arguments = (ins RankedTensorOf<[AnyFloat, I8]>:$src, RankedTensorOf<[I8]>:$scale,
                       Triton_ScaleDotElemType:$fp_type,
                       OptionalAttr<BoolAttr>:$fastMath);
  let results = (outs Triton_FloatTensor:$result);
  let assemblyFormat = [{
    $src `,` $scale `fp_type` `=` $fp_type attr-dict `:`
    type($src) `,` type($scale) `->` type($result)
  }];
  let hasVerifier = 1;
}

def TritonAMDGPU_ScaledUpcastFp4Op : TritonAMDGPU_Op<"scaled_upcast_fp4", [Pure]> {
  let summary = "unpack pairs of 4-bit floats and scale them";
  let description = [{
    `scale` has the shape of the result. The pairs are neighbours along `axis`.

    ```mlir
    %r = amdg.scaled_upcast_fp4 %x scale %s {axis = 1 : i32} : tensor<32x64xi8, #a>, tensor<32x128xbf16, #b> -> tensor<32x128xbf16, #b>
    ```
  }];
  let arguments = (ins RankedTensorOf<[I8]>:$input, RankedTensorOf<[I8, BF16]>:$scale,
                       I32Attr:$axis);
  let results = (outs Triton_FloatTensor:$output);
  let assemblyFormat = [{
    $input `scale` $scale attr-dict `:` type($input) `,` type($scale) `->` type($output)
  }];
  let hasVerifier = 1;
}

def TritonAMDGPU_ScaledUpcastFp8Op : TritonAMDGPU_Op<"scaled_upcast_fp8", [Pure]> {
  let summary = "widen 8-bit floats and scale them";
  let description = [{
    ```mlir
    %r = amdg.scaled_upcast_fp8 %x scale %s : tensor<32x64xf8E4M3FN, #b>, tensor<32x64xbf16, #b> -> tensor<32x64xbf16, #b>
    ```
  }];
  let arguments = (ins Triton_FloatTensor:$input, RankedTensorOf<[I8, BF16]>:$scale);
  let results = (outs Triton_FloatTensor:$output);
  let assemblyFormat = [{
    $input `scale` $scale attr-dict `:` type($input) `,` type($scale) `->` type($output)
  }];
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Waits, hints
//===----------------------------------------------------------------------===//

def TritonAMDGPU_AsyncWaitOp : TritonAMDGPU_Op<"async_wait", [
    MemoryEffects<[MemRead<SharedMemory>, MemWrite<SharedMemory>]>]> {
  let summary = "wait until at most `num_inst` copy instructions are under way";
  let description = [{
    ```mlir
    %w = amdg.async_wait %t {num_inst = 1 : i32}
    ```
  }];
  let arguments = (ins Variadic<TritonGPU_AsyncToken>:$asyncToken, I32Attr:$num_inst);
  let results = (outs TritonGPU_AsyncToken:$retToken);
  let assemblyFormat = "($asyncToken^)? attr-dict";
  let hasVerifier = 1;
}

def TritonAMDGPU_CondBarrierOp : TritonAMDGPU_Op<"cond_barrier", [
    MemoryEffects<[MemRead<SharedMemory>, MemWrite<SharedMemory>]>]> {
  let summary = "a barrier for those warps where the condition holds";
  let description = [{
    It shifts some warps against the others, and stands twice in a program.

    ```mlir
    amdg.cond_barrier %c
    ```
  }];
  let arguments = (ins I1:$pred);
  let assemblyFormat = "$pred attr-dict";
}

def TritonAMDGPU_InstructionSchedHintOp : TritonAMDGPU_Op<"instruction_sched_hint", [
    MemoryEffects<[MemWrite]>]> {
  let summary = "a hint for the scheduler, without meaning";
  let description = [{
    ```mlir
    amdg.instruction_sched_hint {variant = #amdg.SchedHintVariant<local_prefetch>}
    ```
  }];
  let assemblyFormat = "attr-dict";
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUOPS_TD
