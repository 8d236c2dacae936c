//===- VaryingNumbersTest.cpp - Numbers as functions of counters -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A function that was found is right at every point; where the numbers follow no rule, none
// is found.
//
//===----------------------------------------------------------------------===//

#include "VaryingNumbers.h"

#include "gtest/gtest.h"

using namespace tritonmetal::metal;
using llvm::SmallVector;

/// The points (o, i) with i < first + o: an inner loop that grows.
static SmallVector<Point> makeTriangle(int32_t outer, int32_t first) {
  SmallVector<Point> points;
  for (int32_t o = 0; o < outer; ++o)
    for (int32_t i = 0; i < first + o; ++i)
      points.push_back({o, i});
  return points;
}

static uint32_t getPowers(const PowersFunction &function, const Point &point) {
  uint32_t bits = 0;
  for (const AffineFunction &exponent : function.exponents)
    bits ^= uint32_t(1) << exponent.at(point);
  return bits & function.mask;
}

TEST(VaryingNumbersTest, AffineOverGrowingLoops) {
  SmallVector<Point> points = makeTriangle(4, 2);
  SmallVector<int64_t> numbers;
  for (const Point &point : points)
    numbers.push_back(100 + 7 * point[0] - 3 * point[1]);
  auto function = fitAffine(points, numbers);
  ASSERT_TRUE(function.has_value());
  for (auto [point, number] : llvm::zip(points, numbers))
    EXPECT_EQ(function->at(point), number);
  ++numbers[5];
  EXPECT_FALSE(fitAffine(points, numbers).has_value());
}

TEST(VaryingNumbersTest, OnePoint) {
  SmallVector<Point> points{{}};
  auto function = fitAffine(points, {42});
  ASSERT_TRUE(function.has_value());
  EXPECT_EQ(function->at({}), 42);
}

TEST(VaryingNumbersTest, TwoPowers) {
  SmallVector<Point> points = makeTriangle(4, 2);
  SmallVector<int64_t> numbers;
  for (const Point &point : points)
    numbers.push_back((int64_t(1) << (12 + point[0])) ^ (int64_t(1) << (3 + point[0] - point[1])));
  auto function = fitPowers(points, numbers);
  ASSERT_TRUE(function.has_value());
  EXPECT_EQ(function->exponents.size(), 2u);
  for (auto [point, number] : llvm::zip(points, numbers))
    EXPECT_EQ(getPowers(*function, point), uint32_t(number));
}

/// The last number has no second bit: it would be one that no number has.
TEST(VaryingNumbersTest, PowersThatEnd) {
  SmallVector<Point> points{{0}, {1}, {2}, {3}};
  SmallVector<int64_t> numbers{0x8001, 0x8002, 0x8004, 0x8000};
  auto function = fitPowers(points, numbers);
  ASSERT_TRUE(function.has_value());
  EXPECT_EQ(function->mask, 0x8007u);
  for (auto [point, number] : llvm::zip(points, numbers))
    EXPECT_EQ(getPowers(*function, point), uint32_t(number));
  // Here the bit that is missing is another number's.
  SmallVector<Point> square{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  EXPECT_TRUE(fitPowers(square, {0x8001, 0x8002, 0x8002, 0x8004}).has_value());
  EXPECT_FALSE(fitPowers(square, {0x8001, 0x8002, 0x8000, 0x8004}).has_value());
}

TEST(VaryingNumbersTest, NoRule) {
  SmallVector<Point> points{{0}, {1}, {2}};
  EXPECT_FALSE(fitAffine(points, {9, 12, 7}).has_value());
  EXPECT_FALSE(fitPowers(points, {9, 12, 7}).has_value());
  EXPECT_FALSE(fitPowers(points, {0, 0, 0}).has_value());
  EXPECT_FALSE(fitPowers(points, {7, 14, 28}).has_value()); // three bits: a table is better
}

/// Bit 31 is a bit as any other; beyond it there is none.
TEST(VaryingNumbersTest, HighestBit) {
  SmallVector<Point> points{{0}, {1}};
  auto function = fitPowers(points, {int32_t(0x80000000), 0x40000000});
  ASSERT_TRUE(function.has_value());
  EXPECT_EQ(getPowers(*function, points[0]), 0x80000000u);
  EXPECT_EQ(getPowers(*function, points[1]), 0x40000000u);
}
