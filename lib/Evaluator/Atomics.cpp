//===- Atomics.cpp - Read, modify, write ----------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// One program runs at a time and its elements go one after the other, so that each
// access is atomic, whatever its order and scope.
//
//===----------------------------------------------------------------------===//

#include "Access.h"

#include <cmath>

using namespace mlir;

namespace tritonmetal::evaluator {

/// The better one in the sense of `isMax`; a number wins over NaN, of equal ones the old.
static uint64_t extremeFloat(Kind kind, bool isMax, uint64_t old, uint64_t operand) {
  double before = decodeFloat(kind, old), number = decodeFloat(kind, operand);
  bool isBetter = isMax ? number > before : number < before;
  return isBetter || std::isnan(before) ? operand : old;
}

uint64_t combineAtomically(tt::RMWOp operation, Kind kind, uint64_t old, uint64_t operand) {
  int64_t signedOld = signExtend(old, kind.width), signedOperand = signExtend(operand, kind.width);
  switch (operation) {
  case tt::RMWOp::And:
    return old & operand;
  case tt::RMWOp::Or:
    return old | operand;
  case tt::RMWOp::Xor:
    return old ^ operand;
  case tt::RMWOp::Add:
    return truncate(old + operand, kind.width);
  case tt::RMWOp::FAdd:
    return encodeFloat(kind, decodeFloat(kind, old) + decodeFloat(kind, operand));
  case tt::RMWOp::Max:
    if (kind.isFloat())
      return extremeFloat(kind, true, old, operand);
    return signedOld >= signedOperand ? old : operand;
  case tt::RMWOp::Min:
    if (kind.isFloat())
      return extremeFloat(kind, false, old, operand);
    return signedOld <= signedOperand ? old : operand;
  case tt::RMWOp::UMax:
    return std::max(old, operand);
  case tt::RMWOp::UMin:
    return std::min(old, operand);
  case tt::RMWOp::Exchange:
    return operand;
  }
  return old;
}

static LogicalResult evaluateRMW(Machine &machine, Operation *op) {
  auto atomic = cast<tt::AtomicRMWOp>(op);
  const Tensor &pointers = machine.get(atomic.getPtr()), &value = machine.get(atomic.getVal());
  const Tensor *mask = atomic.getMask() ? &machine.get(atomic.getMask()) : nullptr;
  Tensor result(pointers.shape, value.kind);
  for (int64_t i = 0; i < pointers.size(); ++i) {
    if (mask && !mask->at(i))
      continue;
    uint64_t address = pointers.data[size_t(i)], &old = result.data[size_t(i)];
    if (failed(readElement(machine, op, address, value.kind, old)) ||
        failed(
            writeElement(machine, op, address, value.kind,
                         combineAtomically(atomic.getAtomicRmwOp(), value.kind, old, value.at(i)))))
      return failure();
  }
  machine.set(atomic.getResult(), std::move(result));
  return success();
}

static LogicalResult evaluateCAS(Machine &machine, Operation *op) {
  auto atomic = cast<tt::AtomicCASOp>(op);
  const Tensor &pointers = machine.get(atomic.getPtr()), &expected = machine.get(atomic.getCmp());
  const Tensor &value = machine.get(atomic.getVal());
  Tensor result(pointers.shape, value.kind);
  for (int64_t i = 0; i < pointers.size(); ++i) {
    uint64_t address = pointers.data[size_t(i)], &old = result.data[size_t(i)];
    if (failed(readElement(machine, op, address, value.kind, old)))
      return failure();
    if (old == expected.at(i) &&
        failed(writeElement(machine, op, address, value.kind, value.at(i))))
      return failure();
  }
  machine.set(atomic.getResult(), std::move(result));
  return success();
}

void addAtomics(HandlerTable &table) {
  table["tt.atomic_rmw"] = evaluateRMW;
  table["tt.atomic_cas"] = evaluateCAS;
}

} // namespace tritonmetal::evaluator
