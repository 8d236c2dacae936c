//===- BitcodeRandomTest.cpp - Random modules through the writer ---------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels of random instructions in random structured control flow: every type of value flows into
// every kind of instruction, and pointers are used under several types, so that casts, forward
// references and constants meet in ways that nobody wrote down. A failing seed is in the message.
//
//===----------------------------------------------------------------------===//

#include "BitcodeTestSupport.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/NoFolder.h"

#include "gtest/gtest.h"

#include <random>

using namespace llvm;
using namespace tritonmetal::test;

namespace {

class Generator {
public:
  Generator(LLVMContext &context, unsigned seed)
      : context(context), random(seed), builder(context),
        module(std::make_unique<Module>("random", context)) {}

  std::unique_ptr<Module> make();

private:
  unsigned pick(unsigned count) { return random() % count; }
  bool chance(unsigned percent) { return pick(100) < percent; }
  template <typename T>
  T oneOf(std::initializer_list<T> list) {
    return list.begin()[pick(list.size())];
  }

  Type *scalar();
  Type *element();
  Constant *constant(Type *type);
  Value *value(Type *type);
  Value *valueWhere(function_ref<bool(Type *)> wanted, Type *otherwise);
  Value *pointer();
  void keep(Value *value) { values.push_back(value); }
  FastMathFlags flags();

  void arithmetic();
  void convert();
  void compare();
  void vectors();
  void memory();
  void pointers();
  void atomics();
  void call();
  void instruction();
  void straight();
  void branch(unsigned depth);
  void loop(unsigned depth);
  void jump(unsigned depth);
  void region(unsigned depth);

  LLVMContext &context;
  std::mt19937 random;
  IRBuilder<NoFolder> builder;
  std::unique_ptr<Module> module;
  Function *kernel = nullptr;
  std::vector<Value *> values; // what dominates the insertion point
};

Type *Generator::scalar() {
  return oneOf<Type *>({builder.getInt8Ty(), builder.getInt16Ty(), builder.getInt32Ty(),
                        builder.getInt64Ty(), builder.getHalfTy(), builder.getBFloatTy(),
                        builder.getFloatTy()});
}

Type *Generator::element() {
  Type *type = scalar();
  if (chance(25))
    return FixedVectorType::get(type, 2 + pick(3));
  return chance(10) ? ArrayType::get(type, 1 + pick(4)) : type;
}

Constant *Generator::constant(Type *type) {
  switch (pick(8)) {
  case 0:
    return Constant::getNullValue(type);
  case 1:
    return UndefValue::get(type);
  case 2:
    return PoisonValue::get(type);
  default:
    break;
  }
  if (type->isIntegerTy())
    return ConstantInt::get(context, APInt(type->getIntegerBitWidth(), random(), false, true));
  if (type->isFloatingPointTy())
    return ConstantFP::get(type, double(int(pick(2000)) - 1000) / 8);
  if (auto *vector = dyn_cast<FixedVectorType>(type)) {
    SmallVector<Constant *, 4> elements;
    for (unsigned i = 0; i < vector->getNumElements(); ++i)
      elements.push_back(constant(vector->getElementType()));
    return ConstantVector::get(elements);
  }
  return Constant::getNullValue(type);
}

Value *Generator::valueWhere(function_ref<bool(Type *)> wanted, Type *otherwise) {
  SmallVector<Value *, 32> candidates;
  for (Value *candidate : values)
    if (wanted(candidate->getType()))
      candidates.push_back(candidate);
  if (candidates.empty() || chance(15))
    return constant(otherwise);
  return candidates[pick(candidates.size())];
}

Value *Generator::value(Type *type) {
  return valueWhere([&](Type *other) { return other == type; }, type);
}

/// Any pointer to writable memory; constants are rare, but null and globals occur.
Value *Generator::pointer() {
  return valueWhere([](Type *type) { return type->isPointerTy(); }, builder.getPtrTy(1));
}

FastMathFlags Generator::flags() {
  FastMathFlags result;
  result.setAllowReassoc(chance(20));
  result.setNoNaNs(chance(20));
  result.setNoInfs(chance(20));
  result.setNoSignedZeros(chance(20));
  result.setAllowContract(chance(20));
  result.setAllowReciprocal(chance(20));
  result.setApproxFunc(chance(20));
  return result;
}

void Generator::arithmetic() {
  Type *type = scalar();
  if (chance(30))
    type = FixedVectorType::get(type, 4);
  Value *a = value(type), *b = value(type);
  if (type->isFPOrFPVectorTy()) {
    auto opcode = oneOf({Instruction::FAdd, Instruction::FSub, Instruction::FMul, Instruction::FDiv,
                         Instruction::FRem});
    auto *result = chance(15) ? cast<Instruction>(builder.CreateFNeg(a))
                              : cast<Instruction>(builder.CreateBinOp(opcode, a, b));
    result->setFastMathFlags(flags());
    return keep(result);
  }
  auto opcode = oneOf({Instruction::Add, Instruction::Sub, Instruction::Mul, Instruction::UDiv,
                       Instruction::SDiv, Instruction::URem, Instruction::SRem, Instruction::Shl,
                       Instruction::LShr, Instruction::AShr, Instruction::And, Instruction::Or,
                       Instruction::Xor});
  auto *result = cast<Instruction>(builder.CreateBinOp(opcode, a, b));
  if (isa<OverflowingBinaryOperator>(result)) {
    result->setHasNoSignedWrap(chance(30));
    result->setHasNoUnsignedWrap(chance(30));
  } else if (isa<PossiblyExactOperator>(result)) {
    result->setIsExact(chance(30));
  }
  keep(result);
}

void Generator::convert() {
  Value *i = value(builder.getInt32Ty()), *f = value(builder.getFloatTy());
  switch (pick(9)) {
  case 0:
    return keep(builder.CreateTrunc(i, builder.getInt8Ty()));
  case 1:
    return keep(builder.CreateZExt(i, builder.getInt64Ty()));
  case 2:
    return keep(builder.CreateSExt(i, builder.getInt64Ty()));
  case 3:
    return keep(builder.CreateFPToSI(f, builder.getInt16Ty()));
  case 4:
    return keep(builder.CreateUIToFP(i, builder.getHalfTy()));
  case 5:
    return keep(builder.CreateFPTrunc(f, builder.getBFloatTy()));
  case 6:
    return keep(builder.CreateFPExt(value(builder.getHalfTy()), builder.getFloatTy()));
  case 7:
    return keep(builder.CreateBitCast(f, FixedVectorType::get(builder.getInt8Ty(), 4)));
  default:
    return keep(builder.CreateFreeze(chance(50) ? f : pointer()));
  }
}

void Generator::compare() {
  Value *condition = nullptr;
  if (chance(20)) {
    Value *p = pointer();
    condition =
        builder.CreateICmp(oneOf({CmpInst::ICMP_EQ, CmpInst::ICMP_ULT}), p, value(p->getType()));
  } else if (chance(50)) {
    Type *type = scalar();
    while (!type->isIntegerTy())
      type = scalar();
    condition = builder.CreateICmp(oneOf({CmpInst::ICMP_NE, CmpInst::ICMP_SLE, CmpInst::ICMP_UGT}),
                                   value(type), value(type));
  } else {
    condition = builder.CreateFCmp(oneOf({CmpInst::FCMP_OLT, CmpInst::FCMP_UNE}),
                                   value(builder.getFloatTy()), value(builder.getFloatTy()));
    cast<Instruction>(condition)->setFastMathFlags(flags());
  }
  keep(condition);
  Value *a = chance(40) ? pointer() : value(element());
  keep(builder.CreateSelect(condition, a, value(a->getType())));
}

void Generator::vectors() {
  Type *type = scalar();
  auto *vectorType = FixedVectorType::get(type, 4);
  Value *vector = value(vectorType);
  switch (pick(4)) {
  case 0:
    return keep(builder.CreateExtractElement(vector, value(builder.getInt32Ty())));
  case 1:
    return keep(builder.CreateInsertElement(vector, value(type), value(builder.getInt64Ty())));
  case 2: {
    int mask[] = {int(pick(9)) - 1, int(pick(9)) - 1, int(pick(9)) - 1};
    return keep(builder.CreateShuffleVector(vector, value(vectorType), mask));
  }
  default:
    auto *structType = StructType::get(type, builder.getPtrTy(1));
    Value *aggregate = PoisonValue::get(structType);
    aggregate = builder.CreateInsertValue(aggregate, value(type), 0);
    aggregate = builder.CreateInsertValue(aggregate, value(builder.getPtrTy(1)), 1);
    keep(builder.CreateExtractValue(aggregate, 0));
    return keep(builder.CreateExtractValue(aggregate, 1));
  }
}

void Generator::memory() {
  Type *type = chance(15) ? cast<Type>(builder.getPtrTy(1)) : element();
  Align align(1u << pick(5));
  if (chance(50))
    return keep(builder.CreateAlignedLoad(type, pointer(), align, chance(10)));
  builder.CreateAlignedStore(value(type), pointer(), align, chance(10));
}

void Generator::pointers() {
  Value *index = value(oneOf<Type *>({builder.getInt32Ty(), builder.getInt64Ty()}));
  Type *type = element();
  GEPNoWrapFlags wrap = chance(50) ? GEPNoWrapFlags::inBounds() : GEPNoWrapFlags::none();
  if (chance(10))
    return keep(builder.CreateIntToPtr(value(builder.getInt64Ty()), builder.getPtrTy(1)));
  if (chance(10))
    return keep(builder.CreatePtrToInt(pointer(), builder.getInt64Ty()));
  if (auto *array = dyn_cast<ArrayType>(type))
    return keep(builder.CreateGEP(array, pointer(), {builder.getInt32(0), index}, "", wrap));
  keep(builder.CreateGEP(type, pointer(), index, "", wrap));
}

void Generator::atomics() {
  Value *old = builder.CreateAtomicRMW(
      oneOf({AtomicRMWInst::Add, AtomicRMWInst::UMax, AtomicRMWInst::Xchg}), pointer(),
      value(builder.getInt32Ty()), Align(4), AtomicOrdering::Monotonic);
  keep(old);
  Value *pair = builder.CreateAtomicCmpXchg(
      pointer(), old, value(builder.getInt32Ty()), Align(4), AtomicOrdering::AcquireRelease,
      AtomicOrdering::Monotonic, chance(50) ? SyncScope::System : SyncScope::SingleThread);
  keep(builder.CreateExtractValue(pair, 1));
}

void Generator::call() {
  Type *f32 = builder.getFloatTy(), *i32 = builder.getInt32Ty();
  if (chance(40)) {
    auto callee = module->getOrInsertFunction("air.fma.f32", f32, f32, f32, f32);
    auto *result = builder.CreateCall(callee, {value(f32), value(f32), value(f32)});
    result->setFastMathFlags(flags());
    return keep(result);
  }
  if (chance(40)) {
    Type *ptr = builder.getPtrTy(1);
    auto callee = module->getOrInsertFunction("air.atomic.global.add.s.i32", i32, ptr, i32, i32,
                                              i32, builder.getInt1Ty());
    return keep(builder.CreateCall(callee, {value(ptr), value(i32), builder.getInt32(0),
                                            builder.getInt32(2), builder.getTrue()}));
  }
  auto callee = module->getOrInsertFunction("air.wg.barrier", builder.getVoidTy(), i32, i32);
  auto *barrier = builder.CreateCall(callee, {builder.getInt32(2), builder.getInt32(1)});
  barrier->addFnAttr(Attribute::Convergent);
  barrier->setTailCall(chance(50));
}

void Generator::instruction() {
  switch (pick(9)) {
  case 0:
    return convert();
  case 1:
    return compare();
  case 2:
    return vectors();
  case 3:
  case 4:
    return memory();
  case 5:
    return pointers();
  case 6:
    return chance(30) ? atomics() : call();
  default:
    return arithmetic();
  }
}

void Generator::straight() {
  for (unsigned i = 0, count = pick(10); i < count; ++i)
    instruction();
}

/// if/else with a phi behind it. What one side makes is unknown afterwards.
void Generator::branch(unsigned depth) {
  auto *yes = BasicBlock::Create(context, "", kernel);
  auto *no = BasicBlock::Create(context, "", kernel);
  auto *join = BasicBlock::Create(context, "", kernel);
  builder.CreateCondBr(value(builder.getInt1Ty()), yes, no);
  Type *type = chance(40) ? cast<Type>(builder.getPtrTy(1)) : element();
  size_t known = values.size();
  SmallVector<std::pair<Value *, BasicBlock *>, 2> incoming;
  for (BasicBlock *side : {yes, no}) {
    builder.SetInsertPoint(side);
    region(depth + 1);
    incoming.push_back({value(type), builder.GetInsertBlock()});
    builder.CreateBr(join);
    values.resize(known);
  }
  builder.SetInsertPoint(join);
  PHINode *phi = builder.CreatePHI(type, 2);
  for (auto [side, block] : incoming)
    phi->addIncoming(side, block);
  keep(phi);
}

/// A counted loop that carries a value and a pointer.
void Generator::loop(unsigned depth) {
  BasicBlock *before = builder.GetInsertBlock();
  auto *body = BasicBlock::Create(context, "", kernel);
  auto *after = BasicBlock::Create(context, "", kernel);
  Type *type = element(), *ptr = builder.getPtrTy(1);
  Value *first = value(type), *firstPointer = value(ptr);
  builder.CreateBr(body);
  size_t known = values.size();
  builder.SetInsertPoint(body);
  PHINode *count = builder.CreatePHI(builder.getInt32Ty(), 2);
  PHINode *carried = builder.CreatePHI(type, 2);
  PHINode *moving = builder.CreatePHI(ptr, 2);
  for (Value *phi : {count, carried, moving})
    keep(phi);
  region(depth + 1);
  Value *next = builder.CreateAdd(count, builder.getInt32(1));
  count->addIncoming(builder.getInt32(0), before);
  count->addIncoming(next, builder.GetInsertBlock());
  carried->addIncoming(first, before);
  carried->addIncoming(value(type), builder.GetInsertBlock());
  moving->addIncoming(firstPointer, before);
  moving->addIncoming(value(ptr), builder.GetInsertBlock());
  auto *back = builder.CreateCondBr(value(builder.getInt1Ty()), body, after);
  MDNode *id = MDNode::getDistinct(context, {nullptr});
  id->replaceOperandWith(0, id);
  back->setMetadata(LLVMContext::MD_loop, id);
  values.resize(known);
  builder.SetInsertPoint(after);
}

/// A switch whose cases share a target, with a pointer phi for the equal edges.
void Generator::jump(unsigned depth) {
  BasicBlock *from = builder.GetInsertBlock();
  auto *other = BasicBlock::Create(context, "", kernel);
  auto *join = BasicBlock::Create(context, "", kernel);
  Value *shared = value(builder.getPtrTy(1));
  auto *instruction = builder.CreateSwitch(value(builder.getInt32Ty()), other, 2);
  instruction->addCase(builder.getInt32(pick(100)), join);
  instruction->addCase(builder.getInt32(100 + pick(100)), join);
  size_t known = values.size();
  builder.SetInsertPoint(other);
  region(depth + 1);
  Value *last = value(builder.getPtrTy(1));
  BasicBlock *end = builder.GetInsertBlock();
  builder.CreateBr(join);
  values.resize(known);
  builder.SetInsertPoint(join);
  PHINode *phi = builder.CreatePHI(builder.getPtrTy(1), 3);
  phi->addIncoming(shared, from);
  phi->addIncoming(shared, from);
  phi->addIncoming(last, end);
  keep(phi);
}

void Generator::region(unsigned depth) {
  straight();
  for (unsigned i = 0; depth < 3 && i < 2; ++i) {
    switch (pick(4)) {
    case 0:
      branch(depth);
      break;
    case 1:
      loop(depth);
      break;
    case 2:
      jump(depth);
      break;
    default:
      break;
    }
    straight();
  }
}

std::unique_ptr<Module> Generator::make() {
  Type *device = builder.getPtrTy(1), *i32 = builder.getInt32Ty();
  auto *type = FunctionType::get(
      builder.getVoidTy(), {device, device, builder.getPtrTy(2), i32, builder.getFloatTy()}, false);
  kernel = Function::Create(type, GlobalValue::ExternalLinkage, "kernel", *module);
  auto *arrayType = ArrayType::get(builder.getFloatTy(), 64);
  keep(new GlobalVariable(*module, arrayType, false, GlobalValue::InternalLinkage,
                          UndefValue::get(arrayType), "shared", nullptr,
                          GlobalValue::NotThreadLocal, 3));
  for (Argument &argument : kernel->args())
    keep(&argument);
  builder.SetInsertPoint(BasicBlock::Create(context, "", kernel));
  keep(builder.CreateAlloca(ArrayType::get(i32, 8)));
  region(0);
  builder.CreateRetVoid();
  return std::move(module);
}

class BitcodeRandom : public testing::TestWithParam<unsigned> {};

TEST_P(BitcodeRandom, ReadsBackTheSame) {
  // A hundred modules in this process; the older LLVMs, which are processes, see the first.
  for (unsigned i = 0; i < 100; ++i) {
    unsigned seed = GetParam() * 100 + i;
    SCOPED_TRACE("seed " + std::to_string(seed));
    LLVMContext context;
    std::unique_ptr<Module> module = Generator(context, seed).make();
    if (i == 0)
      roundTrip(*module);
    else
      roundTripHere(*module);
    if (HasFailure())
      return;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, BitcodeRandom, testing::Range(0u, 8u));

} // namespace
