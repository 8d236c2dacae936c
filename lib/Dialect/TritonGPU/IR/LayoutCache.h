//===- LayoutCache.h - Layouts that were asked for before -------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Verifiers and analyses ask for the layout of every tensor, over and over, but a kernel
// has few layouts and few shapes. The dialect keeps what was computed for each pair of them
// as long as the context lives.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_TRITONGPU_IR_LAYOUTCACHE_H
#define TRITON_METAL_LIB_DIALECT_TRITONGPU_IR_LAYOUTCACHE_H

#include "triton-metal/Layout/LinearLayout.h"

#include "mlir/IR/Attributes.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <memory>
#include <mutex>

namespace tritonmetal::ttg {

/// Threads may share it. References stay valid.
class LayoutCache {
public:
  /// The answer that `compute` gave for this pair the first time; it may ask for other pairs.
  const layout::LinearLayout &getLayout(llvm::ArrayRef<int64_t> shape, mlir::Attribute layout,
                                        llvm::function_ref<layout::LinearLayout()> compute);
  bool isPossible(llvm::ArrayRef<int64_t> shape, mlir::Attribute layout,
                  llvm::function_ref<bool()> compute);

private:
  /// A shape, as an attribute, and a layout.
  using Key = std::pair<mlir::Attribute, mlir::Attribute>;

  std::mutex mutex;
  llvm::DenseMap<Key, std::unique_ptr<const layout::LinearLayout>> layouts;
  llvm::DenseMap<Key, bool> possible;
};

} // namespace tritonmetal::ttg

#endif // TRITON_METAL_LIB_DIALECT_TRITONGPU_IR_LAYOUTCACHE_H
