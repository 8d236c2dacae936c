//===- Interpreter.cpp - Runs a launch, threadgroup after threadgroup ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Interpreter.h"
#include "Decoder.h"
#include "Threadgroup.h"

using namespace llvm;

namespace tritonmetal::executor {

static Expected<ThreadgroupLayout> layOut(const KernelInterface &interface, const Launch &launch,
                                          const Program &program) {
  std::vector<ThreadgroupVariable> variables;
  for (const GlobalObject &global : program.globals)
    variables.push_back(global.addressSpace == 3
                            ? ThreadgroupVariable{global.size, global.alignment}
                            : ThreadgroupVariable());
  return layOutThreadgroupMemory(interface, launch, variables);
}

/// Runs one threadgroup after the other.
static RunResult runThreadgroups(const LaunchPlan &plan, const ExecutionOptions &options) {
  RunContext context;
  context.program = &plan.program;
  context.checks = options.checks;
  context.countMemory = options.profile;
  context.maxSteps = options.maxSteps;
  Threadgroup threadgroup(plan, context);
  RunResult result;
  const Size3 &grid = plan.launch.threadgroups;
  for (uint32_t z = 0; z < grid[2] && !result.fault; ++z)
    for (uint32_t y = 0; y < grid[1] && !result.fault; ++y)
      for (uint32_t x = 0; x < grid[0] && !result.fault; ++x) {
        threadgroup.start({x, y, z});
        while (threadgroup.advance() == Threadgroup::State::Running)
          ;
        ++context.profile.threadgroups;
        result.fault = std::move(threadgroup.fault);
      }
  result.profile = context.profile;
  return result;
}

namespace {
class InterpretedKernel final : public Executable {
public:
  InterpretedKernel(const LoadedKernel &kernel, Program program, const ExecutionOptions &options)
      : kernel(kernel), program(std::move(program)), options(options) {}

  Expected<RunResult> run(Launch &launch) override {
    Expected<ThreadgroupLayout> layout = layOut(kernel.interface, launch, program);
    if (!layout)
      return layout.takeError();
    std::vector<size_t> pointees = launch.getPointees();
    if (program.globals.size() + program.variables.size() + pointees.size() > maxObjects / 2)
      return createStringError("more than half of all memory objects are buffers behind pointers");
    auto getAddress = [&](size_t storage, uint64_t offset) -> uint64_t {
      size_t position = llvm::find(pointees, storage) - pointees.begin();
      return makeAddress(program.getPointeeObject(position)) + offset;
    };
    storePointers(launch, getAddress);
    RunResult result =
        runThreadgroups({kernel.interface, *kernel.function, launch, program, *layout}, options);
    erasePointers(launch, getAddress);
    return result;
  }

private:
  const LoadedKernel &kernel;
  Program program;
  ExecutionOptions options;
};
} // namespace

Expected<std::unique_ptr<Executable>> makeInterpreter(const LoadedKernel &kernel,
                                                      const ExecutionOptions &options) {
  Expected<Program> program = Decoder(*kernel.function, options).decode();
  if (!program)
    return program.takeError();
  return std::make_unique<InterpretedKernel>(kernel, std::move(*program), options);
}

} // namespace tritonmetal::executor
