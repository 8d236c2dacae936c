//===- JsonReader.cpp - Checked access to JSON that users write ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "JsonReader.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

#include <cmath>
#include <limits>

using namespace llvm;

namespace tritonmetal::executor {

/// LLVM's parser recurses, so text decides how much stack it takes; no file of ours is this deep.
static constexpr unsigned maxDepth = 64;

static bool isTooDeep(StringRef text) {
  unsigned depth = 0;
  bool inString = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (inString) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        inString = false;
      continue;
    }
    if (c == '"')
      inString = true;
    else if (c == '[' || c == '{')
      ++depth;
    else if ((c == ']' || c == '}') && depth > 0)
      --depth;
    if (depth > maxDepth)
      return true;
  }
  return false;
}

JsonValue JsonReader::parse(StringRef text) {
  if (isTooDeep(text)) {
    fail("", formatv("values are nested more than {0} deep", maxDepth).str());
    return JsonValue(*this, nullptr, "");
  }
  Expected<json::Value> parsed = json::parse(text);
  if (!parsed) {
    fail("", "not valid JSON: " + toString(parsed.takeError()));
    return JsonValue(*this, nullptr, "");
  }
  root = std::move(*parsed);
  return JsonValue(*this, &root, "");
}

void JsonReader::fail(StringRef path, const Twine &what) {
  if (message.empty())
    message = (fileName + ": " + path + (path.empty() ? "" : ": ") + what).str();
}

Error JsonReader::takeError() {
  return message.empty() ? Error::success() : createStringError(message);
}

void JsonValue::fail(const Twine &what) const { reader.fail(path, what); }

void JsonValue::failExpected(const Twine &expected) const {
  if (!value)
    return fail("missing; expected " + expected);
  std::string found = formatv("{0}", *value).str();
  if (found.size() > 40)
    found = found.substr(0, 40) + "...";
  fail("expected " + expected + ", found " + found);
}

JsonValue JsonValue::operator[](StringRef key) const {
  const json::Object *object = value ? value->getAsObject() : nullptr;
  return JsonValue(reader, object ? object->get(key) : nullptr,
                   path.empty() ? key.str() : path + "." + key.str());
}

JsonValue JsonValue::operator[](size_t index) const {
  const json::Array *array = value ? value->getAsArray() : nullptr;
  return JsonValue(reader, array && index < array->size() ? &(*array)[index] : nullptr,
                   formatv("{0}[{1}]", path, index));
}

void JsonValue::requireObject() const {
  if (!value || value->kind() != json::Value::Object)
    failExpected("an object");
}

bool JsonValue::isArray() const { return value && value->kind() == json::Value::Array; }

std::vector<std::string> JsonValue::getKeys() const {
  requireObject();
  std::vector<std::string> keys;
  if (const json::Object *object = value ? value->getAsObject() : nullptr)
    for (const auto &field : *object)
      keys.push_back(field.first.str());
  llvm::sort(keys); // the object's own order is not fixed
  return keys;
}

size_t JsonValue::getLength() const {
  const json::Array *array = value ? value->getAsArray() : nullptr;
  if (!array)
    failExpected("an array");
  return array ? array->size() : 0;
}

std::string JsonValue::getString() const {
  std::optional<StringRef> string = value ? value->getAsString() : std::nullopt;
  if (!string)
    failExpected("a string");
  return string.value_or("").str();
}

uint64_t JsonValue::getUnsigned(uint64_t minimum, uint64_t maximum) const {
  std::optional<uint64_t> number = value ? value->getAsUINT64() : std::nullopt;
  if (number && *number >= minimum && *number <= maximum)
    return *number;
  failExpected(formatv("an integer from {0} to {1}", minimum, maximum));
  return minimum;
}

int64_t JsonValue::getSigned() const {
  std::optional<int64_t> number = value ? value->getAsInteger() : std::nullopt;
  if (!number)
    failExpected("an integer");
  return number.value_or(0);
}

ScalarValue JsonValue::getScalar() const {
  ScalarValue scalar;
  if (!value) {
    failExpected("a number");
    return scalar;
  }
  if (std::optional<bool> boolean = value->getAsBoolean()) {
    scalar.signedValue = *boolean;
  } else if (std::optional<int64_t> number = value->getAsInteger()) {
    scalar.signedValue = *number;
  } else if (std::optional<uint64_t> number = value->getAsUINT64()) {
    scalar.kind = ScalarValue::Kind::Unsigned;
    scalar.unsignedValue = *number;
  } else {
    scalar.kind = ScalarValue::Kind::Float;
    if (std::optional<double> number = value->getAsNumber())
      scalar.floatValue = *number;
    else if (value->getAsString() == StringRef("nan"))
      scalar.floatValue = std::numeric_limits<double>::quiet_NaN();
    else if (value->getAsString() == StringRef("inf"))
      scalar.floatValue = std::numeric_limits<double>::infinity();
    else if (value->getAsString() == StringRef("-inf"))
      scalar.floatValue = -std::numeric_limits<double>::infinity();
    else
      failExpected("a number, \"nan\", \"inf\" or \"-inf\"");
  }
  return scalar;
}

void JsonValue::allowOnly(ArrayRef<StringRef> keys) const {
  for (const std::string &name : getKeys())
    if (!is_contained(keys, StringRef(name)))
      return fail("unknown field '" + name + "' (" + join(keys, ", ") + ")");
}

} // namespace tritonmetal::executor
