//===- ExpectationsTest.cpp - Numbers in buffers, compared and printed ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Expectations.h"

#include "llvm/Support/raw_ostream.h"

#include "gtest/gtest.h"

#include <cmath>
#include <cstring>
#include <limits>

using namespace llvm;

namespace tritonmetal::executor {

template <typename T>
static std::vector<uint8_t> pack(std::initializer_list<T> values) {
  std::vector<uint8_t> bytes(values.size() * sizeof(T));
  std::memcpy(bytes.data(), values.begin(), bytes.size());
  return bytes;
}

static std::string print(StringRef type, ArrayRef<uint8_t> bytes) {
  ElementFormat format = *ElementFormat::get(type);
  return printElement(format.decode(bytes.data()), format);
}

TEST(Elements, PrintAsShortAsTheFormatAllows) {
  EXPECT_EQ(print("f32", pack({0.1f})), "0.1");
  EXPECT_EQ(print("f64", pack({0.1})), "0.1");
  EXPECT_EQ(print("f64", pack({double(0.1f)})), "0.10000000149011612");
  EXPECT_EQ(print("f16", pack<uint16_t>({0x2e66})), "0.1");
  EXPECT_EQ(print("bf16", pack<uint16_t>({0x3dcd})), "0.1");
  EXPECT_EQ(print("f16", pack<uint16_t>({0x7bff})), "65504");
  EXPECT_EQ(print("f16", pack<uint16_t>({0x0001})), "6e-08");
  EXPECT_EQ(print("f8E5M2", pack<uint8_t>({0x7b})), "57344");
  EXPECT_EQ(print("f8E4M3FN", pack<uint8_t>({0x7e})), "448");
  EXPECT_EQ(print("f8E4M3FN", pack<uint8_t>({0xff})), "nan");
  EXPECT_EQ(print("f32", pack({-std::numeric_limits<float>::infinity()})), "-inf");
  EXPECT_EQ(print("f32", pack({-0.0f})), "-0");
  EXPECT_EQ(print("f32", pack({1e30f})), "1e+30");
}

TEST(Elements, IntegersKeepEveryDigit) {
  EXPECT_EQ(print("i64", pack<int64_t>({INT64_MIN})), "-9223372036854775808");
  EXPECT_EQ(print("u64", pack<uint64_t>({UINT64_MAX})), "18446744073709551615");
  EXPECT_EQ(print("i8", pack<uint8_t>({0xff})), "-1");
  EXPECT_EQ(print("u8", pack<uint8_t>({0xff})), "255");
  EXPECT_EQ(print("i1", pack<uint8_t>({1})), "1");
  EXPECT_FALSE(ElementFormat::get("i128"));
}

TEST(Elements, LinesOfEightAndWhatIsLeft) {
  std::string text;
  raw_string_ostream os(text);
  printElements(pack<uint8_t>({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}),
                *ElementFormat::get("u16"), os);
  EXPECT_EQ(text, "[0] 256 770 1284 1798 2312 2826 3340 3854\n[8] 4368\n[rest] 0x12\n");
}

static uint64_t countWrong(std::initializer_list<float> got, std::initializer_list<float> expected,
                           double rtol, double atol) {
  return compareElements(pack(got), pack(expected), *ElementFormat::get("f32"), rtol, atol)
      .numWrong;
}

TEST(Expectations, TolerancesAreOfTheExpectedNumber) {
  EXPECT_EQ(countWrong({1.0f}, {1.0f}, 0, 0), 0u);
  EXPECT_EQ(countWrong({100}, {110}, 0.1, 0), 0u);
  EXPECT_EQ(countWrong({110}, {100}, 0.0999, 0), 1u);
  EXPECT_EQ(countWrong({0.5f}, {0}, 1, 0.25), 1u);
  EXPECT_EQ(countWrong({0.25f}, {0}, 0, 0.25), 0u);
  EXPECT_EQ(countWrong({0.0f}, {-0.0f}, 0, 0), 0u);
}

TEST(Expectations, OnlyNanIsNanAndInfinityIsItself) {
  float nan = std::nanf(""), inf = std::numeric_limits<float>::infinity();
  EXPECT_EQ(countWrong({nan, inf, -inf}, {nan, inf, -inf}, 0, 0), 0u);
  EXPECT_EQ(countWrong({1, nan}, {nan, 1}, 10, 10), 2u);
  EXPECT_EQ(countWrong({inf, 1e30f}, {-inf, inf}, 10, 10), 2u);
  // An infinite tolerance lets no infinity pass.
  EXPECT_EQ(countWrong({1, inf}, {2, 3}, 0, double(inf)), 1u);
}

TEST(Expectations, IntegersBeyondDouble) {
  ElementFormat format = *ElementFormat::get("i64");
  std::vector<uint8_t> a = pack<int64_t>({INT64_MAX, INT64_MIN}),
                       b = pack<int64_t>({INT64_MAX - 1, INT64_MAX});
  Comparison comparison = compareElements(a, b, format, 0, 0);
  EXPECT_EQ(comparison.numWrong, 2u);
  EXPECT_EQ(comparison.first[0].got, "9223372036854775807");
  EXPECT_EQ(comparison.first[0].expected, "9223372036854775806");
  EXPECT_EQ(comparison.largestError, std::ldexp(1.0, 64));
  EXPECT_EQ(compareElements(a, b, format, 0, 1).numWrong, 1u);
}

} // namespace tritonmetal::executor
