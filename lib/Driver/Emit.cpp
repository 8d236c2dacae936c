//===- Emit.cpp - Modules to the bytes of an artifact ----------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Emit.h"

#include "triton-metal/Metallib/Builder.h"
#include "triton-metal/Metallib/Writer.h"
#include "triton-metal/Reader/Reader.h"
#include "triton-metal/Target/AIR/EmitAIR.h"
#include "triton-metal/Target/MSL/MSLPrinter.h"
#include "triton-metal/Target/Metadata/LaunchMetadata.h"

#include "mlir/IR/AsmState.h"
#include "llvm/Support/SHA256.h"

using namespace mlir;
using namespace tritonmetal;

namespace {
using Modules = llvm::ArrayRef<OwningOpRef<ModuleOp>>;
} // namespace

/// Modules and inputs come in pairs.
static void cutInputPaths(Modules modules, llvm::ArrayRef<Input> inputs) {
  for (auto [module, input] : llvm::zip_equal(modules, inputs))
    cutInputPath(*module, input.name);
}

static LogicalResult emitKernels(Modules modules, const CompileOptions &options, bool wantText,
                                 std::vector<metal::EmittedKernel> &kernels) {
  metal::AIREmissionOptions emission;
  auto platform = options.deployment.platform == DeploymentTarget::Platform::MacOS
                      ? air::Platform::MacOS
                      : air::Platform::IOS;
  auto target =
      air::getModuleTarget(platform, {options.deployment.major, options.deployment.minor});
  if (!target)
    return emitError((*modules.front())->getLoc(), toString(target.takeError()));
  emission.target = *target;
  emission.wantText = wantText;
  emission.debugInfo = options.debugInfo;
  for (const OwningOpRef<ModuleOp> &module : modules)
    if (failed(metal::emitAIR(*module, emission, kernels)))
      return failure();
  return success();
}

static LogicalResult emitArchive(Modules modules, const CompileOptions &options,
                                 std::string &output) {
  std::vector<metal::EmittedKernel> kernels;
  if (failed(emitKernels(modules, options, /*wantText=*/false, kernels)))
    return failure();
  auto version = [](LanguageVersion v) {
    return metallib::Version{uint16_t(v.major), uint16_t(v.minor), 0};
  };
  std::vector<metallib::KernelModule> parts;
  for (const metal::EmittedKernel &kernel : kernels) {
    metallib::KernelModule part;
    part.name = kernel.name;
    part.bitcode = llvm::arrayRefFromStringRef(kernel.bitcode);
    part.air = version(options.deployment.airVersion);
    part.language = version(options.deployment.mslVersion);
    parts.push_back(std::move(part));
  }
  metallib::BuildOptions build;
  build.platform = options.deployment.platform == DeploymentTarget::Platform::MacOS
                       ? metallib::Platform::MacOS
                       : metallib::Platform::IOS;
  build.os = {uint16_t(options.deployment.major), uint16_t(options.deployment.minor), 0};
  build.libraryName = options.libraryName;
  llvm::SmallVector<char> bytes;
  Location loc = (*modules.front())->getLoc();
  auto library = metallib::buildLibrary(parts, build);
  if (!library)
    return emitError(loc, toString(library.takeError()));
  if (llvm::Error error = metallib::writeLibrary(*library, bytes))
    return emitError(loc, toString(std::move(error)));
  output.assign(bytes.begin(), bytes.end());
  return success();
}

/// Bitcode or assembly of one kernel: neither has room for a second one.
static LogicalResult emitSingle(Modules modules, const CompileOptions &options,
                                std::string &output) {
  if (modules.size() != 1)
    return emitError((*modules[1])->getLoc())
           << "only an archive or Metal source can hold several kernels; compile one at a time";
  std::vector<metal::EmittedKernel> kernels;
  bool wantText = options.output == OutputKind::LLVM;
  if (failed(emitKernels(modules, options, wantText, kernels)))
    return failure();
  output = wantText ? kernels.front().text : kernels.front().bitcode;
  return success();
}

/// All kernels in one source file, so in one module.
static LogicalResult emitSource(Modules modules, const CompileOptions &options,
                                std::string &output) {
  OwningOpRef<ModuleOp> all = ModuleOp::create((*modules.front())->getLoc());
  for (const OwningOpRef<ModuleOp> &module : modules)
    for (metal::KernelOp kernel : (*module).getOps<metal::KernelOp>()) {
      if (all->lookupSymbol(kernel.getSymName()))
        return kernel.emitError("is the second kernel of that name; names in one file differ");
      all->push_back(kernel->clone());
    }
  metal::MSLOptions msl;
  msl.languageVersion = options.deployment.mslVersion;
  msl.lineDirectives = options.debugInfo;
  llvm::raw_string_ostream stream(output);
  return metal::printMSL(*all, msl, stream);
}

static LogicalResult emitIR(Modules modules, llvm::ArrayRef<Input> inputs, std::string &output) {
  if (modules.size() != 1)
    return emitError((*modules[1])->getLoc())
           << "IR is printed for one kernel at a time; compile the others on their own";
  llvm::raw_string_ostream stream(output);
  OpPrintingFlags flags;
  flags.enableDebugInfo(/*enable=*/true, /*prettyForm=*/false);
  cutInputPaths(modules, inputs);
  (*modules.front())->print(stream, flags);
  stream << "\n";
  return success();
}

static LogicalResult emitOutput(Modules modules, llvm::ArrayRef<Input> inputs,
                                const CompileOptions &options, std::string &output) {
  if (options.debugInfo)
    cutInputPaths(modules, inputs);
  switch (options.output) {
  case OutputKind::MSL:
    return emitSource(modules, options, output);
  case OutputKind::Metallib:
    return emitArchive(modules, options, output);
  case OutputKind::AIR:
  case OutputKind::LLVM:
    return emitSingle(modules, options, output);
  case OutputKind::MetalIR:
  case OutputKind::TTGIR:
  case OutputKind::TTIR:
    return emitIR(modules, inputs, output);
  }
  return failure();
}

/// What identifies a compilation: input texts, options that change the output, version.
static std::string hashOf(llvm::ArrayRef<Input> inputs, const CompileOptions &options) {
  llvm::SHA256 hash;
  for (const Input &input : inputs) {
    hash.update(std::to_string(input.text.size()) + ":");
    hash.update(input.text);
  }
  hash.update(options.target.name);
  hash.update(options.deployment.str());
  hash.update("replan=" + std::to_string(int(options.replan)));
  hash.update(options.fpFusion ? "fusion=on" : "fusion=off");
  hash.update(options.fpMode == FPMode::Fast ? "fp=fast" : "fp=safe");
  hash.update("matrix=" + std::to_string(int(options.matrixUnit)));
  hash.update(options.fp64 == FP64::Emulate ? "fp64=emulate" : "fp64=error");
  hash.update("overlap=" + std::to_string(int(options.overlap)));
  hash.update("warps=" + (options.numWarps ? std::to_string(*options.numWarps) : "input"));
  hash.update("source=" + std::to_string(static_cast<int>(options.sourceTarget)));
  hash.update("debug=" + std::to_string(options.debugInfo));
  for (const auto &[from, to] : options.sourcePrefixes)
    hash.update("prefix=" + std::to_string(from.size()) + ":" + from + std::to_string(to.size()) +
                ":" + to);
  hash.update(TRITON_METAL_VERSION);
  return llvm::toHex(hash.final(), /*LowerCase=*/true);
}

LogicalResult tritonmetal::emitArtifacts(Modules modules, llvm::ArrayRef<Input> inputs,
                                         const CompileOptions &options, Artifacts &artifacts) {
  if (failed(emitOutput(modules, inputs, options, artifacts.output)))
    return failure();
  if (!options.wantMetadata)
    return success();
  cutInputPaths(modules, inputs);
  metal::MetadataOptions metadata;
  metadata.target = options.target;
  metadata.deployment = options.deployment;
  metadata.compiler = "triton-metal " TRITON_METAL_VERSION;
  metadata.hash = hashOf(inputs, options);
  metadata.fastFunctions = options.fpMode == FPMode::Fast;
  metadata.fpFusion = options.fpFusion;
  metadata.emulatesDoubles = options.fp64 == FP64::Emulate;
  llvm::SmallVector<ModuleOp> ops;
  for (const OwningOpRef<ModuleOp> &module : modules)
    ops.push_back(*module);
  llvm::raw_string_ostream stream(artifacts.metadata);
  return metal::writeMetadata(ops, metadata, stream);
}
