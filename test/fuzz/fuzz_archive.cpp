//===- fuzz_archive.cpp - Archives that nobody's tools wrote ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The container's reader, both ways, and what describes it. Modules are looked at if their hash is
// right: what a broken one does to LLVM's reader is not asked here.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Metallib/Inspect.h"
#include "triton-metal/Metallib/Reader.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace tritonmetal;

static void listAll(MemoryBufferRef file) {
  Expected<std::vector<metallib::FunctionView>> functions = metallib::listFunctions(file);
  if (!functions)
    return consumeError(functions.takeError());
  for (const metallib::FunctionView &function : *functions) {
    Expected<ArrayRef<uint8_t>> bitcode = function.readBitcode();
    if (!bitcode)
      consumeError(bitcode.takeError());
  }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  MemoryBufferRef file(StringRef(reinterpret_cast<const char *>(data), size), "fuzz.metallib");
  listAll(file);
  for (auto format : {metallib::InspectFormat::Text, metallib::InspectFormat::JSON}) {
    std::string text;
    raw_string_ostream os(text);
    consumeError(metallib::inspect(file, format, os));
  }
  return 0;
}
