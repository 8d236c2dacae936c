//===- TypeTable.cpp - Typed types of an LLVM-14 module -------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TypeTable.h"

#include "llvm/Bitcode/LLVMBitCodes.h"
#include "llvm/Bitstream/BitstreamWriter.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/Support/ErrorHandling.h"

using namespace llvm;

namespace tritonmetal::air {

TypeId TypeTable::enter(unsigned code, ArrayRef<uint64_t> operands) {
  std::vector<uint64_t> key{code};
  key.insert(key.end(), operands.begin(), operands.end());
  auto [it, inserted] = unique.try_emplace(std::move(key), entries.size());
  if (inserted)
    entries.push_back({code, SmallVector<uint64_t, 4>(operands), {}});
  return it->second;
}

TypeId TypeTable::enterStruct(StructType *type) {
  SmallVector<uint64_t, 4> operands;
  if (!type->isOpaque()) {
    operands.push_back(type->isPacked());
    for (Type *element : type->elements())
      operands.push_back(get(element));
  }
  if (type->isLiteral())
    return enter(bitc::TYPE_CODE_STRUCT_ANON, operands);

  // Named structs are distinct even when their bodies agree. An OPAQUE record has one operand,
  // which readers ignore.
  if (type->isOpaque())
    entries.push_back({bitc::TYPE_CODE_OPAQUE, {0}, type->getName().str()});
  else
    entries.push_back({bitc::TYPE_CODE_STRUCT_NAMED, operands, type->getName().str()});
  return entries.size() - 1;
}

TypeId TypeTable::get(Type *type) {
  auto known = cache.find(type);
  if (known != cache.end())
    return known->second;
  TypeId id = enterNew(type);
  cache[type] = id;
  return id;
}

TypeId TypeTable::enterNew(Type *type) {
  switch (type->getTypeID()) {
  case Type::VoidTyID:
    return enter(bitc::TYPE_CODE_VOID, {});
  case Type::HalfTyID:
    return enter(bitc::TYPE_CODE_HALF, {});
  case Type::BFloatTyID:
    return enter(bitc::TYPE_CODE_BFLOAT, {});
  case Type::FloatTyID:
    return enter(bitc::TYPE_CODE_FLOAT, {});
  case Type::DoubleTyID:
    return enter(bitc::TYPE_CODE_DOUBLE, {});
  case Type::LabelTyID:
    return enter(bitc::TYPE_CODE_LABEL, {});
  case Type::IntegerTyID:
    return enter(bitc::TYPE_CODE_INTEGER, {cast<IntegerType>(type)->getBitWidth()});
  case Type::PointerTyID:
    return pointerTo(get(Type::getInt8Ty(type->getContext())), type->getPointerAddressSpace());
  case Type::ArrayTyID:
    return enter(bitc::TYPE_CODE_ARRAY,
                 {cast<ArrayType>(type)->getNumElements(), get(type->getArrayElementType())});
  case Type::FixedVectorTyID:
    return enter(bitc::TYPE_CODE_VECTOR, {cast<FixedVectorType>(type)->getNumElements(),
                                          get(cast<FixedVectorType>(type)->getElementType())});
  case Type::StructTyID:
    return enterStruct(cast<StructType>(type));
  default:
    llvm_unreachable("the subset check lets no other type through");
  }
}

TypeId TypeTable::pointerTo(TypeId pointee, unsigned addressSpace) {
  return enter(bitc::TYPE_CODE_POINTER, {pointee, addressSpace});
}

TypeId TypeTable::functionType(TypeId result, ArrayRef<TypeId> params) {
  SmallVector<uint64_t, 8> operands{/*vararg=*/0, result};
  operands.append(params.begin(), params.end());
  return enter(bitc::TYPE_CODE_FUNCTION, operands);
}

TypeId TypeTable::pointee(TypeId pointer) const {
  assert(entries[pointer].code == bitc::TYPE_CODE_POINTER && "not a pointer type");
  return entries[pointer].operands[0];
}

void TypeTable::write(BitstreamWriter &stream) const {
  stream.EnterSubblock(bitc::TYPE_BLOCK_ID_NEW, 4);
  stream.EmitRecord(bitc::TYPE_CODE_NUMENTRY, SmallVector<uint64_t, 1>{entries.size()});
  for (const Entry &entry : entries) {
    if (!entry.structName.empty())
      stream.EmitRecord(
          bitc::TYPE_CODE_STRUCT_NAME,
          SmallVector<unsigned char, 32>(entry.structName.begin(), entry.structName.end()));
    stream.EmitRecord(entry.code, entry.operands);
  }
  stream.ExitBlock();
}

} // namespace tritonmetal::air
