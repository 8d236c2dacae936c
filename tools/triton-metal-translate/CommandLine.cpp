//===- CommandLine.cpp - The options of triton-metal-translate -------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "CommandLine.h"
#include "Files.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/StringSaver.h"
#include "llvm/Support/raw_ostream.h"

#include <CLI/CLI.hpp>

using namespace tritonmetal;

namespace {

/// The words of the command line, before they mean anything.
struct Words {
  std::vector<std::string> inputs;
  std::string output, emit, metadata, target = "portable", deployment, inspect, sourceTarget,
                                      replan = "auto", overlap = "auto", fpFusion = "on",
                                      fpMode = "safe", fp64 = "error", matrixUnit = "auto";
  long numWarps = 0;
  bool listTargets = false;
  bool debugInfo = false;
  std::vector<std::string> sourcePrefixes;
  std::string explain, diagnostics = "text", dependencyFile, dependencyTarget;
  bool dependencies = false, warningsAreErrors = false;
};

} // namespace

/// What --help-all adds to --help.
static const char kExamples[] = R"(
Examples:
  triton-metal-translate softmax.ttir -o softmax.metallib --metadata=softmax.json
  triton-metal-translate softmax.ttir -o - --emit=msl --target=apple-m3
  triton-metal-translate a.ttir b.ttir -o kernels.metallib
  triton-metal-translate --inspect=json kernels.metallib
  triton-metal-translate @options.txt -o softmax.metallib -MD

Input: one kernel a file, as Triton prints it. TTIR is planned for Apple GPUs here;
TTGIR keeps a plan that they can follow, and is planned anew otherwise (--replan). .mlir files hold kernels of the Metal dialect.

Output: msl        Metal source
        metallib   loadable archive
        air        AIR bitcode of one kernel
        llvm       the same as LLVM assembly
        metal-ir   Metal dialect, loop form
        ttgir      Triton GPU dialect, planned
        ttir       the input, normalised

Exit codes: 0 done, 1 input rejected, 2 wrong usage, 3 internal error. An output file
is complete or not there.
)";

static int usageError(const llvm::Twine &message) {
  llvm::errs() << "triton-metal-translate: error: " << message << "\n";
  return ExitUsage;
}

/// "; did you mean 'metallib'? (msl, metallib, …)" for a name that is not one.
static std::string suggestKind(llvm::StringRef name) {
  llvm::StringRef best;
  unsigned bestDistance = 3;
  std::string all;
  for (const OutputKindInfo &info : getOutputKinds()) {
    all += (all.empty() ? "" : ", ") + info.name.str();
    unsigned distance = name.edit_distance(info.name, true, bestDistance);
    if (distance < bestDistance) {
      best = info.name;
      bestDistance = distance;
    }
  }
  return (best.empty() ? "" : "; did you mean '" + best.str() + "'?") + " (" + all + ")";
}

static std::optional<int> chooseOutput(const Words &words, CommandLine &line) {
  line.output = words.output;
  if (!words.emit.empty()) {
    for (const OutputKindInfo &info : getOutputKinds())
      if (info.name == words.emit) {
        line.options.output = info.kind;
        return std::nullopt;
      }
    return usageError("unknown output '" + words.emit + "'" + suggestKind(words.emit));
  }
  llvm::StringRef ending = llvm::sys::path::extension(words.output);
  for (const OutputKindInfo &info : getOutputKinds())
    if (info.ending == ending) {
      line.options.output = info.kind;
      return std::nullopt;
    }
  return usageError("the ending of '" + words.output +
                    "' does not say what to write; add --emit=KIND" + suggestKind(""));
}

static std::optional<int> chooseTarget(const Words &words, CommandLine &line) {
  auto target = lookupTarget(words.target);
  if (!target)
    return usageError(toString(target.takeError()));
  line.options.target = *target;
  line.options.deployment = DeploymentTarget::getDefault(*target->family);
  if (words.deployment.empty())
    return std::nullopt;
  auto deployment = DeploymentTarget::parse(words.deployment);
  if (!deployment)
    return usageError(toString(deployment.takeError()));
  line.options.deployment = *deployment;
  return std::nullopt;
}

static std::optional<int> chooseOverlap(const Words &words, CommandLine &line) {
  for (auto [name, overlap] :
       {std::pair("auto", Overlap::Auto), {"allowed", Overlap::Allowed}, {"none", Overlap::None}})
    if (words.overlap == name) {
      line.options.overlap = overlap;
      return std::nullopt;
    }
  return usageError("unknown word '" + words.overlap + "' for --overlap (auto, allowed, none)");
}

static std::optional<int> chooseMatrixUnit(const Words &words, CommandLine &line) {
  for (auto [name, unit] : {std::pair("auto", MatrixUnit::Auto), {"8x8", MatrixUnit::Small}})
    if (words.matrixUnit == name) {
      line.options.matrixUnit = unit;
      return std::nullopt;
    }
  return usageError("unknown word '" + words.matrixUnit + "' for --matrix-unit (auto, 8x8)");
}

static std::optional<int> chooseReplan(const Words &words, CommandLine &line) {
  for (auto [name, replan] :
       {std::pair("auto", Replan::Auto), {"always", Replan::Always}, {"never", Replan::Never}})
    if (words.replan == name) {
      line.options.replan = replan;
      return std::nullopt;
    }
  return usageError("unknown word '" + words.replan + "' for --replan (auto, always, never)");
}

static std::optional<int> chooseArithmetic(const Words &words, CommandLine &line) {
  if (words.fpFusion != "on" && words.fpFusion != "off")
    return usageError("unknown word '" + words.fpFusion + "' for --fp-fusion (on, off)");
  if (words.fpMode != "safe" && words.fpMode != "fast")
    return usageError("unknown word '" + words.fpMode + "' for --fp-mode (safe, fast)");
  if (words.fp64 != "error" && words.fp64 != "emulate")
    return usageError("unknown word '" + words.fp64 + "' for --fp64 (error, emulate)");
  line.options.fpFusion = words.fpFusion == "on";
  line.options.fp64 = words.fp64 == "emulate" ? FP64::Emulate : FP64::Error;
  line.options.fpMode = words.fpMode == "fast" ? FPMode::Fast : FPMode::Safe;
  return std::nullopt;
}

/// FROM=TO, as compilers of C take it.
static std::optional<int> chooseSourcePrefixes(const Words &words, CommandLine &line) {
  for (llvm::StringRef word : words.sourcePrefixes) {
    auto [from, to] = word.split('=');
    if (from.empty() || !word.contains('='))
      return usageError("--source-prefix-map takes FROM=TO, found '" + word + "'");
    line.options.sourcePrefixes.push_back({from.str(), to.str()});
  }
  return std::nullopt;
}

static std::optional<int> chooseMessages(const Words &words, CommandLine &line) {
  if (!words.explain.empty() && words.explain != "text" && words.explain != "json")
    return usageError("unknown word '" + words.explain + "' for --explain (text, json)");
  if (!words.explain.empty())
    line.options.explain = words.explain == "json" ? ExplainFormat::JSON : ExplainFormat::Text;
  if (words.diagnostics != "text" && words.diagnostics != "json")
    return usageError("unknown word '" + words.diagnostics + "' for --diagnostics (text, json)");
  line.options.messages.json = words.diagnostics == "json";
  line.options.messages.warningsAreErrors = words.warningsAreErrors;
  return std::nullopt;
}

/// Where Make is told what the output depends on, and under which name.
static std::optional<int> chooseDependencies(const Words &words, CommandLine &line) {
  if (!words.dependencies && words.dependencyFile.empty() && words.dependencyTarget.empty())
    return std::nullopt;
  if (words.output == "-" && (words.dependencyFile.empty() || words.dependencyTarget.empty()))
    return usageError("dependencies of standard output need a file and a name; add -MF and -MT");
  llvm::SmallString<128> path(words.output);
  llvm::sys::path::replace_extension(path, ".d");
  line.dependencies = words.dependencyFile.empty() ? path.str().str() : words.dependencyFile;
  line.dependencyTarget = words.dependencyTarget.empty() ? words.output : words.dependencyTarget;
  return std::nullopt;
}

/// Every file is one thing only.
static std::optional<int> checkFiles(const Words &words) {
  if (words.metadata == "-" && words.output == "-")
    return usageError("output and metadata cannot both go to standard output");
  auto isSame = [](const std::string &a, const std::string &b) {
    bool isFile = !a.empty() && a != "-" && b != "-";
    return isFile && (a == b || llvm::sys::fs::equivalent(a, b));
  };
  if (isSame(words.output, words.metadata))
    return usageError("output and metadata cannot be the same file '" + words.output + "'");
  for (const std::string &written : {words.output, words.metadata})
    for (const std::string &input : words.inputs)
      if (isSame(written, input))
        return usageError("'" + written + "' is an input, and would be overwritten");
  return std::nullopt;
}

/// Words to meaning; an exit code for what cannot be meant.
static std::optional<int> check(const Words &words, bool hasNumWarps, bool hasInspect,
                                CommandLine &line) {
  line.inputs = words.inputs;
  line.listTargets = words.listTargets;
  if (line.listTargets)
    return std::nullopt;
  if (line.inputs.empty())
    return usageError("no input file; `triton-metal-translate kernel.ttir -o kernel.metallib`");
  if (hasInspect) {
    line.inspect = true;
    line.inspectJson = words.inspect == "json";
    if (!line.inspectJson && words.inspect != "text")
      return usageError("unknown format '" + words.inspect + "' of --inspect (text, json)");
    return std::nullopt;
  }
  if (words.output.empty())
    return usageError("no output file; add -o FILE, or -o - --emit=KIND for standard output");
  if (hasNumWarps) {
    if (words.numWarps < 1 || words.numWarps > 32 || !llvm::isPowerOf2_64(words.numWarps))
      return usageError("--num-warps must be a power of two from 1 to 32, found " +
                        llvm::Twine(words.numWarps) +
                        "; a threadgroup has at most 1024 threads, 32 for each");
    line.options.numWarps = words.numWarps;
  }
  if (!words.sourceTarget.empty()) {
    if (words.sourceTarget != "cuda" && words.sourceTarget != "hip")
      return usageError("unknown target '" + words.sourceTarget +
                        "' of --source-target (cuda, hip)");
    line.options.sourceTarget =
        words.sourceTarget == "cuda" ? SourceTarget::Cuda : SourceTarget::Hip;
  }
  if (line.inputs.size() > 1 && llvm::is_contained(line.inputs, "-"))
    return usageError("standard input is an input of its own; pass files only, or - only");
  line.metadata = words.metadata;
  line.options.wantMetadata = !words.metadata.empty();
  line.options.debugInfo = words.debugInfo;
  if (std::optional<int> exitCode = checkFiles(words))
    return exitCode;
  line.options.libraryName = llvm::sys::path::filename(words.output == "-" ? "" : words.output);
  if (std::optional<int> exitCode = chooseOverlap(words, line))
    return exitCode;
  if (std::optional<int> exitCode = chooseReplan(words, line))
    return exitCode;
  if (std::optional<int> exitCode = chooseMatrixUnit(words, line))
    return exitCode;
  if (std::optional<int> exitCode = chooseArithmetic(words, line))
    return exitCode;
  if (std::optional<int> exitCode = chooseSourcePrefixes(words, line))
    return exitCode;
  if (std::optional<int> exitCode = chooseMessages(words, line))
    return exitCode;
  if (std::optional<int> exitCode = chooseDependencies(words, line))
    return exitCode;
  if (std::optional<int> exitCode = chooseOutput(words, line))
    return exitCode;
  return chooseTarget(words, line);
}

/// The words without the program, those of `@file` in its place.
static std::vector<std::string> expandResponseFiles(int argc, char **argv) {
  llvm::BumpPtrAllocator allocator;
  llvm::StringSaver saver(allocator);
  llvm::SmallVector<const char *> words(argv + 1, argv + argc);
  llvm::cl::ExpandResponseFiles(saver, llvm::cl::TokenizeGNUCommandLine, words);
  return {words.begin(), words.end()};
}

/// Options of compilers of C have one dash, which CLI11 takes for a row of letters; and the word
/// after a bare --inspect or --explain would be its format.
static llvm::StringRef spellOption(llvm::StringRef word) {
  return llvm::StringSwitch<llvm::StringRef>(word)
      .Case("--inspect", "--inspect=text")
      .Case("--explain", "--explain=text")
      .Case("-MD", "--MD")
      .Case("-MF", "--MF")
      .Case("-MT", "--MT")
      .Case("-Werror", "--Werror")
      .Default(word);
}

/// What is only in --help-all, so that --help fits a screen.
static void addMoreOptions(CLI::App &app, Words &words, bool isShown) {
  const char *group = isShown ? "More options" : "";
  app.add_option("--source-prefix-map", words.sourcePrefixes,
                 "Of paths of Python files, keep more than the file name")
      ->type_name("FROM=TO")
      ->allow_extra_args(false)
      ->group(group);
  auto addWord = [&](const char *name, std::string &word, const char *type, const char *text) {
    app.add_option(name, word, text)->type_name(type)->group(group);
  };
  auto addFlag = [&](const char *name, bool &flag, const char *text) {
    app.add_flag(name, flag, text)->group(group);
  };
  addWord("--diagnostics", words.diagnostics, "FORMAT", "Errors as text (default), or json");
  addFlag("--Werror", words.warningsAreErrors, "Warnings are errors; also -Werror");
  addFlag("--MD", words.dependencies, "Tell Make what the output depends on; also -MD");
  addWord("--MF", words.dependencyFile, "FILE", "Where to tell it (the output's .d); also -MF");
  addWord("--MT", words.dependencyTarget, "NAME", "Name of the output there; also -MT");
}

std::optional<int> tritonmetal::parseCommandLine(int argc, char **argv, CommandLine &line) {
  Words words;
  CLI::App app("Compiles Triton kernels (TTIR, TTGIR) for Apple GPUs: Metal source, "
               "archives, launch metadata.",
               "triton-metal-translate");
  app.set_version_flag("--version", "triton-metal-translate " TRITON_METAL_VERSION,
                       "Print the version and exit");
  app.set_help_flag("-h,--help", "Print the options and exit");
  app.set_help_all_flag("--help-all", "Print all options, with examples, and exit");
  app.add_option("FILE", words.inputs, "Kernels: .ttir, .ttgir or .mlir files, or - for stdin")
      ->type_name("");
  auto addWord = [&](const char *name, std::string &word, const char *type, const char *text) {
    return app.add_option(name, word, text)->type_name(type);
  };
  addWord("-o", words.output, "FILE", "Output, or - for stdout; its ending picks --emit");
  addWord("--emit", words.emit, "KIND", "msl, metallib, air, llvm, metal-ir, ttgir or ttir");
  addWord("--metadata", words.metadata, "FILE", "Write launch metadata (JSON), or - for stdout");
  addWord("--target", words.target, "NAME",
          "portable (default), apple7 … apple10, apple-m1 …; see --list-targets");
  addWord("--deployment-target", words.deployment, "OS",
          "Oldest system: macos15.0 (default; apple10: macos26.0), ios18.0 …");
  addWord("--source-target", words.sourceTarget, "KIND",
          "cuda or hip: who a TTIR of Triton 3.0 or 3.1 is for");
  CLI::Option *numWarps =
      app.add_option("--num-warps", words.numWarps, "SIMD-groups of a threadgroup: 1, 2, 4 … 32")
          ->type_name("N");
  addWord("--overlap", words.overlap, "WHEN",
          "May arguments overlap: auto, allowed, none (see docs/metadata.md)");
  addWord("--replan", words.replan, "WHEN",
          "Plan TTGIR anew: auto (default: where it must be), always, never");
  addWord("--matrix-unit", words.matrixUnit, "UNIT",
          "Unit for dots: auto (default: 16x16 in archives for apple10), 8x8");
  addWord("--fp-fusion", words.fpFusion, "WHETHER",
          "Fuse multiply and add as Triton does: on (default), off");
  addWord("--fp-mode", words.fpMode, "MODE", "Functions: safe (default), or Metal's fast ones");
  app.add_flag("-g,--debug-info", words.debugInfo, "Keep the lines of the Python source");
  addWord("--fp64", words.fp64, "HOW", "Doubles: error (default), emulate (in software)");
  addWord("--explain", words.explain, "FORMAT",
          "Say on stderr what was decided, line by line: text (default) or json")
      ->expected(0, 1)
      ->default_str("");
  CLI::Option *inspect = addWord("--inspect", words.inspect, "FORMAT",
                                 "Print what archives contain instead: text (default) or json")
                             ->expected(0, 1)
                             ->default_str("");
  app.add_flag("--list-targets", words.listTargets, "Print the targets and exit");
  std::vector<std::string> arguments = expandResponseFiles(argc, argv);
  for (std::string &argument : arguments)
    argument = spellOption(argument).str();
  std::reverse(arguments.begin(), arguments.end()); // as CLI11 wants them
  addMoreOptions(app, words, llvm::is_contained(arguments, "--help-all"));
  try {
    app.parse(arguments);
  } catch (const CLI::CallForAllHelp &) {
    std::cout << app.help("", CLI::AppFormatMode::All) << kExamples;
    return ExitDone;
  } catch (const CLI::Success &success) {
    return app.exit(success); // --help, --version
  } catch (const CLI::ParseError &error) {
    std::string message = error.what();
    if (!message.empty())
      message[0] = std::tolower(message[0]);
    return usageError(llvm::Twine(message) + "; see --help");
  }
  return check(words, numWarps->count() > 0, inspect->count() > 0, line);
}
