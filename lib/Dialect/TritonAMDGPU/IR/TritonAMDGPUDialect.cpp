//===- TritonAMDGPUDialect.cpp - Registration, attributes -------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPU.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::amdg;

#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUDialect.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUAttributes.cpp.inc"

void TritonAMDGPUDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUAttributes.cpp.inc"
      >();
}

void TritonAMDGPUDialect::initialize() {
  registerAttributes();
  addOperations<
#define GET_OP_LIST
#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUOps.cpp.inc"
      >();
}

/// `<local_prefetch>`
Attribute SchedHintVariantAttr::parse(AsmParser &parser, Type) {
  StringRef name;
  if (parser.parseLess() || parser.parseKeyword(&name) || parser.parseGreater())
    return {};
  return get(parser.getContext(), name);
}

void SchedHintVariantAttr::print(AsmPrinter &printer) const { printer << "<" << getName() << ">"; }
