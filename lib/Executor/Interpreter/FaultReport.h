//===- FaultReport.h - Faults in words ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_FAULTREPORT_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_FAULTREPORT_H

#include "Group.h"

#include "triton-metal/Executor/Launch.h"

namespace tritonmetal::executor {

/// What the words of a fault are made of, besides the fault.
struct FaultContext {
  const Program &program;
  const KernelInterface &interface;
  const Launch &launch;
  llvm::ArrayRef<MemoryObject> objects; // of the SIMD-group that faulted
  llvm::ArrayRef<Size3> started;        // position of each threadgroup, by number
};

/// Puts `raw` into words for somebody who knows the kernel but not the interpreter. It happened in
/// the thread with index `thread` of the threadgroup at `position`.
Fault describeFault(const RawFault &raw, const FaultContext &facts, const Size3 &position,
                    unsigned thread);

/// Fault::location of an instruction, empty without debug information.
std::string getLocation(const llvm::Instruction &inst);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_FAULTREPORT_H
