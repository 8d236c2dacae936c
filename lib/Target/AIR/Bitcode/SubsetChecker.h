//===- SubsetChecker.h - State of the subset check --------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each check returns false after it has noted a problem; the first one is reported. SubsetCheck.cpp
// walks the module, SubsetInstructions.cpp judges single instructions.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_BITCODE_SUBSETCHECKER_H
#define TRITON_METAL_LIB_TARGET_AIR_BITCODE_SUBSETCHECKER_H

#include "SubsetCheck.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/Twine.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

#include <string>

namespace tritonmetal::air {

class SubsetChecker {
public:
  explicit SubsetChecker(const PointeeTypes &hints) : hints(hints) {}

  bool checkModule(const llvm::Module &module);

  std::string where;   // "function 'f': "
  std::string problem; // set when a check has failed

private:
  bool fail(const llvm::Twine &message);

  bool checkGlobal(const llvm::GlobalValue &global);
  bool checkVariable(const llvm::GlobalVariable &variable);
  bool checkFunction(const llvm::Function &function);
  bool checkIntrinsic(const llvm::Function &function);
  bool checkAttributes(llvm::AttributeList list);
  bool checkHint(const llvm::Value &value);
  bool checkType(llvm::Type *type);
  bool checkElementTypes(llvm::Type *type);
  bool checkConstant(const llvm::Constant *constant);
  bool checkModuleFlags(const llvm::Module &module);
  bool checkMetadata(const llvm::MDNode *root);
  bool checkMetadataOperand(const llvm::Metadata *operand);
  bool checkAttachments(llvm::ArrayRef<std::pair<unsigned, llvm::MDNode *>> attachments,
                        const llvm::LLVMContext &context);

  bool checkInstruction(const llvm::Instruction &inst);
  bool checkOperands(const llvm::Instruction &inst);
  bool checkOpcode(const llvm::Instruction &inst);
  bool checkFlags(const llvm::Instruction &inst);
  bool checkAtomics(const llvm::Instruction &inst);
  bool checkCall(const llvm::CallInst &call);
  bool checkScope(const llvm::Instruction &inst, llvm::SyncScope::ID scope);

  const PointeeTypes &hints;
  llvm::DenseSet<const llvm::Type *> goodTypes;
  llvm::DenseSet<const llvm::Constant *> goodConstants;
  llvm::DenseSet<const llvm::Metadata *> goodMetadata;
};

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_BITCODE_SUBSETCHECKER_H
