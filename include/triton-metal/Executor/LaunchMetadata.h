//===- LaunchMetadata.h - What the compiler says about a kernel's arguments ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of our compiler's launch metadata that a launch needs: which `tt.func` parameter travels
// in which binding. What the kernel does with a binding is never taken from here but from its AIR
// metadata; `bindLaunch` compares the two.
//
//   {"schema_version": 1, "kernels": [{"name": "add_k", "symbol": "add_k",
//     "threads_per_threadgroup": 128, "arguments": [
//       {"name": "x", "kind": "pointer", "element_type": "f32", "binding": 0, "access": "read"},
//       {"name": "n", "kind": "scalar", "element_type": "i32", "binding": 1, "offset": 0, "size":
//       4}],
//     "scalar_struct": {"binding": 1, "size": 4, "alignment": 4}}]}
//
// Fields that a launch does not need are ignored.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_LAUNCHMETADATA_H
#define TRITON_METAL_EXECUTOR_LAUNCHMETADATA_H

#include "triton-metal/Executor/DeviceLog.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tritonmetal::executor {

struct MetadataArgument {
  enum class Kind { Pointer, Scalar, Descriptor } kind = Kind::Pointer;
  std::string name;
  std::string elementType; // IR spelling: i32, bf16, f8E5M2
  unsigned binding = 0;
  std::string access;           // Pointer: read, write, read_write; may be empty
  uint64_t offset = 0;          // Scalar: in the binding
  std::optional<uint64_t> size; // Scalar
  uint64_t sizeMultiple = 1;    // Pointer: of which the buffer's size must be a multiple
  bool isIndirect = false;      // Pointer: an address at `offset` in the binding
  // Descriptor, which is a Pointer as well: scalars of their own.
  std::vector<MetadataArgument> shape, strides;
  std::vector<MetadataArgument> padding; // one if elements outside may be NaN
};

/// Two arguments whose buffers must not overlap.
struct DisjointPair {
  std::string first, second;
};

struct KernelMetadata {
  std::string name;   // of the tt.func
  std::string symbol; // in the archive
  unsigned threadsPerThreadgroup = 0;
  std::vector<MetadataArgument> arguments;
  struct ScalarStruct {
    unsigned binding = 0;
    uint64_t size = 0;
  };
  std::optional<ScalarStruct> scalarStruct;
  std::optional<LogInterface> log; // if the kernel prints or asserts
  std::vector<DisjointPair> mustNotOverlap;
  bool overlapMattersForSource = true; // only there; false: for the archive as well
};

/// Parses metadata and finds the kernel with the symbol or name `kernel`. `name` is what messages
/// call the file. Errors: text that is not JSON, another schema version, missing fields, values
/// out of range, no such kernel.
llvm::Expected<KernelMetadata> parseKernelMetadata(llvm::StringRef text, llvm::StringRef kernel,
                                                   llvm::StringRef name);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_LAUNCHMETADATA_H
