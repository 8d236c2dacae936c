//===- Emitter.cpp - Values, text and declarations of the MSL printer ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Emitter.h"

#include "triton-metal/Dialect/Metal/IR/Marks.h"
#include "triton-metal/Dialect/Metal/IR/SourceLines.h"

#include "mlir/Dialect/UB/IR/UBOps.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace tritonmetal::metal {

/// Columns of a line of the printed source.
static constexpr size_t maxWidth = 100;

/// Empty if unknown.
static StringRef getSourceFile(KernelOp kernel) {
  FileLineColLoc place = getSourceLine(kernel.getLoc());
  return place ? place.getFilename().getValue() : StringRef();
}

static Inlining chooseInlining(KernelOp kernel, const MSLOptions &options) {
  return options.lineDirectives ? Inlining(kernel, getSourceFile(kernel)) : Inlining(kernel);
}

Emitter::Emitter(KernelOp kernel, const MSLOptions &options)
    : kernel(kernel), options(options), inlining(chooseInlining(kernel, options)),
      sourceFile(getSourceFile(kernel)) {}

Expr Emitter::fail(Operation *op, const Twine &reason) {
  if (!failed)
    op->emitOpError(reason);
  failed = true;
  return {"0", Precedence::Primary, cInt};
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

/// +1 for a use that takes the value as unsigned, -1 for one that takes it as signed.
static int getVote(Operation *user) {
  if (isa<arith::DivUIOp, arith::RemUIOp, arith::ShRUIOp, arith::MinUIOp, arith::MaxUIOp,
          arith::ExtUIOp, arith::UIToFPOp>(user))
    return 1;
  if (isa<arith::DivSIOp, arith::RemSIOp, arith::ShRSIOp, arith::MinSIOp, arith::MaxSIOp,
          arith::ExtSIOp, arith::SIToFPOp, LoadOp, StoreOp, OffsetOp>(user))
    return -1;
  if (auto compare = dyn_cast<arith::CmpIOp>(user)) {
    using Predicate = arith::CmpIPredicate;
    Predicate predicate = compare.getPredicate();
    if (predicate == Predicate::eq || predicate == Predicate::ne)
      return 0;
    bool isUnsigned = predicate == Predicate::ult || predicate == Predicate::ule ||
                      predicate == Predicate::ugt || predicate == Predicate::uge;
    return isUnsigned ? 1 : -1;
  }
  // Vectors do not convert themselves, and wrap-around arithmetic is unsigned.
  bool wraps = isa<arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::ShLIOp>(user);
  return wraps && isa<VectorType>(user->getResult(0).getType()) ? 1 : 0;
}

/// The vote of the op that makes a value; a truth value is 0 or 1 in either sign.
static int getOwnVote(Operation *op) {
  auto extend = dyn_cast<arith::ExtUIOp>(op);
  return extend && getElementTypeOrSelf(extend.getIn().getType()).isInteger(1) ? 0 : getVote(op);
}

bool Emitter::isUnsigned(Value value) {
  auto known = unsignedValues.find(value);
  if (known != unsignedValues.end())
    return known->second;
  int votes = 0;
  for (Operation *user : value.getUsers())
    votes += getVote(user);
  if (Operation *op = value.getDefiningOp())
    votes += isa<VectorType>(value.getType()) ? getOwnVote(op) : 0;
  if (votes == 0 && value.getDefiningOp() && !isa<VectorType>(value.getType()))
    return unsignedValues[value] = isNaturallyUnsigned(value);
  return unsignedValues[value] = votes > 0;
}

/// Whether the expression for `value` is unsigned, so that nobody who does not mind has
/// to convert it.
bool Emitter::isNaturallyUnsigned(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op || !inlining.isInPlace(op))
    if (auto known = unsignedValues.find(value); known != unsignedValues.end())
      return known->second;
  if (!op || isa<arith::ConstantOp>(op))
    return false;
  if (isa<ThreadgroupPositionOp, ThreadgroupsPerGridOp, ThreadIndexOp, LaneIndexOp,
          SimdgroupIndexOp>(op))
    return true;
  if (!isa<arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::ShLIOp, arith::AndIOp, arith::OrIOp,
           arith::XOrIOp>(op))
    return getOwnVote(op) > 0;
  bool isBitwise = isa<arith::AndIOp, arith::OrIOp, arith::XOrIOp>(op);
  if (!isBitwise && !bounds.isSmall(value))
    return true;
  return llvm::any_of(op->getOperands(),
                      [&](Value operand) { return isNaturallyUnsigned(operand); });
}

CType Emitter::getType(Type type, bool isUnsigned, Operation *user) {
  std::optional<CType> known = getCType(type, isUnsigned, hasBFloat());
  if (known)
    return *known;
  fail(user, "cannot be printed: Metal has no type for " + llvm::formatv("{0}", type).str());
  return cInt;
}

CType Emitter::getType(Value value) {
  Operation *user = value.getDefiningOp() ? value.getDefiningOp() : kernel.getOperation();
  return getType(value.getType(), isUnsigned(value), user);
}

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

TypedAttr getSplatConstant(Value value) {
  Attribute attribute;
  if (!matchPattern(value, m_Constant(&attribute)))
    return {};
  if (auto dense = dyn_cast<DenseElementsAttr>(attribute))
    return dense.isSplat() ? cast<TypedAttr>(dense.getSplatValue<Attribute>()) : TypedAttr();
  return dyn_cast<TypedAttr>(attribute);
}

Expr spellElement(Attribute element, CType type, bool isHex) {
  type = type.scalar();
  std::string text;
  if (auto number = dyn_cast<FloatAttr>(element)) {
    if (type.isInteger()) // bf16 or an 8-bit float, as bits
      text = spellInteger(number.getValue().bitcastToAPInt(), type, /*isHex=*/true);
    else
      text = spellFloat(number.getValue());
  } else {
    APInt integer = cast<IntegerAttr>(element).getValue();
    if (type.kind == CType::Bool)
      text = integer.isZero() ? "false" : "true";
    else
      text = spellInteger(integer.zextOrTrunc(type.width), type, isHex);
  }
  return {text, text.front() == '-' ? Precedence::Unary : Precedence::Primary, type,
          type.isPromoted()};
}

static Expr spellDense(Emitter &e, DenseElementsAttr dense, CType type) {
  if (dense.isSplat())
    return e.convert(spellElement(dense.getSplatValue<Attribute>(), type), type);
  SmallVector<Expr> elements;
  for (Attribute element : dense.getValues<Attribute>())
    elements.push_back(spellElement(element, type));
  return Emitter::call(type.str(), elements, type);
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Expr Emitter::use(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op || !isInPlace(op)) {
    auto name = valueNames.find(value);
    assert(name != valueNames.end() && "values are named before they are used");
    bool isName = StringRef(name->second).find('.') == StringRef::npos;
    return {name->second, isName ? Precedence::Primary : Precedence::Postfix, getType(value)};
  }
  return express(op);
}

Expr Emitter::useAs(Value value, CType type) {
  Attribute attribute;
  if (type.kind != CType::Pointer && matchPattern(value, m_Constant(&attribute))) {
    if (auto dense = dyn_cast<DenseElementsAttr>(attribute))
      return spellDense(*this, dense, type);
    return spellElement(attribute, type);
  }
  return convert(use(value), type);
}

Expr Emitter::useAsOperand(Value value, CType type) {
  if (!type.isVector())
    return useAs(value, type);
  if (TypedAttr element = getSplatConstant(value))
    return spellElement(element, type);
  if (auto broadcast = value.getDefiningOp<vector::BroadcastOp>())
    return useAs(broadcast.getSource(), type.scalar());
  return useAs(value, type);
}

std::pair<Expr, Expr> Emitter::useOperands(Value lhs, Value rhs, CType type) {
  Expr left = useAsOperand(lhs, type), right = useAsOperand(rhs, type);
  if (type.isVector() && !left.type.isVector() && !right.type.isVector())
    left = useAs(lhs, type);
  return {left, right};
}

Expr Emitter::useAsArgument(Value value, CType type) {
  Expr expr = useAs(value, type);
  return expr.isPromoted ? call(type.str(), {expr}, type) : expr;
}

Expr Emitter::useSigned(Value value) {
  CType type = getType(value.getType(), /*isUnsigned=*/false, kernel);
  return useAs(value, type);
}

Expr Emitter::useUnsigned(Value value) {
  CType type = getType(value.getType(), /*isUnsigned=*/true, kernel);
  return useAs(value, type);
}

Expr Emitter::convert(Expr expr, CType type) {
  if (expr.type == type || type.kind == CType::Pointer)
    return expr;
  if (type.kind == CType::Bool)
    return binary(expr, "!=", {"0", Precedence::Primary, expr.type.scalar()}, Precedence::Equality,
                  type);
  return call(type.str(), {expr}, type);
}

Expr Emitter::express(Operation *op) {
  Attribute attribute;
  if (op->getNumResults() == 1 && matchPattern(op, m_Constant(&attribute)))
    return useAs(op->getResult(0), getType(op->getResult(0)));
  if (isa<ub::PoisonOp>(op)) {
    CType type = getType(op->getResult(0));
    return convert({"0", Precedence::Primary, cInt}, type);
  }
  for (auto emit :
       {emitArith, emitCast, emitMath, emitVector, emitLoad, emitFragment, emitSimd, emitPosition})
    if (std::optional<Expr> expr = emit(*this, op))
      return *expr;
  return fail(op, "has no counterpart in Metal");
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

std::string Emitter::group(const Expr &operand, Precedence parent, bool isRight) {
  bool binds = isRight ? operand.precedence > parent : operand.precedence >= parent;
  // Compilers warn of what only the order of precedence keeps apart.
  auto isBitwise = [](Precedence p) {
    return p == Precedence::BitOr || p == Precedence::BitXor || p == Precedence::BitAnd ||
           p == Precedence::Shift;
  };
  bool mixes = operand.precedence < Precedence::Unary && operand.precedence != parent &&
               (isBitwise(parent) || isBitwise(operand.precedence) ||
                (parent == Precedence::LogicalOr && operand.precedence == Precedence::LogicalAnd));
  return binds && !mixes ? operand.text : "(" + operand.text + ")";
}

Expr Emitter::binary(const Expr &lhs, StringRef op, const Expr &rhs, Precedence precedence,
                     CType type) {
  return {group(lhs, precedence) + " " + op.str() + " " + group(rhs, precedence, /*isRight=*/true),
          precedence, type};
}

Expr Emitter::unary(StringRef op, const Expr &operand, CType type) {
  std::string text = group(operand, Precedence::Unary);
  // Two signs in a row would be another operator.
  bool clashes = !text.empty() && text.front() == op.front();
  return {op.str() + (clashes ? "(" + text + ")" : text), Precedence::Unary, type};
}

Expr Emitter::call(const Twine &callee, ArrayRef<Expr> operands, CType type) {
  std::string text = callee.str() + "(";
  for (const Expr &operand : operands)
    text += (&operand == operands.begin() ? "" : ", ") + operand.text;
  return {text + ")", Precedence::Postfix, type};
}

/// Where to break a line that is too long: after the last comma or before the last
/// operator that fits. 0: nowhere.
static size_t findBreak(StringRef text) {
  StringRef start = text.take_front(maxWidth);
  size_t comma = start.rfind(", ");
  size_t best = comma == StringRef::npos ? 0 : comma + 2;
  for (StringRef op : {" + ", " - ", " * ", " && ", " || ", " ? ", " : "})
    if (size_t position = start.rfind(op); position != StringRef::npos)
      best = std::max(best, position + 1);
  return best;
}

void Emitter::line(const Twine &text) {
  std::string rest = text.str();
  bool isDirective = StringRef(rest).starts_with("#");
  std::string indent(isDirective || rest.empty() ? 0 : 2 * depth, ' ');
  rest = indent + rest;
  while (rest.size() > maxWidth) {
    size_t length = findBreak(rest);
    if (length <= indent.size() + 4)
      break;
    lines.push_back(StringRef(rest).take_front(length).rtrim().str());
    indent = std::string(2 * depth + 4, ' ');
    rest = indent + rest.substr(length);
  }
  lines.push_back(rest);
}

//===----------------------------------------------------------------------===//
// Declarations
//===----------------------------------------------------------------------===//

std::string Emitter::takeName(Value value, StringRef fallback) {
  StringRef hint = getNameHint(value);
  std::string name = names.take(!hint.empty()       ? hint.str()
                                : !fallback.empty() ? fallback.str()
                                                    : suggestName(value));
  valueNames[value] = name;
  return name;
}

/// Kernel arguments that `pointer` may come from.
static void collectOrigins(Value pointer, SmallPtrSetImpl<void *> &seen,
                           SmallVectorImpl<BlockArgument> &origins) {
  if (!seen.insert(pointer.getAsOpaquePointer()).second)
    return;
  if (auto argument = dyn_cast<BlockArgument>(pointer)) {
    Operation *parent = argument.getOwner()->getParentOp();
    if (isa<KernelOp>(parent)) {
      origins.push_back(argument);
    } else if (auto loop = dyn_cast<scf::ForOp>(parent)) {
      unsigned index = argument.getArgNumber() - 1;
      collectOrigins(loop.getInitArgs()[index], seen, origins);
      collectOrigins(loop.getYieldedValues()[index], seen, origins);
    } else if (auto loop = dyn_cast<scf::WhileOp>(parent)) {
      unsigned index = argument.getArgNumber();
      if (argument.getOwner() == loop.getAfterBody())
        return collectOrigins(loop.getConditionOp().getArgs()[index], seen, origins);
      collectOrigins(loop.getInits()[index], seen, origins);
      collectOrigins(loop.getYieldOp().getOperand(index), seen, origins);
    }
    return;
  }
  Operation *op = pointer.getDefiningOp();
  unsigned index = cast<OpResult>(pointer).getResultNumber();
  if (auto loop = dyn_cast<scf::WhileOp>(op))
    return collectOrigins(loop.getConditionOp().getArgs()[index], seen, origins);
  for (Value operand : op->getOperands())
    if (isa<PointerType>(operand.getType()))
      collectOrigins(operand, seen, origins);
  for (Region &region : op->getRegions())
    for (Block &block : region)
      if (block.mightHaveTerminator() && index < block.getTerminator()->getNumOperands())
        collectOrigins(block.getTerminator()->getOperand(index), seen, origins);
}

bool Emitter::isConstPointer(Value pointer) {
  if (cast<PointerType>(pointer.getType()).getSpace() == MemorySpace::Threadgroup)
    return false;
  SmallPtrSet<void *, 8> seen;
  SmallVector<BlockArgument> origins;
  collectOrigins(pointer, seen, origins);
  return llvm::any_of(origins, [&](BlockArgument argument) {
    Access access = kernel.getArgumentInfo(argument.getArgNumber()).getAccess();
    return access == Access::Read || access == Access::None;
  });
}

bool Emitter::isCoherentPointer(Value pointer) {
  auto coherent = kernel->getAttrOfType<DenseI32ArrayAttr>(kCoherentAttrName);
  if (!coherent)
    return false;
  SmallPtrSet<void *, 8> seen;
  SmallVector<BlockArgument> origins;
  collectOrigins(pointer, seen, origins);
  return llvm::any_of(origins, [&](BlockArgument argument) {
    return llvm::is_contained(coherent.asArrayRef(), int32_t(argument.getArgNumber()));
  });
}

std::string Emitter::spellPointer(PointerType type, bool isConst, bool isCoherent) {
  CType pointee = inMemory(getType(type.getPointee(), /*isUnsigned=*/false, kernel));
  return (isCoherent ? "coherent(device) " : "") + stringifyMemorySpace(type.getSpace()).str() +
         (isConst ? " const " : " ") + pointee.str() + " *";
}

std::string Emitter::spellDeclaration(Value value) {
  if (auto type = dyn_cast<PointerType>(value.getType()))
    return spellPointer(type, isConstPointer(value), isCoherentPointer(value));
  return getType(value).str() + " ";
}

static bool convertsItself(CType from, CType to) {
  bool isNumber = from.kind != CType::Pointer && to.kind != CType::Bool;
  return isNumber && !from.isVector() && (!to.isVector() || from == to.scalar());
}

std::string Emitter::spellInitializer(Value value, Value target) {
  CType type = getType(target);
  if (getSplatConstant(value) && type.kind != CType::Pointer)
    return spellElement(getSplatConstant(value), type).text;
  Expr expr = use(value);
  return (convertsItself(expr.type, type) ? expr : convert(expr, type)).text;
}

void Emitter::declare(Value value, const Expr &expr) {
  CType type = getType(value);
  std::string text = (convertsItself(expr.type, type) ? expr : convert(expr, type)).text;
  std::string declaration = spellDeclaration(value);
  line(declaration + takeName(value) + " = " + text + ";");
}

//===----------------------------------------------------------------------===//
// Bodies
//===----------------------------------------------------------------------===//

/// A file name inside quotes.
static std::string escape(StringRef file) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream.write_escaped(file);
  return text;
}

/// A directive names the line that comes next; what follows counts on from there.
void Emitter::emitLineDirective(FileLineColLoc source) {
  bool isNext = directive && directive.getFilename() == source.getFilename() &&
                directive.getLine() + (lines.size() - directiveEnd) == source.getLine();
  if (isNext)
    return;
  line("#line " + Twine(source.getLine()) + " \"" + escape(source.getFilename()) + "\"");
  directive = source;
  directiveEnd = lines.size();
}

void Emitter::emitSourceLine(Location loc) {
  FileLineColLoc source = getSourceLine(loc, sourceFile);
  if (!source)
    return;
  if (options.lineDirectives)
    emitLineDirective(source);
  if (!options.sourceComments)
    return;
  bool isSame = lastLine && lastLine.getFilename() == source.getFilename() &&
                lastLine.getLine() == source.getLine();
  lastLine = source;
  StringRef file = source.getFilename().getValue();
  if (!isSame)
    line("// " + file.substr(file.find_last_of('/') + 1) + ":" + Twine(source.getLine()));
}

void Emitter::emitStatement(Operation *op) {
  emitSourceLine(op->getLoc());
  if (emitControlFlow(*this, op) || emitAtomicStatement(*this, op) ||
      emitMatrixStatement(*this, op) || emitMemoryStatement(*this, op) ||
      emitVectorStatement(*this, op))
    return;
  if (op->getNumResults() != 1) {
    fail(op, "has no counterpart in Metal");
    return;
  }
  declare(op->getResult(0), express(op));
}

void Emitter::emitBody(Block &block, llvm::function_ref<void()> atEnd) {
  NameScopes::Scope scope(names);
  for (Operation &op : block.without_terminator())
    if (!failed && isNeeded(&op) && !isInPlace(&op))
      emitStatement(&op);
  atEnd();
}

bool Emitter::isEmpty(Block &block) const {
  return llvm::none_of(block.without_terminator(),
                       [&](Operation &op) { return isNeeded(&op) && !isInPlace(&op); });
}

/// Whether the expression printed for `value` has the name of `variable` in it.
bool Emitter::reads(Value value, Value variable) {
  if (value == variable)
    return true;
  Operation *op = value.getDefiningOp();
  return op && isInPlace(op) &&
         llvm::any_of(op->getOperands(), [&](Value operand) { return reads(operand, variable); });
}

void Emitter::assignAll(ValueRange values, ValueRange targets) {
  SmallVector<std::pair<Value, std::string>> delayed;
  for (size_t i = 0; i < targets.size(); ++i) {
    if (values[i] == targets[i])
      continue;
    std::string text = spellInitializer(values[i], targets[i]);
    bool isReadLater = false;
    for (size_t j = i + 1; j < targets.size(); ++j)
      isReadLater |= values[j] != targets[j] && reads(values[j], targets[i]);
    if (!isReadLater) {
      StringRef name = valueNames[targets[i]];
      if (text != name)
        line(name + " = " + text + ";");
      continue;
    }
    std::string next = names.take("next_" + valueNames[targets[i]]);
    line(spellDeclaration(targets[i]) + next + " = " + text + ";");
    delayed.push_back({targets[i], next});
  }
  for (auto &[target, next] : delayed)
    line(valueNames[target] + " = " + next + ";");
}

LogicalResult Emitter::emitKernel(std::string &out) {
  emitSourceLine(kernel.getLoc());
  emitSignature(*this);
  indent();
  emitBody(kernel.getBody().front(), [] {});
  dedent();
  line("}");
  if (failed)
    return failure();
  for (const std::string &text : lines)
    out += text + "\n";
  return success();
}

} // namespace tritonmetal::metal
