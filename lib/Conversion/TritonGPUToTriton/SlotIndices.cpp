//===- SlotIndices.cpp - Slots of a ring buffer, modulo its depth ----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "SlotIndices.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;

/// Expressions deeper than this, and more steps than that in all, stay opaque: no input
/// may take long.
static constexpr unsigned kMaxNesting = 64;
static constexpr unsigned kMaxEffort = 1u << 20;

//===----------------------------------------------------------------------===//
// Algebra
//===----------------------------------------------------------------------===//

Residue SlotIndices::makeConstant(int64_t value) const {
  int64_t remainder = value % int64_t(depth);
  return {uint64_t(remainder < 0 ? remainder + int64_t(depth) : remainder), {}};
}

Residue SlotIndices::add(const Residue &a, const Residue &b) const {
  Residue sum{(a.constant + b.constant) % depth, {}};
  auto left = a.terms.begin(), right = b.terms.begin();
  while (left != a.terms.end() || right != b.terms.end()) {
    bool takesLeft =
        right == b.terms.end() || (left != a.terms.end() && left->first <= right->first);
    bool takesRight =
        left == a.terms.end() || (right != b.terms.end() && right->first <= left->first);
    unsigned symbol = takesLeft ? left->first : right->first;
    uint64_t coefficient = 0;
    if (takesLeft)
      coefficient += (left++)->second;
    if (takesRight)
      coefficient += (right++)->second;
    if (coefficient % depth)
      sum.terms.push_back({symbol, coefficient % depth});
  }
  return sum;
}

Residue SlotIndices::scale(const Residue &a, uint64_t factor) const {
  Residue product{a.constant * factor % depth, {}};
  for (auto [symbol, coefficient] : a.terms)
    if (uint64_t scaled = coefficient * factor % depth)
      product.terms.push_back({symbol, scaled});
  return product;
}

Residue SlotIndices::subtract(const Residue &a, const Residue &b) const {
  return add(a, scale(b, depth - 1));
}

Residue SlotIndices::substitute(const Residue &residue, Substitution substitution) const {
  Residue result{residue.constant, {}};
  for (auto [symbol, coefficient] : residue.terms) {
    std::optional<Residue> replacement = substitution(symbols[symbol]);
    result = add(result, scale(replacement ? *replacement : makeSymbol(symbol), coefficient));
  }
  return result;
}

Residue SlotIndices::getOpaque(Value value) {
  auto [it, isNew] = opaqueSymbols.try_emplace(value, symbols.size());
  if (isNew)
    symbols.push_back({Symbol::Opaque, value, nullptr, {}});
  return depth == 1 ? Residue() : makeSymbol(it->second);
}

Residue SlotIndices::getProgress(Operation *loop, const Residue &step, Symbol::Kind kind) {
  if (step == Residue())
    return Residue();
  auto [it, isNew] = progressSymbols.try_emplace({loop, kind, step}, symbols.size());
  if (isNew)
    symbols.push_back({kind, Value(), loop, step});
  return makeSymbol(it->second);
}

//===----------------------------------------------------------------------===//
// Boundaries
//===----------------------------------------------------------------------===//

Residue SlotIndices::enterLoop(scf::ForOp loop, const Residue &behind) {
  return substitute(behind, [&](const Symbol &symbol) -> std::optional<Residue> {
    if (symbol.kind == Symbol::Total && symbol.loop == loop)
      return getProgress(loop, Residue(symbol.step), Symbol::Progress);
    auto result = dyn_cast_or_null<OpResult>(symbol.value);
    if (symbol.kind == Symbol::Opaque && result && result.getOwner() == loop)
      return get(loop.getRegionIterArg(result.getResultNumber()));
    return std::nullopt;
  });
}

Residue SlotIndices::leaveToEntry(scf::ForOp loop, const Residue &header) {
  return substitute(header, [&](const Symbol &symbol) -> std::optional<Residue> {
    if (symbol.kind == Symbol::Progress && symbol.loop == loop)
      return Residue();
    auto argument = dyn_cast_or_null<BlockArgument>(symbol.value);
    if (symbol.kind != Symbol::Opaque || !argument || argument.getOwner() != loop.getBody())
      return std::nullopt;
    if (argument == loop.getInductionVar())
      return get(loop.getLowerBound());
    return get(loop.getTiedLoopInit(argument)->get());
  });
}

Residue SlotIndices::leaveToPreviousIteration(scf::ForOp loop, const Residue &header) {
  return substitute(header, [&](const Symbol &symbol) -> std::optional<Residue> {
    if (symbol.kind == Symbol::Progress && symbol.loop == loop) {
      Residue step = symbol.step;
      return add(getProgress(loop, step, Symbol::Progress), step);
    }
    auto argument = dyn_cast_or_null<BlockArgument>(symbol.value);
    if (symbol.kind != Symbol::Opaque || !argument || argument.getOwner() != loop.getBody())
      return std::nullopt;
    if (argument == loop.getInductionVar())
      return add(getOpaque(argument), get(loop.getStep()));
    return get(loop.getTiedLoopYieldedValue(argument)->get());
  });
}

Residue SlotIndices::enterBranch(scf::IfOp branch, Block *side, const Residue &behind) {
  return substitute(behind, [&](const Symbol &symbol) -> std::optional<Residue> {
    auto result = dyn_cast_or_null<OpResult>(symbol.value);
    if (symbol.kind != Symbol::Opaque || !result || result.getOwner() != branch)
      return std::nullopt;
    return get(side->getTerminator()->getOperand(result.getResultNumber()));
  });
}

bool SlotIndices::isKnownBefore(Operation *op, const Residue &residue) const {
  return llvm::none_of(residue.terms, [&](auto term) {
    const Symbol &symbol = symbols[term.first];
    Operation *owner = symbol.loop;
    if (symbol.kind == Symbol::Opaque) {
      Value value = symbol.value;
      owner = value.getDefiningOp();
      if (!owner)
        owner = value.getParentBlock()->getParentOp();
    }
    return op->isAncestor(owner);
  });
}

bool SlotIndices::isKnownAtHeader(scf::ForOp loop, const Residue &residue) const {
  return llvm::none_of(residue.terms, [&](auto term) {
    const Symbol &symbol = symbols[term.first];
    if (symbol.kind != Symbol::Opaque)
      return symbol.kind == Symbol::Progress ? loop->isProperAncestor(symbol.loop)
                                             : loop->isAncestor(symbol.loop);
    Value value = symbol.value;
    if (Operation *owner = value.getDefiningOp())
      return loop->isAncestor(owner);
    return loop->isProperAncestor(value.getParentBlock()->getParentOp());
  });
}

bool SlotIndices::changesIn(scf::ForOp loop, const Residue &residue) const {
  return llvm::any_of(residue.terms, [&](auto term) {
    const Symbol &symbol = symbols[term.first];
    if (symbol.kind != Symbol::Opaque)
      return symbol.kind == Symbol::Progress && symbol.loop == loop;
    Value value = symbol.value;
    return isa<BlockArgument>(value) && value.getParentBlock() == loop.getBody();
  });
}

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

/// True if the operand that counts, the first, has the residue of the result. Modulo
/// 2^width and modulo a power of two agree; modulo three they do not.
bool SlotIndices::keepsResidue(Operation *op) {
  Value x = op->getOperand(0);
  if (!canBeIndex(x.getType()))
    return false;
  if (isa<arith::ExtSIOp>(op))
    return true;
  if (isa<arith::ExtUIOp>(op))
    return isPowerOfTwoDepth() || ranges.get(x).lo >= 0;
  if (isa<arith::TruncIOp, arith::IndexCastOp>(op))
    return isPowerOfTwoDepth() || ranges.get(op->getResult(0)) == ranges.get(x);
  if (!isa<arith::RemSIOp, arith::RemUIOp, arith::AndIOp>(op))
    return false;
  std::optional<int64_t> constant = getIntegerConstant(op->getOperand(1));
  if (!constant || *constant < 0)
    return false;
  if (isa<arith::AndIOp>(op))
    return llvm::isPowerOf2_64(uint64_t(*constant) + 1) && (*constant + 1) % depth == 0;
  bool isMultiple = *constant > 0 && *constant % depth == 0;
  return isMultiple && (isa<arith::RemSIOp>(op) || isPowerOfTwoDepth() || ranges.get(x).lo >= 0);
}

Residue SlotIndices::computeArithmetic(Operation *op) {
  Residue opaque = getOpaque(op->getResult(0));
  if (isa<arith::AddIOp, arith::SubIOp, arith::MulIOp>(op)) {
    if (!isPowerOfTwoDepth() && ranges.mayWrap(op))
      return opaque;
    Residue a = get(op->getOperand(0)), b = get(op->getOperand(1));
    if (isa<arith::AddIOp>(op))
      return add(a, b);
    if (isa<arith::SubIOp>(op))
      return subtract(a, b);
    if (b.isConstant())
      return scale(a, b.constant);
    return a.isConstant() ? scale(b, a.constant) : opaque;
  }
  if (auto flip = dyn_cast<arith::XOrIOp>(op))
    if (depth == 2 && getIntegerConstant(flip.getRhs()) == 1)
      return add(get(flip.getLhs()), makeConstant(1));
  if (op->getNumOperands() > 0 && keepsResidue(op))
    return get(op->getOperand(0));
  return opaque;
}

/// Both sides agree: everywhere, or where the condition, being true (or false) for one
/// value only, lets the one of them through.
Residue SlotIndices::computeSelect(arith::SelectOp op) {
  Residue a = get(op.getTrueValue()), b = get(op.getFalseValue());
  if (a == b)
    return a;
  std::optional<ConstantComparison> comparison = matchConstantComparison(op.getCondition());
  if (!comparison)
    return getOpaque(op.getResult());
  Residue x = get(comparison->value);
  Interval whole = ranges.get(comparison->value);
  for (bool outcome : {true, false}) {
    Interval side = restrict(whole, *comparison, outcome);
    const Residue &chosen = outcome ? a : b, &other = outcome ? b : a;
    if (side.isEmpty())
      return other;
    if (!side.isSingle())
      continue;
    auto evaluate = [&](const Residue &residue) { // where x is that one value
      Residue offset = subtract(residue, x);
      return offset.isConstant() ? add(offset, makeConstant(side.lo)) : residue;
    };
    if (evaluate(chosen) == evaluate(other))
      return other;
  }
  return getOpaque(op.getResult());
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

bool SlotIndices::canBeIndex(Type type) const {
  auto integer = dyn_cast<IntegerType>(type);
  return isa<IndexType>(type) || (integer && integer.getWidth() > 1 && integer.getWidth() <= 64);
}

void SlotIndices::forgetBody(scf::ForOp loop) {
  known.clear();
  SmallVector<Operation *> inner;
  for (auto &entry : steps)
    if (loop->isProperAncestor(entry.first))
      inner.push_back(entry.first);
  for (Operation *op : inner)
    steps.erase(op);
}

/// Steps of the values that advance by something that no other carried value enters:
/// found by looking at what an iteration makes of an opaque start.
void SlotIndices::findSteps(scf::ForOp loop) {
  SmallVector<std::optional<Residue>> found(loop.getNumRegionIterArgs());
  for (auto [index, argument] : llvm::enumerate(loop.getRegionIterArgs())) {
    Value yielded = loop.getTiedLoopYieldedValue(argument)->get();
    if (isa<RankedTensorType, FloatType>(argument.getType()))
      continue;
    Residue step = subtract(get(yielded), getOpaque(argument));
    if (!changesIn(loop, step))
      found[index] = step;
  }
  steps[loop] = std::move(found);
  forgetBody(loop);
}

/// Steps of the values that follow others, as `%read` does in `yield %next, %write`: each
/// known step is assumed, and adopted if what an iteration makes of it agrees.
void SlotIndices::adoptSteps(scf::ForOp loop) {
  SmallVector<Residue> candidates;
  for (const std::optional<Residue> &step : steps[loop])
    if (step && !llvm::is_contained(candidates, *step))
      candidates.push_back(*step);
  for (auto [index, argument] : llvm::enumerate(loop.getRegionIterArgs())) {
    if (steps[loop][index] || isa<RankedTensorType, FloatType>(argument.getType()))
      continue;
    for (const Residue &step : candidates) {
      steps[loop][index] = step;
      forgetBody(loop);
      Value yielded = loop.getTiedLoopYieldedValue(argument)->get();
      if (get(yielded) == add(get(argument), step))
        break;
      steps[loop][index] = std::nullopt;
      forgetBody(loop);
    }
  }
}

/// Outer loops first: what an inner one starts with is then known.
void SlotIndices::classify(scf::ForOp loop) {
  if (steps.contains(loop))
    return;
  if (auto outer = loop->getParentOfType<scf::ForOp>())
    classify(outer);
  if (steps.contains(loop))
    return;
  steps[loop].resize(loop.getNumRegionIterArgs());
  findSteps(loop);
  adoptSteps(loop);
}

std::optional<Residue> SlotIndices::computeCarried(scf::ForOp loop, unsigned index,
                                                   Symbol::Kind kind) {
  classify(loop);
  std::optional<Residue> step = steps[loop][index];
  if (!step)
    return std::nullopt;
  return add(get(loop.getInitArgs()[index]), getProgress(loop, *step, kind));
}

//===----------------------------------------------------------------------===//
// All values
//===----------------------------------------------------------------------===//

Residue SlotIndices::computeResult(OpResult result) {
  Operation *op = result.getOwner();
  if (auto select = dyn_cast<arith::SelectOp>(op))
    return computeSelect(select);
  if (auto loop = dyn_cast<scf::ForOp>(op)) {
    auto carried = computeCarried(loop, result.getResultNumber(), Symbol::Total);
    return carried ? *carried : getOpaque(result);
  }
  if (auto branch = dyn_cast<scf::IfOp>(op)) {
    Residue a = get(branch.thenYield().getOperand(result.getResultNumber()));
    Residue b = get(branch.elseYield().getOperand(result.getResultNumber()));
    bool isSame = a == b && isKnownBefore(branch, a);
    return isSame ? a : getOpaque(result);
  }
  if (!canBeIndex(result.getType()))
    return getOpaque(result);
  return computeArithmetic(op);
}

Residue SlotIndices::compute(Value value) {
  if (auto it = constants.find(value); it != constants.end())
    return {it->second, {}};
  if (auto it = views.find(value); it != views.end())
    return get(it->second);
  if (canBeIndex(value.getType()))
    if (std::optional<int64_t> constant = getIntegerConstant(value))
      return makeConstant(*constant);
  if (auto result = dyn_cast<OpResult>(value))
    return computeResult(result);
  auto argument = cast<BlockArgument>(value);
  auto loop = dyn_cast_or_null<scf::ForOp>(argument.getOwner()->getParentOp());
  if (!loop)
    return getOpaque(value);
  if (argument == loop.getInductionVar())
    return add(get(loop.getLowerBound()), getProgress(loop, get(loop.getStep()), Symbol::Progress));
  auto carried =
      computeCarried(loop, argument.getArgNumber() - loop.getNumInductionVars(), Symbol::Progress);
  return carried ? *carried : getOpaque(value);
}

Residue SlotIndices::get(Value value) {
  if (auto it = known.find(value); it != known.end())
    return it->second;
  if (nesting > kMaxNesting || ++effort > kMaxEffort)
    return getOpaque(value);
  ++nesting;
  Residue residue = compute(value);
  --nesting;
  known[value] = residue;
  return residue;
}
