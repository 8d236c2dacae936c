//===- PrefetchLoads.cpp - Tiles loaded one step ahead --------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// `tt.num_stages` on a loop asks for loads ahead of the products that take them. Apple GPUs copy
// nothing in the background, so the next tile waits in registers:
//
//   for %k …                     %a0 = load of step 0, if there is one
//     %a = load of %k            for %k … iter_args(%a = %a0)
//     dot %a …             =>      %next = load of %k + step, if there is one
//                                  dot %a …
//                                  yield … %next
//
// More stages than two would hold more tiles: 2, 3, … are all one step ahead.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h"

#include "LayoutAssignment.h"

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Remarks/Explain.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

namespace tritonmetal::ttg {
#define GEN_PASS_DEF_PREFETCHLOADS
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h.inc"
} // namespace tritonmetal::ttg

static constexpr llvm::StringLiteral kNumStagesAttrName = "tt.num_stages";

namespace {

/// One loop: what is loaded ahead, and the ops that decide where.
class LoopPrefetcher {
public:
  LoopPrefetcher(scf::ForOp loop, unsigned maxRegisters) : loop(loop), maxRegisters(maxRegisters) {}

  void run();

private:
  bool writesNothing();
  void collectLoads();
  bool collectPlaces(Value value, llvm::SetVector<Operation *> &ops);
  bool collectSteps();
  SmallVector<Value> load(OpBuilder &builder, IRMapping &values, Value isThere);
  void rewrite();

  scf::ForOp loop;
  unsigned maxRegisters; // of a lane, 32 bits each
  SmallVector<tt::LoadOp> loads;
  llvm::SetVector<Operation *> places; // give pointers, masks and what stands for masked elements
  llvm::SetVector<Operation *> steps;  // give what `places` takes of the next step
  unsigned numRegisters = 0;
};

} // namespace

/// A store may reach what would be loaded too early.
bool LoopPrefetcher::writesNothing() {
  WalkResult result = loop.getBody()->walk([](Operation *op) {
    auto load = dyn_cast<tt::LoadOp>(op);
    bool isHarmless =
        load ? !load.getIsVolatile()
             : op->hasTrait<OpTrait::HasRecursiveMemoryEffects>() || isMemoryEffectFree(op);
    return isHarmless ? WalkResult::advance() : WalkResult::interrupt();
  });
  return !result.wasInterrupted();
}

/// Of an operand that a product takes in its own layout nothing waits: it comes packet by packet.
void LoopPrefetcher::collectLoads() {
  for (auto op : loop.getBody()->getOps<tt::LoadOp>()) {
    auto type = dyn_cast<RankedTensorType>(op.getType());
    if (!type || isa<DotOperandEncodingAttr>(type.getEncoding()) || !feedsDot(op))
      continue;
    llvm::SetVector<Operation *> own = places;
    if (!llvm::all_of(op->getOperands(), [&](Value value) { return collectPlaces(value, own); }))
      continue;
    places = std::move(own);
    loads.push_back(op);
    int64_t bits = toLinearLayout(type).getInDimSize("register") *
                   tt::getElementBytes(type.getElementType()) * 8;
    numRegisters += unsigned(llvm::divideCeil(bits, 32));
  }
}

/// Adds the ops of the loop that give `value`. False if these are more than arithmetic.
bool LoopPrefetcher::collectPlaces(Value value, llvm::SetVector<Operation *> &ops) {
  SmallVector<Value> work{value};
  while (!work.empty()) {
    Operation *op = work.pop_back_val().getDefiningOp();
    if (!op || !loop->isAncestor(op) || ops.contains(op))
      continue;
    if (op->getBlock() != loop.getBody() || op->getNumRegions() != 0 || !isPure(op) ||
        isa<tt::DotOp>(op))
      return false;
    ops.insert(op);
    llvm::append_range(work, op->getOperands());
  }
  return true;
}

/// What the next step's places take of carried values must not wait for what is loaded.
bool LoopPrefetcher::collectSteps() {
  llvm::SmallDenseSet<BlockArgument> done;
  SmallVector<Value> work;
  auto note = [&](Operation *op) { llvm::append_range(work, op->getOperands()); };
  llvm::for_each(places, note);
  llvm::for_each(loads, note);
  while (!work.empty()) {
    auto argument = dyn_cast<BlockArgument>(work.pop_back_val());
    if (!argument || argument.getOwner() != loop.getBody() || argument == loop.getInductionVar() ||
        !done.insert(argument).second)
      continue;
    size_t known = steps.size();
    if (!collectPlaces(loop.getTiedLoopYieldedValue(argument)->get(), steps))
      return false;
    work.push_back(loop.getTiedLoopYieldedValue(argument)->get());
    for (Operation *op : ArrayRef(steps.getArrayRef()).drop_front(known))
      note(op);
  }
  return true;
}

/// The loads with what `values` says of the loop's arguments; nothing is accessed unless
/// `isThere`.
SmallVector<Value> LoopPrefetcher::load(OpBuilder &builder, IRMapping &values, Value isThere) {
  for (Operation &op : *loop.getBody())
    if (places.contains(&op))
      builder.clone(op, values);
  SmallVector<Value> results;
  for (tt::LoadOp op : loads) {
    auto copy = cast<tt::LoadOp>(builder.clone(*op, values));
    builder.setInsertionPoint(copy);
    auto type = cast<RankedTensorType>(op.getType());
    auto truths = RankedTensorType::get(type.getShape(), builder.getI1Type(), type.getEncoding());
    Value mask = tt::SplatOp::create(builder, op.getLoc(), truths, isThere);
    if (copy.getMask())
      mask = arith::AndIOp::create(builder, op.getLoc(), copy.getMask(), mask);
    copy.getMaskMutable().assign(mask);
    builder.setInsertionPointAfter(copy);
    results.push_back(copy);
  }
  return results;
}

void LoopPrefetcher::rewrite() {
  Location loc = loop.getLoc();
  IRRewriter rewriter(loop);
  auto less = loop.getUnsignedCmp() ? arith::CmpIPredicate::ult : arith::CmpIPredicate::slt;
  Value lower = loop.getLowerBound(), upper = loop.getUpperBound(), step = loop.getStep();

  IRMapping first;
  first.map(loop.getInductionVar(), lower);
  first.map(loop.getRegionIterArgs(), loop.getInitArgs());
  Value runs = arith::CmpIOp::create(rewriter, loc, less, lower, upper);
  SmallVector<Value> inits = load(rewriter, first, runs);

  // Steps first, then the loads: nothing of this step waits in front of them.
  SmallVector<Operation *> ordered;
  for (Operation &op : *loop.getBody())
    if (steps.contains(&op))
      ordered.push_back(&op);
  for (Operation *op : llvm::reverse(ordered))
    op->moveBefore(loop.getBody(), loop.getBody()->begin());

  auto addYields = [&](OpBuilder &, Location, ArrayRef<BlockArgument> waiting) {
    OpBuilder builder(loop.getContext());
    if (ordered.empty())
      builder.setInsertionPointToStart(loop.getBody());
    else
      builder.setInsertionPointAfter(ordered.back());
    // In a step the counter is below the upper bound, so the difference does not wrap.
    Value counter = loop.getInductionVar();
    Value rest = arith::SubIOp::create(builder, loc, upper, counter);
    Value goesOn = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ugt, rest, step);
    IRMapping next;
    next.map(counter, arith::AddIOp::create(builder, loc, counter, step).getResult());
    for (BlockArgument argument : loop.getRegionIterArgs())
      next.map(argument, loop.getTiedLoopYieldedValue(argument)->get());
    SmallVector<Value> results = load(builder, next, goesOn);
    for (auto [op, value] : llvm::zip_equal(loads, waiting))
      op.replaceAllUsesWith(Value(value));
    return results;
  };
  auto longer = loop.replaceWithAdditionalYields(rewriter, inits,
                                                 /*replaceInitOperandUsesInLoop=*/false, addYields);
  assert(succeeded(longer) && "scf.for carries any values");
  (*longer)->removeDiscardableAttr(kNumStagesAttrName);
  for (tt::LoadOp op : loads)
    op.erase();
}

void LoopPrefetcher::run() {
  if (!writesNothing())
    return;
  collectLoads();
  if (loads.empty() || !collectSteps())
    return;
  auto describe = [&](StringRef verb) {
    return (verb + " " + Twine(loads.size()) + " operands of products one step ahead, in " +
            Twine(numRegisters) + " registers a lane")
        .str();
  };
  if (numRegisters > maxRegisters) {
    explain(
        loop.getLoc(), topic::kMemory, [&] { return describe("does not load"); },
        [&] {
          return "at most " + std::to_string(maxRegisters) + " are for that; use more SIMD-groups";
        });
    return;
  }
  explain(loop.getLoc(), topic::kMemory, [&] { return describe("loads"); });
  rewrite();
}

namespace {
struct PrefetchLoads final : ttg::impl::PrefetchLoadsBase<PrefetchLoads> {
  using PrefetchLoadsBase::PrefetchLoadsBase;

  void runOnOperation() override {
    SmallVector<scf::ForOp> loops;
    getOperation().walk([&](scf::ForOp loop) {
      auto stages = loop->getAttrOfType<IntegerAttr>(kNumStagesAttrName);
      if (stages && stages.getInt() >= 2)
        loops.push_back(loop);
    });
    for (scf::ForOp loop : loops)
      LoopPrefetcher(loop, maxRegisters).run();
  }
};
} // namespace
