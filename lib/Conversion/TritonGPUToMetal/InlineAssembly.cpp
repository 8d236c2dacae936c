//===- InlineAssembly.cpp - Registers of inline assembly -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Which registers a call of `tt.elementwise_inline_asm` has, and what is in them. The
// text is run for `packed_element` elements at a time; those below 32 bits share a word,
// the first one lowest:
//
//   packed_element = 4, (i8, f32) -> f32    $0 … $3 results, $4 four bytes, $5 … $8 floats
//
// One element a time is arithmetic on whole vectors; several make a metal.map. Which
// elements go together is not defined, so a thread that has fewer repeats its own.
//
//===----------------------------------------------------------------------===//

#include "PTX.h"
#include "Patterns.h"

#include "mlir/IR/TypeUtilities.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using metal::ElementBuilder;

namespace {

/// Registers of one operand or result, for one run of the text.
struct RegisterGroup {
  RegisterGroup(Type type, unsigned pack) : element(getElementTypeOrSelf(type)) {
    unsigned bits = element.getIntOrFloatBitWidth();
    perRegister = std::min(std::max(1u, 32 / bits), pack);
    count = pack / perRegister;
  }

  Type element;
  unsigned perRegister, count;
};

class Assembly {
public:
  explicit Assembly(tt::ElementwiseInlineAsmOp op) : op(op), pack(op.getPackedElement()) {
    for (Type type : op->getResultTypes())
      results.emplace_back(type, pack);
    for (Type type : op.getArgs().getTypes())
      operands.emplace_back(type, pack);
  }

  /// Reads text and constraints; what is wrong is reported at the op.
  LogicalResult parse();

  /// `values`: `pack` elements of each operand, in order; gives those of the results.
  FailureOr<SmallVector<Value>> translate(ElementBuilder &b, ValueRange values);

  LogicalResult report(const ptx::Problem &problem) {
    return op.emitOpError("line ") << problem.line << " of its assembly, '" << problem.text << "', "
                                   << problem.reason << "; write it with tl.* operations";
  }

private:
  tt::ElementwiseInlineAsmOp op;
  unsigned pack;
  SmallVector<RegisterGroup> results, operands;
  SmallVector<StringRef> constraints;
  ptx::Program program;
};

} // namespace

/// Bits of the register that a constraint like "=r" asks for; 0 for other words.
static unsigned getConstraintWidth(StringRef constraint) {
  constraint.consume_front("=");
  constraint.consume_front("&");
  return constraint == "r" || constraint == "f"   ? 32
         : constraint == "h" || constraint == "c" ? 16
         : constraint == "l" || constraint == "d" ? 64
                                                  : 0;
}

LogicalResult Assembly::parse() {
  if (ptx::Problem problem = ptx::parse(op.getAsmString(), program))
    return report(problem);
  op.getConstraints().split(constraints, ',', -1, /*KeepEmpty=*/false);
  for (StringRef &constraint : constraints)
    constraint = constraint.trim();
  llvm::erase_if(constraints, [](StringRef word) { return word.starts_with("~"); });
  unsigned expected = 0;
  for (const RegisterGroup &group : results)
    expected += group.count;
  unsigned numOutputs = expected;
  for (const RegisterGroup &group : operands)
    expected += group.count;
  if (constraints.size() != expected)
    return op.emitOpError("has ") << constraints.size() << " constraints for " << expected
                                  << " registers";
  for (auto [i, constraint] : llvm::enumerate(constraints)) {
    unsigned tied;
    bool isTied = i >= numOutputs && !constraint.getAsInteger(10, tied) && tied < numOutputs;
    if (!isTied &&
        (getConstraintWidth(constraint) == 0 || constraint.starts_with("=") != (i < numOutputs)))
      return op.emitOpError("has a constraint '") << constraint << "' that is not known here";
  }
  return success();
}

/// Elements of one register as an integer of `width` bits.
static Value packElements(ElementBuilder &b, ValueRange elements, unsigned width) {
  Value word;
  for (auto [i, element] : llvm::enumerate(elements)) {
    unsigned bits = getElementTypeOrSelf(element.getType()).getIntOrFloatBitWidth();
    Value value = element;
    if (!getElementTypeOrSelf(value.getType()).isInteger())
      value = b.bitcast(b.integer(bits), value);
    if (bits < width)
      value = b.cast<arith::ExtUIOp>(b.integer(width), value);
    else if (bits > width)
      value = b.cast<arith::TruncIOp>(b.integer(width), value);
    if (i)
      value = b.shli(value, int64_t(i * bits));
    word = word ? b.ori(word, value) : value;
  }
  return word;
}

static Value unpackElement(ElementBuilder &b, Value word, unsigned index, Type element) {
  unsigned bits = element.getIntOrFloatBitWidth(), width = ptx::getWidth(word);
  if (index)
    word = b.shrui(word, int64_t(index * bits));
  if (bits < width)
    word = b.cast<arith::TruncIOp>(b.integer(bits), word);
  else if (bits > width)
    word = b.cast<arith::ExtUIOp>(b.integer(bits), word);
  return element.isInteger() ? word : b.bitcast(b.typeOf(element), word);
}

FailureOr<SmallVector<Value>> Assembly::translate(ElementBuilder &b, ValueRange values) {
  ptx::Translator translator(b, program);
  unsigned next = 0;
  auto nameOf = [](unsigned i) { return ("$" + Twine(i)).str(); };
  for (const RegisterGroup &group : results)
    for (unsigned i = 0; i < group.count; ++i, ++next)
      translator.declare(nameOf(next), getConstraintWidth(constraints[next]));
  for (const RegisterGroup &group : operands)
    for (unsigned i = 0; i < group.count; ++i, ++next) {
      StringRef constraint = constraints[next];
      unsigned tied = 0;
      bool isTied = !constraint.getAsInteger(10, tied);
      unsigned width = getConstraintWidth(isTied ? constraints[tied] : constraint);
      Value word = packElements(b, values.take_front(group.perRegister), width);
      values = values.drop_front(group.perRegister);
      translator.set(nameOf(next), word);
      if (isTied)
        translator.set(nameOf(tied), word);
    }
  if (ptx::Problem problem = translator.run())
    return report(problem);
  SmallVector<Value> elements;
  next = 0;
  for (const RegisterGroup &group : results)
    for (unsigned i = 0; i < group.count; ++i, ++next)
      for (unsigned k = 0; k < group.perRegister; ++k)
        elements.push_back(unpackElement(b, translator.get(nameOf(next)), k, group.element));
  return elements;
}

/// A trial on scalars in a block of their own, so that messages come before the conversion.
LogicalResult tritonmetal::checkInlineAssembly(tt::ElementwiseInlineAsmOp op) {
  auto isNumber = [](Type type) { return getElementTypeOrSelf(type).isIntOrFloat(); };
  if (!llvm::all_of(op->getOperandTypes(), isNumber) ||
      !llvm::all_of(op->getResultTypes(), isNumber))
    return op.emitOpError("takes pointers into assembly, which has no counterpart here; write it "
                          "with tl.* operations");
  bool hasTensor = isa<RankedTensorType>(op->getResult(0).getType());
  if (!llvm::isPowerOf2_32(op.getPackedElement()) || (!hasTensor && op.getPackedElement() != 1))
    return op.emitOpError("packs ") << op.getPackedElement() << " elements of "
                                    << op->getResult(0).getType() << " into one run";
  Assembly assembly(op);
  if (failed(assembly.parse()))
    return failure();
  Block block;
  OpBuilder builder(op.getContext());
  builder.setInsertionPointToEnd(&block);
  SmallVector<Value> values;
  for (Type type : op.getArgs().getTypes())
    for (uint32_t i = 0; i < op.getPackedElement(); ++i)
      values.push_back(block.addArgument(getElementTypeOrSelf(type), op.getLoc()));
  Value like = block.addArgument(builder.getI32Type(), op.getLoc());
  ElementBuilder b(builder, op.getLoc(), like);
  return success(succeeded(assembly.translate(b, values)));
}

namespace {

///   %r = tt.elementwise_inline_asm "shl.b32 $0, $1, 3;" {…} %x : tensor<512xi32, #l>
/// becomes
///   %r = arith.shli %x, %c3 : vector<4xi32>
struct AssemblyLowering final : OpConversionPattern<tt::ElementwiseInlineAsmOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::ElementwiseInlineAsmOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    SmallVector<Type> types;
    Assembly assembly(op);
    if (failed(getTypeConverter()->convertTypes(op->getResultTypes(), types)) ||
        failed(assembly.parse()))
      return rewriter.notifyMatchFailure(op, "works on pointers");
    Value like = arith::ConstantOp::create(rewriter, op.getLoc(),
                                           cast<TypedAttr>(rewriter.getZeroAttr(types.front())));
    ElementBuilder b(rewriter, op.getLoc(), like);
    SmallVector<Value> operands;
    for (Value operand : adaptor.getArgs()) {
      Type type = b.typeOf(getElementTypeOrSelf(operand.getType()));
      if (operand.getType() != type)
        operand = vector::BroadcastOp::create(rewriter, op.getLoc(), type, operand);
      operands.push_back(operand);
    }
    if (op.getPackedElement() == 1) {
      FailureOr<SmallVector<Value>> results = assembly.translate(b, operands);
      if (failed(results))
        return failure();
      rewriter.replaceOp(op, *results);
      return success();
    }
    return mapPacked(op, assembly, operands, types, rewriter);
  }

private:
  static LogicalResult mapPacked(tt::ElementwiseInlineAsmOp op, Assembly &assembly,
                                 SmallVector<Value> operands, ArrayRef<Type> types,
                                 ConversionPatternRewriter &rewriter) {
    Location loc = op.getLoc();
    int64_t pack = op.getPackedElement();
    int64_t count = cast<VectorType>(types.front()).getNumElements();
    int64_t padded = std::max(count, pack);
    auto rearrange = [&](Value value, int64_t length) -> Value {
      if (count == padded)
        return value;
      SmallVector<int32_t> bases;
      for (int64_t basis = 1; basis < length; basis *= 2)
        bases.push_back(basis < count ? int32_t(basis) : 0);
      auto type = VectorType::get({length}, getElementTypeOrSelf(value.getType()));
      return metal::RearrangeOp::create(rewriter, loc, type, value, bases);
    };
    for (Value &operand : operands)
      operand = rearrange(operand, padded);
    SmallVector<Type> paddedTypes;
    for (Type type : types)
      paddedTypes.push_back(VectorType::get({padded}, getElementTypeOrSelf(type)));
    auto map = metal::MapOp::create(rewriter, loc, paddedTypes, operands, uint32_t(pack));
    SmallVector<Type> arguments;
    for (Value operand : operands)
      arguments.append(pack, getElementTypeOrSelf(operand.getType()));
    {
      OpBuilder::InsertionGuard guard(rewriter);
      Block *block = rewriter.createBlock(&map.getCode(), {}, arguments,
                                          SmallVector<Location>(arguments.size(), loc));
      Value like = block->getArgument(0);
      ElementBuilder b(rewriter, loc, like);
      FailureOr<SmallVector<Value>> elements = assembly.translate(b, block->getArguments());
      if (failed(elements))
        return failure();
      metal::YieldOp::create(rewriter, loc, *elements);
    }
    SmallVector<Value> results;
    for (Value result : map.getResults())
      results.push_back(rearrange(result, count));
    rewriter.replaceOp(op, results);
    return success();
  }
};

} // namespace

void tritonmetal::populateAssemblyPatterns(const TritonGPUToMetalTypeConverter &converter,
                                           RewritePatternSet &patterns) {
  patterns.add<AssemblyLowering>(converter, patterns.getContext(), /*benefit=*/2);
}
