//===- DoubleComparisons.cpp - Order of doubles -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Two ways to read the bits as signed integers in the order of the numbers:
//
//   -2.0  -1.0   -0.0  +0.0  +1.0
//    -c000 -bff0   0     0    3ff0    byValue: both zeros are one
//    -c001 -bff1  -1     0    3ff0    total: the zeros differ
//
//===----------------------------------------------------------------------===//

#include "Doubles.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;
using namespace tritonmetal::metal::doubles;

static Word byValue(Word a) { return select(isNegative(a), a.constant(kSign) - a, a); }

static Word totalOrder(Word a) { return a ^ (signMask(a) >> 1); }

static Word isUnordered(Word a, Word b) { return max(a & kMagnitude, b & kMagnitude) > kInfinity; }

/// Of numbers: the comparison of integers that an ordered or unordered predicate is.
static arith::CmpIPredicate getIntegerPredicate(arith::CmpFPredicate predicate) {
  switch (predicate) {
  case arith::CmpFPredicate::OEQ:
  case arith::CmpFPredicate::UEQ:
    return arith::CmpIPredicate::eq;
  case arith::CmpFPredicate::OGT:
  case arith::CmpFPredicate::UGT:
    return arith::CmpIPredicate::sgt;
  case arith::CmpFPredicate::OGE:
  case arith::CmpFPredicate::UGE:
    return arith::CmpIPredicate::sge;
  case arith::CmpFPredicate::OLT:
  case arith::CmpFPredicate::ULT:
    return arith::CmpIPredicate::slt;
  case arith::CmpFPredicate::OLE:
  case arith::CmpFPredicate::ULE:
    return arith::CmpIPredicate::sle;
  default:
    return arith::CmpIPredicate::ne;
  }
}

static bool isTrueForNaN(arith::CmpFPredicate predicate) {
  return predicate >= arith::CmpFPredicate::UEQ && predicate <= arith::CmpFPredicate::UNE;
}

Word doubles::compare(arith::CmpFPredicate predicate, Word a, Word b) {
  Word unordered = isUnordered(a, b);
  switch (predicate) {
  case arith::CmpFPredicate::AlwaysFalse:
    return unordered.constant(0);
  case arith::CmpFPredicate::AlwaysTrue:
    return unordered.constant(1);
  case arith::CmpFPredicate::UNO:
    return unordered;
  case arith::CmpFPredicate::ORD:
    return !unordered;
  default:
    Word holds = byValue(a).compare(getIntegerPredicate(predicate), byValue(b));
    return isTrueForNaN(predicate) ? holds | unordered : holds & !unordered;
  }
}

Word doubles::extremum(Word a, Word b, bool isMaximum, bool isNumber) {
  Word isLess = signedLess(totalOrder(a), totalOrder(b));
  Word result = isMaximum ? select(isLess, b, a) : select(isLess, a, b);
  if (!isNumber)
    return select(isUnordered(a, b), kNaN, result);
  result = select(isNaN(b), a, result);
  return select(isNaN(a), b, result);
}
