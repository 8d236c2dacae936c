//===- Repetition.cpp - Runs a launch several times and measures ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Repetition.h"

#include <algorithm>
#include <chrono>
#include <cstring>

using namespace llvm;

namespace tritonmetal::executor {

using Clock = std::chrono::steady_clock;

static double getMilliseconds(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

static double getMedian(std::vector<double> times) {
  auto middle = times.begin() + times.size() / 2;
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

static Expected<std::vector<Storage>> copyStorages(const Launch &launch) {
  std::vector<Storage> copies;
  for (const Storage &storage : launch.storages) {
    copies.push_back(Storage::copyOf(storage.contents()));
    if (!copies.back().isValid())
      return createStringError("no memory for a second copy of the buffers, which --repeat needs");
  }
  return std::move(copies);
}

Expected<RunResult> runRepeatedly(LoadedKernel &kernel, Launch &launch,
                                  const ExecutionOptions &options, unsigned count, Timing &timing) {
  Clock::time_point start = Clock::now();
  Expected<std::unique_ptr<Executable>> executable = makeExecutable(kernel, launch, options);
  if (!executable)
    return executable.takeError();
  timing.prepare = getMilliseconds(start);

  std::vector<Storage> initial;
  if (count > 1) {
    Expected<std::vector<Storage>> copies = copyStorages(launch);
    if (!copies)
      return copies.takeError();
    initial = std::move(*copies);
  }
  std::vector<double> times;
  while (true) {
    start = Clock::now();
    Expected<RunResult> result = (*executable)->run(launch);
    times.push_back(getMilliseconds(start));
    timing.run = getMedian(times);
    if (!result || result->fault || times.size() >= count)
      return result;
    for (size_t i = 0; i < initial.size(); ++i)
      if (initial[i].size() != 0)
        std::memcpy(launch.storages[i].data(), initial[i].data(), initial[i].size());
  }
}

} // namespace tritonmetal::executor
