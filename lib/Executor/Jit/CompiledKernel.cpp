//===- CompiledKernel.cpp - A kernel as the host's code ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompiledKernel.h"

#include "Lowering.h"
#include "Worker.h"

#include "../Interpreter/Decoder.h"

#include "llvm/ADT/StringMap.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

static std::vector<HostSymbol> getSymbols(const ThreadFunction &thread) {
  std::vector<HostSymbol> symbols = getRuntimeSymbols();
  for (const auto &[name, address] : thread.hostFunctions)
    symbols.push_back({name, address});
  return symbols;
}

static void lower(ThreadFunction &thread, InterpretedCalls &calls) {
  lowerMatrices(thread);
  lowerUndefined(thread);
  lowerFloats(thread, calls);
  lowerCalls(thread, calls);
  lowerBFloats(thread);
  lowerMemory(thread);
  limitSteps(thread);
}

static Error findProducts(CompiledKernel &result) {
  StringMap<MatrixProduct> found;
  for (Stop &stop : result.stops)
    for (Step &step : stop.steps) {
      if (!step.product)
        continue;
      auto [place, isNew] = found.try_emplace(step.product->name, nullptr);
      if (isNew) {
        Expected<void *> product = result.code->find(step.product->name);
        if (!product)
          return product.takeError();
        place->second = reinterpret_cast<MatrixProduct>(*product);
      }
      step.product->function = place->second;
    }
  return Error::success();
}

static Error load(CompiledKernel &result, const HostCompiler &compiler,
                  const ThreadFunction &thread) {
  Expected<std::unique_ptr<MemoryBuffer>> object = compiler.compile(*thread.module);
  if (!object)
    return object.takeError();
  auto code = LoadedCode::load(std::move(*object), getSymbols(thread));
  if (!code)
    return code.takeError();
  result.code = std::move(*code);
  bool isCoroutine = !result.stops.empty();
  Expected<void *> entry =
      result.code->find(isCoroutine ? names::startThread : names::runThreadgroup);
  if (!entry)
    return entry.takeError();
  if (isCoroutine)
    result.startThread = reinterpret_cast<decltype(result.startThread)>(*entry);
  else
    result.runThreadgroup = reinterpret_cast<decltype(result.runThreadgroup)>(*entry);
  return findProducts(result);
}

Expected<std::unique_ptr<CompiledKernel>>
compileKernel(const LoadedKernel &kernel, const Launch &launch, const ExecutionOptions &options) {
  // Whatever the interpreter refuses is refused here, in the same words.
  Expected<Program> program = Decoder(*kernel.function, options).decode();
  if (!program)
    return program.takeError();
  Expected<HostCompiler> compiler = HostCompiler::create();
  if (!compiler)
    return compiler.takeError();
  auto thread = ThreadFunction::create(kernel, launch, options, compiler->getFeatures());
  if (!thread)
    return thread.takeError();
  compiler->setTarget(*(*thread)->module);

  InterpretedCalls calls(**thread);
  std::vector<MeetingPoint> points = findMeetingPoints(**thread);
  lower(**thread, calls);
  auto result = std::make_unique<CompiledKernel>(kernel, options);
  result->layout = (*thread)->layout;
  result->program = std::move(*program);
  if (points.empty()) {
    formLoop(**thread);
  } else {
    Coroutine coroutine = formCoroutine(**thread, calls, points);
    result->stops = std::move(coroutine.stops);
    result->numColumns = coroutine.numColumns;
  }
  result->program.sites = (*thread)->sites;
  result->calls = std::move(calls.calls);
  for (const InterpretedCall &call : result->calls)
    result->numColumns = std::max(result->numColumns, call.program.numColumns);
  compiler->optimise(*(*thread)->module, !points.empty());
  if (Error error = load(*result, *compiler, **thread))
    return std::move(error);
  return std::move(result);
}

} // namespace tritonmetal::executor::jit
