//===- InterpretedCalls.h - Instructions that the interpreter executes ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The interpreter knows every AIR function, and its handlers work on columns of 32 lanes. What the
// JIT has no code for goes there, one lane at a time; what needs all lanes goes there anyway:
//
//   %d = call i32 @air.absdiff.u.i32(i32 %a, i32 %b)
//   becomes
//   columns[0].lanes[lane] = %a;  columns[1].lanes[lane] = %b
//   call void @interpret(ptr %threadgroup, i32 7, ptr %simdgroup, i32 %lane)
//   %d = columns[2].lanes[lane]
//
// with a program of one instruction as number 7. So both engines compute the same, and an AIR
// function needs code only once.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_INTERPRETEDCALLS_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_INTERPRETEDCALLS_H

#include "ThreadFunction.h"

namespace tritonmetal::executor::jit {

/// One instruction, decoded on its own.
struct InterpretedCall {
  Program program;                                     // ends with a return
  std::vector<std::optional<uint32_t>> operandColumns; // the first of each operand; not constants
  uint32_t resultColumn = 0;
  uint32_t site = 0; // of the kernel's instruction

  llvm::ArrayRef<Operation> getOperations() const {
    return llvm::ArrayRef(program.instructions).drop_back();
  }
};

class InterpretedCalls {
public:
  explicit InterpretedCalls(ThreadFunction &thread) : thread(thread) {}

  /// Decodes `inst`, or rather what it was in the kernel; returns its number.
  unsigned add(const llvm::Instruction &inst);
  /// The same, but for calls of one function once. Operands may be constants of one of them.
  unsigned addOfKind(const llvm::CallInst &call);
  /// The code that hands operands over; lanes may do so one after the other. The call's columns
  /// start at `base`.
  void storeOperands(unsigned call, const llvm::Instruction &inst, llvm::IRBuilderBase &builder,
                     uint32_t base = 0);
  /// All of it for a single lane; returns the result.
  llvm::Value *create(const llvm::Instruction &inst, llvm::IRBuilderBase &builder);

  /// The lane's words of a value in its columns, the first of which is `column`.
  void storeValue(llvm::Value *value, uint32_t column, llvm::IRBuilderBase &builder);
  llvm::Value *loadValue(llvm::Type *type, uint32_t column, llvm::IRBuilderBase &builder);

  std::vector<InterpretedCall> calls;

private:
  llvm::Value *getSlot(llvm::IRBuilderBase &builder, uint32_t column);

  ThreadFunction &thread;
  llvm::DenseMap<const llvm::Function *, unsigned> kinds; // by callee, in the kernel
};

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_INTERPRETEDCALLS_H
