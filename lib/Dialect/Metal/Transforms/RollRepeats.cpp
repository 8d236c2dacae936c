//===- RollRepeats.cpp - Code written out many times as loops -------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Triton prints what its language unrolls: 136 stages of a sort of 65,536 numbers, one
// after the other. RepeatItems.h shows what such a row of ops is here. Rows of items that
// repeat with a small period become loops first, and are items of the next search; so the
// stages of a phase are found, then phases with different numbers of stages:
//
//   s s  p  s s s  p  s s s s  p      loops of 2, 3, 4 passes over s
//   [s]  p  [s]    p  [s]      p      a loop of 3 passes over [s] p, with i + 2 passes
//
//===----------------------------------------------------------------------===//

#include "RepeatItems.h"

#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_ROLLREPEATS
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

/// Items of a pass at most; what is longer is hardly the same thing again.
static constexpr unsigned kMaxPeriod = 96;

/// Ops that a loop must save: it costs two lines itself.
static constexpr int64_t kMinSaving = 4;

namespace {

/// The items of one block.
class BlockRoller {
public:
  explicit BlockRoller(Block &block) : block(block) {}

  void run();

private:
  void prepare();
  void collect();
  void noteUsers();
  bool rollOnce();
  size_t getRunLength(size_t first, unsigned period) const;
  bool rollRun(size_t first, size_t length, unsigned period);
  bool isLoopAtFirst(size_t first, unsigned period) const;
  std::optional<RepeatItem> tryLoop(size_t first, size_t count, unsigned period);
  void emit();

  Block &block;
  RepeatShapes shapes;
  std::vector<RepeatItem> items;
  llvm::DenseMap<Value, SmallVector<size_t, 2>> users; // items
};

} // namespace

/// `a XOR b` of two coordinates is one.
static CoordinateOp combine(OpBuilder &builder, arith::XOrIOp op) {
  auto a = op.getLhs().getDefiningOp<CoordinateOp>();
  auto b = op.getRhs().getDefiningOp<CoordinateOp>();
  if (!a || !b || a.getStart() != 0 || b.getStart() != 0 ||
      a.getSimdgroups().size() != b.getSimdgroups().size())
    return {};
  auto join = [](ArrayRef<int32_t> left, ArrayRef<int32_t> right) {
    SmallVector<int32_t> bases;
    for (auto [x, y] : llvm::zip(left, right))
      bases.push_back(x ^ y);
    return bases;
  };
  return CoordinateOp::create(
      builder, op.getLoc(), op.getType(), join(a.getRegisters(), b.getRegisters()),
      join(a.getLanes(), b.getLanes()), join(a.getSimdgroups(), b.getSimdgroups()), /*start=*/0);
}

/// Computes what parameters alone decide where it is used, each time: otherwise only the first
/// of many uses would have it beside itself.
static void copyToUsers(Operation *op, Block &block) {
  bool isComputed = op->getNumRegions() == 0 && op->getNumResults() == 1 && isPure(op) &&
                    op->hasTrait<OpTrait::Elementwise>() && op->getNumOperands() != 0 &&
                    llvm::all_of(op->getOperands(), [](Value operand) {
                      return operand.getDefiningOp() && isParameter(operand.getDefiningOp());
                    });
  if (!isComputed)
    return;
  for (OpOperand &use : llvm::make_early_inc_range(op->getUses())) {
    Operation *user = block.findAncestorOpInBlock(*use.getOwner());
    OpBuilder builder(user);
    use.set(builder.clone(*op)->getResult(0));
  }
  op->erase();
}

/// Parameters first, so that nothing but items is between items.
void BlockRoller::prepare() {
  OpBuilder builder(block.getParentOp());
  for (Operation &op : llvm::make_early_inc_range(block)) {
    auto xorOp = dyn_cast<arith::XOrIOp>(op);
    if (!xorOp)
      continue;
    builder.setInsertionPoint(xorOp);
    if (CoordinateOp combined = combine(builder, xorOp)) {
      xorOp.replaceAllUsesWith(combined.getResult());
      xorOp.erase();
    }
  }
  // Not the copies again, of which an op may have several in front of it.
  for (Operation *op : llvm::to_vector(
           llvm::map_range(block.without_terminator(), [](Operation &op) { return &op; })))
    copyToUsers(op, block);
  Operation *place = nullptr;
  for (Operation &op : llvm::make_early_inc_range(block)) {
    if (!isParameter(&op))
      continue;
    if (place)
      op.moveAfter(place);
    else
      op.moveBefore(&block, block.begin());
    place = &op;
  }
}

void BlockRoller::collect() {
  for (Operation &op : block.without_terminator())
    if (!isParameter(&op))
      items.push_back(shapes.makeItem(&op));
}

void BlockRoller::noteUsers() {
  users.clear();
  for (auto [i, item] : llvm::enumerate(items))
    for (const RepeatInput &input : item.inputs)
      if (!input.isVarying())
        users[input.value].push_back(i);
  for (Value value : block.getTerminator()->getOperands())
    users[value].push_back(items.size());
}

/// How many items from `first` on are like those `period` further on.
size_t BlockRoller::getRunLength(size_t first, unsigned period) const {
  size_t length = 0;
  while (first + length + period < items.size() &&
         items[first + length].shape == items[first + length + period].shape)
    ++length;
  return length;
}

std::optional<RepeatItem> BlockRoller::tryLoop(size_t first, size_t count, unsigned period) {
  size_t last = first + count * period;
  auto isUsedOutside = [&](Value value) {
    auto it = users.find(value);
    return it != users.end() &&
           llvm::any_of(it->second, [&](size_t user) { return user < first || user >= last; });
  };
  ArrayRef<RepeatItem> all(items);
  return makeLoop(all.slice(first, count * period), period, isUsedOutside);
}

/// Whether the first two passes are some: most rows that only look alike are found out here.
bool BlockRoller::isLoopAtFirst(size_t first, unsigned period) const {
  ArrayRef<RepeatItem> all(items);
  return makeLoop(all.slice(first, 2 * period), period, [](Value) { return false; }).has_value();
}

/// Of all places where passes may begin, the one where fewest values go from pass to pass.
bool BlockRoller::rollRun(size_t first, size_t length, unsigned period) {
  std::optional<RepeatItem> best;
  size_t bestFirst = 0, bestCount = 0;
  for (size_t start = first; start < first + period; ++start) {
    size_t count = (first + length + period - start) / period;
    // Something may be different about the first pass or the last one.
    for (auto [begin, passes] : {std::pair(start, count), std::pair(start, count - 1),
                                 std::pair(start + period, count - 1)}) {
      if (passes < 2 || !isLoopAtFirst(begin, period))
        continue;
      std::optional<RepeatItem> loop = tryLoop(begin, passes, period);
      if (!loop || int64_t(passes - 1) * loop->bodySize < kMinSaving)
        continue;
      bool isBetter = !best || std::pair(loop->carried.size(), bestCount) <
                                   std::pair(best->carried.size(), passes);
      if (isBetter) {
        best = std::move(loop);
        bestFirst = begin;
        bestCount = passes;
      }
      break;
    }
  }
  if (!best)
    return false;
  best->shape = shapes.getShape(*best);
  items[bestFirst] = std::move(*best);
  items.erase(items.begin() + bestFirst + 1, items.begin() + bestFirst + bestCount * period);
  return true;
}

/// Rolls the repeats of the smallest period that has some.
bool BlockRoller::rollOnce() {
  for (unsigned period = 1; period <= std::min<size_t>(kMaxPeriod, items.size() / 2); ++period) {
    bool changed = false;
    for (size_t first = 0; first + 2 * period <= items.size(); ++first) {
      size_t length = getRunLength(first, period);
      if (length < period)
        continue;
      if (rollRun(first, length, period)) {
        noteUsers();
        changed = true;
      } else {
        first += length;
      }
    }
    if (changed)
      return true;
  }
  return false;
}

void BlockRoller::emit() {
  IRMapping values;
  SmallVector<Operation *> old;
  for (const RepeatItem &item : items) {
    if (!item.isLoop())
      continue;
    OpBuilder builder(item.ops.front());
    SmallVector<Value> results = emitLoop(builder, item, values);
    for (auto [before, now] : llvm::zip(item.results, results)) {
      values.map(before, now);
      Value replaced = before;
      replaced.replaceAllUsesWith(now);
    }
    llvm::append_range(old, item.ops);
  }
  for (Operation *op : llvm::reverse(old))
    op->erase();
}

void BlockRoller::run() {
  prepare();
  collect();
  noteUsers();
  while (rollOnce())
    ;
  emit();
}

namespace {
struct RollRepeats final : tritonmetal::metal::impl::RollRepeatsBase<RollRepeats> {
  using RollRepeatsBase::RollRepeatsBase;

  void runOnOperation() override {
    SmallVector<Block *> blocks;
    getOperation()->walk([&](Block *block) {
      Operation *parent = block->getParentOp();
      bool isCode = parent->getParentOfType<KernelOp>() || isa<KernelOp>(parent);
      if (isCode && !parent->hasTrait<ValueFormOp>() && isLong(*block))
        blocks.push_back(block);
    });
    for (Block *block : blocks)
      BlockRoller(*block).run();
  }

  bool isLong(Block &block) const {
    return llvm::count_if(block, [](Operation &op) { return !isParameter(&op); }) >
           int64_t(longestKept);
  }
};
} // namespace
