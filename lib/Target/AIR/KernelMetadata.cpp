//===- KernelMetadata.cpp - The `air.*` named metadata --------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelMetadata.h"

#include "Diagnostics.h"
#include "PointerUses.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/Metadata.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;

namespace tritonmetal::air {

/// Buffers that one argument table holds, on every GPU family (Metal feature set tables).
static constexpr unsigned maxBuffers = 31;

namespace {
/// Collects the operands of one node.
class NodeBuilder {
public:
  explicit NodeBuilder(LLVMContext &context) : context(context) {}

  NodeBuilder &add(StringRef text) { return add(MDString::get(context, text)); }
  NodeBuilder &add(unsigned number) {
    return add(ConstantAsMetadata::get(ConstantInt::get(Type::getInt32Ty(context), number)));
  }
  NodeBuilder &add(Metadata *metadata) {
    operands.push_back(metadata);
    return *this;
  }
  MDNode *build() const { return MDNode::get(context, operands); }

private:
  LLVMContext &context;
  SmallVector<Metadata *, 24> operands;
};
} // namespace

//===----------------------------------------------------------------------===//
// Checks
//===----------------------------------------------------------------------===//

/// "uint3" is <3 x i32>; null for types that no built-in has.
static Type *getBuiltInType(LLVMContext &context, StringRef typeName) {
  StringRef scalar = typeName.rtrim("23");
  Type *type = scalar == "uint"     ? Type::getInt32Ty(context)
               : scalar == "ushort" ? Type::getInt16Ty(context)
                                    : nullptr;
  if (!type || scalar.size() == typeName.size())
    return type;
  return typeName.size() == scalar.size() + 1 ? FixedVectorType::get(type, typeName.back() - '0')
                                              : nullptr;
}

static Type *getParameterType(LLVMContext &context, const KernelArgument &argument) {
  switch (argument.kind) {
  case KernelArgument::Kind::DeviceBuffer:
    return PointerType::get(context, 1);
  case KernelArgument::Kind::ConstantBuffer:
    return PointerType::get(context, 2);
  case KernelArgument::Kind::ThreadgroupBuffer:
    return PointerType::get(context, 3);
  case KernelArgument::Kind::BuiltIn:
    return getBuiltInType(context, argument.typeName);
  }
  llvm_unreachable("every kind is listed");
}

static Error makeError(const Argument &parameter, const KernelArgument &argument,
                       const Twine &what) {
  return createStringError(formatv("argument {0} '{1}' of kernel '{2}' {3}", parameter.getArgNo(),
                                   argument.name, parameter.getParent()->getName(), what.str()));
}

static Error checkArgument(const Argument &parameter, const KernelArgument &argument) {
  auto fail = [&](const Twine &what) { return makeError(parameter, argument, what); };
  Type *expected = getParameterType(parameter.getContext(), argument);
  if (!expected)
    return fail("has type '" + argument.typeName +
                "'; built-ins are uint or ushort, or vectors of 2 or 3");
  if (parameter.getType() != expected)
    return fail("is described as " + printType(expected) + " but is " +
                printType(parameter.getType()));
  if (argument.kind == KernelArgument::Kind::BuiltIn)
    return Error::success();

  if (argument.locationIndex >= maxBuffers)
    return fail("has index " + Twine(argument.locationIndex) + "; the last is " +
                Twine(maxBuffers - 1));
  if (!isPowerOf2_32(argument.alignment) || argument.size == 0)
    return fail("has size " + Twine(argument.size) + " and alignment " + Twine(argument.alignment) +
                "; sizes are positive, alignments powers of two");
  return Error::success();
}

Error checkKernelArguments(const Function &kernel, const KernelDescription &description) {
  if (!kernel.getReturnType()->isVoidTy())
    return createStringError(formatv("kernel '{0}' returns {1}; kernels return void",
                                     kernel.getName(), printType(kernel.getReturnType())));
  if (kernel.arg_size() != description.arguments.size() || kernel.isVarArg())
    return createStringError(formatv("kernel '{0}' has {1} parameters; {2} are described",
                                     kernel.getName(), kernel.arg_size(),
                                     description.arguments.size()));
  for (auto [parameter, argument] : zip_equal(kernel.args(), description.arguments))
    if (Error error = checkArgument(parameter, argument))
      return error;
  return Error::success();
}

Error checkKernelAccesses(const Function &kernel, const KernelDescription &description) {
  for (auto [parameter, argument] : zip_equal(kernel.args(), description.arguments))
    if (argument.kind != KernelArgument::Kind::BuiltIn && argument.access == BufferAccess::Read &&
        collectPointerUses(parameter).writes)
      return makeError(parameter, argument,
                       "is described as read-only, but the kernel writes through it");
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Argument nodes
//===----------------------------------------------------------------------===//

/// Apple's compilers say read_write of everything that is not const, also of what is only written.
static StringRef getAccessName(BufferAccess access) {
  return access == BufferAccess::Read ? "air.read" : "air.read_write";
}

static bool isArgumentBuffer(ArrayRef<StructField> fields) {
  return any_of(fields, [](const StructField &field) { return field.pointee.isThere; });
}

/// A field of an argument buffer has an argument node of its own, and its number in the
/// struct is its location.
static MDNode *getFieldNode(LLVMContext &context, const StructField &field, unsigned number) {
  NodeBuilder node(context);
  node.add(number);
  if (field.pointee.isThere)
    node.add("air.buffer")
        .add("air.location_index")
        .add(number)
        .add(1)
        .add(getAccessName(field.pointee.access))
        .add("air.address_space")
        .add(1)
        .add("air.arg_type_size")
        .add(field.pointee.size)
        .add("air.arg_type_align_size")
        .add(field.pointee.size);
  else
    node.add("air.indirect_constant").add("air.location_index").add(number).add(1);
  return node.add("air.arg_type_name")
      .add(field.typeName)
      .add("air.arg_name")
      .add(field.name)
      .build();
}

static MDNode *getStructInfo(LLVMContext &context, ArrayRef<StructField> fields) {
  bool isIndirect = isArgumentBuffer(fields);
  NodeBuilder info(context);
  for (const auto &[number, field] : enumerate(fields)) {
    info.add(field.offset)
        .add(field.size)
        .add(field.arrayCount)
        .add(field.typeName)
        .add(field.name);
    if (isIndirect)
      info.add("air.indirect_argument").add(getFieldNode(context, field, number));
  }
  return info.build();
}

static void addBufferOperands(NodeBuilder &node, LLVMContext &context,
                              const KernelArgument &argument, unsigned addressSpace) {
  bool constant = argument.kind == KernelArgument::Kind::ConstantBuffer;
  node.add(isArgumentBuffer(argument.fields) ? "air.indirect_buffer" : "air.buffer");
  if (constant)
    node.add("air.buffer_size").add(argument.size);
  node.add("air.location_index").add(argument.locationIndex).add(1);
  node.add(getAccessName(argument.access)).add("air.address_space").add(addressSpace);
  if (!argument.fields.empty())
    node.add("air.struct_type_info").add(getStructInfo(context, argument.fields));
  node.add("air.arg_type_size").add(argument.size);
  node.add("air.arg_type_align_size").add(argument.alignment);
}

static MDNode *getArgumentNode(const Argument &parameter, const KernelArgument &argument) {
  LLVMContext &context = parameter.getContext();
  NodeBuilder node(context);
  node.add(parameter.getArgNo());
  if (argument.kind == KernelArgument::Kind::BuiltIn)
    node.add("air." + argument.builtInName);
  else
    addBufferOperands(node, context, argument, parameter.getType()->getPointerAddressSpace());
  node.add("air.arg_type_name").add(argument.typeName);
  node.add("air.arg_name").add(argument.name);
  if (parameter.use_empty())
    node.add("air.arg_unused");
  return node.build();
}

//===----------------------------------------------------------------------===//
// Module nodes
//===----------------------------------------------------------------------===//

void addKernelMetadata(Function &kernel, const KernelDescription &description,
                       const ModuleTarget &target, const AIROptions &options) {
  LLVMContext &context = kernel.getContext();
  auto addNode = [&](StringRef name, const NodeBuilder &node) {
    kernel.getParent()->getOrInsertNamedMetadata(name)->addOperand(node.build());
  };
  addNode("llvm.ident", NodeBuilder(context).add("triton-metal"));
  addNode("air.version", NodeBuilder(context).add(target.air.major).add(target.air.minor).add(0u));
  addNode("air.language_version", NodeBuilder(context)
                                      .add("Metal")
                                      .add(target.language.major)
                                      .add(target.language.minor)
                                      .add(0u));
  StringRef math =
      options.fastMath ? "air.compile.fast_math_enable" : "air.compile.fast_math_disable";
  for (StringRef option : {StringRef("air.compile.denorms_disable"), math,
                           StringRef("air.compile.framebuffer_fetch_enable")})
    addNode("air.compile_options", NodeBuilder(context).add(option));

  NodeBuilder arguments(context);
  for (auto [parameter, argument] : zip_equal(kernel.args(), description.arguments))
    arguments.add(getArgumentNode(parameter, argument));
  NodeBuilder node(context);
  node.add(ConstantAsMetadata::get(&kernel)).add(MDNode::get(context, {})).add(arguments.build());
  if (description.maxTotalThreads != 0)
    node.add(NodeBuilder(context)
                 .add("air.max_work_group_size")
                 .add(description.maxTotalThreads)
                 .build());
  addNode("air.kernel", node);
}

} // namespace tritonmetal::air
