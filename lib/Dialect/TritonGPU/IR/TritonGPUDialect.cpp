//===- TritonGPUDialect.cpp - Registration, module attributes, questions -===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutCache.h"

#include "triton-metal/Dialect/Triton/IR/LayoutInterface.h"
#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUDialect.cpp.inc"

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUEnums.cpp.inc"

//===----------------------------------------------------------------------===//
// What other dialects ask
//===----------------------------------------------------------------------===//

namespace {

/// Threads that a layout distributes over, as far as it says.
struct ThreadCounts {
  int64_t lanes = 1;
  int64_t warps = 1;
  int64_t ctas = 1;
};

int64_t multiply(ArrayRef<int32_t> numbers) {
  int64_t product = 1;
  for (int32_t number : numbers)
    product *= number;
  return product;
}

int64_t countAlong(const layout::LinearLayout &layout, StringRef name) {
  return layout.hasInDim(name) ? layout.getInDimSize(name) : 1;
}

ThreadCounts getThreadCounts(Attribute layout) {
  auto ofLinear = [](const layout::LinearLayout &linear) -> ThreadCounts {
    return {countAlong(linear, "lane"), countAlong(linear, "warp"), countAlong(linear, "block")};
  };
  return llvm::TypeSwitch<Attribute, ThreadCounts>(layout)
      .Case<SliceEncodingAttr, DotOperandEncodingAttr>(
          [](auto nested) { return getThreadCounts(nested.getParent()); })
      .Case<LinearEncodingAttr, GenericLinearEncodingAttr>(
          [&](auto linear) { return ofLinear(linear.getLinearLayout()); })
      .Case([](BlockedEncodingAttr blocked) -> ThreadCounts {
        return {multiply(blocked.getThreadsPerWarp()), multiply(blocked.getWarpsPerCTA()),
                countAlong(blocked.getCgaLayout(), "block")};
      })
      .Case([](SimdgroupMatrixEncodingAttr matrix) -> ThreadCounts {
        return {32, multiply(matrix.getWarpsPerCTA()), 1};
      })
      .Case([](NvidiaMmaEncodingAttr mma) -> ThreadCounts {
        return {32, multiply(mma.getWarpsPerCTA()), countAlong(mma.getCgaLayout(), "block")};
      })
      .Case([](AMDMfmaEncodingAttr mfma) -> ThreadCounts {
        return {64, multiply(mfma.getWarpsPerCTA()), countAlong(mfma.getCgaLayout(), "block")};
      })
      .Case([](AMDWmmaEncodingAttr wmma) -> ThreadCounts {
        return {32, countAlong(wmma.getCtaLayout(), "warp"),
                countAlong(wmma.getCgaLayout(), "block")};
      });
}

/// Operand 0 and operand 1 of the result's layout, packed alike.
LogicalResult verifyDotLayouts(Attribute a, Attribute b, Attribute result,
                               function_ref<InFlightDiagnostic()> emitError) {
  Attribute operands[] = {a, b};
  for (auto [index, layout] : llvm::enumerate(operands)) {
    auto operand = dyn_cast<DotOperandEncodingAttr>(layout);
    if (!operand || operand.getOpIdx() != index || operand.getParent() != result)
      return emitError() << "operand " << index << " must have layout dot_op with opIdx = " << index
                         << " and the parent " << result << ", found " << layout;
  }
  unsigned kWidthA = cast<DotOperandEncodingAttr>(a).getKWidth();
  unsigned kWidthB = cast<DotOperandEncodingAttr>(b).getKWidth();
  if (kWidthA == kWidthB)
    return success();
  return emitError() << "needs one kWidth in the layouts of its operands, found " << kWidthA
                     << " and " << kWidthB;
}

struct TritonGPULayouts final : tt::LayoutInterface {
  using LayoutInterface::LayoutInterface;

  // All of these may meet types that no verifier has seen yet.

  Attribute slice(Attribute layout, unsigned axis) const override {
    if (!isLinearLayout(layout) || getLayoutRank(layout) < 2 || axis >= getLayoutRank(layout))
      return Attribute();
    return SliceEncodingAttr::get(layout.getContext(), axis, layout);
  }

  Attribute unslice(Attribute layout, unsigned axis) const override {
    auto slice = dyn_cast<SliceEncodingAttr>(layout);
    return slice && slice.getDim() == axis ? slice.getParent() : Attribute();
  }

  Attribute transpose(ArrayRef<int64_t> shape, Attribute layout,
                      ArrayRef<int32_t> order) const override {
    return hasLinearLayout(shape, layout) ? transposeLayout(shape, layout, order) : Attribute();
  }

  Attribute reshape(ArrayRef<int64_t> shape, Attribute layout,
                    ArrayRef<int64_t> newShape) const override {
    // Bits add up where numbers of elements could overflow.
    auto countBits = [](ArrayRef<int64_t> sizes) {
      int bits = 0;
      for (int64_t size : sizes)
        bits += llvm::Log2_64(size);
      return bits;
    };
    if (!hasLinearLayout(shape, layout) || !llvm::all_of(newShape, llvm::isPowerOf2_64) ||
        countBits(shape) != countBits(newShape))
      return Attribute();
    return reshapeLayout(shape, layout, newShape);
  }

  FailureOr<Attribute> split(ArrayRef<int64_t> shape, Attribute layout) const override {
    if (!hasLinearLayout(shape, layout))
      return Attribute();
    return splitLayout(shape, layout);
  }

  LogicalResult verifyDot(Attribute a, Attribute b, Attribute result,
                          function_ref<InFlightDiagnostic()> emitError) const override {
    return verifyDotLayouts(a, b, result, emitError);
  }

  bool areEquivalent(ArrayRef<int64_t> shape, Attribute lhs, Attribute rhs) const override {
    if (lhs == rhs)
      return true;
    return hasLinearLayout(shape, lhs) && hasLinearLayout(shape, rhs) &&
           toLinearLayout(shape, lhs) == toLinearLayout(shape, rhs);
  }

  LogicalResult verifyTensor(Operation *op, RankedTensorType type,
                             function_ref<InFlightDiagnostic()> emitError) const override {
    Attribute layout = type.getEncoding();
    if (!isLinearLayout(layout))
      return success();
    if (getLayoutRank(layout) != type.getRank())
      return emitError() << "has a tensor of rank " << type.getRank() << " with a layout of rank "
                         << getLayoutRank(layout) << ": " << type;
    ThreadCounts counts = getThreadCounts(layout);
    std::optional<int> lanes = lookupThreadsPerWarp(op);
    if (lanes && counts.lanes != *lanes)
      return emitError() << "has a layout for " << counts.lanes
                         << " threads per warp, but the module has " << *lanes << ": " << layout;
    std::optional<int> warps = lookupNumWarps(op);
    if (warps && counts.warps != *warps)
      return emitError() << "has a layout for " << counts.warps << " warps, but the module has "
                         << *warps << ": " << layout;
    if (int ctas = lookupNumCTAs(op); counts.ctas != ctas)
      return emitError() << "has a layout for " << counts.ctas << " CTAs, but the module has "
                         << ctas << ": " << layout;
    if (!hasLinearLayout(type.getShape(), layout))
      return emitError() << "has a layout that gives more than "
                         << tt::TritonDialect::kMaxTensorElements
                         << " elements to each thread: " << type;
    return success();
  }
};

/// `#blocked`, `#mma`, `#shared`: how Triton names its layouts on top of a file.
struct TritonGPUAliases final : OpAsmDialectInterface {
  using OpAsmDialectInterface::OpAsmDialectInterface;

  AliasResult getAlias(Attribute attribute, raw_ostream &os) const override {
    if (isa<BlockedEncodingAttr>(attribute))
      os << "blocked";
    else if (isa<LinearEncodingAttr, GenericLinearEncodingAttr>(attribute))
      os << "linear";
    else if (isa<SimdgroupMatrixEncodingAttr>(attribute))
      os << "matrix";
    else if (isa<NvidiaMmaEncodingAttr, AMDMfmaEncodingAttr, AMDWmmaEncodingAttr>(attribute))
      os << "mma";
    else if (isSharedLayout(attribute))
      os << "shared";
    else if (isa<SharedMemoryAttr>(attribute))
      os << "smem";
    else
      return AliasResult::NoAlias;
    return AliasResult::FinalAlias;
  }
};

} // namespace

void TritonGPUDialect::initialize() {
  layoutCache = std::make_shared<LayoutCache>();
  registerAttributes();
  registerTypes();
  addOperations<
#define GET_OP_LIST
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUOps.cpp.inc"
      >();
  addInterfaces<TritonGPUAliases, TritonGPULayouts>();
}

Operation *TritonGPUDialect::materializeConstant(OpBuilder &builder, Attribute value, Type type,
                                                 Location loc) {
  return arith::ConstantOp::materialize(builder, value, type, loc);
}

//===----------------------------------------------------------------------===//
// Module attributes
//===----------------------------------------------------------------------===//

static std::optional<int> lookupCount(Operation *op, StringRef name) {
  auto module = isa<ModuleOp>(op) ? cast<ModuleOp>(op) : op->getParentOfType<ModuleOp>();
  auto count = module ? module->getAttrOfType<IntegerAttr>(name) : IntegerAttr();
  return count ? std::optional<int>(count.getInt()) : std::nullopt;
}

std::optional<int> ttg::lookupNumWarps(Operation *op) {
  for (Operation *inner = op; Operation *parent = inner->getParentOp(); inner = parent)
    if (auto partitions = dyn_cast<WarpSpecializePartitionsOp>(parent))
      if (auto outer = dyn_cast_if_present<WarpSpecializeOp>(parent->getParentOp())) {
        unsigned index = inner->getParentRegion()->getRegionNumber();
        ArrayRef<int32_t> counts = outer.getPartitionNumWarps();
        if (index < counts.size())
          return counts[index];
      }
  return lookupCount(op, kNumWarpsAttrName);
}

std::optional<int> ttg::lookupThreadsPerWarp(Operation *op) {
  return lookupCount(op, kThreadsPerWarpAttrName);
}

int ttg::lookupNumCTAs(Operation *op) { return lookupCount(op, kNumCtasAttrName).value_or(1); }

LogicalResult TritonGPUDialect::verifyOperationAttribute(Operation *op, NamedAttribute attribute) {
  StringRef name = attribute.getName();
  if (name == kTargetAttrName && !isa<StringAttr>(attribute.getValue()))
    return op->emitOpError() << "needs a string for " << name << ", found " << attribute.getValue();
  if (name != kNumWarpsAttrName && name != kThreadsPerWarpAttrName && name != kNumCtasAttrName)
    return success();
  auto count = dyn_cast<IntegerAttr>(attribute.getValue());
  if (!count || !count.getType().isInteger(32) || count.getInt() < 1 ||
      !llvm::isPowerOf2_64(count.getInt()))
    return op->emitOpError() << "needs a power of two of type i32 for " << name << ", found "
                             << attribute.getValue();
  return success();
}
