//===- ExpandBF16Test.cpp - bf16 in integer code ----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Against LLVM's APFloat, which rounds each operation once and right.
//
//===----------------------------------------------------------------------===//

#include "ScalarProgram.h"

#include "llvm/ADT/APFloat.h"
#include "gtest/gtest.h"

using llvm::APFloat;
using llvm::APInt;

static APFloat bf16(uint64_t bits) { return APFloat(APFloat::BFloat(), APInt(16, bits)); }

static uint64_t round(APFloat value, APFloat::roundingMode mode = APFloat::rmNearestTiesToEven) {
  bool losesInfo;
  value.convert(APFloat::BFloat(), mode, &losesInfo);
  return value.bitcastToAPInt().getZExtValue();
}

/// Any quiet NaN will do where a NaN is expected.
static void expectSame(uint64_t found, uint64_t expected, const char *what, uint64_t input) {
  if (bf16(expected).isNaN())
    EXPECT_TRUE(bf16(found).isNaN() && !bf16(found).isSignaling()) << what << " of " << input;
  else
    EXPECT_EQ(found, expected) << what << " of " << input;
}

TEST(ExpandBF16, ExtensionIsExactForAllValues) {
  ScalarProgram extend({"bf16"}, "f32", "arith.extf %a : bf16 to f32");
  for (uint64_t bits = 0; bits < 0x10000; ++bits)
    ASSERT_EQ(extend({bits}), bits << 16);
}

TEST(ExpandBF16, TruncationRoundsToNearestEven) {
  ScalarProgram truncate({"f32"}, "bf16", "arith.truncf %a : f32 to bf16");
  auto check = [&](uint64_t bits) {
    expectSame(truncate({bits}), round(APFloat(APFloat::IEEEsingle(), APInt(32, bits))), "truncf",
               bits);
  };
  for (uint64_t bits = 0; bits < (uint64_t(1) << 32); bits += 4099)
    check(bits);
  // Around ties, overflow to infinity, NaN whose payload is in the lost bits.
  for (uint64_t high : {0x3f80, 0x3f81, 0x7f7f, 0x7f80, 0x0000, 0x0001, 0xff7f, 0xff80})
    for (uint64_t low : {0x0000, 0x0001, 0x7fff, 0x8000, 0x8001, 0xffff})
      check(high << 16 | low);
}

TEST(ExpandBF16, TruncationTowardZero) {
  ScalarProgram truncate({"f32"}, "bf16", "arith.truncf %a toward_zero : f32 to bf16");
  for (uint64_t bits = 0; bits < (uint64_t(1) << 32); bits += 40009)
    expectSame(truncate({bits}),
               round(APFloat(APFloat::IEEEsingle(), APInt(32, bits)), APFloat::rmTowardZero),
               "truncf toward zero", bits);
}

/// Operands spread over all exponents.
template <typename Check>
static void forPairs(Check check) {
  for (uint64_t a = 0; a < 0x10000; a += 331)
    for (uint64_t b = 0; b < 0x10000; b += 337)
      check(a, b);
}

TEST(ExpandBF16, ArithmeticRoundsOnce) {
  ScalarProgram add({"bf16", "bf16"}, "bf16", "arith.addf %a, %b : bf16");
  ScalarProgram multiply({"bf16", "bf16"}, "bf16", "arith.mulf %a, %b : bf16");
  ScalarProgram divide({"bf16", "bf16"}, "bf16", "arith.divf %a, %b : bf16");
  forPairs([&](uint64_t a, uint64_t b) {
    APFloat x = bf16(a), y = bf16(b);
    expectSame(add({a, b}), (x + y).bitcastToAPInt().getZExtValue(), "addf", a << 16 | b);
    // Near the smallest numbers f32 rounds a second time; the GPU flushes those.
    APFloat product = x * y, quotient = x / y;
    if (!product.isDenormal() && !product.isZero())
      expectSame(multiply({a, b}), product.bitcastToAPInt().getZExtValue(), "mulf", a << 16 | b);
    if (!quotient.isDenormal() && !quotient.isZero())
      expectSame(divide({a, b}), quotient.bitcastToAPInt().getZExtValue(), "divf", a << 16 | b);
  });
}

TEST(ExpandBF16, SignsChangeBitsOnly) {
  ScalarProgram negate({"bf16"}, "bf16", "arith.negf %a : bf16");
  ScalarProgram magnitude({"bf16"}, "bf16", "math.absf %a : bf16");
  ScalarProgram copysign({"bf16", "bf16"}, "bf16", "math.copysign %a, %b : bf16");
  for (uint64_t bits = 0; bits < 0x10000; ++bits) {
    ASSERT_EQ(negate({bits}), bits ^ 0x8000);
    ASSERT_EQ(magnitude({bits}), bits & 0x7fff);
    ASSERT_EQ(copysign({bits, 0xbf80}), bits | 0x8000);
  }
}

TEST(ExpandBF16, Comparisons) {
  ScalarProgram less({"bf16", "bf16"}, "i1", "arith.cmpf olt, %a, %b : bf16");
  ScalarProgram unequal({"bf16", "bf16"}, "i1", "arith.cmpf une, %a, %b : bf16");
  forPairs([&](uint64_t a, uint64_t b) {
    APFloat::cmpResult order = bf16(a).compare(bf16(b));
    ASSERT_EQ(less({a, b}), order == APFloat::cmpLessThan);
    ASSERT_EQ(unequal({a, b}), order != APFloat::cmpEqual);
  });
}

TEST(ExpandBF16, Integers) {
  ScalarProgram fromInteger({"i32"}, "bf16", "arith.sitofp %a : i32 to bf16");
  ScalarProgram toInteger({"bf16"}, "i32", "arith.fptosi %a : bf16 to i32");
  EXPECT_EQ(fromInteger({uint32_t(-3)}), 0xc040u);
  EXPECT_EQ(fromInteger({257}), 0x4380u); // a tie: to the even 256
  EXPECT_EQ(toInteger({0xc040}), uint32_t(-3));
}
