//===- Machine.h - One program while it runs --------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The machine walks the IR and keeps the value of each SSA name. What an op does
// is a handler, found by the op's name; families of ops register theirs:
//
//   Arithmetic.cpp  arith          Shape.cpp    splat, reshape, trans, gather, ...
//   Math.cpp        math, clampf   Access.cpp   load, store, atomics
//   Casts.cpp       conversions    Views.cpp    block pointers, descriptors
//   Control.cpp     scf, cf, call  Combine.cpp  reduce, scan, map_elementwise
//   Dot.cpp         dot, dot_scaled
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EVALUATOR_MACHINE_H
#define TRITON_METAL_LIB_EVALUATOR_MACHINE_H

#include "DeviceMemory.h"
#include "Tensor.h"

#include "triton-metal/Evaluator/Evaluator.h"

#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

namespace tritonmetal::evaluator {

class Machine;
using Handler = mlir::LogicalResult (*)(Machine &machine, mlir::Operation *op);
using HandlerTable = llvm::StringMap<Handler>;

void addArithmetic(HandlerTable &table);
void addCasts(HandlerTable &table);
void addMath(HandlerTable &table);
void addExterns(HandlerTable &table);
void addInlineAssembly(HandlerTable &table);
void addShapes(HandlerTable &table);
void addAccesses(HandlerTable &table);
void addAtomics(HandlerTable &table);
void addViews(HandlerTable &table);
void addCombines(HandlerTable &table);
void addDots(HandlerTable &table);
void addControl(HandlerTable &table);
void addDebug(HandlerTable &table);

class Machine {
public:
  Machine(DeviceMemory &memory, const EvaluatorOptions &options, EvaluationResult &result);

  /// Runs `function` as one program of the grid.
  mlir::LogicalResult runProgram(mlir::Operation *function, llvm::ArrayRef<RuntimeValue> arguments,
                                 executor::Size3 program, executor::Size3 grid);

  //===--- for handlers ----------------------------------------------------===//

  const RuntimeValue &getValue(mlir::Value value) const { return values.find(value)->second; }
  const Tensor &get(mlir::Value value) const { return *getValue(value).tensor; }
  const Tensor &operand(mlir::Operation *op, unsigned i) const { return get(op->getOperand(i)); }
  void set(mlir::Value value, RuntimeValue result) { values[value] = std::move(result); }

  /// Records the fault of `op`; always fails.
  mlir::LogicalResult fail(mlir::Operation *op, const llvm::Twine &message);
  /// Counts an undefined result; `what` is a literal.
  void warn(const char *what, uint64_t count = 1) { result.warnings[what] += count; }

  /// Runs from the first block of `region` to its terminator, whose operands become `results`.
  mlir::LogicalResult runRegion(mlir::Region &region, llvm::ArrayRef<RuntimeValue> arguments,
                                llvm::SmallVectorImpl<RuntimeValue> &results);
  /// Runs a function that is called.
  mlir::LogicalResult call(mlir::Operation *site, mlir::Operation *function,
                           llvm::ArrayRef<RuntimeValue> arguments,
                           llvm::SmallVectorImpl<RuntimeValue> &results);
  /// The element-wise regions of a diverging `scf.if` may have no effects.
  bool isInBatch() const { return batchDepth > 0; }
  struct BatchScope {
    explicit BatchScope(Machine &machine) : machine(machine) { ++machine.batchDepth; }
    ~BatchScope() { --machine.batchDepth; }
    Machine &machine;
  };

  DeviceMemory &memory;
  const EvaluatorOptions &options;
  EvaluationResult &result;
  executor::Size3 program{}, grid{};

private:
  mlir::LogicalResult runOp(mlir::Operation *op);
  mlir::LogicalResult runBlock(mlir::Block *block, mlir::Block *&next,
                               llvm::SmallVectorImpl<RuntimeValue> &results);
  void bind(mlir::Block *block, llvm::ArrayRef<RuntimeValue> arguments);
  Handler findHandler(mlir::Operation *op);

  HandlerTable table;
  llvm::DenseMap<const void *, Handler> handlers; // by the op's name
  llvm::DenseMap<mlir::Value, RuntimeValue> values;
  llvm::SmallVector<mlir::Operation *> calls; // functions that run
  unsigned batchDepth = 0;
  uint64_t steps = 0;
};

} // namespace tritonmetal::evaluator

#endif // TRITON_METAL_LIB_EVALUATOR_MACHINE_H
