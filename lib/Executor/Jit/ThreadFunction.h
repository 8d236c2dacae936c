//===- ThreadFunction.h - A kernel's code for one thread, on its way to the host ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A copy of the kernel in a module of its own that the passes of this folder rewrite step by step.
// Parameters are gone: buffers, built-ins and threadgroup variables are computed at the entry from
// the state of the threadgroup and the thread's number.
//
//   define void @vadd(ptr addrspace(1) %a, i32 %i)      ; %i thread_position_in_grid
//   becomes
//   define void @thread(ptr %threadgroup, ptr %simdgroup, i32 %index) {
//     %arguments = load ptr, ...                        ; ThreadgroupState::arguments
//     %a = load ptr addrspace(1), ...                   ; arguments[0]
//     %x = load i32, ...                                ; ThreadgroupState::position
//     %i = add i32 (mul %x, 256), %index
//
// Instructions that may fault, or at which threads meet, carry the number of the instruction that
// they come from (`getSite`), since reports show the kernel as it was.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_THREADFUNCTION_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_THREADFUNCTION_H

#include "../Frontend/ThreadgroupLayout.h"
#include "FaultSites.h"
#include "HostInterface.h"

#include "triton-metal/Executor/AirFunctions.h"
#include "triton-metal/Executor/Fault.h"
#include "triton-metal/Executor/KernelArchive.h"
#include "triton-metal/Executor/Launch.h"
#include "triton-metal/Executor/Options.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/ValueMapper.h"

#include <map>

namespace tritonmetal::executor::jit {

/// What the host's processor does by itself.
struct HostFeatures {
  bool halfConversions = true; // between half and float
};

/// What calls of `callee` ask for, be it AIR's or an intrinsic that does the same; nothing for
/// other functions.
std::optional<AirCall> classify(const llvm::Function &callee);

class ThreadFunction {
public:
  /// Copies a normalised kernel that the interpreter's decoder accepts. The launch's sizes become
  /// constants. Error: more threadgroup memory than a GPU has.
  static llvm::Expected<std::unique_ptr<ThreadFunction>> create(const LoadedKernel &kernel,
                                                                const Launch &launch,
                                                                const ExecutionOptions &options,
                                                                HostFeatures features);

  llvm::Function &get() const { return *function; }
  llvm::LLVMContext &getContext() const { return function->getContext(); }
  llvm::Value *getThreadgroup() const { return function->getArg(0); }
  llvm::Value *getSimdgroup() const { return function->getArg(1); }
  /// The thread's number in the threadgroup.
  llvm::Value *getIndex() const { return function->getArg(2); }

  /// The position, among the kernel's instructions, of the one that `inst` comes from.
  std::optional<unsigned> findSite(const llvm::Instruction &inst) const;
  /// The same for instructions that have one, or do nothing that could be reported.
  unsigned getSite(const llvm::Instruction &inst) const { return findSite(inst).value_or(0); }
  void setSite(llvm::Instruction &inst, unsigned site) const;

  /// What a call of an AIR function asks for; null for other instructions.
  const AirCall *getAirCall(const llvm::Instruction &inst) const;
  /// For functions that the lowering makes.
  void setAirCall(const llvm::Function &callee, const AirCall &call) { airCalls[&callee] = call; }

  /// A function of the host with C's calling convention. Those of HostInterface.h need no address.
  llvm::FunctionCallee getHostFunction(llvm::StringRef name, llvm::Type *result,
                                       llvm::ArrayRef<llvm::Type *> parameters,
                                       void *address = nullptr) const;
  /// A member of a state, `offset` bytes from its start, that does not change while a threadgroup
  /// runs.
  llvm::Value *loadMember(llvm::IRBuilderBase &builder, llvm::Value *state, uint64_t offset,
                          llvm::Type *type, const llvm::Twine &name = "") const;

  /// A call before `position` that ends the launch with a fault; code behind it never runs.
  void createTrap(llvm::Instruction *position, unsigned site, const Trap &trap,
                  llvm::Value *offset = nullptr, llvm::Value *bytes = nullptr) const;

  /// Becomes `startThread`, whose returns are still to be made.
  void returnFrame();

  /// Where code at the start of a thread goes: after what the entry computes.
  llvm::Instruction *getEntryEnd() const { return entry->getTerminator(); }

  std::unique_ptr<llvm::Module> module;
  const LoadedKernel &kernel;
  const Launch &launch;
  const ExecutionOptions &options;
  const HostFeatures features;
  ThreadgroupLayout layout;
  mutable std::map<std::string, void *> hostFunctions; // those with an address
  /// The kernel's instructions, by site.
  std::vector<const llvm::Instruction *> sites;
  /// Memory that pointers start from: what parameters, variables in threadgroup memory and in
  /// thread memory have become.
  struct Region {
    std::optional<unsigned> parameter; // of a buffer whose size the launch gives
    uint64_t size = 0;                 // otherwise
  };
  llvm::MapVector<const llvm::Value *, Region> regions;

private:
  ThreadFunction(const LoadedKernel &kernel, const Launch &launch, const ExecutionOptions &options,
                 HostFeatures features);

  void createFunction();
  void mapParameters();
  llvm::Value *createBuiltIn(llvm::IRBuilderBase &builder, BuiltIn builtIn, unsigned axis);
  llvm::Value *createPosition(llvm::IRBuilderBase &builder, unsigned axis);
  llvm::Value *createExtent(llvm::IRBuilderBase &builder, unsigned axis);
  llvm::Value *createThreadCount(llvm::IRBuilderBase &builder);
  llvm::Value *getMemory(llvm::IRBuilderBase &builder, uint64_t offset);
  void copyBody();
  llvm::Error placeThreadgroupVariables();
  void initialiseVariables();

  llvm::Function *function = nullptr;
  llvm::BasicBlock *entry = nullptr;
  llvm::ValueToValueMapTy map; // kernel to copy
  std::vector<llvm::GlobalVariable *> threadgroupVariables;
  mutable std::map<const llvm::Function *, std::optional<AirCall>> airCalls; // of the module's
  unsigned siteKind = 0;
};

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_THREADFUNCTION_H
