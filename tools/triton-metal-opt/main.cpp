//===- main.cpp - triton-metal-opt: run passes on IR ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// An ordinary `mlir-opt`: every dialect and pass by name, for tests and for
// looking inside.
//
//   triton-metal-opt kernel.ttir --triton-to-tritongpu-pipeline="num-warps=4"
//
// Text of older Triton versions is read in today's words, as in the compiler; lines stay
// what they are, columns of such words may not.
//
//===----------------------------------------------------------------------===//

#include "Registration.h"

#include "triton-metal/Reader/Spelling.h"

#include "mlir/IR/DialectRegistry.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/ToolOutputFile.h"

using namespace mlir;

static std::unique_ptr<llvm::MemoryBuffer> openInput(llvm::StringRef path) {
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> buffer = openInputFile(path, &error);
  if (!buffer) {
    llvm::errs() << error << "\n";
    return buffer;
  }
  llvm::StringRef text = buffer->getBuffer();
  std::optional<tritonmetal::SpellingProblem> problem;
  tritonmetal::SpellingEdits edits =
      tritonmetal::findSpellingEdits(text, tritonmetal::SourceTarget::Unknown, problem);
  if (!text.contains('\0') && !edits.empty())
    buffer = llvm::MemoryBuffer::getMemBufferCopy(edits.apply(text), buffer->getBufferIdentifier());
  return buffer;
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  DialectRegistry registry;
  tritonmetal::registerAllDialects(registry);
  tritonmetal::registerAllPasses();
  auto [inputPath, outputPath] = registerAndParseCLIOptions(
      argc, argv, "triton-metal-opt: Triton IR to Metal, pass by pass\n", registry);
  MlirOptMainConfig config = MlirOptMainConfig::createFromCLOptions();
  if (config.shouldShowDialects() || config.shouldListPasses())
    return asMainReturnCode(MlirOptMain(argc, argv, inputPath, outputPath, registry));
  std::unique_ptr<llvm::MemoryBuffer> input = openInput(inputPath);
  std::string error;
  std::unique_ptr<llvm::ToolOutputFile> output = openOutputFile(outputPath, &error);
  if (!output)
    llvm::errs() << error << "\n";
  if (!input || !output)
    return EXIT_FAILURE;
  if (failed(MlirOptMain(output->os(), std::move(input), registry, config)))
    return EXIT_FAILURE;
  output->keep();
  return EXIT_SUCCESS;
}
