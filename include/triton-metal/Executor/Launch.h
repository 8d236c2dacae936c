//===- Launch.h - A launch that is ready to run ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Description, launch metadata and kernel interface joined: sizes are known, every scalar has
// become bytes, and every binding points to memory. An engine needs nothing else but the kernel.
//
//   description ---.
//   metadata    ----+--> bindLaunch --> Launch --> execute --> Launch::buffers changed
//   interface   ---'
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_LAUNCH_H
#define TRITON_METAL_EXECUTOR_LAUNCH_H

#include "triton-metal/Executor/KernelInterface.h"
#include "triton-metal/Executor/LaunchDescription.h"
#include "triton-metal/Executor/LaunchMetadata.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <cstdint>
#include <vector>

namespace tritonmetal::executor {

/// Bytes of a buffer, between unmapped pages. Allocation may fail: sizes come from the user.
class Storage {
public:
  Storage() = default;
  Storage(Storage &&other) noexcept;
  Storage &operator=(Storage &&other) noexcept;
  ~Storage();

  /// Zeros. Null data if memory is short.
  static Storage zeros(uint64_t size);
  static Storage copyOf(llvm::ArrayRef<uint8_t> bytes);

  bool isValid() const { return bytes != nullptr; }
  uint8_t *data() { return bytes; }
  const uint8_t *data() const { return bytes; }
  uint64_t size() const { return length; }
  /// Without padding.
  llvm::ArrayRef<uint8_t> contents() const { return {bytes, size_t(length - padding)}; }
  /// Adds zeros up to a multiple; kernels may touch them. False if memory is short.
  bool padTo(uint64_t multiple);

private:
  uint8_t *bytes = nullptr;
  uint64_t length = 0;
  uint64_t padding = 0; // bytes of `length` at the end
};

/// A binding in use: `storage` counts in `Launch::storages`.
struct BoundBuffer {
  unsigned binding = 0;
  size_t storage = 0;
  uint64_t offset = 0; // bytes into the storage at which the binding starts
};

/// Eight bytes of a storage that hold the address of another one's.
struct BoundPointer {
  size_t storage = 0;
  uint64_t at = 0; // bytes into `storage`
  size_t pointee = 0;
  uint64_t offset = 0; // bytes into the storage `pointee`
};

struct Launch {
  Size3 threadgroups{1, 1, 1};          // in the grid
  Size3 threadsPerThreadgroup{1, 1, 1}; // of a full threadgroup
  Size3 threadsPerGrid{1, 1, 1};        // edge threadgroups may be smaller than the others
  std::vector<Storage> storages;        // those of the description first, in its order
  std::vector<BoundBuffer> buffers;
  std::vector<ThreadgroupAllocation> threadgroupMemory;
  std::vector<BoundPointer> pointers;
  std::optional<size_t> log; // the storage that prints and asserts go to

  /// The storages that `pointers` point to, each once.
  std::vector<size_t> getPointees() const;
};

/// Reads the buffers' files, relative to `directory`. Errors: what cannot be read, slices past the
/// end of a file, more memory than there is.
llvm::Expected<std::vector<Storage>> readBuffers(const LaunchDescription &description,
                                                 llvm::StringRef directory);

/// Joins the parts; `metadata` may be null. `storages` become those of the launch. Errors: wherever
/// the parts disagree.
llvm::Expected<Launch> bindLaunch(const LaunchDescription &description,
                                  const KernelMetadata *metadata, const KernelInterface &interface,
                                  std::vector<Storage> storages);

/// What an address is, only an engine knows: it puts the launch's pointers in place before a run,
/// as `getAddress(storage, offset)` gives them.
void storePointers(Launch &launch,
                   llvm::function_ref<uint64_t(size_t storage, uint64_t offset)> getAddress);
/// After a run: zeros where `storePointers` left an address and the kernel did not change it, so
/// that outputs do not depend on the engine.
void erasePointers(Launch &launch,
                   llvm::function_ref<uint64_t(size_t storage, uint64_t offset)> getAddress);

/// Converts `value` to the bytes of `type`, an IR spelling such as i32, f16 or f8E5M2. Errors: an
/// unknown type, an integer that does not fit, a fraction for an integer.
llvm::Expected<std::vector<uint8_t>> encodeScalar(const ScalarValue &value, llvm::StringRef type);

/// Writes the outputs, relative to `directory`. A file appears whole or not at all.
llvm::Error writeOutputs(const LaunchDescription &description, const Launch &launch,
                         llvm::StringRef directory);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_LAUNCH_H
