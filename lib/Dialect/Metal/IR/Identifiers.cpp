//===- Identifiers.cpp - Names that Metal source allows ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Identifiers.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/Twine.h"

using llvm::StringRef;

namespace tritonmetal::metal {

// Words of C++14 and MSL, and what `using namespace metal` brings that the printer uses
// or that a reader would take for the library's.
// clang-format off
static const char *const kReserved[] = {
    // C++14
    "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break",
    "case", "catch", "char", "char16_t", "char32_t", "class", "compl", "const", "const_cast",
    "constexpr", "continue", "decltype", "default", "delete", "do", "double", "dynamic_cast",
    "else", "enum", "explicit", "export", "extern", "false", "float", "for", "friend", "goto",
    "if", "inline", "int", "long", "main", "mutable", "namespace", "new", "noexcept", "not",
    "not_eq", "nullptr", "operator", "or", "or_eq", "private", "protected", "public", "register",
    "reinterpret_cast", "return", "short", "signed", "sizeof", "static", "static_assert",
    "static_cast", "struct", "switch", "template", "this", "thread_local", "throw", "true", "try",
    "typedef", "typeid", "typename", "union", "unsigned", "using", "virtual", "void", "volatile",
    "wchar_t", "while", "xor", "xor_eq",
    // MSL
    "array", "array_ref", "atomic", "atomic_bool", "atomic_float", "atomic_int", "atomic_uint",
    "atomic_ulong", "bfloat", "buffer", "coherent", "constant", "depth2d", "device", "fragment",
    "half", "host_name", "imageblock", "kernel", "matrix", "mem_flags", "mesh", "metal", "object",
    "packed", "ptrdiff_t", "quad", "ray_data", "restrict", "sampler", "size_t", "stage_in",
    "texture", "texture1d", "texture2d", "texture3d", "texturecube", "thread", "thread_scope",
    "threadgroup", "threadgroup_imageblock", "tensor", "uchar", "uint", "ulong", "ushort", "user",
    "vec", "vertex", "visible", "simdgroup_matrix", "memory_order", "as_type", "assert",
    // functions and macros
    "abs", "acos", "acosh", "all", "any", "asin", "asinh", "atan", "atan2", "atanh", "ceil",
    "clamp", "clz", "copysign", "cos", "cosh", "cross", "ctz", "distance", "divide", "dot", "exp",
    "exp10", "exp2", "fabs", "fast", "fdim", "floor", "fma", "fmax", "fmin", "fmod", "fract",
    "isfinite", "isinf", "isnan", "isnormal", "isordered", "isunordered", "ldexp", "length",
    "log", "log10", "log2", "mad24", "madhi", "max", "max3", "median3", "min", "min3", "mix",
    "mul24", "mulhi", "normalize", "popcount", "pow", "powr", "precise", "reflect", "refract",
    "reverse_bits", "rint", "rotate", "round", "rsqrt", "saturate", "select", "sign", "signbit",
    "sin", "sincos", "sinh", "smoothstep", "sqrt", "step", "tan", "tanh", "transpose", "trunc",
    "threadgroup_barrier", "simdgroup_barrier", "simd_all", "simd_and", "simd_any", "simd_ballot",
    "simd_broadcast", "simd_max", "simd_min", "simd_or", "simd_product", "simd_shuffle",
    "simd_shuffle_down", "simd_shuffle_up", "simd_shuffle_xor", "simd_sum", "simd_xor",
    "simdgroup", "INFINITY", "NAN", "MAXFLOAT", "NULL", "INT_MAX", "INT_MIN", "UINT_MAX",
    "CHAR_BIT", "uniform", "nan",
};
// clang-format on
/// `int4`, `packed_half2`, `float4x4` and their kin.
static bool isVectorTypeName(StringRef name) {
  name.consume_front("packed_");
  name.consume_front("simdgroup_");
  static const char *const scalars[] = {"bool", "char", "uchar", "short",  "ushort", "int",
                                        "uint", "long", "ulong", "bfloat", "half",   "float"};
  for (StringRef scalar : scalars) {
    StringRef rest = name;
    if (!rest.consume_front(scalar) || rest.empty())
      continue;
    if (llvm::all_of(rest,
                     [](char c) { return llvm::isDigit(c) || c == 'x' || c == '_' || c == 't'; }))
      return true;
  }
  return false;
}

static bool isReserved(StringRef name) {
  static const llvm::StringSet<> reserved = [] {
    llvm::StringSet<> set;
    for (const char *word : kReserved)
      set.insert(word);
    return set;
  }();
  return reserved.contains(name) || isVectorTypeName(name) ||
         // Macros of the headers, by habit: M_PI_F, HUGE_VALF, FLT_MAX, __METAL_VERSION__.
         name.starts_with("M_") || name.starts_with("HUGE_") || name.starts_with("FLT_") ||
         name.starts_with("HALF_") || name.starts_with("atomic_") || name.starts_with("simdgroup_");
}

std::string makeIdentifier(StringRef hint) {
  std::string name;
  for (char c : hint.take_front(48)) {
    char valid = llvm::isAlnum(c) ? c : '_';
    // Two underscores in a row, and one before a capital in front, are the implementation's.
    if (valid == '_' && (name.empty() || name.back() == '_'))
      continue;
    name += valid;
  }
  if (name.empty() || llvm::isDigit(name.front()))
    name.insert(name.begin(), 'v');
  if (isReserved(name)) // some names are, however they end: atomic_k
    name = isReserved(name + '_') ? "v_" + name : name + '_';
  return name;
}

bool isKernelName(StringRef name) {
  bool isWord = !name.empty() && !llvm::isDigit(name.front()) &&
                llvm::all_of(name, [](char c) { return llvm::isAlnum(c) || c == '_'; });
  // Two underscores in a row, and one before a capital in front, are the implementation's.
  bool isTaken =
      name.contains("__") || (name.size() > 1 && name[0] == '_' && llvm::isUpper(name[1]));
  return isWord && !isTaken && !isReserved(name);
}

std::string makeKernelName(StringRef name) {
  return isKernelName(name) ? name.str() : makeIdentifier(name);
}

} // namespace tritonmetal::metal
