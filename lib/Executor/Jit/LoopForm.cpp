//===- LoopForm.cpp - Threads in a loop ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   define void @runThreadgroup(ptr %threadgroup, ptr %simdgroup) {
//     for (i32 %index = 0; %index != %threads; ++%index)
//       (the thread's code)
//
// Accesses of different threads do not depend on each other: without barriers a kernel cannot rely
// on their order. Saying so lets LLVM vectorise the loop. Thread memory is another matter, since
// its variables serve one thread after the other.
//
//===----------------------------------------------------------------------===//

#include "Forms.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/Transforms/Utils/Cloning.h"

#include <cstddef>

using namespace llvm;

namespace tritonmetal::executor::jit {

/// Marks what other address spaces than the thread's are accessed for.
static MDNode *markAccesses(ThreadFunction &thread) {
  LLVMContext &context = thread.getContext();
  MDNode *group = MDNode::getDistinct(context, {});
  for (llvm::Instruction &inst : instructions(thread.get())) {
    Value *pointer = getLoadStorePointerOperand(&inst);
    if (pointer && pointer->getType()->getPointerAddressSpace() != 0)
      inst.setMetadata(LLVMContext::MD_access_group, group);
  }
  return group;
}

static void markLoop(llvm::Instruction *branch, MDNode *group) {
  LLVMContext &context = branch->getContext();
  MDNode *accesses =
      MDNode::get(context, {MDString::get(context, "llvm.loop.parallel_accesses"), group});
  MDNode *loop = MDNode::getDistinct(context, {nullptr, accesses});
  loop->replaceOperandWith(0, loop);
  branch->setMetadata(LLVMContext::MD_loop, loop);
}

static Value *countThreadsOf(const ThreadFunction &thread, Value *threadgroup,
                             IRBuilderBase &builder) {
  Value *count = builder.getInt32(1);
  for (unsigned axis = 0; axis < 3; ++axis) {
    uint32_t full = thread.launch.threadsPerThreadgroup[axis];
    bool even = thread.launch.threadsPerGrid[axis] % full == 0;
    Value *extent =
        even ? builder.getInt32(full)
             : thread.loadMember(builder, threadgroup,
                                 offsetof(ThreadgroupState, threads) + axis * sizeof(uint32_t),
                                 builder.getInt32Ty());
    count = builder.CreateMul(count, extent);
  }
  return count;
}

void formLoop(ThreadFunction &thread) {
  LLVMContext &context = thread.getContext();
  MDNode *group = markAccesses(thread);
  Type *pointer = PointerType::get(context, 0);
  auto *function =
      Function::Create(FunctionType::get(Type::getVoidTy(context), {pointer, pointer}, false),
                       GlobalValue::ExternalLinkage, names::runThreadgroup, *thread.module);
  function->setDoesNotThrow();
  BasicBlock *entry = BasicBlock::Create(context, "entry", function);
  BasicBlock *loop = BasicBlock::Create(context, "threads", function);
  BasicBlock *exit = BasicBlock::Create(context, "exit", function);
  IRBuilder<> builder(entry);
  Value *count = countThreadsOf(thread, function->getArg(0), builder);
  builder.CreateBr(loop);
  builder.SetInsertPoint(loop);
  PHINode *index = builder.CreatePHI(builder.getInt32Ty(), 2, "index");
  CallInst *call =
      builder.CreateCall(&thread.get(), {function->getArg(0), function->getArg(1), index});
  Value *next = builder.CreateAdd(index, builder.getInt32(1), "", /*HasNUW=*/true);
  llvm::Instruction *branch = builder.CreateCondBr(builder.CreateICmpNE(next, count), loop, exit);
  markLoop(branch, group);
  index->addIncoming(builder.getInt32(0), entry);
  index->addIncoming(next, loop);
  builder.SetInsertPoint(exit);
  builder.CreateRetVoid();

  Function *body = &thread.get();
  InlineFunctionInfo info;
  InlineFunction(*call, info);
  // Inlining has split the block that the branch ends.
  index->setIncomingBlock(1, branch->getParent());
  body->eraseFromParent();
}

} // namespace tritonmetal::executor::jit
