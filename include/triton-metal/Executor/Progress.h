//===- Progress.h - How far a long launch is ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// After a second, and only if standard error is a terminal, one line that changes and goes away at
// the end:
//
//   1200 of 4096 threadgroups, 29 %, 12 s left
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_PROGRESS_H
#define TRITON_METAL_EXECUTOR_PROGRESS_H

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace tritonmetal::executor {

/// The line; `seconds` have passed so far.
std::string formatProgress(uint64_t finished, uint64_t total, double seconds);

class ProgressDisplay {
public:
  /// `total` threadgroups are to run.
  explicit ProgressDisplay(uint64_t total);
  ~ProgressDisplay();

  /// Takes the line away.
  void stop();

  std::atomic<uint64_t> finished{0}; // threadgroups

private:
  void show();

  uint64_t total;
  std::mutex mutex;
  std::condition_variable wake;
  bool stopped = false; // by `mutex`
  std::thread thread;   // none if nobody watches
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_PROGRESS_H
