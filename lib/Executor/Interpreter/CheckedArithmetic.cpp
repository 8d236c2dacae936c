//===- CheckedArithmetic.cpp - Results that are undefined or unusual ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Instructions whose operands decide whether there is a result get another handler, which looks at
// the operands and then calls the one they had:
//
//   %s = shl i32 %a, %n      checkShift: a warning for each lane with n > 31; then the shift
//
// Nothing else is slower for it. Only these can make NaN of finite numbers: division, remainder and
// functions that are not defined everywhere. Sums and products overflow to infinity.
//
//===----------------------------------------------------------------------===//

#include "Decoder.h"
#include "Group.h"

#include "triton-metal/Executor/AirFunctions.h"
#include "triton-metal/Executor/FloatFormats.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace llvm;

namespace tritonmetal::executor {

static void runChecked(Group &group, const Operation &inst) {
  group.context.program->checked.lookup(inst.site)(group, inst);
}

/// Adds a warning; `values` are only asked for where it is the first of its kind.
template <typename Values>
static void warn(Group &group, const Operation &inst, FaultKind kind, unsigned lane,
                 Values values) {
  if (!group.context.warnings.add(kind, inst.site))
    return;
  RawFault raw;
  raw.kind = kind;
  raw.site = inst.site;
  raw.lane = lane;
  raw.values = values();
  group.newWarnings.push_back(std::move(raw));
}

using FaultValues = decltype(RawFault::values);

/// Calls `body(lane, first operand, second operand)` for each active lane and element.
template <typename Body>
static void forEachPair(Group &group, const Operation &inst, Body body) {
  for (uint32_t e = 0; e < inst.count; ++e) {
    const Column &a = group.read(inst.operands[0], e);
    const Column &b = group.read(inst.operands[1], e);
    forEachLane(group.mask, [&](unsigned lane) { body(lane, a.lanes[lane], b.lanes[lane]); });
  }
}

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

static void checkShift(Group &group, const Operation &inst) {
  forEachPair(group, inst, [&](unsigned lane, Word value, Word amount) {
    if (amount >= inst.bits)
      warn(group, inst, FaultKind::ShiftOutOfRange, lane,
           [&] { return FaultValues{{"amount", utostr(amount)}, {"bits", utostr(inst.bits)}}; });
  });
  runChecked(group, inst);
}

template <bool isSigned>
static void checkDivision(Group &group, const Operation &inst) {
  Word least = Word(1) << (inst.bits - 1), minusOne = truncateTo(~Word(0), inst.bits);
  forEachPair(group, inst, [&](unsigned lane, Word dividend, Word divisor) {
    bool overflows = isSigned && dividend == least && divisor == minusOne;
    if (divisor != 0 && !overflows)
      return;
    FaultKind kind = overflows ? FaultKind::DivisionOverflow : FaultKind::DivisionByZero;
    warn(group, inst, kind, lane, [&] {
      std::string shown = isSigned ? itostr(signExtend(dividend, inst.bits)) : utostr(dividend);
      return FaultValues{{"dividend", shown}};
    });
  });
  runChecked(group, inst);
}

//===----------------------------------------------------------------------===//
// Floats
//===----------------------------------------------------------------------===//

static float decodeFloat(Word word, unsigned bits, bool isBFloat) {
  if (bits == 32)
    return llvm::bit_cast<float>(uint32_t(word));
  return isBFloat ? decodeBFloat(uint16_t(word)) : decodeHalf(uint16_t(word));
}

template <bool isBFloat>
static void checkNaN(Group &group, const Operation &inst) {
  runChecked(group, inst);
  unsigned numOperands = group.context.program->sites[inst.site]->getNumOperands();
  if (isa<CallInst>(group.context.program->sites[inst.site]))
    --numOperands; // the callee
  auto decode = [&](Word word) { return decodeFloat(word, inst.resultBits, isBFloat); };
  for (uint32_t e = 0; e < inst.count; ++e) {
    const Column &result = group.read(inst.result, e);
    forEachLane(group.mask, [&](unsigned lane) {
      if (!std::isnan(decode(result.lanes[lane])))
        return;
      FaultValues values;
      for (unsigned i = 0; i < numOperands; ++i) {
        float operand = decode(group.read(inst.operands[i], e).lanes[lane]);
        if (!std::isfinite(operand))
          return;
        std::string text;
        raw_string_ostream(text) << format("%g", double(operand));
        values.push_back({i == 0 ? "first operand" : "second operand", text});
      }
      warn(group, inst, FaultKind::NewNaN, lane, [&] { return values; });
    });
  }
}

static bool isMathFunction(const CallInst &call) {
  if (call.getIntrinsicID() != Intrinsic::not_intrinsic || !call.getCalledFunction())
    return call.getIntrinsicID() != Intrinsic::not_intrinsic;
  Expected<AirCall> air = classifyAirFunction(*call.getCalledFunction());
  if (air)
    return air->group == AirGroup::Math;
  consumeError(air.takeError());
  return false;
}

/// Whether NaN can come of finite operands, which are all of the result's type.
static bool canMakeNaN(const llvm::Instruction &inst) {
  if (!inst.getType()->isFPOrFPVectorTy() || isMatrix(inst.getType()))
    return false;
  if (inst.getOpcode() == Instruction::FDiv || inst.getOpcode() == Instruction::FRem)
    return true;
  auto *call = dyn_cast<CallInst>(&inst);
  return call && call->arg_size() <= 2 && isMathFunction(*call) &&
         all_of(call->args(), [&](const Use &use) { return use->getType() == inst.getType(); });
}

void checkArithmetic(Decoder &decoder, const llvm::Instruction &inst, Operation &decoded) {
  Handler handler = nullptr;
  switch (inst.getOpcode()) {
  case Instruction::Shl:
  case Instruction::LShr:
  case Instruction::AShr:
    handler = checkShift;
    break;
  case Instruction::SDiv:
  case Instruction::SRem:
    handler = checkDivision<true>;
    break;
  case Instruction::UDiv:
  case Instruction::URem:
    handler = checkDivision<false>;
    break;
  default:
    if (canMakeNaN(inst))
      handler = inst.getType()->getScalarType()->isBFloatTy() ? checkNaN<true> : checkNaN<false>;
  }
  if (!handler)
    return;
  decoder.program.checked[decoded.site] = decoded.handler;
  decoded.handler = handler;
}

} // namespace tritonmetal::executor
