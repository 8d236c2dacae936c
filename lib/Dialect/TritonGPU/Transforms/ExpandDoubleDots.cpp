//===- ExpandDoubleDots.cpp - Products of doubles as loops ----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// No matrix unit knows f64, so a product is what it says: for each k in turn, a column of
// a times a row of b is added to the sum, rounded once.
//
//   a: 2x2, b: 2x2     k = 0:  sum = fma(a[:, 0], b[0, :], sum)
//                      k = 1:  sum = fma(a[:, 1], b[1, :], sum)
//
// It is a loop over k because an fma in software has a hundred instructions or more;
// beside them it does not count that a and b go to threadgroup memory in each iteration,
// from where each thread picks its part of the column and of the row.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h"

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

namespace tritonmetal::ttg {
#define GEN_PASS_DEF_EXPANDDOUBLEDOTS
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h.inc"
} // namespace tritonmetal::ttg

namespace {

bool isDouble(tt::DotOp dot) {
  return llvm::all_of(dot->getOperandTypes(),
                      [](Type type) { return getElementTypeOrSelf(type).isF64(); });
}

/// What a layout of operands is made of: in that, each thread holds whole rows or columns.
Value skipConversions(Value operand) {
  while (auto conversion = operand.getDefiningOp<ConvertLayoutOp>())
    operand = conversion.getSrc();
  return operand;
}

/// The slice of `matrix` at `index` along `dim`, for all of `result`.
Value spreadSlice(OpBuilder &builder, Location loc, Value matrix, unsigned dim, Value index,
                  RankedTensorType result) {
  SmallVector<int64_t> shape(result.getShape());
  shape[dim] = 1;
  RankedTensorType slice = result.clone(shape);
  Value indices = tt::SplatOp::create(builder, loc, slice.clone(builder.getI32Type()), index);
  Value picked = tt::GatherOp::create(builder, loc, slice, matrix, indices, dim,
                                      /*efficient_layout=*/false);
  return tt::BroadcastOp::create(builder, loc, result, picked);
}

struct ExpandDoubleDots final : ttg::impl::ExpandDoubleDotsBase<ExpandDoubleDots> {
  void runOnOperation() override {
    getOperation().walk([&](tt::FuncOp function) {
      std::optional<int> warps = lookupNumWarps(function), lanes = lookupThreadsPerWarp(function);
      if (!warps || !lanes)
        return;
      SmallVector<tt::DotOp> dots;
      function.walk([&](tt::DotOp dot) {
        if (isDouble(dot) && dot.getType().getEncoding())
          dots.push_back(dot);
      });
      for (tt::DotOp dot : dots)
        expand(dot, *warps, *lanes);
    });
  }

  /// Slices have the layout of the sum, so that has to be one for any shape.
  static Attribute chooseLayout(RankedTensorType sum, int warps, int lanes) {
    Attribute layout = sum.getEncoding();
    if (isa<BlockedEncodingAttr>(layout))
      return layout;
    return BlockedEncodingAttr::getDefault(sum.getContext(), sum.getShape(), warps, lanes);
  }

  void expand(tt::DotOp dot, int warps, int lanes) {
    OpBuilder builder(dot);
    Location loc = dot.getLoc();
    RankedTensorType type = dot.getType();
    RankedTensorType own = type.cloneWithEncoding(chooseLayout(type, warps, lanes));
    auto constant = [&](int64_t number) {
      return arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(number));
    };
    Value left = skipConversions(dot.getA()), right = skipConversions(dot.getB());
    Value start = dot.getC();
    if (own != type)
      start = ConvertLayoutOp::create(builder, loc, own, start);
    unsigned rows = type.getRank() - 2, columns = rows + 1;
    int64_t depth = dot.getA().getType().getDimSize(columns);
    auto loop = scf::ForOp::create(builder, loc, constant(0), constant(depth), constant(1), start,
                                   [&](OpBuilder &body, Location at, Value k, ValueRange sums) {
                                     Value a = spreadSlice(body, at, left, columns, k, own);
                                     Value b = spreadSlice(body, at, right, rows, k, own);
                                     Value sum = math::FmaOp::create(body, at, a, b, sums.front());
                                     scf::YieldOp::create(body, at, sum);
                                   });
    Value result = loop.getResult(0);
    if (own != type)
      result = ConvertLayoutOp::create(builder, loc, type, result);
    dot.replaceAllUsesWith(result);
    dot.erase();
  }
};

} // namespace
