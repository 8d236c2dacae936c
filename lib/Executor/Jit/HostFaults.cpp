//===- HostFaults.cpp - Kernels that leave their memory ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An access to unmapped memory raises a signal; its handler jumps back to where the host thread
// started to run compiled code. Signals that come from elsewhere go to whoever handled them before.
//
//===----------------------------------------------------------------------===//

#include "HostFaults.h"

#include "llvm/Config/llvm-config.h"

#include <csetjmp>
#include <csignal>
#include <cstdlib>
#include <iterator>

#ifdef LLVM_ON_UNIX
#include <pthread.h>
#endif

namespace tritonmetal::executor::jit {

namespace {
struct GuardedRun {
  std::jmp_buf start;
  std::optional<uint64_t> address;
};
} // namespace

static thread_local GuardedRun *volatile currentRun = nullptr;

#ifdef LLVM_ON_UNIX
static constexpr int accessSignals[] = {SIGSEGV, SIGBUS};
static struct sigaction previousActions[std::size(accessSignals)];

static void handleSignal(int signal, siginfo_t *info, void *) {
  GuardedRun *run = currentRun;
  if (!run) {
    for (size_t i = 0; i < std::size(accessSignals); ++i)
      if (accessSignals[i] == signal)
        sigaction(signal, &previousActions[i], nullptr); // raised again on return
    return;
  }
  run->address = reinterpret_cast<uint64_t>(info->si_addr);
  // The jump leaves the handler without its return, which would let the signal through again.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, signal);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  _longjmp(run->start, 1);
}

static void installHandlers() {
  static bool installed = [] {
    struct sigaction action = {};
    action.sa_sigaction = handleSignal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < std::size(accessSignals); ++i)
      sigaction(accessSignals[i], &action, &previousActions[i]);
    return true;
  }();
  (void)installed;
}
#else
#define _setjmp setjmp
#define _longjmp std::longjmp
static void installHandlers() {}
#endif

std::optional<Escape> runGuarded(llvm::function_ref<void()> body) {
  installHandlers();
  GuardedRun run;
  // Without the signal mask, which would take a system call.
  if (_setjmp(run.start) != 0) {
    currentRun = nullptr;
    return Escape{run.address};
  }
  currentRun = &run;
  body();
  currentRun = nullptr;
  return std::nullopt;
}

void escape() { _longjmp(currentRun->start, 1); }

} // namespace tritonmetal::executor::jit
