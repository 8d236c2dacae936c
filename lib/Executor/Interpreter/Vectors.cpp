//===- Vectors.cpp - Instructions that take values apart and build them ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decoder.h"
#include "Group.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/Operator.h"

using namespace llvm;

namespace tritonmetal::executor {

static void moveColumns(Group &group, const Operation &inst) {
  const uint32_t *sources = &group.context.program->pool[inst.immediate];
  for (uint32_t e = 0; e < inst.count; ++e) {
    const Column &from = group.read(sources[e]);
    Column &to = group.write(inst.result, e);
    forEachLane(group.mask, [&](unsigned l) { to.lanes[l] = from.lanes[l]; });
  }
}

void Decoder::emitMoves(const llvm::Instruction &inst, ArrayRef<uint32_t> sources) {
  uint64_t start = program.pool.size();
  program.pool.insert(program.pool.end(), sources.begin(), sources.end());
  if (sources.empty())
    program.pool.push_back(0);
  emit(inst, moveColumns).immediate = start;
}

static SmallVector<uint32_t> getColumns(Decoder &decoder, const Value *value) {
  SmallVector<uint32_t> columns;
  uint32_t first = decoder.getOperand(value);
  for (unsigned i = 0, n = decoder.getNumColumns(value->getType()); i < n; ++i)
    columns.push_back(first + i);
  return columns;
}

//===----------------------------------------------------------------------===//
// Positions that are known only at run time
//===----------------------------------------------------------------------===//

/// A position past the end gives poison, here the first element.
static void extractDynamic(Group &group, const Operation &inst) {
  const Column &index = group.read(inst.operands[1]);
  Column &result = group.write(inst.result);
  forEachLane(group.mask, [&](unsigned l) {
    Word position = index.lanes[l] < inst.operands[2] ? index.lanes[l] : 0;
    result.lanes[l] = group.read(inst.operands[0], unsigned(position)).lanes[l];
  });
}

static void insertDynamic(Group &group, const Operation &inst) {
  const Column &value = group.read(inst.operands[1]);
  const Column &index = group.read(inst.operands[2]);
  for (uint32_t e = 0; e < inst.count; ++e) {
    const Column &old = group.read(inst.operands[0], e);
    Column &result = group.write(inst.result, e);
    forEachLane(group.mask, [&](unsigned l) {
      result.lanes[l] = index.lanes[l] == e ? value.lanes[l] : old.lanes[l];
    });
  }
}

/// The column of an element, or nothing for a matrix element that another lane owns.
static std::optional<unsigned> getPosition(Decoder &decoder, const llvm::Instruction &inst,
                                           const Value *vector, const Value *index) {
  uint64_t position = cast<ConstantInt>(index)->getZExtValue();
  if (position < decoder.getNumColumns(vector->getType()))
    return unsigned(position);
  decoder.fail(inst, isMatrix(vector->getType())
                         ? "an element of a SIMD-group matrix that the lane does not own"
                         : "an element past the end");
  return std::nullopt;
}

static void decodeExtract(Decoder &decoder, const ExtractElementInst &inst) {
  const Value *vector = inst.getVectorOperand();
  if (!isa<ConstantInt>(inst.getIndexOperand())) {
    if (isMatrix(vector->getType()))
      return decoder.fail(inst, "a SIMD-group matrix element whose position is not constant");
    decoder.emit(inst, extractDynamic, {vector, inst.getIndexOperand()}).operands[2] =
        decoder.getNumColumns(vector->getType());
    return;
  }
  if (auto position = getPosition(decoder, inst, vector, inst.getIndexOperand()))
    decoder.emitMoves(inst, decoder.getOperand(vector) + *position);
}

static void decodeInsert(Decoder &decoder, const InsertElementInst &inst) {
  const Value *vector = inst.getOperand(0), *element = inst.getOperand(1),
              *index = inst.getOperand(2);
  if (!isa<ConstantInt>(index)) {
    if (isMatrix(vector->getType()))
      return decoder.fail(inst, "a SIMD-group matrix element whose position is not constant");
    decoder.emit(inst, insertDynamic, {vector, element, index});
    return;
  }
  SmallVector<uint32_t> columns = getColumns(decoder, vector);
  if (auto position = getPosition(decoder, inst, vector, index)) {
    columns[*position] = decoder.getOperand(element);
    decoder.emitMoves(inst, columns);
  }
}

static void decodeShuffle(Decoder &decoder, const ShuffleVectorInst &inst) {
  auto *operandType = cast<FixedVectorType>(inst.getOperand(0)->getType());
  int width = int(operandType->getNumElements());
  unsigned owned = decoder.getNumColumns(operandType);
  unsigned results = decoder.getNumColumns(inst.getType());
  SmallVector<uint32_t> columns;
  for (int source : inst.getShuffleMask().take_front(results)) {
    if (source < 0) {
      columns.push_back(decoder.getConstant(0));
      continue;
    }
    unsigned position = unsigned(source % width);
    if (position >= owned)
      return decoder.fail(inst, "an element of a SIMD-group matrix that the lane does not own");
    columns.push_back(decoder.getOperand(inst.getOperand(source < width ? 0 : 1)) + position);
  }
  decoder.emitMoves(inst, columns);
}

//===----------------------------------------------------------------------===//
// Aggregates
//===----------------------------------------------------------------------===//

/// Columns in front of the part that `indices` name.
static unsigned getAggregateOffset(Decoder &decoder, Type *type, ArrayRef<unsigned> indices) {
  unsigned offset = 0;
  for (unsigned index : indices) {
    if (auto *structure = dyn_cast<StructType>(type)) {
      for (unsigned i = 0; i < index; ++i)
        offset += decoder.getNumColumns(structure->getElementType(i));
      type = structure->getElementType(index);
    } else {
      type = type->getArrayElementType();
      offset += index * decoder.getNumColumns(type);
    }
  }
  return offset;
}

static void decodeExtractValue(Decoder &decoder, const ExtractValueInst &inst) {
  const Value *aggregate = inst.getAggregateOperand();
  unsigned offset = getAggregateOffset(decoder, aggregate->getType(), inst.getIndices());
  SmallVector<uint32_t> columns;
  for (unsigned i = 0, n = decoder.getNumColumns(inst.getType()); i < n; ++i)
    columns.push_back(decoder.getOperand(aggregate) + offset + i);
  decoder.emitMoves(inst, columns);
}

static void decodeInsertValue(Decoder &decoder, const InsertValueInst &inst) {
  const Value *aggregate = inst.getAggregateOperand(), *value = inst.getInsertedValueOperand();
  unsigned offset = getAggregateOffset(decoder, aggregate->getType(), inst.getIndices());
  SmallVector<uint32_t> columns = getColumns(decoder, aggregate);
  SmallVector<uint32_t> inserted = getColumns(decoder, value);
  if (!decoder.failed())
    llvm::copy(inserted, columns.begin() + offset);
  decoder.emitMoves(inst, columns);
}

bool decodeVector(Decoder &decoder, const llvm::Instruction &inst) {
  if (auto *extract = dyn_cast<ExtractElementInst>(&inst))
    decodeExtract(decoder, *extract);
  else if (auto *insert = dyn_cast<InsertElementInst>(&inst))
    decodeInsert(decoder, *insert);
  else if (auto *shuffle = dyn_cast<ShuffleVectorInst>(&inst))
    decodeShuffle(decoder, *shuffle);
  else if (auto *extract = dyn_cast<ExtractValueInst>(&inst))
    decodeExtractValue(decoder, *extract);
  else if (auto *insert = dyn_cast<InsertValueInst>(&inst))
    decodeInsertValue(decoder, *insert);
  else if (isa<FreezeInst>(inst))
    decoder.emitMoves(inst, getColumns(decoder, inst.getOperand(0)));
  else
    return false;
  return true;
}

} // namespace tritonmetal::executor
