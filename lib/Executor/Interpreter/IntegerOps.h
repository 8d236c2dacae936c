//===- IntegerOps.h - Integer operations on words ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operands are zero-extended words of `bits` bits; so are results. Shared by instructions, LLVM
// intrinsics, AIR functions, atomics and SIMD reductions. Division by zero does not trap: the
// quotient is all ones, the remainder the dividend. Shifts past the width give zero, or copies of
// the sign.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_INTEGEROPS_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_INTEGEROPS_H

#include "Group.h"

#include <algorithm>

namespace tritonmetal::executor {

using IntegerOp = Word (*)(Word a, Word b, unsigned bits);

namespace integer {
inline Word add(Word a, Word b, unsigned bits) { return truncateTo(a + b, bits); }
inline Word sub(Word a, Word b, unsigned bits) { return truncateTo(a - b, bits); }
inline Word mul(Word a, Word b, unsigned bits) { return truncateTo(a * b, bits); }
inline Word bitAnd(Word a, Word b, unsigned) { return a & b; }
inline Word bitOr(Word a, Word b, unsigned) { return a | b; }
inline Word bitXor(Word a, Word b, unsigned) { return a ^ b; }
inline Word second(Word, Word b, unsigned) { return b; }

inline Word udiv(Word a, Word b, unsigned bits) {
  return b == 0 ? truncateTo(~Word(0), bits) : a / b;
}
inline Word urem(Word a, Word b, unsigned) { return b == 0 ? a : a % b; }
inline Word sdiv(Word a, Word b, unsigned bits) {
  int64_t divisor = signExtend(b, bits);
  if (divisor == 0)
    return truncateTo(~Word(0), bits);
  if (divisor == -1) // the least number has no negation; it wraps
    return truncateTo(0 - a, bits);
  return truncateTo(Word(signExtend(a, bits) / divisor), bits);
}
inline Word srem(Word a, Word b, unsigned bits) {
  int64_t divisor = signExtend(b, bits);
  if (divisor == 0)
    return a;
  return divisor == -1 ? 0 : truncateTo(Word(signExtend(a, bits) % divisor), bits);
}

inline Word shl(Word a, Word b, unsigned bits) { return b >= bits ? 0 : truncateTo(a << b, bits); }
inline Word lshr(Word a, Word b, unsigned bits) { return b >= bits ? 0 : a >> b; }
inline Word ashr(Word a, Word b, unsigned bits) {
  return truncateTo(Word(signExtend(a, bits) >> std::min<Word>(b, bits - 1)), bits);
}

inline Word umin(Word a, Word b, unsigned) { return std::min(a, b); }
inline Word umax(Word a, Word b, unsigned) { return std::max(a, b); }
inline Word smin(Word a, Word b, unsigned bits) {
  return signExtend(a, bits) < signExtend(b, bits) ? a : b;
}
inline Word smax(Word a, Word b, unsigned bits) {
  return signExtend(a, bits) > signExtend(b, bits) ? a : b;
}

inline Word uaddSat(Word a, Word b, unsigned bits) {
  Word sum = truncateTo(a + b, bits);
  return sum < a ? truncateTo(~Word(0), bits) : sum;
}
inline Word usubSat(Word a, Word b, unsigned) { return a < b ? 0 : a - b; }
/// The least or largest number of the width.
inline Word signedLimit(bool negative, unsigned bits) {
  Word least = Word(1) << (bits - 1);
  return negative ? least : least - 1;
}
inline Word clampSigned(__int128 value, unsigned bits) {
  __int128 largest = (__int128(1) << (bits - 1)) - 1;
  if (value > largest || value < -largest - 1)
    return signedLimit(value < 0, bits);
  return truncateTo(Word(value), bits);
}
inline Word saddSat(Word a, Word b, unsigned bits) {
  return clampSigned(__int128(signExtend(a, bits)) + signExtend(b, bits), bits);
}
inline Word ssubSat(Word a, Word b, unsigned bits) {
  return clampSigned(__int128(signExtend(a, bits)) - signExtend(b, bits), bits);
}

inline Word umulHigh(Word a, Word b, unsigned bits) {
  return truncateTo(Word((unsigned __int128)(a)*b >> bits), bits);
}
inline Word smulHigh(Word a, Word b, unsigned bits) {
  return truncateTo(Word(__int128(signExtend(a, bits)) * signExtend(b, bits) >> bits), bits);
}

inline Word absolute(Word a, unsigned bits) {
  return signExtend(a, bits) < 0 ? sub(0, a, bits) : a;
}
inline Word countLeadingZeros(Word a, unsigned bits) {
  return a == 0 ? bits : llvm::countl_zero(a) - (64 - bits);
}
inline Word countTrailingZeros(Word a, unsigned bits) {
  return a == 0 ? bits : llvm::countr_zero(a);
}
inline Word reverseBits(Word a, unsigned bits) {
  Word result = 0;
  for (unsigned i = 0; i < bits; ++i)
    result |= (a >> i & 1) << (bits - 1 - i);
  return result;
}
inline Word swapBytes(Word a, unsigned bits) {
  Word result = 0;
  for (unsigned i = 0; i < bits; i += 8)
    result |= (a >> i & 0xff) << (bits - 8 - i);
  return result;
}
} // namespace integer

/// Runs `op` on each element and lane; `Operation::bits` is the width.
template <IntegerOp op>
void integerBinary(Group &group, const Operation &inst) {
  for (uint32_t e = 0; e < inst.count; ++e) {
    const Column &a = group.read(inst.operands[0], e);
    const Column &b = group.read(inst.operands[1], e);
    Column &result = group.write(inst.result, e);
    forEachLane(group.mask,
                [&](unsigned l) { result.lanes[l] = op(a.lanes[l], b.lanes[l], inst.bits); });
  }
}

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_INTEGEROPS_H
