//===- MathFunctions.cpp - Functions of numbers, element by element ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MathFunctions.h"

#include "AirCalls.h"
#include "Numbers.h"

#include "../Air/ScalarMath.h"

using namespace llvm;

namespace tritonmetal::executor {

//===----------------------------------------------------------------------===//
// Handlers: the immediate is the function, flags have a bit for each operand that is a scalar
//===----------------------------------------------------------------------===//

/// `call(words)` for each element and lane.
template <unsigned operands, typename Call>
static void apply(Group &group, const Operation &inst, Call call) {
  for (uint32_t e = 0; e < inst.count; ++e) {
    const Column *columns[operands];
    for (unsigned i = 0; i < operands; ++i)
      columns[i] = &group.read(inst.operands[i], inst.flags >> i & 1 ? 0 : e);
    Column &result = group.write(inst.result, e);
    forEachLane(group.mask, [&](unsigned lane) {
      Word words[operands];
      for (unsigned i = 0; i < operands; ++i)
        words[i] = columns[i]->lanes[lane];
      result.lanes[lane] = call(words);
    });
  }
}

template <unsigned operands>
static void applyMath(Group &group, const Operation &inst) {
  apply<operands>(group, inst, reinterpret_cast<ScalarMath>(inst.immediate));
}

template <unsigned operands>
static void applyInteger(Group &group, const Operation &inst) {
  auto function = reinterpret_cast<ScalarInteger>(inst.immediate);
  unsigned bits = inst.resultBits;
  apply<operands>(group, inst, [=](const Word *words) { return function(words, bits); });
}

namespace {
/// The one that matrix kernels without matrices spend their time in.
struct MultiplyAdd {
  template <typename Number>
  static Handler get() {
    return [](Group &group, const Operation &inst) {
      mapTernary(group, inst, [](Word a, Word b, Word c) {
        return fuseMultiplyAdd<Number>(Number::decode(a), Number::decode(b), Number::decode(c));
      });
    };
  }
};
} // namespace

static constexpr Handler mathHandlers[] = {applyMath<1>, applyMath<2>, applyMath<3>};
static constexpr Handler integerHandlers[] = {applyInteger<1>, applyInteger<2>, applyInteger<3>,
                                              applyInteger<4>};

void emitMath(Decoder &decoder, const llvm::Instruction &inst, AirOperation operation,
              ArrayRef<const Value *> operands) {
  FloatFormat format = decoder.getFloatFormat(inst.getType());
  if (operation == AirOperation::Fma) {
    decoder.emit(inst, chooseFormat<MultiplyAdd>(format), operands);
    return;
  }
  decoder.emit(inst, mathHandlers[operands.size() - 1], operands).immediate =
      reinterpret_cast<uint64_t>(getScalarMath(operation, format));
}

void emitInteger(Decoder &decoder, const llvm::Instruction &inst, AirOperation operation,
                 bool isSigned, ArrayRef<const Value *> operands) {
  // Only whether zero may have any result follows the number.
  if (operation == AirOperation::Clz || operation == AirOperation::Ctz)
    operands = operands.take_front();
  Operation &decoded = decoder.emit(inst, integerHandlers[operands.size() - 1], operands);
  decoded.immediate = reinterpret_cast<uint64_t>(getScalarInteger(operation, isSigned));
  for (size_t i = 0; i < operands.size(); ++i)
    if (!operands[i]->getType()->isVectorTy())
      decoded.flags |= uint16_t(1 << i);
}

//===----------------------------------------------------------------------===//
// Functions with another form
//===----------------------------------------------------------------------===//

/// Operands {x, address}: stores the function of each element.
static void storeMath(Group &group, const Operation &inst) {
  auto function = reinterpret_cast<ScalarMath>(inst.immediate);
  const Column &addresses = group.read(inst.operands[1]);
  unsigned bytes = inst.bits / 8;
  uint32_t count = inst.operands[2];
  group.countAccess(addresses, count * bytes, AccessKind::Store);
  forEachLane(group.mask, [&](unsigned lane) {
    uint8_t *memory =
        group.access(lane, addresses.lanes[lane], count * bytes, bytes, AccessKind::Store, inst);
    if (!memory)
      return;
    for (uint32_t e = 0; e < count; ++e) {
      Word value = function(&group.read(inst.operands[0], e).lanes[lane]);
      std::memcpy(memory + e * bytes, &value, bytes);
    }
  });
}

static void decodeSinCos(Decoder &decoder, const CallInst &call) {
  const Value *x = call.getArgOperand(0);
  emitMath(decoder, call, AirOperation::Sin, x);
  Operation &decoded = decoder.emit(call, storeMath, {x, call.getArgOperand(1)});
  decoded.immediate = reinterpret_cast<uint64_t>(
      getScalarMath(AirOperation::Cos, decoder.getFloatFormat(call.getType())));
  decoded.operands[2] = decoder.getNumColumns(call.getType());
}

/// Operands {a, b, number of elements}, flags the format.
static void dotProduct(Group &group, const Operation &inst) {
  constexpr unsigned most = 16;
  unsigned count = std::min(inst.operands[2], most);
  Column &result = group.write(inst.result);
  forEachLane(group.mask, [&](unsigned lane) {
    Word a[most], b[most];
    for (unsigned e = 0; e < count; ++e) {
      a[e] = group.read(inst.operands[0], e).lanes[lane];
      b[e] = group.read(inst.operands[1], e).lanes[lane];
    }
    result.lanes[lane] = computeDot(a, b, count, FloatFormat(inst.flags));
  });
}

void decodeAirMath(Decoder &decoder, const CallInst &call, const AirCall &air) {
  if (air.operation == AirOperation::SinCos)
    return decodeSinCos(decoder, call);
  if (air.operation == AirOperation::Dot) {
    const Type *type = call.getArgOperand(0)->getType();
    Operation &decoded =
        decoder.emit(call, dotProduct, {call.getArgOperand(0), call.getArgOperand(1)});
    decoded.operands[2] = decoder.getNumColumns(type);
    decoded.flags = uint16_t(decoder.getFloatFormat(type));
    return;
  }
  emitMath(decoder, call, air.operation, SmallVector<const Value *, 3>(call.args()));
}

} // namespace tritonmetal::executor
