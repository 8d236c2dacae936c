//===- ExpandMath.cpp - Arithmetic that Metal does not have -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ExpandMath.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

#include "mlir/Transforms/WalkPatternRewriteDriver.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_EXPANDMATH
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

//===----------------------------------------------------------------------===//
// Pass
//===----------------------------------------------------------------------===//

/// What is wrong with `op` after all expansions; empty if the back ends take it.
static StringRef findFault(Operation *op) {
  if (isa<math::FPowIOp, math::IPowIOp>(op))
    return "has no counterpart in Metal and no expansion; write it with exp2, log2 and products";
  if (auto truncation = dyn_cast<arith::TruncFOp>(op); truncation && truncation.getRoundingmode())
    if (*truncation.getRoundingmode() != arith::RoundingMode::to_nearest_even)
      return "rounds in a way that Metal cannot; only to_nearest_even and toward_zero are there";
  if (isa<arith::BitcastOp, arith::SelectOp, arith::ConstantOp>(op))
    return "";
  auto isStrange = [](Type type) {
    Type element = getElementTypeOrSelf(type);
    return isa<FloatType>(element) && !element.isF16() && !element.isF32() && !element.isF64();
  };
  if (llvm::any_of(op->getOperandTypes(), isStrange) ||
      llvm::any_of(op->getResultTypes(), isStrange))
    return "computes in a type that is for storage only; convert to f32 first";
  return "";
}

namespace {
struct ExpandMath final : tritonmetal::metal::impl::ExpandMathBase<ExpandMath> {
  void runOnOperation() override {
    using Populate = void (*)(RewritePatternSet &);
    const SmallVector<Populate> walks[] = {{populateWidenPatterns},
                                           {populateFunctionPatterns},
                                           {populateFloatPatterns, populateIntegerPatterns},
                                           {populateBytePatterns},
                                           {populateConversionPatterns}};
    for (const SmallVector<Populate> &walk : walks) {
      RewritePatternSet patterns(&getContext());
      for (Populate populate : walk)
        populate(patterns);
      FrozenRewritePatternSet frozen(std::move(patterns));
      getOperation().walk([&](KernelOp kernel) { walkAndApplyPatterns(kernel, frozen); });
    }
    dropContraction();
    if (failed(verifyExpanded()))
      signalPassFailure();
  }

  /// What may be fused was fused (tritongpu-contract-multiply-add); the compilers behind
  /// the two outputs would each decide on their own.
  void dropContraction() {
    getOperation().walk([](arith::ArithFastMathInterface op) {
      auto flags = op.getFastMathFlagsAttr();
      if (!flags || !bitEnumContainsAny(flags.getValue(), arith::FastMathFlags::contract))
        return;
      auto kept = flags.getValue() & ~arith::FastMathFlags::contract;
      op->setAttr(op.getFastMathAttrName(), arith::FastMathFlagsAttr::get(op.getContext(), kept));
    });
  }

  LogicalResult verifyExpanded() {
    WalkResult result = getOperation().walk([](Operation *op) {
      bool isArithmetic = isa_and_nonnull<arith::ArithDialect, math::MathDialect>(op->getDialect());
      if (!isArithmetic || !op->getParentOfType<KernelOp>())
        return WalkResult::advance();
      StringRef fault = findFault(op);
      if (fault.empty())
        return WalkResult::advance();
      op->emitOpError(fault);
      return WalkResult::interrupt();
    });
    return failure(result.wasInterrupted());
  }
};
} // namespace
