//===- LayoutCache.cpp - Layouts that were asked for before ---------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutCache.h"

#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

static std::pair<Attribute, Attribute> makeKey(ArrayRef<int64_t> shape, Attribute layout) {
  return {DenseI64ArrayAttr::get(layout.getContext(), shape), layout};
}

const layout::LinearLayout &
LayoutCache::getLayout(ArrayRef<int64_t> shape, Attribute layout,
                       llvm::function_ref<layout::LinearLayout()> compute) {
  Key key = makeKey(shape, layout);
  {
    std::lock_guard<std::mutex> guard(mutex);
    if (auto known = layouts.find(key); known != layouts.end())
      return *known->second;
  }
  auto computed = std::make_unique<const layout::LinearLayout>(compute());
  std::lock_guard<std::mutex> guard(mutex);
  return *layouts.try_emplace(key, std::move(computed)).first->second;
}

bool LayoutCache::isPossible(ArrayRef<int64_t> shape, Attribute layout,
                             llvm::function_ref<bool()> compute) {
  Key key = makeKey(shape, layout);
  {
    std::lock_guard<std::mutex> guard(mutex);
    if (auto known = possible.find(key); known != possible.end())
      return known->second;
  }
  bool computed = compute();
  std::lock_guard<std::mutex> guard(mutex);
  return possible.try_emplace(key, computed).first->second;
}
