//===- LayoutQuery.cpp - What the patterns ask of a layout -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutQuery.h"

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"

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

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

/// Each element of the result is the source's element whose coordinate is 0 where
/// the source has size 1.
LinearLayout tritonmetal::getSourceLayout(tt::BroadcastOp op) {
  return layout::ensureLayoutNotLargerThan(layoutOf(op.getResult()),
                                           layoutOf(op.getSrc()).getOutDims());
}

/// The result's layout without the inserted dimension, the later ones moved down.
LinearLayout tritonmetal::getSourceLayout(tt::ExpandDimsOp op) {
  LinearLayout result = layoutOf(op.getResult()).removeOutDim(dimName(op.getAxis()));
  for (unsigned dim = op.getAxis() + 1; dim < shapeOf(op.getResult()).size(); ++dim)
    result = result.renameOutDim(dimName(dim), dimName(dim - 1));
  return result;
}

/// Both orders are row-major. With allow_reorder, too: it allows any.
LinearLayout tritonmetal::getSourceLayout(tt::ReshapeOp op) {
  Attribute layout = cast<RankedTensorType>(op.getType()).getEncoding();
  return ttg::toLinearLayout(
      shapeOf(op.getSrc()),
      ttg::reshapeLayout(shapeOf(op.getResult()), layout, shapeOf(op.getSrc())));
}

/// Dimension order[i] of the source is dimension i of the result.
LinearLayout tritonmetal::getSourceLayout(tt::TransOp op) {
  ArrayRef<int32_t> order = op.getOrder();
  SmallVector<int32_t> inverse(order.size());
  for (auto [result, source] : llvm::enumerate(order))
    inverse[source] = int32_t(result);
  return ttg::transposeOutDims(layoutOf(op.getResult()), inverse);
}

LinearLayout tritonmetal::getSourceLayout(ttg::ConvertLayoutOp op) {
  return layoutOf(op.getResult());
}
