//===- TritonGPUMatrixAttributes.td - Matrix instructions --*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Results of matrix instructions: first those of Apple's GPUs, which planning gives to every
// dot. Those of other vendors are read and understood, so that kernels planned for those
// machines can be planned anew; we never make them.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUMATRIXATTRIBUTES_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUMATRIXATTRIBUTES_TD

include "triton-metal/Dialect/TritonGPU/IR/TritonGPULayoutBase.td"

def TritonGPU_SimdgroupMatrixEncodingAttr
    : TritonGPU_Layout<"SimdgroupMatrixEncoding", "simdgroup_matrix"> {
  let summary = "result of a SIMD-group's matrix instruction";
  let description = [{
    A SIMD-group multiplies square fragments of `size` rows and columns: 8 on every
    family, 16 from apple10 on. Which lane holds what of a fragment is a fact of the
    hardware (`fragments` in targets.json). Which rows and columns of the tensor a
    fragment is made of is free: neighbouring fragments interleave theirs, so that a lane
    holds `columns` neighbours of a row and accesses memory in one piece.
    `warpsPerCTA` SIMD-groups stand side by side, the last dimension fastest; a tensor
    larger than that repeats it in registers, and in a smaller one threads hold copies.

    ```mlir
    #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 4}>
    ```
    Lane 0 holds columns 0 to 3 of row 0: 0 and 1 in the first fragment, 2 and 3 in the
    second. Operands have `dot_op` on top, where `kWidth` is the number of fragments that
    interleave along K.
  }];
  let parameters = (ins "unsigned":$size, ArrayRefParameter<"int32_t">:$warpsPerCTA,
                        "unsigned":$columns);
  let extraClassDeclaration = [{
    unsigned getRank() const { return getWarpsPerCTA().size(); }
  }];
}

def TritonGPU_NvidiaMmaEncodingAttr : TritonGPU_Layout<"NvidiaMmaEncoding", "nvidia_mma"> {
  let summary = "result of NVIDIA's mma (version 2) or wgmma (version 3)";
  let description = [{
    `instrShape` is [M, N] for version 2, with a leading 1 for a batch, and [M, N, K]
    for version 3. A quad of lanes holds 8 columns of a row, two for each lane; 8 quads
    hold 8 rows, and the next 8 rows are in further registers.

    ```mlir
    #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [2, 2], instrShape = [16, 8]}>
    #ttg.nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1], instrShape = [16, 64, 16]}>
    ```
  }];
  let parameters = (ins "unsigned":$versionMajor, "unsigned":$versionMinor,
                        ArrayRefParameter<"int32_t">:$warpsPerCTA,
                        TritonGPU_ClusterParameter:$cgaLayout,
                        ArrayRefParameter<"int32_t">:$instrShape);
  let extraClassDeclaration = [{
    unsigned getRank() const { return getWarpsPerCTA().size(); }
    bool isWgmma() const { return getVersionMajor() == 3; }
  }];
}

def TritonGPU_AMDMfmaEncodingAttr : TritonGPU_Layout<"AMDMfmaEncoding", "amd_mfma"> {
  let summary = "result of the matrix instructions of AMD's CDNA GPUs";
  let description = [{
    Warps of 64 lanes. `instrShape` is [M, N, K]; a lane holds 4 neighbours of a column,
    or of a row if transposed. With 64-bit elements it holds one. `tilesPerWarp`
    instructions stand side by side before the next warp follows.

    ```mlir
    #ttg.amd_mfma<{version = 3, warpsPerCTA = [2, 2], instrShape = [32, 32, 8], isTransposed = true}>
    ```
    Before 3.6 `instrShape` is [M, N]. The keys of then are read too: `versionMajor` and
    `versionMinor` for `version`, `elementType` for `elementBitWidth`.
  }];
  let parameters = (ins "unsigned":$version, ArrayRefParameter<"int32_t">:$warpsPerCTA,
                        ArrayRefParameter<"int32_t">:$instrShape, "bool":$isTransposed,
                        TritonGPU_ClusterParameter:$cgaLayout,
                        ArrayRefParameter<"int32_t">:$tilesPerWarp, "unsigned":$elementBitWidth);
  let extraClassDeclaration = [{
    unsigned getRank() const { return getWarpsPerCTA().size(); }
  }];
}

def TritonGPU_AMDWmmaEncodingAttr : TritonGPU_Layout<"AMDWmmaEncoding", "amd_wmma"> {
  let summary = "result of the matrix instructions of AMD's RDNA GPUs";
  let description = [{
    Warps of 32 lanes and tiles of 16x16. `ctaLayout` says in which registers and warps
    the tiles are, in numbers of tiles. It is printed as `warpsPerCTA` and `tilesPerWarp`,
    as up to 3.6, or, where these cannot say it, by its bases, as from 3.7 on.

    ```mlir
    #ttg.amd_wmma<{version = 1, isTranspose = false, warpsPerCTA = [2, 2]}>
    #ttg.amd_wmma<{version = 3, isTranspose = true, ctaLayout = {warp = [[1, 0], [0, 1]]}, instrShape = [16, 16, 32]}>
    ```
  }];
  let parameters = (ins "unsigned":$version, "bool":$isTranspose,
                        TritonGPU_BasesParameter<"registers and warps to tiles">:$ctaLayout,
                        TritonGPU_ClusterParameter:$cgaLayout,
                        ArrayRefParameter<"int32_t">:$instrShape);
  let extraClassDeclaration = [{
    unsigned getRank() const { return getCtaLayout().getNumOutDims(); }
  }];
}

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUMATRIXATTRIBUTES_TD
