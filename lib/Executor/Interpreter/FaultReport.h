//===- FaultReport.h - Faults in words ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_FAULTREPORT_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_FAULTREPORT_H

#include "Group.h"

#include "triton-metal/Executor/Fault.h"

namespace tritonmetal::executor {

struct KernelInterface;

/// Puts `raw` into words for somebody who knows the kernel but not the interpreter. `objects` are
/// those of the SIMD-group that faulted.
Fault describeFault(const RawFault &raw, const Program &program, const KernelInterface &interface,
                    llvm::ArrayRef<MemoryObject> objects, const Fault::Thread &thread);

/// Fault::location of an instruction, empty without debug information.
std::string getLocation(const llvm::Instruction &inst);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_FAULTREPORT_H
