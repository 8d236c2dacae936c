//===- CheckFeatures.cpp - What not all targets have -----------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"
#include "triton-metal/TargetInfo/TargetInfo.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_CHECKFEATURES
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

namespace {
/// A feature that an op needs, and what to do without it.
struct Need {
  Feature feature;
  StringRef wayOut;
};
} // namespace

static std::optional<Need> findNeed(Operation *op) {
  if (isa<FenceOp>(op))
    return Need{Feature::AtomicThreadFence,
                "give the atomic sem=\"relaxed\" if it orders no other accesses, or compile for a "
                "later system"};
  if (auto multiply = dyn_cast<SimdgroupMultiplyAccumulateOp>(op)) {
    auto matrix = cast<SimdgroupMatrixType>(multiply.getA().getType().getElementType());
    if (matrix.getSize() == 16)
      return Need{Feature::Matrix16x16, "use a layout of size 8, or compile for a later GPU"};
    if (matrix.getElementType().isBF16())
      return Need{Feature::BFloatMatrix, "compile for a later system"};
    return std::nullopt;
  }
  auto update = dyn_cast<AtomicRMWOp>(op);
  if (!update)
    return std::nullopt;
  Type type = update.getValue().getType();
  if (type.isInteger(64))
    return Need{Feature::UInt64MinMaxAtomics, "use 32 bits, or compile for a later GPU"};
  if (type.isF32())
    return Need{Feature::DeviceFloatAtomics, "compile for a later system"};
  return std::nullopt;
}

namespace {
struct CheckFeatures final : tritonmetal::metal::impl::CheckFeaturesBase<CheckFeatures> {
  using CheckFeaturesBase::CheckFeaturesBase;

  void runOnOperation() override {
    llvm::Expected<DeploymentTarget> deployment = DeploymentTarget::parse(deploymentTarget);
    if (!deployment) {
      getOperation().emitError(toString(deployment.takeError()));
      return signalPassFailure();
    }
    WalkResult result = getOperation().walk([&](KernelOp kernel) {
      const GPUFamily *family = lookupFamily(kernel.getTarget());
      return family ? check(kernel, *family, *deployment) : WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }

  static WalkResult check(KernelOp kernel, const GPUFamily &family,
                          const DeploymentTarget &deployment) {
    return kernel.walk([&](Operation *op) {
      std::optional<Need> need = findNeed(op);
      if (!need)
        return WalkResult::advance();
      llvm::Error error = checkFeature(need->feature, family, deployment);
      if (!error)
        return WalkResult::advance();
      op->emitError(toString(std::move(error))) << "; " << need->wayOut;
      return WalkResult::interrupt();
    });
  }
};
} // namespace
