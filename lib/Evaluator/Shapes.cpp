//===- Shapes.cpp - Elements in other places ------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Machine.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

using namespace mlir;

namespace tritonmetal::evaluator {

/// An empty tensor for the op's result.
static Tensor makeResult(Operation *op, unsigned index = 0) {
  Type type = op->getResult(index).getType();
  ArrayRef<int64_t> shape;
  if (auto tensor = dyn_cast<RankedTensorType>(type))
    shape = tensor.getShape();
  return Tensor(shape, getKind(type));
}

/// result[index] = source[base + sum of index[d] * strides[d]]
static Tensor gatherStrided(const Tensor &source, Tensor result, ArrayRef<int64_t> strides,
                            int64_t base = 0) {
  Shape index(result.shape.size(), 0);
  int64_t from = base;
  for (uint64_t &place : result.data) {
    place = source.data[size_t(from)];
    for (int d = int(index.size()) - 1; d >= 0; --d) {
      from += strides[d];
      if (++index[d] < result.shape[d])
        break;
      from -= strides[d] * result.shape[d];
      index[d] = 0;
    }
  }
  return result;
}

static LogicalResult evaluateMakeRange(Machine &machine, Operation *op) {
  auto range = cast<tt::MakeRangeOp>(op);
  Tensor result = makeResult(op);
  for (int64_t i = 0; i < result.size(); ++i)
    result.data[size_t(i)] = truncate(uint64_t(int64_t(int32_t(range.getStart())) + i), 32);
  machine.set(op->getResult(0), std::move(result));
  return success();
}

static LogicalResult evaluateSplat(Machine &machine, Operation *op) {
  Tensor result = makeResult(op);
  std::fill(result.data.begin(), result.data.end(), machine.operand(op, 0).data[0]);
  machine.set(op->getResult(0), std::move(result));
  return success();
}

/// The same elements in the same order, in another shape.
static LogicalResult evaluateReshape(Machine &machine, Operation *op) {
  Tensor result = machine.operand(op, 0);
  result.shape = makeResult(op).shape;
  machine.set(op->getResult(0), std::move(result));
  return success();
}

static LogicalResult evaluateBroadcast(Machine &machine, Operation *op) {
  const Tensor &source = machine.operand(op, 0);
  Shape strides = getRowMajorStrides(source.shape);
  for (size_t d = 0; d < strides.size(); ++d)
    if (source.shape[d] == 1)
      strides[d] = 0;
  machine.set(op->getResult(0), gatherStrided(source, makeResult(op), strides));
  return success();
}

static LogicalResult evaluateTrans(Machine &machine, Operation *op) {
  const Tensor &source = machine.operand(op, 0);
  Shape sourceStrides = getRowMajorStrides(source.shape), strides;
  for (int32_t d : cast<tt::TransOp>(op).getOrder())
    strides.push_back(sourceStrides[size_t(d)]);
  machine.set(op->getResult(0), gatherStrided(source, makeResult(op), strides));
  return success();
}

/// Triton leaves the order open; this is the natural one.
static LogicalResult evaluateCat(Machine &machine, Operation *op) {
  Tensor result = makeResult(op);
  const Tensor &lhs = machine.operand(op, 0), &rhs = machine.operand(op, 1);
  std::copy(lhs.data.begin(), lhs.data.end(), result.data.begin());
  std::copy(rhs.data.begin(), rhs.data.end(), result.data.begin() + lhs.size());
  machine.set(op->getResult(0), std::move(result));
  return success();
}

static LogicalResult evaluateJoin(Machine &machine, Operation *op) {
  Tensor result = makeResult(op);
  const Tensor &lhs = machine.operand(op, 0), &rhs = machine.operand(op, 1);
  for (int64_t i = 0; i < lhs.size(); ++i) {
    result.data[size_t(2 * i)] = lhs.data[size_t(i)];
    result.data[size_t(2 * i + 1)] = rhs.data[size_t(i)];
  }
  machine.set(op->getResult(0), std::move(result));
  return success();
}

static LogicalResult evaluateSplit(Machine &machine, Operation *op) {
  const Tensor &source = machine.operand(op, 0);
  for (unsigned side = 0; side < 2; ++side) {
    Tensor result = makeResult(op, side);
    for (int64_t i = 0; i < result.size(); ++i)
      result.data[size_t(i)] = source.data[size_t(2 * i + side)];
    machine.set(op->getResult(side), std::move(result));
  }
  return success();
}

static LogicalResult evaluateGather(Machine &machine, Operation *op) {
  const Tensor &source = machine.operand(op, 0), &indices = machine.operand(op, 1);
  unsigned axis = cast<tt::GatherOp>(op).getAxis();
  Shape sourceStrides = getRowMajorStrides(source.shape);
  Shape strides = getRowMajorStrides(indices.shape);
  Tensor result = makeResult(op);
  for (int64_t i = 0; i < result.size(); ++i) {
    int64_t chosen = signExtend(indices.data[size_t(i)], indices.kind.width);
    if (chosen < 0 || chosen >= source.shape[axis])
      return machine.fail(op, "gathers element " + llvm::Twine(chosen) + " of " +
                                  llvm::Twine(source.shape[axis]));
    int64_t from = 0;
    for (unsigned d = 0; d < strides.size(); ++d)
      from += (d == axis ? chosen : i / strides[d] % indices.shape[d]) * sourceStrides[d];
    result.data[size_t(i)] = source.data[size_t(from)];
  }
  machine.set(op->getResult(0), std::move(result));
  return success();
}

/// Values that have no bin are not counted.
static LogicalResult evaluateHistogram(Machine &machine, Operation *op) {
  const Tensor &source = machine.operand(op, 0);
  const Tensor *mask = op->getNumOperands() > 1 ? &machine.operand(op, 1) : nullptr;
  Tensor result = makeResult(op);
  for (int64_t i = 0; i < source.size(); ++i)
    if ((!mask || mask->at(i)) && source.data[size_t(i)] < uint64_t(result.size()))
      ++result.data[source.data[size_t(i)]];
  machine.set(op->getResult(0), std::move(result));
  return success();
}

static LogicalResult evaluateProgramId(Machine &machine, Operation *op) {
  auto axis = cast<tt::GetProgramIdOp>(op).getAxis();
  machine.set(op->getResult(0), Tensor::scalar({Format::Int, 32}, machine.program[size_t(axis)]));
  return success();
}

static LogicalResult evaluateNumPrograms(Machine &machine, Operation *op) {
  auto axis = cast<tt::GetNumProgramsOp>(op).getAxis();
  machine.set(op->getResult(0), Tensor::scalar({Format::Int, 32}, machine.grid[size_t(axis)]));
  return success();
}

/// Any value will do: zeros.
static LogicalResult evaluatePoison(Machine &machine, Operation *op) {
  if (getKind(op->getResult(0).getType()).format == Format::None)
    machine.set(op->getResult(0), MemoryView());
  else
    machine.set(op->getResult(0), makeResult(op));
  return success();
}

void addShapes(HandlerTable &table) {
  table["tt.make_range"] = evaluateMakeRange;
  table["tt.splat"] = evaluateSplat;
  table["tt.unsplat"] = evaluateReshape;
  table["tt.expand_dims"] = evaluateReshape;
  table["tt.reshape"] = evaluateReshape;
  table["tt.broadcast"] = evaluateBroadcast;
  table["tt.trans"] = evaluateTrans;
  table["tt.cat"] = evaluateCat;
  table["tt.join"] = evaluateJoin;
  table["tt.split"] = evaluateSplit;
  table["tt.gather"] = evaluateGather;
  table["tt.histogram"] = evaluateHistogram;
  table["tt.get_program_id"] = evaluateProgramId;
  table["tt.get_num_programs"] = evaluateNumPrograms;
  table["ub.poison"] = evaluatePoison;
  table["llvm.mlir.undef"] = evaluatePoison;
}

} // namespace tritonmetal::evaluator
