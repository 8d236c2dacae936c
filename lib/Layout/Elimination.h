//===- Elimination.h - Linear systems over GF(2) ----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Vectors are the bits of a 64-bit number and addition is XOR. `insert` vectors in order of
// preference; one that is a sum of earlier ones is refused. `solve` then writes any vector as a sum
// of those that were taken.
//
//   insert(0b01, tag 1), insert(0b11, tag 2), insert(0b10, tag 4) -> taken, taken, refused
//   solve(0b10) = 3: the sum of those with tags 1 and 2
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_LAYOUT_ELIMINATION_H
#define TRITON_METAL_LIB_LAYOUT_ELIMINATION_H

#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <optional>

namespace tritonmetal::layout {

class Elimination {
public:
  /// False if `vector` is a sum of vectors that were taken before. `tag` names it in solutions,
  /// which are the XOR of tags.
  bool insert(uint64_t vector, uint64_t tag) {
    reduce(vector, tag);
    if (vector == 0)
      return false;
    // Rows stay sorted by leading bit, highest first, so that one sweep reduces any vector.
    auto *place = rows.begin();
    while (place != rows.end() && place->vector > vector)
      ++place;
    rows.insert(place, Row{vector, tag});
    return true;
  }

  /// The XOR of the tags of the vectors that sum up to `vector`; none if no sum does.
  std::optional<uint64_t> solve(uint64_t vector) const {
    uint64_t tags = 0;
    reduce(vector, tags);
    return vector == 0 ? std::optional<uint64_t>(tags) : std::nullopt;
  }

  int getRank() const { return static_cast<int>(rows.size()); }

private:
  struct Row {
    uint64_t vector;
    uint64_t tag;
  };

  void reduce(uint64_t &vector, uint64_t &tag) const {
    for (const Row &row : rows) {
      // Smaller after the XOR means that the leading bit of the row was set.
      if ((vector ^ row.vector) < vector) {
        vector ^= row.vector;
        tag ^= row.tag;
      }
    }
  }

  llvm::SmallVector<Row, 16> rows;
};

} // namespace tritonmetal::layout

#endif // TRITON_METAL_LIB_LAYOUT_ELIMINATION_H
