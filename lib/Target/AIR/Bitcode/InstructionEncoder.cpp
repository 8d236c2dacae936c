//===- InstructionEncoder.cpp - Instructions as LLVM-14 records -----------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InstructionEncoder.h"

#include "RecordCodes.h"

#include "llvm/Bitcode/LLVMBitCodes.h"
#include "llvm/IR/Constants.h"
#include "llvm/Support/ErrorHandling.h"

using namespace llvm;

namespace tritonmetal::air {

std::vector<InstructionRecord> InstructionEncoder::encode() {
  std::vector<InstructionRecord> records;
  const std::vector<Step> &steps = numbers.plan().steps();
  for (unsigned i = 0; i < steps.size(); ++i) {
    nextResult = numbers.nextResult(i);
    record = {};
    encodeStep(steps[i]);
    records.push_back(std::move(record));
  }
  return records;
}

/// A value that is defined later is followed by its type.
void InstructionEncoder::pushTyped(const Use &use) {
  unsigned number = numbers.operand(use);
  pushNumber(number);
  if (number >= nextResult)
    push(typing.wanted(use));
}

void InstructionEncoder::pushFlags(uint64_t flags) {
  if (flags != 0)
    push(flags);
}

void InstructionEncoder::encodeStep(const Step &step) {
  if (step.inst)
    return encodeInstruction(*step.inst);
  start(bitc::FUNC_CODE_INST_CAST);
  unsigned number = numbers.value(step.source);
  pushNumber(number);
  if (number >= nextResult)
    push(typing.typeOf(step.source));
  push(step.type);
  push(bitc::CAST_BITCAST);
}

void InstructionEncoder::encodeInstruction(const Instruction &inst) {
  bool done = encodeArithmetic(inst) || encodeVectorOrAggregate(inst) || encodeMemory(inst) ||
              encodeControl(inst);
  if (!done)
    llvm_unreachable("the subset check lets no other instruction through");
}

bool InstructionEncoder::encodeArithmetic(const Instruction &inst) {
  if (inst.isBinaryOp()) {
    start(bitc::FUNC_CODE_INST_BINOP);
    pushTyped(inst.getOperandUse(0));
    pushValue(inst.getOperandUse(1));
    push(binaryOpcode(inst.getOpcode()));
    pushFlags(optimizationFlags(inst));
    return true;
  }
  if (inst.isCast()) {
    start(bitc::FUNC_CODE_INST_CAST);
    pushTyped(inst.getOperandUse(0));
    push(typing.typeOf(&inst));
    push(castOpcode(inst.getOpcode()));
    return true;
  }
  switch (inst.getOpcode()) {
  case Instruction::FNeg:
    start(bitc::FUNC_CODE_INST_UNOP);
    pushTyped(inst.getOperandUse(0));
    push(bitc::UNOP_FNEG);
    pushFlags(optimizationFlags(inst));
    return true;
  case Instruction::ICmp:
  case Instruction::FCmp:
    start(bitc::FUNC_CODE_INST_CMP2);
    pushTyped(inst.getOperandUse(0));
    pushValue(inst.getOperandUse(1));
    push(cast<CmpInst>(inst).getPredicate());
    pushFlags(optimizationFlags(inst));
    return true;
  case Instruction::Select:
    start(bitc::FUNC_CODE_INST_VSELECT);
    pushTyped(inst.getOperandUse(1));
    pushValue(inst.getOperandUse(2));
    pushTyped(inst.getOperandUse(0));
    pushFlags(optimizationFlags(inst));
    return true;
  case Instruction::Freeze:
    start(bitc::FUNC_CODE_INST_FREEZE);
    pushTyped(inst.getOperandUse(0));
    return true;
  default:
    return false;
  }
}

bool InstructionEncoder::encodeVectorOrAggregate(const Instruction &inst) {
  switch (inst.getOpcode()) {
  case Instruction::ExtractElement:
    start(bitc::FUNC_CODE_INST_EXTRACTELT);
    pushTyped(inst.getOperandUse(0));
    pushTyped(inst.getOperandUse(1));
    return true;
  case Instruction::InsertElement:
    start(bitc::FUNC_CODE_INST_INSERTELT);
    pushTyped(inst.getOperandUse(0));
    pushValue(inst.getOperandUse(1));
    pushTyped(inst.getOperandUse(2));
    return true;
  case Instruction::ShuffleVector:
    start(bitc::FUNC_CODE_INST_SHUFFLEVEC);
    pushTyped(inst.getOperandUse(0));
    pushValue(inst.getOperandUse(1));
    pushNumber(numbers.constant(shuffleMask(cast<ShuffleVectorInst>(inst))));
    return true;
  case Instruction::ExtractValue:
    start(bitc::FUNC_CODE_INST_EXTRACTVAL);
    pushTyped(inst.getOperandUse(0));
    for (unsigned index : cast<ExtractValueInst>(inst).indices())
      push(index);
    return true;
  case Instruction::InsertValue:
    start(bitc::FUNC_CODE_INST_INSERTVAL);
    pushTyped(inst.getOperandUse(0));
    pushTyped(inst.getOperandUse(1));
    for (unsigned index : cast<InsertValueInst>(inst).indices())
      push(index);
    return true;
  default:
    return false;
  }
}

bool InstructionEncoder::encodeMemory(const Instruction &inst) {
  if (auto *alloca = dyn_cast<AllocaInst>(&inst)) {
    encodeAlloca(*alloca);
  } else if (auto *load = dyn_cast<LoadInst>(&inst)) {
    encodeLoad(*load);
  } else if (auto *store = dyn_cast<StoreInst>(&inst)) {
    encodeStore(*store);
  } else if (auto *gep = dyn_cast<GetElementPtrInst>(&inst)) {
    start(bitc::FUNC_CODE_INST_GEP);
    push(gep->isInBounds());
    push(types.get(gep->getSourceElementType()));
    for (const Use &use : gep->operands())
      pushTyped(use);
  } else if (auto *fence = dyn_cast<FenceInst>(&inst)) {
    start(bitc::FUNC_CODE_INST_FENCE);
    push(orderingCode(fence->getOrdering()));
    push(scopeCode(fence->getSyncScopeID()));
  } else if (auto *rmw = dyn_cast<AtomicRMWInst>(&inst)) {
    start(bitc::FUNC_CODE_INST_ATOMICRMW);
    pushTyped(rmw->getOperandUse(0));
    pushTyped(rmw->getOperandUse(1));
    push(atomicOperation(rmw->getOperation()));
    push(rmw->isVolatile());
    push(orderingCode(rmw->getOrdering()));
    push(scopeCode(rmw->getSyncScopeID()));
    push(alignCode(rmw->getAlign()));
  } else if (auto *exchange = dyn_cast<AtomicCmpXchgInst>(&inst)) {
    start(bitc::FUNC_CODE_INST_CMPXCHG);
    pushTyped(exchange->getOperandUse(0));
    pushTyped(exchange->getOperandUse(1));
    pushValue(exchange->getOperandUse(2));
    push(exchange->isVolatile());
    push(orderingCode(exchange->getSuccessOrdering()));
    push(scopeCode(exchange->getSyncScopeID()));
    push(orderingCode(exchange->getFailureOrdering()));
    push(exchange->isWeak());
    push(alignCode(exchange->getAlign()));
  } else {
    return false;
  }
  return true;
}

/// The last operand packs the alignment (five low bits, three high bits from bit 8), inalloca (bit
/// 5), "the first operand is the allocated type" (bit 6, always) and swifterror (bit 7). The count
/// is an absolute value number.
void InstructionEncoder::encodeAlloca(const AllocaInst &alloca) {
  unsigned align = alignCode(alloca.getAlign());
  start(bitc::FUNC_CODE_INST_ALLOCA);
  push(types.get(alloca.getAllocatedType()));
  push(types.get(alloca.getArraySize()->getType()));
  push(numbers.operand(alloca.getOperandUse(0)));
  push((align & 31) | 1 << 6 | (align >> 5) << 8);
}

void InstructionEncoder::encodeLoad(const LoadInst &load) {
  start(load.isAtomic() ? bitc::FUNC_CODE_INST_LOADATOMIC : bitc::FUNC_CODE_INST_LOAD);
  pushTyped(load.getOperandUse(0));
  push(types.get(load.getType()));
  push(alignCode(load.getAlign()));
  push(load.isVolatile());
  if (load.isAtomic()) {
    push(orderingCode(load.getOrdering()));
    push(scopeCode(load.getSyncScopeID()));
  }
}

void InstructionEncoder::encodeStore(const StoreInst &store) {
  start(store.isAtomic() ? bitc::FUNC_CODE_INST_STOREATOMIC : bitc::FUNC_CODE_INST_STORE);
  pushTyped(store.getOperandUse(1));
  pushTyped(store.getOperandUse(0));
  push(alignCode(store.getAlign()));
  push(store.isVolatile());
  if (store.isAtomic()) {
    push(orderingCode(store.getOrdering()));
    push(scopeCode(store.getSyncScopeID()));
  }
}

bool InstructionEncoder::encodeControl(const Instruction &inst) {
  if (auto *phi = dyn_cast<PHINode>(&inst)) {
    encodePhi(*phi);
  } else if (auto *call = dyn_cast<CallInst>(&inst)) {
    encodeCall(*call);
  } else if (auto *branch = dyn_cast<BranchInst>(&inst)) {
    start(bitc::FUNC_CODE_INST_BR);
    for (unsigned i = 0; i < branch->getNumSuccessors(); ++i)
      push(numbers.block(branch->getSuccessor(i)));
    if (branch->isConditional())
      pushValue(branch->getOperandUse(0));
  } else if (auto *jump = dyn_cast<SwitchInst>(&inst)) {
    encodeSwitch(*jump);
  } else if (isa<ReturnInst>(inst)) {
    start(bitc::FUNC_CODE_INST_RET);
    if (inst.getNumOperands() != 0)
      pushTyped(inst.getOperandUse(0));
  } else if (isa<UnreachableInst>(inst)) {
    start(bitc::FUNC_CODE_INST_UNREACHABLE);
  } else {
    return false;
  }
  return true;
}

void InstructionEncoder::encodePhi(const PHINode &phi) {
  start(bitc::FUNC_CODE_INST_PHI);
  push(typing.typeOf(&phi));
  for (const Use &use : phi.incoming_values()) {
    push(signedOperand(int64_t(nextResult) - numbers.operand(use)));
    push(numbers.block(phi.getIncomingBlock(use)));
  }
  pushFlags(optimizationFlags(phi)); // an even number of operands tells readers that flags follow
}

/// Case values are absolute value numbers.
void InstructionEncoder::encodeSwitch(const SwitchInst &jump) {
  start(bitc::FUNC_CODE_INST_SWITCH);
  push(types.get(jump.getCondition()->getType()));
  pushValue(jump.getOperandUse(0));
  push(numbers.block(jump.getDefaultDest()));
  for (const auto &branch : jump.cases()) {
    push(numbers.constant(branch.getCaseValue()));
    push(numbers.block(branch.getCaseSuccessor()));
  }
}

void InstructionEncoder::encodeCall(const CallInst &call) {
  unsigned flags = optimizationFlags(call);
  uint64_t markers = uint64_t(call.getCallingConv()) << bitc::CALL_CCONV;
  markers |= uint64_t(call.isTailCall()) << bitc::CALL_TAIL;
  markers |= uint64_t(call.isMustTailCall()) << bitc::CALL_MUSTTAIL;
  markers |= uint64_t(call.isNoTailCall()) << bitc::CALL_NOTAIL;
  markers |= uint64_t(1) << bitc::CALL_EXPLICIT_TYPE;
  markers |= uint64_t(flags != 0) << bitc::CALL_FMF;

  start(bitc::FUNC_CODE_INST_CALL);
  push(attributes.enter(call.getAttributes()));
  push(markers);
  pushFlags(flags);
  push(typing.valueType(*call.getCalledFunction()));
  pushTyped(call.getCalledOperandUse());
  for (const Use &use : call.args())
    pushValue(use);
}

} // namespace tritonmetal::air
