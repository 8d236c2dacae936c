//===- HostFaults.h - Kernels that leave their memory ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_HOSTFAULTS_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_HOSTFAULTS_H

#include "llvm/ADT/STLFunctionalExtras.h"

#include <cstdint>
#include <optional>

namespace tritonmetal::executor::jit {

/// How compiled code came to an end before its time.
struct Escape {
  /// The address that could not be accessed, or 0 if the host does not tell; nothing if the code
  /// called `escape`.
  std::optional<uint64_t> address;
};

/// Runs `body`, which must not own anything while compiled code runs. Nothing is returned if it
/// comes to its end. On one host thread, calls do not nest.
std::optional<Escape> runGuarded(llvm::function_ref<void()> body);

/// Ends the `runGuarded` that this host thread is in.
[[noreturn]] void escape();

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_HOSTFAULTS_H
