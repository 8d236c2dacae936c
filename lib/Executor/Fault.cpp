//===- Fault.cpp - What went wrong while a kernel ran ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Fault.h"

#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace tritonmetal::executor {

static std::string print(const Size3 &position) {
  return formatv("({0}, {1}, {2})", position[0], position[1], position[2]);
}

std::string formatFault(const Fault &fault) {
  std::string text = fault.what;
  if (fault.thread)
    text += formatv("\n  in thread {0} of threadgroup {1}, lane {2} of SIMD-group {3}",
                    print(fault.thread->thread), print(fault.thread->threadgroup),
                    fault.thread->lane, fault.thread->simdgroup);
  if (!fault.instruction.empty())
    text += "\n  at " + fault.instruction;
  if (!fault.location.empty())
    text += "\n  from " + fault.location;
  return text;
}

} // namespace tritonmetal::executor
