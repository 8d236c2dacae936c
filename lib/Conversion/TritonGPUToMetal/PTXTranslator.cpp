//===- PTXTranslator.cpp - Registers, guards, dispatch ---------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "PTX.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;

namespace tritonmetal::ptx {

unsigned getWidth(Value value) {
  return getElementTypeOrSelf(value.getType()).getIntOrFloatBitWidth();
}

//===----------------------------------------------------------------------===//
// Registers
//===----------------------------------------------------------------------===//

Value Translator::resize(Value bits, unsigned width, bool isSigned) {
  unsigned from = getWidth(bits);
  if (from == width)
    return bits;
  if (from > width)
    return b.cast<arith::TruncIOp>(b.integer(width), bits);
  return isSigned ? b.cast<arith::ExtSIOp>(b.integer(width), bits)
                  : b.cast<arith::ExtUIOp>(b.integer(width), bits);
}

void Translator::set(StringRef name, Value value) {
  widths[name] = getWidth(value);
  values[name] = value;
}

Value Translator::get(StringRef name) {
  if (Value value = values.lookup(name))
    return value;
  return b.constant(b.integer(widths.lookup(name)), int64_t(0));
}

/// Positions of the thread that mean the same here; %clock and its kin do not.
Value Translator::readSpecial(StringRef name) {
  OpBuilder &builder = b.getBuilder();
  auto axisOf = [&](StringRef stem) -> std::optional<metal::Axis> {
    if (!name.starts_with(stem) || name.size() != stem.size() + 2)
      return std::nullopt;
    return metal::symbolizeAxis(name.take_back(1));
  };
  auto kernelThreads = [&]() -> int64_t {
    auto kernel = builder.getInsertionBlock()->getParentOp();
    while (kernel && !isa<metal::KernelOp>(kernel))
      kernel = kernel->getParentOp();
    return kernel ? cast<metal::KernelOp>(kernel).getThreadsPerThreadgroup() : 32;
  };
  mlir::Type i32 = builder.getI32Type();
  Value scalar;
  if (name == "%laneid")
    scalar = metal::LaneIndexOp::create(builder, b.getLoc(), i32);
  else if (name == "%warpid")
    scalar = metal::SimdgroupIndexOp::create(builder, b.getLoc(), i32);
  else if (name == "%tid.x")
    scalar = metal::ThreadIndexOp::create(builder, b.getLoc(), i32);
  else if (std::optional<metal::Axis> axis = axisOf("%ctaid"))
    scalar = metal::ThreadgroupPositionOp::create(builder, b.getLoc(), i32, *axis);
  else if (std::optional<metal::Axis> axis = axisOf("%nctaid"))
    scalar = metal::ThreadgroupsPerGridOp::create(builder, b.getLoc(), i32, *axis);
  else if (name == "%tid.y" || name == "%tid.z")
    return b.word(0);
  else if (name == "%ntid.y" || name == "%ntid.z")
    return b.word(1);
  else if (name == "%ntid.x")
    return b.word(uint32_t(kernelThreads()));
  else if (name == "%nwarpid")
    return b.word(uint32_t(kernelThreads() / 32));
  else if (name == "WARP_SZ")
    return b.word(32);
  if (!scalar) {
    reason = "reads " + name.str() + ", which has no counterpart on Apple GPUs";
    return {};
  }
  if (b.i32() == i32)
    return scalar;
  return vector::BroadcastOp::create(builder, b.getLoc(), b.i32(), scalar);
}

/// 42, 0x2a, 1.5, 20., 0f3fb8aa3b. `number` is for floats of `bits` 16 or 32.
static bool parseFloat(StringRef word, APFloat &number) {
  uint64_t bits;
  if (word.consume_front("0f") || word.consume_front("0F")) {
    if (word.getAsInteger(16, bits))
      return false;
    number = APFloat(APFloat::IEEEsingle(), APInt(32, bits));
    return true;
  }
  std::string text = word.str();
  if (word.ends_with("."))
    text += "0";
  bool isNumber =
      llvm::all_of(word, [](char c) { return StringRef("0123456789.eE+-").contains(c); });
  if (!isNumber)
    return false;
  APFloat parsed(APFloat::IEEEsingle());
  auto status = parsed.convertFromString(text, APFloat::rmNearestTiesToEven);
  if (!status) {
    llvm::consumeError(status.takeError());
    return false;
  }
  number = parsed;
  return true;
}

Value Translator::readBits(StringRef word, unsigned width) {
  if (word.consume_front("!")) {
    Value value = readBits(word, width);
    return value ? b.xori(value, b.constant(b.integer(width), int64_t(-1))) : Value();
  }
  if (widths.count(word))
    return resize(get(word), width, /*isSigned=*/false);
  if (word.starts_with("%") || word == "WARP_SZ") {
    Value special = readSpecial(word);
    return special ? resize(special, width, /*isSigned=*/false) : Value();
  }
  StringRef literal = word;
  literal.consume_back("U");
  int64_t number;
  uint64_t magnitude;
  if (!literal.getAsInteger(0, number))
    return b.constant(b.integer(width), number);
  if (!literal.getAsInteger(0, magnitude))
    return b.constant(b.integer(width), int64_t(magnitude));
  APFloat real(0.0f);
  if (width == 32 && parseFloat(word, real))
    return b.word(real.bitcastToAPInt().getZExtValue());
  reason = "names '" + word.str() + "', which is neither a register nor a number";
  return {};
}

Value Translator::readBits(const Statement &statement, unsigned i, unsigned width) {
  if (i >= statement.operands.size())
    return {};
  ArrayRef<std::string> words = statement.operands[i];
  if (words.size() == 1)
    return readBits(words.front(), width);
  // {low, …, high}
  unsigned part = width / words.size();
  if (part * words.size() != width || part < 8)
    return {};
  Value result;
  for (auto [k, word] : llvm::enumerate(words)) {
    Value bits = readBits(word, part);
    if (!bits)
      return {};
    bits = resize(bits, width, /*isSigned=*/false);
    bits = k ? b.shli(bits, int64_t(k * part)) : bits;
    result = result ? b.ori(result, bits) : bits;
  }
  return result;
}

Value Translator::readFloat(const Statement &statement, unsigned i, Type type) {
  if (i >= statement.operands.size() || type.width > 32)
    return {};
  OpBuilder &builder = b.getBuilder();
  mlir::Type element = type.kind == Type::BFloat ? mlir::Type(builder.getBF16Type())
                       : type.width == 16        ? mlir::Type(builder.getF16Type())
                                                 : mlir::Type(builder.getF32Type());
  StringRef word = statement.operands[i].front();
  APFloat number(0.0f);
  bool isLiteral = statement.operands[i].size() == 1 && !widths.count(word);
  if (isLiteral && parseFloat(word, number) && (word.contains('.') || type.width == 32))
    return b.constant(b.typeOf(element), number.convertToDouble());
  Value bits = readBits(statement, i, type.width);
  return bits ? b.bitcast(b.typeOf(element), bits) : Value();
}

void Translator::writeRegister(const Statement &statement, StringRef name, Value value,
                               bool isSigned) {
  if (name == "_")
    return;
  unsigned width = widths.lookup(name);
  value = resize(value, width, isSigned);
  if (!statement.predicate.empty()) {
    Value guard = readBits(StringRef(statement.predicate), 1);
    Value old = get(name);
    value = statement.isNegated ? b.select(guard, old, value) : b.select(guard, value, old);
  }
  values[name] = value;
}

/// A float goes in by its bits; {low, high} takes a value apart.
bool Translator::write(const Statement &statement, Value value, bool isSigned) {
  if (statement.operands.empty())
    return false;
  if (isa<FloatType>(getElementTypeOrSelf(value.getType())))
    value = b.bitcast(b.integer(getWidth(value)), value);
  ArrayRef<std::string> words = statement.operands.front();
  for (const std::string &word : words)
    if (word != "_" && !widths.count(word)) {
      reason = "writes '" + word + "', which was not declared";
      return false;
    }
  if (words.size() == 1) {
    writeRegister(statement, words.front(), value, isSigned);
    return true;
  }
  unsigned part = getWidth(value) / words.size();
  if (part < 8 || part * words.size() != getWidth(value))
    return false;
  for (auto [k, word] : llvm::enumerate(words)) {
    Value bits = k ? b.shrui(value, int64_t(k * part)) : value;
    writeRegister(statement, word, resize(bits, part, false), isSigned);
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Moves, comparisons, selections
//===----------------------------------------------------------------------===//

Value Translator::translateMove(const Statement &statement) {
  Type type = parseType(statement.name.back());
  if (type.isFloat())
    return readFloat(statement, 1, type);
  return type.kind == Type::None ? Value() : readBits(statement, 1, type.bits());
}

static std::optional<arith::CmpFPredicate> getFloatPredicate(StringRef name) {
  using P = arith::CmpFPredicate;
  return llvm::StringSwitch<std::optional<P>>(name)
      .Case("eq", P::OEQ)
      .Case("ne", P::ONE)
      .Case("lt", P::OLT)
      .Case("le", P::OLE)
      .Case("gt", P::OGT)
      .Case("ge", P::OGE)
      .Case("equ", P::UEQ)
      .Case("neu", P::UNE)
      .Case("ltu", P::ULT)
      .Case("leu", P::ULE)
      .Case("gtu", P::UGT)
      .Case("geu", P::UGE)
      .Case("num", P::ORD)
      .Case("nan", P::UNO)
      .Default(std::nullopt);
}

static std::optional<arith::CmpIPredicate> getIntegerPredicate(StringRef name, bool isSigned) {
  using P = arith::CmpIPredicate;
  return llvm::StringSwitch<std::optional<P>>(name)
      .Case("eq", P::eq)
      .Case("ne", P::ne)
      .Case("lt", isSigned ? P::slt : P::ult)
      .Case("le", isSigned ? P::sle : P::ule)
      .Case("gt", isSigned ? P::sgt : P::ugt)
      .Case("ge", isSigned ? P::sge : P::uge)
      .Case("lo", P::ult)
      .Case("ls", P::ule)
      .Case("hi", P::ugt)
      .Case("hs", P::uge)
      .Default(std::nullopt);
}

/// setp.lt.f32 p, a, b;  setp.lt.and.s32 p, a, b, q;  set.lt.u32.s32 d, a, b;
Value Translator::translateCompare(const Statement &statement) {
  if (statement.name.size() < 3)
    return {};
  Type type = parseType(statement.name.back());
  StringRef how = statement.name[1];
  Value result;
  if (type.isFloat()) {
    Value x = readFloat(statement, 1, type), y = readFloat(statement, 2, type);
    std::optional<arith::CmpFPredicate> predicate = getFloatPredicate(how);
    if (x && y && predicate)
      result = b.cmpf(*predicate, x, y);
  } else if (type.isInteger()) {
    Value x = readBits(statement, 1, type.width), y = readBits(statement, 2, type.width);
    auto predicate = getIntegerPredicate(how, type.kind == Type::Signed);
    if (x && y && predicate)
      result = b.cmpi(*predicate, x, y);
  }
  if (!result)
    return {};
  if (statement.operands.size() == 4) {
    Value other = readBits(statement, 3, 1);
    if (!other)
      return {};
    if (statement.has("and"))
      result = b.andi(result, other);
    else if (statement.has("or"))
      result = b.ori(result, other);
    else if (statement.has("xor"))
      result = b.xori(result, other);
    else
      return {};
  }
  if (statement.opcode() == "setp")
    return result;
  // set: all ones, or 1.0
  if (parseType(statement.name[statement.name.size() - 2]).isFloat())
    return b.cast<arith::UIToFPOp>(b.f32(), result);
  return b.cast<arith::ExtSIOp>(b.i32(), result);
}

/// selp.b32 d, a, b, p;
Value Translator::translateSelect(const Statement &statement) {
  Type type = parseType(statement.name.back());
  if (type.kind == Type::None || statement.operands.size() != 4)
    return {};
  auto read = [&](unsigned i) {
    return type.isFloat() ? readFloat(statement, i, type) : readBits(statement, i, type.bits());
  };
  Value yes = read(1), no = read(2), guard = readBits(statement, 3, 1);
  return yes && no && guard ? b.select(guard, yes, no) : Value();
}

//===----------------------------------------------------------------------===//
// Dispatch
//===----------------------------------------------------------------------===//

Value Translator::translate(const Statement &statement) {
  StringRef opcode = statement.opcode();
  if (statement.name.size() < 2)
    return {};
  if (opcode == "mov")
    return translateMove(statement);
  if (opcode == "setp" || opcode == "set")
    return translateCompare(statement);
  if (opcode == "selp")
    return translateSelect(statement);
  if (opcode == "cvt")
    return translateConversion(statement);
  Type type = parseType(statement.name.back());
  if (type.isPacked)
    return translatePacked(statement, type);
  if (type.isFloat())
    return translateFloat(statement, type);
  if (Value result = translateInteger(statement, type))
    return result;
  return translateBits(statement, type);
}

/// Whether some form of the instruction is known, so that it is an operand that is not.
static bool isKnownOpcode(StringRef opcode) {
  static constexpr StringLiteral opcodes[] = {
      "abs",  "add", "and", "bfe",  "bfi",  "brev",  "clz", "copysign", "cos", "cvt",  "div",
      "ex2",  "fma", "lg2", "lop3", "mad",  "mad24", "max", "min",      "mov", "mul",  "mul24",
      "neg",  "not", "or",  "popc", "prmt", "rcp",   "rem", "rsqrt",    "sad", "selp", "set",
      "setp", "shf", "shl", "shr",  "sin",  "sqrt",  "sub", "tanh",     "xor"};
  return llvm::is_contained(opcodes, opcode);
}

Problem Translator::run() {
  for (const auto &[name, width] : program.widths)
    widths[name] = width;
  for (const Statement &statement : program.statements) {
    reason.clear();
    bool hasGuard = statement.predicate.empty() || widths.count(statement.predicate);
    Value value = hasGuard ? translate(statement) : Value();
    bool isSigned = parseType(statement.name.back()).kind == Type::Signed ||
                    (statement.opcode() == "cvt" && statement.name.size() > 2 &&
                     parseType(statement.name[statement.name.size() - 2]).kind == Type::Signed);
    if (!value || !write(statement, value, isSigned))
      return {statement.line, statement.text,
              reason.empty() || !isKnownOpcode(statement.opcode())
                  ? "has no counterpart here in this form"
                  : reason};
  }
  return {};
}

} // namespace tritonmetal::ptx
