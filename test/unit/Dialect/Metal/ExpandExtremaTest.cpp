//===- ExpandExtremaTest.cpp - maximumf, minimumf, isnan --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ScalarProgram.h"

#include "llvm/ADT/APFloat.h"
#include "gtest/gtest.h"

using llvm::APFloat;
using llvm::APInt;

/// Every class of number, both signs.
static const float kSamples[] = {0.0f,    -0.0f, 1.0f,  -1.0f, 1e-30f,
                                 -1e-30f, 2.5f,  -2.5f, 3e38f, -3e38f};

static std::vector<uint64_t> makeSamples(const llvm::fltSemantics &semantics) {
  std::vector<uint64_t> samples;
  for (float sample : kSamples) {
    APFloat value(sample);
    bool losesInfo;
    value.convert(semantics, APFloat::rmNearestTiesToEven, &losesInfo);
    samples.push_back(value.bitcastToAPInt().getZExtValue());
  }
  for (bool isNegative : {false, true}) {
    samples.push_back(APFloat::getInf(semantics, isNegative).bitcastToAPInt().getZExtValue());
    samples.push_back(APFloat::getQNaN(semantics, isNegative).bitcastToAPInt().getZExtValue());
  }
  return samples;
}

static void checkExtrema(const char *type, const llvm::fltSemantics &semantics) {
  unsigned width = APFloat::getSizeInBits(semantics);
  auto program = [&](const char *op) {
    return ScalarProgram({type, type}, type, std::string(op) + " %a, %b : " + type);
  };
  ScalarProgram maximum = program("arith.maximumf"), minimum = program("arith.minimumf");
  for (uint64_t a : makeSamples(semantics))
    for (uint64_t b : makeSamples(semantics)) {
      APFloat x(semantics, APInt(width, a)), y(semantics, APInt(width, b));
      auto expectSame = [&](uint64_t found, const APFloat &expected) {
        APFloat value(semantics, APInt(width, found));
        EXPECT_TRUE(expected.isNaN() ? value.isNaN() : value.bitwiseIsEqual(expected))
            << type << " " << a << ", " << b;
      };
      expectSame(maximum({a, b}), llvm::maximum(x, y));
      expectSame(minimum({a, b}), llvm::minimum(x, y));
    }
}

TEST(ExpandExtrema, F32) { checkExtrema("f32", APFloat::IEEEsingle()); }
TEST(ExpandExtrema, F16) { checkExtrema("f16", APFloat::IEEEhalf()); }
TEST(ExpandExtrema, BF16) { checkExtrema("bf16", APFloat::BFloat()); }

TEST(ExpandExtrema, Classes) {
  ScalarProgram isNaN({"f32"}, "i1", "math.isnan %a : f32");
  ScalarProgram isInf({"f32"}, "i1", "math.isinf %a : f32");
  ScalarProgram isFinite({"f32"}, "i1", "math.isfinite %a : f32");
  ScalarProgram isNormal({"f32"}, "i1", "math.isnormal %a : f32");
  std::vector<uint64_t> samples = makeSamples(APFloat::IEEEsingle());
  samples.push_back(1);          // the smallest denormal
  samples.push_back(0x007fffff); // the largest
  samples.push_back(0x00800000); // the smallest normal number
  for (uint64_t bits : samples) {
    APFloat value(APFloat::IEEEsingle(), APInt(32, bits));
    EXPECT_EQ(isNaN({bits}), value.isNaN()) << bits;
    EXPECT_EQ(isInf({bits}), value.isInfinity()) << bits;
    EXPECT_EQ(isFinite({bits}), value.isFinite()) << bits;
    EXPECT_EQ(isNormal({bits}), value.isNormal()) << bits;
  }
}
