//===- CoroutineForm.cpp - A coroutine for each thread ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   %s = call float @air.simd_sum.f32(float %x)
// becomes
//   columns[0].lanes[lane] = %x
//   sites[lane] = 3                                 the fourth meeting point
//   llvm.coro.suspend                               (the scheduler does the sum)
//   %s = columns[1].lanes[lane]
//
// LLVM splits the function at the suspensions: the first part is `startThread`, the others a
// function that the frame points to, and what lives across a suspension moves to the frame. Frames
// are released all at once, so nothing destroys a single one.
//
//===----------------------------------------------------------------------===//

#include "Exchange.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

#include <cstddef>

using namespace llvm;

namespace tritonmetal::executor::jit {

namespace {
class CoroutineBuilder {
public:
  CoroutineBuilder(ThreadFunction &thread, InterpretedCalls &calls)
      : thread(thread), calls(calls), context(thread.getContext()) {}

  Coroutine build(ArrayRef<MeetingPoint> points);

private:
  void findPlaces();
  void moveAccesses(const MeetingPoint &point, llvm::Instruction *place);
  Stop addStop(const MeetingPoint &point, unsigned number);
  /// Suspends before `position`.
  void suspend(llvm::Instruction *position, unsigned number);
  void storeSite(IRBuilderBase &builder, uint32_t site);
  void createEnd();
  void replaceReturns();
  void begin();

  ThreadFunction &thread;
  InterpretedCalls &calls;
  LLVMContext &context;
  Value *identity = nullptr, *frame = nullptr;
  BasicBlock *end = nullptr;                      // returns to the scheduler
  DenseMap<unsigned, llvm::Instruction *> places; // calls, accesses and ends of blocks, by site
  uint32_t firstColumn = 0;                       // behind those of calls for single lanes
  uint32_t numColumns = 0;
};
} // namespace

void CoroutineBuilder::begin() {
  Function &function = thread.get();
  BasicBlock &entry = function.getEntryBlock();
  BasicBlock *start = BasicBlock::Create(context, "start", &function, &entry);
  IRBuilder<> builder(start);
  Value *null = ConstantPointerNull::get(builder.getPtrTy());
  identity = builder.CreateIntrinsic(Intrinsic::coro_id, {},
                                     {builder.getInt32(frameAlignment), null, null, null});
  Value *size = builder.CreateIntrinsic(Intrinsic::coro_size, {builder.getInt64Ty()}, {});
  FunctionCallee allocate = thread.getHostFunction(names::allocateFrame, builder.getPtrTy(),
                                                   {builder.getPtrTy(), builder.getInt64Ty()});
  Value *memory = builder.CreateCall(allocate, {thread.getThreadgroup(), size});
  frame = builder.CreateIntrinsic(Intrinsic::coro_begin, {}, {identity, memory});
  builder.CreateBr(&entry);
  // LLVM wants variables in the first block.
  for (llvm::Instruction &inst : llvm::make_early_inc_range(entry))
    if (isa<AllocaInst>(inst))
      inst.moveBefore(*start, start->begin());
}

void CoroutineBuilder::createEnd() {
  end = BasicBlock::Create(context, "end", &thread.get());
  IRBuilder<> builder(end);
  builder.CreateIntrinsic(Intrinsic::coro_end, {},
                          {frame, builder.getFalse(), ConstantTokenNone::get(context)});
  builder.CreateRet(frame);
}

void CoroutineBuilder::storeSite(IRBuilderBase &builder, uint32_t site) {
  Value *lane = builder.CreateURem(thread.getIndex(), builder.getInt32(numLanes));
  Value *sites = builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), thread.getSimdgroup(),
                                                    offsetof(SimdgroupState, sites));
  builder.CreateStore(builder.getInt32(site),
                      builder.CreateInBoundsGEP(builder.getInt32Ty(), sites, lane));
}

void CoroutineBuilder::replaceReturns() {
  for (BasicBlock &block : thread.get()) {
    auto *exit = dyn_cast<ReturnInst>(block.getTerminator());
    if (!exit || &block == end)
      continue;
    IRBuilder<> builder(exit);
    storeSite(builder, finishedSite);
    builder.CreateBr(end);
    exit->eraseFromParent();
  }
}

void CoroutineBuilder::suspend(llvm::Instruction *position, unsigned number) {
  BasicBlock *before = position->getParent();
  BasicBlock *after = SplitBlock(before, position->getIterator());
  before->getTerminator()->eraseFromParent();
  IRBuilder<> builder(before);
  storeSite(builder, number);
  Value *way = builder.CreateIntrinsic(Intrinsic::coro_suspend, {},
                                       {ConstantTokenNone::get(context), builder.getFalse()});
  SwitchInst *choice = builder.CreateSwitch(way, end, 2);
  choice->addCase(builder.getInt8(0), after);
  choice->addCase(builder.getInt8(1), end);
}

/// Those to variables that have to do with the operations of `point`, the last of which is at
/// `place`.
void CoroutineBuilder::moveAccesses(const MeetingPoint &point, llvm::Instruction *place) {
  for (auto [loadSite, storeSite] : point.forwarded) {
    llvm::Instruction *load = places.lookup(loadSite);
    load->replaceAllUsesWith(cast<StoreInst>(places.lookup(storeSite))->getValueOperand());
    load->eraseFromParent();
  }
  for (unsigned site : point.overwritten)
    places.lookup(site)->eraseFromParent();
  BasicBlock::iterator behind = std::next(place->getIterator());
  for (unsigned site : point.delayed)
    places.lookup(site)->moveBefore(*place->getParent(), behind);
}

Stop CoroutineBuilder::addStop(const MeetingPoint &point, unsigned number) {
  Stop stop;
  stop.kind = point.kind;
  stop.site = point.getSite();
  llvm::Instruction *place = places.lookup(stop.site);
  if (point.kind == MeetingPoint::Kind::EndOfTurn || point.kind == MeetingPoint::Kind::Yield) {
    suspend(place, number);
    return stop;
  }
  moveAccesses(point, place);
  SmallVector<CallInst *> operations;
  for (unsigned site : point.sites)
    operations.push_back(cast<CallInst>(places.lookup(site)));
  Exchange exchange(thread, calls, operations, firstColumn);
  stop.steps = exchange.store();
  suspend(place, number);
  exchange.load();
  numColumns = std::max(numColumns, exchange.getNumColumns());
  return stop;
}

void CoroutineBuilder::findPlaces() {
  for (llvm::Instruction &inst : instructions(thread.get()))
    if (std::optional<unsigned> site = thread.findSite(inst))
      if (inst.isTerminator() || isa<LoadInst, StoreInst>(inst) || thread.getAirCall(inst))
        places[*site] = &inst;
}

Coroutine CoroutineBuilder::build(ArrayRef<MeetingPoint> points) {
  findPlaces();
  for (const InterpretedCall &call : calls.calls)
    firstColumn = std::max(firstColumn, call.program.numColumns);
  numColumns = firstColumn;
  begin();
  createEnd();
  replaceReturns();
  Coroutine result;
  for (const MeetingPoint &point : points)
    result.stops.push_back(addStop(point, unsigned(result.stops.size())));
  result.numColumns = numColumns;
  thread.get().setPresplitCoroutine();
  return result;
}

Coroutine formCoroutine(ThreadFunction &thread, InterpretedCalls &calls,
                        ArrayRef<MeetingPoint> points) {
  thread.returnFrame();
  return CoroutineBuilder(thread, calls).build(points);
}

} // namespace tritonmetal::executor::jit
