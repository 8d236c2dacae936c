//===- Expectations.cpp - Outputs compared with what they should be ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Expectations.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace llvm;

namespace tritonmetal::executor {

static constexpr size_t maxReported = 5;

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

static double toDouble(const ScalarValue &value) {
  switch (value.kind) {
  case ScalarValue::Kind::Signed:
    return double(value.signedValue);
  case ScalarValue::Kind::Unsigned:
    return double(value.unsignedValue);
  case ScalarValue::Kind::Float:
    return value.floatValue;
  }
  llvm_unreachable("every kind is listed");
}

static __int128 toInteger(const ScalarValue &value) {
  return value.kind == ScalarValue::Kind::Signed ? __int128(value.signedValue)
                                                 : __int128(value.unsignedValue);
}

/// Exact for integers, as far as a double is.
static double getError(const ScalarValue &got, const ScalarValue &expected) {
  if (got.kind == ScalarValue::Kind::Float)
    return std::fabs(got.floatValue - expected.floatValue);
  __int128 difference = toInteger(got) - toInteger(expected);
  return double(difference < 0 ? -difference : difference);
}

static bool isRight(const ScalarValue &got, const ScalarValue &expected, double rtol, double atol) {
  double a = toDouble(got), b = toDouble(expected);
  if (std::isnan(a) || std::isnan(b))
    return std::isnan(a) && std::isnan(b);
  if (std::isinf(a) || std::isinf(b))
    return a == b;
  double error = getError(got, expected);
  return error == 0 || error <= atol + rtol * std::fabs(b);
}

Comparison compareElements(ArrayRef<uint8_t> got, ArrayRef<uint8_t> expected,
                           const ElementFormat &format, double rtol, double atol) {
  Comparison comparison;
  unsigned size = format.getNumBytes();
  comparison.numElements = expected.size() / size;
  for (uint64_t i = 0; i < comparison.numElements; ++i) {
    ScalarValue a = format.decode(&got[i * size]), b = format.decode(&expected[i * size]);
    if (isRight(a, b, rtol, atol))
      continue;
    ++comparison.numWrong;
    double error = getError(a, b);
    if (std::isfinite(error))
      comparison.largestError = std::max(comparison.largestError, error);
    if (comparison.first.size() < maxReported)
      comparison.first.push_back({i, printElement(a, format), printElement(b, format)});
  }
  return comparison;
}

//===----------------------------------------------------------------------===//
// Expectations
//===----------------------------------------------------------------------===//

Expected<Expectation> parseExpectation(StringRef text) {
  SmallVector<StringRef, 5> fields;
  text.split(fields, ':');
  Expectation expectation;
  auto isTolerance = [](StringRef field, double &value) {
    return to_float(field, value) && value >= 0;
  };
  bool isValid = fields.size() >= 2 && fields.size() <= 5 &&
                 to_integer(fields[0], expectation.buffer, 10) && !fields[1].empty();
  if (isValid) {
    expectation.file = fields[1].str();
    expectation.type = fields.size() > 2 ? fields[2].str() : "";
    isValid = (fields.size() <= 3 || isTolerance(fields[3], expectation.rtol)) &&
              (fields.size() <= 4 || isTolerance(fields[4], expectation.atol));
  }
  if (!isValid)
    return createStringError(
        formatv("--expect takes BUFFER:FILE[:TYPE[:RTOL[:ATOL]]], not '{0}'", text));
  return expectation;
}

std::string findElementType(size_t buffer, const LaunchDescription &description,
                            const KernelMetadata *metadata) {
  if (!metadata || !description.arguments)
    return "";
  size_t count = std::min(description.arguments->size(), metadata->arguments.size());
  for (size_t i = 0; i < count; ++i) {
    const LaunchArgument &argument = (*description.arguments)[i];
    if (argument.kind != LaunchArgument::Kind::Scalar && argument.buffer == buffer)
      return metadata->arguments[i].elementType;
  }
  return "";
}

namespace {
/// Checks one expectation.
class ExpectationChecker {
public:
  ExpectationChecker(const Expectation &expectation, const LaunchDescription &description,
                     const KernelMetadata *metadata, const Launch &launch, StringRef directory)
      : expectation(expectation), description(description), metadata(metadata), launch(launch),
        directory(directory) {}

  Error check(std::vector<BufferMismatch> &mismatches) const;

private:
  Expected<ElementFormat> getFormat() const;
  Expected<std::unique_ptr<MemoryBuffer>> readFile(uint64_t size) const;

  const Expectation &expectation;
  const LaunchDescription &description;
  const KernelMetadata *metadata;
  const Launch &launch;
  StringRef directory;
};
} // namespace

Expected<ElementFormat> ExpectationChecker::getFormat() const {
  std::string type = expectation.type;
  if (type.empty())
    type = findElementType(expectation.buffer, description, metadata);
  std::optional<ElementFormat> format = ElementFormat::get(type.empty() ? "u8" : type);
  if (!format)
    return createStringError(
        formatv("unknown type '{0}' of expected elements ({1})", type, ElementFormat::listNames()));
  return *format;
}

Expected<std::unique_ptr<MemoryBuffer>> ExpectationChecker::readFile(uint64_t size) const {
  SmallString<128> path(directory);
  if (sys::path::is_absolute(expectation.file))
    path.clear();
  sys::path::append(path, expectation.file);
  ErrorOr<std::unique_ptr<MemoryBuffer>> file = MemoryBuffer::getFile(path);
  if (!file)
    return createStringError(
        formatv("cannot read '{0}': {1}", expectation.file, file.getError().message()));
  uint64_t fileSize = (*file)->getBufferSize();
  // From an offset on, a file may hold more than this buffer.
  bool fits = expectation.offset
                  ? *expectation.offset <= fileSize && size <= fileSize - *expectation.offset
                  : fileSize == size;
  if (!fits)
    return createStringError(formatv(
        "'{0}' has {1} bytes{2}; buffer {3} has {4}", expectation.file, fileSize,
        expectation.offset ? formatv(" and is read from {0} on", *expectation.offset).str() : "",
        expectation.buffer, size));
  return std::move(*file);
}

std::string formatMismatch(const BufferMismatch &mismatch) {
  const Comparison &comparison = mismatch.comparison;
  std::string text;
  raw_string_ostream os(text);
  os << formatv("buffer {0} differs from '{1}' in {2} of {3} elements of type {4}", mismatch.buffer,
                mismatch.file, comparison.numWrong, comparison.numElements, mismatch.type);
  if (comparison.largestError > 0)
    os << llvm::format(", by %g at most", comparison.largestError);
  for (const Comparison::Element &element : comparison.first)
    os << formatv("\n  [{0}] got {1}, expected {2}", element.index, element.got, element.expected);
  if (comparison.numWrong > comparison.first.size())
    os << formatv("\n  and {0} more", comparison.numWrong - comparison.first.size());
  return text;
}

Error ExpectationChecker::check(std::vector<BufferMismatch> &mismatches) const {
  if (expectation.buffer >= description.buffers.size())
    return createStringError(formatv("there is no buffer {0} to compare; the launch has {1}",
                                     expectation.buffer, description.buffers.size()));
  Expected<ElementFormat> format = getFormat();
  if (!format)
    return format.takeError();
  ArrayRef<uint8_t> got = launch.storages[expectation.buffer].contents();
  if (got.size() % format->getNumBytes() != 0)
    return createStringError(formatv("buffer {0} has {1} bytes, which are no whole number of {2}",
                                     expectation.buffer, got.size(), format->getName()));
  Expected<std::unique_ptr<MemoryBuffer>> file = readFile(got.size());
  if (!file)
    return file.takeError();
  StringRef contents = (*file)->getBuffer().substr(expectation.offset.value_or(0), got.size());
  Comparison comparison = compareElements(got, arrayRefFromStringRef<uint8_t>(contents), *format,
                                          expectation.rtol, expectation.atol);
  if (comparison.numWrong != 0)
    mismatches.push_back(
        {expectation.buffer, expectation.file, format->getName().str(), std::move(comparison)});
  return Error::success();
}

Error checkExpectations(ArrayRef<Expectation> expectations, const LaunchDescription &description,
                        const KernelMetadata *metadata, const Launch &launch, StringRef directory,
                        std::vector<BufferMismatch> &mismatches) {
  for (const Expectation &expectation : expectations)
    if (Error error = ExpectationChecker(expectation, description, metadata, launch, directory)
                          .check(mismatches))
      return error;
  return Error::success();
}

} // namespace tritonmetal::executor
