//===- Debug.cpp - Prints and asserts --------------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Each element that is printed, or fails an assert, becomes a record of the hidden
// buffer (DebugSites.h), written by the thread that owns it:
//
//   slot = atomic add 9, log[1]
//   if slot + 9 <= log[0]:  log[slot] = site, log[slot + 1] = program x, …
//   else:                   log[1] -= 9, log[2] += 1        (a record dropped)
//
//===----------------------------------------------------------------------===//

#include "DebugSites.h"
#include "Owners.h"
#include "Patterns.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

constexpr int32_t kRecordWords = 9;
enum HeaderWord { Capacity = 0, NextFree = 1, Dropped = 2, FailedAssert = 3 };

/// Writes records, one for each register of some threads.
class LogWriter {
public:
  LogWriter(OpBuilder &builder, Location loc, DebugSites::Site site, Value log, int64_t registers)
      : builder(builder), loc(loc), site(site.number), log(log), registers(registers) {}

  Value splat(Value scalar) {
    auto type = VectorType::get({registers}, scalar.getType());
    return vector::BroadcastOp::create(builder, loc, type, scalar);
  }
  Value splat(int32_t value) { return splat(i32(value)); }

  /// A record where `mask` holds. All are vectors of i32, but the mask of i1.
  void append(Value element, unsigned operand, Value low, Value high, Value mask);
  /// Notes the site where `mask` holds, if no other assert has failed before.
  void noteFailure(Value mask);

private:
  Value i32(int32_t value) {
    return arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(value));
  }
  Value program(metal::Axis axis) {
    return splat(metal::ThreadgroupPositionOp::create(builder, loc, builder.getI32Type(), axis));
  }
  Value update(HeaderWord word, int32_t value, Value mask) {
    return metal::ScatterAtomicOp::create(builder, loc, metal::AtomicKind::Add, splat(value), log,
                                          splat(int32_t(word)), mask);
  }

  OpBuilder &builder;
  Location loc;
  unsigned site;
  Value log;
  int64_t registers;
};

} // namespace

void LogWriter::append(Value element, unsigned operand, Value low, Value high, Value mask) {
  Value slot = update(NextFree, kRecordWords, mask);
  Value capacity = metal::LoadOp::create(builder, loc, builder.getI32Type(), log, i32(Capacity),
                                         /*alignment=*/4, /*isVolatile=*/false);
  Value last = arith::SubIOp::create(builder, loc, capacity, i32(kRecordWords));
  Value fits = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sle, slot, splat(last));
  Value yes = splat(arith::ConstantOp::create(builder, loc, builder.getBoolAttr(true)));
  Value full = arith::XOrIOp::create(builder, loc, fits, yes);
  fits = arith::AndIOp::create(builder, loc, fits, mask);
  full = arith::AndIOp::create(builder, loc, full, mask);
  // Given back, so that the number cannot overflow.
  update(NextFree, -kRecordWords, full);
  update(Dropped, 1, full);
  Value thread = splat(metal::ThreadIndexOp::create(builder, loc, builder.getI32Type()));
  Value words[] = {splat(int32_t(site)),
                   program(metal::Axis::X),
                   program(metal::Axis::Y),
                   program(metal::Axis::Z),
                   thread,
                   element,
                   splat(int32_t(operand)),
                   low,
                   high};
  static_assert(std::size(words) == kRecordWords);
  for (auto [i, word] : llvm::enumerate(words)) {
    Value offset = arith::AddIOp::create(builder, loc, slot, splat(int32_t(i)));
    metal::ScatterOp::create(builder, loc, word, log, offset, fits, /*contiguous=*/1,
                             /*alignment=*/4, /*isVolatile=*/false);
  }
}

void LogWriter::noteFailure(Value mask) {
  metal::ScatterCompareExchangeOp::create(builder, loc, splat(0), splat(int32_t(site + 1)), log,
                                          splat(int32_t(FailedAssert)), mask);
}

//===----------------------------------------------------------------------===//
// What is logged
//===----------------------------------------------------------------------===//

namespace {
/// A thread's part of a value that is logged: once for each element, a scalar's by
/// thread 0.
struct LoggedValue {
  LoggedValue(OpBuilder &builder, Location loc, Type type, Value converted);

  Value elements; // vector of the element type
  Value numbers;  // vector of i32: row-major number of each element
  Value mask;     // vector of i1
};
} // namespace

LoggedValue::LoggedValue(OpBuilder &builder, Location loc, Type type, Value converted) {
  auto vectorOf = [&](Type element) { return VectorType::get({1}, element); };
  if (auto tensor = dyn_cast<RankedTensorType>(type)) {
    Owners owners(tensor);
    elements = owners.pick(builder, loc, converted);
    numbers = owners.numbers(builder, loc);
    mask = owners.restrict(builder, loc, Value());
    if (mask)
      return;
    auto all = VectorType::get({owners.numRegisters()}, builder.getI1Type());
    mask = arith::ConstantOp::create(builder, loc, DenseElementsAttr::get(all, true));
    return;
  }
  Value zero = arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(0));
  Value thread = metal::ThreadIndexOp::create(builder, loc, builder.getI32Type());
  Value isFirst = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, thread, zero);
  elements = vector::BroadcastOp::create(builder, loc, vectorOf(converted.getType()), converted);
  numbers = vector::BroadcastOp::create(builder, loc, vectorOf(zero.getType()), zero);
  mask = vector::BroadcastOp::create(builder, loc, vectorOf(builder.getI1Type()), isFirst);
}

/// The bits of each element in two words.
static std::pair<Value, Value> splitBits(OpBuilder &builder, Location loc, Value elements) {
  auto vector = cast<VectorType>(elements.getType());
  auto typeOf = [&](Type element) { return VectorType::get(vector.getShape(), element); };
  unsigned width = vector.getElementType().getIntOrFloatBitWidth();
  if (isa<FloatType>(vector.getElementType()))
    elements =
        arith::BitcastOp::create(builder, loc, typeOf(builder.getIntegerType(width)), elements);
  Type words = typeOf(builder.getI32Type());
  Value zero = arith::ConstantOp::create(builder, loc, cast<TypedAttr>(builder.getZeroAttr(words)));
  if (width == 32)
    return {elements, zero};
  if (width < 32)
    return {arith::ExtUIOp::create(builder, loc, words, elements), zero};
  auto shift = DenseElementsAttr::get(typeOf(builder.getI64Type()), int64_t(32));
  Value by32 = arith::ConstantOp::create(builder, loc, shift);
  Value high = arith::ShRUIOp::create(builder, loc, elements, by32);
  return {arith::TruncIOp::create(builder, loc, words, elements),
          arith::TruncIOp::create(builder, loc, words, high)};
}

namespace {

template <typename DebugOp>
struct DebugPattern : OpConversionPattern<DebugOp> {
  DebugPattern(const TypeConverter &converter, const DebugSites &sites, MLIRContext *context)
      : OpConversionPattern<DebugOp>(converter, context), sites(sites) {}

  Value logOf(DebugOp op, ConversionPatternRewriter &rewriter) const {
    return rewriter.getRemappedValue(sites.of(op).buffer);
  }

  const DebugSites &sites;
};

/// tt.print " x: " : %v  ->  a record for each element of each operand; one record if
/// there is only text
struct PrintLowering final : DebugPattern<tt::PrintOp> {
  using DebugPattern::DebugPattern;

  LogicalResult matchAndRewrite(tt::PrintOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Value log = logOf(op, rewriter);
    if (op->getNumOperands() == 0) {
      Value zero = arith::ConstantOp::create(rewriter, loc, rewriter.getI32IntegerAttr(0));
      append(op, rewriter, log, 0, zero.getType(), zero);
    }
    for (auto [i, value] : llvm::enumerate(adaptor.getOperands()))
      append(op, rewriter, log, i, op->getOperand(i).getType(), value);
    rewriter.eraseOp(op);
    return success();
  }

  void append(tt::PrintOp op, OpBuilder &builder, Value log, unsigned operand, Type type,
              Value converted) const {
    Location loc = op.getLoc();
    LoggedValue value(builder, loc, type, converted);
    int64_t registers = cast<VectorType>(value.elements.getType()).getNumElements();
    auto [low, high] = splitBits(builder, loc, value.elements);
    LogWriter(builder, loc, sites.of(op), log, registers)
        .append(value.numbers, operand, low, high, value.mask);
  }
};

/// tt.assert %c, "text"  ->  a record for each element that is false, and a note in the
/// header, which has room when the records have none
struct AssertLowering final : DebugPattern<tt::AssertOp> {
  using DebugPattern::DebugPattern;

  LogicalResult matchAndRewrite(tt::AssertOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    LoggedValue value(rewriter, loc, op.getCondition().getType(), adaptor.getCondition());
    auto type = cast<VectorType>(value.mask.getType());
    Value yes = arith::ConstantOp::create(rewriter, loc, DenseElementsAttr::get(type, true));
    Value fails = arith::XOrIOp::create(rewriter, loc, value.elements, yes);
    fails = arith::AndIOp::create(rewriter, loc, fails, value.mask);
    LogWriter writer(rewriter, loc, sites.of(op), logOf(op, rewriter), type.getNumElements());
    writer.noteFailure(fails);
    writer.append(value.numbers, 0, writer.splat(0), writer.splat(0), fails);
    rewriter.eraseOp(op);
    return success();
  }
};

} // namespace

void tritonmetal::populateDebugPatterns(const TritonGPUToMetalTypeConverter &converter,
                                        const DebugSites &sites, RewritePatternSet &patterns) {
  patterns.add<PrintLowering, AssertLowering>(converter, sites, patterns.getContext());
}
