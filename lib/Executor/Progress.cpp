//===- Progress.cpp - How far a long launch is ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Progress.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

std::string formatProgress(uint64_t finished, uint64_t total, double seconds) {
  std::string text = formatv("{0} of {1} threadgroups, {2} %", finished, total,
                             total == 0 ? 100 : uint64_t(100.0 * finished / total));
  // The first ones may be no measure of the rest.
  if (finished != 0 && finished < total)
    text += formatv(", {0} s left", uint64_t(seconds / finished * (total - finished)) + 1);
  return text;
}

ProgressDisplay::ProgressDisplay(uint64_t total) : total(total) {
  if (sys::Process::StandardErrIsDisplayed())
    thread = std::thread([this] { show(); });
}

ProgressDisplay::~ProgressDisplay() { stop(); }

void ProgressDisplay::stop() {
  {
    std::lock_guard<std::mutex> lock(mutex);
    stopped = true;
  }
  wake.notify_all();
  if (thread.joinable())
    thread.join();
}

void ProgressDisplay::show() {
  using namespace std::chrono;
  constexpr milliseconds delay(1000), interval(250);
  constexpr StringLiteral clearLine = "\r\x1b[K";
  steady_clock::time_point start = steady_clock::now();
  std::unique_lock<std::mutex> lock(mutex);
  bool isShown = false;
  while (!wake.wait_for(lock, isShown ? interval : delay, [this] { return stopped; })) {
    double seconds = duration<double>(steady_clock::now() - start).count();
    errs() << clearLine << formatProgress(finished, total, seconds);
    errs().flush();
    isShown = true;
  }
  if (isShown) {
    errs() << clearLine;
    errs().flush();
  }
}

} // namespace tritonmetal::executor
