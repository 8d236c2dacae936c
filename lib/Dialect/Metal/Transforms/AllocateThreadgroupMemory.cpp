//===- AllocateThreadgroupMemory.cpp - Offsets by liveness -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A variable lives from its allocation to its last use in the same block, as an interval
// of the kernel's ops in order. What is in a loop and used after its iteration lives in
// the block of the loop.
//
//   %a = threadgroup_alloc          a: [0, 9]
//   for … {
//     %b = threadgroup_alloc        b: [2, 4]   may share with c
//     … %b …
//     %c = threadgroup_alloc        c: [5, 8]
//     … %a, %c …
//   }
//
// Sharing costs barriers: the next owner may not write before all threads have read. So
// small variables keep memory of their own, up to what leaves the core full of threads.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"
#include "triton-metal/TargetInfo/TargetInfo.h"

#include "mlir/IR/Builders.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_ALLOCATETHREADGROUPMEMORY
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

namespace {

/// Where variables start: the widest access of a thread.
constexpr int64_t kAlignment = 16;

/// Threadgroup memory that each thread may take before fewer threads fit a core: 24
/// SIMD-groups of 32 lanes keep one busy, and a core has about 60 KB.
constexpr int64_t kFreeBytesPerThread = 64;

struct Variable {
  ThreadgroupAllocOp op;
  int64_t bytes = 0;
  // Numbers of the first and the last op of its life.
  unsigned first = 0, last = 0;
  int64_t offset = -1; // in the memory that is shared; -1 if it has memory of its own

  int64_t end() const { return offset + bytes; }
  bool livesWith(const Variable &other) const { return first <= other.last && other.first <= last; }
  bool overlaps(const Variable &other) const {
    return offset < other.end() && other.offset < end();
  }
};

class Allocator {
public:
  explicit Allocator(KernelOp kernel) : kernel(kernel) {}

  LogicalResult run();

private:
  void collect();
  unsigned lastUse(ThreadgroupAllocOp op) const;
  int64_t keepSmallOnes(int64_t freeBytes);
  int64_t placeOthers();
  LogicalResult refuse(int64_t bytes, const GPUFamily &family) const;
  void rewrite();
  void rewriteCluster(ArrayRef<Variable *> cluster);

  KernelOp kernel;
  SmallVector<Variable> variables;                                    // in program order
  llvm::DenseMap<Operation *, std::pair<unsigned, unsigned>> numbers; // of an op with its regions
};

} // namespace

/// The number of the last op that may touch the memory.
unsigned Allocator::lastUse(ThreadgroupAllocOp op) const {
  unsigned last = numbers.lookup(op).second;
  SmallVector<Value> pending = {op.getResult()};
  while (!pending.empty()) {
    Value pointer = pending.pop_back_val();
    for (Operation *user : pointer.getUsers()) {
      Operation *ancestor = op->getBlock()->findAncestorOpInBlock(*user);
      last = std::max(last, numbers.lookup(ancestor).second);
      bool isAccess = isa<LoadOp, StoreOp, GatherOp, ScatterOp>(user);
      if (isa<OffsetOp, PointerCastOp, ThreadgroupViewOp>(user))
        pending.push_back(user->getResult(0));
      else if (!isAccess) // goes where we do not follow
        last = numbers.lookup(kernel).second;
    }
  }
  return last;
}

void Allocator::collect() {
  unsigned next = 0;
  auto number = [&](auto &self, Operation *op) -> void {
    unsigned first = next++;
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (Operation &inner : block)
          self(self, &inner);
    numbers[op] = {first, next - 1};
  };
  number(number, kernel);
  kernel.walk<WalkOrder::PreOrder>([&](ThreadgroupAllocOp op) {
    int64_t bytes = op.getCount() * getByteSize(op.getResult().getType().getPointee());
    variables.push_back(
        {op, int64_t(llvm::alignTo(bytes, kAlignment)), numbers.lookup(op).first, lastUse(op)});
  });
}

/// Leaves the smallest variables, those in loops first, up to `freeBytes` together, alone. Returns
/// their bytes.
int64_t Allocator::keepSmallOnes(int64_t freeBytes) {
  SmallVector<Variable *> bySize;
  for (Variable &variable : variables) {
    variable.offset = 0;
    bySize.push_back(&variable);
  }
  // Barriers in loops cost the most.
  auto rank = [](Variable *variable) {
    bool isInLoop = variable->op->getParentOfType<LoopLikeOpInterface>() != nullptr;
    return std::pair(!isInLoop, variable->bytes);
  };
  llvm::stable_sort(bySize, [&](Variable *a, Variable *b) { return rank(a) < rank(b); });
  int64_t own = 0;
  for (Variable *variable : bySize) {
    if (own + variable->bytes > freeBytes)
      continue;
    own += variable->bytes;
    variable->offset = -1;
  }
  return own;
}

/// Gives the others the lowest place where nothing lies that lives with them, large ones
/// first. Returns the bytes of what is shared.
int64_t Allocator::placeOthers() {
  SmallVector<Variable *> bySize, placed;
  for (Variable &variable : variables)
    if (variable.offset >= 0)
      bySize.push_back(&variable);
  llvm::stable_sort(bySize, [](Variable *a, Variable *b) { return a->bytes > b->bytes; });
  int64_t bytes = 0;
  for (Variable *variable : bySize) {
    variable->offset = 0;
    for (bool moved = true; moved;) {
      moved = false;
      for (Variable *other : placed)
        if (variable->livesWith(*other) && variable->overlaps(*other)) {
          variable->offset = other->end();
          moved = true;
        }
    }
    placed.push_back(variable);
    bytes = std::max(bytes, variable->end());
  }
  return bytes;
}

LogicalResult Allocator::refuse(int64_t bytes, const GPUFamily &family) const {
  const Variable *largest = &variables.front();
  for (const Variable &variable : variables)
    if (variable.bytes > largest->bytes)
      largest = &variable;
  KernelOp op = kernel;
  InFlightDiagnostic diag = op.emitError("kernel '")
                            << op.getTritonName() << "' needs " << bytes
                            << " bytes of threadgroup memory; " << family.name << " allows "
                            << family.threadgroupMemoryBytes
                            << "; use smaller tiles or fewer stages";
  diag.attachNote(largest->op->getLoc())
      << "the largest part of it, with " << largest->bytes << " bytes, is here";
  return diag;
}

/// Variables that share memory become one, or parts of one variable of bytes.
void Allocator::rewriteCluster(ArrayRef<Variable *> cluster) {
  OpBuilder builder = OpBuilder::atBlockBegin(&kernel.getBody().front());
  PointerType type = cluster.front()->op.getResult().getType();
  int64_t start = cluster.front()->offset, end = 0;
  int64_t count = 0;
  bool isOneType = true;
  int32_t alignment = 1;
  for (Variable *variable : cluster) {
    isOneType &= variable->op.getResult().getType() == type && variable->offset == start;
    count = std::max<int64_t>(count, variable->op.getCount());
    alignment = std::max<int32_t>(alignment, variable->op.getAlignment());
    end = std::max(end, variable->end());
  }
  Location loc = cluster.front()->op.getLoc();
  if (isOneType) {
    Value memory = ThreadgroupAllocOp::create(builder, loc, type, count, alignment);
    for (Variable *variable : cluster)
      variable->op.replaceAllUsesWith(memory);
    return;
  }
  auto bytes = PointerType::get(kernel.getContext(), builder.getI8Type(), MemorySpace::Threadgroup);
  Value memory = ThreadgroupAllocOp::create(builder, loc, bytes, end - start, int32_t(kAlignment));
  for (Variable *variable : cluster) {
    Value view = ThreadgroupViewOp::create(builder, variable->op.getLoc(),
                                           variable->op.getResult().getType(), memory,
                                           variable->offset - start, variable->op.getCount());
    variable->op.replaceAllUsesWith(view);
  }
}

void Allocator::rewrite() {
  SmallVector<Variable *> shared;
  Operation *front = &kernel.getBody().front().front();
  for (Variable &variable : variables)
    if (variable.offset >= 0)
      shared.push_back(&variable);
    else if (variable.op.getOperation() != front)
      variable.op->moveBefore(front);
    else
      front = front->getNextNode();
  llvm::stable_sort(shared, [](Variable *a, Variable *b) { return a->offset < b->offset; });
  // By rising offset, a gap that nothing covers separates clusters.
  for (size_t begin = 0; begin < shared.size();) {
    int64_t end = shared[begin]->end();
    size_t next = begin + 1;
    for (; next < shared.size() && shared[next]->offset < end; ++next)
      end = std::max(end, shared[next]->end());
    rewriteCluster(ArrayRef(shared).slice(begin, next - begin));
    begin = next;
  }
  for (Variable *variable : shared)
    variable->op.erase();
}

LogicalResult Allocator::run() {
  collect();
  if (variables.empty())
    return success();
  const GPUFamily *family = lookupFamily(kernel.getTarget());
  if (!family)
    return kernel.emitOpError("is for '") << kernel.getTarget() << "', which is no GPU family";
  int64_t limit = family->threadgroupMemoryBytes;
  int64_t freeBytes = kFreeBytesPerThread * kernel.getThreadsPerThreadgroup();
  int64_t bytes = keepSmallOnes(std::min(limit, freeBytes));
  bytes += placeOthers();
  if (bytes > limit) {
    bytes = keepSmallOnes(0);
    bytes += placeOthers();
  }
  if (bytes > limit)
    return refuse(bytes, *family);
  rewrite();
  return success();
}

namespace {
struct AllocateThreadgroupMemory final
    : tritonmetal::metal::impl::AllocateThreadgroupMemoryBase<AllocateThreadgroupMemory> {
  void runOnOperation() override {
    for (KernelOp kernel : getOperation().getOps<KernelOp>()) {
      Allocator allocator(kernel);
      if (failed(allocator.run()))
        return signalPassFailure();
    }
  }
};
} // namespace
