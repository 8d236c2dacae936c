//===- LaunchDescription.cpp - What a launch file says ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/LaunchDescription.h"

#include "triton-metal/Executor/Elements.h"

#include "JsonReader.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FormatVariadic.h"

#include <limits>

using namespace llvm;

namespace tritonmetal::executor {

static constexpr uint64_t maxSize = uint64_t(1) << 32;
static constexpr unsigned maxDescriptorRank = 8;

static Size3 readSize3(const JsonValue &value, uint64_t minimum) {
  Size3 size{1, 1, 1};
  size_t length = value.getLength();
  if (length > 3)
    value.fail(formatv("expected at most 3 numbers, found {0}", length));
  for (size_t i = 0; i < std::min<size_t>(length, 3); ++i)
    size[i] = value[i].getUnsigned(minimum, UINT32_MAX);
  return size;
}

static size_t readBufferIndex(const JsonValue &value, size_t numBuffers) {
  uint64_t index = value.getUnsigned(0, UINT32_MAX);
  if (index >= numBuffers)
    value.fail(formatv("there is no buffer {0}; {1} {2} listed", index, numBuffers,
                       numBuffers == 1 ? "is" : "are"));
  return index;
}

static std::vector<PointerField> readPointers(const JsonValue &list, size_t numBuffers) {
  std::vector<PointerField> pointers;
  size_t length = list ? list.getLength() : 0;
  for (size_t i = 0; i < length; ++i) {
    JsonValue value = list[i];
    value.allowOnly({"at", "buffer", "offset"});
    PointerField pointer;
    pointer.at = value["at"].getUnsigned(0, maxSize);
    if (pointer.at % 8 != 0)
      value["at"].failExpected("a multiple of 8");
    pointer.buffer = readBufferIndex(value["buffer"], numBuffers);
    if (JsonValue offset = value["offset"])
      pointer.offset = offset.getUnsigned(0, maxSize);
    pointers.push_back(pointer);
  }
  return pointers;
}

static BufferSource readBuffer(const JsonValue &value, size_t numBuffers) {
  value.allowOnly({"file", "offset", "size", "pointers"});
  BufferSource buffer;
  if (JsonValue file = value["file"])
    buffer.file = file.getString();
  if (JsonValue offset = value["offset"])
    buffer.offset = offset.getUnsigned(0, INT64_MAX);
  if (JsonValue size = value["size"])
    buffer.size = size.getUnsigned(0, maxSize);
  if (!buffer.file && !buffer.size)
    value.fail("a buffer without a file needs a size");
  if (!buffer.file && buffer.offset != 0)
    value.fail("a buffer without a file has no offset");
  buffer.pointers = readPointers(value["pointers"], numBuffers);
  return buffer;
}

static std::vector<int64_t> readExtents(const JsonValue &value) {
  std::vector<int64_t> extents;
  size_t rank = value.getLength();
  if (rank > maxDescriptorRank)
    value.fail(formatv("expected at most {0} numbers, found {1}", maxDescriptorRank, rank));
  for (size_t i = 0; i < std::min<size_t>(rank, maxDescriptorRank); ++i)
    extents.push_back(value[i].getSigned());
  return extents;
}

static LaunchArgument readArgument(const JsonValue &value, size_t numBuffers) {
  LaunchArgument argument;
  value.requireObject();
  if (value["value"]) {
    value.allowOnly({"value"});
    argument.value = value["value"].getScalar();
    return argument;
  }
  argument.kind = LaunchArgument::Kind::Buffer;
  argument.buffer = readBufferIndex(value["buffer"], numBuffers);
  if (JsonValue offset = value["offset"])
    argument.offset = offset.getUnsigned(0, maxSize);
  value.allowOnly({"buffer", "offset", "shape", "strides", "padding"});
  if (value["shape"] || value["strides"]) {
    argument.kind = LaunchArgument::Kind::Descriptor;
    argument.shape = readExtents(value["shape"]);
    argument.strides = readExtents(value["strides"]);
    if (argument.shape.size() != argument.strides.size())
      value.fail(formatv("shape has {0} numbers, strides has {1}", argument.shape.size(),
                         argument.strides.size()));
    if (JsonValue padding = value["padding"]) {
      std::string text = padding.getString();
      if (text != "zero" && text != "nan")
        padding.failExpected("\"zero\" or \"nan\"");
      argument.padsWithNaN = text == "nan";
    }
  }
  return argument;
}

static RawBinding readBinding(const JsonValue &value, size_t numBuffers) {
  value.allowOnly({"index", "buffer", "offset", "bytes", "pointers"});
  RawBinding binding;
  binding.index = value["index"].getUnsigned(0, 30);
  if (bool(value["buffer"]) == bool(value["bytes"])) {
    value.fail("expected either 'buffer' or 'bytes'");
    return binding;
  }
  if (JsonValue offset = value["offset"])
    binding.offset = offset.getUnsigned(0, maxSize);
  if (JsonValue buffer = value["buffer"]) {
    binding.buffer = readBufferIndex(buffer, numBuffers);
    if (JsonValue pointers = value["pointers"])
      pointers.fail("the pointers of a buffer belong to its entry in 'buffers'");
    return binding;
  }
  std::string text = value["bytes"].getString();
  std::string bytes;
  if (text.size() % 2 != 0 || !tryGetFromHex(text, bytes))
    value["bytes"].failExpected("pairs of hexadecimal digits");
  binding.bytes.assign(bytes.begin(), bytes.end());
  binding.pointers = readPointers(value["pointers"], numBuffers);
  return binding;
}

static LaunchOutput readOutput(const JsonValue &value, size_t numBuffers) {
  value.allowOnly({"buffer", "file"});
  LaunchOutput output;
  output.buffer = readBufferIndex(value["buffer"], numBuffers);
  output.file = value["file"].getString();
  if (output.file.empty())
    value["file"].failExpected("the name of a file");
  return output;
}

static double readTolerance(const JsonValue &value) {
  if (!value)
    return 0;
  ScalarValue number = value.getScalar();
  double tolerance = number.kind == ScalarValue::Kind::Float    ? number.floatValue
                     : number.kind == ScalarValue::Kind::Signed ? double(number.signedValue)
                                                                : double(number.unsignedValue);
  if (!(tolerance >= 0))
    value.failExpected("a number that is not negative");
  return tolerance;
}

static Expectation readExpectation(const JsonValue &value, size_t numBuffers) {
  value.allowOnly({"buffer", "file", "offset", "type", "rtol", "atol"});
  Expectation expectation;
  expectation.buffer = readBufferIndex(value["buffer"], numBuffers);
  expectation.file = value["file"].getString();
  if (JsonValue offset = value["offset"])
    expectation.offset = offset.getUnsigned(0, INT64_MAX);
  if (JsonValue type = value["type"]) {
    expectation.type = type.getString();
    if (!ElementFormat::get(expectation.type))
      type.failExpected("one of " + ElementFormat::listNames());
  }
  expectation.rtol = readTolerance(value["rtol"]);
  expectation.atol = readTolerance(value["atol"]);
  return expectation;
}

template <typename T, typename ReadFn>
static std::vector<T> readList(const JsonValue &list, ReadFn read) {
  std::vector<T> elements;
  if (!list)
    return elements;
  size_t length = list.getLength();
  for (size_t i = 0; i < length; ++i)
    elements.push_back(read(list[i]));
  return elements;
}

static void readSizes(const JsonValue &root, LaunchDescription &launch) {
  if (JsonValue grid = root["grid"])
    launch.grid = readSize3(grid, 0);
  if (JsonValue threads = root["threads_per_grid"])
    launch.threadsPerGrid = readSize3(threads, 0);
  if (launch.grid.has_value() == launch.threadsPerGrid.has_value())
    root.fail("expected either 'grid' or 'threads_per_grid'");
  if (JsonValue threads = root["threads_per_threadgroup"])
    launch.threadsPerThreadgroup = readSize3(threads, 1);
}

static void readBindings(const JsonValue &root, LaunchDescription &launch) {
  size_t numBuffers = launch.buffers.size();
  if (JsonValue arguments = root["args"]) {
    launch.arguments = readList<LaunchArgument>(
        arguments, [&](const JsonValue &value) { return readArgument(value, numBuffers); });
    if (root["bindings"])
      root.fail("expected either 'args' or 'bindings'");
  }
  launch.bindings = readList<RawBinding>(
      root["bindings"], [&](const JsonValue &value) { return readBinding(value, numBuffers); });
  for (size_t i = 0; i < launch.bindings.size(); ++i)
    for (size_t j = 0; j < i; ++j)
      if (launch.bindings[i].index == launch.bindings[j].index)
        root["bindings"][i].fail(formatv("index {0} is bound twice", launch.bindings[i].index));
  launch.threadgroupMemory =
      readList<ThreadgroupAllocation>(root["threadgroup_memory"], [](const JsonValue &value) {
        value.allowOnly({"index", "bytes"});
        return ThreadgroupAllocation{unsigned(value["index"].getUnsigned(0, 30)),
                                     value["bytes"].getUnsigned(0, maxSize)};
      });
}

static void readConstants(const JsonValue &constants, LaunchDescription &launch) {
  if (!constants)
    return;
  for (const std::string &name : constants.getKeys()) {
    FunctionConstantValue constant{name, {}};
    JsonValue value = constants[name];
    if (value.isArray())
      constant.values = readList<ScalarValue>(
          value, [](const JsonValue &element) { return element.getScalar(); });
    else
      constant.values.push_back(value.getScalar());
    launch.constants.push_back(std::move(constant));
  }
}

static std::optional<ScalarValue> parseScalar(StringRef text) {
  ScalarValue value;
  if (text == "true" || text == "false") {
    value.signedValue = text == "true";
    return value;
  }
  if (!text.getAsInteger(0, value.signedValue))
    return value;
  value.kind = ScalarValue::Kind::Unsigned;
  if (!text.getAsInteger(0, value.unsignedValue))
    return value;
  value.kind = ScalarValue::Kind::Float;
  if (text == "nan" || text == "inf" || text == "-inf") {
    value.floatValue = text == "nan" ? std::numeric_limits<double>::quiet_NaN()
                                     : std::numeric_limits<double>::infinity();
    if (text.front() == '-')
      value.floatValue = -value.floatValue;
    return value;
  }
  return text.getAsDouble(value.floatValue) ? std::nullopt : std::optional<ScalarValue>(value);
}

Expected<FunctionConstantValue> parseFunctionConstant(StringRef text) {
  auto [name, list] = text.split('=');
  SmallVector<StringRef, 4> parts;
  list.split(parts, ',');
  FunctionConstantValue constant{name.str(), {}};
  for (StringRef part : parts) {
    std::optional<ScalarValue> value = parseScalar(part);
    if (!value || name.empty())
      return createStringError(
          formatv("--constant takes NAME=VALUE or NAME=VALUE,VALUE,..., not '{0}'", text));
    constant.values.push_back(*value);
  }
  return std::move(constant);
}

Expected<LaunchDescription> parseLaunchDescription(StringRef text, StringRef name) {
  JsonReader reader(name);
  JsonValue root = reader.parse(text);
  if (reader.failed())
    return reader.takeError();
  root.allowOnly({"kernel", "grid", "threads_per_grid", "threads_per_threadgroup", "buffers",
                  "args", "bindings", "threadgroup_memory", "outputs", "constants", "expect"});
  LaunchDescription launch;
  if (JsonValue kernel = root["kernel"])
    launch.kernel = kernel.getString();
  readSizes(root, launch);
  readConstants(root["constants"], launch);
  size_t numBuffers = root["buffers"] ? root["buffers"].getLength() : 0;
  launch.buffers = readList<BufferSource>(
      root["buffers"], [&](const JsonValue &value) { return readBuffer(value, numBuffers); });
  readBindings(root, launch);
  launch.outputs = readList<LaunchOutput>(root["outputs"], [&](const JsonValue &value) {
    return readOutput(value, launch.buffers.size());
  });
  launch.expectations = readList<Expectation>(root["expect"], [&](const JsonValue &value) {
    return readExpectation(value, launch.buffers.size());
  });
  StringSet<> files;
  for (size_t i = 0; i < launch.outputs.size(); ++i)
    if (!files.insert(launch.outputs[i].file).second)
      root["outputs"][i]["file"].fail("'" + launch.outputs[i].file + "' is written twice");
  if (reader.failed())
    return reader.takeError();
  return std::move(launch);
}

} // namespace tritonmetal::executor
