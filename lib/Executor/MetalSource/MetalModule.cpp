//===- MetalModule.cpp - From clang's module to one like Apple's ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MetalModule.h"

#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/IR/AttributeMask.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

/// What Apple's compiler for macOS 26 writes (AIR 2.8); the library uses its matrix functions.
static constexpr StringLiteral airTriple = "air64_v28-apple-macosx26.0.0";
static constexpr StringLiteral airDataLayout =
    "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-"
    "v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-"
    "v512:512:512-v1024:1024:1024-n8:16:32";

static std::unique_ptr<MemoryBuffer> writeBitcode(const Module &module) {
  SmallString<0> bytes;
  raw_svector_ostream stream(bytes);
  WriteBitcodeToFile(module, stream);
  return MemoryBuffer::getMemBufferCopy(bytes, module.getModuleIdentifier());
}

/// Kernels without bodies, for messages that name them.
static std::unique_ptr<MemoryBuffer> listKernels(LLVMContext &context,
                                                 ArrayRef<AnnotatedKernel> kernels) {
  Module module("kernels", context);
  NamedMDNode *list = module.getOrInsertNamedMetadata("air.kernel");
  auto *type = FunctionType::get(Type::getVoidTy(context), /*isVarArg=*/false);
  for (const AnnotatedKernel &kernel : kernels) {
    auto *function = Function::Create(type, GlobalValue::ExternalLinkage, kernel.name, module);
    MDNode *empty = MDNode::get(context, {});
    list->addOperand(MDNode::get(context, {ValueAsMetadata::get(function), empty, empty}));
  }
  return writeBitcode(module);
}

/// Everything but the kernel and what sets up constants can go once nothing calls it.
static void hideFunctions(Module &module, const Function &entry) {
  SmallPtrSet<const Function *, 2> constructors;
  if (const GlobalVariable *list = module.getNamedGlobal("llvm.global_ctors"))
    if (auto *entries = dyn_cast<ConstantArray>(list->getInitializer()))
      for (const Use &row : entries->operands())
        if (auto *function = dyn_cast<Function>(
                cast<ConstantStruct>(row.get())->getOperand(1)->stripPointerCasts()))
          constructors.insert(function);
  for (Function &function : module) {
    if (function.isDeclaration() || &function == &entry)
      continue;
    function.setComdat(nullptr);
    function.setLinkage(GlobalValue::InternalLinkage);
    function.setCallingConv(CallingConv::C);
    if (constructors.contains(&function))
      function.setSection("air.static_init");
    for (User *user : function.users())
      if (auto *call = dyn_cast<CallInst>(user))
        call->setCallingConv(CallingConv::C);
  }
}

/// Annotations of parameters and variables have been read.
static void eraseVariableAnnotations(Module &module) {
  for (Function &function : module)
    for (Instruction &inst : make_early_inc_range(instructions(function)))
      if (auto *call = dyn_cast<IntrinsicInst>(&inst))
        if (call->getIntrinsicID() == Intrinsic::var_annotation)
          call->eraseFromParent();
  for (Function &function : make_early_inc_range(module))
    if (function.isDeclaration() && function.use_empty())
      function.eraseFromParent();
}

/// Constructors that set up nothing any more.
static void eraseEmptyConstructors(Module &module) {
  GlobalVariable *list = module.getNamedGlobal("llvm.global_ctors");
  if (!list)
    return;
  bool isUsed = any_of(module.functions(), [](const Function &function) {
    return function.getSection() == "air.static_init" && function.getInstructionCount() > 1;
  });
  if (isUsed)
    return;
  list->eraseFromParent();
  for (Function &function : make_early_inc_range(module))
    if (function.getSection() == "air.static_init")
      function.eraseFromParent();
}

static void eraseUnused(Module &module) {
  for (Function &function : make_early_inc_range(module))
    if (function.isDeclaration() && function.use_empty())
      function.eraseFromParent();
  for (GlobalVariable &variable : make_early_inc_range(module.globals())) {
    variable.removeDeadConstantUsers();
    if (variable.use_empty() && variable.hasLocalLinkage() && !variable.isUsedByMetadata())
      variable.eraseFromParent();
  }
}

/// Function attributes for a code generator have no place in AIR.
static void finish(Module &module) {
  for (Function &function : module) {
    AttributeMask strings;
    for (Attribute attribute : function.getAttributes().getFnAttrs())
      if (attribute.isStringAttribute())
        strings.addAttribute(attribute.getKindAsString());
    function.removeFnAttrs(strings);
    function.setDSOLocal(false);
  }
  module.setModuleIdentifier("kernel");
  module.setSourceFileName("kernel");
  LLVMContext &context = module.getContext();
  auto number = [&](uint64_t value) {
    return ConstantAsMetadata::get(ConstantInt::get(Type::getInt32Ty(context), value));
  };
  module.getOrInsertNamedMetadata("air.version")
      ->addOperand(MDNode::get(context, {number(2), number(8), number(0)}));
  module.getOrInsertNamedMetadata("air.language_version")
      ->addOperand(
          MDNode::get(context, {MDString::get(context, "Metal"), number(3), number(2), number(0)}));
  module.setTargetTriple(Triple(airTriple));
  module.setDataLayout(airDataLayout);
}

static Error convertKernel(Module &module, const AnnotatedKernel &kernel,
                           const ModuleAnnotations &annotations) {
  Expected<Function *> entry = makeKernelEntry(kernel);
  if (!entry)
    return entry.takeError();
  eraseVariableAnnotations(module);
  hideFunctions(module, **entry);
  nameAirFunctions(module);
  convertToIntegersByAir(module);
  if (Error error = inlineEverything(module))
    return error;
  simplifyFunctions(module);
  if (Error error = placeVariables(module, annotations))
    return error;
  nameMemoryOfCalls(module);
  optimizeKernels(module);
  eraseUnusedConstants(module);
  eraseEmptyConstructors(module);
  eraseUnused(module);
  finish(module);
  return Error::success();
}

Expected<std::unique_ptr<MemoryBuffer>> convertMetalModule(const MemoryBuffer &bitcode,
                                                           StringRef name) {
  LLVMContext context;
  Expected<std::unique_ptr<Module>> module = parseBitcodeFile(bitcode, context);
  if (!module)
    return createStringError("clang's output cannot be read, which needs clang 22 or older: " +
                             toString(module.takeError()));
  ModuleAnnotations annotations = takeAnnotations(**module);
  const std::vector<AnnotatedKernel> &kernels = annotations.kernels;
  const AnnotatedKernel *chosen = name.empty() && kernels.size() == 1 ? &kernels[0] : nullptr;
  for (const AnnotatedKernel &kernel : kernels)
    if (!name.empty() && kernel.name == name)
      chosen = &kernel;
  if (!chosen)
    return listKernels(context, kernels);
  if (Error error = convertKernel(**module, *chosen, annotations))
    return std::move(error);
  return writeBitcode(**module);
}

} // namespace tritonmetal::executor
