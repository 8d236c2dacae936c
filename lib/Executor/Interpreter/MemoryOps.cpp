//===- MemoryOps.cpp - Loads, stores, addresses, native atomics ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Atomics.h"
#include "Decoder.h"
#include "Numbers.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/GetElementPtrTypeIterator.h"
#include "llvm/IR/Operator.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace tritonmetal::executor {

/// Bytes of one value that an instruction moves.
static constexpr uint64_t maxAccess = 4096;
/// Local variables of one thread, in bytes. A launch has up to 1024 threads at once.
static constexpr uint64_t maxThreadMemory = 1 << 18;

//===----------------------------------------------------------------------===//
// Scalars and vectors: operands {address, value or nothing, bytes}, immediate alignment, flags kind
//===----------------------------------------------------------------------===//

template <typename T>
static void load(Group &group, const Operation &inst) {
  const Column &addresses = group.read(inst.operands[0]);
  AccessKind kind = AccessKind(inst.flags);
  group.countAccess(addresses, inst.operands[2], kind);
  auto readLane = [&](unsigned lane, const uint8_t *memory) {
    for (uint32_t e = 0; e < inst.count; ++e) {
      T value;
      std::memcpy(&value, memory + e * sizeof(T), sizeof(T));
      group.write(inst.result, e).lanes[lane] = truncateTo(value, inst.resultBits);
    }
  };
  if (const uint8_t *row =
          group.accessRow(addresses, inst.operands[2], inst.immediate, kind, inst)) {
    for (unsigned lane = 0; lane < numLanes; ++lane)
      readLane(lane, row + lane * inst.operands[2]);
    return;
  }
  if (group.tracksStores && kind == AccessKind::Load)
    group.findRedundantReads(addresses);
  forEachLane(group.mask, [&](unsigned lane) {
    const uint8_t *memory =
        group.access(lane, addresses.lanes[lane], inst.operands[2], inst.immediate, kind, inst);
    if (!memory)
      return;
    if (kind == AccessKind::AtomicLoad)
      group.noteAtomic(lane, addresses.lanes[lane], /*reads=*/true, /*writes=*/false, inst);
    readLane(lane, memory);
  });
  group.forgetRedundantReads();
}

/// All lanes at once, to a row of memory. False if they have to store one by one.
template <typename T>
static bool storeRow(Group &group, const Operation &inst) {
  const Column &addresses = group.read(inst.operands[0]);
  constexpr uint32_t maxElements = 4;
  if (inst.count > maxElements || inst.operands[2] != inst.count * sizeof(T))
    return false;
  uint8_t *row =
      group.accessRow(addresses, inst.operands[2], inst.immediate, AccessKind(inst.flags), inst);
  if (!row)
    return false;
  T values[numLanes * maxElements];
  for (uint32_t e = 0; e < inst.count; ++e)
    for (unsigned lane = 0; lane < numLanes; ++lane)
      values[lane * inst.count + e] = T(group.read(inst.operands[1], e).lanes[lane]);
  if (group.tracksStores &&
      !group.checkRowStore(addresses.lanes[0], values, inst.operands[2], inst))
    return false;
  std::memcpy(row, values, numLanes * inst.operands[2]);
  return true;
}

template <typename T>
static void store(Group &group, const Operation &inst) {
  const Column &addresses = group.read(inst.operands[0]);
  AccessKind kind = AccessKind(inst.flags);
  bool isChecked = group.tracksStores && kind == AccessKind::Store;
  group.countAccess(addresses, inst.operands[2], kind);
  if (storeRow<T>(group, inst))
    return;
  T values[maxAccess / sizeof(T)];
  group.forEachScheduledLane([&](unsigned lane) {
    Word address = addresses.lanes[lane];
    uint8_t *memory = group.access(lane, address, inst.operands[2], inst.immediate, kind, inst);
    if (!memory)
      return;
    for (uint32_t e = 0; e < inst.count; ++e)
      values[e] = T(group.read(inst.operands[1], e).lanes[lane]);
    if (isChecked)
      group.checkStore(lane, address, values, inst.operands[2], inst);
    if (kind == AccessKind::AtomicStore)
      group.noteAtomic(lane, address, /*reads=*/false, /*writes=*/true, inst);
    std::memcpy(memory, values, inst.count * sizeof(T));
  });
}

static Handler getAccessHandler(unsigned bytes, bool isLoad) {
  switch (bytes) {
  case 1:
    return isLoad ? load<uint8_t> : store<uint8_t>;
  case 2:
    return isLoad ? load<uint16_t> : store<uint16_t>;
  case 4:
    return isLoad ? load<uint32_t> : store<uint32_t>;
  case 8:
    return isLoad ? load<uint64_t> : store<uint64_t>;
  default:
    return nullptr;
  }
}

//===----------------------------------------------------------------------===//
// Aggregates: the pool has {offset, bytes, bits} for each column
//===----------------------------------------------------------------------===//

static void loadParts(Group &group, const Operation &inst) {
  const Column &addresses = group.read(inst.operands[0]);
  const uint32_t *parts = &group.context.program->pool[inst.operands[3]];
  group.countAccess(addresses, inst.operands[2], AccessKind::Load);
  if (group.tracksStores)
    group.findRedundantReads(addresses);
  forEachLane(group.mask, [&](unsigned lane) {
    for (uint32_t e = 0; e < inst.count; ++e) {
      const uint32_t *part = parts + 3 * e;
      const uint8_t *memory =
          group.access(lane, addresses.lanes[lane] + part[0], part[1],
                       part[0] == 0 ? inst.immediate : 1, AccessKind::Load, inst);
      if (!memory)
        return;
      Word value = 0;
      std::memcpy(&value, memory, part[1]);
      group.write(inst.result, e).lanes[lane] = truncateTo(value, part[2]);
    }
  });
  group.forgetRedundantReads();
}

static void storeParts(Group &group, const Operation &inst) {
  const Column &addresses = group.read(inst.operands[0]);
  const uint32_t *parts = &group.context.program->pool[inst.operands[3]];
  group.countAccess(addresses, inst.operands[2], AccessKind::Store);
  group.forEachScheduledLane([&](unsigned lane) {
    for (uint32_t e = 0; e < inst.count; ++e) {
      const uint32_t *part = parts + 3 * e;
      Word address = addresses.lanes[lane] + part[0];
      uint8_t *memory = group.access(lane, address, part[1], part[0] == 0 ? inst.immediate : 1,
                                     AccessKind::Store, inst);
      if (!memory)
        return;
      Word value = group.read(inst.operands[1], e).lanes[lane];
      if (group.tracksStores)
        group.checkStore(lane, address, &value, part[1], inst);
      std::memcpy(memory, &value, part[1]);
    }
  });
}

static bool appendParts(Decoder &decoder, Type *type, uint64_t offset,
                        std::vector<uint32_t> &parts) {
  const DataLayout &layout = decoder.getLayout();
  if (auto *structure = dyn_cast<StructType>(type)) {
    for (unsigned i = 0; i < structure->getNumElements(); ++i)
      if (!appendParts(decoder, structure->getElementType(i),
                       offset + layout.getStructLayout(structure)->getElementOffset(i), parts))
        return false;
    return true;
  }
  unsigned count = 1;
  Type *element = type;
  if (auto *array = dyn_cast<ArrayType>(type)) {
    count = unsigned(std::min<uint64_t>(array->getNumElements(), maxAccess + 1));
    element = array->getElementType();
  } else if (type->isVectorTy()) {
    count = decoder.getNumColumns(type);
    element = cast<FixedVectorType>(type)->getElementType();
    if (element->isIntegerTy(1))
      return false;
  }
  if (count > maxAccess)
    return false;
  uint64_t stride = layout.getTypeAllocSize(element);
  for (unsigned i = 0; i < count; ++i) {
    if (element->isAggregateType() || element->isVectorTy()) {
      if (!appendParts(decoder, element, offset + i * stride, parts))
        return false;
      continue;
    }
    ElementType scalar = decoder.getElement(element);
    if (decoder.failed() || !isPowerOf2_32(scalar.getBytes()))
      return false;
    parts.insert(parts.end(), {uint32_t(offset + i * stride), scalar.getBytes(), scalar.bits});
  }
  return true;
}

static void decodeAggregateAccess(Decoder &decoder, const llvm::Instruction &inst, Type *type,
                                  uint64_t alignment) {
  const Value *pointer = getLoadStorePointerOperand(&inst);
  std::vector<uint32_t> parts;
  if (!appendParts(decoder, type, 0, parts))
    return decoder.fail(inst, "unsupported type in memory");
  bool isLoad = isa<LoadInst>(inst);
  Operation &decoded = isLoad ? decoder.emit(inst, loadParts, {pointer})
                              : decoder.emit(inst, storeParts, {pointer, inst.getOperand(0)});
  decoded.operands[2] = uint32_t(decoder.getLayout().getTypeStoreSize(type).getFixedValue());
  decoded.operands[3] = uint32_t(decoder.program.pool.size());
  decoded.immediate = alignment;
  decoded.count = uint32_t(parts.size() / 3);
  decoder.program.pool.insert(decoder.program.pool.end(), parts.begin(), parts.end());
  decoder.program.pool.push_back(0); // an empty type still has an address
}

static void decodeAccess(Decoder &decoder, const llvm::Instruction &inst, Type *type,
                         uint64_t alignment, bool isAtomic) {
  if (decoder.getLayout().getTypeStoreSize(type).getFixedValue() > maxAccess)
    return decoder.fail(inst, formatv("an access of more than {0} bytes", maxAccess).str());
  if (type->isAggregateType())
    return decodeAggregateAccess(decoder, inst, type, alignment);
  ElementType element = decoder.getElement(type);
  bool isLoad = isa<LoadInst>(inst);
  Handler handler = getAccessHandler(element.getBytes(), isLoad);
  bool packedBits = type->isVectorTy() && element.bits < 8;
  bool odd = element.bits != 1 && element.bits != 8 * element.getBytes();
  if (!handler || packedBits || odd)
    return decoder.fail(inst, "unsupported type in memory");
  const Value *pointer = getLoadStorePointerOperand(&inst);
  Operation &decoded = isLoad ? decoder.emit(inst, handler, {pointer})
                              : decoder.emit(inst, handler, {pointer, inst.getOperand(0)});
  unsigned count = decoder.getNumColumns(type);
  decoded.count = count;
  decoded.operands[2] = count * element.getBytes();
  decoded.immediate = alignment;
  decoded.flags = uint16_t(isLoad     ? isAtomic ? AccessKind::AtomicLoad : AccessKind::Load
                           : isAtomic ? AccessKind::AtomicStore
                                      : AccessKind::Store);
}

//===----------------------------------------------------------------------===//
// Addresses
//===----------------------------------------------------------------------===//

/// Operands {base, index}, flags the index's width, immediate the stride.
static void computeElementAddress(Group &group, const Operation &inst) {
  mapBinary(group, inst, [&](Word base, Word index) {
    return base + Word(signExtend(index, inst.flags)) * inst.immediate;
  });
}

/// Operands {base, start in the pool, number of terms}; the pool has {column, width, stride's
/// position in the wide pool}.
static void computeAddress(Group &group, const Operation &inst) {
  const Program &program = *group.context.program;
  const Column &base = group.read(inst.operands[0]);
  Column &result = group.write(inst.result);
  forEachLane(group.mask,
              [&](unsigned lane) { result.lanes[lane] = base.lanes[lane] + inst.immediate; });
  for (uint32_t t = 0; t < inst.operands[2]; ++t) {
    const uint32_t *term = &program.pool[inst.operands[1] + 3 * t];
    const Column &index = group.read(term[0]);
    Word stride = program.widePool[term[2]];
    forEachLane(group.mask, [&](unsigned lane) {
      result.lanes[lane] += Word(signExtend(index.lanes[lane], term[1])) * stride;
    });
  }
}

static void decodeAddress(Decoder &decoder, const GetElementPtrInst &inst) {
  const DataLayout &layout = decoder.getLayout();
  if (inst.getType()->isVectorTy())
    return decoder.fail(inst, "unsupported vector of pointers");
  struct Term {
    const Value *index;
    uint64_t stride;
  };
  SmallVector<Term, 4> terms;
  uint64_t offset = 0;
  for (gep_type_iterator it = gep_type_begin(inst), end = gep_type_end(inst); it != end; ++it) {
    const Value *index = it.getOperand();
    if (StructType *structure = it.getStructTypeOrNull()) {
      unsigned field = unsigned(cast<ConstantInt>(index)->getZExtValue());
      offset += layout.getStructLayout(structure)->getElementOffset(field).getFixedValue();
      continue;
    }
    uint64_t stride = it.getSequentialElementStride(layout).getFixedValue();
    if (auto *constant = dyn_cast<ConstantInt>(index))
      offset += uint64_t(constant->getSExtValue()) * stride;
    else
      terms.push_back({index, stride});
  }
  if (terms.size() == 1 && offset == 0) {
    uint8_t bits = decoder.getElement(terms[0].index->getType()).bits;
    Operation &decoded =
        decoder.emit(inst, computeElementAddress, {inst.getPointerOperand(), terms[0].index});
    decoded.flags = bits;
    decoded.immediate = terms[0].stride;
    return;
  }
  SmallVector<uint32_t> pool;
  for (const Term &term : terms) {
    pool.push_back(decoder.getOperand(term.index));
    pool.push_back(decoder.getElement(term.index->getType()).bits);
    pool.push_back(uint32_t(decoder.program.widePool.size()));
    decoder.program.widePool.push_back(term.stride);
  }
  Operation &decoded = decoder.emit(inst, computeAddress, {inst.getPointerOperand()});
  decoded.operands[1] = uint32_t(decoder.program.pool.size());
  decoded.operands[2] = uint32_t(terms.size());
  decoded.immediate = offset;
  decoder.program.pool.insert(decoder.program.pool.end(), pool.begin(), pool.end());
}

void Decoder::addVariable(const AllocaInst &inst) {
  std::optional<TypeSize> size = inst.getAllocationSize(getLayout());
  if (!inst.isStaticAlloca() || !size || size->isScalable())
    return fail(inst, "local variables have a constant size and are in the entry block");
  uint64_t offset = alignTo(program.threadMemory, inst.getAlign());
  uint64_t bytes = size->getFixedValue();
  if (bytes > maxThreadMemory || offset + bytes > maxThreadMemory)
    return fail(
        formatv("local variables of more than {0} bytes for each thread", maxThreadMemory).str());
  program.threadMemory = offset + bytes;
  columns[&inst] = getConstant(makeAddress(program.getVariableObject(program.variables.size())));
  program.variables.push_back({inst.getName().str(), offset, bytes});
}

bool decodeMemory(Decoder &decoder, const llvm::Instruction &inst) {
  if (auto *alloca = dyn_cast<AllocaInst>(&inst))
    decoder.addVariable(*alloca);
  else if (auto *loadInst = dyn_cast<LoadInst>(&inst))
    decodeAccess(decoder, inst, loadInst->getType(), loadInst->getAlign().value(),
                 loadInst->isAtomic());
  else if (auto *storeInst = dyn_cast<StoreInst>(&inst))
    decodeAccess(decoder, inst, storeInst->getValueOperand()->getType(),
                 storeInst->getAlign().value(), storeInst->isAtomic());
  else if (auto *address = dyn_cast<GetElementPtrInst>(&inst))
    decodeAddress(decoder, *address);
  else if (auto *update = dyn_cast<AtomicRMWInst>(&inst))
    decodeNativeUpdate(decoder, *update);
  else if (auto *exchange = dyn_cast<AtomicCmpXchgInst>(&inst))
    decodeNativeExchange(decoder, *exchange);
  else
    return false;
  return true;
}

} // namespace tritonmetal::executor
