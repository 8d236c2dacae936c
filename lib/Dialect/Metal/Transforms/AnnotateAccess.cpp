//===- AnnotateAccess.cpp - Which arguments are read and written -----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_ANNOTATEACCESS
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

/// Adds what is done through `pointer` to `access`, a set of bits: 1 read, 2 write.
static void follow(Value pointer, unsigned &access) {
  for (OpOperand &use : pointer.getUses()) {
    Operation *user = use.getOwner();
    if (auto offset = dyn_cast<OffsetOp>(user))
      follow(offset.getResult(), access);
    else if (isa<LoadOp, GatherOp>(user))
      access |= 1;
    else if (isa<StoreOp, ScatterOp>(user))
      access |= 2;
    else
      access |= 3; // carried by a loop, chosen by a select: not followed
  }
}

namespace {
struct AnnotateAccess final : tritonmetal::metal::impl::AnnotateAccessBase<AnnotateAccess> {
  void runOnOperation() override { getOperation().walk(annotate); }

  static void annotate(KernelOp kernel) {
    SmallVector<Attribute> infos;
    for (unsigned i = 0; i < kernel.getNumArguments(); ++i) {
      ArgumentAttr info = kernel.getArgumentInfo(i);
      unsigned access = info.getKind() == ArgumentKind::Scalar ? 1 : 0;
      if (info.getKind() == ArgumentKind::Pointer)
        follow(kernel.getArgument(i), access);
      static_assert(unsigned(Access::Read) == 1 && unsigned(Access::Write) == 2 &&
                    unsigned(Access::ReadWrite) == 3);
      infos.push_back(ArgumentAttr::get(kernel.getContext(), info.getName(), info.getKind(),
                                        info.getElement(), info.getBinding(), info.getOffset(),
                                        Access(access), info.getDivisibility()));
    }
    kernel.setArgumentsAttr(ArrayAttr::get(kernel.getContext(), infos));
  }
};
} // namespace
