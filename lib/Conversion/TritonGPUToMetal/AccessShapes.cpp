//===- AccessShapes.cpp - How wide each load and store is ------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "AccessShapes.h"

#include "LayoutQuery.h"
#include "TypeConversion.h"

#include "triton-metal/Analysis/AxisInfo.h"
#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Remarks/Explain.h"

using namespace mlir;
using namespace tritonmetal;

/// More elements than four travel as 32-bit words, two elements to a word: a width
/// that only 16-bit types have. Bytes stop at four.
static int64_t widestRun(unsigned elementBytes, unsigned maxAccessBytes) {
  return elementBytes == 1 ? 4 : std::max(1u, maxAccessBytes / elementBytes);
}

namespace {

/// What limits the number of elements of one access, along one dimension.
struct Limits {
  int64_t contiguous = 1; // neighbours in memory
  int64_t aligned = 1;    // of these, with a known alignment
  int64_t registers = 1;  // neighbours that a thread has
  int64_t masked = 1;     // neighbours under one mask
  int64_t widest = 1;     // what a lane can access

  int64_t width() const { return std::min({aligned, registers, masked, widest}); }
};

} // namespace

static Limits findLimits(Value pointer, Value mask, const AxisInfoAnalysis &axes,
                         unsigned maxAccessBytes) {
  auto type = cast<RankedTensorType>(pointer.getType());
  Type pointee = cast<tt::PointerType>(type.getElementType()).getPointeeType();
  AxisInfo addresses = axes.lookup(pointer);
  Limits best;
  for (unsigned dim = 0; addresses.isReached() && dim < type.getRank(); ++dim) {
    Limits limits;
    limits.contiguous = addresses.getContiguity(dim);
    limits.aligned = addresses.getAlignedRun(dim);
    limits.registers = getContiguousRegisters(type, dim);
    limits.widest = widestRun(tt::getElementBytes(pointee), maxAccessBytes);
    AxisInfo cuts = mask ? axes.lookup(mask) : AxisInfo();
    limits.masked = !mask ? limits.widest : cuts.isReached() ? cuts.getConstancy(dim) : 1;
    bool isWider = limits.width() > best.width();
    bool isLessScattered = limits.width() == best.width() && limits.contiguous > best.contiguous;
    if (dim == 0 || isWider || isLessScattered)
      best = limits;
  }
  return best;
}

/// Why an access is not wider, and what would make it so.
static std::pair<std::string, std::string> findReason(const Limits &limits, int64_t bytes,
                                                      int64_t registers) {
  int64_t width = limits.width();
  if (width == limits.widest)
    return {"there are no wider ones", ""};
  if (width == registers)
    return {"that is all a thread has", ""};
  if (limits.contiguous <= width)
    return {width == 1 ? "elements are not known to be neighbours in memory"
                       : "no more than " + std::to_string(width) +
                             " elements are known to be neighbours in memory",
            ""};
  if (limits.aligned == width)
    return {"no address is known to be a multiple of more than " + std::to_string(width * bytes) +
                " bytes",
            "pass pointers and strides that are multiples of 16, or promise it with "
            "tl.multiple_of"};
  if (limits.masked == width)
    return {"the mask may change after " + std::to_string(width) +
                (width == 1 ? " element" : " elements"),
            "compare with a bound that is a multiple of 16, or promise it with tl.multiple_of"};
  return {"a thread has no more than " + std::to_string(width) +
              (width == 1 ? " neighbour" : " neighbours"),
          ""};
}

static void explainShape(Operation *op, Value pointer, const Limits &limits) {
  auto type = cast<RankedTensorType>(pointer.getType());
  Type pointee = cast<tt::PointerType>(type.getElementType()).getPointeeType();
  int64_t bytes = tt::getElementBytes(pointee), width = limits.width();
  int64_t registers = getRegisterCount(type);
  explain(
      op->getLoc(), topic::kMemory,
      [&] {
        std::string text;
        llvm::raw_string_ostream os(text);
        os << (isa<tt::LoadOp>(op) ? "load of " : "store of ");
        llvm::interleave(type.getShape(), os, "x");
        int64_t accesses = registers / width;
        os << " " << pointee << ": " << accesses << (accesses == 1 ? " access" : " accesses")
           << " of " << width * bytes << (width * bytes == 1 ? " byte" : " bytes") << " a thread; "
           << findReason(limits, bytes, registers).first;
        return text;
      },
      [&] { return findReason(limits, bytes, registers).second; });
}

AccessShapes::AccessShapes(ModuleOp module, unsigned maxAccessBytes) {
  AxisInfoAnalysis axes(module);
  module.walk([&](Operation *op) {
    auto note = [&](Value pointer, Value mask) {
      auto type = dyn_cast<RankedTensorType>(pointer.getType());
      if (!type)
        return;
      Type pointee = cast<tt::PointerType>(type.getElementType()).getPointeeType();
      Limits limits = findLimits(pointer, mask, axes, maxAccessBytes);
      unsigned width = limits.width();
      shapes[op] = {width, width * unsigned(tt::getElementBytes(pointee))};
      explainShape(op, pointer, limits);
    };
    if (auto load = dyn_cast<tt::LoadOp>(op))
      note(load.getPtr(), load.getMask());
    if (auto store = dyn_cast<tt::StoreOp>(op))
      note(store.getPtr(), store.getMask());
  });
}
