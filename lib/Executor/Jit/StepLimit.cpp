//===- StepLimit.cpp - Loops end ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A thread counts down from `ExecutionOptions::maxSteps`. A loop takes its instructions off, once
// in front of it if it is known there how often it runs, so that it may still be vectorised;
// otherwise in each turn:
//
//   %left = sub i64 %steps, 17          17 instructions, or 17 times the number of turns
//   br i1 (icmp slt %left, 0), label %fault, label %loop
//
//===----------------------------------------------------------------------===//

#include "Lowering.h"

#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/ScalarEvolutionExpressions.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/Dominators.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/LoopSimplify.h"
#include "llvm/Transforms/Utils/ScalarEvolutionExpander.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

/// Turns of a loop that are told apart; a loop with more is beyond every limit.
static constexpr uint64_t maxTurns = uint64_t(1) << 40;

namespace {
class StepLimiter {
public:
  explicit StepLimiter(ThreadFunction &thread)
      : thread(thread), dominators(thread.get()), loops(dominators), assumptions(thread.get()),
        libraryData(thread.module->getTargetTriple()), library(libraryData),
        scalarEvolution(thread.get(), library, assumptions, dominators, loops),
        expander(scalarEvolution, "turns") {}

  void run();

private:
  struct Charge {
    llvm::Instruction *position;
    Value *steps; // i64
    unsigned site;
  };

  void visit(Loop &loop);
  unsigned findSite(const Loop &loop) const;
  Value *expandTurns(Loop &loop);
  void take(AllocaInst &counter, const Charge &charge);

  ThreadFunction &thread;
  DominatorTree dominators;
  LoopInfo loops;
  AssumptionCache assumptions;
  TargetLibraryInfoImpl libraryData;
  TargetLibraryInfo library;
  ScalarEvolution scalarEvolution;
  SCEVExpander expander;
  std::vector<Charge> charges;
};
} // namespace

/// How often the loop's header runs, computed in front of it; null if nobody knows.
Value *StepLimiter::expandTurns(Loop &loop) {
  const SCEV *count = scalarEvolution.getBackedgeTakenCount(&loop);
  llvm::Instruction *position = loop.getLoopPreheader()->getTerminator();
  if (isa<SCEVCouldNotCompute>(count) || !expander.isSafeToExpandAt(count, position))
    return nullptr;
  Type *i64 = Type::getInt64Ty(thread.getContext());
  count = scalarEvolution.getTruncateOrZeroExtend(count, i64);
  count = scalarEvolution.getUMinExpr(count, scalarEvolution.getConstant(i64, maxTurns));
  count = scalarEvolution.getAddExpr(count, scalarEvolution.getOne(i64));
  return expander.expandCodeFor(count, i64, position->getIterator());
}

/// An instruction of the loop that a report can show.
unsigned StepLimiter::findSite(const Loop &loop) const {
  for (BasicBlock *block : loop.blocks())
    for (const llvm::Instruction &inst : *block)
      if (std::optional<unsigned> site = thread.findSite(inst))
        return *site;
  return 0;
}

void StepLimiter::visit(Loop &loop) {
  uint64_t cost = 0;
  for (BasicBlock *block : loop.blocks())
    if (loops.getLoopFor(block) == &loop)
      cost += block->size();
  for (Loop *inner : loop)
    visit(*inner);
  if (!loop.getLoopPreheader())
    return;
  IRBuilder<> builder(loop.getHeader(), loop.getHeader()->getFirstNonPHIIt());
  Value *steps = builder.getInt64(cost);
  llvm::Instruction *position = &*loop.getHeader()->getFirstNonPHIIt();
  unsigned site = findSite(loop);
  if (Value *turns = expandTurns(loop)) {
    position = loop.getLoopPreheader()->getTerminator();
    builder.SetInsertPoint(position);
    steps = builder.CreateMul(turns, steps);
  }
  charges.push_back({position, steps, site});
}

void StepLimiter::take(AllocaInst &counter, const Charge &charge) {
  IRBuilder<> builder(charge.position);
  Value *left = builder.CreateSub(builder.CreateLoad(builder.getInt64Ty(), &counter), charge.steps);
  builder.CreateStore(left, &counter);
  Value *tooMany = builder.CreateICmpSLT(left, builder.getInt64(0));
  llvm::Instruction *end =
      SplitBlockAndInsertIfThen(tooMany, charge.position, /*Unreachable=*/true);
  thread.createTrap(end, charge.site, {FaultKind::StepLimit});
}

void StepLimiter::run() {
  for (Loop *loop : loops)
    simplifyLoop(loop, &dominators, &loops, &scalarEvolution, &assumptions, nullptr,
                 /*PreserveLCSSA=*/false);
  for (Loop *loop : loops)
    visit(*loop);
  if (charges.empty())
    return;
  BasicBlock &entry = thread.get().getEntryBlock();
  IRBuilder<> builder(&entry, entry.begin());
  AllocaInst *counter = builder.CreateAlloca(builder.getInt64Ty(), nullptr, "steps");
  builder.SetInsertPoint(thread.getEntryEnd());
  uint64_t limit = std::min<uint64_t>(thread.options.maxSteps, INT64_MAX);
  builder.CreateStore(builder.getInt64(limit), counter);
  for (const Charge &charge : charges)
    take(*counter, charge);
}

void limitSteps(ThreadFunction &thread) { StepLimiter(thread).run(); }

} // namespace tritonmetal::executor::jit
