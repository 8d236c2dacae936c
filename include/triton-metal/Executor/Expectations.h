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
  struct Mismatch {
    uint64_t index = 0;
    ScalarValue got, expected;
  };
  uint64_t numElements = 0, numWrong = 0;
  std::vector<Mismatch> first; // a few of those that are wrong
  double largestError = 0;     // absolute, of finite elements that are wrong
};

/// Compares two buffers of the same size, a whole number of elements.
Comparison compareElements(llvm::ArrayRef<uint8_t> got, llvm::ArrayRef<uint8_t> expected,
                           const ElementFormat &format, double rtol, double atol);

/// Parses `BUFFER:FILE[:TYPE[:RTOL[:ATOL]]]` of the command line.
llvm::Expected<Expectation> parseExpectation(llvm::StringRef text);

/// Checks all of `expectations` after a launch; files are relative to `directory`. Element types
/// that they leave open are those of the metadata, which may be null, else bytes. Prints each
/// buffer that is wrong, with the first wrong elements. Returns how many are. Errors: files that
/// cannot be read or have another size than the buffer, buffers that the launch lacks, unknown
/// types.
llvm::Expected<unsigned> checkExpectations(llvm::ArrayRef<Expectation> expectations,
                                           const LaunchDescription &description,
                                           const KernelMetadata *metadata, const Launch &launch,
                                           llvm::StringRef directory, llvm::raw_ostream &os);

/// The type of the elements of a buffer by the metadata of the argument that it is bound to; empty
/// if that is unknown.
std::string findElementType(size_t buffer, const LaunchDescription &description,
                            const KernelMetadata *metadata);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_EXPECTATIONS_H
