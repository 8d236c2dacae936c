//===- ConversionsTest.cpp - Every conversion, bit for bit ----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Compiled conversions, run on the CPU executor, against LLVM's APFloat: all values of
// formats of 8 and 16 bits, and of f32 all upper halves with the lower halves at which
// rounding changes.
//
//===----------------------------------------------------------------------===//

#include "KernelRunner.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APSInt.h"
#include "llvm/ADT/StringSwitch.h"
#include "gtest/gtest.h"

using namespace tritonmetal::test;
using llvm::APFloat;
using llvm::APInt;

namespace {

const llvm::fltSemantics &getSemantics(llvm::StringRef type) {
  return *llvm::StringSwitch<const llvm::fltSemantics *>(type)
              .Case("f32", &APFloat::IEEEsingle())
              .Case("f16", &APFloat::IEEEhalf())
              .Case("bf16", &APFloat::BFloat())
              .Case("f8E5M2", &APFloat::Float8E5M2())
              .Case("f8E4M3FN", &APFloat::Float8E4M3FN())
              .Case("f8E5M2FNUZ", &APFloat::Float8E5M2FNUZ())
              .Default(&APFloat::Float8E4M3FNUZ());
}

const char *const kFormats[] = {"f32",      "f16",        "bf16",      "f8E5M2",
                                "f8E4M3FN", "f8E5M2FNUZ", "f8E4M3FNUZ"};

std::vector<uint64_t> getInputs(const std::string &type) {
  std::vector<uint64_t> inputs;
  unsigned bits = 8 * getByteWidth(type);
  if (bits < 32) {
    for (uint64_t i = 0; i < uint64_t(1) << bits; ++i)
      inputs.push_back(i);
    return inputs;
  }
  for (uint64_t high = 0; high < 0x10000; high += 3)
    for (uint64_t low : {0x0000, 0x0001, 0x7fff, 0x8000, 0x8001, 0xffff})
      inputs.push_back(high << 16 | low);
  return inputs;
}

/// To nearest even or toward zero; to 8 bits what is too large becomes the largest number.
APFloat convert(llvm::StringRef from, llvm::StringRef to, uint64_t bits, bool towardZero) {
  APFloat number(getSemantics(from), APInt(8 * getByteWidth(from.str()), bits));
  if (number.isNaN())
    return APFloat::getNaN(getSemantics(to));
  bool isNegative = number.isNegative(), isInfinite = number.isInfinity(), lost;
  number.convert(getSemantics(to),
                 towardZero ? APFloat::rmTowardZero : APFloat::rmNearestTiesToEven, &lost);
  bool overflows = number.isInfinity() || number.isNaN();
  if (overflows && (getByteWidth(to.str()) == 1 || (towardZero && !isInfinite)))
    return APFloat::getLargest(getSemantics(to), isNegative);
  return number;
}

void checkConversion(const std::string &from, const std::string &to, bool towardZero) {
  std::vector<uint64_t> inputs = getInputs(from);
  bool narrows = getByteWidth(to) <= getByteWidth(from);
  std::string rounding = !narrows ? "" : towardZero ? ", rounding = rtz" : ", rounding = rtne";
  std::string body =
      "%r = tt.fp_to_fp %a0" + rounding + " : tensor<1024x" + from + "> -> tensor<1024x" + to + ">";
  std::vector<uint64_t> results = run(body, {{from, inputs}}, to);
  unsigned failures = 0;
  for (size_t i = 0; i < results.size() && failures < 5; ++i) {
    APFloat want = convert(from, to, inputs[i], towardZero);
    APFloat got(getSemantics(to), APInt(8 * getByteWidth(to), results[i]));
    bool same = want.isNaN() ? got.isNaN() : want.bitwiseIsEqual(got);
    if (!same)
      ++failures;
    EXPECT_TRUE(same) << from << " to " << to << rounding << std::hex << ": 0x" << inputs[i]
                      << " gives 0x" << results[i] << ", not 0x"
                      << want.bitcastToAPInt().getZExtValue();
  }
}

void checkFromInteger(const std::string &from, const std::string &to, bool isSigned) {
  unsigned width = from == "i64" ? 64 : 32;
  std::vector<uint64_t> inputs = {0, 1, ~uint64_t(0)};
  uint64_t state = 1;
  for (unsigned shift = 0; shift < width; ++shift)
    for (int64_t offset : {-1, 0, 1})
      for (uint64_t pattern : {uint64_t(1), uint64_t(0x101), uint64_t(0x181), uint64_t(0xffffff)})
        inputs.push_back((pattern << shift) + uint64_t(offset));
  for (unsigned i = 0; i < 2000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u; // Knuth, MMIX
    inputs.push_back(state >> (i % 63));
  }
  for (uint64_t &input : inputs)
    input &= width == 64 ? ~uint64_t(0) : 0xffffffff;
  std::string body = std::string("%r = arith.") + (isSigned ? "sitofp" : "uitofp") +
                     " %a0 : tensor<1024x" + from + "> to tensor<1024x" + to + ">";
  std::vector<uint64_t> results = run(body, {{from, inputs}}, to);
  for (size_t i = 0; i < results.size(); ++i) {
    APFloat want(getSemantics(to));
    want.convertFromAPInt(APInt(width, inputs[i]), isSigned, APFloat::rmNearestTiesToEven);
    ASSERT_EQ(results[i], want.bitcastToAPInt().getZExtValue())
        << from << " to " << to << ": " << inputs[i] << (isSigned ? " signed" : " unsigned");
  }
}

} // namespace

TEST(Conversions, BetweenAllFloats) {
  for (const char *from : kFormats)
    for (const char *to : kFormats)
      if (std::string(from) != to)
        for (bool towardZero : {false, true})
          if (!towardZero || getByteWidth(to) <= getByteWidth(from))
            checkConversion(from, to, towardZero);
}

TEST(Conversions, FromIntegersRoundOnce) {
  for (const char *from : {"i32", "i64"})
    for (const char *to : {"f32", "f16", "bf16"})
      for (bool isSigned : {false, true})
        checkFromInteger(from, to, isSigned);
}
