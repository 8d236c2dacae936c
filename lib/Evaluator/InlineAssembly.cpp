//===- InlineAssembly.cpp - PTX that kernels write by hand ----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A small interpreter of PTX without memory and branches:
//
//   { .reg .pred p; setp.gt.f32 p, $1, 20.; @p mov.f32 $0, $1; @!p mul.f32 $0, $1, 2.0; }
//
// Registers are words, found by name; `$0` is the first result, the operands come
// after the results. With `packed_element` above 1 an operand holds several
// elements, the first one in the lowest bits.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"

#include "llvm/ADT/StringExtras.h"

#include <map>

using namespace mlir;

namespace tritonmetal::evaluator {

namespace {
/// "@!p mul.f32 $0, $1, 2.0"
struct Statement {
  std::string predicate; // empty: always
  bool negated = false;
  SmallVector<StringRef, 4> name; // mul, f32
  SmallVector<std::string, 4> operands;
};

using Registers = std::map<std::string, uint64_t>;
} // namespace

static SmallVector<Statement, 4> parseStatements(StringRef text) {
  SmallVector<Statement, 4> statements;
  SmallVector<StringRef> parts;
  llvm::SplitString(text, parts, ";{}\n");
  for (StringRef part : parts) {
    part = part.trim();
    if (part.empty() || part.starts_with(".reg") || part.starts_with("//"))
      continue;
    Statement statement;
    if (part.consume_front("@")) {
      statement.negated = part.consume_front("!");
      auto [predicate, rest] = part.split(' ');
      statement.predicate = predicate.trim().str();
      part = rest.trim();
    }
    size_t end = part.find_first_of(" \t");
    part.substr(0, end).split(statement.name, '.');
    SmallVector<StringRef> operands;
    if (end != StringRef::npos)
      part.substr(end).split(operands, ',');
    for (StringRef operand : operands)
      statement.operands.push_back(operand.trim().str());
    statements.push_back(std::move(statement));
  }
  return statements;
}

static unsigned getTypeWidth(StringRef type) {
  unsigned width = 0;
  type.drop_front().getAsInteger(10, width);
  return type == "pred" ? 1 : width;
}

/// The value of a register or of a literal, read as `type`.
static bool readOperand(const Registers &registers, const std::string &text, StringRef type,
                        uint64_t &bits) {
  if (auto found = registers.find(text); found != registers.end()) {
    bits = truncate(found->second, getTypeWidth(type));
    return true;
  }
  StringRef literal = text;
  if (type.starts_with("f")) {
    double value;
    if (literal.consume_front("0f") || literal.consume_front("0F"))
      return !literal.getAsInteger(16, bits);
    if (literal.ends_with("."))
      literal = literal.drop_back();
    if (!llvm::to_float(literal, value))
      return false;
    bits = type == "f64" ? llvm::bit_cast<uint64_t>(value) : fromFloat(float(value));
    return true;
  }
  int64_t number;
  if (literal.getAsInteger(0, number))
    return false;
  bits = truncate(uint64_t(number), getTypeWidth(type));
  return true;
}

static bool compare(StringRef how, double a, double b) {
  if (how == "gt")
    return a > b;
  if (how == "ge")
    return a >= b;
  if (how == "lt")
    return a < b;
  if (how == "le")
    return a <= b;
  return how == "eq" ? a == b : a != b;
}

static bool computeFloat(StringRef name, ArrayRef<double> x, double &result) {
  if (name == "mov" && x.size() == 1)
    result = x[0];
  else if (name == "add" && x.size() == 2)
    result = x[0] + x[1];
  else if (name == "sub" && x.size() == 2)
    result = x[0] - x[1];
  else if (name == "mul" && x.size() == 2)
    result = x[0] * x[1];
  else if (name == "div" && x.size() == 2)
    result = x[0] / x[1];
  else if (name == "max" && x.size() == 2)
    result = std::fmax(x[0], x[1]);
  else if (name == "min" && x.size() == 2)
    result = std::fmin(x[0], x[1]);
  else if (name == "fma" && x.size() == 3)
    result = std::fma(x[0], x[1], x[2]);
  else if (name == "neg" && x.size() == 1)
    result = -x[0];
  else if (name == "abs" && x.size() == 1)
    result = std::fabs(x[0]);
  else if (name == "ex2" && x.size() == 1)
    result = std::exp2(x[0]);
  else if (name == "lg2" && x.size() == 1)
    result = std::log2(x[0]);
  else if (name == "rcp" && x.size() == 1)
    result = 1 / x[0];
  else if (name == "sqrt" && x.size() == 1)
    result = std::sqrt(x[0]);
  else if (name == "rsqrt" && x.size() == 1)
    result = 1 / std::sqrt(x[0]);
  else if (name == "sin" && x.size() == 1)
    result = std::sin(x[0]);
  else if (name == "cos" && x.size() == 1)
    result = std::cos(x[0]);
  else if (name == "tanh" && x.size() == 1)
    result = std::tanh(x[0]);
  else
    return false;
  return true;
}

static bool computeInteger(StringRef name, StringRef type, ArrayRef<uint64_t> x, uint64_t &result) {
  unsigned width = getTypeWidth(type);
  bool isSigned = type.starts_with("s");
  if (name == "mov" && x.size() == 1)
    result = x[0];
  else if (name == "not" && x.size() == 1)
    result = ~x[0];
  else if (name == "neg" && x.size() == 1)
    result = 0 - x[0];
  else if (x.size() != 2)
    return false;
  else if (name == "add")
    result = x[0] + x[1];
  else if (name == "sub")
    result = x[0] - x[1];
  else if (name == "mul")
    result = x[0] * x[1];
  else if (name == "and")
    result = x[0] & x[1];
  else if (name == "or")
    result = x[0] | x[1];
  else if (name == "xor")
    result = x[0] ^ x[1];
  else if (name == "shl")
    result = x[1] < width ? x[0] << x[1] : 0;
  else if (name == "shr")
    result = isSigned ? uint64_t(signExtend(x[0], width) >> std::min<uint64_t>(x[1], width - 1))
                      : (x[1] < width ? x[0] >> x[1] : 0);
  else
    return false;
  result = truncate(result, width);
  return true;
}

/// Runs one statement; false if it is not one that this interpreter knows.
static bool execute(const Statement &statement, Registers &registers) {
  if (!statement.predicate.empty()) {
    auto found = registers.find(statement.predicate);
    if (found == registers.end())
      return false;
    if ((found->second != 0) == statement.negated)
      return true;
  }
  if (statement.name.size() < 2 || statement.operands.size() < 2)
    return false;
  StringRef name = statement.name.front(), type = statement.name.back();
  SmallVector<uint64_t> bits(statement.operands.size() - 1);
  for (auto [i, value] : llvm::enumerate(bits))
    if (!readOperand(registers, statement.operands[i + 1], type, value))
      return false;
  uint64_t &destination = registers[statement.operands.front()];
  Kind kind{type == "f64" ? Format::F64 : Format::F32, uint8_t(type == "f64" ? 64 : 32)};
  bool isFloat = type == "f32" || type == "f64";
  if (name == "setp" && bits.size() == 2) {
    if (isFloat)
      destination =
          compare(statement.name[1], decodeFloat(kind, bits[0]), decodeFloat(kind, bits[1]));
    else if (type.starts_with("s"))
      destination = compare(statement.name[1], double(signExtend(bits[0], getTypeWidth(type))),
                            double(signExtend(bits[1], getTypeWidth(type))));
    else
      destination = compare(statement.name[1], double(bits[0]), double(bits[1]));
    return true;
  }
  if (!isFloat)
    return computeInteger(name, type, bits, destination);
  SmallVector<double> numbers;
  for (uint64_t value : bits)
    numbers.push_back(decodeFloat(kind, value));
  double result;
  if (!computeFloat(name, numbers, result))
    return false;
  destination = encodeFloat(kind, result);
  return true;
}

/// The words of one group of `pack` elements, joined as the packed registers of an operand.
static uint64_t packElements(const Tensor &tensor, int64_t first, int64_t pack) {
  uint64_t word = 0;
  for (int64_t i = 0; i < pack; ++i)
    word |= tensor.at(first + i) << (unsigned(i) * tensor.kind.width);
  return word;
}

static LogicalResult evaluateInlineAssembly(Machine &machine, Operation *op) {
  StringRef text = op->getAttrOfType<StringAttr>("asm_string").getValue();
  int64_t pack = op->getAttrOfType<IntegerAttr>("packed_element").getInt();
  SmallVector<Statement, 4> statements = parseStatements(text);
  SmallVector<Tensor> results;
  for (OpResult result : op->getResults()) {
    ArrayRef<int64_t> shape;
    if (auto type = dyn_cast<RankedTensorType>(result.getType()))
      shape = type.getShape();
    results.emplace_back(shape, getKind(result.getType()));
    if (results.back().kind.width * pack > 64)
      return machine.fail(op, "packs more than 64 bits into a register");
  }
  int64_t count = results.front().size();
  for (int64_t first = 0; first < count; first += pack) {
    Registers registers;
    for (auto [k, result] : llvm::enumerate(results))
      registers["$" + std::to_string(k)] = 0;
    for (auto [k, operand] : llvm::enumerate(op->getOperands()))
      registers["$" + std::to_string(k + results.size())] =
          packElements(machine.get(operand), first, pack);
    for (const Statement &statement : statements)
      if (!execute(statement, registers))
        return machine.fail(op, "the evaluator does not know the assembly '" + text + "'");
    for (auto [k, result] : llvm::enumerate(results))
      for (int64_t i = 0; i < pack && first + i < count; ++i)
        result.data[size_t(first + i)] =
            truncate(registers["$" + std::to_string(k)] >> (unsigned(i) * result.kind.width),
                     result.kind.width);
  }
  for (auto [k, result] : llvm::enumerate(results))
    machine.set(op->getResult(unsigned(k)), std::move(result));
  return success();
}

void addInlineAssembly(HandlerTable &table) {
  table["tt.elementwise_inline_asm"] = evaluateInlineAssembly;
}

} // namespace tritonmetal::evaluator
