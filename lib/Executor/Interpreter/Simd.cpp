//===- Simd.cpp - Functions of a SIMD-group and barriers ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What lanes do that do not take part:
//
//   lane         0 1 2 3             a shuffle that reads lane 2: a fault if divergence is looked
//   mask         1 1 0 1             for, else 0. A reduction: over the lanes 0, 1 and 3.
//
// What the operations compute is in Air/CrossLane.h.
//
//===----------------------------------------------------------------------===//

#include "AirCalls.h"
#include "Group.h"

#include "../Air/CrossLane.h"

using namespace llvm;

namespace tritonmetal::executor {

//===----------------------------------------------------------------------===//
// Who takes part
//===----------------------------------------------------------------------===//

static void failWithMasks(Group &group, const Operation &inst, FaultKind kind, unsigned lane) {
  RawFault raw;
  raw.kind = kind;
  raw.site = inst.site;
  raw.lane = lane;
  raw.mask = group.mask;
  raw.other = group.getLive() & ~group.mask;
  group.fail(std::move(raw));
}

/// Counts the operation; false after a fault.
static bool enterSimd(Group &group, const Operation &inst) {
  ++group.context.profile.simdOperations;
  if (!group.context.checks.divergence || group.mask == group.getLive())
    return true;
  failWithMasks(group, inst, FaultKind::SimdDivergence, countr_zero(group.mask));
  return false;
}

static uint32_t getMemoryFlags(Group &group, const Operation &inst) {
  return uint32_t(group.read(inst.operands[0]).lanes[countr_zero(group.mask)]);
}

/// Where divergence is looked for, whether all lanes reach a barrier, those that have ended as
/// well. Otherwise a SIMD-group is there as soon as some of its lanes are: so do Apple's GPUs, and
/// kernels of theirs in which lanes skip a barrier depend on it.
static bool checkBarrier(Group &group, const Operation &inst) {
  if (!group.context.checks.divergence || group.mask == group.getStarted())
    return true;
  RawFault raw;
  raw.kind = FaultKind::BarrierDivergence;
  raw.site = inst.site;
  raw.lane = countr_zero(group.mask);
  raw.mask = group.mask;
  raw.other = group.getStarted() & ~group.mask;
  group.fail(std::move(raw));
  return false;
}

static void threadgroupBarrier(Group &group, const Operation &inst) {
  if (!checkBarrier(group, inst))
    return;
  group.barrierSite = inst.site;
  group.barrierFlags = getMemoryFlags(group, inst);
  group.status = Group::Status::AtBarrier;
}

static void simdgroupBarrier(Group &group, const Operation &inst) {
  ++group.context.profile.simdgroupBarriers;
  if (checkBarrier(group, inst))
    group.forEachClock(getMemoryFlags(group, inst), advanceSimdEpoch);
}

//===----------------------------------------------------------------------===//
// Barriers
//===----------------------------------------------------------------------===//

void decodeBarrier(Decoder &decoder, const CallInst &call, const AirCall &air) {
  bool wholeThreadgroup = air.operation == AirOperation::ThreadgroupBarrier;
  decoder.emit(call, wholeThreadgroup ? threadgroupBarrier : simdgroupBarrier,
               {call.getArgOperand(0)});
}

//===----------------------------------------------------------------------===//
// Lanes: the immediate is the function, flags have a bit for each operand that is a scalar
//===----------------------------------------------------------------------===//

static void exchange(Group &group, const Operation &inst) {
  auto function = reinterpret_cast<CrossLane>(inst.immediate);
  for (uint32_t e = 0; e < inst.count; ++e) {
    const Column *operands[4];
    for (unsigned i = 0; i < 4; ++i)
      operands[i] = &group.read(inst.operands[i], inst.flags >> i & 1 ? 0 : e);
    LaneMask missing = function(operands, group.mask, inst.bits, group.write(inst.result, e));
    if (missing != 0 && group.context.checks.divergence)
      return failWithMasks(group, inst, FaultKind::InactiveLane, countr_zero(missing));
  }
}

static void exchangeAmongAll(Group &group, const Operation &inst) {
  if (enterSimd(group, inst))
    exchange(group, inst);
}

/// Asks about the lanes that take part, which is no mistake where not all do.
static void exchangeAmongActive(Group &group, const Operation &inst) {
  ++group.context.profile.simdOperations;
  exchange(group, inst);
}

void decodeCrossLane(Decoder &decoder, const CallInst &call, const AirCall &air) {
  AirType type = air.types.empty() ? AirType() : air.types.front();
  FloatFormat format =
      type.isFloat() ? decoder.getFloatFormat(call.getType()) : FloatFormat::FloatFlush;
  Handler handler = call.arg_empty() ? exchangeAmongActive : exchangeAmongAll;
  Operation &decoded = decoder.emit(call, handler, SmallVector<const Value *, 4>(call.args()));
  decoded.immediate = reinterpret_cast<uint64_t>(getCrossLane(air.operation, type, format));
  for (unsigned i = 0; i < 4; ++i)
    if (i >= call.arg_size() || !call.getArgOperand(i)->getType()->isVectorTy())
      decoded.flags |= uint16_t(1 << i);
}

} // namespace tritonmetal::executor
