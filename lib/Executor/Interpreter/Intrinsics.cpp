//===- Intrinsics.cpp - LLVM's own intrinsics ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "IntegerOps.h"
#include "MathFunctions.h"
#include "Numbers.h"

#include "../Frontend/MathIntrinsics.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace tritonmetal::executor {

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

static Handler getIntegerHandler(Intrinsic::ID id) {
  switch (id) {
  case Intrinsic::umin:
    return integerBinary<integer::umin>;
  case Intrinsic::umax:
    return integerBinary<integer::umax>;
  case Intrinsic::smin:
    return integerBinary<integer::smin>;
  case Intrinsic::smax:
    return integerBinary<integer::smax>;
  case Intrinsic::uadd_sat:
    return integerBinary<integer::uaddSat>;
  case Intrinsic::usub_sat:
    return integerBinary<integer::usubSat>;
  case Intrinsic::sadd_sat:
    return integerBinary<integer::saddSat>;
  case Intrinsic::ssub_sat:
    return integerBinary<integer::ssubSat>;
  default:
    return nullptr;
  }
}

template <Word (*op)(Word, unsigned)>
static void integerUnary(Group &group, const Operation &inst) {
  mapUnary(group, inst, [&](Word a) { return op(a, inst.bits); });
}

static Word countOnes(Word a, unsigned) { return llvm::popcount(a); }

static Handler getUnaryHandler(Intrinsic::ID id) {
  switch (id) {
  case Intrinsic::abs:
    return integerUnary<integer::absolute>;
  case Intrinsic::ctlz:
    return integerUnary<integer::countLeadingZeros>;
  case Intrinsic::cttz:
    return integerUnary<integer::countTrailingZeros>;
  case Intrinsic::ctpop:
    return integerUnary<countOnes>;
  case Intrinsic::bitreverse:
    return integerUnary<integer::reverseBits>;
  case Intrinsic::bswap:
    return integerUnary<integer::swapBytes>;
  default:
    return nullptr;
  }
}

/// A wrapped result and, behind its columns, whether it wrapped.
template <IntegerOp op, bool isSigned>
static void withOverflow(Group &group, const Operation &inst) {
  uint32_t elements = inst.count / 2;
  unsigned bits = inst.bits;
  for (uint32_t e = 0; e < elements; ++e) {
    const Column &a = group.read(inst.operands[0], e);
    const Column &b = group.read(inst.operands[1], e);
    Column &result = group.write(inst.result, e);
    Column &overflow = group.write(inst.result, elements + e);
    forEachLane(group.mask, [&](unsigned l) {
      Word wrapped = op(a.lanes[l], b.lanes[l], bits);
      using Wide = __int128;
      Wide left = isSigned ? Wide(signExtend(a.lanes[l], bits)) : Wide(a.lanes[l]);
      Wide right = isSigned ? Wide(signExtend(b.lanes[l], bits)) : Wide(b.lanes[l]);
      Wide exact = op == integer::add ? left + right : op == integer::sub ? left - right : 0;
      bool differs;
      if constexpr (op == integer::mul)
        differs = isSigned ? left * right != Wide(signExtend(wrapped, bits))
                           : left != 0 && (unsigned __int128)(left) * (unsigned __int128)(right) !=
                                              (unsigned __int128)(wrapped);
      else
        differs = exact != (isSigned ? Wide(signExtend(wrapped, bits)) : Wide(wrapped));
      result.lanes[l] = wrapped;
      overflow.lanes[l] = differs;
    });
  }
}

static Handler getOverflowHandler(Intrinsic::ID id) {
  switch (id) {
  case Intrinsic::uadd_with_overflow:
    return withOverflow<integer::add, false>;
  case Intrinsic::sadd_with_overflow:
    return withOverflow<integer::add, true>;
  case Intrinsic::usub_with_overflow:
    return withOverflow<integer::sub, false>;
  case Intrinsic::ssub_with_overflow:
    return withOverflow<integer::sub, true>;
  case Intrinsic::umul_with_overflow:
    return withOverflow<integer::mul, false>;
  case Intrinsic::smul_with_overflow:
    return withOverflow<integer::mul, true>;
  default:
    return nullptr;
  }
}

/// Bits of a:b, shifted left by c, and the upper half taken; or right, and the lower half.
template <bool left>
static void funnelShift(Group &group, const Operation &inst) {
  unsigned bits = inst.bits;
  mapTernary(group, inst, [bits](Word a, Word b, Word c) {
    unsigned shift = unsigned(c % bits);
    if (shift == 0)
      return left ? a : b;
    unsigned up = left ? shift : bits - shift;
    return truncateTo(a << up | b >> (bits - up), bits);
  });
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

/// Operands {to, from or value, length}. What is read is read before anything is written.
template <bool fill>
static void copyMemory(Group &group, const Operation &inst) {
  const Column &to = group.read(inst.operands[0]);
  const Column &from = group.read(inst.operands[1]);
  const Column &length = group.read(inst.operands[2]);
  std::vector<uint8_t> bytes;
  forEachLane(group.mask, [&](unsigned lane) {
    uint64_t count = length.lanes[lane];
    if (count == 0)
      return;
    uint8_t *target = group.access(lane, to.lanes[lane], count, 1, AccessKind::Store, inst);
    const uint8_t *source =
        fill ? target : group.access(lane, from.lanes[lane], count, 1, AccessKind::Copy, inst);
    if (!target || !source)
      return;
    if (fill)
      bytes.assign(count, uint8_t(from.lanes[lane]));
    else
      bytes.assign(source, source + count);
    if (group.tracksStores)
      group.checkStore(lane, to.lanes[lane], bytes.data(), count, inst);
    if (group.tracksStores && !fill)
      group.copyWritten(lane, to.lanes[lane], from.lanes[lane], count, inst);
    std::memcpy(target, bytes.data(), count);
  });
}

static void trap(Group &group, const Operation &inst) {
  group.fail(FaultKind::Trap, inst, llvm::countr_zero(group.mask));
}

//===----------------------------------------------------------------------===//
// Decoding
//===----------------------------------------------------------------------===//

static bool decodeMemoryIntrinsic(Decoder &decoder, const CallInst &call, Intrinsic::ID id) {
  switch (id) {
  case Intrinsic::memcpy:
  case Intrinsic::memcpy_inline:
  case Intrinsic::memmove:
    decoder.emit(call, copyMemory<false>,
                 {call.getArgOperand(0), call.getArgOperand(1), call.getArgOperand(2)});
    return true;
  case Intrinsic::memset:
  case Intrinsic::memset_inline:
    decoder.emit(call, copyMemory<true>,
                 {call.getArgOperand(0), call.getArgOperand(1), call.getArgOperand(2)});
    return true;
  case Intrinsic::trap:
  case Intrinsic::debugtrap:
    decoder.emit(call, trap);
    return true;
  case Intrinsic::lifetime_start:
  case Intrinsic::lifetime_end:
  case Intrinsic::assume:
  case Intrinsic::experimental_noalias_scope_decl:
  case Intrinsic::dbg_value:
  case Intrinsic::dbg_declare:
  case Intrinsic::dbg_label:
    return true; // no code
  default:
    return false;
  }
}

bool decodeIntrinsic(Decoder &decoder, const CallInst &call) {
  Intrinsic::ID id = call.getIntrinsicID();
  if (id == Intrinsic::not_intrinsic)
    return false;
  if (decodeMemoryIntrinsic(decoder, call, id))
    return true;
  if (std::optional<AirOperation> math = getMathOperation(id)) {
    if (isMatrix(call.getType()))
      return false;
    emitMath(decoder, call, *math, SmallVector<const Value *, 3>(call.args()));
    return true;
  }
  const Value *first = call.arg_size() > 0 ? call.getArgOperand(0) : nullptr;
  if (Handler handler = getIntegerHandler(id)) {
    decoder.emit(call, handler, {first, call.getArgOperand(1)});
  } else if (Handler handler = getUnaryHandler(id)) {
    decoder.emit(call, handler, {first});
  } else if (Handler handler = getOverflowHandler(id)) {
    decoder.emit(call, handler, {first, call.getArgOperand(1)});
  } else if (id == Intrinsic::fshl || id == Intrinsic::fshr) {
    decoder.emit(call, id == Intrinsic::fshl ? funnelShift<true> : funnelShift<false>,
                 {first, call.getArgOperand(1), call.getArgOperand(2)});
  } else {
    return false;
  }
  return true;
}

} // namespace tritonmetal::executor
