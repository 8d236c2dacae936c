//===- MatrixTiles.h - Tiles of threads -------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Most layouts are a tile, what the threads hold of a small tensor, that is repeated in
// registers over a larger one. This is what the tiles of the matrix instructions and of
// blocked layouts share.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_TRITONGPU_IR_MATRIXTILES_H
#define TRITON_METAL_LIB_DIALECT_TRITONGPU_IR_MATRIXTILES_H

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

namespace tritonmetal::ttg {

/// The names of a tensor's dimensions, and its shape by name.
class Dimensions {
public:
  explicit Dimensions(llvm::ArrayRef<int64_t> shape) {
    for (unsigned dim = 0; dim < shape.size(); ++dim)
      storage.push_back(getDimName(dim));
    for (unsigned dim = 0; dim < shape.size(); ++dim) {
      names.push_back(storage[dim]);
      sizes.push_back({names[dim], int32_t(shape[dim])});
    }
  }
  Dimensions(const Dimensions &) = delete;
  Dimensions &operator=(const Dimensions &) = delete;

  llvm::SmallVector<std::string> storage;
  llvm::SmallVector<llvm::StringRef> names;
  llvm::SmallVector<layout::LinearLayout::DimSize> sizes;
};

/// A tile, the order of dimensions in which it is repeated, fastest first, and how a
/// cluster shares the tensor.
struct Tile {
  layout::LinearLayout layout;
  llvm::SmallVector<int32_t> order;
  layout::LinearLayout cluster;
};

/// `counts[d]` neighbours along each dimension, the fastest first; along dimension `k`
/// copies.
layout::LinearLayout makeTile(llvm::ArrayRef<int32_t> counts, llvm::ArrayRef<int32_t> order,
                              llvm::StringRef inDim, const Dimensions &dims, int32_t k = -1);

/// The dimension that a dot sums over, in an operand of this rank.
int32_t getReductionDim(unsigned rank, DotOperandEncodingAttr dotOperand);

/// The layout with 0 for coordinate `k` of every basis: positions along it hold copies.
layout::LinearLayout zeroAlong(const layout::LinearLayout &layout, int32_t k);

/// True for the layouts of matrix instructions, ours and other vendors'.
bool isMatrixLayout(mlir::Attribute layout);

/// What the warps hold of one round of instructions.
Tile getMatrixTile(mlir::Attribute layout, const Dimensions &dims);

/// The same for an operand, whose parent is such a layout.
Tile getMatrixOperandTile(DotOperandEncodingAttr operand, const Dimensions &dims);

/// Of a `simdgroup_matrix`, and of an operand that has one as its parent.
Tile getSimdgroupTile(SimdgroupMatrixEncodingAttr matrix, const Dimensions &dims);
Tile getSimdgroupOperandTile(SimdgroupMatrixEncodingAttr matrix, DotOperandEncodingAttr operand,
                             const Dimensions &dims);

/// Dimensions from the last one, `first` in front: the order of repetition.
llvm::SmallVector<int32_t> makeOrder(unsigned rank, int32_t first);

/// `amd_wmma`: tiles in the registers of a warp, then warps side by side, the last
/// dimension fastest. Maps "register" and "warp" to numbers of tiles.
layout::LinearLayout makeTileGrid(llvm::ArrayRef<int32_t> tilesPerWarp,
                                  llvm::ArrayRef<int32_t> warpsPerCTA);

/// How many tiles an input of such a grid reaches along each dimension.
llvm::SmallVector<int32_t> countAlong(const layout::LinearLayout &grid, llvm::StringRef inDim);

} // namespace tritonmetal::ttg

#endif // TRITON_METAL_LIB_DIALECT_TRITONGPU_IR_MATRIXTILES_H
