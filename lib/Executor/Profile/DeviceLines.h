//===- DeviceLines.h - Lines of device memory that a launch touches ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Of each line: whether it was read and written at all, and which threadgroup touched it last. The
// tables have five bytes for each line of 128; the system maps only what is used of them.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_PROFILE_DEVICELINES_H
#define TRITON_METAL_LIB_EXECUTOR_PROFILE_DEVICELINES_H

#include "triton-metal/Executor/Profile.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace tritonmetal::executor {

class DeviceLines {
public:
  /// Of memory with so many bytes. Without memory for the tables, nothing is counted.
  explicit DeviceLines(uint64_t bytes)
      : numLines(bytes / cacheLineBytes + 1), touched(allocate<uint8_t>(numLines)),
        threadgroups(allocate<uint32_t>(numLines)) {}

  /// Counts `line` in `profile` if it is new to the launch or to the threadgroup of this number.
  void touch(uint64_t line, bool writes, uint32_t threadgroup, Profile &profile) {
    if (!touched || !threadgroups || line >= numLines)
      return;
    uint8_t bit = writes ? 2 : 1;
    if (!(touched.get()[line] & bit))
      ++(writes ? profile.writtenLines : profile.readLines);
    touched.get()[line] |= bit;
    uint32_t &last = threadgroups.get()[line];
    profile.threadgroupLines += last != threadgroup;
    last = threadgroup;
  }

  /// Whether a line of [first, end) was read or written.
  bool isTouched(uint64_t first, uint64_t end, bool writes) const {
    uint8_t bit = writes ? 2 : 1;
    for (uint64_t line = first; touched && line < std::min(end, numLines); ++line)
      if (touched.get()[line] & bit)
        return true;
    return false;
  }

private:
  struct Release {
    void operator()(void *memory) const { std::free(memory); }
  };
  template <typename T>
  static std::unique_ptr<T, Release> allocate(uint64_t count) {
    return std::unique_ptr<T, Release>(static_cast<T *>(std::calloc(count, sizeof(T))));
  }

  uint64_t numLines;
  std::unique_ptr<uint8_t, Release> touched;
  std::unique_ptr<uint32_t, Release> threadgroups;
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_PROFILE_DEVICELINES_H
