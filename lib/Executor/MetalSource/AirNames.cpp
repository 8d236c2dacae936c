//===- AirNames.cpp - Names of AIR functions ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two namespaces of the library have templates without a body:
//
//   template <typename T> T metal::__air::simd_sum(T);     air.simd_sum.f32, air.simd_sum.s.i32
//   template <typename T> T metal::__bits::popcount(T);    air.popcount.i32
//
// A call names the instance, `_ZN5metal5__air8simd_sumIfEET_S2_`: the length and text of each part
// of the name, then the template argument between I and E.
//
//===----------------------------------------------------------------------===//

#include "MetalModule.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace tritonmetal::executor {

static constexpr unsigned deviceSpace = 1, threadgroupSpace = 3;

/// The suffix of a type in the Itanium mangling; empty if it is none that AIR's functions have.
static StringRef getSuffix(StringRef mangled, bool hasSign) {
  StringRef suffix = StringSwitch<StringRef>(mangled)
                         .Case("f", "f32")
                         .Case("DF16_", "f16")
                         .Cases({"c", "a"}, "s.i8")
                         .Case("h", "u.i8")
                         .Case("s", "s.i16")
                         .Case("t", "u.i16")
                         .Case("i", "s.i32")
                         .Case("j", "u.i32")
                         .Case("l", "s.i64")
                         .Case("m", "u.i64")
                         .Default("");
  if (!hasSign && suffix.size() > 1 && suffix[1] == '.')
    suffix = suffix.drop_front(2);
  return suffix;
}

/// The AIR function of an instance; empty if it is something else.
static std::string getAirName(StringRef symbol) {
  bool hasSign = symbol.consume_front("_ZN5metal5__air");
  unsigned length;
  if ((!hasSign && !symbol.consume_front("_ZN5metal6__bits")) ||
      symbol.consumeInteger(10, length) || length >= symbol.size() || symbol[length] != 'I')
    return "";
  std::string name = symbol.take_front(length).str();
  StringRef argument = symbol.drop_front(length + 1);
  StringRef suffix = getSuffix(argument.take_front(argument.find('E')), hasSign);
  if (suffix.empty())
    return "";
  // Which memory is said later, see nameMemoryOfCalls.
  StringRef update = name;
  if (update.consume_front("atomic_")) {
    update.consume_back("_only");
    name = ("atomic.anywhere." + (update == "cmpxchg" ? "cmpxchg.weak" : update)).str();
  }
  return ("air." + name + "." + suffix).str();
}

void nameAirFunctions(Module &module) {
  for (Function &function : make_early_inc_range(module)) {
    if (!function.isDeclaration() || function.isIntrinsic())
      continue;
    std::string name = getAirName(function.getName());
    if (Function *same = name.empty() ? nullptr : module.getFunction(name)) {
      function.replaceAllUsesWith(same);
      function.eraseFromParent();
      continue;
    }
    if (!name.empty())
      function.setName(name);
    // AIR knows neither clang's calling convention nor its notes on widening.
    function.setCallingConv(CallingConv::C);
    LLVMContext &context = module.getContext();
    AttributeSet attributes = function.getAttributes().getFnAttrs();
    function.setAttributes(AttributeList::get(context, attributes, {}, {}));
    for (User *user : function.users())
      if (auto *call = dyn_cast<CallInst>(user)) {
        call->setCallingConv(CallingConv::C);
        call->setAttributes(
            AttributeList::get(context, call->getAttributes().getFnAttrs(), {}, {}));
      }
  }
}

//===----------------------------------------------------------------------===//
// Floats to integers
//===----------------------------------------------------------------------===//

static StringRef spellFloat(const Type &type) {
  return type.isHalfTy() ? "f16" : type.isBFloatTy() ? "bf16" : "f32";
}

void convertToIntegersByAir(Module &module) {
  SmallVector<IntrinsicInst *> calls;
  for (Function &function : module)
    if (function.getIntrinsicID() == Intrinsic::fptosi_sat ||
        function.getIntrinsicID() == Intrinsic::fptoui_sat)
      for (User *user : function.users())
        calls.push_back(cast<IntrinsicInst>(user));
  for (IntrinsicInst *call : calls) {
    Value *number = call->getArgOperand(0);
    bool isSigned = call->getIntrinsicID() == Intrinsic::fptosi_sat;
    std::string name =
        formatv("air.convert.{0}.i{1}.f.{2}", isSigned ? 's' : 'u',
                call->getType()->getIntegerBitWidth(), spellFloat(*number->getType()));
    AttributeList attributes = AttributeList::get(module.getContext(), AttributeList::FunctionIndex,
                                                  {Attribute::NoUnwind, Attribute::WillReturn});
    FunctionCallee target =
        module.getOrInsertFunction(name, attributes, call->getType(), number->getType());
    cast<Function>(target.getCallee())->setDoesNotAccessMemory();
    auto *converted = CallInst::Create(target, {number}, "", call->getIterator());
    converted->setDebugLoc(call->getDebugLoc());
    call->replaceAllUsesWith(converted);
    call->eraseFromParent();
  }
}

//===----------------------------------------------------------------------===//
// Names that depend on address spaces
//===----------------------------------------------------------------------===//

/// Operand that is the scope of an atomic operation; the last one is its volatile flag.
static unsigned getScopeOperand(const CallInst &call) { return call.arg_size() - 2; }

static const Value *findPointer(const CallInst &call) {
  for (const Use &operand : call.args())
    if (operand->getType()->isPointerTy())
      return operand.get();
  return nullptr;
}

/// The space of everything that an address may come from, or 0 if that is not known.
static unsigned findSpace(const Value *pointer) {
  SmallVector<const Value *> objects;
  getUnderlyingObjects(pointer, objects, /*LI=*/nullptr, /*MaxLookup=*/0);
  unsigned space = 0;
  for (const Value *object : objects) {
    unsigned found = object->getType()->getPointerAddressSpace();
    if (found == 0 || (space != 0 && found != space))
      return 0;
    space = found;
  }
  return space;
}

static void nameMemoryOf(CallInst &call) {
  Function *callee = call.getCalledFunction();
  const Value *pointer = findPointer(call);
  if (!pointer)
    return;
  // An address that was loaded from a buffer is one of device memory. Constants are read like it.
  bool isThreadgroup = findSpace(pointer) == threadgroupSpace;
  unsigned space = isThreadgroup ? threadgroupSpace : deviceSpace;
  std::string name = callee->getName().str();
  auto replace = [&](StringRef from, StringRef to) {
    size_t at = name.find(from.str());
    if (at != std::string::npos)
      name.replace(at, from.size(), to.str());
  };
  replace("atomic.anywhere", isThreadgroup ? "atomic.local" : "atomic.global");
  replace(".p0", isThreadgroup ? ".p3" : ".p1");

  SmallVector<Type *> types;
  SmallVector<Value *> operands;
  for (Use &operand : call.args()) {
    operands.push_back(operand.get());
    if (operand.get() == pointer) // inference removes the cast
      operands.back() = new AddrSpaceCastInst(operand, PointerType::get(call.getContext(), space),
                                              "", call.getIterator());
    types.push_back(operands.back()->getType());
  }
  if (isThreadgroup && StringRef(name).contains("atomic."))
    operands[getScopeOperand(call)] = ConstantInt::get(types[getScopeOperand(call)], 1);
  auto *type = FunctionType::get(call.getType(), types, /*isVarArg=*/false);
  auto target = call.getModule()->getOrInsertFunction(name, type, callee->getAttributes());
  auto *renamed = CallInst::Create(target, operands, "", call.getIterator());
  renamed->setAttributes(call.getAttributes());
  renamed->setDebugLoc(call.getDebugLoc());
  renamed->takeName(&call);
  call.replaceAllUsesWith(renamed);
  call.eraseFromParent();
}

void nameMemoryOfCalls(Module &module) {
  SmallVector<CallInst *> calls;
  for (Function &function : module) {
    StringRef name = function.getName();
    if (name.starts_with("air.atomic.anywhere.") || name.contains(".p0"))
      for (User *user : function.users())
        if (auto *call = dyn_cast<CallInst>(user))
          calls.push_back(call);
  }
  for (CallInst *call : calls)
    nameMemoryOf(*call);
}

} // namespace tritonmetal::executor
