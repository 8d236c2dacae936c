//===- FunctionNumbering.h - Value numbers inside a function ----*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Value numbers run through globals, module constants, then, for each function anew, its arguments,
// its constants, and the results of its steps (instructions and casts). Steps without a result have
// no value number, but they count for the positions that metadata attachments name.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_BITCODE_FUNCTIONNUMBERING_H
#define TRITON_METAL_LIB_TARGET_AIR_BITCODE_FUNCTIONNUMBERING_H

#include "CastPlan.h"
#include "ConstantTable.h"

namespace llvm {
class ShuffleVectorInst;
} // namespace llvm

namespace tritonmetal::air {

class FunctionNumbering {
public:
  FunctionNumbering(const llvm::Function &function, TypeTable &types, const PointerTyping &typing,
                    const llvm::DenseMap<const llvm::Value *, unsigned> &globals,
                    const ConstantTable &moduleConstants);

  const CastPlan &plan() const { return casts; }
  const ConstantTable &constantTable() const { return constants; }

  /// The value number that the next result has when step `index` is written: what relative operand
  /// numbers count back from.
  unsigned nextResult(unsigned index) const { return nextResults[index]; }

  /// The number of an operand, seen through its cast.
  unsigned operand(const llvm::Use &use) const;

  unsigned constant(const llvm::Constant *constant) const;
  unsigned value(const llvm::Value *value) const { return values.lookup(value); }
  unsigned block(const llvm::BasicBlock *block) const { return blocks.lookup(block); }
  unsigned blockCount() const { return blocks.size(); }

  const llvm::DenseMap<const llvm::Instruction *, unsigned> &positions() const {
    return instructionPositions;
  }

private:
  void enterConstants(const llvm::Instruction &inst);

  TypeTable &types;
  const PointerTyping &typing;
  CastPlan casts;
  ConstantTable constants;
  llvm::DenseMap<const llvm::Value *, unsigned> values;
  llvm::DenseMap<const llvm::BasicBlock *, unsigned> blocks;
  llvm::DenseMap<const llvm::Instruction *, unsigned> instructionPositions;
  std::vector<unsigned> nextResults;
};

/// The mask as LLVM 14 wants it: a vector of i32 in which -1 is undef.
llvm::Constant *shuffleMask(const llvm::ShuffleVectorInst &shuffle);

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_BITCODE_FUNCTIONNUMBERING_H
