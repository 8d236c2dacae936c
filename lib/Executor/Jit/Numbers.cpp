//===- Numbers.cpp - Arithmetic on AIR's floats, in LLVM IR ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Numbers.h"

#include "llvm/IR/Constants.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

Type *withElement(Type *shape, Type *element) {
  auto *vector = dyn_cast<FixedVectorType>(shape);
  return vector ? FixedVectorType::get(element, vector->getNumElements()) : element;
}

NumberBuilder::NumberBuilder(const ThreadFunction &thread, IRBuilderBase &builder)
    : thread(thread), builder(builder), flushes(thread.options.denormals == DenormalMode::Flush) {}

//===----------------------------------------------------------------------===//
// Bits
//===----------------------------------------------------------------------===//

Value *NumberBuilder::toBits(Value *value) {
  Type *type = value->getType();
  return builder.CreateBitCast(value,
                               withElement(type, builder.getIntNTy(type->getScalarSizeInBits())));
}

Value *NumberBuilder::fromBits(Value *bits, Type *element) {
  return builder.CreateBitCast(bits, withElement(bits->getType(), element));
}

/// Zero of the same sign in place of a denormal. On the bits: LLVM may take a comparison of floats
/// to treat denormals as the host does.
Value *NumberBuilder::flush(Value *value) {
  if (!flushes || flushed.contains(value))
    return value;
  Value *bits = toBits(value);
  Type *type = bits->getType();
  Value *exponent = builder.CreateAnd(bits, ConstantInt::get(type, 0x7f800000));
  Value *isDenormal = builder.CreateICmpEQ(exponent, ConstantInt::get(type, 0));
  Value *zero = builder.CreateAnd(bits, ConstantInt::get(type, 0x80000000));
  Value *result = fromBits(builder.CreateSelect(isDenormal, zero, bits), builder.getFloatTy());
  flushed.insert(result);
  return result;
}

/// On the bits, since LLVM takes the NaNs of arithmetic to be all the same.
Value *NumberBuilder::makeCanonical(Value *value) {
  Type *element = value->getType()->getScalarType();
  unsigned width = element->getScalarSizeInBits();
  uint64_t infinity = width == 32 ? 0x7f800000 : element->isHalfTy() ? 0x7c00 : 0x7f80;
  uint64_t quiet = width == 32 ? 0x7fc00000 : element->isHalfTy() ? 0x7e00 : 0x7fc0;
  Value *bits = toBits(value);
  Type *type = bits->getType();
  Value *magnitude =
      builder.CreateAnd(bits, ConstantInt::get(type, (uint64_t(1) << (width - 1)) - 1));
  Value *isNaN = builder.CreateICmpUGT(magnitude, ConstantInt::get(type, infinity));
  Value *result =
      fromBits(builder.CreateSelect(isNaN, ConstantInt::get(type, quiet), bits), element);
  if (flushed.contains(value))
    flushed.insert(result);
  return result;
}

//===----------------------------------------------------------------------===//
// In and out
//===----------------------------------------------------------------------===//

Value *NumberBuilder::widen(Value *value) {
  Type *element = value->getType()->getScalarType();
  if (element->isFloatTy())
    return value;
  Type *floats = withElement(value->getType(), builder.getFloatTy());
  Value *bits = toBits(value);
  if (element->isBFloatTy()) {
    Type *words = withElement(value->getType(), builder.getInt32Ty());
    Value *word = builder.CreateShl(builder.CreateZExt(bits, words), ConstantInt::get(words, 16));
    return builder.CreateBitCast(word, floats);
  }
  if (thread.features.halfConversions)
    return builder.CreateFPExt(value, floats);
  FunctionCallee decode =
      thread.getHostFunction(names::decodeHalf, builder.getFloatTy(), {builder.getInt16Ty()});
  return mapElements(bits, floats,
                     [&](Value *element) { return builder.CreateCall(decode, element); });
}

Value *NumberBuilder::toFloat(Value *value) {
  return value->getType()->getScalarType()->isFloatTy() ? flush(value) : widen(value);
}

/// Rounds to nearest even, and NaN becomes the canonical one.
Value *NumberBuilder::roundToBFloat(Value *value) {
  Value *bits = toBits(value);
  Type *type = bits->getType();
  auto constant = [&](uint64_t number) { return ConstantInt::get(type, number); };
  Value *odd = builder.CreateAnd(builder.CreateLShr(bits, constant(16)), constant(1));
  Value *rounded = builder.CreateAdd(builder.CreateAdd(bits, constant(0x7fff)), odd);
  Value *upper = builder.CreateLShr(rounded, constant(16));
  Value *number = builder.CreateSelect(isNaN(value), constant(0x7fc0), upper);
  Value *word = builder.CreateTrunc(number, withElement(type, builder.getInt16Ty()));
  return fromBits(word, builder.getBFloatTy());
}

Value *NumberBuilder::fromFloat(Value *value, Type *element, bool canonical) {
  Value *result;
  if (element->isBFloatTy())
    return roundToBFloat(value);
  if (element->isFloatTy()) {
    result = flush(value);
  } else if (thread.features.halfConversions) {
    result = builder.CreateFPTrunc(value, withElement(value->getType(), element));
  } else {
    Type *doubles = withElement(value->getType(), builder.getDoubleTy());
    return fromDouble(builder.CreateFPExt(value, doubles), element, canonical);
  }
  return canonical ? makeCanonical(result) : result;
}

Value *NumberBuilder::fromDouble(Value *value, Type *element, bool canonical) {
  if (element->isFloatTy()) {
    Type *floats = withElement(value->getType(), element);
    return fromFloat(builder.CreateFPTrunc(value, floats), element, canonical);
  }
  StringRef name = element->isHalfTy() ? names::encodeHalf : names::encodeBFloat;
  FunctionCallee encode =
      thread.getHostFunction(name, builder.getInt16Ty(), {builder.getDoubleTy()});
  Type *words = withElement(value->getType(), builder.getInt16Ty());
  Value *bits =
      mapElements(value, words, [&](Value *number) { return builder.CreateCall(encode, number); });
  return fromBits(bits, element);
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

Value *NumberBuilder::createExtreme(Value *a, Value *b, bool largest) {
  Value *better = largest ? builder.CreateFCmpOGT(a, b) : builder.CreateFCmpOLT(a, b);
  Value *chosen = builder.CreateSelect(better, a, b);
  chosen = builder.CreateSelect(isNaN(b), a, chosen);
  // Equal numbers have equal bits but for the sign of zero.
  Value *both =
      largest ? builder.CreateAnd(toBits(a), toBits(b)) : builder.CreateOr(toBits(a), toBits(b));
  return builder.CreateSelect(builder.CreateFCmpOEQ(a, b), fromBits(both, builder.getFloatTy()),
                              chosen);
}

/// See `addRoundedToOdd` in FloatFormats.h; here for floats whose sum does not overflow.
Value *NumberBuilder::addRoundedToOdd(Value *a, Value *b) {
  Value *sum = builder.CreateFAdd(a, b);
  Value *other = builder.CreateFSub(sum, a);
  Value *lost = builder.CreateFAdd(builder.CreateFSub(a, builder.CreateFSub(sum, other)),
                                   builder.CreateFSub(b, other));
  Value *zero = Constant::getNullValue(sum->getType());
  Value *bits = toBits(sum);
  Type *type = bits->getType();
  auto constant = [&](uint64_t number) { return ConstantInt::get(type, number); };
  Value *exact = builder.CreateFCmpUEQ(lost, zero); // also if the sum is not finite
  Value *odd = builder.CreateICmpNE(builder.CreateAnd(bits, constant(1)), constant(0));
  // The neighbour on the lost part's side is farther from zero if both have the same sign.
  Value *outwards =
      builder.CreateICmpEQ(builder.CreateFCmpOGT(sum, zero), builder.CreateFCmpOGT(lost, zero));
  Value *step = builder.CreateSelect(outwards, constant(1), constant(uint32_t(-1)));
  Value *neighbour = fromBits(builder.CreateAdd(bits, step), builder.getFloatTy());
  return builder.CreateSelect(builder.CreateOr(exact, odd), sum, neighbour);
}

Value *NumberBuilder::createFma(Value *a, Value *b, Value *c, bool canonical) {
  Type *element = a->getType()->getScalarType();
  if (element->isBFloatTy())
    return nullptr;
  Value *left = toFloat(a), *right = toFloat(b), *addend = toFloat(c);
  // The product of two halves is exact in float.
  Value *sum = element->isHalfTy() ? addRoundedToOdd(builder.CreateFMul(left, right), addend)
                                   : builder.CreateIntrinsic(Intrinsic::fma, {left->getType()},
                                                             {left, right, addend});
  return fromFloat(sum, element, canonical);
}

} // namespace tritonmetal::executor::jit
