//===- GuardedMemory.cpp - Memory between unmapped pages ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GuardedMemory.h"

#include "llvm/Config/llvm-config.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/Process.h"

#include <algorithm>
#include <cstdlib>

#ifdef LLVM_ON_UNIX
#include <sys/mman.h>
#endif

using namespace llvm;

namespace tritonmetal::executor {

#ifdef LLVM_ON_UNIX
/// What atomics of 32 bits need on some hosts.
static constexpr uint64_t startAlignment = 4;

static uint64_t getUsedSize(uint64_t size) {
  return alignTo(std::max<uint64_t>(size, 1), sys::Process::getPageSizeEstimate());
}

uint8_t *allocateGuarded(uint64_t size) {
  if (size > UINT64_MAX / 2)
    return nullptr;
  uint64_t used = getUsedSize(size);
  void *base = mmap(nullptr, used + 2 * guardSize, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (base == MAP_FAILED)
    return nullptr;
  uint8_t *start = static_cast<uint8_t *>(base) + guardSize;
  if (mprotect(start, used, PROT_READ | PROT_WRITE) != 0) {
    munmap(base, used + 2 * guardSize);
    return nullptr;
  }
  return start + used - alignTo(size, startAlignment);
}

void freeGuarded(uint8_t *memory, uint64_t size) {
  if (!memory)
    return;
  uint64_t used = getUsedSize(size);
  uint8_t *start = memory + alignTo(size, startAlignment) - used;
  munmap(start - guardSize, used + 2 * guardSize);
}
#else
uint8_t *allocateGuarded(uint64_t size) {
  return static_cast<uint8_t *>(std::calloc(std::max<uint64_t>(size, 1), 1));
}

void freeGuarded(uint8_t *memory, uint64_t) { std::free(memory); }
#endif

} // namespace tritonmetal::executor
