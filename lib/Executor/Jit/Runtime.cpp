//===- Runtime.cpp - Functions that compiled code calls ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FaultSites.h"
#include "Worker.h"

#include "../Interpreter/Numbers.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

static void *allocateFrame(ThreadgroupState *threadgroup, uint64_t size) {
  return threadgroup->worker->allocateFrame(size);
}

static void interpret(ThreadgroupState *threadgroup, uint32_t call, SimdgroupState *simdgroup,
                      uint32_t lane) {
  threadgroup->worker->interpret(call, *simdgroup, lane);
}

static void trap(ThreadgroupState *threadgroup, uint32_t site, uint32_t index, uint32_t number,
                 uint64_t offset, uint64_t bytes) {
  Trap trap = decodeTrap(number);
  trap.offset = offset;
  trap.bytes = bytes;
  threadgroup->worker->trap(site, index, trap);
}

static bool isAccessible(ThreadgroupState *threadgroup, uint64_t address, uint64_t bytes) {
  return threadgroup->worker->isAccessible(address, bytes);
}

static float decode(uint16_t bits) { return decodeHalf(bits); }
static uint16_t encodeToHalf(double value) { return uint16_t(HalfNumber::encode(value)); }
static uint16_t encodeToBFloat(double value) { return uint16_t(BFloatNumber::encode(value)); }

std::vector<HostSymbol> getRuntimeSymbols() {
  auto symbol = [](const char *name, auto *function) {
    return HostSymbol{name, reinterpret_cast<void *>(function)};
  };
  return {symbol(names::allocateFrame, allocateFrame),
          symbol(names::interpret, interpret),
          symbol(names::trap, trap),
          symbol(names::isAccessible, isAccessible),
          symbol(names::decodeHalf, decode),
          symbol(names::encodeHalf, encodeToHalf),
          symbol(names::encodeBFloat, encodeToBFloat)};
}

} // namespace tritonmetal::executor::jit
