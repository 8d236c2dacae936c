//===- FunctionConstants.cpp - Values that a pipeline is made with ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FunctionConstants.h"

#include "triton-metal/Executor/Launch.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Transforms/Utils/Evaluator.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;

namespace tritonmetal::executor {

//===----------------------------------------------------------------------===//
// The list in the module
//===----------------------------------------------------------------------===//

namespace {
struct FunctionConstant {
  GlobalVariable *variable = nullptr; // that the system would initialise
  StringRef type;                     // as in Metal: float, uint4
  StringRef name;
  bool required = true;
  const FunctionConstantValue *value = nullptr;
};

/// One specialisation.
class Specialiser {
public:
  Specialiser(Module &module, StringRef kernel, ArrayRef<FunctionConstantValue> values)
      : module(module), kernel(kernel), values(values) {}

  Error run();

private:
  Error readList();
  Error matchValues();
  Error setValue(const FunctionConstant &constant);
  void answerQuestions();
  Error runConstructors();
  Error fail(const Twine &what) const {
    return createStringError(formatv("kernel '{0}': {1}", kernel, what.str()));
  }

  Module &module;
  StringRef kernel;
  ArrayRef<FunctionConstantValue> values;
  std::vector<FunctionConstant> constants;
};
} // namespace

static StringRef getString(const MDNode &node, unsigned index) {
  auto *string = dyn_cast_or_null<MDString>(node.getOperand(index).get());
  return string ? string->getString() : "";
}

Error Specialiser::readList() {
  NamedMDNode *list = module.getNamedMetadata("air.function_constants");
  if (!list)
    return Error::success();
  for (const MDNode *node : list->operands()) {
    FunctionConstant constant;
    if (node->getNumOperands() < 5)
      return fail("an entry of 'air.function_constants' has less than 5 operands");
    if (auto *value = dyn_cast_or_null<ValueAsMetadata>(node->getOperand(0).get()))
      constant.variable = dyn_cast<GlobalVariable>(value->getValue()->stripPointerCasts());
    constant.type = getString(*node, 1);
    constant.name = getString(*node, 2);
    auto *required = mdconst::dyn_extract_or_null<ConstantInt>(node->getOperand(4));
    if (!constant.variable || constant.name.empty() || !required)
      return fail("an entry of 'air.function_constants' is not {variable, type, name, index, "
                  "required}");
    constant.required = !required->isZero();
    constants.push_back(constant);
  }
  return Error::success();
}

Error Specialiser::matchValues() {
  for (const FunctionConstantValue &value : values) {
    auto found = llvm::find_if(
        constants, [&](const FunctionConstant &constant) { return constant.name == value.name; });
    if (found == constants.end()) {
      std::vector<std::string> names;
      for (const FunctionConstant &constant : constants)
        names.push_back(constant.name.str());
      return fail(formatv("has no function constant '{0}' ({1})", value.name,
                          names.empty() ? "none at all" : join(names, ", ")));
    }
    found->value = &value;
  }
  std::vector<std::string> missing;
  for (const FunctionConstant &constant : constants)
    if (constant.required && !constant.value)
      missing.push_back(formatv("'{0}' ({1})", constant.name, constant.type));
  if (missing.empty())
    return Error::success();
  return fail(formatv("its function constant{0} {1} {2}; give {3} with --constant=NAME=VALUE or in "
                      "the launch's 'constants'",
                      missing.size() == 1 ? "" : "s", join(missing, ", "),
                      missing.size() == 1 ? "has no value" : "have no values",
                      missing.size() == 1 ? "it" : "them"));
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

/// The IR spelling of a Metal scalar type, or nothing.
static StringRef getElementType(StringRef metal) {
  return StringSwitch<StringRef>(metal)
      .Case("bool", "i1")
      .Cases({"char", "uchar"}, "i8")
      .Cases({"short", "ushort"}, "i16")
      .Cases({"int", "uint"}, "i32")
      .Cases({"long", "ulong"}, "i64")
      .Case("half", "f16")
      .Case("bfloat", "bf16")
      .Case("float", "f32")
      .Default("");
}

/// The constant of type `type` with these bytes, or null if it has no such form.
static Constant *makeConstant(Type *type, ArrayRef<uint8_t> bytes) {
  uint64_t bits = 0;
  for (size_t i = 0; i < bytes.size(); ++i)
    bits |= uint64_t(bytes[i]) << (8 * i);
  unsigned width = type->getScalarSizeInBits();
  if (width == 0 || width > 64 || type->isVectorTy() || width > 8 * bytes.size())
    return nullptr;
  APInt number(width, bits, /*isSigned=*/false, /*implicitTrunc=*/true);
  if (type->isFloatingPointTy())
    return ConstantFP::get(type->getContext(), APFloat(type->getFltSemantics(), number));
  return type->isIntegerTy() ? ConstantInt::get(type, number) : nullptr;
}

Error Specialiser::setValue(const FunctionConstant &constant) {
  Type *type = constant.variable->getValueType();
  Constant *initial = Constant::getNullValue(type);
  if (constant.value) {
    unsigned count = 1;
    StringRef scalar = constant.type;
    if (!scalar.empty() && isDigit(scalar.back())) {
      count = unsigned(scalar.back() - '0');
      scalar = scalar.drop_back();
    }
    StringRef element = getElementType(scalar);
    if (element.empty())
      return fail(formatv("function constant '{0}' is a {1}, which the executor cannot set",
                          constant.name, constant.type));
    if (constant.value->values.size() != count)
      return fail(formatv("function constant '{0}' is a {1} and takes {2} value{3}, not {4}",
                          constant.name, constant.type, count, count == 1 ? "" : "s",
                          constant.value->values.size()));
    auto *vector = dyn_cast<FixedVectorType>(type);
    SmallVector<Constant *, 4> elements;
    for (const ScalarValue &value : constant.value->values) {
      Expected<std::vector<uint8_t>> bytes = encodeScalar(value, element);
      if (!bytes)
        return fail("function constant '" + constant.name + "': " + toString(bytes.takeError()));
      elements.push_back(makeConstant(type->getScalarType(), *bytes));
    }
    if (llvm::is_contained(elements, nullptr) || (vector ? vector->getNumElements() : 1) != count)
      return fail(formatv("function constant '{0}' is described as {1}, and has another type",
                          constant.name, constant.type));
    initial = vector ? ConstantVector::get(elements) : elements.front();
  }
  constant.variable->setExternallyInitialized(false);
  constant.variable->setInitializer(initial);
  constant.variable->setConstant(true);
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Constructors
//===----------------------------------------------------------------------===//

/// Calls that only the system's compiler can answer become values.
void Specialiser::answerQuestions() {
  for (Function &function : llvm::make_early_inc_range(module)) {
    bool isDefined = function.getName() == "air.is_function_constant_defined";
    bool isPredicate = function.getName().starts_with("air.normalize_function_constant_predicate.");
    if (!isDefined && !isPredicate)
      continue;
    for (User *user : llvm::make_early_inc_range(function.users())) {
      auto *call = dyn_cast<CallInst>(user);
      if (!call || call->getCalledFunction() != &function || call->arg_size() != 1)
        continue;
      Value *operand = call->getArgOperand(0);
      IRBuilder<> builder(call);
      Value *answer = nullptr;
      if (isPredicate && operand->getType() == call->getType() && call->getType()->isIntegerTy()) {
        answer = builder.CreateZExt(builder.CreateIsNotNull(operand), call->getType());
      } else if (isDefined && call->getType()->isIntegerTy(1)) {
        for (const FunctionConstant &constant : constants)
          if (operand->stripPointerCasts() == constant.variable)
            answer = builder.getInt1(constant.value != nullptr);
      }
      if (!answer)
        continue; // refused like any unknown call
      call->replaceAllUsesWith(answer);
      call->eraseFromParent();
    }
  }
}

Error Specialiser::runConstructors() {
  GlobalVariable *list = module.getNamedGlobal("llvm.global_ctors");
  if (!list || !list->hasInitializer())
    return Error::success();
  auto *entries = dyn_cast<ConstantArray>(list->getInitializer());
  for (unsigned i = 0; entries && i < entries->getNumOperands(); ++i) {
    auto *entry = dyn_cast<ConstantStruct>(entries->getOperand(i));
    auto *constructor =
        entry ? dyn_cast<Function>(entry->getOperand(1)->stripPointerCasts()) : nullptr;
    if (!constructor || constructor->isDeclaration())
      return fail("'llvm.global_ctors' lists something that is no function");
    Evaluator evaluator(module.getDataLayout(), nullptr);
    Constant *result = nullptr;
    if (!evaluator.EvaluateFunction(constructor, result, SmallVector<Constant *, 0>()))
      return fail("cannot evaluate its static initialiser '" + constructor->getName() + "'");
    for (auto &[variable, value] : evaluator.getMutatedInitializers())
      variable->setInitializer(value);
  }
  list->eraseFromParent();
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Folding
//===----------------------------------------------------------------------===//

/// The value of an instruction that constants decide, or null. Arithmetic on floats is left to the
/// engine, which rounds and flushes as Metal does.
static Value *foldInstruction(Instruction &inst, const DataLayout &layout) {
  if (auto *load = dyn_cast<LoadInst>(&inst)) {
    auto *pointer = dyn_cast<Constant>(load->getPointerOperand());
    return pointer && !load->isVolatile()
               ? ConstantFoldLoadFromConstPtr(pointer, load->getType(), layout)
               : nullptr;
  }
  if (auto *select = dyn_cast<SelectInst>(&inst)) {
    auto *condition = dyn_cast<ConstantInt>(select->getCondition());
    if (!condition)
      return nullptr;
    return condition->isZero() ? select->getFalseValue() : select->getTrueValue();
  }
  if (auto *phi = dyn_cast<PHINode>(&inst))
    return phi->hasConstantValue();
  if (!inst.getType()->isIntegerTy())
    return nullptr;
  if (llvm::all_of(inst.operands(), [](const Use &use) { return isa<ConstantInt>(use); }))
    return isa<ICmpInst, BinaryOperator, CastInst>(inst) ? ConstantFoldInstruction(&inst, layout)
                                                         : nullptr;
  if (!inst.getType()->isIntegerTy(1) || !inst.isBitwiseLogicOp())
    return nullptr;
  for (unsigned i = 0; i < 2; ++i) {
    auto *known = dyn_cast<ConstantInt>(inst.getOperand(i));
    if (!known || inst.getOpcode() == Instruction::Xor)
      continue;
    bool decides = known->isZero() == (inst.getOpcode() == Instruction::And);
    return decides ? static_cast<Value *>(known) : inst.getOperand(1 - i);
  }
  return nullptr;
}

static void foldFunction(Function &function, const DataLayout &layout) {
  bool changed = true;
  while (changed) {
    changed = false;
    for (BasicBlock &block : function)
      for (Instruction &inst : llvm::make_early_inc_range(block)) {
        Value *value = foldInstruction(inst, layout);
        if (!value || value == &inst)
          continue;
        inst.replaceAllUsesWith(value);
        inst.eraseFromParent();
        changed = true;
      }
    for (BasicBlock &block : function)
      changed |= ConstantFoldTerminator(&block);
    changed |= removeUnreachableBlocks(function);
  }
}

Error Specialiser::run() {
  if (Error error = readList())
    return error;
  if (Error error = matchValues())
    return error;
  for (const FunctionConstant &constant : constants)
    if (Error error = setValue(constant))
      return error;
  answerQuestions();
  if (Error error = runConstructors())
    return error;
  // Nothing writes constant memory any more.
  for (GlobalVariable &variable : module.globals())
    if (variable.getAddressSpace() == 2 && variable.hasInitializer())
      variable.setConstant(true);
  if (constants.empty())
    return Error::success();
  for (Function &function : module)
    if (!function.isDeclaration())
      foldFunction(function, module.getDataLayout());
  module.eraseNamedMetadata(module.getNamedMetadata("air.function_constants"));
  return Error::success();
}

/// Replaces loads through `pointer` and what is computed from it.
static void dropLoads(Value &pointer) {
  for (User *user : llvm::make_early_inc_range(pointer.users())) {
    if (auto *load = dyn_cast<LoadInst>(user)) {
      load->replaceAllUsesWith(Constant::getNullValue(load->getType()));
      load->eraseFromParent();
    } else if (isa<GetElementPtrInst, CastInst>(user) && user->getType()->isPointerTy()) {
      dropLoads(*user);
    }
  }
}

void dropAbsentArguments(Function &kernel, const KernelInterface &interface) {
  for (const KernelArgument &argument : interface.arguments)
    if (!argument.isPresent)
      dropLoads(*kernel.getArg(argument.parameter));
}

Error specialise(Module &module, StringRef kernel, ArrayRef<FunctionConstantValue> values) {
  return Specialiser(module, kernel, values).run();
}

} // namespace tritonmetal::executor
