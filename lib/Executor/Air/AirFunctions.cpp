//===- AirFunctions.cpp - Names and types of air.* functions ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/AirFunctions.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/Function.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

namespace {
struct Row {
  StringLiteral name;
  AirOperation operation;
  AirGroup group;
  StringLiteral pattern;
  StringLiteral signatures;
};
} // namespace

static const Row table[] = {
#define AIR_FUNCTION(operation, group, pattern, signatures)                                        \
  {#operation, AirOperation::operation, AirGroup::group, pattern, signatures},
#include "triton-metal/Executor/AirFunctions.def"
};

StringRef getName(AirOperation operation) { return table[size_t(operation)].name; }

/// Rows by the first component of their name, without `~`.
static const StringMap<SmallVector<const Row *, 2>> &getRowsByName() {
  static const auto rows = [] {
    StringMap<SmallVector<const Row *, 2>> map;
    for (const Row &row : table) {
      StringRef name = row.pattern;
      name.consume_front("~");
      map[name.split('.').first].push_back(&row);
    }
    return map;
  }();
  return rows;
}

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

/// `v4f32`, `bf16`, `i8`. Nothing if it is no type; integers come without sign.
static std::optional<AirType> parseType(StringRef text) {
  AirType type;
  unsigned elements = 0;
  if (text.consume_front("v")) {
    if (text.consumeInteger(10, elements) || elements < 2 || elements > 64)
      return std::nullopt;
    type.elements = uint16_t(elements);
  }
  if (text.consume_front("bf"))
    type.kind = AirType::Kind::BFloat;
  else if (text.consume_front("f"))
    type.kind = AirType::Kind::Float;
  else if (text.consume_front("i"))
    type.kind = AirType::Kind::Integer;
  else
    return std::nullopt;
  unsigned bits = 0;
  if (text.empty() || text.front() == '0' || text.getAsInteger(10, bits))
    return std::nullopt;
  bool known = false;
  switch (type.kind) {
  case AirType::Kind::Float:
    known = bits == 16 || bits == 32;
    break;
  case AirType::Kind::BFloat:
    known = bits == 16;
    break;
  default:
    known = bits == 1 || bits == 8 || bits == 16 || bits == 32 || bits == 64;
  }
  if (!known)
    return std::nullopt;
  type.bits = uint8_t(bits);
  return type;
}

namespace {
/// Compares a name with a pattern, component by component, and binds letters to types.
class NameMatcher {
public:
  NameMatcher(const Row &row, ArrayRef<StringRef> parts, AirCall &call)
      : row(row), parts(parts), call(call) {}

  /// `fast`: the name had that prefix.
  bool match(bool fast);
  /// The type of a letter, if the pattern has it.
  const AirType *find(char letter) const;

private:
  bool matchLetter(char letter);
  bool take(AirType &type);
  bool takeSign(AirType::Kind &kind);
  bool takeSigned(AirType &type, bool bools);
  bool takeFloat(AirType &type, unsigned elements = 0);
  bool takeAddressSpace();
  bool takePointer(AirType &pointee);
  bool bind(char letter, const AirType &type);

  const Row &row;
  ArrayRef<StringRef> parts;
  AirCall &call;
  std::string letters; // in the order of `call.types`
};
} // namespace

const AirType *NameMatcher::find(char letter) const {
  size_t position = letters.find(letter);
  return position == std::string::npos ? nullptr : &call.types[position];
}

bool NameMatcher::bind(char letter, const AirType &type) {
  letters += letter;
  call.types.push_back(type);
  return true;
}

/// Consumes one component that is a type.
bool NameMatcher::take(AirType &type) {
  if (parts.empty())
    return false;
  std::optional<AirType> parsed = parseType(parts.front());
  if (!parsed)
    return false;
  parts = parts.drop_front();
  type = *parsed;
  return true;
}

bool NameMatcher::takeSign(AirType::Kind &kind) {
  if (parts.empty() || (parts.front() != "s" && parts.front() != "u"))
    return false;
  kind = parts.front() == "s" ? AirType::Kind::Signed : AirType::Kind::Unsigned;
  parts = parts.drop_front();
  return true;
}

/// `s.i32`, with `bools` `u.i1` as well.
bool NameMatcher::takeSigned(AirType &type, bool bools) {
  AirType::Kind kind;
  if (!takeSign(kind) || !take(type) || type.isFloat() || (type.bits == 1 && !bools))
    return false;
  type.kind = kind;
  return true;
}

/// A float of so many elements; 0 stands for what is no matrix.
bool NameMatcher::takeFloat(AirType &type, unsigned elements) {
  return take(type) && type.isFloat() &&
         (elements == 0 ? type.elements <= 16 : type.elements == elements);
}

bool NameMatcher::takeAddressSpace() {
  if (parts.empty() || (parts.front() != "global" && parts.front() != "local"))
    return false;
  call.addressSpace = parts.front() == "global" ? 1 : 3;
  parts = parts.drop_front();
  return true;
}

/// `p1f32`
bool NameMatcher::takePointer(AirType &pointee) {
  StringRef part = parts.empty() ? "" : parts.front();
  if (!part.consume_front("p") || part.empty() || (part.front() != '1' && part.front() != '3'))
    return false;
  std::optional<AirType> type = parseType(part.drop_front());
  if (!type)
    return false;
  call.addressSpace = unsigned(part.front() - '0');
  pointee = *type;
  parts = parts.drop_front();
  return true;
}

bool NameMatcher::matchLetter(char letter) {
  AirType type;
  bool hasSign = !parts.empty() && (parts.front() == "s" || parts.front() == "u");
  switch (letter) {
  case 'F':
    return takeFloat(type) && bind(letter, type);
  case 'N':
    return take(type) && !type.isFloat() && bind(letter, type);
  case 'L':
    return take(type) && bind(letter, type);
  case 'S':
    return takeSigned(type, false) && bind(letter, type);
  case 'X':
    return (hasSign ? takeSigned(type, false) : takeFloat(type)) && bind(letter, type);
  case 'C':
  case 'D':
    if (hasSign)
      return takeSigned(type, true) && bind(letter, type);
    if (parts.empty() || parts.front() != "f")
      return false;
    parts = parts.drop_front();
    return takeFloat(type) && bind(letter, type);
  case 'B':
    return take(type) && type.bits == 1 && type.elements != 0 && bind(letter, type);
  case 'M':
  case 'A':
  case 'H':
  case 'W':
    return takeFloat(type, 64) && bind(letter, type);
  case 'E':
  case 'K':
    return takeFloat(type, 8) && bind(letter, type);
  case 'U':
  case 'V':
    type = {AirType::Kind::Integer, 8, 8};
    return takeSign(type.kind) && bind(letter, type);
  case 'T':
    if (parts.empty() || (parts.front() != "f" && parts.front() != "t"))
      return false;
    parts = parts.drop_front();
    return true;
  case 'G':
    return takeAddressSpace();
  case 'P':
    return takePointer(type) && bind(letter, type);
  default:
    return false;
  }
}

bool NameMatcher::match(bool fast) {
  StringRef pattern = row.pattern;
  bool hasFast = pattern.consume_front("~");
  if (fast && !hasFast)
    return false;
  SmallVector<StringRef, 8> components;
  pattern.split(components, '.');
  for (StringRef component : components) {
    if (component.size() == 1 && isUpper(component.front())) {
      if (!matchLetter(component.front()))
        return false;
      continue;
    }
    if (parts.empty() || parts.front() != component)
      return false;
    parts = parts.drop_front();
  }
  return parts.empty() && (!fast || call.types.front().bits == 32);
}

//===----------------------------------------------------------------------===//
// Signatures
//===----------------------------------------------------------------------===//

static Type *getLLVMType(const AirType &type, LLVMContext &context) {
  Type *element = type.kind == AirType::Kind::BFloat ? Type::getBFloatTy(context)
                  : !type.isFloat()                  ? Type::getIntNTy(context, type.bits)
                  : type.bits == 16                  ? Type::getHalfTy(context)
                                                     : Type::getFloatTy(context);
  return type.elements == 0 ? element : FixedVectorType::get(element, type.elements);
}

/// The LLVM type that a letter of a signature stands for.
static Type *getSignatureType(char letter, const NameMatcher &name, const AirCall &call,
                              LLVMContext &context) {
  auto vector = [&](Type *element, unsigned count) { return FixedVectorType::get(element, count); };
  switch (letter) {
  case 'v':
    return Type::getVoidTy(context);
  case 'b':
    return Type::getInt1Ty(context);
  case 'c':
    return Type::getInt8Ty(context);
  case 'h':
    return Type::getInt16Ty(context);
  case 'i':
    return Type::getInt32Ty(context);
  case 'l':
    return Type::getInt64Ty(context);
  case 'x':
    return vector(Type::getInt64Ty(context), 2);
  case 'y':
    return vector(Type::getFloatTy(context), 8);
  case 'z':
    return vector(Type::getInt32Ty(context), 8);
  case 'p':
    return PointerType::get(context, call.addressSpace);
  case 't':
    return PointerType::get(context, 0);
  case 'q':
    return PointerType::get(context, 2);
  case 'e':
    return getLLVMType(call.types.front(), context)->getScalarType();
  case 'n':
    return getLLVMType({AirType::Kind::Integer, 32, call.types.front().elements}, context);
  default:
    const AirType *type = name.find(letter);
    return type ? getLLVMType(*type, context) : nullptr;
  }
}

/// The function type of one signature, "F(F,n)".
static FunctionType *getFunctionType(StringRef signature, const NameMatcher &name,
                                     const AirCall &call, LLVMContext &context) {
  SmallVector<Type *, 8> parameters;
  for (char letter : signature.drop_front())
    if (letter != '(' && letter != ',' && letter != ')')
      parameters.push_back(getSignatureType(letter, name, call, context));
  Type *result = getSignatureType(signature.front(), name, call, context);
  return FunctionType::get(result, parameters, false);
}

static std::string print(const Type *type) {
  std::string text;
  raw_string_ostream os(text);
  type->print(os);
  return text;
}

//===----------------------------------------------------------------------===//
// Functions that the executor does not have by choice
//===----------------------------------------------------------------------===//

/// What the name is about, or nothing.
static StringRef findRefusal(StringRef name) {
  static constexpr struct {
    StringLiteral part;
    StringLiteral what;
  } refusals[] = {
      {"tensorops", "tensor operations, which only Apple's system provides"},
      {"_tensor", "tensor descriptors, whose layout only Apple's system knows"},
      {"simdgroup_async_copy", "asynchronous copies, which Metal does not document"},
      {"simdgroup_event", "asynchronous copies, which Metal does not document"},
      {"texture", "textures"},
      {"depth_", "textures"},
      {"sampler", "textures"},
      {"imageblock", "image blocks"},
      {"intersect", "ray tracing"},
      {"acceleration_structure", "ray tracing"},
      {"function_table", "tables of visible functions"},
      {"function_handle", "tables of visible functions"},
      {"_command", "indirect command buffers"},
      {"os_log", "logging"},
      {"discard_fragment", "fragment functions"},
      {"dfdx", "fragment functions"},
      {"dfdy", "fragment functions"},
      {"fwidth", "fragment functions"},
      {"interpolate", "fragment functions"},
      {"_mesh", "mesh functions"},
  };
  for (const auto &refusal : refusals)
    if (name.contains(refusal.part))
      return refusal.what;
  return "";
}

//===----------------------------------------------------------------------===//
// Lookup
//===----------------------------------------------------------------------===//

/// What patterns cannot say about the types of one name.
static bool isConsistent(const AirCall &call) {
  switch (call.operation) {
  case AirOperation::Convert:
    return call.types[0].elements == call.types[1].elements;
  case AirOperation::Dot:
    return call.types[0].elements != 0;
  case AirOperation::MatrixFill:
  case AirOperation::MatrixDiagonal:
    return call.types[0].kind == call.types[1].kind && call.types[0].bits == call.types[1].bits &&
           call.types[1].elements == 0;
  default:
    return true;
  }
}

/// Tries one row. `known` collects the signatures that would have gone with the name.
static std::optional<AirCall> tryRow(const Row &row, ArrayRef<StringRef> parts, bool fast,
                                     const FunctionType &type,
                                     SmallVectorImpl<std::string> &known) {
  AirCall call;
  call.operation = row.operation;
  call.group = row.group;
  call.isFast = fast;
  call.numParameters = type.getNumParams();
  NameMatcher name(row, parts, call);
  if (!name.match(fast) || !isConsistent(call))
    return std::nullopt;
  SmallVector<StringRef, 4> signatures;
  StringRef(row.signatures).split(signatures, '|');
  for (StringRef signature : signatures) {
    FunctionType *expected = getFunctionType(signature, name, call, type.getContext());
    if (expected == &type)
      return call;
    known.push_back("'" + print(expected) + "'");
  }
  return std::nullopt;
}

Expected<AirCall> classifyAirFunction(const Function &callee) {
  const FunctionType &type = *callee.getFunctionType();
  StringRef name = callee.getName();
  auto fail = [&](const Twine &what) {
    return createStringError(
        ("unknown function '" + name + "' of type '" + print(&type) + "'" + what).str());
  };
  StringRef refusal = findRefusal(name);
  if (!refusal.empty())
    return createStringError(formatv("function '{0}' of type '{1}': the executor has no {2}", name,
                                     print(&type), refusal));
  StringRef stem = name;
  if (!stem.consume_front("air."))
    return fail("");
  SmallVector<StringRef, 8> parts;
  stem.split(parts, '.');
  SmallVector<std::string, 4> known;
  for (bool fast : {false, true}) {
    if (fast && !parts.front().consume_front("fast_"))
      break;
    auto rows = getRowsByName().find(parts.front());
    if (rows == getRowsByName().end())
      continue;
    for (const Row *row : rows->second)
      if (std::optional<AirCall> call = tryRow(*row, parts, fast, type, known))
        return *call;
  }
  return fail(known.empty() ? std::string() : "; its type is " + join(known, " or "));
}

//===----------------------------------------------------------------------===//
// Operands
//===----------------------------------------------------------------------===//

std::optional<unsigned> AirCall::getOrderOperand() const {
  if (group == AirGroup::Fence)
    return 1;
  if (group != AirGroup::Atomic)
    return std::nullopt;
  switch (operation) {
  case AirOperation::AtomicLoad:
    return 1;
  case AirOperation::AtomicCompareExchange:
    return 3;
  default:
    return 2;
  }
}

std::optional<unsigned> AirCall::getScopeOperand() const {
  std::optional<unsigned> order = getOrderOperand();
  if (order && operation == AirOperation::AtomicCompareExchange)
    return *order + 2; // behind the order of failure
  return order ? std::optional<unsigned>(*order + 1) : std::nullopt;
}

} // namespace tritonmetal::executor
