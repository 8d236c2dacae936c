//===- PeelMasks.cpp - Loads in loops without their masks -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A loop over K masks its loads for the last step, and tiles for the last row of tiles:
//
//   for %k …                           for %k …
//     %m = rows < M and k + … < K        %whole = first + 63 < M and %k + 31 < K
//     %a = load %p, %m            =>     %a = if %whole { load %p } else { load %p, %m }
//
// One uniform branch stands for a comparison and a branch in each access, and an access whose
// mask is the same for one element only may be as wide as memory allows (MaskTest.h).
//
// Not two loops, one without masks and one for the rest: what a step does besides loading is
// printed once this way, and nothing has to be known of how often a loop runs. Where an operand
// of a product comes from memory in the product's own layout, packet by packet, the branch
// goes around the product as well: else all packets would have to be there before it.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h"

#include "LayoutAssignment.h"
#include "MaskTest.h"

#include "triton-metal/Analysis/AxisInfo.h"
#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Layout/Conversion.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

namespace tritonmetal::ttg {
#define GEN_PASS_DEF_PEELMASKS
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h.inc"
} // namespace tritonmetal::ttg

namespace {

/// Registers of 32 bits that a lane may take for what it loads. All of it is loaded before
/// something else happens to it, which packets of it might otherwise have met one by one.
constexpr int64_t kMaxRegisters = 16;
/// The same in a loop without products, whose registers are few, and the masked accesses of a
/// lane that a branch and a second copy are worth there.
constexpr int64_t kMaxPlainRegisters = 8;
constexpr int64_t kMinPlainAccesses = 4;
/// Ops that are copied at most.
constexpr size_t kMaxCopied = 16;
/// The widest access of one lane, in bytes.
constexpr int64_t kMaxAccessBytes = 16;

/// Loads that share a branch, and the product that they share it with, if any.
struct Region {
  SmallVector<tt::LoadOp> loads;
  Operation *last = nullptr; // that product, or the last load
};

/// The mask that each load has where the test holds; null for none.
using Rests = llvm::DenseMap<Operation *, Value>;

/// Whether the layouts differ by places in one lane's registers only.
bool staysInLane(ConvertLayoutOp op) {
  layout::ConversionKind kind =
      layout::planConversion(toLinearLayout(op.getSrc().getType()), toLinearLayout(op.getType()))
          .kind;
  return kind == layout::ConversionKind::None ||
         kind == layout::ConversionKind::RegisterPermutation;
}

/// Whether `op` works on each lane's registers only, so that it may follow a load into a branch.
bool isLocal(Operation *op) {
  if (auto conversion = dyn_cast<ConvertLayoutOp>(op))
    return staysInLane(conversion);
  return isPure(op) && getLayoutKind(op) == LayoutKind::Same;
}

/// The product of the same block that takes what `load` brings, after ops for which `isStep`.
tt::DotOp findProduct(tt::LoadOp load, llvm::function_ref<bool(Operation *)> isStep) {
  Operation *op = load;
  while (op->hasOneUse() && op->getNumResults() == 1) {
    Operation *user = *op->user_begin();
    if (user->getBlock() != load->getBlock())
      return {};
    if (auto dot = dyn_cast<tt::DotOp>(user))
      return dot;
    if (!isStep(user))
      return {};
    op = user;
  }
  return {};
}

bool needsAny(Operation *op, const llvm::SetVector<Operation *> &others) {
  WalkResult result = op->walk([&](Operation *inner) {
    bool needs = llvm::any_of(inner->getOperands(), [&](Value operand) {
      return others.contains(operand.getDefiningOp());
    });
    return needs ? WalkResult::interrupt() : WalkResult::advance();
  });
  return result.wasInterrupted();
}

/// What becomes of the ops from the first load of a region to its last op. Those in neither set
/// come before.
struct Split {
  llvm::SetVector<Operation *> copied; // the loads, and with a product what it makes of them
  llvm::SetVector<Operation *> after;
};

/// Nothing if that would change the order of ops with effects.
std::optional<Split> split(const Region &region) {
  Split result;
  bool withProduct = !isa<tt::LoadOp>(region.last);
  Operation *end = region.last->getNextNode();
  for (Operation *op = region.loads.front(); op != end; op = op->getNextNode()) {
    auto load = dyn_cast<tt::LoadOp>(op);
    bool isOwn = op == region.last || (load && llvm::is_contained(region.loads, load));
    bool isNeeding = needsAny(op, result.copied) || needsAny(op, result.after);
    bool isFollowing = isNeeding && (withProduct ? isLocal(op) : isPure(op));
    bool isPreceding = !isNeeding && (load ? !load.getIsVolatile() : isPure(op));
    if (isOwn ? !withProduct && isNeeding : !isFollowing && !isPreceding)
      return std::nullopt;
    if (isOwn || (isNeeding && withProduct))
      result.copied.insert(op);
    else if (isNeeding)
      result.after.insert(op);
  }
  if (result.copied.size() > kMaxCopied)
    return std::nullopt;
  return result;
}

/// Fills one side of the branch. What was copied is moved, or cloned with the rests.
void fill(Block *block, const llvm::SetVector<Operation *> &copied, ValueRange results,
          const Rests *rests) {
  OpBuilder builder = OpBuilder::atBlockEnd(block);
  Location loc = copied.back()->getLoc();
  IRMapping mapping;
  for (Operation *op : copied) {
    if (!rests) {
      op->moveBefore(block, block->end());
      continue;
    }
    Operation *clone = builder.clone(*op, mapping);
    auto it = rests->find(op);
    if (it == rests->end())
      continue;
    auto load = cast<tt::LoadOp>(clone);
    load.getMaskMutable().clear();
    if (it->second)
      load.getMaskMutable().assign(mapping.lookupOrDefault(it->second));
    else
      load.getOtherMutable().clear();
  }
  SmallVector<Value> values;
  for (Value result : results)
    values.push_back(mapping.lookupOrDefault(result));
  scf::YieldOp::create(builder, loc, values);
}

/// Puts what is copied into a branch on `test`, in the place of the first of it.
void makeBranch(const llvm::SetVector<Operation *> &copied, Value test, const Rests &rests) {
  auto isOutside = [&](Operation *user) { return !copied.contains(user); };
  SmallVector<Value> results;
  for (Operation *op : copied)
    for (Value result : op->getResults())
      if (llvm::any_of(result.getUsers(), isOutside))
        results.push_back(result);
  OpBuilder builder(copied.front());
  auto branch = scf::IfOp::create(builder, copied.front()->getLoc(), TypeRange(ValueRange(results)),
                                  test, /*withElseRegion=*/true);
  for (Block *block : {branch.thenBlock(), branch.elseBlock()})
    if (!block->empty())
      block->back().erase();
  for (auto [result, value] : llvm::zip_equal(branch.getResults(), results))
    value.replaceUsesWithIf(result, [&](OpOperand &use) { return isOutside(use.getOwner()); });
  fill(branch.thenBlock(), copied, results, &rests);
  fill(branch.elseBlock(), copied, results, nullptr);
}

void rewrite(const Region &region, LoopLikeOpInterface loop) {
  std::optional<Split> parts = split(region);
  if (!parts)
    return;
  const llvm::SetVector<Operation *> &copied = parts->copied;
  Operation *first = region.loads.front(), *last = region.last;
  for (Operation &op :
       llvm::make_early_inc_range(llvm::make_range(first->getIterator(), last->getIterator())))
    if (!copied.contains(&op) && !parts->after.contains(&op))
      op.moveBefore(first);
  for (Operation *op : llvm::reverse(parts->after))
    op->moveAfter(last);
  MaskTest test(loop, first);
  Rests rests;
  for (tt::LoadOp load : region.loads) {
    Value mask = load.getMask();
    if (!mask || copied.contains(mask.getDefiningOp()))
      continue;
    Value rest = test.cover(mask);
    if (rest != mask)
      rests[load] = rest;
  }
  if (Value whole = test.get())
    makeBranch(copied, whole, rests);
}

struct PeelMasks final : ttg::impl::PeelMasksBase<PeelMasks> {
  void runOnOperation() override {
    AxisInfoAnalysis axes(getOperation());
    SmallVector<LoopLikeOpInterface> loops;
    getOperation().walk([&](LoopLikeOpInterface loop) {
      if (isa<scf::ForOp, scf::WhileOp>(loop))
        loops.push_back(loop);
    });
    for (LoopLikeOpInterface loop : loops)
      for (mlir::Region *body : loop.getLoopRegions())
        for (Block &block : *body)
          runOnBlock(block, loop, axes);
  }

  /// Operands that a product brings itself share a branch with it, those that are staged for one
  /// product share one, and what is left has its own.
  void runOnBlock(Block &block, LoopLikeOpInterface loop, const AxisInfoAnalysis &axes) {
    bool hasDot = !block.getOps<tt::DotOp>().empty();
    llvm::MapVector<std::pair<Operation *, unsigned>, Region> regions;
    for (auto load : block.getOps<tt::LoadOp>()) {
      if (load.getIsVolatile() || !getLayout(load.getPtr()))
        continue;
      tt::DotOp direct = findProduct(load, isLocal);
      if (!direct && (!load.getMask() || !pays(load, hasDot, axes)))
        continue;
      tt::DotOp staged =
          findProduct(load, [](Operation *op) { return isa<ConvertLayoutOp>(op) || isLocal(op); });
      Operation *key = staged ? staged : load;
      Region &region = regions[{key, direct ? 1 : 0}];
      region.loads.push_back(load);
      region.last = direct ? direct : load;
    }
    for (auto &[key, region] : regions)
      if (llvm::any_of(region.loads, [](tt::LoadOp load) { return load.getMask(); }))
        rewrite(region, loop);
  }

  static bool pays(tt::LoadOp load, bool hasDot, const AxisInfoAnalysis &axes) {
    auto type = cast<RankedTensorType>(load.getType());
    int64_t bytes = tt::getElementBytes(type.getElementType());
    int64_t elements = toLinearLayout(type).getInDimSize("register");
    int64_t registers = elements * bytes / int64_t(sizeof(int32_t));
    if (hasDot)
      return registers <= kMaxRegisters;
    AxisInfo pointers = axes.lookup(load.getPtr()), cuts = axes.lookup(load.getMask());
    int64_t width = 1;
    for (unsigned dim = 0; dim < pointers.getRank() && cuts.isReached(); ++dim)
      width = std::max(width, std::min({pointers.getAlignedRun(dim), cuts.getConstancy(dim),
                                        kMaxAccessBytes / bytes}));
    return registers <= kMaxPlainRegisters && elements / width >= kMinPlainAccesses;
  }
};

} // namespace
