//===- DebugRecords.h - Line tables as LLVM-14 records ----------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nodes that lines need, and no others: a location in a scope, the scope's subprogram and file, the
// compile unit. LLVM 14 and 22 number the records alike but not their fields: compile units have
// lost some and gained some since, subprograms have gained one. Written here are LLVM 14's.
//
//   !7 = !DILocation(line: 3, column: 9, scope: !5)   ->   LOCATION [0, 3, 9, !5, 0, 0]
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_BITCODE_DEBUGRECORDS_H
#define TRITON_METAL_LIB_TARGET_AIR_BITCODE_DEBUGRECORDS_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/Metadata.h"

namespace tritonmetal::air {

/// Whether `node` is one of those.
bool isLineNode(const llvm::MDNode &node);

/// Fills `record` with the fields of a node for which isLineNode holds, and returns the code of the
/// record. `numberOf` gives metadata its number plus one, null zero.
unsigned encodeLineNode(const llvm::MDNode &node,
                        llvm::function_ref<uint64_t(const llvm::Metadata *)> numberOf,
                        llvm::SmallVectorImpl<uint64_t> &record);

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_BITCODE_DEBUGRECORDS_H
