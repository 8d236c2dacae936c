//===- ModuleComparison.cpp - A module against itself read back -----------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ModuleComparison.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Metadata.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/ModRef.h"
#include "llvm/Support/raw_ostream.h"

#include <set>
#include <utility>

using namespace llvm;

namespace tritonmetal::test {

namespace {

template <typename T>
std::string printed(const T &value) {
  std::string text;
  raw_string_ostream(text) << value;
  return text;
}

bool isPointerView(const Value *value) {
  auto *cast = dyn_cast<BitCastInst>(value);
  return cast && cast->getType()->isPointerTy() && cast->getSrcTy() == cast->getDestTy();
}

const Value *throughViews(const Value *value) {
  while (isPointerView(value))
    value = cast<BitCastInst>(value)->getOperand(0);
  return value;
}

class Comparison {
public:
  bool sameModule(const Module &a, const Module &b);

  std::string difference;

private:
  bool differs(const Twine &what) {
    if (difference.empty())
      difference = (where + what).str();
    return false;
  }
  /// Notes a difference unless the two agree.
  template <typename T>
  bool same(StringRef what, const T &a, const T &b) {
    return a == b || differs(what);
  }

  bool sameType(Type *a, Type *b);
  bool sameConstant(const Constant *a, const Constant *b);
  bool sameValue(const Value *a, const Value *b);
  bool sameMetadata(const Metadata *a, const Metadata *b);
  bool sameLeaf(const Metadata *a, const Metadata *b);
  template <typename T>
  bool sameAttachments(const T &a, const T &b);
  bool sameAttributes(AttributeList a, AttributeList b);
  bool sameNamedMetadata(const Module &a, const Module &b);
  bool sameGlobal(const GlobalObject &a, const GlobalObject &b);
  bool sameVariable(const GlobalVariable &a, const GlobalVariable &b);
  bool sameFunction(const Function &a, const Function &b);
  bool sameBody(const Function &a, const Function &b);
  bool sameInstruction(const Instruction &a, const Instruction &b);
  bool sameDetails(const Instruction &a, const Instruction &b);
  bool sameMemoryDetails(const Instruction &a, const Instruction &b);
  bool sameOperands(const Instruction &a, const Instruction &b);

  std::string where;
  DenseMap<const Value *, const Value *> values;         // globals, arguments, blocks, instructions
  DenseMap<const Metadata *, const Metadata *> nodes;    // written to read
  DenseMap<const Metadata *, const Metadata *> partners; // read to written
  DenseMap<Type *, Type *> structs;
};

//===----------------------------------------------------------------------===//
// Types and constants
//===----------------------------------------------------------------------===//

bool Comparison::sameType(Type *a, Type *b) {
  if (a->getTypeID() != b->getTypeID() || a->getNumContainedTypes() != b->getNumContainedTypes())
    return false;
  if (a->isIntegerTy() && a->getIntegerBitWidth() != b->getIntegerBitWidth())
    return false;
  if (a->isPointerTy() && a->getPointerAddressSpace() != b->getPointerAddressSpace())
    return false;
  if (a->isArrayTy() && a->getArrayNumElements() != b->getArrayNumElements())
    return false;
  if (auto *vector = dyn_cast<FixedVectorType>(a))
    if (vector->getNumElements() != cast<FixedVectorType>(b)->getNumElements())
      return false;
  if (auto *structType = dyn_cast<StructType>(a)) {
    auto *other = cast<StructType>(b);
    if (structType->isPacked() != other->isPacked() ||
        structType->isLiteral() != other->isLiteral() ||
        structType->isOpaque() != other->isOpaque())
      return false;
    // Readers rename a struct whose name is taken in their context; it stays one struct.
    if (!structType->isLiteral() && structs.try_emplace(a, b).first->second != b)
      return false;
  }
  for (unsigned i = 0; i < a->getNumContainedTypes(); ++i)
    if (!sameType(a->getContainedType(i), b->getContainedType(i)))
      return false;
  return true;
}

bool Comparison::sameConstant(const Constant *a, const Constant *b) {
  if (!sameType(a->getType(), b->getType()))
    return false;
  if (isa<GlobalValue>(a) || isa<GlobalValue>(b))
    return values.lookup(a) == b;
  bool poison = isa<PoisonValue>(a), undef = isa<UndefValue>(a), null = a->isNullValue();
  if (poison != isa<PoisonValue>(b) || undef != isa<UndefValue>(b) || null != b->isNullValue())
    return false;
  if (poison || undef || null)
    return true;
  Type *type = a->getType();
  if (auto *number = dyn_cast<ConstantInt>(a); number && type->isIntegerTy())
    return isa<ConstantInt>(b) && number->getValue() == cast<ConstantInt>(b)->getValue();
  if (auto *number = dyn_cast<ConstantFP>(a); number && type->isFloatingPointTy())
    return isa<ConstantFP>(b) &&
           number->getValueAPF().bitwiseIsEqual(cast<ConstantFP>(b)->getValueAPF());
  if (!a->getAggregateElement(0u))
    return false;
  for (unsigned i = 0; const Constant *element = a->getAggregateElement(i); ++i) {
    const Constant *other = b->getAggregateElement(i);
    if (!other || !sameConstant(element, other))
      return false;
  }
  return true;
}

bool Comparison::sameValue(const Value *a, const Value *b) {
  a = throughViews(a);
  b = throughViews(b);
  if (isa<Constant>(a) && !isa<GlobalValue>(a))
    return isa<Constant>(b) && sameConstant(cast<Constant>(a), cast<Constant>(b));
  auto known = values.find(a);
  return known != values.end() && known->second == b;
}

//===----------------------------------------------------------------------===//
// Metadata
//===----------------------------------------------------------------------===//

bool Comparison::sameLeaf(const Metadata *a, const Metadata *b) {
  if (!a || !b)
    return a == b;
  if (auto *string = dyn_cast<MDString>(a))
    return isa<MDString>(b) && string->getString() == cast<MDString>(b)->getString();
  if (auto *constant = dyn_cast<ConstantAsMetadata>(a))
    return isa<ConstantAsMetadata>(b) &&
           sameConstant(constant->getValue(), cast<ConstantAsMetadata>(b)->getValue());
  return false;
}

/// What nodes of line tables hold beside their operands.
static SmallVector<uint64_t> getLineFields(const MDNode &node) {
  if (auto *location = dyn_cast<DILocation>(&node))
    return {location->getLine(), location->getColumn(), location->isImplicitCode()};
  if (auto *program = dyn_cast<DISubprogram>(&node))
    return {program->getLine(), program->getScopeLine(), program->getSPFlags(),
            program->getFlags()};
  if (auto *unit = dyn_cast<DICompileUnit>(&node))
    return {unit->getSourceLanguage().getUnversionedName(), unit->isOptimized(),
            unit->getEmissionKind(), uint64_t(unit->getNameTableKind()),
            unit->getSplitDebugInlining()};
  if (auto *block = dyn_cast<DILexicalBlock>(&node))
    return {block->getLine(), block->getColumn()};
  if (auto *block = dyn_cast<DILexicalBlockFile>(&node))
    return {block->getDiscriminator()};
  if (auto *type = dyn_cast<DISubroutineType>(&node))
    return {type->getFlags(), type->getCC()};
  return {};
}

/// Two graphs are the same when a walk over both in step never pairs a node with two others.
bool Comparison::sameMetadata(const Metadata *rootA, const Metadata *rootB) {
  SmallVector<std::pair<const Metadata *, const Metadata *>, 16> work{{rootA, rootB}};
  while (!work.empty()) {
    auto [a, b] = work.pop_back_val();
    auto *nodeA = dyn_cast_or_null<MDNode>(a);
    auto *nodeB = dyn_cast_or_null<MDNode>(b);
    if (!nodeA || !nodeB) {
      if (!sameLeaf(a, b))
        return false;
      continue;
    }
    auto [it, isNew] = nodes.try_emplace(a, b);
    if (it->second != b || partners.try_emplace(b, a).first->second != a ||
        nodeA->getMetadataID() != nodeB->getMetadataID() ||
        getLineFields(*nodeA) != getLineFields(*nodeB) ||
        nodeA->isDistinct() != nodeB->isDistinct() ||
        nodeA->getNumOperands() != nodeB->getNumOperands())
      return false;
    for (unsigned i = 0; isNew && i < nodeA->getNumOperands(); ++i)
      work.push_back({nodeA->getOperand(i).get(), nodeB->getOperand(i).get()});
  }
  return true;
}

template <typename T>
bool Comparison::sameAttachments(const T &a, const T &b) {
  SmallVector<std::pair<unsigned, MDNode *>, 4> listA, listB;
  a.getAllMetadata(listA);
  b.getAllMetadata(listB);
  SmallVector<StringRef, 64> namesA, namesB;
  a.getContext().getMDKindNames(namesA);
  b.getContext().getMDKindNames(namesB);
  if (listA.size() != listB.size())
    return differs("number of metadata attachments");
  for (auto [attachmentA, attachmentB] : zip(listA, listB)) {
    if (namesA[attachmentA.first] != namesB[attachmentB.first])
      return differs("metadata kind !" + namesA[attachmentA.first] + " against !" +
                     namesB[attachmentB.first]);
    if (!sameMetadata(attachmentA.second, attachmentB.second))
      return differs("metadata !" + namesA[attachmentA.first]);
  }
  return true;
}

bool Comparison::sameNamedMetadata(const Module &a, const Module &b) {
  if (a.named_metadata_size() != b.named_metadata_size())
    return differs("number of named metadata");
  for (const auto &[namedA, namedB] : zip(a.named_metadata(), b.named_metadata())) {
    if (namedA.getName() != namedB.getName() || namedA.getNumOperands() != namedB.getNumOperands())
      return differs("named metadata !" + namedA.getName());
    for (const auto &[nodeA, nodeB] : zip(namedA.operands(), namedB.operands()))
      if (!sameMetadata(nodeA, nodeB))
        return differs("a node of named metadata !" + namedA.getName());
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

/// What remains of memory effects when one can only say "reads", "writes" or both, in arguments,
/// inaccessible memory, these two, or everywhere.
MemoryEffects widened(MemoryEffects effects) {
  ModRefInfo kind = effects.getModRef();
  if (effects.onlyAccessesArgPointees())
    return MemoryEffects::argMemOnly(kind);
  if (effects.onlyAccessesInaccessibleMem())
    return MemoryEffects::inaccessibleMemOnly(kind);
  if (effects.onlyAccessesInaccessibleOrArgMem())
    return MemoryEffects::inaccessibleOrArgMemOnly(kind);
  return MemoryEffects(kind);
}

const StringSet<> &newerHints() {
  static const StringSet<> names{"allockind",
                                 "allocptr",
                                 "dead_on_return",
                                 "dead_on_unwind",
                                 "initializes",
                                 "nocreateundeforpoison",
                                 "nodivergencesource",
                                 "noext",
                                 "nofpclass",
                                 "optdebug",
                                 "range",
                                 "uwtable",
                                 "writable"};
  return names;
}

std::set<std::string> rendered(AttributeSet set, bool asWritten) {
  std::set<std::string> texts;
  for (Attribute attribute : set) {
    if (attribute.hasAttribute(Attribute::Memory)) {
      MemoryEffects effects = attribute.getMemoryEffects();
      effects = asWritten ? widened(effects) : effects;
      if (effects != MemoryEffects::unknown())
        texts.insert("memory " + std::to_string(effects.toIntValue()));
      continue;
    }
    if (attribute.hasAttribute(Attribute::Captures)) {
      if (!asWritten || capturesNothing(attribute.getCaptureInfo()))
        texts.insert(attribute.getAsString());
      continue;
    }
    bool dropped = !attribute.isStringAttribute() &&
                   newerHints().contains(Attribute::getNameFromAttrKind(attribute.getKindAsEnum()));
    if (!asWritten || !dropped)
      texts.insert(attribute.getAsString());
  }
  return texts;
}

bool Comparison::sameAttributes(AttributeList a, AttributeList b) {
  unsigned last = std::max(a.getNumAttrSets(), b.getNumAttrSets());
  for (unsigned set = 0; set < last; ++set) {
    unsigned index = set - 1; // the function's attributes come first, under the index ~0
    auto textsA = rendered(a.getAttributes(index), /*asWritten=*/true);
    auto textsB = rendered(b.getAttributes(index), /*asWritten=*/false);
    if (textsA != textsB)
      return differs("attributes at index " + Twine(int(index)) + ": '" + join(textsA, " ") +
                     "' against '" + join(textsB, " ") + "'");
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Instructions
//===----------------------------------------------------------------------===//

bool Comparison::sameMemoryDetails(const Instruction &a, const Instruction &b) {
  if (auto *load = dyn_cast<LoadInst>(&a)) {
    auto *other = cast<LoadInst>(&b);
    return same("alignment", load->getAlign(), other->getAlign()) &&
           same("volatile", load->isVolatile(), other->isVolatile()) &&
           same("ordering", load->getOrdering(), other->getOrdering()) &&
           same("scope", load->getSyncScopeID(), other->getSyncScopeID());
  }
  if (auto *store = dyn_cast<StoreInst>(&a)) {
    auto *other = cast<StoreInst>(&b);
    return same("alignment", store->getAlign(), other->getAlign()) &&
           same("volatile", store->isVolatile(), other->isVolatile()) &&
           same("ordering", store->getOrdering(), other->getOrdering()) &&
           same("scope", store->getSyncScopeID(), other->getSyncScopeID());
  }
  if (auto *fence = dyn_cast<FenceInst>(&a)) {
    auto *other = cast<FenceInst>(&b);
    return same("ordering", fence->getOrdering(), other->getOrdering()) &&
           same("scope", fence->getSyncScopeID(), other->getSyncScopeID());
  }
  if (auto *rmw = dyn_cast<AtomicRMWInst>(&a)) {
    auto *other = cast<AtomicRMWInst>(&b);
    return same("operation", rmw->getOperation(), other->getOperation()) &&
           same("alignment", rmw->getAlign(), other->getAlign()) &&
           same("volatile", rmw->isVolatile(), other->isVolatile()) &&
           same("ordering", rmw->getOrdering(), other->getOrdering()) &&
           same("scope", rmw->getSyncScopeID(), other->getSyncScopeID());
  }
  if (auto *exchange = dyn_cast<AtomicCmpXchgInst>(&a)) {
    auto *other = cast<AtomicCmpXchgInst>(&b);
    return same("weak", exchange->isWeak(), other->isWeak()) &&
           same("alignment", exchange->getAlign(), other->getAlign()) &&
           same("volatile", exchange->isVolatile(), other->isVolatile()) &&
           same("ordering", exchange->getSuccessOrdering(), other->getSuccessOrdering()) &&
           same("failure ordering", exchange->getFailureOrdering(), other->getFailureOrdering()) &&
           same("scope", exchange->getSyncScopeID(), other->getSyncScopeID());
  }
  return true;
}

bool Comparison::sameDetails(const Instruction &a, const Instruction &b) {
  if (auto *compare = dyn_cast<CmpInst>(&a))
    return same("predicate", compare->getPredicate(), cast<CmpInst>(b).getPredicate());
  if (auto *alloca = dyn_cast<AllocaInst>(&a)) {
    auto *other = cast<AllocaInst>(&b);
    return same("alignment", alloca->getAlign(), other->getAlign()) &&
           (sameType(alloca->getAllocatedType(), other->getAllocatedType()) ||
            differs("allocated type"));
  }
  if (auto *gep = dyn_cast<GetElementPtrInst>(&a))
    return sameType(gep->getSourceElementType(),
                    cast<GetElementPtrInst>(b).getSourceElementType()) ||
           differs("source element type");
  if (auto *call = dyn_cast<CallInst>(&a)) {
    auto *other = cast<CallInst>(&b);
    return same("tail call kind", call->getTailCallKind(), other->getTailCallKind()) &&
           same("calling convention", call->getCallingConv(), other->getCallingConv()) &&
           (sameType(call->getFunctionType(), other->getFunctionType()) ||
            differs("function type")) &&
           sameAttributes(call->getAttributes(), other->getAttributes());
  }
  if (auto *extract = dyn_cast<ExtractValueInst>(&a))
    return same("indices", extract->getIndices(), cast<ExtractValueInst>(b).getIndices());
  if (auto *insert = dyn_cast<InsertValueInst>(&a))
    return same("indices", insert->getIndices(), cast<InsertValueInst>(b).getIndices());
  if (auto *shuffle = dyn_cast<ShuffleVectorInst>(&a))
    return same("mask", shuffle->getShuffleMask(), cast<ShuffleVectorInst>(b).getShuffleMask());
  return sameMemoryDetails(a, b);
}

bool Comparison::sameOperands(const Instruction &a, const Instruction &b) {
  if (a.getNumOperands() != b.getNumOperands())
    return differs("number of operands");
  for (unsigned i = 0; i < a.getNumOperands(); ++i)
    if (!sameValue(a.getOperand(i), b.getOperand(i)))
      return differs("operand " + Twine(i) + ": " + printed(*a.getOperand(i)) + " against " +
                     printed(*b.getOperand(i)));
  if (auto *phi = dyn_cast<PHINode>(&a))
    for (unsigned i = 0; i < phi->getNumIncomingValues(); ++i)
      if (values.lookup(phi->getIncomingBlock(i)) != cast<PHINode>(b).getIncomingBlock(i))
        return differs("incoming block " + Twine(i));
  if (auto *jump = dyn_cast<SwitchInst>(&a))
    for (auto [caseA, caseB] : zip(jump->cases(), cast<SwitchInst>(b).cases()))
      if (!sameConstant(caseA.getCaseValue(), caseB.getCaseValue()))
        return differs("case value");
  return true;
}

bool Comparison::sameInstruction(const Instruction &a, const Instruction &b) {
  if (a.getOpcode() != b.getOpcode())
    return differs("opcode " + StringRef(a.getOpcodeName()) + " against " + b.getOpcodeName());
  if (!sameType(a.getType(), b.getType()))
    return differs("type " + printed(*a.getType()) + " against " + printed(*b.getType()));
  if (a.getRawSubclassOptionalData() != b.getRawSubclassOptionalData())
    return differs("flags");
  return sameDetails(a, b) && sameOperands(a, b) && sameAttachments(a, b);
}

/// The instructions of a block without views of pointers.
SmallVector<const Instruction *, 32> significant(const BasicBlock &block) {
  SmallVector<const Instruction *, 32> list;
  for (const Instruction &inst : block)
    if (!isPointerView(&inst))
      list.push_back(&inst);
  return list;
}

bool Comparison::sameBody(const Function &a, const Function &b) {
  if (a.size() != b.size())
    return differs("number of blocks: " + Twine(a.size()) + " against " + Twine(b.size()));
  SmallVector<std::pair<const Instruction *, const Instruction *>, 64> pairs;
  for (const auto &[blockA, blockB] : zip(a, b)) {
    values[&blockA] = &blockB;
    auto listA = significant(blockA), listB = significant(blockB);
    if (listA.size() != listB.size())
      return differs("number of instructions in a block: " + Twine(listA.size()) + " against " +
                     Twine(listB.size()));
    for (auto [instA, instB] : zip(listA, listB)) {
      values[instA] = instB;
      pairs.push_back({instA, instB});
    }
  }
  // Printing numbers the whole function, so it waits until there is something to say.
  std::string function = std::exchange(where, "");
  for (auto [instA, instB] : pairs) {
    if (sameInstruction(*instA, *instB))
      continue;
    difference = function + printed(*instA) + ": " + difference;
    return false;
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Globals
//===----------------------------------------------------------------------===//

bool Comparison::sameGlobal(const GlobalObject &a, const GlobalObject &b) {
  return same("linkage", a.getLinkage(), b.getLinkage()) &&
         same("visibility", a.getVisibility(), b.getVisibility()) &&
         same("unnamed_addr", a.getUnnamedAddr(), b.getUnnamedAddr()) &&
         same("section", a.getSection(), b.getSection()) &&
         same("dso_local", a.isDSOLocal(), b.isDSOLocal()) && sameAttachments(a, b);
}

bool Comparison::sameVariable(const GlobalVariable &a, const GlobalVariable &b) {
  where = ("@" + a.getName() + ": ").str();
  if (!sameType(a.getValueType(), b.getValueType()))
    return differs("value type");
  if (a.hasInitializer() != b.hasInitializer() ||
      (a.hasInitializer() && !sameConstant(a.getInitializer(), b.getInitializer())))
    return differs("initializer");
  return same("name", a.getName(), b.getName()) && same("alignment", a.getAlign(), b.getAlign()) &&
         same("constant", a.isConstant(), b.isConstant()) &&
         same("address space", a.getAddressSpace(), b.getAddressSpace()) &&
         same("externally_initialized", a.isExternallyInitialized(), b.isExternallyInitialized()) &&
         sameGlobal(a, b);
}

bool Comparison::sameFunction(const Function &a, const Function &b) {
  where = ("@" + a.getName() + ": ").str();
  if (!sameType(a.getFunctionType(), b.getFunctionType()))
    return differs("function type");
  if (!same("name", a.getName(), b.getName()) ||
      !same("calling convention", a.getCallingConv(), b.getCallingConv()) ||
      !same("alignment", a.getAlign(), b.getAlign()) ||
      !same("declaration", a.isDeclaration(), b.isDeclaration()) || !sameGlobal(a, b))
    return false;
  // Readers give intrinsics the attributes of their own LLVM.
  if (!a.isIntrinsic() && !sameAttributes(a.getAttributes(), b.getAttributes()))
    return false;
  for (const auto &[argumentA, argumentB] : zip(a.args(), b.args()))
    values[&argumentA] = &argumentB;
  return sameBody(a, b);
}

bool Comparison::sameModule(const Module &a, const Module &b) {
  if (!same("target triple", a.getTargetTriple().str(), b.getTargetTriple().str()) ||
      !same("data layout", a.getDataLayoutStr(), b.getDataLayoutStr()) ||
      !same("source file name", a.getSourceFileName(), b.getSourceFileName()) ||
      !same("number of variables", a.global_size(), b.global_size()) ||
      !same("number of functions", a.size(), b.size()))
    return false;
  for (const auto &[variableA, variableB] : zip(a.globals(), b.globals()))
    values[&variableA] = &variableB;
  // By name, since readers put renamed intrinsics (p1i8 to p1) at the end.
  for (const auto &[functionA, atSamePlace] : zip(a, b)) {
    const Function *named = b.getFunction(functionA.getName());
    if (functionA.hasName() && !named)
      return differs("no function @" + functionA.getName());
    values[&functionA] = named ? named : &atSamePlace;
  }
  for (const auto &[variableA, variableB] : zip(a.globals(), b.globals()))
    if (!sameVariable(variableA, variableB))
      return false;
  for (const Function &function : a)
    if (!sameFunction(function, *cast<Function>(values.lookup(&function))))
      return false;
  where.clear();
  return sameNamedMetadata(a, b);
}

} // namespace

std::string compareModules(const Module &written, const Module &readBack) {
  Comparison comparison;
  bool same = comparison.sameModule(written, readBack);
  if (!same && comparison.difference.empty())
    return "the modules differ";
  return comparison.difference;
}

} // namespace tritonmetal::test
