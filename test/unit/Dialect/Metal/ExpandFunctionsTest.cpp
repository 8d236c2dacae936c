//===- ExpandFunctionsTest.cpp - Errors of erf and its kin ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Measures each expanded function on every 997th float, of both signs and all
// exponents, against the C library's long double function.
//
//===----------------------------------------------------------------------===//

#include "ScalarProgram.h"

#include "gtest/gtest.h"

#include <cmath>
#include <limits>

static const float kInfinity = std::numeric_limits<float>::infinity();
static const float kNaN = std::numeric_limits<float>::quiet_NaN();

using Reference = long double (*)(long double);

/// |found - exact| in units of the last place that a float next to `exact` has. Results
/// that the GPU flushes to zero do not count.
static double errorInUlp(float found, long double exact) {
  if (std::fabs(exact) < std::numeric_limits<float>::min())
    return 0;
  auto rounded = float(exact);
  if (std::isinf(rounded) || std::isinf(found))
    return rounded == found ? 0 : 1e9;
  int exponent;
  std::frexp(exact, &exponent);
  return double(std::fabs(found - exact) / std::ldexp(1.0L, exponent - 24));
}

struct Worst {
  double error = 0;
  float where = 0;
};

static Worst measure(const char *expression, Reference reference) {
  ScalarProgram program({"f32"}, "f32", expression);
  Worst worst;
  for (uint64_t bits = 0; bits < (uint64_t(1) << 32); bits += 997) {
    float x = floatOf(bits);
    if (!std::isfinite(x))
      continue;
    long double exact = reference(x);
    float found = floatOf(program({bits}));
    if (std::isnan(exact)) {
      EXPECT_TRUE(std::isnan(found)) << expression << " of " << x;
      continue;
    }
    double error = std::isnan(found) ? 1e9 : errorInUlp(found, exact);
    if (error > worst.error)
      worst = {error, x};
  }
  return worst;
}

static float at(const char *expression, float x) {
  return floatOf(ScalarProgram({"f32"}, "f32", expression)({bitsOf(x)}));
}

TEST(ExpandFunctions, Erf) {
  Worst worst = measure("math.erf %a : f32", erfl);
  EXPECT_LT(worst.error, 1.2) << "at " << worst.where;
  EXPECT_EQ(at("math.erf %a : f32", kInfinity), 1.0f);
  EXPECT_EQ(at("math.erf %a : f32", -kInfinity), -1.0f);
  EXPECT_TRUE(std::isnan(at("math.erf %a : f32", kNaN)));
  EXPECT_EQ(bitsOf(at("math.erf %a : f32", -0.0f)), bitsOf(-0.0f));
}

TEST(ExpandFunctions, Erfc) {
  Worst worst = measure("math.erfc %a : f32", erfcl);
  EXPECT_LT(worst.error, 3.9) << "at " << worst.where;
  EXPECT_EQ(at("math.erfc %a : f32", kInfinity), 0.0f);
  EXPECT_EQ(at("math.erfc %a : f32", -kInfinity), 2.0f);
  EXPECT_TRUE(std::isnan(at("math.erfc %a : f32", kNaN)));
}

TEST(ExpandFunctions, ExpM1) {
  Worst worst = measure("math.expm1 %a : f32", expm1l);
  EXPECT_LT(worst.error, 1.5) << "at " << worst.where;
  EXPECT_EQ(at("math.expm1 %a : f32", kInfinity), kInfinity);
  EXPECT_EQ(at("math.expm1 %a : f32", -kInfinity), -1.0f);
  EXPECT_TRUE(std::isnan(at("math.expm1 %a : f32", kNaN)));
  EXPECT_EQ(bitsOf(at("math.expm1 %a : f32", -0.0f)), bitsOf(-0.0f));
}

TEST(ExpandFunctions, Log1p) {
  Worst worst = measure("math.log1p %a : f32", log1pl);
  EXPECT_LT(worst.error, 1.3) << "at " << worst.where;
  EXPECT_EQ(at("math.log1p %a : f32", kInfinity), kInfinity);
  EXPECT_EQ(at("math.log1p %a : f32", -1.0f), -kInfinity);
  EXPECT_TRUE(std::isnan(at("math.log1p %a : f32", -kInfinity)));
  EXPECT_TRUE(std::isnan(at("math.log1p %a : f32", kNaN)));
  EXPECT_EQ(bitsOf(at("math.log1p %a : f32", -0.0f)), bitsOf(-0.0f));
}
