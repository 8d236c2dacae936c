//===- ThreadgroupLayout.h - Threadgroup memory as one block ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Threadgroup buffers, whose size the launch gives, come first, in the order of the parameters;
// then the kernel's threadgroup variables:
//
//   |  [[threadgroup(0)]] 256 bytes  |  @tile 1024 bytes  |  @flags 4 bytes |
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_FRONTEND_THREADGROUPLAYOUT_H
#define TRITON_METAL_LIB_EXECUTOR_FRONTEND_THREADGROUPLAYOUT_H

#include "triton-metal/Executor/Launch.h"

namespace tritonmetal::executor {

/// What threadgroup and thread memory holds before it is written: visible in results, and no number
/// that a test would expect.
constexpr uint8_t unwrittenByte = 0xa5;

struct ThreadgroupVariable {
  uint64_t size = 0;
  uint64_t alignment = 1;
};

struct ThreadgroupLayout {
  struct Part {
    uint64_t offset = 0; // in the block
    uint64_t size = 0;   // 0: not in threadgroup memory, or the launch gives it no bytes
  };
  std::vector<Part> arguments; // by parameter
  std::vector<Part> variables; // in the order given
  uint64_t size = 0;           // of the block
};

/// Error: more than `maxThreadgroupMemory`.
llvm::Expected<ThreadgroupLayout>
layOutThreadgroupMemory(const KernelInterface &interface, const Launch &launch,
                        llvm::ArrayRef<ThreadgroupVariable> variables);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_FRONTEND_THREADGROUPLAYOUT_H
