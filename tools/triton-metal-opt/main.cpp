//===- main.cpp - triton-metal-opt: run passes on IR ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// An ordinary `mlir-opt`: every dialect and pass by name, for tests and for
// looking inside.
//
//   triton-metal-opt kernel.ttir --triton-to-tritongpu-pipeline="num-warps=4"
//
//===----------------------------------------------------------------------===//

#include "Registration.h"

#include "mlir/IR/DialectRegistry.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  tritonmetal::registerAllDialects(registry);
  tritonmetal::registerAllPasses();
  return mlir::asMainReturnCode(mlir::MlirOptMain(
      argc, argv, "triton-metal-opt: Triton IR to Metal, pass by pass\n", registry));
}
