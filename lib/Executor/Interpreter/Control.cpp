//===- Control.cpp - Branches, switches, returns ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decoder.h"
#include "Group.h"

#include "llvm/IR/Constants.h"

using namespace llvm;

namespace tritonmetal::executor {

static void jump(Group &group, const Operation &inst) {
  group.take(inst.operands[0], group.mask);
  group.endBlock();
}

static void branch(Group &group, const Operation &inst) {
  LaneMask taken = getTrueLanes(group.read(inst.operands[0]), group.mask);
  ++group.context.profile.branches;
  group.context.profile.divergentBranches += taken != 0 && taken != group.mask;
  group.take(inst.operands[1], taken);
  group.take(inst.operands[2], group.mask & ~taken);
  group.endBlock();
}

static void switchOver(Group &group, const Operation &inst) {
  const Column &value = group.read(inst.operands[0]);
  const uint64_t *cases = &group.context.program->widePool[inst.immediate];
  LaneMask rest = group.mask;
  bool diverges = false;
  for (uint32_t i = 0; i < inst.count && rest != 0; ++i) {
    LaneMask equal = 0;
    forEachLane(
        rest, [&](unsigned lane) { equal |= LaneMask(value.lanes[lane] == cases[2 * i]) << lane; });
    diverges |= equal != 0 && equal != group.mask;
    group.take(uint32_t(cases[2 * i + 1]), equal);
    rest &= ~equal;
  }
  group.take(inst.operands[1], rest);
  ++group.context.profile.branches;
  group.context.profile.divergentBranches += diverges;
  group.endBlock();
}

static void returnFrom(Group &group, const Operation &) {
  group.exit(group.mask);
  group.endBlock();
}

static void reachUnreachable(Group &group, const Operation &inst) {
  RawFault raw;
  raw.site = inst.site;
  raw.lane = llvm::countr_zero(group.mask);
  raw.message = "reaches code that is marked unreachable";
  group.fail(std::move(raw));
}

static void decodeBranch(Decoder &decoder, const BranchInst &inst) {
  const BasicBlock &block = *inst.getParent();
  if (inst.isUnconditional()) {
    uint32_t edge = decoder.addEdge(block, *inst.getSuccessor(0));
    decoder.emit(inst, jump).operands[0] = edge;
    return;
  }
  uint32_t edges[] = {decoder.addEdge(block, *inst.getSuccessor(0)),
                      decoder.addEdge(block, *inst.getSuccessor(1))};
  Operation &decoded = decoder.emit(inst, branch, {inst.getCondition()});
  decoded.operands[1] = edges[0];
  decoded.operands[2] = edges[1];
}

static void decodeSwitch(Decoder &decoder, const SwitchInst &inst) {
  const BasicBlock &block = *inst.getParent();
  if (decoder.getElement(inst.getCondition()->getType()).bits == 0)
    return;
  std::vector<uint64_t> cases;
  for (const auto &choice : inst.cases()) {
    if (decoder.failed())
      return;
    cases.push_back(choice.getCaseValue()->getZExtValue());
    cases.push_back(decoder.addEdge(block, *choice.getCaseSuccessor()));
  }
  uint32_t otherwise = decoder.addEdge(block, *inst.getDefaultDest());
  Operation &decoded = decoder.emit(inst, switchOver, {inst.getCondition()});
  decoded.operands[1] = otherwise;
  decoded.count = uint32_t(cases.size() / 2);
  std::vector<uint64_t> &pool = decoder.program.widePool;
  decoded.immediate = pool.size();
  pool.insert(pool.end(), cases.begin(), cases.end());
  pool.push_back(0); // a switch without cases still has an address
}

bool decodeControl(Decoder &decoder, const llvm::Instruction &inst) {
  if (auto *branchInst = dyn_cast<BranchInst>(&inst))
    decodeBranch(decoder, *branchInst);
  else if (auto *switchInst = dyn_cast<SwitchInst>(&inst))
    decodeSwitch(decoder, *switchInst);
  else if (isa<ReturnInst>(inst))
    decoder.emit(inst, returnFrom);
  else if (isa<UnreachableInst>(inst))
    decoder.emit(inst, reachUnreachable);
  else
    return false;
  return true;
}

} // namespace tritonmetal::executor
