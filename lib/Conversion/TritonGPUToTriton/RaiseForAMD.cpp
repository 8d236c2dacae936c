//===- RaiseForAMD.cpp - AMD's accesses and slices ------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   %v = amdg.buffer_load %p[%o], %k   =>   %ps = tt.splat %p;  %a = tt.addptr %ps, %o
//                                           %v = tt.load %a, %k, %zeros
//
// Offsets count elements and are not negative, so that it does not matter how they are
// extended. Where the mask is false and there is no third operand, the hardware reads 0.
// `stride` only chooses a swizzle of the cache.
//
//===----------------------------------------------------------------------===//

#include "RaiseOps.h"
#include "Refusal.h"
#include "TensorValues.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal;

bool tritonmetal::isForAMD(Operation *op) {
  return isa<amdg::AsyncWaitOp, amdg::BufferAtomicCASOp, amdg::BufferAtomicRMWOp,
             amdg::BufferLoadOp, amdg::BufferLoadToLocalOp, amdg::BufferStoreOp, amdg::ConcatOp,
             amdg::ExtractSliceOp, amdg::InThreadTransposeOp, amdg::InstructionSchedHintOp>(op);
}

static Value makeAddresses(OpBuilder &builder, Location loc, Value pointer, Value offsets) {
  auto type = cast<RankedTensorType>(offsets.getType()).clone(pointer.getType());
  Value pointers = tt::SplatOp::create(builder, loc, type, pointer);
  return tt::AddPtrOp::create(builder, loc, type, pointers, offsets);
}

/// Also where there is no mask, `other` may be there.
static Value makeLoad(OpBuilder &builder, Operation *op, Value addresses, Value mask, Value other,
                      tt::CacheModifier cache) {
  if (!mask)
    other = Value();
  else if (!other)
    other = makeZero(builder, op->getLoc(), tt::getPointeeLike(addresses.getType()));
  auto load = tt::LoadOp::create(builder, op->getLoc(), addresses, mask, other);
  load.setCache(cache);
  return load;
}

static LogicalResult raiseSlice(amdg::ExtractSliceOp op, OpBuilder &builder) {
  RankedTensorType from = op.getSource().getType(), to = op.getType();
  SmallVector<int32_t> offsets(op.getStaticOffsets());
  if (!canExtractSlice(from.getShape(), offsets, to.getShape()))
    return refuse(op, "the slice does not start at a multiple of its size");
  op.replaceAllUsesWith(extractSlice(builder, op.getLoc(), op.getSource(), offsets, to.getShape()));
  return success();
}

static LogicalResult raiseConcat(amdg::ConcatOp op, OpBuilder &builder) {
  SmallVector<Value> parts(op.getSources());
  auto part = cast<RankedTensorType>(parts.front().getType());
  for (unsigned dim = part.getRank(); dim-- > 0;) {
    int64_t count = op.getType().getDimSize(dim) / part.getDimSize(dim);
    for (; count > 1; count /= 2) { // neighbours, then neighbours of those
      SmallVector<Value> pairs;
      for (unsigned i = 0; i + 1 < parts.size(); i += 2)
        pairs.push_back(concatenate(builder, op.getLoc(), parts[i], parts[i + 1], dim));
      parts = std::move(pairs);
    }
  }
  op.replaceAllUsesWith(parts.front());
  return success();
}

static LogicalResult raise(Operation *op) {
  OpBuilder builder(op);
  Location loc = op->getLoc();
  return llvm::TypeSwitch<Operation *, LogicalResult>(op)
      .Case([&](amdg::BufferLoadOp load) {
        Value addresses = makeAddresses(builder, loc, load.getPtr(), load.getOffsets());
        load.replaceAllUsesWith(
            makeLoad(builder, op, addresses, load.getMask(), load.getOther(), load.getCache()));
        return success();
      })
      .Case([&](amdg::BufferStoreOp store) {
        Value addresses = makeAddresses(builder, loc, store.getPtr(), store.getOffsets());
        tt::StoreOp::create(builder, loc, addresses, store.getValue(), store.getMask(),
                            /*boundaryCheck=*/ArrayRef<int32_t>(), store.getCache(),
                            tt::EvictionPolicy::Normal, /*ignore_cta=*/false);
        return success();
      })
      .Case([&](amdg::BufferLoadToLocalOp copy) {
        Value addresses = makeAddresses(builder, loc, copy.getPtr(), copy.getOffsets());
        Value value =
            makeLoad(builder, op, addresses, copy.getMask(), copy.getOther(), copy.getCache());
        ttg::LocalStoreOp::create(builder, loc, value, copy.getDest());
        copy.replaceAllUsesWith(getAnyToken(builder, loc));
        return success();
      })
      .Case([&](amdg::BufferAtomicRMWOp rmw) {
        Value addresses = makeAddresses(builder, loc, rmw.getPtr(), rmw.getOffsets());
        rmw.replaceAllUsesWith(
            tt::AtomicRMWOp::create(builder, loc, rmw.getType(), rmw.getAtomicRmwOp(), addresses,
                                    rmw.getValue(), rmw.getMask(), rmw.getSem(), rmw.getScope())
                .getResult());
        return success();
      })
      .Case([&](amdg::BufferAtomicCASOp cas) {
        Value addresses = makeAddresses(builder, loc, cas.getPtr(), cas.getOffsets());
        cas.replaceAllUsesWith(tt::AtomicCASOp::create(builder, loc, cas.getType(), addresses,
                                                       cas.getCmp(), cas.getVal(), cas.getSem(),
                                                       cas.getScope())
                                   .getResult());
        return success();
      })
      .Case([&](amdg::InThreadTransposeOp convert) {
        convert.replaceAllUsesWith(convert.getSrc());
        return success();
      })
      .Case([&](amdg::ExtractSliceOp slice) { return raiseSlice(slice, builder); })
      .Case([&](amdg::ConcatOp concat) { return raiseConcat(concat, builder); })
      .Case([&](amdg::AsyncWaitOp wait) {
        wait.replaceAllUsesWith(getAnyToken(builder, loc));
        return success();
      })
      .Case([&](amdg::InstructionSchedHintOp) { return success(); });
}

LogicalResult tritonmetal::raiseForAMD(tt::FuncOp function) {
  WalkResult result = function->walk([](Operation *op) -> WalkResult {
    if (!isForAMD(op))
      return WalkResult::advance();
    if (failed(raise(op)))
      return WalkResult::interrupt();
    op->erase();
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}
