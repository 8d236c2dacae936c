//===- InstructionEncoder.h - Instructions as LLVM-14 records ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One record for each step of a function. Operands are counted back from the next result; one that
// is defined later is followed by its type:
//
//   %s = fadd fast float %a, %b     ->  BINOP [3, 1, ADD, 254]
//   %v = load float, float* %p      ->  LOAD [1, type of float, log2(align) + 1, volatile]
//
// Records are made before the type table is written, because making them enters the last types.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_BITCODE_INSTRUCTIONENCODER_H
#define TRITON_METAL_LIB_TARGET_AIR_BITCODE_INSTRUCTIONENCODER_H

#include "AttributeTable.h"
#include "FunctionNumbering.h"

#include "llvm/IR/Instructions.h"

namespace tritonmetal::air {

struct InstructionRecord {
  unsigned code;
  llvm::SmallVector<uint64_t, 8> operands;
};

class InstructionEncoder {
public:
  InstructionEncoder(TypeTable &types, const PointerTyping &typing, AttributeTable &attributes,
                     const FunctionNumbering &numbers)
      : types(types), typing(typing), attributes(attributes), numbers(numbers) {}

  /// The records of all steps, in order.
  std::vector<InstructionRecord> encode();

private:
  void encodeStep(const Step &step);
  void encodeInstruction(const llvm::Instruction &inst);
  bool encodeArithmetic(const llvm::Instruction &inst);
  bool encodeVectorOrAggregate(const llvm::Instruction &inst);
  bool encodeMemory(const llvm::Instruction &inst);
  bool encodeControl(const llvm::Instruction &inst);
  void encodeAlloca(const llvm::AllocaInst &alloca);
  void encodeCall(const llvm::CallInst &call);
  void encodeLoad(const llvm::LoadInst &load);
  void encodePhi(const llvm::PHINode &phi);
  void encodeStore(const llvm::StoreInst &store);
  void encodeSwitch(const llvm::SwitchInst &jump);

  void start(unsigned code) { record.code = code; }
  void push(uint64_t operand) { record.operands.push_back(operand); }
  void pushNumber(unsigned number) { push(uint32_t(nextResult - number)); }
  void pushValue(const llvm::Use &use) { pushNumber(numbers.operand(use)); }
  void pushTyped(const llvm::Use &use);
  void pushFlags(uint64_t flags);

  TypeTable &types;
  const PointerTyping &typing;
  AttributeTable &attributes;
  const FunctionNumbering &numbers;
  unsigned nextResult = 0;
  InstructionRecord record{};
};

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_BITCODE_INSTRUCTIONENCODER_H
