//===- ControlFlowPatterns.cpp - scf.for, with its unrolling ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// MLIR lowers scf.if and scf.while well. Its scf.for loses what this one is for: LLVM
// reads loop metadata off the branch back to the header, and off no other.
//
//===----------------------------------------------------------------------===//

#include "Patterns.h"

#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"

using namespace mlir;
using namespace tritonmetal::metal;

static LLVM::LoopAnnotationAttr makeFullUnroll(MLIRContext *context) {
  auto yes = BoolAttr::get(context, true);
  auto unroll = LLVM::LoopUnrollAttr::get(context, /*disable=*/{}, /*count=*/{},
                                          /*runtimeDisable=*/{}, /*full=*/yes,
                                          /*followupUnrolled=*/{}, /*followupRemainder=*/{},
                                          /*followupAll=*/{});
  return LLVM::LoopAnnotationAttr::get(context, {}, {}, {}, unroll, {}, {}, {}, {}, {}, {}, {}, {},
                                       {}, {}, {});
}

namespace {

/// %r = scf.for %i = %lo to %hi step %s iter_args(%a = %init) { … scf.yield %b } {metal.unroll}
///   ->    llvm.br ^header(%lo, %init)
///       ^header(%i, %a):
///         %more = llvm.icmp "slt" %i, %hi          ("ult" if unsigned)
///         llvm.cond_br %more, ^body, ^after
///       ^body:
///         …
///         %next = llvm.add %i, %s
///         llvm.br ^header(%next, %b) {loop_annotation = full unrolling}
///       ^after:                                    (%r is %a)
struct LowerFor final : ConvertOpToLLVMPattern<scf::ForOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(scf::ForOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Block *before = rewriter.getInsertionBlock();
    Block *after = rewriter.splitBlock(before, Block::iterator(op));
    Block *header = op.getBody();
    auto yield = cast<scf::YieldOp>(header->getTerminator());
    Block *body = rewriter.splitBlock(header, header->begin());
    rewriter.inlineRegionBefore(op.getRegion(), after);
    TypeConverter::SignatureConversion signature(header->getNumArguments());
    if (failed(typeConverter->convertSignatureArgs(header->getArgumentTypes(), signature)))
      return rewriter.notifyMatchFailure(op, "carries a value without an LLVM type");
    header = rewriter.applySignatureConversion(header, signature, typeConverter);
    Value induction = header->getArgument(0);

    rewriter.setInsertionPointToEnd(before);
    SmallVector<Value> initial = {adaptor.getLowerBound()};
    llvm::append_range(initial, adaptor.getInitArgs());
    LLVM::BrOp::create(rewriter, loc, initial, header);

    rewriter.setInsertionPointToEnd(header);
    auto predicate = op.getUnsignedCmp() ? LLVM::ICmpPredicate::ult : LLVM::ICmpPredicate::slt;
    Value more = LLVM::ICmpOp::create(rewriter, loc, predicate, induction, adaptor.getUpperBound());
    LLVM::CondBrOp::create(rewriter, loc, more, body, after);

    rewriter.setInsertionPoint(yield);
    SmallVector<Value> next = {LLVM::AddOp::create(rewriter, loc, induction, adaptor.getStep())};
    SmallVector<Value> yielded;
    if (failed(rewriter.getRemappedValues(yield.getOperands(), yielded)))
      return rewriter.notifyMatchFailure(op, "yields a value without an LLVM type");
    llvm::append_range(next, yielded);
    auto back = rewriter.replaceOpWithNewOp<LLVM::BrOp>(yield, next, header);
    if (op->hasAttr("metal.unroll"))
      back.setLoopAnnotationAttr(makeFullUnroll(rewriter.getContext()));

    rewriter.replaceOp(op, header->getArguments().drop_front());
    return success();
  }
};

} // namespace

void tritonmetal::metal::populateControlFlowPatterns(LLVMTypeConverter &converter,
                                                     RewritePatternSet &patterns) {
  patterns.add<LowerFor>(converter, /*benefit=*/2);
  populateSCFToControlFlowConversionPatterns(patterns);
  cf::populateControlFlowToLLVMConversionPatterns(converter, patterns);
}
