//===- TritonGPUToTriton.cpp - TTGIR back to TTIR ---------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Conversion/TritonGPUToTriton/Passes.h"
#include "triton-metal/Pipelines/Pipelines.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace tritonmetal;

void tritonmetal::buildTritonGPUToTritonPipeline(OpPassManager &pm) {
  pm.addPass(createRaiseToTriton());
  pm.addNestedPass<tt::FuncOp>(createUndoPrefetch());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}
