//===- Exchange.h - What threads hand over at a meeting point ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The columns of the operations that share a meeting point. An operand is stored where its
// operation was, which may be long before threads wait, and once if several operations take it:
//
//   %c = multiply(%a, %b, %zero)     columns 0, 1 = %a;  2, 3 = %b;  4, 5 = %zero
//   %d = multiply(%a, %e, %c)        columns 8, 9 = %e
//   (suspension)                     multiply(0, 2, 4) to 6, 7;  multiply(0, 8, 6) to 6, 7
//   store %d                         %d = columns 6, 7
//
// An addend that nobody needs afterwards gives its columns to the sum, so a chain of products adds
// up in one place, and no thread reads or writes what is only on its way.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_EXCHANGE_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_EXCHANGE_H

#include "Forms.h"

namespace tritonmetal::executor::jit {

class Exchange {
public:
  /// `calls` are the operations of a meeting point, in their order. Columns before `firstColumn`
  /// belong to others.
  Exchange(ThreadFunction &thread, InterpretedCalls &interpreted,
           llvm::ArrayRef<llvm::CallInst *> calls, uint32_t firstColumn);

  /// Hands over all operands.
  std::vector<Step> store();
  /// Replaces the calls, at the place of the last one, where the others have done their work.
  void load();

  uint32_t getNumColumns() const { return numColumns; }

private:
  Step addStep(llvm::CallInst &call);
  Step::Product addProduct(llvm::CallInst &call);
  uint32_t allocate(unsigned count);
  uint32_t getColumns(llvm::Value *operand, llvm::CallInst &call);
  bool isLastUse(const llvm::Value *addend) const;

  ThreadFunction &thread;
  InterpretedCalls &interpreted;
  llvm::SmallVector<llvm::CallInst *> calls;
  uint32_t numColumns;
  llvm::DenseMap<const llvm::Value *, unsigned> uses;    // by `calls`, as operands of products
  llvm::DenseMap<const llvm::Value *, uint32_t> columns; // of values that have some
  llvm::DenseMap<const llvm::Value *, uint32_t> results; // first column, by call
};

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_EXCHANGE_H
