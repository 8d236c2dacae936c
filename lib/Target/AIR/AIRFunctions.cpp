//===- AIRFunctions.cpp - The functions that AIR provides -----------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/AIR/AIRFunctions.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace tritonmetal::air {

namespace {
struct FunctionRow {
  StringLiteral pattern;
  StringLiteral signature;
  FunctionGroup group;
  unsigned firstMinor, lastMinor;
};

/// What a placeholder of a pattern stands for.
struct Binding {
  Type *type = nullptr; // null for `global` and `local`
  unsigned addressSpace = 0;
  bool isElement = false; // of variable 0
};

/// Matches a name against a pattern, from left to right and with backtracking, for names such as
/// exp2 that begin like others. `bindings` are the variables of a match.
class NameMatcher {
public:
  explicit NameMatcher(LLVMContext &context) : context(context) {}

  bool match(StringRef pattern, StringRef name);

  SmallVector<Binding, 4> bindings;

private:
  bool matchChoice(StringRef choices, StringRef pattern, StringRef name);
  bool matchPlaceholder(StringRef letters, StringRef pattern, StringRef name);
  bool matchLetter(char letter, bool vectors, StringRef &name, Binding &binding);
  Type *consumeType(StringRef &name, ArrayRef<StringLiteral> scalars, bool vectors);
  bool agreesWithOthers(Binding binding) const;

  LLVMContext &context;
};
} // namespace

static constexpr FunctionRow functionRows[] = {
#define AIR_FUNCTION(PATTERN, SIGNATURE, GROUP, FIRST, LAST)                                       \
  {PATTERN, SIGNATURE, FunctionGroup::GROUP, FIRST, LAST},
#include "AIRFunctions.def"
};

static Type *getScalarType(LLVMContext &context, StringRef name) {
  if (name == "f16")
    return Type::getHalfTy(context);
  if (name == "bf16")
    return Type::getBFloatTy(context);
  if (name == "f32")
    return Type::getFloatTy(context);
  unsigned width = 0;
  [[maybe_unused]] bool failed = name.drop_front().getAsInteger(10, width);
  return Type::getIntNTy(context, width);
}

/// "f32" or, with `vectors`, "v4f32" at the front of `name`.
Type *NameMatcher::consumeType(StringRef &name, ArrayRef<StringLiteral> scalars, bool vectors) {
  StringRef rest = name;
  unsigned lanes = 1;
  if (vectors && rest.consume_front("v") &&
      (rest.consumeInteger(10, lanes) || lanes < 2 || lanes > 4))
    return nullptr;
  for (StringLiteral scalar : scalars) {
    if (!rest.consume_front(scalar))
      continue;
    name = rest;
    Type *type = getScalarType(context, scalar);
    return lanes == 1 ? type : FixedVectorType::get(type, lanes);
  }
  return nullptr;
}

bool NameMatcher::matchLetter(char letter, bool vectors, StringRef &name, Binding &binding) {
  static const StringLiteral floats[] = {"f16", "f32", "bf16"};
  static const StringLiteral integers[] = {"i8", "i16", "i32", "i64"};
  static const StringLiteral word[] = {"i32"}, boolean[] = {"i1"};
  auto consume = [&](ArrayRef<StringLiteral> scalars) {
    binding.type = consumeType(name, scalars, vectors);
    return binding.type != nullptr;
  };
  auto consumeSign = [&] { return name.consume_front("s.") || name.consume_front("u."); };
  auto consumeWide = [&](StringRef lanes) {
    StringRef rest = name;
    if (!rest.consume_front(lanes))
      return false;
    binding.type = consumeType(rest, floats, false);
    if (!binding.type)
      return false;
    name = rest;
    unsigned count = lanes == "v64" ? 64 : 8;
    binding.type = FixedVectorType::get(binding.type, count);
    return true;
  };

  switch (letter) {
  case 'F':
    return consume(ArrayRef(floats).take_front(2));
  case 'G':
    return consume(ArrayRef(floats).slice(1, 1));
  case 'J':
    return consume(integers);
  case 'S':
    return consumeSign() && consume(ArrayRef(integers).take_front(3));
  case 'L':
    return consumeSign() && consume(integers);
  case 'W':
    return consumeSign() && consume(word);
  case 'K':
    return name.consume_front("f.") ? consume(floats) : consumeSign() && consume(integers);
  case 'B':
    vectors = true;
    return consume(boolean) && binding.type->isVectorTy();
  case 'M':
    return consumeWide("v64");
  case 'E':
    return consumeWide("v8");
  case 'A':
    binding.addressSpace = name.starts_with("global") ? 1 : 3;
    return name.consume_front("global") || name.consume_front("local");
  case 'Q':
    binding.addressSpace = name.starts_with("p1") ? 1 : 3;
    if (!name.consume_front("p1") && !name.consume_front("p3"))
      return false;
    [[fallthrough]];
  default: // 'T'
    binding.isElement = true;
    return (consume(floats) || consume(integers)) &&
           binding.type == bindings.front().type->getScalarType();
  }
}

bool NameMatcher::agreesWithOthers(Binding binding) const {
  auto countLanes = [](const Binding &bound) {
    auto *vector = dyn_cast<FixedVectorType>(bound.type);
    return vector ? vector->getNumElements() : 1;
  };
  auto hasLanes = [](const Binding &bound) { return bound.type && !bound.isElement; };
  return !hasLanes(binding) || all_of(bindings, [&](const Binding &other) {
    return !hasLanes(other) || countLanes(other) == countLanes(binding);
  });
}

bool NameMatcher::matchPlaceholder(StringRef letters, StringRef pattern, StringRef name) {
  bool vectors = letters.consume_back("v");
  for (char letter : letters) {
    Binding binding;
    StringRef rest = name;
    if (!matchLetter(letter, vectors, rest, binding) || !agreesWithOthers(binding))
      continue;
    bindings.push_back(binding);
    if (match(pattern, rest))
      return true;
    bindings.pop_back();
  }
  return false;
}

bool NameMatcher::matchChoice(StringRef choices, StringRef pattern, StringRef name) {
  SmallVector<StringRef, 16> words;
  choices.split(words, '|');
  return any_of(words, [&](StringRef word) {
    return name.starts_with(word) && match(pattern, name.drop_front(word.size()));
  });
}

bool NameMatcher::match(StringRef pattern, StringRef name) {
  size_t literal = pattern.find_first_of("<{");
  StringRef start = pattern.take_front(literal);
  if (!name.consume_front(start))
    return false;
  if (literal == StringRef::npos)
    return name.empty();
  bool choice = pattern[literal] == '<';
  auto [inside, rest] = pattern.drop_front(literal + 1).split(choice ? '>' : '}');
  return choice ? matchChoice(inside, rest, name) : matchPlaceholder(inside, rest, name);
}

static Type *getSignatureType(LLVMContext &context, StringRef word, ArrayRef<Binding> bindings) {
  if (word.consume_front("*")) {
    if (isDigit(word[0]))
      return PointerType::get(context, bindings[word[0] - '0'].addressSpace);
    return PointerType::get(context, word == "d" ? 1 : 0);
  }
  switch (word[0]) {
  case 'v':
    return Type::getVoidTy(context);
  case 'b':
    return Type::getInt1Ty(context);
  case 'h':
    return Type::getInt16Ty(context);
  case 'i':
    return Type::getInt32Ty(context);
  case 'l':
    return Type::getInt64Ty(context);
  case 'x':
    return FixedVectorType::get(Type::getInt64Ty(context), 2);
  case 'y':
    return FixedVectorType::get(Type::getFloatTy(context), 8);
  case 'z':
    return FixedVectorType::get(Type::getInt32Ty(context), 8);
  case 'w':
    return FixedVectorType::get(Type::getInt8Ty(context), 8);
  default:
    return bindings[word[0] - '0'].type;
  }
}

static FunctionType *getSignature(LLVMContext &context, StringRef signature,
                                  ArrayRef<Binding> bindings) {
  auto [result, parameters] = signature.drop_back().split('(');
  SmallVector<StringRef, 8> words;
  parameters.split(words, ',', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  SmallVector<Type *, 8> types;
  for (StringRef word : words)
    types.push_back(getSignatureType(context, word, bindings));
  return FunctionType::get(getSignatureType(context, result, bindings), types, false);
}

Expected<AIRFunction> lookupAIRFunction(LLVMContext &context, StringRef name, Version air) {
  const FunctionRow *otherVersion = nullptr;
  for (const FunctionRow &row : functionRows) {
    NameMatcher matcher(context);
    if (!matcher.match(row.pattern, name))
      continue;
    if (air.minor >= row.firstMinor && air.minor <= row.lastMinor)
      return AIRFunction{row.group, getSignature(context, row.signature, matcher.bindings)};
    otherVersion = &row;
  }
  if (!otherVersion)
    return createStringError(formatv("AIR has no function '{0}'", name));
  return createStringError(formatv("AIR function '{0}' needs AIR 2.{1}; the module is AIR {2}.{3}",
                                   name, otherVersion->firstMinor, air.major, air.minor));
}

Function *getOrDeclareAIRFunction(Module &module, StringRef name, Version air) {
  Expected<AIRFunction> found = lookupAIRFunction(module.getContext(), name, air);
  if (!found) {
    consumeError(found.takeError());
    return nullptr;
  }
  if (Function *existing = module.getFunction(name))
    return existing->getFunctionType() == found->type ? existing : nullptr;
  Function *function = Function::Create(found->type, GlobalValue::ExternalLinkage, name, module);
  function->setAttributes(getDeclarationAttributes(module.getContext(), found->group));
  return function;
}

bool isConvergent(FunctionGroup group) {
  return group != FunctionGroup::Math && group != FunctionGroup::Atomic;
}

static AttributeList getAttributes(LLVMContext &context, ArrayRef<Attribute::AttrKind> kinds,
                                   MemoryEffects memory) {
  AttrBuilder builder(context);
  for (Attribute::AttrKind kind : kinds)
    builder.addAttribute(kind);
  if (memory != MemoryEffects::unknown())
    builder.addMemoryAttr(memory);
  return AttributeList::get(context, AttributeList::FunctionIndex, builder);
}

AttributeList getDeclarationAttributes(LLVMContext &context, FunctionGroup group) {
  SmallVector<Attribute::AttrKind, 6> kinds = {Attribute::MustProgress, Attribute::NoUnwind,
                                               Attribute::WillReturn};
  MemoryEffects memory = MemoryEffects::unknown();
  if (isConvergent(group))
    kinds.push_back(Attribute::Convergent);
  if (group == FunctionGroup::Math) {
    kinds.append({Attribute::NoFree, Attribute::NoSync});
    memory = MemoryEffects::none();
  } else if (group == FunctionGroup::MatrixLoad) {
    kinds.push_back(Attribute::NoFree);
    memory = MemoryEffects::readOnly();
  } else if (group == FunctionGroup::MatrixStore) {
    memory = MemoryEffects::writeOnly();
  }
  return getAttributes(context, kinds, memory);
}

AttributeList getCallAttributes(LLVMContext &context, FunctionGroup group) {
  SmallVector<Attribute::AttrKind, 4> kinds = {Attribute::NoUnwind, Attribute::WillReturn};
  if (isConvergent(group))
    kinds.push_back(Attribute::Convergent);
  MemoryEffects memory =
      group == FunctionGroup::Math ? MemoryEffects::none() : MemoryEffects::unknown();
  return getAttributes(context, kinds, memory);
}

AttributeList getOptimizerAttributes(LLVMContext &context, FunctionGroup group) {
  SmallVector<Attribute::AttrKind, 6> kinds = {Attribute::MustProgress, Attribute::NoUnwind,
                                               Attribute::WillReturn, Attribute::NoFree,
                                               Attribute::NoCallback};
  if (isConvergent(group))
    kinds.push_back(Attribute::Convergent);
  switch (group) {
  case FunctionGroup::Math:
    // Speculatable: AIR's math has no errno, no traps and no undefined arguments.
    kinds.append({Attribute::NoSync, Attribute::Speculatable});
    return getAttributes(context, kinds, MemoryEffects::none());
  case FunctionGroup::CrossLane:
  case FunctionGroup::Matrix:
    return getAttributes(context, kinds, MemoryEffects::none());
  case FunctionGroup::MatrixLoad:
    return getAttributes(context, kinds, MemoryEffects::argMemOnly(ModRefInfo::Ref));
  case FunctionGroup::MatrixStore:
    return getAttributes(context, kinds, MemoryEffects::argMemOnly(ModRefInfo::Mod));
  case FunctionGroup::Barrier:
  case FunctionGroup::Atomic:
    return getAttributes(context, kinds, MemoryEffects::unknown());
  }
  llvm_unreachable("every group is listed");
}

} // namespace tritonmetal::air
