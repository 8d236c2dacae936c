//===- TypeTable.h - Typed types of an LLVM-14 module -----------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// LLVM 22's `ptr` has no pointee, so typed types live here, as numbers into the type table that is
// written. A type number is final as soon as it is given out: every type is entered after the types
// it is made of, which no typed cycle can prevent because a pointer met *inside* another type is
// always `i8 addrspace(n)*` (its "memory type").
//
//   get(float)           -> 0   FLOAT
//   pointerTo(0, 1)      -> 1   POINTER [0, 1]           float addrspace(1)*
//   get(ptr addrspace(1))-> 3   after 2 = INTEGER [8]    i8 addrspace(1)*
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_BITCODE_TYPETABLE_H
#define TRITON_METAL_LIB_TARGET_AIR_BITCODE_TYPETABLE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/Type.h"

#include <map>
#include <string>
#include <vector>

namespace llvm {
class BitstreamWriter;
class LLVMContext;
class StructType;
} // namespace llvm

namespace tritonmetal::air {

/// Index into the type table.
using TypeId = unsigned;

class TypeTable {
public:
  /// The type as it is in memory: each pointer in it is `i8 addrspace(n)*`.
  TypeId get(llvm::Type *type);

  TypeId pointerTo(TypeId pointee, unsigned addressSpace);
  TypeId functionType(TypeId result, llvm::ArrayRef<TypeId> params);

  /// The pointee of a pointer type of this table.
  TypeId pointee(TypeId pointer) const;

  /// Writes the TYPE block; no type may be entered afterwards.
  void write(llvm::BitstreamWriter &stream) const;

private:
  struct Entry {
    unsigned code;
    llvm::SmallVector<uint64_t, 4> operands;
    std::string structName; // non-empty: preceded by a STRUCT_NAME record
  };

  TypeId enter(unsigned code, llvm::ArrayRef<uint64_t> operands);
  TypeId enterStruct(llvm::StructType *type);
  TypeId enterNew(llvm::Type *type);

  std::vector<Entry> entries;
  std::map<std::vector<uint64_t>, TypeId> unique; // key: code, operands
  llvm::DenseMap<llvm::Type *, TypeId> cache;
};

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_BITCODE_TYPETABLE_H
