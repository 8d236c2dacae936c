//===- PointeeNames.cpp - Element types stated by names -------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Names of AIR functions end in type suffixes ("i32", "v4f32", "p3f16" = half addrspace(3)*), and
// argument metadata names MSL types ("half4"). Both say what a pointer points to; Apple's AIR
// verifier refuses intrinsics whose declared pointee contradicts their name.
//
//===----------------------------------------------------------------------===//

#include "PointerTyping.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/Function.h"

using namespace llvm;

namespace tritonmetal::air {

/// "f16", "bf16", "i32", "v4f32"; null for anything else.
static Type *typeFromSuffix(LLVMContext &context, StringRef suffix) {
  if (suffix.consume_front("v")) {
    unsigned count;
    if (suffix.consumeInteger(10, count) || count == 0 || count > 1024 || suffix.starts_with("v"))
      return nullptr;
    Type *element = typeFromSuffix(context, suffix);
    return element ? FixedVectorType::get(element, count) : nullptr;
  }
  return StringSwitch<Type *>(suffix)
      .Case("bf16", Type::getBFloatTy(context))
      .Case("f16", Type::getHalfTy(context))
      .Case("f32", Type::getFloatTy(context))
      .Case("i1", Type::getInt1Ty(context))
      .Case("i8", Type::getInt8Ty(context))
      .Case("i16", Type::getInt16Ty(context))
      .Case("i32", Type::getInt32Ty(context))
      .Case("i64", Type::getInt64Ty(context))
      .Default(nullptr);
}

SmallVector<Type *, 4> pointeesFromName(const Function &function) {
  SmallVector<Type *, 4> pointees;
  for (const Argument &argument : function.args())
    if (argument.getType()->isPointerTy())
      pointees.push_back(nullptr);
  StringRef name = function.getName();
  if (pointees.empty() || !name.starts_with("air."))
    return pointees;

  LLVMContext &context = function.getContext();
  SmallVector<StringRef, 8> parts;
  name.split(parts, '.');
  bool wholeNameSaysElement = name.starts_with("air.atomic.") || name.starts_with("air.sincos.") ||
                              name.starts_with("air.fast_sincos.");
  if (wholeNameSaysElement) {
    pointees.assign(pointees.size(), typeFromSuffix(context, parts.back()));
    return pointees;
  }

  // "pN" and a type, once for each pointer parameter.
  unsigned index = 0;
  for (StringRef part : parts) {
    unsigned space;
    if (index == pointees.size() || !part.consume_front("p") || part.consumeInteger(10, space))
      continue;
    if (Type *type = typeFromSuffix(context, part))
      pointees[index++] = type;
  }
  return pointees;
}

Type *typeFromMSLName(LLVMContext &context, StringRef name) {
  StringRef scalar = name.rtrim("234");
  StringRef width = name.drop_front(scalar.size());
  Type *type = StringSwitch<Type *>(scalar)
                   .Cases({"bool", "char", "uchar"}, Type::getInt8Ty(context))
                   .Cases({"short", "ushort"}, Type::getInt16Ty(context))
                   .Cases({"int", "uint"}, Type::getInt32Ty(context))
                   .Cases({"long", "ulong"}, Type::getInt64Ty(context))
                   .Case("half", Type::getHalfTy(context))
                   .Case("bfloat", Type::getBFloatTy(context))
                   .Case("float", Type::getFloatTy(context))
                   .Default(nullptr);
  if (!type || width.empty())
    return type;
  return width.size() == 1 ? FixedVectorType::get(type, width[0] - '0') : nullptr;
}

} // namespace tritonmetal::air
