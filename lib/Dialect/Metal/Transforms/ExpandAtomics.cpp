//===- ExpandAtomics.cpp - Atomics that Metal does not have ---------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Where the word of an element is. Pointers may have any alignment that their
// elements have, so the address decides:
//
//   bytes = (address of x + i * size) & 3        0 or 2 for a half
//   word  = x[i - bytes / size]                  shift = bytes * 8
//
// Only the low bits of the address matter, which 32-bit arithmetic keeps.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Marks.h"
#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Metal/IR/PointerOrigins.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"
#include "triton-metal/Remarks/Explain.h"

#include "mlir/IR/Builders.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_EXPANDATOMICS
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

namespace {

/// An element and the 32-bit word around it.
class Place {
public:
  Place(OpBuilder &builder, Location loc, Type element, Value base, Value index);

  bool isWholeWord() const { return !shift; }
  /// The element that `word` holds.
  Value extract(OpBuilder &builder, Value word) const;
  /// `word` with `element` in its place.
  Value insert(OpBuilder &builder, Value word, Value element) const;
  /// The bits of `element`, moved to their place; zero, or `filling`, around them.
  Value position(OpBuilder &builder, Value element, bool filling) const;

  Value base, index;

private:
  Value i32(OpBuilder &builder, int64_t value) const {
    return arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(value));
  }
  Value fieldMask(OpBuilder &builder) const;

  Location loc;
  Type element;
  Value shift; // in bits; null if the element is the word
};

} // namespace

Place::Place(OpBuilder &builder, Location loc, Type element, Value base, Value index)
    : base(base), index(index), loc(loc), element(element) {
  unsigned size = getByteSize(element);
  if (size == 4)
    return;
  auto pointer = cast<PointerType>(base.getType());
  unsigned stride = getByteSize(pointer.getPointee());
  if (stride > size) { // count in bytes: the word may start within a pointee
    auto bytes = PointerType::get(builder.getContext(), builder.getI8Type(), pointer.getSpace());
    this->base = PointerCastOp::create(builder, loc, bytes, base);
    if (!index.getType().isInteger(64))
      index = arith::ExtSIOp::create(builder, loc, builder.getI64Type(), index);
    Value scale =
        arith::ConstantOp::create(builder, loc, builder.getIntegerAttr(index.getType(), stride));
    this->index = index = arith::MulIOp::create(builder, loc, index, scale);
    stride = 1;
  }
  Value low = index;
  if (low.getType().isInteger(64))
    low = arith::TruncIOp::create(builder, loc, builder.getI32Type(), low);
  low = arith::MulIOp::create(builder, loc, low, i32(builder, stride));
  if (pointer.getSpace() == MemorySpace::Device) { // threadgroup variables are aligned
    Value address = PtrToIntOp::create(builder, loc, builder.getI64Type(), this->base);
    address = arith::TruncIOp::create(builder, loc, builder.getI32Type(), address);
    low = arith::AddIOp::create(builder, loc, address, low);
  }
  Value bytes = arith::AndIOp::create(builder, loc, low, i32(builder, 3));
  shift = arith::MulIOp::create(builder, loc, bytes, i32(builder, 8));
  Value back = arith::ShRUIOp::create(builder, loc, bytes, i32(builder, llvm::Log2_32(stride)));
  if (index.getType().isInteger(64))
    back = arith::ExtUIOp::create(builder, loc, index.getType(), back);
  this->index = arith::SubIOp::create(builder, loc, index, back);
}

static Type bitsOf(Type element) {
  return IntegerType::get(element.getContext(), element.getIntOrFloatBitWidth());
}

static Value castBits(OpBuilder &builder, Location loc, Value value, Type type) {
  return value.getType() == type ? value
                                 : Value(arith::BitcastOp::create(builder, loc, type, value));
}

Value Place::extract(OpBuilder &builder, Value word) const {
  if (shift) {
    word = arith::ShRUIOp::create(builder, loc, word, shift);
    word = arith::TruncIOp::create(builder, loc, bitsOf(element), word);
  }
  return castBits(builder, loc, word, element);
}

/// Ones where the element is.
Value Place::fieldMask(OpBuilder &builder) const {
  unsigned width = element.getIntOrFloatBitWidth();
  return arith::ShLIOp::create(builder, loc, i32(builder, llvm::maskTrailingOnes<uint32_t>(width)),
                               shift);
}

Value Place::position(OpBuilder &builder, Value value, bool filling) const {
  value = castBits(builder, loc, value, bitsOf(element));
  if (!shift)
    return value;
  value = arith::ExtUIOp::create(builder, loc, builder.getI32Type(), value);
  value = arith::ShLIOp::create(builder, loc, value, shift);
  if (!filling)
    return value;
  Value around = arith::XOrIOp::create(builder, loc, fieldMask(builder), i32(builder, -1));
  return arith::OrIOp::create(builder, loc, value, around);
}

Value Place::insert(OpBuilder &builder, Value word, Value value) const {
  if (!shift)
    return castBits(builder, loc, value, builder.getI32Type());
  Value around = arith::XOrIOp::create(builder, loc, fieldMask(builder), i32(builder, -1));
  word = arith::AndIOp::create(builder, loc, word, around);
  return arith::OrIOp::create(builder, loc, word, position(builder, value, /*filling=*/false));
}

/// The new value of an element.
static Value combine(OpBuilder &builder, Location loc, AtomicKind kind, Value old, Value value) {
  switch (kind) {
  case AtomicKind::Add:
    if (isa<FloatType>(value.getType()))
      return arith::AddFOp::create(builder, loc, old, value);
    return arith::AddIOp::create(builder, loc, old, value);
  case AtomicKind::And:
    return arith::AndIOp::create(builder, loc, old, value);
  case AtomicKind::Or:
    return arith::OrIOp::create(builder, loc, old, value);
  case AtomicKind::Xor:
    return arith::XOrIOp::create(builder, loc, old, value);
  case AtomicKind::Exchange:
    return value;
  case AtomicKind::MinSigned:
    return arith::MinSIOp::create(builder, loc, old, value);
  case AtomicKind::MaxSigned:
    return arith::MaxSIOp::create(builder, loc, old, value);
  case AtomicKind::MinUnsigned:
    return arith::MinUIOp::create(builder, loc, old, value);
  case AtomicKind::MaxUnsigned:
    return arith::MaxUIOp::create(builder, loc, old, value);
  case AtomicKind::MinFloat:
  case AtomicKind::MaxFloat: {
    bool isMax = kind == AtomicKind::MaxFloat;
    auto order = isMax ? arith::CmpFPredicate::OGT : arith::CmpFPredicate::OLT;
    Value isBetter = arith::CmpFOp::create(builder, loc, order, value, old);
    Value isFirst = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::UNO, old, old);
    Value wins = arith::OrIOp::create(builder, loc, isBetter, isFirst);
    return arith::SelectOp::create(builder, loc, wins, value, old);
  }
  }
  llvm_unreachable("all kinds are combined");
}

/// Reads the word, lets `attempt` make a new one and exchange it, and begins again while
/// another thread was faster. Gives the word that the last attempt saw. `attempt`
/// returns the word that it found in memory.
static Value buildLoop(OpBuilder &builder, Location loc, const Place &place,
                       llvm::function_ref<Value(Value word)> attempt) {
  Type word = builder.getI32Type();
  Value first = AtomicLoadOp::create(builder, loc, word, place.base, place.index);
  auto loop = scf::WhileOp::create(builder, loc, TypeRange(word), ValueRange(first));
  loop->setDiscardableAttr("metal.divergent", builder.getUnitAttr());
  OpBuilder::InsertionGuard guard(builder);
  Block *before = builder.createBlock(&loop.getBefore(), {}, word, loc);
  Value seen = attempt(before->getArgument(0));
  Value again =
      arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ne, seen, before->getArgument(0));
  scf::ConditionOp::create(builder, loc, again, seen);
  Block *after = builder.createBlock(&loop.getAfter(), {}, word, loc);
  scf::YieldOp::create(builder, loc, after->getArguments());
  return loop.getResult(0);
}

static Value exchange(OpBuilder &builder, Location loc, const Place &place, Value word,
                      Value next) {
  return AtomicCompareExchangeOp::create(builder, loc, word, next, place.base, place.index);
}

//===----------------------------------------------------------------------===//
// Updates
//===----------------------------------------------------------------------===//

static bool isBitwise(AtomicKind kind) {
  return kind == AtomicKind::And || kind == AtomicKind::Or || kind == AtomicKind::Xor;
}

/// Whether both outputs have the update as it stands.
static bool isNative(AtomicRMWOp op) {
  Type type = op.getValue().getType();
  bool isDevice = op.getBase().getType().getSpace() == MemorySpace::Device;
  return type.isInteger(32) || (type.isF32() && isDevice && op.getKind() == AtomicKind::Add);
}

static LogicalResult checkWide(AtomicRMWOp op) {
  Type type = op.getValue().getType();
  if (type.getIntOrFloatBitWidth() != 64)
    return success();
  AtomicKind kind = op.getKind();
  bool isDevice = op.getBase().getType().getSpace() == MemorySpace::Device;
  if (kind != AtomicKind::MinUnsigned && kind != AtomicKind::MaxUnsigned)
    return op.emitOpError("'") << stringifyAtomicKind(kind) << "' of " << type
                               << " is no atomic that Metal has: of 64 bits there are the unsigned "
                                  "minimum and maximum only; use 32 bits";
  if (op->use_empty() && isDevice)
    return success();
  return op.emitOpError("'") << stringifyAtomicKind(kind) << "' of " << type
                             << " gives no old value in Metal, and the kernel uses it; use 32 "
                                "bits, or do without the value";
}

static Value expandUpdate(OpBuilder &builder, AtomicRMWOp op) {
  Location loc = op.getLoc();
  Place place(builder, loc, op.getValue().getType(), op.getBase(), op.getIndex());
  AtomicKind kind = op.getKind();
  bool isWordUpdate = isBitwise(kind) || (kind == AtomicKind::Exchange && place.isWholeWord());
  if (isWordUpdate) {
    Value bits = place.position(builder, op.getValue(), /*filling=*/kind == AtomicKind::And);
    Value old = AtomicRMWOp::create(builder, loc, kind, bits, place.base, place.index);
    return op->use_empty() ? Value() : place.extract(builder, old);
  }
  Value last = buildLoop(builder, loc, place, [&](Value word) {
    Value next = combine(builder, loc, kind, place.extract(builder, word), op.getValue());
    return exchange(builder, loc, place, word, place.insert(builder, word, next));
  });
  return op->use_empty() ? Value() : place.extract(builder, last);
}

//===----------------------------------------------------------------------===//
// Compare and exchange
//===----------------------------------------------------------------------===//

/// An element that is not the whole word: the others may change at any time, which is
/// no reason to fail.
static Value expandCompareExchange(OpBuilder &builder, AtomicCompareExchangeOp op) {
  Location loc = op.getLoc();
  Type element = op.getDesired().getType();
  Place place(builder, loc, element, op.getBase(), op.getIndex());
  Value expected = castBits(builder, loc, op.getExpected(), bitsOf(element));
  if (place.isWholeWord()) {
    Value old = exchange(builder, loc, place, expected,
                         castBits(builder, loc, op.getDesired(), builder.getI32Type()));
    return castBits(builder, loc, old, element);
  }
  Value last = buildLoop(builder, loc, place, [&](Value word) -> Value {
    Value bits = castBits(builder, loc, place.extract(builder, word), bitsOf(element));
    Value isEqual = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, bits, expected);
    auto ifOp = scf::IfOp::create(builder, loc, word.getType(), isEqual, /*withElseRegion=*/true);
    ifOp->setDiscardableAttr("metal.divergent", builder.getUnitAttr());
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToEnd(ifOp.thenBlock());
    Value next = place.insert(builder, word, op.getDesired());
    scf::YieldOp::create(builder, loc, exchange(builder, loc, place, word, next));
    builder.setInsertionPointToEnd(ifOp.elseBlock());
    scf::YieldOp::create(builder, loc, word);
    return ifOp.getResult(0);
  });
  return place.extract(builder, last);
}

namespace {
struct ExpandAtomics final : tritonmetal::metal::impl::ExpandAtomicsBase<ExpandAtomics> {
  void runOnOperation() override {
    WalkResult result = getOperation().walk([](Operation *op) {
      if (auto update = dyn_cast<AtomicRMWOp>(op))
        return WalkResult(expand(update));
      if (auto exchange = dyn_cast<AtomicCompareExchangeOp>(op))
        return WalkResult(expand(exchange));
      return WalkResult::advance();
    });
    if (result.wasInterrupted())
      return signalPassFailure();
    getOperation().walk(markWholeWords);
  }

  /// Notes the buffers of which words are changed for the sake of smaller elements.
  static void markWholeWords(KernelOp kernel) {
    llvm::SmallSetVector<int32_t, 4> parameters;
    kernel.walk([&](Operation *op) {
      Value base;
      if (auto load = dyn_cast<AtomicLoadOp>(op))
        base = load.getBase();
      if (auto update = dyn_cast<AtomicRMWOp>(op))
        base = update.getBase();
      if (!base || getByteSize(cast<PointerType>(base.getType()).getPointee()) >= 4)
        return;
      PointerOrigins origins = getPointerOrigins(base);
      for (BlockArgument argument : kernel.getBody().getArguments())
        if (origins.values.contains(argument))
          parameters.insert(int32_t(argument.getArgNumber()));
    });
    if (!parameters.empty())
      kernel->setDiscardableAttr(
          kWholeWordsAttrName,
          DenseI32ArrayAttr::get(kernel.getContext(), parameters.getArrayRef()));
  }

  static LogicalResult expand(AtomicRMWOp op) {
    if (failed(checkWide(op)))
      return failure();
    if (isNative(op) || op.getValue().getType().getIntOrFloatBitWidth() == 64)
      return success();
    tritonmetal::explain(op.getLoc(), tritonmetal::topic::kAtomic, [&] {
      std::string text;
      llvm::raw_string_ostream os(text);
      os << "'" << stringifyAtomicKind(op.getKind()) << "' of " << op.getValue().getType()
         << " is no atomic that Metal has: made of others of 32 bits";
      return text;
    });
    OpBuilder builder(op);
    if (Value old = expandUpdate(builder, op))
      op.getResult().replaceAllUsesWith(old);
    op->erase();
    return success();
  }

  static LogicalResult expand(AtomicCompareExchangeOp op) {
    Type type = op.getDesired().getType();
    if (type.isInteger(32))
      return success();
    if (type.getIntOrFloatBitWidth() == 64)
      return op.emitOpError("of ") << type
                                   << " is no atomic that Metal has: it compares and exchanges at "
                                      "most 32 bits; use 32 bits";
    OpBuilder builder(op);
    op.getResult().replaceAllUsesWith(expandCompareExchange(builder, op));
    op->erase();
    return success();
  }
};
} // namespace
