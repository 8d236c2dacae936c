//===- ThreadgroupLayout.cpp - Threadgroup memory as one block ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ThreadgroupLayout.h"

#include "triton-metal/Executor/Options.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;

namespace tritonmetal::executor {

/// Metal: the lengths of threadgroup buffers are multiples of it.
static constexpr uint64_t argumentAlignment = 16;

static uint64_t getArgumentSize(const KernelArgument &argument, const Launch &launch) {
  if (argument.isBuffer() && argument.space == AddressSpace::Threadgroup)
    for (const ThreadgroupAllocation &allocation : launch.threadgroupMemory)
      if (allocation.index == argument.binding)
        return allocation.bytes;
  return 0;
}

Expected<ThreadgroupLayout> layOutThreadgroupMemory(const KernelInterface &interface,
                                                    const Launch &launch,
                                                    ArrayRef<ThreadgroupVariable> variables) {
  ThreadgroupLayout layout;
  auto append = [&](uint64_t size, uint64_t alignment) {
    layout.size = alignTo(layout.size, alignment);
    ThreadgroupLayout::Part part{layout.size, size};
    layout.size += size;
    return part;
  };
  for (const KernelArgument &argument : interface.arguments)
    layout.arguments.push_back(append(getArgumentSize(argument, launch), argumentAlignment));
  for (const ThreadgroupVariable &variable : variables)
    layout.variables.push_back(append(variable.size, variable.alignment));
  if (layout.size > maxThreadgroupMemory)
    return createStringError(formatv("kernel '{0}' takes {1} bytes of threadgroup memory; {2} is "
                                     "the most",
                                     interface.name, layout.size, maxThreadgroupMemory));
  return std::move(layout);
}

} // namespace tritonmetal::executor
