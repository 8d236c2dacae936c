//===- FunctionErrorsTest.cpp - Errors of functions against MPFR ----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Every function of the table in docs/numerics.md, compiled, run on the CPU executor,
// and compared with 160-bit values on samples of its domain: floats at even distances of
// their bit patterns, and edge values. The error must stay below what the table says:
//
//   | `erf` | all | 1.3 ulp |            in units of the last place of the f32 result
//   | `y0`  | x > 0 | 4e-7 abs |         absolute
//
// TRITON_METAL_NUMERICS_SAMPLES=N takes N samples instead of 500 and prints what was
// measured.
//
//===----------------------------------------------------------------------===//

#include "KernelRunner.h"
#include "References.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/MemoryBuffer.h"
#include "gtest/gtest.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

using namespace tritonmetal::test;

namespace {

struct Row {
  std::string name;
  double low = -INFINITY, high = INFINITY; // of each operand
  double bound = 0;
  bool isAbsolute = false;
};

struct Worst {
  double error = 0;
  std::vector<float> at;
};

float toFloat(uint64_t bits) { return llvm::bit_cast<float>(uint32_t(bits)); }
uint32_t toBits(float value) { return llvm::bit_cast<uint32_t>(value); }

size_t getSampleCount() {
  const char *text = std::getenv("TRITON_METAL_NUMERICS_SAMPLES");
  return text ? std::strtoul(text, nullptr, 10) : 500;
}

/// Rows of the tables: a name in backticks, "low … high" or "all", "N ulp" or "N abs".
std::vector<Row> readTable() {
  std::vector<Row> rows;
  auto file = llvm::MemoryBuffer::getFile(TRITON_METAL_SOURCE_DIR "/docs/numerics.md");
  EXPECT_TRUE(bool(file));
  if (!file)
    return rows;
  llvm::SmallVector<llvm::StringRef> lines;
  (*file)->getBuffer().split(lines, '\n');
  for (llvm::StringRef line : lines) {
    llvm::SmallVector<llvm::StringRef> cells;
    line.split(cells, '|');
    if (cells.size() < 5 || !cells[1].trim().starts_with("`"))
      continue;
    Row row;
    row.name = cells[1].trim().trim('`').str();
    auto [bound, unit] = cells[3].trim().split(' ');
    if (!llvm::to_float(bound, row.bound) || (unit != "ulp" && unit != "abs"))
      continue;
    row.isAbsolute = unit == "abs";
    llvm::StringRef domain = cells[2].trim();
    if (domain != "all") {
      auto [low, high] = domain.split(" … ");
      EXPECT_TRUE(llvm::to_float(low, row.low) && llvm::to_float(high, row.high)) << domain.str();
    }
    rows.push_back(row);
  }
  return rows;
}

/// Floats of [low, high] at even distances of their bits, on both sides of zero, and edges.
std::vector<float> sample(const Row &row, size_t count, uint32_t seed) {
  std::vector<float> samples;
  auto add = [&](float value) {
    if (value >= row.low && value <= row.high)
      samples.push_back(value);
  };
  for (float edge : {0.0f,  0x1p-149f, 0x1p-126f, 1e-30f, 1e-10f, 0.25f,         0.5f,    0.7f,
                     1.0f,  1.5f,      2.0f,      3.0f,   4.0f,   5.5f,          6.0f,    8.0f,
                     10.2f, 35.0f,     88.0f,     1e10f,  1e30f,  3.4028235e38f, INFINITY})
    for (float sign : {1.0f, -1.0f})
      for (float near : {std::nextafter(edge, -INFINITY), edge, std::nextafter(edge, INFINITY)})
        add(sign * near);
  auto spread = [&](float from, float to, size_t number, bool isNegative) {
    if (!(from < to))
      return;
    double first = toBits(from), last = toBits(to);
    for (size_t i = 0; i < number; ++i) {
      seed = seed * 1664525u + 1013904223u; // Numerical Recipes
      double place = (double(i) + double(seed) / 0x1p32) / double(number);
      float value = toFloat(uint64_t(first + (last - first) * place));
      add(isNegative ? -value : value);
    }
  };
  float most = 3.4028235e38f;
  spread(std::fmax(float(row.low), 0.0f), std::fmin(float(row.high), most), count / 2, false);
  spread(std::fmax(float(-row.high), 0.0f), std::fmin(float(-row.low), most), count / 2, true);
  // Where most of the shape is.
  spread(std::fmax(float(row.low), 0.01f), std::fmin(float(row.high), 40.0f), count / 2, false);
  spread(std::fmax(float(-row.high), 0.01f), std::fmin(float(-row.low), 40.0f), count / 2, true);
  return samples;
}

unsigned getArity(const std::string &name) {
  if (name == "norm4d" || name == "rnorm4d")
    return 4;
  if (name == "norm3d" || name == "rnorm3d")
    return 3;
  return name == "hypot" || name == "rhypot" || name == "remainder" ? 2 : 1;
}

/// Of a finite reference; a result that a denormal would be may be zero.
double getError(float got, const Real &want, bool isAbsolute) {
  double reference = want.toDouble();
  if (std::isnan(reference) || std::isnan(got))
    return std::isnan(reference) && std::isnan(got) ? 0 : INFINITY;
  float nearest = float(reference);
  if (got == nearest)
    if (std::isinf(got) || got == 0)
      return 0;
  if (std::isinf(nearest) != std::isinf(got)) // at the end of the range an ulp is infinite
    return std::fabs(reference) > 3.402e38 && std::fabs(double(got)) > 3.402e38 ? 0 : INFINITY;
  if (std::fabs(reference) < 0x1p-126 && std::fabs(got) <= 0x1p-126f)
    return 0;
  double difference = std::fabs(double(got) - reference);
  if (isAbsolute)
    return difference;
  int exponent = std::max(std::ilogb(reference), -126);
  return std::ldexp(difference, 23 - exponent);
}

float flush(float value) {
  return std::fabs(value) < 0x1p-126f ? std::copysign(0.0f, value) : value;
}

Worst measure(const Row &row) {
  unsigned arity = getArity(row.name);
  std::vector<std::vector<float>> samples;
  std::vector<Column> operands;
  for (unsigned k = 0; k < arity; ++k) {
    samples.push_back(sample(row, getSampleCount(), k));
    if (k) // other pairs than equal ones
      std::rotate(samples[k].begin(), samples[k].begin() + 1 + 17 * k, samples[k].end());
    Column column{"f32", {}};
    for (float value : samples[k])
      column.bits.push_back(toBits(value));
    operands.push_back(column);
  }
  std::vector<uint64_t> results =
      run(callExtern("__nv_" + row.name + "f", operands, "f32"), operands, "f32");
  Reference reference = getReference(row.name);
  Worst worst;
  for (size_t i = 0; i < results.size(); ++i) {
    Real want;
    std::vector<Real> values;
    std::vector<float> at;
    for (unsigned k = 0; k < arity; ++k) {
      at.push_back(samples[k][i]);
      values.emplace_back(flush(samples[k][i]));
    }
    reference(want, values.data());
    double error = getError(toFloat(results[i]), want, row.isAbsolute);
    if (error > worst.error) {
      worst.error = error;
      worst.at = at;
    }
  }
  return worst;
}

} // namespace

TEST(FunctionErrors, StayWithinTheTable) {
  std::vector<Row> rows = readTable();
  EXPECT_GE(rows.size(), 25u);
  for (const Row &row : rows) {
    ASSERT_TRUE(getReference(row.name)) << row.name;
    Worst worst = measure(row);
    EXPECT_LE(worst.error, row.bound)
        << row.name << " at " << (worst.at.empty() ? 0.0f : worst.at[0]) << " "
        << (worst.at.size() < 2 ? 0.0f : worst.at[1]);
    if (std::getenv("TRITON_METAL_NUMERICS_SAMPLES"))
      std::printf("%-14s %10.4g (bound %g %s) at %.9g\n", row.name.c_str(), worst.error, row.bound,
                  row.isAbsolute ? "abs" : "ulp", worst.at.empty() ? 0.0 : double(worst.at[0]));
  }
}
