//===- Diagnostics.cpp - Errors with a place ------------------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Diagnostics.h"

#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace tritonmetal::air {

Error makeError(const Instruction &inst, const Twine &what) {
  std::string place;
  if (const DILocation *location = inst.getDebugLoc().get())
    place = formatv("{0}:{1}:{2}: ", sys::path::filename(location->getFilename()),
                    location->getLine(), location->getColumn());
  return createStringError(
      formatv("{0}kernel '{1}': {2}", place, inst.getFunction()->getName(), what.str()));
}

std::string printType(Type *type) {
  std::string text;
  raw_string_ostream stream(text);
  type->print(stream);
  return text;
}

/// 0 thread, 1 device, 2 constant, 3 threadgroup.
static constexpr unsigned lastAddressSpace = 3;

static std::string explainInteger(unsigned width, bool oddIntegers) {
  if (width > 64)
    return formatv("i{0} has more than 64 bits, which no Metal integer has", width);
  bool legal = width == 1 || width == 8 || width == 16 || width == 32 || width == 64;
  return legal || oddIntegers ? "" : formatv("i{0} is not an integer type of Metal", width).str();
}

static std::string explainVector(Type *type, bool oddIntegers) {
  auto *vector = dyn_cast<FixedVectorType>(type);
  if (!vector)
    return formatv("{0} is a scalable vector", printType(type));
  unsigned lanes = vector->getNumElements();
  // 2, 3, 4 are Metal's vectors, 8 and 64 fragments of SIMD-group matrices.
  bool known = lanes == 2 || lanes == 3 || lanes == 4 || lanes == 8 || lanes == 16 || lanes == 64;
  if (!known)
    return formatv("{0} has {1} elements; vectors have 2, 3, 4, 8, 16 or 64", printType(type),
                   lanes);
  if (vector->getElementType()->isPointerTy())
    return formatv("{0} is a vector of pointers", printType(type));
  return explainType(vector->getElementType(), oddIntegers);
}

std::string explainType(Type *type, bool oddIntegers) {
  switch (type->getTypeID()) {
  case Type::VoidTyID:
  case Type::LabelTyID:
  case Type::HalfTyID:
  case Type::BFloatTyID:
  case Type::FloatTyID:
    return "";
  case Type::DoubleTyID:
    return "double is 64-bit floating point, which Apple GPUs do not have";
  case Type::IntegerTyID:
    return explainInteger(type->getIntegerBitWidth(), oddIntegers);
  case Type::PointerTyID:
    if (type->getPointerAddressSpace() <= lastAddressSpace)
      return "";
    return formatv("{0} is in an address space that AIR does not have", printType(type));
  case Type::FixedVectorTyID:
  case Type::ScalableVectorTyID:
    return explainVector(type, oddIntegers);
  default:
    return formatv("values of type {0} do not exist in AIR", printType(type));
  }
}

std::string explainMemoryType(Type *type, bool oddIntegers) {
  if (auto *array = dyn_cast<ArrayType>(type))
    return explainMemoryType(array->getElementType(), oddIntegers);
  auto *structure = dyn_cast<StructType>(type);
  if (!structure)
    return explainType(type, oddIntegers);
  if (structure->isOpaque())
    return formatv("{0} has no size", printType(type));
  for (Type *field : structure->elements())
    if (std::string reason = explainMemoryType(field, oddIntegers); !reason.empty())
      return reason;
  return "";
}

Error checkTypes(const Instruction &inst, bool oddIntegers) {
  // Their struct results are taken apart by the legaliser, their metadata operands are dropped.
  bool intrinsic = oddIntegers && isa<IntrinsicInst, ExtractValueInst>(inst);
  std::string reason = intrinsic && inst.getType()->isStructTy()
                           ? explainMemoryType(inst.getType(), oddIntegers)
                           : explainType(inst.getType(), oddIntegers);
  for (const Use &operand : inst.operands()) {
    Type *type = operand->getType();
    if (!reason.empty() || (intrinsic && (type->isMetadataTy() || type->isStructTy())))
      continue;
    reason = explainType(type, oddIntegers);
  }
  if (auto *alloca = dyn_cast<AllocaInst>(&inst); alloca && reason.empty())
    reason = explainMemoryType(alloca->getAllocatedType(), oddIntegers);
  if (auto *gep = dyn_cast<GetElementPtrInst>(&inst); gep && reason.empty())
    reason = explainMemoryType(gep->getSourceElementType(), oddIntegers);
  return reason.empty() ? Error::success() : makeError(inst, reason);
}

} // namespace tritonmetal::air
