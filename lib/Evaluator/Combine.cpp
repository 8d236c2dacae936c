//===- Combine.cpp - Reductions, scans, maps ------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A reduction along an axis of length n calls its region n - 1 times, each time
// for all other places at once: a row sum of an 8 x 1024 tensor adds columns of 8.
//
//   slice(0) = column 0;  slice(0) = f(slice(0), column 1);  ...
//
//===----------------------------------------------------------------------===//

#include "Machine.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

using namespace mlir;

namespace tritonmetal::evaluator {

/// One element of each operand at every place beside the axis.
using Slice = SmallVector<RuntimeValue>;

namespace {
/// The operands of a reduction or scan as slices along its axis.
class AxisView {
public:
  AxisView(ArrayRef<int64_t> shape, unsigned axis) : length(shape[axis]) {
    for (unsigned d = 0; d < shape.size(); ++d)
      (d < axis ? outer : d > axis ? inner : axisSize) *= shape[d];
  }

  Tensor getSlice(const Tensor &tensor, int64_t position) const {
    Tensor slice({outer * inner}, tensor.kind);
    for (int64_t o = 0; o < outer; ++o)
      for (int64_t i = 0; i < inner; ++i)
        slice.data[size_t(o * inner + i)] = tensor.data[place(o, position, i)];
    return slice;
  }

  void putSlice(Tensor &tensor, int64_t position, const Tensor &slice) const {
    for (int64_t o = 0; o < outer; ++o)
      for (int64_t i = 0; i < inner; ++i)
        tensor.data[place(o, position, i)] = slice.at(o * inner + i);
  }

  int64_t length;

private:
  size_t place(int64_t o, int64_t position, int64_t i) const {
    return size_t((o * length + position) * inner + i);
  }
  int64_t outer = 1, inner = 1, axisSize = 1;
};
} // namespace

/// Calls the combine region of `op` on two slices; the result replaces `left`.
static LogicalResult combine(Machine &machine, Operation *op, Slice &left, const Slice &right) {
  Machine::BatchScope batch(machine);
  Slice arguments = left, results;
  arguments.append(right.begin(), right.end());
  if (failed(machine.runRegion(op->getRegion(0), arguments, results)))
    return failure();
  left = results;
  return success();
}

static Slice getSlices(Machine &machine, Operation *op, const AxisView &view, int64_t position) {
  Slice slice;
  for (Value operand : op->getOperands())
    slice.push_back(view.getSlice(machine.get(operand), position));
  return slice;
}

/// All positions from `begin` to `end`, combined pairwise: neighbours first.
static LogicalResult reduceTree(Machine &machine, Operation *op, std::vector<Slice> &slices) {
  while (slices.size() > 1) {
    std::vector<Slice> next;
    for (size_t i = 0; i < slices.size(); i += 2) {
      next.push_back(slices[i]);
      if (i + 1 < slices.size() && failed(combine(machine, op, next.back(), slices[i + 1])))
        return failure();
    }
    slices = std::move(next);
  }
  return success();
}

static LogicalResult reduceAll(Machine &machine, Operation *op, const AxisView &view,
                               Slice &result) {
  CombineOrder order = machine.options.combineOrder;
  if (order == CombineOrder::Tree) {
    std::vector<Slice> slices;
    for (int64_t i = 0; i < view.length; ++i)
      slices.push_back(getSlices(machine, op, view, i));
    if (failed(reduceTree(machine, op, slices)))
      return failure();
    result = slices.front();
    return success();
  }
  for (int64_t i = 0; i < view.length; ++i) {
    int64_t position = order == CombineOrder::Forward ? i : view.length - 1 - i;
    Slice next = getSlices(machine, op, view, position);
    if (i == 0)
      result = next;
    else if (failed(combine(machine, op, result, next)))
      return failure();
  }
  return success();
}

static LogicalResult evaluateReduce(Machine &machine, Operation *op) {
  AxisView view(machine.operand(op, 0).shape, cast<tt::ReduceOp>(op).getAxis());
  Slice combined;
  if (failed(reduceAll(machine, op, view, combined)))
    return failure();
  for (auto [result, slice] : llvm::zip_equal(op->getResults(), combined)) {
    ArrayRef<int64_t> shape;
    if (auto type = dyn_cast<RankedTensorType>(result.getType()))
      shape = type.getShape();
    Tensor value(shape, slice.tensor->kind);
    for (int64_t i = 0; i < value.size(); ++i)
      value.data[size_t(i)] = slice.tensor->at(i);
    machine.set(result, std::move(value));
  }
  return success();
}

/// out[i] = f(out[i - 1], in[i]), from the high end if reversed. Other orders regroup: prefixes of
/// pairs first, which an associative function may not notice.
static LogicalResult evaluateScan(Machine &machine, Operation *op) {
  auto scan = cast<tt::ScanOp>(op);
  AxisView view(machine.operand(op, 0).shape, scan.getAxis());
  SmallVector<Tensor> results;
  for (Value operand : op->getOperands())
    results.push_back(machine.get(operand));
  std::vector<Slice> prefix;
  for (int64_t i = 0; i < view.length; ++i)
    prefix.push_back(getSlices(machine, op, view, scan.getReverse() ? view.length - 1 - i : i));
  if (machine.options.combineOrder == CombineOrder::Forward) {
    for (int64_t i = 1; i < view.length; ++i) {
      Slice left = prefix[size_t(i - 1)];
      if (failed(combine(machine, op, left, prefix[size_t(i)])))
        return failure();
      prefix[size_t(i)] = left;
    }
  } else { // doubling distances: another association of the same order
    for (int64_t distance = 1; distance < view.length; distance *= 2)
      for (int64_t i = view.length - 1; i >= distance; --i) {
        Slice left = prefix[size_t(i - distance)];
        if (failed(combine(machine, op, left, prefix[size_t(i)])))
          return failure();
        prefix[size_t(i)] = left;
      }
  }
  for (auto [k, result] : llvm::enumerate(results)) {
    for (int64_t i = 0; i < view.length; ++i)
      view.putSlice(result, scan.getReverse() ? view.length - 1 - i : i,
                    *prefix[size_t(i)][k].tensor);
    machine.set(op->getResult(unsigned(k)), std::move(result));
  }
  return success();
}

/// The region runs for each group of `pack` consecutive elements.
static LogicalResult evaluateMapElementwise(Machine &machine, Operation *op) {
  int64_t pack = op->getAttrOfType<IntegerAttr>("pack").getInt();
  int64_t count = machine.operand(op, 0).size();
  SmallVector<Tensor> results;
  for (OpResult result : op->getResults())
    results.emplace_back(cast<RankedTensorType>(result.getType()).getShape(),
                         getKind(result.getType()));
  for (int64_t first = 0; first < count; first += pack) {
    Slice arguments, values;
    for (Value operand : op->getOperands())
      for (int64_t i = 0; i < pack; ++i) {
        const Tensor &tensor = machine.get(operand);
        arguments.push_back(Tensor::scalar(tensor.kind, tensor.data[size_t(first + i)]));
      }
    if (failed(machine.runRegion(op->getRegion(0), arguments, values)))
      return failure();
    for (auto [k, result] : llvm::enumerate(results))
      for (int64_t i = 0; i < pack; ++i)
        result.data[size_t(first + i)] = values[k * size_t(pack) + size_t(i)].tensor->data[0];
  }
  for (auto [k, result] : llvm::enumerate(results))
    machine.set(op->getResult(unsigned(k)), std::move(result));
  return success();
}

void addCombines(HandlerTable &table) {
  table["tt.reduce"] = evaluateReduce;
  table["tt.scan"] = evaluateScan;
  table["tt.map_elementwise"] = evaluateMapElementwise;
}

} // namespace tritonmetal::evaluator
