//===- CrossLane.cpp - What lanes exchange ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CrossLane.h"

#include "../Interpreter/IntegerOps.h"

using namespace llvm;

namespace tritonmetal::executor {

namespace {
constexpr unsigned quadLanes = 4;
using Operands = const Column *const *;
} // namespace

/// The lanes of a group of `width` that starts at `base`.
template <unsigned width>
static LaneMask groupMask(unsigned base) {
  return LaneMask((uint64_t(1) << width) - 1) << base;
}

/// Calls `body(base, lanes that take part)` for each group with any.
template <unsigned width, typename Body>
static void forEachGroup(LaneMask active, Body body) {
  for (unsigned base = 0; base < numLanes; base += width)
    if (LaneMask present = active & groupMask<width>(base))
      body(base, present);
}

//===----------------------------------------------------------------------===//
// Shuffles. `source(lane in the group, operand)` is the lane to read from; width or more: its own
//===----------------------------------------------------------------------===//

template <unsigned width, typename Source>
static LaneMask shuffle(Operands operands, LaneMask active, Column &result, Source source) {
  const Column &data = *operands[0], &selector = *operands[1];
  LaneMask missing = 0;
  Column read; // operands and result may be the same column
  forEachLane(active, [&](unsigned lane) {
    unsigned inGroup = lane % width;
    unsigned from = source(inGroup, unsigned(selector.lanes[lane]));
    from = from < width ? lane - inGroup + from : lane;
    bool present = active >> from & 1;
    missing |= LaneMask(!present) << lane;
    read.lanes[lane] = present ? data.lanes[from] : 0;
  });
  forEachLane(active, [&](unsigned lane) { result.lanes[lane] = read.lanes[lane]; });
  return missing;
}

enum class Direction { From, Up, Down, Xor, RotateUp, RotateDown };

template <unsigned width, Direction direction>
static LaneMask exchange(Operands operands, LaneMask active, unsigned, Column &result) {
  return shuffle<width>(operands, active, result, [](unsigned lane, unsigned selector) {
    switch (direction) {
    case Direction::From:
      return selector;
    case Direction::Up:
      return lane - selector;
    case Direction::Down:
      return lane + selector;
    case Direction::Xor:
      return lane ^ selector;
    case Direction::RotateUp:
      return (lane - selector) % width;
    case Direction::RotateDown:
      return (lane + selector) % width;
    }
    llvm_unreachable("every direction is listed");
  });
}

/// Operands {data, filling, distance, row}. Each `row` lanes form a row; what a lane would read
/// beyond its end comes from the other end of the filling:
///
///   row of 4, down by 1:   data  a b c d   filling  p q r s   result  b c d p
template <unsigned width, bool up>
static LaneMask exchangeAndFill(Operands operands, LaneMask active, unsigned, Column &result) {
  LaneMask missing = 0;
  Column read;
  forEachLane(active, [&](unsigned lane) {
    unsigned distance = unsigned(operands[2]->lanes[lane]);
    unsigned row = unsigned(operands[3]->lanes[lane]);
    if (row == 0 || row > width)
      row = width;
    unsigned inRow = lane % row;
    bool fill = up ? distance > inRow : inRow + distance >= row;
    unsigned target =
        up ? inRow + (fill ? row : 0) - distance : inRow + distance - (fill ? row : 0);
    // Farther than a row is undefined in Metal; a lane then keeps its own filling.
    unsigned from = target < row ? lane - inRow + target : lane;
    bool present = active >> from & 1;
    missing |= LaneMask(!present) << lane;
    read.lanes[lane] = present ? operands[fill ? 1 : 0]->lanes[from] : 0;
  });
  forEachLane(active, [&](unsigned lane) { result.lanes[lane] = read.lanes[lane]; });
  return missing;
}

template <unsigned width>
static LaneMask broadcastFirst(Operands operands, LaneMask active, unsigned, Column &result) {
  forEachGroup<width>(active, [&](unsigned, LaneMask present) {
    Word value = operands[0]->lanes[countr_zero(present)];
    forEachLane(present, [&](unsigned lane) { result.lanes[lane] = value; });
  });
  return 0;
}

template <unsigned width>
static CrossLane getShuffle(AirOperation simdOperation) {
  switch (simdOperation) {
  case AirOperation::SimdShuffle:
  case AirOperation::SimdBroadcast:
    return exchange<width, Direction::From>;
  case AirOperation::SimdShuffleUp:
    return exchange<width, Direction::Up>;
  case AirOperation::SimdShuffleDown:
    return exchange<width, Direction::Down>;
  case AirOperation::SimdShuffleXor:
    return exchange<width, Direction::Xor>;
  case AirOperation::SimdShuffleRotateUp:
    return exchange<width, Direction::RotateUp>;
  case AirOperation::SimdShuffleRotateDown:
    return exchange<width, Direction::RotateDown>;
  case AirOperation::SimdShuffleFillUp:
    return exchangeAndFill<width, true>;
  case AirOperation::SimdShuffleFillDown:
    return exchangeAndFill<width, false>;
  case AirOperation::SimdBroadcastFirst:
    return broadcastFirst<width>;
  default:
    return nullptr;
  }
}

//===----------------------------------------------------------------------===//
// Reductions and scans
//===----------------------------------------------------------------------===//

/// Metal leaves the order of a float sum open; this is a tree over neighbours, as hardware that
/// halves the lanes step by step would compute it.
template <unsigned width, typename Combine>
static Word reduceLanes(const Column &data, unsigned base, LaneMask present, Combine combine) {
  Word values[width];
  std::copy_n(data.lanes + base, width, values);
  present >>= base;
  for (unsigned distance = 1; distance < width; distance *= 2)
    for (unsigned lane = 0; lane < width; lane += 2 * distance) {
      bool left = present >> lane & 1, right = present >> (lane + distance) & 1;
      if (left && right)
        values[lane] = combine(values[lane], values[lane + distance]);
      else if (right)
        values[lane] = values[lane + distance];
      if (right)
        present |= LaneMask(1) << lane;
    }
  return values[0];
}

/// `Op::combine(Word, Word, bits)` and `Op::identity()`.
template <unsigned width, typename Op>
static LaneMask reduce(Operands operands, LaneMask active, unsigned bits, Column &result) {
  forEachGroup<width>(active, [&](unsigned base, LaneMask present) {
    Word value = reduceLanes<width>(*operands[0], base, present,
                                    [bits](Word a, Word b) { return Op::combine(a, b, bits); });
    forEachLane(present, [&](unsigned lane) { result.lanes[lane] = value; });
  });
  return 0;
}

/// In the order of the lanes.
template <unsigned width, typename Op, bool inclusive>
static LaneMask scan(Operands operands, LaneMask active, unsigned bits, Column &result) {
  forEachGroup<width>(active, [&](unsigned, LaneMask present) {
    Word sum = Op::identity();
    forEachLane(present, [&](unsigned lane) {
      Word next = Op::combine(sum, operands[0]->lanes[lane], bits);
      result.lanes[lane] = inclusive ? next : sum;
      sum = next;
    });
  });
  return 0;
}

namespace {
template <IntegerOp op, Word identityValue = 0>
struct IntegerCombine {
  static Word combine(Word a, Word b, unsigned bits) { return op(a, b, bits); }
  static Word identity() { return identityValue; }
};

using FloatOp = float (*)(float, float);
float addFloats(float a, float b) { return a + b; }
float multiplyFloats(float a, float b) { return a * b; }

template <typename Number, FloatOp op>
struct FloatCombine {
  static Word combine(Word a, Word b, unsigned) {
    return Number::encode(op(Number::decode(a), Number::decode(b)));
  }
  static Word identity() { return Number::encode(op == multiplyFloats ? 1.0 : 0.0); }
};
} // namespace

template <unsigned width, typename Sum, typename Product, typename Least, typename Most>
static CrossLane getArithmetic(AirOperation simdOperation) {
  switch (simdOperation) {
  case AirOperation::SimdSum:
    return reduce<width, Sum>;
  case AirOperation::SimdProduct:
    return reduce<width, Product>;
  case AirOperation::SimdMin:
    return reduce<width, Least>;
  case AirOperation::SimdMax:
    return reduce<width, Most>;
  case AirOperation::SimdPrefixInclusiveSum:
    return scan<width, Sum, true>;
  case AirOperation::SimdPrefixExclusiveSum:
    return scan<width, Sum, false>;
  case AirOperation::SimdPrefixInclusiveProduct:
    return scan<width, Product, true>;
  case AirOperation::SimdPrefixExclusiveProduct:
    return scan<width, Product, false>;
  default:
    return nullptr;
  }
}

template <unsigned width, typename Number>
static CrossLane getFloatArithmetic(AirOperation simdOperation) {
  return getArithmetic<width, FloatCombine<Number, addFloats>, FloatCombine<Number, multiplyFloats>,
                       FloatCombine<Number, minimumNumber>, FloatCombine<Number, maximumNumber>>(
      simdOperation);
}

template <unsigned width, bool isSigned>
static CrossLane getIntegerArithmetic(AirOperation simdOperation) {
  switch (simdOperation) {
  case AirOperation::SimdAnd:
    return reduce<width, IntegerCombine<integer::bitAnd>>;
  case AirOperation::SimdOr:
    return reduce<width, IntegerCombine<integer::bitOr>>;
  case AirOperation::SimdXor:
    return reduce<width, IntegerCombine<integer::bitXor>>;
  default:
    using Min =
        std::conditional_t<isSigned, IntegerCombine<integer::smin>, IntegerCombine<integer::umin>>;
    using Max =
        std::conditional_t<isSigned, IntegerCombine<integer::smax>, IntegerCombine<integer::umax>>;
    return getArithmetic<width, IntegerCombine<integer::add>, IntegerCombine<integer::mul, 1>, Min,
                         Max>(simdOperation);
  }
}

template <unsigned width>
static CrossLane getArithmetic(AirOperation simdOperation, const AirType &type,
                               FloatFormat format) {
  if (!type.isFloat())
    return type.isSigned() ? getIntegerArithmetic<width, true>(simdOperation)
                           : getIntegerArithmetic<width, false>(simdOperation);
  switch (format) {
  case FloatFormat::Half:
    return getFloatArithmetic<width, HalfNumber>(simdOperation);
  case FloatFormat::BFloat:
    return getFloatArithmetic<width, BFloatNumber>(simdOperation);
  case FloatFormat::FloatFlush:
    return getFloatArithmetic<width, FloatNumber<true>>(simdOperation);
  case FloatFormat::FloatPreserve:
    return getFloatArithmetic<width, FloatNumber<false>>(simdOperation);
  }
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Votes
//===----------------------------------------------------------------------===//

/// `answer(lanes whose bit is set, lanes that take part)`, both counted from the group's first.
template <unsigned width, typename Answer>
static LaneMask vote(Operands operands, LaneMask active, Column &result, Answer answer) {
  LaneMask set = getTrueLanes(*operands[0], active);
  forEachGroup<width>(active, [&](unsigned base, LaneMask present) {
    Word value = answer((set & present) >> base, present >> base);
    forEachLane(present, [&](unsigned lane) { result.lanes[lane] = value; });
  });
  return 0;
}

template <unsigned width>
static LaneMask ballot(Operands operands, LaneMask active, unsigned, Column &result) {
  return vote<width>(operands, active, result, [](LaneMask set, LaneMask) -> Word { return set; });
}
template <unsigned width>
static LaneMask voteAll(Operands operands, LaneMask active, unsigned, Column &result) {
  return vote<width>(operands, active, result,
                     [](LaneMask set, LaneMask present) -> Word { return set == present; });
}
template <unsigned width>
static LaneMask voteAny(Operands operands, LaneMask active, unsigned, Column &result) {
  return vote<width>(operands, active, result,
                     [](LaneMask set, LaneMask) -> Word { return set != 0; });
}

/// A ballot's result against the lanes that take part.
template <unsigned width, bool all>
static LaneMask voteOnMask(Operands operands, LaneMask active, unsigned, Column &result) {
  forEachGroup<width>(active, [&](unsigned base, LaneMask present) {
    forEachLane(present, [&](unsigned lane) {
      LaneMask set = LaneMask(operands[0]->lanes[lane]) & present >> base;
      result.lanes[lane] = all ? set == present >> base : set != 0;
    });
  });
  return 0;
}

template <unsigned width>
static LaneMask activeMask(Operands, LaneMask active, unsigned, Column &result) {
  forEachGroup<width>(active, [&](unsigned base, LaneMask present) {
    forEachLane(present, [&](unsigned lane) { result.lanes[lane] = present >> base; });
  });
  return 0;
}

template <unsigned width>
static LaneMask isFirst(Operands, LaneMask active, unsigned, Column &result) {
  forEachGroup<width>(active, [&](unsigned, LaneMask present) {
    unsigned first = countr_zero(present);
    forEachLane(present, [&](unsigned lane) { result.lanes[lane] = lane == first; });
  });
  return 0;
}

/// Helper threads exist in fragment functions only.
static LaneMask isHelperThread(Operands, LaneMask active, unsigned, Column &result) {
  forEachLane(active, [&](unsigned lane) { result.lanes[lane] = 0; });
  return 0;
}

template <unsigned width>
static CrossLane getVote(AirOperation simdOperation) {
  switch (simdOperation) {
  case AirOperation::SimdBallot:
    return ballot<width>;
  case AirOperation::SimdAll:
    return voteAll<width>;
  case AirOperation::SimdAny:
    return voteAny<width>;
  case AirOperation::SimdVoteAll:
    return voteOnMask<width, true>;
  case AirOperation::SimdVoteAny:
    return voteOnMask<width, false>;
  case AirOperation::SimdActiveThreadsMask:
    return activeMask<width>;
  case AirOperation::SimdIsFirst:
    return isFirst<width>;
  case AirOperation::SimdIsHelperThread:
    return isHelperThread;
  default:
    return nullptr;
  }
}

//===----------------------------------------------------------------------===//
// Lookup
//===----------------------------------------------------------------------===//

/// The operation of a SIMD-group that a quad-group's is a narrow form of, or nothing.
static std::optional<AirOperation> getWideForm(AirOperation operation) {
  switch (operation) {
#define QUAD(name)                                                                                 \
  case AirOperation::Quad##name:                                                                   \
    return AirOperation::Simd##name;
    QUAD(Shuffle)
    QUAD(ShuffleUp)
    QUAD(ShuffleDown)
    QUAD(ShuffleXor)
    QUAD(ShuffleRotateUp)
    QUAD(ShuffleRotateDown)
    QUAD(ShuffleFillUp)
    QUAD(ShuffleFillDown)
    QUAD(Broadcast)
    QUAD(BroadcastFirst)
    QUAD(Sum)
    QUAD(Product)
    QUAD(Min)
    QUAD(Max)
    QUAD(And)
    QUAD(Or)
    QUAD(Xor)
    QUAD(PrefixInclusiveSum)
    QUAD(PrefixExclusiveSum)
    QUAD(PrefixInclusiveProduct)
    QUAD(PrefixExclusiveProduct)
    QUAD(Ballot)
    QUAD(All)
    QUAD(Any)
    QUAD(VoteAll)
    QUAD(VoteAny)
    QUAD(ActiveThreadsMask)
    QUAD(IsFirst)
    QUAD(IsHelperThread)
#undef QUAD
  default:
    return std::nullopt;
  }
}

template <unsigned width>
static CrossLane find(AirOperation simdOperation, const AirType &type, FloatFormat format) {
  if (CrossLane function = getShuffle<width>(simdOperation))
    return function;
  if (CrossLane function = getVote<width>(simdOperation))
    return function;
  return getArithmetic<width>(simdOperation, type, format);
}

CrossLane getCrossLane(AirOperation operation, const AirType &type, FloatFormat format) {
  if (std::optional<AirOperation> wide = getWideForm(operation))
    return find<quadLanes>(*wide, type, format);
  return find<numLanes>(operation, type, format);
}

} // namespace tritonmetal::executor
