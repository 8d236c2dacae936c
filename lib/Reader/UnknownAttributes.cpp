//===- UnknownAttributes.cpp - Attributes that an op does not have ---------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "UnknownAttributes.h"

#include "Lexer.h"

#include "triton-metal/Reader/Lexicon.h"

using namespace mlir;
using namespace tritonmetal;

static bool isOfTriton(StringRef dialect) {
  return dialect == "tt" || dialect == "ttg" || dialect == "ttng" || dialect == "amdg";
}

static std::string describe(OperationName op, StringRef attribute) {
  SmallVector<StringRef> names;
  for (StringAttr name : op.getRegisteredInfo()->getAttributeNames())
    names.push_back(name.getValue());
  StringRef nearest = findNearest(attribute, names);
  return ("op '" + op.getStringRef() + "' has no attribute '" + attribute + "'" +
          (nearest.empty() ? Twine(": the file may be of another version")
                           : "; did you mean '" + nearest + "'?"))
      .str();
}

//===----------------------------------------------------------------------===//
// In the module
//===----------------------------------------------------------------------===//

/// Hints without a dialect in their name.
static bool isHint(OperationName op, StringRef attribute) {
  return attribute == "OpIdx" || // of 3.3 and 3.4, on loads
         (op.getStringRef() == "tt.func" && attribute == "noinline");
}

LogicalResult tritonmetal::checkAttributes(ModuleOp module) {
  WalkResult result = module->walk<WalkOrder::PreOrder>([](Operation *op) -> WalkResult {
    if (!op->isRegistered() || !isOfTriton(op->getName().getDialectNamespace()))
      return WalkResult::advance();
    for (NamedAttribute attribute : op->getDiscardableAttrs()) {
      StringRef name = attribute.getName();
      if (!name.contains('.') && !isHint(op->getName(), name))
        return emitError(op->getLoc()) << describe(op->getName(), name);
    }
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}

//===----------------------------------------------------------------------===//
// In the text
//===----------------------------------------------------------------------===//

namespace {

/// The last two quotes before a place that moves forwards. Before the properties of an op,
/// `"tt.scan"(%x) <{`, they are around its name: operands and successors have none.
class QuotedName {
public:
  explicit QuotedName(StringRef text) : text(text) {}

  StringRef getBefore(size_t place) {
    StringRef passed = text.slice(begin, place);
    for (size_t at = passed.find('"'); at != StringRef::npos; at = passed.find('"', at + 1)) {
      open = close;
      close = begin + at;
    }
    begin = place;
    return text.slice(open + 1, close);
  }

private:
  StringRef text;
  size_t begin = 0, open = 0, close = 0;
};

} // namespace

/// What stands before properties, and not before the content of a layout.
static bool endsOperands(StringRef before) {
  StringRef text = before.rtrim(" \t\n\r");
  return text.ends_with(")") || text.ends_with("]");
}

/// The first of the keys in `{key = value, key}` that is none of the op's attributes.
static Token findUnknownKey(StringRef text, RegisteredOperationName op) {
  auto isKnown = [&](StringRef key) {
    return key == "operandSegmentSizes" || key == "resultSegmentSizes" ||
           llvm::any_of(op.getAttributeNames(), [&](StringAttr name) { return name == key; });
  };
  Lexer lexer(text);
  Token previous = lexer.lex(); // the brace
  int depth = 1;
  for (Token token = lexer.lex(); token.kind != Token::End && depth != 0; token = lexer.lex()) {
    StringRef key = token.kind == Token::String ? token.unquoted() : token.text;
    bool isKey = token.kind == Token::Word || token.kind == Token::String;
    if (depth == 1 && (previous.is("{") || previous.is(",")) && isKey && !isKnown(key))
      return token;
    if (token.kind == Token::Punctuation && token.text.size() == 1)
      depth += StringRef("([{<").contains(token.text) - StringRef(")]}>").contains(token.text);
    previous = token;
  }
  return {};
}

std::optional<UnknownProperty> tritonmetal::findUnknownProperty(StringRef text,
                                                                MLIRContext &context) {
  constexpr StringRef start = "<{"; // of a layout as well
  QuotedName name(text);
  for (size_t at = text.find(start); at != StringRef::npos; at = text.find(start, at + 1)) {
    if (!endsOperands(text.take_front(at)))
      continue;
    auto op = RegisteredOperationName::lookup(name.getBefore(at), &context);
    if (!op)
      continue;
    Token key = findUnknownKey(text.drop_front(at + 1), *op);
    if (key.kind == Token::End)
      continue;
    StringRef written = key.kind == Token::String ? key.unquoted() : key.text;
    return UnknownProperty{size_t(key.text.begin() - text.begin()), describe(*op, written)};
  }
  return std::nullopt;
}
