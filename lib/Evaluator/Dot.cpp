//===- Dot.cpp - Matrix products ------------------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// d = a b + c. Floats multiply exactly and add up in f32 (f64 for f64, and on
// request for all), in the order of k, rounded after each addition and to the
// accumulator's type once at the end. `inputPrecision` asks for less than that at most. i8 adds up
// in i32.
//
//===----------------------------------------------------------------------===//

#include "Machine.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

using namespace mlir;

namespace tritonmetal::evaluator {

namespace {
/// A stack of matrices of numbers: [batch, rows, columns].
struct Matrices {
  int64_t batch = 1, rows = 0, columns = 0;
  std::vector<double> data;

  double at(int64_t b, int64_t r, int64_t c) const {
    return data[size_t((b * rows + r) * columns + c)];
  }
};
} // namespace

static Matrices decode(const Tensor &tensor) {
  Matrices result;
  size_t rank = tensor.shape.size();
  result.batch = rank == 3 ? tensor.shape[0] : 1;
  result.rows = tensor.shape[rank - 2];
  result.columns = tensor.shape[rank - 1];
  result.data.reserve(tensor.data.size());
  for (uint64_t bits : tensor.data)
    result.data.push_back(tensor.kind.isFloat() ? decodeFloat(tensor.kind, bits)
                                                : double(signExtend(bits, tensor.kind.width)));
  return result;
}

/// The product of numbers of at most 24 bits is exact in f64.
static float add(float sum, double left, double right) { return float(double(sum) + left * right); }

static double add(double sum, double left, double right) { return std::fma(left, right, sum); }

/// Calls `store(place, sum)` with the sum of c and the products, added up in `Sum`.
template <typename Sum, typename Store>
static void multiply(const Matrices &a, const Matrices &b, const Matrices &c, Store store) {
  std::vector<Sum> row(static_cast<size_t>(b.columns));
  for (int64_t batch = 0; batch < c.batch; ++batch)
    for (int64_t m = 0; m < c.rows; ++m) {
      const double *start = &c.data[size_t((batch * c.rows + m) * c.columns)];
      for (int64_t n = 0; n < c.columns; ++n)
        row[size_t(n)] = Sum(start[n]);
      for (int64_t k = 0; k < a.columns; ++k) {
        double left = a.at(batch, m, k);
        const double *right = &b.data[size_t((batch * b.rows + k) * b.columns)];
        for (int64_t n = 0; n < c.columns; ++n)
          row[size_t(n)] = add(row[size_t(n)], left, right[n]);
      }
      for (int64_t n = 0; n < c.columns; ++n)
        store(size_t((batch * c.rows + m) * c.columns + n), row[size_t(n)]);
    }
}

static Tensor multiplyFloats(const Machine &machine, const Matrices &a, const Matrices &b,
                             const Tensor &accumulator) {
  Tensor result(accumulator.shape, accumulator.kind);
  Matrices c = decode(accumulator);
  auto store = [&](size_t place, double sum) {
    result.data[place] = encodeFloat(result.kind, sum);
  };
  if (machine.options.preciseDots || accumulator.kind.format == Format::F64)
    multiply<double>(a, b, c, store);
  else
    multiply<float>(a, b, c, store);
  return result;
}

/// Sums of products of integers up to 2^53 are exact in double; each is cut to the type's width.
static Tensor multiplyIntegers(const Matrices &a, const Matrices &b, const Tensor &accumulator) {
  Tensor result(accumulator.shape, accumulator.kind);
  multiply<double>(a, b, decode(accumulator), [&](size_t place, double sum) {
    result.data[place] = truncate(uint64_t(int64_t(sum)), result.kind.width);
  });
  return result;
}

static LogicalResult evaluateDot(Machine &machine, Operation *op) {
  auto dot = cast<tt::DotOp>(op);
  const Tensor &accumulator = machine.get(dot.getC());
  Matrices a = decode(machine.get(dot.getA())), b = decode(machine.get(dot.getB()));
  machine.set(dot.getResult(), accumulator.kind.isFloat()
                                   ? multiplyFloats(machine, a, b, accumulator)
                                   : multiplyIntegers(a, b, accumulator));
  return success();
}

//===----------------------------------------------------------------------===//
// Scaled dots
//===----------------------------------------------------------------------===//

namespace {
/// Numeric values of the element types of `tt.dot_scaled`, as the IR stores them.
enum class ScaledElement { E4M3 = 0, E5M2 = 1, E2M3 = 2, E3M2 = 3, E2M1 = 4, BF16 = 5, FP16 = 6 };

/// An operand of a scaled dot: its numbers are in rows along k for a, in columns for b.
struct ScaledOperand {
  const Tensor *values;
  const Tensor *scales; // may be null
  ScaledElement element;
  bool isLeft;
  bool packedAlongK;
};
} // namespace

/// e2m1: 0 .5 1 1.5 2 3 4 6, and a sign.
static double decodeE2M1(unsigned code) {
  static const double magnitudes[] = {0, 0.5, 1, 1.5, 2, 3, 4, 6};
  return code & 8 ? -magnitudes[code & 7] : magnitudes[code & 7];
}

/// Of a format without infinity and NaN, with the given bits and bias.
static double decodeSmallFloat(unsigned code, unsigned fractionBits, int bias) {
  unsigned fraction = code & ((1u << fractionBits) - 1);
  int exponent = int(code >> fractionBits & ((1u << (5 - fractionBits)) - 1));
  double magnitude = exponent == 0 ? std::ldexp(double(fraction), 1 - bias - int(fractionBits))
                                   : std::ldexp(double(fraction + (1u << fractionBits)),
                                                exponent - bias - int(fractionBits));
  return code & 32 ? -magnitude : magnitude;
}

static double decodeScaledElement(ScaledElement element, Kind kind, uint64_t bits) {
  switch (element) {
  case ScaledElement::E4M3:
    return decodeFloat({Format::E4M3, 8}, bits);
  case ScaledElement::E5M2:
    return decodeFloat({Format::E5M2, 8}, bits);
  case ScaledElement::E2M3:
    return decodeSmallFloat(unsigned(bits), 3, 1);
  case ScaledElement::E3M2:
    return decodeSmallFloat(unsigned(bits), 2, 3);
  case ScaledElement::E2M1:
    return decodeE2M1(unsigned(bits));
  case ScaledElement::BF16:
  case ScaledElement::FP16:
    return decodeFloat(kind, bits);
  }
  return 0;
}

/// 2^(s - 127), NaN for 255; or the number itself if scales are floats.
static double decodeScale(const Tensor &scales, int64_t place) {
  uint64_t bits = scales.data[size_t(place)];
  if (scales.kind.isFloat())
    return decodeFloat(scales.kind, bits);
  return bits == 255 ? std::nan("") : std::ldexp(1.0, int(bits) - 127);
}

/// The numbers of an operand, unpacked and scaled: [outer, k] for a, [k, outer] for b.
static LogicalResult decodeScaled(Machine &machine, Operation *op, const ScaledOperand &operand,
                                  Matrices &result) {
  const Tensor &values = *operand.values;
  size_t rank = values.shape.size();
  bool isPacked = operand.element == ScaledElement::E2M1;
  int64_t rows = values.shape[rank - 2], columns = values.shape[rank - 1];
  result.batch = rank == 3 ? values.shape[0] : 1;
  bool kIsColumn = operand.isLeft;
  bool packsColumns = isPacked && operand.packedAlongK == kIsColumn;
  bool packsRows = isPacked && !packsColumns;
  result.rows = packsRows ? 2 * rows : rows;
  result.columns = packsColumns ? 2 * columns : columns;
  int64_t kSize = kIsColumn ? result.columns : result.rows;
  int64_t groups = operand.scales ? operand.scales->shape.back() : 1;
  if (groups == 0 || kSize % groups != 0)
    return machine.fail(op, "the scales do not divide the operand's " + llvm::Twine(kSize) +
                                " elements along k");
  result.data.resize(size_t(result.batch * result.rows * result.columns));
  for (int64_t i = 0; i < int64_t(result.data.size()); ++i) {
    int64_t column = i % result.columns, row = i / result.columns % result.rows;
    int64_t batch = i / result.columns / result.rows;
    int64_t from = (batch * rows + (packsRows ? row / 2 : row)) * columns +
                   (packsColumns ? column / 2 : column);
    uint64_t bits = values.data[size_t(from)];
    if (isPacked) // the low half comes first
      bits = (packsColumns ? column : row) % 2 ? bits >> 4 : bits & 15;
    double value = decodeScaledElement(operand.element, values.kind, bits);
    if (operand.scales) {
      int64_t k = kIsColumn ? column : row, outer = kIsColumn ? row : column;
      int64_t outerSize = kIsColumn ? result.rows : result.columns;
      value *=
          decodeScale(*operand.scales, (batch * outerSize + outer) * groups + k / (kSize / groups));
    }
    result.data[size_t(i)] = value;
  }
  return success();
}

static bool getFlag(Operation *op, StringRef name, bool otherwise) {
  auto flag = op->getAttrOfType<BoolAttr>(name);
  return flag ? flag.getValue() : otherwise;
}

static ScaledElement getElement(Operation *op, StringRef name) {
  return ScaledElement(op->getAttrOfType<IntegerAttr>(name).getInt());
}

static LogicalResult evaluateDotScaled(Machine &machine, Operation *op) {
  // Operands: a, b, c, then the scales that there are.
  auto segments = op->getAttrOfType<DenseI32ArrayAttr>("operandSegmentSizes");
  bool hasLeftScale = segments[3] != 0, hasRightScale = segments[4] != 0;
  ScaledOperand left{&machine.operand(op, 0), hasLeftScale ? &machine.operand(op, 3) : nullptr,
                     getElement(op, "a_elem_type"), true, getFlag(op, "lhs_k_pack", true)};
  ScaledOperand right{&machine.operand(op, 1),
                      hasRightScale ? &machine.operand(op, 3 + hasLeftScale) : nullptr,
                      getElement(op, "b_elem_type"), false, getFlag(op, "rhs_k_pack", true)};
  Matrices a, b;
  if (failed(decodeScaled(machine, op, left, a)) || failed(decodeScaled(machine, op, right, b)))
    return failure();
  machine.set(op->getResult(0), multiplyFloats(machine, a, b, machine.operand(op, 2)));
  return success();
}

void addDots(HandlerTable &table) {
  table["tt.dot"] = evaluateDot;
  table["tt.dot_scaled"] = evaluateDotScaled;
}

} // namespace tritonmetal::evaluator
