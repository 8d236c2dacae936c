//===- KernelArchive.cpp - Kernels of a file, as LLVM modules ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/KernelArchive.h"

#include "triton-metal/Metallib/Reader.h"

#include "llvm/ADT/StringExtras.h"
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
  std::unique_ptr<Module> module = parseIR(bytes, diagnostic, context);
  if (!module) {
    std::string place;
    if (diagnostic.getLineNo() > 0)
      place = formatv("{0}:{1}: ", diagnostic.getLineNo(), diagnostic.getColumnNo() + 1);
    return createStringError(place + (message.empty() ? diagnostic.getMessage().str() : message));
  }
  if (Error error = module->materializeAll())
    return std::move(error);
  std::string problems;
  raw_string_ostream os(problems);
  if (verifyModule(*module, &os))
    return createStringError("invalid module: " + StringRef(problems).split('\n').first.trim());
  return std::move(module);
}

/// "no kernel 'sofmax'; did you mean 'softmax'? (copy, softmax)"
static Error noSuchKernel(StringRef name, ArrayRef<StringRef> known) {
  if (known.empty())
    return createStringError("the file holds no kernel");
  if (name.empty())
    return createStringError(formatv("the file holds {0} kernels; name one of them ({1})",
                                     known.size(), join(known, ", ")));
  std::string nearest;
  for (StringRef candidate : known)
    if (nearest.empty() && candidate.edit_distance(name) <= 2)
      nearest = formatv("; did you mean '{0}'?", candidate).str();
  return createStringError(formatv("no kernel '{0}'{1} ({2})", name, nearest, join(known, ", ")));
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

static Expected<LoadedKernel> loadFromModule(MemoryBufferRef bytes, StringRef name) {
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
  Expected<size_t> index = chooseKernel(name, names);
  if (!index)
    return index.takeError();
  loaded.function = (*kernels)[*index];
  Expected<KernelInterface> interface = readKernelInterface(*loaded.function);
  if (!interface)
    return interface.takeError();
  loaded.interface = std::move(*interface);
  loaded.context->setDiagnosticHandlerCallBack(nullptr, nullptr);
  return std::move(loaded);
}

static Expected<LoadedKernel> loadFromArchive(MemoryBufferRef file, StringRef name) {
  Expected<metallib::Library> library = metallib::readLibrary(file);
  if (!library)
    return library.takeError();
  std::vector<StringRef> names;
  std::vector<const metallib::Function *> kernels;
  for (const metallib::Function &function : library->functions) {
    if (function.type != metallib::FunctionType::Kernel)
      continue;
    names.push_back(function.name);
    kernels.push_back(&function);
  }
  Expected<size_t> index = chooseKernel(name, names);
  if (!index)
    return index.takeError();
  const metallib::Module &module = library->modules[kernels[*index]->module];
  ArrayRef<uint8_t> bitcode = module.bitcode();
  return loadFromModule(MemoryBufferRef(toStringRef(bitcode), file.getBufferIdentifier()),
                        names[*index]);
}

Expected<LoadedKernel> loadKernel(MemoryBufferRef file, StringRef name) {
  if (file.getBuffer().starts_with("MTLB"))
    return loadFromArchive(file, name);
  return loadFromModule(file, name);
}

} // namespace tritonmetal::executor
