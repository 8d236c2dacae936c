//===- Coalesce.cpp - Layouts for memory accesses ---------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// 1024 floats, 128 threads, addresses contiguous and aligned to 16 bytes: every thread
// reads 4 floats at once, a SIMD-group 512 neighbouring bytes. If only the 4 bytes of a
// float are certain to be aligned, a thread reads one float at a time and its lane's
// neighbours read the neighbouring ones: 128 bytes for a SIMD-group.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Analysis/AxisInfo.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/MapVector.h"

namespace tritonmetal::ttg {
#define GEN_PASS_DEF_COALESCE
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h.inc"
} // namespace tritonmetal::ttg

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

namespace {

/// The widest access of one lane, in bytes.
constexpr int64_t kMaxAccessBytes = 16;

/// A memory access and what is good for it alone.
struct Access {
  Operation *op;
  RankedTensorType pointers;
  SmallVector<int32_t> order; // fastest dimension first
  int32_t width = 1;          // elements that a thread takes at once
  bool isContiguous = false;  // neighbours in the fastest dimension are so in memory
};

/// What accesses of one shape and order agree on.
struct Agreement {
  int32_t width = 1;
  bool isContiguous = false;
};

/// The tensor of pointers of a memory access in a blocked layout.
RankedTensorType getPointers(Operation *op) {
  if (!isa<tt::AtomicCASOp, tt::AtomicRMWOp, tt::LoadOp, tt::StoreOp>(op))
    return {};
  auto type = dyn_cast<RankedTensorType>(op->getOperand(0).getType());
  return type && isa_and_present<BlockedEncodingAttr>(type.getEncoding()) ? type
                                                                          : RankedTensorType();
}

/// Dimensions by falling contiguity; among equals the last one is the fastest.
SmallVector<int32_t> chooseOrder(const AxisInfo &info) {
  SmallVector<int32_t> order;
  for (unsigned dim = info.getRank(); dim-- > 0;)
    order.push_back(dim);
  llvm::stable_sort(
      order, [&](int32_t a, int32_t b) { return info.getContiguity(a) > info.getContiguity(b); });
  return order;
}

Access analyse(Operation *op, const AxisInfoAnalysis &analysis, int64_t threads) {
  Access access{op, getPointers(op), {}};
  AxisInfo info = analysis.lookup(op->getOperand(0));
  access.order = chooseOrder(info);
  int64_t elements = std::max<int64_t>(1, access.pointers.getNumElements() / threads);
  access.width = std::min({kMaxAccessBytes / info.unit, info.getAlignedRun(access.order.front()),
                           elements, access.pointers.getDimSize(access.order.front())});
  access.width = std::max(access.width, 1);
  access.isContiguous = info.getContiguity(access.order.front()) > 1;
  return access;
}

/// Runs the access in `layout`, with conversions on both sides.
void rewrite(Operation *op, Attribute layout) {
  OpBuilder builder(op);
  for (OpOperand &operand : op->getOpOperands())
    if (auto type = dyn_cast<RankedTensorType>(operand.get().getType()))
      operand.set(ConvertLayoutOp::create(builder, op->getLoc(), type.cloneWithEncoding(layout),
                                          operand.get()));
  builder.setInsertionPointAfter(op);
  for (OpResult result : op->getResults()) {
    auto type = cast<RankedTensorType>(result.getType());
    result.setType(type.cloneWithEncoding(layout));
    auto back = ConvertLayoutOp::create(builder, op->getLoc(), type, result);
    result.replaceAllUsesExcept(back, back);
  }
}

struct Coalesce final : ttg::impl::CoalesceBase<Coalesce> {
  void runOnOperation() override {
    AxisInfoAnalysis analysis(getOperation());
    for (auto function : getOperation().getOps<tt::FuncOp>())
      runOnFunction(function, analysis);
  }

  void runOnFunction(tt::FuncOp function, const AxisInfoAnalysis &analysis) {
    std::optional<int> warps = lookupNumWarps(function);
    std::optional<int> lanes = lookupThreadsPerWarp(function);
    if (!warps || !lanes)
      return;
    // Accesses of one shape and order, in program order, share the widest layout.
    SmallVector<Access> accesses;
    llvm::MapVector<std::pair<ArrayRef<int64_t>, Attribute>, Agreement> agreements;
    auto getKey = [&](const Access &access) {
      return std::pair(access.pointers.getShape(),
                       Attribute(DenseI32ArrayAttr::get(&getContext(), access.order)));
    };
    function->walk([&](Operation *op) {
      if (!getPointers(op))
        return;
      accesses.push_back(analyse(op, analysis, int64_t(*warps) * *lanes));
      Agreement &agreement = agreements[getKey(accesses.back())];
      agreement.width = std::max(agreement.width, accesses.back().width);
      agreement.isContiguous |= accesses.back().isContiguous;
    });
    for (Access &access : accesses) {
      const Agreement &agreement = agreements[getKey(access)];
      if (!agreement.isContiguous)
        continue; // scattered, so no layout is better than what is there
      SmallVector<int32_t> sizes(access.order.size(), 1);
      sizes[access.order.front()] = agreement.width;
      auto layout = BlockedEncodingAttr::get(&getContext(), access.pointers.getShape(), sizes,
                                             access.order, *warps, *lanes);
      if (layout == access.pointers.getEncoding())
        continue;
      rewrite(access.op, layout);
    }
  }
};

} // namespace
