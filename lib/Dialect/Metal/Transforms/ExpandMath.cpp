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
// ElementBuilder
//===----------------------------------------------------------------------===//

Type ElementBuilder::typeOf(Type element) const {
  auto vector = dyn_cast<VectorType>(shape);
  return vector ? vector.clone(element) : element;
}

Value ElementBuilder::constant(Type type, const APInt &value) {
  TypedAttr attribute = builder.getIntegerAttr(getElementTypeOrSelf(type), value);
  if (auto vector = dyn_cast<VectorType>(type))
    attribute = DenseElementsAttr::get(vector, Attribute(attribute));
  return arith::ConstantOp::create(builder, loc, attribute);
}

Value ElementBuilder::constant(Type type, int64_t value) {
  return constant(type, APInt(getElementTypeOrSelf(type).getIntOrFloatBitWidth(), uint64_t(value),
                              /*isSigned=*/true, /*implicitTrunc=*/true));
}

Value ElementBuilder::constant(Type type, double value) {
  TypedAttr attribute = builder.getFloatAttr(getElementTypeOrSelf(type), value);
  if (auto vector = dyn_cast<VectorType>(type))
    attribute = DenseElementsAttr::get(vector, Attribute(attribute));
  return arith::ConstantOp::create(builder, loc, attribute);
}

Value ElementBuilder::polynomial(Value x, ArrayRef<float> coefficients) {
  Value result = constant(coefficients.front());
  for (float coefficient : coefficients.drop_front())
    result = fma(result, x, constant(coefficient));
  return result;
}

//===----------------------------------------------------------------------===//
// Pass
//===----------------------------------------------------------------------===//

/// What is wrong with `op` after all expansions; empty if the back ends take it.
static StringRef findFault(Operation *op) {
  if (isa<math::CbrtOp, math::FPowIOp, math::IPowIOp>(op))
    return "has no counterpart in Metal and no expansion; write it with exp2, log2 and products";
  if (auto truncation = dyn_cast<arith::TruncFOp>(op); truncation && truncation.getRoundingmode())
    if (*truncation.getRoundingmode() != arith::RoundingMode::to_nearest_even)
      return "rounds in a way that Metal cannot; only to_nearest_even is there, and toward_zero "
             "from f32 to bf16";
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
                                           {populateConversionPatterns}};
    for (const SmallVector<Populate> &walk : walks) {
      RewritePatternSet patterns(&getContext());
      for (Populate populate : walk)
        populate(patterns);
      FrozenRewritePatternSet frozen(std::move(patterns));
      getOperation().walk([&](KernelOp kernel) { walkAndApplyPatterns(kernel, frozen); });
    }
    if (failed(verifyExpanded()))
      signalPassFailure();
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
