//===- KernelRunner.h - One op on arrays of numbers -------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Compiles a kernel around one elementwise op, and runs it on the CPU executor:
//
//   run("%r = math.erf %a0 : tensor<1024xf32>", {{"f32", words}}, "f32")
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TEST_UNIT_NUMERICS_KERNELRUNNER_H
#define TRITON_METAL_TEST_UNIT_NUMERICS_KERNELRUNNER_H

#include <cstdint>
#include <string>
#include <vector>

namespace tritonmetal::test {

/// Elements as bit patterns, of a type of the IR.
struct Column {
  std::string type; // f32, i32, i64, bf16, f8E4M3FN …
  std::vector<uint64_t> bits;
};

/// `body` defines %r from %a0, %a1 …, tensors of 1024 elements. Gives %r for every element of the
/// columns, which are equally long. Empty, with a test failure, if anything fails.
std::vector<uint64_t> run(const std::string &body, const std::vector<Column> &operands,
                          const std::string &resultType);

/// The body of a call of a device library's function on such operands.
std::string callExtern(const std::string &symbol, const std::vector<Column> &operands,
                       const std::string &resultType);

unsigned getByteWidth(const std::string &type);

} // namespace tritonmetal::test

#endif // TRITON_METAL_TEST_UNIT_NUMERICS_KERNELRUNNER_H
