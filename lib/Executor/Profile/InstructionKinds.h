//===- InstructionKinds.h - What an instruction is made of ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An estimate of what a GPU's compiler makes of an instruction, one by one:
//
//   %s = fadd <4 x float> %a, %b              4 fadd32
//   %e = call float @air.exp.f32(float %x)    1 fmul32, 1 exp2
//   %p = getelementptr float, ptr %b, i64 %i  nothing: loads scale and add an index by themselves
//
// What moves values (extractelement, phi, bitcast) and what loads and stores costs nothing here;
// memory is counted on its own.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_PROFILE_INSTRUCTIONKINDS_H
#define TRITON_METAL_LIB_EXECUTOR_PROFILE_INSTRUCTIONKINDS_H

#include "triton-metal/Executor/Profile.h"
#include "llvm/ADT/SmallVector.h"

namespace llvm {
class Instruction;
}

namespace tritonmetal::executor {

struct KindCount {
  InstructionKind kind;
  uint32_t count = 1;
};

using KindCounts = llvm::SmallVector<KindCount, 2>;

KindCounts classifyInstruction(const llvm::Instruction &inst);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_PROFILE_INSTRUCTIONKINDS_H
