//===- KernelInterface.h - Arguments of a kernel, from AIR metadata ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `!air.kernel` says about a kernel's parameters. Nothing is guessed from names or types:
//
//   define void @vadd(ptr addrspace(1) %a, i32 %i)
//   !air.kernel = !{!0}
//   !0 = !{ptr @vadd, !{}, !{!1, !2}}
//   !1 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read", ...}
//   !2 = !{i32 1, !"air.thread_position_in_grid", ...}
//
// gives a device buffer with binding 0 and the built-in thread_position_in_grid, as one i32.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_KERNELINTERFACE_H
#define TRITON_METAL_EXECUTOR_KERNELINTERFACE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace llvm {
class Function;
class MDNode;
class Module;
} // namespace llvm

namespace tritonmetal::executor {

/// Values that the dispatch supplies, in the order of the table in KernelInterface.cpp.
enum class BuiltIn {
  ThreadPositionInGrid,
  ThreadsPerGrid,
  GridSize,
  GridOrigin,
  ThreadPositionInThreadgroup,
  ThreadsPerThreadgroup,
  DispatchThreadsPerThreadgroup,
  ThreadgroupPositionInGrid,
  ThreadgroupsPerGrid,
  ThreadIndexInThreadgroup,
  SimdgroupIndexInThreadgroup,
  ThreadIndexInSimdgroup,
  ThreadsPerSimdgroup,
  ThreadExecutionWidth,
  SimdgroupsPerThreadgroup,
  DispatchSimdgroupsPerThreadgroup,
  QuadgroupIndexInThreadgroup,
  ThreadIndexInQuadgroup,
  QuadgroupsPerThreadgroup,
};

/// `thread_position_in_grid`
llvm::StringRef getName(BuiltIn builtIn);

enum class AddressSpace { Thread = 0, Device = 1, Constant = 2, Threadgroup = 3 };

struct KernelArgument {
  unsigned parameter = 0; // of the LLVM function
  std::string name;       // as in the source; may be empty
  std::optional<BuiltIn> builtIn;

  // A buffer, if there is no `builtIn`.
  AddressSpace space = AddressSpace::Device;
  unsigned binding = 0; // in the buffer table, or in that of threadgroup memory
  bool readable = true;
  bool writable = false;
  std::optional<uint64_t> size;        // bytes that the kernel relies on ("air.buffer_size")
  std::optional<uint64_t> elementSize; // bytes of what it points to ("air.arg_type_size")

  // An argument that exists only in pipelines where a function constant is true.
  std::string condition; // that constant; empty: always there
  bool isPresent = true;

  bool isBuffer() const { return !builtIn; }
};

struct KernelInterface {
  std::string name;
  std::vector<KernelArgument> arguments; // in the order of the parameters, one for each
  std::optional<unsigned> maxThreadsPerThreadgroup;

  /// The argument in the buffer table at `binding`, or null.
  const KernelArgument *findBuffer(unsigned binding) const;
};

/// The functions that `!air.kernel` lists, in its order. Error: a node that is no kernel.
llvm::Expected<std::vector<llvm::Function *>> listKernels(llvm::Module &module);

/// Reads the node of `kernel`. Errors: malformed nodes, parameters without a node, textures,
/// samplers and other arguments that only graphics needs, types that do not fit.
llvm::Expected<KernelInterface> readKernelInterface(const llvm::Function &kernel);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_KERNELINTERFACE_H
