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

static MetadataArgument readArgument(const JsonValue &value) {
  MetadataArgument argument;
  argument.name = value["name"].getString();
  std::string kind = value["kind"].getString();
  if (kind != "pointer" && kind != "scalar")
    value["kind"].failExpected("\"pointer\" or \"scalar\"");
  argument.elementType = value["element_type"].getString();
  argument.binding = value["binding"].getUnsigned(0, maxBindingIndex);
  if (kind == "pointer") {
    if (JsonValue access = value["access"]) {
      argument.access = access.getString();
      if (!is_contained({"read", "write", "read_write", "none"}, argument.access))
        access.failExpected("\"read\", \"write\", \"read_write\" or \"none\"");
    }
    return argument;
  }
  argument.kind = MetadataArgument::Kind::Scalar;
  if (JsonValue offset = value["offset"])
    argument.offset = offset.getUnsigned(0, maxStructSize);
  if (JsonValue size = value["size"])
    argument.size = size.getUnsigned(1, 8);
  return argument;
}

static KernelMetadata readKernel(const JsonValue &value) {
  KernelMetadata kernel;
  kernel.name = value["name"].getString();
  kernel.symbol = value["symbol"].getString();
  kernel.threadsPerThreadgroup = value["threads_per_threadgroup"].getUnsigned(1, 1024);
  JsonValue arguments = value["arguments"];
  size_t count = arguments.getLength();
  for (size_t i = 0; i < count; ++i)
    kernel.arguments.push_back(readArgument(arguments[i]));
  if (JsonValue scalars = value["scalar_struct"]) {
    kernel.scalarStruct.emplace();
    kernel.scalarStruct->binding = scalars["binding"].getUnsigned(0, maxBindingIndex);
    kernel.scalarStruct->size = scalars["size"].getUnsigned(1, maxStructSize);
  }
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
