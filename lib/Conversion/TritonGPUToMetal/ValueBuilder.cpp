//===- ValueBuilder.cpp - Code of the value form, step by step -------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ValueBuilder.h"

#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace tritonmetal;

using Values = ValueBuilder::Values;

static SmallVector<Type> typesWith(ValueRange values, int64_t registers) {
  SmallVector<Type> types;
  for (Value value : values)
    types.push_back(VectorType::get({registers}, getElementTypeOrSelf(value)));
  return types;
}

/// The combine region, cloned so that the conversion goes on inside.
void ValueBuilder::fill(Region &target) {
  rewriter.cloneRegionBefore(*region, target, target.end());
  Operation *terminator = target.front().getTerminator();
  OpBuilder::InsertionGuard guard(rewriter);
  rewriter.setInsertionPoint(terminator);
  rewriter.replaceOpWithNewOp<metal::YieldOp>(terminator, terminator->getOperands());
}

/// True if the region is arithmetic that vectors have as well.
static bool isArithmetic(Region &region) {
  return llvm::all_of(region.front().without_terminator(), [](Operation &op) {
    bool isKnown = isa<arith::ArithDialect, math::MathDialect>(op.getDialect());
    return isa<arith::ConstantOp>(op) ||
           (isKnown && op.hasTrait<OpTrait::Elementwise>() && op.getNumRegions() == 0);
  });
}

/// The region's ops on vectors of `registers` elements.
Values ValueBuilder::vectorize(ValueRange arguments, int64_t registers) {
  Block &block = region->front();
  IRMapping mapping;
  mapping.map(block.getArguments(), arguments);
  auto splat = [&](Value scalar) {
    auto type = VectorType::get({registers}, scalar.getType());
    if (!mapping.contains(scalar))
      mapping.map(scalar, vector::BroadcastOp::create(rewriter, loc, type, scalar).getResult());
  };
  for (Operation &op : block.without_terminator()) {
    if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
      auto type = VectorType::get({registers}, constant.getType());
      auto value = DenseElementsAttr::get(type, Attribute(constant.getValue()));
      mapping.map(constant.getResult(),
                  arith::ConstantOp::create(rewriter, op.getLoc(), value).getResult());
      continue;
    }
    SmallVector<Value> operands;
    for (Value operand : op.getOperands()) {
      splat(operand);
      operands.push_back(mapping.lookup(operand));
    }
    SmallVector<Type> types;
    for (Type type : op.getResultTypes())
      types.push_back(VectorType::get({registers}, type));
    Operation *wide =
        rewriter.create(op.getLoc(), op.getName().getIdentifier(), operands, types, op.getAttrs());
    mapping.map(op.getResults(), wide->getResults());
  }
  Values results;
  for (Value value : block.getTerminator()->getOperands()) {
    splat(value);
    results.push_back(mapping.lookup(value));
  }
  return results;
}

Values ValueBuilder::combine(ValueRange accumulated, ValueRange incoming) {
  Values operands(accumulated);
  llvm::append_range(operands, incoming);
  if (isArithmetic(*region))
    return vectorize(operands, registersOf(accumulated[0]));
  auto map = metal::MapOp::create(rewriter, loc, accumulated.getTypes(), operands, /*pack=*/1u);
  fill(map.getCode());
  return llvm::to_vector_of<Value>(map.getResults());
}

Values ValueBuilder::reduceRegisters(ValueRange sources, ArrayRef<int32_t> along) {
  if (along.empty())
    return Values(sources);
  SmallVector<Type> types = typesWith(sources, registersOf(sources[0]) >> along.size());
  auto reduce = metal::ReduceRegistersOp::create(rewriter, loc, types, sources, along);
  fill(reduce.getCombine());
  return llvm::to_vector_of<Value>(reduce.getResults());
}

Values ValueBuilder::scanRegisters(ValueRange sources, ArrayRef<int32_t> along, bool reverse,
                                   bool exclusive) {
  if (along.empty())
    return Values(sources);
  auto scan = metal::ScanRegistersOp::create(rewriter, loc, sources.getTypes(), sources, along,
                                             reverse, exclusive);
  fill(scan.getCombine());
  return llvm::to_vector_of<Value>(scan.getResults());
}

Values ValueBuilder::rearrange(ValueRange sources, ArrayRef<int32_t> bases, int32_t start) {
  int64_t registers = int64_t(1) << bases.size();
  bool isIdentity = start == 0 && registers == registersOf(sources[0]);
  for (auto [bit, basis] : llvm::enumerate(bases))
    isIdentity &= basis == int32_t(1) << bit;
  if (isIdentity)
    return Values(sources);
  Values results;
  for (auto [source, type] : llvm::zip(sources, typesWith(sources, registers)))
    results.push_back(metal::RearrangeOp::create(rewriter, loc, type, source, bases, start));
  return results;
}

Values ValueBuilder::select(Value condition, ValueRange onTrue, ValueRange onFalse) {
  Values results;
  for (auto [a, b] : llvm::zip(onTrue, onFalse))
    results.push_back(arith::SelectOp::create(rewriter, loc, condition, a, b));
  return results;
}

Values ValueBuilder::shuffle(metal::ShuffleKind kind, ValueRange values, Value lane) {
  Values results;
  for (Value value : values)
    results.push_back(metal::SimdShuffleOp::create(rewriter, loc, kind, value, lane));
  return results;
}

Values ValueBuilder::allocate(ValueRange values, int64_t count) {
  Values buffers;
  for (Value value : values) {
    auto type = metal::PointerType::get(rewriter.getContext(), getElementTypeOrSelf(value),
                                        metal::MemorySpace::Threadgroup);
    buffers.push_back(metal::ThreadgroupAllocOp::create(rewriter, loc, type, count));
  }
  return buffers;
}

Value ValueBuilder::owner(int32_t copies, int64_t registers) {
  if (copies == 0)
    return {};
  Value thread = metal::ThreadIndexOp::create(rewriter, loc, rewriter.getI32Type());
  Value isOwner =
      compare(arith::CmpIPredicate::eq, make<arith::AndIOp>(thread, i32(copies)), i32(0));
  auto type = VectorType::get({registers}, rewriter.getI1Type());
  return vector::BroadcastOp::create(rewriter, loc, type, isOwner);
}

void ValueBuilder::write(ValueRange values, ValueRange buffers, Value address, int32_t copies,
                         Value mask) {
  if (Value owners = owner(copies, registersOf(address)))
    mask = mask ? make<arith::AndIOp>(mask, owners) : owners;
  for (auto [value, buffer] : llvm::zip(values, buffers))
    metal::ScatterOp::create(rewriter, loc, value, buffer, address, mask, /*contiguous=*/1,
                             metal::getByteSize(getElementTypeOrSelf(value)),
                             /*isVolatile=*/false);
}

Values ValueBuilder::read(ValueRange buffers, Value address, Value mask, ValueRange others) {
  Values results;
  for (auto [n, buffer] : llvm::enumerate(buffers)) {
    Type element = cast<metal::PointerType>(buffer.getType()).getPointee();
    results.push_back(metal::GatherOp::create(
        rewriter, loc, VectorType::get({registersOf(address)}, element), buffer, address, mask,
        others.empty() ? Value() : others[n], /*contiguous=*/1, metal::getByteSize(element),
        /*isVolatile=*/false));
  }
  return results;
}

Value ValueBuilder::coordinate(ArrayRef<int32_t> registers, ArrayRef<int32_t> lanes,
                               ArrayRef<int32_t> simdgroups) {
  auto type = VectorType::get({int64_t(1) << registers.size()}, rewriter.getI32Type());
  return metal::CoordinateOp::create(rewriter, loc, type, registers, lanes, simdgroups,
                                     /*start=*/0);
}

Value ValueBuilder::i32(int64_t value) {
  return arith::ConstantOp::create(rewriter, loc, rewriter.getI32IntegerAttr(value));
}

Value ValueBuilder::i32s(int64_t registers, int64_t value) {
  auto type = VectorType::get({registers}, rewriter.getI32Type());
  return arith::ConstantOp::create(
      rewriter, loc, DenseElementsAttr::get(type, Attribute(rewriter.getI32IntegerAttr(value))));
}

Value ValueBuilder::toI32(Value integers) {
  unsigned width = getElementTypeOrSelf(integers).getIntOrFloatBitWidth();
  Type type = VectorType::get({registersOf(integers)}, rewriter.getI32Type());
  if (width < 32)
    return arith::ExtSIOp::create(rewriter, loc, type, integers);
  if (width > 32)
    return arith::TruncIOp::create(rewriter, loc, type, integers);
  return integers;
}

Value ValueBuilder::lane() {
  return metal::LaneIndexOp::create(rewriter, loc, rewriter.getI32Type());
}
