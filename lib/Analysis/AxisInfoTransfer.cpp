//===- AxisInfoTransfer.cpp - What each op does to axis information -------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// One function for each op, each true for every execution, wrap-around included.
// All quantities are powers of two, so of two that hold the larger is a multiple of
// the smaller, `min` is what both have in common, and values modulo 2^32 keep every
// divisor that fits.
//
// The argument that comes up again and again: n consecutive integers that start at a
// multiple of n (an aligned run) lie between two neighbouring multiples of n. So any
// multiple of n is greater than all but possibly equal to the first; dividing by a
// multiple of n gives the same quotient for all, if the division rounds alike on both
// sides of zero (unsigned, shifts, or a dividend that is not negative).
//
//===----------------------------------------------------------------------===//

#include "AxisInfoTransfer.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

using Operands = ArrayRef<AxisInfo>;

/// The largest power of two that divides `value`.
int64_t getPowerOfTwoDivisor(int64_t value) {
  return value == 0 ? AxisInfo::kMaxDivisibility
                    : std::min(AxisInfo::kMaxDivisibility, value & -value);
}

/// Product of two powers of two.
int64_t multiply(int64_t a, int64_t b) {
  return a > AxisInfo::kMaxDivisibility / b ? AxisInfo::kMaxDivisibility : a * b;
}

/// The largest signed integer of the type.
int64_t getMaxSigned(Type type) {
  Type element = getElementTypeOrSelf(type);
  unsigned width = element.isInteger() ? element.getIntOrFloatBitWidth() : 64;
  return width >= 64 ? std::numeric_limits<int64_t>::max() : (int64_t(1) << (width - 1)) - 1;
}

/// Bound of the result, where it fits the type.
std::optional<int64_t> boundedBy(Type type, int64_t bound) {
  return bound <= getMaxSigned(type) ? std::optional<int64_t>(bound) : std::nullopt;
}

/// Only what every element-wise op without effects has: where all operands repeat,
/// the result does.
AxisInfo repeat(Type type, Operands operands) {
  AxisInfo info = AxisInfo::unknown(type);
  auto tensor = dyn_cast<RankedTensorType>(type);
  for (unsigned dim = 0; tensor && dim < info.getRank(); ++dim) {
    int64_t constancy = tensor.getDimSize(dim);
    for (const AxisInfo &operand : operands)
      if (operand.getRank() == info.getRank())
        constancy = std::min(constancy, operand.getConstancy(dim));
    info.dims[dim].constancy = constancy;
  }
  return info;
}

/// The same divisor for every element.
void setDivisibilityOfAll(AxisInfo &info, int64_t divisibility) {
  for (AxisInfo::Dim &dim : info.dims)
    dim.divisibility = divisibility;
}

void setConstant(AxisInfo &info, Type type, int64_t value) {
  info.constant = value;
  if (value >= 0)
    info.upperBound = value;
  for (auto [index, dim] : llvm::enumerate(info.dims)) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    dim = {1, getPowerOfTwoDivisor(value), tensor ? tensor.getDimSize(index) : 1};
  }
}

//===----------------------------------------------------------------------===//
// Constants and shapes
//===----------------------------------------------------------------------===//

AxisInfo transferConstant(arith::ConstantOp op) {
  AxisInfo info = AxisInfo::unknown(op.getType());
  APInt value;
  if (matchPattern(op.getResult(), m_ConstantInt(&value)) && value.getSignificantBits() <= 64) {
    setConstant(info, op.getType(), value.getSExtValue());
  } else if (isa<SplatElementsAttr>(op.getValue())) {
    for (auto [index, dim] : llvm::enumerate(info.dims))
      dim.constancy = cast<RankedTensorType>(op.getType()).getDimSize(index);
  }
  return info;
}

AxisInfo transferMakeRange(tt::MakeRangeOp op) {
  AxisInfo info = AxisInfo::unknown(op.getType());
  int64_t start = op.getStartAttr().getInt(), end = op.getEndAttr().getInt();
  info.dims[0] = {end - start, getPowerOfTwoDivisor(start), 1};
  if (start >= 0)
    info.upperBound = end - 1;
  return info;
}

AxisInfo transferSplat(tt::SplatOp op, const AxisInfo &source) {
  AxisInfo info = AxisInfo::unknown(op.getType());
  for (auto [index, dim] : llvm::enumerate(info.dims))
    dim = {1, source.getDivisibilityOfAll(), op.getType().getDimSize(index)};
  info.constant = source.constant;
  info.upperBound = source.upperBound;
  return info;
}

AxisInfo transferExpandDims(tt::ExpandDimsOp op, AxisInfo info) {
  AxisInfo::Dim inserted = {1, info.getDivisibilityOfAll(), 1};
  info.dims.insert(info.dims.begin() + op.getAxisAttr().getInt(), inserted);
  return info;
}

AxisInfo transferBroadcast(tt::BroadcastOp op, AxisInfo info) {
  for (auto [index, dim] : llvm::enumerate(info.dims))
    if (op.getSrc().getType().getDimSize(index) == 1)
      dim = {1, info.getDivisibilityAt(index, 1), op.getType().getDimSize(index)};
  return info;
}

AxisInfo transferTrans(tt::TransOp op, AxisInfo info) {
  auto dims = info.dims;
  for (auto [result, source] : llvm::enumerate(op.getOrder()))
    info.dims[result] = dims[source];
  return info;
}

/// Where elements go is not followed, only what all of them have.
AxisInfo transferReshape(tt::ReshapeOp op, const AxisInfo &source) {
  AxisInfo info = AxisInfo::unknown(op.getType());
  setDivisibilityOfAll(info, source.getDivisibilityOfAll());
  info.upperBound = source.upperBound;
  if (source.constant)
    setConstant(info, op.getType(), *source.constant);
  return info;
}

//===----------------------------------------------------------------------===//
// Sums and products
//===----------------------------------------------------------------------===//

/// x + y, or for pointers x + y * unit: a run plus something constant stays a run.
AxisInfo transferAdd(Type type, const AxisInfo &x, const AxisInfo &y) {
  AxisInfo info = repeat(type, {x, y});
  int64_t scale = info.unit / y.unit;
  for (unsigned dim = 0; dim < info.getRank(); ++dim) {
    int64_t run = std::max(std::min(x.getContiguity(dim), y.getConstancy(dim)),
                           std::min(x.getConstancy(dim), y.getContiguity(dim)));
    info.dims[dim].contiguity = run;
    info.dims[dim].divisibility =
        std::min(x.getDivisibilityAt(dim, run), multiply(y.getDivisibilityAt(dim, run), scale));
  }
  if (x.upperBound && y.upperBound && info.unit == 1 &&
      *x.upperBound <= getMaxSigned(type) - *y.upperBound)
    info.upperBound = *x.upperBound + *y.upperBound;
  return info;
}

AxisInfo transferSub(Type type, const AxisInfo &x, const AxisInfo &y) {
  AxisInfo info = repeat(type, {x, y});
  for (unsigned dim = 0; dim < info.getRank(); ++dim) {
    int64_t run = std::min(x.getContiguity(dim), y.getConstancy(dim));
    info.dims[dim].contiguity = run;
    info.dims[dim].divisibility =
        std::min(x.getDivisibilityAt(dim, run), y.getDivisibilityAt(dim, run));
  }
  return info;
}

AxisInfo transferMul(Type type, const AxisInfo &x, const AxisInfo &y) {
  if (x.constant == 1)
    return y;
  if (y.constant == 1)
    return x;
  AxisInfo info = repeat(type, {x, y});
  setDivisibilityOfAll(info, multiply(x.getDivisibilityOfAll(), y.getDivisibilityOfAll()));
  if (x.upperBound && y.upperBound &&
      (*y.upperBound == 0 || *x.upperBound <= getMaxSigned(type) / *y.upperBound))
    info.upperBound = *x.upperBound * *y.upperBound;
  return info;
}

AxisInfo transferShl(Type type, const AxisInfo &x, const AxisInfo &y) {
  unsigned width = getElementTypeOrSelf(type).getIntOrFloatBitWidth();
  if (!y.constant || *y.constant < 0 || *y.constant >= std::min<int64_t>(width, 62))
    return repeat(type, {x, y});
  AxisInfo factor = y;
  setConstant(factor, type, int64_t(1) << *y.constant);
  return transferMul(type, x, factor);
}

//===----------------------------------------------------------------------===//
// Division, remainder, bits
//===----------------------------------------------------------------------===//

/// Length of the aligned runs of x that a uniform divisor y cannot cut.
int64_t getUncutRun(const AxisInfo &x, const AxisInfo &y, unsigned dim) {
  return std::min({x.getAlignedRun(dim), y.getDivisibilityOfAll(), y.getConstancy(dim)});
}

/// `roundsAlike`: negative dividends round in the same direction, or there are none.
AxisInfo transferDiv(Type type, const AxisInfo &x, const AxisInfo &y, bool roundsAlike) {
  if (y.constant == 1)
    return x;
  AxisInfo info = repeat(type, {x, y});
  for (unsigned dim = 0; roundsAlike && dim < info.getRank(); ++dim)
    info.dims[dim].constancy = std::max(info.dims[dim].constancy, getUncutRun(x, y, dim));
  if (y.constant && *y.constant > 0 && llvm::isPowerOf2_64(*y.constant))
    setDivisibilityOfAll(info, std::max<int64_t>(1, x.getDivisibilityOfAll() / *y.constant));
  if (x.upperBound && y.upperBound)
    info.upperBound = x.upperBound;
  return info;
}

AxisInfo transferRem(Type type, const AxisInfo &x, const AxisInfo &y, bool roundsAlike) {
  AxisInfo info = repeat(type, {x, y});
  for (unsigned dim = 0; dim < info.getRank(); ++dim) {
    int64_t run = roundsAlike ? getUncutRun(x, y, dim) : 1;
    info.dims[dim].contiguity = run;
    info.dims[dim].divisibility = std::min(x.getDivisibilityAt(dim, run), y.getDivisibilityOfAll());
  }
  if (x.upperBound) {
    info.upperBound = x.upperBound;
    if (y.constant && *y.constant > 0)
      info.upperBound = std::min(*x.upperBound, *y.constant - 1);
  }
  return info;
}

AxisInfo transferAnd(Type type, const AxisInfo &x, const AxisInfo &y) {
  if (x.constant && !y.constant)
    return transferAnd(type, y, x);
  // The low bits are what is left over by a division.
  if (y.constant && *y.constant > 0 && llvm::isMask_64(*y.constant) &&
      *y.constant < AxisInfo::kMaxDivisibility) {
    AxisInfo modulus = y;
    setConstant(modulus, type, *y.constant + 1);
    AxisInfo info = transferRem(type, x, modulus, /*roundsAlike=*/true);
    info.upperBound = y.constant;
    return info;
  }
  AxisInfo info = repeat(type, {x, y});
  setDivisibilityOfAll(info, std::max(x.getDivisibilityOfAll(), y.getDivisibilityOfAll()));
  if (x.upperBound || y.upperBound)
    info.upperBound = std::min(x.upperBound.value_or(getMaxSigned(type)),
                               y.upperBound.value_or(getMaxSigned(type)));
  return info;
}

AxisInfo transferOrXor(Type type, const AxisInfo &x, const AxisInfo &y) {
  AxisInfo info = repeat(type, {x, y});
  setDivisibilityOfAll(info, std::min(x.getDivisibilityOfAll(), y.getDivisibilityOfAll()));
  if (x.upperBound && y.upperBound) {
    int64_t larger = std::max(*x.upperBound, *y.upperBound);
    info.upperBound =
        larger >> 61 ? std::nullopt : boundedBy(type, int64_t(llvm::NextPowerOf2(larger)) - 1);
  }
  return info;
}

/// Both shifts round down, so negative values are no exception.
AxisInfo transferShr(Type type, const AxisInfo &x, const AxisInfo &y) {
  unsigned width = getElementTypeOrSelf(type).getIntOrFloatBitWidth();
  if (!y.constant || *y.constant < 0 || *y.constant >= std::min<int64_t>(width, 62))
    return repeat(type, {x, y});
  AxisInfo divisor = y;
  setConstant(divisor, type, int64_t(1) << *y.constant);
  divisor.upperBound = int64_t(1) << *y.constant;
  AxisInfo info = transferDiv(type, x, divisor, /*roundsAlike=*/true);
  if (x.upperBound)
    info.upperBound = *x.upperBound >> *y.constant;
  return info;
}

//===----------------------------------------------------------------------===//
// Choices and casts
//===----------------------------------------------------------------------===//

AxisInfo transferMinMax(Operation *op, const AxisInfo &x, const AxisInfo &y) {
  Type type = op->getResult(0).getType();
  AxisInfo info = repeat(type, {x, y});
  setDivisibilityOfAll(info, std::min(x.getDivisibilityOfAll(), y.getDivisibilityOfAll()));
  if (x.upperBound && y.upperBound)
    info.upperBound = isa<arith::MinSIOp, arith::MinUIOp>(op)
                          ? std::min(*x.upperBound, *y.upperBound)
                          : std::max(*x.upperBound, *y.upperBound);
  return info;
}

/// A comparison of a run with multiples of its length cannot change its mind within
/// it, if it is the kind that puts the multiple on the side of what follows.
AxisInfo transferCompare(arith::CmpIOp op, const AxisInfo &x, const AxisInfo &y) {
  using arith::CmpIPredicate;
  AxisInfo info = repeat(op.getType(), {x, y});
  for (unsigned dim = 0; dim < info.getRank(); ++dim) {
    int64_t &constancy = info.dims[dim].constancy;
    switch (op.getPredicate()) {
    case CmpIPredicate::slt:
    case CmpIPredicate::ult:
    case CmpIPredicate::sge:
    case CmpIPredicate::uge:
      constancy = std::max(constancy, getUncutRun(x, y, dim));
      break;
    case CmpIPredicate::sgt:
    case CmpIPredicate::ugt:
    case CmpIPredicate::sle:
    case CmpIPredicate::ule:
      constancy = std::max(constancy, getUncutRun(y, x, dim));
      break;
    case CmpIPredicate::eq:
    case CmpIPredicate::ne:
      break;
    }
  }
  return info;
}

AxisInfo transferSelect(arith::SelectOp op, const AxisInfo &condition, const AxisInfo &x,
                        const AxisInfo &y) {
  AxisInfo info = repeat(op.getType(), {x, y});
  bool isUniform = !isa<RankedTensorType>(op.getCondition().getType());
  for (unsigned dim = 0; dim < info.getRank(); ++dim) {
    int64_t limit = isUniform ? AxisInfo::kMaxDivisibility : condition.getConstancy(dim);
    int64_t run = std::min({x.getContiguity(dim), y.getContiguity(dim), limit});
    info.dims[dim].contiguity = run;
    info.dims[dim].constancy = std::min(info.dims[dim].constancy, limit);
    info.dims[dim].divisibility =
        std::min(x.getDivisibilityAt(dim, run), y.getDivisibilityAt(dim, run));
  }
  if (x.upperBound && y.upperBound)
    info.upperBound = std::max(*x.upperBound, *y.upperBound);
  return info;
}

AxisInfo transferIntegerCast(Operation *op, AxisInfo info) {
  Type type = op->getResult(0).getType();
  bool isUnsigned = isa<arith::ExtUIOp, arith::IndexCastUIOp>(op);
  if (info.constant && (*info.constant > getMaxSigned(type) || *info.constant < 0))
    info.constant = std::nullopt;
  if (info.upperBound)
    info.upperBound = boundedBy(type, *info.upperBound);
  else if (Type source = getElementTypeOrSelf(op->getOperand(0)); isUnsigned && source.isInteger())
    info.upperBound = source.getIntOrFloatBitWidth() < 63
                          ? boundedBy(type, (int64_t(1) << source.getIntOrFloatBitWidth()) - 1)
                          : std::nullopt;
  return info;
}

/// Between pointers, or pointers and integers: addresses stay, what counts as
/// consecutive may change.
AxisInfo transferPointerCast(Type type, AxisInfo source) {
  AxisInfo info = repeat(type, {source});
  if (info.unit == source.unit) {
    source.constant = std::nullopt;
    source.upperBound = std::nullopt;
    return source;
  }
  setDivisibilityOfAll(info, source.getDivisibilityOfAll());
  return info;
}

AxisInfo transferBitcast(Operation *op, const AxisInfo &source) {
  Type from = getElementTypeOrSelf(op->getOperand(0));
  Type to = getElementTypeOrSelf(op->getResult(0));
  if (from == to)
    return source;
  if (isa<tt::PointerType>(from) && isa<tt::PointerType>(to))
    return transferPointerCast(op->getResult(0).getType(), source);
  return repeat(op->getResult(0).getType(), {source});
}

AxisInfo transferProgramPosition(Type type) {
  AxisInfo info = AxisInfo::unknown(type);
  info.upperBound = getMaxSigned(type); // a grid has fewer than 2^31 programs along an axis
  return info;
}

bool isPureElementwise(Operation *op) {
  return op->hasTrait<OpTrait::Elementwise>() && isMemoryEffectFree(op);
}

} // namespace

AxisInfo tritonmetal::transferAxisInfo(Operation *op, unsigned index, Operands operands) {
  Type type = op->getResult(index).getType();
  auto isNotNegative = [&](const AxisInfo &info) { return info.upperBound.has_value(); };
  return TypeSwitch<Operation *, AxisInfo>(op)
      .Case([&](arith::ConstantOp op) { return transferConstant(op); })
      .Case([&](tt::MakeRangeOp op) { return transferMakeRange(op); })
      .Case([&](tt::SplatOp op) { return transferSplat(op, operands[0]); })
      .Case([&](tt::ExpandDimsOp op) { return transferExpandDims(op, operands[0]); })
      .Case([&](tt::BroadcastOp op) { return transferBroadcast(op, operands[0]); })
      .Case([&](tt::TransOp op) { return transferTrans(op, operands[0]); })
      .Case([&](tt::ReshapeOp op) { return transferReshape(op, operands[0]); })
      .Case([&](ttg::ConvertLayoutOp) { return operands[0]; })
      .Case<tt::GetProgramIdOp, tt::GetNumProgramsOp>(
          [&](auto) { return transferProgramPosition(type); })
      .Case<arith::AddIOp, tt::AddPtrOp>(
          [&](auto) { return transferAdd(type, operands[0], operands[1]); })
      .Case([&](arith::SubIOp) { return transferSub(type, operands[0], operands[1]); })
      .Case([&](arith::MulIOp) { return transferMul(type, operands[0], operands[1]); })
      .Case([&](arith::ShLIOp) { return transferShl(type, operands[0], operands[1]); })
      .Case([&](arith::DivSIOp) {
        return transferDiv(type, operands[0], operands[1], isNotNegative(operands[0]));
      })
      .Case([&](arith::DivUIOp) { return transferDiv(type, operands[0], operands[1], true); })
      .Case([&](arith::RemSIOp) {
        return transferRem(type, operands[0], operands[1], isNotNegative(operands[0]));
      })
      .Case([&](arith::RemUIOp) { return transferRem(type, operands[0], operands[1], true); })
      .Case([&](arith::AndIOp) { return transferAnd(type, operands[0], operands[1]); })
      .Case<arith::OrIOp, arith::XOrIOp>(
          [&](auto) { return transferOrXor(type, operands[0], operands[1]); })
      .Case<arith::ShRSIOp, arith::ShRUIOp>(
          [&](auto) { return transferShr(type, operands[0], operands[1]); })
      .Case<arith::MinSIOp, arith::MinUIOp, arith::MaxSIOp, arith::MaxUIOp>(
          [&](auto) { return transferMinMax(op, operands[0], operands[1]); })
      .Case([&](arith::CmpIOp op) { return transferCompare(op, operands[0], operands[1]); })
      .Case([&](arith::SelectOp op) {
        return transferSelect(op, operands[0], operands[1], operands[2]);
      })
      .Case<arith::ExtSIOp, arith::ExtUIOp, arith::IndexCastOp, arith::IndexCastUIOp,
            arith::TruncIOp>([&](auto) { return transferIntegerCast(op, operands[0]); })
      .Case<tt::PtrToIntOp, tt::IntToPtrOp>(
          [&](auto) { return transferPointerCast(type, operands[0]); })
      .Case<arith::BitcastOp, tt::BitcastOp>([&](auto) { return transferBitcast(op, operands[0]); })
      .Default([&](Operation *op) {
        return isPureElementwise(op) ? repeat(type, operands) : AxisInfo::unknown(type);
      });
}

//===----------------------------------------------------------------------===//
// Hints
//===----------------------------------------------------------------------===//

/// The promised number for each dimension, cut to a power of two; 1 where there is none.
static SmallVector<int64_t> readHint(Attribute hint, unsigned rank) {
  SmallVector<int64_t> numbers;
  if (auto number = dyn_cast_if_present<IntegerAttr>(hint))
    numbers.push_back(number.getInt());
  else if (auto list = dyn_cast_if_present<DenseIntElementsAttr>(hint))
    for (const APInt &number : list)
      numbers.push_back(number.getSExtValue());
  if (numbers.size() != rank)
    return SmallVector<int64_t>(rank, 1);
  for (int64_t &number : numbers)
    number = number > 0 ? getPowerOfTwoDivisor(number) : 1;
  return numbers;
}

void tritonmetal::applyHints(AxisInfo &info, Type type, DictionaryAttr attributes) {
  if (!attributes)
    return;
  unsigned rank = info.getRank();
  Attribute contiguityHint = attributes.get("tt.contiguity");
  Attribute divisibilityHint = attributes.get("tt.divisibility");
  Attribute constancyHint = attributes.get("tt.constancy");
  if (!contiguityHint && !divisibilityHint && !constancyHint)
    return;
  SmallVector<int64_t> contiguity = readHint(contiguityHint, rank);
  SmallVector<int64_t> divisibility = readHint(divisibilityHint, rank);
  SmallVector<int64_t> constancy = readHint(constancyHint, rank);
  auto tensor = dyn_cast<RankedTensorType>(type);
  for (unsigned index = 0; index < rank; ++index) {
    AxisInfo::Dim &dim = info.dims[index];
    int64_t size = tensor && tensor.getRank() ? tensor.getDimSize(index) : 1;
    dim.contiguity = std::max(dim.contiguity, std::min(contiguity[index], size));
    dim.constancy = std::max(dim.constancy, std::min(constancy[index], size));
    // The promise is about the first of consecutive values, wherever Triton saw a run
    // begin: within one, our shorter runs begin at multiples of their own length.
    bool knowsRuns = contiguityHint || dim.constancy == size;
    int64_t promised =
        knowsRuns ? divisibility[index] : std::min(divisibility[index], dim.contiguity * info.unit);
    dim.divisibility = std::max(dim.divisibility, promised);
  }
}
