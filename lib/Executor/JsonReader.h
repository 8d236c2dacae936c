//===- JsonReader.h - Checked access to JSON that users write ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A value together with its path, so that each complaint says where:
//
//   launch.json: buffers[1].size: expected an integer from 0 to 4294967296, found "x"
//
// The first complaint is kept and all later reads return defaults, so callers read every field and
// ask once:
//
//   JsonReader reader("launch.json");
//   JsonValue root = reader.parse(text);
//   description.kernel = root["kernel"].getString();
//   root.allowOnly({"kernel", "grid"});
//   if (Error error = reader.takeError()) ...
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JSONREADER_H
#define TRITON_METAL_LIB_EXECUTOR_JSONREADER_H

#include "triton-metal/Executor/LaunchDescription.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/JSON.h"

namespace tritonmetal::executor {

class JsonReader;

/// A value that may be absent.
class JsonValue {
public:
  JsonValue(JsonReader &reader, const llvm::json::Value *value, std::string path)
      : reader(reader), value(value), path(std::move(path)) {}

  explicit operator bool() const { return value != nullptr; }
  JsonValue operator[](llvm::StringRef key) const;
  JsonValue operator[](size_t index) const;

  /// Elements of a required array.
  size_t getLength() const;
  std::string getString() const;
  uint64_t getUnsigned(uint64_t minimum, uint64_t maximum) const;
  int64_t getSigned() const;
  ScalarValue getScalar() const; // a number, true, false, "nan", "inf" or "-inf"
  bool isArray() const;
  /// The names in a required object, sorted.
  std::vector<std::string> getKeys() const;
  void requireObject() const;
  void allowOnly(llvm::ArrayRef<llvm::StringRef> keys) const;
  void fail(const llvm::Twine &what) const;
  void failExpected(const llvm::Twine &expected) const;

private:
  JsonReader &reader;
  const llvm::json::Value *value;
  std::string path;
};

class JsonReader {
public:
  /// `fileName` starts every message.
  explicit JsonReader(llvm::StringRef fileName) : fileName(fileName.str()) {}

  /// The root, absent if `text` is not JSON.
  JsonValue parse(llvm::StringRef text);
  bool failed() const { return !message.empty(); }
  llvm::Error takeError();

private:
  friend class JsonValue;
  void fail(llvm::StringRef path, const llvm::Twine &what);

  std::string fileName, message;
  llvm::json::Value root = nullptr;
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_JSONREADER_H
