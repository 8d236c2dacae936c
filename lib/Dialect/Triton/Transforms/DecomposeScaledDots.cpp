//===- DecomposeScaledDots.cpp - Scaled products as plain ones ------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Each operand is unpacked, brought to f32 and multiplied by its scales; what is left is a
// dot of f32. Every step but the last product is exact, and so is that unless it leaves
// the range of f32: elements have at most 11 significant bits and scales are powers of two.
//
//   e2m1   two to a byte; the three bits of a magnitude, put where f16 has its exponent's
//          lowest bits and its fraction's highest, are 2^14 too small:
//            6 = 1.5 * 2^2 = 0b111 -> 0b0001110… = 1.5 * 2^-12
//          f16 computes with numbers below its normal range, so 0.5 comes out as well
//   e2m3, e3m2   a byte each, likewise: 2^14 and 2^12 too small
//
// A scale s is 2^(s - 127), from 2^-127, which is below f32's normal range, to 2^127. It is
// multiplied in two factors, 2^(e1 - 63) * 2^(e2 - 64) with e1 + e2 = s, each in range.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Dialect/Triton/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::tt;

namespace tritonmetal::tt {
#define GEN_PASS_DEF_DECOMPOSESCALEDDOTS
#include "triton-metal/Dialect/Triton/Transforms/Passes.h.inc"
} // namespace tritonmetal::tt

namespace {

/// One operand of a scaled product; elements along K share scales.
struct Operand {
  Value values;
  Value scales; // may be null
  ScaleDotElemType format;
  bool isLeft;
  bool packsAlongK;
  bool ignoresNaN; // of scales
};

class Decomposer {
public:
  explicit Decomposer(DotScaledOp op) : builder(op), loc(op.getLoc()) {}

  Value decompose(const Operand &operand) {
    Value values = toF32(operand);
    if (!operand.scales)
      return values;
    auto type = cast<RankedTensorType>(values.getType());
    Value scales = operand.scales;
    if (isa<FloatType>(getElementTypeOrSelf(scales.getType()))) {
      scales = FpToFpOp::create(builder, loc, like(scales, builder.getF32Type()), scales,
                                RoundingModeAttr());
      return mul(values, spread(scales, type, operand.isLeft));
    }
    Value bits = arith::ExtUIOp::create(builder, loc, like(scales, builder.getI32Type()), scales);
    Value low = arith::ShRUIOp::create(builder, loc, bits, constant(bits, 1));
    Value high = arith::SubIOp::create(builder, loc, bits, low);
    Value first = power(low, 127 - 63), second = power(high, 127 - 64);
    if (!operand.ignoresNaN) {
      Value isNaN =
          arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, bits, constant(bits, 255));
      auto floats = cast<RankedTensorType>(first.getType());
      APFloat nan = APFloat::getNaN(cast<FloatType>(floats.getElementType()).getFloatSemantics());
      Value nans = arith::ConstantOp::create(builder, loc, DenseElementsAttr::get(floats, nan));
      first = arith::SelectOp::create(builder, loc, isNaN, nans, first);
    }
    Value once = mul(values, spread(first, type, operand.isLeft));
    return mul(once, spread(second, type, operand.isLeft));
  }

private:
  static RankedTensorType like(Value tensor, Type element) {
    return cast<RankedTensorType>(tensor.getType()).clone(element);
  }
  Value constant(Value likeThis, int64_t value) {
    auto type = cast<RankedTensorType>(likeThis.getType());
    return arith::ConstantOp::create(
        builder, loc,
        DenseElementsAttr::get(type,
                               Attribute(builder.getIntegerAttr(type.getElementType(), value))));
  }
  Value mul(Value a, Value b) { return arith::MulFOp::create(builder, loc, a, b); }

  /// 2^(exponent + bias - 127).
  Value power(Value exponent, int64_t bias) {
    Value biased = arith::AddIOp::create(builder, loc, exponent, constant(exponent, bias));
    Value bits = arith::ShLIOp::create(builder, loc, biased, constant(biased, 23));
    return arith::BitcastOp::create(builder, loc, like(bits, builder.getF32Type()), bits);
  }

  Value transpose(Value tensor) {
    auto type = cast<RankedTensorType>(tensor.getType());
    SmallVector<int64_t> shape(type.getShape());
    SmallVector<int32_t> order = llvm::to_vector(llvm::seq<int32_t>(0, type.getRank()));
    std::swap(shape[shape.size() - 2], shape[shape.size() - 1]);
    std::swap(order[order.size() - 2], order[order.size() - 1]);
    return TransOp::create(builder, loc, type.clone(shape), tensor, order);
  }

  Value reshape(Value tensor, ArrayRef<int64_t> shape) {
    auto type = RankedTensorType::get(shape, getElementTypeOrSelf(tensor.getType()));
    return ReshapeOp::create(builder, loc, type, tensor, /*allow_reorder=*/false,
                             /*efficient_layout=*/false);
  }

  /// A scale for each element of `type`, from one for each run along K.
  Value spread(Value scales, RankedTensorType type, bool isLeft) {
    SmallVector<int64_t> shape(type.getShape());
    if (!isLeft)
      std::swap(shape[shape.size() - 2], shape[shape.size() - 1]);
    auto from = cast<RankedTensorType>(scales.getType());
    SmallVector<int64_t> single(from.getShape()), runs(from.getShape());
    single.push_back(1);
    runs.push_back(shape.back() / from.getShape().back());
    Type element = from.getElementType();
    Value runStarts = ExpandDimsOp::create(builder, loc, RankedTensorType::get(single, element),
                                           scales, from.getRank());
    Value repeated =
        BroadcastOp::create(builder, loc, RankedTensorType::get(runs, element), runStarts);
    Value result = reshape(repeated, shape);
    return isLeft ? result : transpose(result);
  }

  /// The two halves of each byte, the low one first, side by side along the last dimension.
  Value unpackLast(Value bytes) {
    auto type = cast<RankedTensorType>(bytes.getType());
    Value low = arith::AndIOp::create(builder, loc, bytes, constant(bytes, 15));
    Value high = arith::ShRUIOp::create(builder, loc, bytes, constant(bytes, 4));
    SmallVector<int64_t> shape(type.getShape());
    shape.push_back(2);
    Value pairs = JoinOp::create(builder, loc, type.clone(shape), low, high);
    shape.pop_back();
    shape.back() *= 2;
    return reshape(pairs, shape);
  }

  Value unpack(const Operand &operand) {
    // K is the last dimension of a, and the one before in b.
    bool isLast = operand.packsAlongK == operand.isLeft;
    return isLast ? unpackLast(operand.values) : transpose(unpackLast(transpose(operand.values)));
  }

  /// A float without infinity and NaN: a sign, then `width` bits of magnitude, of which
  /// `fraction` are behind the point, and whose exponent has this bias.
  Value decode(Value codes, int64_t width, int64_t fraction, int64_t bias) {
    Value wide = arith::ExtUIOp::create(builder, loc, like(codes, builder.getI16Type()), codes);
    Value magnitude =
        arith::AndIOp::create(builder, loc, wide, constant(wide, (int64_t(1) << width) - 1));
    magnitude = arith::ShLIOp::create(builder, loc, magnitude, constant(wide, 10 - fraction));
    Value sign = arith::AndIOp::create(builder, loc, wide, constant(wide, int64_t(1) << width));
    sign = arith::ShLIOp::create(builder, loc, sign, constant(wide, 15 - width));
    Value bits = arith::OrIOp::create(builder, loc, magnitude, sign);
    auto halves = like(bits, builder.getF16Type());
    Value small = arith::BitcastOp::create(builder, loc, halves, bits);
    Value scale = arith::ConstantOp::create(
        builder, loc,
        DenseElementsAttr::get(
            halves, Attribute(builder.getF16FloatAttr(float(int64_t(1) << (15 - bias))))));
    return extend(mul(small, scale));
  }

  Value extend(Value floats) {
    return arith::ExtFOp::create(builder, loc, like(floats, builder.getF32Type()), floats);
  }

  Value toF32(const Operand &operand) {
    Value values = operand.values;
    switch (operand.format) {
    case ScaleDotElemType::E2M1:
      return decode(unpack(operand), 3, 1, 1);
    case ScaleDotElemType::E2M3:
      return decode(values, 5, 3, 1);
    case ScaleDotElemType::E3M2:
      return decode(values, 5, 2, 3);
    case ScaleDotElemType::BF16:
    case ScaleDotElemType::FP16:
      return extend(values);
    case ScaleDotElemType::E4M3:
    case ScaleDotElemType::E5M2:
      break;
    }
    Type element = operand.format == ScaleDotElemType::E4M3
                       ? Type(Float8E4M3FNType::get(builder.getContext()))
                       : Type(Float8E5M2Type::get(builder.getContext()));
    if (getElementTypeOrSelf(values.getType()) != element)
      values = BitcastOp::create(builder, loc, like(values, element), values);
    return FpToFpOp::create(builder, loc, like(values, builder.getF32Type()), values,
                            RoundingModeAttr());
  }

  OpBuilder builder;
  Location loc;
};

struct DecomposeScaledDots final : tt::impl::DecomposeScaledDotsBase<DecomposeScaledDots> {
  void runOnOperation() override {
    SmallVector<DotScaledOp> dots;
    getOperation()->walk([&](DotScaledOp op) {
      if (!op.getD().getType().getEncoding())
        dots.push_back(op);
    });
    for (DotScaledOp op : dots) {
      Decomposer decomposer(op);
      Value a = decomposer.decompose(
          {op.getA(), op.getAScale(), op.getAElemType(), true, op.getLhsKPack(), op.getFastMath()});
      Value b = decomposer.decompose({op.getB(), op.getBScale(), op.getBElemType(), false,
                                      op.getRhsKPack(), op.getFastMath()});
      OpBuilder builder(op);
      Value product = DotOp::create(builder, op.getLoc(), op.getD().getType(), a, b, op.getC(),
                                    InputPrecision::IEEE, /*maxNumImpreciseAcc=*/0);
      op.replaceAllUsesWith(product);
      op.erase();
    }
  }
};

} // namespace
