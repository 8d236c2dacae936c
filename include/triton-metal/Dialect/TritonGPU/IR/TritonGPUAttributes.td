//===- TritonGPUAttributes.td - Layouts --------------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUATTRIBUTES_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUATTRIBUTES_TD

include "triton-metal/Dialect/TritonGPU/IR/TritonGPUMatrixAttributes.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUSharedAttributes.td"

def TritonGPU_BlockedEncodingAttr : TritonGPU_Layout<"BlockedEncoding", "blocked"> {
  let summary = "a tile of elements for each thread, threads side by side";
  let description = [{
    A thread holds `sizePerThread` neighbouring elements; `threadsPerWarp` threads
    stand side by side in a SIMD-group and `warpsPerCTA` SIMD-groups in the
    threadgroup, in the `order` of dimensions, fastest first. A tensor larger than
    this tile repeats it over registers, in a smaller one several threads hold the
    same element.

    ```mlir
    #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
    ```
    On tensor<32x32>, thread 5 of SIMD-group 2 holds row 17, columns 4 to 7 and 20 to 23.
  }];
  let parameters = (ins ArrayRefParameter<"int32_t">:$sizePerThread,
                        ArrayRefParameter<"int32_t">:$threadsPerWarp,
                        ArrayRefParameter<"int32_t">:$warpsPerCTA,
                        ArrayRefParameter<"int32_t">:$order,
                        TritonGPU_ClusterParameter:$cgaLayout);
  let builders = [
    // In a single CTA.
    AttrBuilder<(ins "::mlir::ArrayRef<int32_t>":$sizePerThread,
                     "::mlir::ArrayRef<int32_t>":$threadsPerWarp,
                     "::mlir::ArrayRef<int32_t>":$warpsPerCTA,
                     "::mlir::ArrayRef<int32_t>":$order), [{
      return $_get($_ctxt, sizePerThread, threadsPerWarp, warpsPerCTA, order,
                   ::tritonmetal::layout::LinearLayout());
    }]>,
    // Lays threads side by side over a tensor of `shape`, along the fastest dimension
    // first, lanes before SIMD-groups; the slowest dimension takes what remains.
    AttrBuilder<(ins "::mlir::ArrayRef<int64_t>":$shape,
                     "::mlir::ArrayRef<int32_t>":$sizePerThread,
                     "::mlir::ArrayRef<int32_t>":$order, "int":$numWarps,
                     "int":$threadsPerWarp)>
  ];
  let extraClassDeclaration = [{
    unsigned getRank() const { return getOrder().size(); }

    /// One element a thread, row-major: what a tensor gets before anything is known.
    static BlockedEncodingAttr getDefault(::mlir::MLIRContext *context,
                                          ::mlir::ArrayRef<int64_t> shape, int numWarps,
                                          int threadsPerWarp);
  }];
}

def TritonGPU_SliceEncodingAttr : TritonGPU_Layout<"SliceEncoding", "slice"> {
  let summary = "another layout without one of its dimensions";
  let description = [{
    The layout of what is left when dimension `dim` of a tensor in layout `parent`
    is reduced away; `tt.expand_dims` gives the parent back without moving data.

    ```mlir
    #ttg.slice<{dim = 1, parent = #blocked}>
    ```
  }];
  let parameters = (ins "unsigned":$dim, "::mlir::Attribute":$parent);
}

def TritonGPU_DotOperandEncodingAttr : TritonGPU_Layout<"DotOperandEncoding", "dot_op"> {
  let summary = "operand of a dot whose result has another layout";
  let description = [{
    Each thread holds all of the rows (operand 0) or columns (operand 1) that its
    elements of the result, in layout `parent`, need. `kWidth` is the number of
    neighbours along K that a matrix instruction wants in one thread (of operand 1 with
    a `simdgroup_matrix` parent), 0 with a blocked parent.

    ```mlir
    #ttg.dot_op<{opIdx = 0, parent = #blocked}>
    ```
  }];
  let parameters = (ins "unsigned":$opIdx, "::mlir::Attribute":$parent, "unsigned":$kWidth);
}

class TritonGPU_LinearLayout<string name, string mnem> : TritonGPU_Layout<name, mnem> {
  let parameters = (ins
    TritonGPU_BasesParameter<"bases of register, lane and warp, and of block in a cluster">
        :$linearLayout);
}

def TritonGPU_LinearEncodingAttr : TritonGPU_LinearLayout<"LinearEncoding", "linear"> {
  let summary = "a layout by its bases";
  let description = [{
    Where each bit of the register, lane and SIMD-group number leads, as tensor
    coordinates. Every basis is a power of two in one dimension, or zero for a bit
    that only replicates. `block` has the bits of the CTA in a cluster.

    ```mlir
    #ttg.linear<{register = [[0, 1], [8, 0]], lane = [[0, 2], [0, 4], [1, 0], [2, 0], [4, 0]],
                 warp = [[16, 0], [0, 0]], block = []}>
    ```
  }];
}

def TritonGPU_GenericLinearEncodingAttr
    : TritonGPU_LinearLayout<"GenericLinearEncoding", "generic_linear"> {
  let summary = "a layout by any bases";
  let description = [{
    Like `linear`, but a basis may step in several dimensions at once, and bases may
    be sums of others, as long as every element is reached.

    ```mlir
    #ttg.generic_linear<{register = [[0, 1]], lane = [[1, 1], [0, 2], [2, 0], [4, 0], [8, 0]],
                         warp = [], block = []}>
    ```
  }];
}

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUATTRIBUTES_TD
