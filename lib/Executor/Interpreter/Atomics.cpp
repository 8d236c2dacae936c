//===- Atomics.cpp - Atomic operations ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Atomics.h"

#include "AirCalls.h"
#include "IntegerOps.h"
#include "Numbers.h"

using namespace llvm;

namespace tritonmetal::executor {

static Word readWord(const uint8_t *memory, unsigned bytes) {
  Word word = 0;
  std::memcpy(&word, memory, bytes);
  return word;
}

/// Operands {address, operand}; `op(old, operand) -> new`. Alignment is natural: nothing else is
/// atomic. `flags`: the new value has nothing to do with the old one.
template <typename Op>
static void update(Group &group, const Operation &inst, Op op) {
  const Column &addresses = group.read(inst.operands[0]);
  const Column &values = group.read(inst.operands[1]);
  unsigned bytes = inst.bits / 8;
  AccessKind kind = inst.flags ? AccessKind::AtomicStore : AccessKind::AtomicUpdate;
  group.countAccess(addresses, bytes, kind);
  group.forEachScheduledLane([&](unsigned lane) {
    uint8_t *memory = group.access(lane, addresses.lanes[lane], bytes, bytes, kind, inst);
    if (!memory)
      return;
    Word old = readWord(memory, bytes);
    Word value = op(old, values.lanes[lane]);
    std::memcpy(memory, &value, bytes);
    if (value != old)
      group.noteEffect(addresses.lanes[lane]);
    group.noteAtomic(lane, addresses.lanes[lane], /*reads=*/!inst.flags, /*writes=*/true, inst);
    if (inst.count != 0)
      group.write(inst.result).lanes[lane] = old;
  });
}

template <IntegerOp op>
static void updateInteger(Group &group, const Operation &inst) {
  update(group, inst, [&](Word old, Word value) { return op(old, value, inst.bits); });
}

Handler getIntegerUpdate(StringRef name, bool isSigned) {
  struct Row {
    StringLiteral name;
    Handler unsignedHandler, signedHandler;
  };
  static const Row table[] = {
      {"add", updateInteger<integer::add>, updateInteger<integer::add>},
      {"sub", updateInteger<integer::sub>, updateInteger<integer::sub>},
      {"min", updateInteger<integer::umin>, updateInteger<integer::smin>},
      {"max", updateInteger<integer::umax>, updateInteger<integer::smax>},
      {"and", updateInteger<integer::bitAnd>, updateInteger<integer::bitAnd>},
      {"or", updateInteger<integer::bitOr>, updateInteger<integer::bitOr>},
      {"xor", updateInteger<integer::bitXor>, updateInteger<integer::bitXor>},
      {"xchg", updateInteger<integer::second>, updateInteger<integer::second>},
  };
  for (const Row &row : table)
    if (row.name == name)
      return isSigned ? row.signedHandler : row.unsignedHandler;
  return nullptr;
}

namespace {
struct AddFloats {
  static float apply(float a, float b) { return a + b; }
};
struct SubtractFloats {
  static float apply(float a, float b) { return a - b; }
};
struct MinimumOfFloats {
  static float apply(float a, float b) { return minimumNumber(a, b); }
};
struct MaximumOfFloats {
  static float apply(float a, float b) { return maximumNumber(a, b); }
};

template <typename Op>
struct UpdateFloat {
  template <typename Number>
  static Handler get() {
    return [](Group &group, const Operation &inst) {
      update(group, inst, [](Word old, Word value) {
        return Number::encode(Op::apply(Number::decode(old), Number::decode(value)));
      });
    };
  }
};
} // namespace

Handler getFloatUpdate(StringRef name, FloatFormat format) {
  if (name == "add")
    return chooseFormat<UpdateFloat<AddFloats>>(format);
  if (name == "sub")
    return chooseFormat<UpdateFloat<SubtractFloats>>(format);
  if (name == "min")
    return chooseFormat<UpdateFloat<MinimumOfFloats>>(format);
  if (name == "max")
    return chooseFormat<UpdateFloat<MaximumOfFloats>>(format);
  return name == "xchg" ? getIntegerUpdate(name, false) : nullptr;
}

void emitUpdate(Decoder &decoder, const llvm::Instruction &inst, Handler handler,
                const Value *pointer, const Value *operand, bool isStore) {
  unsigned bits = decoder.getElement(operand->getType()).bits;
  if (operand->getType()->isVectorTy() || bits < 8 || !isPowerOf2_32(bits))
    return decoder.fail(inst, "unsupported type of an atomic");
  Operation &decoded = decoder.emit(inst, handler, {pointer, operand});
  decoded.bits = uint8_t(bits);
  decoded.flags = isStore;
}

static void atomicLoad(Group &group, const Operation &inst) {
  const Column &addresses = group.read(inst.operands[0]);
  unsigned bytes = inst.resultBits / 8;
  group.countAccess(addresses, bytes, AccessKind::AtomicLoad);
  group.forEachScheduledLane([&](unsigned lane) {
    const uint8_t *memory =
        group.access(lane, addresses.lanes[lane], bytes, bytes, AccessKind::AtomicLoad, inst);
    if (!memory)
      return;
    group.noteAtomic(lane, addresses.lanes[lane], /*reads=*/true, /*writes=*/false, inst);
    group.write(inst.result).lanes[lane] = readWord(memory, bytes);
  });
}

//===----------------------------------------------------------------------===//
// LLVM's instructions
//===----------------------------------------------------------------------===//

void decodeNativeUpdate(Decoder &decoder, const AtomicRMWInst &inst) {
  Handler handler = nullptr;
  StringRef name = AtomicRMWInst::getOperationName(inst.getOperation());
  if (inst.isFloatingPointOperation())
    handler = getFloatUpdate(name.drop_front(), decoder.getFloatFormat(inst.getType()));
  else if (name == "umin" || name == "umax")
    handler = getIntegerUpdate(name.drop_front(), false);
  else
    handler = getIntegerUpdate(name, true);
  if (!handler)
    return decoder.failUnknown(inst);
  emitUpdate(decoder, inst, handler, inst.getPointerOperand(), inst.getValOperand());
}

/// Operands {address, expected, desired}; results {old value, success}.
static void exchangeIfEqual(Group &group, const Operation &inst) {
  const Column &addresses = group.read(inst.operands[0]);
  unsigned bytes = inst.bits / 8;
  group.countAccess(addresses, bytes, AccessKind::AtomicUpdate);
  group.forEachScheduledLane([&](unsigned lane) {
    uint8_t *memory =
        group.access(lane, addresses.lanes[lane], bytes, bytes, AccessKind::AtomicUpdate, inst);
    if (!memory)
      return;
    Word old = readWord(memory, bytes);
    bool equal = old == group.read(inst.operands[1]).lanes[lane];
    Word desired = group.read(inst.operands[2]).lanes[lane];
    if (equal)
      std::memcpy(memory, &desired, bytes);
    if (equal && desired != old)
      group.noteEffect(addresses.lanes[lane]);
    group.noteAtomic(lane, addresses.lanes[lane], /*reads=*/true, /*writes=*/equal, inst);
    group.write(inst.result).lanes[lane] = old;
    group.write(inst.result, 1).lanes[lane] = equal;
  });
}

void decodeNativeExchange(Decoder &decoder, const AtomicCmpXchgInst &inst) {
  const Value *desired = inst.getNewValOperand();
  unsigned bits = decoder.getElement(desired->getType()).bits;
  if (bits < 8 || !isPowerOf2_32(bits))
    return decoder.fail(inst, "unsupported type of an atomic");
  decoder.emit(inst, exchangeIfEqual, {inst.getPointerOperand(), inst.getCompareOperand(), desired})
      .bits = uint8_t(bits);
}

//===----------------------------------------------------------------------===//
// AIR's compare and exchange
//===----------------------------------------------------------------------===//

/// Operands {address, address of the expected value, desired}. "Weak" may fail at will; here it
/// does not.
static void exchangeThroughMemory(Group &group, const Operation &inst) {
  const Column &addresses = group.read(inst.operands[0]);
  const Column &expected = group.read(inst.operands[1]);
  unsigned bytes = inst.resultBits / 8;
  group.countAccess(addresses, bytes, AccessKind::AtomicUpdate);
  group.forEachScheduledLane([&](unsigned lane) {
    uint8_t *memory =
        group.access(lane, addresses.lanes[lane], bytes, bytes, AccessKind::AtomicUpdate, inst);
    uint8_t *comparand =
        group.access(lane, expected.lanes[lane], bytes, bytes, AccessKind::Load, inst);
    if (!memory || !comparand)
      return;
    Word old = readWord(memory, bytes);
    bool equal = old == readWord(comparand, bytes);
    group.noteAtomic(lane, addresses.lanes[lane], /*reads=*/true, /*writes=*/equal, inst);
    Word desired = group.read(inst.operands[2]).lanes[lane];
    if (equal && desired != old)
      group.noteEffect(addresses.lanes[lane]);
    if (equal)
      std::memcpy(memory, &desired, bytes);
    else
      std::memcpy(comparand, &old, bytes);
    group.write(inst.result).lanes[lane] = old;
  });
}

static const char *getUpdateName(AirOperation operation) {
  switch (operation) {
  case AirOperation::AtomicAdd:
  case AirOperation::AtomicAddFloat:
    return "add";
  case AirOperation::AtomicSub:
  case AirOperation::AtomicSubFloat:
    return "sub";
  case AirOperation::AtomicMin:
    return "min";
  case AirOperation::AtomicMax:
    return "max";
  case AirOperation::AtomicAnd:
    return "and";
  case AirOperation::AtomicOr:
    return "or";
  case AirOperation::AtomicXor:
    return "xor";
  default: // exchange and store keep nothing of the old value
    return "xchg";
  }
}

void decodeAtomic(Decoder &decoder, const CallInst &call, const AirCall &air) {
  const Value *pointer = call.getArgOperand(0);
  if (air.types.front().elements != 0 || air.types.front().bits < 8)
    return decoder.fail(call, "unsupported type of an atomic");
  decoder.setMemoryOrder(getMemoryOrder(call, air));
  if (air.operation == AirOperation::AtomicLoad) {
    decoder.emit(call, atomicLoad, {pointer});
    return;
  }
  const Value *operand = call.getArgOperand(1);
  if (air.operation == AirOperation::AtomicCompareExchange) {
    decoder.emit(call, exchangeThroughMemory, {pointer, operand, call.getArgOperand(2)});
    return;
  }
  StringRef name = getUpdateName(air.operation);
  Handler handler = operand->getType()->isFloatingPointTy()
                        ? getFloatUpdate(name, decoder.getFloatFormat(operand->getType()))
                        : getIntegerUpdate(name, air.types.front().isSigned());
  emitUpdate(decoder, call, handler, pointer, operand, air.operation == AirOperation::AtomicStore);
}

//===----------------------------------------------------------------------===//
// Coherent accesses: what other threads see at once is an atomic access here
//===----------------------------------------------------------------------===//

void decodeCoherent(Decoder &decoder, const CallInst &call, const AirCall &air) {
  if (air.types[0].elements != 0 || air.types[0].bits < 8 || air.types[0].bits != air.types[1].bits)
    return decoder.fail(call, "unsupported type of a coherent access");
  if (call.arg_size() == 1) {
    decoder.emit(call, atomicLoad, {call.getArgOperand(0)});
    return;
  }
  emitUpdate(decoder, call, getIntegerUpdate("xchg", false), call.getArgOperand(1),
             call.getArgOperand(0), /*isStore=*/true);
}

//===----------------------------------------------------------------------===//
// Fences
//===----------------------------------------------------------------------===//

/// Operands {memory flags, order, scope}. Orders nothing here that is not in order already, but
/// races need to know.
static void fence(Group &group, const Operation &inst) {
  unsigned lane = llvm::countr_zero(group.mask);
  auto operand = [&](unsigned i) { return group.read(inst.operands[i]).lanes[lane]; };
  group.forEachClock(operand(0), [&](MemoryClock &clock) {
    if (clock.sync)
      clock.sync->fence(clock, makeMemoryOrder(operand(1), operand(2)));
  });
}

void decodeFence(Decoder &decoder, const CallInst &call) {
  decoder.program.ordersMemory = true;
  decoder.emit(call, fence, {call.getArgOperand(0), call.getArgOperand(1), call.getArgOperand(2)});
}

} // namespace tritonmetal::executor
