//===- SubsetCheck.cpp - What typed LLVM-14 bitcode can say ---------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SubsetCheck.h"

#include "AttributeTable.h"
#include "DebugRecords.h"
#include "SubsetChecker.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Intrinsics.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Metadata.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::air {

static std::string printed(const Type *type) {
  std::string text;
  raw_string_ostream(text) << *type;
  return text;
}

/// Metadata kinds that LLVM 22 numbers itself; the module's own follow.
static constexpr unsigned fixedKindCount = 0
#define LLVM_FIXED_MD_KIND(EnumID, Name, Value) +1
#include "llvm/IR/FixedMetadataKinds.def"
    ;

bool SubsetChecker::fail(const Twine &message) {
  if (problem.empty())
    problem = (where + message).str();
  return false;
}

//===----------------------------------------------------------------------===//
// Types and constants
//===----------------------------------------------------------------------===//

bool SubsetChecker::checkType(Type *type) {
  if (goodTypes.contains(type))
    return true;
  switch (type->getTypeID()) {
  case Type::VoidTyID:
  case Type::LabelTyID:
  case Type::HalfTyID:
  case Type::BFloatTyID:
  case Type::FloatTyID:
  case Type::DoubleTyID:
  case Type::IntegerTyID:
  case Type::PointerTyID:
  case Type::ArrayTyID:
  case Type::StructTyID:
    break;
  case Type::FixedVectorTyID:
    if (type->getScalarType()->isPointerTy())
      return fail("type '" + printed(type) +
                  "': a vector of pointers has no AIR form; use scalars");
    break;
  default:
    return fail("type '" + printed(type) + "' has no AIR form");
  }
  if (!checkElementTypes(type))
    return false;
  goodTypes.insert(type);
  return true;
}

bool SubsetChecker::checkElementTypes(Type *type) {
  for (Type *element : type->subtypes())
    if (!checkType(element))
      return false;
  return true;
}

bool SubsetChecker::checkConstant(const Constant *root) {
  SmallVector<const Constant *, 8> stack{root};
  while (!stack.empty()) {
    const Constant *constant = stack.pop_back_val();
    if (isa<GlobalValue>(constant) || !goodConstants.insert(constant).second)
      continue;
    if (auto *expression = dyn_cast<ConstantExpr>(constant))
      return fail("constant expression '" + Twine(expression->getOpcodeName()) +
                  "' is not written; make it an instruction");
    if (!isa<ConstantData, ConstantAggregate>(constant))
      return fail("constant '" + Twine(constant->getNameOrAsOperand()) + "' has no AIR form");
    if (!checkType(constant->getType()))
      return false;
    for (const Use &operand : constant->operands())
      stack.push_back(cast<Constant>(operand.get()));
  }
  return true;
}

bool SubsetChecker::checkHint(const Value &value) {
  Type *hint = hints.lookup(value);
  if (!hint)
    return true;
  if (hint->isVoidTy() || hint->isLabelTy() || !hint->isFirstClassType())
    if (!hint->isStructTy())
      return fail("pointee hint '" + printed(hint) + "' is not the type of a value in memory");
  return checkType(hint);
}

//===----------------------------------------------------------------------===//
// Metadata and attributes
//===----------------------------------------------------------------------===//

bool SubsetChecker::checkAttributes(AttributeList list) {
  for (unsigned index : list.indexes())
    for (Attribute attribute : list.getAttributes(index))
      if (!isAttributeSupported(attribute))
        return fail("attribute '" + attribute.getAsString() + "' has no AIR form");
  return true;
}

static StringRef metadataClassName(const Metadata &metadata) {
  switch (metadata.getMetadataID()) {
#define HANDLE_METADATA_LEAF(CLASS)                                                                \
  case Metadata::CLASS##Kind:                                                                      \
    return #CLASS;
#include "llvm/IR/Metadata.def"
  default:
    return "metadata";
  }
}

bool SubsetChecker::checkMetadataOperand(const Metadata *operand) {
  if (!operand || isa<MDString>(operand))
    return true;
  if (auto *value = dyn_cast<ConstantAsMetadata>(operand))
    return checkConstant(value->getValue());
  return fail(metadataClassName(*operand) + Twine(" in metadata has no AIR form"));
}

bool SubsetChecker::checkMetadata(const MDNode *root) {
  SmallVector<const MDNode *, 16> stack{root};
  while (!stack.empty()) {
    const MDNode *node = stack.pop_back_val();
    if (!goodMetadata.insert(node).second)
      continue;
    if (!isa<MDTuple>(node) && !isLineNode(*node))
      return fail("metadata node " + metadataClassName(*node) +
                  " is not written; strip debug info to line tables");
    for (const MDOperand &operand : node->operands()) {
      if (auto *child = dyn_cast_or_null<MDNode>(operand.get()))
        stack.push_back(child);
      else if (!checkMetadataOperand(operand.get()))
        return false;
    }
  }
  return true;
}

bool SubsetChecker::checkAttachments(ArrayRef<std::pair<unsigned, MDNode *>> attachments,
                                     const LLVMContext &context) {
  for (auto [kind, node] : attachments) {
    if (kind > LLVMContext::MD_annotation && kind < fixedKindCount) {
      SmallVector<StringRef, 64> names;
      context.getMDKindNames(names);
      return fail("metadata kind '!" + names[kind] + "' is not known to LLVM 14, which AIR is");
    }
    if (!checkMetadata(node))
      return false;
  }
  return true;
}

/// Behaviours: LLVM 14 ends at 7 (max).
bool SubsetChecker::checkModuleFlags(const Module &module) {
  const NamedMDNode *flags = module.getModuleFlagsMetadata();
  if (!flags)
    return true;
  for (const MDNode *flag : flags->operands()) {
    Module::ModFlagBehavior behavior;
    if (flag->getNumOperands() < 1 ||
        !Module::isValidModFlagBehavior(flag->getOperand(0), behavior))
      return fail("malformed module flag");
    if (behavior > Module::Max)
      return fail("module flag behavior " + Twine(unsigned(behavior)) +
                  " is not known to LLVM 14, which AIR is");
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Globals
//===----------------------------------------------------------------------===//

bool SubsetChecker::checkGlobal(const GlobalValue &global) {
  if (global.isThreadLocal())
    return fail("thread_local has no AIR form; thread memory is 'alloca'");
  if (global.hasComdat())
    return fail("comdats have no AIR form");
  if (global.hasPartition())
    return fail("partitions have no AIR form");
  if (global.hasDLLImportStorageClass() || global.hasDLLExportStorageClass())
    return fail("DLL storage classes have no AIR form");
  if (global.hasSanitizerMetadata())
    return fail("sanitizer metadata has no AIR form");
  SmallVector<std::pair<unsigned, MDNode *>, 4> attachments;
  cast<GlobalObject>(global).getAllMetadata(attachments);
  return checkAttachments(attachments, global.getContext());
}

bool SubsetChecker::checkVariable(const GlobalVariable &variable) {
  where = ("global variable '" + variable.getName() + "': ").str();
  if (variable.getName().starts_with("llvm."))
    return fail("variables that mean something to LLVM have no AIR form");
  if (variable.hasAttributes())
    return fail("attributes on a variable have no AIR form");
  if (variable.getCodeModel())
    return fail("'code_model' needs LLVM 18, AIR is LLVM 14");
  if (!checkGlobal(variable) || !checkType(variable.getValueType()))
    return false;
  return !variable.hasInitializer() || checkConstant(variable.getInitializer());
}

/// Intrinsics that Apple's compiler service is known to take; all exist in LLVM 14 as they are now.
bool SubsetChecker::checkIntrinsic(const Function &function) {
  switch (function.getIntrinsicID()) {
  case Intrinsic::assume:
  case Intrinsic::bitreverse:
  case Intrinsic::bswap:
  case Intrinsic::ceil:
  case Intrinsic::copysign:
  case Intrinsic::ctlz:
  case Intrinsic::ctpop:
  case Intrinsic::cttz:
  case Intrinsic::debugtrap:
  case Intrinsic::exp:
  case Intrinsic::exp2:
  case Intrinsic::fabs:
  case Intrinsic::floor:
  case Intrinsic::fma:
  case Intrinsic::fmuladd:
  case Intrinsic::log:
  case Intrinsic::log2:
  case Intrinsic::maxnum:
  case Intrinsic::memcpy:
  case Intrinsic::memmove:
  case Intrinsic::memset:
  case Intrinsic::minnum:
  case Intrinsic::rint:
  case Intrinsic::round:
  case Intrinsic::sadd_sat:
  case Intrinsic::sadd_with_overflow:
  case Intrinsic::smax:
  case Intrinsic::smin:
  case Intrinsic::smul_with_overflow:
  case Intrinsic::sqrt:
  case Intrinsic::ssub_sat:
  case Intrinsic::ssub_with_overflow:
  case Intrinsic::trap:
  case Intrinsic::trunc:
  case Intrinsic::uadd_sat:
  case Intrinsic::uadd_with_overflow:
  case Intrinsic::umax:
  case Intrinsic::umin:
  case Intrinsic::umul_with_overflow:
  case Intrinsic::usub_sat:
  case Intrinsic::usub_with_overflow:
    return true;
  default:
    return fail("this LLVM intrinsic has no AIR form; lower it to an 'air.*' function");
  }
}

bool SubsetChecker::checkFunction(const Function &function) {
  where = ("function '" + function.getName() + "': ").str();
  if (function.getName().starts_with("llvm.") && !checkIntrinsic(function))
    return false;
  if (function.isVarArg())
    return fail("variable arguments have no AIR form");
  if (function.hasGC() || function.hasPersonalityFn() || function.hasPrefixData() ||
      function.hasPrologueData())
    return fail("garbage collection, personalities, prefix and prologue data have no AIR form");
  if (function.isMaterializable())
    return fail("its body has not been read from bitcode yet");
  if (!checkGlobal(function) || !checkAttributes(function.getAttributes()) ||
      !checkType(function.getReturnType()) || !checkHint(function))
    return false;
  for (const Argument &argument : function.args())
    if (!checkType(argument.getType()) || !checkHint(argument))
      return false;
  for (const Instruction &inst : instructions(function))
    if (!checkInstruction(inst))
      return false;
  return true;
}

bool SubsetChecker::checkModule(const Module &module) {
  if (!module.getModuleInlineAsm().empty())
    return fail("module-level assembly has no AIR form");
  if (!module.alias_empty() || !module.ifunc_empty())
    return fail("aliases and ifuncs have no AIR form");
  if (!checkModuleFlags(module))
    return false;
  for (const NamedMDNode &named : module.named_metadata()) {
    where = ("named metadata '" + named.getName() + "': ").str();
    for (const MDNode *node : named.operands())
      if (!checkMetadata(node))
        return false;
  }
  for (const GlobalVariable &variable : module.globals())
    if (!checkVariable(variable))
      return false;
  for (const Function &function : module)
    if (!checkFunction(function))
      return false;
  return true;
}

Error checkSubset(const Module &module, const PointeeTypes &hints) {
  std::string broken;
  raw_string_ostream stream(broken);
  if (verifyModule(module, &stream))
    return createStringError("air bitcode: the module is not valid IR: " +
                             StringRef(broken).split('\n').first);
  SubsetChecker checker(hints);
  if (checker.checkModule(module))
    return Error::success();
  return createStringError("air bitcode: " + checker.problem);
}

} // namespace tritonmetal::air
