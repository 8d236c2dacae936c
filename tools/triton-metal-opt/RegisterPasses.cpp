//===- RegisterPasses.cpp - What triton-metal-opt can run -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Registration.h"

#include "triton-metal/Conversion/MetalToLLVM/Passes.h"
#include "triton-metal/Conversion/TritonGPUToMetal/Passes.h"
#include "triton-metal/Conversion/TritonGPUToTriton/Passes.h"
#include "triton-metal/Conversion/TritonToTritonGPU/Passes.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"
#include "triton-metal/Dialect/Triton/Transforms/Passes.h"
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h"
#include "triton-metal/Pipelines/Pipelines.h"

#include "mlir/Transforms/Passes.h"

#ifdef TRITON_METAL_TEST_PASSES
#include "TestPasses.h"
#endif

void tritonmetal::registerAllPasses() {
  mlir::registerTransformsPasses();
  metal::registerMetalPasses();
  metal::registerMetalToLLVMPasses();
  registerTritonGPUToTritonPasses();
  registerTritonToTritonGPUPasses();
  tt::registerTritonPasses();
  ttg::registerTritonGPUPasses();
  registerPipelines();
#ifdef TRITON_METAL_TEST_PASSES
  test::registerTestAxisInfo();
  test::registerTestIntegerRanges();
#endif
  registerTritonGPUToMetalPasses();
}
