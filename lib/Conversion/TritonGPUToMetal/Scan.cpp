//===- Scan.cpp - Scans along an axis --------------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The bits of the axis, from the lowest, fall into *levels*: runs of register, lane
// or SIMD-group bits. 4,096 elements, 4 SIMD-groups, 4 neighbours a thread:
//
//   level   bits                 who
//   0       0-1     registers    4 elements of a thread
//   1       2-6     lanes
//   2       7-8     SIMD-groups
//   3       9-11    registers    8 tiles
//
// Upwards, each level scans the totals of the level below it and hands its own totals
// on: 32 elements -> 8 totals -> 8 -> (with the tiles) none. Downwards, each level adds
// what lies before its element in the levels above:
//
//   prefix(level)  = combine(prefix(level + 1), scan of those before it in the level)
//   result         = combine(prefix(1), scan of level 0)
//
// No identity is needed: where nothing lies before an element, which its coordinate
// tells, the combine is left out. Arguments are in index order throughout, so the
// combine need only be associative. A reverse scan runs every level from its end.
//
//===----------------------------------------------------------------------===//

#include "AxisBits.h"
#include "Patterns.h"
#include "ValueBuilder.h"

#include "llvm/ADT/SmallVectorExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;

using Values = ValueBuilder::Values;

namespace {

/// A register of the totals at some level: which axis bit it is, or -1 if it is kept.
using RegisterBits = SmallVector<int>;

struct Level {
  enum Kind { Registers, Lanes, Simdgroups } kind;
  int first, last; // axis bits
};

/// What a level leaves for the way down.
struct LevelResult {
  Values before;          // of each register: the combination of those before it
  RegisterBits registers; // that `before` has
};

class Scan {
public:
  Scan(ValueBuilder &builder, const AxisBits &bits, bool reverse)
      : builder(builder), bits(bits), reverse(reverse) {
    findLevels();
  }

  Values run(Values values);

  /// False if the totals of the SIMD-groups take more threadgroup memory than a band.
  static bool fits(const AxisBits &bits, tt::ScanOp op);

private:
  void findLevels();
  Values orderRegisters(Values values, RegisterBits &registers, SmallVector<int32_t> &back);
  SmallVector<int32_t> positionsOf(const Level &level, const RegisterBits &registers);
  Values takeLast(Values values, RegisterBits &registers, const Level &level);
  Values scanLanes(Values values, const Level &level);
  Values lanesBefore(Values scanned, const Level &level);
  Values lastLane(Values scanned, const Level &level);
  Values climb(size_t index, Values totals, RegisterBits &registers, bool isTop,
               SmallVector<LevelResult> &results);
  Values climbSimdgroups(size_t index, Values totals, RegisterBits &registers, bool isTop,
                         SmallVector<LevelResult> &results);
  Values ownPart(Values parts, int32_t simdgroupBits);
  Values expand(Values values, const RegisterBits &from, const RegisterBits &to);
  Value hasBefore(const RegisterBits &registers, int first, int last);
  int32_t lanesOf(const Level &level);

  ValueBuilder &builder;
  const AxisBits &bits;
  bool reverse;
  SmallVector<Level> levels;
};

} // namespace

/// Level 0 is always of registers, if only one.
void Scan::findLevels() {
  DenseMap<int, Level::Kind> kinds;
  int count = 0;
  auto note = [&](ArrayRef<PositionBit> list, Level::Kind kind) {
    for (PositionBit bit : list)
      if (bit.kind == PositionBit::Axis) {
        kinds[bit.axisBit] = kind;
        count = std::max(count, bit.axisBit + 1);
      }
  };
  note(bits.registers, Level::Registers);
  note(bits.lanes, Level::Lanes);
  note(bits.simdgroups, Level::Simdgroups);
  levels.push_back({Level::Registers, 0, -1});
  for (int bit = 0; bit < count; ++bit) {
    Level &current = levels.back();
    // Tiles above SIMD-groups are scanned together with them.
    bool joins = kinds[bit] == current.kind ||
                 (current.kind == Level::Simdgroups && kinds[bit] == Level::Registers);
    if (joins && !(current.kind == Level::Simdgroups && kinds[bit] == Level::Simdgroups &&
                   kinds[bit - 1] == Level::Registers))
      current.last = bit;
    else
      levels.push_back({kinds[bit], bit, bit});
  }
}

/// Drops copies and puts registers along the axis in its order. `back` leads from the
/// registers so far to the result's.
Values Scan::orderRegisters(Values values, RegisterBits &registers, SmallVector<int32_t> &back) {
  SmallVector<int> order;
  for (auto [i, bit] : llvm::enumerate(bits.registers))
    if (bit.kind == PositionBit::Axis)
      order.push_back(i);
  llvm::sort(order,
             [&](int a, int b) { return bits.registers[a].axisBit < bits.registers[b].axisBit; });
  SmallVector<int32_t> bases;
  unsigned next = 0;
  back.assign(bits.registers.size(), 0);
  for (auto [i, bit] : llvm::enumerate(bits.registers)) {
    if (bit.kind == PositionBit::Copy)
      continue;
    unsigned source = bit.kind == PositionBit::Axis ? order[next++] : i;
    back[source] = int32_t(1) << bases.size();
    bases.push_back(int32_t(1) << source);
    registers.push_back(bits.registers[source].axisBit);
  }
  return builder.rearrange(values, bases);
}

SmallVector<int32_t> Scan::positionsOf(const Level &level, const RegisterBits &registers) {
  SmallVector<int32_t> positions;
  for (auto [i, axisBit] : llvm::enumerate(registers))
    if (axisBit >= level.first && axisBit <= level.last)
      positions.push_back(i);
  return positions;
}

/// The registers that come last in the level.
Values Scan::takeLast(Values values, RegisterBits &registers, const Level &level) {
  SmallVector<int32_t> bases;
  RegisterBits left;
  int32_t last = 0;
  for (auto [i, axisBit] : llvm::enumerate(registers)) {
    if (axisBit >= level.first && axisBit <= level.last) {
      last |= int32_t(1) << i;
      continue;
    }
    bases.push_back(int32_t(1) << i);
    left.push_back(axisBit);
  }
  registers = left;
  return builder.rearrange(values, bases, reverse ? 0 : last);
}

int32_t Scan::lanesOf(const Level &level) {
  int32_t mask = 0;
  for (auto [i, bit] : llvm::enumerate(bits.lanes))
    if (bit.kind == PositionBit::Axis && bit.axisBit >= level.first && bit.axisBit <= level.last)
      mask |= int32_t(1) << i;
  return mask;
}

/// Bit after bit, the upper half of each block of lanes takes the total of the lower:
///   %other = metal.simd_shuffle index %v, ((lane & ~bit) | lower bits)
Values Scan::scanLanes(Values values, const Level &level) {
  Value lane = builder.lane();
  int32_t lower = 0;
  for (int axisBit = level.first; axisBit <= level.last; ++axisBit) {
    int32_t own = lanesOf({level.kind, axisBit, axisBit});
    int32_t cleared = reverse ? lower : own, set = reverse ? own : lower;
    Value source = lane;
    if (cleared)
      source = builder.make<arith::AndIOp>(source, builder.i32(31 & ~cleared));
    if (set)
      source = builder.make<arith::OrIOp>(source, builder.i32(set));
    Values others = builder.shuffle(metal::ShuffleKind::Index, values, source);
    Value isUpper =
        builder.compare(reverse ? arith::CmpIPredicate::eq : arith::CmpIPredicate::ne,
                        builder.make<arith::AndIOp>(lane, builder.i32(own)), builder.i32(0));
    values = builder.select(isUpper, builder.combine(others, values), values);
    lower |= own;
  }
  return values;
}

/// The scan up to the lane before; of the first, any lane's. The lanes' bits ascend
/// along the axis, so a borrow or a carry finds its way past those between them.
Values Scan::lanesBefore(Values scanned, const Level &level) {
  int32_t mask = lanesOf(level), lowest = mask & -mask;
  Value lane = builder.lane();
  Value before = builder.make<arith::AddIOp>(
      reverse ? builder.make<arith::OrIOp>(lane, builder.i32(31 & ~mask))
              : builder.make<arith::AndIOp>(lane, builder.i32(mask)),
      builder.i32(reverse ? lowest : -lowest));
  before = builder.make<arith::AndIOp>(before, builder.i32(mask));
  if (mask != 31)
    before = builder.make<arith::OrIOp>(before,
                                        builder.make<arith::AndIOp>(lane, builder.i32(31 & ~mask)));
  return builder.shuffle(metal::ShuffleKind::Index, scanned, before);
}

Values Scan::lastLane(Values scanned, const Level &level) {
  int32_t mask = lanesOf(level);
  Value lane = builder.lane();
  lane = reverse ? builder.make<arith::AndIOp>(lane, builder.i32(31 & ~mask))
                 : builder.make<arith::OrIOp>(lane, builder.i32(mask));
  return builder.shuffle(metal::ShuffleKind::Index, scanned, lane);
}

/// One level up: notes what lies before each register, returns the totals.
Values Scan::climb(size_t index, Values totals, RegisterBits &registers, bool isTop,
                   SmallVector<LevelResult> &results) {
  const Level &level = levels[index];
  if (level.kind == Level::Simdgroups)
    return climbSimdgroups(index, std::move(totals), registers, isTop, results);
  if (level.kind == Level::Lanes) {
    Values scanned = scanLanes(std::move(totals), level);
    results.push_back({lanesBefore(scanned, level), registers});
    return isTop ? Values() : lastLane(scanned, level);
  }
  Values before = builder.scanRegisters(totals, positionsOf(level, registers), reverse,
                                        /*exclusive=*/true);
  results.push_back({before, registers});
  if (isTop)
    return {};
  RegisterBits same = registers;
  return builder.combine(takeLast(before, same, level), takeLast(totals, registers, level));
}

/// Of the registers [SIMD-groups, others] those of this thread's own SIMD-group.
Values Scan::ownPart(Values parts, int32_t simdgroupBits) {
  auto &rewriter = builder.getRewriter();
  Location loc = builder.getLoc();
  int64_t registers = ValueBuilder::registersOf(parts[0]);
  SmallVector<int32_t> along, numberBases, ownBases;
  for (auto [i, bit] : llvm::enumerate(bits.simdgroups))
    ownBases.push_back(simdgroupBits >> i & 1 ? int32_t(1) << i : 0);
  for (unsigned bit = 0; bit < llvm::Log2_64(registers); ++bit)
    numberBases.push_back(0);
  // The registers' SIMD-group bits are in axis order; numbers are compared in it too.
  SmallVector<int> order;
  for (int i = 0; i < int(bits.simdgroups.size()); ++i)
    if (simdgroupBits >> i & 1)
      order.push_back(i);
  llvm::sort(order,
             [&](int a, int b) { return bits.simdgroups[a].axisBit < bits.simdgroups[b].axisBit; });
  for (auto [place, i] : llvm::enumerate(order)) {
    numberBases[place] = int32_t(1) << i;
    along.push_back(place);
  }
  SmallVector<int32_t> noLanes(5, 0);
  Value number =
      builder.coordinate(numberBases, noLanes, SmallVector<int32_t>(bits.simdgroups.size(), 0));
  Value own = builder.coordinate(SmallVector<int32_t>(numberBases.size(), 0), noLanes, ownBases);
  Values sources = parts;
  sources.push_back(builder.compare(arith::CmpIPredicate::eq, number, own));

  SmallVector<Type> types, elements;
  for (Value source : sources) {
    elements.push_back(getElementTypeOrSelf(source));
    types.push_back(VectorType::get({registers >> along.size()}, elements.back()));
  }
  auto pick = metal::ReduceRegistersOp::create(rewriter, loc, types, sources, along);
  OpBuilder::InsertionGuard guard(rewriter);
  SmallVector<Type> arguments(elements);
  llvm::append_range(arguments, elements);
  Block *block = rewriter.createBlock(&pick.getCombine(), {}, arguments,
                                      SmallVector<Location>(arguments.size(), loc));
  ValueRange taken = block->getArguments().take_front(sources.size());
  ValueRange next = block->getArguments().drop_front(sources.size());
  Values yielded;
  for (size_t n = 0; n < parts.size(); ++n)
    yielded.push_back(arith::SelectOp::create(rewriter, loc, next.back(), next[n], taken[n]));
  yielded.push_back(arith::OrIOp::create(rewriter, loc, taken.back(), next.back()));
  metal::YieldOp::create(rewriter, loc, yielded);
  return llvm::to_vector_of<Value>(ValueRange(pick.getResults()).drop_back());
}

/// Every thread reads the totals of all SIMD-groups along the axis as registers, scans
/// them together with the tiles above, and takes its own SIMD-group's part.
Values Scan::climbSimdgroups(size_t index, Values totals, RegisterBits &registers, bool isTop,
                             SmallVector<LevelResult> &results) {
  const Level &level = levels[index];
  int32_t place = 1, copies = 0, along = 0;
  auto take = [&]() { return std::exchange(place, place * 2); };
  SmallVector<int32_t> lanes, writeSimdgroups(bits.simdgroups.size(), 0), readSimdgroups, tiles,
      all;
  for (auto [i, bit] : llvm::enumerate(bits.lanes)) {
    // Lanes of lower levels hold the same totals.
    bool differs = bit.kind == PositionBit::Kept ||
                   (bit.kind == PositionBit::Axis && bit.axisBit > level.last);
    lanes.push_back(differs ? take() : 0);
    copies |= differs ? 0 : int32_t(1) << i;
  }
  RegisterBits read;
  for (int axisBit = level.first; axisBit <= level.last; ++axisBit)
    for (auto [i, bit] : llvm::enumerate(bits.simdgroups))
      if (bit.kind == PositionBit::Axis && bit.axisBit == axisBit) {
        writeSimdgroups[i] = take();
        all.push_back(writeSimdgroups[i]);
        read.push_back(axisBit);
        along |= int32_t(1) << i;
      }
  readSimdgroups.assign(bits.simdgroups.size(), 0);
  for (auto [i, bit] : llvm::enumerate(bits.simdgroups)) {
    bool isLower = bit.kind == PositionBit::Axis && bit.axisBit < level.first;
    if (bit.kind == PositionBit::Copy || isLower)
      copies |= int32_t(1) << (5 + i);
    else if (writeSimdgroups[i] == 0)
      writeSimdgroups[i] = readSimdgroups[i] = take();
  }
  for (size_t i = 0; i < registers.size(); ++i)
    tiles.push_back(take());
  llvm::append_range(all, tiles);
  llvm::append_range(read, registers);

  Values buffers = builder.allocate(totals, place);
  builder.write(totals, buffers, builder.coordinate(tiles, lanes, writeSimdgroups), copies);
  Values parts = builder.read(buffers, builder.coordinate(all, lanes, readSimdgroups));
  Values before = builder.scanRegisters(parts, positionsOf(level, read), reverse,
                                        /*exclusive=*/true);
  results.push_back({ownPart(before, along), registers});
  if (isTop)
    return {};
  registers = read;
  RegisterBits same = read;
  return builder.combine(takeLast(before, same, level), takeLast(parts, registers, level));
}

/// The same values for more registers: those of `to` that `from` lacks change nothing.
Values Scan::expand(Values values, const RegisterBits &from, const RegisterBits &to) {
  SmallVector<int32_t> bases;
  size_t next = 0;
  for (int axisBit : to) {
    bool has = next < from.size() && from[next] == axisBit;
    bases.push_back(has ? int32_t(1) << next++ : 0);
  }
  return builder.rearrange(values, bases);
}

/// For each register: whether something lies before it along axis bits first to last.
Value Scan::hasBefore(const RegisterBits &registers, int first, int last) {
  auto basisOf = [&](int axisBit) {
    return axisBit >= first && axisBit <= last ? int32_t(1) << axisBit : 0;
  };
  auto basesOf = [&](ArrayRef<PositionBit> list) {
    return llvm::map_to_vector(list, [&](PositionBit bit) {
      return bit.kind == PositionBit::Axis ? basisOf(bit.axisBit) : 0;
    });
  };
  SmallVector<int32_t> own = llvm::map_to_vector(registers, basisOf);
  Value place = builder.coordinate(own, basesOf(bits.lanes), basesOf(bits.simdgroups));
  int32_t end = 0;
  for (int bit = first; bit <= last; ++bit)
    end |= int32_t(1) << bit;
  Value none = builder.i32s(int64_t(1) << registers.size(), reverse ? end : 0);
  return builder.compare(arith::CmpIPredicate::ne, place, none);
}

Values Scan::run(Values values) {
  RegisterBits registers;
  SmallVector<int32_t> back;
  values = orderRegisters(std::move(values), registers, back);
  RegisterBits whole = registers;
  Values scanned = builder.scanRegisters(values, positionsOf(levels[0], registers), reverse, false);
  if (levels.size() > 1) {
    SmallVector<LevelResult> results;
    Values totals = takeLast(scanned, registers, levels[0]);
    for (size_t i = 1; i < levels.size(); ++i)
      totals = climb(i, std::move(totals), registers, i + 1 == levels.size(), results);

    int top = levels.back().last;
    Values prefix = results.back().before;
    RegisterBits of = results.back().registers;
    for (size_t i = levels.size() - 1; i-- > 1;) {
      const LevelResult &level = results[i - 1];
      Values above = expand(prefix, of, level.registers);
      Values within = builder.select(hasBefore(level.registers, levels[i + 1].first, top),
                                     builder.combine(above, level.before), level.before);
      prefix = builder.select(hasBefore(level.registers, levels[i].first, levels[i].last), within,
                              above);
      of = level.registers;
    }
    Values above = expand(prefix, of, whole);
    scanned = builder.select(hasBefore(whole, levels[1].first, top),
                             builder.combine(above, scanned), scanned);
  }
  return builder.rearrange(scanned, back);
}

/// Counts what climbSimdgroups would allocate, registers of level 0 left out.
bool Scan::fits(const AxisBits &bits, tt::ScanOp op) {
  if (AxisBits::mask(bits.simdgroups, PositionBit::Axis) == 0)
    return true;
  int lowest = 32; // the lowest axis bit that is not a register's
  for (ArrayRef<PositionBit> list : {ArrayRef(bits.lanes), ArrayRef(bits.simdgroups)})
    for (PositionBit bit : list)
      if (bit.kind == PositionBit::Axis)
        lowest = std::min(lowest, bit.axisBit);
  int64_t elements = int64_t(1) << bits.simdgroups.size();
  for (PositionBit bit : bits.lanes)
    elements *= bit.kind == PositionBit::Kept ? 2 : 1;
  for (PositionBit bit : bits.registers)
    elements *= bit.kind == PositionBit::Kept || bit.axisBit > lowest ? 2 : 1;
  int64_t bytes = 0;
  for (Value source : op.getSrcs())
    bytes += metal::getByteSize(getElementTypeOrSelf(source));
  return elements * bytes <= ValueBuilder::kBandBytes;
}

static bool haveAscendingLanes(const AxisBits &bits) {
  int last = -1;
  for (PositionBit bit : bits.lanes)
    if (bit.kind == PositionBit::Axis && std::exchange(last, bit.axisBit) > bit.axisBit)
      return false;
  return true;
}

/// The same scan in a layout made for it.
static void replaceWithAxisLayout(tt::ScanOp op, ConversionPatternRewriter &rewriter) {
  Values sources = convertToAxisLayout(op, op.getSrcs(), op.getAxis(), rewriter);
  auto scan = tt::ScanOp::create(rewriter, op.getLoc(), ValueRange(sources).getTypes(), sources,
                                 op.getAxis(), op.getReverse());
  rewriter.inlineRegionBefore(op.getCombineOp(), scan.getCombineOp(), scan.getCombineOp().end());
  Values results;
  for (auto [result, old] : llvm::zip(scan.getResult(), op.getResult()))
    results.push_back(ttg::ConvertLayoutOp::create(rewriter, op.getLoc(), old.getType(), result));
  rewriter.replaceOp(op, results);
}

namespace {

struct ScanLowering final : OpConversionPattern<tt::ScanOp> {
  using OpConversionPattern::OpConversionPattern;

  /// The layout that replaceWithAxisLayout chooses is not replaced again.
  void initialize() { setHasBoundedRewriteRecursion(); }

  LogicalResult matchAndRewrite(tt::ScanOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = cast<RankedTensorType>(op.getOperand(0).getType());
    auto bits = getAxisBits(type, op.getAxis());
    if (!bits || !haveAscendingLanes(*bits) || !Scan::fits(*bits, op)) {
      replaceWithAxisLayout(op, rewriter);
      return success();
    }
    ValueBuilder builder(rewriter, op.getLoc(), &op.getCombineOp());
    Scan scan(builder, *bits, op.getReverse());
    rewriter.replaceOp(op, scan.run(Values(adaptor.getOperands())));
    return success();
  }
};

} // namespace

void tritonmetal::populateScanPatterns(const TritonGPUToMetalTypeConverter &converter,
                                       RewritePatternSet &patterns) {
  patterns.add<ScanLowering>(converter, patterns.getContext());
}
