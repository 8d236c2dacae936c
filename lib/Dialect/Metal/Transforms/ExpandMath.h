//===- ExpandMath.h - Steps of metal-expand-math ----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The pass walks a kernel four times, each time with patterns that leave only what a
// later walk expands:
//
//   widen        bf16 arithmetic and f16 functions in f32     ExpandNarrowFloats.cpp
//   functions    erf, expm1, … by polynomials                 ExpandFunctions.cpp
//   primitives   maximumf, isnan, ceildivsi, i1 arithmetic    ExpandFloats.cpp, ExpandIntegers.cpp
//   conversions  bf16 <-> f32 in integer code                 ExpandNarrowFloats.cpp
//
// Everything is elementwise, so one code serves scalars and vectors of any length.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_EXPANDMATH_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_EXPANDMATH_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/TypeUtilities.h"

namespace tritonmetal::metal {

void populateWidenPatterns(mlir::RewritePatternSet &patterns);
void populateFunctionPatterns(mlir::RewritePatternSet &patterns);
void populateFloatPatterns(mlir::RewritePatternSet &patterns);
void populateIntegerPatterns(mlir::RewritePatternSet &patterns);
void populateConversionPatterns(mlir::RewritePatternSet &patterns);

/// Writes arithmetic on values shaped like `like`: a scalar, or a vector of any length.
class ElementBuilder {
public:
  ElementBuilder(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value like)
      : builder(builder), loc(loc), shape(like.getType()) {}

  /// `element`, or a vector of it.
  mlir::Type typeOf(mlir::Type element) const;
  mlir::Type f32() const { return typeOf(builder.getF32Type()); }
  mlir::Type i16() const { return typeOf(builder.getI16Type()); }
  mlir::Type i32() const { return typeOf(builder.getI32Type()); }
  mlir::Type integer(unsigned width) const { return typeOf(builder.getIntegerType(width)); }

  mlir::Value constant(mlir::Type type, const llvm::APInt &value);
  mlir::Value constant(mlir::Type type, int64_t value);
  mlir::Value constant(mlir::Type type, double value);
  mlir::Value constant(float value) { return constant(f32(), double(value)); }

  template <typename Op>
  mlir::Value make(mlir::Value a, mlir::Value b) {
    return Op::create(builder, loc, a, b);
  }
  template <typename Op>
  mlir::Value cast(mlir::Type type, mlir::Value value) {
    return Op::create(builder, loc, type, value);
  }
  mlir::Value bitcast(mlir::Type type, mlir::Value value) {
    return cast<mlir::arith::BitcastOp>(type, value);
  }

  mlir::Value addf(mlir::Value a, mlir::Value b) { return make<mlir::arith::AddFOp>(a, b); }
  mlir::Value subf(mlir::Value a, mlir::Value b) { return make<mlir::arith::SubFOp>(a, b); }
  mlir::Value mulf(mlir::Value a, mlir::Value b) { return make<mlir::arith::MulFOp>(a, b); }
  mlir::Value divf(mlir::Value a, mlir::Value b) { return make<mlir::arith::DivFOp>(a, b); }
  mlir::Value negf(mlir::Value a) { return mlir::arith::NegFOp::create(builder, loc, a); }
  mlir::Value absf(mlir::Value a) { return mlir::math::AbsFOp::create(builder, loc, a); }
  mlir::Value fma(mlir::Value a, mlir::Value b, mlir::Value c) {
    return mlir::math::FmaOp::create(builder, loc, a, b, c);
  }
  mlir::Value copysign(mlir::Value magnitude, mlir::Value sign) {
    return make<mlir::math::CopySignOp>(magnitude, sign);
  }

  mlir::Value addi(mlir::Value a, mlir::Value b) { return make<mlir::arith::AddIOp>(a, b); }
  mlir::Value subi(mlir::Value a, mlir::Value b) { return make<mlir::arith::SubIOp>(a, b); }
  mlir::Value muli(mlir::Value a, mlir::Value b) { return make<mlir::arith::MulIOp>(a, b); }
  mlir::Value andi(mlir::Value a, mlir::Value b) { return make<mlir::arith::AndIOp>(a, b); }
  mlir::Value ori(mlir::Value a, mlir::Value b) { return make<mlir::arith::OrIOp>(a, b); }
  mlir::Value xori(mlir::Value a, mlir::Value b) { return make<mlir::arith::XOrIOp>(a, b); }
  mlir::Value shli(mlir::Value a, int64_t bits) {
    return make<mlir::arith::ShLIOp>(a, constant(a.getType(), bits));
  }
  mlir::Value shrui(mlir::Value a, int64_t bits) {
    return make<mlir::arith::ShRUIOp>(a, constant(a.getType(), bits));
  }
  mlir::Value shrsi(mlir::Value a, int64_t bits) {
    return make<mlir::arith::ShRSIOp>(a, constant(a.getType(), bits));
  }

  mlir::Value cmpf(mlir::arith::CmpFPredicate predicate, mlir::Value a, mlir::Value b) {
    return mlir::arith::CmpFOp::create(builder, loc, predicate, a, b);
  }
  mlir::Value cmpi(mlir::arith::CmpIPredicate predicate, mlir::Value a, mlir::Value b) {
    return mlir::arith::CmpIOp::create(builder, loc, predicate, a, b);
  }
  mlir::Value isNaN(mlir::Value a) { return cmpf(mlir::arith::CmpFPredicate::UNO, a, a); }
  mlir::Value select(mlir::Value condition, mlir::Value a, mlir::Value b) {
    return mlir::arith::SelectOp::create(builder, loc, condition, a, b);
  }
  /// The smaller of `a` and the number `limit`; a NaN stays.
  mlir::Value clampAbove(mlir::Value a, float limit) {
    mlir::Value bound = constant(limit);
    return select(cmpf(mlir::arith::CmpFPredicate::OGT, a, bound), bound, a);
  }
  /// coefficients[0] * x^n + … + coefficients[n], by Horner's rule with fma.
  mlir::Value polynomial(mlir::Value x, llvm::ArrayRef<float> coefficients);

private:
  mlir::OpBuilder &builder;
  mlir::Location loc;
  mlir::Type shape;
};

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_EXPANDMATH_H
