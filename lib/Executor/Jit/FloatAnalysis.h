//===- FloatAnalysis.h - Which bits of floats matter ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Flushing denormals and replacing NaNs costs a few instructions each. Two questions spare most of
// them:
//
//   %x = load float               may be a denormal
//   %s = fadd float %acc, %y      is none: its lowering flushes it
//   %p = phi float [%s], [0.0]    is none
//
//   %d = fsub float %s, %m        its NaN's bits do not matter: only arithmetic uses it
//   %e = fmul float %d, %d        they matter: stored
//   store float %e
//
// Instructions that only pass values on (phi, select, shufflevector, fneg ...) are looked through.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_FLOATANALYSIS_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_FLOATANALYSIS_H

#include "ThreadFunction.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

namespace tritonmetal::executor::jit {

class FloatAnalysis {
public:
  explicit FloatAnalysis(const ThreadFunction &thread);

  /// Float values that are no denormals once arithmetic is lowered.
  llvm::DenseSet<const llvm::Value *> flushed;

  /// Whether something sees the bits of a NaN that `inst` makes.
  bool isObserved(const llvm::Instruction &inst) const { return observed.contains(&inst); }

private:
  void findFlushed();
  void findObserved();
  bool isFlushed(const llvm::Value *value) const;
  bool makesFlushed(const llvm::Instruction &inst) const;
  bool observes(const llvm::Use &use) const;

  const ThreadFunction &thread;
  llvm::DenseSet<const llvm::Value *> observed;
};

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_FLOATANALYSIS_H
