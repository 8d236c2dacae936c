//===- ApproximateFunctions.cpp - Permit fast functions --------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;

namespace tritonmetal::ttg {
#define GEN_PASS_DEF_APPROXIMATEFUNCTIONS
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h.inc"
} // namespace tritonmetal::ttg

namespace {
struct ApproximateFunctions final
    : tritonmetal::ttg::impl::ApproximateFunctionsBase<ApproximateFunctions> {
  void runOnOperation() override {
    getOperation().walk([](arith::ArithFastMathInterface op) {
      if (!isa<math::MathDialect>(op->getDialect()))
        return;
      auto flags = op.getFastMathFlagsAttr();
      auto wanted =
          (flags ? flags.getValue() : arith::FastMathFlags::none) | arith::FastMathFlags::afn;
      op->setAttr(op.getFastMathAttrName(), arith::FastMathFlagsAttr::get(op.getContext(), wanted));
    });
  }
};
} // namespace
