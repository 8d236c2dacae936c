//===- MeetingPoints.cpp - Where threads wait for each other ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MeetingPoints.h"

#include "PendingOperations.h"

#include "../Interpreter/Decoder.h"

#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/ScalarEvolutionExpressions.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/Dominators.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

namespace {
class MeetingPointFinder {
public:
  explicit MeetingPointFinder(const ThreadFunction &thread)
      : thread(thread), function(*thread.kernel.function), dominators(function), loops(dominators),
        assumptions(function), libraryData(thread.module->getTargetTriple()), library(libraryData),
        scalarEvolution(function, library, assumptions, dominators, loops) {}

  std::vector<MeetingPoint> find();

private:
  void findOperations();
  std::vector<MeetingPoint> findOperations(const BasicBlock &block) const;
  bool isConvergent(const Loop &loop);
  bool isUniform(const SCEV *expression) const;
  bool isUniform(const Value *value) const;
  bool hasUniformTurns(const Loop &loop);
  bool maySpin(const Loop &loop);
  void addEndOfTurn(const Loop &loop, std::vector<MeetingPoint> &points);

  const ThreadFunction &thread;
  Function &function;
  DominatorTree dominators;
  LoopInfo loops;
  AssumptionCache assumptions;
  TargetLibraryInfoImpl libraryData;
  TargetLibraryInfo library;
  ScalarEvolution scalarEvolution;
  DenseMap<const llvm::Instruction *, unsigned> sites;
  DenseMap<const BasicBlock *, std::vector<MeetingPoint>> operations;
};
} // namespace

/// What the kernel's own calls ask for.
static std::optional<AirCall> getAirCall(const llvm::Instruction &inst) {
  auto *call = dyn_cast<CallInst>(&inst);
  const Function *callee = call ? call->getCalledFunction() : nullptr;
  return callee ? jit::classify(*callee) : std::nullopt;
}

static std::optional<MeetingPoint::Kind> getKind(const AirCall &air) {
  switch (air.operation) {
  case AirOperation::ThreadgroupBarrier:
    return MeetingPoint::Kind::Barrier;
  case AirOperation::MatrixMultiplyAccumulate:
  case AirOperation::Matrix16MultiplyAccumulate:
  case AirOperation::Matrix16WideningMultiplyAccumulate:
    return MeetingPoint::Kind::Operations;
  default:
    break;
  }
  bool meets = air.group == AirGroup::Barrier || air.group == AirGroup::CrossLane;
  return meets ? std::optional(MeetingPoint::Kind::Operations) : std::nullopt;
}

std::vector<MeetingPoint> MeetingPointFinder::findOperations(const BasicBlock &block) const {
  std::vector<MeetingPoint> points;
  PendingOperations pending(function.getParent()->getDataLayout());
  for (const llvm::Instruction &inst : block) {
    std::optional<AirCall> air = getAirCall(inst);
    unsigned site = sites.lookup(&inst);
    if (!pending.pass(inst, air ? &*air : nullptr, site))
      points.push_back(pending.take());
    std::optional<MeetingPoint::Kind> kind = air ? getKind(*air) : std::nullopt;
    if (kind && separates(inst, &*air))
      points.push_back({*kind, {site}, {}, {}, {}});
    else if (kind)
      pending.add(inst, *air, site);
  }
  return points;
}

void MeetingPointFinder::findOperations() {
  for (unsigned site = 0; site < thread.sites.size(); ++site)
    sites[thread.sites[site]] = site;
  for (const BasicBlock &block : function) {
    std::vector<MeetingPoint> points = findOperations(block);
    if (!points.empty())
      operations[&block] = std::move(points);
  }
}

//===----------------------------------------------------------------------===//
// The same for all lanes of a SIMD-group
//===----------------------------------------------------------------------===//

bool MeetingPointFinder::isUniform(const Value *value) const {
  if (isa<Constant>(value))
    return true;
  if (auto *argument = dyn_cast<Argument>(value)) {
    const KernelArgument &kernelArgument = thread.kernel.interface.arguments[argument->getArgNo()];
    if (kernelArgument.isBuffer())
      return true;
    switch (*kernelArgument.builtIn) {
    case BuiltIn::ThreadPositionInGrid:
    case BuiltIn::ThreadPositionInThreadgroup:
    case BuiltIn::ThreadIndexInThreadgroup:
    case BuiltIn::ThreadIndexInSimdgroup:
    case BuiltIn::QuadgroupIndexInThreadgroup:
    case BuiltIn::ThreadIndexInQuadgroup:
      return false;
    default:
      return true;
    }
  }
  auto *inst = dyn_cast<llvm::Instruction>(value);
  if (!inst || isa<PHINode>(inst) || isa<CallInst>(inst) || isa<AllocaInst>(inst))
    return false;
  if (auto *load = dyn_cast<LoadInst>(inst))
    return load->getPointerAddressSpace() == unsigned(AddressSpace::Constant) &&
           isUniform(load->getPointerOperand());
  if (inst->mayReadOrWriteMemory())
    return false;
  return llvm::all_of(inst->operands(), [&](const Use &operand) { return isUniform(operand); });
}

/// Lanes in one turn of an outer loop have the same counter.
bool MeetingPointFinder::isUniform(const SCEV *expression) const {
  return !SCEVExprContains(expression, [&](const SCEV *part) {
    auto *unknown = dyn_cast<SCEVUnknown>(part);
    return unknown && !isUniform(unknown->getValue());
  });
}

bool MeetingPointFinder::hasUniformTurns(const Loop &loop) {
  const SCEV *turns = scalarEvolution.getBackedgeTakenCount(&loop);
  return !isa<SCEVCouldNotCompute>(turns) && isUniform(turns);
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

/// Whether all lanes that go on to another turn have passed all meeting points of this one.
bool MeetingPointFinder::isConvergent(const Loop &loop) {
  const BasicBlock *latch = loop.getLoopLatch();
  if (!latch)
    return true; // normalised kernels have one
  for (BasicBlock *block : loop.blocks()) {
    if (!operations.contains(block))
      continue;
    const BasicBlock *outermost = block;
    for (Loop *inner = loops.getLoopFor(block); inner != &loop; inner = inner->getParentLoop()) {
      if (!hasUniformTurns(*inner))
        return false;
      outermost = inner->getHeader();
    }
    if (!dominators.dominates(outermost, latch))
      return false;
    // Inside an inner loop, every turn has to pass the point.
    for (Loop *inner = loops.getLoopFor(block); inner != &loop; inner = inner->getParentLoop())
      if (inner->getLoopLatch() && !dominators.dominates(block, inner->getLoopLatch()))
        return false;
  }
  return true;
}

bool MeetingPointFinder::maySpin(const Loop &loop) {
  if (!isa<SCEVCouldNotCompute>(scalarEvolution.getBackedgeTakenCount(&loop)))
    return false;
  for (BasicBlock *block : loop.blocks())
    for (const llvm::Instruction &inst : *block) {
      if (inst.isAtomic())
        return true;
      std::optional<AirCall> air = getAirCall(inst);
      if (air && (air->group == AirGroup::Atomic || air->group == AirGroup::Coherent))
        return true;
    }
  return false;
}

void MeetingPointFinder::addEndOfTurn(const Loop &loop, std::vector<MeetingPoint> &points) {
  const BasicBlock *latch = loop.getLoopLatch();
  if (!latch)
    return;
  unsigned site = sites.lookup(latch->getTerminator());
  if (maySpin(loop))
    points.push_back({MeetingPoint::Kind::Yield, {site}, {}, {}, {}});
  else if (!isConvergent(loop))
    points.push_back({MeetingPoint::Kind::EndOfTurn, {site}, {}, {}, {}});
}

std::vector<MeetingPoint> MeetingPointFinder::find() {
  findOperations();
  std::vector<MeetingPoint> points;
  for (const BasicBlock *block : computeBlockOrder(function)) {
    auto found = operations.find(block);
    if (found != operations.end())
      points.insert(points.end(), found->second.begin(), found->second.end());
    // A latch is the last block of its loop.
    for (const Loop *loop = loops.getLoopFor(block); loop && loop->getLoopLatch() == block;
         loop = loop->getParentLoop())
      addEndOfTurn(*loop, points);
  }
  return points;
}

std::vector<MeetingPoint> findMeetingPoints(const ThreadFunction &thread) {
  return MeetingPointFinder(thread).find();
}

} // namespace tritonmetal::executor::jit
