//===- Driver.cpp - The run command without its command line ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Driver.h"

#include "triton-metal/Executor/Executor.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

namespace {
/// The files of a run, read and decoded.
struct Inputs {
  LaunchDescription description;
  std::optional<KernelMetadata> metadata;
  LoadedKernel kernel;
  std::vector<Storage> storages;
};
} // namespace

static Expected<std::unique_ptr<MemoryBuffer>> readFile(StringRef path) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> buffer = MemoryBuffer::getFileOrSTDIN(path);
  if (!buffer)
    return createStringError(formatv("cannot read '{0}': {1}", path, buffer.getError().message()));
  return std::move(*buffer);
}

static Expected<ExecutionOptions> parseOptions(const RunConfig &config) {
  ExecutionOptions options;
  if (!config.checks.empty()) {
    Expected<CheckSet> checks = parseChecks(config.checks);
    if (!checks)
      return checks.takeError();
    options.checks = *checks;
  }
  if (config.denormals == "preserve")
    options.denormals = DenormalMode::Preserve;
  else if (config.denormals != "flush")
    return createStringError(
        formatv("unknown way to treat denormals '{0}' (flush, preserve)", config.denormals));
  if (!config.maxSteps.empty() && !to_integer(config.maxSteps, options.maxSteps, 10))
    return createStringError(formatv("--max-steps takes a number from 0 to {0}, not '{1}'",
                                     UINT64_MAX, config.maxSteps));
  if (!config.schedule.empty()) {
    uint64_t seed;
    if (!to_integer(config.schedule, seed, 10))
      return createStringError(
          formatv("--schedule takes a number from 0 to {0}, not '{1}'", UINT64_MAX, config.schedule));
    options.schedule = seed;
  }
  if (config.profile && *config.profile != "" && *config.profile != "text" &&
      *config.profile != "json")
    return createStringError(
        formatv("unknown format of a profile '{0}' (text, json)", *config.profile));
  if (config.report != "text" && config.report != "json")
    return createStringError(
        formatv("unknown format of a report '{0}' (text, json)", config.report));
  options.profile = config.profile.has_value();
  return options;
}

/// The command line's value stands in place of the launch's.
static void setConstant(std::vector<FunctionConstantValue> &constants,
                        const FunctionConstantValue &constant) {
  for (FunctionConstantValue &known : constants)
    if (known.name == constant.name)
      known = constant;
  if (llvm::none_of(constants, [&](const auto &known) { return known.name == constant.name; }))
    constants.push_back(constant);
}

static Expected<Inputs> readInputs(const RunConfig &config,
                                   ArrayRef<FunctionConstantValue> constants) {
  Inputs inputs;
  auto launch = readFile(config.launch);
  if (!launch)
    return launch.takeError();
  Expected<LaunchDescription> description =
      parseLaunchDescription((*launch)->getBuffer(), config.launch);
  if (!description)
    return description.takeError();
  inputs.description = std::move(*description);
  for (const FunctionConstantValue &constant : constants)
    setConstant(inputs.description.constants, constant);
  StringRef name = config.kernel.empty() ? inputs.description.kernel : config.kernel;

  std::string symbol = name.str();
  if (!config.metadata.empty()) {
    auto text = readFile(config.metadata);
    if (!text)
      return text.takeError();
    Expected<KernelMetadata> metadata =
        parseKernelMetadata((*text)->getBuffer(), name, config.metadata);
    if (!metadata)
      return metadata.takeError();
    symbol = metadata->symbol;
    inputs.metadata = std::move(*metadata);
  }

  auto archive = readFile(config.input);
  if (!archive)
    return archive.takeError();
  Expected<LoadedKernel> kernel = loadKernel(**archive, symbol, inputs.description.constants);
  if (!kernel)
    return createStringError(config.input + ": " + toString(kernel.takeError()));
  inputs.kernel = std::move(*kernel);

  Expected<std::vector<Storage>> storages =
      readBuffers(inputs.description, sys::path::parent_path(config.launch));
  if (!storages)
    return storages.takeError();
  inputs.storages = std::move(*storages);
  return std::move(inputs);
}

static void report(Error error, raw_ostream &err) {
  handleAllErrors(std::move(error), [&](const ErrorInfoBase &info) {
    err << "triton-metal-run: error: " << info.message() << "\n";
  });
}

/// Prints faults and warnings, where there are any or JSON is wanted.
static void printFaults(const RunConfig &config, StringRef kernel, const RunResult &result,
                        raw_ostream &out, raw_ostream &err) {
  if (config.report == "json")
    return printReportAsJson(kernel, result.fault ? ArrayRef(*result.fault) : ArrayRef<Fault>(),
                             result.warnings, out);
  constexpr size_t mostWarnings = 20;
  ArrayRef<Fault> shown = ArrayRef(result.warnings).take_front(mostWarnings);
  for (const Fault &warning : shown)
    err << "triton-metal-run: warning: " << formatFault(warning) << "\n";
  if (shown.size() < result.warnings.size())
    err << formatv("triton-metal-run: warning: {0} more warnings; --report=json lists them\n",
                   result.warnings.size() - shown.size());
  if (result.fault)
    err << "triton-metal-run: error: " << formatFault(*result.fault) << "\n";
}

static Expected<ExitCode> runLaunch(const RunConfig &config, const ExecutionOptions &options,
                                    ArrayRef<FunctionConstantValue> constants, raw_ostream &out,
                                    raw_ostream &err) {
  Expected<Inputs> inputs = readInputs(config, constants);
  if (!inputs)
    return inputs.takeError();
  Expected<Launch> launch =
      bindLaunch(inputs->description, inputs->metadata ? &*inputs->metadata : nullptr,
                 inputs->kernel.interface, std::move(inputs->storages));
  if (!launch)
    return launch.takeError();
  Expected<std::unique_ptr<Executable>> executable = makeExecutable(inputs->kernel, options);
  if (!executable)
    return createStringError(config.input + ": " + toString(executable.takeError()));
  Expected<RunResult> result = (*executable)->run(*launch);
  if (!result)
    return createStringError(config.input + ": " + toString(result.takeError()));
  StringRef name = inputs->kernel.interface.name;
  printFaults(config, name, *result, out, err);
  if (result->fault)
    return Faulted;
  if (Error error =
          writeOutputs(inputs->description, *launch, sys::path::parent_path(config.launch)))
    return std::move(error);
  if (config.profile) {
    if (*config.profile == "json")
      printProfileAsJson(result->profile, name, out);
    else
      printProfile(result->profile, name, out);
  }
  return Done;
}

ExitCode run(const RunConfig &config, raw_ostream &out, raw_ostream &err) {
  Expected<ExecutionOptions> options = parseOptions(config);
  if (!options) {
    report(options.takeError(), err);
    return WrongUsage;
  }
  std::vector<FunctionConstantValue> constants;
  for (const std::string &text : config.constants) {
    Expected<FunctionConstantValue> constant = parseFunctionConstant(text);
    if (!constant) {
      report(constant.takeError(), err);
      return WrongUsage;
    }
    setConstant(constants, *constant);
  }
  Expected<ExitCode> code = runLaunch(config, *options, constants, out, err);
  if (!code) {
    report(code.takeError(), err);
    return Rejected;
  }
  return *code;
}

} // namespace tritonmetal::executor
