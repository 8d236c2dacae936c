//===- ByteCursor.h - Checked reading of little-endian bytes ----*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A position in a range of bytes that cannot leave it. `start` is where the range begins in the
// file, so that messages can name the byte.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_METALLIB_BYTECURSOR_H
#define TRITON_METAL_LIB_METALLIB_BYTECURSOR_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/Error.h"

namespace tritonmetal::metallib {

inline llvm::Error makeError(const llvm::Twine &message) {
  return llvm::make_error<llvm::StringError>(message, llvm::inconvertibleErrorCode());
}

/// `1 byte`, `2 bytes`
inline std::string countBytes(uint64_t count) {
  return std::to_string(count) + (count == 1 ? " byte" : " bytes");
}

class ByteCursor {
public:
  ByteCursor(llvm::ArrayRef<uint8_t> bytes, uint64_t start) : bytes(bytes), start(start) {}

  bool empty() const { return bytes.empty(); }
  size_t left() const { return bytes.size(); }
  /// Where the next byte is in the file.
  uint64_t position() const { return start; }

  llvm::Expected<llvm::ArrayRef<uint8_t>> take(uint64_t count, const llvm::Twine &what) {
    if (count > bytes.size())
      return makeError(what + " needs " + countBytes(count) + " at byte " + llvm::Twine(start) +
                       ", where only " + llvm::Twine(bytes.size()) +
                       (bytes.size() == 1 ? " is left" : " are left"));
    llvm::ArrayRef<uint8_t> taken = bytes.take_front(count);
    bytes = bytes.drop_front(count);
    start += count;
    return taken;
  }

  template <typename T>
  llvm::Expected<T> number(const llvm::Twine &what) {
    llvm::Expected<llvm::ArrayRef<uint8_t>> taken = take(sizeof(T), what);
    if (!taken)
      return taken.takeError();
    return llvm::support::endian::read<T, llvm::endianness::little>(taken->data());
  }

  /// A string up to its zero byte, which is skipped.
  llvm::Expected<llvm::StringRef> string(const llvm::Twine &what) {
    llvm::StringRef text = llvm::toStringRef(bytes);
    size_t length = text.find('\0');
    if (length == llvm::StringRef::npos)
      return makeError(what + " at byte " + llvm::Twine(start) + " has no zero byte at its end");
    bytes = bytes.drop_front(length + 1);
    start += length + 1;
    return text.take_front(length);
  }

  /// A cursor over the next `count` bytes, which this one skips.
  llvm::Expected<ByteCursor> sub(uint64_t count, const llvm::Twine &what) {
    uint64_t begin = start;
    llvm::Expected<llvm::ArrayRef<uint8_t>> taken = take(count, what);
    if (!taken)
      return taken.takeError();
    return ByteCursor(*taken, begin);
  }

  /// Error if something is left.
  llvm::Error finish(const llvm::Twine &what) const {
    if (bytes.empty())
      return llvm::Error::success();
    return makeError(what + " is followed by " + countBytes(bytes.size()) +
                     " that nothing accounts for, at byte " + llvm::Twine(start));
  }

private:
  llvm::ArrayRef<uint8_t> bytes;
  uint64_t start;
};

} // namespace tritonmetal::metallib

#endif // TRITON_METAL_LIB_METALLIB_BYTECURSOR_H
