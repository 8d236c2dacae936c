//===- fuzz_air.cpp - Kernels that nobody's compiler made ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// AIR as LLVM assembly: what LLVM takes for a module is loaded, decoded and run by the interpreter
// with all checks, a few thousand instructions at most. Bitcode is left out: LLVM's reader of it
// does not promise to survive everything.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Executor.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace tritonmetal::executor;

static constexpr uint64_t bufferBytes = 256;

/// A launch that gives every buffer of the kernel something.
static Expected<Launch> makeLaunch(const KernelInterface &interface) {
  LaunchDescription description;
  description.grid = Size3{2, 1, 1};
  description.threadsPerThreadgroup = Size3{64, 1, 1};
  std::vector<Storage> storages;
  for (const KernelArgument &argument : interface.arguments) {
    if (!argument.isBuffer())
      continue;
    if (argument.space == AddressSpace::Threadgroup) {
      description.threadgroupMemory.push_back({argument.binding, bufferBytes});
      continue;
    }
    RawBinding binding;
    binding.index = argument.binding;
    binding.buffer = storages.size();
    description.bindings.push_back(binding);
    description.buffers.emplace_back();
    description.buffers.back().size = bufferBytes;
    storages.push_back(Storage::zeros(bufferBytes));
  }
  return bindLaunch(description, nullptr, interface, std::move(storages));
}

static Error run(StringRef text) {
  // The parser wants a null character behind the text.
  std::unique_ptr<MemoryBuffer> file = MemoryBuffer::getMemBufferCopy(text, "fuzz.ll");
  Expected<LoadedKernel> kernel = loadKernel(*file, "");
  if (!kernel)
    return kernel.takeError();
  Expected<Launch> launch = makeLaunch(kernel->interface);
  if (!launch)
    return launch.takeError();
  ExecutionOptions options;
  options.checks = cantFail(parseChecks("all"));
  options.maxSteps = 2000;
  options.profile = true;
  Expected<std::unique_ptr<Executable>> executable = makeExecutable(*kernel, *launch, options);
  if (!executable)
    return executable.takeError();
  Expected<RunResult> result = (*executable)->run(*launch);
  if (!result)
    return result.takeError();
  if (result->fault)
    formatFault(*result->fault);
  return Error::success();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  StringRef text(reinterpret_cast<const char *>(data), size);
  if (!text.starts_with("BC") && !text.starts_with("\xde\xc0\x17\x0b") && !text.starts_with("MTLB"))
    consumeError(run(text));
  return 0;
}
