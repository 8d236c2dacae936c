//===- ScalarProgram.h - Expanded arithmetic, executed ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Runs metal-expand-math on one expression and executes what it wrote, on the host, so
// that the tests measure the code that kernels get and not a copy of it.
//
//   ScalarProgram erf({"f32"}, "f32", "math.erf %a : f32");
//   uint64_t bits = erf({bitsOf(0.5f)});
//
// Parameters are %a, %b, %c. Values travel as bit patterns in the low bits of a word.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TEST_UNIT_DIALECT_METAL_SCALARPROGRAM_H
#define TRITON_METAL_TEST_UNIT_DIALECT_METAL_SCALARPROGRAM_H

#include "mlir/IR/Value.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

class ScalarProgram {
public:
  /// `result` is the expression's first result. Aborts the test on IR that does not
  /// parse or that the interpreter does not know.
  ScalarProgram(std::vector<std::string> parameterTypes, std::string resultType,
                std::string expression, unsigned resultNumber = 0);

  uint64_t operator()(std::initializer_list<uint64_t> arguments);

private:
  struct Step;
  using Function = uint64_t (*)(const Step &, uint64_t, uint64_t, uint64_t);
  struct Step {
    Function function;
    unsigned width;       // bits of the first operand
    unsigned resultWidth; // bits of the result
    unsigned predicate;
    unsigned operands[3];
    unsigned result;
  };
  friend struct StepFunctions;

  unsigned numberOf(mlir::Value value);
  void compile(mlir::Operation *op);
  static Function findFunction(mlir::Operation *op);

  llvm::DenseMap<mlir::Value, unsigned> numbers;
  std::vector<Step> steps;
  std::vector<uint64_t> values;
  unsigned result = 0;
};

inline uint64_t bitsOf(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

inline float floatOf(uint64_t word) {
  auto bits = uint32_t(word);
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

#endif // TRITON_METAL_TEST_UNIT_DIALECT_METAL_SCALARPROGRAM_H
