//===- BufferDump.cpp - Buffers for people to read ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/BufferDump.h"

#include "triton-metal/Executor/Expectations.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

Expected<BufferDump> parseBufferDump(StringRef text) {
  BufferDump dump;
  auto [place, file] = text.split(':');
  auto [number, type] = place.split(',');
  dump.type = type.str();
  dump.file = file.str();
  bool isEmpty = (place.contains(',') && type.empty()) || (text.contains(':') && file.empty());
  if (isEmpty || !to_integer(number, dump.buffer, 10))
    return createStringError(formatv("--dump takes BUFFER[,TYPE][:FILE], not '{0}'", text));
  if (!dump.type.empty() && !ElementFormat::get(dump.type))
    return createStringError(
        formatv("--dump: unknown type '{0}' ({1})", dump.type, ElementFormat::listNames()));
  return std::move(dump);
}

Error dumpBuffer(const BufferDump &dump, const LaunchDescription &description,
                 const KernelMetadata *metadata, const Launch &launch, raw_ostream &out) {
  if (dump.buffer >= description.buffers.size())
    return createStringError(formatv("there is no buffer {0} to dump; the launch has {1}",
                                     dump.buffer, description.buffers.size()));
  std::string type = dump.type;
  if (type.empty())
    type = findElementType(dump.buffer, description, metadata);
  std::optional<ElementFormat> format = ElementFormat::get(type);
  if (!format)
    format = ElementFormat::get("u8");
  ArrayRef<uint8_t> bytes = launch.storages[dump.buffer].contents();
  auto print = [&](raw_ostream &os) {
    os << formatv("buffer {0}, {1} of type {2}\n", dump.buffer,
                  bytes.size() / format->getNumBytes(), format->getName());
    printElements(bytes, *format, os);
  };
  if (dump.file.empty()) {
    print(out);
    return Error::success();
  }
  bool isText = sys::path::extension(dump.file) == ".txt";
  Error error = writeToOutput(dump.file, [&](raw_ostream &os) {
    if (isText)
      print(os);
    else
      os.write(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    return Error::success();
  });
  if (error)
    return createStringError(
        formatv("cannot write '{0}': {1}", dump.file, toString(std::move(error))));
  return Error::success();
}

} // namespace tritonmetal::executor
