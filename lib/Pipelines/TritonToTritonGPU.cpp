//===- TritonToTritonGPU.cpp - TTIR to TTGIR --------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Conversion/TritonToTritonGPU/Passes.h"
#include "triton-metal/Dialect/Triton/Transforms/Passes.h"
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h"
#include "triton-metal/Pipelines/Pipelines.h"
#include "triton-metal/TargetInfo/TargetInfo.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace tritonmetal;

void tritonmetal::buildTritonToTritonGPUPipeline(OpPassManager &pm,
                                                 const TritonToTritonGPUOptions &options) {
  pm.addPass(tt::createStructureControlFlow());
  pm.addPass(tt::createInlineCalls());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());

  // Block pointers that pass through functions are gone with the calls.
  pm.addPass(tt::createRewriteBlockAccesses());
  pm.addPass(tt::createDecomposeScaledDots());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());

  ConvertTritonToTritonGPUOptions layouts;
  layouts.numWarps = options.numWarps;
  layouts.target = options.target;
  pm.addPass(createConvertTritonToTritonGPU(layouts));
  pm.addPass(ttg::createPlanDots({options.largeFragments}));
  if (options.emulateDoubles)
    pm.addPass(ttg::createExpandDoubleDots());
  pm.addPass(ttg::createCoalesce());
  pm.addPass(ttg::createRemoveLayoutConversions());
  // Half of what arrays may take: sums are there as well.
  pm.addPass(ttg::createPrefetchLoads({lookupFamily(options.target)->registerBudget / 2}));

  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  // Conversions of what a loop does not change happen once.
  pm.addPass(createLoopInvariantCodeMotionPass());
}
