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
// A warning has the same form, and happens any number of times: the kernel is not known to be
// wrong, and the launch goes on.
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
  Deadlock, // a loop waits for memory that nobody changes any more
  Trap,     // also code that is marked unreachable

  // Warnings.
  EqualStores,    // a race in which every order gives the same
  NeedsResidency, // a threadgroup waits for one that starts after it
  ShiftOutOfRange,
  DivisionOverflow, // the least number by -1
  DivisionByZero,
  NewNaN, // of finite numbers
};

/// `out-of-bounds`
llvm::StringRef getName(FaultKind kind);

struct BufferMismatch; // see Expectations.h

struct Fault {
  FaultKind kind = FaultKind::Trap;
  std::string what; // "kernel 'vadd' reads ..."
  struct Thread {
    Size3 threadgroup{};    // position in the grid
    Size3 thread{};         // position in the threadgroup
    unsigned simdgroup = 0; // in the threadgroup
    unsigned lane = 0;
  };
  /// The earlier access of a race.
  struct Other {
    Thread thread;
    std::string instruction, location;
  };
  std::optional<Thread> thread;
  /// What the instruction worked on: {"stored", "0x3f800000"}.
  std::vector<std::pair<std::string, std::string>> values;
  std::string instruction; // as LLVM prints it
  std::string location;    // FILE:LINE:COLUMN, where debug information has it
  std::optional<Other> other;
  uint64_t count = 1; // of a warning: how often the instruction met it
};

/// The lines above, without a newline at the end.
std::string formatFault(const Fault &fault);

/// {"schema_version": 1, "kernel": ..., "status": "done", "fault" or "mismatch", "faults": [...],
///  "warnings": [...], "mismatches": [...]}; the last only if there are some.
void printReportAsJson(llvm::StringRef kernel, llvm::ArrayRef<Fault> faults,
                       llvm::ArrayRef<Fault> warnings, llvm::ArrayRef<BufferMismatch> mismatches,
                       llvm::raw_ostream &os);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_FAULT_H
