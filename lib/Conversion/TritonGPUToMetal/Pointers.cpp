//===- Pointers.cpp - Pointer arithmetic and casts -------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Pointers.h"

#include "Patterns.h"

using namespace mlir;
using namespace tritonmetal;

//===----------------------------------------------------------------------===//
// Parts
//===----------------------------------------------------------------------===//

static Type withWidth(Type index, unsigned width) {
  Type element = IntegerType::get(index.getContext(), width);
  auto vector = dyn_cast<VectorType>(index);
  return vector ? VectorType::get(vector.getShape(), element) : element;
}

Value tritonmetal::resizeIndex(OpBuilder &builder, Location loc, Value value, unsigned width) {
  unsigned own = getElementTypeOrSelf(value).getIntOrFloatBitWidth();
  if (own == width)
    return value;
  Type type = withWidth(value.getType(), width);
  return own < width ? Value(arith::ExtSIOp::create(builder, loc, type, value))
                     : Value(arith::TruncIOp::create(builder, loc, type, value));
}

static Value makeSplat(OpBuilder &builder, Location loc, VectorType type, int64_t value) {
  auto attribute = builder.getIntegerAttr(type.getElementType(), value);
  return arith::ConstantOp::create(builder, loc,
                                   DenseElementsAttr::get(type, Attribute(attribute)));
}

/// Offsets times the size of what they count.
static Value scale(OpBuilder &builder, Location loc, Value offsets, int64_t factor) {
  if (factor == 1)
    return offsets;
  return arith::MulIOp::create(
      builder, loc, offsets, makeSplat(builder, loc, cast<VectorType>(offsets.getType()), factor));
}

static unsigned getPointeeBytes(Value base) {
  return metal::getByteSize(cast<metal::PointerType>(base.getType()).getPointee());
}

Value tritonmetal::getAddresses(OpBuilder &builder, Location loc, ValueRange parts) {
  if (parts.size() == 1)
    return parts[0];
  Value offsets =
      scale(builder, loc, resizeIndex(builder, loc, parts[1], 64), getPointeeBytes(parts[0]));
  Value base = metal::PtrToIntOp::create(builder, loc, builder.getI64Type(), parts[0]);
  Value bases = vector::BroadcastOp::create(builder, loc, offsets.getType(), base);
  return arith::AddIOp::create(builder, loc, bases, offsets);
}

Addressing tritonmetal::getAddressing(OpBuilder &builder, Location loc, ValueRange parts) {
  if (parts.size() == 2)
    return {parts[0], parts[1]};
  Value zero = arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(0));
  auto bytes = metal::PointerType::get(builder.getContext(), builder.getI8Type(),
                                       metal::MemorySpace::Device);
  return {metal::IntToPtrOp::create(builder, loc, bytes, zero), parts[0]};
}

SmallVector<Value> tritonmetal::toForm(OpBuilder &builder, Location loc, ValueRange parts,
                                       PointerForm form) {
  if (form == PointerForm::Address)
    return {getAddresses(builder, loc, parts)};
  return {parts[0], resizeIndex(builder, loc, parts[1], getOffsetWidth(form))};
}

namespace {

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

///   %q = tt.addptr %p, %i : !tt.ptr<f32>, i32
/// becomes
///   %q = metal.offset %p[%i] : !metal.ptr<f32, device>, i32
/// On tensors the offsets are added, in the form that was chosen; an offset that is
/// the same for all elements moves the base.
struct AddPtrLowering final : OpConversionPattern<tt::AddPtrOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::AddPtrOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    if (!isPointerTensor(op.getType())) {
      rewriter.replaceOp(
          op, move(rewriter, loc, adaptor.getPtr().front(), adaptor.getOffset().front()));
      return success();
    }
    PointerForm form = getPointerForm(op.getType());
    SmallVector<Value> parts = toForm(rewriter, loc, adaptor.getPtr(), form);
    Value added = resizeIndex(rewriter, loc, adaptor.getOffset().front(), getOffsetWidth(form));
    if (form == PointerForm::Address) {
      Type pointee = cast<tt::PointerType>(getElementTypeOrSelf(op.getType())).getPointeeType();
      added = scale(rewriter, loc, added, tt::getElementBytes(pointee));
      parts[0] = arith::AddIOp::create(rewriter, loc, parts[0], added);
    } else if (isUniform(op.getOffset())) {
      parts[0] = move(rewriter, loc, parts[0], buildUniform(rewriter, op.getOffset()));
    } else if (hasNoOffset(op.getPtr())) {
      parts[1] = added;
    } else {
      parts[1] = arith::AddIOp::create(rewriter, loc, parts[1], added);
    }
    rewriter.replaceOpWithMultiple(op, {parts});
    return success();
  }

  static Value move(OpBuilder &builder, Location loc, Value base, Value index) {
    if (index.getType().getIntOrFloatBitWidth() < 32)
      index = resizeIndex(builder, loc, index, 32);
    return metal::OffsetOp::create(builder, loc, base, index);
  }
};

//===----------------------------------------------------------------------===//
// Casts
//===----------------------------------------------------------------------===//

static metal::PointerType getBaseType(Type pointerLike, const TypeConverter &converter) {
  return cast<metal::PointerType>(converter.convertType(getElementTypeOrSelf(pointerLike)));
}

///   %q = tt.bitcast %p : !tt.ptr<i1> -> !tt.ptr<i8>
/// becomes
///   %q = metal.pointer_cast %p : !metal.ptr<i1, device> -> !metal.ptr<i8, device>
/// and offsets count the new elements.
struct PointerBitcastLowering final : OpConversionPattern<tt::BitcastOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::BitcastOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (!isa<tt::PointerType>(getElementTypeOrSelf(op.getType())))
      return rewriter.notifyMatchFailure(op, "casts numbers");
    Location loc = op.getLoc();
    ValueRange source = adaptor.getSrc();
    bool isTensor = isPointerTensor(op.getType());
    if (isTensor && getPointerForm(op.getType()) == PointerForm::Address) {
      rewriter.replaceOp(op, getAddresses(rewriter, loc, source));
      return success();
    }
    metal::PointerType type = getBaseType(op.getType(), *getTypeConverter());
    Value base = rewriter.createOrFold<metal::PointerCastOp>(loc, type, source[0]);
    if (!isTensor) {
      rewriter.replaceOp(op, base);
      return success();
    }
    int64_t ratio = getPointeeBytes(source[0]) / metal::getByteSize(type.getPointee());
    Value offsets =
        resizeIndex(rewriter, loc, source[1], getOffsetWidth(getPointerForm(op.getType())));
    rewriter.replaceOpWithMultiple(
        op, {SmallVector<Value>{base, scale(rewriter, loc, offsets, ratio)}});
    return success();
  }
};

///   %p = tt.int_to_ptr %i : i64 -> !tt.ptr<f32>
/// becomes
///   %p = metal.int_to_ptr %i : i64 -> !metal.ptr<f32, device>
/// A tensor of addresses is a tensor of pointers.
struct IntToPtrLowering final : OpConversionPattern<tt::IntToPtrOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::IntToPtrOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value address = adaptor.getSrc().front();
    if (!isPointerTensor(op.getType()))
      address = metal::IntToPtrOp::create(rewriter, op.getLoc(),
                                          getBaseType(op.getType(), *getTypeConverter()), address);
    rewriter.replaceOp(op, address);
    return success();
  }
};

struct PtrToIntLowering final : OpConversionPattern<tt::PtrToIntOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::PtrToIntOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    if (isPointerTensor(op.getSrc().getType()))
      rewriter.replaceOp(op, getAddresses(rewriter, loc, adaptor.getSrc()));
    else
      rewriter.replaceOpWithNewOp<metal::PtrToIntOp>(op, rewriter.getI64Type(),
                                                     adaptor.getSrc().front());
    return success();
  }
};

/// By one condition the bases and the offsets are chosen alike; by one for each
/// element, addresses.
struct PointerSelectLowering final : OpConversionPattern<arith::SelectOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(arith::SelectOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (!isa<tt::PointerType>(getElementTypeOrSelf(op.getType())))
      return rewriter.notifyMatchFailure(op, "chooses between numbers");
    Location loc = op.getLoc();
    SmallVector<Value> yes(adaptor.getTrueValue()), no(adaptor.getFalseValue()), parts;
    if (isPointerTensor(op.getType())) {
      PointerForm form = getPointerForm(op.getType());
      yes = toForm(rewriter, loc, yes, form);
      no = toForm(rewriter, loc, no, form);
    }
    for (auto [yesPart, noPart] : llvm::zip_equal(yes, no))
      parts.push_back(
          arith::SelectOp::create(rewriter, loc, adaptor.getCondition().front(), yesPart, noPart));
    rewriter.replaceOpWithMultiple(op, {parts});
    return success();
  }
};

///   %p = tt.splat %x : !tt.ptr<f32> -> tensor<512x!tt.ptr<f32>, #l>
/// becomes %x and offsets of zero, or the address of %x in each register.
struct PointerSplatLowering final : OpConversionPattern<tt::SplatOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::SplatOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (!isPointerTensor(op.getType()))
      return rewriter.notifyMatchFailure(op, "repeats a number");
    PointerForm form = getPointerForm(op.getType());
    SmallVector<Type> types;
    if (failed(getTypeConverter()->convertType(op.getType(), types)))
      return rewriter.notifyMatchFailure(op, "the layout has no registers");
    Location loc = op.getLoc();
    Value base = adaptor.getSrc().front();
    if (form == PointerForm::Address) {
      Value address = metal::PtrToIntOp::create(rewriter, loc, rewriter.getI64Type(), base);
      rewriter.replaceOpWithNewOp<vector::BroadcastOp>(op, types[0], address);
      return success();
    }
    Value zero = makeSplat(rewriter, loc, cast<VectorType>(types[1]), 0);
    rewriter.replaceOpWithMultiple(op, {SmallVector<Value>{base, zero}});
    return success();
  }
};

} // namespace

void tritonmetal::populatePointerPatterns(const TritonGPUToMetalTypeConverter &converter,
                                          RewritePatternSet &patterns) {
  patterns.add<AddPtrLowering, PointerBitcastLowering, IntToPtrLowering, PtrToIntLowering,
               PointerSelectLowering, PointerSplatLowering>(converter, patterns.getContext(),
                                                            /*benefit=*/3);
}
