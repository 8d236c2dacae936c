//===- ExternsTest.cpp - Exact functions, and inline assembly -------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Functions of device libraries whose results are exact, and instructions of PTX, as
// compiled and run on the CPU executor, against APFloat and plain C++.
//
//===----------------------------------------------------------------------===//

#include "KernelRunner.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APSInt.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/MathExtras.h"
#include "gtest/gtest.h"

#include <cmath>
#include <functional>

using namespace tritonmetal::test;
using llvm::APFloat;
using llvm::APInt;

namespace {

/// Numbers of the same sequence in every run.
class Numbers {
public:
  uint32_t next() {
    state = state * 6364136223846793005u + 1442695040888963407u; // Knuth, MMIX
    return uint32_t(state >> 33) ^ uint32_t(state >> 12);
  }
  /// Of an exponent from -range to range: nothing over- or underflows, or almost nothing.
  uint32_t nextFloat(int range) {
    uint32_t exponent = uint32_t(127 - range) + next() % uint32_t(2 * range + 1);
    return (next() & 0x807fffff) | exponent << 23;
  }

private:
  uint64_t state = 1;
};

Column makeFloats(unsigned seed, int range) {
  Numbers numbers;
  Column column{"f32", {}};
  for (unsigned i = 0; i < seed; ++i)
    numbers.next();
  for (unsigned i = 0; i < 2000; ++i)
    column.bits.push_back(numbers.nextFloat(range));
  return column;
}

Column makeIntegers(unsigned seed, const std::string &type) {
  Numbers numbers;
  Column column{type, {}};
  for (unsigned i = 0; i < seed; ++i)
    numbers.next();
  for (uint64_t edge : {0ull, 1ull, ~0ull, 1ull << 31, (1ull << 31) - 1, 1ull << 63, 0xffull})
    column.bits.push_back(edge);
  for (unsigned i = 0; i < 2000; ++i)
    column.bits.push_back((uint64_t(numbers.next()) << 32 | numbers.next()) >> (i % 33));
  for (uint64_t &bits : column.bits)
    if (type != "i64")
      bits &= type == "i16" ? 0xffff : 0xffffffff;
  return column;
}

APFloat toFloat(uint64_t bits) { return APFloat(APFloat::IEEEsingle(), APInt(32, bits)); }

struct Rounding {
  const char *suffix;
  llvm::RoundingMode mode;
};
const Rounding roundings[] = {{"rn", APFloat::rmNearestTiesToEven},
                              {"rz", APFloat::rmTowardZero},
                              {"rd", APFloat::rmTowardNegative},
                              {"ru", APFloat::rmTowardPositive}};

/// `compute` gives the bits of the result from those of the operands.
void expectExact(const std::string &body, const std::vector<Column> &operands,
                 const std::string &resultType,
                 const std::function<uint64_t(const std::vector<uint64_t> &)> &compute) {
  std::vector<uint64_t> results = run(body, operands, resultType);
  for (size_t i = 0; i < results.size(); ++i) {
    std::vector<uint64_t> bits;
    for (const Column &column : operands)
      bits.push_back(column.bits[i]);
    ASSERT_EQ(results[i], compute(bits))
        << body << std::hex << ": 0x" << bits[0] << " 0x" << (bits.size() > 1 ? bits[1] : 0);
  }
}

using Operation = llvm::APFloat::opStatus (APFloat::*)(const APFloat &, llvm::RoundingMode);

void checkRounded(const std::string &name, Operation operation, int range) {
  for (const Rounding &rounding : roundings) {
    std::vector<Column> operands = {makeFloats(1, range), makeFloats(7, range)};
    expectExact(callExtern("__nv_" + name + "_" + rounding.suffix, operands, "f32"), operands,
                "f32", [&](const std::vector<uint64_t> &x) {
                  APFloat result = toFloat(x[0]);
                  (result.*operation)(toFloat(x[1]), rounding.mode);
                  return result.bitcastToAPInt().getZExtValue();
                });
  }
}

/// The body of inline assembly on columns of the operands' types, one element at a time.
std::string assemble(const std::string &text, const std::string &constraints,
                     const std::vector<Column> &operands, const std::string &resultType) {
  std::string names, types;
  for (size_t k = 0; k < operands.size(); ++k) {
    names += (k ? ", %a" : "%a") + std::to_string(k);
    types += std::string(k ? ", " : "") + "tensor<1024x" + operands[k].type + ">";
  }
  return "%r = tt.elementwise_inline_asm \"" + text + "\" {constraints = \"" + constraints +
         "\", packed_element = 1 : i32, pure = true} " + names + " : " + types +
         " -> tensor<1024x" + resultType + ">";
}

uint32_t permuteBytes(uint64_t low, uint64_t high, uint64_t selector) {
  uint64_t both = high << 32 | low;
  uint32_t result = 0;
  for (unsigned i = 0; i < 4; ++i) {
    uint32_t byte = both >> 8 * (selector >> 4 * i & 7) & 0xff;
    if (selector >> 4 * i & 8)
      byte = byte & 0x80 ? 0xff : 0;
    result |= byte << 8 * i;
  }
  return result;
}

} // namespace

TEST(Externs, ArithmeticByItsRounding) {
  checkRounded("fadd", &APFloat::add, 40);
  checkRounded("fsub", &APFloat::subtract, 12);
  checkRounded("fmul", &APFloat::multiply, 50);
}

TEST(Externs, QuotientsAndFmaByTheirRounding) {
  checkRounded("fdiv", &APFloat::divide, 50);
  for (const Rounding &rounding : roundings) {
    std::vector<Column> operands = {makeFloats(1, 12), makeFloats(7, 12), makeFloats(5, 24)};
    expectExact(callExtern(std::string("__nv_fmaf_") + rounding.suffix, operands, "f32"), operands,
                "f32", [&](const std::vector<uint64_t> &x) {
                  APFloat result = toFloat(x[0]);
                  result.fusedMultiplyAdd(toFloat(x[1]), toFloat(x[2]), rounding.mode);
                  return result.bitcastToAPInt().getZExtValue();
                });
  }
}

TEST(Externs, ConversionsByTheirRounding) {
  for (const Rounding &rounding : roundings)
    for (bool isWide : {false, true})
      for (bool isSigned : {false, true}) {
        std::string integer = isWide ? "i64" : "i32";
        std::string word = std::string(isSigned ? "" : "u") + (isWide ? "ll" : "int");
        unsigned width = isWide ? 64 : 32;
        std::vector<Column> floats = {makeFloats(3, 70)};
        floats[0].bits.push_back(0x7fc00000);
        floats[0].bits.push_back(0x7f800000);
        expectExact(callExtern("__nv_float2" + word + "_" + rounding.suffix, floats, integer),
                    floats, integer, [&](const std::vector<uint64_t> &x) -> uint64_t {
                      if (toFloat(x[0]).isNaN())
                        return isWide ? uint64_t(1) << 63 : 0;
                      llvm::APSInt result(width, !isSigned);
                      bool isExact;
                      toFloat(x[0]).convertToInteger(result, rounding.mode, &isExact);
                      return result.getZExtValue();
                    });
        std::vector<Column> integers = {makeIntegers(3, integer)};
        expectExact(callExtern("__nv_" + word + "2float_" + rounding.suffix, integers, "f32"),
                    integers, "f32", [&](const std::vector<uint64_t> &x) {
                      APFloat result(APFloat::IEEEsingle());
                      result.convertFromAPInt(APInt(width, x[0]), isSigned, rounding.mode);
                      return result.bitcastToAPInt().getZExtValue();
                    });
      }
}

TEST(Externs, PartsOfFloats) {
  Column floats = makeFloats(1, 127), others = makeFloats(2, 127);
  for (uint64_t edge : {0ull, 0x80000000ull, 1ull, 0x80000001ull, 0x7f7fffffull, 0x7f800000ull})
    for (uint64_t other : {uint64_t(0), uint64_t(0x3f800000), uint64_t(0xff800000), edge}) {
      floats.bits.push_back(edge);
      others.bits.push_back(other);
    }
  auto value = [](uint64_t bits) { return llvm::bit_cast<float>(uint32_t(bits)); };
  expectExact(callExtern("__nv_nextafterf", {floats, others}, "f32"), {floats, others}, "f32",
              [&](const std::vector<uint64_t> &x) {
                return llvm::bit_cast<uint32_t>(std::nextafter(value(x[0]), value(x[1])));
              });
  expectExact(callExtern("__nv_ilogbf", {floats}, "i32"), {floats}, "i32",
              [&](const std::vector<uint64_t> &x) {
                if ((x[0] & 0x7fffffff) == 0)
                  return uint32_t(1) << 31;
                return uint32_t(std::ilogb(value(x[0])));
              });
  expectExact(callExtern("__nv_signbitf", {floats}, "i32"), {floats}, "i32",
              [&](const std::vector<uint64_t> &x) { return x[0] >> 31; });
}

TEST(Externs, Integers) {
  std::vector<Column> three = {makeIntegers(1, "i32"), makeIntegers(2, "i32"),
                               makeIntegers(3, "i32")};
  std::vector<Column> one = {three[0]}, two = {three[0], three[1]};
  auto check = [](const std::string &name, const std::vector<Column> &operands, auto compute) {
    expectExact(callExtern("__nv_" + name, operands, "i32"), operands, "i32",
                [&](const std::vector<uint64_t> &x) -> uint64_t { return uint32_t(compute(x)); });
  };
  using X = const std::vector<uint64_t> &;
  check("byte_perm", three, [](X x) { return permuteBytes(x[0], x[1], x[2] & 0x7777); });
  check("brev", one, [](X x) { return llvm::reverseBits(uint32_t(x[0])); });
  check("ffs", one, [](X x) { return x[0] ? llvm::countr_zero(x[0]) + 1 : 0; });
  check("clz", one, [](X x) { return llvm::countl_zero(uint32_t(x[0])); });
  check("popc", one, [](X x) { return llvm::popcount(x[0]); });
  check("hadd", two, [](X x) { return (int64_t(int32_t(x[0])) + int32_t(x[1])) >> 1; });
  check("rhadd", two, [](X x) { return (int64_t(int32_t(x[0])) + int32_t(x[1]) + 1) >> 1; });
  check("uhadd", two, [](X x) { return (x[0] + x[1]) >> 1; });
  check("urhadd", two, [](X x) { return (x[0] + x[1] + 1) >> 1; });
  check("umulhi", two, [](X x) { return x[0] * x[1] >> 32; });
  check("mulhi", two, [](X x) { return int64_t(int32_t(x[0])) * int32_t(x[1]) >> 32; });
  check("umul24", two, [](X x) { return (x[0] & 0xffffff) * (x[1] & 0xffffff); });
  check("usad", three, [](X x) { return (x[0] > x[1] ? x[0] - x[1] : x[1] - x[0]) + x[2]; });
}

TEST(InlineAssembly, Integers) {
  std::vector<Column> three = {makeIntegers(1, "i32"), makeIntegers(2, "i32"),
                               makeIntegers(3, "i32")};
  std::vector<Column> two = {three[0], three[1]};
  auto check = [](const std::string &text, const std::vector<Column> &operands, auto compute) {
    std::string constraints = operands.size() == 3 ? "=r,r,r,r" : "=r,r,r";
    expectExact(assemble(text, constraints, operands, "i32"), operands, "i32",
                [&](const std::vector<uint64_t> &x) -> uint64_t { return uint32_t(compute(x)); });
  };
  using X = const std::vector<uint64_t> &;
  check("prmt.b32 $0, $1, $2, $3;", three, [](X x) { return permuteBytes(x[0], x[1], x[2]); });
  check("lop3.b32 $0, $1, $2, $3, 0x96;", three, [](X x) { return x[0] ^ x[1] ^ x[2]; });
  check("lop3.b32 $0, $1, $2, $3, 0xca;", three,
        [](X x) { return (x[0] & x[1]) | (~x[0] & x[2]); });
  check("shl.b32 $0, $1, $2;", two, [](X x) { return x[1] < 32 ? x[0] << x[1] : 0; });
  check("shr.s32 $0, $1, $2;", two,
        [](X x) { return int32_t(x[0]) >> std::min<uint64_t>(x[1], 31); });
  check("mad.lo.s32 $0, $1, $2, $3;", three, [](X x) { return x[0] * x[1] + x[2]; });
  check("{ .reg .b64 t; mul.wide.u32 t, $1, $2; mov.b64 {_, $0}, t; }", two,
        [](X x) { return x[0] * x[1] >> 32; });
  check(
      "{ .reg .pred p, q; setp.lt.s32 p, $1, $2; setp.gt.or.u32 q, $1, 100, p; selp.b32 $0, 1, 2, "
      "q; @!p add.s32 $0, $0, 10; }",
      two, [](X x) {
        bool p = int32_t(x[0]) < int32_t(x[1]), q = x[0] > 100 || p;
        return (q ? 1 : 2) + (p ? 0 : 10);
      });
  check("// fields\\0A bfe.u32 $0, $1, 5, 9;\\0A bfi.b32 $0, $0, $2, 8, 12;", two, [](X x) {
    uint64_t field = x[0] >> 5 & 0x1ff;
    return (x[1] & ~0xfff00ull) | (field & 0xfff) << 8;
  });
  check("bfe.s32 $0, $1, 28, 8; add.sat.s32 $0, $0, $2;", two, [](X x) {
    int64_t sum = int64_t(int32_t(x[0]) >> 28) + int32_t(x[1]);
    return std::min<int64_t>(std::max<int64_t>(sum, INT32_MIN), INT32_MAX);
  });
  check("shf.l.wrap.b32 $0, $1, $2, 13;", two, [](X x) { return x[1] << 13 | x[0] >> (32 - 13); });
}

TEST(InlineAssembly, FloatsAndConversions) {
  std::vector<Column> two = {makeFloats(1, 14), makeFloats(9, 14)};
  auto value = [](uint64_t bits) { return llvm::bit_cast<float>(uint32_t(bits)); };
  expectExact(assemble("fma.rz.f32 $0, $1, $2, 0f3F800000;", "=f,f,f", two, "f32"), two, "f32",
              [&](const std::vector<uint64_t> &x) {
                APFloat result = toFloat(x[0]);
                result.fusedMultiplyAdd(toFloat(x[1]), APFloat(1.0f), APFloat::rmTowardZero);
                return result.bitcastToAPInt().getZExtValue();
              });
  expectExact(assemble("cvt.rn.bf16x2.f32 $0, $1, $2;", "=r,f,f", two, "i32"), two, "i32",
              [&](const std::vector<uint64_t> &x) -> uint64_t {
                uint64_t halves[2];
                for (unsigned i = 0; i < 2; ++i) {
                  APFloat half = toFloat(x[i]);
                  bool lost;
                  half.convert(APFloat::BFloat(), APFloat::rmNearestTiesToEven, &lost);
                  halves[i] = half.bitcastToAPInt().getZExtValue();
                }
                return halves[0] << 16 | halves[1];
              });
  // Halves multiplied in pairs, then the upper one.
  expectExact(assemble("{ .reg .b32 a, b; .reg .b16 lo, hi; cvt.rn.f16x2.f32 a, $1, 2.0; "
                       "cvt.rn.f16x2.f32 b, $2, 3.0; mul.rn.f16x2 a, a, b; mov.b32 {lo, hi}, a; "
                       "cvt.f32.f16 $0, hi; }",
                       "=f,f,f", two, "f32"),
              two, "f32", [&](const std::vector<uint64_t> &x) -> uint64_t {
                bool lost;
                APFloat a = toFloat(x[0]), b = toFloat(x[1]);
                a.convert(APFloat::IEEEhalf(), APFloat::rmNearestTiesToEven, &lost);
                b.convert(APFloat::IEEEhalf(), APFloat::rmNearestTiesToEven, &lost);
                a.multiply(b, APFloat::rmNearestTiesToEven);
                a.convert(APFloat::IEEEsingle(), APFloat::rmNearestTiesToEven, &lost);
                return a.bitcastToAPInt().getZExtValue();
              });
  expectExact(assemble("cvt.rna.tf32.f32 $0, $1;", "=r,r", {two[0]}, "f32"), {two[0]}, "f32",
              [&](const std::vector<uint64_t> &x) { return (x[0] + 0x1000) & 0xffffe000; });
  expectExact(assemble("max.f32 $0, $1, $2; neg.f32 $0, $0;", "=f,f,f", two, "f32"), two, "f32",
              [&](const std::vector<uint64_t> &x) {
                return llvm::bit_cast<uint32_t>(-std::fmax(value(x[0]), value(x[1])));
              });
}
