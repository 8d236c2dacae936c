//===- AxisBits.cpp - Which bits of a position go along an axis ------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "AxisBits.h"

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using layout::LinearLayout;

int32_t AxisBits::mask(ArrayRef<PositionBit> bits, PositionBit::Kind kind) {
  int32_t result = 0;
  for (auto [i, bit] : llvm::enumerate(bits))
    result |= bit.kind == kind ? int32_t(1) << i : 0;
  return result;
}

namespace {
/// Sorts the bits of one layout, and notes which axis bits are taken.
struct Sorter {
  std::string axisName;
  uint32_t seen = 0;
  bool isRegular = true;

  SmallVector<PositionBit> sort(const LinearLayout &layout, StringRef inDim) {
    SmallVector<PositionBit> result;
    for (int bit = 0; bit < layout.getInDimSizeLog2(inDim); ++bit) {
      uint32_t along = 0;
      bool movesElsewhere = false;
      for (StringRef out : layout.getOutDimNames()) {
        int32_t basis = layout.getBasis(inDim, bit, out);
        if (out == axisName)
          along = basis;
        else
          movesElsewhere |= basis != 0;
      }
      PositionBit entry;
      if (along != 0) {
        isRegular &= !movesElsewhere && llvm::isPowerOf2_32(along) && !(seen & along);
        seen |= along;
        entry = {PositionBit::Axis, int(llvm::Log2_32(along))};
      } else if (movesElsewhere) {
        entry.kind = PositionBit::Kept;
      }
      result.push_back(entry);
    }
    return result;
  }
};
} // namespace

std::optional<AxisBits> tritonmetal::getAxisBits(const LinearLayout &layout, unsigned axis) {
  Sorter sorter;
  sorter.axisName = "dim" + std::to_string(axis);
  AxisBits bits;
  bits.registers = sorter.sort(layout, "register");
  bits.lanes = sorter.sort(layout, "lane");
  bits.simdgroups = sorter.sort(layout, "warp");
  // What is kept moves each bit somewhere else, or two positions would be one element.
  LinearLayout kept = layout.removeOutDim(sorter.axisName);
  int moving = 0;
  for (ArrayRef<PositionBit> list :
       {ArrayRef(bits.registers), ArrayRef(bits.lanes), ArrayRef(bits.simdgroups)})
    moving += llvm::count_if(list, [](PositionBit bit) { return bit.kind == PositionBit::Kept; });
  if (!sorter.isRegular || kept.getRank() != moving)
    return std::nullopt;
  return bits;
}

std::optional<AxisBits> tritonmetal::getAxisBits(RankedTensorType type, unsigned axis) {
  return getAxisBits(ttg::toLinearLayout(type), axis);
}

SmallVector<Value> tritonmetal::convertToAxisLayout(Operation *op, ValueRange sources,
                                                    unsigned axis, OpBuilder &builder) {
  SmallVector<Value> results;
  for (Value source : sources) {
    auto type = cast<RankedTensorType>(source.getType());
    int numWarps = ttg::lookupNumWarps(op).value_or(4);
    int64_t length = type.getDimSize(axis), others = type.getNumElements() / length;
    int64_t threads = std::clamp<int64_t>(32 * numWarps / others, 1, length);
    SmallVector<int32_t> sizes(type.getRank(), 1), order;
    sizes[axis] = length / threads;
    for (unsigned dim = type.getRank(); dim-- > 0;)
      if (dim != axis)
        order.push_back(dim);
    order.push_back(axis);
    Attribute layout = ttg::BlockedEncodingAttr::get(builder.getContext(), type.getShape(), sizes,
                                                     order, numWarps, /*threadsPerWarp=*/32);
    results.push_back(ttg::ConvertLayoutOp::create(builder, op->getLoc(),
                                                   type.cloneWithEncoding(layout), source));
  }
  return results;
}
