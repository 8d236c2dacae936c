//===- TestPasses.h - Passes that only tests run ----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TEST_LIB_ANALYSIS_TESTPASSES_H
#define TRITON_METAL_TEST_LIB_ANALYSIS_TESTPASSES_H

namespace tritonmetal::test {

void registerTestAxisInfo();
void registerTestIntegerRanges();

} // namespace tritonmetal::test

#endif // TRITON_METAL_TEST_LIB_ANALYSIS_TESTPASSES_H
