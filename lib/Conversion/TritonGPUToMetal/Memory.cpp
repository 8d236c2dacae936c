//===- Memory.cpp - Pointer arithmetic, loads and stores -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutQuery.h"
#include "Patterns.h"

#include "triton-metal/Dialect/Metal/IR/Marks.h"

using namespace mlir;
using namespace tritonmetal;

/// Sign-extends an index or a vector of indices to `type` if it is narrower.
static Value extendTo(OpBuilder &builder, Location loc, Value value, Type type) {
  unsigned from = getElementTypeOrSelf(value).getIntOrFloatBitWidth();
  unsigned to = getElementTypeOrSelf(type).getIntOrFloatBitWidth();
  return from < to ? Value(arith::ExtSIOp::create(builder, loc, type, value)) : value;
}

namespace {

///   %q = tt.addptr %p, %i : !tt.ptr<f32>, i32
/// becomes
///   %q = metal.offset %p[%i] : !metal.ptr<f32, device>, i32
/// and on tensors the offsets are added, in the width that OffsetWidths chose.
struct AddPtrLowering final : OpConversionPattern<tt::AddPtrOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::AddPtrOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Value base = adaptor.getPtr().front();
    Value added = adaptor.getOffset().front();
    if (!isPointerTensor(op.getType())) {
      added = extendTo(rewriter, loc, added, rewriter.getI32Type());
      rewriter.replaceOpWithNewOp<metal::OffsetOp>(op, base, added);
      return success();
    }
    SmallVector<Type> types;
    if (failed(getTypeConverter()->convertType(op.getResult(), types)))
      return rewriter.notifyMatchFailure(op, "the layout has no registers");
    Value sum = extendTo(rewriter, loc, added, types[1]);
    if (!hasNoOffset(op.getPtr()))
      sum = arith::AddIOp::create(rewriter, loc,
                                  extendTo(rewriter, loc, adaptor.getPtr()[1], types[1]), sum);
    rewriter.replaceOpWithMultiple(op, {{base, sum}});
    return success();
  }
};

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
    AccessShape shape = accesses.of(op);
    rewriter.replaceOpWithNewOp<metal::GatherOp>(op, type, adaptor.getPtr()[0], adaptor.getPtr()[1],
                                                 mask, other, shape.contiguous, shape.alignment,
                                                 op.getIsVolatile());
    return success();
  }

  static Value loadScalar(tt::LoadOp op, Type type, Value pointer, Value mask, Value other,
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
    auto scatter = metal::ScatterOp::create(rewriter, op.getLoc(), value, adaptor.getPtr()[0],
                                            adaptor.getPtr()[1], mask, shape.contiguous,
                                            shape.alignment, /*isVolatile=*/false);
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

} // namespace

void tritonmetal::populateMemoryPatterns(const TritonGPUToMetalTypeConverter &converter,
                                         const AccessShapes &accesses,
                                         RewritePatternSet &patterns) {
  patterns.add<AddPtrLowering>(converter, patterns.getContext(), /*benefit=*/2);
  patterns.add<LoadLowering, StoreLowering>(converter, accesses, patterns.getContext());
}
