//===- fuzz_launch.cpp - Launch files, metadata, options with a grammar ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All text that people write for a run. A launch that can be read is bound to the kernel below,
// whose arguments are of each kind; files are not opened.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/BufferDump.h"
#include "triton-metal/Executor/Expectations.h"
#include "triton-metal/Executor/KernelArchive.h"
#include "triton-metal/Executor/Launch.h"
#include "triton-metal/Executor/Profile.h"

#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace tritonmetal::executor;

static constexpr char kernelText[] = R"(
define void @add_k(ptr addrspace(1) %a, ptr addrspace(2) %n, ptr addrspace(3) %tile, i32 %i) {
  ret void
}
!air.kernel = !{!0}
!0 = !{ptr @add_k, !{}, !{!1, !2, !3, !4}}
!1 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1}
!2 = !{i32 1, !"air.buffer", !"air.buffer_size", i32 8, !"air.location_index", i32 1, i32 1, !"air.read", !"air.address_space", i32 2}
!3 = !{i32 2, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 3}
!4 = !{i32 3, !"air.thread_position_in_grid"}
)";

static constexpr char metadataText[] = R"({"schema_version": 1, "kernels": [{"name": "add_k",
  "symbol": "add_k", "threads_per_threadgroup": 64, "arguments": [
    {"name": "a", "kind": "pointer", "element_type": "f32", "binding": 0, "access": "read_write"},
    {"name": "n", "kind": "scalar", "element_type": "i32", "binding": 1, "offset": 4, "size": 4}],
  "scalar_struct": {"binding": 1, "size": 8}}]})";

template <typename T>
static void drop(Expected<T> value) {
  if (!value)
    consumeError(value.takeError());
}

static void bind(const LaunchDescription &description) {
  static const LoadedKernel &kernel =
      *new LoadedKernel(cantFail(loadKernel(MemoryBufferRef(kernelText, "kernel.ll"), "add_k")));
  static const KernelMetadata metadata =
      cantFail(parseKernelMetadata(metadataText, "add_k", "kernel.json"));
  for (const KernelMetadata *facts : {&metadata, static_cast<const KernelMetadata *>(nullptr)}) {
    std::vector<Storage> storages;
    for (const BufferSource &buffer : description.buffers)
      storages.push_back(Storage::zeros(std::min<uint64_t>(buffer.size.value_or(64), 4096)));
    drop(bindLaunch(description, facts, kernel.interface, std::move(storages)));
  }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  StringRef text(reinterpret_cast<const char *>(data), size);
  Expected<LaunchDescription> description = parseLaunchDescription(text, "launch.json");
  if (description && description->buffers.size() < 64)
    bind(*description);
  else if (!description)
    consumeError(description.takeError());
  drop(parseKernelMetadata(text, "add_k", "kernel.json"));
  consumeError(compareProfiles(text, "a.json", text, "b.json", nulls()));
  drop(parseFunctionConstant(text));
  drop(parseExpectation(text));
  drop(parseBufferDump(text));
  return 0;
}
