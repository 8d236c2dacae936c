//===- Reduce.cpp - Reductions over a whole threadgroup --------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A 1-D tensor reduces in three steps; with 4 SIMD-groups and 8 registers:
//
//   registers     metal.reduce_registers : vector<8xf32> -> vector<1xf32>
//   lanes         five butterfly shuffles, or one simd_reduce where the combine is
//                 one of the hardware's
//   SIMD-groups   each writes its result to threadgroup memory; after a barrier
//                 every lane reads the result of SIMD-group `lane % 4`, and two
//                 more shuffles leave the total in every thread
//
// The order of combines is fixed by the layout, so results repeat bit for bit.
// Lanes or SIMD-groups that hold copies (a tensor smaller than the threadgroup)
// are left out: each set of copies computes the same total on its own.
//
//===----------------------------------------------------------------------===//

#include "LayoutQuery.h"
#include "Patterns.h"

#include "triton-metal/Dialect/Metal/IR/Marks.h"

#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;

/// The hardware reduction that equals `region` on values of `type`. Float minimum
/// and maximum are left to shuffles: what the hardware does with NaN is not
/// documented.
static std::optional<metal::SimdReduction> matchSimdReduction(Region &region, Type type) {
  Block &block = region.front();
  if (block.getNumArguments() != 2 || !llvm::hasNItems(block.begin(), block.end(), 2) ||
      type.getIntOrFloatBitWidth() > 32 || type.isBF16() || type.isInteger(1))
    return std::nullopt;
  Operation *op = &block.front();
  if (op->getNumOperands() != 2 || op->getOperand(0) == op->getOperand(1) ||
      op->getNumResults() != 1 || block.getTerminator()->getOperand(0) != op->getResult(0))
    return std::nullopt;
  using Kind = metal::SimdReduction;
  return TypeSwitch<Operation *, std::optional<Kind>>(op)
      .Case<arith::AddFOp, arith::AddIOp>([](auto) { return Kind::Sum; })
      .Case<arith::MaxSIOp>([](auto) { return Kind::MaxSigned; })
      .Case<arith::MaxUIOp>([](auto) { return Kind::MaxUnsigned; })
      .Case<arith::MinSIOp>([](auto) { return Kind::MinSigned; })
      .Case<arith::MinUIOp>([](auto) { return Kind::MinUnsigned; })
      .Case<arith::AndIOp>([](auto) { return Kind::And; })
      .Case<arith::OrIOp>([](auto) { return Kind::Or; })
      .Case<arith::XOrIOp>([](auto) { return Kind::Xor; })
      .Default([](Operation *) { return std::nullopt; });
}

namespace {

/// Writes the steps of one reduction. All values are scalars, one for each operand.
class ReductionBuilder {
public:
  ReductionBuilder(OpBuilder &builder, Location loc, Region &combine)
      : builder(builder), loc(loc), region(combine) {}

  SmallVector<Value> reduceRegisters(ValueRange sources, ArrayRef<int32_t> bases);
  SmallVector<Value> reduceLanes(SmallVector<Value> values, int32_t laneBits);
  SmallVector<Value> reduceSimdgroups(SmallVector<Value> values, int32_t groupBits,
                                      unsigned numSimdgroups);

private:
  SmallVector<Value> combine(ValueRange accumulated, ValueRange incoming);
  Value dropCopies(Value vector, ArrayRef<int32_t> bases);
  Value shuffle(Value value, int32_t bit);
  Value i32(int64_t value) {
    return arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(value));
  }

  OpBuilder &builder;
  Location loc;
  Region &region;
};

} // namespace

SmallVector<Value> ReductionBuilder::combine(ValueRange accumulated, ValueRange incoming) {
  Block &block = region.front();
  IRMapping mapping;
  mapping.map(block.getArguments().take_front(accumulated.size()), accumulated);
  mapping.map(block.getArguments().drop_front(accumulated.size()), incoming);
  for (Operation &op : block.without_terminator())
    builder.clone(op, mapping);
  SmallVector<Value> results;
  for (Value value : block.getTerminator()->getOperands())
    results.push_back(mapping.lookupOrDefault(value));
  return results;
}

/// The registers that hold elements of their own; copies would count twice.
Value ReductionBuilder::dropCopies(Value vector, ArrayRef<int32_t> bases) {
  SmallVector<int32_t> kept;
  for (auto [bit, basis] : llvm::enumerate(bases))
    if (basis != 0)
      kept.push_back(int32_t(1) << bit);
  if (kept.size() == bases.size())
    return vector;
  auto type = VectorType::get({int64_t(1) << kept.size()}, getElementTypeOrSelf(vector));
  return metal::RearrangeOp::create(builder, loc, type, vector, kept);
}

SmallVector<Value> ReductionBuilder::reduceRegisters(ValueRange sources, ArrayRef<int32_t> bases) {
  SmallVector<Value> vectors;
  for (Value source : sources)
    vectors.push_back(dropCopies(source, bases));
  int64_t registers = cast<VectorType>(vectors.front().getType()).getNumElements();
  if (registers > 1) {
    SmallVector<Type> types;
    for (Value vector : vectors)
      types.push_back(VectorType::get({1}, getElementTypeOrSelf(vector)));
    auto reduce = metal::ReduceRegistersOp::create(builder, loc, types, vectors);
    IRMapping mapping;
    region.cloneInto(&reduce.getCombine(), mapping);
    Operation *terminator = reduce.getCombine().front().getTerminator();
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(terminator);
    metal::YieldOp::create(builder, terminator->getLoc(), terminator->getOperands());
    terminator->erase();
    vectors = llvm::to_vector_of<Value>(reduce.getResults());
  }
  SmallVector<Value> scalars;
  for (Value vector : vectors)
    scalars.push_back(vector::ExtractOp::create(builder, loc, vector, 0));
  return scalars;
}

/// The value of the lane that differs in `bit`. Shuffles move 8, 16 and 32 bits:
/// an i64 goes in halves, an i1 as a word, a bf16 as its bits.
Value ReductionBuilder::shuffle(Value value, int32_t bit) {
  Type type = value.getType();
  Type word = builder.getI32Type();
  if (type.isInteger(64)) {
    Value by32 = arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(32));
    Value low = arith::TruncIOp::create(builder, loc, word, value);
    Value high = arith::TruncIOp::create(builder, loc, word,
                                         arith::ShRUIOp::create(builder, loc, value, by32));
    low = arith::ExtUIOp::create(builder, loc, type, shuffle(low, bit));
    high = arith::ExtUIOp::create(builder, loc, type, shuffle(high, bit));
    high = arith::ShLIOp::create(builder, loc, high, by32);
    return arith::OrIOp::create(builder, loc, low, high);
  }
  if (type.isInteger(1)) {
    Value wide = shuffle(arith::ExtUIOp::create(builder, loc, word, value), bit);
    return arith::TruncIOp::create(builder, loc, type, wide);
  }
  if (type.isBF16()) {
    Value bits = arith::BitcastOp::create(builder, loc, builder.getI16Type(), value);
    return arith::BitcastOp::create(builder, loc, type, shuffle(bits, bit));
  }
  return metal::SimdShuffleOp::create(builder, loc, metal::ShuffleKind::Xor, value, i32(bit));
}

SmallVector<Value> ReductionBuilder::reduceLanes(SmallVector<Value> values, int32_t laneBits) {
  if (laneBits == 31 && values.size() == 1)
    if (auto kind = matchSimdReduction(region, values.front().getType()))
      return {metal::SimdReduceOp::create(builder, loc, *kind, values.front())};
  for (int32_t bit = 16; bit != 0; bit >>= 1) {
    if (!(laneBits & bit))
      continue;
    SmallVector<Value> others;
    for (Value value : values)
      others.push_back(shuffle(value, bit));
    values = combine(values, others);
  }
  return values;
}

SmallVector<Value> ReductionBuilder::reduceSimdgroups(SmallVector<Value> values, int32_t groupBits,
                                                      unsigned numSimdgroups) {
  if (groupBits == 0)
    return values;
  Value simdgroup = metal::SimdgroupIndexOp::create(builder, loc, builder.getI32Type());
  Value lane = metal::LaneIndexOp::create(builder, loc, builder.getI32Type());
  SmallVector<Value> buffers;
  for (Value value : values) {
    auto type =
        metal::PointerType::get(loc.getContext(), value.getType(), metal::MemorySpace::Threadgroup);
    buffers.push_back(metal::ThreadgroupAllocOp::create(builder, loc, type, numSimdgroups));
  }
  Value isFirst = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, lane, i32(0));
  auto ifOp = scf::IfOp::create(builder, loc, isFirst, /*withElseRegion=*/false);
  ifOp->setDiscardableAttr(metal::kDivergentAttrName, builder.getUnitAttr());
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(ifOp.thenBlock()->getTerminator());
    for (auto [value, buffer] : llvm::zip(values, buffers))
      metal::StoreOp::create(builder, loc, value, buffer, simdgroup,
                             metal::getByteSize(value.getType()), /*isVolatile=*/false);
  }
  // Lane l takes the part of its low bits from `groupBits` and keeps its own copy's
  // bits, so that copies stay apart.
  Value peer = arith::AndIOp::create(builder, loc, lane, i32(numSimdgroups - 1));
  if (unsigned(groupBits) != numSimdgroups - 1) {
    Value own =
        arith::AndIOp::create(builder, loc, simdgroup, i32((numSimdgroups - 1) & ~groupBits));
    Value other = arith::AndIOp::create(builder, loc, lane, i32(groupBits));
    peer = arith::OrIOp::create(builder, loc, own, other);
  }
  SmallVector<Value> parts;
  for (auto [value, buffer] : llvm::zip(values, buffers))
    parts.push_back(metal::LoadOp::create(builder, loc, value.getType(), buffer, peer,
                                          metal::getByteSize(value.getType()),
                                          /*isVolatile=*/false));
  return reduceLanes(std::move(parts), groupBits);
}

namespace {

struct ReduceLowering final : OpConversionPattern<tt::ReduceOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::ReduceOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = cast<RankedTensorType>(op.getOperand(0).getType());
    if (type.getRank() != 1)
      return rewriter.notifyMatchFailure(op, "rank above 1");
    ThreadBases bases = getThreadBases(type, /*dim=*/0);
    auto usedBits = [](ArrayRef<int32_t> list) {
      int32_t bits = 0;
      for (auto [bit, basis] : llvm::enumerate(list))
        bits |= basis != 0 ? int32_t(1) << bit : 0;
      return bits;
    };
    ReductionBuilder reduction(rewriter, op.getLoc(), op.getCombineOp());
    SmallVector<Value> values = reduction.reduceRegisters(adaptor.getOperands(), bases.registers);
    values = reduction.reduceLanes(std::move(values), usedBits(bases.lanes));
    values = reduction.reduceSimdgroups(std::move(values), usedBits(bases.simdgroups),
                                        1u << bases.simdgroups.size());
    rewriter.replaceOp(op, values);
    return success();
  }
};

} // namespace

void tritonmetal::populateReducePatterns(const TritonGPUToMetalTypeConverter &converter,
                                         RewritePatternSet &patterns) {
  patterns.add<ReduceLowering>(converter, patterns.getContext());
}
