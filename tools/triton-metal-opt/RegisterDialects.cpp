//===- RegisterDialects.cpp - What triton-metal-opt can read --------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Registration.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Reader/Reader.h"

#include "mlir/Dialect/LLVMIR/Transforms/InlinerInterfaceImpl.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/DialectRegistry.h"

void tritonmetal::registerAllDialects(mlir::DialectRegistry &registry) {
  registerTritonDialects(registry);
  registry.insert<metal::MetalDialect, mlir::vector::VectorDialect>();
  mlir::LLVM::registerInlinerInterface(registry);
}
