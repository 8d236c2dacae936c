//===- Fault.h - What went wrong while a kernel ran ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A fault is a mistake of the kernel or of its launch, found while it ran:
//
//   kernel 'vadd' reads 4 bytes at offset 4000 of buffer 0 'a', which has 4000 bytes
//     in thread (232, 0, 0) of threadgroup (3, 0, 0), lane 8 of SIMD-group 7
//     at %5 = load float, ptr addrspace(1) %4, align 4
//     from vadd.py:12:8
//
// A warning has the same form; the kernel is not known to be wrong, and the launch goes on. As JSON
// both are objects of `printReportAsJson`.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_FAULT_H
#define TRITON_METAL_EXECUTOR_FAULT_H

#include "triton-metal/Executor/LaunchDescription.h"

namespace llvm {
class raw_ostream;
}

namespace tritonmetal::executor {

enum class FaultKind : uint8_t {
  NullPointer,
  WildPointer, // points to no object
  UnboundBuffer,
  OutOfBounds,
  Misaligned,
  ForbiddenAccess, // a write to what is read-only, or the reverse
  UninitialisedRead,
  Race,
  BarrierDivergence, // not all threads reach the barrier
  SimdDivergence,    // not all lanes reach a function of the SIMD-group
  InactiveLane,      // a shuffle from a lane that does not take part
  StepLimit,
  Trap, // also code that is marked unreachable
};

/// `out-of-bounds`
llvm::StringRef getName(FaultKind kind);

struct Fault {
  FaultKind kind = FaultKind::Trap;
  std::string what; // "kernel 'vadd' reads ..."
  struct Thread {
    Size3 threadgroup{};    // position in the grid
    Size3 thread{};         // position in the threadgroup
    unsigned simdgroup = 0; // in the threadgroup
    unsigned lane = 0;
  };
  std::optional<Thread> thread;
  std::string instruction; // as LLVM prints it
  std::string location;    // FILE:LINE:COLUMN, where debug information has it
};

/// The lines above, without a newline at the end.
std::string formatFault(const Fault &fault);

/// {"schema_version": 1, "kernel": ..., "status": "done" or "fault", "faults": [...]}
void printReportAsJson(llvm::StringRef kernel, llvm::ArrayRef<Fault> faults, llvm::raw_ostream &os);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_FAULT_H
