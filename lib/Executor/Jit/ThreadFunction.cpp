//===- ThreadFunction.cpp - A kernel's code for one thread, on its way to the host ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ThreadFunction.h"

#include "../Frontend/BuiltInValues.h"
#include "../Frontend/MathIntrinsics.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/ReplaceConstant.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

#include <cstddef>

using namespace llvm;

namespace tritonmetal::executor::jit {

ThreadFunction::ThreadFunction(const LoadedKernel &kernel, const Launch &launch,
                               const ExecutionOptions &options, HostFeatures features)
    : module(std::make_unique<Module>("kernel", *kernel.context)), kernel(kernel), launch(launch),
      options(options), features(features), siteKind(kernel.context->getMDKindID("site")) {
  module->setDataLayout(kernel.module->getDataLayout());
}

std::optional<unsigned> ThreadFunction::findSite(const llvm::Instruction &inst) const {
  MDNode *node = inst.getMetadata(siteKind);
  if (!node)
    return std::nullopt;
  return unsigned(mdconst::extract<ConstantInt>(node->getOperand(0))->getZExtValue());
}

void ThreadFunction::setSite(llvm::Instruction &inst, unsigned site) const {
  Type *type = Type::getInt32Ty(inst.getContext());
  inst.setMetadata(siteKind, MDNode::get(inst.getContext(),
                                         {ConstantAsMetadata::get(ConstantInt::get(type, site))}));
}

std::optional<AirCall> classify(const Function &callee) {
  if (std::optional<AirOperation> operation = getMathOperation(callee.getIntrinsicID())) {
    AirCall call;
    call.operation = *operation;
    return call;
  }
  if (!callee.getName().starts_with("air."))
    return std::nullopt;
  return cantFail(classifyAirFunction(callee)); // the decoder has accepted it
}

const AirCall *ThreadFunction::getAirCall(const llvm::Instruction &inst) const {
  auto *call = dyn_cast<CallInst>(&inst);
  const Function *callee = call ? call->getCalledFunction() : nullptr;
  if (!callee)
    return nullptr;
  auto [place, isNew] = airCalls.try_emplace(callee);
  if (isNew)
    place->second = classify(*callee);
  return place->second ? &*place->second : nullptr;
}

FunctionCallee ThreadFunction::getHostFunction(StringRef name, Type *result,
                                               ArrayRef<Type *> parameters, void *address) const {
  if (address)
    hostFunctions[name.str()] = address;
  FunctionCallee callee =
      module->getOrInsertFunction(name, FunctionType::get(result, parameters, false));
  cast<Function>(callee.getCallee())->setDoesNotThrow();
  return callee;
}

Value *ThreadFunction::loadMember(IRBuilderBase &builder, Value *state, uint64_t offset, Type *type,
                                  const Twine &name) const {
  Value *address = builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), state, offset);
  LoadInst *load = builder.CreateLoad(type, address, name);
  load->setMetadata(LLVMContext::MD_invariant_load, MDNode::get(getContext(), {}));
  return load;
}

//===----------------------------------------------------------------------===//
// Parameters
//===----------------------------------------------------------------------===//

void ThreadFunction::createFunction() {
  LLVMContext &context = *kernel.context;
  Type *pointer = PointerType::get(context, 0);
  Type *parameters[] = {pointer, pointer, Type::getInt32Ty(context)};
  function = Function::Create(FunctionType::get(Type::getVoidTy(context), parameters, false),
                              GlobalValue::InternalLinkage, "thread", *module);
  function->setDoesNotThrow();
  const char *argumentNames[] = {"threadgroup", "simdgroup", "index"};
  for (unsigned i = 0; i < 3; ++i)
    function->getArg(i)->setName(argumentNames[i]);
  entry = BasicBlock::Create(context, "entry", function);
}

void ThreadFunction::returnFrame() {
  std::vector<Type *> parameters;
  for (const Argument &argument : function->args())
    parameters.push_back(argument.getType());
  auto *coroutine =
      Function::Create(FunctionType::get(PointerType::get(getContext(), 0), parameters, false),
                       GlobalValue::ExternalLinkage, names::startThread, *module);
  coroutine->setDoesNotThrow();
  coroutine->splice(coroutine->begin(), function);
  for (Argument &argument : function->args()) {
    Argument *parameter = coroutine->getArg(argument.getArgNo());
    argument.replaceAllUsesWith(parameter);
    parameter->takeName(&argument);
  }
  function->eraseFromParent();
  function = coroutine;
}

/// Threads along an axis of this threadgroup; known unless those at the grid's edge are smaller.
Value *ThreadFunction::createExtent(IRBuilderBase &builder, unsigned axis) {
  uint32_t full = launch.threadsPerThreadgroup[axis];
  if (launch.threadsPerGrid[axis] % full == 0)
    return builder.getInt32(full);
  return loadMember(builder, getThreadgroup(),
                    offsetof(ThreadgroupState, threads) + axis * sizeof(uint32_t),
                    builder.getInt32Ty());
}

Value *ThreadFunction::createThreadCount(IRBuilderBase &builder) {
  Value *count = createExtent(builder, 0);
  for (unsigned axis = 1; axis < 3; ++axis)
    count = builder.CreateMul(count, createExtent(builder, axis));
  return count;
}

/// The thread's position in the threadgroup, see `unlinearise`.
Value *ThreadFunction::createPosition(IRBuilderBase &builder, unsigned axis) {
  const Size3 &full = launch.threadsPerThreadgroup;
  Value *position = getIndex();
  for (unsigned lower = 0; lower < axis; ++lower)
    if (full[lower] != 1)
      position = builder.CreateUDiv(position, createExtent(builder, lower));
  bool last = true;
  for (unsigned upper = axis + 1; upper < 3; ++upper)
    last &= full[upper] == 1;
  if (full[axis] == 1)
    return builder.getInt32(0);
  return last ? position : builder.CreateURem(position, createExtent(builder, axis));
}

Value *ThreadFunction::createBuiltIn(IRBuilderBase &builder, BuiltIn builtIn, unsigned axis) {
  auto divide = [&](Value *count, uint32_t size) {
    Value *rounded = builder.CreateAdd(count, builder.getInt32(size - 1));
    return builder.CreateUDiv(rounded, builder.getInt32(size));
  };
  auto loadThreadgroup = [&] {
    return loadMember(builder, getThreadgroup(),
                      offsetof(ThreadgroupState, position) + axis * sizeof(uint32_t),
                      builder.getInt32Ty());
  };
  switch (builtIn) {
  case BuiltIn::ThreadPositionInGrid: {
    Value *full = builder.getInt32(launch.threadsPerThreadgroup[axis]);
    return builder.CreateAdd(builder.CreateMul(loadThreadgroup(), full),
                             createPosition(builder, axis));
  }
  case BuiltIn::ThreadPositionInThreadgroup:
    return createPosition(builder, axis);
  case BuiltIn::ThreadsPerThreadgroup:
    return createExtent(builder, axis);
  case BuiltIn::ThreadgroupPositionInGrid:
    return loadThreadgroup();
  case BuiltIn::ThreadIndexInThreadgroup:
    return getIndex();
  case BuiltIn::SimdgroupIndexInThreadgroup:
    return builder.CreateUDiv(getIndex(), builder.getInt32(numLanes));
  case BuiltIn::ThreadIndexInSimdgroup:
    return builder.CreateURem(getIndex(), builder.getInt32(numLanes));
  case BuiltIn::SimdgroupsPerThreadgroup:
    return divide(createThreadCount(builder), numLanes);
  case BuiltIn::QuadgroupIndexInThreadgroup:
    return builder.CreateUDiv(getIndex(), builder.getInt32(quadLanes));
  case BuiltIn::ThreadIndexInQuadgroup:
    return builder.CreateURem(getIndex(), builder.getInt32(quadLanes));
  case BuiltIn::QuadgroupsPerThreadgroup:
    return divide(createThreadCount(builder), quadLanes);
  default: // the same for all threads
    return builder.getInt32(uint32_t(getBuiltIn(builtIn, axis, launch, ThreadPlace())));
  }
}

Value *ThreadFunction::getMemory(IRBuilderBase &builder, uint64_t offset) {
  Value *memory = loadMember(builder, getThreadgroup(), offsetof(ThreadgroupState, memory),
                             builder.getPtrTy(3), "memory");
  // Not folded into `memory`: every part is a region of its own.
  return builder.Insert(
      GetElementPtrInst::CreateInBounds(builder.getInt8Ty(), memory, builder.getInt64(offset)));
}

void ThreadFunction::createTrap(llvm::Instruction *position, unsigned site, const Trap &trap,
                                Value *offset, Value *bytes) const {
  IRBuilder<> builder(position);
  Type *i32 = builder.getInt32Ty(), *i64 = builder.getInt64Ty();
  FunctionCallee callee = getHostFunction(names::trap, builder.getVoidTy(),
                                          {builder.getPtrTy(), i32, i32, i32, i64, i64});
  cast<Function>(callee.getCallee())->setDoesNotReturn();
  builder.CreateCall(callee,
                     {getThreadgroup(), builder.getInt32(site), getIndex(),
                      builder.getInt32(encodeTrap(trap)), offset ? offset : builder.getInt64(0),
                      bytes ? bytes : builder.getInt64(0)});
}

void ThreadFunction::mapParameters() {
  IRBuilder<> builder(entry);
  Value *arguments = loadMember(builder, getThreadgroup(), offsetof(ThreadgroupState, arguments),
                                builder.getPtrTy(), "arguments");
  for (const Argument &parameter : kernel.function->args()) {
    const KernelArgument &argument = kernel.interface.arguments[parameter.getArgNo()];
    Type *type = parameter.getType();
    Value *value;
    if (argument.isBuffer() && argument.space == AddressSpace::Threadgroup) {
      const ThreadgroupLayout::Part &part = layout.arguments[argument.parameter];
      value = getMemory(builder, part.offset);
      regions[value].size = part.size;
    } else if (argument.isBuffer()) {
      value = loadMember(builder, arguments, argument.parameter * sizeof(void *), type,
                         parameter.getName());
      regions[value].parameter = argument.parameter;
    } else if (auto *vector = dyn_cast<FixedVectorType>(type)) {
      value = Constant::getNullValue(type);
      for (unsigned axis = 0; axis < vector->getNumElements(); ++axis)
        value = builder.CreateInsertElement(
            value,
            builder.CreateZExtOrTrunc(createBuiltIn(builder, *argument.builtIn, axis),
                                      vector->getElementType()),
            axis);
    } else {
      value = builder.CreateZExtOrTrunc(createBuiltIn(builder, *argument.builtIn, 0), type);
    }
    map[&parameter] = value;
  }
}

//===----------------------------------------------------------------------===//
// The body
//===----------------------------------------------------------------------===//

namespace {
/// Copies what a body refers to outside of its function.
class GlobalCopier final : public ValueMaterializer {
public:
  explicit GlobalCopier(Module &module) : module(module) {}

  Value *materialize(Value *value) override {
    if (auto *function = dyn_cast<Function>(value))
      return module.getOrInsertFunction(function->getName(), function->getFunctionType())
          .getCallee();
    auto *variable = dyn_cast<GlobalVariable>(value);
    if (!variable)
      return nullptr;
    bool constant = variable->getAddressSpace() == unsigned(AddressSpace::Constant);
    auto *copy = new GlobalVariable(
        module, variable->getValueType(), /*isConstant=*/constant, GlobalValue::InternalLinkage,
        constant ? variable->getInitializer() : PoisonValue::get(variable->getValueType()),
        variable->getName(), nullptr, GlobalValue::NotThreadLocal, variable->getAddressSpace());
    copy->setAlignment(variable->getAlign());
    if (!constant)
      threadgroupVariables.push_back(copy);
    else
      constants.push_back(copy);
    return copy;
  }

  std::vector<GlobalVariable *> threadgroupVariables, constants;

private:
  Module &module;
};
} // namespace

void ThreadFunction::copyBody() {
  for (const BasicBlock &block : *kernel.function)
    map[&block] = BasicBlock::Create(getContext(), block.getName(), function);
  GlobalCopier copier(*module);
  std::vector<llvm::Instruction *> copies;
  for (const BasicBlock &block : *kernel.function)
    for (const llvm::Instruction &inst : block) {
      llvm::Instruction *copy = inst.clone();
      copy->dropUnknownNonDebugMetadata();
      copy->setDebugLoc(DebugLoc());
      if (auto *call = dyn_cast<CallInst>(copy))
        call->setAttributes(AttributeList());
      copy->insertInto(cast<BasicBlock>(map[&block]), cast<BasicBlock>(map[&block])->end());
      copy->setName(inst.getName());
      map[&inst] = copy;
      if (inst.mayReadOrWriteMemory() || isa<UnreachableInst>(inst) || inst.isTerminator())
        setSite(*copy, unsigned(sites.size()));
      sites.push_back(&inst);
      copies.push_back(copy);
    }
  for (llvm::Instruction *copy : copies)
    RemapInstruction(copy, map, RF_None, nullptr, &copier);
  threadgroupVariables = std::move(copier.threadgroupVariables);
  for (GlobalVariable *constant : copier.constants)
    regions[constant].size =
        module->getDataLayout().getTypeAllocSize(constant->getValueType()).getFixedValue();
  BranchInst::Create(cast<BasicBlock>(map[&kernel.function->getEntryBlock()]), entry);
  EliminateUnreachableBlocks(*function);
}

/// Variables become places in the threadgroup's block of memory.
Error ThreadFunction::placeThreadgroupVariables() {
  std::vector<ThreadgroupVariable> variables;
  std::vector<Constant *> constants;
  const DataLayout &dataLayout = module->getDataLayout();
  for (GlobalVariable *variable : threadgroupVariables) {
    Type *type = variable->getValueType();
    variables.push_back({dataLayout.getTypeAllocSize(type).getFixedValue(),
                         variable->getAlign().value_or(dataLayout.getABITypeAlign(type)).value()});
    constants.push_back(variable);
  }
  Expected<ThreadgroupLayout> laidOut =
      layOutThreadgroupMemory(kernel.interface, launch, variables);
  if (!laidOut)
    return laidOut.takeError();
  layout = std::move(*laidOut);
  convertUsersOfConstantsToInstructions(constants, function);
  IRBuilder<> builder(entry, entry->getFirstInsertionPt());
  for (size_t i = 0; i < threadgroupVariables.size(); ++i) {
    GlobalVariable *variable = threadgroupVariables[i];
    Value *place = getMemory(builder, layout.variables[i].offset);
    regions[place].size = layout.variables[i].size;
    variable->replaceAllUsesWith(place);
    variable->eraseFromParent();
  }
  return Error::success();
}

/// Local variables move to the entry, where LLVM expects them, and hold what threadgroup memory
/// holds in the beginning.
void ThreadFunction::initialiseVariables() {
  std::vector<AllocaInst *> variables;
  for (llvm::Instruction &inst : instructions(*function))
    if (auto *variable = dyn_cast<AllocaInst>(&inst))
      variables.push_back(variable);
  IRBuilder<> builder(getEntryEnd());
  for (AllocaInst *variable : variables) {
    variable->moveBefore(*entry, entry->begin());
    uint64_t size = variable->getAllocationSize(module->getDataLayout())->getFixedValue();
    regions[variable].size = size;
    if (size != 0)
      builder.CreateMemSet(variable, builder.getInt8(unwrittenByte), size, variable->getAlign());
  }
}

Expected<std::unique_ptr<ThreadFunction>> ThreadFunction::create(const LoadedKernel &kernel,
                                                                 const Launch &launch,
                                                                 const ExecutionOptions &options,
                                                                 HostFeatures features) {
  std::unique_ptr<ThreadFunction> result(new ThreadFunction(kernel, launch, options, features));
  result->createFunction();
  // Buffers come first in the block, wherever the variables are.
  Expected<ThreadgroupLayout> buffers = layOutThreadgroupMemory(kernel.interface, launch, {});
  if (!buffers)
    return buffers.takeError();
  result->layout = std::move(*buffers);
  result->mapParameters();
  result->copyBody();
  if (Error error = result->placeThreadgroupVariables())
    return std::move(error);
  result->initialiseVariables();
  return std::move(result);
}

} // namespace tritonmetal::executor::jit
