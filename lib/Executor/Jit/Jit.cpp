//===- Jit.cpp - The fast engine ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Jit.h"

#include "Worker.h"

#include "llvm/Support/FormatVariadic.h"

#include <atomic>
#include <thread>

using namespace llvm;

namespace tritonmetal::executor {

using namespace jit;

namespace {
/// Host threads that take threadgroups in their order, a few at a time where there are many: for
/// small ones even the counter would be what threads wait for. After a fault those in front of it
/// still run, so that the fault that is reported does not depend on who was faster.
class Run {
public:
  Run(const CompiledKernel &kernel, Launch &launch)
      : kernel(kernel), launch(launch), finished(kernel.options.finishedThreadgroups) {
    const Size3 &grid = launch.threadgroups;
    total = uint64_t(grid[0]) * grid[1] * grid[2];
    firstFault = total;
  }

  std::optional<Fault> run(unsigned numWorkers);
  uint64_t getFaultyThreadgroup() const { return firstFault; }

  Size3 getPosition(uint64_t index) const {
    const Size3 &grid = launch.threadgroups;
    return {uint32_t(index % grid[0]), uint32_t(index / grid[0] % grid[1]),
            uint32_t(index / grid[0] / grid[1])};
  }

private:
  void work();
  bool runOne(Worker &worker, uint64_t index);

  const CompiledKernel &kernel;
  Launch &launch;
  std::atomic<uint64_t> *finished; // see ExecutionOptions
  uint64_t total = 0;
  uint64_t share = 1; // threadgroups that a thread takes at once
  // On a cache line of its own: the rest is read by all and hardly ever changes.
  alignas(64) std::atomic<uint64_t> next{0};
  alignas(64) std::atomic<uint64_t> firstFault{0};
  std::mutex mutex;
  std::optional<Fault> fault; // of the threadgroup `firstFault`
};
} // namespace

/// False if it is at fault.
bool Run::runOne(Worker &worker, uint64_t index) {
  if (worker.runThreadgroup(getPosition(index)))
    return true;
  std::lock_guard<std::mutex> lock(mutex);
  if (index < firstFault.load()) {
    firstFault = index;
    fault = std::move(worker.fault);
  }
  return false;
}

void Run::work() {
  Worker worker(kernel, launch);
  while (true) {
    uint64_t first = next.fetch_add(share), end = std::min(first + share, total);
    if (first >= firstFault.load(std::memory_order_relaxed))
      return;
    for (uint64_t index = first; index < end; ++index)
      if (index >= firstFault.load(std::memory_order_relaxed) || !runOne(worker, index))
        return;
    if (finished)
      finished->fetch_add(end - first, std::memory_order_relaxed);
  }
}

std::optional<Fault> Run::run(unsigned numWorkers) {
  // So many shares that threads end at about the same time.
  constexpr uint64_t sharesPerWorker = 64;
  share = std::max<uint64_t>(1, total / numWorkers / sharesPerWorker);
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < numWorkers && i < total; ++i)
    threads.emplace_back([this] { work(); });
  work();
  for (std::thread &thread : threads)
    thread.join();
  return std::move(fault);
}

namespace {
class JitKernel final : public Executable {
public:
  JitKernel(std::unique_ptr<CompiledKernel> compiled, const LoadedKernel &kernel,
            const ExecutionOptions &options)
      : compiled(std::move(compiled)), kernel(kernel), options(options) {}

  Expected<RunResult> run(Launch &launch) override;

private:
  Error explain(Launch &launch, const Size3 &position, std::optional<Fault> &fault);

  std::unique_ptr<CompiledKernel> compiled;
  const LoadedKernel &kernel;
  const ExecutionOptions options;
};
} // namespace

/// A signal does not tell which instruction was at fault. The threadgroup runs again, with checks.
Error JitKernel::explain(Launch &launch, const Size3 &position, std::optional<Fault> &fault) {
  ExecutionOptions checked = options;
  checked.checks.bounds = true;
  Expected<std::unique_ptr<CompiledKernel>> again = compileKernel(kernel, launch, checked);
  if (!again)
    return again.takeError();
  Worker worker(**again, launch);
  if (!worker.runThreadgroup(position))
    fault = std::move(worker.fault);
  return Error::success();
}

Expected<RunResult> JitKernel::run(Launch &launch) {
  auto getAddress = [&](size_t storage, uint64_t offset) {
    return reinterpret_cast<uint64_t>(launch.storages[storage].data()) + offset;
  };
  storePointers(launch, getAddress);
  Run run(*compiled, launch);
  unsigned numWorkers =
      options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
  RunResult result;
  result.fault = run.run(numWorkers);
  if (result.fault && result.fault->instruction.empty())
    if (Error error = explain(launch, run.getPosition(run.getFaultyThreadgroup()), result.fault))
      return std::move(error);
  erasePointers(launch, getAddress);
  return std::move(result);
}

Expected<std::unique_ptr<Executable>> makeJit(const LoadedKernel &kernel, const Launch &launch,
                                              const ExecutionOptions &options) {
  const CheckSet &checks = options.checks;
  bool lacking = !checks.all && (checks.races || checks.uninit || checks.arithmetic);
  const char *missing = options.profile    ? "counters"
                        : options.schedule ? "schedules"
                        : lacking          ? "checks but 'bounds' and 'divergence'"
                                           : nullptr;
  if (missing)
    return createStringError(formatv("the engine 'jit' has no {0}; take --engine=interp", missing));
  Expected<std::unique_ptr<CompiledKernel>> compiled = compileKernel(kernel, launch, options);
  if (!compiled)
    return compiled.takeError();
  return std::make_unique<JitKernel>(std::move(*compiled), kernel, options);
}

} // namespace tritonmetal::executor
