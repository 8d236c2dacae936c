//===- ConstantTable.h - Typed constants and their numbers ------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Numbers constants and writes CONSTANTS blocks. A constant is a pair (value, typed type): `null`
// of ptr addrspace(1) may be needed as float* and as i32*, and a global used in another type than
// its own becomes a constant bitcast of it.
//
// There is one table for the module (initialisers, metadata) and a nested one for each function,
// which looks in its parent first. Numbers start where the caller says and follow the order of
// entering; elements come before the aggregates that hold them.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_BITCODE_CONSTANTTABLE_H
#define TRITON_METAL_LIB_TARGET_AIR_BITCODE_CONSTANTTABLE_H

#include "PointerTyping.h"

#include <vector>

namespace llvm {
class BitstreamWriter;
class Constant;
} // namespace llvm

namespace tritonmetal::air {

class ConstantTable {
public:
  /// `globals` numbers functions and global variables.
  ConstantTable(TypeTable &types, const PointerTyping &typing,
                const llvm::DenseMap<const llvm::Value *, unsigned> &globals,
                const ConstantTable *parent, unsigned firstNumber)
      : types(types), typing(typing), globals(globals), parent(parent), firstNumber(firstNumber) {}

  /// Gives the constant a number, unless it has one.
  void enter(const llvm::Constant *constant, TypeId type);

  /// The number of an entered constant or of a global in its own type.
  unsigned numberOf(const llvm::Constant *constant, TypeId type) const;

  /// The first number after this table's.
  unsigned end() const { return firstNumber + order.size(); }

  void write(llvm::BitstreamWriter &stream) const;

private:
  using Key = std::pair<const llvm::Constant *, TypeId>;
  using Record = llvm::SmallVector<uint64_t, 16>;

  bool isOwnGlobal(const llvm::Constant *constant, TypeId type) const;
  bool isKnown(Key key) const;
  unsigned record(const Key &key, Record &operands) const;
  unsigned recordAggregate(const llvm::Constant *constant, Record &operands) const;

  TypeTable &types;
  const PointerTyping &typing;
  const llvm::DenseMap<const llvm::Value *, unsigned> &globals;
  const ConstantTable *parent;
  unsigned firstNumber;
  llvm::DenseMap<Key, unsigned> numbers;
  std::vector<Key> order;
};

/// The signed variable-width form of constants and phi operands: the sign sits in the lowest bit.
uint64_t signedOperand(int64_t value);

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_BITCODE_CONSTANTTABLE_H
