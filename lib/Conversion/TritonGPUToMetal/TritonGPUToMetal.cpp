//===- TritonGPUToMetal.cpp - TTGIR to the Metal dialect -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Conversion/TritonGPUToMetal/Passes.h"

#include "Patterns.h"

#include "triton-metal/Dialect/Metal/IR/Marks.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/Transforms/Patterns.h"
#include "mlir/Dialect/UB/IR/UBOps.h"

using namespace mlir;
using namespace tritonmetal;

namespace tritonmetal {
#define GEN_PASS_DEF_CONVERTTRITONGPUTOMETAL
#include "triton-metal/Conversion/TritonGPUToMetal/Passes.h.inc"
} // namespace tritonmetal

/// The GPU family in `ttg.target = "metal:apple9"`; apple7 if there is none of ours.
static const GPUFamily &familyOf(ModuleOp module) {
  auto target = module->getAttrOfType<StringAttr>(ttg::kTargetAttrName);
  StringRef name = target ? target.getValue() : "";
  const GPUFamily *family = name.consume_front("metal:") ? lookupFamily(name) : nullptr;
  return family ? *family : *lookupFamily("apple7");
}

/// What is left of the module's attributes is Triton's: the kernel has its own.
static void dropModuleAttributes(ModuleOp module) {
  for (NamedAttribute attr : llvm::to_vector(module->getDiscardableAttrs()))
    if (attr.getName().strref().starts_with("ttg."))
      module->removeDiscardableAttr(attr.getName());
}

namespace {
struct ConvertTritonGPUToMetal final
    : tritonmetal::impl::ConvertTritonGPUToMetalBase<ConvertTritonGPUToMetal> {
  using ConvertTritonGPUToMetalBase::ConvertTritonGPUToMetalBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (failed(checkSupported(module, emulateDoubles)) || failed(prepareMaps(module)))
      return signalPassFailure();
    llvm::StringMap<SmallVector<StringRef>> substitutions = collectSubstitutions(module);
    DebugSites sites(module);
    const GPUFamily &family = familyOf(module);
    AccessShapes accesses(module, family.maxLoadBytesPerLane);
    writePointerForms(module);
    TritonGPUToMetalTypeConverter converter;
    RewritePatternSet patterns(&getContext());
    populateAssemblyPatterns(converter, patterns);
    AtomicOrder order(module);
    populateAtomicPatterns(converter, order, patterns);
    populateConstantPatterns(converter, patterns);
    populateDebugPatterns(converter, sites, patterns);
    populateDotPatterns(converter, family, patterns);
    populateControlPatterns(converter, patterns);
    populateElementwisePatterns(converter, patterns);
    populateExternPatterns(converter, patterns);
    populateGatherPatterns(converter, patterns);
    populateHistogramPatterns(converter, patterns);
    populateKernelPatterns(converter, disjointArguments, patterns);
    populateMapPatterns(converter, patterns);
    populateMemoryPatterns(converter, accesses, patterns);
    populatePointerPatterns(converter, patterns);
    populateReducePatterns(converter, patterns);
    populateScanPatterns(converter, patterns);
    populateShapePatterns(converter, family, patterns);

    ConversionTarget target(getContext());
    target.addLegalDialect<metal::MetalDialect, vector::VectorDialect>();
    target.addIllegalDialect<gpu::GPUDialect, tt::TritonDialect, ttg::TritonGPUDialect>();
    target.addLegalOp<ModuleOp>();
    target.addDynamicallyLegalDialect<arith::ArithDialect, math::MathDialect>(
        [&](Operation *op) { return converter.isLegal(op); });
    target.addDynamicallyLegalDialect<ub::UBDialect>(
        [&](Operation *op) { return converter.isLegal(op); });
    scf::populateSCFStructuralTypeConversionsAndLegality(converter, patterns, target);
    if (failed(applyFullConversion(module, target, std::move(patterns))))
      return signalPassFailure();
    dropModuleAttributes(module);
    Builder builder(&getContext());
    for (auto kernel : module.getOps<metal::KernelOp>())
      if (auto it = substitutions.find(kernel.getTritonName());
          it != substitutions.end() && !it->second.empty())
        kernel->setAttr(metal::kSubstitutionsAttrName, builder.getStrArrayAttr(it->second));
  }
};
} // namespace
