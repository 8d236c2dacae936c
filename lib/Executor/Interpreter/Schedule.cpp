//===- Schedule.cpp - The order of what Metal does not order ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Schedule.h"

#include "llvm/Support/MathExtras.h"

#include <utility>

using namespace llvm;

namespace tritonmetal::executor {

/// Spreads the bits of a number (the finaliser of the SplitMix64 generator, public domain).
static uint64_t mix(uint64_t x) {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return x ^ x >> 31;
}

Schedule::Schedule(std::optional<uint64_t> seed) : shuffled(seed.has_value()) {
  if (!seed)
    return;
  state = mix(*seed + 1);
  key = mix(state + 1);
}

uint64_t Schedule::draw() {
  state += 0x9e3779b97f4a7c15; // 2^64 divided by the golden ratio, SplitMix64's step
  return mix(state);
}

unsigned Schedule::choose(unsigned limit) { return unsigned(draw() % limit); }

/// A Feistel network maps [0, 4^k) to itself, one to one, whatever its rounds compute. Numbers past
/// the end are mapped again until they are not.
uint64_t Schedule::getThreadgroup(uint64_t index, uint64_t count) const {
  if (!shuffled || count < 2)
    return index;
  unsigned halfBits = divideCeil(Log2_64_Ceil(count), 2);
  uint64_t halfMask = (uint64_t(1) << halfBits) - 1;
  do {
    uint64_t left = index >> halfBits, right = index & halfMask;
    for (unsigned round = 0; round < 4; ++round)
      left = std::exchange(right, left ^ (mix(right + key + round) & halfMask));
    index = left << halfBits | right;
  } while (index >= count);
  return index;
}

uint64_t Schedule::chooseSlice() {
  constexpr uint64_t longSlice = 10000;
  constexpr unsigned shortSliceBits = 8;
  return shuffled ? uint64_t(1) << choose(shortSliceBits) : longSlice;
}

void Schedule::shuffle(MutableArrayRef<unsigned> order) {
  if (!shuffled)
    return;
  for (size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[choose(unsigned(i))]);
}

//===----------------------------------------------------------------------===//
// Blocks
//===----------------------------------------------------------------------===//

ForwardPaths::ForwardPaths(const Program &program) {
  constexpr size_t mostBlocks = 1 << 12;
  if (program.blocks.size() > mostBlocks)
    return;
  reachable.resize(program.blocks.size(), BitVector(unsigned(program.blocks.size())));
  // Blocks are in topological order but for the edges back in loops.
  for (uint32_t block = uint32_t(program.blocks.size()); block-- > 0;)
    for (const Edge &edge :
         ArrayRef(program.edges)
             .slice(program.blocks[block].firstEdge, program.blocks[block].edges)) {
      uint32_t target = edge.target;
      if (target <= block)
        continue;
      reachable[block].set(target);
      reachable[block] |= reachable[target];
    }
}

bool ForwardPaths::lead(uint32_t from, uint32_t to) const {
  return reachable.empty() ? from < to : reachable[from].test(to);
}

} // namespace tritonmetal::executor
