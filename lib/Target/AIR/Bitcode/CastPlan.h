//===- CastPlan.h - Where pointer views are made ----------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The instruction stream of one function as it is written: the instructions of the module, in
// order, and the bitcasts that PointerTyping makes necessary, each right before the first use in
// its block and shared by the later ones. What a phi needs is cast at the end of the incoming
// block.
//
//   load float, ptr %p          ->  step 0: cast %p to float*    step 1: load
//   store float %v, ptr %p      ->  step 2: store (uses step 0)
//
// Constants need no cast here: they are written in the type of the use (ConstantTable).
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_BITCODE_CASTPLAN_H
#define TRITON_METAL_LIB_TARGET_AIR_BITCODE_CASTPLAN_H

#include "PointerTyping.h"

#include <optional>
#include <vector>

namespace llvm {
class BasicBlock;
} // namespace llvm

namespace tritonmetal::air {

struct Step {
  const llvm::Instruction *inst; // null for a cast
  const llvm::Value *source;     // the pointer that is cast
  TypeId type;                   // the type it is cast to
};

class CastPlan {
public:
  CastPlan(const llvm::Function &function, const PointerTyping &typing);

  const std::vector<Step> &steps() const { return stream; }

  /// The step whose result stands for the operand, if it is cast.
  std::optional<unsigned> castOf(const llvm::Use &use) const;

private:
  using BlockCasts = llvm::DenseMap<std::pair<const llvm::Value *, TypeId>, unsigned>;
  void planBlock(const llvm::BasicBlock &block);
  void planUse(const llvm::Use &use, BlockCasts &made);

  const PointerTyping &typing;
  std::vector<Step> stream;
  llvm::DenseMap<const llvm::Use *, unsigned> casts;
};

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_BITCODE_CASTPLAN_H
