//===- Driver.cpp - The run command without its command line ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Driver.h"

#include "Repetition.h"

#include "triton-metal/Executor/BufferDump.h"
#include "triton-metal/Executor/Expectations.h"
#include "triton-metal/Executor/Progress.h"

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

template <typename Number>
static Error parseNumber(StringRef option, StringRef text, Number least, Number &number) {
  Number value = 0;
  if (!text.empty() && (!to_integer(text, value, 10) || value < least))
    return createStringError(formatv("--{0} takes a number from {1} to {2}, not '{3}'", option,
                                     least, std::numeric_limits<Number>::max(), text));
  if (!text.empty())
    number = value;
  return Error::success();
}

static Error parseEngine(const RunConfig &config, ExecutionOptions &options) {
  bool needsInterpreter = !config.checks.empty() || !config.schedule.empty() || config.profile;
  if (config.engine == "interp" || (config.engine.empty() && needsInterpreter))
    options.engine = Engine::Interpreter;
  else if (config.engine == "jit" || config.engine.empty())
    options.engine = Engine::Jit;
  else
    return createStringError(formatv("unknown engine '{0}' (jit, interp)", config.engine));
  return parseNumber("threads", config.threads, 1u, options.threads);
}

static Expected<ExecutionOptions> parseOptions(const RunConfig &config) {
  ExecutionOptions options;
  if (Error error = parseEngine(config, options))
    return std::move(error);
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
  if (Error error = parseNumber<uint64_t>("max-steps", config.maxSteps, 0, options.maxSteps))
    return std::move(error);
  if (!config.schedule.empty()) {
    uint64_t seed = 0;
    if (Error error = parseNumber<uint64_t>("schedule", config.schedule, 0, seed))
      return std::move(error);
    options.schedule = seed;
  }
  if (!config.sample.empty()) {
    uint64_t sample = 0;
    if (Error error = parseNumber<uint64_t>("sample", config.sample, 1, sample))
      return std::move(error);
    if (!config.profile)
      return createStringError(
          "--sample runs a part of the launch for a --profile, which is absent");
    options.sample = sample;
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

namespace {
/// What is asked for besides the launch itself.
struct Requests {
  std::vector<FunctionConstantValue> constants; // of the command line
  std::vector<Expectation> expectations;        // of the command line
  std::vector<BufferDump> dumps;
};
} // namespace

static Expected<Requests> parseRequests(const RunConfig &config) {
  Requests requests;
  for (const std::string &text : config.constants) {
    Expected<FunctionConstantValue> constant = parseFunctionConstant(text);
    if (!constant)
      return constant.takeError();
    setConstant(requests.constants, *constant);
  }
  for (const std::string &text : config.expectations) {
    Expected<Expectation> expectation = parseExpectation(text);
    if (!expectation)
      return expectation.takeError();
    requests.expectations.push_back(std::move(*expectation));
  }
  for (const std::string &text : config.dumps) {
    Expected<BufferDump> dump = parseBufferDump(text);
    if (!dump)
      return dump.takeError();
    requests.dumps.push_back(std::move(*dump));
  }
  return std::move(requests);
}

/// The archive, or what it is compiled to if it is Metal source.
static Expected<std::unique_ptr<MemoryBuffer>> readArchive(const RunConfig &config,
                                                           StringRef symbol, raw_ostream &err) {
  if (!isMetalSource(config.input))
    return readFile(config.input);
  auto bitcode = compileMetalSource(config.input, symbol, config.metal, err);
  if (!bitcode || config.saveAir.empty())
    return bitcode;
  Error error = writeToOutput(config.saveAir, [&](raw_ostream &os) {
    os << (*bitcode)->getBuffer();
    return Error::success();
  });
  if (error)
    return createStringError(
        formatv("cannot write '{0}': {1}", config.saveAir, toString(std::move(error))));
  return bitcode;
}

static Expected<Inputs> readInputs(const RunConfig &config,
                                   ArrayRef<FunctionConstantValue> constants, raw_ostream &err) {
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
    if (metadata->overlapMattersForSource && !isMetalSource(config.input))
      metadata->mustNotOverlap.clear();
    inputs.metadata = std::move(*metadata);
  }

  auto archive = readArchive(config, symbol, err);
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

/// Compares what the launch file and the command line expect.
static Error compareOutputs(const RunConfig &config, const Requests &requests, const Inputs &inputs,
                            const Launch &launch, std::vector<BufferMismatch> &mismatches) {
  const KernelMetadata *metadata = inputs.metadata ? &*inputs.metadata : nullptr;
  if (Error error = checkExpectations(inputs.description.expectations, inputs.description, metadata,
                                      launch, sys::path::parent_path(config.launch), mismatches))
    return error;
  return checkExpectations(requests.expectations, inputs.description, metadata, launch, "",
                           mismatches);
}

/// Prints faults, warnings and wrong outputs, where there are any or JSON is wanted.
static void printReport(const RunConfig &config, StringRef kernel, const RunResult &result,
                        ArrayRef<BufferMismatch> mismatches, raw_ostream &out, raw_ostream &err) {
  if (config.report == "json")
    return printReportAsJson(kernel, result.fault ? ArrayRef(*result.fault) : ArrayRef<Fault>(),
                             result.warnings, mismatches, out);
  constexpr size_t mostWarnings = 20;
  ArrayRef<Fault> shown = ArrayRef(result.warnings).take_front(mostWarnings);
  for (const Fault &warning : shown)
    err << "triton-metal-run: warning: " << formatFault(warning) << "\n";
  if (shown.size() < result.warnings.size())
    err << formatv("triton-metal-run: warning: {0} more warnings; --report=json lists them\n",
                   result.warnings.size() - shown.size());
  if (result.fault)
    err << "triton-metal-run: error: " << formatFault(*result.fault) << "\n";
  for (const BufferMismatch &mismatch : mismatches)
    err << "triton-metal-run: error: " << formatMismatch(mismatch) << "\n";
}

/// What comes after the last instruction.
static Expected<ExitCode> finish(const RunConfig &config, const ExecutionOptions &options,
                                 const Requests &requests, const Inputs &inputs,
                                 const Launch &launch, const RunResult &result, raw_ostream &out,
                                 raw_ostream &err) {
  std::vector<BufferMismatch> mismatches;
  bool asserted = !launch.log || printLog(*inputs.metadata->log,
                                          launch.storages[*launch.log].contents(), out, err);
  bool isWhole = !result.fault && asserted && !options.sample; // nobody could use parts
  if (isWhole) {
    if (Error error =
            writeOutputs(inputs.description, launch, sys::path::parent_path(config.launch)))
      return std::move(error);
    if (Error error = compareOutputs(config, requests, inputs, launch, mismatches))
      return std::move(error);
  }
  StringRef name = inputs.kernel.interface.name;
  printReport(config, name, result, mismatches, out, err);
  const KernelMetadata *metadata = inputs.metadata ? &*inputs.metadata : nullptr;
  for (const BufferDump &dump : requests.dumps)
    if (Error error = dumpBuffer(dump, inputs.description, metadata, launch, out))
      return std::move(error);
  if (result.fault || !asserted)
    return Faulted;
  if (config.profile) {
    if (*config.profile == "json")
      printProfileAsJson(result.profile, name, out);
    else
      printProfile(result.profile, name, out);
  }
  return mismatches.empty() ? Done : Mismatched;
}

static Expected<ExitCode> runLaunch(const RunConfig &config, ExecutionOptions options,
                                    const Requests &requests, raw_ostream &out, raw_ostream &err) {
  Expected<Inputs> inputs = readInputs(config, requests.constants, err);
  if (!inputs)
    return inputs.takeError();
  Expected<Launch> launch =
      bindLaunch(inputs->description, inputs->metadata ? &*inputs->metadata : nullptr,
                 inputs->kernel.interface, std::move(inputs->storages));
  if (!launch)
    return launch.takeError();
  unsigned count = 1;
  if (Error error = parseNumber("repeat", config.repeat, 1u, count))
    return std::move(error);
  uint64_t threadgroups =
      uint64_t(launch->threadgroups[0]) * launch->threadgroups[1] * launch->threadgroups[2];
  ProgressDisplay progress(std::min(threadgroups, options.sample.value_or(threadgroups)) * count);
  options.finishedThreadgroups = &progress.finished;
  Timing timing;
  Expected<RunResult> result = runRepeatedly(inputs->kernel, *launch, options, count, timing);
  progress.stop();
  if (!result)
    return createStringError(config.input + ": " + toString(result.takeError()));
  if (!config.repeat.empty())
    err << formatv("prepare {0:f2} ms, run {1:f2} ms (median of {2})\n", timing.prepare, timing.run,
                   count);
  return finish(config, options, requests, *inputs, *launch, *result, out, err);
}

/// --syntax-only
static ExitCode checkSyntax(const RunConfig &config, raw_ostream &err) {
  if (!isMetalSource(config.input)) {
    report(
        createStringError("--syntax-only checks Metal source, a file whose name ends in '.metal'"),
        err);
    return WrongUsage;
  }
  if (Error error = checkMetalSource(config.input, config.metal, err)) {
    report(std::move(error), err);
    return Rejected;
  }
  return Done;
}

static Error compareFiles(StringRef first, StringRef second, raw_ostream &out) {
  auto a = readFile(first);
  if (!a)
    return a.takeError();
  auto b = readFile(second);
  if (!b)
    return b.takeError();
  return compareProfiles((*a)->getBuffer(), sys::path::filename(first), (*b)->getBuffer(),
                         sys::path::filename(second), out);
}

ExitCode compareProfileFiles(StringRef first, StringRef second, raw_ostream &out,
                             raw_ostream &err) {
  Error error = compareFiles(first, second, out);
  if (!error)
    return Done;
  report(std::move(error), err);
  return Rejected;
}

ExitCode run(const RunConfig &config, raw_ostream &out, raw_ostream &err) {
  if (config.syntaxOnly)
    return checkSyntax(config, err);
  if (config.launch.empty()) {
    report(createStringError("--launch is required: it says what to run the kernel with"), err);
    return WrongUsage;
  }
  Expected<ExecutionOptions> options = parseOptions(config);
  if (!options) {
    report(options.takeError(), err);
    return WrongUsage;
  }
  Expected<Requests> requests = parseRequests(config);
  if (!requests) {
    report(requests.takeError(), err);
    return WrongUsage;
  }
  Expected<ExitCode> code = runLaunch(config, *options, *requests, out, err);
  if (!code) {
    report(code.takeError(), err);
    return Rejected;
  }
  return *code;
}

} // namespace tritonmetal::executor
