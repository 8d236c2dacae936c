//===- EmitVector.cpp - Short vectors in MSL ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Emitter.h"

using namespace mlir;

namespace tritonmetal::metal {

static constexpr char elementNames[] = "xyzw";

/// "v.x"
static Expr selectElement(Expr vector, int64_t position) {
  return {Emitter::group(vector, Precedence::Postfix) + "." + elementNames[position],
          Precedence::Postfix, vector.type.scalar()};
}

static Expr emitExtract(Emitter &e, vector::ExtractOp op) {
  Expr vector = e.use(op.getSource());
  if (!vector.type.isVector() || op.getNumIndices() != 1)
    return e.fail(op, "takes other than one element of a short vector");
  if (!op.hasDynamicPosition())
    return selectElement(vector, op.getStaticPosition().front());
  Expr position = e.use(op.getDynamicPosition().front());
  return {Emitter::group(vector, Precedence::Postfix) + "[" + position.text + "]",
          Precedence::Postfix, vector.type.scalar()};
}

static Expr emitShuffle(Emitter &e, vector::ShuffleOp op) {
  CType type = e.getType(op.getResult());
  ArrayRef<int64_t> mask = op.getMask();
  int64_t split = op.getV1VectorType().getDimSize(0);
  bool fromFirst = llvm::all_of(mask, [&](int64_t i) { return i < split; });
  bool fromSecond = llvm::all_of(mask, [&](int64_t i) { return i >= split; });
  Value sources[] = {op.getV1(), op.getV2()};
  auto takeFrom = [&](int source) {
    return e.useAs(sources[source],
                   e.getType(sources[source].getType(), type.kind == CType::Unsigned, op));
  };
  if (op.getV1() == op.getV2() || fromFirst || fromSecond) {
    Expr source = takeFrom(fromSecond ? 1 : 0);
    std::string text = Emitter::group(source, Precedence::Postfix) + ".";
    for (int64_t i : mask)
      text += elementNames[i < 0 ? 0 : i % split];
    return {text, Precedence::Postfix, type};
  }
  SmallVector<Expr> elements;
  for (int64_t i : mask)
    elements.push_back(selectElement(takeFrom(i < split ? 0 : 1), i < 0 ? 0 : i % split));
  return Emitter::call(type.str(), elements, type);
}

std::optional<Expr> emitVector(Emitter &e, Operation *op) {
  if (auto extract = dyn_cast<vector::ExtractOp>(op))
    return emitExtract(e, extract);
  if (auto shuffle = dyn_cast<vector::ShuffleOp>(op))
    return emitShuffle(e, shuffle);
  if (auto broadcast = dyn_cast<vector::BroadcastOp>(op)) {
    CType type = e.getType(broadcast.getResult());
    if (isa<VectorType>(broadcast.getSourceType()))
      return e.fail(op, "repeats a vector; only scalars can be repeated");
    return Emitter::call(type.str(), {e.useAs(broadcast.getSource(), type.scalar())}, type);
  }
  if (auto elements = dyn_cast<vector::FromElementsOp>(op)) {
    CType type = e.getType(elements.getResult());
    SmallVector<Expr> operands;
    for (Value element : elements.getElements())
      operands.push_back(e.useAs(element, type.scalar()));
    return Emitter::call(type.str(), operands, type);
  }
  return std::nullopt;
}

bool emitVectorStatement(Emitter &e, Operation *op) {
  if (auto insert = dyn_cast<vector::InsertOp>(op)) {
    if (insert.getNumIndices() != 1) {
      e.fail(op, "changes other than one element of a short vector");
      return true;
    }
    CType type = e.getType(insert.getResult());
    e.declare(insert.getResult(), e.useAs(insert.getDest(), type));
    std::string name = e.getName(insert.getResult()).str();
    std::string place = insert.hasDynamicPosition()
                            ? name + "[" + e.use(insert.getDynamicPosition().front()).text + "]"
                            : name + "." + elementNames[insert.getStaticPosition().front()];
    e.line(place + " = " + e.useAs(insert.getValueToStore(), type.scalar()).text + ";");
    return true;
  }
  auto split = dyn_cast<vector::ToElementsOp>(op);
  if (!split)
    return false;
  Expr source = e.use(split.getSource());
  for (auto [i, element] : llvm::enumerate(split.getElements())) {
    e.setUnsigned(element, source.type.kind == CType::Unsigned);
    e.setName(element, selectElement(source, i).text);
  }
  return true;
}

} // namespace tritonmetal::metal
