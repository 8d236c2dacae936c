//===- MemoryPatterns.cpp - Pointers, loads, stores, arrays -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Addresses are marked `inbounds` only where the base is a whole buffer: a pointer
// made by metal.offset may lie outside of it, as long as nothing is accessed there.
//
//===----------------------------------------------------------------------===//

#include "Patterns.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// `base + index` in elements of `element`; LLVM extends a 32-bit index by its sign.
static Value makeAddress(OpBuilder &builder, Location loc, Type element, Value base, Value index,
                         bool isInBounds) {
  return LLVM::GEPOp::create(builder, loc, base.getType(), element, base, ValueRange{index},
                             isInBounds ? LLVM::GEPNoWrapFlags::inbounds
                                        : LLVM::GEPNoWrapFlags::none);
}

Value tritonmetal::metal::makeElementAddress(OpBuilder &builder, Location loc,
                                             ThreadArrayType array, Value pointer, Value index,
                                             const TypeConverter &converter) {
  Type element = getMemoryType(converter.convertType(array.getElementType()));
  return LLVM::GEPOp::create(builder, loc, pointer.getType(),
                             LLVM::LLVMArrayType::get(element, array.getCount()), pointer,
                             ArrayRef<LLVM::GEPArg>{0, index}, LLVM::GEPNoWrapFlags::inbounds);
}

/// A kernel argument or a threadgroup variable.
static bool isWholeBuffer(Value pointer) {
  return pointer.getDefiningOp<UnrealizedConversionCastOp>() != nullptr;
}

template <typename AccessOp>
static Value makeAddress(AccessOp op, typename AccessOp::Adaptor adaptor, OpBuilder &builder,
                         const TypeConverter &converter) {
  Type pointee = converter.convertType(op.getBase().getType().getPointee());
  return makeAddress(builder, op.getLoc(), getMemoryType(pointee), adaptor.getBase(),
                     adaptor.getIndex(), isWholeBuffer(op.getBase()));
}

namespace {

/// metal.offset %x[%i] : !metal.ptr<f32, device>, i32
///   ->  llvm.getelementptr %x[%i] : (!llvm.ptr<1>, i32) -> !llvm.ptr<1>, f32
struct LowerOffset final : ConvertOpToLLVMPattern<OffsetOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(OffsetOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type pointee = typeConverter->convertType(op.getBase().getType().getPointee());
    rewriter.replaceOp(op, makeAddress(rewriter, op.getLoc(), getMemoryType(pointee),
                                       adaptor.getBase(), adaptor.getIndex(),
                                       /*isInBounds=*/false));
    return success();
  }
};

/// metal.pointer_cast %x : !metal.ptr<i32, device> -> !metal.ptr<i8, device>
///   ->  %x: LLVM's pointers have no pointee
struct LowerPointerCast final : ConvertOpToLLVMPattern<PointerCastOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(PointerCastOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOp(op, adaptor.getSource());
    return success();
  }
};

/// metal.ptr_to_int %x : !metal.ptr<f32, device> -> i64
///   ->  llvm.ptrtoint %x : !llvm.ptr<1> to i64              and back likewise
template <typename From, typename To>
struct LowerAddressCast final : ConvertOpToLLVMPattern<From> {
  using ConvertOpToLLVMPattern<From>::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(From op, typename From::Adaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type type = this->typeConverter->convertType(op.getResult().getType());
    rewriter.replaceOpWithNewOp<To>(op, type, adaptor.getSource());
    return success();
  }
};

/// metal.load %x[%i] {alignment = 16 : i32} : !metal.ptr<f32, device>, i32 -> vector<4xf32>
///   ->  %p = llvm.getelementptr inbounds %x[%i] : (!llvm.ptr<1>, i32) -> !llvm.ptr<1>, f32
///       llvm.load %p {alignment = 16} : !llvm.ptr<1> -> vector<4xf32>
struct LowerLoad final : ConvertOpToLLVMPattern<LoadOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(LoadOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type type = typeConverter->convertType(op.getResult().getType());
    Value address = makeAddress(op, adaptor, rewriter, *typeConverter);
    Value loaded = LLVM::LoadOp::create(rewriter, op.getLoc(), getMemoryType(type), address,
                                        op.getAlignment(), op.getIsVolatile());
    rewriter.replaceOp(op, fromMemory(rewriter, op.getLoc(), loaded, type));
    return success();
  }
};

/// metal.store %v, %p[%i] {alignment = 1 : i32} : i1, !metal.ptr<i1, threadgroup>, i32
///   ->  %q = llvm.getelementptr inbounds %p[%i] : (!llvm.ptr<3>, i32) -> !llvm.ptr<3>, i8
///       %b = llvm.zext %v : i1 to i8
///       llvm.store %b, %q {alignment = 1} : i8, !llvm.ptr<3>
struct LowerStore final : ConvertOpToLLVMPattern<StoreOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(StoreOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value address = makeAddress(op, adaptor, rewriter, *typeConverter);
    Value value = toMemory(rewriter, op.getLoc(), adaptor.getValue());
    LLVM::StoreOp::create(rewriter, op.getLoc(), value, address, op.getAlignment(),
                          op.getIsVolatile());
    rewriter.eraseOp(op);
    return success();
  }
};

/// metal.threadgroup_view %m[1024] 64 : !metal.ptr<i8, threadgroup> -> !metal.ptr<f32, threadgroup>
///   ->  llvm.getelementptr inbounds %m[1024] : (!llvm.ptr<3>) -> !llvm.ptr<3>, i8
struct LowerThreadgroupView final : ConvertOpToLLVMPattern<ThreadgroupViewOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(ThreadgroupViewOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<LLVM::GEPOp>(
        op, adaptor.getMemory().getType(), rewriter.getI8Type(), adaptor.getMemory(),
        ArrayRef<LLVM::GEPArg>{int32_t(op.getOffset())}, LLVM::GEPNoWrapFlags::inbounds);
    return success();
  }
};

/// metal.thread_array : !metal.thread_array<64 x vector<4xf32>>
///   ->  llvm.alloca %c1 x !llvm.array<64 x vector<4xf32>> : (i32) -> !llvm.ptr
struct LowerThreadArray final : ConvertOpToLLVMPattern<ThreadArrayOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(ThreadArrayOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    ThreadArrayType array = op.getResult().getType();
    Type element = getMemoryType(typeConverter->convertType(array.getElementType()));
    rewriter.replaceOpWithNewOp<LLVM::AllocaOp>(
        op, LLVM::LLVMPointerType::get(rewriter.getContext()),
        LLVM::LLVMArrayType::get(element, array.getCount()), makeI32(rewriter, op.getLoc(), 1));
    return success();
  }
};

/// metal.array_load %a[%i] : !metal.thread_array<64 x f32>
///   ->  %p = llvm.getelementptr inbounds %a[0, %i] : … !llvm.array<64 x f32>
///       llvm.load %p : !llvm.ptr -> f32
struct LowerArrayLoad final : ConvertOpToLLVMPattern<ArrayLoadOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(ArrayLoadOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type type = typeConverter->convertType(op.getValue().getType());
    Value address = makeElementAddress(rewriter, op.getLoc(), op.getArray().getType(),
                                       adaptor.getArray(), adaptor.getIndex(), *typeConverter);
    Value loaded = LLVM::LoadOp::create(rewriter, op.getLoc(), getMemoryType(type), address);
    rewriter.replaceOp(op, fromMemory(rewriter, op.getLoc(), loaded, type));
    return success();
  }
};

/// metal.array_store %v, %a[%i] : !metal.thread_array<64 x f32>
///   ->  %p = llvm.getelementptr inbounds %a[0, %i] : … !llvm.array<64 x f32>
///       llvm.store %v, %p : f32, !llvm.ptr
struct LowerArrayStore final : ConvertOpToLLVMPattern<ArrayStoreOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(ArrayStoreOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value address = makeElementAddress(rewriter, op.getLoc(), op.getArray().getType(),
                                       adaptor.getArray(), adaptor.getIndex(), *typeConverter);
    Value value = toMemory(rewriter, op.getLoc(), adaptor.getValue());
    LLVM::StoreOp::create(rewriter, op.getLoc(), value, address);
    rewriter.eraseOp(op);
    return success();
  }
};

} // namespace

void tritonmetal::metal::populateMemoryPatterns(LLVMTypeConverter &converter,
                                                RewritePatternSet &patterns) {
  patterns.add<LowerOffset, LowerPointerCast, LowerAddressCast<PtrToIntOp, LLVM::PtrToIntOp>,
               LowerAddressCast<IntToPtrOp, LLVM::IntToPtrOp>, LowerLoad, LowerStore,
               LowerThreadgroupView, LowerThreadArray, LowerArrayLoad, LowerArrayStore>(converter);
}
