//===- main.cpp - triton-metal-run ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the command line and calls the executor. Exit codes: 0 done, 1 input rejected, 2 wrong
// usage, 4 a fault of the kernel.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Evaluator/Run.h"
#include "triton-metal/Executor/Driver.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <CLI/CLI.hpp>

using namespace tritonmetal::executor;

/// Options of this group are only in --help-all.
static const char moreOptions[] = "More options";

/// What --help shows after the options.
static const char examples[] = R"(
Example:
  triton-metal-run softmax.metallib --metadata=softmax.json --launch=launch.json --check=all

Exit codes: 0 done, 1 input rejected, 2 wrong usage, 4 a fault of the kernel, 5 other outputs than
expected. Outputs are written only if the kernel ended without a fault.
)";

static void addOptions(CLI::App &app, RunConfig &config) {
  app.add_option("FILE", config.input,
                 "A .metallib, .air, .bc, .ll, Metal source (.metal) or TTIR (.ttir)")
      ->type_name("");
  app.add_option("--launch", config.launch, "Grid, buffers and arguments (JSON)")
      ->type_name("FILE");
  app.add_option("--metadata", config.metadata, "The compiler's launch metadata, for 'args'")
      ->type_name("FILE");
  app.add_option("--kernel", config.kernel, "Kernel to run, if the launch names none")
      ->type_name("NAME");
  app.add_option("--constant", config.constants,
                 "Value of a function constant, or values of a vector (1,2,3)")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  app.add_option("--engine", config.engine, "jit (fast), or interp (all checks and counters)")
      ->type_name("ENGINE");
  app.add_option("--threads", config.threads, "Host threads of the JIT; all if absent")
      ->group(moreOptions)
      ->type_name("N");
  app.add_option("--repeat", config.repeat, "Run N times and print the median time")
      ->group(moreOptions)
      ->type_name("N");
  app.add_option("--check", config.checks, "bounds, races, divergence, uninit, arithmetic, or all")
      ->type_name("LIST");
  app.add_option("--denormals", config.denormals, "fp32 arithmetic: flush (as on GPUs) or preserve")
      ->group(moreOptions)
      ->type_name("MODE");
  app.add_option("--max-steps", config.maxSteps,
                 "Instructions of one thread after which the kernel is stopped")
      ->group(moreOptions)
      ->type_name("N");
  app.add_option("--schedule", config.schedule,
                 "Shuffle the order of threadgroups, SIMD-groups and lanes")
      ->type_name("SEED");
  app.add_option_function<std::string>(
         "--profile", [&](const std::string &format) { config.profile = format; },
         "Print cost counters: text or json")
      ->expected(0, 1)
      ->default_str("text")
      ->type_name("FORMAT");
  app.add_option("--sample", config.sample,
                 "Profile so many threadgroups, and scale; writes no outputs")
      ->group(moreOptions)
      ->type_name("N");
  app.add_option("--expect", config.expectations,
                 "Compare a buffer with a file (BUFFER:FILE[:TYPE[:RTOL[:ATOL]]])")
      ->type_name("WHAT")
      ->allow_extra_args(false);
  app.add_option("--dump", config.dumps,
                 "Print a buffer as text, or write it to a file (BUFFER[,TYPE][:FILE])")
      ->type_name("WHAT")
      ->allow_extra_args(false);
  app.add_flag("--syntax-only", config.syntaxOnly, "Check Metal source and run nothing");
  app.add_option("--report", config.report, "Format of faults: text or json")
      ->group(moreOptions)
      ->type_name("FORMAT");
}

static void addMetalOptions(CLI::App &app, RunConfig &config) {
  app.add_option("--save-air", config.saveAir, "Keep the bitcode that Metal source is compiled to")
      ->group(moreOptions)
      ->type_name("FILE");
  app.add_option("--clang", config.metal.clang, "Compiler of Metal source; clang 22 is preferred")
      ->group(moreOptions)
      ->type_name("PROGRAM");
  app.add_option("-I", config.metal.includeFolders, "Folder of headers of Metal source")
      ->group(moreOptions)
      ->type_name("DIR")
      ->allow_extra_args(false);
  app.add_option("-D", config.metal.definitions, "Macro for Metal source")
      ->group(moreOptions)
      ->type_name("NAME[=VALUE]")
      ->allow_extra_args(false);
  app.add_flag("--Werror", config.metal.warningsAreErrors, "Warnings about Metal source are errors")
      ->group(moreOptions);
}

static void addEvaluatorOptions(CLI::App &app, tritonmetal::evaluator::EvaluationConfig &config) {
  app.add_option("--program-order", config.programOrder,
                 "TTIR: programs run in the order of the grid, or seed=N for another")
      ->group(moreOptions)
      ->type_name("ORDER");
  app.add_option("--combine-order", config.combineOrder,
                 "TTIR: how reductions associate: forward, backward or tree")
      ->group(moreOptions)
      ->type_name("ORDER");
  app.add_flag("--precise-dots", config.preciseDots, "TTIR: dots add up in double")
      ->group(moreOptions);
}

/// What everything but a comparison needs.
static void requireInputs(const RunConfig &config) {
  if (config.input.empty())
    throw CLI::RequiredError("FILE");
}

/// --help leaves out the group `moreOptions`, so that it fits a screen.
static void addHelp(CLI::App &app, llvm::ArrayRef<char *> arguments) {
  app.set_help_all_flag("--help-all", "Print all options and exit");
  if (llvm::is_contained(arguments, llvm::StringRef("--help-all")))
    return;
  for (CLI::Option *option : app.get_options())
    if (option->get_group() == moreOptions)
      option->group("");
}

/// Whether `path` holds Triton IR; what cannot be read is reported later.
static bool isTritonIR(const std::string &path) {
  if (path == "-")
    return false;
  auto buffer = llvm::MemoryBuffer::getFile(path);
  return buffer && tritonmetal::evaluator::isTritonIR((*buffer)->getBuffer());
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  CLI::App app("Runs Metal kernels on the CPU, with checks that a GPU lacks.", "triton-metal-run");
  RunConfig config;
  addOptions(app, config);
  addMetalOptions(app, config);
  std::vector<std::string> compared;
  app.add_option("--compare", compared, "Two profiles as JSON side by side; runs nothing")
      ->group(moreOptions)
      ->expected(2)
      ->type_name("A B");
  tritonmetal::evaluator::EvaluationConfig evaluation;
  addEvaluatorOptions(app, evaluation);
  addHelp(app, llvm::ArrayRef<char *>(argv, size_t(argc)));
  app.footer(examples);
  app.set_version_flag("--version", "triton-metal-run " TRITON_METAL_VERSION, "Print the version");
  try {
    app.parse(argc, argv);
    if (compared.empty())
      requireInputs(config);
  } catch (const CLI::Success &success) {
    return app.exit(success);
  } catch (const CLI::ParseError &error) {
    llvm::errs() << "triton-metal-run: error: " << error.what() << "\n";
    return WrongUsage;
  }
  if (!compared.empty())
    return compareProfileFiles(compared[0], compared[1], llvm::outs(), llvm::errs());
  if (isTritonIR(config.input))
    return tritonmetal::evaluator::run(config, evaluation, llvm::outs(), llvm::errs());
  return run(config, llvm::outs(), llvm::errs());
}
