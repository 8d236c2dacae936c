//===- BindArguments.cpp - Bindings of the kernel arguments ----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/ArgumentBinding.h"
#include "triton-metal/Dialect/Metal/Transforms/ArgumentOverlap.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_BINDARGUMENTS
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

namespace {
struct BindArguments final : tritonmetal::metal::impl::BindArgumentsBase<BindArguments> {
  using BindArgumentsBase::BindArgumentsBase;

  void runOnOperation() override {
    getOperation().walk([&](KernelOp kernel) { bind(kernel); });
  }

  void bind(KernelOp kernel) {
    SmallVector<ArgumentAttr> infos;
    for (unsigned i = 0; i < kernel.getNumArguments(); ++i)
      infos.push_back(kernel.getArgumentInfo(i));
    if (allowOverlap)
      for (auto [read, written] : findOrderedPairs(kernel))
        for (unsigned index : {read, written})
          infos[index] = withIndirect(infos[index], true);
    bindArguments(infos);
    if (countBindings(infos) > kMaxBindings) {
      for (ArgumentAttr &info : infos)
        if (info.getKind() == ArgumentKind::Pointer && info.getRole() != ArgumentRole::Log)
          info = withIndirect(info, true);
      bindArguments(infos);
    }
    SmallVector<Attribute> attributes(infos.begin(), infos.end());
    kernel.setArgumentsAttr(ArrayAttr::get(kernel.getContext(), attributes));
  }
};
} // namespace
