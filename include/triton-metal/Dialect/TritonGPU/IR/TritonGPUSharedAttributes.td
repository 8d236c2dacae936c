//===- TritonGPUSharedAttributes.td - Layouts in memory ----*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Where in threadgroup memory the elements of a tensor are, counted in elements. The
// encodings of `!ttg.memdesc`.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUSHAREDATTRIBUTES_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUSHAREDATTRIBUTES_TD

include "triton-metal/Dialect/TritonGPU/IR/TritonGPULayoutBase.td"

def TritonGPU_SharedMemoryAttr : AttrDef<TritonGPU_Dialect, "SharedMemory"> {
  let mnemonic = "shared_memory";
  let summary = "the memory that the threads of a CTA share";
  let description = [{
    A memory space of `!ttg.memdesc`.

    ```mlir
    #ttg.shared_memory
    ```
  }];
}

class TritonGPU_SwizzledLayout<string name, string mnem> : TritonGPU_Layout<name, mnem> {
  let parameters = (ins "unsigned":$vec, "unsigned":$perPhase, "unsigned":$maxPhase,
                        ArrayRefParameter<"int32_t">:$order,
                        TritonGPU_ClusterParameter:$cgaLayout);
  let extraClassDeclaration = [{
    unsigned getRank() const { return getOrder().size(); }
  }];
}

def TritonGPU_SwizzledSharedEncodingAttr
    : TritonGPU_SwizzledLayout<"SwizzledSharedEncoding", "swizzled_shared"> {
  let summary = "rows in which the groups of columns are permuted";
  let description = [{
    In row `r` group `g` of `vec` columns stands in place `g ^ ((r / perPhase) % maxPhase)`.
    `order` has the dimensions from the fastest, the columns, to the slowest. With
    `maxPhase = 1` this is the plain order.

    ```mlir
    #ttg.swizzled_shared<{vec = 8, perPhase = 2, maxPhase = 4, order = [1, 0]}>
    ```
    Up to 3.2 it is `#ttg.shared`, which is read as well; `hasLeadingOffset = true` there
    is `nvmma_shared`.
  }];
}

def TritonGPU_AMDRotatingSharedEncodingAttr
    : TritonGPU_SwizzledLayout<"AMDRotatingSharedEncoding", "amd_rotating_shared"> {
  let summary = "a swizzle that turns from one block of rows to the next";
  let description = [{
    Like `swizzled_shared` with the phase
    `(r / perPhase) % maxPhase ^ (r / (perPhase * maxPhase)) % maxPhase`.

    ```mlir
    #ttg.amd_rotating_shared<{vec = 4, perPhase = 1, maxPhase = 16, order = [1, 0]}>
    ```
  }];
}

def TritonGPU_NVMMASharedEncodingAttr : TritonGPU_Layout<"NVMMASharedEncoding", "nvmma_shared"> {
  let summary = "what NVIDIA's wgmma and its bulk copies read";
  let description = [{
    Rows of `swizzlingByteWidth` bytes, in which pieces of 16 bytes are permuted from row
    to row; all rows first, then the next columns. With 0 it is the plain order.
    `transposed` makes the first of the two fastest dimensions the columns.

    ```mlir
    #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
    #ttg.nvmma_shared<{swizzlingByteWidth = 0, transposed = true, elementBitWidth = 8, rank = 1}>
    ```
  }];
  let parameters = (ins "unsigned":$swizzlingByteWidth, "bool":$transposed,
                        "unsigned":$elementBitWidth, "bool":$fp4Padded, "unsigned":$rank,
                        TritonGPU_ClusterParameter:$cgaLayout);
}

def TritonGPU_PaddedSharedEncodingAttr : TritonGPU_Layout<"PaddedSharedEncoding", "padded_shared"> {
  let summary = "a linear order with gaps";
  let description = [{
    `linearComponent` gives each element its place; in memory place `p` is at
    `p + sum(p / interval * padding)` over all pairs. It is printed as an order if that
    says it all, else by its bases.

    ```mlir
    #ttg.padded_shared<[32:+4, 128:+8] {order = [1, 0], shape = [32, 16]}>
    #ttg.padded_shared<[32:+4] {offset = [[0, 1], [0, 2], [2, 0], [1, 0]], block = []}>
    ```
  }];
  let parameters = (ins ArrayRefParameter<"int32_t">:$intervals,
                        ArrayRefParameter<"int32_t">:$paddings,
                        TritonGPU_BasesParameter<"offset, and block in a cluster, to elements">
                            :$linearComponent);
  let extraClassDeclaration = [{
    unsigned getRank() const { return getLinearComponent().getNumOutDims(); }

    /// Where place `offset` is, in elements from the start.
    int64_t getPaddedOffset(int64_t offset) const;
  }];
}

def TritonGPU_SharedLinearEncodingAttr : TritonGPU_Layout<"SharedLinearEncoding", "shared_linear"> {
  let summary = "places in memory by their bases";
  let description = [{
    Where each bit of the offset leads, as tensor coordinates. The start of the
    allocation is aligned to `alignment` bytes.

    ```mlir
    #ttg.shared_linear<{offset = [[0, 1], [0, 2], [1, 0]]}, alignment = 16>
    ```
  }];
  let parameters = (ins TritonGPU_BasesParameter<"offset, and block in a cluster, to elements">
                            :$linearLayout,
                        "unsigned":$alignment);
  let extraClassDeclaration = [{
    unsigned getRank() const { return getLinearLayout().getNumOutDims(); }
  }];
}

def TritonGPU_PartitionedSharedEncodingAttr
    : TritonGPU_Layout<"PartitionedSharedEncoding", "partitioned_shared"> {
  let summary = "a tensor cut into pieces in several memories";
  let description = [{
    Along `partitionDim` the tensor is cut into `numPartitions * numGroups` pieces, which
    go to the partitions in turn; each piece has the layout `partitionLayout`.

    ```mlir
    #ttg.partitioned_shared<{numPartitions = 2, numGroups = 4, partitionDim = 0, partitionLayout = #shared}>
    ```
  }];
  let parameters = (ins "unsigned":$numPartitions, "unsigned":$numGroups, "unsigned":$partitionDim,
                        "::mlir::Attribute":$partitionLayout);
}

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUSHAREDATTRIBUTES_TD
