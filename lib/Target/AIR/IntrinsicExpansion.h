//===- IntrinsicExpansion.h - Scalar meanings of LLVM intrinsics -*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One value for one intrinsic call on scalars. `air.*` functions where AIR has them (they may be
// hardware instructions), plain instructions elsewhere:
//
//   llvm.sqrt.f32(x)        air.sqrt.f32(x)
//   llvm.sqrt.bf16(x)       fptrunc(air.sqrt.f32(fpext x))
//   llvm.fshl.i32(a, b, c)  (a << c % 32) | (b >> 1 >> 31 - c % 32)
//   llvm.uadd.sat.i8(a, b)  a + b < a ? 255 : a + b
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_INTRINSICEXPANSION_H
#define TRITON_METAL_LIB_TARGET_AIR_INTRINSICEXPANSION_H

#include "triton-metal/Target/AIR/ModuleTarget.h"

#include "llvm/IR/IRBuilder.h"

namespace tritonmetal::air {

/// "f32", "bf16", "i16" of a scalar type; with `sign` 's' or 'u', "s.i16".
std::string getTypeSuffix(llvm::Type *type, char sign = 0);

class IntrinsicExpansion {
public:
  IntrinsicExpansion(llvm::IRBuilderBase &builder, Version air) : b(builder), air(air) {}

  /// The value of a call of intrinsic `id` on scalars, or null if it has no counterpart.
  llvm::Value *expand(llvm::Intrinsic::ID id, llvm::ArrayRef<llvm::Value *> arguments,
                      llvm::Type *result);

  /// A call of an `air.*` function that the table knows in every version.
  llvm::Value *call(const llvm::Twine &name, llvm::ArrayRef<llvm::Value *> arguments);

  /// {value, overflow} of llvm.{s,u}{add,sub,mul}.with.overflow on scalars.
  std::pair<llvm::Value *, llvm::Value *> expandOverflow(llvm::Intrinsic::ID id, llvm::Value *a,
                                                         llvm::Value *c);

private:
  using Arguments = llvm::ArrayRef<llvm::Value *>;

  llvm::Value *expandFloat(llvm::Intrinsic::ID id, Arguments arguments);
  llvm::Value *expandInteger(llvm::Intrinsic::ID id, Arguments arguments, llvm::Type *result);
  llvm::Value *expandOddInteger(llvm::Intrinsic::ID id, Arguments arguments, llvm::Type *result);
  llvm::Value *expandSaturating(llvm::Intrinsic::ID id, Arguments arguments);
  llvm::Value *callFloat(llvm::StringRef name, Arguments arguments);
  llvm::Value *propagatingMinMax(bool minimum, llvm::Value *a, llvm::Value *c);
  llvm::Value *copySign(llvm::Value *magnitude, llvm::Value *sign);
  llvm::Value *isClass(llvm::Value *value, uint64_t classes);
  llvm::Value *scaleByPowerOfTwo(llvm::Value *value, llvm::Value *exponent);
  llvm::Value *saturatingConversion(bool isSigned, llvm::Value *value, llvm::Type *result);
  llvm::Value *minMax(llvm::Intrinsic::ID id, llvm::Value *a, llvm::Value *c);
  llvm::Value *funnelShift(bool left, Arguments arguments);
  llvm::Value *maskPointer(llvm::Value *pointer, llvm::Value *mask);
  llvm::Value *swapBytes(llvm::Value *value);
  llvm::Value *threeWayCompare(bool isSigned, Arguments arguments, llvm::Type *result);
  llvm::Value *multiplyHigh(bool isSigned, llvm::Value *a, llvm::Value *c);
  llvm::Value *bitsOf(llvm::Value *value);

  llvm::IRBuilderBase &b;
  Version air;
};

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_INTRINSICEXPANSION_H
