//===- AirCalls.cpp - Calls of AIR functions ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A name is `air.`, the function, then a suffix for each type, with a letter before it where the
// sign or kind matters:
//
//   air.simd_max.u.i32            function simd_max, unsigned
//   air.fast_exp.f32              function exp; "fast" asks for less than what is computed here
//   air.convert.f.f32.s.v4i32     to float from signed
//   air.atomic.global.add.u.i32
//
// What is called with other operands than the function takes is as unknown as a wrong name.
//
//===----------------------------------------------------------------------===//

#include "Atomics.h"
#include "Conversions.h"
#include "Decoder.h"
#include "IntegerOps.h"
#include "MathFunctions.h"
#include "Numbers.h"
#include "Simd.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace tritonmetal::executor {

namespace {
/// A name in its parts.
struct AirName {
  std::string function;               // "simd_max", "atomic.global.add"
  SmallVector<StringRef, 4> suffixes; // "u", "i32"

  bool isSigned() const { return llvm::is_contained(suffixes, "s"); }
};
} // namespace

/// Whether `part` is a type or the letter before one: s, u, f, i32, v4f32, p1f16.
static bool isSuffix(StringRef part) {
  if (part == "s" || part == "u" || part == "f")
    return true;
  if (part.consume_front("v") || part.consume_front("p"))
    part = part.drop_while([](char c) { return c >= '0' && c <= '9'; });
  if (!part.consume_front("bf") && !part.consume_front("f") && !part.consume_front("i"))
    return false;
  return !part.empty() && llvm::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
}

static AirName parseName(StringRef name) {
  AirName result;
  SmallVector<StringRef, 8> parts;
  name.split(parts, '.');
  size_t end = parts.size();
  while (end > 1 && isSuffix(parts[end - 1]))
    --end;
  result.function = llvm::join(ArrayRef(parts).take_front(end), ".");
  result.suffixes.assign(parts.begin() + end, parts.end());
  return result;
}

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

template <Word (*op)(Word, unsigned)>
static void integerUnary(Group &group, const Operation &inst) {
  mapUnary(group, inst, [&](Word a) { return op(a, inst.bits); });
}

/// The binary operation twice: min3, max3.
template <IntegerOp op>
static void integerTernary(Group &group, const Operation &inst) {
  mapTernary(group, inst,
             [&](Word a, Word b, Word c) { return op(op(a, b, inst.bits), c, inst.bits); });
}

template <bool isSigned>
static void multiplyAddSaturated(Group &group, const Operation &inst) {
  unsigned bits = inst.bits;
  mapTernary(group, inst, [bits](Word a, Word b, Word c) -> Word {
    if (isSigned)
      return integer::clampSigned(
          __int128(signExtend(a, bits)) * signExtend(b, bits) + signExtend(c, bits), bits);
    unsigned __int128 exact = (unsigned __int128)(a)*b + c;
    Word limit = truncateTo(~Word(0), bits);
    return exact > limit ? limit : Word(exact);
  });
}

static Word countOnes(Word a, unsigned) { return llvm::popcount(a); }
static Word keep(Word a, unsigned) { return a; }

static bool decodeInteger(Decoder &decoder, const CallInst &call, const AirName &name) {
  struct Row {
    StringLiteral name;
    unsigned operands; // that the handler reads
    unsigned parameters;
    Handler unsignedHandler, signedHandler;
  };
  static const Row table[] = {
      {"abs", 1, 1, integerUnary<keep>, integerUnary<integer::absolute>},
      {"clz", 1, 2, integerUnary<integer::countLeadingZeros>,
       integerUnary<integer::countLeadingZeros>},
      {"ctz", 1, 2, integerUnary<integer::countTrailingZeros>,
       integerUnary<integer::countTrailingZeros>},
      {"popcount", 1, 1, integerUnary<countOnes>, integerUnary<countOnes>},
      {"reverse_bits", 1, 1, integerUnary<integer::reverseBits>,
       integerUnary<integer::reverseBits>},
      {"min", 2, 2, integerBinary<integer::umin>, integerBinary<integer::smin>},
      {"max", 2, 2, integerBinary<integer::umax>, integerBinary<integer::smax>},
      {"mul_hi", 2, 2, integerBinary<integer::umulHigh>, integerBinary<integer::smulHigh>},
      {"min3", 3, 3, integerTernary<integer::umin>, integerTernary<integer::smin>},
      {"max3", 3, 3, integerTernary<integer::umax>, integerTernary<integer::smax>},
      {"mad_sat", 3, 3, multiplyAddSaturated<false>, multiplyAddSaturated<true>},
  };
  if (!call.getType()->isIntOrIntVectorTy())
    return false;
  for (const Row &row : table) {
    if (row.name != name.function || call.arg_size() != row.parameters)
      continue;
    SmallVector<const Value *, 3> operands;
    for (unsigned i = 0; i < row.operands; ++i) {
      operands.push_back(call.getArgOperand(i));
      if (operands.back()->getType() != call.getType())
        return false;
    }
    decoder.emit(call, name.isSigned() ? row.signedHandler : row.unsignedHandler, operands);
    return true;
  }
  return false;
}

/// all, any: of the elements of a vector of bools. Operands {vector, number of elements}.
template <bool all>
static void combineElements(Group &group, const Operation &inst) {
  Column &result = group.write(inst.result);
  forEachLane(group.mask, [&](unsigned lane) {
    Word value = all;
    for (uint32_t e = 0; e < inst.operands[1]; ++e) {
      Word element = group.read(inst.operands[0], e).lanes[lane];
      value = all ? value & element : value | element;
    }
    result.lanes[lane] = value;
  });
}

static bool decodeAllAny(Decoder &decoder, const CallInst &call, const AirName &name) {
  bool all = name.function == "all";
  if ((!all && name.function != "any") || call.arg_size() != 1)
    return false;
  const Value *vector = call.getArgOperand(0);
  decoder.emit(call, all ? combineElements<true> : combineElements<false>, {vector}).operands[1] =
      decoder.getNumColumns(vector->getType());
  return true;
}

//===----------------------------------------------------------------------===//
// Conversions: convert.<kind>.<type>.<kind>.<type>
//===----------------------------------------------------------------------===//

static bool decodeConvert(Decoder &decoder, const CallInst &call, const AirName &name) {
  if (name.function != "convert" || name.suffixes.size() != 4 || call.arg_size() != 1)
    return false;
  const Value *operand = call.getArgOperand(0);
  NumberType to{decoder.getElement(call.getType()), name.suffixes[0] == "s"};
  NumberType from{decoder.getElement(operand->getType()), name.suffixes[2] == "s"};
  if (to.element.isFloat() != (name.suffixes[0] == "f") ||
      from.element.isFloat() != (name.suffixes[2] == "f"))
    return false;
  emitConversion(decoder, call, operand, from, to);
  return true;
}

//===----------------------------------------------------------------------===//
// Atomics
//===----------------------------------------------------------------------===//

static bool decodeAtomic(Decoder &decoder, const CallInst &call, const AirName &name) {
  StringRef function = name.function;
  if (!function.consume_front("atomic."))
    return false;
  if (function == "fence") {
    return true; // see Atomics.h: everything is in order already
  }
  if (!function.consume_front("global.") && !function.consume_front("local."))
    return false;
  if (call.arg_size() < 3 || !call.getArgOperand(0)->getType()->isPointerTy())
    return false;
  if (function == "cmpxchg.weak") {
    decodeAirExchange(decoder, call);
    return true;
  }
  if (function == "load") {
    decoder.emit(call, atomicLoad, {call.getArgOperand(0)});
    return true;
  }
  const Value *operand = call.getArgOperand(1);
  Handler handler = operand->getType()->isFloatingPointTy()
                        ? getFloatUpdate(function, decoder.getFloatFormat(operand->getType()))
                        : getIntegerUpdate(function, name.isSigned());
  if (!handler)
    return false;
  emitUpdate(decoder, call, handler, call.getArgOperand(0), operand);
  return true;
}

bool decodeAirCall(Decoder &decoder, const CallInst &call) {
  const Function *callee = call.getCalledFunction();
  StringRef text = callee ? callee->getName() : "";
  if (!text.consume_front("air."))
    return false;
  AirName name = parseName(text);
  if (decodeAtomic(decoder, call, name) || decodeConvert(decoder, call, name) ||
      decodeSimd(decoder, call, name.function, name.isSigned()) ||
      decodeAllAny(decoder, call, name) || decodeInteger(decoder, call, name))
    return true;
  StringRef function = name.function;
  function.consume_front("fast_");
  SmallVector<const Value *, 3> operands(call.args());
  return emitMath(decoder, call, function, operands);
}

} // namespace tritonmetal::executor
