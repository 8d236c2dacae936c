//===- KernelDescription.h - The interface of one AIR kernel ----*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What LLVM IR cannot say about a kernel: how the host binds each parameter. Whoever makes the LLVM
// function fills it in, `applyConventions` turns it into `!air.kernel`. For
//
//   kernel void scale(device float *x [[buffer(0)]], constant Args &args [[buffer(1)]],
//                     uint tid [[thread_index_in_threadgroup]])
//
// the function is `void @scale(ptr addrspace(1), ptr addrspace(2), i32)` and the description
//
//   KernelDescription kernel;
//   kernel.name = "scale";
//   kernel.arguments = {
//       KernelArgument::deviceBuffer("x", 0, "float", 4, 4, BufferAccess::ReadWrite),
//       KernelArgument::constantBuffer("args", 1, "Args", 8, 4, {{0, 4, 0, "int", "n"}, ...}),
//       KernelArgument::builtIn("tid", "thread_index_in_threadgroup", "uint")};
//
// Whether an argument is unused is read off the function, not stated here.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGET_AIR_KERNELDESCRIPTION_H
#define TRITON_METAL_TARGET_AIR_KERNELDESCRIPTION_H

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tritonmetal::air {

/// What the kernel does to a buffer through one argument. Other arguments may point to the same
/// memory.
enum class BufferAccess { Read, Write, ReadWrite };

/// What a field that is an address in device memory leads to.
struct Pointee {
  bool isThere = false; // the field is an address
  uint32_t size = 0;    // bytes of one element, which is aligned to them
  BufferAccess access = BufferAccess::Read;
};

/// One field of a struct that the host fills; offsets and sizes in bytes. A struct with
/// an address in it is an argument buffer.
struct StructField {
  uint32_t offset = 0;
  uint32_t size = 0;
  uint32_t arrayCount = 0; // 0: not an array
  std::string typeName;    // as MSL spells it
  std::string name;
  Pointee pointee = {};
};

/// One parameter of the kernel.
struct KernelArgument {
  enum class Kind {
    DeviceBuffer,      // ptr addrspace(1), `device T *`
    ConstantBuffer,    // ptr addrspace(2), `constant T &`
    ThreadgroupBuffer, // ptr addrspace(3), `threadgroup T *`, sized by the host
    BuiltIn,           // i16, i32 or a vector of two or three, such as a thread position
  };

  Kind kind = Kind::BuiltIn;
  std::string name;
  std::string typeName;       // "float", "uint3", the name of the struct
  uint32_t locationIndex = 0; // the n of [[buffer(n)]] or [[threadgroup(n)]]
  uint32_t size = 0;          // bytes of one element, or of the struct
  uint32_t alignment = 0;     // bytes, a power of two
  BufferAccess access = BufferAccess::Read;
  std::vector<StructField> fields; // of a ConstantBuffer; may be empty
  std::string builtInName;         // without "air.", e.g. "thread_index_in_threadgroup"

  static KernelArgument deviceBuffer(std::string name, uint32_t location, std::string typeName,
                                     uint32_t size, uint32_t alignment, BufferAccess access) {
    KernelArgument argument;
    argument.kind = Kind::DeviceBuffer;
    argument.name = std::move(name);
    argument.typeName = std::move(typeName);
    argument.locationIndex = location;
    argument.size = size;
    argument.alignment = alignment;
    argument.access = access;
    return argument;
  }

  static KernelArgument constantBuffer(std::string name, uint32_t location, std::string typeName,
                                       uint32_t size, uint32_t alignment,
                                       std::vector<StructField> fields = {}) {
    KernelArgument argument = deviceBuffer(std::move(name), location, std::move(typeName), size,
                                           alignment, BufferAccess::Read);
    argument.kind = Kind::ConstantBuffer;
    argument.fields = std::move(fields);
    return argument;
  }

  static KernelArgument threadgroupBuffer(std::string name, uint32_t location, std::string typeName,
                                          uint32_t size, uint32_t alignment) {
    KernelArgument argument = deviceBuffer(std::move(name), location, std::move(typeName), size,
                                           alignment, BufferAccess::ReadWrite);
    argument.kind = Kind::ThreadgroupBuffer;
    return argument;
  }

  static KernelArgument builtIn(std::string name, std::string builtInName, std::string typeName) {
    KernelArgument argument;
    argument.name = std::move(name);
    argument.builtInName = std::move(builtInName);
    argument.typeName = std::move(typeName);
    return argument;
  }
};

/// A kernel function by name; one argument for each LLVM parameter, in that order.
struct KernelDescription {
  std::string name;
  std::vector<KernelArgument> arguments;
  uint32_t maxTotalThreads = 0; // [[max_total_threads_per_threadgroup(n)]]; 0: not stated
};

} // namespace tritonmetal::air

#endif // TRITON_METAL_TARGET_AIR_KERNELDESCRIPTION_H
