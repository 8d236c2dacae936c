//===- RegisterPipelines.cpp - Pipelines by name ----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Pipelines/Pipelines.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassOptions.h"
#include "mlir/Pass/PassRegistry.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

struct PlanningOptions : PassPipelineOptions<PlanningOptions> {
  Option<int> numWarps{*this, "num-warps", llvm::cl::desc("SIMD-groups in a threadgroup"),
                       llvm::cl::init(4)};
  Option<std::string> target{*this, "target", llvm::cl::desc("GPU family to plan for"),
                             llvm::cl::init("apple7")};
  Option<bool> emulateDoubles{*this, "emulate-doubles",
                              llvm::cl::desc("Make loops of products of f64"),
                              llvm::cl::init(false)};
};

struct LoweringOptions : PassPipelineOptions<LoweringOptions> {
  Option<unsigned> registerBudget{
      *this, "register-budget",
      llvm::cl::desc("32-bit values that a thread may hold in unrolled arrays"),
      llvm::cl::init(MetalOptions().registerBudget)};
  Option<bool> fpFusion{*this, "fp-fusion", llvm::cl::desc("Fuse products with additions"),
                        llvm::cl::init(true)};
  Option<bool> fastFunctions{*this, "fast-functions", llvm::cl::desc("Take Metal's fast functions"),
                             llvm::cl::init(false)};
  Option<bool> emulateDoubles{*this, "emulate-doubles", llvm::cl::desc("Compute f64 in software"),
                              llvm::cl::init(false)};
};

} // namespace

void tritonmetal::registerPipelines() {
  PassPipelineRegistration<PlanningOptions>(
      "triton-to-tritongpu", "Plan layouts: TTIR to TTGIR",
      [](OpPassManager &pm, const PlanningOptions &options) {
        buildTritonToTritonGPUPipeline(pm, {options.numWarps, options.target,
                                            /*largeFragments=*/false, options.emulateDoubles});
      });
  PassPipelineRegistration<>("tritongpu-to-triton", "Raise what was planned: TTGIR to TTIR",
                             buildTritonGPUToTritonPipeline);
  PassPipelineRegistration<LoweringOptions>("tritongpu-to-metal", "TTGIR to kernels in loop form",
                                            [](OpPassManager &pm, const LoweringOptions &options) {
                                              MetalOptions metalOptions;
                                              metalOptions.registerBudget = options.registerBudget;
                                              metalOptions.fpFusion = options.fpFusion;
                                              metalOptions.fastFunctions = options.fastFunctions;
                                              metalOptions.emulateDoubles = options.emulateDoubles;
                                              buildTritonGPUToMetalPipeline(pm, metalOptions);
                                            });
}
