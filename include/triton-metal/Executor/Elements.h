//===- Elements.h - Numbers in buffers ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads and prints the elements of a buffer as numbers of a type that has a name in launch files:
// i1, i8 to i64 and u8 to u64, f16, bf16, f32, f64, f8E5M2, f8E4M3FN, f8E5M2FNUZ, f8E4M3FNUZ.
// Little endian, as all of Apple's hardware.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_ELEMENTS_H
#define TRITON_METAL_EXECUTOR_ELEMENTS_H

#include "triton-metal/Executor/LaunchDescription.h"
#include "llvm/ADT/ArrayRef.h"

#include <optional>

namespace llvm {
class raw_ostream;
}

namespace tritonmetal::executor {

class ElementFormat {
public:
  /// Nothing if there is no type of that name.
  static std::optional<ElementFormat> get(llvm::StringRef name);
  /// The names, for messages.
  static std::string listNames();

  llvm::StringRef getName() const { return name; }
  unsigned getNumBytes() const { return numBytes; }
  bool isFloat() const { return kind == Kind::Float; }

  /// `bytes` holds one element.
  ScalarValue decode(const uint8_t *bytes) const;

private:
  enum class Kind { Signed, Unsigned, Float };
  ElementFormat(llvm::StringRef name, Kind kind, unsigned numBytes)
      : name(name), kind(kind), numBytes(numBytes) {}

  friend struct ElementFormatRow;
  llvm::StringRef name;
  Kind kind;
  unsigned numBytes;
};

/// The shortest text that reads back as the same number of the format.
std::string printElement(const ScalarValue &value, const ElementFormat &format);

/// Prints a buffer as lines of eight elements, each line with the index of its first:
///
///   [8] 1 0.5 -2 nan 0 0 0 1e+10
///
/// Bytes that are no whole element come last, in hexadecimal.
void printElements(llvm::ArrayRef<uint8_t> bytes, const ElementFormat &format,
                   llvm::raw_ostream &os);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_ELEMENTS_H
