//===- AirCalls.cpp - Calls of air.* functions ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AirCalls.h"

#include "Atomics.h"
#include "Conversions.h"
#include "Decoder.h"
#include "MathFunctions.h"
#include "Numbers.h"

using namespace llvm;

namespace tritonmetal::executor {

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

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

static void decodeInteger(Decoder &decoder, const CallInst &call, const AirCall &air) {
  if (air.operation == AirOperation::All || air.operation == AirOperation::Any) {
    bool all = air.operation == AirOperation::All;
    const Value *vector = call.getArgOperand(0);
    decoder.emit(call, all ? combineElements<true> : combineElements<false>, {vector}).operands[1] =
        decoder.getNumColumns(vector->getType());
    return;
  }
  emitInteger(decoder, call, air.operation, air.types.front().isSigned(),
              SmallVector<const Value *, 4>(call.args()));
}

//===----------------------------------------------------------------------===//
// Conversions
//===----------------------------------------------------------------------===//

namespace {
/// To bool: whether the number is not zero; NaN is not.
struct IsNotZero {
  template <typename Number>
  static Handler get() {
    return [](Group &group, const Operation &inst) {
      mapUnary(group, inst, [](Word a) -> Word { return Number::decode(a) != 0; });
    };
  }
};
} // namespace

static void isNotZeroInteger(Group &group, const Operation &inst) {
  mapUnary(group, inst, [](Word a) -> Word { return a != 0; });
}

static void decodeConvert(Decoder &decoder, const CallInst &call, const AirCall &air) {
  const Value *operand = call.getArgOperand(0);
  NumberType to{decoder.getElement(call.getType()), air.types[0].isSigned()};
  NumberType from{decoder.getElement(operand->getType()), air.types[1].isSigned()};
  if (to.element.bits != 1)
    return emitConversion(decoder, call, operand, from, to);
  decoder.emit(call,
               from.element.isFloat()
                   ? chooseFormat<IsNotZero>(decoder.getFloatFormat(operand->getType()))
                   : isNotZeroInteger,
               {operand});
}

//===----------------------------------------------------------------------===//
// What a kernel asks about itself
//===----------------------------------------------------------------------===//

/// GPU families that `air.supports_family` is asked about: Apple1 to Apple10 are 1001 to 1010. The
/// executor runs what any of them runs.
static constexpr Word firstFamily = 1001, lastFamily = 1010;

static void getLane(Group &group, const Operation &inst) {
  Column &result = group.write(inst.result);
  forEachLane(group.mask, [&](unsigned lane) { result.lanes[lane] = lane; });
}

static void supportsFamily(Group &group, const Operation &inst) {
  mapUnary(group, inst,
           [](Word family) -> Word { return family >= firstFamily && family <= lastFamily; });
}

static void decodeQuery(Decoder &decoder, const CallInst &call, const AirCall &air) {
  switch (air.operation) {
  case AirOperation::GetSimdgroupSize:
    return decoder.emitMoves(call, decoder.getConstant(numLanes));
  case AirOperation::GetThreadIndexInSimdgroup:
    decoder.emit(call, getLane);
    return;
  case AirOperation::IsUniform: // a promise to the compiler
    return decoder.emitMoves(call, decoder.getConstant(1));
  case AirOperation::SupportsFamily:
    decoder.emit(call, supportsFamily, {call.getArgOperand(0)});
    return;
  case AirOperation::NormalizePredicate:
    decoder.emit(call, isNotZeroInteger, {call.getArgOperand(0)});
    return;
  default:
    // Specialisation answers this one, see FunctionConstants.h.
    return decoder.fail(call, "a question about a function constant that the module does not list");
  }
}

//===----------------------------------------------------------------------===//
// All groups
//===----------------------------------------------------------------------===//

bool decodeAirCall(Decoder &decoder, const CallInst &call) {
  const Function *callee = call.getCalledFunction();
  if (!callee)
    return false;
  Expected<AirCall> air = classifyAirFunction(*callee);
  if (!air) {
    decoder.fail(toString(air.takeError()));
    return true;
  }
  switch (air->group) {
  case AirGroup::Math:
    decodeAirMath(decoder, call, *air);
    break;
  case AirGroup::Integer:
    decodeInteger(decoder, call, *air);
    break;
  case AirGroup::Convert:
    decodeConvert(decoder, call, *air);
    break;
  case AirGroup::Query:
    decodeQuery(decoder, call, *air);
    break;
  case AirGroup::Barrier:
    decodeBarrier(decoder, call, *air);
    break;
  case AirGroup::Fence:
    decodeFence(decoder, call);
    break;
  case AirGroup::CrossLane:
    decodeCrossLane(decoder, call, *air);
    break;
  case AirGroup::Atomic:
    decodeAtomic(decoder, call, *air);
    break;
  case AirGroup::Coherent:
    decodeCoherent(decoder, call, *air);
    break;
  case AirGroup::Matrix:
    decodeMatrix(decoder, call, *air);
    break;
  }
  return true;
}

} // namespace tritonmetal::executor
