//===- WrittenBits.h - Which bytes were written ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A bit for each byte of threadgroup or thread memory, set once somebody has written the byte.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_WRITTENBITS_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_WRITTENBITS_H

#include <algorithm>
#include <cstdint>
#include <vector>

namespace tritonmetal::executor {

class WrittenBits {
public:
  WrittenBits() = default;
  explicit WrittenBits(uint64_t size) : words((size + wordBits - 1) / wordBits) {}

  void clear() { std::fill(words.begin(), words.end(), 0); }

  void mark(uint64_t offset, uint64_t size) {
    forEachWord(offset, size, [&](uint64_t word, uint64_t mask) {
      words[word] |= mask;
      return true;
    });
  }
  /// Whether all bytes of the range are written.
  bool areAllWritten(uint64_t offset, uint64_t size) const {
    return forEachWord(offset, size,
                       [&](uint64_t word, uint64_t mask) { return (words[word] & mask) == mask; });
  }
  bool isAnyWritten(uint64_t offset, uint64_t size) const {
    return !forEachWord(offset, size,
                        [&](uint64_t word, uint64_t mask) { return (words[word] & mask) == 0; });
  }
  bool isWritten(uint64_t offset) const {
    return words[offset / wordBits] >> offset % wordBits & 1;
  }
  /// Makes [to, to + size) as written as [from, from + size) of `source` is.
  void copy(uint64_t to, const WrittenBits &source, uint64_t from, uint64_t size) {
    std::vector<bool> written(size);
    for (uint64_t i = 0; i < size; ++i)
      written[i] = source.isWritten(from + i);
    for (uint64_t i = 0; i < size; ++i) {
      uint64_t bit = uint64_t(1) << (to + i) % wordBits;
      uint64_t &word = words[(to + i) / wordBits];
      word = written[i] ? word | bit : word & ~bit;
    }
  }

private:
  static constexpr uint64_t wordBits = 64;

  /// Calls `body(word, mask)` until it returns false; false if it did.
  template <typename Body>
  static bool forEachWord(uint64_t offset, uint64_t size, Body body) {
    uint64_t start = offset % wordBits;
    if (start + size < wordBits) // most accesses
      return body(offset / wordBits, ((uint64_t(1) << size) - 1) << start);
    while (size != 0) {
      start = offset % wordBits;
      uint64_t part = std::min(size, wordBits - start);
      uint64_t mask = (part == wordBits ? ~uint64_t(0) : (uint64_t(1) << part) - 1) << start;
      if (!body(offset / wordBits, mask))
        return false;
      offset += part;
      size -= part;
    }
    return true;
  }

  std::vector<uint64_t> words;
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_WRITTENBITS_H
