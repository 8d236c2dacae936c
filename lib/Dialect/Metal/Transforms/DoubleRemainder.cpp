//===- DoubleRemainder.cpp - fmod of doubles --------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Exact, so it is long division: with x = m * 2^(e - f) in units of the last place of
// y = n, the remainder is m mod n, shifted left by e - f bits and reduced on the way, eleven
// bits at a time:
//
//   rest = m % n
//   while (left > 0) { step = min(left, 11); rest = (rest << step) % n; left -= step; }
//
// The number of rounds differs from element to element, and is 0 for numbers of about the
// same size: a loop for each element of a vector.
//
//===----------------------------------------------------------------------===//

#include "Doubles.h"

#include "triton-metal/Dialect/Metal/IR/Marks.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;
using namespace tritonmetal::metal::doubles;

/// (first * 2^count) mod divisor of scalars; first and divisor have 53 bits.
static Value reduceScalar(OpBuilder &builder, Location loc, Value first, Value count,
                          Value divisor) {
  ElementBuilder b(builder, loc, first);
  SmallVector<Type> types(2, first.getType());
  Value start = b.make<arith::RemUIOp>(first, divisor);
  auto loop = scf::WhileOp::create(builder, loc, types, ValueRange{start, count});
  loop->setAttr(kDivergentAttrName, builder.getUnitAttr());
  OpBuilder::InsertionGuard guard(builder);
  SmallVector<Location> locs(2, loc);
  Block *before = builder.createBlock(&loop.getBefore(), {}, types, locs);
  Word left(b, before->getArgument(1));
  Value isMore = (left != 0).getValue();
  scf::ConditionOp::create(builder, loc, isMore, before->getArguments());
  Block *after = builder.createBlock(&loop.getAfter(), {}, types, locs);
  Word rest(b, after->getArgument(0)), remaining(b, after->getArgument(1));
  Word step = min(remaining, 11);
  Word next = (rest << step).make<arith::RemUIOp>(Word(b, divisor));
  scf::YieldOp::create(builder, loc, ValueRange{next.getValue(), (remaining - step).getValue()});
  return loop.getResult(0);
}

static Word reduce(Word first, Word count, Word divisor) {
  ElementBuilder &b = first.getBuilder();
  OpBuilder &builder = b.getBuilder();
  auto vector = dyn_cast<VectorType>(first.getValue().getType());
  if (!vector)
    return {b, reduceScalar(builder, b.getLoc(), first.getValue(), count.getValue(),
                            divisor.getValue())};
  SmallVector<Value> elements;
  for (int64_t i = 0; i < vector.getNumElements(); ++i) {
    auto take = [&](Word word) -> Value {
      return vector::ExtractOp::create(builder, b.getLoc(), word.getValue(), i);
    };
    elements.push_back(reduceScalar(builder, b.getLoc(), take(first), take(count), take(divisor)));
  }
  return {b, vector::FromElementsOp::create(builder, b.getLoc(), vector, elements)};
}

Word doubles::remainder(Word a, Word b) {
  Word magnitudeA = a & kMagnitude, magnitudeB = b & kMagnitude;
  Word isNaNResult = (magnitudeA >= kInfinity) | (magnitudeB > kInfinity) | (magnitudeB == 0);
  Word isSmall = (magnitudeA < magnitudeB) | isNaNResult;
  Parts x = split(magnitudeA), y = split(magnitudeB);
  // Nothing is to be done for what the special cases take.
  Word count = select(isSmall, x.exponent.constant(0), x.exponent - y.exponent);
  Word divisor = select(isSmall, y.significand.constant(1), y.significand);
  Word rest = reduce(x.significand, count, divisor);
  // The rest has the exponent of y, and perhaps zeros in front.
  Word shift = signedMax(leadingZeros(rest), 11) - 11;
  shift = min(shift, y.exponent - 1);
  Word result = ((y.exponent - shift - 1) << 52) + (rest << shift);
  result = select(rest == 0, rest, result) | (a & kSign);
  result = select(isSmall, a, result);
  return select(isNaNResult, kNaN, result);
}
