//===- Tensor.h - Values of a running program -------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A tensor is a shape and its elements in row-major order; a scalar has the empty
// shape and one element. Inside the region of a reduction a scalar of the IR may
// stand for many at once, one for each place that is reduced: it is then a tensor
// of rank 1, and ops work on all of them ("batch").
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EVALUATOR_TENSOR_H
#define TRITON_METAL_LIB_EVALUATOR_TENSOR_H

#include "Number.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <memory>
#include <vector>

namespace tritonmetal::evaluator {

using Shape = llvm::SmallVector<int64_t, 4>;

inline int64_t countElements(llvm::ArrayRef<int64_t> shape) {
  int64_t count = 1;
  for (int64_t size : shape)
    count *= size;
  return count;
}

/// Elements from one index to the next, for each dimension.
inline Shape getRowMajorStrides(llvm::ArrayRef<int64_t> shape) {
  Shape strides(shape.size(), 1);
  for (int i = int(shape.size()) - 2; i >= 0; --i)
    strides[i] = strides[i + 1] * shape[i + 1];
  return strides;
}

struct Tensor {
  Shape shape;
  Kind kind;
  std::vector<uint64_t> data;

  Tensor() = default;
  Tensor(llvm::ArrayRef<int64_t> shape, Kind kind)
      : shape(shape), kind(kind), data(size_t(countElements(shape))) {}
  static Tensor scalar(Kind kind, uint64_t bits) {
    Tensor result({}, kind);
    result.data[0] = bits;
    return result;
  }

  int64_t size() const { return int64_t(data.size()); }
  /// Element `i`, or the only one: how a scalar takes part in a batch.
  uint64_t at(int64_t i) const { return data.size() == 1 ? data[0] : data[size_t(i)]; }
};

/// A tensor in memory with its bounds: a tensor descriptor or a block pointer. Strides and offsets
/// count elements.
struct MemoryView {
  uint64_t base = 0; // address
  llvm::SmallVector<int64_t, 4> shape, strides, offsets;
  bool padsWithNaN = false;
};

/// What an SSA value holds. Copies are cheap: tensors are shared and never change.
struct RuntimeValue {
  std::shared_ptr<const Tensor> tensor;
  std::shared_ptr<const MemoryView> view;

  RuntimeValue() = default;
  RuntimeValue(Tensor value) : tensor(std::make_shared<const Tensor>(std::move(value))) {}
  RuntimeValue(MemoryView value) : view(std::make_shared<const MemoryView>(std::move(value))) {}
};

} // namespace tritonmetal::evaluator

#endif // TRITON_METAL_LIB_EVALUATOR_TENSOR_H
