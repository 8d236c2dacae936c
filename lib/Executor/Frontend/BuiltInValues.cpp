//===- BuiltInValues.cpp - What a dispatch supplies to each thread ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BuiltInValues.h"

#include "triton-metal/Executor/Options.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace llvm;

namespace tritonmetal::executor {

Size3 getThreads(const Launch &launch, const Size3 &threadgroup) {
  Size3 threads;
  for (unsigned axis = 0; axis < 3; ++axis)
    threads[axis] = std::min(launch.threadsPerThreadgroup[axis],
                             launch.threadsPerGrid[axis] -
                                 threadgroup[axis] * launch.threadsPerThreadgroup[axis]);
  return threads;
}

uint64_t getBuiltIn(BuiltIn builtIn, unsigned axis, const Launch &launch,
                    const ThreadPlace &place) {
  const Size3 &full = launch.threadsPerThreadgroup;
  switch (builtIn) {
  case BuiltIn::ThreadPositionInGrid:
    return uint64_t(place.threadgroup[axis]) * full[axis] +
           unlinearise(place.index, place.threads)[axis];
  case BuiltIn::ThreadsPerGrid:
  case BuiltIn::GridSize:
    return launch.threadsPerGrid[axis];
  case BuiltIn::GridOrigin:
    return 0;
  case BuiltIn::ThreadPositionInThreadgroup:
    return unlinearise(place.index, place.threads)[axis];
  case BuiltIn::ThreadsPerThreadgroup:
    return place.threads[axis];
  case BuiltIn::DispatchThreadsPerThreadgroup:
    return full[axis];
  case BuiltIn::ThreadgroupPositionInGrid:
    return place.threadgroup[axis];
  case BuiltIn::ThreadgroupsPerGrid:
    return launch.threadgroups[axis];
  case BuiltIn::ThreadIndexInThreadgroup:
    return place.index;
  case BuiltIn::SimdgroupIndexInThreadgroup:
    return place.index / numLanes;
  case BuiltIn::ThreadIndexInSimdgroup:
    return place.index % numLanes;
  case BuiltIn::ThreadsPerSimdgroup:
  case BuiltIn::ThreadExecutionWidth:
    return numLanes;
  case BuiltIn::SimdgroupsPerThreadgroup:
    return divideCeil(countThreads(place.threads), numLanes);
  case BuiltIn::DispatchSimdgroupsPerThreadgroup:
    return divideCeil(countThreads(full), numLanes);
  case BuiltIn::QuadgroupIndexInThreadgroup:
    return place.index / quadLanes;
  case BuiltIn::ThreadIndexInQuadgroup:
    return place.index % quadLanes;
  case BuiltIn::QuadgroupsPerThreadgroup:
    return divideCeil(countThreads(place.threads), quadLanes);
  }
  llvm_unreachable("every built-in is listed");
}

} // namespace tritonmetal::executor
