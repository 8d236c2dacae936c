//===- HostInterface.h - What compiled kernels and the host share ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiled code reads and writes these structures by the offsets of their members, and calls the
// functions below by name. It comes in one of two forms:
//
//   void runThreadgroup(ThreadgroupState *, SimdgroupState *)      threads in a loop
//   void *startThread(ThreadgroupState *, SimdgroupState *, u32 index)
//                                                                  a coroutine for each thread
//
// The second returns a frame whose first word is the function that goes on with the thread. A
// thread stops where it needs others: it leaves its operands in columns (see Program.h) and the
// number of the place in `SimdgroupState::sites`, and finds its results in columns when it goes on.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_HOSTINTERFACE_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_HOSTINTERFACE_H

#include "../Interpreter/Program.h"

#include "triton-metal/Executor/LaunchDescription.h"

namespace tritonmetal::executor::jit {

class Worker;

/// One for each host thread; members change from threadgroup to threadgroup.
struct ThreadgroupState {
  Size3 position{};                    // in the grid
  Size3 threads{};                     // of this threadgroup
  uint8_t *memory = nullptr;           // threadgroup memory
  uint8_t *const *arguments = nullptr; // buffers by parameter; null if unbound
  const uint64_t *argumentSizes = nullptr;
  Worker *worker = nullptr;
};

/// `sites` of a thread that has returned.
constexpr uint32_t finishedSite = ~uint32_t(0);

struct SimdgroupState {
  Column *columns = nullptr;
  uint32_t sites[numLanes] = {};
};

/// A coroutine's frame begins with it.
struct ThreadFrame {
  void (*resume)(ThreadFrame *) = nullptr;
  void (*destroy)(ThreadFrame *) = nullptr;
};

#ifdef __clang__
#define TRITON_METAL_CALLS_COMPILED_CODE __attribute__((no_sanitize("function")))
#else
#define TRITON_METAL_CALLS_COMPILED_CODE
#endif

/// Calls compiled code. Sanitizers check the type of a function by what stands in front of it,
/// where compiled code has nothing, and maybe no memory.
template <typename Function, typename... Arguments>
TRITON_METAL_CALLS_COMPILED_CODE auto callCompiled(Function *function, Arguments... arguments) {
  return function(arguments...);
}

/// Of the memory for frames: the widest vector registers.
constexpr unsigned frameAlignment = 64;

/// Functions that compiled code calls.
namespace names {
constexpr char runThreadgroup[] = "runThreadgroup";
constexpr char startThread[] = "startThread";
/// ThreadFrame *(ThreadgroupState *, u64 size): memory for the frame of a thread.
constexpr char allocateFrame[] = "allocateFrame";
/// void(ThreadgroupState *, u32 call, SimdgroupState *, u32 lane): an instruction that the
/// interpreter executes for one lane.
constexpr char interpret[] = "interpret";
/// void(ThreadgroupState *, u32 site, u32 index, u32 trap, u64 offset, u64 bytes): ends the launch
/// with a fault of a thread, see FaultSites.h.
constexpr char trap[] = "trap";
/// bool(ThreadgroupState *, u64 address, u64 bytes): whether a pointer whose origin is not known
/// points into a buffer or into threadgroup memory.
constexpr char isAccessible[] = "isAccessible";
/// float(u16), u16(double): see FloatFormats.h.
constexpr char decodeHalf[] = "decodeHalf";
constexpr char encodeHalf[] = "encodeHalf";
constexpr char encodeBFloat[] = "encodeBFloat";
} // namespace names

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_HOSTINTERFACE_H
