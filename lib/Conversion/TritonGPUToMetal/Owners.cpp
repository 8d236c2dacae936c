//===- Owners.cpp - Which threads own the elements of a tensor ------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Owners.h"

using namespace mlir;
using namespace tritonmetal;

Owners::Owners(RankedTensorType type)
    : threadCopies(getReplicatedThreadBits(type)), numElements(type.getNumElements()) {
  int64_t stride = 1;
  auto add = [&](SmallVector<int32_t> &sum, ArrayRef<int32_t> bases) {
    sum.resize(bases.size());
    for (auto [total, basis] : llvm::zip(sum, bases))
      total |= int32_t(basis * stride); // dimensions have bits of their own
  };
  for (unsigned dim = type.getRank(); dim-- > 0;) {
    ThreadBases bases = getThreadBases(type, dim);
    add(elements.registers, bases.registers);
    add(elements.lanes, bases.lanes);
    add(elements.simdgroups, bases.simdgroups);
    stride *= type.getDimSize(dim);
  }
  for (auto [bit, basis] : llvm::enumerate(elements.registers)) {
    expansion.push_back(basis ? int32_t(1) << registers.size() : 0);
    if (basis)
      registers.push_back(int32_t(1) << bit);
  }
}

Value Owners::pick(OpBuilder &builder, Location loc, Value vector) const {
  if (!vector || ownsAllRegisters())
    return vector;
  auto type = VectorType::get({numRegisters()}, getElementTypeOrSelf(vector));
  return metal::RearrangeOp::create(builder, loc, type, vector, registers);
}

Value Owners::expand(OpBuilder &builder, Location loc, Value picked) const {
  if (ownsAllRegisters())
    return picked;
  auto type = VectorType::get({int64_t(1) << expansion.size()}, getElementTypeOrSelf(picked));
  return metal::RearrangeOp::create(builder, loc, type, picked, expansion);
}

Value Owners::restrict(OpBuilder &builder, Location loc, Value mask) const {
  if (!threadCopies)
    return mask;
  auto i32 = [&](int32_t value) -> Value {
    return arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(value));
  };
  Value thread = metal::ThreadIndexOp::create(builder, loc, builder.getI32Type());
  Value copy = arith::AndIOp::create(builder, loc, thread, i32(threadCopies));
  Value owns = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, copy, i32(0));
  auto type = VectorType::get({numRegisters()}, builder.getI1Type());
  Value all = vector::BroadcastOp::create(builder, loc, type, owns);
  return mask ? Value(arith::AndIOp::create(builder, loc, mask, all)) : all;
}

Value Owners::share(OpBuilder &builder, Location loc, Value picked) const {
  if (!threadCopies)
    return picked;
  auto vector = cast<VectorType>(picked.getType());
  auto pointer = metal::PointerType::get(builder.getContext(), vector.getElementType(),
                                         metal::MemorySpace::Threadgroup);
  Value shared = metal::ThreadgroupAllocOp::create(builder, loc, pointer, numElements);
  Value places = numbers(builder, loc);
  unsigned bytes = metal::getByteSize(vector.getElementType());
  metal::ScatterOp::create(builder, loc, picked, shared, places, restrict(builder, loc, Value()),
                           /*contiguous=*/1, bytes, /*isVolatile=*/false);
  return metal::GatherOp::create(builder, loc, vector, shared, places, /*mask=*/Value(),
                                 /*other=*/Value(), /*contiguous=*/1, bytes,
                                 /*isVolatile=*/false);
}

Value Owners::numbers(OpBuilder &builder, Location loc) const {
  SmallVector<int32_t> bases;
  for (int32_t basis : elements.registers)
    if (basis)
      bases.push_back(basis);
  return metal::CoordinateOp::create(builder, loc,
                                     VectorType::get({numRegisters()}, builder.getI32Type()), bases,
                                     elements.lanes, elements.simdgroups, /*start=*/0);
}
