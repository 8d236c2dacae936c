//===- MemoryLowering.cpp - Accesses to memory ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Buffers lie between unmapped pages (see GuardedMemory.h), so an access far outside of one ends in
// a signal and need not be looked for. What would do harm without one is checked always: accesses
// to thread memory, which is the host's stack, at positions that are not constant, and writes to
// what a kernel may only read. With the bounds check, every access is:
//
//   %p = getelementptr float, ptr addrspace(1) %a, i64 %i
//   %o = sub i64 (ptrtoint %p), (ptrtoint %a)
//   br i1 (icmp ult %o, %size - 3), label %access, label %fault
//
// A pointer that comes from several places must be in one of them.
//
//===----------------------------------------------------------------------===//

#include "Lowering.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Operator.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

#include <cstddef>

using namespace llvm;

namespace tritonmetal::executor::jit {

/// Nothing more is promised for the start of a buffer, see GuardedMemory.h.
static const Align maxAlign(4);

namespace {
struct Access {
  llvm::Instruction *inst = nullptr;
  Value *pointer = nullptr;
  Value *bytes = nullptr; // i64
  uint64_t align = 1;
  bool writes = false;
};

class MemoryLowering {
public:
  explicit MemoryLowering(ThreadFunction &thread)
      : thread(thread), layout(thread.module->getDataLayout()) {}

  void run();

private:
  using Region = std::pair<const Value *, ThreadFunction::Region>;

  void collect(llvm::Instruction &inst);
  void add(llvm::Instruction &inst, Value *pointer, Value *bytes, uint64_t align, bool writes);
  void check(const Access &access);
  void checkRights(const Access &access, const Value *base);
  std::optional<Region> findRegion(const Value *pointer) const;
  bool isInside(const Access &access, const Region &region) const;
  /// Whether the access is in the region; and its offset there.
  Value *createTest(IRBuilderBase &builder, const Access &access, const Region &region,
                    Value *&offset);
  Value *createVariableTest(IRBuilderBase &builder, const Access &access);
  Value *createBufferTest(IRBuilderBase &builder, const Access &access, Value *address);
  Value *getSize(IRBuilderBase &builder, const Region &region);
  void trapUnless(Value *condition, const Access &access, FaultKind kind, Value *offset);

  ThreadFunction &thread;
  const DataLayout &layout;
  std::vector<Access> accesses;
};
} // namespace

//===----------------------------------------------------------------------===//
// Forms of accesses
//===----------------------------------------------------------------------===//

/// A bool is a byte, of which bit 0 counts.
static void widenBools(llvm::Instruction &inst, ThreadFunction &thread) {
  IRBuilder<> builder(&inst);
  if (auto *load = dyn_cast<LoadInst>(&inst)) {
    LoadInst *byte = builder.CreateAlignedLoad(builder.getInt8Ty(), load->getPointerOperand(),
                                               load->getAlign(), load->isVolatile());
    thread.setSite(*byte, thread.getSite(inst));
    inst.replaceAllUsesWith(builder.CreateTrunc(byte, builder.getInt1Ty()));
  } else {
    auto &store = cast<StoreInst>(inst);
    Value *byte = builder.CreateZExt(store.getValueOperand(), builder.getInt8Ty());
    StoreInst *byteStore = builder.CreateAlignedStore(byte, store.getPointerOperand(),
                                                      store.getAlign(), store.isVolatile());
    thread.setSite(*byteStore, thread.getSite(inst));
  }
  inst.eraseFromParent();
}

/// A copy is right for ranges that overlap, too.
static void copyOverlapping(MemCpyInst &copy, ThreadFunction &thread) {
  IRBuilder<> builder(&copy);
  auto *move = builder.CreateMemMove(copy.getDest(), MaybeAlign(1), copy.getSource(), MaybeAlign(1),
                                     copy.getLength());
  thread.setSite(*move, thread.getSite(copy));
  copy.eraseFromParent();
}

static void simplifyForms(ThreadFunction &thread) {
  for (llvm::Instruction &inst : llvm::make_early_inc_range(instructions(thread.get()))) {
    Type *type = isa<LoadInst, StoreInst>(inst) ? getLoadStoreType(&inst) : nullptr;
    if (type && type->isIntegerTy(1))
      widenBools(inst, thread);
    else if (auto *copy = dyn_cast<MemCpyInst>(&inst))
      copyOverlapping(*copy, thread);
  }
}

void MemoryLowering::add(llvm::Instruction &inst, Value *pointer, Value *bytes, uint64_t align,
                         bool writes) {
  accesses.push_back({&inst, pointer, bytes, align, writes});
}

void MemoryLowering::collect(llvm::Instruction &inst) {
  Type *i64 = Type::getInt64Ty(inst.getContext());
  auto getBytes = [&](Type *type) {
    return ConstantInt::get(i64, layout.getTypeStoreSize(type).getFixedValue());
  };
  auto getLength = [&](MemIntrinsic &call) {
    IRBuilder<> builder(&inst);
    return builder.CreateZExtOrTrunc(call.getLength(), i64);
  };
  if (auto *load = dyn_cast<LoadInst>(&inst)) {
    add(inst, load->getPointerOperand(), getBytes(load->getType()), load->getAlign().value(),
        false);
    load->setAlignment(std::min(load->getAlign(), maxAlign));
  } else if (auto *store = dyn_cast<StoreInst>(&inst)) {
    add(inst, store->getPointerOperand(), getBytes(store->getValueOperand()->getType()),
        store->getAlign().value(), true);
    store->setAlignment(std::min(store->getAlign(), maxAlign));
  } else if (auto *update = dyn_cast<AtomicRMWInst>(&inst)) {
    add(inst, update->getPointerOperand(), getBytes(update->getType()), update->getAlign().value(),
        true);
  } else if (auto *exchange = dyn_cast<AtomicCmpXchgInst>(&inst)) {
    add(inst, exchange->getPointerOperand(), getBytes(exchange->getNewValOperand()->getType()),
        exchange->getAlign().value(), true);
  } else if (auto *move = dyn_cast<MemTransferInst>(&inst)) {
    Value *length = getLength(*move);
    add(inst, move->getSource(), length, 1, false);
    add(inst, move->getDest(), length, 1, true);
  } else if (auto *set = dyn_cast<MemSetInst>(&inst)) {
    add(inst, set->getDest(), getLength(*set), 1, true);
  }
}

//===----------------------------------------------------------------------===//
// Checks
//===----------------------------------------------------------------------===//

std::optional<MemoryLowering::Region> MemoryLowering::findRegion(const Value *pointer) const {
  while (true) {
    auto found = thread.regions.find(pointer);
    if (found != thread.regions.end())
      return Region(found->first, found->second);
    auto *op = dyn_cast<Operator>(pointer);
    if (!op || !(isa<GEPOperator, BitCastOperator, AddrSpaceCastOperator>(op)))
      return std::nullopt;
    pointer = op->getOperand(0);
  }
}

/// Known when the kernel is compiled.
bool MemoryLowering::isInside(const Access &access, const Region &region) const {
  auto *bytes = dyn_cast<ConstantInt>(access.bytes);
  if (region.second.parameter || !bytes)
    return false;
  APInt offset(64, 0);
  const Value *base = access.pointer->stripAndAccumulateConstantOffsets(layout, offset, true);
  uint64_t size = region.second.size, start = offset.getZExtValue();
  return base == region.first && start <= size && bytes->getZExtValue() <= size - start;
}

Value *MemoryLowering::getSize(IRBuilderBase &builder, const Region &region) {
  if (!region.second.parameter)
    return builder.getInt64(region.second.size);
  Value *sizes = thread.loadMember(builder, thread.getThreadgroup(),
                                   offsetof(ThreadgroupState, argumentSizes), builder.getPtrTy());
  return thread.loadMember(builder, sizes, *region.second.parameter * sizeof(uint64_t),
                           builder.getInt64Ty());
}

Value *MemoryLowering::createTest(IRBuilderBase &builder, const Access &access,
                                  const Region &region, Value *&offset) {
  Type *i64 = builder.getInt64Ty();
  Value *start = builder.CreatePtrToInt(const_cast<Value *>(region.first), i64);
  offset = builder.CreateSub(builder.CreatePtrToInt(access.pointer, i64), start);
  Value *size = getSize(builder, region);
  Value *left = builder.CreateSub(size, offset);
  return builder.CreateAnd(builder.CreateICmpULE(offset, size),
                           builder.CreateICmpULE(access.bytes, left));
}

/// Whether the access is in any of the thread's variables.
Value *MemoryLowering::createVariableTest(IRBuilderBase &builder, const Access &access) {
  Value *inside = builder.getFalse(), *offset = nullptr;
  for (const Region &candidate : thread.regions)
    if (isa<AllocaInst>(candidate.first))
      inside = builder.CreateOr(inside, createTest(builder, access, candidate, offset));
  return inside;
}

Value *MemoryLowering::createBufferTest(IRBuilderBase &builder, const Access &access,
                                        Value *address) {
  Type *i64 = builder.getInt64Ty();
  FunctionCallee callee = thread.getHostFunction(names::isAccessible, builder.getInt1Ty(),
                                                 {builder.getPtrTy(), i64, i64});
  return builder.CreateCall(callee, {thread.getThreadgroup(), address, access.bytes});
}

void MemoryLowering::trapUnless(Value *condition, const Access &access, FaultKind kind,
                                Value *offset) {
  IRBuilder<> builder(access.inst);
  llvm::Instruction *end = SplitBlockAndInsertIfThen(builder.CreateNot(condition), access.inst,
                                                     /*Unreachable=*/true);
  unsigned space = access.pointer->getType()->getPointerAddressSpace();
  thread.createTrap(end, thread.getSite(*access.inst), {kind, access.writes, space}, offset,
                    access.bytes);
}

void MemoryLowering::checkRights(const Access &access, const Value *base) {
  bool forbidden = access.writes && isa<GlobalVariable>(base);
  auto found = thread.regions.find(base);
  if (found->second.parameter) {
    const KernelArgument &argument = thread.kernel.interface.arguments[*found->second.parameter];
    bool constant = argument.space == AddressSpace::Constant;
    forbidden = access.writes ? constant || !argument.writable : !constant && !argument.readable;
  }
  if (!forbidden)
    return;
  IRBuilder<> builder(access.inst);
  Type *i64 = builder.getInt64Ty();
  Value *offset = builder.CreateSub(builder.CreatePtrToInt(access.pointer, i64),
                                    builder.CreatePtrToInt(const_cast<Value *>(base), i64));
  trapUnless(builder.getFalse(), access, FaultKind::ForbiddenAccess, offset);
}

void MemoryLowering::check(const Access &access) {
  bool all = thread.options.checks.bounds;
  std::optional<Region> region = findRegion(access.pointer);
  bool inThreadMemory = access.pointer->getType()->getPointerAddressSpace() == 0;
  Value *offset = nullptr;
  if (region && !isInside(access, *region) && (all || isa<AllocaInst>(region->first))) {
    IRBuilder<> builder(access.inst);
    Value *inside = createTest(builder, access, *region, offset);
    trapUnless(inside, access, FaultKind::OutOfBounds, offset);
  } else if (!region && (all || inThreadMemory)) {
    IRBuilder<> builder(access.inst);
    Value *address = builder.CreatePtrToInt(access.pointer, builder.getInt64Ty());
    Value *inside = inThreadMemory ? createVariableTest(builder, access)
                                   : createBufferTest(builder, access, address);
    trapUnless(inside, access, FaultKind::WildPointer, address);
  }
  if (region)
    checkRights(access, region->first);
  if (!all || access.align == 1 || !offset)
    return;
  IRBuilder<> builder(access.inst);
  Value *rest = builder.CreateAnd(offset, builder.getInt64(access.align - 1));
  trapUnless(builder.CreateICmpEQ(rest, builder.getInt64(0)), access, FaultKind::Misaligned,
             offset);
}

void MemoryLowering::run() {
  simplifyForms(thread);
  std::vector<llvm::Instruction *> insts;
  for (BasicBlock &block : thread.get())
    for (llvm::Instruction &inst : block)
      if (thread.findSite(inst)) // others are the lowering's own
        insts.push_back(&inst);
  for (llvm::Instruction *inst : insts)
    collect(*inst);
  for (const Access &access : accesses)
    check(access);
}

void lowerMemory(ThreadFunction &thread) { MemoryLowering(thread).run(); }

} // namespace tritonmetal::executor::jit
