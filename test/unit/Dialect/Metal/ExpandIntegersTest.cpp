//===- ExpandIntegersTest.cpp - Integer ops in simpler ones -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ScalarProgram.h"

#include "gtest/gtest.h"

#include <random>

TEST(ExpandIntegers, RoundedDivisionsOfAllBytes) {
  ScalarProgram ceilUnsigned({"i8", "i8"}, "i8", "arith.ceildivui %a, %b : i8");
  ScalarProgram ceilSigned({"i8", "i8"}, "i8", "arith.ceildivsi %a, %b : i8");
  ScalarProgram floorSigned({"i8", "i8"}, "i8", "arith.floordivsi %a, %b : i8");
  for (int a = 0; a < 256; ++a)
    for (int b = 1; b < 256; ++b) {
      uint64_t x = a, y = b;
      EXPECT_EQ(ceilUnsigned({x, y}), uint64_t((a + b - 1) / b)) << a << " / " << b;
      int s = int8_t(a), t = int8_t(b);
      if (s == -128 && t == -1)
        continue;
      int floor = s / t - (s % t != 0 && (s < 0) != (t < 0));
      int ceil = s / t + (s % t != 0 && (s < 0) == (t < 0));
      EXPECT_EQ(floorSigned({x, y}), uint8_t(floor)) << s << " / " << t;
      EXPECT_EQ(ceilSigned({x, y}), uint8_t(ceil)) << s << " / " << t;
    }
}

TEST(ExpandIntegers, WideProductsOfAllBytes) {
  ScalarProgram high({"i8", "i8"}, "i8", "arith.mului_extended %a, %b : i8", 1);
  ScalarProgram highSigned({"i8", "i8"}, "i8", "arith.mulsi_extended %a, %b : i8", 1);
  ScalarProgram low({"i8", "i8"}, "i8", "arith.mulsi_extended %a, %b : i8", 0);
  for (uint64_t a = 0; a < 256; ++a)
    for (uint64_t b = 0; b < 256; ++b) {
      int product = int8_t(a) * int8_t(b);
      EXPECT_EQ(high({a, b}), a * b >> 8);
      EXPECT_EQ(highSigned({a, b}), uint8_t(product >> 8));
      EXPECT_EQ(low({a, b}), uint8_t(product));
    }
}

TEST(ExpandIntegers, WideProductsOf64Bits) {
  ScalarProgram high({"i64", "i64"}, "i64", "arith.mului_extended %a, %b : i64", 1);
  ScalarProgram highSigned({"i64", "i64"}, "i64", "arith.mulsi_extended %a, %b : i64", 1);
  std::vector<uint64_t> samples = {0,
                                   1,
                                   ~uint64_t(0),
                                   uint64_t(1) << 63,
                                   (uint64_t(1) << 63) - 1,
                                   0xffffffff,
                                   uint64_t(1) << 32};
  std::mt19937_64 random(1);
  for (int i = 0; i < 60; ++i)
    samples.push_back(random() >> (i % 3 * 20));
  for (uint64_t a : samples)
    for (uint64_t b : samples) {
      EXPECT_EQ(high({a, b}), uint64_t((unsigned __int128)a * b >> 64));
      EXPECT_EQ(highSigned({a, b}), uint64_t((__int128)int64_t(a) * int64_t(b) >> 64));
    }
}

TEST(ExpandIntegers, Carry) {
  ScalarProgram carry({"i8", "i8"}, "i1", "arith.addui_extended %a, %b : i8, i1", 1);
  for (uint64_t a = 0; a < 256; ++a)
    for (uint64_t b = 0; b < 256; ++b)
      EXPECT_EQ(carry({a, b}), a + b >> 8);
}

TEST(ExpandIntegers, OneBit) {
  auto check = [](const char *op, auto function) {
    ScalarProgram program({"i1", "i1"}, "i1", std::string(op) + " %a, %b : i1");
    for (int a = 0; a < 2; ++a)
      for (int b = 0; b < 2; ++b)
        EXPECT_EQ(program({uint64_t(a), uint64_t(b)}), uint64_t(function(a, b) & 1))
            << op << " " << a << ", " << b;
  };
  check("arith.addi", [](int a, int b) { return a + b; });
  check("arith.subi", [](int a, int b) { return a - b; });
  check("arith.muli", [](int a, int b) { return a * b; });
  check("arith.maxui", [](int a, int b) { return std::max(a, b); });
  check("arith.minui", [](int a, int b) { return std::min(a, b); });
  // Signed, true is -1.
  check("arith.maxsi", [](int a, int b) { return std::max(-a, -b); });
  check("arith.minsi", [](int a, int b) { return std::min(-a, -b); });
  check("arith.cmpi eq,", [](int a, int b) { return a == b; });
  check("arith.cmpi ne,", [](int a, int b) { return a != b; });
  check("arith.cmpi ult,", [](int a, int b) { return a < b; });
  check("arith.cmpi ule,", [](int a, int b) { return a <= b; });
  check("arith.cmpi ugt,", [](int a, int b) { return a > b; });
  check("arith.cmpi uge,", [](int a, int b) { return a >= b; });
  check("arith.cmpi slt,", [](int a, int b) { return -a < -b; });
  check("arith.cmpi sle,", [](int a, int b) { return -a <= -b; });
  check("arith.cmpi sgt,", [](int a, int b) { return -a > -b; });
  check("arith.cmpi sge,", [](int a, int b) { return -a >= -b; });
}

TEST(ExpandIntegers, OneBitAsFloat) {
  ScalarProgram fromUnsigned({"i1"}, "f32", "arith.uitofp %a : i1 to f32");
  ScalarProgram fromSigned({"i1"}, "f32", "arith.sitofp %a : i1 to f32");
  ScalarProgram toSigned({"f32"}, "i1", "arith.fptosi %a : f32 to i1");
  EXPECT_EQ(floatOf(fromUnsigned({1})), 1.0f);
  EXPECT_EQ(floatOf(fromSigned({1})), -1.0f);
  EXPECT_EQ(floatOf(fromSigned({0})), 0.0f);
  EXPECT_EQ(toSigned({bitsOf(-1.0f)}), 1u);
  EXPECT_EQ(toSigned({bitsOf(0.5f)}), 0u);
}
