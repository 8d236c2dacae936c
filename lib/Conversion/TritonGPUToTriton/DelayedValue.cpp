//===- DelayedValue.cpp - A value as of some iterations ago ----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "DelayedValue.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace mlir;
using namespace tritonmetal;

/// Expressions that are nested more deeply are left alone.
static constexpr unsigned kMaxNesting = 64;
static constexpr unsigned kMaxEffort = 1u << 16;

//===----------------------------------------------------------------------===//
// Parts of a load
//===----------------------------------------------------------------------===//

/// The conditions that are not always true, in the mask's order.
void DelayedValue::splitMask(Value mask, function_ref<bool(Value)> isTrue, Parts &parts) {
  SmallVector<Value> worklist{mask};
  while (!worklist.empty()) {
    Value next = worklist.pop_back_val();
    if (auto both = next.getDefiningOp<arith::AndIOp>()) {
      worklist.append({both.getRhs(), both.getLhs()});
      continue;
    }
    Value condition = next;
    while (
        isa_and_nonnull<tt::SplatOp, tt::BroadcastOp, tt::ExpandDimsOp>(condition.getDefiningOp()))
      condition = condition.getDefiningOp()->getOperand(0);
    if (!matchPattern(condition, m_One()) && !isTrue(condition))
      parts.push_back(next);
  }
}

bool tritonmetal::isPlainLoad(Operation *op) {
  auto load = dyn_cast_or_null<tt::LoadOp>(op);
  return isa_and_nonnull<tt::DescriptorLoadOp>(op) ||
         (load && !load.getIsVolatile() && !tt::isBlockPointer(load.getPtr().getType()));
}

/// Of a load the address first, then conditions, then what stands in where they are false.
void DelayedValue::split(Value value, function_ref<bool(Value)> isTrue, Parts &parts,
                         unsigned &numConditions) {
  numConditions = 0;
  Operation *op = value.getDefiningOp();
  auto load = dyn_cast_or_null<tt::LoadOp>(op);
  if (!load) {
    if (isPlainLoad(op))
      llvm::append_range(parts, op->getOperands());
    else
      parts.push_back(value);
    return;
  }
  parts.push_back(load.getPtr());
  if (load.getMask())
    splitMask(load.getMask(), isTrue, parts);
  numConditions = parts.size() - 1;
  if (numConditions > 0 && load.getOther())
    parts.push_back(load.getOther());
}

static std::optional<std::pair<Value, Value>> matchLess(Value condition) {
  auto compare = condition.getDefiningOp<arith::CmpIOp>();
  if (!compare)
    return std::nullopt;
  if (compare.getPredicate() == arith::CmpIPredicate::slt)
    return std::pair(compare.getLhs(), compare.getRhs());
  if (compare.getPredicate() == arith::CmpIPredicate::sgt)
    return std::pair(compare.getRhs(), compare.getLhs());
  return std::nullopt;
}

/// `iv < ub - d · step` as of d iterations ago, in an iteration that exists: there iv is
/// d · step larger and less than ub. As it is no less than lb + d · step either, nothing
/// wraps on the right.
bool DelayedValue::wasTrue(Value condition) {
  auto less = matchLess(condition);
  if (!less || less->first != loop.getInductionVar())
    return false;
  Linear missing =
      values.add(values.linearize(loop.getUpperBound()), values.linearize(less->second), -1);
  return values.isZero(values.add(missing, values.linearize(loop.getStep()), -int64_t(distance)));
}

/// `lb + iteration · step < ub`, where that iteration exists.
bool DelayedValue::isTrueIn(unsigned iteration, Value condition) {
  auto less = matchLess(condition);
  if (!less || less->first.getType() != loop.getInductionVar().getType() ||
      !values.areEqual(less->second, loop.getUpperBound()))
    return false;
  Linear induction = values.add(values.linearize(loop.getLowerBound()),
                                values.linearize(loop.getStep()), iteration);
  return values.isZero(values.add(induction, values.linearize(less->first), -1));
}

//===----------------------------------------------------------------------===//
// As of `distance` iterations ago
//===----------------------------------------------------------------------===//

/// What the leader was `lag` iterations ago.
Value DelayedValue::follow(BlockArgument leader, unsigned lag) {
  if (lag == 0)
    return leader;
  for (const Follower &follower : followers)
    if (follower.leader == leader && follower.lag == lag)
      return follower.placeholder;
  auto placeholder =
      UnrealizedConversionCastOp::create(inside, leader.getLoc(), leader.getType(), ValueRange());
  followers.push_back({leader, lag, placeholder.getResult(0), Value()});
  return placeholder.getResult(0);
}

Value DelayedValue::delayInteger(Value value) {
  Linear sum = values.linearize(value), result{sum.constant, {}};
  for (const auto &[part, coefficient] : sum.terms) {
    int64_t factor = coefficient.getSExtValue();
    if (part == loop.getInductionVar()) {
      result.terms.push_back({part, coefficient});
      result = values.add(result, values.linearize(loop.getStep()), -factor * int64_t(distance));
      continue;
    }
    Value then = part == value ? delayOp(part.getDefiningOp()) : delay(part);
    if (!then)
      return Value();
    result = values.add(result, values.linearize(then), factor);
  }
  return emitLinear(inside, value.getLoc(), value.getType(), result);
}

Value DelayedValue::delayOp(Operation *op) {
  if (!op || op->getBlock() != loop.getBody() || op->getNumRegions() != 0 ||
      op->getNumResults() != 1 || !isMemoryEffectFree(op))
    return Value();
  IRMapping mapping;
  for (Value operand : op->getOperands()) {
    Value then = delay(operand);
    if (!then)
      return Value();
    mapping.map(operand, then);
  }
  return cloneFolded(inside, op, mapping);
}

/// True if the value is computed in the loop from the argument and what is outside alone.
bool DelayedValue::isComputedFrom(Value value, BlockArgument argument) {
  if (value == argument || loop.isDefinedOutsideOfLoop(value))
    return true;
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != loop.getBody() || op->getNumRegions() != 0 ||
      !isMemoryEffectFree(op) || nesting > kMaxNesting || ++effort > kMaxEffort)
    return false;
  llvm::SaveAndRestore<unsigned> deeper(nesting, nesting + 1);
  return llvm::all_of(op->getOperands(),
                      [&](Value operand) { return isComputedFrom(operand, argument); });
}

Value DelayedValue::delayComputed(Value value) {
  if (isa<IntegerType>(value.getType()) && !value.getType().isInteger(1))
    return delayInteger(value);
  return delayOp(value.getDefiningOp());
}

Value DelayedValue::delay(Value value) {
  if (loop.isDefinedOutsideOfLoop(value))
    return value;
  if (auto it = delayed.find(value); it != delayed.end())
    return it->second;
  if (nesting > kMaxNesting)
    return Value();
  llvm::SaveAndRestore<unsigned> deeper(nesting, nesting + 1);
  Value then;
  auto argument = dyn_cast<BlockArgument>(value);
  if (argument && argument != loop.getInductionVar()) {
    if (argument.getOwner() == loop.getBody())
      then = follow(argument, distance);
  } else {
    // What becomes of something that the loop carries is best followed.
    for (auto [carried, yielded] :
         llvm::zip_equal(loop.getRegionIterArgs(), loop.getYieldedValues()))
      if (!then && yielded == value && isComputedFrom(yielded, carried))
        then = follow(carried, distance - 1);
    if (!then)
      then = delayComputed(value);
  }
  delayed[value] = then;
  return then;
}

//===----------------------------------------------------------------------===//
// In the first iterations
//===----------------------------------------------------------------------===//

Value DelayedValue::getInduction(unsigned iteration) {
  Linear induction = values.add(values.linearize(loop.getLowerBound()),
                                values.linearize(loop.getStep()), iteration);
  return emitLinear(before, loop.getLoc(), loop.getInductionVar().getType(), induction);
}

/// Computes a value of the body before the loop, with what is mapped in place of what the
/// loop carries.
Value DelayedValue::evaluate(Value value, IRMapping &mapping) {
  if (Value known = mapping.lookupOrNull(value))
    return known;
  if (loop.isDefinedOutsideOfLoop(value))
    return value;
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != loop.getBody() || op->getNumRegions() != 0 ||
      op->getNumResults() != 1 || !isMemoryEffectFree(op) || nesting > kMaxNesting)
    return Value();
  llvm::SaveAndRestore<unsigned> deeper(nesting, nesting + 1);
  for (Value operand : op->getOperands()) {
    Value then = evaluate(operand, mapping);
    if (!then)
      return Value();
    mapping.map(operand, then);
  }
  return cloneFolded(before, op, mapping);
}

/// One step of what the follower follows.
Value DelayedValue::advance(const Follower &follower, Value current, OpBuilder &builder) {
  IRMapping mapping;
  mapping.map(follower.leader, current);
  llvm::SaveAndRestore<OpBuilder> there(before, builder);
  return evaluate(loop.getTiedLoopYieldedValue(follower.leader)->get(), mapping);
}

bool DelayedValue::isFirst(unsigned iteration, const Parts &delayedParts, unsigned numConditions) {
  Parts firstParts;
  unsigned numFirstConditions;
  auto isTrue = [&](Value condition) { return isTrueIn(iteration, condition); };
  split(queue.firsts[iteration], isTrue, firstParts, numFirstConditions);
  if (firstParts.size() != delayedParts.size() || numFirstConditions != numConditions)
    return false;
  IRMapping mapping;
  mapping.map(loop.getInductionVar(), getInduction(iteration));
  for (auto [argument, start] : llvm::zip_equal(loop.getRegionIterArgs(), loop.getInitArgs()))
    if (iteration == 0)
      mapping.map(argument, start);
  for (auto [index, follower] : llvm::enumerate(followers)) {
    if (iteration == 0)
      values.holes[follower.placeholder] = Value();
    mapping.map(follower.placeholder,
                iteration == 0 ? follower.placeholder : followed[iteration][index]);
  }
  for (auto [part, first] : llvm::zip_equal(delayedParts, firstParts)) {
    Value then = evaluate(part, mapping);
    if (!then || !values.areEqual(then, first))
      return false;
  }
  return iteration != 0 || findStarts();
}

/// After a comparison with the first of iteration 0: what followers had to be, and what
/// they are from then on.
bool DelayedValue::findStarts() {
  followed.resize(distance + 1);
  for (Follower &follower : followers) {
    follower.start = values.holes.lookup(follower.placeholder);
    if (!follower.start || !loop.isDefinedOutsideOfLoop(follower.start))
      return false;
    followed[0].push_back(follower.start);
  }
  values.holes.clear();
  for (unsigned iteration = 1; iteration <= distance; ++iteration)
    for (auto [index, follower] : llvm::enumerate(followers)) {
      Value next = advance(follower, followed[iteration - 1][index], before);
      if (!next)
        return false;
      followed[iteration].push_back(next);
    }
  return true;
}

/// After `lag` iterations a follower is where its leader started.
bool DelayedValue::meetLeaders() {
  return llvm::all_of(llvm::enumerate(followers), [&](auto entry) {
    const Follower &follower = entry.value();
    return values.areEqual(followed[follower.lag][entry.index()],
                           loop.getTiedLoopInit(follower.leader)->get());
  });
}

//===----------------------------------------------------------------------===//
// In place of the queue
//===----------------------------------------------------------------------===//

Value DelayedValue::makeValue(const Parts &parts, unsigned numConditions) {
  Operation *op = queue.last.getDefiningOp();
  if (!isPlainLoad(op))
    return parts.front();
  auto pointers = dyn_cast<tt::LoadOp>(op);
  if (!pointers) {
    IRMapping mapping;
    mapping.map(op->getOperands(), parts);
    return inside.clone(*op, mapping)->getResult(0);
  }
  Value mask, other;
  for (Value condition : ArrayRef(parts).slice(1, numConditions))
    mask = mask ? arith::AndIOp::create(inside, op->getLoc(), mask, condition) : condition;
  if (parts.size() > numConditions + 1)
    other = parts.back();
  auto load = tt::LoadOp::create(inside, op->getLoc(), parts.front(), mask, other);
  load.setCache(pointers.getCache());
  load.setEvict(pointers.getEvict());
  return load.getResult();
}

scf::ForOp DelayedValue::carryFollowers() {
  if (followers.empty())
    return loop;
  SmallVector<Value> starts, placeholders;
  for (const Follower &follower : followers) {
    starts.push_back(follower.start);
    placeholders.push_back(follower.placeholder);
  }
  // Computed in the old loop, so that they are moved along with its body.
  OpBuilder atEnd(loop.getBody()->getTerminator());
  SmallVector<Value> yields;
  for (const Follower &follower : followers)
    yields.push_back(advance(follower, follower.placeholder, atEnd));
  IRRewriter rewriter(loop.getContext());
  rewriter.setInsertionPoint(loop);
  auto carried = cast<scf::ForOp>(*loop.replaceWithAdditionalYields(
      rewriter, starts, /*replaceInitOperandUsesInLoop=*/false,
      [&](OpBuilder &, Location, ArrayRef<BlockArgument>) { return yields; }));
  for (auto [placeholder, argument] :
       llvm::zip_equal(placeholders, carried.getRegionIterArgs().take_back(starts.size())))
    placeholder.replaceAllUsesWith(argument);
  return carried;
}

std::optional<scf::ForOp> DelayedValue::replace() {
  Parts parts;
  unsigned numConditions;
  split(queue.last, [&](Value condition) { return wasTrue(condition); }, parts, numConditions);
  for (Value &part : parts) {
    // A value that is not loaded is in its own queue: look at what it is computed from.
    part = part == queue.last ? delayComputed(part) : delay(part);
    if (!part)
      return std::nullopt;
  }
  for (unsigned iteration = 0; iteration < distance; ++iteration)
    if (!isFirst(iteration, parts, numConditions))
      return std::nullopt;
  if (!meetLeaders())
    return std::nullopt;
  BlockArgument first = queue.arguments.front();
  first.replaceAllUsesWith(makeValue(parts, numConditions));
  return carryFollowers();
}
