//===- DeviceLog.h - What kernels print and assert ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A kernel with prints or asserts takes one more buffer, which the host allocates and reads
// afterwards. It has 32-bit words: a header {words there are, first free word, records dropped,
// first failed assert + 1}, then records of nine words {site, program x y z, thread, element,
// operand, low word, high word}. The launch metadata says which site is which:
//
//   "log": {"binding": 2, "record_words": 9, "sites": [
//     {"kind": "print", "text": " x: ", "hex": false, "source": {"file": "k.py", "line": 7},
//      "operands": [{"type": "f32", "signed": true, "shape": [64]}]}]}
//
// and a record of site 0 becomes a line as CUDA prints it for Triton:
//
//   pid (0, 0, 0) idx (3) x: 1.500000
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_DEVICELOG_H
#define TRITON_METAL_EXECUTOR_DEVICELOG_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tritonmetal::executor {

/// A value that a site logs.
struct LogOperand {
  std::string type; // IR spelling
  bool isSigned = false;
  std::vector<uint64_t> shape; // empty: a scalar
};

struct LogSite {
  bool isAssert = false;
  std::string text; // a print's prefix, an assert's message
  bool isHex = false;
  std::vector<LogOperand> operands;
  std::string file; // empty: unknown
  uint64_t line = 0;
};

struct LogInterface {
  unsigned binding = 0;
  std::vector<LogSite> sites;
};

/// Bytes of a log that hold some 100,000 records, with the header that a kernel expects.
std::vector<uint8_t> makeLog();

/// Prints the records, program by program, as CUDA prints them; failed asserts, and records that
/// were dropped or make no sense, to `err`. False if an assert has failed.
bool printLog(const LogInterface &interface, llvm::ArrayRef<uint8_t> log, llvm::raw_ostream &out,
              llvm::raw_ostream &err);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_DEVICELOG_H
