//===- KernelSignatures.cpp - Kernels, their parameters and instantiations ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelSignatures.h"

#include "Attributes.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace llvm;

namespace tritonmetal::executor {

static constexpr unsigned maxBindings = 31;

//===----------------------------------------------------------------------===//
// Parameters
//===----------------------------------------------------------------------===//

namespace {
/// One parameter of a kernel, in tokens.
struct Parameter {
  size_t first = 0, last = 0;
  size_t attribute = SourceText::none; // its group
  StringRef space;                     // device, constant, threadgroup; empty for values
  StringRef name;
  std::string type; // of the value, or of what the pointer or reference is to
  bool isPointer = false, isConst = false;
  std::optional<unsigned> binding;
};

/// The parameters of one kernel.
class SignatureRewriter {
public:
  SignatureRewriter(Editor &editor, size_t open) : editor(editor), source(editor.source) {
    split(open + 1, source.getPartner(open));
  }

  void rewrite();

private:
  void split(size_t first, size_t end);
  Parameter parse(size_t first, size_t last);
  const Attribute *findRole(ArrayRef<Attribute> attributes) const;
  void readBinding(Parameter &parameter);
  std::string describe(const Parameter &parameter);

  Editor &editor;
  const SourceText &source;
  std::vector<Parameter> parameters;
};
} // namespace

void SignatureRewriter::split(size_t first, size_t end) {
  size_t start = first;
  for (size_t i = first; i <= end; ++i) {
    const Token &token = source[i];
    if (i == end || token == ",") {
      if (i > start)
        parameters.push_back(parse(start, i - 1));
      start = i + 1;
    } else if (token == "<" && source.skipAngles(i) != SourceText::none) {
      i = source.skipAngles(i);
    } else if ((token == "(" || token == "[") && source.getPartner(i) != SourceText::none) {
      i = source.getPartner(i);
    }
  }
}

Parameter SignatureRewriter::parse(size_t first, size_t last) {
  Parameter parameter;
  parameter.first = first;
  parameter.last = last;
  for (size_t i = first; i <= last; ++i) {
    StringRef text = source[i].text;
    if (source.isAttribute(i)) {
      parameter.attribute = i;
      break;
    }
    if (text == "<" && source.skipAngles(i) <= last) {
      parameter.type += source.join(i, source.skipAngles(i));
      i = source.skipAngles(i);
    } else if (text == "device" || text == "constant" || text == "threadgroup") {
      parameter.space = text;
    } else if (text == "const") {
      parameter.isConst |= !parameter.isPointer;
    } else if (text == "*" || text == "&") {
      parameter.isPointer = true;
    } else if (source[i].kind == Token::Kind::Identifier && i > first &&
               (i == last || source[i + 1] == "[" || parameter.isPointer)) {
      parameter.name = text;
      parameter.isPointer |= i < last && source[i + 1] == "["; // an array is one, too
      if (i < last && source[i + 1] == "[" && source.getPartner(i + 1) <= last &&
          !source.isAttribute(i + 1))
        i = source.getPartner(i + 1);
    } else if (!parameter.isPointer && text != "volatile" && text != "thread" &&
               text != "coherent") {
      parameter.type += text;
    }
  }
  parameter.isConst |= parameter.space == "constant";
  return parameter;
}

/// The attribute that says what a parameter is bound to.
const Attribute *SignatureRewriter::findRole(ArrayRef<Attribute> attributes) const {
  for (const Attribute &attribute : attributes)
    if (!attribute.hasNamespace && attribute.name != "function_constant" &&
        attribute.name != "maybe_unused")
      return &attribute;
  return nullptr;
}

void SignatureRewriter::readBinding(Parameter &parameter) {
  if (parameter.attribute == SourceText::none)
    return;
  std::vector<Attribute> attributes = parseAttributes(source, parameter.attribute);
  const Attribute *role = findRole(attributes);
  if (!role || (role->name != "buffer" && role->name != "threadgroup"))
    return;
  std::optional<int64_t> number = evaluateArgument(source, *role);
  if (number && *number >= 0 && *number < maxBindings)
    parameter.binding = unsigned(*number);
  else
    editor.fail(role->token, role->name + " takes a number from 0 to " + Twine(maxBindings - 1));
}

std::string SignatureRewriter::describe(const Parameter &parameter) {
  std::vector<Attribute> attributes;
  if (parameter.attribute != SourceText::none)
    attributes = parseAttributes(source, parameter.attribute);
  const Attribute *role = findRole(attributes);
  size_t at = role ? role->token : parameter.first;
  std::string tail = ("|" + parameter.name + "|" + parameter.type).str();
  if (role && (role->name == "texture" || role->name == "sampler")) {
    editor.fail(at, "textures and samplers are not supported; pass the data in a buffer");
    return "";
  }
  bool isBuffer = !role || role->name == "buffer" || role->name == "threadgroup";
  if (!isBuffer)
    return ("metal.argument|" + role->name + tail).str();
  if (!parameter.isPointer || parameter.space.empty()) {
    editor.fail(at, "a parameter of a kernel is a pointer or reference to device, constant or "
                    "threadgroup memory, or has the attribute of a built-in value");
    return "";
  }
  if (role && (role->name == "threadgroup") != (parameter.space == "threadgroup")) {
    editor.fail(at, "memory of the threadgroup is bound by [[threadgroup(n)]], all other by "
                    "[[buffer(n)]]");
    return "";
  }
  return ("metal.argument|buffer|" + Twine(parameter.binding.value_or(0)) + "|" + parameter.space +
          "|" + (parameter.isConst ? "read" : "read_write") + tail)
      .str();
}

void SignatureRewriter::rewrite() {
  std::set<std::pair<bool, unsigned>> taken; // whether threadgroup memory, number
  for (Parameter &parameter : parameters) {
    readBinding(parameter);
    if (parameter.binding)
      taken.insert({parameter.space == "threadgroup", *parameter.binding});
  }
  for (Parameter &parameter : parameters) {
    if (parameter.isPointer && parameter.attribute == SourceText::none) {
      unsigned number = 0;
      while (!taken.insert({parameter.space == "threadgroup", number}).second)
        ++number;
      parameter.binding = number;
    }
    std::string macro =
        editor.define("__attribute__((annotate(" + quote(describe(parameter)) + ")))");
    if (parameter.attribute != SourceText::none)
      editor.replace(parameter.attribute, source.getPartner(parameter.attribute), macro);
    else
      editor.insertAfter(parameter.last, " " + macro);
  }
}

//===----------------------------------------------------------------------===//
// Kernels
//===----------------------------------------------------------------------===//

static bool isKernelWord(const SourceText &source, size_t index) {
  if (source[index] != "kernel" || index == 0)
    return index == 0 && source[index] == "kernel";
  const Token &before = source[index - 1];
  return before != "::" && before != "." && before != "->" && before != "[" && before != ",";
}

static bool hasKernelAttribute(const SourceText &source, size_t group) {
  return any_of(parseAttributes(source, group), [](const Attribute &attribute) {
    return attribute.name == "kernel" && !attribute.hasNamespace;
  });
}

static bool isInstantiation(const SourceText &source, size_t start) {
  return source[start] == "template" && source[start + 1] != "<";
}

/// The parenthesis that opens the parameters of the function declared from `index` on, or none.
static size_t findParameters(const SourceText &source, size_t index) {
  for (size_t i = index; i < source.size(); ++i) {
    const Token &token = source[i];
    if (source.isAttribute(i)) {
      i = source.getPartner(i);
    } else if (token == "(") {
      const Token &before = source[i - 1];
      if (before != "decltype" && before != "alignas" && before != "__attribute__")
        return source.getPartner(i) == SourceText::none ? SourceText::none : i;
      i = source.getPartner(i);
    } else if (token == "<" && source.skipAngles(i) != SourceText::none) {
      i = source.skipAngles(i);
    } else if (token == ";" || token == "{" || token == "}") {
      break;
    }
    if (i == SourceText::none)
      break;
  }
  return SourceText::none;
}

void rewriteKernelSignatures(Editor &editor) {
  const SourceText &source = editor.source;
  std::set<size_t> seen;
  for (size_t i = 0; i < source.size(); ++i) {
    bool isWord = isKernelWord(source, i);
    if (!isWord && !(source.isAttribute(i) && hasKernelAttribute(source, i)))
      continue;
    if (isInstantiation(source, source.getStatementStart(i)))
      continue;
    if (isWord)
      editor.replace(i, i, editor.define("__attribute__((annotate(\"metal.kernel\")))"));
    size_t open = findParameters(source, isWord ? i + 1 : source.getPartner(i) + 1);
    if (open != SourceText::none && seen.insert(open).second)
      SignatureRewriter(editor, open).rewrite();
  }
}

//===----------------------------------------------------------------------===//
// Explicit instantiations
//===----------------------------------------------------------------------===//

/// The name with its template arguments of the function that is declared in [first, end).
static std::string findDeclaredName(const SourceText &source, size_t first, size_t end) {
  size_t start = SourceText::none;
  for (size_t i = first; i < end; ++i) {
    if (source[i] == "decltype") {
      i = source.getPartner(i + 1);
      if (i == SourceText::none)
        return "";
      start = SourceText::none;
    } else if (source[i] == "(") {
      return start == SourceText::none ? "" : source.join(start, i - 1);
    } else if (source[i].kind == Token::Kind::Identifier && (i == first || source[i - 1] != "::")) {
      start = i;
    } else if (source[i] == "<" && source.skipAngles(i) != SourceText::none) {
      i = source.skipAngles(i);
    }
  }
  return start == SourceText::none ? "" : source.join(start, end - 1);
}

static void rewriteInstantiation(Editor &editor, size_t start, size_t end, unsigned number) {
  const SourceText &source = editor.source;
  std::optional<std::string> hostName;
  size_t first = start + 1;
  for (size_t i = start; i < end; ++i) {
    bool isGroup = source.isAttribute(i);
    if (isGroup)
      for (const Attribute &attribute : parseAttributes(source, i))
        if (attribute.name == "host_name")
          hostName = getStringArgument(source, attribute);
    size_t last = isGroup ? source.getPartner(i) : i;
    if (isGroup || isKernelWord(source, i)) {
      editor.blank(i, last);
      first = first == i ? last + 1 : first;
    }
    i = last;
  }
  if (!hostName)
    return;
  std::string name = findDeclaredName(source, first, end);
  if (name.empty() || !StringRef(name).ends_with(">")) {
    editor.fail(start, "an instantiation with a host_name names its template arguments: f<float>");
    return;
  }
  editor.insertAfter(end, (" static auto *const __h" + Twine(number) +
                           " __attribute__((used, annotate(" +
                           quote("metal.host_name|" + *hostName) + "))) = &" + name + ";")
                              .str());
}

void rewriteInstantiations(Editor &editor) {
  const SourceText &source = editor.source;
  unsigned number = 0;
  for (size_t i = 0; i < source.size(); ++i) {
    if (!isInstantiation(source, i) || source.getStatementStart(i) != i)
      continue;
    size_t end = i;
    while (end < source.size() && source[end] != ";" && source[end] != "{")
      end = source[end] == "(" && source.getPartner(end) != SourceText::none
                ? source.getPartner(end)
                : end + 1;
    if (source[end] == ";")
      rewriteInstantiation(editor, i, end, number++);
    i = end;
  }
}

} // namespace tritonmetal::executor
