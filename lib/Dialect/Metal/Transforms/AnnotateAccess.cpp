//===- AnnotateAccess.cpp - Which arguments are read and written -----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/ArgumentBinding.h"
#include "triton-metal/Dialect/Metal/IR/PointerOrigins.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_ANNOTATEACCESS
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

/// What `op` does through a pointer that it takes, a set of bits: 1 read, 2 write.
/// None for ops that pass a pointer on; anything once its address is taken.
static unsigned accessOf(Operation *op) {
  if (isa<LoadOp, GatherOp>(op))
    return 1;
  if (isa<StoreOp, ScatterOp>(op))
    return 2;
  bool passesOn = isa<OffsetOp, PointerCastOp, arith::SelectOp>(op) || op->getNumRegions() != 0 ||
                  op->hasTrait<OpTrait::IsTerminator>();
  return passesOn ? 0 : 3;
}

namespace {
struct AnnotateAccess final : tritonmetal::metal::impl::AnnotateAccessBase<AnnotateAccess> {
  void runOnOperation() override { getOperation().walk(annotate); }

  static void annotate(KernelOp kernel) {
    SmallVector<unsigned> accesses(kernel.getNumArguments(), 0);
    kernel.walk([&](Operation *op) {
      unsigned access = accessOf(op);
      for (Value operand : op->getOperands())
        if (access && isa<PointerType>(operand.getType()))
          note(kernel, operand, access, accesses);
    });
    static_assert(unsigned(Access::Read) == 1 && unsigned(Access::Write) == 2 &&
                  unsigned(Access::ReadWrite) == 3);
    SmallVector<Attribute> infos;
    for (auto [i, access] : llvm::enumerate(accesses)) {
      ArgumentAttr info = kernel.getArgumentInfo(i);
      bool isScalar = info.getKind() == ArgumentKind::Scalar;
      infos.push_back(withAccess(info, isScalar ? Access::Read : Access(access)));
    }
    kernel.setArgumentsAttr(ArrayAttr::get(kernel.getContext(), infos));
  }

  static void note(KernelOp kernel, Value pointer, unsigned access,
                   MutableArrayRef<unsigned> accesses) {
    PointerOrigins origins = getPointerOrigins(pointer);
    for (auto [argument, own] : llvm::zip(kernel.getBody().getArguments(), accesses))
      if (origins.isAnywhere() || origins.values.contains(argument))
        own |= access;
  }
};
} // namespace
