//===- RecordCodes.cpp - Numbers that the bitcode format gives ------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RecordCodes.h"

#include "llvm/Bitcode/LLVMBitCodes.h"
#include "llvm/IR/Operator.h"
#include "llvm/Support/ErrorHandling.h"

using namespace llvm;

namespace tritonmetal::air {

unsigned binaryOpcode(unsigned opcode) {
  switch (opcode) {
  case Instruction::Add:
  case Instruction::FAdd:
    return bitc::BINOP_ADD;
  case Instruction::Sub:
  case Instruction::FSub:
    return bitc::BINOP_SUB;
  case Instruction::Mul:
  case Instruction::FMul:
    return bitc::BINOP_MUL;
  case Instruction::UDiv:
    return bitc::BINOP_UDIV;
  case Instruction::SDiv:
  case Instruction::FDiv:
    return bitc::BINOP_SDIV;
  case Instruction::URem:
    return bitc::BINOP_UREM;
  case Instruction::SRem:
  case Instruction::FRem:
    return bitc::BINOP_SREM;
  case Instruction::Shl:
    return bitc::BINOP_SHL;
  case Instruction::LShr:
    return bitc::BINOP_LSHR;
  case Instruction::AShr:
    return bitc::BINOP_ASHR;
  case Instruction::And:
    return bitc::BINOP_AND;
  case Instruction::Or:
    return bitc::BINOP_OR;
  case Instruction::Xor:
    return bitc::BINOP_XOR;
  default:
    llvm_unreachable("not a binary instruction");
  }
}

unsigned castOpcode(unsigned opcode) {
  switch (opcode) {
  case Instruction::Trunc:
    return bitc::CAST_TRUNC;
  case Instruction::ZExt:
    return bitc::CAST_ZEXT;
  case Instruction::SExt:
    return bitc::CAST_SEXT;
  case Instruction::FPToUI:
    return bitc::CAST_FPTOUI;
  case Instruction::FPToSI:
    return bitc::CAST_FPTOSI;
  case Instruction::UIToFP:
    return bitc::CAST_UITOFP;
  case Instruction::SIToFP:
    return bitc::CAST_SITOFP;
  case Instruction::FPTrunc:
    return bitc::CAST_FPTRUNC;
  case Instruction::FPExt:
    return bitc::CAST_FPEXT;
  case Instruction::PtrToInt:
    return bitc::CAST_PTRTOINT;
  case Instruction::IntToPtr:
    return bitc::CAST_INTTOPTR;
  case Instruction::BitCast:
    return bitc::CAST_BITCAST;
  default:
    llvm_unreachable("the subset check lets no other cast through");
  }
}

unsigned atomicOperation(AtomicRMWInst::BinOp operation) {
  switch (operation) {
  case AtomicRMWInst::Xchg:
    return bitc::RMW_XCHG;
  case AtomicRMWInst::Add:
    return bitc::RMW_ADD;
  case AtomicRMWInst::Sub:
    return bitc::RMW_SUB;
  case AtomicRMWInst::And:
    return bitc::RMW_AND;
  case AtomicRMWInst::Nand:
    return bitc::RMW_NAND;
  case AtomicRMWInst::Or:
    return bitc::RMW_OR;
  case AtomicRMWInst::Xor:
    return bitc::RMW_XOR;
  case AtomicRMWInst::Max:
    return bitc::RMW_MAX;
  case AtomicRMWInst::Min:
    return bitc::RMW_MIN;
  case AtomicRMWInst::UMax:
    return bitc::RMW_UMAX;
  case AtomicRMWInst::UMin:
    return bitc::RMW_UMIN;
  case AtomicRMWInst::FAdd:
    return bitc::RMW_FADD;
  case AtomicRMWInst::FSub:
    return bitc::RMW_FSUB;
  default:
    llvm_unreachable("the subset check lets no other operation through");
  }
}

unsigned orderingCode(AtomicOrdering ordering) {
  switch (ordering) {
  case AtomicOrdering::NotAtomic:
    return bitc::ORDERING_NOTATOMIC;
  case AtomicOrdering::Unordered:
    return bitc::ORDERING_UNORDERED;
  case AtomicOrdering::Monotonic:
    return bitc::ORDERING_MONOTONIC;
  case AtomicOrdering::Acquire:
    return bitc::ORDERING_ACQUIRE;
  case AtomicOrdering::Release:
    return bitc::ORDERING_RELEASE;
  case AtomicOrdering::AcquireRelease:
    return bitc::ORDERING_ACQREL;
  case AtomicOrdering::SequentiallyConsistent:
    return bitc::ORDERING_SEQCST;
  }
  llvm_unreachable("unknown ordering");
}

unsigned scopeCode(SyncScope::ID scope) { return scope == SyncScope::SingleThread ? 0 : 1; }

static unsigned fastMathFlags(FastMathFlags flags) {
  unsigned bits = 0;
  bits |= flags.allowReassoc() ? bitc::AllowReassoc : 0;
  bits |= flags.noNaNs() ? bitc::NoNaNs : 0;
  bits |= flags.noInfs() ? bitc::NoInfs : 0;
  bits |= flags.noSignedZeros() ? bitc::NoSignedZeros : 0;
  bits |= flags.allowReciprocal() ? bitc::AllowReciprocal : 0;
  bits |= flags.allowContract() ? bitc::AllowContract : 0;
  bits |= flags.approxFunc() ? bitc::ApproxFunc : 0;
  return bits;
}

unsigned optimizationFlags(const Instruction &inst) {
  unsigned bits = 0;
  if (auto *overflowing = dyn_cast<OverflowingBinaryOperator>(&inst)) {
    bits |= overflowing->hasNoSignedWrap() << bitc::OBO_NO_SIGNED_WRAP;
    bits |= overflowing->hasNoUnsignedWrap() << bitc::OBO_NO_UNSIGNED_WRAP;
  } else if (auto *exact = dyn_cast<PossiblyExactOperator>(&inst)) {
    bits |= exact->isExact() << bitc::PEO_EXACT;
  } else if (isa<FPMathOperator>(&inst)) {
    bits = fastMathFlags(inst.getFastMathFlags());
  }
  return bits;
}

unsigned linkageCode(GlobalValue::LinkageTypes linkage) {
  switch (linkage) {
  case GlobalValue::ExternalLinkage:
    return 0;
  case GlobalValue::AppendingLinkage:
    return 2;
  case GlobalValue::InternalLinkage:
    return 3;
  case GlobalValue::ExternalWeakLinkage:
    return 7;
  case GlobalValue::CommonLinkage:
    return 8;
  case GlobalValue::PrivateLinkage:
    return 9;
  case GlobalValue::AvailableExternallyLinkage:
    return 12;
  case GlobalValue::WeakAnyLinkage:
    return 16;
  case GlobalValue::WeakODRLinkage:
    return 17;
  case GlobalValue::LinkOnceAnyLinkage:
    return 18;
  case GlobalValue::LinkOnceODRLinkage:
    return 19;
  }
  llvm_unreachable("unknown linkage");
}

unsigned unnamedAddressCode(GlobalValue::UnnamedAddr kind) {
  switch (kind) {
  case GlobalValue::UnnamedAddr::None:
    return 0;
  case GlobalValue::UnnamedAddr::Global:
    return 1;
  case GlobalValue::UnnamedAddr::Local:
    return 2;
  }
  llvm_unreachable("unknown kind of unnamed_addr");
}

unsigned alignCode(MaybeAlign align) { return align ? Log2(*align) + 1 : 0; }

} // namespace tritonmetal::air
