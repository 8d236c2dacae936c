//===- LoopFormState.cpp - What metal-form-loops knows of a kernel ---------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LoopFormState.h"

#include "mlir/Dialect/UB/IR/UBOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// The least packet that has all that `op` permutes; 0 if none is small enough. Two chunks are
/// a packet only where no loop is left then: else all code of the loops would be there twice.
static int64_t packetFor(RearrangeOp op) {
  int64_t registers = LoopFormState::registersOf(op.getResult());
  int64_t largest = registers <= 8 ? registers : 4;
  for (int64_t size = 2; size <= largest; size *= 2)
    if (isWithinPackets(op,
                        {registers, std::min<int64_t>(size, 4), std::max<int64_t>(1, size / 4)}))
      return size;
  return 0;
}

LoopFormState::LoopFormState(KernelOp oldKernel, KernelOp newKernel, unsigned registerBudget)
    : entry(OpBuilder::atBlockBegin(&newKernel.getBody().front())), registerBudget(registerBudget) {
  anchor = i32Constant(entry, newKernel.getLoc(), 0).getDefiningOp();
  entry.setInsertionPoint(anchor);
  for (auto [oldArg, newArg] :
       llvm::zip(oldKernel.getBody().getArguments(), newKernel.getBody().getArguments()))
    scalars.map(oldArg, newArg);
  oldKernel.walk([&](Operation *op) {
    auto note = [&](Value data, int64_t width) {
      int64_t &widest = accessWidth.try_emplace(registersOf(data), 1).first->second;
      widest = std::max(widest, width);
    };
    if (auto gather = dyn_cast<GatherOp>(op))
      note(gather.getResult(), gather.getContiguous());
    if (auto scatter = dyn_cast<ScatterOp>(op))
      note(scatter.getValue(), scatter.getContiguous());
    // A packet holds whole groups.
    if (auto map = dyn_cast<MapOp>(op); map && map.getPack() > 1)
      note(map.getResult(0), map.getPack());
    // A permutation of neighbours needs them all in one packet.
    if (auto rearrange = dyn_cast<RearrangeOp>(op))
      if (int64_t size = packetFor(rearrange))
        note(rearrange.getResult(), size);
    // Or whole fragments.
    if (auto multiply = dyn_cast<MatrixMultiplyOp>(op))
      for (Value operand : multiply->getOperands())
        note(operand, multiply.getElementsPerLane());
  });
  collectFragments(oldKernel);
}

PacketShape LoopFormState::shapeFor(int64_t registers) const {
  auto it = accessWidth.find(registers);
  int64_t width = it == accessWidth.end() ? 4 : it->second;
  PacketShape shape;
  shape.registers = registers;
  shape.chunk = std::min({registers, width, int64_t(4)});
  shape.chunksPerPacket = std::max<int64_t>(1, std::min(registers, width) / 4);
  return shape;
}

Type LoopFormState::pieceType(Type wide, int64_t count) {
  Type element = getElementTypeOrSelf(wide);
  return count == 1 ? element : VectorType::get({count}, element);
}

/// Integer ops that cost about an instruction.
static bool isCheapInteger(Operation *op) {
  if (!op->hasTrait<OpTrait::Elementwise>() || !isPure(op) || op->getNumResults() != 1)
    return false;
  auto isInteger = [](Type type) { return getElementTypeOrSelf(type).isInteger(); };
  return isInteger(op->getResult(0).getType()) && llvm::all_of(op->getOperandTypes(), isInteger) &&
         !isa<arith::DivSIOp, arith::DivUIOp, arith::RemSIOp, arith::RemUIOp>(op);
}

bool LoopFormState::isCheap(Value value) {
  if (auto it = cheap.find(value); it != cheap.end())
    return it->second;
  Operation *op = value.getDefiningOp();
  bool result = false;
  if (isa_and_nonnull<CoordinateOp, arith::ConstantOp, ub::PoisonOp, vector::BroadcastOp>(op))
    result = true;
  else if (op && isCheapInteger(op))
    result = llvm::all_of(op->getOperands(),
                          [&](Value operand) { return !isWide(operand) || isCheap(operand); });
  cheap[value] = result;
  return result;
}

SimdgroupMatrixType LoopFormState::getFragment(Value array) {
  return dyn_cast<SimdgroupMatrixType>(cast<ThreadArrayType>(array.getType()).getElementType());
}

Value LoopFormState::createFragments(Location loc, Value wideValue, int64_t registers,
                                     int64_t size) {
  auto fragment =
      SimdgroupMatrixType::get(loc.getContext(), size, getElementTypeOrSelf(wideValue.getType()));
  auto type =
      ThreadArrayType::get(loc.getContext(), registers / fragment.getElementsPerLane(), fragment);
  return ThreadArrayOp::create(entry, loc, type);
}

Value LoopFormState::createPacketArray(Location loc, Value wideValue, int64_t size) {
  return createFragments(loc, wideValue, shapeOf(wideValue).packetSize(), size);
}

Value LoopFormState::createArray(Location loc, Value wideValue) {
  return isFragment(wideValue)
             ? createFragments(loc, wideValue, registersOf(wideValue), fragments.lookup(wideValue))
             : createChunkArray(loc, wideValue);
}

Value LoopFormState::createChunkArray(Location loc, Value wideValue) {
  PacketShape shape = shapeOf(wideValue);
  auto type = ThreadArrayType::get(loc.getContext(), shape.registers / shape.chunk,
                                   pieceType(wideValue.getType(), shape.chunk));
  return ThreadArrayOp::create(entry, loc, type);
}

Value LoopFormState::threadPart(CoordinateOp op) {
  SmallVector<int32_t> bases(op.getLanes());
  llvm::append_range(bases, op.getSimdgroups());
  auto key = std::make_pair<Attribute, Attribute>(op.getLanesAttr(), op.getSimdgroupsAttr());
  auto [it, isNew] = threadParts.try_emplace(key);
  if (!isNew)
    return it->second;
  if (llvm::all_of(bases, [](int32_t basis) { return basis == 0; }))
    return it->second;
  Value thread = ThreadIndexOp::create(entry, op.getLoc(), entry.getI32Type());
  Value part = buildLinear(entry, op.getLoc(), thread, bases);
  return threadParts[key] = part;
}

void LoopFormState::noteCopy(Value old, WideValue place) {
  auto it = wide.find(old);
  copies.push_back({old, it == wide.end() ? std::nullopt : std::make_optional(it->second)});
  wide[old] = std::move(place);
}

LoopFormState::Scope::~Scope() {
  while (state.copies.size() > start) {
    auto [old, place] = state.copies.pop_back_val();
    if (place)
      state.wide[old] = std::move(*place);
    else
      state.wide.erase(old);
  }
}

void LoopFormState::markUnroll(scf::ForOp loop, int64_t registers) const {
  if (registers <= registerBudget)
    loop->setDiscardableAttr("metal.unroll", UnitAttr::get(loop.getContext()));
}

static void unrollLoopsOf(Value number) {
  if (Operation *op = number.getDefiningOp()) {
    if (isMemoryEffectFree(op))
      llvm::for_each(op->getOperands(), unrollLoopsOf);
    return;
  }
  auto loop = dyn_cast_if_present<scf::ForOp>(number.getParentBlock()->getParentOp());
  if (!loop || number != loop.getInductionVar() || loop->hasAttr("metal.unroll"))
    return;
  loop->setDiscardableAttr("metal.unroll", UnitAttr::get(number.getContext()));
  unrollLoopsOf(loop.getUpperBound());
}

void LoopFormState::unrollFor(Value number, int64_t registers) const {
  if (registers <= registerBudget)
    unrollLoopsOf(number);
}

Location tritonmetal::metal::withoutName(Location loc) {
  if (auto name = dyn_cast<NameLoc>(loc))
    return withoutName(name.getChildLoc());
  if (auto call = dyn_cast<CallSiteLoc>(loc))
    return CallSiteLoc::get(withoutName(call.getCallee()), withoutName(call.getCaller()));
  if (auto fused = dyn_cast<FusedLoc>(loc)) {
    SmallVector<Location> parts = llvm::map_to_vector(fused.getLocations(), withoutName);
    return FusedLoc::get(loc->getContext(), parts, fused.getMetadata());
  }
  return loc;
}

Value tritonmetal::metal::i32Constant(OpBuilder &builder, Location loc, int64_t value) {
  return arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(value));
}

bool tritonmetal::metal::isWithinPackets(RearrangeOp op, PacketShape shape) {
  if (op.getSources().size() != 1 || op.getShift() || op.getSourceLength() != shape.registers ||
      LoopFormState::registersOf(op.getResult()) != shape.registers ||
      op.getStart() >= shape.packetSize())
    return false;
  for (auto [bit, basis] : llvm::enumerate(op.getRegisters())) {
    int64_t own = int64_t(1) << bit;
    if (own < shape.packetSize() ? basis >= shape.packetSize() : basis != own)
      return false;
  }
  return true;
}

bool tritonmetal::metal::areDisjoint(ArrayRef<int32_t> bases) {
  int32_t seen = 0;
  for (int32_t basis : bases) {
    if (seen & basis)
      return false;
    seen |= basis;
  }
  return true;
}

int32_t tritonmetal::metal::applyBases(ArrayRef<int32_t> bases, int64_t index) {
  int32_t result = 0;
  for (size_t bit = 0; bit < bases.size(); ++bit)
    if (index >> bit & 1)
      result ^= bases[bit];
  return result;
}

/// Bits `first` to `last` of `x`, where `last + 1 == width` needs no mask, times `scale`.
static Value buildRun(OpBuilder &builder, Location loc, Value x, unsigned first, unsigned last,
                      unsigned width, int32_t scale) {
  Value bits = x;
  if (first != 0)
    bits = arith::ShRUIOp::create(builder, loc, bits, i32Constant(builder, loc, first));
  if (last + 1 != width)
    bits = arith::AndIOp::create(builder, loc, bits,
                                 i32Constant(builder, loc, (int64_t(1) << (last - first + 1)) - 1));
  if (scale != 1)
    bits = arith::MulIOp::create(builder, loc, bits, i32Constant(builder, loc, scale));
  return bits;
}

Value tritonmetal::metal::buildLinear(OpBuilder &builder, Location loc, Value x,
                                      ArrayRef<int32_t> bases) {
  bool disjoint = areDisjoint(bases);
  Value sum;
  for (unsigned first = 0; first < bases.size();) {
    unsigned last = first;
    if (bases[first] == 0) {
      ++first;
      continue;
    }
    while (last + 1 < bases.size() && bases[last + 1] == 2 * bases[last] &&
           llvm::isPowerOf2_32(bases[first]))
      ++last;
    Value run = buildRun(builder, loc, x, first, last, bases.size(), bases[first]);
    if (!sum)
      sum = run;
    else if (disjoint)
      sum = arith::AddIOp::create(builder, loc, sum, run);
    else
      sum = arith::XOrIOp::create(builder, loc, sum, run);
    first = last + 1;
  }
  return sum;
}
