//===- FloatLowering.cpp - Arithmetic on floats, made explicit ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   %s = fadd half %a, %b                    %x = fpext half %a to float
//                                    ->      %y = fpext half %b to float
//                                            %t = fadd float %x, %y
//                                            %s = fptrunc float %t to half
//
// See Numbers.h for formats. What has no case here is left to the functions that the interpreter
// calls as well.
//
//===----------------------------------------------------------------------===//

#include "FloatAnalysis.h"
#include "InterpretedCalls.h"
#include "Lowering.h"
#include "Numbers.h"
#include "ScalarCalls.h"

#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

namespace {
class FloatLowering {
public:
  FloatLowering(ThreadFunction &thread, InterpretedCalls &calls)
      : thread(thread), calls(calls), analysis(thread), builder(thread.getContext()),
        numbers(thread, builder) {
    numbers.flushed = analysis.flushed;
  }

  void run();

private:
  /// What takes the place of `inst`; null if it stays.
  Value *lower(llvm::Instruction &inst);
  Value *lowerBinary(BinaryOperator &inst);
  Value *lowerCast(CastInst &inst);
  Value *lowerConvert(CallInst &call, const AirCall &air);
  Value *lowerMath(CallInst &call, const AirCall &air);
  Value *lowerBits(CallInst &call, AirOperation operation);
  Value *lowerRounding(CallInst &call, Intrinsic::ID id);
  Value *lowerSinCos(CallInst &call);

  Value *convert(Value *operand, bool fromSigned, Type *type, bool toSigned, bool canonical);
  Value *integerToFloat(Value *operand, bool isSigned, Type *type);
  Value *toDouble(Value *value) {
    Value *number = numbers.toFloat(value);
    return builder.CreateFPExt(number, withElement(number->getType(), builder.getDoubleTy()));
  }

  ThreadFunction &thread;
  InterpretedCalls &calls;
  FloatAnalysis analysis;
  IRBuilder<> builder;
  NumberBuilder numbers;
};
} // namespace

//===----------------------------------------------------------------------===//
// Conversions
//===----------------------------------------------------------------------===//

/// Null where rounding to float first would round twice.
Value *FloatLowering::integerToFloat(Value *operand, bool isSigned, Type *type) {
  Type *element = type->getScalarType();
  // Every integer that float cannot hold is beyond half's range, but not beyond bfloat's.
  constexpr unsigned exactBits = 24;
  if (element->isBFloatTy() && operand->getType()->getScalarSizeInBits() > exactBits)
    return nullptr;
  Type *floats = withElement(type, builder.getFloatTy());
  Value *number =
      isSigned ? builder.CreateSIToFP(operand, floats) : builder.CreateUIToFP(operand, floats);
  numbers.flushed.insert(number);
  return numbers.fromFloat(number, element, /*canonical=*/false);
}

Value *FloatLowering::convert(Value *operand, bool fromSigned, Type *type, bool toSigned,
                              bool canonical) {
  bool fromFloat = operand->getType()->isFPOrFPVectorTy(), toFloat = type->isFPOrFPVectorTy();
  if (fromFloat && toFloat)
    return numbers.fromFloat(numbers.toFloat(operand), type->getScalarType(), canonical);
  if (toFloat)
    return integerToFloat(operand, fromSigned, type);
  if (!fromFloat)
    return fromSigned ? builder.CreateSExtOrTrunc(operand, type)
                      : builder.CreateZExtOrTrunc(operand, type);
  Value *number = numbers.widen(operand);
  return builder.CreateIntrinsic(toSigned ? Intrinsic::fptosi_sat : Intrinsic::fptoui_sat,
                                 {type, number->getType()}, {number});
}

Value *FloatLowering::lowerCast(CastInst &inst) {
  bool canonical = analysis.isObserved(inst);
  Value *operand = inst.getOperand(0);
  switch (inst.getOpcode()) {
  case llvm::Instruction::SIToFP:
  case llvm::Instruction::FPToSI:
    return convert(operand, true, inst.getType(), true, canonical);
  case llvm::Instruction::UIToFP:
  case llvm::Instruction::FPToUI:
  case llvm::Instruction::FPExt:
  case llvm::Instruction::FPTrunc:
    return convert(operand, false, inst.getType(), false, canonical);
  default:
    return &inst; // on bits
  }
}

Value *FloatLowering::lowerConvert(CallInst &call, const AirCall &air) {
  Value *operand = call.getArgOperand(0);
  if (call.getType()->isIntOrIntVectorTy(1)) { // whether the number is not zero
    if (operand->getType()->isIntOrIntVectorTy())
      return builder.CreateIsNotNull(operand);
    Value *number = numbers.toFloat(operand);
    return builder.CreateFCmpUNE(number, Constant::getNullValue(number->getType()));
  }
  return convert(operand, air.types[1].isSigned(), call.getType(), air.types[0].isSigned(),
                 analysis.isObserved(call));
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// Operations on the sign keep everything else, denormals and NaNs included.
Value *FloatLowering::lowerBits(CallInst &call, AirOperation operation) {
  Value *bits = numbers.toBits(call.getArgOperand(0));
  unsigned width = call.getType()->getScalarSizeInBits();
  Value *sign = ConstantInt::get(bits->getType(), uint64_t(1) << (width - 1));
  Value *result = builder.CreateAnd(bits, builder.CreateNot(sign));
  if (operation == AirOperation::CopySign)
    result =
        builder.CreateOr(result, builder.CreateAnd(numbers.toBits(call.getArgOperand(1)), sign));
  return numbers.fromBits(result, call.getType()->getScalarType());
}

Value *FloatLowering::lowerRounding(CallInst &call, Intrinsic::ID id) {
  Value *number = numbers.toFloat(call.getArgOperand(0));
  return numbers.fromFloat(builder.CreateUnaryIntrinsic(id, number),
                           call.getType()->getScalarType(), analysis.isObserved(call));
}

/// The sine is the result, the cosine is stored.
Value *FloatLowering::lowerSinCos(CallInst &call) {
  Value *x = call.getArgOperand(0);
  Value *cosine = createMathCall(thread, builder, AirOperation::Cos, call.getType(), x);
  Align align(call.getType()->getScalarSizeInBits() / 8);
  thread.setSite(*builder.CreateAlignedStore(cosine, call.getArgOperand(1), align),
                 thread.getSite(call));
  return createMathCall(thread, builder, AirOperation::Sin, call.getType(), x);
}

Value *FloatLowering::lowerMath(CallInst &call, const AirCall &air) {
  Type *element = call.getType()->getScalarType();
  bool canonical = analysis.isObserved(call);
  auto operand = [&](unsigned i) { return numbers.toFloat(call.getArgOperand(i)); };
  switch (air.operation) {
  case AirOperation::Fabs:
  case AirOperation::CopySign:
    return lowerBits(call, air.operation);
  case AirOperation::Sqrt:
    return lowerRounding(call, Intrinsic::sqrt);
  case AirOperation::Rsqrt: {
    Value *root = builder.CreateUnaryIntrinsic(Intrinsic::sqrt, toDouble(call.getArgOperand(0)));
    Value *one = ConstantFP::get(root->getType(), 1.0);
    return numbers.fromDouble(builder.CreateFDiv(one, root), element, canonical);
  }
  case AirOperation::Floor:
    return lowerRounding(call, Intrinsic::floor);
  case AirOperation::Ceil:
    return lowerRounding(call, Intrinsic::ceil);
  case AirOperation::Trunc:
    return lowerRounding(call, Intrinsic::trunc);
  case AirOperation::Rint:
    return lowerRounding(call, Intrinsic::nearbyint);
  case AirOperation::Round:
    return lowerRounding(call, Intrinsic::round);
  case AirOperation::Fmin:
  case AirOperation::Fmax:
    return numbers.fromFloat(
        numbers.createExtreme(operand(0), operand(1), air.operation == AirOperation::Fmax), element,
        canonical);
  case AirOperation::Clamp: {
    Value *raised = numbers.createExtreme(operand(0), operand(1), /*largest=*/true);
    return numbers.fromFloat(numbers.createExtreme(raised, operand(2), /*largest=*/false), element,
                             canonical);
  }
  case AirOperation::SinCos:
    return lowerSinCos(call);
  case AirOperation::Fma:
    return numbers.createFma(call.getArgOperand(0), call.getArgOperand(1), call.getArgOperand(2),
                             canonical);
  default:
    break;
  }
  SmallVector<Value *, 3> operands(call.args());
  return createMathCall(thread, builder, air.operation, call.getType(), operands);
}

//===----------------------------------------------------------------------===//
// Instructions
//===----------------------------------------------------------------------===//

Value *FloatLowering::lowerBinary(BinaryOperator &inst) {
  Value *a = numbers.toFloat(inst.getOperand(0)), *b = numbers.toFloat(inst.getOperand(1));
  Value *result = builder.CreateBinOp(inst.getOpcode(), a, b);
  return numbers.fromFloat(result, inst.getType()->getScalarType(), analysis.isObserved(inst));
}

/// `inst` itself if it stays, null if it is the interpreter's.
Value *FloatLowering::lower(llvm::Instruction &inst) {
  if (const AirCall *air = thread.getAirCall(inst)) {
    if (air->group == AirGroup::Math)
      return lowerMath(cast<CallInst>(inst), *air);
    return air->group == AirGroup::Convert ? lowerConvert(cast<CallInst>(inst), *air) : &inst;
  }
  if (auto *binary = dyn_cast<BinaryOperator>(&inst))
    return inst.getType()->isFPOrFPVectorTy() ? lowerBinary(*binary) : &inst;
  if (auto *compare = dyn_cast<FCmpInst>(&inst))
    return builder.CreateFCmp(compare->getPredicate(), numbers.toFloat(inst.getOperand(0)),
                              numbers.toFloat(inst.getOperand(1)));
  if (auto *castInst = dyn_cast<CastInst>(&inst))
    return lowerCast(*castInst);
  if (inst.getOpcode() == llvm::Instruction::FNeg) {
    Value *bits = numbers.toBits(inst.getOperand(0));
    unsigned width = inst.getType()->getScalarSizeInBits();
    return numbers.fromBits(
        builder.CreateXor(bits, ConstantInt::get(bits->getType(), uint64_t(1) << (width - 1))),
        inst.getType()->getScalarType());
  }
  return &inst;
}

void FloatLowering::run() {
  std::vector<llvm::Instruction *> insts;
  for (llvm::Instruction &inst : instructions(thread.get()))
    insts.push_back(&inst);
  // Replaced instructions are kept to the end: sets of values know them by their addresses.
  std::vector<llvm::Instruction *> replaced;
  for (llvm::Instruction *inst : insts) {
    builder.SetInsertPoint(inst);
    Value *value = lower(*inst);
    if (value == inst)
      continue;
    if (!value)
      value = calls.create(*inst, builder);
    if (analysis.flushed.contains(inst))
      numbers.flushed.insert(value);
    inst->replaceAllUsesWith(value);
    replaced.push_back(inst);
  }
  for (llvm::Instruction *inst : replaced)
    inst->eraseFromParent();
}

void lowerFloats(ThreadFunction &thread, InterpretedCalls &calls) {
  FloatLowering(thread, calls).run();
}

} // namespace tritonmetal::executor::jit
