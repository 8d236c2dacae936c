//===- Access.cpp - Pointer arithmetic, loads, stores ---------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Access.h"

#include "Elementwise.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace tritonmetal::evaluator {

std::string DeviceMemory::describe(uint64_t address) const {
  uint64_t buffer = (address >> addressBits) - 1;
  uint64_t offset = address & ((uint64_t(1) << addressBits) - 1);
  if (address >> addressBits == 0)
    return llvm::formatv("address {0:x}, which is in no buffer", address);
  if (buffer < buffers.size())
    return llvm::formatv("offset {0} of buffer {1}, which has {2} bytes", offset, buffer,
                         buffers[buffer].size());
  // A pointer that went below the start of the next buffer's predecessor.
  return llvm::formatv("address {0:x}, which is in no buffer", address);
}

LogicalResult readElement(Machine &machine, Operation *op, uint64_t address, Kind kind,
                          uint64_t &bits) {
  uint8_t *place = machine.memory.find(address, kind.bytes());
  if (!place)
    return machine.fail(op, "reads " + llvm::Twine(kind.bytes()) + " bytes at " +
                                machine.memory.describe(address));
  bits = truncate(DeviceMemory::load(place, kind.bytes()), kind.width);
  return success();
}

LogicalResult writeElement(Machine &machine, Operation *op, uint64_t address, Kind kind,
                           uint64_t bits) {
  uint8_t *place = machine.memory.find(address, kind.bytes());
  if (!place)
    return machine.fail(op, "writes " + llvm::Twine(kind.bytes()) + " bytes at " +
                                machine.memory.describe(address));
  DeviceMemory::store(place, bits, kind.bytes());
  return success();
}

/// Bytes from one element to the next behind a pointer.
static uint64_t getPointeeBytes(Type type) {
  return tt::getElementBytes(cast<tt::PointerType>(getElementTypeOrSelf(type)).getPointeeType());
}

static LogicalResult evaluateAddPtr(Machine &machine, Operation *op) {
  uint64_t bytes = getPointeeBytes(op->getResult(0).getType());
  unsigned width = machine.operand(op, 1).kind.width;
  return mapBits<2>(machine, op, [=](uint64_t pointer, uint64_t offset) {
    return pointer + uint64_t(signExtend(offset, width)) * bytes;
  });
}

static LogicalResult evaluateLoad(Machine &machine, Operation *op) {
  auto load = cast<tt::LoadOp>(op);
  if (tt::isBlockPointer(load.getPtr().getType()))
    return loadBlock(machine, load);
  const Tensor &pointers = machine.get(load.getPtr());
  const Tensor *mask = load.getMask() ? &machine.get(load.getMask()) : nullptr;
  const Tensor *other = load.getOther() ? &machine.get(load.getOther()) : nullptr;
  Tensor result(pointers.shape, getKind(load.getType()));
  for (int64_t i = 0; i < result.size(); ++i) {
    uint64_t &bits = result.data[size_t(i)];
    if (mask && !mask->at(i))
      bits = other ? other->at(i) : 0; // undefined without `other`
    else if (failed(readElement(machine, op, pointers.data[size_t(i)], result.kind, bits)))
      return failure();
  }
  machine.set(load.getResult(), std::move(result));
  return success();
}

static LogicalResult evaluateStore(Machine &machine, Operation *op) {
  auto store = cast<tt::StoreOp>(op);
  if (tt::isBlockPointer(store.getPtr().getType()))
    return storeBlock(machine, store);
  const Tensor &pointers = machine.get(store.getPtr()), &value = machine.get(store.getValue());
  const Tensor *mask = store.getMask() ? &machine.get(store.getMask()) : nullptr;
  for (int64_t i = 0; i < pointers.size(); ++i)
    if ((!mask || mask->at(i)) &&
        failed(writeElement(machine, op, pointers.data[size_t(i)], value.kind, value.at(i))))
      return failure();
  return success();
}

void addAccesses(HandlerTable &table) {
  table["tt.addptr"] = evaluateAddPtr;
  table["tt.load"] = evaluateLoad;
  table["tt.store"] = evaluateStore;
}

} // namespace tritonmetal::evaluator
