//===- Reduce.cpp - Reductions along an axis -------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A reduction goes along the axis bits (AxisBits.h) of the registers, then of the
// lanes, then of the SIMD-groups. 512 elements, 8 registers, 4 SIMD-groups:
//
//   registers     metal.reduce_registers : vector<8xf32> -> vector<1xf32>
//   lanes         five butterfly shuffles, or one simd_reduce where the combine is
//                 one of the hardware's
//   SIMD-groups   each writes its result to threadgroup memory; after a barrier
//                 every lane reads the result of SIMD-group `lane % 4`, and two
//                 more shuffles leave the total in every thread
//
// Kept bits stay apart all the way: a thread with R' results does each step on
// vector<R'>. Where an axis has too few lanes to read the parts of all SIMD-groups at
// once, a thread reads several and combines them as registers. Two SIMD-groups whose
// combine takes its arguments in either order trade parts instead
// (SimdgroupTrade.h), so that each thread reads that of the other one only.
//
// The order of combines is fixed by the layout, so results repeat bit for bit. A
// butterfly may leave lanes with different results if the combine treats its two
// arguments differently (Welford's rounding, ties of argmax); then one lane's is
// taken, so that all threads go on with the same number.
//
//===----------------------------------------------------------------------===//

#include "AxisBits.h"
#include "LayoutQuery.h"
#include "Patterns.h"
#include "SimdgroupTrade.h"
#include "ValueBuilder.h"

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Layout/Conversion.h"
#include "triton-metal/Remarks/Explain.h"

#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;

using Values = ValueBuilder::Values;

/// The op that alone makes up `region` and combines its two arguments; null if not so.
static Operation *getOnlyOp(Region &region) {
  Block &block = region.front();
  if (block.getNumArguments() != 2 || !llvm::hasNItems(block.begin(), block.end(), 2))
    return nullptr;
  Operation *op = &block.front();
  bool combinesBoth =
      op->getNumOperands() == 2 && op->getNumResults() == 1 &&
      op->getOperand(0) != op->getOperand(1) &&
      llvm::all_of(op->getOperands(), [&](Value operand) { return isa<BlockArgument>(operand); }) &&
      block.getTerminator()->getOperand(0) == op->getResult(0);
  return combinesBoth ? op : nullptr;
}

/// The hardware reduction that equals `region` on values of `type`. Float minimum
/// and maximum are left to shuffles: what the hardware does with NaN is not
/// documented.
static std::optional<metal::SimdReduction> matchSimdReduction(Region &region, Type type) {
  Operation *op = getOnlyOp(region);
  if (!op || type.getIntOrFloatBitWidth() > 32 || type.isBF16() || type.isInteger(1))
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

/// The one that combines lanes that differ in `laneBits`, if they are all, of one operand.
static std::optional<metal::SimdReduction> chooseSimdReduction(Region &region, int32_t laneBits,
                                                               size_t operands, Type element) {
  return laneBits == 31 && operands == 1 ? matchSimdReduction(region, element) : std::nullopt;
}

/// True if both orders of the arguments give the same bits.
static bool isCommutative(Region &region) {
  Operation *op = getOnlyOp(region);
  return op && op->hasTrait<OpTrait::IsCommutative>();
}

namespace {

/// Where the parts of the SIMD-groups lie in threadgroup memory, from the low bits of
/// the address on: kept lanes, SIMD-groups along the axis, other SIMD-groups,
/// registers.
struct PartsPlan {
  PartsPlan(const AxisBits &bits, int64_t registers);

  SmallVector<int32_t> writeRegisters, writeLanes, writeSimdgroups;
  SmallVector<int32_t> readRegisters, readLanes, readSimdgroups;
  int32_t copies = 0;             // bits of the thread index that do not write
  SmallVector<int32_t> readAlong; // bits of the registers read that go along
  int32_t lanesAlong = 0;         // lanes that read parts of different SIMD-groups
  int64_t size = 1;               // of the memory, in elements
};

class Reduction {
public:
  Reduction(ValueBuilder &builder, Region &region, const AxisBits &bits)
      : builder(builder), region(region), bits(bits) {}

  Values run(Values values);

  /// False if the parts of the SIMD-groups take more threadgroup memory than a band.
  static bool fits(Region &region, const AxisBits &bits, tt::ReduceOp op);

private:
  static bool isTrade(Region &region, const AxisBits &bits, int64_t bytes);
  Values dropCopies(Values values);
  Values reduceLanes(Values values, int32_t laneBits);
  Values reduceSimdgroups(Values values);
  Values agree(Values values, int32_t laneBits);

  ValueBuilder &builder;
  Region &region;
  const AxisBits &bits;
};

} // namespace

PartsPlan::PartsPlan(const AxisBits &bits, int64_t registers) {
  int32_t place = 1;
  auto take = [&]() { return std::exchange(place, place * 2); };
  SmallVector<int32_t> alongPlaces;
  for (PositionBit bit : bits.lanes)
    writeLanes.push_back(bit.kind == PositionBit::Kept ? take() : 0);
  for (PositionBit bit : bits.simdgroups) {
    writeSimdgroups.push_back(bit.kind == PositionBit::Axis ? take() : 0);
    if (bit.kind == PositionBit::Axis)
      alongPlaces.push_back(writeSimdgroups.back());
  }
  readSimdgroups.assign(bits.simdgroups.size(), 0);
  for (auto [i, bit] : llvm::enumerate(bits.simdgroups))
    if (bit.kind == PositionBit::Kept)
      writeSimdgroups[i] = readSimdgroups[i] = take();
  for (int64_t r = 1; r < registers; r *= 2)
    writeRegisters.push_back(take());
  size = place;
  copies = ~AxisBits::mask(bits.lanes, PositionBit::Kept) & 31;
  copies |= AxisBits::mask(bits.simdgroups, PositionBit::Copy) << 5;

  // Lanes that would hold copies read different parts, as far as there are some.
  readLanes = writeLanes;
  unsigned next = 0;
  for (auto [i, bit] : llvm::enumerate(bits.lanes)) {
    if (bit.kind == PositionBit::Kept || next == alongPlaces.size())
      continue;
    readLanes[i] = alongPlaces[next++];
    lanesAlong |= int32_t(1) << i;
  }
  for (; next < alongPlaces.size(); ++next) {
    readAlong.push_back(readRegisters.size());
    readRegisters.push_back(alongPlaces[next]);
  }
  llvm::append_range(readRegisters, writeRegisters);
}

/// Only the registers that hold elements of their own; copies would count twice.
Values Reduction::dropCopies(Values values) {
  SmallVector<int32_t> kept;
  for (auto [bit, entry] : llvm::enumerate(bits.registers))
    if (entry.kind != PositionBit::Copy)
      kept.push_back(int32_t(1) << bit);
  return builder.rearrange(values, kept);
}

Values Reduction::reduceLanes(Values values, int32_t laneBits) {
  if (auto kind = chooseSimdReduction(region, laneBits, values.size(),
                                      getElementTypeOrSelf(values.front())))
    return {metal::SimdReduceOp::create(builder.getRewriter(), builder.getLoc(), *kind,
                                        values.front())};
  for (int32_t bit = 16; bit != 0; bit >>= 1)
    if (laneBits & bit)
      values = builder.combine(values,
                               builder.shuffle(metal::ShuffleKind::Xor, values, builder.i32(bit)));
  return values;
}

/// The values of the lanes whose bits `laneBits` are zero, where lanes may differ.
Values Reduction::agree(Values values, int32_t laneBits) {
  if (laneBits == 0 || isCommutative(region))
    return values;
  Value lane = builder.make<arith::AndIOp>(builder.lane(), builder.i32(31 & ~laneBits));
  return builder.shuffle(metal::ShuffleKind::Index, values, lane);
}

/// Whether two SIMD-groups at a time have parts of the same result, with different results
/// in all lanes.
bool Reduction::isTrade(Region &region, const AxisBits &bits, int64_t bytes) {
  return isCommutative(region) && canTradeSimdgroups(bits, bytes) &&
         llvm::popcount(unsigned(AxisBits::mask(bits.simdgroups, PositionBit::Axis))) == 1 &&
         llvm::all_of(bits.lanes, [](PositionBit bit) { return bit.kind == PositionBit::Kept; });
}

Values Reduction::reduceSimdgroups(Values values) {
  if (isTrade(region, bits, metal::getByteSize(getElementTypeOrSelf(values.front()))))
    return builder.combine(values, tradeSimdgroups(builder, bits, values.front()));
  PartsPlan plan(bits, ValueBuilder::registersOf(values[0]));
  Values buffers = builder.allocate(values, plan.size);
  builder.write(values, buffers,
                builder.coordinate(plan.writeRegisters, plan.writeLanes, plan.writeSimdgroups),
                plan.copies);
  values = builder.read(
      buffers, builder.coordinate(plan.readRegisters, plan.readLanes, plan.readSimdgroups));
  values = builder.reduceRegisters(values, plan.readAlong);
  return agree(reduceLanes(std::move(values), plan.lanesAlong), plan.lanesAlong);
}

Values Reduction::run(Values values) {
  values = dropCopies(std::move(values));
  SmallVector<int32_t> along;
  int32_t number = 0;
  for (PositionBit bit : bits.registers) {
    if (bit.kind == PositionBit::Axis)
      along.push_back(number);
    number += bit.kind != PositionBit::Copy;
  }
  values = builder.reduceRegisters(values, along);
  int32_t laneBits = AxisBits::mask(bits.lanes, PositionBit::Axis);
  values = reduceLanes(std::move(values), laneBits);
  if (AxisBits::mask(bits.simdgroups, PositionBit::Axis) != 0)
    return reduceSimdgroups(std::move(values));
  return agree(std::move(values), laneBits);
}

bool Reduction::fits(Region &region, const AxisBits &bits, tt::ReduceOp op) {
  if (AxisBits::mask(bits.simdgroups, PositionBit::Axis) == 0)
    return true;
  int64_t kept = llvm::popcount(unsigned(AxisBits::mask(bits.registers, PositionBit::Kept)));
  int64_t bytes = 0;
  for (Value source : op.getSrcs())
    bytes += metal::getByteSize(getElementTypeOrSelf(source));
  return isTrade(region, bits, bytes) ||
         PartsPlan(bits, int64_t(1) << kept).size * bytes <= ValueBuilder::kBandBytes;
}

/// For each bit of the result's register number, the registers that the reduction
/// left: those of the source without bits along the axis and without copies.
static std::optional<SmallVector<int32_t>> getResultMap(tt::ReduceOp op, const AxisBits &bits) {
  auto source = cast<RankedTensorType>(op.getOperand(0).getType());
  layout::LinearLayout left =
      ttg::toLinearLayout(source).removeOutDim("dim" + std::to_string(op.getAxis()));
  for (unsigned dim = op.getAxis() + 1; dim < source.getRank(); ++dim)
    left = left.renameOutDim("dim" + std::to_string(dim), "dim" + std::to_string(dim - 1));
  auto result = cast<RankedTensorType>(op.getResult()[0].getType());
  auto map = layout::registerMap(left, ttg::toLinearLayout(result));
  if (!map)
    return std::nullopt;
  for (int32_t &basis : *map) {
    int32_t compressed = 0, place = 1;
    for (auto [i, bit] : llvm::enumerate(bits.registers))
      if (bit.kind == PositionBit::Kept) {
        compressed |= basis >> i & 1 ? place : 0;
        place *= 2;
      }
    basis = compressed;
  }
  return map;
}

/// The same reduction in a layout made for it.
static void replaceWithAxisLayout(tt::ReduceOp op, ConversionPatternRewriter &rewriter) {
  Values sources = convertToAxisLayout(op, op.getSrcs(), op.getAxis(), rewriter);
  Attribute slice =
      ttg::SliceEncodingAttr::get(rewriter.getContext(), op.getAxis(),
                                  cast<RankedTensorType>(sources[0].getType()).getEncoding());
  SmallVector<Type> types;
  for (Type type : op->getResultTypes()) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    types.push_back(tensor ? Type(tensor.cloneWithEncoding(slice)) : type);
  }
  auto reduce = tt::ReduceOp::create(rewriter, op.getLoc(), types, sources, op.getAxis());
  rewriter.inlineRegionBefore(op.getCombineOp(), reduce.getCombineOp(),
                              reduce.getCombineOp().end());
  Values results;
  for (auto [result, old] : llvm::zip(reduce.getResult(), op.getResult()))
    results.push_back(
        isa<RankedTensorType>(old.getType())
            ? Value(ttg::ConvertLayoutOp::create(rewriter, op.getLoc(), old.getType(), result))
            : result);
  rewriter.replaceOp(op, results);
}

/// "reduction of 1024 f32 along axis 0: 8 registers of a thread, 32 lanes by …, 4 SIMD-groups …".
static std::string describe(tt::ReduceOp op, const AxisBits &bits) {
  std::string text;
  llvm::raw_string_ostream os(text);
  auto count = [](ArrayRef<PositionBit> list) {
    return 1u << llvm::popcount(unsigned(AxisBits::mask(list, PositionBit::Axis)));
  };
  auto type = cast<RankedTensorType>(op.getOperand(0).getType());
  os << "reduction of ";
  llvm::interleave(type.getShape(), os, "x");
  os << " " << type.getElementType() << " along axis " << op.getAxis();
  StringRef separator = ": ";
  if (unsigned registers = count(bits.registers); registers > 1)
    os << std::exchange(separator, ", then ") << registers << " registers of a thread";
  if (unsigned lanes = count(bits.lanes); lanes > 1) {
    os << std::exchange(separator, ", then ") << lanes << " lanes by ";
    auto kind = chooseSimdReduction(op.getCombineOp(), lanes - 1, op.getNumOperands(),
                                    type.getElementType());
    if (kind)
      os << "one instruction, the SIMD-group's " << metal::stringifySimdReduction(*kind);
    else
      os << llvm::Log2_32(lanes) << (lanes == 2 ? " shuffle" : " shuffles");
  }
  if (unsigned simdgroups = count(bits.simdgroups); simdgroups > 1)
    os << std::exchange(separator, ", then ") << simdgroups
       << " SIMD-groups through threadgroup memory";
  return text;
}

namespace {

struct ReduceLowering final : OpConversionPattern<tt::ReduceOp> {
  using OpConversionPattern::OpConversionPattern;

  /// The layout that replaceWithAxisLayout chooses is not replaced again.
  void initialize() { setHasBoundedRewriteRecursion(); }

  LogicalResult matchAndRewrite(tt::ReduceOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = cast<RankedTensorType>(op.getOperand(0).getType());
    auto bits = getAxisBits(type, op.getAxis());
    if (!bits || !Reduction::fits(op.getCombineOp(), *bits, op)) {
      replaceWithAxisLayout(op, rewriter);
      return success();
    }
    std::optional<SmallVector<int32_t>> map;
    if (type.getRank() != 1 && !(map = getResultMap(op, *bits)))
      return rewriter.notifyMatchFailure(op, "the result's layout is no slice of the source's");

    explain(op.getLoc(), topic::kReduction, [&] { return describe(op, *bits); });
    ValueBuilder builder(rewriter, op.getLoc(), &op.getCombineOp());
    Reduction reduction(builder, op.getCombineOp(), *bits);
    Values values = reduction.run(Values(adaptor.getOperands()));
    if (map) {
      rewriter.replaceOp(op, builder.rearrange(values, *map));
      return success();
    }
    for (Value &value : values)
      value = vector::ExtractOp::create(rewriter, op.getLoc(), value, 0);
    rewriter.replaceOp(op, values);
    return success();
  }
};

} // namespace

void tritonmetal::populateReducePatterns(const TritonGPUToMetalTypeConverter &converter,
                                         RewritePatternSet &patterns) {
  patterns.add<ReduceLowering>(converter, patterns.getContext());
}
