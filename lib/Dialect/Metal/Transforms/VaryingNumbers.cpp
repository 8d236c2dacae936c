//===- VaryingNumbers.cpp - Numbers that differ by the pass of loops ------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "VaryingNumbers.h"

#include "LoopFormState.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

#include <map>

using namespace mlir;
using namespace tritonmetal::metal;

int64_t AffineFunction::at(const Point &point) const {
  int64_t result = first;
  for (auto [slope, counter] : llvm::zip(slopes, point))
    result += slope * counter;
  return result;
}

//===----------------------------------------------------------------------===//
// Fitting
//===----------------------------------------------------------------------===//

/// How the number changes with counter `dim`, by two neighbours in this direction; 0 if there
/// are none.
static int64_t getSlope(ArrayRef<Point> points, ArrayRef<int64_t> numbers, unsigned dim) {
  for (size_t a = 0; a < points.size(); ++a) {
    Point next = points[a];
    ++next[dim];
    for (size_t b = a + 1; b < points.size(); ++b)
      if (points[b] == next)
        return numbers[b] - numbers[a];
  }
  return 0;
}

std::optional<AffineFunction> tritonmetal::metal::fitAffine(ArrayRef<Point> points,
                                                            ArrayRef<int64_t> numbers) {
  AffineFunction function;
  function.first = numbers.front();
  for (unsigned dim = 0; dim < points.front().size(); ++dim) {
    function.slopes.push_back(getSlope(points, numbers, dim));
    function.first -= function.slopes.back() * points.front()[dim];
  }
  for (auto [point, number] : llvm::zip(points, numbers))
    if (function.at(point) != number)
      return std::nullopt;
  return function;
}

/// What the powers leave where a number has fewer bits than others is right, too.
static bool isAtAll(const PowersFunction &function, ArrayRef<Point> points,
                    ArrayRef<int64_t> numbers) {
  for (auto [point, number] : llvm::zip(points, numbers)) {
    uint32_t bits = 0;
    for (const AffineFunction &exponent : function.exponents) {
      int64_t power = exponent.at(point);
      if (power < 0 || power > 31)
        return false;
      bits ^= uint32_t(1) << power;
    }
    if ((bits & function.mask) != uint32_t(number))
      return false;
  }
  return true;
}

std::optional<PowersFunction> tritonmetal::metal::fitPowers(ArrayRef<Point> points,
                                                            ArrayRef<int64_t> numbers) {
  constexpr int kMaxPowers = 2; // more are better read from a table
  int count = 0;
  uint32_t all = 0;
  for (int64_t number : numbers) {
    count = std::max(count, llvm::popcount(uint32_t(number)));
    all |= uint32_t(number);
  }
  if (count == 0 || count > kMaxPowers)
    return std::nullopt;
  SmallVector<Point> fullPoints; // of the numbers with all bits
  SmallVector<SmallVector<int64_t>> powers(count);
  bool haveAllBits = true;
  for (auto [point, number] : llvm::zip(points, numbers)) {
    if (llvm::popcount(uint32_t(number)) != count) {
      haveAllBits = false;
      continue;
    }
    fullPoints.push_back(point);
    uint32_t rest = number;
    for (SmallVector<int64_t> &exponents : powers) {
      exponents.push_back(llvm::countr_zero(rest));
      rest &= rest - 1;
    }
  }
  PowersFunction function;
  function.mask = haveAllBits ? ~0u : all;
  for (const SmallVector<int64_t> &exponents : powers) {
    std::optional<AffineFunction> exponent = fitAffine(fullPoints, exponents);
    if (!exponent)
      return std::nullopt;
    function.exponents.push_back(*exponent);
  }
  if (!isAtAll(function, points, numbers))
    return std::nullopt;
  return function;
}

//===----------------------------------------------------------------------===//
// Code
//===----------------------------------------------------------------------===//

static Value buildAffine(OpBuilder &builder, Location loc, const AffineFunction &function,
                         ValueRange counters) {
  auto constant = [&](int64_t value) { return i32Constant(builder, loc, int32_t(value)); };
  bool grows = llvm::any_of(function.slopes, [](int64_t slope) { return slope > 0; });
  Value sum = function.first != 0 || !grows ? constant(function.first) : Value();
  for (bool isNegative : {false, true}) // so that a sum without a constant starts with a term
    for (auto [slope, counter] : llvm::zip(function.slopes, counters)) {
      if (slope == 0 || (slope < 0) != isNegative)
        continue;
      Value part = counter;
      if (std::abs(slope) != 1)
        part = arith::MulIOp::create(builder, loc, part, constant(std::abs(slope)));
      if (!sum)
        sum = part;
      else if (isNegative)
        sum = arith::SubIOp::create(builder, loc, sum, part);
      else
        sum = arith::AddIOp::create(builder, loc, sum, part);
    }
  return sum;
}

/// 1 << exponent; with one counter the first power shifted by it.
static Value buildPower(OpBuilder &builder, Location loc, const AffineFunction &exponent,
                        ValueRange counters) {
  Value one = i32Constant(builder, loc, 1);
  bool isOneCounter =
      llvm::count_if(exponent.slopes, [](int64_t slope) { return slope != 0; }) == 1;
  if (!isOneCounter || exponent.first < 0 || exponent.first > 31)
    return arith::ShLIOp::create(builder, loc, one, buildAffine(builder, loc, exponent, counters));
  AffineFunction distance{0, exponent.slopes};
  bool falls = llvm::any_of(exponent.slopes, [](int64_t slope) { return slope < 0; });
  for (int64_t &slope : distance.slopes)
    slope = std::abs(slope);
  Value first = i32Constant(builder, loc, int32_t(uint32_t(1) << exponent.first));
  Value shift = buildAffine(builder, loc, distance, counters);
  if (falls)
    return arith::ShRUIOp::create(builder, loc, first, shift);
  return arith::ShLIOp::create(builder, loc, first, shift);
}

static Value buildPowers(OpBuilder &builder, Location loc, const PowersFunction &function,
                         ValueRange counters) {
  Value bits;
  for (const AffineFunction &exponent : function.exponents) {
    Value power = buildPower(builder, loc, exponent, counters);
    bits = bits ? Value(arith::XOrIOp::create(builder, loc, bits, power)) : power;
  }
  if (function.mask == ~0u)
    return bits;
  return arith::AndIOp::create(builder, loc, bits,
                               i32Constant(builder, loc, int32_t(function.mask)));
}

/// Counters that decide something: without the others there is still one number a point.
static SmallVector<unsigned> findUsedCounters(ArrayRef<Point> points, ArrayRef<int64_t> numbers) {
  SmallVector<unsigned> used;
  for (unsigned dim = 0; dim < points.front().size(); ++dim)
    used.push_back(dim);
  auto isFunction = [&](ArrayRef<unsigned> dims) {
    std::map<SmallVector<int32_t>, int64_t> seen;
    for (auto [point, number] : llvm::zip(points, numbers)) {
      SmallVector<int32_t> key;
      for (unsigned dim : dims)
        key.push_back(point[dim]);
      if (seen.try_emplace(key, number).first->second != number)
        return false;
    }
    return true;
  };
  for (unsigned dim = 0; dim < points.front().size(); ++dim) {
    SmallVector<unsigned> fewer = used;
    llvm::erase(fewer, dim);
    if (isFunction(fewer))
      used = fewer;
  }
  return used;
}

/// A table with room for the longest pass in each direction.
static Value buildTable(OpBuilder &builder, Location loc, ArrayRef<Point> points,
                        ArrayRef<int64_t> numbers, ValueRange counters) {
  AffineFunction place;
  place.slopes.assign(points.front().size(), 0);
  int64_t size = 1;
  SmallVector<unsigned> used = findUsedCounters(points, numbers);
  for (unsigned dim : llvm::reverse(used)) {
    int64_t length = 1;
    for (const Point &point : points)
      length = std::max<int64_t>(length, point[dim] + 1);
    place.slopes[dim] = size;
    size *= length;
  }
  SmallVector<int32_t> table(size, 0);
  for (auto [point, number] : llvm::zip(points, numbers))
    table[place.at(point)] = int32_t(number);
  Type i32 = builder.getI32Type();
  auto pointer = PointerType::get(builder.getContext(), i32, MemorySpace::Constant);
  auto values = DenseElementsAttr::get(RankedTensorType::get({size}, i32), ArrayRef(table));
  Value base = ConstantTableOp::create(builder, loc, pointer, values);
  Value offset = buildAffine(builder, loc, place, counters);
  return LoadOp::create(builder, loc, i32, base, offset, /*alignment=*/4, /*isVolatile=*/false);
}

Value tritonmetal::metal::buildVarying(OpBuilder &builder, Location loc, ArrayRef<Point> points,
                                       ArrayRef<int64_t> numbers, ValueRange counters) {
  if (llvm::all_equal(numbers))
    return i32Constant(builder, loc, int32_t(numbers.front()));
  if (auto function = fitAffine(points, numbers))
    return buildAffine(builder, loc, *function, counters);
  if (auto function = fitPowers(points, numbers))
    return buildPowers(builder, loc, *function, counters);
  return buildTable(builder, loc, points, numbers, counters);
}
