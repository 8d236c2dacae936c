//===- ElementMoves.cpp - From one layout to another ----------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ElementMoves.h"

#include "ElementTrips.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Layout/Conversion.h"
#include "triton-metal/Remarks/Explain.h"

using namespace mlir;
using namespace tritonmetal;
using layout::ConversionKind;
using layout::LinearLayout;
using layout::Shuffles;
using layout::Staging;
using layout::StagingSide;

/// Banks side by side in threadgroup memory, on all families.
static constexpr int kNumBanks = 32;

//===----------------------------------------------------------------------===//
// Costs
//===----------------------------------------------------------------------===//

/// Cycles of a SIMD-group for 32 bits a lane, after measurements of the M1: a shuffle over
/// a constant distance; an instruction such as a select; an access to threadgroup memory
/// beside the time for its bytes; what two barriers cost in waiting.
static constexpr int64_t kShuffleCost = 2, kInstructionCost = 1, kAccessCost = 3, kBarrierCost = 40;

/// More 32-bit values than this are better not chosen among: they may not be in registers.
static constexpr int64_t kMaxShuffledWords = 32;

static int64_t getCost(const Shuffles &shuffles, int64_t sourceRegisters, int64_t words) {
  int64_t registers = int64_t(1) << shuffles.offered.size();
  int64_t moved = registers - (registers >> shuffles.steps.size());
  return words * (kShuffleCost * moved +
                  kInstructionCost * (sourceRegisters * int64_t(shuffles.offers.size()) +
                                      registers * int64_t(shuffles.choices.size())));
}

static int64_t getCost(const Staging &staging, int64_t words) {
  int64_t cost = kBarrierCost;
  for (const StagingSide *side : {&staging.store, &staging.load}) {
    int64_t registers = int64_t(1) << side->registers.size();
    cost += kAccessCost * registers / side->width + kInstructionCost * registers * words;
  }
  return cost << staging.numBandBits;
}

//===----------------------------------------------------------------------===//
// Element types
//===----------------------------------------------------------------------===//

/// The type in which elements of `type` travel through memory: those that are not whole
/// bytes there, or that Metal has no type for, as integers.
static Type getCarrier(Type type) {
  if (type.isInteger(1) || (isa<FloatType>(type) && type.getIntOrFloatBitWidth() == 8))
    return IntegerType::get(type.getContext(), 8);
  return type;
}

static Value castElements(OpBuilder &builder, Location loc, Value registers, Type element) {
  auto type = cast<VectorType>(registers.getType());
  if (type.getElementType() == element)
    return registers;
  auto result = VectorType::get(type.getShape(), element);
  if (type.getElementType().isInteger(1))
    return arith::ExtUIOp::create(builder, loc, result, registers);
  if (element.isInteger(1))
    return arith::TruncIOp::create(builder, loc, result, registers);
  return arith::BitcastOp::create(builder, loc, result, registers);
}

//===----------------------------------------------------------------------===//
// The choice
//===----------------------------------------------------------------------===//

static std::optional<Staging> planFor(const LinearLayout &from, const LinearLayout &to,
                                      Type carrier, const GPUFamily &family) {
  layout::StagingLimits limits;
  limits.bytes = family.threadgroupMemoryBytes;
  // A byte travels with three others at most: Metal's vectors have four elements.
  limits.accessBytes = carrier.isInteger(8) ? 4 : family.maxLoadBytesPerLane;
  limits.rowBytes = kNumBanks * family.threadgroupBankBytes;
  return layout::planStaging(from, to, metal::getByteSize(carrier), limits);
}

static void explainMove(Location loc, Type element, int64_t elements, const Shuffles *shuffles,
                        const Staging *staging) {
  explain(loc, topic::kConversion, [&] {
    std::string text;
    llvm::raw_string_ostream os(text);
    os << elements << " " << element << " change their threads ";
    if (shuffles) {
      int64_t registers = int64_t(1) << shuffles->offered.size();
      os << "by " << registers - (registers >> shuffles->steps.size()) << " shuffles";
      return text;
    }
    int64_t trips = int64_t(1) << staging->numBandBits;
    os << "through " << staging->size * metal::getByteSize(getCarrier(element))
       << " bytes of threadgroup memory";
    if (trips > 1)
      os << ", in " << trips << " parts one after the other";
    return text;
  });
}

Value tritonmetal::moveElements(OpBuilder &builder, Location loc, Value registers,
                                const LinearLayout &from, const LinearLayout &to,
                                const GPUFamily &family) {
  layout::Conversion conversion = layout::planConversion(from, to);
  auto type = cast<VectorType>(registers.getType());
  if (conversion.kind == ConversionKind::None ||
      conversion.kind == ConversionKind::RegisterPermutation) {
    auto result = VectorType::get({to.getInDimSize("register")}, type.getElementType());
    return builder.createOrFold<metal::RearrangeOp>(loc, result, registers,
                                                    conversion.registerBases);
  }
  Type carrier = getCarrier(type.getElementType());
  int64_t words = std::max(1u, metal::getByteSize(carrier) / 4);
  int64_t count = type.getNumElements();
  std::optional<Staging> staging = planFor(from, to, carrier, family);
  std::optional<Shuffles> shuffles = layout::planShuffles(from, to);
  bool isSmall = words * std::max<int64_t>(count, to.getInDimSize("register")) <= kMaxShuffledWords;
  bool isShuffled =
      shuffles &&
      (!staging || (isSmall && getCost(*shuffles, count, words) <= getCost(*staging, words)));
  if (!isShuffled && !staging) {
    emitError(loc) << "moves a tensor of " << (int64_t(1) << from.getTotalOutDimSizeLog2())
                   << " elements to a layout in which threads hold copies in other registers, "
                      "which does not fit threadgroup memory; use a smaller tile, or "
                      "--replan=always";
    return {};
  }
  explainMove(loc, type.getElementType(), int64_t(1) << from.getTotalOutDimSizeLog2(),
              isShuffled ? &*shuffles : nullptr, isShuffled ? nullptr : &*staging);
  Value sent = castElements(builder, loc, registers, carrier);
  Value received = isShuffled ? moveByShuffles(builder, loc, sent, *shuffles)
                              : moveThroughMemory(builder, loc, sent, *staging);
  return castElements(builder, loc, received, type.getElementType());
}
