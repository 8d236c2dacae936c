//===- RewriteBlockAccesses.cpp - Blocks to tensors of pointers ------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Triton/Transforms/Passes.h"

#include "BlockPatterns.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/Transforms/Patterns.h"

using namespace mlir;
using namespace tritonmetal::tt;

namespace tritonmetal::tt {
#define GEN_PASS_DEF_REWRITEBLOCKACCESSES
#include "triton-metal/Dialect/Triton/Transforms/Passes.h.inc"
} // namespace tritonmetal::tt

BlockTypeConverter::BlockTypeConverter() {
  addConversion([](Type type) { return type; });
  addConversion([](PointerType type, SmallVectorImpl<Type> &parts) -> std::optional<LogicalResult> {
    if (!isBlockPointer(type))
      return std::nullopt;
    unsigned rank = cast<RankedTensorType>(type.getPointeeType()).getRank();
    parts.push_back(getBlockElementPointer(type));
    parts.append(2 * rank, IntegerType::get(type.getContext(), 64));
    parts.append(rank, IntegerType::get(type.getContext(), 32));
    return success();
  });
  addConversion(
      [](TensorDescType type, SmallVectorImpl<Type> &parts) -> std::optional<LogicalResult> {
        RankedTensorType block = type.getValueType();
        parts.push_back(PointerType::get(block.getElementType()));
        parts.append(2 * block.getRank() - 1, IntegerType::get(type.getContext(), 64));
        if (isa<FloatType>(block.getElementType()))
          parts.push_back(IntegerType::get(type.getContext(), 1));
        return success();
      });
}

static bool isBlockType(Type type) { return isBlockPointer(type) || isa<TensorDescType>(type); }

/// What has no rewrite, at its own location.
static LogicalResult checkRewritable(Operation *op) {
  bool hasBlocks = llvm::any_of(op->getOperandTypes(), isBlockType) ||
                   llvm::any_of(op->getResultTypes(), isBlockType);
  if (auto function = dyn_cast<FuncOp>(op)) {
    if (llvm::any_of(function.getResultTypes(), isBlockType) ||
        (!function.isPublic() && llvm::any_of(function.getArgumentTypes(), isBlockType)))
      return op->emitOpError("takes or returns a block pointer or a tensor descriptor, and is not "
                             "inlined; drop `noinline`");
    if (llvm::any_of(function.getArgumentTypes(), isBlockPointer))
      return op->emitOpError("has a block pointer as a parameter, which no host can pass");
    return success();
  }
  if (!hasBlocks)
    return success();
  if (auto reduce = dyn_cast<DescriptorReduceOp>(op))
    if (reduce.getKind() == DescriptorReduceKind::Increment ||
        reduce.getKind() == DescriptorReduceKind::Decrement)
      return op->emitOpError("increments or decrements up to a bound, for which Metal has no "
                             "atomic; use atomic_add");
  bool isKnown = isa<MakeTensorPtrOp, AdvanceOp, LoadOp, StoreOp, MakeTensorDescOp,
                     DescriptorLoadOp, DescriptorStoreOp, DescriptorGatherOp, DescriptorScatterOp,
                     DescriptorReduceOp, arith::SelectOp>(op) ||
                 op->getNumRegions() != 0 || op->hasTrait<OpTrait::IsTerminator>();
  if (isKnown)
    return success();
  return op->emitOpError("works on a block pointer or a tensor descriptor in a way that has no "
                         "lowering; use a tensor of pointers");
}

namespace {
struct RewriteBlockAccesses final
    : tritonmetal::tt::impl::RewriteBlockAccessesBase<RewriteBlockAccesses> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    WalkResult checked = module.walk([](Operation *op) { return WalkResult(checkRewritable(op)); });
    if (checked.wasInterrupted())
      return signalPassFailure();

    BlockTypeConverter converter;
    RewritePatternSet patterns(&getContext());
    populateBlockPointerPatterns(converter, patterns);
    populateDescriptorPatterns(converter, patterns);
    populateBlockCarrierPatterns(converter, patterns);
    ConversionTarget target(getContext());
    target.markUnknownOpDynamicallyLegal([&](Operation *op) {
      auto function = dyn_cast<FuncOp>(op);
      if (function && !converter.isSignatureLegal(function.getFunctionType()))
        return false;
      return converter.isLegal(op) && llvm::all_of(op->getRegions(), [&](Region &region) {
               return converter.isLegal(&region);
             });
    });
    scf::populateSCFStructuralTypeConversions(converter, patterns);
    if (failed(applyPartialConversion(module, target, std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
