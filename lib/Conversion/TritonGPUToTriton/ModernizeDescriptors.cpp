//===- ModernizeDescriptors.cpp - Descriptors up to Triton 3.4 -------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   ttng.async_tma_copy_… %p[%i, %j] %m, …   =>   %d = ttng.reinterpret_tensor_descriptor %p
//                                                 ttng.async_tma_copy_… %d[%i, %j] %m, …
//
// The block of the descriptor is what the copy moves. An address that the kernel gets as a
// parameter leads to bytes that the host made, of which nothing is known.
//
//===----------------------------------------------------------------------===//

#include "RaiseOps.h"
#include "Refusal.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal;

/// The copy's memory, whose shape and elements are the descriptor's block.
static Value getCopiedMemory(Operation *copy) {
  return llvm::TypeSwitch<Operation *, Value>(copy)
      .Case([](ttng::AsyncTMACopyGlobalToLocalOp op) { return op.getResult(); })
      .Case([](ttng::AsyncTMACopyLocalToGlobalOp op) { return op.getSrc(); })
      .Case([](ttng::AsyncTMAReduceOp op) { return op.getSrc(); })
      .Default(Value());
}

static LogicalResult describe(Operation *copy) {
  OpBuilder builder(copy);
  Value address = copy->getOperand(0);
  if (auto taken = address.getDefiningOp<ttng::TensorDescToTMAPtrOp>()) {
    copy->setOperand(0, taken.getDesc());
    return success();
  }
  Value memory = getCopiedMemory(copy);
  if (isa<BlockArgument>(address) || !memory)
    return refuse(copy, "its descriptor is made by the host, as bytes");
  auto type = cast<ttg::MemDescType>(memory.getType());
  auto descriptor = ttng::ReinterpretTensorDescOp::create(
      builder, copy->getLoc(),
      tt::TensorDescType::get(RankedTensorType::get(type.getShape(), type.getElementType())),
      address);
  copy->setOperand(0, descriptor.getResult());
  return success();
}

LogicalResult tritonmetal::modernizeDescriptors(tt::FuncOp function) {
  WalkResult result = function->walk([](Operation *op) -> WalkResult {
    bool hasAddress =
        isa<ttng::AsyncTMACopyGlobalToLocalOp, ttng::AsyncTMACopyLocalToGlobalOp,
            ttng::AsyncTMAGatherOp, ttng::AsyncTMAReduceOp, ttng::AsyncTMAScatterOp>(op) &&
        isa<tt::PointerType>(op->getOperand(0).getType());
    return hasAddress ? WalkResult(describe(op)) : WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}
