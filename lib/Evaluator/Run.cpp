//===- Run.cpp - Evaluate a file and a launch -----------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Evaluator/Run.h"

#include "triton-metal/Evaluator/Evaluator.h"
#include "triton-metal/Reader/Messages.h"
#include "triton-metal/Reader/Reader.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using llvm::createStringError;
using llvm::formatv;

namespace tritonmetal::evaluator {

bool isTritonIR(llvm::StringRef text) {
  // An archive has a zero among its first bytes, and may be too large to search.
  return text.substr(0, text.find('\0')).contains("tt.func");
}

static llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> readFile(StringRef path) {
  auto buffer = llvm::MemoryBuffer::getFileOrSTDIN(path);
  if (!buffer)
    return createStringError(formatv("cannot read '{0}': {1}", path, buffer.getError().message()));
  return std::move(*buffer);
}

static llvm::Expected<EvaluatorOptions> parseOptions(const executor::RunConfig &config,
                                                     const EvaluationConfig &evaluation) {
  EvaluatorOptions options;
  options.preciseDots = evaluation.preciseDots;
  options.flushDenormals = config.denormals == "flush";
  if (config.denormals != "flush" && config.denormals != "preserve")
    return createStringError(
        formatv("unknown way to treat denormals '{0}' (flush, preserve)", config.denormals));
  StringRef order = evaluation.programOrder;
  uint64_t seed = 0;
  if (order.consume_front("seed=") && !order.getAsInteger(10, seed))
    options.programOrderSeed = seed;
  else if (!evaluation.programOrder.empty() && evaluation.programOrder != "grid")
    return createStringError(
        formatv("unknown order of programs '{0}' (grid, seed=N)", evaluation.programOrder));
  if (evaluation.combineOrder == "backward")
    options.combineOrder = CombineOrder::Backward;
  else if (evaluation.combineOrder == "tree")
    options.combineOrder = CombineOrder::Tree;
  else if (!evaluation.combineOrder.empty() && evaluation.combineOrder != "forward")
    return createStringError(formatv("unknown order of a reduction '{0}' (forward, backward, tree)",
                                     evaluation.combineOrder));
  if (!config.maxSteps.empty() && !llvm::to_integer(config.maxSteps, options.maxSteps))
    return createStringError(formatv("--max-steps takes a number from 0 to {0}, not '{1}'",
                                     UINT64_MAX, config.maxSteps));
  return options;
}

/// The line of Python behind an op: the innermost file of its location.
static std::string formatLocation(Location location) {
  std::string text;
  location->walk([&](Location inner) {
    auto file = dyn_cast<FileLineColLoc>(inner);
    if (!file)
      return WalkResult::advance();
    text = formatv("{0}:{1}:{2}", llvm::sys::path::filename(file.getFilename()), file.getLine(),
                   file.getColumn());
    return WalkResult::interrupt();
  });
  return text;
}

static std::string formatFault(const EvaluationFault &fault, StringRef kernel) {
  std::string text =
      formatv("kernel '{0}': {1}\n  in program ({2}, {3}, {4})\n  at '{5}'", kernel, fault.message,
              fault.program[0], fault.program[1], fault.program[2], fault.op);
  std::string location = formatLocation(fault.location);
  return location.empty() ? text : text + " from " + location;
}

static llvm::Error runLaunch(const executor::RunConfig &config, const EvaluatorOptions &options,
                             ModuleOp module, llvm::raw_ostream &out, llvm::raw_ostream &err) {
  auto text = readFile(config.launch);
  if (!text)
    return text.takeError();
  auto launch = executor::parseLaunchDescription((*text)->getBuffer(), config.launch);
  if (!launch)
    return launch.takeError();
  StringRef directory = llvm::sys::path::parent_path(config.launch);
  auto buffers = executor::readBuffers(*launch, directory);
  if (!buffers)
    return buffers.takeError();
  StringRef name = config.kernel.empty() ? launch->kernel : config.kernel;
  llvm::Expected<EvaluationResult> result = evaluate(module, name, *launch, *buffers, options);
  if (!result)
    return result.takeError();
  out << result->printed;
  if (result->fault)
    return createStringError(formatFault(*result->fault, name));
  for (const auto &[what, count] : result->warnings)
    err << "triton-metal-run: warning: " << what << " (" << count << " elements)\n";
  executor::Launch finished;
  finished.storages = std::move(*buffers);
  return executor::writeOutputs(*launch, finished, directory);
}

executor::ExitCode run(const executor::RunConfig &config, const EvaluationConfig &evaluation,
                       llvm::raw_ostream &out, llvm::raw_ostream &err) {
  auto report = [&](llvm::Error error) {
    err << "triton-metal-run: error: " << llvm::toString(std::move(error)) << "\n";
  };
  llvm::Expected<EvaluatorOptions> options = parseOptions(config, evaluation);
  if (!options) {
    report(options.takeError());
    return executor::WrongUsage;
  }
  auto text = readFile(config.input);
  if (!text) {
    report(text.takeError());
    return executor::Rejected;
  }
  DialectRegistry registry;
  registerTritonDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  SourceText source{config.input, (*text)->getBuffer()};
  Messages messages(source, context, err);
  OwningOpRef<ModuleOp> module = readModule(source.text, source.name, context);
  if (!module)
    return executor::Rejected;
  if (llvm::Error error = runLaunch(config, *options, *module, out, err)) {
    report(std::move(error));
    return executor::Rejected;
  }
  return executor::Done;
}

} // namespace tritonmetal::evaluator
