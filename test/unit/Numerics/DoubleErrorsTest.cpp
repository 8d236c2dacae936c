//===- DoubleErrorsTest.cpp - Errors of functions of doubles --------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The functions of f64 in docs/numerics.md, compiled with --fp64=emulate and run on the CPU
// executor, against MPFR:
//
//   | f64 `exp` | 2 ulp | 0.51 |
//
// on edges, random bits, and numbers where most of the function's shape is. With
// TRITON_METAL_NUMERICS_SAMPLES=N on N samples, and prints what was measured.
//
//===----------------------------------------------------------------------===//

#include "KernelRunner.h"
#include "References.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/MemoryBuffer.h"
#include "gtest/gtest.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

using namespace tritonmetal::test;

namespace {

double toDouble(uint64_t bits) { return llvm::bit_cast<double>(bits); }
uint64_t toBits(double value) { return llvm::bit_cast<uint64_t>(value); }

struct Function {
  const char *name;
  unsigned arity;
  void (*reference)(mpfr_ptr result, mpfr_srcptr x, mpfr_srcptr y);
};

/// 1 / sqrt(x) as two operations: -0 gives -inf, of which MPFR thinks otherwise.
void reciprocalRoot(mpfr_ptr result, mpfr_srcptr x, mpfr_srcptr) {
  mpfr_rec_sqrt(result, x, MPFR_RNDN);
  if (mpfr_zero_p(x))
    mpfr_setsign(result, result, mpfr_signbit(x), MPFR_RNDN);
}

#define TRITON_METAL_MPFR(function)                                                                \
  [](mpfr_ptr result, mpfr_srcptr x, mpfr_srcptr) { function(result, x, MPFR_RNDN); }
const Function kFunctions[] = {
    {"cos", 1, TRITON_METAL_MPFR(mpfr_cos)},
    {"exp", 1, TRITON_METAL_MPFR(mpfr_exp)},
    {"exp2", 1, TRITON_METAL_MPFR(mpfr_exp2)},
    {"log", 1, TRITON_METAL_MPFR(mpfr_log)},
    {"log10", 1, TRITON_METAL_MPFR(mpfr_log10)},
    {"log2", 1, TRITON_METAL_MPFR(mpfr_log2)},
    {"powf", 2,
     [](mpfr_ptr result, mpfr_srcptr x, mpfr_srcptr y) { mpfr_pow(result, x, y, MPFR_RNDN); }},
    {"rsqrt", 1, reciprocalRoot},
    {"sin", 1, TRITON_METAL_MPFR(mpfr_sin)},
    {"tan", 1, TRITON_METAL_MPFR(mpfr_tan)}};
#undef TRITON_METAL_MPFR

size_t getSampleCount() {
  const char *text = std::getenv("TRITON_METAL_NUMERICS_SAMPLES");
  return text ? std::strtoul(text, nullptr, 10) : 2000;
}

/// What the document says of `name`, in ulp; NaN if nothing.
double getBound(llvm::StringRef name) {
  auto file = llvm::MemoryBuffer::getFile(TRITON_METAL_SOURCE_DIR "/docs/numerics.md");
  double bound = NAN;
  if (!file)
    return bound;
  std::string start = ("| f64 `" + name + "` | ").str();
  size_t place = (*file)->getBuffer().find(start);
  if (place != llvm::StringRef::npos)
    llvm::to_float((*file)->getBuffer().substr(place + start.size()).split(' ').first, bound);
  return bound;
}

class Samples {
public:
  /// The pair number `i`; of pow, mostly one whose result is finite.
  std::pair<uint64_t, uint64_t> next(size_t i, bool isPower) {
    static const double edges[] = {0.0,   5e-324, 1e-310, 1e-16,   0.5,      0.7071067811865476,
                                   1.0,   1.5,    2.0,    3.0,     10.0,     709.78,
                                   745.1, 1023.5, 1e22,   1.7e308, INFINITY, NAN};
    size_t count = std::size(edges);
    if (i < 4 * count * count) {
      double a = edges[i % count], b = edges[i / count % count];
      bool negatesA = i / count / count & 1, negatesB = i / count / count & 2;
      return {toBits(negatesA ? -a : a), toBits(negatesB ? -b : b)};
    }
    if (isPower && i % 2) {
      double a = std::ldexp(1 + unit(), int(random() % 2000) - 1000);
      double b = (2 * unit() - 1) * 1080 / std::log2(a);
      return random() % 4 ? std::pair(toBits(a), toBits(b))
                          : std::pair(toBits(-a), toBits(std::nearbyint(b)));
    }
    if (i % 3 == 0)
      return {toBits((2 * unit() - 1) * std::ldexp(1, int(random() % 14) - 2)), random()};
    if (i % 3 == 1)
      return {toBits(1 + (2 * unit() - 1) * std::ldexp(1, -int(random() % 52))), random()};
    return {random(), random()};
  }

private:
  double unit() { return double(random() >> 11) * 0x1p-53; }
  std::mt19937_64 random;
};

/// In units of the last place; an infinity may stand for a number next to the largest.
double getError(double got, mpfr_ptr want) {
  double nearest = mpfr_get_d(want, MPFR_RNDN);
  if (std::isnan(nearest) || std::isnan(got))
    return std::isnan(nearest) && std::isnan(got) ? 0 : INFINITY;
  if (std::signbit(nearest) != std::signbit(got))
    return INFINITY;
  if (std::isinf(nearest) || std::isinf(got) || nearest == got)
    if (nearest == got && (std::isinf(got) || got == 0))
      return 0;
  if (std::isinf(nearest) || std::isinf(got))
    return std::fabs(nearest) >= 0x1.ffffffffffffep1023 && std::fabs(got) >= 0x1.ffffffffffffep1023
               ? 1
               : INFINITY;
  int exponent = nearest == 0 ? -1022 : std::max(std::ilogb(nearest), -1022);
  Real difference;
  mpfr_sub_d(difference, want, got, MPFR_RNDN);
  mpfr_mul_2si(difference, difference, 52 - exponent, MPFR_RNDN);
  return std::fabs(difference.toDouble());
}

void measure(const Function &function) {
  std::vector<Column> operands(function.arity, Column{"f64", {}});
  Samples samples;
  for (size_t i = 0; i < getSampleCount(); ++i) {
    auto [a, b] = samples.next(i, function.arity == 2);
    operands[0].bits.push_back(a);
    if (function.arity == 2)
      operands[1].bits.push_back(b);
  }
  std::string body = "%r = math." + std::string(function.name) +
                     (function.arity == 2 ? " %a0, %a1" : " %a0") + " : tensor<1024xf64>";
  std::vector<uint64_t> results = run(body, operands, "f64");
  double worst = 0;
  size_t place = 0;
  for (size_t i = 0; i < results.size(); ++i) {
    Real x(toDouble(operands[0].bits[i])), y(toDouble(operands.back().bits[i])), want;
    function.reference(want, x, y);
    double error = getError(toDouble(results[i]), want);
    if (error > worst) {
      worst = error;
      place = i;
    }
  }
  ASSERT_FALSE(results.empty());
  double x = toDouble(operands[0].bits[place]), y = toDouble(operands.back().bits[place]);
  EXPECT_LE(worst, getBound(function.name)) << function.name << " at " << x << " " << y;
  if (std::getenv("TRITON_METAL_NUMERICS_SAMPLES"))
    std::printf("f64 %-8s %8.4f ulp at %.17g %.17g\n", function.name, worst, x, y);
}

} // namespace

TEST(DoubleErrors, StayWithinTheTable) {
  for (const Function &function : kFunctions)
    measure(function);
}
