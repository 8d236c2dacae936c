//===- EmitMatrix.cpp - SIMD-group matrices in MSL -------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Emitter.h"

using namespace mlir;

namespace tritonmetal::metal {

std::string spellMatrix(SimdgroupMatrixType type) {
  StringRef element = type.getElementType().isF32()    ? "float"
                      : type.getElementType().isBF16() ? "bfloat"
                                                       : "half";
  std::string size = std::to_string(type.getSize());
  return ("simdgroup_" + element).str() + size + "x" + size;
}

/// "acc[i]"
static std::string spellElement(Emitter &e, Value array, Value index) {
  return e.getName(array).str() + "[" + e.useSigned(index).text + "]";
}

/// Metal's headers leave open what `thread_elements()` is; it has an index in any case.
static std::string spellLaneElement(Emitter &e, Value array, Value index, unsigned number) {
  return spellElement(e, array, index) + ".thread_elements()[" + std::to_string(number) + "]";
}

std::optional<Expr> emitFragment(Emitter &e, Operation *op) {
  auto load = dyn_cast<FragmentLoadOp>(op);
  if (!load)
    return {};
  CType type = e.getType(load.getValue());
  SmallVector<Expr> elements;
  for (unsigned i = 0; i < type.lanes; ++i)
    elements.push_back({spellLaneElement(e, load.getArray(), load.getIndex(), load.getStart() + i),
                        Precedence::Postfix, type.scalar()});
  return Emitter::call(type.str(), elements, type);
}

static void emitStore(Emitter &e, FragmentStoreOp store) {
  CType type = e.getType(store.getValue());
  auto splat = store.getValue().getDefiningOp<vector::BroadcastOp>();
  TypedAttr constant = getSplatConstant(store.getValue());
  for (unsigned i = 0; i < type.lanes; ++i) {
    std::string value;
    if (constant)
      value = tritonmetal::metal::spellElement(constant, type).text;
    else if (splat)
      value = e.useAs(splat.getSource(), type.scalar()).text;
    else
      value =
          Emitter::group(e.useAs(store.getValue(), type), Precedence::Postfix) + "." + "xyzw"[i];
    e.line(spellLaneElement(e, store.getArray(), store.getIndex(), store.getStart() + i) + " = " +
           value + ";");
  }
}

bool emitMatrixStatement(Emitter &e, Operation *op) {
  if (auto store = dyn_cast<FragmentStoreOp>(op)) {
    emitStore(e, store);
    return true;
  }
  if (auto fill = dyn_cast<FragmentFillOp>(op)) {
    CType type = e.getType(fill.getValue());
    std::string size = std::to_string(
        cast<SimdgroupMatrixType>(fill.getArray().getType().getElementType()).getSize());
    e.line(spellElement(e, fill.getArray(), fill.getIndex()) + " = make_filled_simdgroup_matrix<" +
           type.str() + ", " + size + ", " + size + ">(" + e.useAs(fill.getValue(), type).text +
           ");");
    return true;
  }
  auto multiply = dyn_cast<SimdgroupMultiplyAccumulateOp>(op);
  if (!multiply)
    return false;
  std::string sum = spellElement(e, multiply.getC(), multiply.getCIndex());
  e.line("simdgroup_multiply_accumulate(" + sum + ", " +
         spellElement(e, multiply.getA(), multiply.getAIndex()) + ", " +
         spellElement(e, multiply.getB(), multiply.getBIndex()) + ", " + sum + ");");
  return true;
}

} // namespace tritonmetal::metal
