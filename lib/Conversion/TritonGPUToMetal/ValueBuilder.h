//===- ValueBuilder.h - Code of the value form, step by step ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// What the lowerings of reductions, scans, gathers and histograms are written in. A list
// of values is one vector for each operand, all of as many registers.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_VALUEBUILDER_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_VALUEBUILDER_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Transforms/DialectConversion.h"

namespace tritonmetal {

class ValueBuilder {
public:
  using Values = llvm::SmallVector<mlir::Value>;

  /// Bytes of threadgroup memory that a band of a large tile takes: half of the 32 KB
  /// that every family has, so that something else may be alive meanwhile.
  static constexpr int64_t kBandBytes = 16384;

  /// `combine` is the region of the Triton op, if it has one: accumulated elements first.
  ValueBuilder(mlir::ConversionPatternRewriter &rewriter, mlir::Location loc,
               mlir::Region *combine = nullptr)
      : rewriter(rewriter), loc(loc), region(combine) {}

  static int64_t registersOf(mlir::Value value) {
    return mlir::cast<mlir::VectorType>(value.getType()).getNumElements();
  }

  // Within a thread.
  /// Vector arithmetic where the region is nothing else, so that it folds with what is around.
  Values combine(mlir::ValueRange accumulated, mlir::ValueRange incoming);
  Values reduceRegisters(mlir::ValueRange sources, llvm::ArrayRef<int32_t> along);
  Values scanRegisters(mlir::ValueRange sources, llvm::ArrayRef<int32_t> along, bool reverse,
                       bool exclusive);
  Values rearrange(mlir::ValueRange sources, llvm::ArrayRef<int32_t> bases, int32_t start = 0);
  /// `onTrue` where `condition` (an i1, or a vector of them) holds.
  Values select(mlir::Value condition, mlir::ValueRange onTrue, mlir::ValueRange onFalse);

  // Across lanes.
  Values shuffle(metal::ShuffleKind kind, mlir::ValueRange values, mlir::Value lane);

  // Through threadgroup memory; `address` tells the place of each register.
  Values allocate(mlir::ValueRange values, int64_t count);
  /// Threads with a bit of `copies` in their index write nothing.
  void write(mlir::ValueRange values, mlir::ValueRange buffers, mlir::Value address, int32_t copies,
             mlir::Value mask = {});
  /// Registers whose `mask` is false keep what they have in `others`.
  Values read(mlir::ValueRange buffers, mlir::Value address, mlir::Value mask = {},
              mlir::ValueRange others = {});
  /// An i1 for each of `registers`: true in threads with none of the bits `copies` in
  /// their index; null if that is all of them.
  mlir::Value owner(int32_t copies, int64_t registers);
  mlir::Value coordinate(llvm::ArrayRef<int32_t> registers, llvm::ArrayRef<int32_t> lanes,
                         llvm::ArrayRef<int32_t> simdgroups);

  // Integers.
  mlir::Value i32(int64_t value);
  mlir::Value i32s(int64_t registers, int64_t value);
  /// The same numbers in 32 bits, cut off or extended by the sign.
  mlir::Value toI32(mlir::Value integers);
  mlir::Value lane();
  template <typename OpTy>
  mlir::Value make(mlir::Value a, mlir::Value b) {
    return OpTy::create(rewriter, loc, a, b);
  }
  mlir::Value compare(mlir::arith::CmpIPredicate predicate, mlir::Value a, mlir::Value b) {
    return mlir::arith::CmpIOp::create(rewriter, loc, predicate, a, b);
  }

  mlir::Location getLoc() const { return loc; }
  mlir::ConversionPatternRewriter &getRewriter() { return rewriter; }

private:
  void fill(mlir::Region &target);
  Values vectorize(mlir::ValueRange arguments, int64_t registers);

  mlir::ConversionPatternRewriter &rewriter;
  mlir::Location loc;
  mlir::Region *region;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_VALUEBUILDER_H
