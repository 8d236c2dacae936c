//===- ContractMultiplyAdd.cpp - Which products are added unrounded --------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Triton leaves contraction to LLVM, which forms an fma wherever a product of one use
// meets an addition in one block (`enable_fp_fusion`, on by default). Here it is
// decided once, in the IR, for both outputs; these forbid their compilers to contract
// anything else, so the two give the same numbers.
//
//   %p = arith.mulf %a, %b        one use
//   %r = arith.addf %p, %c        fma(a, b, c)
//   %r = arith.subf %p, %c        fma(a, b, -c)
//   %r = arith.subf %c, %p        fma(-a, b, c)
//
// Later stages write expansions whose rounding is counted on: this pass comes before
// them. bf16 is left alone: its products are rounded by themselves on the GPUs that
// Triton was made for.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace tritonmetal::ttg {
#define GEN_PASS_DEF_CONTRACTMULTIPLYADD
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h.inc"
} // namespace tritonmetal::ttg

/// The product that `value` is, if `user` may take it over.
static arith::MulFOp getProduct(Value value, Operation *user) {
  auto product = value.getDefiningOp<arith::MulFOp>();
  Type element = getElementTypeOrSelf(value.getType());
  bool isNative = element.isF32() || element.isF16();
  return product && isNative && product->hasOneUse() && product->getBlock() == user->getBlock()
             ? product
             : arith::MulFOp();
}

namespace {
struct ContractMultiplyAdd final
    : tritonmetal::ttg::impl::ContractMultiplyAddBase<ContractMultiplyAdd> {
  void runOnOperation() override {
    getOperation().walk([&](Operation *op) {
      if (isa<arith::AddFOp, arith::SubFOp>(op))
        contract(op);
    });
  }

  void contract(Operation *op) {
    Value left = op->getOperand(0), right = op->getOperand(1);
    bool isSum = isa<arith::AddFOp>(op);
    arith::MulFOp product = getProduct(left, op);
    bool isLeft = bool(product);
    if (!isLeft)
      product = getProduct(right, op);
    if (!product)
      return;
    OpBuilder b(op);
    Location loc = op->getLoc();
    Value factor = product.getLhs(), addend = isLeft ? right : left;
    if (!isSum && isLeft)
      addend = arith::NegFOp::create(b, loc, addend);
    if (!isSum && !isLeft)
      factor = arith::NegFOp::create(b, loc, factor);
    auto flags = cast<arith::ArithFastMathInterface>(op).getFastMathFlagsAttr();
    Value fused = math::FmaOp::create(b, loc, factor, product.getRhs(), addend, flags);
    op->getResult(0).replaceAllUsesWith(fused);
    op->erase();
    product.erase();
  }
};
} // namespace
