//===- ParserMessages.h - What the parser means -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// MLIR's parser speaks to people who write compilers, and knows nothing of Triton versions.
// What it says of unknown names is said here in other words:
//
//   custom op 'tt.unspalt' is unknown (tried 'builtin.tt.unspalt' as well)
//   ->  unknown op 'tt.unspalt'; did you mean 'tt.unsplat' (Triton 3.5 and newer)?
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_READER_PARSERMESSAGES_H
#define TRITON_METAL_LIB_READER_PARSERMESSAGES_H

#include "mlir/IR/MLIRContext.h"

#include <optional>
#include <string>

namespace tritonmetal {

/// An error of the parser in plain words. `offset` is its place in `text`, the file as it
/// was read, and is moved to the name that the message is about. Nothing if the parser's
/// words are good as they are.
std::optional<std::string> rewordParserMessage(mlir::MLIRContext &context, llvm::StringRef message,
                                               llvm::StringRef text, size_t &offset);

/// The first name in `text` that only versions have which are not read; what to say of it.
struct VersionRemark {
  size_t offset;
  std::string message;
};
std::optional<VersionRemark> findVersionRemark(llvm::StringRef text);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_READER_PARSERMESSAGES_H
