//===- Expectations.h - Outputs compared with what they should be ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An element is right if it is within the tolerances of the expected one,
//
//   |got - expected| <= atol + rtol * |expected|
//
// if both are NaN, or if both are the same infinity. Without tolerances numbers are equal or not;
// 0 and -0 are.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_EXPECTATIONS_H
#define TRITON_METAL_EXECUTOR_EXPECTATIONS_H

#include "triton-metal/Executor/Elements.h"
#include "triton-metal/Executor/Launch.h"

namespace tritonmetal::executor {

/// The difference between a buffer and its expected contents.
struct Comparison {
  struct Element {
    uint64_t index = 0;
    std::string got, expected; // as text
  };
  uint64_t numElements = 0, numWrong = 0;
  std::vector<Element> first; // a few of those that are wrong
  double largestError = 0;    // absolute, of finite elements that are wrong
};

/// A buffer that is not what it should be.
struct BufferMismatch {
  size_t buffer = 0;
  std::string file; // as written
  std::string type; // of the elements
  Comparison comparison;
};

/// Compares two buffers of the same size, a whole number of elements.
Comparison compareElements(llvm::ArrayRef<uint8_t> got, llvm::ArrayRef<uint8_t> expected,
                           const ElementFormat &format, double rtol, double atol);

/// Parses `BUFFER:FILE[:TYPE[:RTOL[:ATOL]]]` of the command line.
llvm::Expected<Expectation> parseExpectation(llvm::StringRef text);

/// Checks all of `expectations` after a launch, and adds what is wrong to `mismatches`. Files are
/// relative to `directory`. Element types that are left open are those of the metadata, which may
/// be null, else bytes. Errors: files that cannot be read or have another size than the buffer,
/// buffers that the launch lacks, unknown types.
llvm::Error checkExpectations(llvm::ArrayRef<Expectation> expectations,
                              const LaunchDescription &description, const KernelMetadata *metadata,
                              const Launch &launch, llvm::StringRef directory,
                              std::vector<BufferMismatch> &mismatches);

/// Says how many elements are wrong and shows the first ones, a line each, without a newline at the
/// end.
std::string formatMismatch(const BufferMismatch &mismatch);

/// The type of the elements of a buffer by the metadata of the argument that it is bound to; empty
/// if that is unknown.
std::string findElementType(size_t buffer, const LaunchDescription &description,
                            const KernelMetadata *metadata);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_EXPECTATIONS_H
