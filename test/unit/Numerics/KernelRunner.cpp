//===- KernelRunner.cpp - One op on arrays of numbers ---------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "KernelRunner.h"

#include "triton-metal/Driver/Driver.h"
#include "triton-metal/Executor/Executor.h"

#include "llvm/Support/MemoryBuffer.h"
#include "gtest/gtest.h"

#include <cstring>

using namespace tritonmetal;
using namespace tritonmetal::executor;

static constexpr size_t kTile = 1024;

unsigned test::getByteWidth(const std::string &type) {
  if (type.find("f8") == 0 || type == "i8")
    return 1;
  return type == "i64" || type == "f64" ? 8 : type.find("16") != std::string::npos ? 2 : 4;
}

static std::string tensorOf(const std::string &type) {
  return "tensor<" + std::to_string(kTile) + "x" + type + ">";
}

static std::string makeKernel(const std::string &body, const std::vector<test::Column> &operands,
                              const std::string &resultType) {
  std::string parameters, code;
  auto addPointer = [&](const std::string &name, const std::string &type) {
    parameters += (parameters.empty() ? "%" : ", %") + name + ": !tt.ptr<" + type + ">";
    std::string pointer = "tensor<1024x!tt.ptr<" + type + ">>";
    code += "%" + name + "_s = tt.splat %" + name + " : !tt.ptr<" + type + "> -> " + pointer + "\n";
    code += "%" + name + "_p = tt.addptr %" + name + "_s, %i : " + pointer + ", tensor<1024xi32>\n";
    return pointer;
  };
  for (size_t k = 0; k < operands.size(); ++k) {
    std::string name = "x" + std::to_string(k);
    std::string pointer = addPointer(name, operands[k].type);
    code += "%a" + std::to_string(k) + " = tt.load %" + name + "_p : " + pointer + "\n";
  }
  std::string pointer = addPointer("o", resultType);
  return "module {\ntt.func public @k(" + parameters + ") {\n" +
         "%pid = tt.get_program_id x : i32\n%c = arith.constant 1024 : i32\n"
         "%start = arith.muli %pid, %c : i32\n"
         "%lane = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>\n"
         "%first = tt.splat %start : i32 -> tensor<1024xi32>\n"
         "%i = arith.addi %first, %lane : tensor<1024xi32>\n" +
         code + body + "\ntt.store %o_p, %r : " + pointer + "\ntt.return\n}\n}\n";
}

static Storage toBytes(const test::Column &column, size_t count) {
  unsigned width = test::getByteWidth(column.type);
  Storage storage = Storage::zeros(count * width);
  for (size_t i = 0; i < count; ++i) { // the last tile repeats the last element
    uint64_t bits = column.bits[std::min(i, column.bits.size() - 1)];
    std::memcpy(storage.data() + i * width, &bits, width);
  }
  return storage;
}

/// The launch of `count` elements; none with a test failure.
static std::optional<Launch> bindColumns(const LoadedKernel &kernel,
                                         const std::string &metadataText,
                                         const std::vector<test::Column> &operands,
                                         const std::string &resultType, size_t count) {
  auto metadata = parseKernelMetadata(metadataText, "k", "k.json");
  if (!metadata) {
    ADD_FAILURE() << llvm::toString(metadata.takeError());
    return std::nullopt;
  }
  LaunchDescription description;
  description.kernel = "k";
  description.grid = Size3{uint32_t(count / kTile), 1, 1};
  description.buffers.resize(operands.size() + 1);
  description.arguments.emplace();
  std::vector<Storage> storages;
  for (size_t k = 0; k <= operands.size(); ++k) {
    LaunchArgument argument;
    argument.kind = LaunchArgument::Kind::Buffer;
    argument.buffer = k;
    description.arguments->push_back(argument);
    storages.push_back(k < operands.size()
                           ? toBytes(operands[k], count)
                           : Storage::zeros(count * test::getByteWidth(resultType)));
  }
  auto launch = bindLaunch(description, &*metadata, kernel.interface, std::move(storages));
  if (!launch) {
    ADD_FAILURE() << llvm::toString(launch.takeError());
    return std::nullopt;
  }
  return std::move(*launch);
}

std::vector<uint64_t> test::run(const std::string &body, const std::vector<Column> &operands,
                                const std::string &resultType) {
  std::string text = makeKernel(body, operands, resultType);
  CompileOptions options;
  options.target = llvm::cantFail(lookupTarget("portable"));
  options.deployment = DeploymentTarget::getDefault(*options.target.family);
  options.sourceTarget = SourceTarget::Hip; // where f8E4M3FNUZ means itself
  options.fp64 = FP64::Emulate;
  options.libraryName = "k.metallib";
  options.wantMetadata = true;
  Artifacts artifacts;
  std::string messages;
  llvm::raw_string_ostream stream(messages);
  if (compile({{"k.ttir", text}}, options, artifacts, stream) != CompileResult::Done) {
    ADD_FAILURE() << messages << "\n" << text;
    return {};
  }
  auto kernel = loadKernel(llvm::MemoryBufferRef(artifacts.output, "k.metallib"), "k");
  if (!kernel) {
    ADD_FAILURE() << llvm::toString(kernel.takeError());
    return {};
  }
  size_t count = (operands[0].bits.size() + kTile - 1) / kTile * kTile;
  auto launch = bindColumns(*kernel, artifacts.metadata, operands, resultType, count);
  if (!launch)
    return {};
  ExecutionOptions execution;
  execution.maxSteps = uint64_t(1) << 40;
  auto executable = makeExecutable(*kernel, *launch, execution);
  if (!executable) {
    ADD_FAILURE() << llvm::toString(executable.takeError());
    return {};
  }
  auto result = (*executable)->run(*launch);
  if (!result || result->fault) {
    ADD_FAILURE() << (result ? "fault" : llvm::toString(result.takeError()));
    return {};
  }
  unsigned width = getByteWidth(resultType);
  std::vector<uint64_t> results(operands[0].bits.size());
  const uint8_t *bytes = launch->storages[operands.size()].data();
  for (size_t i = 0; i < results.size(); ++i)
    std::memcpy(&results[i], bytes + i * width, width);
  return results;
}

std::string test::callExtern(const std::string &symbol, const std::vector<Column> &operands,
                             const std::string &resultType) {
  std::string names, types;
  for (size_t k = 0; k < operands.size(); ++k) {
    names += (k ? ", %a" : "%a") + std::to_string(k);
    types += (k ? ", " : "") + tensorOf(operands[k].type);
  }
  return "%r = tt.extern_elementwise " + names +
         " {libname = \"\", libpath = \"\", pure = true, symbol = \"" + symbol + "\"} : (" + types +
         ") -> " + tensorOf(resultType);
}
