//===- TagGroups.h - Groups of tags to model and back -----------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reading is done in two steps: bytes to a list of tags, then tag by tag to fields of the model,
// where a decoded tag loses its payload and keeps its place in the list. What these functions do
// not resolve is the offsets inside a function record: they need the other sections.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_METALLIB_TAGGROUPS_H
#define TRITON_METAL_LIB_METALLIB_TAGGROUPS_H

#include "ByteCursor.h"
#include "triton-metal/Metallib/Library.h"

namespace tritonmetal::metallib {

/// A function record with its references still as offsets.
struct FunctionRecord {
  Function function;
  uint64_t publicMetadata = 0;
  uint64_t privateMetadata = 0;
  uint64_t module = 0;
  std::optional<uint64_t> moduleSize;
  std::optional<uint64_t> source;
  std::optional<uint64_t> reflection;
};

/// Tags up to and with ENDT, which is not in the result. `what` names the group.
llvm::Expected<RawGroup> readTags(ByteCursor &cursor, const llvm::Twine &what);

/// The same behind a 32-bit size that counts itself. The tags must fill the group.
llvm::Expected<RawGroup> readSizedGroup(ByteCursor &cursor, const llvm::Twine &what);

llvm::Expected<FunctionRecord> decodeFunction(RawGroup tags, const llvm::Twine &what);
llvm::Expected<PublicMetadata> decodePublicMetadata(RawGroup tags, const llvm::Twine &what);
llvm::Expected<PrivateMetadata> decodePrivateMetadata(RawGroup tags, const llvm::Twine &what);
llvm::Expected<SourceArchive> decodeSourceArchive(RawGroup tags, const llvm::Twine &what);

/// Error if `tags` has one of these ids twice.
llvm::Error checkUnique(llvm::ArrayRef<Tag> tags, llvm::ArrayRef<FourCC> ids,
                        const llvm::Twine &what);

} // namespace tritonmetal::metallib

#endif // TRITON_METAL_LIB_METALLIB_TAGGROUPS_H
