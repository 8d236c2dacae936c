//===- LayoutQuery.cpp - What the patterns ask of a layout -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutQuery.h"

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Layout/Conversion.h"

using namespace mlir;
using namespace tritonmetal;
using layout::LinearLayout;

static std::string dimName(unsigned dim) { return "dim" + std::to_string(dim); }

ThreadBases tritonmetal::getThreadBases(RankedTensorType type, unsigned dim) {
  LinearLayout layout = ttg::toLinearLayout(type);
  std::string name = dimName(dim);
  return {layout.getBases("register", name), layout.getBases("lane", name),
          layout.getBases("warp", name)};
}

int32_t tritonmetal::getReplicatedThreadBits(RankedTensorType type) {
  LinearLayout layout = ttg::toLinearLayout(type);
  return layout.getFreeVariableMask("lane") | layout.getFreeVariableMask("warp")
                                                  << layout.getInDimSizeLog2("lane");
}

int64_t tritonmetal::getContiguousRegisters(RankedTensorType type, unsigned dim) {
  SmallVector<std::string> names = {dimName(dim)};
  for (unsigned other = type.getRank(); other-- > 0;)
    if (other != dim)
      names.push_back(dimName(other));
  SmallVector<StringRef> order(names.begin(), names.end());
  return ttg::toLinearLayout(type).getNumConsecutive("register", order);
}

static LinearLayout layoutOf(Value value) {
  return ttg::toLinearLayout(cast<RankedTensorType>(value.getType()));
}

/// Each element of the result is the source's element whose coordinate is 0 where
/// the source has size 1.
std::optional<SmallVector<int32_t>> tritonmetal::getRegisterMap(tt::BroadcastOp op) {
  LinearLayout source = layoutOf(op.getSrc());
  LinearLayout result =
      layout::ensureLayoutNotLargerThan(layoutOf(op.getResult()), source.getOutDims());
  return layout::registerMap(source, result);
}

/// The result's layout without the inserted dimension, the later ones moved down.
std::optional<SmallVector<int32_t>> tritonmetal::getRegisterMap(tt::ExpandDimsOp op) {
  LinearLayout result = layoutOf(op.getResult()).removeOutDim(dimName(op.getAxis()));
  unsigned rank = cast<RankedTensorType>(op.getResult().getType()).getRank();
  for (unsigned dim = op.getAxis() + 1; dim < rank; ++dim)
    result = result.renameOutDim(dimName(dim), dimName(dim - 1));
  return layout::registerMap(layoutOf(op.getSrc()), result);
}

std::optional<SmallVector<int32_t>> tritonmetal::getRegisterMap(ttg::ConvertLayoutOp op) {
  return layout::registerMap(layoutOf(op.getSrc()), layoutOf(op.getResult()));
}
