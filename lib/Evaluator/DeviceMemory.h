//===- DeviceMemory.h - Buffers in one address space ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Buffer i of a launch lies at address (i + 1) << 40, so that an address names its
// buffer, a pointer that leaves its buffer hits nothing, and every buffer is aligned
// for whatever a kernel was promised:
//
//   find(0x20000000010, 4)   ->   4 bytes at offset 16 of buffer 1
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EVALUATOR_DEVICEMEMORY_H
#define TRITON_METAL_LIB_EVALUATOR_DEVICEMEMORY_H

#include "triton-metal/Executor/Launch.h"

#include <cstring>
#include <string>

namespace tritonmetal::evaluator {

class DeviceMemory {
public:
  explicit DeviceMemory(std::vector<executor::Storage> &buffers) : buffers(buffers) {}

  static uint64_t getAddress(size_t buffer, uint64_t offset) {
    return (uint64_t(buffer + 1) << addressBits) + offset;
  }

  /// The `bytes` bytes at `address`, or null if they are not all in one buffer.
  uint8_t *find(uint64_t address, unsigned bytes) {
    uint64_t buffer = (address >> addressBits) - 1;
    uint64_t offset = address & ((uint64_t(1) << addressBits) - 1);
    if (buffer >= buffers.size() || offset + bytes > buffers[buffer].size())
      return nullptr;
    return buffers[buffer].data() + offset;
  }

  static uint64_t load(const uint8_t *place, unsigned bytes) {
    uint64_t bits = 0;
    std::memcpy(&bits, place, bytes); // little-endian, as the launch files are
    return bits;
  }
  static void store(uint8_t *place, uint64_t bits, unsigned bytes) {
    std::memcpy(place, &bits, bytes);
  }

  /// "offset 4000 of buffer 0, which has 4000 bytes"
  std::string describe(uint64_t address) const;

private:
  static constexpr unsigned addressBits = 40;
  std::vector<executor::Storage> &buffers;
};

} // namespace tritonmetal::evaluator

#endif // TRITON_METAL_LIB_EVALUATOR_DEVICEMEMORY_H
