//===- Numbers.h - Arithmetic on AIR's floats, in LLVM IR ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The counterpart of Interpreter/Numbers.h: how each format enters and leaves arithmetic. All of it
// is done in float, and nothing is left to what a host makes of denormals, NaN or 16-bit types:
//
//   half + half      fptrunc(fpext a + fpext b)           rounded once, see FloatBinary
//   float * float    flush(flush(a) * flush(b))
//
// A NaN that arithmetic makes has the bits that the host likes. Where they can be seen, they are
// replaced by those of the quiet NaN without payload (`canonical`).
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_NUMBERS_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_NUMBERS_H

#include "ThreadFunction.h"

#include "llvm/ADT/DenseSet.h"

namespace tritonmetal::executor::jit {

/// A scalar of type `element`, or a vector like `shape` of them.
llvm::Type *withElement(llvm::Type *shape, llvm::Type *element);

class NumberBuilder {
public:
  NumberBuilder(const ThreadFunction &thread, llvm::IRBuilderBase &builder);

  /// half, bfloat, float to float; float is flushed.
  llvm::Value *toFloat(llvm::Value *value);
  /// The same without flushing.
  llvm::Value *widen(llvm::Value *value);
  /// A float that arithmetic made to a type with elements `element`. `canonical`: the bits of a NaN
  /// matter.
  llvm::Value *fromFloat(llvm::Value *value, llvm::Type *element, bool canonical);
  /// Rounds a double once.
  llvm::Value *fromDouble(llvm::Value *value, llvm::Type *element, bool canonical);

  /// Integers of the width of the value's elements, and back.
  llvm::Value *toBits(llvm::Value *value);
  llvm::Value *fromBits(llvm::Value *bits, llvm::Type *element);

  llvm::Value *isNaN(llvm::Value *value) { return builder.CreateFCmpUNO(value, value); }
  /// Of numbers in float: see `minimumNumber`, `maximumNumber`.
  llvm::Value *createExtreme(llvm::Value *a, llvm::Value *b, bool largest);
  /// a * b + c, rounded once; null for formats that the interpreter has to do.
  llvm::Value *createFma(llvm::Value *a, llvm::Value *b, llvm::Value *c, bool canonical);

  /// Values known to be no denormals: need not be flushed again.
  llvm::DenseSet<const llvm::Value *> flushed;

  /// Applies `function` to each element; the results have the type `type`, a vector if `value` is.
  template <typename Function>
  llvm::Value *mapElements(llvm::Value *value, llvm::Type *type, Function function) {
    auto *vector = llvm::dyn_cast<llvm::FixedVectorType>(type);
    if (!vector)
      return function(value);
    llvm::Value *result = llvm::Constant::getNullValue(type);
    for (unsigned i = 0; i < vector->getNumElements(); ++i)
      result =
          builder.CreateInsertElement(result, function(builder.CreateExtractElement(value, i)), i);
    return result;
  }

private:
  llvm::Value *flush(llvm::Value *value);
  llvm::Value *makeCanonical(llvm::Value *value);
  llvm::Value *roundToBFloat(llvm::Value *value);
  llvm::Value *addRoundedToOdd(llvm::Value *a, llvm::Value *b);

  const ThreadFunction &thread;
  llvm::IRBuilderBase &builder;
  const bool flushes;
};

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_NUMBERS_H
