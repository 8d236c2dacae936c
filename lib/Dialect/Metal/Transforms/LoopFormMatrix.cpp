//===- LoopFormMatrix.cpp - Products of matrices in loop form -------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A product becomes three loops over fragments in thread arrays, the depth outermost, so
// that an instruction does not wait for the sum of the one before it:
//
//   for k: for m: for n:   c[m, n] += a[m, k] * b[k, n]
//
// All three are unrolled, so that the arrays are registers. An operand that comes from memory
// and is used by nothing else is brought inside of these loops, packet by packet (of 16 bytes,
// say): the loops over what selects a packet are then the outer ones,
//
//   for k: for n / 4:   b[0..3] = gather;   for m: for n % 4:   c[m, n] += a[m, k] * b[n % 4]
//
// and only four fragments of it live at a time. The result takes over the
// array of c: that of the loop which carries the sums, or c's own if nobody else reads it.
// Values that a product reads or makes are known before the walk (collectFragments), so
// that groups write them as fragments in the first place.
//
//===----------------------------------------------------------------------===//

#include "LoopFormer.h"
#include "PacketEmitter.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace tritonmetal::metal;

//===----------------------------------------------------------------------===//
// Which values are fragments
//===----------------------------------------------------------------------===//

bool LoopFormState::markFragment(Value wideValue, int64_t size) {
  return fragments.try_emplace(wideValue, size).second;
}

/// Carried values, what they come from and what becomes of them are of one kind.
bool LoopFormState::spreadFragments(Operation *op) {
  bool changed = false;
  auto spread = [&](ArrayRef<Value> values) {
    for (Value value : values)
      if (auto it = fragments.find(value); it != fragments.end()) {
        int64_t size = it->second;
        for (Value other : values)
          changed |= markFragment(other, size);
        return;
      }
  };
  if (auto loop = dyn_cast<scf::ForOp>(op))
    for (unsigned i = 0; i < loop.getNumRegionIterArgs(); ++i)
      spread({loop.getInitArgs()[i], loop.getRegionIterArgs()[i], loop.getYieldedValues()[i],
              loop.getResult(i)});
  if (auto branch = dyn_cast<scf::IfOp>(op); branch && branch.getNumResults() != 0)
    for (unsigned i = 0; i < branch.getNumResults(); ++i)
      spread({branch.thenYield().getOperand(i), branch.elseYield().getOperand(i),
              branch.getResult(i)});
  return changed;
}

void LoopFormState::collectFragments(KernelOp oldKernel) {
  oldKernel.walk([&](MatrixMultiplyOp op) {
    for (Value value : {op.getA(), op.getB(), op.getC(), op.getResult()})
      markFragment(value, op.getSize());
  });
  if (fragments.empty())
    return;
  bool changed = true;
  while (changed) {
    changed = false;
    oldKernel.walk([&](Operation *op) { changed |= spreadFragments(op); });
  }
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

static bool hasFragmentsOf(Value array, MatrixMultiplyOp op) {
  SimdgroupMatrixType fragment = array ? LoopFormState::getFragment(array) : nullptr;
  return fragment && fragment.getElementsPerLane() == int64_t(op.getElementsPerLane());
}

/// The array of fragments that holds the factor `wide`, which may have to be made: another
/// product, of the other unit, may have what it takes in fragments of another size.
Value LoopFormer::fragmentsOf(Value wide, MatrixMultiplyOp op) {
  auto it = state.wide.find(wide);
  if (it != state.wide.end() && hasFragmentsOf(it->second.array, op))
    return it->second.array;
  bool isOfOtherSize =
      it != state.wide.end() && it->second.array && LoopFormState::getFragment(it->second.array);
  Value array =
      state.createFragments(wide.getLoc(), wide, LoopFormState::registersOf(wide), op.getSize());
  copyInto({{wide, array}});
  if (!isOfOtherSize)
    state.noteCopy(wide, {{}, array});
  return array;
}

/// Whether `array` is of fragments that may all be filled with the one value that `wide` has.
bool LoopFormer::canFillFragments(Value wide, Value array) {
  SimdgroupMatrixType fragment = LoopFormState::getFragment(array);
  DenseElementsAttr constant;
  bool isSplat = matchPattern(wide, m_Constant(&constant)) && constant.isSplat();
  return fragment && fragment.getSize() == 8 &&
         (isSplat || wide.getDefiningOp<vector::BroadcastOp>());
}

void LoopFormer::fillFragments(Value wide, Value array) {
  auto broadcast = wide.getDefiningOp<vector::BroadcastOp>();
  DenseElementsAttr constant;
  matchPattern(wide, m_Constant(&constant));
  Location loc = withoutName(wide.getLoc());
  OpBuilder::InsertionGuard guard(builder);
  Value value = broadcast ? state.scalar(broadcast.getSource())
                          : arith::ConstantOp::create(
                                builder, loc, cast<TypedAttr>(constant.getSplatValue<Attribute>()));
  int64_t count = cast<ThreadArrayType>(array.getType()).getCount();
  auto loop = scf::ForOp::create(builder, loc, i32Constant(builder, loc, 0),
                                 i32Constant(builder, loc, count), i32Constant(builder, loc, 1));
  loop->setDiscardableAttr("metal.unroll", builder.getUnitAttr());
  builder.setInsertionPoint(loop.getBody()->getTerminator());
  FragmentFillOp::create(builder, loc, value, array, loop.getInductionVar());
}

/// The array in which the sums are added up, holding c already. Not one of the factors', and
/// of fragments of the product's size: another product with another unit may have made c.
Value LoopFormer::chooseSums(MatrixMultiplyOp op, Value a, Value b) {
  Value c = op.getC();
  group.insert(op);
  Value target = directTarget(op.getResult());
  group.clear();
  auto isUsable = [&](Value array) {
    return array != a && array != b && hasFragmentsOf(array, op);
  };
  auto it = state.wide.find(c);
  Value own = it == state.wide.end() ? Value() : it->second.array;
  if (isUsable(target) && own == target)
    return target;
  if (!isUsable(target)) {
    bool isLast = isUsable(own) && !yieldIndex.contains(c) && ownsArray(c, op->getBlock()) &&
                  llvm::all_of(c.getUses(), [&](OpOperand &use) {
                    Operation *user = use.getOwner();
                    return user == op
                               ? use.getOperandNumber() == 2
                               : user->getBlock() == op->getBlock() && user->isBeforeInBlock(op);
                  });
    if (isLast) {
      if (isa<BlockArgument>(c))
        handedOn.insert({loopBody, own});
      return own;
    }
    target = state.createArray(op.getLoc(), op.getResult());
  }
  copyInto({{c, target}});
  return target;
}

namespace {

/// What a product loops over. Each operand has three of these.
enum Dim { Batch, Row, Column, Depth, NumDims };

/// For one operand, the registers that the bits of a dimension's fragment number add;
/// nothing for the dimension that it lacks.
using Bases = std::array<ArrayRef<int32_t>, NumDims>;

/// The bits of each dimension that one set of loops goes over.
using Bits = std::array<SmallVector<unsigned>, NumDims>;

/// The rounds of nested unrolled loops over fragments.
class FragmentLoops {
public:
  FragmentLoops(OpBuilder &builder, Location loc) : builder(builder), loc(loc) {}

  /// Opens a loop over the given bits of a dimension, inside of those that are open.
  void open(Dim dim, ArrayRef<unsigned> bits) {
    if (bits.empty())
      return;
    auto loop = scf::ForOp::create(builder, loc, i32Constant(builder, loc, 0),
                                   i32Constant(builder, loc, int64_t(1) << bits.size()),
                                   i32Constant(builder, loc, 1));
    loop->setDiscardableAttr("metal.unroll", builder.getUnitAttr());
    builder.setInsertionPoint(loop.getBody()->getTerminator());
    rounds.push_back({dim, SmallVector<unsigned>(bits), loop.getInductionVar()});
  }

  /// Register `start` plus those of this round, in units of `unit`; null for the first.
  Value index(int64_t unit, int32_t start, const Bases &bases) {
    Value sum = start != 0 ? i32Constant(builder, loc, start / unit) : Value();
    for (auto &[dim, bits, number] : rounds) {
      if (bases[dim].empty())
        continue;
      SmallVector<int32_t> own;
      for (unsigned bit : bits)
        own.push_back(int32_t(bases[dim][bit] / unit));
      Value part = buildLinear(builder, loc, number, own);
      sum = sum && part ? arith::AddIOp::create(builder, loc, sum, part) : sum ? sum : part;
    }
    return sum;
  }

  /// Of those registers only what lies within a packet.
  Value indexWithin(int64_t unit, int64_t packetSize, const Bases &bases) {
    std::array<SmallVector<int32_t>, NumDims> storage;
    Bases within;
    for (unsigned dim = 0; dim < NumDims; ++dim) {
      for (int32_t base : bases[dim])
        storage[dim].push_back(base < packetSize ? base : 0);
      within[dim] = storage[dim];
    }
    return index(unit, 0, within);
  }

private:
  struct Round {
    Dim dim;
    SmallVector<unsigned> bits;
    Value number;
  };

  OpBuilder &builder;
  Location loc;
  SmallVector<Round> rounds;
};

} // namespace

/// What brings operand `number` from memory, first to last, if that may wait for the product:
/// a gather and element-wise ops on it, used by nothing else, with no write in between.
SmallVector<Operation *> LoopFormer::findProducer(MatrixMultiplyOp op, unsigned number) {
  SmallVector<Operation *> chain;
  Value value = op->getOperand(number);
  PacketShape shape = state.shapeOf(value);
  while (true) {
    Operation *def = value.getDefiningOp();
    if (!def || def->getBlock() != op->getBlock() || !def->hasOneUse() || def->getNumResults() != 1)
      return {};
    auto rearrange = dyn_cast<RearrangeOp>(def);
    auto gather = dyn_cast<GatherOp>(def);
    Value next;
    for (Value operand : def->getOperands()) {
      if (!LoopFormState::isWide(operand) || state.isCheap(operand))
        continue;
      if (next || gather)
        return {};
      next = operand;
    }
    bool isKnown = gather ? !gather.getIsVolatile() && gather.getContiguous() <= shape.packetSize()
                   : rearrange ? isWithinPackets(rearrange, shape)
                               : def->hasTrait<OpTrait::Elementwise>() && isPure(def);
    if (!isKnown || (!gather && !next) || LoopFormState::registersOf(value) != shape.registers)
      return {};
    chain.insert(chain.begin(), def);
    if (gather)
      break;
    value = next;
  }
  for (Operation *between = chain.front(); between != op; between = between->getNextNode())
    if (!isPure(between) && !isa<GatherOp>(between))
      return {};
  return chain;
}

/// The operand that the loops of a product bring in packet by packet: so only one packet of it
/// takes registers. The larger one, if both may.
void LoopFormer::planProducers(KernelOp kernel) {
  kernel.walk([&](MatrixMultiplyOp op) {
    int64_t best = 0;
    for (unsigned number : {0u, 1u}) {
      Value operand = op->getOperand(number);
      PacketShape shape = state.shapeOf(operand);
      int64_t size =
          shape.registers * int64_t(getByteSize(getElementTypeOrSelf(operand.getType())));
      bool isOnce = op->getOperand(0) != op->getOperand(1);
      int64_t start = number == 0 ? op.getAStart() : op.getBStart();
      if (!isOnce || shape.fitsOnePacket() || start % shape.packetSize() != 0 ||
          shape.packetSize() < op.getElementsPerLane() || size <= best)
        continue;
      SmallVector<Operation *> chain = findProducer(op, number);
      if (chain.empty())
        continue;
      best = size;
      producers[op] = {number, std::move(chain)};
    }
    if (best != 0)
      waiting.insert(producers[op].chain.begin(), producers[op].chain.end());
  });
}

/// Brings one packet of an operand and puts it into an array of its fragments.
void LoopFormer::emitProducer(const Producer &producer, Value operand, Value number, Value array) {
  PacketShape shape = state.shapeOf(operand);
  PacketEmitter packet(state, builder, shape, number);
  for (Operation *op : producer.chain)
    packet.emit(op);
  Location loc = operand.getLoc();
  int64_t own = LoopFormState::getFragment(array).getElementsPerLane();
  int64_t size = std::min<int64_t>(own, 4);
  for (int64_t element = 0; element < shape.packetSize(); element += size) {
    Value piece = packet.get(operand, element, size);
    FragmentStoreOp::create(builder, loc, piece, array, i32Constant(builder, loc, element / own),
                            element % own);
  }
}

LogicalResult LoopFormer::processMultiply(MatrixMultiplyOp op) {
  flush();
  Location loc = op.getLoc();
  int64_t own = op.getElementsPerLane();
  Bases bases[3] = {{op.getABatch(), op.getARows(), {}, op.getADepth()},
                    {op.getBBatch(), {}, op.getBColumns(), op.getBDepth()},
                    {op.getCBatch(), op.getCRows(), op.getCColumns(), {}}};
  int32_t starts[3] = {int32_t(op.getAStart()), int32_t(op.getBStart()), 0};
  auto it = producers.find(op);
  const Producer *producer = it == producers.end() ? nullptr : &it->second;

  Value arrays[3];
  for (unsigned number : {0u, 1u})
    if (producer && producer->operand == number)
      arrays[number] = state.createPacketArray(op->getOperand(number).getLoc(),
                                               op->getOperand(number), op.getSize());
    else
      arrays[number] = fragmentsOf(op->getOperand(number), op);
  arrays[2] = chooseSums(op, arrays[0], arrays[1]);

  // Bits that select a packet of what is brought are outside of those within a packet.
  int64_t packetSize = producer ? state.shapeOf(op->getOperand(producer->operand)).packetSize() : 0;
  Bits outer, inner;
  size_t counts[NumDims] = {op.getCBatch().size(), op.getCRows().size(), op.getCColumns().size(),
                            op.getADepth().size()};
  for (unsigned dim = 0; dim < NumDims; ++dim)
    for (unsigned bit = 0; bit < counts[dim]; ++bit) {
      bool isOutside = producer && !bases[producer->operand][dim].empty() &&
                       bases[producer->operand][dim][bit] >= packetSize;
      (isOutside ? outer : inner)[dim].push_back(bit);
    }

  OpBuilder::InsertionGuard guard(builder);
  FragmentLoops loops(builder, withoutName(loc));
  for (Dim dim : {Batch, Row, Column, Depth})
    loops.open(dim, outer[dim]);
  if (producer) {
    Value number = loops.index(packetSize, starts[producer->operand], bases[producer->operand]);
    if (!number)
      number = i32Constant(builder, loc, 0);
    emitProducer(*producer, op->getOperand(producer->operand), number, arrays[producer->operand]);
  }
  for (Dim dim : {Batch, Depth, Row, Column})
    loops.open(dim, inner[dim]);
  Value indices[3];
  for (unsigned number : {0u, 1u, 2u}) {
    Bases own_ = bases[number];
    bool isBrought = producer && producer->operand == number;
    indices[number] = isBrought ? loops.indexWithin(own, packetSize, own_)
                                : loops.index(own, starts[number], own_);
    if (!indices[number])
      indices[number] = i32Constant(builder, loc, 0);
  }
  SimdgroupMultiplyAccumulateOp::create(builder, loc, arrays[0], indices[0], arrays[1], indices[1],
                                        arrays[2], indices[2]);
  state.wide[op.getResult()] = {{}, arrays[2]};
  return success();
}
