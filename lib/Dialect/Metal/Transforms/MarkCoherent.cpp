//===- MarkCoherent.cpp - Memory through which threadgroups talk ----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Marks.h"
#include "triton-metal/Dialect/Metal/IR/PointerOrigins.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_MARKCOHERENT
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

static bool hasWideFence(KernelOp kernel) {
  WalkResult result = kernel.walk([](FenceOp fence) {
    return fence.getScope() == MemoryScope::Threadgroup ? WalkResult::advance()
                                                        : WalkResult::interrupt();
  });
  return result.wasInterrupted();
}

/// The pointer of a plain access to device memory; null for other ops.
static Value devicePointerOf(Operation *op) {
  Value base;
  if (auto load = dyn_cast<LoadOp>(op))
    base = load.getBase();
  if (auto store = dyn_cast<StoreOp>(op))
    base = store.getBase();
  bool isDevice = base && cast<PointerType>(base.getType()).getSpace() == MemorySpace::Device;
  return isDevice ? base : Value();
}

namespace {
struct MarkCoherent final : tritonmetal::metal::impl::MarkCoherentBase<MarkCoherent> {
  void runOnOperation() override {
    getOperation().walk([](KernelOp kernel) {
      if (hasWideFence(kernel))
        mark(kernel);
    });
  }

  static void mark(KernelOp kernel) {
    llvm::SetVector<Value> written;
    bool isAnywhereWritten = false;
    kernel.walk([&](StoreOp store) {
      if (!devicePointerOf(store))
        return;
      PointerOrigins origins = getPointerOrigins(store.getBase());
      written.insert(origins.values.begin(), origins.values.end());
      isAnywhereWritten |= origins.isAnywhere();
    });
    SmallVector<int32_t> parameters;
    for (BlockArgument argument : kernel.getBody().getArguments()) {
      ArgumentAttr info = kernel.getArgumentInfo(argument.getArgNumber());
      bool isLog = info.getRole() == ArgumentRole::Log; // read by the host only
      if (info.getKind() == ArgumentKind::Pointer && !isLog &&
          (isAnywhereWritten || written.contains(argument)))
        parameters.push_back(argument.getArgNumber());
    }
    Builder builder(kernel.getContext());
    kernel->setDiscardableAttr(kCoherentAttrName, builder.getDenseI32ArrayAttr(parameters));
    kernel.walk([&](Operation *op) {
      Value pointer = devicePointerOf(op);
      if (!pointer)
        return;
      PointerOrigins origins = getPointerOrigins(pointer);
      bool isShared = origins.isAnywhere() || llvm::any_of(parameters, [&](int32_t number) {
                        return origins.values.contains(kernel.getArgument(number));
                      });
      if (isShared)
        op->setDiscardableAttr(kCoherentAttrName, builder.getUnitAttr());
    });
  }
};
} // namespace
