//===- Memory.cpp - Loads and stores ---------------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Owners.h"
#include "Patterns.h"
#include "Pointers.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"

#include "triton-metal/Dialect/Metal/IR/Marks.h"

using namespace mlir;
using namespace tritonmetal;

/// What thread 0 computes, in every thread:
///   scf.if %thread_is_0 { metal.store %value, %shared[0] }
///   %result = metal.load %shared[0]
static Value runOnce(OpBuilder &builder, Location loc, Type type,
                     llvm::function_ref<Value()> compute) {
  auto pointer =
      metal::PointerType::get(builder.getContext(), type, metal::MemorySpace::Threadgroup);
  Value shared = metal::ThreadgroupAllocOp::create(builder, loc, pointer, 1);
  Value zero = arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(0));
  Value thread = metal::ThreadIndexOp::create(builder, loc, builder.getI32Type());
  Value isFirst = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, thread, zero);
  auto ifOp = scf::IfOp::create(builder, loc, isFirst, /*withElseRegion=*/false);
  ifOp->setDiscardableAttr(metal::kDivergentAttrName, builder.getUnitAttr());
  unsigned bytes = metal::getByteSize(type);
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(ifOp.thenBlock()->getTerminator());
    metal::StoreOp::create(builder, loc, compute(), shared, zero, bytes, /*isVolatile=*/false);
  }
  return metal::LoadOp::create(builder, loc, type, shared, zero, bytes, /*isVolatile=*/false);
}

namespace {

/// What a volatile load reads may change meanwhile, so it happens once for each element and
/// all threads that hold copies of it agree, in branches as well. Of other loads Triton's
/// kernels promise that nobody writes there at the same time.
///
/// Reads a scalar, under its mask if there is one:
///   %v = tt.load %p, %m, %o : !tt.ptr<f32>
/// becomes
///   %v = scf.if %m { metal.load %p[0] } else { %o }
struct LoadLowering final : OpConversionPattern<tt::LoadOp> {
  LoadLowering(const TypeConverter &converter, const AccessShapes &accesses, MLIRContext *context)
      : OpConversionPattern(converter, context), accesses(accesses) {}

  LogicalResult matchAndRewrite(tt::LoadOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value mask = op.getMask() ? adaptor.getMask().front() : Value();
    Value other = op.getOther() ? adaptor.getOther().front() : Value();
    Type type = getTypeConverter()->convertType(op.getType());
    if (!isPointerTensor(op.getPtr().getType())) {
      rewriter.replaceOp(op, loadScalar(op, type, adaptor.getPtr().front(), mask, other, rewriter));
      return success();
    }
    if (other && isPointerTensor(op.getType()))
      other = getAddresses(rewriter, op.getLoc(), adaptor.getOther());
    AccessShape shape = accesses.of(op);
    Addressing place = getAddressing(rewriter, op.getLoc(), adaptor.getPtr());
    Owners owners(cast<RankedTensorType>(op.getType()));
    if (op.getIsVolatile() && !owners.ownsAll()) {
      rewriter.replaceOp(
          op, loadOnce(op.getLoc(), owners, type, place, shape.alignment, mask, other, rewriter));
      return success();
    }
    rewriter.replaceOpWithNewOp<metal::GatherOp>(op, type, place.base, place.offsets, mask, other,
                                                 shape.contiguous, shape.alignment,
                                                 op.getIsVolatile());
    return success();
  }

  /// A pointer in memory is an address.
  static Value loadScalar(tt::LoadOp op, Type resultType, Value pointer, Value mask, Value other,
                          OpBuilder &builder) {
    Location loc = op.getLoc();
    auto pointerType = dyn_cast<metal::PointerType>(resultType);
    Type type = pointerType ? builder.getI64Type() : resultType;
    if (other && pointerType)
      other = metal::PtrToIntOp::create(builder, loc, type, other);
    auto load = [&] { return loadNumber(op, type, pointer, mask, other, builder); };
    Value value = op.getIsVolatile() ? runOnce(builder, loc, type, load) : load();
    return pointerType ? metal::IntToPtrOp::create(builder, loc, pointerType, value) : value;
  }

  /// Each element once, by the thread that owns it, for all that hold a copy.
  static Value loadOnce(Location loc, const Owners &owners, Type type, const Addressing &place,
                        int64_t alignment, Value mask, Value other, OpBuilder &builder) {
    Type element = getElementTypeOrSelf(type);
    Value own = owners.restrict(builder, loc, owners.pick(builder, loc, mask));
    Value picked = metal::GatherOp::create(
        builder, loc, VectorType::get({owners.numRegisters()}, element), place.base,
        owners.pick(builder, loc, place.offsets), own, owners.pick(builder, loc, other),
        /*contiguous=*/1, std::min<int64_t>(alignment, metal::getByteSize(element)),
        /*isVolatile=*/true);
    return owners.expand(builder, loc, owners.share(builder, loc, picked));
  }

  static Value loadNumber(tt::LoadOp op, Type type, Value pointer, Value mask, Value other,
                          OpBuilder &builder) {
    Location loc = op.getLoc();
    auto load = [&]() -> Value {
      Value zero = arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(0));
      return metal::LoadOp::create(builder, loc, type, pointer, zero, metal::getByteSize(type),
                                   op.getIsVolatile());
    };
    if (!mask)
      return load();
    if (!other)
      other = arith::ConstantOp::create(builder, loc, cast<TypedAttr>(builder.getZeroAttr(type)));
    auto ifOp = scf::IfOp::create(builder, loc, type, mask, /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToEnd(ifOp.thenBlock());
    scf::YieldOp::create(builder, loc, load());
    builder.setInsertionPointToEnd(ifOp.elseBlock());
    scf::YieldOp::create(builder, loc, other);
    return ifOp.getResult(0);
  }

  const AccessShapes &accesses;
};

/// A tensor store writes each element once: threads that hold copies of elements,
/// where the tensor is smaller than the threadgroup, are masked off. A scalar store
/// is done by thread 0.
struct StoreLowering final : OpConversionPattern<tt::StoreOp> {
  StoreLowering(const TypeConverter &converter, const AccessShapes &accesses, MLIRContext *context)
      : OpConversionPattern(converter, context), accesses(accesses) {}

  LogicalResult matchAndRewrite(tt::StoreOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value mask = op.getMask() ? adaptor.getMask().front() : Value();
    Value value = adaptor.getValue().front();
    if (isPointerTensor(op.getValue().getType()))
      value = getAddresses(rewriter, op.getLoc(), adaptor.getValue());
    else if (isa<metal::PointerType>(value.getType()))
      value = metal::PtrToIntOp::create(rewriter, op.getLoc(), rewriter.getI64Type(), value);
    if (!isPointerTensor(op.getPtr().getType())) {
      storeScalar(op, value, adaptor.getPtr().front(), mask, rewriter);
      rewriter.eraseOp(op);
      return success();
    }
    auto type = cast<RankedTensorType>(op.getPtr().getType());
    int32_t copies = getReplicatedThreadBits(type);
    if (copies)
      mask = andOwner(op.getLoc(), copies, mask, getRegisterCount(type), rewriter);
    AccessShape shape = accesses.of(op);
    Addressing place = getAddressing(rewriter, op.getLoc(), adaptor.getPtr());
    auto scatter = metal::ScatterOp::create(rewriter, op.getLoc(), value, place.base, place.offsets,
                                            mask, shape.contiguous, shape.alignment,
                                            /*isVolatile=*/false);
    if (copies)
      scatter->setDiscardableAttr(metal::kOneCopyAttrName, rewriter.getUnitAttr());
    rewriter.eraseOp(op);
    return success();
  }

  /// `mask`, and only in threads whose index has none of the bits `copies`.
  static Value andOwner(Location loc, int32_t copies, Value mask, int64_t registers,
                        OpBuilder &builder) {
    Value bits = arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(copies));
    Value zero = arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(0));
    Value thread = metal::ThreadIndexOp::create(builder, loc, builder.getI32Type());
    Value owner = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq,
                                        arith::AndIOp::create(builder, loc, thread, bits), zero);
    auto type = VectorType::get({registers}, builder.getI1Type());
    Value owners = vector::BroadcastOp::create(builder, loc, type, owner);
    return mask ? Value(arith::AndIOp::create(builder, loc, mask, owners)) : owners;
  }

  static void storeScalar(tt::StoreOp op, Value value, Value pointer, Value mask,
                          OpBuilder &builder) {
    Location loc = op.getLoc();
    Value zero = arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(0));
    Value thread = metal::ThreadIndexOp::create(builder, loc, builder.getI32Type());
    Value isFirst = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, thread, zero);
    if (mask)
      isFirst = arith::AndIOp::create(builder, loc, isFirst, mask);
    auto ifOp = scf::IfOp::create(builder, loc, isFirst, /*withElseRegion=*/false);
    ifOp->setDiscardableAttr(metal::kDivergentAttrName, builder.getUnitAttr());
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(ifOp.thenBlock()->getTerminator());
    metal::StoreOp::create(builder, loc, value, pointer, zero, metal::getByteSize(value.getType()),
                           /*isVolatile=*/false);
  }

  const AccessShapes &accesses;
};

/// The barriers of Triton's front end order device memory as well.
template <typename OpTy>
struct BarrierLowering final : OpConversionPattern<OpTy> {
  using OpConversionPattern<OpTy>::OpConversionPattern;

  LogicalResult matchAndRewrite(OpTy op, typename OpTy::Adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<metal::ThreadgroupBarrierOp>(op, ordersDevice(op));
    return success();
  }

  static bool ordersDevice(gpu::BarrierOp) { return true; }
  static bool ordersDevice(ttg::LocalBarrierOp) { return false; }
  static bool ordersDevice(ttg::BarrierOp op) {
    return bitEnumContainsAny(op.getAddrSpace(),
                              ttg::AddrSpace::GlobalRead | ttg::AddrSpace::GlobalWrite);
  }
};

} // namespace

void tritonmetal::populateMemoryPatterns(const TritonGPUToMetalTypeConverter &converter,
                                         const AccessShapes &accesses,
                                         RewritePatternSet &patterns) {
  patterns.add<LoadLowering, StoreLowering>(converter, accesses, patterns.getContext());
  patterns.add<BarrierLowering<gpu::BarrierOp>, BarrierLowering<ttg::BarrierOp>,
               BarrierLowering<ttg::LocalBarrierOp>>(converter, patterns.getContext());
}
