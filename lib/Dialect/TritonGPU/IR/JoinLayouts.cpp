//===- JoinLayouts.cpp - Layouts of joined and split tensors ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Joining puts a register bit in front, which leads along the new last dimension;
// splitting takes such a bit away, wherever it is:
//
//   tensor<8>     register = [[4]]              lane = [[1], [2]]
//   tensor<8x2>   register = [[0, 1], [4, 0]]   lane = [[1, 0], [2, 0]]
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;
using layout::LinearLayout;

Attribute ttg::joinLayout(ArrayRef<int64_t> shape, Attribute layout) {
  unsigned last = shape.size();
  if (auto blocked = dyn_cast<BlockedEncodingAttr>(layout);
      blocked && blocked.getCgaLayout().getNumInDims() == 0) {
    auto append = [](ArrayRef<int32_t> numbers, int32_t number) {
      SmallVector<int32_t> result(numbers);
      result.push_back(number);
      return result;
    };
    SmallVector<int32_t> order(blocked.getOrder());
    order.insert(order.begin(), last);
    return BlockedEncodingAttr::get(layout.getContext(), append(blocked.getSizePerThread(), 2),
                                    append(blocked.getThreadsPerWarp(), 1),
                                    append(blocked.getWarpsPerCTA(), 1), order);
  }
  LinearLayout pair = LinearLayout::identity1D(2, "register", getDimName(last));
  SmallVector<std::string> names;
  for (unsigned dim = 0; dim <= last; ++dim)
    names.push_back(getDimName(dim));
  LinearLayout joined = (pair * toLinearLayout(shape, layout))
                            .transposeOuts(SmallVector<StringRef>(names.begin(), names.end()));
  return makeLinearEncoding(layout.getContext(), joined);
}

FailureOr<Attribute> ttg::splitLayout(ArrayRef<int64_t> shape, Attribute layout) {
  unsigned last = shape.size() - 1;
  if (shape.size() < 2 || shape.back() != 2)
    return failure();
  auto blocked = dyn_cast<BlockedEncodingAttr>(layout);
  if (blocked && blocked.getCgaLayout().getNumInDims() == 0 &&
      blocked.getSizePerThread().back() == 2 && blocked.getThreadsPerWarp().back() == 1 &&
      blocked.getWarpsPerCTA().back() == 1 && blocked.getOrder().front() == int32_t(last))
    return BlockedEncodingAttr::get(layout.getContext(), blocked.getSizePerThread().drop_back(),
                                    blocked.getThreadsPerWarp().drop_back(),
                                    blocked.getWarpsPerCTA().drop_back(),
                                    blocked.getOrder().drop_front());

  // One register bit flips the half and nothing else; all other bits keep it.
  LinearLayout linear = toLinearLayout(shape, layout);
  SmallVector<LinearLayout::InBases> bases;
  unsigned pairs = 0;
  for (StringRef inDim : linear.getInDimNames()) {
    auto &[name, coordinates] = bases.emplace_back(inDim, SmallVector<LinearLayout::Coordinates>());
    for (int bit = 0; bit < linear.getInDimSizeLog2(inDim); ++bit) {
      LinearLayout::Coordinates basis = linear.getBasis(inDim, bit);
      if (basis.pop_back_val() == 0) {
        coordinates.push_back(basis);
        continue;
      }
      if (name != "register" || llvm::any_of(basis, [](int32_t value) { return value != 0; }))
        return failure();
      ++pairs;
    }
  }
  if (pairs != 1)
    return failure();
  return makeLinearEncoding(layout.getContext(),
                            LinearLayout(bases, ArrayRef(linear.getOutDims()).drop_back()));
}
