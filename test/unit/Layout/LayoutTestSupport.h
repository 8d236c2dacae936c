//===- LayoutTestSupport.h - Small layouts for tests ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TEST_UNIT_LAYOUT_LAYOUTTESTSUPPORT_H
#define TRITON_METAL_TEST_UNIT_LAYOUT_LAYOUTTESTSUPPORT_H

#include "triton-metal/Layout/LinearLayout.h"

namespace tritonmetal::layout::test {

using Ints = llvm::SmallVector<int32_t>;

/// XOR of the bases of the bits of `index`.
inline int32_t applyBases(llvm::ArrayRef<int32_t> bases, int32_t index) {
  int32_t result = 0;
  for (size_t bit = 0; bit < bases.size(); ++bit)
    if (index >> bit & 1)
      result ^= bases[bit];
  return result;
}

/// Of one dimension with `size` elements, from one basis for each bit.
inline LinearLayout make(llvm::ArrayRef<int32_t> registers, llvm::ArrayRef<int32_t> lanes,
                         llvm::ArrayRef<int32_t> warps, int32_t size) {
  llvm::SmallVector<LinearLayout::InBases> bases{{"register", {}}, {"lane", {}}, {"warp", {}}};
  for (int32_t basis : registers)
    bases[0].second.push_back({basis});
  for (int32_t basis : lanes)
    bases[1].second.push_back({basis});
  for (int32_t basis : warps)
    bases[2].second.push_back({basis});
  return LinearLayout(bases, llvm::ArrayRef<LinearLayout::DimSize>{{"dim0", size}});
}

} // namespace tritonmetal::layout::test

#endif // TRITON_METAL_TEST_UNIT_LAYOUT_LAYOUTTESTSUPPORT_H
