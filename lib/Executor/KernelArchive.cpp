//===- KernelArchive.cpp - Kernels of a file, as LLVM modules ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/KernelArchive.h"

#include "FunctionConstants.h"

#include "triton-metal/Metallib/Reader.h"
#include "triton-metal/Metallib/UntrustedModules.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/DiagnosticPrinter.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/IRReader/IRReader.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

LoadedKernel::LoadedKernel() = default;
LoadedKernel::LoadedKernel(LoadedKernel &&) = default;
LoadedKernel::~LoadedKernel() = default;
LoadedKernel &LoadedKernel::operator=(LoadedKernel &&other) {
  module = std::move(other.module); // before the context that it lives in
  context = std::move(other.context);
  function = other.function;
  interface = std::move(other.interface);
  return *this;
}

/// Keeps LLVM's messages about a module, the first of them for our own.
static void collectDiagnostic(const DiagnosticInfo *info, void *context) {
  auto &text = *static_cast<std::string *>(context);
  if (info->getSeverity() != DS_Error || !text.empty())
    return;
  raw_string_ostream os(text);
  DiagnosticPrinterRawOStream printer(os);
  info->print(printer);
}

static Expected<std::unique_ptr<Module>> parseModule(MemoryBufferRef bytes, LLVMContext &context) {
  std::string message;
  context.setDiagnosticHandlerCallBack(collectDiagnostic, &message);
  SMDiagnostic diagnostic;
  leaveDebugInfoToVerifier();
  std::unique_ptr<Module> module = parseIR(bytes, diagnostic, context);
  if (!module) {
    std::string place;
    if (diagnostic.getLineNo() > 0)
      place = formatv("{0}:{1}: ", diagnostic.getLineNo(), diagnostic.getColumnNo() + 1);
    return createStringError(place + (message.empty() ? diagnostic.getMessage().str() : message));
  }
  if (Error error = module->materializeAll())
    return std::move(error);
  dropOddModuleFlags(*module);
  std::string problems;
  raw_string_ostream os(problems);
  bool hasBrokenDebugInfo = false;
  if (verifyModule(*module, &os, &hasBrokenDebugInfo))
    return createStringError("invalid module: " + StringRef(problems).split('\n').first.trim());
  if (hasBrokenDebugInfo)
    StripDebugInfo(*module);
  return std::move(module);
}

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

/// "copy, softmax, and 12 more": of thousands of names, some.
static std::string listNames(ArrayRef<StringRef> names) {
  constexpr size_t most = 8;
  std::string text = join(names.take_front(most), ", ");
  return names.size() > most ? formatv("{0}, and {1} more", text, names.size() - most).str() : text;
}

/// "no kernel 'sofmax'; did you mean 'softmax'? (copy, softmax)"
static Error noSuchKernel(StringRef name, ArrayRef<StringRef> known) {
  if (known.empty())
    return createStringError("the file holds no kernel");
  if (name.empty())
    return createStringError(formatv("the file holds {0} kernels; name one of them ({1})",
                                     known.size(), listNames(known)));
  StringRef nearest;
  unsigned least = 3;
  for (StringRef candidate : known) {
    unsigned distance = candidate.edit_distance(name, true, least);
    if (distance >= least)
      continue;
    least = distance;
    nearest = candidate;
  }
  std::string hint = nearest.empty() ? "" : formatv("; did you mean '{0}'?", nearest).str();
  return createStringError(formatv("no kernel '{0}'{1} ({2})", name, hint, listNames(known)));
}

static Error noKernel(StringRef name, StringRef kind) {
  return createStringError(formatv("'{0}' is {1} function; the executor runs kernels", name, kind));
}

/// Position in `known` of the kernel that `name` asks for.
static Expected<size_t> chooseKernel(StringRef name, ArrayRef<StringRef> known) {
  if (name.empty() && known.size() == 1)
    return 0;
  const StringRef *found = llvm::find(known, name);
  if (name.empty() || found == known.end())
    return noSuchKernel(name, known);
  return found - known.begin();
}

//===----------------------------------------------------------------------===//
// Modules
//===----------------------------------------------------------------------===//

/// The kind of a function that some list of entry points other than `air.kernel` has, or nothing.
static StringRef findOtherKind(const Module &module, StringRef name) {
  static constexpr std::pair<StringLiteral, StringLiteral> lists[] = {
      {"air.vertex", "a vertex"},   {"air.fragment", "a fragment"},
      {"air.visible", "a visible"}, {"air.intersection", "an intersection"},
      {"air.mesh", "a mesh"},       {"air.object", "an object"},
  };
  for (const auto &[list, kind] : lists)
    if (NamedMDNode *nodes = module.getNamedMetadata(list))
      for (const MDNode *node : nodes->operands())
        if (auto *value = node->getNumOperands() != 0
                              ? dyn_cast_or_null<ValueAsMetadata>(node->getOperand(0).get())
                              : nullptr)
          if (value->getValue()->stripPointerCasts()->getName() == name)
            return kind;
  return "";
}

static Expected<LoadedKernel> loadFromModule(MemoryBufferRef bytes, StringRef name,
                                             ArrayRef<FunctionConstantValue> constants) {
  LoadedKernel loaded;
  loaded.context = std::make_unique<LLVMContext>();
  Expected<std::unique_ptr<Module>> module = parseModule(bytes, *loaded.context);
  if (!module)
    return module.takeError();
  loaded.module = std::move(*module);

  Expected<std::vector<Function *>> kernels = listKernels(*loaded.module);
  if (!kernels)
    return kernels.takeError();
  std::vector<StringRef> names;
  for (Function *kernel : *kernels)
    names.push_back(kernel->getName());
  StringRef otherKind = findOtherKind(*loaded.module, name);
  if (!name.empty() && !otherKind.empty())
    return noKernel(name, otherKind);
  Expected<size_t> index = chooseKernel(name, names);
  if (!index)
    return index.takeError();
  loaded.function = (*kernels)[*index];
  if (Error error = specialise(*loaded.module, loaded.function->getName(), constants))
    return std::move(error);
  Expected<KernelInterface> interface = readKernelInterface(*loaded.function);
  if (!interface)
    return interface.takeError();
  loaded.interface = std::move(*interface);
  dropAbsentArguments(*loaded.function, loaded.interface);
  loaded.context->setDiagnosticHandlerCallBack(nullptr, nullptr);
  return std::move(loaded);
}

//===----------------------------------------------------------------------===//
// Archives
//===----------------------------------------------------------------------===//

static StringRef describe(metallib::FunctionType type) {
  switch (type) {
  case metallib::FunctionType::Vertex:
    return "a vertex";
  case metallib::FunctionType::Fragment:
    return "a fragment";
  case metallib::FunctionType::Kernel:
    return "a kernel";
  case metallib::FunctionType::Unqualified:
    return "an unqualified";
  case metallib::FunctionType::Visible:
    return "a visible";
  case metallib::FunctionType::Extern:
    return "an extern";
  case metallib::FunctionType::Intersection:
    return "an intersection";
  case metallib::FunctionType::Mesh:
    return "a mesh";
  case metallib::FunctionType::Object:
    return "an object";
  }
  return "some";
}

static Expected<LoadedKernel> loadFromArchive(MemoryBufferRef file, StringRef name,
                                              ArrayRef<FunctionConstantValue> constants) {
  Expected<std::vector<metallib::FunctionView>> functions = metallib::listFunctions(file);
  if (!functions)
    return functions.takeError();
  std::vector<StringRef> names;
  std::vector<const metallib::FunctionView *> kernels;
  for (const metallib::FunctionView &function : *functions) {
    if (function.type == metallib::FunctionType::Kernel) {
      names.push_back(function.name);
      kernels.push_back(&function);
    } else if (!name.empty() && function.name == name) {
      return noKernel(name, describe(function.type));
    }
  }
  Expected<size_t> index = chooseKernel(name, names);
  if (!index)
    return index.takeError();
  Expected<ArrayRef<uint8_t>> bitcode = kernels[*index]->readBitcode();
  if (!bitcode)
    return bitcode.takeError();
  return loadFromModule(MemoryBufferRef(toStringRef(*bitcode), file.getBufferIdentifier()),
                        names[*index], constants);
}

Expected<LoadedKernel> loadKernel(MemoryBufferRef file, StringRef name,
                                  ArrayRef<FunctionConstantValue> constants) {
  if (file.getBuffer().starts_with("MTLB"))
    return loadFromArchive(file, name, constants);
  return loadFromModule(file, name, constants);
}

} // namespace tritonmetal::executor
