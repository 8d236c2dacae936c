//===- TritonAMDGPU.h - AMD's own ops ---------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// TritonAMDGPUDialect.td says what the dialect is for, TritonAMDGPUOps.td which file has
// which ops.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPU_H
#define TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPU_H

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUDialect.h.inc"

#define GET_ATTRDEF_CLASSES
#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUAttributes.h.inc"

#define GET_OP_CLASSES
#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUOps.h.inc"

#endif // TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPU_H
