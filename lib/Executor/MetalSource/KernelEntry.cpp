//===- KernelEntry.cpp - The function that a dispatch calls ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MetalModule.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Metadata.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace tritonmetal::executor {

/// uint3 -> <3 x i32>. What is no such type is left for the reader of the metadata to refuse.
static Type *getBuiltInType(StringRef name, LLVMContext &context) {
  unsigned elements = 1;
  if (!name.empty() && name.back() >= '2' && name.back() <= '4') {
    elements = unsigned(name.back() - '0');
    name = name.drop_back();
  }
  unsigned bits = StringSwitch<unsigned>(name)
                      .Cases({"ushort", "short", "uint16_t"}, 16)
                      .Cases({"uchar", "char"}, 8)
                      .Cases({"ulong", "long", "size_t", "uint64_t"}, 64)
                      .Default(32);
  Type *type = IntegerType::get(context, bits);
  return elements == 1 ? type : FixedVectorType::get(type, elements);
}

namespace {
/// Builds one entry.
class EntryBuilder {
public:
  EntryBuilder(const AnnotatedKernel &kernel, ArrayRef<AnnotatedParameter> parameters)
      : kernel(kernel), parameters(parameters), body(*kernel.function), context(body.getContext()) {
  }

  Function *build();

private:
  Function *declare();
  Value *passArgument(IRBuilder<> &builder, Argument &argument, const Argument &inner);
  MDNode *describe(const Argument &argument, const Argument &inner);
  Metadata *getNumber(uint64_t number) {
    return ConstantAsMetadata::get(ConstantInt::get(Type::getInt32Ty(context), number));
  }
  Metadata *getString(StringRef text) { return MDString::get(context, text); }

  const AnnotatedKernel &kernel;
  ArrayRef<AnnotatedParameter> parameters;
  Function &body;
  LLVMContext &context;
};
} // namespace

Function *EntryBuilder::declare() {
  SmallVector<Type *> types;
  for (const AnnotatedParameter &parameter : parameters)
    types.push_back(parameter.builtIn.empty() ? PointerType::get(context, parameter.addressSpace)
                                              : getBuiltInType(parameter.type, context));
  auto *type = FunctionType::get(Type::getVoidTy(context), types, /*isVarArg=*/false);
  auto *entry = Function::Create(type, GlobalValue::ExternalLinkage, "", body.getParent());
  // The C++ function may have the same name.
  if (body.getName() == kernel.name)
    body.setName("");
  entry->setName(kernel.name);
  for (Argument &argument : entry->args())
    argument.setName(parameters[argument.getArgNo()].name);
  return entry;
}

/// What the C++ function takes in place of `argument`.
Value *EntryBuilder::passArgument(IRBuilder<> &builder, Argument &argument, const Argument &inner) {
  if (argument.getType() == inner.getType())
    return &argument;
  if (argument.getType()->isPointerTy())
    return builder.CreateAddrSpaceCast(&argument, inner.getType());
  if (!inner.getType()->isPointerTy()) // a bool or another size of integer
    return builder.CreateIntCast(&argument, inner.getType(), /*isSigned=*/false);
  AllocaInst *place = builder.CreateAlloca(argument.getType());
  place->setAlignment(Align(16));
  builder.CreateStore(&argument, place);
  return place;
}

/// The node of one parameter, with the keys of Apple's compiler.
MDNode *EntryBuilder::describe(const Argument &argument, const Argument &inner) {
  const AnnotatedParameter &parameter = parameters[argument.getArgNo()];
  SmallVector<Metadata *> node{getNumber(argument.getArgNo())};
  if (parameter.builtIn.empty()) {
    node.push_back(getString("air.buffer"));
    if (uint64_t bytes = inner.getDereferenceableBytes())
      node.append({getString("air.buffer_size"), getNumber(bytes)});
    node.append({getString("air.location_index"), getNumber(parameter.binding), getNumber(1),
                 getString(parameter.isWritten ? "air.read_write" : "air.read"),
                 getString("air.address_space"), getNumber(parameter.addressSpace)});
  } else {
    node.push_back(getString("air." + parameter.builtIn));
  }
  node.append({getString("air.arg_type_name"), getString(parameter.type), getString("air.arg_name"),
               getString(parameter.name)});
  return MDNode::get(context, node);
}

Function *EntryBuilder::build() {
  Function *entry = declare();
  IRBuilder<> builder(BasicBlock::Create(context, "entry", entry));
  SmallVector<Value *> arguments;
  SmallVector<Metadata *> nodes;
  for (Argument &argument : entry->args()) {
    const Argument &inner = *body.getArg(argument.getArgNo());
    arguments.push_back(passArgument(builder, argument, inner));
    nodes.push_back(describe(argument, inner));
  }
  CallInst *call = builder.CreateCall(&body, arguments);
  call->setCallingConv(body.getCallingConv());
  call->setAttributes(body.getAttributes());
  builder.CreateRetVoid();

  SmallVector<Metadata *> node{ValueAsMetadata::get(entry), MDNode::get(context, {}),
                               MDNode::get(context, nodes)};
  if (kernel.maxThreads)
    node.push_back(MDNode::get(
        context, {getString("air.max_work_group_size"), getNumber(*kernel.maxThreads)}));
  body.getParent()->getOrInsertNamedMetadata("air.kernel")->addOperand(MDNode::get(context, node));
  return entry;
}

Expected<Function *> makeKernelEntry(const AnnotatedKernel &kernel) {
  Expected<std::vector<AnnotatedParameter>> parameters = readParameters(*kernel.function);
  if (!parameters)
    return parameters.takeError();
  return EntryBuilder(kernel, *parameters).build();
}

} // namespace tritonmetal::executor
