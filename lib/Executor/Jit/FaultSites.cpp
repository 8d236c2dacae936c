//===- FaultSites.cpp - What a trap of compiled code means ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FaultSites.h"

#include "triton-metal/Executor/AirFunctions.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

uint32_t encodeTrap(const Trap &trap) {
  return uint32_t(trap.kind) | uint32_t(trap.writes) << 8 | trap.addressSpace << 16;
}

Trap decodeTrap(uint32_t number) {
  return {FaultKind(number & 0xff), (number >> 8 & 1) != 0, number >> 16};
}

/// The pointer that the trap is about.
static const Value *findPointer(const llvm::Instruction &inst, const Trap &trap) {
  if (auto *move = dyn_cast<MemTransferInst>(&inst))
    return trap.writes ? move->getRawDest() : move->getRawSource();
  for (const Use &operand : inst.operands())
    if (operand->getType()->isPointerTy() && !isa<Function>(operand) &&
        operand->getType()->getPointerAddressSpace() == trap.addressSpace)
      return operand;
  return nullptr;
}

static AccessKind getAccess(const llvm::Instruction &inst, const Trap &trap) {
  bool atomic = inst.isAtomic();
  if (auto *call = dyn_cast<CallInst>(&inst))
    if (call->getCalledFunction() && call->getCalledFunction()->getName().starts_with("air.atomic"))
      atomic = trap.addressSpace != 0;
  if (!atomic)
    return trap.writes ? AccessKind::Store : AccessKind::Load;
  return trap.writes ? AccessKind::AtomicUpdate : AccessKind::AtomicLoad;
}

/// The object that `pointer` is based on, null if that depends.
static unsigned findObject(const Program &program, const Value *pointer) {
  while (true) {
    if (auto *argument = dyn_cast<Argument>(pointer))
      return program.getParameterObject(argument->getArgNo());
    if (isa<GlobalVariable>(pointer)) {
      for (size_t i = 0; i < program.globals.size(); ++i)
        if (program.globals[i].name == pointer->getName())
          return program.getGlobalObject(i);
      return 0;
    }
    if (auto *variable = dyn_cast<AllocaInst>(pointer)) {
      size_t index = 0;
      for (const llvm::Instruction &inst : *variable->getParent()) {
        if (&inst == variable)
          return program.getVariableObject(index);
        index += isa<AllocaInst>(inst);
      }
    }
    auto *op = dyn_cast<Operator>(pointer);
    if (!op || !isa<GEPOperator, BitCastOperator, AddrSpaceCastOperator>(op))
      return 0;
    pointer = op->getOperand(0);
  }
}

/// What the access has to be a multiple of.
static uint64_t getAlignment(const llvm::Instruction &inst, const Trap &trap) {
  return isa<LoadInst, StoreInst>(inst) ? getLoadStoreAlignment(&inst).value() : trap.bytes;
}

/// Addresses below it are numbers that somebody took for pointers.
static constexpr uint64_t lowestAddress = 1 << 16;

RawFault describeTrap(const Program &program, ArrayRef<MemoryObject> objects, uint32_t site,
                      const Trap &trap) {
  const llvm::Instruction &inst = *program.sites[site];
  RawFault raw;
  raw.kind = trap.kind;
  raw.site = site;
  if (trap.kind == FaultKind::StepLimit)
    return raw;
  if (trap.kind == FaultKind::Trap) {
    raw.message = isa<UnreachableInst>(inst) ? "reaches code that is marked unreachable" : "traps";
    return raw;
  }
  raw.access = getAccess(inst, trap);
  raw.bytes = trap.bytes;
  raw.alignment = getAlignment(inst, trap);
  if (trap.kind == FaultKind::WildPointer) {
    if (trap.offset < lowestAddress)
      raw.kind = FaultKind::NullPointer;
    return raw;
  }
  const Value *pointer = findPointer(inst, trap);
  unsigned object = pointer ? findObject(program, pointer) : 0;
  raw.address = object != 0 ? makeAddress(object) + trap.offset : 0;
  if (object != 0 && object < objects.size() && !objects[object].bound)
    raw.kind = FaultKind::UnboundBuffer;
  return raw;
}

} // namespace tritonmetal::executor::jit
