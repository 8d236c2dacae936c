//===- LaunchFiles.cpp - Files that a launch reads and writes ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GuardedMemory.h"

#include "triton-metal/Executor/Launch.h"

#include "llvm/Support/Errc.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <cstring>
#include <utility>

using namespace llvm;

namespace tritonmetal::executor {

/// All buffers of a launch together; more is a mistake in the launch file.
static constexpr uint64_t maxTotalSize = uint64_t(1) << 33;

Storage::Storage(Storage &&other) noexcept
    : bytes(std::exchange(other.bytes, nullptr)), length(other.length), padding(other.padding) {}

Storage &Storage::operator=(Storage &&other) noexcept {
  std::swap(bytes, other.bytes);
  std::swap(length, other.length);
  std::swap(padding, other.padding);
  return *this;
}

Storage::~Storage() { freeGuarded(bytes, length); }

Storage Storage::zeros(uint64_t size) {
  Storage storage;
  storage.length = size;
  storage.bytes = allocateGuarded(size);
  return storage;
}

Storage Storage::copyOf(ArrayRef<uint8_t> bytes) {
  Storage storage = zeros(bytes.size());
  if (storage.isValid() && !bytes.empty())
    std::memcpy(storage.data(), bytes.data(), bytes.size());
  return storage;
}

bool Storage::padTo(uint64_t multiple) {
  uint64_t padded = alignTo(length, multiple);
  if (padded == length)
    return true;
  Storage larger = zeros(padded);
  if (!larger.isValid())
    return false;
  std::memcpy(larger.data(), data(), length);
  larger.padding = padding + padded - length;
  *this = std::move(larger);
  return true;
}

static std::string resolve(StringRef directory, StringRef file) {
  if (sys::path::is_absolute(file))
    return file.str();
  SmallString<128> path(directory);
  sys::path::append(path, file);
  return path.str().str();
}

/// The bytes that `source` names: checks them against the file before memory is taken.
static Expected<uint64_t> getSliceSize(const BufferSource &source, StringRef path) {
  sys::fs::file_status status;
  if (std::error_code code = sys::fs::status(path, status))
    return createStringError(formatv("cannot read '{0}': {1}", *source.file, code.message()));
  if (status.type() != sys::fs::file_type::regular_file)
    return createStringError(formatv("cannot read '{0}': not a regular file", *source.file));
  uint64_t fileSize = status.getSize();
  if (source.offset > fileSize || source.size.value_or(0) > fileSize - source.offset)
    return createStringError(
        formatv("'{0}' has {1} bytes; the launch reads {2} bytes at offset {3}", *source.file,
                fileSize, source.size.value_or(0), source.offset));
  return source.size.value_or(fileSize - source.offset);
}

static Expected<Storage> readBuffer(const BufferSource &source, StringRef directory,
                                    uint64_t &total) {
  std::string path = source.file ? resolve(directory, *source.file) : "";
  uint64_t size = source.size.value_or(0);
  if (source.file) {
    Expected<uint64_t> sliceSize = getSliceSize(source, path);
    if (!sliceSize)
      return sliceSize.takeError();
    size = *sliceSize;
  }
  total += size;
  if (total > maxTotalSize)
    return createStringError(
        formatv("buffers of more than {0} bytes in all are not supported", maxTotalSize));
  Storage storage = Storage::zeros(size);
  if (!storage.isValid())
    return createStringError(formatv("no memory for a buffer of {0} bytes", size));
  if (!source.file || size == 0)
    return std::move(storage);

  ErrorOr<std::unique_ptr<MemoryBuffer>> contents =
      MemoryBuffer::getFileSlice(path, size, source.offset);
  if (!contents || (*contents)->getBufferSize() != size)
    return createStringError(
        formatv("cannot read '{0}': {1}", *source.file,
                contents ? std::string("it became shorter") : contents.getError().message()));
  std::memcpy(storage.data(), (*contents)->getBufferStart(), size);
  return std::move(storage);
}

Expected<std::vector<Storage>> readBuffers(const LaunchDescription &description,
                                           StringRef directory) {
  std::vector<Storage> storages;
  uint64_t total = 0;
  for (const BufferSource &source : description.buffers) {
    Expected<Storage> storage = readBuffer(source, directory, total);
    if (!storage)
      return storage.takeError();
    storages.push_back(std::move(*storage));
  }
  return std::move(storages);
}

Error writeOutputs(const LaunchDescription &description, const Launch &launch,
                   StringRef directory) {
  for (const LaunchOutput &output : description.outputs) {
    ArrayRef<uint8_t> bytes = launch.storages[output.buffer].contents();
    // A temporary file beside the output that is renamed once it is complete.
    Error error = writeToOutput(resolve(directory, output.file), [&](raw_ostream &os) {
      os.write(reinterpret_cast<const char *>(bytes.data()), bytes.size());
      return Error::success();
    });
    if (error)
      return createStringError(
          formatv("cannot write '{0}': {1}", output.file, toString(std::move(error))));
  }
  return Error::success();
}

} // namespace tritonmetal::executor
