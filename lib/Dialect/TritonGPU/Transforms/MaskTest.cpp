//===- MaskTest.cpp - Scalars that tell where masks are all true ----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// For lhs = a + l and rhs = b + r, l in l0 … l1, r in r0 … r1, the comparison lhs < rhs is true
// everywhere if
//
//   a + l1 < b + r0        as numbers, so a < b - (l1 - r0), which may not wrap itself
//   l0 >= 0 or a + l0 does not fall below the least integer
//   r1 <= 0 or b + r1 does not exceed the largest one
//
// That is enough for no sum to wrap: a + l1 is less than b + r0, which is at most b + r1, and
// b + r0 is more than a + l0.
//
//===----------------------------------------------------------------------===//

#include "MaskTest.h"

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/IR/Matchers.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;
using arith::CmpIPredicate;

static unsigned getBits(Value value) {
  return getElementTypeOrSelf(value.getType()).getIntOrFloatBitWidth();
}

static bool fits(const Spread &spread, unsigned bits) {
  return llvm::isIntN(bits, spread.low) && llvm::isIntN(bits, spread.high);
}

/// The place of an op in the source without the name of the variable that it makes, which is not
/// that of a test.
static Location getPlace(Operation &op) {
  if (FileLineColLoc line = op.getLoc()->findInstanceOf<FileLineColLoc>())
    return line;
  return UnknownLoc::get(op.getContext());
}

//===----------------------------------------------------------------------===//
// Building
//===----------------------------------------------------------------------===//

Value MaskTest::constant(Type type, int64_t value) {
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPoint(loop);
  return arith::ConstantOp::create(builder, getPlace(*loop), builder.getIntegerAttr(type, value));
}

/// All ops used here are defined for all operands, so they may run where the mask would not.
template <typename Op, typename... Args>
Value MaskTest::make(Value lhs, Value rhs, Args... args) {
  OpBuilder::InsertionGuard guard(builder);
  Location loc = getPlace(*builder.getInsertionPoint());
  if (isInvariant(lhs) && isInvariant(rhs))
    builder.setInsertionPoint(loop);
  return builder.createOrFold<Op>(loc, args..., lhs, rhs);
}

Value MaskTest::get() {
  // Those that the loop does not change are one value of it.
  llvm::SetVector<Value> distinct(conditions.begin(), conditions.end());
  Value test;
  for (bool invariant : {true, false})
    for (Value condition : distinct)
      if (isInvariant(condition) == invariant)
        test = test ? make<arith::AndIOp>(test, condition) : condition;
  return test;
}

/// base + distance, held at the least or the largest integer.
Value MaskTest::moveBy(Value base, int64_t distance, bool isSigned) {
  unsigned bits = getBits(base);
  Type type = base.getType();
  if (distance < 0) {
    Value least = constant(type, (isSigned ? llvm::minIntN(bits) : 0) - distance);
    base = isSigned ? make<arith::MaxSIOp>(base, least) : make<arith::MaxUIOp>(base, least);
    return make<arith::SubIOp>(base, constant(type, -distance));
  }
  int64_t most = isSigned ? llvm::maxIntN(bits) - distance : -1 - distance;
  Value limit = constant(type, most);
  base = isSigned ? make<arith::MinSIOp>(base, limit) : make<arith::MinUIOp>(base, limit);
  return make<arith::AddIOp>(base, constant(type, distance));
}

void MaskTest::addBound(Value base, CmpIPredicate predicate, int64_t bound) {
  conditions.push_back(make<arith::CmpIOp>(base, constant(base.getType(), bound), predicate));
}

/// Adds lhs.base + distance < rhs.base, as numbers.
bool MaskTest::addLess(const Spread &lhs, const Spread &rhs, int64_t distance, unsigned bits,
                       bool isSigned) {
  CmpIPredicate less = isSigned ? CmpIPredicate::slt : CmpIPredicate::ult;
  // Distances and bounds stay below half of the range, so that they are the same in both readings.
  if (!llvm::isIntN(bits - 1, distance))
    return false;
  if (!lhs.base && !rhs.base)
    return distance < 0;
  if (!lhs.base) {
    if (!isSigned && distance < 0)
      return true;
    CmpIPredicate more = isSigned ? CmpIPredicate::sgt : CmpIPredicate::ugt;
    addBound(rhs.base, more, distance);
    return true;
  }
  if (!rhs.base) {
    if (!isSigned && distance >= 0)
      return false;
    addBound(lhs.base, less, -distance);
    return true;
  }
  Value a = lhs.base, b = rhs.base;
  if (distance != 0) {
    if (isInvariant(a) && !isInvariant(b))
      a = moveBy(a, distance, isSigned);
    else
      b = moveBy(b, -distance, isSigned);
  }
  conditions.push_back(make<arith::CmpIOp>(a, b, less));
  return true;
}

//===----------------------------------------------------------------------===//
// Masks
//===----------------------------------------------------------------------===//

bool MaskTest::coverComparison(arith::CmpIOp op) {
  CmpIPredicate predicate = op.getPredicate();
  if (predicate == CmpIPredicate::eq || predicate == CmpIPredicate::ne)
    return false;
  bool isMore = predicate == CmpIPredicate::sgt || predicate == CmpIPredicate::sge ||
                predicate == CmpIPredicate::ugt || predicate == CmpIPredicate::uge;
  bool withEqual = predicate == CmpIPredicate::sle || predicate == CmpIPredicate::sge ||
                   predicate == CmpIPredicate::ule || predicate == CmpIPredicate::uge;
  bool isSigned = predicate == CmpIPredicate::slt || predicate == CmpIPredicate::sle ||
                  predicate == CmpIPredicate::sgt || predicate == CmpIPredicate::sge;
  size_t before = conditions.size();
  std::optional<Spread> lhs = find(isMore ? op.getRhs() : op.getLhs());
  std::optional<Spread> rhs = find(isMore ? op.getLhs() : op.getRhs());
  unsigned bits = getBits(op.getLhs());
  // Constants that are negative are large ones when read as unsigned.
  if (!lhs || !rhs || bits < 8 ||
      (!isSigned && ((!lhs->base && lhs->low < 0) || (!rhs->base && rhs->low < 0)))) {
    conditions.truncate(before);
    return false;
  }
  int64_t least = isSigned ? llvm::minIntN(bits) : 0;
  int64_t most = isSigned ? llvm::maxIntN(bits) : -1;
  int64_t distance;
  if (llvm::SubOverflow(lhs->high, rhs->low + withEqual, distance) ||
      !addLess(*lhs, *rhs, distance, bits, isSigned)) {
    conditions.truncate(before);
    return false;
  }
  if (lhs->base && lhs->low < 0)
    addBound(lhs->base, isSigned ? CmpIPredicate::sge : CmpIPredicate::uge, least - lhs->low);
  if (rhs->base && rhs->high > 0)
    addBound(rhs->base, isSigned ? CmpIPredicate::sle : CmpIPredicate::ule, most - rhs->high);
  return true;
}

Value MaskTest::coverConjunction(arith::AndIOp op) {
  Value lhs = cover(op.getLhs()), rhs = cover(op.getRhs());
  if (lhs == op.getLhs() && rhs == op.getRhs())
    return op;
  if (lhs && rhs)
    return arith::AndIOp::create(builder, op.getLoc(), lhs, rhs);
  return lhs ? lhs : rhs;
}

/// Of an op that only moves elements of its operand.
Value MaskTest::coverOperand(Operation *op) {
  Value operand = op->getOperand(0), left = cover(operand);
  if (!left || left == operand)
    return left ? op->getResult(0) : Value();
  IRMapping mapping;
  mapping.map(operand, left);
  return builder.clone(*op, mapping)->getResult(0);
}

Value MaskTest::cover(Value mask) {
  Operation *op = mask.getDefiningOp();
  if (matchPattern(mask, m_One()))
    return {};
  if (!isa<RankedTensorType>(mask.getType())) {
    conditions.push_back(mask);
    return {};
  }
  if (auto conjunction = dyn_cast_or_null<arith::AndIOp>(op))
    return coverConjunction(conjunction);
  if (auto comparison = dyn_cast_or_null<arith::CmpIOp>(op))
    return coverComparison(comparison) ? Value() : mask;
  if (isa_and_nonnull<tt::SplatOp, tt::BroadcastOp, tt::ExpandDimsOp, tt::ReshapeOp, tt::TransOp,
                      ConvertLayoutOp>(op))
    return coverOperand(op);
  return mask;
}

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

/// Of a constant: its least and its largest element.
static std::optional<Spread> findConstant(Value value) {
  APInt number;
  if (matchPattern(value, m_ConstantInt(&number)))
    return Spread{Value(), number.getSExtValue(), number.getSExtValue()};
  DenseIntElementsAttr elements;
  if (!matchPattern(value, m_Constant(&elements)))
    return std::nullopt;
  Spread spread{Value(), std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min()};
  for (const APInt &element : elements) {
    spread.low = std::min(spread.low, element.getSExtValue());
    spread.high = std::max(spread.high, element.getSExtValue());
  }
  return spread;
}

std::optional<Spread> MaskTest::findAny(Value value) {
  if (std::optional<Spread> spread = findConstant(value))
    return spread;
  if (!isa<RankedTensorType>(value.getType()))
    return Spread{value, 0, 0};
  Operation *op = value.getDefiningOp();
  if (auto range = dyn_cast_or_null<tt::MakeRangeOp>(op))
    return Spread{Value(), int64_t(range.getStart()), int64_t(range.getEnd()) - 1};
  if (isa_and_nonnull<tt::SplatOp, tt::BroadcastOp, tt::ExpandDimsOp, tt::ReshapeOp, tt::TransOp,
                      ConvertLayoutOp>(op))
    return find(op->getOperand(0));
  if (isa_and_nonnull<arith::AddIOp, arith::SubIOp>(op))
    return findSum(op, isa<arith::SubIOp>(op));
  if (isa_and_nonnull<arith::MulIOp>(op))
    return findProduct(op);
  if (auto extension = dyn_cast_or_null<arith::ExtSIOp>(op))
    return findExtension(extension);
  return std::nullopt;
}

std::optional<Spread> MaskTest::find(Value value) {
  Type type = getElementTypeOrSelf(value.getType());
  if (!type.isInteger() || type.getIntOrFloatBitWidth() > 64)
    return std::nullopt;
  std::optional<Spread> spread = findAny(value);
  return spread && fits(*spread, getBits(value)) ? spread : std::nullopt;
}

std::optional<Spread> MaskTest::findSum(Operation *op, bool isDifference) {
  std::optional<Spread> lhs = find(op->getOperand(0)), rhs = find(op->getOperand(1));
  if (!lhs || !rhs)
    return std::nullopt;
  Spread sum;
  if (isDifference) {
    std::swap(rhs->low, rhs->high);
    if (llvm::SubOverflow(lhs->low, rhs->low, sum.low) ||
        llvm::SubOverflow(lhs->high, rhs->high, sum.high))
      return std::nullopt;
    if (rhs->base)
      sum.base = lhs->base ? make<arith::SubIOp>(lhs->base, rhs->base)
                           : make<arith::SubIOp>(constant(rhs->base.getType(), 0), rhs->base);
    else
      sum.base = lhs->base;
    return sum;
  }
  if (llvm::AddOverflow(lhs->low, rhs->low, sum.low) ||
      llvm::AddOverflow(lhs->high, rhs->high, sum.high))
    return std::nullopt;
  sum.base = lhs->base && rhs->base ? make<arith::AddIOp>(lhs->base, rhs->base)
             : lhs->base            ? lhs->base
                                    : rhs->base;
  return sum;
}

/// By a number that is the same everywhere.
std::optional<Spread> MaskTest::findProduct(Operation *op) {
  std::optional<Spread> spread = find(op->getOperand(0)), factor = find(op->getOperand(1));
  if (!spread || !factor)
    return std::nullopt;
  if (!spread->base && spread->low == spread->high)
    std::swap(spread, factor);
  if (factor->base || factor->low != factor->high)
    return std::nullopt;
  Spread product;
  int64_t number = factor->low;
  if (llvm::MulOverflow(spread->low, number, product.low) ||
      llvm::MulOverflow(spread->high, number, product.high))
    return std::nullopt;
  if (number < 0)
    std::swap(product.low, product.high);
  if (spread->base)
    product.base = make<arith::MulIOp>(spread->base, constant(spread->base.getType(), number));
  return product;
}

/// Where the sums of the operand do not wrap.
std::optional<Spread> MaskTest::findExtension(arith::ExtSIOp op) {
  std::optional<Spread> spread = find(op.getIn());
  if (!spread || !spread->base)
    return spread;
  unsigned bits = getBits(op.getIn());
  if (spread->high > 0)
    addBound(spread->base, CmpIPredicate::sle, llvm::maxIntN(bits) - spread->high);
  if (spread->low < 0)
    addBound(spread->base, CmpIPredicate::sge, llvm::minIntN(bits) - spread->low);
  Type type = getElementTypeOrSelf(op.getType());
  OpBuilder::InsertionGuard guard(builder);
  if (isInvariant(spread->base))
    builder.setInsertionPoint(loop);
  spread->base = builder.createOrFold<arith::ExtSIOp>(getPlace(*op), type, spread->base);
  return spread;
}
