//===- TritonGPUToMetal.cpp - TTGIR to kernels in loop form ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Pipelines/Pipelines.h"

#include "triton-metal/Conversion/TritonGPUToMetal/Passes.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"
#include "triton-metal/Dialect/Triton/Transforms/Passes.h"
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace tritonmetal;

void tritonmetal::buildTritonGPUToMetalPipeline(OpPassManager &pm, const MetalOptions &options) {
  // Of TTGIR that came from elsewhere; what was planned here has neither any more.
  pm.addPass(tt::createStructureControlFlow());
  pm.addPass(tt::createInlineCalls());
  pm.addPass(ttg::createPlanDots({options.largeFragments}));
  if (options.emulateDoubles) // of TTGIR again
    pm.addPass(ttg::createExpandDoubleDots());
  pm.addPass(ttg::createPeelMasks());
  if (options.fastFunctions)
    pm.addPass(ttg::createApproximateFunctions());
  if (options.fpFusion)
    pm.addPass(ttg::createContractMultiplyAdd());
  // One vector element a register, then expanded, synchronised, and looped.
  pm.addPass(createConvertTritonGPUToMetal({options.disjointArguments, options.emulateDoubles}));
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(metal::createRollRepeats());
  buildLoopFormPipeline(pm, options);
}

void tritonmetal::buildLoopFormPipeline(OpPassManager &pm, const MetalOptions &options) {
  pm.addPass(metal::createSinkReads());
  pm.addPass(metal::createAllocateThreadgroupMemory());
  pm.addPass(metal::createOrderDeviceMemory());
  pm.addPass(metal::createPlaceBarriers());
  pm.addPass(metal::createFormLoops({options.registerBudget}));
  pm.addPass(metal::createExpandAtomics());
  pm.addPass(metal::createCheckFeatures({options.deploymentTarget}));
  // After the loops, which want to recognise the identity of a combine.
  pm.addPass(metal::createEmulateDoubles({options.emulateDoubles}));
  pm.addPass(metal::createExpandMath());
  pm.addPass(createCanonicalizerPass());
  // Code that leaves several loops may meet the same again.
  pm.addPass(createLoopInvariantCodeMotionPass());
  pm.addPass(createCSEPass());
  pm.addPass(metal::createAnnotateAccess());
  pm.addPass(metal::createBindArguments({options.allowOverlap}));
  pm.addPass(metal::createMarkCoherent());
  pm.addPass(metal::createVerifyLoopForm());
}
