//===- Words.h - Integer expressions in C++'s notation ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Software arithmetic is long; operators keep it readable. A Word is an integer value, a
// scalar or a vector, and each operator makes one op:
//
//   Word magnitude = x & 0x7fff'ffff'ffff'ffff;      arith.andi
//   Word isLarge = magnitude >= kInfinity;           arith.cmpi uge, a Word of i1
//   return select(isLarge, x, magnitude >> 11);      arith.select, arith.shrui
//
// Words are unsigned: shifts bring in zeros, comparisons do not look at a sign. Where the
// sign counts it is said: isNegative, signedLess, shiftSigned. Shift amounts have the type
// of the word, and must be below its width.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_WORDS_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_WORDS_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Metal/Transforms/ElementBuilder.h"

#include "mlir/IR/TypeUtilities.h"

namespace tritonmetal::metal {

class Word {
public:
  Word(ElementBuilder &builder, mlir::Value value) : builder(&builder), value(value) {}

  mlir::Value getValue() const { return value; }
  ElementBuilder &getBuilder() const { return *builder; }

  /// A constant of this word's type.
  Word constant(uint64_t number) const {
    return {*builder, builder->constant(value.getType(), int64_t(number))};
  }
  template <typename Op>
  Word make(Word other) const {
    return {*builder, builder->make<Op>(value, other.value)};
  }
  template <typename Op>
  Word make(uint64_t number) const {
    return make<Op>(constant(number));
  }
  Word compare(mlir::arith::CmpIPredicate predicate, Word other) const {
    return {*builder, builder->cmpi(predicate, value, other.value)};
  }
  template <typename Op>
  Word cast(unsigned width) const {
    return {*builder, builder->cast<Op>(builder->integer(width), value)};
  }
  /// 0 or 1, of an i1; the lower bits, of a wider word.
  Word extend(unsigned width = 64) const { return cast<mlir::arith::ExtUIOp>(width); }
  Word truncate(unsigned width) const { return cast<mlir::arith::TruncIOp>(width); }

private:
  ElementBuilder *builder;
  mlir::Value value;
};

// Each with a word or a number on the right.
#define TRITON_METAL_WORD_OPERATOR(symbol, Op)                                                     \
  inline Word operator symbol(Word a, Word b) { return a.make<mlir::arith::Op>(b); }               \
  inline Word operator symbol(Word a, uint64_t b) { return a.make<mlir::arith::Op>(b); }
TRITON_METAL_WORD_OPERATOR(+, AddIOp)
TRITON_METAL_WORD_OPERATOR(-, SubIOp)
TRITON_METAL_WORD_OPERATOR(*, MulIOp)
TRITON_METAL_WORD_OPERATOR(&, AndIOp)
TRITON_METAL_WORD_OPERATOR(|, OrIOp)
TRITON_METAL_WORD_OPERATOR(^, XOrIOp)
TRITON_METAL_WORD_OPERATOR(<<, ShLIOp)
TRITON_METAL_WORD_OPERATOR(>>, ShRUIOp)
#undef TRITON_METAL_WORD_OPERATOR

#define TRITON_METAL_WORD_COMPARISON(symbol, predicate)                                            \
  inline Word operator symbol(Word a, Word b) {                                                    \
    return a.compare(mlir::arith::CmpIPredicate::predicate, b);                                    \
  }                                                                                                \
  inline Word operator symbol(Word a, uint64_t b) { return a symbol a.constant(b); }
TRITON_METAL_WORD_COMPARISON(==, eq)
TRITON_METAL_WORD_COMPARISON(!=, ne)
TRITON_METAL_WORD_COMPARISON(<, ult)
TRITON_METAL_WORD_COMPARISON(<=, ule)
TRITON_METAL_WORD_COMPARISON(>, ugt)
TRITON_METAL_WORD_COMPARISON(>=, uge)
#undef TRITON_METAL_WORD_COMPARISON

/// Of an i1.
inline Word operator!(Word a) { return a ^ 1; }
inline Word operator-(Word a) { return a.constant(0) - a; }
inline Word operator~(Word a) { return a ^ ~uint64_t(0); }

inline Word select(Word condition, Word a, Word b) {
  ElementBuilder &builder = a.getBuilder();
  return {builder, builder.select(condition.getValue(), a.getValue(), b.getValue())};
}
inline Word select(Word condition, Word a, uint64_t b) {
  return select(condition, a, a.constant(b));
}
inline Word select(Word condition, uint64_t a, Word b) {
  return select(condition, b.constant(a), b);
}

inline Word isNegative(Word a) { return a.compare(mlir::arith::CmpIPredicate::slt, a.constant(0)); }
inline Word signedLess(Word a, Word b) { return a.compare(mlir::arith::CmpIPredicate::slt, b); }
inline Word signedLess(Word a, uint64_t b) { return signedLess(a, a.constant(b)); }
/// Brings in copies of the sign.
inline Word shiftSigned(Word a, uint64_t bits) { return a.make<mlir::arith::ShRSIOp>(bits); }
/// All ones if the sign is set, else zero.
inline Word signMask(Word a) { return shiftSigned(a, 63); }

inline Word max(Word a, Word b) { return a.make<mlir::arith::MaxUIOp>(b); }
inline Word max(Word a, uint64_t b) { return a.make<mlir::arith::MaxUIOp>(b); }
inline Word min(Word a, Word b) { return a.make<mlir::arith::MinUIOp>(b); }
inline Word min(Word a, uint64_t b) { return a.make<mlir::arith::MinUIOp>(b); }
inline Word signedMax(Word a, int64_t b) { return a.make<mlir::arith::MaxSIOp>(uint64_t(b)); }
inline Word signedMax(Word a, Word b) { return a.make<mlir::arith::MaxSIOp>(b); }
inline Word signedMin(Word a, int64_t b) { return a.make<mlir::arith::MinSIOp>(uint64_t(b)); }
inline Word signedClamp(Word a, int64_t low, int64_t high) {
  return signedMin(signedMax(a, low), high);
}

/// The upper half of the product.
inline Word multiplyHigh(Word a, Word b) { return a.make<MultiplyHighOp>(b); }
inline Word multiplyHigh(Word a, uint64_t b) { return a.make<MultiplyHighOp>(b); }

/// Zeros in front of the first one; 64 for 0.
inline Word countZeros(Word a) {
  ElementBuilder &builder = a.getBuilder();
  return {builder, builder.apply<mlir::math::CountLeadingZerosOp>(a.getValue())};
}

/// The same, but 63 for 0 and for 1, so that one may shift by it.
inline Word leadingZeros(Word a) { return countZeros(a | 1); }

/// a shifted right by `bits`, its last bit set if anything else got lost: enough for the
/// sums and roundings that follow to come out right.
inline Word shiftSticky(Word a, Word bits) {
  Word shifted = a >> bits;
  return shifted | ((shifted << bits) != a).extend();
}

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_WORDS_H
