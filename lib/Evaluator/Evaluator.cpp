//===- Evaluator.cpp - Programs of a launch, one after the other ----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Evaluator/Evaluator.h"

#include "Machine.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "llvm/Support/FormatVariadic.h"

#include <numeric>
#include <random>

using namespace mlir;
using llvm::createStringError;
using llvm::formatv;

namespace tritonmetal::evaluator {

static llvm::Expected<tt::FuncOp> findKernel(ModuleOp module, StringRef name) {
  tt::FuncOp found;
  for (auto function : module.getOps<tt::FuncOp>()) {
    if (!name.empty() ? function.getName() != name : function.isPrivate())
      continue;
    if (found)
      return createStringError("the module has more than one kernel; name one");
    found = function;
  }
  if (!found || found.getBody().empty())
    return name.empty() ? createStringError("the module has no kernel")
                        : createStringError(formatv("the module has no kernel '{0}'", name));
  return found;
}

/// The IR spelling of a scalar type, as launch metadata has it.
static std::string spell(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

static llvm::Expected<RuntimeValue> makeArgument(Type type,
                                                 const executor::LaunchArgument &argument) {
  using Argument = executor::LaunchArgument::Kind;
  if (auto descriptor = dyn_cast<tt::TensorDescType>(type)) {
    size_t rank = size_t(descriptor.getBlockType().getRank());
    if (argument.kind != Argument::Descriptor || argument.shape.size() != rank ||
        argument.strides.size() != rank)
      return createStringError(formatv("needs a descriptor of rank {0}", rank));
    MemoryView view;
    view.base = DeviceMemory::getAddress(argument.buffer, argument.offset);
    view.shape.assign(argument.shape.begin(), argument.shape.end());
    view.strides.assign(argument.strides.begin(), argument.strides.end());
    view.padsWithNaN = argument.padsWithNaN;
    return RuntimeValue(std::move(view));
  }
  if (isa<tt::PointerType>(type)) {
    if (argument.kind == Argument::Scalar)
      return createStringError("needs a buffer");
    return RuntimeValue(
        Tensor::scalar(getKind(type), DeviceMemory::getAddress(argument.buffer, argument.offset)));
  }
  if (argument.kind != Argument::Scalar)
    return createStringError("needs a value");
  llvm::Expected<std::vector<uint8_t>> bytes = executor::encodeScalar(argument.value, spell(type));
  if (!bytes)
    return bytes.takeError();
  return RuntimeValue(Tensor::scalar(
      getKind(type),
      truncate(DeviceMemory::load(bytes->data(), unsigned(bytes->size())), getKind(type).width)));
}

static llvm::Expected<SmallVector<RuntimeValue>>
makeArguments(tt::FuncOp kernel, const executor::LaunchDescription &launch) {
  size_t count = launch.arguments ? launch.arguments->size() : 0;
  if (!launch.arguments || count != kernel.getNumArguments())
    return createStringError(formatv("the launch has {0} arguments; kernel '{1}' has {2}", count,
                                     kernel.getName(), kernel.getNumArguments()));
  SmallVector<RuntimeValue> values;
  for (auto [i, argument] : llvm::enumerate(*launch.arguments)) {
    llvm::Expected<RuntimeValue> value = makeArgument(kernel.getArgumentTypes()[i], argument);
    if (!value)
      return createStringError(formatv("argument {0}: {1}", i, llvm::toString(value.takeError())));
    values.push_back(std::move(*value));
  }
  return values;
}

/// Numbers of the programs, in the order in which they run.
static std::vector<uint64_t> orderPrograms(uint64_t count, std::optional<uint64_t> seed) {
  std::vector<uint64_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  if (!seed)
    return order;
  std::mt19937_64 random(*seed); // the same on every platform, unlike std::shuffle
  for (uint64_t i = count; i > 1; --i)
    std::swap(order[i - 1], order[random() % i]);
  return order;
}

llvm::Expected<EvaluationResult> evaluate(ModuleOp module, StringRef name,
                                          const executor::LaunchDescription &launch,
                                          std::vector<executor::Storage> &buffers,
                                          const EvaluatorOptions &options) {
  llvm::Expected<tt::FuncOp> kernel = findKernel(module, name);
  if (!kernel)
    return kernel.takeError();
  llvm::Expected<SmallVector<RuntimeValue>> arguments = makeArguments(*kernel, launch);
  if (!arguments)
    return arguments.takeError();
  if (!launch.grid)
    return createStringError("the launch has no 'grid'");
  executor::Size3 grid = *launch.grid;
  uint64_t count = uint64_t(grid[0]) * grid[1] * grid[2];
  if (count > options.maxSteps)
    return createStringError(formatv("a grid of {0} programs is too large to evaluate", count));

  EvaluationResult result;
  DeviceMemory memory(buffers);
  Machine machine(memory, options, result);
  for (uint64_t number : orderPrograms(count, options.programOrderSeed)) {
    executor::Size3 program{uint32_t(number % grid[0]), uint32_t(number / grid[0] % grid[1]),
                            uint32_t(number / grid[0] / grid[1])};
    if (failed(machine.runProgram(*kernel, *arguments, program, grid)))
      break;
  }
  return std::move(result);
}

} // namespace tritonmetal::evaluator
