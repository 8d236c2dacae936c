//===- Dialects.cpp - What Triton IR is made of ----------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Reader/Reader.h"

#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPU.h"
#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPU.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/UB/IR/UBOps.h"

using namespace mlir;

void tritonmetal::registerTritonDialects(DialectRegistry &registry) {
  registry.insert<amdg::TritonAMDGPUDialect, tt::TritonDialect, ttg::TritonGPUDialect,
                  ttng::TritonNvidiaGPUDialect>();
  registry.insert<arith::ArithDialect, cf::ControlFlowDialect, gpu::GPUDialect, LLVM::LLVMDialect,
                  math::MathDialect, scf::SCFDialect, ub::UBDialect>();
}
