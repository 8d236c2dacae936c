//===- TritonDotOps.cpp - Matrix products -----------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "OpSupport.h"

using namespace mlir;
using namespace tritonmetal::tt;

LogicalResult DotOp::verify() {
  RankedTensorType a = getA().getType();
  RankedTensorType b = getB().getType();
  RankedTensorType d = getD().getType();
  int64_t rank = d.getRank();
  if ((rank != 2 && rank != 3) || a.getRank() != rank || b.getRank() != rank)
    return emitOpError() << "works on tensors of rank 2, or 3 with a batch; found " << a.getRank()
                         << ", " << b.getRank() << " and " << rank;
  int64_t m = rank - 2, n = rank - 1;
  if (a.getDimSize(n) != b.getDimSize(m) || a.getDimSize(m) != d.getDimSize(m) ||
      b.getDimSize(n) != d.getDimSize(n) ||
      (rank == 3 && (a.getDimSize(0) != d.getDimSize(0) || b.getDimSize(0) != d.getDimSize(0))))
    return emitOpError() << "cannot multiply " << formatShape(a.getShape()) << " by "
                         << formatShape(b.getShape()) << " into " << formatShape(d.getShape());
  if (a.getElementTypeBitWidth() != b.getElementTypeBitWidth())
    return emitOpError() << "needs operands of one element width, found " << a.getElementType()
                         << " and " << b.getElementType();
  if (!a.getEncoding() != !d.getEncoding() || !b.getEncoding() != !d.getEncoding())
    return emitOpError() << "needs a layout on all its tensors or on none";
  const LayoutInterface *layouts = LayoutInterface::of(d.getEncoding());
  return layouts ? layouts->verifyDot(a.getEncoding(), b.getEncoding(), d.getEncoding(),
                                      [&] { return emitOpError(); })
                 : success();
}

//===----------------------------------------------------------------------===//
// dot_scaled
//===----------------------------------------------------------------------===//

namespace {

using Operand = OpAsmParser::UnresolvedOperand;

/// `%a scale %s, %b, %c`. In the first builds of Triton 3.2 `%a, %s, %b, %t, %c`,
/// where only `%t` may be missing.
struct ScaledOperands {
  Operand a, b, c;
  std::optional<Operand> aScale, bScale;

  ParseResult parse(OpAsmParser &parser) {
    SmallVector<Operand> operands;
    SmallVector<std::optional<Operand>> scales;
    SMLoc loc = parser.getCurrentLocation();
    auto parseOne = [&]() -> ParseResult {
      if (parser.parseOperand(operands.emplace_back()))
        return failure();
      std::optional<Operand> &scale = scales.emplace_back();
      if (failed(parser.parseOptionalKeyword("scale")))
        return success();
      return parser.parseOperand(scale.emplace());
    };
    if (parser.parseCommaSeparatedList(parseOne))
      return failure();
    bool hasScales = llvm::any_of(scales, [](auto &scale) { return scale.has_value(); });
    if (operands.size() == 3 && !scales[2]) {
      a = operands[0], b = operands[1], c = operands[2];
      aScale = scales[0], bScale = scales[1];
      return success();
    }
    if (hasScales || operands.size() < 4 || operands.size() > 5)
      return parser.emitError(loc) << "expected two operands, each with a scale or without, and an "
                                      "accumulator";
    a = operands[0], aScale = operands[1], b = operands[2], c = operands.back();
    if (operands.size() == 5)
      bScale = operands[3];
    return success();
  }
};

} // namespace

/// `lhs = e4m3`
static ParseResult parseElemType(OpAsmParser &parser, StringRef keyword, StringAttr name,
                                 NamedAttrList &attributes) {
  SMLoc loc;
  StringRef text;
  if (parser.parseKeyword(keyword) || parser.parseEqual() || parser.getCurrentLocation(&loc) ||
      parser.parseKeyword(&text))
    return failure();
  std::optional<ScaleDotElemType> type = symbolizeScaleDotElemType(text);
  if (!type)
    return parser.emitError(loc) << "'" << text << "' is no element format of a scaled operand; "
                                 << "expected e4m3, e5m2, e2m3, e3m2, e2m1, bf16 or fp16";
  attributes.set(name, ScaleDotElemTypeAttr::get(parser.getContext(), *type));
  return success();
}

ParseResult DotScaledOp::parse(OpAsmParser &parser, OperationState &state) {
  ScaledOperands operands;
  Type a, b, d, aScale, bScale;
  if (operands.parse(parser) ||
      parseElemType(parser, "lhs", getAElemTypeAttrName(state.name), state.attributes) ||
      parseElemType(parser, "rhs", getBElemTypeAttrName(state.name), state.attributes) ||
      parseOpAttributes(parser, state) || parser.parseColonType(a) ||
      (operands.aScale && (parser.parseComma() || parser.parseType(aScale))) ||
      parser.parseStar() || parser.parseType(b) ||
      (operands.bScale && (parser.parseComma() || parser.parseType(bScale))) ||
      parser.parseArrow() || parser.parseType(d))
    return failure();
  state.addTypes(d);
  if (parser.resolveOperand(operands.a, a, state.operands) ||
      parser.resolveOperand(operands.b, b, state.operands) ||
      parser.resolveOperand(operands.c, d, state.operands) ||
      (operands.aScale && parser.resolveOperand(*operands.aScale, aScale, state.operands)) ||
      (operands.bScale && parser.resolveOperand(*operands.bScale, bScale, state.operands)))
    return failure();
  state.addAttribute(getOperandSegmentSizesAttrName(state.name),
                     parser.getBuilder().getDenseI32ArrayAttr(
                         {1, 1, 1, operands.aScale.has_value(), operands.bScale.has_value()}));
  return success();
}

void DotScaledOp::print(OpAsmPrinter &printer) {
  auto printOperand = [&](Value value, Value scale) {
    printer << " " << value;
    if (scale)
      printer << " scale " << scale;
    printer << ",";
  };
  printOperand(getA(), getAScale());
  printOperand(getB(), getBScale());
  printer << " " << getC() << " lhs = " << stringifyScaleDotElemType(getAElemType())
          << " rhs = " << stringifyScaleDotElemType(getBElemType());
  SmallVector<StringRef> elided = {getOperandSegmentSizesAttrName(), getAElemTypeAttrName(),
                                   getBElemTypeAttrName()};
  if (getLhsKPack())
    elided.push_back(getLhsKPackAttrName());
  if (getRhsKPack())
    elided.push_back(getRhsKPackAttrName());
  printer.printOptionalAttrDict((*this)->getAttrs(), elided);
  printer << " : " << getA().getType();
  if (getAScale())
    printer << ", " << getAScale().getType();
  printer << " * " << getB().getType();
  if (getBScale())
    printer << ", " << getBScale().getType();
  printer << " -> " << getType();
}

/// The tensors that hold elements of this format.
static bool holdsFormat(Type element, ScaleDotElemType format) {
  switch (format) {
  case ScaleDotElemType::E4M3:
    return isa<Float8E4M3FNType>(element) || element.isInteger(8);
  case ScaleDotElemType::E5M2:
    return isa<Float8E5M2Type>(element) || element.isInteger(8);
  case ScaleDotElemType::BF16:
    return element.isBF16();
  case ScaleDotElemType::FP16:
    return element.isF16();
  case ScaleDotElemType::E2M3:
  case ScaleDotElemType::E3M2:
  case ScaleDotElemType::E2M1:
    return element.isInteger(8);
  }
  llvm_unreachable("unknown element format");
}

namespace {

/// One side of a scaled product, its shape in elements rather than bytes.
struct ScaledSide {
  StringRef name;
  int64_t outer, k; // M and K, or N and K
};

} // namespace

static FailureOr<ScaledSide> verifySide(DotScaledOp op, StringRef name, RankedTensorType type,
                                        unsigned kDim, ScaleDotElemType format, bool kPack) {
  if (!holdsFormat(type.getElementType(), format))
    return op.emitOpError() << name << " of format " << stringifyScaleDotElemType(format)
                            << " cannot be a tensor of " << type.getElementType();
  if (!kPack && format != ScaleDotElemType::E2M1)
    return op.emitOpError() << "can pack only e2m1 along another dimension than K, but the format "
                            << "of " << name << " is " << stringifyScaleDotElemType(format);
  unsigned outerDim = type.getRank() - 1 - kDim;
  if (type.getRank() == 3)
    outerDim = kDim == 2 ? 1 : 2;
  ScaledSide side{name, type.getDimSize(outerDim), type.getDimSize(kDim)};
  if (format == ScaleDotElemType::E2M1)
    (kPack ? side.k : side.outer) *= 2;
  return side;
}

static LogicalResult verifyScale(DotScaledOp op, const ScaledSide &side, Value scale,
                                 ArrayRef<int64_t> batch) {
  if (!scale)
    return success();
  ArrayRef<int64_t> found = cast<RankedTensorType>(scale.getType()).getShape();
  for (int64_t factor : {32, 16}) {
    SmallVector<int64_t> expected(batch);
    expected.append({side.outer, side.k / factor});
    if (found == ArrayRef(expected))
      return success();
  }
  return op.emitOpError() << "needs one scale for 32 or 16 of the " << side.outer << "x" << side.k
                          << " elements of " << side.name << ", found " << formatShape(found);
}

LogicalResult DotScaledOp::verify() {
  RankedTensorType a = getA().getType();
  RankedTensorType b = getB().getType();
  RankedTensorType d = getD().getType();
  int64_t rank = d.getRank();
  if ((rank != 2 && rank != 3) || a.getRank() != rank || b.getRank() != rank)
    return emitOpError() << "works on tensors of rank 2, or 3 with a batch; found " << a.getRank()
                         << ", " << b.getRank() << " and " << rank;
  FailureOr<ScaledSide> lhs = verifySide(*this, "a", a, rank - 1, getAElemType(), getLhsKPack());
  if (failed(lhs))
    return failure();
  FailureOr<ScaledSide> rhs = verifySide(*this, "b", b, rank - 2, getBElemType(), getRhsKPack());
  if (failed(rhs))
    return failure();
  if (lhs->k != rhs->k || lhs->outer != d.getDimSize(rank - 2) ||
      rhs->outer != d.getDimSize(rank - 1) ||
      (rank == 3 && (a.getDimSize(0) != d.getDimSize(0) || b.getDimSize(0) != d.getDimSize(0))))
    return emitOpError() << "cannot multiply " << lhs->outer << "x" << lhs->k << " by " << rhs->k
                         << "x" << rhs->outer << " elements into " << formatShape(d.getShape());
  ArrayRef<int64_t> batch = d.getShape().drop_back(2);
  return failure(failed(verifyScale(*this, *lhs, getAScale(), batch)) ||
                 failed(verifyScale(*this, *rhs, getBScale(), batch)));
}
