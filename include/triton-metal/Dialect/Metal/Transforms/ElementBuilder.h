//===- ElementBuilder.h - Arithmetic on a scalar or a vector ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// One notation for code that is the same for every element:
//
//   ElementBuilder b(builder, loc, x);                   x : f32, or vector<R x f32>
//   Value y = b.fma(x, x, b.constant(1.0f));             constants take the same shape
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_TRANSFORMS_ELEMENTBUILDER_H
#define TRITON_METAL_DIALECT_METAL_TRANSFORMS_ELEMENTBUILDER_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Builders.h"

namespace tritonmetal::metal {

/// Writes arithmetic on values shaped like `like`: a scalar, or a vector of any length.
class ElementBuilder {
public:
  ElementBuilder(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value like)
      : builder(builder), loc(loc), shape(like.getType()) {}

  /// `element`, or a vector of it.
  mlir::Type typeOf(mlir::Type element) const;
  mlir::Type f16() const { return typeOf(builder.getF16Type()); }
  mlir::Type f32() const { return typeOf(builder.getF32Type()); }
  mlir::Type i1() const { return typeOf(builder.getI1Type()); }
  mlir::Type i8() const { return typeOf(builder.getI8Type()); }
  mlir::Type i16() const { return typeOf(builder.getI16Type()); }
  mlir::Type i32() const { return typeOf(builder.getI32Type()); }
  mlir::Type integer(unsigned width) const { return typeOf(builder.getIntegerType(width)); }

  mlir::Value constant(mlir::Type type, const llvm::APInt &value);
  mlir::Value constant(mlir::Type type, int64_t value);
  mlir::Value constant(mlir::Type type, double value);
  mlir::Value constant(float value) { return constant(f32(), double(value)); }
  /// An i32 by its bits: f32 patterns, masks.
  mlir::Value word(uint32_t bits) { return constant(i32(), int64_t(bits)); }

  template <typename Op>
  mlir::Value make(mlir::Value a, mlir::Value b) {
    return Op::create(builder, loc, a, b);
  }
  template <typename Op>
  mlir::Value apply(mlir::Value a) {
    return Op::create(builder, loc, a);
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
  mlir::Value sqrt(mlir::Value a) { return apply<mlir::math::SqrtOp>(a); }
  mlir::Value exp(mlir::Value a) { return apply<mlir::math::ExpOp>(a); }
  mlir::Value exp2(mlir::Value a) { return apply<mlir::math::Exp2Op>(a); }
  mlir::Value log(mlir::Value a) { return apply<mlir::math::LogOp>(a); }
  mlir::Value rint(mlir::Value a) { return apply<mlir::math::RoundEvenOp>(a); }
  mlir::Value maxnum(mlir::Value a, mlir::Value b) { return make<mlir::arith::MaxNumFOp>(a, b); }
  mlir::Value minnum(mlir::Value a, mlir::Value b) { return make<mlir::arith::MinNumFOp>(a, b); }
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
  /// Comparisons that are false for NaN.
  mlir::Value isLess(mlir::Value a, mlir::Value b) {
    return cmpf(mlir::arith::CmpFPredicate::OLT, a, b);
  }
  mlir::Value isLess(mlir::Value a, float limit) { return isLess(a, constant(limit)); }
  mlir::Value isGreater(mlir::Value a, float limit) {
    return cmpf(mlir::arith::CmpFPredicate::OGT, a, constant(limit));
  }
  mlir::Value isEqual(mlir::Value a, float number) {
    return cmpf(mlir::arith::CmpFPredicate::OEQ, a, constant(number));
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

  mlir::OpBuilder &getBuilder() { return builder; }
  mlir::Location getLoc() const { return loc; }

private:
  mlir::OpBuilder &builder;
  mlir::Location loc;
  mlir::Type shape;
};

} // namespace tritonmetal::metal

#endif // TRITON_METAL_DIALECT_METAL_TRANSFORMS_ELEMENTBUILDER_H
