//===- RecordCodes.h - Numbers that the format gives ------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How LLVM bitcode numbers opcodes, flags, orderings and linkages. These numbers never change
// between versions, LLVM's own enumerators do.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_BITCODE_RECORDCODES_H
#define TRITON_METAL_LIB_TARGET_AIR_BITCODE_RECORDCODES_H

#include "llvm/IR/GlobalValue.h"
#include "llvm/IR/Instructions.h"

namespace tritonmetal::air {

unsigned binaryOpcode(unsigned opcode);
unsigned castOpcode(unsigned opcode);
unsigned atomicOperation(llvm::AtomicRMWInst::BinOp operation);
unsigned orderingCode(llvm::AtomicOrdering ordering);

/// SYNC_SCOPE_NAMES lists two scopes by these numbers: "singlethread", then "".
unsigned scopeCode(llvm::SyncScope::ID scope);

/// Wrap, exactness and fast-math flags of an instruction; 0 is not written.
unsigned optimizationFlags(const llvm::Instruction &inst);

/// log2 + 1; 0 is "none".
unsigned alignCode(llvm::MaybeAlign align);

unsigned linkageCode(llvm::GlobalValue::LinkageTypes linkage);
unsigned unnamedAddressCode(llvm::GlobalValue::UnnamedAddr kind);

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_BITCODE_RECORDCODES_H
