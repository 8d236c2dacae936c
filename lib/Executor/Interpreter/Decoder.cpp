//===- Decoder.cpp - LLVM functions to programs ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decoder.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

/// Columns of one value: far above what registers hold, far below what memory does.
static constexpr unsigned maxColumns = 4096;
/// Columns of all values: 256 bytes each, for up to 32 SIMD-groups at once.
static constexpr unsigned maxTotalColumns = 1 << 18;
static constexpr size_t maxInstructions = 1 << 22;

bool isMatrix(const Type *type) {
  auto *vector = dyn_cast<FixedVectorType>(type);
  return vector && vector->getNumElements() == matrixElements &&
         vector->getElementType()->isFloatingPointTy();
}

Decoder::Decoder(const Function &function, const ExecutionOptions &options)
    : options(options), function(function) {
  program.name = function.getName().str();
}

const DataLayout &Decoder::getLayout() const { return function.getParent()->getDataLayout(); }

//===----------------------------------------------------------------------===//
// Errors
//===----------------------------------------------------------------------===//

void Decoder::fail(const Twine &what) {
  if (message.empty())
    message = ("kernel '" + program.name + "': " + what).str();
}

void Decoder::fail(const llvm::Instruction &inst, const Twine &what) {
  if (failed())
    return;
  std::string text;
  raw_string_ostream os(text);
  inst.print(os);
  fail(what + " in '" + StringRef(text).trim() + "'");
}

void Decoder::failUnknown(const llvm::Instruction &inst) {
  auto *call = dyn_cast<CallInst>(&inst);
  if (!call || !call->getCalledFunction())
    return fail(inst, "unsupported instruction");
  std::string signature;
  raw_string_ostream os(signature);
  call->getFunctionType()->print(os);
  fail(formatv("unknown function '{0}' of type '{1}'", call->getCalledFunction()->getName(),
               signature)
           .str());
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

ElementType Decoder::getElement(const Type *type) {
  if (auto *vector = dyn_cast<FixedVectorType>(type))
    type = vector->getElementType();
  if (type->isPointerTy())
    return {ElementType::Kind::Pointer, 64};
  if (type->isHalfTy())
    return {ElementType::Kind::Half, 16};
  if (type->isBFloatTy())
    return {ElementType::Kind::BFloat, 16};
  if (type->isFloatTy())
    return {ElementType::Kind::Float, 32};
  if (type->isIntegerTy() && type->getIntegerBitWidth() <= 64)
    return {ElementType::Kind::Integer, uint8_t(type->getIntegerBitWidth())};
  std::string text;
  raw_string_ostream os(text);
  type->print(os);
  fail("unsupported type '" + text + "'; values are i1 to i64, half, bfloat, float and pointers");
  return {ElementType::Kind::Integer, 32};
}

FloatFormat Decoder::getFloatFormat(const Type *type) {
  ElementType element = getElement(type);
  switch (element.kind) {
  case ElementType::Kind::Half:
    return FloatFormat::Half;
  case ElementType::Kind::BFloat:
    return FloatFormat::BFloat;
  case ElementType::Kind::Float:
    return options.denormals == DenormalMode::Flush ? FloatFormat::FloatFlush
                                                    : FloatFormat::FloatPreserve;
  default:
    fail("floating-point operation on another type");
    return FloatFormat::FloatFlush;
  }
}

unsigned Decoder::getNumColumns(const Type *type) {
  if (type->isVoidTy())
    return 0;
  uint64_t count = 1;
  if (isMatrix(type)) {
    count = fragmentElements;
  } else if (auto *vector = dyn_cast<FixedVectorType>(type)) {
    count = vector->getNumElements();
  } else if (auto *array = dyn_cast<ArrayType>(type)) {
    uint64_t inner = getNumColumns(array->getElementType());
    count = inner == 0 || array->getNumElements() <= maxColumns ? array->getNumElements() * inner
                                                                : maxColumns + 1;
  } else if (auto *structure = dyn_cast<StructType>(type)) {
    count = 0;
    for (Type *element : structure->elements())
      count += getNumColumns(element);
  } else {
    getElement(type);
  }
  if (count > maxColumns) {
    fail(formatv("a value of more than {0} scalars", maxColumns).str());
    return 1;
  }
  return unsigned(count);
}

//===----------------------------------------------------------------------===//
// Columns
//===----------------------------------------------------------------------===//

uint32_t Decoder::allocate(unsigned count) {
  std::vector<uint32_t> &reusable = freeColumns[count];
  if (!reusable.empty()) {
    uint32_t column = reusable.back();
    reusable.pop_back();
    return column;
  }
  uint32_t column = program.numColumns;
  program.numColumns += count;
  if (program.numColumns > maxTotalColumns) {
    fail(formatv("more than {0} scalars are live", maxTotalColumns).str());
    program.numColumns = column;
  }
  return column;
}

void Decoder::release(uint32_t column, unsigned count) { freeColumns[count].push_back(column); }

bool Decoder::isLocal(const llvm::Instruction &inst) const {
  if (isa<PHINode>(inst))
    return false;
  return llvm::all_of(inst.users(), [&](const User *user) {
    auto *userInst = dyn_cast<llvm::Instruction>(user);
    return userInst && !isa<PHINode>(userInst) && userInst->getParent() == inst.getParent();
  });
}

void Decoder::releaseOperands(const llvm::Instruction &inst) {
  auto releaseIfDone = [&](const llvm::Instruction *value, unsigned uses) {
    auto found = remainingUses.find(value);
    if (found == remainingUses.end())
      return;
    found->second -= uses;
    if (found->second != 0)
      return;
    release(columns[value], getNumColumns(value->getType()));
    remainingUses.erase(found);
  };
  if (inst.use_empty())
    releaseIfDone(&inst, 0);
  for (const Value *operand : inst.operands())
    if (auto *value = dyn_cast<llvm::Instruction>(operand))
      releaseIfDone(value, 1);
}

uint32_t Decoder::getOperand(const Value *value) {
  if (auto *constant = dyn_cast<Constant>(value))
    return getConstantColumns(constant);
  auto found = columns.find(value);
  if (found != columns.end())
    return found->second;
  if (auto *phi = dyn_cast<PHINode>(value))
    return getResult(*phi);
  fail("an operand that is neither a value nor a constant");
  return 0;
}

uint32_t Decoder::getResult(const llvm::Instruction &inst) {
  auto found = columns.find(&inst);
  if (found != columns.end())
    return found->second;
  uint32_t column = allocate(getNumColumns(inst.getType()));
  columns[&inst] = column;
  if (isLocal(inst))
    remainingUses[&inst] = inst.getNumUses();
  return column;
}

//===----------------------------------------------------------------------===//
// Instructions
//===----------------------------------------------------------------------===//

Operation &Decoder::emit(const llvm::Instruction &inst, Handler handler) {
  Operation decoded;
  decoded.handler = handler;
  decoded.site = site;
  const Type *type = inst.getType();
  if (!type->isVoidTy()) {
    decoded.result = getResult(inst);
    decoded.count = getNumColumns(type);
    if (!type->isAggregateType())
      decoded.resultBits = getElement(type).bits;
  }
  if (program.instructions.size() >= maxInstructions)
    fail(formatv("more than {0} instructions", maxInstructions).str());
  else
    program.instructions.push_back(decoded);
  return program.instructions.back();
}

Operation &Decoder::emit(const llvm::Instruction &inst, Handler handler,
                         ArrayRef<const Value *> operands) {
  uint32_t first[4] = {};
  for (size_t i = 0; i < operands.size(); ++i)
    first[i] = getOperand(operands[i]);
  Operation &decoded = emit(inst, handler);
  llvm::copy(first, decoded.operands);
  if (!operands.empty() && !operands[0]->getType()->isAggregateType())
    decoded.bits = getElement(operands[0]->getType()).bits;
  return decoded;
}

void Decoder::setMemoryOrder(const MemoryOrder &order) {
  program.orders[site] = order;
  program.ordersMemory |= order.acquires || order.releases;
}

void Decoder::decodeInstruction(const llvm::Instruction &inst) {
  site = uint32_t(program.sites.size());
  program.sites.push_back(&inst);
  program.orders.emplace_back();
  setMemoryOrder(getMemoryOrder(inst));
  size_t first = program.instructions.size();
  bool done = decodeArithmetic(*this, inst) || decodeCast(*this, inst) ||
              decodeMemory(*this, inst) || decodeVector(*this, inst) || decodeControl(*this, inst);
  if (!done)
    if (auto *call = dyn_cast<CallInst>(&inst))
      done = decodeIntrinsic(*this, *call) || decodeAirCall(*this, *call);
  if (!done)
    failUnknown(inst);
  if (options.checks.arithmetic && !failed() && first < program.instructions.size())
    checkArithmetic(*this, inst, program.instructions[first]);
  releaseOperands(inst);
}

/// What the block's instructions are made of, each kind once.
void Decoder::addKinds(const BasicBlock &block, Block &decoded) {
  uint32_t counts[numInstructionKinds] = {};
  for (const llvm::Instruction &inst : block)
    for (const KindCount &part : classifyInstruction(inst))
      counts[unsigned(part.kind)] += part.count;
  decoded.firstKind = uint32_t(program.kinds.size());
  for (unsigned kind = 0; kind < numInstructionKinds; ++kind)
    if (counts[kind] != 0)
      program.kinds.push_back({InstructionKind(kind), counts[kind]});
  decoded.kinds = uint32_t(program.kinds.size()) - decoded.firstKind;
}

void Decoder::decodeBlocks() {
  for (const BasicBlock *block : order) {
    Block decoded;
    decoded.first = uint32_t(program.instructions.size());
    decoded.firstEdge = uint32_t(program.edges.size());
    for (const llvm::Instruction &inst : *block) {
      if (!isa<PHINode>(inst))
        decodeInstruction(inst);
      if (failed())
        return;
    }
    decoded.count = uint32_t(program.instructions.size()) - decoded.first;
    decoded.edges = uint32_t(program.edges.size()) - decoded.firstEdge;
    if (options.profile)
      addKinds(*block, decoded);
    program.blocks.push_back(decoded);
  }
}

Expected<Program> Decoder::decode() {
  for (const Argument &argument : function.args()) {
    uint32_t column = allocate(getNumColumns(argument.getType()));
    columns[&argument] = column;
    program.parameters.push_back(column);
  }
  order = computeBlockOrder(function);
  for (size_t i = 0; i < order.size(); ++i)
    blockNumbers[order[i]] = uint32_t(i);
  decodeBlocks();
  uint64_t objects =
      1 + program.parameters.size() + program.globals.size() + program.variables.size();
  if (objects >= maxObjects)
    fail(formatv("{0} variables; {1} is the most", objects, maxObjects).str());
  if (failed())
    return createStringError(message);
  return std::move(program);
}

//===----------------------------------------------------------------------===//
// Edges
//===----------------------------------------------------------------------===//

/// Phis read all their operands before any of them changes. Where one copy would overwrite what a
/// later one reads, all go through spare columns.
uint32_t Decoder::addEdge(const BasicBlock &from, const BasicBlock &to) {
  SmallVector<Copy, 8> copies;
  for (const PHINode &phi : to.phis()) {
    uint32_t source = getOperand(phi.getIncomingValueForBlock(&from));
    uint32_t target = getResult(phi);
    for (unsigned i = 0, n = getNumColumns(phi.getType()); i < n; ++i)
      if (source != target)
        copies.push_back({source + i, target + i});
  }
  bool overwrites = false;
  for (size_t i = 0; i < copies.size(); ++i)
    for (size_t j = i + 1; j < copies.size(); ++j)
      overwrites |= copies[i].to == copies[j].from;

  Edge edge;
  edge.target = blockNumbers.lookup(&to);
  edge.firstCopy = uint32_t(program.copies.size());
  if (!overwrites) {
    program.copies.insert(program.copies.end(), copies.begin(), copies.end());
  } else {
    uint32_t spare = allocate(unsigned(copies.size()));
    for (size_t i = 0; i < copies.size(); ++i)
      program.copies.push_back({copies[i].from, spare + uint32_t(i)});
    for (size_t i = 0; i < copies.size(); ++i)
      program.copies.push_back({spare + uint32_t(i), copies[i].to});
    release(spare, unsigned(copies.size()));
  }
  edge.copies = uint32_t(program.copies.size()) - edge.firstCopy;
  program.edges.push_back(edge);
  return uint32_t(program.edges.size() - 1);
}

} // namespace tritonmetal::executor
