//===- TritonGPUWarpOps.td - Warps, predicates -------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUWARPOPS_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUWARPOPS_TD

include "mlir/Interfaces/ControlFlowInterfaces.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUBase.td"

def TritonGPU_WarpIdOp : TritonGPU_Op<"warp_id", [Pure]> {
  let summary = "number of the warp in its CTA";
  let description = [{
    ```mlir
    %w = ttg.warp_id
    ```
  }];
  let arguments = (ins UnitAttr:$omitUniformHint);
  let results = (outs I32:$result);
  let assemblyFormat = "attr-dict";
}

//===----------------------------------------------------------------------===//
// Predicates of Triton's pipeliner
//===----------------------------------------------------------------------===//

def TritonGPU_PredicateStageOp : TritonGPU_Op<"predicate_stage", [
    Pure, AllTypesMatch<["iv", "ub", "step"]>]> {
  let summary = "whether a stage of a pipelined loop runs";
  let description = [{
    True if the iteration that this stage belongs to exists: `iv < ub - (maxStage - stage) * step`.

    ```mlir
    %p = ttg.predicate_stage %iv, %ub, %step maxStage 2 stage 0 : i32 -> i1
    ```
  }];
  let arguments = (ins Triton_Int:$iv, Triton_Int:$ub, Triton_Int:$step, I32Attr:$maxStage,
                       I32Attr:$stage);
  let results = (outs I1:$result);
  let assemblyFormat = [{
    $iv `,` $ub `,` $step `maxStage` $maxStage `stage` $stage attr-dict `:`
    type($iv) `->` type($result)
  }];
  let hasVerifier = 1;
}

// No assembly format on purpose: Triton prints this op in the generic form.
def TritonGPU_MaskOp : TritonGPU_Op<"mask", [
    RecursiveMemoryEffects, SingleBlock]> {
  let summary = "ops whose effects depend on a predicate";
  let description = [{
    ```mlir
    %r = "ttg.mask"(%p) ({
      ttg.mask.return %x : i32
    }) : (i1) -> i32
    ```
  }];
  let arguments = (ins I1:$pred);
  let results = (outs Variadic<AnyType>:$result);
  let regions = (region SizedRegion<1>:$region);
  let hasRegionVerifier = 1;
}

def TritonGPU_MaskReturnOp : TritonGPU_Op<"mask.return", [
    HasParent<"MaskOp">, Pure, ReturnLike, Terminator]> {
  let summary = "results of `ttg.mask`";
  let description = [{
    ```mlir
    ttg.mask.return %x : i32
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$result);
  let assemblyFormat = "($result^)? attr-dict (`:` type($result)^)?";
}

//===----------------------------------------------------------------------===//
// Warp specialisation
//===----------------------------------------------------------------------===//

def TritonGPU_WarpSpecializeOp : TritonGPU_Op<"warp_specialize", [
    RecursiveMemoryEffects, RecursivelySpeculatable]> {
  let summary = "different code for different warps";
  let description = [{
    The default region runs on the warps that come here, each partition on warps of its
    own, all at the same time, until all are done. Partitions see outside values through
    `explicitCaptures` only; their regions are in `ttg.warp_specialize.partitions`.

    ```mlir
    %r = ttg.warp_specialize(%a, %b) attributes {requestedRegisters = array<i32: 24>}
    default {
      ttg.warp_yield %a : i32
    }
    partition0(%x: i32, %y: f32) num_warps(4) {
      ttg.warp_return
    } : (i32, f32) -> i32
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$explicitCaptures, DenseI32ArrayAttr:$partitionNumWarps,
                       OptionalAttr<DenseI32ArrayAttr>:$warpGroupStartIds,
                       OptionalAttr<DenseI32ArrayAttr>:$requestedRegisters,
                       OptionalAttr<DenseI32ArrayAttr>:$actualRegisters);
  let results = (outs Variadic<AnyType>:$defaultPassthrough);
  let regions = (region MinSizedRegion<1>:$defaultRegion, SizedRegion<1>:$partitionOpHolder);
  let extraClassDeclaration = [{
    /// The op that holds the partitions; null if there is none yet.
    WarpSpecializePartitionsOp getPartitionOp();
  }];
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

def TritonGPU_WarpSpecializePartitionsOp : TritonGPU_Op<"warp_specialize.partitions", [
    HasParent<"WarpSpecializeOp">, IsolatedFromAbove, RecursiveMemoryEffects,
    RecursivelySpeculatable, Terminator]> {
  let summary = "holder of the partitions of `ttg.warp_specialize`";
  let description = [{
    Made by the syntax of `ttg.warp_specialize`; visible in the generic form only. From
    3.7 on it has the captures as its own operands there.
  }];
  let arguments = (ins Variadic<AnyType>:$explicitCaptures);
  let regions = (region VariadicRegion<MinSizedRegion<1>>:$partitionRegions);
}

def TritonGPU_WarpYieldOp : TritonGPU_Op<"warp_yield", [
    HasParent<"WarpSpecializeOp">, Pure, ReturnLike, Terminator]> {
  let summary = "results of the default region";
  let description = [{
    ```mlir
    ttg.warp_yield %a : i32
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$values);
  let assemblyFormat = "($values^)? attr-dict (`:` type($values)^)?";
}

def TritonGPU_WarpReturnOp : TritonGPU_Op<"warp_return", [
    HasParent<"WarpSpecializePartitionsOp">, Pure, ReturnLike, Terminator]> {
  let summary = "end of a partition";
  let description = [{
    ```mlir
    ttg.warp_return
    ```
  }];
  let assemblyFormat = "attr-dict";
}

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUWARPOPS_TD
