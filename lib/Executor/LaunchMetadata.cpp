//===- LaunchMetadata.cpp - What the compiler says about a kernel's arguments ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/LaunchMetadata.h"

#include "JsonReader.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace tritonmetal::executor {

static constexpr uint64_t schemaVersion = 1;
static constexpr uint64_t maxBindingIndex = 30;
/// A `constant` struct travels in one `setBytes` of at most 4 KiB, or in a buffer; arguments of a
/// kernel come nowhere near this.
static constexpr uint64_t maxStructSize = 1 << 20;

/// A field of the struct with `type`.
static MetadataArgument readField(const JsonValue &value, StringRef type) {
  MetadataArgument field;
  field.kind = MetadataArgument::Kind::Scalar;
  field.elementType = type.str();
  field.offset = value["offset"].getUnsigned(0, maxStructSize);
  field.size = value["size"].getUnsigned(1, 8);
  return field;
}

static std::vector<MetadataArgument> readFields(const JsonValue &list, const Twine &name,
                                                unsigned binding) {
  std::vector<MetadataArgument> fields;
  size_t count = list.getLength();
  for (size_t i = 0; i < count; ++i) {
    fields.push_back(readField(list[i], "i64"));
    fields.back().name = (name + "[" + Twine(i) + "]").str();
    fields.back().binding = binding;
  }
  return fields;
}

static void readPointer(const JsonValue &value, MetadataArgument &argument) {
  if (JsonValue access = value["access"]) {
    argument.access = access.getString();
    if (!is_contained({"read", "write", "read_write", "none"}, argument.access))
      access.failExpected("\"read\", \"write\", \"read_write\" or \"none\"");
  }
  if (value["indirect"]) {
    argument.isIndirect = true;
    argument.offset = value["offset"].getUnsigned(0, maxStructSize);
  }
}

static MetadataArgument readArgument(const JsonValue &value, unsigned structBinding) {
  using Kind = MetadataArgument::Kind;
  MetadataArgument argument;
  argument.name = value["name"].getString();
  std::string kind = value["kind"].getString();
  if (kind != "pointer" && kind != "scalar" && kind != "descriptor")
    value["kind"].failExpected("\"pointer\", \"scalar\" or \"descriptor\"");
  argument.elementType = value["element_type"].getString();
  argument.binding = value["binding"].getUnsigned(0, maxBindingIndex);
  if (kind != "scalar") {
    readPointer(value, argument);
    if (JsonValue multiple = value["size_multiple"])
      argument.sizeMultiple = multiple.getUnsigned(4, 4);
    if (kind == "pointer")
      return argument;
    argument.kind = Kind::Descriptor;
    argument.shape = readFields(value["shape"], argument.name + ".shape", structBinding);
    argument.strides = readFields(value["strides"], argument.name + ".strides", structBinding);
    if (JsonValue padding = value["pads_with_nan"]) {
      argument.padding.push_back(readField(padding, "i1"));
      argument.padding.back().name = argument.name + ".pads_with_nan";
      argument.padding.back().binding = structBinding;
    }
    return argument;
  }
  argument.kind = Kind::Scalar;
  if (JsonValue offset = value["offset"])
    argument.offset = offset.getUnsigned(0, maxStructSize);
  if (JsonValue size = value["size"])
    argument.size = size.getUnsigned(1, 8);
  return argument;
}

static LogOperand readLogOperand(const JsonValue &value) {
  LogOperand operand;
  operand.type = value["type"].getString();
  operand.isSigned = value["signed"].getScalar().signedValue != 0;
  JsonValue shape = value["shape"];
  size_t rank = shape.getLength();
  for (size_t i = 0; i < rank; ++i)
    operand.shape.push_back(shape[i].getUnsigned(1, maxStructSize));
  return operand;
}

static LogInterface readLog(const JsonValue &value) {
  constexpr uint64_t recordWords = 9;
  LogInterface log;
  log.binding = value["binding"].getUnsigned(0, maxBindingIndex);
  value["record_words"].getUnsigned(recordWords, recordWords);
  JsonValue sites = value["sites"];
  size_t count = sites.getLength();
  for (size_t i = 0; i < count; ++i) {
    LogSite site;
    std::string kind = sites[i]["kind"].getString();
    if (kind != "print" && kind != "assert")
      sites[i]["kind"].failExpected("\"print\" or \"assert\"");
    site.isAssert = kind == "assert";
    site.text = sites[i]["text"].getString();
    site.isHex = sites[i]["hex"].getScalar().signedValue != 0;
    JsonValue operands = sites[i]["operands"];
    size_t operandCount = operands.getLength();
    for (size_t k = 0; k < operandCount; ++k)
      site.operands.push_back(readLogOperand(operands[k]));
    if (site.isAssert && site.operands.size() != 1)
      operands.failExpected("one operand of an assert");
    if (JsonValue source = sites[i]["source"]) {
      site.file = source["file"].getString();
      site.line = source["line"].getUnsigned(0, UINT32_MAX);
    }
    log.sites.push_back(std::move(site));
  }
  return log;
}

static void readOverlap(const JsonValue &value, KernelMetadata &kernel) {
  JsonValue pairs = value["must_not_overlap"];
  size_t count = pairs ? pairs.getLength() : 0;
  for (size_t i = 0; i < count; ++i)
    kernel.mustNotOverlap.push_back({pairs[i][0].getString(), pairs[i][1].getString()});
  if (JsonValue where = value["overlap_matters_for"])
    kernel.overlapMattersForSource = where.getString() == "source";
}

static KernelMetadata readKernel(const JsonValue &value) {
  KernelMetadata kernel;
  kernel.name = value["name"].getString();
  kernel.symbol = value["symbol"].getString();
  kernel.threadsPerThreadgroup = value["threads_per_threadgroup"].getUnsigned(1, 1024);
  readOverlap(value, kernel);
  if (JsonValue scalars = value["scalar_struct"]) {
    kernel.scalarStruct.emplace();
    kernel.scalarStruct->binding = scalars["binding"].getUnsigned(0, maxBindingIndex);
    kernel.scalarStruct->size = scalars["size"].getUnsigned(1, maxStructSize);
  }
  if (JsonValue log = value["log"])
    kernel.log = readLog(log);
  unsigned structBinding = kernel.scalarStruct ? kernel.scalarStruct->binding : 0;
  JsonValue arguments = value["arguments"];
  size_t count = arguments.getLength();
  for (size_t i = 0; i < count; ++i)
    kernel.arguments.push_back(readArgument(arguments[i], structBinding));
  return kernel;
}

Expected<KernelMetadata> parseKernelMetadata(StringRef text, StringRef kernel, StringRef name) {
  JsonReader reader(name);
  JsonValue root = reader.parse(text);
  if (reader.failed())
    return reader.takeError();
  root["schema_version"].getUnsigned(schemaVersion, schemaVersion);
  JsonValue kernels = root["kernels"];
  size_t count = kernels.getLength();
  std::optional<KernelMetadata> found;
  std::vector<std::string> names;
  for (size_t i = 0; i < count && !reader.failed(); ++i) {
    names.push_back(kernels[i]["symbol"].getString());
    if (!found && (names.back() == kernel || kernels[i]["name"].getString() == kernel))
      found = readKernel(kernels[i]);
  }
  if (reader.failed())
    return reader.takeError();
  if (!found)
    return createStringError(formatv("{0}: describes no kernel '{1}' ({2})", name, kernel,
                                     names.empty() ? "none at all" : join(names, ", ")));
  return std::move(*found);
}

} // namespace tritonmetal::executor
