//===- SymbolicValues.cpp - Values that are equal --------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "SymbolicValues.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace mlir;
using namespace tritonmetal;

/// What is nested more deeply counts as different, and so does everything after so many
/// comparisons: no input may take long.
static constexpr unsigned kMaxNesting = 64;
static constexpr unsigned kMaxEffort = 1u << 20;

//===----------------------------------------------------------------------===//
// Sums
//===----------------------------------------------------------------------===//

Linear SymbolicValues::add(Linear a, const Linear &b, int64_t factor) {
  llvm::APInt scale(a.constant.getBitWidth(), factor, /*isSigned=*/true,
                    /*implicitTrunc=*/true);
  a.constant += b.constant * scale;
  for (const auto &[value, coefficient] : b.terms) {
    auto *it = llvm::find_if(a.terms, [&](auto &term) { return areEqual(term.first, value); });
    if (it == a.terms.end())
      it = a.terms.insert(it, {value, llvm::APInt(scale.getBitWidth(), 0)});
    it->second += coefficient * scale;
    if (it->second.isZero())
      a.terms.erase(it);
  }
  return a;
}

Linear SymbolicValues::linearize(Value value) {
  unsigned width = isa<IndexType>(value.getType()) ? 64 : value.getType().getIntOrFloatBitWidth();
  Linear itself{llvm::APInt(width, 0), {{value, llvm::APInt(width, 1)}}};
  llvm::APInt constant;
  if (matchPattern(value, m_ConstantInt(&constant)))
    return {constant, {}};
  Operation *op = value.getDefiningOp();
  if (!isa_and_nonnull<arith::AddIOp, arith::SubIOp, arith::MulIOp>(op) || nesting > kMaxNesting)
    return itself;
  llvm::SaveAndRestore<unsigned> deeper(nesting, nesting + 1);
  Linear a = linearize(op->getOperand(0)), b = linearize(op->getOperand(1));
  if (isa<arith::AddIOp>(op))
    return add(a, b);
  if (isa<arith::SubIOp>(op))
    return add(a, b, -1);
  if (!b.terms.empty())
    std::swap(a, b);
  if (!b.terms.empty())
    return itself;
  return add({llvm::APInt(width, 0), {}}, a, b.constant.getSExtValue());
}

Value tritonmetal::emitLinear(OpBuilder &builder, Location loc, Type type, const Linear &sum) {
  auto makeConstant = [&](const llvm::APInt &value) -> Value {
    return arith::ConstantOp::create(builder, loc, builder.getIntegerAttr(type, value));
  };
  Value result;
  for (bool isNegative : {false, true}) {
    for (const auto &[value, coefficient] : sum.terms) {
      if (coefficient.isNegative() != isNegative)
        continue;
      Value term = value;
      llvm::APInt magnitude = isNegative ? -coefficient : coefficient;
      if (!magnitude.isOne())
        term = arith::MulIOp::create(builder, loc, value, makeConstant(magnitude));
      if (isNegative && !result)
        result = makeConstant(llvm::APInt(coefficient.getBitWidth(), 0));
      if (isNegative)
        result = arith::SubIOp::create(builder, loc, result, term);
      else
        result = result ? arith::AddIOp::create(builder, loc, result, term) : term;
    }
  }
  if (!result)
    return makeConstant(sum.constant);
  if (sum.constant.isZero())
    return result;
  if (sum.constant.isNegative())
    return arith::SubIOp::create(builder, loc, result, makeConstant(-sum.constant));
  return arith::AddIOp::create(builder, loc, result, makeConstant(sum.constant));
}

//===----------------------------------------------------------------------===//
// Equality
//===----------------------------------------------------------------------===//

bool SymbolicValues::haveEqualOps(Value a, Value b) {
  Operation *left = a.getDefiningOp(), *right = b.getDefiningOp();
  if (!left || !right || left->getName() != right->getName() || left->getNumRegions() != 0 ||
      !isMemoryEffectFree(left) || left->getAttrDictionary() != right->getAttrDictionary() ||
      cast<OpResult>(a).getResultNumber() != cast<OpResult>(b).getResultNumber() ||
      left->getNumOperands() != right->getNumOperands())
    return false;
  llvm::SaveAndRestore<unsigned> deeper(nesting, nesting + 1);
  for (auto [x, y] : llvm::zip_equal(left->getOperands(), right->getOperands()))
    if (!areEqual(x, y))
      return false;
  return true;
}

bool SymbolicValues::areEqual(Value a, Value b) {
  if (a == b)
    return true;
  if (a.getType() != b.getType() || nesting > kMaxNesting || ++effort > kMaxEffort)
    return false;
  if (auto hole = holes.find(a); hole != holes.end()) {
    if (!hole->second)
      hole->second = b;
    return areEqual(hole->second, b);
  }
  bool isSum = isa<IntegerType>(a.getType()) &&
               (isa_and_nonnull<arith::AddIOp, arith::SubIOp, arith::MulIOp>(a.getDefiningOp()) ||
                isa_and_nonnull<arith::AddIOp, arith::SubIOp, arith::MulIOp>(b.getDefiningOp()));
  if (!isSum)
    return haveEqualOps(a, b);
  llvm::SaveAndRestore<unsigned> deeper(nesting, nesting + 1);
  return isZero(add(linearize(a), linearize(b), -1)) || haveEqualOps(a, b);
}

Value tritonmetal::cloneFolded(OpBuilder &builder, Operation *op, IRMapping &mapping) {
  Operation *copy = builder.clone(*op, mapping);
  SmallVector<Value> folded;
  if (failed(builder.tryFold(copy, folded)) || folded.empty())
    return copy->getResult(0);
  mapping.map(op->getResult(0), folded.front());
  copy->erase();
  return folded.front();
}
