//===- Arithmetic.cpp - Integers, comparisons, selections -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Elementwise.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace tritonmetal::evaluator {

static unsigned getWidth(Operation *op) { return getKind(op->getOperand(0).getType()).width; }

/// Integers wrap: `function` works on 64 bits, the result is cut to the type's width.
template <typename F>
static LogicalResult mapWrapping(Machine &machine, Operation *op, F function) {
  unsigned width = getWidth(op);
  return mapBits<2>(machine, op,
                    [=](uint64_t a, uint64_t b) { return truncate(function(a, b), width); });
}

template <typename F>
static LogicalResult mapSigned(Machine &machine, Operation *op, F function) {
  unsigned width = getWidth(op);
  return mapBits<2>(machine, op, [=](uint64_t a, uint64_t b) {
    return truncate(uint64_t(function(signExtend(a, width), signExtend(b, width))), width);
  });
}

/// Shifts by the width or more are poison; the bits are shifted out, as on NVIDIA's GPUs.
template <typename F>
static LogicalResult mapShift(Machine &machine, Operation *op, F function) {
  unsigned width = getWidth(op);
  return mapBits<2>(machine, op, [&machine, width, function](uint64_t a, uint64_t b) {
    if (b >= width)
      machine.warn("shift by the width or more");
    return truncate(function(a, b, width), width);
  });
}

static uint64_t shiftLeft(uint64_t a, uint64_t b, unsigned width) { return b < width ? a << b : 0; }
static uint64_t shiftRight(uint64_t a, uint64_t b, unsigned width) {
  return b < width ? a >> b : 0;
}
static uint64_t shiftRightSigned(uint64_t a, uint64_t b, unsigned width) {
  return uint64_t(signExtend(a, width) >> std::min<uint64_t>(b, width - 1));
}

/// Division by zero is undefined: all ones and the dividend, as on NVIDIA's GPUs.
template <bool isRemainder>
static LogicalResult divideUnsigned(Machine &machine, Operation *op) {
  return mapWrapping(machine, op, [&machine](uint64_t a, uint64_t b) {
    if (b == 0) {
      machine.warn("integer division by zero");
      return isRemainder ? a : ~uint64_t(0);
    }
    return isRemainder ? a % b : a / b;
  });
}

template <bool isRemainder>
static LogicalResult divideSigned(Machine &machine, Operation *op) {
  return mapSigned(machine, op, [&machine](int64_t a, int64_t b) {
    if (b == 0) {
      machine.warn("integer division by zero");
      return isRemainder ? a : int64_t(-1);
    }
    if (b == -1) // the least number has no opposite: it wraps
      return isRemainder ? int64_t(0) : int64_t(0 - uint64_t(a));
    return isRemainder ? a % b : a / b;
  });
}

static bool compareIntegers(arith::CmpIPredicate predicate, uint64_t a, uint64_t b,
                            unsigned width) {
  int64_t signedA = signExtend(a, width), signedB = signExtend(b, width);
  switch (predicate) {
  case arith::CmpIPredicate::eq:
    return a == b;
  case arith::CmpIPredicate::ne:
    return a != b;
  case arith::CmpIPredicate::slt:
    return signedA < signedB;
  case arith::CmpIPredicate::sle:
    return signedA <= signedB;
  case arith::CmpIPredicate::sgt:
    return signedA > signedB;
  case arith::CmpIPredicate::sge:
    return signedA >= signedB;
  case arith::CmpIPredicate::ult:
    return a < b;
  case arith::CmpIPredicate::ule:
    return a <= b;
  case arith::CmpIPredicate::ugt:
    return a > b;
  case arith::CmpIPredicate::uge:
    return a >= b;
  }
  return false;
}

static LogicalResult evaluateCmpI(Machine &machine, Operation *op) {
  arith::CmpIPredicate predicate = cast<arith::CmpIOp>(op).getPredicate();
  unsigned width = getWidth(op);
  return mapBits<2>(machine, op, [=](uint64_t a, uint64_t b) {
    return uint64_t(compareIntegers(predicate, a, b, width));
  });
}

/// Bits of a predicate: what an ordered pair that is equal, greater, less gives, and an unordered
/// one.
static bool compareFloats(arith::CmpFPredicate predicate, double a, double b) {
  using P = arith::CmpFPredicate;
  bool unordered = std::isnan(a) || std::isnan(b);
  switch (predicate) {
  case P::AlwaysFalse:
    return false;
  case P::AlwaysTrue:
    return true;
  case P::OEQ:
    return a == b;
  case P::OGT:
    return a > b;
  case P::OGE:
    return a >= b;
  case P::OLT:
    return a < b;
  case P::OLE:
    return a <= b;
  case P::ONE:
    return !unordered && a != b;
  case P::ORD:
    return !unordered;
  case P::UEQ:
    return unordered || a == b;
  case P::UGT:
    return unordered || a > b;
  case P::UGE:
    return unordered || a >= b;
  case P::ULT:
    return unordered || a < b;
  case P::ULE:
    return unordered || a <= b;
  case P::UNE:
    return unordered || a != b;
  case P::UNO:
    return unordered;
  }
  return false;
}

static LogicalResult evaluateCmpF(Machine &machine, Operation *op) {
  arith::CmpFPredicate predicate = cast<arith::CmpFOp>(op).getPredicate();
  Kind kind = getKind(op->getOperand(0).getType());
  bool flushes = flushesDenormals(machine, kind);
  return mapBits<2>(machine, op, [=](uint64_t a, uint64_t b) {
    double x = decodeFloat(kind, a), y = decodeFloat(kind, b);
    return uint64_t(flushes ? compareFloats(predicate, flush(x), flush(y))
                            : compareFloats(predicate, x, y));
  });
}

static LogicalResult evaluateSelect(Machine &machine, Operation *op) {
  const Tensor &condition = machine.operand(op, 0);
  if (condition.size() == 1) { // also of values that are no tensors
    machine.set(op->getResult(0),
                RuntimeValue(machine.getValue(op->getOperand(condition.data[0] ? 1 : 2))));
    return success();
  }
  return mapBits<3>(machine, op,
                    [](uint64_t condition, uint64_t a, uint64_t b) { return condition ? a : b; });
}

static uint64_t getBits(Attribute element) {
  if (auto integer = dyn_cast<IntegerAttr>(element))
    return integer.getValue().getZExtValue();
  return cast<FloatAttr>(element).getValue().bitcastToAPInt().getZExtValue();
}

static LogicalResult evaluateConstant(Machine &machine, Operation *op) {
  Attribute value = cast<arith::ConstantOp>(op).getValue();
  Kind kind = getKind(op->getResult(0).getType());
  if (isa<IntegerAttr, FloatAttr>(value)) {
    machine.set(op->getResult(0), Tensor::scalar(kind, getBits(value)));
    return success();
  }
  auto dense = dyn_cast<DenseElementsAttr>(value);
  if (!dense || kind.format == Format::None)
    return machine.fail(op, "a constant of this type has no meaning here");
  Tensor result(dense.getType().getShape(), kind);
  if (dense.isSplat()) {
    std::fill(result.data.begin(), result.data.end(), getBits(dense.getSplatValue<Attribute>()));
  } else {
    for (auto [place, element] : llvm::zip_equal(result.data, dense.getValues<Attribute>()))
      place = getBits(element);
  }
  machine.set(op->getResult(0), std::move(result));
  return success();
}

/// The larger (sign 1) or smaller (sign -1) number; a NaN loses against a number, or wins.
template <int sign, bool nanWins>
static auto extremum() {
  return [](auto a, auto b) -> decltype(a) {
    if (std::isnan(a))
      return nanWins ? a : b;
    if (std::isnan(b))
      return nanWins ? b : a;
    if (a == b) // zeros: -0 is the smaller one
      return (std::signbit(a) == (sign > 0)) ? b : a;
    return (a > b) == (sign > 0) ? a : b;
  };
}

static void addIntegers(HandlerTable &table) {
  using U = uint64_t;
  using S = int64_t;
#define WRAPPING(name, body)                                                                       \
  table["arith." name] = [](Machine &m, Operation *op) {                                           \
    return mapWrapping(m, op, [](U a, U b) -> U { return body; });                                 \
  }
#define SIGNED(name, body)                                                                         \
  table["arith." name] = [](Machine &m, Operation *op) {                                           \
    return mapSigned(m, op, [](S a, S b) -> S { return body; });                                   \
  }
  WRAPPING("addi", a + b);
  WRAPPING("subi", a - b);
  WRAPPING("muli", a * b);
  WRAPPING("andi", a & b);
  WRAPPING("ori", a | b);
  WRAPPING("xori", a ^ b);
  WRAPPING("maxui", std::max(a, b));
  WRAPPING("minui", std::min(a, b));
  SIGNED("maxsi", std::max(a, b));
  SIGNED("minsi", std::min(a, b));
#undef WRAPPING
#undef SIGNED
  table["arith.divui"] = divideUnsigned<false>;
  table["arith.remui"] = divideUnsigned<true>;
  table["arith.divsi"] = divideSigned<false>;
  table["arith.remsi"] = divideSigned<true>;
  table["arith.shli"] = [](Machine &m, Operation *op) { return mapShift(m, op, shiftLeft); };
  table["arith.shrui"] = [](Machine &m, Operation *op) { return mapShift(m, op, shiftRight); };
  table["arith.shrsi"] = [](Machine &m, Operation *op) {
    return mapShift(m, op, shiftRightSigned);
  };
  table["tt.mulhiui"] = [](Machine &m, Operation *op) {
    unsigned width = getWidth(op);
    return mapBits<2>(
        m, op, [width](U a, U b) { return truncate(U((unsigned __int128)(a)*b >> width), width); });
  };
}

static void addFloats(HandlerTable &table) {
#define FLOATS(name, body)                                                                         \
  table[name] = [](Machine &m, Operation *op) {                                                    \
    return mapFloats<2>(m, op, [](auto a, auto b) { return body; });                               \
  }
  FLOATS("arith.addf", a + b);
  FLOATS("arith.subf", a - b);
  FLOATS("arith.mulf", a * b);
  FLOATS("arith.divf", a / b);
  FLOATS("tt.precise_divf", a / b);
  FLOATS("arith.remf", std::fmod(a, b));
#undef FLOATS
  table["arith.negf"] = [](Machine &m, Operation *op) {
    return mapFloats<1>(m, op, [](auto a) { return -a; });
  };
  table["arith.maxnumf"] = [](Machine &m, Operation *op) {
    return mapFloats<2>(m, op, extremum<1, false>());
  };
  table["arith.minnumf"] = [](Machine &m, Operation *op) {
    return mapFloats<2>(m, op, extremum<-1, false>());
  };
  table["arith.maximumf"] = [](Machine &m, Operation *op) {
    return mapFloats<2>(m, op, extremum<1, true>());
  };
  table["arith.minimumf"] = [](Machine &m, Operation *op) {
    return mapFloats<2>(m, op, extremum<-1, true>());
  };
}

void addArithmetic(HandlerTable &table) {
  addIntegers(table);
  addFloats(table);
  table["arith.cmpi"] = evaluateCmpI;
  table["arith.cmpf"] = evaluateCmpF;
  table["arith.select"] = evaluateSelect;
  table["arith.constant"] = evaluateConstant;
}

} // namespace tritonmetal::evaluator
