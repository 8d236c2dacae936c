//===- FormLoops.cpp - Value form to loop form -----------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Walks a kernel in order and writes a new one. Register-wise ops of one register
// count are gathered into a group; the group becomes one packet loop when an op
// comes that cannot join it: another register count, a reduction's result, a
// memory access that must stay behind one of the group, control flow.
//
//   %v = gather          ┐ group 1: loop { load, keep v[p], max }
//   %m = reduce max %v   ┘
//   %s = simd max …        scalar: ends group 1
//   %d = subf %v, %s     ┐
//   %e = exp %d          │ group 2: loop { v[p] - s, exp, keep e[p], sum }
//   %t = reduce add %e   ┘
//
// Cheap values (LoopFormState::isCheap) belong to no group: each group that needs
// one computes it.
//
//===----------------------------------------------------------------------===//

#include "LoopFormState.h"
#include "PacketEmitter.h"
#include "RegisterReduction.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_FORMLOOPS
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

namespace {

/// Carried values of a loop or results of a branch: what the new op carries for
/// each old value.
struct CarriedValues {
  SmallVector<Value> arrays;    // per old value; null where the new op carries it itself
  SmallVector<unsigned> counts; // new values per old value, 0 for an array
};

class LoopFormer {
public:
  LoopFormer(KernelOp oldKernel, KernelOp newKernel, unsigned registerBudget)
      : state(oldKernel, newKernel, registerBudget),
        builder(OpBuilder::atBlockEnd(&newKernel.getBody().front())) {}

  LogicalResult run(KernelOp oldKernel) {
    Block &body = oldKernel.getBody().front();
    if (failed(processBlock(body)))
      return failure();
    builder.clone(*body.getTerminator());
    return success();
  }

  LoopFormState &getState() { return state; }

private:
  // Walking.
  LogicalResult processBlock(Block &block);
  LogicalResult processOp(Operation *op);
  LogicalResult processScalarOp(Operation *op);
  LogicalResult processFor(scf::ForOp op);
  LogicalResult processIf(scf::IfOp op);
  LogicalResult processWhile(scf::WhileOp op);
  LogicalResult processBranch(Region &from, Region &to, const CarriedValues &carried);

  // The open group.
  LogicalResult join(Operation *op);
  bool mustPrecede(Operation *op);
  bool conflicts(Operation *a, Operation *b);
  void flush();
  void emitGroup(PacketShape shape);
  bool isNeededLater(Value value);
  Value directTarget(Value value);
  Value dyingArray(Value value, const llvm::SmallDenseSet<Value> &takenOver);
  Value arrayFor(Value value, llvm::SmallDenseSet<Value> &takenOver);
  void bindExtract(vector::ExtractOp op);

  // Wide values across control flow.
  SmallVector<Value> chunksOf(Value wide);
  void copyInto(ArrayRef<std::pair<Value, Value>> valueAndArray);
  CarriedValues planCarried(ValueRange oldValues);
  void bindCarried(ValueRange oldValues, const CarriedValues &carried, ValueRange newValues);
  SmallVector<Value> carriedOperands(ValueRange oldValues, const CarriedValues &carried);
  void yieldCarried(ValueRange yielded, const CarriedValues &carried);

  LoopFormState state;
  OpBuilder builder;
  llvm::SetVector<Operation *> group;
  int64_t groupRegisters = 0;
  Operation *position = nullptr;              // the op being processed
  llvm::DenseMap<Value, unsigned> yieldIndex; // of the loop body being processed
  const CarriedValues *loopCarried = nullptr;
  Block *loopBody = nullptr;
};

} // namespace

//===----------------------------------------------------------------------===//
// Walking
//===----------------------------------------------------------------------===//

LogicalResult LoopFormer::processBlock(Block &block) {
  for (Operation &op : block.without_terminator()) {
    position = &op;
    if (failed(processOp(&op)))
      return failure();
  }
  position = block.getTerminator();
  flush();
  return success();
}

LogicalResult LoopFormer::processOp(Operation *op) {
  if (auto forOp = dyn_cast<scf::ForOp>(op))
    return processFor(forOp);
  if (auto ifOp = dyn_cast<scf::IfOp>(op))
    return processIf(ifOp);
  if (auto whileOp = dyn_cast<scf::WhileOp>(op))
    return processWhile(whileOp);
  if (op->getNumRegions() != 0 && !isa<ReduceRegistersOp>(op))
    return op->emitOpError("is not control flow that metal-form-loops knows");
  bool isWideOp = llvm::any_of(op->getOperands(), LoopFormState::isWide) ||
                  llvm::any_of(op->getResults(), LoopFormState::isWide);
  if (!isWideOp || isa<vector::ExtractOp>(op))
    return processScalarOp(op);
  if (op->getNumResults() == 1 && state.isCheap(op->getResult(0)))
    return success();
  return join(op);
}

LogicalResult LoopFormer::processScalarOp(Operation *op) {
  bool usesGroup = llvm::any_of(
      op->getOperands(), [&](Value operand) { return group.contains(operand.getDefiningOp()); });
  if (usesGroup || !isPure(op))
    flush();
  if (auto extract = dyn_cast<vector::ExtractOp>(op)) {
    bindExtract(extract);
    return success();
  }
  builder.clone(*op, state.scalars);
  return success();
}

/// `vector.extract %v[i]`, the way from a reduction's result to a scalar.
void LoopFormer::bindExtract(vector::ExtractOp op) {
  PacketShape shape = state.shapeOf(op.getSource());
  PacketEmitter packet(state, builder, shape, Value());
  state.scalars.map(op.getResult(), packet.get(op.getSource(), op.getStaticPosition().front(), 1));
}

LogicalResult LoopFormer::processFor(scf::ForOp op) {
  flush();
  CarriedValues carried = planCarried(op.getRegionIterArgs());
  SmallVector<Value> inits = carriedOperands(op.getInitArgs(), carried);
  auto newFor = scf::ForOp::create(builder, op.getLoc(), state.scalar(op.getLowerBound()),
                                   state.scalar(op.getUpperBound()), state.scalar(op.getStep()),
                                   inits, nullptr, op.getUnsignedCmp());
  newFor->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  if (newFor.getNumResults() == 0)
    newFor.getBody()->getTerminator()->erase();
  state.scalars.map(op.getInductionVar(), newFor.getInductionVar());
  bindCarried(op.getRegionIterArgs(), carried, newFor.getRegionIterArgs());

  llvm::DenseMap<Value, unsigned> outerYields = std::move(yieldIndex);
  yieldIndex.clear();
  for (auto [i, value] : llvm::enumerate(op.getYieldedValues()))
    if (!yieldIndex.try_emplace(value, i).second)
      yieldIndex[value] = ~0u; // yielded twice: copied
  const CarriedValues *outerCarried = loopCarried;
  Block *outerBody = loopBody;
  loopCarried = &carried;
  loopBody = op.getBody();
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToEnd(newFor.getBody());
    if (failed(processBlock(*op.getBody())))
      return failure();
    yieldCarried(op.getYieldedValues(), carried);
  }
  loopCarried = outerCarried;
  loopBody = outerBody;
  yieldIndex = std::move(outerYields);
  bindCarried(op.getResults(), carried, newFor.getResults());
  position = op;
  return success();
}

LogicalResult LoopFormer::processBranch(Region &from, Region &to, const CarriedValues &carried) {
  if (from.empty())
    return success();
  OpBuilder::InsertionGuard guard(builder);
  Block *target = to.empty() ? builder.createBlock(&to) : &to.front();
  if (target->mightHaveTerminator())
    target->getTerminator()->erase();
  builder.setInsertionPointToEnd(target);
  Block *outerBody = loopBody;
  loopBody = nullptr; // a branch writes no array of the loop around it directly
  LogicalResult result = processBlock(from.front());
  loopBody = outerBody;
  if (succeeded(result))
    yieldCarried(from.front().getTerminator()->getOperands(), carried);
  return result;
}

LogicalResult LoopFormer::processIf(scf::IfOp op) {
  flush();
  CarriedValues carried = planCarried(op.getResults());
  SmallVector<Type> types;
  for (auto [result, count] : llvm::zip(op.getResults(), carried.counts)) {
    if (!LoopFormState::isWide(result))
      types.push_back(result.getType());
    else
      types.append(count, LoopFormState::pieceType(result.getType(), state.shapeOf(result).chunk));
  }
  bool withElse = !op.getElseRegion().empty();
  auto newIf =
      scf::IfOp::create(builder, op.getLoc(), types, state.scalar(op.getCondition()), withElse);
  if (failed(processBranch(op.getThenRegion(), newIf.getThenRegion(), carried)) ||
      failed(processBranch(op.getElseRegion(), newIf.getElseRegion(), carried)))
    return failure();
  bindCarried(op.getResults(), carried, newIf.getResults());
  position = op;
  return success();
}

LogicalResult LoopFormer::processWhile(scf::WhileOp op) {
  flush();
  if (llvm::any_of(op->getOperands(), LoopFormState::isWide) ||
      llvm::any_of(op->getResults(), LoopFormState::isWide))
    return op.emitOpError("carries a tensor, which is not supported in a `while` loop yet; "
                          "carry scalars, or use a `for` loop");
  SmallVector<Value> inits;
  for (Value init : op.getInits())
    inits.push_back(state.scalar(init));
  auto newWhile = scf::WhileOp::create(builder, op.getLoc(), op.getResultTypes(), inits);
  for (auto [from, to] : llvm::zip(op->getRegions(), newWhile->getRegions())) {
    OpBuilder::InsertionGuard guard(builder);
    Block &oldBlock = from.front();
    SmallVector<Location> locs;
    for (BlockArgument argument : oldBlock.getArguments())
      locs.push_back(argument.getLoc());
    Block *block = builder.createBlock(&to, {}, oldBlock.getArgumentTypes(), locs);
    state.scalars.map(oldBlock.getArguments(), block->getArguments());
    Block *outerBody = loopBody;
    loopBody = nullptr;
    if (failed(processBlock(oldBlock)))
      return failure();
    loopBody = outerBody;
    builder.clone(*oldBlock.getTerminator(), state.scalars);
  }
  state.scalars.map(op.getResults(), newWhile.getResults());
  position = op;
  return success();
}

//===----------------------------------------------------------------------===//
// Wide values across control flow
//===----------------------------------------------------------------------===//

CarriedValues LoopFormer::planCarried(ValueRange oldValues) {
  CarriedValues carried;
  for (Value value : oldValues) {
    bool isArray = LoopFormState::isWide(value) && !state.shapeOf(value).fitsOnePacket();
    carried.arrays.push_back(isArray ? state.createArray(value.getLoc(), value) : Value());
    carried.counts.push_back(isArray                        ? 0
                             : LoopFormState::isWide(value) ? state.shapeOf(value).chunksPerPacket
                                                            : 1);
  }
  return carried;
}

void LoopFormer::bindCarried(ValueRange oldValues, const CarriedValues &carried,
                             ValueRange newValues) {
  for (auto [i, value] : llvm::enumerate(oldValues)) {
    if (carried.arrays[i]) {
      state.wide[value].array = carried.arrays[i];
      continue;
    }
    ValueRange own = newValues.take_front(carried.counts[i]);
    newValues = newValues.drop_front(carried.counts[i]);
    if (LoopFormState::isWide(value))
      state.wide[value].chunks = llvm::to_vector_of<Value>(own);
    else
      state.scalars.map(value, own.front());
  }
}

SmallVector<Value> LoopFormer::chunksOf(Value wide) {
  PacketShape shape = state.shapeOf(wide);
  PacketEmitter packet(state, builder, shape, Value());
  SmallVector<Value> chunks;
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k)
    chunks.push_back(packet.getChunk(wide, k));
  return chunks;
}

/// Copies values into arrays, all of one packet before the next, reads first: so
/// two arrays may be exchanged.
void LoopFormer::copyInto(ArrayRef<std::pair<Value, Value>> valueAndArray) {
  llvm::MapVector<int64_t, SmallVector<std::pair<Value, Value>>> byRegisters;
  for (auto pair : valueAndArray)
    byRegisters[LoopFormState::registersOf(pair.first)].push_back(pair);
  for (auto &[registers, pairs] : byRegisters) {
    PacketShape shape = state.shapeFor(registers);
    Location loc = pairs.front().first.getLoc();
    auto loop = scf::ForOp::create(builder, loc, i32Constant(builder, loc, 0),
                                   i32Constant(builder, loc, shape.packets()),
                                   i32Constant(builder, loc, 1));
    state.markUnroll(loop, registers);
    ++state.numLoops;
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(loop.getBody()->getTerminator());
    PacketEmitter packet(state, builder, shape, loop.getInductionVar());
    for (auto &[value, array] : pairs)
      for (int64_t k = 0; k < shape.chunksPerPacket; ++k)
        packet.getChunk(value, k);
    for (auto &[value, array] : pairs)
      packet.store(value, array);
  }
}

SmallVector<Value> LoopFormer::carriedOperands(ValueRange oldValues, const CarriedValues &carried) {
  SmallVector<Value> operands;
  SmallVector<std::pair<Value, Value>> copies;
  for (auto [i, value] : llvm::enumerate(oldValues)) {
    if (carried.arrays[i])
      copies.push_back({value, carried.arrays[i]});
    else if (LoopFormState::isWide(value))
      llvm::append_range(operands, chunksOf(value));
    else
      operands.push_back(state.scalar(value));
  }
  llvm::erase_if(copies, [&](auto &copy) {
    auto it = state.wide.find(copy.first);
    return it != state.wide.end() && it->second.array == copy.second; // written in place
  });
  copyInto(copies);
  return operands;
}

void LoopFormer::yieldCarried(ValueRange yielded, const CarriedValues &carried) {
  Location loc = builder.getUnknownLoc();
  if (position)
    loc = position->getLoc();
  scf::YieldOp::create(builder, loc, carriedOperands(yielded, carried));
}

//===----------------------------------------------------------------------===//
// The open group
//===----------------------------------------------------------------------===//

/// Registers that an op goes through: of its source for a reduction.
static int64_t groupSizeOf(Operation *op) {
  if (isa<ReduceRegistersOp>(op) || op->getNumResults() == 0)
    return LoopFormState::registersOf(op->getOperand(0));
  return LoopFormState::registersOf(op->getResult(0));
}

/// True if different registers of `offsets` are known to be different numbers.
static bool isInjective(Value offsets) {
  Operation *op = offsets.getDefiningOp();
  if (auto coordinate = dyn_cast_or_null<CoordinateOp>(op))
    return areDisjoint(coordinate.getRegisters()) &&
           !llvm::is_contained(coordinate.getRegisters(), 0);
  if (isa_and_nonnull<arith::ExtSIOp>(op))
    return isInjective(op->getOperand(0));
  if (!isa_and_nonnull<arith::AddIOp>(op))
    return false;
  auto isUniform = [](Value value) {
    return isa_and_nonnull<vector::BroadcastOp>(value.getDefiningOp());
  };
  return (isUniform(op->getOperand(0)) && isInjective(op->getOperand(1))) ||
         (isUniform(op->getOperand(1)) && isInjective(op->getOperand(0)));
}

static std::pair<Value, Value> baseAndOffsets(Operation *op) {
  if (auto gather = dyn_cast<GatherOp>(op))
    return {gather.getBase(), gather.getOffsets()};
  auto scatter = cast<ScatterOp>(op);
  return {scatter.getBase(), scatter.getOffsets()};
}

/// True unless sharing a loop keeps the meaning of `a`, all registers, then `b`.
bool LoopFormer::conflicts(Operation *a, Operation *b) {
  if (!isa<GatherOp, ScatterOp>(a) || !isa<GatherOp, ScatterOp>(b))
    return !isPure(a) && !isPure(b);
  auto isVolatile = [](Operation *op) {
    if (auto gather = dyn_cast<GatherOp>(op))
      return gather.getIsVolatile();
    return cast<ScatterOp>(op).getIsVolatile();
  };
  if (isVolatile(a) || isVolatile(b))
    return true;
  if (isa<GatherOp>(a) && isa<GatherOp>(b))
    return false;
  auto [baseA, offsetsA] = baseAndOffsets(a);
  auto [baseB, offsetsB] = baseAndOffsets(b);
  if (cast<PointerType>(baseA.getType()).getSpace() !=
      cast<PointerType>(baseB.getType()).getSpace())
    return false;
  // The same elements, each touched by one packet only: packets do not interfere.
  return !(baseA == baseB && offsetsA == offsetsB && isInjective(offsetsA));
}

bool LoopFormer::mustPrecede(Operation *op) {
  if (group.empty())
    return false;
  if (groupSizeOf(op) != groupRegisters)
    return true;
  for (Value operand : op->getOperands()) {
    Operation *def = operand.getDefiningOp();
    if (!group.contains(def))
      continue;
    if (isa<ReduceRegistersOp>(def) || isa<RearrangeOp>(op))
      return true; // needs all packets of the group
  }
  return !isPure(op) &&
         llvm::any_of(group, [&](Operation *member) { return conflicts(member, op); });
}

LogicalResult LoopFormer::join(Operation *op) {
  if (mustPrecede(op))
    flush();
  if (auto reduce = dyn_cast<ReduceRegistersOp>(op)) {
    if (LoopFormState::registersOf(reduce.getResult(0)) != 1)
      return op->emitOpError("reduces to one register at a time only, found ")
             << reduce.getResultTypes()[0];
  }
  if (auto rearrange = dyn_cast<RearrangeOp>(op)) {
    // Read at other registers than the packet's own: it must be kept.
    Value source = rearrange.getSource();
    if (!state.wide.contains(source)) {
      if (state.shapeOf(source).fitsOnePacket()) {
        SmallVector<Value> chunks = chunksOf(source);
        state.wide[source].chunks = chunks;
      } else {
        Value array = state.createArray(source.getLoc(), source);
        copyInto({{source, array}});
        state.wide[source].array = array;
      }
    }
  }
  groupRegisters = groupSizeOf(op);
  group.insert(op);
  return success();
}

bool LoopFormer::isNeededLater(Value value) {
  return llvm::any_of(value.getUsers(), [&](Operation *user) { return !group.contains(user); });
}

/// The carried array that `value` may be written to as it is computed: it is what
/// the loop body yields, and nothing reads the array's old values after this group.
Value LoopFormer::directTarget(Value value) {
  auto it = yieldIndex.find(value);
  if (!loopBody || it == yieldIndex.end() || it->second == ~0u ||
      value.getDefiningOp()->getBlock() != loopBody)
    return {};
  Value array = loopCarried->arrays[it->second];
  if (!array)
    return {};
  BlockArgument argument = loopBody->getArgument(it->second + 1); // after the induction variable
  for (Operation *user : argument.getUsers()) {
    if (group.contains(user)) {
      if (isa<RearrangeOp>(user))
        return {};
      continue;
    }
    Operation *ancestor = loopBody->findAncestorOpInBlock(*user);
    if (!ancestor || !ancestor->isBeforeInBlock(position))
      return {};
  }
  return array;
}

/// The array of a value that this group is the last to read, register by register:
/// `value`, of the same type and computed from it, may take its place.
Value LoopFormer::dyingArray(Value value, const llvm::SmallDenseSet<Value> &takenOver) {
  for (Operation *member : group)
    for (Value operand : member->getOperands()) {
      auto it = state.wide.find(operand);
      Operation *def = operand.getDefiningOp();
      if (it == state.wide.end() || !it->second.array || takenOver.contains(it->second.array) ||
          operand.getType() != value.getType() || !def || def->getNumRegions() != 0 ||
          def->getBlock() != member->getBlock() || yieldIndex.contains(operand))
        continue;
      bool dies = llvm::all_of(operand.getUsers(), [&](Operation *user) {
        return group.contains(user)
                   ? !isa<RearrangeOp>(user)
                   : user->getBlock() == member->getBlock() && user->isBeforeInBlock(group.front());
      });
      if (dies)
        return it->second.array;
    }
  return {};
}

Value LoopFormer::arrayFor(Value value, llvm::SmallDenseSet<Value> &takenOver) {
  if (Value array = directTarget(value))
    return array;
  Value array = dyingArray(value, takenOver);
  if (!array)
    return state.createArray(value.getLoc(), value);
  takenOver.insert(array);
  return array;
}

void LoopFormer::flush() {
  if (group.empty())
    return;
  emitGroup(state.shapeFor(groupRegisters));
  group.clear();
}

void LoopFormer::emitGroup(PacketShape shape) {
  SmallVector<RegisterReduction> reductions;
  for (Operation *op : group)
    if (auto reduce = dyn_cast<ReduceRegistersOp>(op))
      reductions.emplace_back(state, reduce, shape);

  // Values that outlive the group, and where they are kept.
  SmallVector<std::pair<Value, Value>> kept;
  llvm::SmallDenseSet<Value> takenOver;
  for (Operation *op : group)
    for (Value result : op->getResults())
      if (!isa<ReduceRegistersOp>(op) && isNeededLater(result)) {
        Value array;
        if (!shape.fitsOnePacket())
          array = arrayFor(result, takenOver);
        kept.push_back({result, array});
      }

  Location loc = group.front()->getLoc();
  SmallVector<Value> partials;
  scf::ForOp loop;
  Operation *resume = nullptr;
  OpBuilder::InsertionGuard guard(builder);
  if (!shape.fitsOnePacket()) {
    SmallVector<Value> inits;
    for (RegisterReduction &reduction : reductions)
      llvm::append_range(inits, reduction.start(builder));
    loop = scf::ForOp::create(builder, loc, i32Constant(builder, loc, 0),
                              i32Constant(builder, loc, shape.packets()),
                              i32Constant(builder, loc, 1), inits);
    state.markUnroll(loop, shape.registers);
    ++state.numLoops;
    if (inits.empty())
      loop.getBody()->getTerminator()->erase();
    partials = llvm::to_vector_of<Value>(loop.getRegionIterArgs());
    builder.setInsertionPointToEnd(loop.getBody());
    resume = loop;
  }
  Value number = loop ? loop.getInductionVar() : Value();
  PacketEmitter packet(state, builder, shape, number);
  SmallVector<Value> combined;
  size_t next = 0;
  for (Operation *op : group) {
    if (!isa<ReduceRegistersOp>(op)) {
      packet.emit(op);
      continue;
    }
    RegisterReduction &reduction = reductions[next++];
    ArrayRef<Value> own = partials.empty()
                              ? ArrayRef<Value>()
                              : ArrayRef(partials).slice(combined.size(), reduction.size());
    llvm::append_range(combined, reduction.combinePacket(builder, packet, number, own));
  }
  for (auto &[value, array] : kept) {
    if (array)
      packet.store(value, array);
    else
      for (int64_t k = 0; k < shape.chunksPerPacket; ++k)
        state.wide[value].chunks.push_back(packet.getChunk(value, k));
  }
  if (loop) {
    scf::YieldOp::create(builder, loc, combined);
    combined = llvm::to_vector_of<Value>(loop.getResults());
    builder.setInsertionPointAfter(resume);
  }
  for (auto &[value, array] : kept)
    if (array)
      state.wide[value].array = array;
  ArrayRef<Value> rest = combined;
  for (Operation *op : group)
    if (auto reduce = dyn_cast<ReduceRegistersOp>(op)) {
      RegisterReduction reduction(state, reduce, shape);
      SmallVector<Value> scalars = reduction.finish(builder, rest.take_front(reduction.size()));
      rest = rest.drop_front(reduction.size());
      for (auto [result, scalar] : llvm::zip(reduce.getResults(), scalars))
        state.wide[result].chunks = {scalar};
    }
}

//===----------------------------------------------------------------------===//
// Pass
//===----------------------------------------------------------------------===//

namespace {
struct FormLoops final : tritonmetal::metal::impl::FormLoopsBase<FormLoops> {
  using FormLoopsBase::FormLoopsBase;

  void runOnOperation() override {
    for (KernelOp kernel : llvm::make_early_inc_range(getOperation().getOps<KernelOp>()))
      if (failed(rewrite(kernel)))
        return signalPassFailure();
  }

  LogicalResult rewrite(KernelOp kernel) {
    if (!llvm::hasSingleElement(kernel.getBody()))
      return kernel.emitOpError("has control flow outside `scf`, which metal-form-loops "
                                "does not take");
    OpBuilder builder(kernel);
    auto newKernel = cast<KernelOp>(builder.cloneWithoutRegions(*kernel));
    SmallVector<Location> locs;
    for (BlockArgument argument : kernel.getBody().getArguments())
      locs.push_back(argument.getLoc());
    builder.createBlock(&newKernel.getBody(), {}, kernel.getArgumentTypes(), locs);
    LogicalResult result = failure();
    {
      LoopFormer former(kernel, newKernel, registerBudget);
      result = former.run(kernel);
      numLoops += former.getState().numLoops;
      numArrays += former.getState().numArrays;
    }
    (succeeded(result) ? kernel : newKernel).erase();
    return result;
  }
};
} // namespace
