//===- NumberTest.cpp - Formats against LLVM's APFloat --------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Number.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APSInt.h"

#include "gtest/gtest.h"

#include <cmath>
#include <limits>
#include <random>

using namespace tritonmetal::evaluator;
using llvm::APFloat;

namespace {

struct NamedFormat {
  Kind kind;
  const llvm::fltSemantics &semantics;
};

const NamedFormat formats[] = {
    {{Format::F16, 16}, APFloat::IEEEhalf()},
    {{Format::BF16, 16}, APFloat::BFloat()},
    {{Format::E5M2, 8}, APFloat::Float8E5M2()},
    {{Format::E4M3, 8}, APFloat::Float8E4M3FN()},
    {{Format::E5M2FNUZ, 8}, APFloat::Float8E5M2FNUZ()},
    {{Format::E4M3FNUZ, 8}, APFloat::Float8E4M3FNUZ()},
};

TEST(NumberTest, EveryPatternSurvives) {
  for (const NamedFormat &format : formats)
    for (uint64_t bits = 0; bits < uint64_t(1) << format.kind.width; ++bits) {
      double value = decodeFloat(format.kind, bits);
      uint64_t again = encodeFloat(format.kind, value);
      if (std::isnan(value))
        EXPECT_TRUE(isNaN(format.kind, again));
      else
        EXPECT_EQ(again, bits) << value;
    }
}

/// What LLVM rounds `value` to.
uint64_t roundByLLVM(const NamedFormat &format, double value) {
  APFloat number(value);
  bool inexact;
  number.convert(format.semantics, APFloat::rmNearestTiesToEven, &inexact);
  return number.bitcastToAPInt().getZExtValue();
}

TEST(NumberTest, RoundsOnceToNearestEven) {
  std::mt19937_64 random(1);
  const NamedFormat halves[] = {formats[0], formats[1]};
  for (const NamedFormat &format : halves)
    for (int i = 0; i < 200000; ++i) {
      // All signs, exponents around the format's range, ties often.
      double value =
          std::ldexp(double(int64_t(random()) >> (random() % 60)), int(random() % 60) - 70);
      EXPECT_EQ(encodeFloat(format.kind, value), roundByLLVM(format, value)) << value;
    }
}

TEST(NumberTest, OverflowSaturatesWhereItHasTo) {
  double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(encodeFloat({Format::F16, 16}, 65520.0), 0x7c00u);
  EXPECT_EQ(encodeFloat({Format::F16, 16}, 65519.0), 0x7bffu);
  EXPECT_EQ(encodeFloat({Format::F16, 16}, 1e9, Rounding::TowardZero), 0x7bffu);
  EXPECT_EQ(encodeFloat({Format::F16, 16}, infinity, Rounding::TowardZero), 0x7c00u);
  EXPECT_EQ(encodeFloat({Format::E5M2, 8}, 1e9), 0x7cu);
  EXPECT_EQ(encodeFloat({Format::E5M2, 8}, 1e9, Rounding::NearestEven, true), 0x7bu);
  EXPECT_EQ(encodeFloat({Format::E4M3, 8}, -infinity), 0xfeu);
  EXPECT_EQ(encodeFloat({Format::E4M3FNUZ, 8}, -0.0), 0u);
}

TEST(NumberTest, IntegersOf64BitsRoundOnce) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 200000; ++i) {
    uint64_t bits = random() >> (random() % 64);
    EXPECT_EQ(encodeInteger({Format::F32, 32}, int64_t(bits)),
              llvm::bit_cast<uint32_t>(float(int64_t(bits))));
    EXPECT_EQ(encodeInteger({Format::F32, 32}, bits), llvm::bit_cast<uint32_t>(float(bits)));
    APFloat number(APFloat::BFloat());
    number.convertFromAPInt(llvm::APInt(64, bits), false, APFloat::rmNearestTiesToEven);
    EXPECT_EQ(encodeInteger({Format::BF16, 16}, bits), number.bitcastToAPInt().getZExtValue());
  }
}

TEST(NumberTest, WidthsBelow64) {
  EXPECT_EQ(truncate(~uint64_t(0), 8), 0xffu);
  EXPECT_EQ(truncate(~uint64_t(0), 64), ~uint64_t(0));
  EXPECT_EQ(signExtend(0x80, 8), -128);
  EXPECT_EQ(signExtend(1, 1), -1);
  EXPECT_EQ(signExtend(uint64_t(1) << 63, 64), std::numeric_limits<int64_t>::min());
}

} // namespace
