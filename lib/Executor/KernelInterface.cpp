//===- KernelInterface.cpp - Arguments of a kernel, from AIR metadata ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/KernelInterface.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/Metadata.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace tritonmetal::executor {

/// Slots of a buffer table, on every GPU family (Metal feature set tables).
static constexpr unsigned maxBindings = 31;

namespace {
struct BuiltInRow {
  StringLiteral name;
  BuiltIn builtIn;
};
} // namespace

static const BuiltInRow builtInTable[] = {
    {"thread_position_in_grid", BuiltIn::ThreadPositionInGrid},
    {"threads_per_grid", BuiltIn::ThreadsPerGrid},
    {"grid_size", BuiltIn::GridSize},
    {"grid_origin", BuiltIn::GridOrigin},
    {"thread_position_in_threadgroup", BuiltIn::ThreadPositionInThreadgroup},
    {"threads_per_threadgroup", BuiltIn::ThreadsPerThreadgroup},
    {"dispatch_threads_per_threadgroup", BuiltIn::DispatchThreadsPerThreadgroup},
    {"threadgroup_position_in_grid", BuiltIn::ThreadgroupPositionInGrid},
    {"threadgroups_per_grid", BuiltIn::ThreadgroupsPerGrid},
    {"thread_index_in_threadgroup", BuiltIn::ThreadIndexInThreadgroup},
    {"simdgroup_index_in_threadgroup", BuiltIn::SimdgroupIndexInThreadgroup},
    {"thread_index_in_simdgroup", BuiltIn::ThreadIndexInSimdgroup},
    {"threads_per_simdgroup", BuiltIn::ThreadsPerSimdgroup},
    {"thread_execution_width", BuiltIn::ThreadExecutionWidth},
    {"simdgroups_per_threadgroup", BuiltIn::SimdgroupsPerThreadgroup},
    {"dispatch_simdgroups_per_threadgroup", BuiltIn::DispatchSimdgroupsPerThreadgroup},
    {"quadgroup_index_in_threadgroup", BuiltIn::QuadgroupIndexInThreadgroup},
    {"thread_index_in_quadgroup", BuiltIn::ThreadIndexInQuadgroup},
    {"quadgroups_per_threadgroup", BuiltIn::QuadgroupsPerThreadgroup},
};

StringRef getName(BuiltIn builtIn) {
  for (const BuiltInRow &row : builtInTable)
    if (row.builtIn == builtIn)
      return row.name;
  return "";
}

const KernelArgument *KernelInterface::findBuffer(unsigned binding) const {
  for (const KernelArgument &argument : arguments)
    if (argument.isBuffer() && argument.space != AddressSpace::Threadgroup &&
        argument.binding == binding)
      return &argument;
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

static StringRef getString(const MDNode &node, unsigned index) {
  if (index >= node.getNumOperands())
    return "";
  auto *string = dyn_cast_or_null<MDString>(node.getOperand(index).get());
  return string ? string->getString() : "";
}

static std::optional<uint64_t> getInteger(const MDNode &node, unsigned index) {
  if (index >= node.getNumOperands())
    return std::nullopt;
  auto *constant = mdconst::dyn_extract_or_null<ConstantInt>(node.getOperand(index));
  if (!constant || constant->getValue().getActiveBits() > 64)
    return std::nullopt;
  return constant->getZExtValue();
}

/// The position after the string `key`, or nothing.
static std::optional<unsigned> findKey(const MDNode &node, StringRef key) {
  for (unsigned i = 0; i < node.getNumOperands(); ++i)
    if (getString(node, i) == key)
      return i + 1;
  return std::nullopt;
}

namespace {
/// Reads the argument nodes of one kernel.
class InterfaceReader {
public:
  explicit InterfaceReader(const Function &kernel) : kernel(kernel) {}

  Expected<KernelInterface> read(const MDNode &node);

private:
  Error readArgument(const MDNode &node);
  Error readCondition(const MDNode &node, KernelArgument &argument);
  Error readBuffer(const MDNode &node, KernelArgument &argument);
  Error readBuiltIn(StringRef name, KernelArgument &argument);
  Error checkBindings() const;
  Error fail(const Twine &what) const {
    return createStringError(formatv("kernel '{0}': {1}", kernel.getName(), what.str()));
  }

  const Function &kernel;
  KernelInterface interface;
};
} // namespace

Error InterfaceReader::readBuiltIn(StringRef name, KernelArgument &argument) {
  for (const BuiltInRow &row : builtInTable)
    if (name == row.name)
      argument.builtIn = row.builtIn;
  unsigned parameter = argument.parameter;
  if (!argument.builtIn)
    return fail("parameter " + Twine(parameter) + " is a '" + name +
                "', which compute kernels do not have or the executor does not know");

  Type *type = kernel.getArg(parameter)->getType();
  unsigned count = 1;
  if (auto *vector = dyn_cast<FixedVectorType>(type)) {
    count = vector->getNumElements();
    type = vector->getElementType();
  }
  if (count > 3 || !(type->isIntegerTy(32) || type->isIntegerTy(16)))
    return fail("parameter " + Twine(parameter) + " is '" + name +
                "', which is a uint or ushort, or a vector of 2 or 3");
  return Error::success();
}

Error InterfaceReader::readBuffer(const MDNode &node, KernelArgument &argument) {
  Twine where = "parameter " + Twine(argument.parameter);
  auto *pointer = dyn_cast<PointerType>(kernel.getArg(argument.parameter)->getType());
  if (!pointer)
    return fail(where + " is described as a buffer but is no pointer");
  unsigned space = pointer->getAddressSpace();
  if (space < 1 || space > 3)
    return fail(where + " is a buffer in address space " + Twine(space) +
                "; buffers are in 1 (device), 2 (constant) or 3 (threadgroup)");
  argument.space = AddressSpace(space);
  if (std::optional<unsigned> key = findKey(node, "air.address_space"))
    if (getInteger(node, *key) != space)
      return fail(where + " has a pointer to address space " + Twine(space) +
                  "; its description says another");

  std::optional<unsigned> location = findKey(node, "air.location_index");
  std::optional<uint64_t> binding = location ? getInteger(node, *location) : std::nullopt;
  if (!binding || *binding >= maxBindings)
    return fail(where + " has no location index from 0 to " + Twine(maxBindings - 1));
  argument.binding = *binding;

  bool read = findKey(node, "air.read").has_value();
  bool write = findKey(node, "air.write").has_value();
  bool readWrite = findKey(node, "air.read_write").has_value();
  if (read + write + readWrite != 1)
    return fail(where + " says not one of air.read, air.write and air.read_write");
  argument.readable = !write;
  argument.writable = !read;
  if (std::optional<unsigned> key = findKey(node, "air.buffer_size"))
    argument.size = getInteger(node, *key);
  if (std::optional<unsigned> key = findKey(node, "air.arg_type_size"))
    argument.elementSize = getInteger(node, *key);
  return Error::success();
}

/// {parameter, "air.function_constant", {variable, type, name}, kind, ...}
Error InterfaceReader::readCondition(const MDNode &node, KernelArgument &argument) {
  auto *condition =
      node.getNumOperands() > 3 ? dyn_cast_or_null<MDNode>(node.getOperand(2).get()) : nullptr;
  auto *value = condition && condition->getNumOperands() > 2
                    ? mdconst::dyn_extract_or_null<Constant>(condition->getOperand(0))
                    : nullptr;
  auto *variable = value ? dyn_cast<GlobalVariable>(value->stripPointerCasts()) : nullptr;
  auto *known = variable && variable->hasInitializer()
                    ? dyn_cast<ConstantInt>(variable->getInitializer())
                    : nullptr;
  if (!known)
    return fail("parameter " + Twine(argument.parameter) +
                " depends on a function constant whose value is not known");
  argument.condition = getString(*condition, 2).str();
  argument.isPresent = !known->isZero();
  return Error::success();
}

Error InterfaceReader::readArgument(const MDNode &node) {
  std::optional<uint64_t> parameter = getInteger(node, 0);
  if (!parameter || *parameter >= kernel.arg_size())
    return fail("an argument node names no parameter; there are " + Twine(kernel.arg_size()));
  KernelArgument argument;
  argument.parameter = *parameter;
  if (std::optional<unsigned> key = findKey(node, "air.arg_name"))
    argument.name = getString(node, *key).str();

  StringRef kind = getString(node, 1);
  if (kind == "air.function_constant") {
    if (Error error = readCondition(node, argument))
      return error;
    kind = getString(node, 3);
  }
  if (!kind.consume_front("air."))
    return fail("argument node of parameter " + Twine(argument.parameter) + " has no kind");
  bool buffer = kind == "buffer" || kind == "indirect_buffer";
  if (Error error = buffer ? readBuffer(node, argument) : readBuiltIn(kind, argument))
    return error;
  interface.arguments.push_back(std::move(argument));
  return Error::success();
}

Error InterfaceReader::checkBindings() const {
  for (unsigned i = 0; i < kernel.arg_size(); ++i)
    if (i >= interface.arguments.size() || interface.arguments[i].parameter != i)
      return fail("parameter " + Twine(i) + " has not exactly one argument node");
  return Error::success();
}

Expected<KernelInterface> InterfaceReader::read(const MDNode &node) {
  interface.name = kernel.getName().str();
  if (!kernel.getReturnType()->isVoidTy() || kernel.isVarArg())
    return fail("kernels return void and have a fixed number of parameters");
  if (kernel.isDeclaration())
    return fail("has no body");
  auto *arguments =
      node.getNumOperands() >= 3 ? dyn_cast_or_null<MDNode>(node.getOperand(2).get()) : nullptr;
  if (!arguments)
    return fail("its node has no list of arguments");
  for (const MDOperand &operand : arguments->operands()) {
    auto *argument = dyn_cast_or_null<MDNode>(operand.get());
    if (!argument)
      return fail("its list of arguments holds something that is no node");
    if (Error error = readArgument(*argument))
      return error;
  }
  llvm::sort(interface.arguments, [](const KernelArgument &a, const KernelArgument &b) {
    return a.parameter < b.parameter;
  });
  if (Error error = checkBindings())
    return error;
  for (unsigned i = 3; i < node.getNumOperands(); ++i)
    if (auto *extra = dyn_cast_or_null<MDNode>(node.getOperand(i).get()))
      if (std::optional<unsigned> key = findKey(*extra, "air.max_work_group_size"))
        if (std::optional<uint64_t> limit = getInteger(*extra, *key))
          interface.maxThreadsPerThreadgroup = unsigned(std::min<uint64_t>(*limit, UINT32_MAX));
  return std::move(interface);
}

//===----------------------------------------------------------------------===//
// Kernels of a module
//===----------------------------------------------------------------------===//

static Function *getKernelFunction(const MDNode &node) {
  if (node.getNumOperands() == 0)
    return nullptr;
  auto *value = dyn_cast_or_null<ValueAsMetadata>(node.getOperand(0).get());
  return value ? dyn_cast<Function>(value->getValue()->stripPointerCasts()) : nullptr;
}

Expected<std::vector<Function *>> listKernels(Module &module) {
  std::vector<Function *> kernels;
  if (NamedMDNode *list = module.getNamedMetadata("air.kernel"))
    for (const MDNode *node : list->operands()) {
      Function *kernel = getKernelFunction(*node);
      if (!kernel)
        return createStringError("an entry of 'air.kernel' names no function");
      kernels.push_back(kernel);
    }
  return kernels;
}

Expected<KernelInterface> readKernelInterface(const Function &kernel) {
  if (NamedMDNode *list = kernel.getParent()->getNamedMetadata("air.kernel"))
    for (const MDNode *node : list->operands())
      if (getKernelFunction(*node) == &kernel)
        return InterfaceReader(kernel).read(*node);
  return createStringError(formatv("'{0}' is not in 'air.kernel'", kernel.getName()));
}

} // namespace tritonmetal::executor
