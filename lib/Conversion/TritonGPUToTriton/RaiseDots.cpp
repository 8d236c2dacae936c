//===- RaiseDots.cpp - Dots on shared memory, packed operands --------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   %d = ttng.warp_group_dot %a, %b, %c {isAsync = true}  =>  %x = ttg.local_load %a
//   %e:3 = ttng.warp_group_dot_wait %d, %a, %b                %y = ttg.local_load %b
//                                                             %d = tt.dot %x, %y, %c
//
//===----------------------------------------------------------------------===//

#include "RaiseOps.h"
#include "Refusal.h"
#include "SmallFloats.h"
#include "TensorValues.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace tritonmetal;

/// The operand of a dot as a value.
static Value loadOperand(OpBuilder &builder, Location loc, Value operand) {
  auto memory = dyn_cast<ttg::MemDescType>(operand.getType());
  if (!memory)
    return operand;
  auto type = RankedTensorType::get(memory.getShape(), memory.getElementType());
  return ttg::LocalLoadOp::create(builder, loc, type, operand, /*token=*/Value());
}

static void raiseDot(ttng::WarpGroupDotOp op) {
  OpBuilder builder(op);
  Location loc = op.getLoc();
  Value a = loadOperand(builder, loc, op.getA()), b = loadOperand(builder, loc, op.getB());
  Value c = op.getC();
  if (Value usesC = op.getUseC()) // otherwise the sum starts at zero
    c = arith::SelectOp::create(builder, loc, usesC, c, makeZero(builder, loc, c.getType()));
  auto dot = tt::DotOp::create(builder, loc, c.getType(), a, b, c, op.getInputPrecision(),
                               op.getMaxNumImpreciseAcc());
  op.replaceAllUsesWith(dot.getResult());
  op.erase();
}

/// The elements as bf16, which some versions have made of them before, then the scales.
static LogicalResult raiseUpcast(ttg::UpcastMXFPOp op) {
  OpBuilder builder(op);
  Location loc = op.getLoc();
  RankedTensorType type = op.getType();
  bool isE4M3 = op.getFpType() == tt::ScaleDotElemType::E4M3;
  if (!type.getElementType().isBF16())
    return refuse(op, "its result is not bf16");
  Value elements = op.getSrc();
  if (op.getFpType() == tt::ScaleDotElemType::E2M1)
    elements = expandFp4(builder, loc, elements, type.getRank() - 1, type);
  else if (op.getSrc().getType().getElementType().isInteger() &&
           (isE4M3 || op.getFpType() == tt::ScaleDotElemType::E5M2))
    elements = bitcast(builder, loc, elements,
                       isE4M3 ? Type(Float8E4M3FNType::get(op.getContext()))
                              : Type(Float8E5M2Type::get(op.getContext())));
  Type elementType = cast<RankedTensorType>(elements.getType()).getElementType();
  if (!isa<FloatType>(elementType) || elementType.getIntOrFloatBitWidth() > 16)
    return refuse(op, "it scales elements of an unknown format");
  if (elementType != type.getElementType())
    elements = tt::FpToFpOp::create(builder, loc, type, elements, tt::RoundingModeAttr());
  op.replaceAllUsesWith(scaleBlocks(builder, loc, elements, op.getScale()));
  op.erase();
  return success();
}

LogicalResult tritonmetal::raiseDots(tt::FuncOp function) {
  WalkResult result = function->walk([](Operation *op) -> WalkResult {
    if (auto dot = dyn_cast<ttng::WarpGroupDotOp>(op)) {
      raiseDot(dot);
    } else if (auto wait = dyn_cast<ttng::WarpGroupDotWaitOp>(op)) {
      wait->replaceAllUsesWith(wait.getInputs());
      wait.erase();
    } else if (auto expand = dyn_cast<ttg::Fp4ToFpOp>(op)) {
      OpBuilder builder(expand);
      expand.replaceAllUsesWith(
          expandFp4(builder, expand.getLoc(), expand.getSrc(), expand.getAxis(), expand.getType()));
      expand.erase();
    } else if (auto upcast = dyn_cast<ttg::UpcastMXFPOp>(op)) {
      return raiseUpcast(upcast);
    }
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}
