//===- MatrixPatterns.cpp - SIMD-group matrices ----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// AIR writes an 8x8 matrix as a vector of all its 64 elements, of which a lane has
// positions 0 and 1; the others are nobody's. A 16x16 matrix is a lane's eight elements.
//
//===----------------------------------------------------------------------===//

#include "Patterns.h"

using namespace mlir;
using namespace tritonmetal::metal;

static SimdgroupMatrixType getMatrix(ThreadArrayType array) {
  return cast<SimdgroupMatrixType>(array.getElementType());
}

namespace {

/// Reads and writes whole matrices of a thread array.
struct MatrixAccess {
  MatrixAccess(OpBuilder &builder, Location loc, ThreadArrayType array, Value pointer, Value index,
               const TypeConverter &converter)
      : builder(builder), loc(loc), type(converter.convertType(getMatrix(array))),
        address(makeElementAddress(builder, loc, array, pointer, index, converter)) {}

  Value load() { return LLVM::LoadOp::create(builder, loc, type, address); }
  void store(Value matrix) { LLVM::StoreOp::create(builder, loc, matrix, address); }

  OpBuilder &builder;
  Location loc;
  Type type;
  Value address;
};

/// metal.fragment_load %f[%i] : … simdgroup_matrix<8x8xf32>> -> vector<2xf32>
///   ->  %m = llvm.load %p : !llvm.ptr -> vector<64xf32>, and its elements 0 and 1
struct LowerFragmentLoad final : ConvertOpToLLVMPattern<FragmentLoadOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(FragmentLoadOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    MatrixAccess access(rewriter, loc, op.getArray().getType(), adaptor.getArray(),
                        adaptor.getIndex(), *typeConverter);
    Value matrix = access.load();
    auto type = cast<VectorType>(op.getValue().getType());
    Value result = LLVM::PoisonOp::create(rewriter, loc, type);
    for (int32_t i = 0; i < type.getNumElements(); ++i) {
      Value element = LLVM::ExtractElementOp::create(
          rewriter, loc, matrix, makeI32(rewriter, loc, int32_t(op.getStart()) + i));
      result =
          LLVM::InsertElementOp::create(rewriter, loc, result, element, makeI32(rewriter, loc, i));
    }
    rewriter.replaceOp(op, result);
    return success();
  }
};

/// metal.fragment_store %v, %f[%i] : vector<2xf32>, … simdgroup_matrix<8x8xf32>>
///   ->  a vector<64xf32> with %v in elements 0 and 1, stored as a whole
struct LowerFragmentStore final : ConvertOpToLLVMPattern<FragmentStoreOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(FragmentStoreOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    MatrixAccess access(rewriter, loc, op.getArray().getType(), adaptor.getArray(),
                        adaptor.getIndex(), *typeConverter);
    auto type = cast<VectorType>(op.getValue().getType());
    bool isWhole = getMatrix(op.getArray().getType()).getElementsPerLane() == type.getNumElements();
    Value matrix =
        isWhole ? LLVM::PoisonOp::create(rewriter, loc, access.type).getResult() : access.load();
    for (int32_t i = 0; i < type.getNumElements(); ++i) {
      Value element = LLVM::ExtractElementOp::create(rewriter, loc, adaptor.getValue(),
                                                     makeI32(rewriter, loc, i));
      matrix = LLVM::InsertElementOp::create(rewriter, loc, matrix, element,
                                             makeI32(rewriter, loc, int32_t(op.getStart()) + i));
    }
    access.store(matrix);
    rewriter.eraseOp(op);
    return success();
  }
};

/// metal.fragment_fill %v, %f[%i] : f32, … simdgroup_matrix<8x8xf32>>
///   ->  %m = llvm.call @air.simdgroup_matrix_8x8_init_filled.v64f32.f32(%v), stored
struct LowerFragmentFill final : ConvertOpToLLVMPattern<FragmentFillOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(FragmentFillOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (getMatrix(op.getArray().getType()).getSize() != 8)
      return op.emitOpError("has a counterpart in AIR for 8x8 fragments only");
    MatrixAccess access(rewriter, op.getLoc(), op.getArray().getType(), adaptor.getArray(),
                        adaptor.getIndex(), *typeConverter);
    std::string element = getAIRTypeName(op.getValue().getType());
    std::string name = "air.simdgroup_matrix_8x8_init_filled.v64" + element + "." + element;
    access.store(callAIR(rewriter, op.getLoc(), name, access.type, adaptor.getValue(),
                         /*isConvergent=*/true)
                     .getResult());
    rewriter.eraseOp(op);
    return success();
  }
};

static std::string getStem(SimdgroupMatrixType factor) {
  if (factor.getSize() == 8)
    return "air.simdgroup_matrix_8x8_multiply_accumulate";
  // Both with signs.
  if (factor.getElementType().isInteger())
    return "air.simdgroup_matrix_16x16x16_widening_multiply_accumulate.s.s";
  return "air.simdgroup_matrix_16x16x16_multiply_accumulate.f.f";
}

/// metal.simdgroup_multiply_accumulate %a[%i], %b[%j], %c[%k] : … f16, … f16, … f32
///   ->  llvm.call @air.simdgroup_matrix_8x8_multiply_accumulate.v64f32.v64f16.v64f16.v64f32
struct LowerMultiply final : ConvertOpToLLVMPattern<SimdgroupMultiplyAccumulateOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(SimdgroupMultiplyAccumulateOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    MatrixAccess a(rewriter, loc, op.getA().getType(), adaptor.getA(), adaptor.getAIndex(),
                   *typeConverter);
    MatrixAccess b(rewriter, loc, op.getB().getType(), adaptor.getB(), adaptor.getBIndex(),
                   *typeConverter);
    MatrixAccess c(rewriter, loc, op.getC().getType(), adaptor.getC(), adaptor.getCIndex(),
                   *typeConverter);
    SimdgroupMatrixType factor = getMatrix(op.getA().getType());
    SimdgroupMatrixType sum = getMatrix(op.getC().getType());
    bool isLarge = factor.getSize() == 16;
    auto spell = [&](SimdgroupMatrixType type) {
      return (isLarge ? ".v8" : ".v64") + getAIRTypeName(type.getElementType());
    };
    std::string name = getStem(factor) + spell(sum) + spell(factor) + spell(factor) + spell(sum);
    SmallVector<Value> operands{a.load(), b.load(), c.load()};
    if (isLarge) { // neither factor is transposed
      Value no = LLVM::ConstantOp::create(rewriter, loc, rewriter.getBoolAttr(false));
      operands = {operands[0], no, operands[1], no, operands[2]};
    }
    c.store(callAIR(rewriter, loc, name, c.type, operands, /*isConvergent=*/true).getResult());
    rewriter.eraseOp(op);
    return success();
  }
};

} // namespace

void tritonmetal::metal::populateMatrixPatterns(LLVMTypeConverter &converter,
                                                RewritePatternSet &patterns) {
  patterns.add<LowerFragmentFill, LowerFragmentLoad, LowerFragmentStore, LowerMultiply>(converter);
}
