//===- Annotations.cpp - What the rewriter told, read from LLVM IR ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Annotations.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"

#include <cstdlib>

using namespace llvm;

namespace tritonmetal::executor {

static StringRef getText(const Value *value) {
  auto *global = dyn_cast<GlobalVariable>(value->stripPointerCasts());
  auto *data = global && global->hasInitializer()
                   ? dyn_cast<ConstantDataSequential>(global->getInitializer())
                   : nullptr;
  return data && data->isCString() ? data->getAsCString() : StringRef();
}

/// The fields of an annotation of the kind `kind`; nothing if it is another one. The last of
/// `count` fields keeps its bars.
static std::optional<SmallVector<StringRef>> getFields(StringRef text, StringRef kind,
                                                       unsigned count) {
  SmallVector<StringRef> fields;
  text.split(fields, '|', int(count));
  if (fields[0] != kind || fields.size() != count + 1)
    return std::nullopt;
  fields.erase(fields.begin());
  return fields;
}

//===----------------------------------------------------------------------===//
// Globals
//===----------------------------------------------------------------------===//

using AnnotationMap = MapVector<GlobalValue *, SmallVector<StringRef>>;

static AnnotationMap readGlobalAnnotations(const Module &module) {
  AnnotationMap map;
  const GlobalVariable *list = module.getNamedGlobal("llvm.global.annotations");
  auto *entries = list ? dyn_cast<ConstantArray>(list->getInitializer()) : nullptr;
  for (unsigned i = 0, n = entries ? entries->getNumOperands() : 0; i < n; ++i) {
    auto *entry = dyn_cast<ConstantStruct>(entries->getOperand(i));
    auto *value =
        entry ? dyn_cast<GlobalValue>(entry->getOperand(0)->stripPointerCasts()) : nullptr;
    if (value)
      map[value].push_back(getText(entry->getOperand(1)));
  }
  return map;
}

/// The name by which a host finds a function: with its namespaces, without its parameters.
static std::string getHostName(const Function &function) {
  ItaniumPartialDemangler demangler;
  std::string mangled = function.getName().str();
  if (demangler.partialDemangle(mangled.c_str()))
    return mangled;
  char *text = demangler.getFunctionName(nullptr, nullptr);
  std::string name = text ? text : mangled;
  std::free(text);
  return name;
}

static AnnotatedKernel readKernel(Function &function, ArrayRef<StringRef> texts) {
  AnnotatedKernel kernel;
  kernel.function = &function;
  kernel.name = getHostName(function);
  for (StringRef text : texts) {
    if (auto fields = getFields(text, "metal.host_name", 1))
      kernel.name = (*fields)[0].str();
    unsigned limit;
    if (auto fields = getFields(text, "metal.max_threads", 1))
      if (!(*fields)[0].getAsInteger(10, limit))
        kernel.maxThreads = limit;
  }
  return kernel;
}

static void addInstantiation(GlobalVariable &pointer, StringRef name, const AnnotationMap &map,
                             ModuleAnnotations &annotations) {
  if (!pointer.hasInitializer())
    return;
  auto *function = dyn_cast<Function>(pointer.getInitializer()->stripPointerCasts());
  auto found = function ? map.find(function) : map.end();
  if (found == map.end() || !is_contained(found->second, "metal.kernel"))
    return;
  AnnotatedKernel kernel = readKernel(*function, found->second);
  kernel.name = name.str();
  annotations.kernels.push_back(kernel);
}

static void readVariable(GlobalVariable &variable, StringRef text, const AnnotationMap &map,
                         ModuleAnnotations &annotations) {
  if (text == "metal.threadgroup")
    annotations.threadgroupVariables.push_back(&variable);
  if (auto fields = getFields(text, "metal.host_name", 1))
    addInstantiation(variable, (*fields)[0], map, annotations);
  if (auto fields = getFields(text, "metal.function_constant", 3)) {
    AnnotatedConstant constant{&variable, 0, (*fields)[1].str(), (*fields)[2].str()};
    if (!(*fields)[0].getAsInteger(10, constant.index))
      annotations.constants.push_back(constant);
  }
}

ModuleAnnotations takeAnnotations(Module &module) {
  AnnotationMap map = readGlobalAnnotations(module);
  ModuleAnnotations annotations;
  std::vector<AnnotatedKernel> plain;
  for (auto &[value, texts] : map) {
    if (auto *variable = dyn_cast<GlobalVariable>(value))
      for (StringRef text : texts)
        readVariable(*variable, text, map, annotations);
    auto *function = dyn_cast<Function>(value);
    if (function && !function->isDeclaration() && is_contained(texts, "metal.kernel"))
      plain.push_back(readKernel(*function, texts));
  }
  // An instantiation with a name of its own has no other.
  for (const AnnotatedKernel &kernel : plain)
    if (none_of(annotations.kernels,
                [&](const AnnotatedKernel &named) { return named.function == kernel.function; }))
      annotations.kernels.push_back(kernel);
  for (StringRef name : {"llvm.global.annotations", "llvm.used", "llvm.compiler.used"})
    if (GlobalVariable *list = module.getNamedGlobal(name))
      list->eraseFromParent();
  return annotations;
}

//===----------------------------------------------------------------------===//
// Parameters
//===----------------------------------------------------------------------===//

/// The parameter whose annotation is about `place`: the parameter itself if it travels in memory,
/// else the variable that it is stored to first.
static const Argument *findArgument(const Value *place) {
  place = place->stripPointerCasts();
  if (auto *argument = dyn_cast<Argument>(place))
    return argument;
  for (const User *user : place->users())
    if (auto *store = dyn_cast<StoreInst>(user))
      if (store->getPointerOperand() == place)
        if (auto *argument = dyn_cast<Argument>(store->getValueOperand()))
          return argument;
  return nullptr;
}

static std::optional<AnnotatedParameter> parseParameter(StringRef text) {
  AnnotatedParameter parameter;
  if (auto fields = getFields(text, "metal.argument", 6); fields && (*fields)[0] == "buffer") {
    if ((*fields)[1].getAsInteger(10, parameter.binding))
      return std::nullopt;
    parameter.addressSpace =
        StringSwitch<unsigned>((*fields)[2]).Case("constant", 2).Case("threadgroup", 3).Default(1);
    parameter.isWritten = (*fields)[3] == "read_write";
    parameter.name = (*fields)[4].str();
    parameter.type = (*fields)[5].str();
    return parameter;
  }
  auto fields = getFields(text, "metal.argument", 3);
  if (!fields)
    return std::nullopt;
  parameter.builtIn = (*fields)[0].str();
  parameter.name = (*fields)[1].str();
  parameter.type = (*fields)[2].str();
  return parameter;
}

Expected<std::vector<AnnotatedParameter>> readParameters(const Function &kernel) {
  std::vector<std::optional<AnnotatedParameter>> found(kernel.arg_size());
  for (const Instruction &inst : kernel.getEntryBlock()) {
    auto *call = dyn_cast<IntrinsicInst>(&inst);
    if (!call || call->getIntrinsicID() != Intrinsic::var_annotation)
      continue;
    const Argument *argument = findArgument(call->getArgOperand(0));
    if (std::optional<AnnotatedParameter> parameter =
            parseParameter(getText(call->getArgOperand(1))))
      if (argument)
        found[argument->getArgNo()] = parameter;
  }
  std::vector<AnnotatedParameter> parameters;
  for (std::optional<AnnotatedParameter> &parameter : found) {
    if (!parameter)
      return createStringError(
          formatv("nothing says what parameter {0} of kernel '{1}' is bound to", parameters.size(),
                  getHostName(kernel)));
    parameters.push_back(std::move(*parameter));
  }
  return std::move(parameters);
}

} // namespace tritonmetal::executor
