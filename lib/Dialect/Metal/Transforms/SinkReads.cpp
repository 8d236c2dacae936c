//===- SinkReads.cpp - Operands of products as late as may be -------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   scatter %a, %p                 scatter %a, %p
//   %x = gather %p                 scatter %b, %q
//   scatter %b, %q            ->   %x = gather %p
//   %y = gather %q                 %y = gather %q
//   matrix_multiply %x, %y, …      matrix_multiply %x, %y, …
//
// The two then share a barrier, and the product may bring either operand in packet by packet
// (metal-form-loops). Only reads of threadgroup memory move, over writes of other variables,
// and only where all variables of the kernel have room side by side.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"
#include "triton-metal/TargetInfo/TargetInfo.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_SINKREADS
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

/// The variable that `pointer` is; null for anything else.
static Operation *getVariable(Value pointer) { return pointer.getDefiningOp<ThreadgroupAllocOp>(); }

/// Whether `read` may go behind `other`: pure ops always, a read of a threadgroup variable
/// unless `other`, or something in that branch, may write to that.
static bool mayPass(Operation *read, Operation *other) {
  if (isa<scf::IfOp>(other))
    return llvm::all_of(other->getRegions(), [&](Region &region) {
      return llvm::all_of(region.getOps(), [&](Operation &op) { return mayPass(read, &op); });
    });
  if (isPure(read) || isPure(other) || isa<GatherOp, ThreadgroupAllocOp>(other))
    return true;
  auto scatter = dyn_cast<ScatterOp>(other);
  Operation *variable = getVariable(cast<GatherOp>(read).getBase());
  return scatter && variable && getVariable(scatter.getBase()) &&
         getVariable(scatter.getBase()) != variable;
}

static bool mayMove(Operation *op) {
  if (op->getNumResults() != 1 || !op->hasOneUse())
    return false;
  if (auto gather = dyn_cast<GatherOp>(op))
    return !gather.getIsVolatile() && getVariable(gather.getBase());
  return isa<RearrangeOp>(op) || (op->hasTrait<OpTrait::Elementwise>() && isPure(op));
}

/// Moves what makes `value`, last op first, right before `user`.
static void sink(Value value, Operation *user) {
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != user->getBlock() || !mayMove(op))
    return;
  for (Operation *other = op->getNextNode(); other != user; other = other->getNextNode())
    if (!mayPass(op, other))
      return;
  op->moveBefore(user);
  for (Value operand : op->getOperands())
    sink(operand, op);
}

namespace {
struct SinkReads final : tritonmetal::metal::impl::SinkReadsBase<SinkReads> {
  void runOnOperation() override {
    for (auto kernel : getOperation().getOps<KernelOp>()) {
      if (!hasRoom(kernel))
        continue;
      kernel->walk([](MatrixMultiplyOp op) {
        sink(op.getA(), op);
        sink(op.getB(), op);
      });
    }
  }

  /// Whether no variable has to share memory: variables live longer for what is moved.
  static bool hasRoom(KernelOp kernel) {
    int64_t bytes = 0;
    kernel->walk([&](ThreadgroupAllocOp op) {
      bytes += op.getCount() * getByteSize(op.getResult().getType().getPointee());
    });
    const GPUFamily *family = lookupFamily(kernel.getTarget());
    return family && bytes <= int64_t(family->threadgroupMemoryBytes);
  }
};
} // namespace
