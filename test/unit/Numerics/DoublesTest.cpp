//===- DoublesTest.cpp - Doubles in software against the host -------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Kernels compiled with --fp64=emulate, run on the CPU executor, on all pairs of edge values
// and on random bits of several kinds. The host's doubles say what is right, to the bit.
//
//===----------------------------------------------------------------------===//

#include "KernelRunner.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/bit.h"
#include "gtest/gtest.h"

#include <cmath>
#include <functional>
#include <random>

using namespace tritonmetal::test;

namespace {

double toDouble(uint64_t bits) { return llvm::bit_cast<double>(bits); }
uint64_t toBits(double value) { return llvm::bit_cast<uint64_t>(value); }

const uint64_t kEdges[] = {
    0x0000000000000000, 0x0000000000000001, 0x0000000000000002, 0x000fffffffffffff,
    0x0010000000000000, 0x0010000000000001, 0x001fffffffffffff, 0x3690000000000001, // 2^-150
    0x3810000000000000, 0x3c90000000000000, 0x3ca0000000000000, 0x3fdfffffffffffff,
    0x3fe0000000000000, 0x3fefffffffffffff, 0x3ff0000000000000, 0x3ff0000000000001,
    0x3ff8000000000000, 0x4000000000000000, 0x4008000000000000, 0x4330000000000001, // 2^52 + 1
    0x433fffffffffffff, 0x4340000000000000, 0x47efffffe0000000, 0x47effffff0000000, // f32 max
    0x7fe0000000000000, 0x7fefffffffffffff, 0x7ff0000000000000, 0x7ff0000000000001,
    0x7ff8000000000000};

class Numbers {
public:
  uint64_t next() {
    uint64_t bits = random(), sign = uint64_t(1) << 63;
    switch (random() % 5) {
    case 0:
      return bits;
    case 1: // next to an edge
      return (kEdges[random() % std::size(kEdges)] + random() % 5 - 2) ^ (bits & sign);
    case 2: // of about the same size
      return (bits & (sign | 0x000fffffffffffff)) | (1023 - 30 + random() % 60) << 52;
    case 3: // few bits
      return (bits & sign) | (1023 - 2 + random() % 4) << 52 | (random() % 8) << random() % 50;
    default: // subnormal and just not
      return (bits & (sign | 0x000fffffffffffff)) | (random() % 3) << 52;
    }
  }

private:
  std::mt19937_64 random;
};

/// Edges against edges, in both signs; then random ones, 4,000 in all.
std::vector<Column> sample(unsigned arity, const std::string &type = "f64") {
  std::vector<Column> columns(arity, Column{type, {}});
  uint64_t sign = uint64_t(1) << 63;
  for (uint64_t a : kEdges)
    for (uint64_t b : kEdges)
      for (unsigned signs = 0; signs < (arity == 1 ? 1u : 2u); ++signs)
        for (unsigned k = 0; k < arity; ++k)
          columns[k].bits.push_back(k == 0   ? a ^ (arity == 1 && (b & 1) ? sign : 0)
                                    : k == 1 ? b ^ (signs ? sign : 0)
                                             : a ^ sign);
  Numbers numbers;
  while (columns[0].bits.size() < 4000)
    for (Column &column : columns)
      column.bits.push_back(numbers.next());
  if (arity == 3) // what cancels the product
    for (size_t i = 0; i < columns[2].bits.size(); i += 3)
      columns[2].bits[i] =
          toBits(-toDouble(columns[0].bits[i]) * toDouble(columns[1].bits[i])) + i % 2;
  return columns;
}

bool isNaNOf(const std::string &type, uint64_t bits) {
  if (type == "f64")
    return std::isnan(toDouble(bits));
  return type == "f32" && std::isnan(llvm::bit_cast<float>(uint32_t(bits)));
}

using Host = std::function<uint64_t(const uint64_t *)>;

void expectEqual(const std::string &body, const std::vector<Column> &operands,
                 const std::string &type, const Host &host) {
  std::vector<uint64_t> results = run(body, operands, type);
  ASSERT_EQ(results.size(), operands[0].bits.size()) << body;
  unsigned failures = 0;
  for (size_t i = 0; i < results.size() && failures < 5; ++i) {
    std::vector<uint64_t> at;
    for (const Column &column : operands)
      at.push_back(column.bits[i]);
    uint64_t want = host(at.data());
    if (results[i] == want || (isNaNOf(type, results[i]) && isNaNOf(type, want)))
      continue;
    ++failures;
    ADD_FAILURE() << body << " at " << std::hex << at[0] << " " << at.back() << ": got "
                  << results[i] << ", want " << want;
  }
}

std::string call(const std::string &op, unsigned arity) {
  std::string text = "%r = " + op + " %a0";
  for (unsigned k = 1; k < arity; ++k)
    text += ", %a" + std::to_string(k);
  return text + " : tensor<1024xf64>";
}

Host unary(double (*function)(double)) {
  return [=](const uint64_t *a) { return toBits(function(toDouble(a[0]))); };
}

Host binary(double (*function)(double, double)) {
  return [=](const uint64_t *a) { return toBits(function(toDouble(a[0]), toDouble(a[1]))); };
}

uint64_t fromAPFloat(const llvm::fltSemantics &to, uint64_t bits, llvm::RoundingMode mode) {
  llvm::APFloat number(toDouble(bits));
  bool lost;
  number.convert(to, mode, &lost);
  return number.bitcastToAPInt().getZExtValue();
}

} // namespace

TEST(Doubles, ArithmeticIsRoundedOnce) {
  auto two = sample(2);
  expectEqual(call("arith.addf", 2), two, "f64", binary([](double a, double b) { return a + b; }));
  expectEqual(call("arith.subf", 2), two, "f64", binary([](double a, double b) { return a - b; }));
  expectEqual(call("arith.mulf", 2), two, "f64", binary([](double a, double b) { return a * b; }));
  expectEqual(call("arith.divf", 2), two, "f64", binary([](double a, double b) { return a / b; }));
  expectEqual(call("tt.precise_divf", 2), two, "f64",
              binary([](double a, double b) { return a / b; }));
  expectEqual(call("arith.remf", 2), two, "f64", binary(std::fmod));
  expectEqual(call("math.sqrt", 1), sample(1), "f64", unary(std::sqrt));
  expectEqual(call("tt.precise_sqrt", 1), sample(1), "f64", unary(std::sqrt));
  expectEqual(call("math.fma", 3), sample(3), "f64", [](const uint64_t *a) {
    return toBits(std::fma(toDouble(a[0]), toDouble(a[1]), toDouble(a[2])));
  });
}

TEST(Doubles, SignsAndRoundingToIntegers) {
  auto one = sample(1), two = sample(2);
  expectEqual(call("arith.negf", 1), one, "f64",
              [](const uint64_t *a) { return a[0] ^ uint64_t(1) << 63; });
  expectEqual(call("math.absf", 1), one, "f64", unary(std::fabs));
  expectEqual(call("math.copysign", 2), two, "f64", binary(std::copysign));
  expectEqual(call("math.floor", 1), one, "f64", unary(std::floor));
  expectEqual(call("math.ceil", 1), one, "f64", unary(std::ceil));
  expectEqual(call("math.trunc", 1), one, "f64", unary(std::trunc));
  expectEqual(call("math.round", 1), one, "f64", unary(std::round));
  expectEqual(call("math.roundeven", 1), one, "f64", unary(std::nearbyint));
}

TEST(Doubles, Comparisons) {
  const std::pair<const char *, std::function<bool(double, double)>> predicates[] = {
      {"oeq", [](double a, double b) { return a == b; }},
      {"ogt", [](double a, double b) { return a > b; }},
      {"oge", [](double a, double b) { return a >= b; }},
      {"olt", [](double a, double b) { return a < b; }},
      {"ole", [](double a, double b) { return a <= b; }},
      {"one", [](double a, double b) { return a < b || a > b; }},
      {"ord", [](double a, double b) { return !std::isunordered(a, b); }},
      {"ueq", [](double a, double b) { return !(a < b || a > b); }},
      {"ugt", [](double a, double b) { return !(a <= b); }},
      {"uge", [](double a, double b) { return !(a < b); }},
      {"ult", [](double a, double b) { return !(a >= b); }},
      {"ule", [](double a, double b) { return !(a > b); }},
      {"une", [](double a, double b) { return a != b; }},
      {"uno", [](double a, double b) { return std::isunordered(a, b); }}};
  for (const auto &entry : predicates) {
    std::string body = "%holds = arith.cmpf " + std::string(entry.first) +
                       ", %a0, %a1 : tensor<1024xf64>\n"
                       "%r = arith.extui %holds : tensor<1024xi1> to tensor<1024xi8>";
    expectEqual(body, sample(2), "i8", [&](const uint64_t *a) {
      return uint64_t(entry.second(toDouble(a[0]), toDouble(a[1])));
    });
  }
}

/// -0 is less than +0 here; a NaN gives way, or stays.
TEST(Doubles, Extrema) {
  auto extremum = [](bool isMaximum, bool isNumber) -> Host {
    return [=](const uint64_t *bits) {
      double a = toDouble(bits[0]), b = toDouble(bits[1]);
      if (std::isnan(a) || std::isnan(b))
        return !isNumber ? toBits(NAN) : std::isnan(a) ? bits[1] : bits[0];
      bool isLess = a < b || (a == b && std::signbit(a));
      return isLess == isMaximum ? bits[1] : bits[0];
    };
  };
  expectEqual(call("arith.maxnumf", 2), sample(2), "f64", extremum(true, true));
  expectEqual(call("arith.minnumf", 2), sample(2), "f64", extremum(false, true));
  expectEqual(call("arith.maximumf", 2), sample(2), "f64", extremum(true, false));
  expectEqual(call("arith.minimumf", 2), sample(2), "f64", extremum(false, false));
}

TEST(Doubles, ConversionsOfFloats) {
  auto one = sample(1);
  auto narrow = [](const std::string &type) {
    return "%r = arith.truncf %a0 : tensor<1024xf64> to tensor<1024x" + type + ">";
  };
  auto towardZero = [](const std::string &type) {
    return "%r = tt.fp_to_fp %a0, rounding = rtz : tensor<1024xf64> -> tensor<1024x" + type + ">";
  };
  const std::pair<const char *, const llvm::fltSemantics *> formats[] = {
      {"f32", &llvm::APFloat::IEEEsingle()},
      {"f16", &llvm::APFloat::IEEEhalf()},
      {"bf16", &llvm::APFloat::BFloat()}};
  for (auto [name, semantics] : formats) {
    std::string type = name;
    auto compareWith = [&, semantics = semantics](const std::string &body,
                                                  llvm::RoundingMode mode) {
      // All NaN of the format are one.
      std::string canonical = body;
      std::vector<Column> numbers = one;
      for (uint64_t &bits : numbers[0].bits)
        if (std::isnan(toDouble(bits)))
          bits = 0x3ff0000000000000;
      expectEqual(canonical, numbers, type,
                  [=](const uint64_t *a) { return fromAPFloat(*semantics, a[0], mode); });
    };
    compareWith(narrow(type), llvm::RoundingMode::NearestTiesToEven);
    compareWith(towardZero(type), llvm::RoundingMode::TowardZero);
  }
  std::vector<Column> floats(1, Column{"f32", {}});
  for (uint64_t high = 0; high < 0x10000; high += 11)
    floats[0].bits.push_back(high << 16 | (high * 0x9e37 & 0xffff));
  expectEqual(
      "%r = arith.extf %a0 : tensor<1024xf32> to tensor<1024xf64>", floats, "f64",
      [](const uint64_t *a) { return toBits(double(llvm::bit_cast<float>(uint32_t(a[0])))); });
}

TEST(Doubles, ConversionsOfIntegers) {
  auto convert = [](const std::string &op, const std::string &from, const std::string &to) {
    return "%r = arith." + op + " %a0 : tensor<1024x" + from + "> to tensor<1024x" + to + ">";
  };
  std::vector<Column> words = sample(1, "i64");
  expectEqual(convert("sitofp", "i64", "f64"), words, "f64",
              [](const uint64_t *a) { return toBits(double(int64_t(a[0]))); });
  expectEqual(convert("uitofp", "i64", "f64"), words, "f64",
              [](const uint64_t *a) { return toBits(double(a[0])); });
  std::vector<Column> small(1, Column{"i32", {}});
  for (uint64_t bits : words[0].bits)
    small[0].bits.push_back(uint32_t(bits >> 11));
  expectEqual(convert("sitofp", "i32", "f64"), small, "f64",
              [](const uint64_t *a) { return toBits(double(int32_t(a[0]))); });
  expectEqual(convert("uitofp", "i32", "f64"), small, "f64",
              [](const uint64_t *a) { return toBits(double(uint32_t(a[0]))); });
  std::vector<Column> numbers(1, Column{"f64", {}});
  for (uint64_t bits : sample(1)[0].bits)
    numbers[0].bits.push_back(std::fabs(toDouble(bits)) < 9.2e18 ? bits : 0);
  expectEqual(convert("fptosi", "f64", "i64"), numbers, "i64",
              [](const uint64_t *a) { return uint64_t(int64_t(toDouble(a[0]))); });
}
