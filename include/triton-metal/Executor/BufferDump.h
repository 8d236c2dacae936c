//===- BufferDump.h - Buffers for people to read ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_BUFFERDUMP_H
#define TRITON_METAL_EXECUTOR_BUFFERDUMP_H

#include "triton-metal/Executor/Launch.h"

namespace llvm {
class raw_ostream;
}

namespace tritonmetal::executor {

/// One --dump: what a buffer holds after the launch, also after a fault.
struct BufferDump {
  size_t buffer = 0;
  std::string type; // of the elements of a text; empty: as the metadata says, else bytes
  std::string file; // empty: standard output, as text. A name in .txt: text. Any other: the bytes.
};

/// Parses `BUFFER[,TYPE][:FILE]`. Errors: no number, an unknown type.
llvm::Expected<BufferDump> parseBufferDump(llvm::StringRef text);

/// Prints or writes one buffer. Errors: a buffer that the launch lacks, files that cannot be
/// written.
llvm::Error dumpBuffer(const BufferDump &dump, const LaunchDescription &description,
                       const KernelMetadata *metadata, const Launch &launch,
                       llvm::raw_ostream &out);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_BUFFERDUMP_H
