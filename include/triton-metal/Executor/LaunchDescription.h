//===- LaunchDescription.h - What a launch file says ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The decoded form of a launch file, before it meets a kernel:
//
//   {"kernel": "add_k", "grid": [4, 1, 1],
//    "buffers": [{"file": "in.bin", "offset": 0, "size": 4000}, {"size": 4000}],
//    "args": [{"buffer": 0, "offset": 0}, {"buffer": 1}, {"value": 1000}],
//    "outputs": [{"buffer": 1, "file": "out.bin"}],
//    "expect": [{"buffer": 1, "file": "good.bin", "type": "f32", "rtol": 1e-5, "atol": 1e-6}]}
//
// A buffer without a file starts as zeros. `args` follow the order of the `tt.func` parameters and
// need launch metadata; kernels without it are launched through raw bindings:
//
//   {"bindings": [{"index": 0, "buffer": 0, "offset": 0}, {"index": 3, "bytes": "0d030000"}],
//    "threadgroup_memory": [{"index": 0, "bytes": 4096}], "threads_per_threadgroup": [128, 1, 1]}
//
// `grid` counts threadgroups; `threads_per_grid` may stand in its place. Argument buffers hold
// pointers, function constants choose a variant of the kernel; docs/triton-metal-run.md has both:
//
//   {"buffers": [{"size": 16, "pointers": [{"at": 0, "buffer": 1, "offset": 64}]}, ...],
//    "constants": {"align_m": true, "scale": 0.5, "tile": [8, 8]}}
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_LAUNCHDESCRIPTION_H
#define TRITON_METAL_EXECUTOR_LAUNCHDESCRIPTION_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tritonmetal::executor {

/// x, y, z.
using Size3 = std::array<uint32_t, 3>;

/// A number of a launch file, kept as exactly as JSON allows.
struct ScalarValue {
  enum class Kind { Signed, Unsigned, Float } kind = Kind::Signed;
  int64_t signedValue = 0;    // Signed
  uint64_t unsignedValue = 0; // Unsigned: above the signed range
  double floatValue = 0;      // Float: also NaN and infinities
};

/// Eight bytes of a buffer that are the address of a place in another one.
struct PointerField {
  uint64_t at = 0; // bytes into the buffer that holds the address
  size_t buffer = 0;
  uint64_t offset = 0; // bytes into the buffer that it points to
};

struct BufferSource {
  std::optional<std::string> file; // as written
  uint64_t offset = 0;             // in the file
  std::optional<uint64_t> size;    // absent: to the end of the file
  std::vector<PointerField> pointers;
};

struct LaunchArgument {
  enum class Kind { Buffer, Scalar, Descriptor } kind = Kind::Scalar;
  size_t buffer = 0;                   // Buffer, Descriptor
  uint64_t offset = 0;                 // bytes into the buffer
  ScalarValue value;                   // Scalar
  std::vector<int64_t> shape, strides; // Descriptor
  bool padsWithNaN = false;            // Descriptor
};

/// A slot of the buffer table: a buffer, or bytes of its own.
struct RawBinding {
  unsigned index = 0;
  std::optional<size_t> buffer;
  uint64_t offset = 0;
  std::vector<uint8_t> bytes;
  std::vector<PointerField> pointers; // in `bytes`
};

/// A value for a function constant: a number, or one for each element of a vector.
struct FunctionConstantValue {
  std::string name;
  std::vector<ScalarValue> values;
};

struct ThreadgroupAllocation {
  unsigned index = 0;
  uint64_t bytes = 0;
};

struct LaunchOutput {
  size_t buffer = 0;
  std::string file; // as written
};

/// What a buffer should hold after the launch.
struct Expectation {
  size_t buffer = 0;
  std::string file;               // as written
  std::optional<uint64_t> offset; // in the file, which may hold more than this
  std::string type;               // of the elements; empty: as the metadata says, else bytes
  double rtol = 0, atol = 0;
};

struct LaunchDescription {
  std::string kernel; // empty: the only one of the archive
  std::optional<Size3> grid, threadsPerGrid, threadsPerThreadgroup;
  std::vector<BufferSource> buffers;
  std::optional<std::vector<LaunchArgument>> arguments; // absent: `bindings` count
  std::vector<RawBinding> bindings;
  std::vector<ThreadgroupAllocation> threadgroupMemory;
  std::vector<LaunchOutput> outputs;
  std::vector<FunctionConstantValue> constants;
  std::vector<Expectation> expectations;
};

/// Parses a launch file. `name` is what messages call it. Errors: text that is not JSON, unknown
/// or missing fields, values of the wrong type or out of range, indices without a buffer.
llvm::Expected<LaunchDescription> parseLaunchDescription(llvm::StringRef text,
                                                         llvm::StringRef name);

/// Parses `NAME=VALUE` or `NAME=VALUE,VALUE,...`, where a value is a number, `true`, `false`,
/// `nan`, `inf` or `-inf`. Error: anything else.
llvm::Expected<FunctionConstantValue> parseFunctionConstant(llvm::StringRef text);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_LAUNCHDESCRIPTION_H
