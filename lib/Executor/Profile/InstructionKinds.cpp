//===- InstructionKinds.cpp - What an instruction is made of ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InstructionKinds.h"

#include "triton-metal/Executor/AirFunctions.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/GetElementPtrTypeIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace tritonmetal::executor {

using Kind = InstructionKind;
using Op = AirOperation;

static uint32_t getElements(const Type *type) {
  auto *vector = dyn_cast<FixedVectorType>(type);
  return vector ? vector->getNumElements() : 1;
}

static bool isWide(const Type *type) {
  return type->isPtrOrPtrVectorTy() || type->getScalarSizeInBits() > 32;
}

static bool isHalf(const Type *type) { return type->getScalarType()->isHalfTy(); }

/// What is done once for 32 bits is done twice for 64.
static KindCounts makeBitwise(const Type *type) {
  return {{Kind::Bitwise, getElements(type) * (isWide(type) ? 2 : 1)}};
}

static KindCounts makeAdd(const Type *type) {
  return {{isWide(type) ? Kind::IAdd64 : Kind::IAdd32, getElements(type)}};
}

/// A floating-point operation; bfloat's result is rounded.
static KindCounts makeFloat(const Type *type, Kind half, Kind single) {
  uint32_t elements = getElements(type);
  KindCounts counts{{isHalf(type) ? half : single, elements}};
  if (type->getScalarType()->isBFloatTy())
    counts.push_back({Kind::ConvertBFloat, elements});
  return counts;
}

//===----------------------------------------------------------------------===//
// Instructions
//===----------------------------------------------------------------------===//

static KindCounts classifyBinary(const BinaryOperator &inst) {
  const Type *type = inst.getType();
  uint32_t elements = getElements(type);
  switch (inst.getOpcode()) {
  case Instruction::FAdd:
  case Instruction::FSub:
    return makeFloat(type, Kind::FAdd16, Kind::FAdd32);
  case Instruction::FMul:
    return makeFloat(type, Kind::FMul16, Kind::FMul32);
  case Instruction::FDiv:
    return {{inst.hasAllowReciprocal() || isHalf(type) ? Kind::FDivFast : Kind::FDiv, elements}};
  case Instruction::FRem:
    return {{Kind::FDiv, elements}, {Kind::FFma32, elements}, {Kind::FRound32, elements}};
  case Instruction::Add:
  case Instruction::Sub:
    return makeAdd(type);
  case Instruction::Mul:
    return {{isWide(type) ? Kind::IMul64 : Kind::IMul32, elements}};
  case Instruction::UDiv:
  case Instruction::SDiv:
  case Instruction::URem:
  case Instruction::SRem:
    return {{isWide(type) ? Kind::IDiv64 : Kind::IDiv32, elements}};
  case Instruction::Shl:
  case Instruction::LShr:
  case Instruction::AShr: {
    uint32_t count = elements * (isWide(type) ? 3 : 1); // two halves and what goes between them
    if (isa<Constant>(inst.getOperand(1)))
      return {{Kind::BitField, count}};
    return {{inst.getOpcode() == Instruction::Shl ? Kind::ShiftLeft : Kind::ShiftRight, count}};
  }
  default:
    return makeBitwise(type);
  }
}

static KindCounts classifyCast(const CastInst &inst) {
  const Type *from = inst.getSrcTy(), *to = inst.getDestTy();
  uint32_t elements = getElements(to);
  switch (inst.getOpcode()) {
  case Instruction::FPTrunc:
  case Instruction::FPExt: {
    bool isBFloat = from->getScalarType()->isBFloatTy() || to->getScalarType()->isBFloatTy();
    return {{isBFloat ? Kind::ConvertBFloat : Kind::ConvertHalf, elements}};
  }
  case Instruction::FPToUI:
  case Instruction::FPToSI:
  case Instruction::UIToFP:
  case Instruction::SIToFP:
    return {{isWide(from) || isWide(to) ? Kind::ConvertInt64 : Kind::ConvertInt32, elements}};
  case Instruction::SExt: // the sign fills the upper bits
    return {{Kind::BitField, elements}};
  default:
    return {};
  }
}

/// A load adds one index to a base by itself; every other index takes a multiplication and an
/// addition.
static KindCounts classifyAddress(const GetElementPtrInst &inst) {
  unsigned indices = 0;
  for (const Use &index : inst.indices())
    indices += !isa<Constant>(index);
  if (indices <= 1)
    return {};
  return {{Kind::IMul32, indices - 1}, {Kind::IAdd32, indices - 1}};
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

/// Functions with a result that is exact or correctly rounded.
static KindCounts classifyExactMath(const AirCall &air, const Type *type) {
  uint32_t n = getElements(type);
  Kind minMax = isHalf(type) ? Kind::FMinMax16 : Kind::FMinMax32;
  switch (air.operation) {
  case Op::Fma:
    return makeFloat(type, Kind::FFma16, Kind::FFma32);
  case Op::Fmin:
  case Op::Fmax:
  case Op::CopySign:
  case Op::Sign:
    return makeFloat(type, Kind::FMinMax16, Kind::FMinMax32);
  case Op::Clamp:
  case Op::Fmin3:
  case Op::Fmax3:
    return {{minMax, 2 * n}};
  case Op::Fmedian3:
    return {{minMax, 4 * n}};
  case Op::Floor:
  case Op::Ceil:
  case Op::Trunc:
  case Op::Rint:
  case Op::Round:
  case Op::Fract:
    return {{isHalf(type) ? Kind::FRound16 : Kind::FRound32, n}};
  case Op::Mix:
    return {{Kind::FAdd32, n}, {Kind::FFma32, n}};
  case Op::Dot:
    return {{Kind::FFma32, n}};
  default:
    return {};
  }
}

static KindCounts classifyMath(const AirCall &air, const Type *type) {
  uint32_t n = getElements(type);
  bool isFast = air.isFast || isHalf(type);
  switch (air.operation) {
  case Op::Fabs:
  case Op::Saturate: // done by the instruction that uses or makes the value
    return {};
  case Op::Exp2:
    return {{Kind::Exp2, n}};
  case Op::Exp:
  case Op::Exp10:
    return {{Kind::FMul32, n}, {Kind::Exp2, n}};
  case Op::Log2:
    return {{Kind::Log2, n}};
  case Op::Log:
  case Op::Log10:
    return {{Kind::Log2, n}, {Kind::FMul32, n}};
  case Op::Pow:
  case Op::Powr:
    return {{Kind::Log2, n}, {Kind::FMul32, n}, {Kind::Exp2, n}};
  case Op::Sqrt:
    return {{isFast ? Kind::SqrtFast : Kind::Sqrt, n}};
  case Op::Rsqrt:
    return {{Kind::Rsqrt, n}};
  case Op::Sin:
  case Op::Cos:
    return {{isFast ? Kind::SinFast : Kind::Sin, n}};
  case Op::SinCos:
    return {{isFast ? Kind::SinFast : Kind::Sin, 2 * n}};
  case Op::Tanh:
    return {{Kind::FMul32, n}, {Kind::Exp2, n}, {Kind::FAdd32, 2 * n}, {Kind::FDivFast, n}};
  case Op::Fmod:
    return {{Kind::FDiv, n}, {Kind::FFma32, n}, {Kind::FRound32, n}};
  default:
    break;
  }
  KindCounts exact = classifyExactMath(air, type);
  return exact.empty() ? KindCounts{{Kind::OtherMath, n}} : exact;
}

static KindCounts classifyInteger(const AirCall &air, const Type *type) {
  uint32_t n = getElements(type);
  switch (air.operation) {
  case Op::MulHi:
    return {{Kind::IMulHigh, n}};
  case Op::MadHi:
    return {{Kind::IMulHigh, n}, {Kind::IAdd32, n}};
  case Op::MadSat:
    return {{Kind::IMul32, n}, {Kind::IAdd32, n}, {Kind::Bitwise, n}};
  case Op::Mul24:
  case Op::Mad24:
    return {{isWide(type) ? Kind::IMul64 : Kind::IMul32, n}};
  case Op::Clz:
  case Op::Ctz:
  case Op::PopCount:
  case Op::ReverseBits:
    return {{Kind::CountBits, n}};
  case Op::ExtractBits:
  case Op::InsertBits:
  case Op::Rotate:
    return {{Kind::BitField, n}};
  case Op::Abs:
  case Op::Min:
  case Op::Max:
  case Op::All:
  case Op::Any:
    return makeBitwise(type);
  default:
    return {{isWide(type) ? Kind::IAdd64 : Kind::IAdd32, 2 * n}};
  }
}

static KindCounts classifyConvert(const AirCall &air, const Type *type) {
  uint32_t n = getElements(type);
  const AirType &to = air.types[0], &from = air.types[1];
  if (to.kind == AirType::Kind::BFloat || from.kind == AirType::Kind::BFloat)
    return {{Kind::ConvertBFloat, n}};
  if (to.isFloat() && from.isFloat())
    return {{Kind::ConvertHalf, n}};
  if (!to.isFloat() && !from.isFloat())
    return {};
  return {{to.bits > 32 || from.bits > 32 ? Kind::ConvertInt64 : Kind::ConvertInt32, n}};
}

/// A shuffle whose lane is only known at run time is many instructions.
static Kind getShuffleKind(const CallInst &call) {
  return isa<Constant>(call.getArgOperand(call.arg_size() - 1)) ? Kind::ShuffleFixed
                                                                : Kind::ShuffleAny;
}

static KindCounts classifyCrossLane(const CallInst &call, const AirCall &air) {
  const Type *type = call.getType();
  uint32_t n = getElements(type) * (isWide(type) && !type->isVoidTy() ? 2 : 1);
  StringRef name = getName(air.operation);
  bool isQuad = name.starts_with("Quad");
  if (name.contains("Shuffle"))
    return {{isQuad ? Kind::QuadShuffle : getShuffleKind(call), n}};
  if (name.contains("Prefix"))
    return {{isQuad ? Kind::QuadReduce : Kind::Scan, n}};
  switch (air.operation) {
  case Op::SimdSum:
  case Op::SimdProduct:
  case Op::SimdMin:
  case Op::SimdMax:
  case Op::SimdAnd:
  case Op::SimdOr:
  case Op::SimdXor:
    return {{!type->isFPOrFPVectorTy() ? Kind::ReduceInt
             : isHalf(type)            ? Kind::ReduceFp16
                                       : Kind::ReduceFp32,
             n}};
  case Op::QuadSum:
  case Op::QuadProduct:
  case Op::QuadMin:
  case Op::QuadMax:
  case Op::QuadAnd:
  case Op::QuadOr:
  case Op::QuadXor:
    return {{Kind::QuadReduce, n}};
  default:
    return {{Kind::Broadcast, n}};
  }
}

static KindCounts classifyMatrix(const CallInst &call, const AirCall &air) {
  switch (air.operation) {
  case Op::MatrixMultiplyAccumulate: {
    bool isHalfProduct = isHalf(call.getArgOperand(0)->getType());
    return {{isHalfProduct ? Kind::Matrix8Fp16 : Kind::Matrix8Fp32, 1}};
  }
  case Op::Matrix16MultiplyAccumulate:
  case Op::Matrix16WideningMultiplyAccumulate:
    return {{Kind::Matrix16, 1}};
  default: // memory is counted on its own, and fills move constants
    return {};
  }
}

static KindCounts classifyAirCall(const CallInst &call) {
  Expected<AirCall> air = classifyAirFunction(*call.getCalledFunction());
  if (!air) {
    consumeError(air.takeError());
    return {};
  }
  switch (air->group) {
  case AirGroup::Math:
    return classifyMath(*air, call.getType());
  case AirGroup::Integer:
    return classifyInteger(*air, call.getType());
  case AirGroup::Convert:
    return classifyConvert(*air, call.getType());
  case AirGroup::CrossLane:
    return classifyCrossLane(call, *air);
  case AirGroup::Matrix:
    return classifyMatrix(call, *air);
  default:
    return {};
  }
}

static KindCounts classifyIntrinsic(const IntrinsicInst &call) {
  const Type *type = call.getType();
  uint32_t n = getElements(type);
  switch (call.getIntrinsicID()) {
  case Intrinsic::fma:
  case Intrinsic::fmuladd:
    return makeFloat(type, Kind::FFma16, Kind::FFma32);
  case Intrinsic::minnum:
  case Intrinsic::maxnum:
  case Intrinsic::minimum:
  case Intrinsic::maximum:
  case Intrinsic::copysign:
    return makeFloat(type, Kind::FMinMax16, Kind::FMinMax32);
  case Intrinsic::floor:
  case Intrinsic::ceil:
  case Intrinsic::trunc:
  case Intrinsic::rint:
  case Intrinsic::round:
    return {{isHalf(type) ? Kind::FRound16 : Kind::FRound32, n}};
  case Intrinsic::sqrt:
    return {{Kind::Sqrt, n}};
  case Intrinsic::exp2:
    return {{Kind::Exp2, n}};
  case Intrinsic::exp:
    return {{Kind::FMul32, n}, {Kind::Exp2, n}};
  case Intrinsic::log2:
    return {{Kind::Log2, n}};
  case Intrinsic::log:
    return {{Kind::Log2, n}, {Kind::FMul32, n}};
  case Intrinsic::smin:
  case Intrinsic::smax:
  case Intrinsic::umin:
  case Intrinsic::umax:
  case Intrinsic::abs:
    return makeBitwise(type);
  case Intrinsic::ctpop:
  case Intrinsic::ctlz:
  case Intrinsic::cttz:
  case Intrinsic::bitreverse:
  case Intrinsic::bswap:
    return {{Kind::CountBits, n}};
  case Intrinsic::fshl:
  case Intrinsic::fshr:
    return {{Kind::BitField, n}};
  case Intrinsic::uadd_sat:
  case Intrinsic::usub_sat:
  case Intrinsic::sadd_sat:
  case Intrinsic::ssub_sat:
    return {{isWide(type) ? Kind::IAdd64 : Kind::IAdd32, 2 * n}};
  default:
    return {};
  }
}

//===----------------------------------------------------------------------===//
// All instructions
//===----------------------------------------------------------------------===//

KindCounts classifyInstruction(const Instruction &inst) {
  if (auto *binary = dyn_cast<BinaryOperator>(&inst))
    return classifyBinary(*binary);
  if (auto *cast = dyn_cast<CastInst>(&inst))
    return classifyCast(*cast);
  if (auto *address = dyn_cast<GetElementPtrInst>(&inst))
    return classifyAddress(*address);
  if (auto *intrinsic = dyn_cast<IntrinsicInst>(&inst))
    return classifyIntrinsic(*intrinsic);
  if (auto *call = dyn_cast<CallInst>(&inst))
    return call->getCalledFunction() ? classifyAirCall(*call) : KindCounts();
  if (auto *compare = dyn_cast<CmpInst>(&inst)) {
    const Type *type = compare->getOperand(0)->getType();
    return compare->isIntPredicate() ? makeAdd(type)
                                     : makeFloat(type, Kind::FMinMax16, Kind::FMinMax32);
  }
  if (isa<SelectInst>(inst))
    return inst.getType()->isFPOrFPVectorTy()
               ? KindCounts{{isHalf(inst.getType()) ? Kind::FMinMax16 : Kind::FMinMax32,
                             getElements(inst.getType())}}
               : makeBitwise(inst.getType());
  if (inst.isTerminator() && inst.getNumSuccessors() > 0)
    return {{Kind::Branch, 1}};
  return {};
}

} // namespace tritonmetal::executor
