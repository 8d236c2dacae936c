//===- Externs.cpp - Calls of device libraries ----------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ExternFunctions.h"

#include "Patterns.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace tritonmetal;
using metal::ElementBuilder;

//===----------------------------------------------------------------------===//
// Symbols
//===----------------------------------------------------------------------===//

static const ExternFunction *findByName(StringRef name) {
  for (ArrayRef<ExternFunction> functions :
       {getExternArithmetic(), getExternRounding(), getExternIntegers()})
    for (const ExternFunction &function : functions)
      if (function.name == name)
        return &function;
  return nullptr;
}

static bool isOfFloats(const ExternFunction *function) {
  return function && function->getOperandKind(0) == 'f';
}

/// Names of libdevice that do not say by an `f` at the end that they are about f32.
static bool hasPlainName(StringRef name) {
  return name.contains('_') && !name.starts_with("fast_") && !name.starts_with("cyl_");
}

/// `__ocml_exp_f32`: one spelling for all widths.
static const ExternFunction *lookupAMD(StringRef name) {
  name.consume_front("native_");
  return name.consume_back("_f32") || name.consume_back("_f16") ? findByName(name) : nullptr;
}

const ExternFunction *tritonmetal::lookupExternFunction(StringRef symbol) {
  StringRef name = symbol;
  if (name.consume_front("__ocml_"))
    return lookupAMD(name);
  if (!name.consume_front("__nv_"))
    return nullptr;
  // `fadd_rn` has it in front, `erff` at the end; `half2float` has none of both.
  const ExternFunction *plain = findByName(name);
  if (plain && (!isOfFloats(plain) || hasPlainName(name) || name == "llrint" || name == "llround"))
    return name == "llrint" || name == "llround" ? nullptr : plain;
  if (!name.consume_back("f"))
    return nullptr;
  const ExternFunction *function = findByName(name);
  return isOfFloats(function) ? function : nullptr;
}

const ExternFunction *tritonmetal::lookupExternDouble(StringRef symbol) {
  StringRef name = symbol;
  bool isKnown =
      name.consume_front("__ocml_") ? name.consume_back("_f64") : name.consume_front("__nv_");
  if (!isKnown)
    return nullptr;
  for (const ExternFunction &function : getExternDoubles())
    if (function.name == name)
      return &function;
  return nullptr;
}

bool tritonmetal::isDoubleForm(StringRef symbol) {
  if (lookupExternDouble(symbol))
    return true;
  StringRef name = symbol;
  if (name.consume_front("__ocml_"))
    return name.consume_back("_f64") && findByName(name);
  if (!name.consume_front("__nv_") || lookupExternFunction(symbol))
    return false;
  if (name.contains("double") || name.starts_with("d") || name == "rcp64h")
    return true;
  return isOfFloats(findByName(name)) || (name.consume_back("d") && isOfFloats(findByName(name)));
}

//===----------------------------------------------------------------------===//
// Check
//===----------------------------------------------------------------------===//

static bool fits(Type type, char kind) {
  Type element = getElementTypeOrSelf(type);
  switch (kind) {
  case 'f':
    return element.isF32() || element.isF16() || element.isBF16();
  case 'd':
    return element.isF64();
  case 'i':
    return element.isInteger(32);
  case 'l':
    return element.isInteger(64);
  default:
    return element.isInteger(16);
  }
}

/// Classifications give an i32 in libdevice; other widths are met too.
static bool fitsResult(Type type, char kind) {
  return fits(type, kind) || (kind == 'i' && getElementTypeOrSelf(type).isInteger());
}

LogicalResult tritonmetal::checkExtern(tt::ExternElementwiseOp op, bool emulateDoubles) {
  StringRef symbol = op.getSymbol();
  bool isDouble = isDoubleForm(symbol);
  if (isDouble && !emulateDoubles)
    return op.emitOpError("calls '")
           << symbol
           << "', which computes in f64, which Metal GPUs do not have; use the float32 "
              "form, or --fp64=emulate for doubles in software";
  const ExternFunction *function =
      isDouble ? lookupExternDouble(symbol) : lookupExternFunction(symbol);
  if (isDouble && !function)
    return op.emitOpError("calls '")
           << symbol << "', which has no form in software for f64; use the float32 form";
  if (!function)
    return op.emitOpError("calls '") << symbol
                                     << "', which has no counterpart here; write it with "
                                        "tl.* operations";
  if (op.getSrcs().size() != function->getNumOperands())
    return op.emitOpError("calls '") << symbol << "' with " << op.getSrcs().size()
                                     << " operands; it takes " << function->getNumOperands();
  for (auto [i, type] : llvm::enumerate(op.getSrcs().getTypes()))
    if (!fits(type, function->getOperandKind(i)))
      return op.emitOpError("calls '") << symbol << "' with an operand of " << type;
  if (!fitsResult(op.getType(), function->getResultKind()))
    return op.emitOpError("calls '") << symbol << "' for a result of " << op.getType();
  return success();
}

//===----------------------------------------------------------------------===//
// Lowering
//===----------------------------------------------------------------------===//

namespace {

///   %r = tt.extern_elementwise %x {symbol = "__nv_expf", …} : (tensor<512xf32, #l>) -> …
/// becomes
///   %r = math.exp %x : vector<4xf32>
struct ExternLowering final : OpConversionPattern<tt::ExternElementwiseOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::ExternElementwiseOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    const ExternFunction *function = lookupExternDouble(op.getSymbol());
    if (!function)
      function = lookupExternFunction(op.getSymbol());
    Type type = getTypeConverter()->convertType(op.getType());
    if (!function || !type)
      return rewriter.notifyMatchFailure(op, "not a function that is known");
    Value shaped = adaptor.getSrcs().front();
    for (Value operand : adaptor.getSrcs())
      if (isa<VectorType>(operand.getType()))
        shaped = operand;
    ElementBuilder b(rewriter, op.getLoc(), shaped);
    SmallVector<Value> operands;
    for (Value operand : adaptor.getSrcs())
      operands.push_back(prepare(b, operand));
    rewriter.replaceOp(op, finish(b, function->expand(b, operands), type));
    return success();
  }

private:
  /// f16 and bf16 in f32; a scalar among vectors repeated.
  static Value prepare(ElementBuilder &b, Value operand) {
    Type element = getElementTypeOrSelf(operand.getType());
    if (operand.getType() != b.typeOf(element))
      operand = vector::BroadcastOp::create(b.getBuilder(), b.getLoc(), b.typeOf(element), operand);
    bool isNarrow = element.isF16() || element.isBF16();
    return isNarrow ? b.cast<arith::ExtFOp>(b.f32(), operand) : operand;
  }

  static Value finish(ElementBuilder &b, Value result, Type type) {
    if (result.getType() == type)
      return result;
    Type from = getElementTypeOrSelf(result.getType()), to = getElementTypeOrSelf(type);
    if (isa<FloatType>(to))
      return b.cast<arith::TruncFOp>(type, result);
    return from.getIntOrFloatBitWidth() < to.getIntOrFloatBitWidth()
               ? b.cast<arith::ExtSIOp>(type, result)
               : b.cast<arith::TruncIOp>(type, result);
  }
};

} // namespace

void tritonmetal::populateExternPatterns(const TritonGPUToMetalTypeConverter &converter,
                                         RewritePatternSet &patterns) {
  patterns.add<ExternLowering>(converter, patterns.getContext(), /*benefit=*/2);
}
