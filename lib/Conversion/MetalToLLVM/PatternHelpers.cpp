//===- PatternHelpers.cpp - What several patterns need ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Patterns.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace tritonmetal::metal {

static bool isBool(Type type) { return getElementTypeOrSelf(type).isInteger(1); }

Type getMemoryType(Type type) {
  if (!isBool(type))
    return type;
  Type byte = IntegerType::get(type.getContext(), 8);
  auto vector = dyn_cast<VectorType>(type);
  return vector ? VectorType::get(vector.getShape(), byte) : byte;
}

Value toMemory(OpBuilder &builder, Location loc, Value value) {
  if (!isBool(value.getType()))
    return value;
  return LLVM::ZExtOp::create(builder, loc, getMemoryType(value.getType()), value);
}

Value fromMemory(OpBuilder &builder, Location loc, Value value, Type type) {
  if (!isBool(type))
    return value;
  Value zero = LLVM::ZeroOp::create(builder, loc, value.getType());
  return LLVM::ICmpOp::create(builder, loc, LLVM::ICmpPredicate::ne, value, zero);
}

std::string getAIRTypeName(Type scalar) {
  if (scalar.isBF16())
    return "bf16";
  char kind = isa<FloatType>(scalar) ? 'f' : 'i';
  return kind + llvm::utostr(scalar.getIntOrFloatBitWidth());
}

LLVM::CallOp callAIR(ConversionPatternRewriter &rewriter, Location loc, StringRef name, Type result,
                     ValueRange operands, bool isConvergent) {
  auto module = rewriter.getInsertionBlock()->getParentOp()->getParentOfType<ModuleOp>();
  auto callee = module.lookupSymbol<LLVM::LLVMFuncOp>(name);
  if (!callee) {
    OpBuilder::InsertionGuard guard(rewriter);
    rewriter.setInsertionPointToStart(module.getBody());
    Type type = LLVM::LLVMFunctionType::get(result, llvm::to_vector(operands.getTypes()));
    callee = LLVM::LLVMFuncOp::create(rewriter, rewriter.getUnknownLoc(), name, type);
    callee.setConvergent(isConvergent);
  }
  auto call = LLVM::CallOp::create(rewriter, loc, callee, operands);
  call.setConvergent(isConvergent);
  return call;
}

Value makeI32(OpBuilder &builder, Location loc, int32_t value) {
  return LLVM::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(value));
}

Value mapElements(OpBuilder &builder, Location loc, ValueRange operands, Type element,
                  llvm::function_ref<Value(ValueRange)> map) {
  auto vector = dyn_cast<VectorType>(operands.front().getType());
  if (!vector)
    return map(operands);
  Type type = VectorType::get(vector.getShape(), element);
  Value result = LLVM::PoisonOp::create(builder, loc, type);
  for (int32_t i = 0, e = vector.getNumElements(); i < e; ++i) {
    Value position = makeI32(builder, loc, i);
    SmallVector<Value> elements;
    for (Value operand : operands)
      elements.push_back(LLVM::ExtractElementOp::create(builder, loc, operand, position));
    result = LLVM::InsertElementOp::create(builder, loc, result, map(elements), position);
  }
  return result;
}

} // namespace tritonmetal::metal
