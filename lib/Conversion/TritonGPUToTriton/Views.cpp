//===- Views.cpp - Accesses through views of memory ------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   %t = ttg.memdesc_trans %m              %x = ttg.local_load %m
//   %y = ttg.local_load %t          =>     %y = tt.trans %x
//
// A store goes the other way, through the inverse. A slice has none: what is written
// through it changes a part of memory that is read as a whole, and is refused.
//
//===----------------------------------------------------------------------===//

#include "PromoteBuffers.h"
#include "Refusal.h"
#include "TensorValues.h"

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal;

static RankedTensorType getValueType(ttg::MemDescType memory) {
  return RankedTensorType::get(memory.getShape(), memory.getElementType());
}

static SmallVector<int32_t> invert(ArrayRef<int32_t> order) {
  SmallVector<int32_t> inverse(order.size());
  for (auto [position, dim] : llvm::enumerate(order))
    inverse[dim] = position;
  return inverse;
}

/// The type that the view sees the other bytes as has the same places for its elements.
static bool keepsElements(ttg::MemDescReinterpretOp view) {
  ttg::MemDescType from = view.getSrc().getType(), to = view.getType();
  return from.getShape() == to.getShape() && from.getEncoding() == to.getEncoding() &&
         from.getElementType().isIntOrFloat() && to.getElementType().isIntOrFloat() &&
         from.getElementTypeBitWidth() == to.getElementTypeBitWidth();
}

/// Before 3.5 one op made both kinds of views.
static LogicalResult splitSubview(ttg::MemDescSubviewOp view) {
  OpBuilder builder(view);
  ttg::MemDescType from = view.getSrc().getType(), to = view.getType();
  SmallVector<int32_t> offsets;
  for (Value offset : view.getOffsets().drop_front(from.getRank() - to.getRank())) {
    std::optional<int64_t> constant = getIntegerConstant(offset);
    if (!constant)
      return refuse(view, "its offset within a buffer is no constant");
    offsets.push_back(*constant);
  }
  Value buffer = view.getSrc();
  if (from.getRank() > to.getRank()) {
    auto slot =
        ttg::MemDescType::get(from.getShape().drop_front(), from.getElementType(),
                              from.getEncoding(), from.getMemorySpace(), from.getMutableMemory());
    buffer = ttg::MemDescIndexOp::create(builder, view.getLoc(), slot, buffer,
                                         view.getOffsets().front());
  }
  if (cast<ttg::MemDescType>(buffer.getType()).getShape() != to.getShape())
    buffer = ttg::MemDescSubsliceOp::create(builder, view.getLoc(), to, buffer, offsets);
  view.replaceAllUsesWith(buffer);
  view.erase();
  return success();
}

/// What a view of memory that holds `whole` shows; null after an error.
static Value viewValue(OpBuilder &builder, Location loc, Operation *view, Value whole) {
  return llvm::TypeSwitch<Operation *, Value>(view)
      .Case([&](ttg::MemDescTransOp op) { return transpose(builder, loc, whole, op.getOrder()); })
      .Case([&](ttg::MemDescReshapeOp op) {
        return reshape(builder, loc, whole, op.getType().getShape());
      })
      .Case([&](ttg::MemDescSubsliceOp op) -> Value {
        ArrayRef<int64_t> from = op.getSrc().getType().getShape(), to = op.getType().getShape();
        if (canExtractSlice(from, op.getOffsets(), to))
          return extractSlice(builder, loc, whole, op.getOffsets(), to);
        refuse(op, "the slice does not start at a multiple of its size");
        return Value();
      })
      .Case([&](ttg::MemDescReinterpretOp op) -> Value {
        if (keepsElements(op))
          return bitcast(builder, loc, whole, op.getType().getElementType());
        refuse(op, "the elements of one type are not at the places of the other's");
        return Value();
      });
}

/// What memory must hold for a view of it to show `shown`; null after an error.
static Value invertView(OpBuilder &builder, Location loc, Operation *view, Value shown,
                        Operation *store) {
  return llvm::TypeSwitch<Operation *, Value>(view)
      .Case([&](ttg::MemDescTransOp op) {
        return transpose(builder, loc, shown, invert(op.getOrder()));
      })
      .Case([&](ttg::MemDescReshapeOp op) {
        return reshape(builder, loc, shown, op.getSrc().getType().getShape());
      })
      .Case([&](ttg::MemDescSubsliceOp op) -> Value {
        if (op.getSrc().getType().getShape() == op.getType().getShape())
          return shown;
        refuse(store, "it writes a part of a buffer").attachNote(op.getLoc())
            << "the slice is taken here";
        return Value();
      })
      .Case([&](ttg::MemDescReinterpretOp op) -> Value {
        if (keepsElements(op))
          return bitcast(builder, loc, shown, op.getSrc().getType().getElementType());
        refuse(op, "the elements of one type are not at the places of the other's");
        return Value();
      });
}

static Operation *getView(Value memory) {
  Operation *op = memory.getDefiningOp();
  return isa_and_nonnull<ttg::MemDescTransOp, ttg::MemDescReshapeOp, ttg::MemDescSubsliceOp,
                         ttg::MemDescReinterpretOp>(op)
             ? op
             : nullptr;
}

/// A gather reads all, and picks from that.
static LogicalResult loadThenGather(ttg::LocalGatherOp gather) {
  OpBuilder builder(gather);
  ttg::MemDescType memory = gather.getSrc().getType();
  for (int64_t dim = 0; dim < memory.getRank(); ++dim)
    if (dim != gather.getAxis() &&
        memory.getDimSize(dim) != gather.getIndices().getType().getDimSize(dim))
      return refuse(gather, "it picks from a part of the buffer");
  Value whole = ttg::LocalLoadOp::create(builder, gather.getLoc(), getValueType(memory),
                                         gather.getSrc(), /*token=*/Value());
  gather.replaceAllUsesWith(tt::GatherOp::create(builder, gather.getLoc(), gather.getType(), whole,
                                                 gather.getIndices(), gather.getAxis(),
                                                 /*efficient_layout=*/false)
                                .getResult());
  gather.erase();
  return success();
}

static LogicalResult loadWithoutViews(ttg::LocalLoadOp load) {
  SmallVector<Operation *> views; // the outermost first
  Value memory = load.getSrc();
  for (; Operation *view = getView(memory); memory = view->getOperand(0))
    views.push_back(view);
  if (views.empty())
    return success();
  OpBuilder builder(load);
  auto whole = ttg::LocalLoadOp::create(
      builder, load.getLoc(), getValueType(cast<ttg::MemDescType>(memory.getType())), memory,
      /*token=*/Value());
  whole->setDiscardableAttrs(load->getDiscardableAttrDictionary());
  Value value = whole;
  for (Operation *view : llvm::reverse(views))
    if (!(value = viewValue(builder, load.getLoc(), view, value)))
      return failure();
  load.replaceAllUsesWith(value);
  load.erase();
  return success();
}

static LogicalResult storeWithoutViews(ttg::LocalStoreOp store) {
  OpBuilder builder(store);
  while (Operation *view = getView(store.getDst())) {
    Value whole = invertView(builder, store.getLoc(), view, store.getSrc(), store);
    if (!whole)
      return failure();
    store.getSrcMutable().assign(whole);
    store.getDstMutable().assign(view->getOperand(0));
  }
  return success();
}

LogicalResult tritonmetal::accessWithoutViews(tt::FuncOp function) {
  SmallVector<ttg::LocalGatherOp> gathers;
  function->walk([&](ttg::LocalGatherOp op) { gathers.push_back(op); });
  for (ttg::LocalGatherOp gather : gathers)
    if (failed(loadThenGather(gather)))
      return failure();
  SmallVector<Operation *> ops;
  function->walk([&](Operation *op) {
    if (isa<ttg::MemDescSubviewOp, ttg::LocalLoadOp, ttg::LocalStoreOp>(op))
      ops.push_back(op);
  });
  for (Operation *op : ops) { // views before what accesses them
    LogicalResult result = llvm::TypeSwitch<Operation *, LogicalResult>(op)
                               .Case(splitSubview)
                               .Case(loadWithoutViews)
                               .Case(storeWithoutViews);
    if (failed(result))
      return failure();
  }
  SmallVector<Operation *> views;
  function->walk([&](Operation *op) {
    if (op->getNumResults() == 1 && getView(op->getResult(0)))
      views.push_back(op);
  });
  for (Operation *view : llvm::reverse(views)) // views of views first
    if (view->use_empty())
      view->erase();
  return success();
}
