//===- Attributes.cpp - Attributes in double brackets ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Attributes.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace tritonmetal::executor {

std::vector<Attribute> parseAttributes(const SourceText &source, size_t index) {
  std::vector<Attribute> attributes;
  size_t end = source.getPartner(index + 1);
  for (size_t i = index + 2; i < end; ++i) {
    if (source[i].kind != Token::Kind::Identifier)
      continue;
    Attribute attribute;
    if (source[i + 1] == "::") {
      attribute.hasNamespace = true;
      i += 2;
    }
    attribute.name = source[i].text;
    attribute.token = i;
    if (source[i + 1] == "(" && source.getPartner(i + 1) != SourceText::none) {
      attribute.first = i + 2;
      attribute.last = source.getPartner(i + 1) - 1;
      i = source.getPartner(i + 1);
    }
    attributes.push_back(attribute);
  }
  return attributes;
}

namespace {
/// Sums of products of integers.
class Evaluator {
public:
  Evaluator(const SourceText &source, size_t first, size_t last)
      : source(source), next(first), last(last) {}

  std::optional<int64_t> evaluate() {
    int64_t value = readSum(0);
    return failed || next <= last ? std::nullopt : std::optional(value);
  }

private:
  static constexpr unsigned maxDepth = 64;

  bool consume(StringRef token) {
    if (next > last || source[next] != token)
      return false;
    ++next;
    return true;
  }

  int64_t readSum(unsigned depth) {
    int64_t sum = readProduct(depth);
    while (!failed) {
      if (consume("+"))
        sum = int64_t(uint64_t(sum) + uint64_t(readProduct(depth)));
      else if (consume("-"))
        sum = int64_t(uint64_t(sum) - uint64_t(readProduct(depth)));
      else
        break;
    }
    return sum;
  }

  int64_t readProduct(unsigned depth) {
    int64_t product = readOperand(depth);
    while (!failed && consume("*"))
      product = int64_t(uint64_t(product) * uint64_t(readOperand(depth)));
    return product;
  }

  int64_t readOperand(unsigned depth) {
    int64_t value = 0;
    if (depth > maxDepth) {
      failed = true;
    } else if (consume("(")) {
      value = readSum(depth + 1);
      failed |= !consume(")");
    } else if (next <= last && source[next].kind == Token::Kind::Number) {
      StringRef digits = source[next++].text.rtrim("uUlL");
      failed |= digits.getAsInteger(0, value);
    } else {
      failed = true;
    }
    return value;
  }

  const SourceText &source;
  size_t next, last;
  bool failed = false;
};
} // namespace

std::optional<int64_t> evaluateArgument(const SourceText &source, const Attribute &attribute) {
  if (!attribute.hasArgument())
    return std::nullopt;
  return Evaluator(source, attribute.first, attribute.last).evaluate();
}

std::optional<std::string> getStringArgument(const SourceText &source, const Attribute &attribute) {
  std::string text;
  for (size_t i = attribute.first; i <= attribute.last; ++i) {
    StringRef literal = source[i].text;
    if (source[i].kind != Token::Kind::Literal || !literal.consume_front("\"") ||
        !literal.consume_back("\""))
      return std::nullopt;
    text += literal; // neighbours are one string
  }
  return attribute.hasArgument() ? std::optional(text) : std::nullopt;
}

//===----------------------------------------------------------------------===//
// Attributes outside of parameters
//===----------------------------------------------------------------------===//

static std::string annotate(const Twine &text) {
  return "__attribute__((annotate(" + quote(text.str()) + ")))";
}

/// `constant int n [[function_constant(0)]];` gets an initial value.
static std::string rewriteFunctionConstant(Editor &editor, size_t group,
                                           const Attribute &attribute) {
  const SourceText &source = editor.source;
  std::optional<int64_t> index = evaluateArgument(source, attribute);
  if (!index || *index < 0 || *index > 65535) {
    editor.fail(attribute.token, "a function constant has a number from 0 to 65535");
    return "";
  }
  std::string type;
  size_t start = source.getStatementStart(group);
  for (size_t i = start; i + 1 < group; ++i)
    if (!is_contained({"constant", "const", "static", "constexpr"}, source[i].text))
      type += source[i].text;
  return (annotate("metal.function_constant|" + Twine(*index) + "|" + source[group - 1].text + "|" +
                   type) +
          " = ::metal::__tm::function_constant<" + Twine(*index) + ">()")
      .str();
}

/// Attributes of parameters. Functions that a kernel calls may repeat them, without effect.
static bool isParameterAttribute(StringRef name) {
  static constexpr StringLiteral starts[] = {"thread", "simdgroup", "quadgroup", "dispatch_",
                                             "grid_"};
  return is_contained({"buffer", "texture", "sampler"}, name) ||
         any_of(starts, [&](StringRef start) { return name.starts_with(start); });
}

/// What stands in place of one attribute; nothing if it has no meaning here.
static std::string rewriteAttribute(Editor &editor, size_t group, const Attribute &attribute) {
  const SourceText &source = editor.source;
  StringRef name = attribute.name;
  if (attribute.hasNamespace)
    return (
        "[[" + source.join(attribute.token - 2, attribute.token) +
        (attribute.hasArgument() ? "(" + source.join(attribute.first, attribute.last) + ")" : "") +
        "]]");
  if (name == "kernel")
    return annotate("metal.kernel");
  if (name == "function_constant")
    return rewriteFunctionConstant(editor, group, attribute);
  if (name == "host_name") {
    if (std::optional<std::string> text = getStringArgument(source, attribute))
      return annotate("metal.host_name|" + *text);
    editor.fail(attribute.token, "host_name takes a string");
  } else if (name == "max_total_threads_per_threadgroup") {
    // What depends on a template parameter is a limit that is not checked.
    if (std::optional<int64_t> limit = evaluateArgument(source, attribute))
      return annotate("metal.max_threads|" + Twine(*limit));
  } else if (is_contained({"vertex", "fragment", "object", "mesh", "intersection"}, name)) {
    editor.fail(attribute.token,
                "'" + name + "' functions are for graphics; only kernels run here");
  } else if (is_contained({"maybe_unused", "nodiscard", "noreturn", "fallthrough", "deprecated",
                           "likely", "unlikely"},
                          name)) {
    return ("[[" + name + "]]").str();
  } else if (!isParameterAttribute(name) &&
             !is_contained({"id", "user", "visible", "stitchable", "unroll", "flatten",
                            "early_fragment_tests", "required_threads_per_threadgroup"},
                           name)) {
    editor.fail(attribute.token, "unknown attribute '" + name + "'");
  }
  return "";
}

void rewriteAttributes(Editor &editor) {
  const SourceText &source = editor.source;
  for (size_t i = 0; i < source.size(); ++i) {
    if (editor.isEdited(i) || !source.isAttribute(i))
      continue;
    size_t end = source.getPartner(i);
    std::string expansion;
    for (const Attribute &attribute : parseAttributes(source, i))
      expansion += rewriteAttribute(editor, i, attribute) + " ";
    if (StringRef(expansion).trim().empty())
      editor.blank(i, end);
    else
      editor.replace(i, end, editor.define(expansion));
    i = end;
  }
}

} // namespace tritonmetal::executor
