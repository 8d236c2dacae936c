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
// A shuffle beyond the ends of the SIMD-group returns the lane's own value.
//
//===----------------------------------------------------------------------===//

#include "Simd.h"

#include "Group.h"
#include "IntegerOps.h"
#include "Numbers.h"

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

static void threadgroupBarrier(Group &group, const Operation &inst) {
  if (group.mask != group.getLive())
    return failWithMasks(group, inst, FaultKind::BarrierDivergence, countr_zero(group.mask));
  group.barrierSite = inst.site;
  group.barrierFlags = uint32_t(group.read(inst.operands[0]).lanes[countr_zero(group.mask)]);
  group.status = Group::Status::AtBarrier;
}

static void simdgroupBarrier(Group &group, const Operation &inst) {
  ++group.context.profile.simdgroupBarriers;
  if (group.mask != group.getLive())
    return failWithMasks(group, inst, FaultKind::BarrierDivergence, countr_zero(group.mask));
  ++group.simdgroupEpoch;
}

//===----------------------------------------------------------------------===//
// Shuffles: `source(lane, operand)` is the lane to read from, numLanes or more for its own
//===----------------------------------------------------------------------===//

template <typename Source>
static void shuffle(Group &group, const Operation &inst, Source source) {
  if (!enterSimd(group, inst))
    return;
  const Column &selector = group.read(inst.operands[1]);
  for (uint32_t e = 0; e < inst.count; ++e) {
    const Column &data = group.read(inst.operands[0], e);
    Column &result = group.write(inst.result, e);
    forEachLane(group.mask, [&](unsigned lane) {
      unsigned from = source(lane, unsigned(selector.lanes[lane]));
      if (from >= numLanes)
        from = lane;
      bool active = group.mask >> from & 1;
      if (!active && group.context.checks.divergence)
        return failWithMasks(group, inst, FaultKind::InactiveLane, lane);
      result.lanes[lane] = active ? data.lanes[from] : 0;
    });
  }
}

static void shuffleFrom(Group &group, const Operation &inst) {
  shuffle(group, inst, [](unsigned, unsigned from) { return from; });
}
static void shuffleUp(Group &group, const Operation &inst) {
  shuffle(group, inst, [](unsigned lane, unsigned delta) { return lane - delta; });
}
static void shuffleDown(Group &group, const Operation &inst) {
  shuffle(group, inst, [](unsigned lane, unsigned delta) { return lane + delta; });
}
static void shuffleXor(Group &group, const Operation &inst) {
  shuffle(group, inst, [](unsigned lane, unsigned mask) { return lane ^ mask; });
}

static void broadcastFirst(Group &group, const Operation &inst) {
  if (!enterSimd(group, inst))
    return;
  unsigned first = countr_zero(group.mask);
  for (uint32_t e = 0; e < inst.count; ++e) {
    Word value = group.read(inst.operands[0], e).lanes[first];
    Column &result = group.write(inst.result, e);
    forEachLane(group.mask, [&](unsigned lane) { result.lanes[lane] = value; });
  }
}

static Handler getShuffle(StringRef name) {
  struct Row {
    StringLiteral name;
    Handler handler;
  };
  static const Row table[] = {
      {"simd_shuffle", shuffleFrom},    {"simd_broadcast", shuffleFrom},
      {"simd_shuffle_up", shuffleUp},   {"simd_shuffle_down", shuffleDown},
      {"simd_shuffle_xor", shuffleXor},
  };
  for (const Row &row : table)
    if (row.name == name)
      return row.handler;
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Reductions and scans, in the order of the lanes
//===----------------------------------------------------------------------===//

/// Metal leaves the order of a float sum open; this is a tree over neighbours, as hardware that
/// halves the lanes step by step would compute it.
template <typename Combine>
static Word reduceLanes(Group &group, const Column &data, Combine combine) {
  Word values[numLanes];
  LaneMask present = group.mask;
  for (unsigned lane = 0; lane < numLanes; ++lane)
    values[lane] = data.lanes[lane];
  for (unsigned distance = 1; distance < numLanes; distance *= 2)
    for (unsigned lane = 0; lane < numLanes; lane += 2 * distance) {
      bool left = present >> lane & 1, right = present >> (lane + distance) & 1;
      if (left && right)
        values[lane] = combine(values[lane], values[lane + distance]);
      else if (right)
        values[lane] = values[lane + distance];
      if (right)
        present |= LaneMask(1) << lane;
    }
  return values[0];
}

template <typename Combine>
static void reduce(Group &group, const Operation &inst, Combine combine) {
  if (!enterSimd(group, inst))
    return;
  Word value = reduceLanes(group, group.read(inst.operands[0]), combine);
  Column &result = group.write(inst.result);
  forEachLane(group.mask, [&](unsigned lane) { result.lanes[lane] = value; });
}

/// `flags`: whether a lane's own value counts; the immediate is the first sum.
template <typename Combine>
static void scan(Group &group, const Operation &inst, Combine combine) {
  if (!enterSimd(group, inst))
    return;
  const Column &data = group.read(inst.operands[0]);
  Column &result = group.write(inst.result);
  Word sum = inst.immediate;
  forEachLane(group.mask, [&](unsigned lane) {
    Word next = combine(sum, data.lanes[lane]);
    result.lanes[lane] = inst.flags ? next : sum;
    sum = next;
  });
}

template <IntegerOp op>
static void reduceInteger(Group &group, const Operation &inst) {
  reduce(group, inst, [&](Word a, Word b) { return op(a, b, inst.bits); });
}
template <IntegerOp op>
static void scanInteger(Group &group, const Operation &inst) {
  scan(group, inst, [&](Word a, Word b) { return op(a, b, inst.bits); });
}

namespace {
using FloatOp = float (*)(float, float);
float addFloats(float a, float b) { return a + b; }
float multiplyFloats(float a, float b) { return a * b; }

template <FloatOp op>
struct ReduceFloat {
  template <typename Number>
  static Handler get() {
    return [](Group &group, const Operation &inst) {
      reduce(group, inst, [](Word a, Word b) {
        return Number::encode(op(Number::decode(a), Number::decode(b)));
      });
    };
  }
};
template <FloatOp op>
struct ScanFloat {
  template <typename Number>
  static Handler get() {
    return [](Group &group, const Operation &inst) {
      scan(group, inst,
           [](Word a, Word b) { return Number::encode(op(Number::decode(a), Number::decode(b))); });
    };
  }
};
} // namespace

static Handler getIntegerReduction(StringRef name, bool isSigned) {
  struct Row {
    StringLiteral name;
    Handler unsignedHandler, signedHandler;
  };
  static const Row table[] = {
      {"simd_sum", reduceInteger<integer::add>, reduceInteger<integer::add>},
      {"simd_product", reduceInteger<integer::mul>, reduceInteger<integer::mul>},
      {"simd_min", reduceInteger<integer::umin>, reduceInteger<integer::smin>},
      {"simd_max", reduceInteger<integer::umax>, reduceInteger<integer::smax>},
      {"simd_and", reduceInteger<integer::bitAnd>, reduceInteger<integer::bitAnd>},
      {"simd_or", reduceInteger<integer::bitOr>, reduceInteger<integer::bitOr>},
      {"simd_xor", reduceInteger<integer::bitXor>, reduceInteger<integer::bitXor>},
  };
  for (const Row &row : table)
    if (row.name == name)
      return isSigned ? row.signedHandler : row.unsignedHandler;
  return nullptr;
}

static Handler getFloatReduction(StringRef name, FloatFormat format) {
  if (name == "simd_sum")
    return chooseFormat<ReduceFloat<addFloats>>(format);
  if (name == "simd_product")
    return chooseFormat<ReduceFloat<multiplyFloats>>(format);
  if (name == "simd_min")
    return chooseFormat<ReduceFloat<minimumNumber>>(format);
  if (name == "simd_max")
    return chooseFormat<ReduceFloat<maximumNumber>>(format);
  return nullptr;
}

static bool decodeReduction(Decoder &decoder, const CallInst &call, StringRef name, bool isSigned) {
  const Type *type = call.getType();
  Handler handler = type->isFloatingPointTy()
                        ? getFloatReduction(name, decoder.getFloatFormat(type))
                        : getIntegerReduction(name, isSigned);
  if (!handler)
    return false;
  decoder.emit(call, handler, {call.getArgOperand(0)});
  return true;
}

static bool decodeScan(Decoder &decoder, const CallInst &call, StringRef name) {
  const Type *type = call.getType();
  bool inclusive = name.consume_front("simd_prefix_inclusive_");
  if (!inclusive && !name.consume_front("simd_prefix_exclusive_"))
    return false;
  bool product = name == "product";
  if (!product && name != "sum")
    return false;
  Handler handler;
  Word identity = product;
  if (type->isFloatingPointTy()) {
    FloatFormat format = decoder.getFloatFormat(type);
    handler = product ? chooseFormat<ScanFloat<multiplyFloats>>(format)
                      : chooseFormat<ScanFloat<addFloats>>(format);
    if (product)
      identity = format == FloatFormat::Half     ? encodeHalf(1)
                 : format == FloatFormat::BFloat ? encodeBFloat(1)
                                                 : bit_cast<uint32_t>(1.0f);
  } else {
    handler = product ? scanInteger<integer::mul> : scanInteger<integer::add>;
  }
  Operation &decoded = decoder.emit(call, handler, {call.getArgOperand(0)});
  decoded.flags = inclusive;
  decoded.immediate = identity;
  return true;
}

//===----------------------------------------------------------------------===//
// Votes
//===----------------------------------------------------------------------===//

template <typename Answer>
static void vote(Group &group, const Operation &inst, Answer answer) {
  if (!enterSimd(group, inst))
    return;
  Word value = answer(getTrueLanes(group.read(inst.operands[0]), group.mask));
  Column &result = group.write(inst.result);
  forEachLane(group.mask, [&](unsigned lane) { result.lanes[lane] = value; });
}

static void ballot(Group &group, const Operation &inst) {
  vote(group, inst, [](LaneMask lanes) -> Word { return lanes; });
}
static void voteAll(Group &group, const Operation &inst) {
  vote(group, inst, [&](LaneMask lanes) -> Word { return lanes == group.mask; });
}
static void voteAny(Group &group, const Operation &inst) {
  vote(group, inst, [](LaneMask lanes) -> Word { return lanes != 0; });
}

/// A ballot's result, a 64-bit mask, against the lanes of the SIMD-group.
template <bool all>
static void voteOnMask(Group &group, const Operation &inst) {
  LaneMask live = group.mask;
  mapUnary(group, inst, [live](Word mask) -> Word {
    LaneMask set = LaneMask(mask) & live;
    return all ? set == live : set != 0;
  });
}

static void activeThreadsMask(Group &group, const Operation &inst) {
  ++group.context.profile.simdOperations;
  Column &result = group.write(inst.result);
  forEachLane(group.mask, [&](unsigned lane) { result.lanes[lane] = group.mask; });
}

static void isFirst(Group &group, const Operation &inst) {
  ++group.context.profile.simdOperations;
  Column &result = group.write(inst.result);
  unsigned first = countr_zero(group.mask);
  forEachLane(group.mask, [&](unsigned lane) { result.lanes[lane] = lane == first; });
}

static bool decodeVote(Decoder &decoder, const CallInst &call, StringRef name) {
  struct Row {
    StringLiteral name;
    unsigned operands;
    Handler handler;
  };
  static const Row table[] = {
      {"simd_ballot", 1, ballot},
      {"simd_all", 1, voteAll},
      {"simd_any", 1, voteAny},
      {"simd_vote_all", 1, voteOnMask<true>},
      {"simd_vote_any", 1, voteOnMask<false>},
      {"simd_active_threads_mask", 0, activeThreadsMask},
      {"simd_is_first", 0, isFirst},
  };
  for (const Row &row : table) {
    if (row.name != name || row.operands != call.arg_size())
      continue;
    SmallVector<const Value *, 1> operands(call.args());
    decoder.emit(call, row.handler, operands);
    return true;
  }
  return false;
}

//===----------------------------------------------------------------------===//
// Decoding
//===----------------------------------------------------------------------===//

bool decodeSimd(Decoder &decoder, const CallInst &call, StringRef name, bool isSigned) {
  if (name == "wg.barrier" || name == "simdgroup.barrier") {
    bool wholeThreadgroup = name == "wg.barrier";
    if (call.arg_size() < 2 || call.arg_size() > 3 || !call.getType()->isVoidTy())
      return false;
    decoder.emit(call, wholeThreadgroup ? threadgroupBarrier : simdgroupBarrier,
                 {call.getArgOperand(0)});
    return true;
  }
  if (!name.starts_with("simd_"))
    return false;
  if (decodeVote(decoder, call, name))
    return true;
  if (call.arg_empty() || call.getArgOperand(0)->getType() != call.getType())
    return false;
  if (Handler handler = getShuffle(name)) {
    if (call.arg_size() != 2 || !call.getArgOperand(1)->getType()->isIntegerTy())
      return false;
    decoder.emit(call, handler, {call.getArgOperand(0), call.getArgOperand(1)});
    return true;
  }
  if (call.arg_size() != 1)
    return false;
  if (name == "simd_broadcast_first") {
    decoder.emit(call, broadcastFirst, {call.getArgOperand(0)});
    return true;
  }
  if (call.getType()->isVectorTy())
    return false;
  return decodeReduction(decoder, call, name, isSigned) || decodeScan(decoder, call, name);
}

} // namespace tritonmetal::executor
