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
// All three are unrolled, so that the arrays are registers. The result takes over the
// array of c: that of the loop which carries the sums, or c's own if nobody else reads it.
// Values that a product reads or makes are known before the walk (collectFragments), so
// that groups write them as fragments in the first place.
//
//===----------------------------------------------------------------------===//

#include "LoopFormer.h"

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

/// The array of fragments that holds `wide`, which may have to be made.
Value LoopFormer::fragmentsOf(Value wide) {
  auto it = state.wide.find(wide);
  if (it != state.wide.end() && it->second.array && LoopFormState::getFragment(it->second.array))
    return it->second.array;
  Value array = state.createArray(wide.getLoc(), wide);
  copyInto({{wide, array}});
  state.noteCopy(wide, {{}, array});
  return array;
}

/// Fills an array of fragments with a value that is the same everywhere; false if `wide` is
/// none, or the array is of another kind.
bool LoopFormer::fillFragments(Value wide, Value array) {
  SimdgroupMatrixType fragment = LoopFormState::getFragment(array);
  auto broadcast = wide.getDefiningOp<vector::BroadcastOp>();
  DenseElementsAttr constant;
  bool isSplat = matchPattern(wide, m_Constant(&constant)) && constant.isSplat();
  if (!fragment || fragment.getSize() != 8 || (!broadcast && !isSplat))
    return false;
  Location loc = withoutName(wide.getLoc());
  OpBuilder::InsertionGuard guard(builder);
  Value value = broadcast ? state.scalar(broadcast.getSource())
                          : arith::ConstantOp::create(
                                builder, loc, cast<TypedAttr>(constant.getSplatValue<Attribute>()));
  int64_t count = cast<ThreadArrayType>(array.getType()).getCount();
  auto loop =
      scf::ForOp::create(builder, loc, i32Constant(builder, loc, 0),
                         i32Constant(builder, loc, count), i32Constant(builder, loc, 1));
  loop->setDiscardableAttr("metal.unroll", builder.getUnitAttr());
  ++state.numLoops;
  builder.setInsertionPoint(loop.getBody()->getTerminator());
  FragmentFillOp::create(builder, loc, value, array, loop.getInductionVar());
  return true;
}

/// The array in which the sums are added up, holding c already. Not one of the factors'.
Value LoopFormer::chooseSums(MatrixMultiplyOp op, Value a, Value b) {
  Value c = op.getC();
  group.insert(op);
  Value target = directTarget(op.getResult());
  group.clear();
  auto isUsable = [&](Value array) {
    return array && array != a && array != b && LoopFormState::getFragment(array);
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

/// Loops over the bits of a fragment's row, column, depth and batch, outermost first.
class FragmentLoops {
public:
  FragmentLoops(OpBuilder &builder, Location loc) : builder(builder), loc(loc) {}

  /// The number of this round; null if there is one only.
  Value open(size_t bits) {
    if (bits == 0)
      return {};
    auto loop = scf::ForOp::create(builder, loc, i32Constant(builder, loc, 0),
                                   i32Constant(builder, loc, int64_t(1) << bits),
                                   i32Constant(builder, loc, 1));
    loop->setDiscardableAttr("metal.unroll", builder.getUnitAttr());
    builder.setInsertionPoint(loop.getBody()->getTerminator());
    ++count;
    return loop.getInductionVar();
  }

  /// The fragment at `start` and these places; bases are registers, `own` to a fragment.
  Value index(int64_t own, int32_t start, ArrayRef<std::pair<Value, ArrayRef<int32_t>>> places) {
    Value sum = start != 0 ? i32Constant(builder, loc, start / own) : Value();
    for (auto [number, registers] : places) {
      if (!number)
        continue;
      SmallVector<int32_t> bases;
      for (int32_t base : registers)
        bases.push_back(int32_t(base / own));
      Value part = buildLinear(builder, loc, number, bases);
      sum = sum && part ? arith::AddIOp::create(builder, loc, sum, part) : sum ? sum : part;
    }
    return sum ? sum : i32Constant(builder, loc, 0);
  }

  unsigned count = 0;

private:
  OpBuilder &builder;
  Location loc;
};

} // namespace

LogicalResult LoopFormer::processMultiply(MatrixMultiplyOp op) {
  flush();
  Value a = fragmentsOf(op.getA()), b = fragmentsOf(op.getB());
  Value c = chooseSums(op, a, b);
  Location loc = op.getLoc();
  int64_t own = op.getElementsPerLane();
  {
    OpBuilder::InsertionGuard guard(builder);
    FragmentLoops loops(builder, withoutName(loc));
    Value batch = loops.open(op.getCBatch().size());
    Value depth = loops.open(op.getADepth().size());
    Value row = loops.open(op.getCRows().size());
    Value column = loops.open(op.getCColumns().size());
    Value aIndex =
        loops.index(own, op.getAStart(),
                    {{batch, op.getABatch()}, {row, op.getARows()}, {depth, op.getADepth()}});
    Value bIndex =
        loops.index(own, op.getBStart(),
                    {{batch, op.getBBatch()}, {depth, op.getBDepth()}, {column, op.getBColumns()}});
    Value cIndex = loops.index(
        own, 0, {{batch, op.getCBatch()}, {row, op.getCRows()}, {column, op.getCColumns()}});
    SimdgroupMultiplyAccumulateOp::create(builder, loc, a, aIndex, b, bIndex, c, cIndex);
    state.numLoops += loops.count;
  }
  state.wide[op.getResult()] = {{}, c};
  return success();
}
