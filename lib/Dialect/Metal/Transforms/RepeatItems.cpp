//===- RepeatItems.cpp - Code that may become loops -----------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "RepeatItems.h"

#include "VaryingCoordinates.h"

#include "mlir/IR/Matchers.h"
#include "mlir/IR/OperationSupport.h"
#include "llvm/ADT/Hashing.h"

using namespace mlir;
using namespace tritonmetal::metal;

//===----------------------------------------------------------------------===//
// Ops as items
//===----------------------------------------------------------------------===//

SmallVector<OpOperand *> tritonmetal::metal::getOutsideOperands(Operation *op) {
  SmallVector<OpOperand *> operands;
  op->walk<WalkOrder::PreOrder>([&](Operation *inner) {
    for (OpOperand &operand : inner->getOpOperands()) {
      Region *region = operand.get().getParentRegion();
      if (!op->isAncestor(region->getParentOp()))
        operands.push_back(&operand);
    }
  });
  return operands;
}

bool tritonmetal::metal::isParameter(Operation *op) {
  return isa<CoordinateOp>(op) || (op->hasTrait<OpTrait::ConstantLike>() && isPure(op));
}

/// The input that is `value`, which may vary if it is a number or a coordinate.
static RepeatInput makeInput(Value value) {
  RepeatInput input;
  input.type = value.getType();
  if (auto coordinate = value.getDefiningOp<CoordinateOp>()) {
    input.kind = RepeatInput::Coordinate;
    input.coordinates.push_back(coordinate);
    input.points.emplace_back();
    return input;
  }
  DenseElementsAttr splat;
  IntegerAttr number;
  if (input.type.isInteger(32) && matchPattern(value, m_Constant(&number))) {
    input.kind = RepeatInput::Number;
    input.numbers.push_back(int32_t(number.getValue().getZExtValue()));
  } else if (isa<VectorType>(input.type) && getElementTypeOrSelf(input.type).isInteger(32) &&
             matchPattern(value, m_Constant(&splat)) && splat.isSplat()) {
    input.kind = RepeatInput::Splat;
    input.numbers.push_back(int32_t(splat.getSplatValue<APInt>().getZExtValue()));
  } else {
    input.value = value;
    return input;
  }
  input.points.emplace_back();
  return input;
}

/// Whether `op` may take its start from a counter, by whole chunks of any packet.
static bool hasVaryingStart(Operation *op) {
  constexpr int32_t kLargestChunk = 4;
  auto rearrange = dyn_cast<RearrangeOp>(op);
  return rearrange && !rearrange.getShift() && rearrange.getSources().size() == 1 &&
         rearrange.getStart() % kLargestChunk == 0 && rearrange.getStart() != 0;
}

RepeatItem RepeatShapes::makeItem(Operation *op) {
  RepeatItem item;
  item.ops.push_back(op);
  llvm::append_range(item.results, op->getResults());
  for (OpOperand *operand : getOutsideOperands(op))
    item.inputs.push_back(makeInput(operand->get()));
  bool varies = hasVaryingStart(op);
  if (varies) {
    RepeatInput start;
    start.kind = RepeatInput::Start;
    start.numbers.push_back(cast<RearrangeOp>(op).getStart());
    start.points.emplace_back();
    item.inputs.push_back(start);
  }
  item.shape = getShape(op, varies);
  return item;
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

static SmallVector<NamedAttribute> getAttributes(Operation *op, bool withoutStart) {
  SmallVector<NamedAttribute> attributes;
  for (NamedAttribute attribute : op->getAttrs())
    if (!withoutStart || attribute.getName() != "start")
      attributes.push_back(attribute);
  return attributes;
}

/// Operands from outside may be any: these are compared when passes are.
static bool isSameShape(Operation *a, Operation *b, bool withoutStart) {
  if (withoutStart)
    return a->getName() == b->getName() && a->getResultTypes() == b->getResultTypes() &&
           a->getOperandTypes() == b->getOperandTypes() &&
           getAttributes(a, true) == getAttributes(b, true);
  llvm::DenseMap<Value, Value> inner; // values defined in the ops' regions
  auto check = [&](Value x, Value y) {
    auto isInner = [](Operation *op, Value value) {
      return op->isAncestor(value.getParentRegion()->getParentOp());
    };
    bool isInside = isInner(a, x);
    return success(isInside ? inner.lookup(x) == y : !isInner(b, y));
  };
  auto mark = [&](Value x, Value y) { inner[x] = y; };
  return OperationEquivalence::isEquivalentTo(a, b, check, mark,
                                              OperationEquivalence::IgnoreLocations);
}

unsigned RepeatShapes::getShape(Operation *op, bool withoutStart) {
  // What the matrix unit computes has loops of its own.
  bool hasMatrices =
      op->walk([](MatrixMultiplyOp) { return WalkResult::interrupt(); }).wasInterrupted();
  if (hasMatrices)
    return next++;
  size_t hash =
      llvm::hash_combine(op->getName(), withoutStart,
                         llvm::hash_combine_range(op->result_type_begin(), op->result_type_end()));
  auto [first, last] = ops.equal_range(hash);
  for (auto it = first; it != last; ++it)
    if (isSameShape(it->second.first, op, withoutStart))
      return it->second.second;
  ops.insert({hash, {op, next}});
  return next++;
}

unsigned RepeatShapes::getShape(const RepeatItem &loop) {
  std::vector<unsigned> key;
  for (auto [item, sources] : llvm::zip(loop.body, loop.sources)) {
    key.push_back(item.shape);
    for (const RepeatSource &source : sources)
      llvm::append_values(key, source.kind, source.number, source.result);
  }
  for (const RepeatCarried &carried : loop.carried)
    llvm::append_values(key, carried.input, carried.item, carried.result);
  auto [it, isNew] = loops.try_emplace(key, next);
  next += isNew;
  return it->second;
}

//===----------------------------------------------------------------------===//
// Passes as a loop
//===----------------------------------------------------------------------===//

namespace {

/// Tries to make one loop of passes.
class LoopMaker {
public:
  LoopMaker(ArrayRef<RepeatItem> items, unsigned period)
      : items(items), period(period), count(items.size() / period) {}

  bool make(llvm::function_ref<bool(Value)> isUsedOutside);

  RepeatItem loop;

private:
  /// A result of an item, in which pass.
  struct Origin {
    unsigned pass, item, result;
  };

  const RepeatItem &at(unsigned pass, unsigned item) const { return items[pass * period + item]; }
  void noteOrigins();
  bool addSource(unsigned item, unsigned number);
  std::optional<RepeatSource> findFlow(unsigned item, unsigned number);
  std::optional<RepeatSource> findCarried(unsigned item, unsigned number, Value first);
  std::optional<RepeatSource> addVarying(unsigned item, unsigned number);
  unsigned addOutside(Value value);
  bool addResults(llvm::function_ref<bool(Value)> isUsedOutside);

  ArrayRef<RepeatItem> items;
  unsigned period, count;
  llvm::DenseMap<Value, Origin> origins;
  llvm::DenseMap<Value, unsigned> outside; // input of the loop
};

} // namespace

void LoopMaker::noteOrigins() {
  for (unsigned pass = 0; pass < count; ++pass)
    for (unsigned item = 0; item < period; ++item)
      for (auto [result, value] : llvm::enumerate(at(pass, item).results))
        origins[value] = {pass, item, unsigned(result)};
}

unsigned LoopMaker::addOutside(Value value) {
  auto [it, isNew] = outside.try_emplace(value, loop.inputs.size());
  if (isNew) {
    RepeatInput input;
    input.value = value;
    loop.inputs.push_back(input);
  }
  return it->second;
}

/// What each pass has from the pass before it, and the first one from outside.
std::optional<RepeatSource> LoopMaker::findCarried(unsigned item, unsigned number, Value first) {
  auto origin = origins.find(at(1, item).inputs[number].value);
  if (origins.contains(first) || origin == origins.end())
    return std::nullopt;
  auto [pass, from, result] = origin->second;
  for (unsigned pass = 1; pass < count; ++pass) {
    auto it = origins.find(at(pass, item).inputs[number].value);
    if (it == origins.end() || it->second.pass + 1 != pass || it->second.item != from ||
        it->second.result != result)
      return std::nullopt;
  }
  unsigned input = addOutside(first);
  for (auto [i, carried] : llvm::enumerate(loop.carried))
    if (carried.input == input && carried.item == from && carried.result == result)
      return RepeatSource{RepeatSource::Carried, unsigned(i), 0};
  loop.carried.push_back({input, from, result});
  return RepeatSource{RepeatSource::Carried, unsigned(loop.carried.size() - 1), 0};
}

std::optional<RepeatSource> LoopMaker::findFlow(unsigned item, unsigned number) {
  Value first = at(0, item).inputs[number].value;
  auto origin = origins.find(first);
  bool isSame = true, isInPass = origin != origins.end();
  for (unsigned pass = 0; pass < count && (isSame || isInPass); ++pass) {
    const RepeatInput &input = at(pass, item).inputs[number];
    if (input.isVarying())
      return std::nullopt;
    isSame &= input.value == first;
    auto it = origins.find(input.value);
    isInPass = isInPass && it != origins.end() && it->second.pass == pass &&
               it->second.item < item && it->second.item == origin->second.item &&
               it->second.result == origin->second.result;
  }
  if (isInPass)
    return RepeatSource{RepeatSource::Item, origin->second.item, origin->second.result};
  if (isSame && origin == origins.end())
    return RepeatSource{RepeatSource::Outside, addOutside(first), 0};
  return findCarried(item, number, first);
}

/// The input of all passes as one, with the pass in front of each point.
std::optional<RepeatSource> LoopMaker::addVarying(unsigned item, unsigned number) {
  RepeatInput merged;
  merged.kind = at(0, item).inputs[number].kind;
  merged.type = at(0, item).inputs[number].type;
  for (unsigned pass = 0; pass < count; ++pass) {
    const RepeatInput &input = at(pass, item).inputs[number];
    if (input.kind != merged.kind || input.type != merged.type)
      return std::nullopt;
    llvm::append_range(merged.numbers, input.numbers);
    llvm::append_range(merged.coordinates, input.coordinates);
    for (const Point &point : input.points) {
      merged.points.push_back({int32_t(pass)});
      llvm::append_range(merged.points.back(), point);
    }
  }
  if (merged.kind == RepeatInput::Coordinate && !canVary(merged.coordinates))
    return std::nullopt;
  loop.inputs.push_back(std::move(merged));
  return RepeatSource{RepeatSource::Outside, unsigned(loop.inputs.size() - 1), 0};
}

bool LoopMaker::addSource(unsigned item, unsigned number) {
  bool isVarying = at(0, item).inputs[number].isVarying();
  std::optional<RepeatSource> source =
      isVarying ? addVarying(item, number) : findFlow(item, number);
  if (source)
    loop.sources[item].push_back(*source);
  return source.has_value();
}

/// Only what the loop carries is known after it, and only as the last pass leaves it.
bool LoopMaker::addResults(llvm::function_ref<bool(Value)> isUsedOutside) {
  for (const RepeatCarried &carried : loop.carried)
    loop.results.push_back(at(count - 1, carried.item).results[carried.result]);
  return llvm::all_of(origins, [&](auto &entry) {
    return llvm::is_contained(loop.results, entry.first) || !isUsedOutside(entry.first);
  });
}

bool LoopMaker::make(llvm::function_ref<bool(Value)> isUsedOutside) {
  noteOrigins();
  RepeatInput passes;
  passes.kind = RepeatInput::Number;
  passes.numbers.push_back(count);
  passes.points.emplace_back();
  loop.inputs.push_back(passes);
  loop.sources.resize(period);
  for (unsigned item = 0; item < period; ++item) {
    size_t numInputs = at(0, item).inputs.size();
    for (unsigned pass = 1; pass < count; ++pass)
      if (at(pass, item).inputs.size() != numInputs)
        return false;
    for (unsigned number = 0; number < numInputs; ++number)
      if (!addSource(item, number))
        return false;
    loop.bodySize += at(0, item).getSize();
  }
  for (const RepeatItem &item : items)
    llvm::append_range(loop.ops, item.ops);
  loop.body.assign(items.begin(), items.begin() + period);
  return addResults(isUsedOutside);
}

std::optional<RepeatItem>
tritonmetal::metal::makeLoop(ArrayRef<RepeatItem> items, unsigned period,
                             llvm::function_ref<bool(Value)> isUsedOutside) {
  LoopMaker maker(items, period);
  if (!maker.make(isUsedOutside))
    return std::nullopt;
  return std::move(maker.loop);
}
