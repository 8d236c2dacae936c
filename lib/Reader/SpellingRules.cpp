//===- SpellingRules.cpp - What older versions wrote differently -----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "SpellingRules.h"

#include "llvm/ADT/STLExtras.h"

using namespace tritonmetal;
using llvm::ArrayRef;
using llvm::StringRef;

static bool isMemDesc(const Token &token) {
  return token.is("!tt.memdesc") || token.is("!ttg.memdesc");
}

/// 3.0 to 3.2: `tt.trans %a {...} : !tt.memdesc<...>` -> `ttg.memdesc_trans`
static void editTrans(const Statement &statement, EditCollector &edits) {
  if (isMemDesc(getFirstType(statement)))
    edits.replace(statement.written, statement.written.kind == Token::String
                                         ? "\"ttg.memdesc_trans\""
                                         : "ttg.memdesc_trans");
}

/// The value of a precision in an attribute dictionary, where the keyword cannot stand.
static StringRef getPrecisionNumber(StringRef keyword) {
  return keyword == "tf32" ? "0" : keyword == "tf32x3" ? "1" : "2";
}

/// 3.0, 3.1: a dot that reads shared memory is one of warp groups:
///   tt.dot %a, %b, %c, inputPrecision = tf32 : !tt.memdesc<...> * !tt.memdesc<...> -> ...
///   ttng.warp_group_dot %a, %b, %c {inputPrecision = 0 : i32} : ...
static void editSharedDot(const Statement &statement, EditCollector &edits) {
  ArrayRef<Token> clauses = statement.clauses;
  edits.replace(statement.written, "ttng.warp_group_dot");
  size_t precision = findOutside(clauses, "inputPrecision");
  if (precision == clauses.size() || precision + 2 >= clauses.size())
    return;
  for (size_t i = precision - 1; i <= precision + 2; ++i) // with its comma
    edits.remove(clauses[i]);
  std::string number = getPrecisionNumber(clauses[precision + 2].text).str();
  addEntry(statement, "inputPrecision = " + number + " : i32", edits);
}

/// 2.x and test files: `{allowTF32 = true}` -> `{inputPrecision = 0 : i32}`
static void editDot(const Statement &statement, EditCollector &edits) {
  ArrayRef<Token> clauses = statement.clauses;
  Entry entry = findEntry(clauses, "allowTF32");
  if (entry.isFound()) {
    edits.replace(clauses[entry.key], "inputPrecision");
    edits.replace(clauses[entry.value], clauses[entry.value].is("true") ? "0 : i32" : "2 : i32");
  }
  size_t star = findOutside(statement.types, "*");
  bool readsShared = star + 1 < statement.types.size() && isMemDesc(statement.types[star + 1]);
  if (readsShared && statement.written.kind == Token::Word)
    editSharedDot(statement, edits);
}

/// 3.0, 3.1 had an op of its own for a dot that does not wait.
static void editWarpGroupDot(const Statement &statement, EditCollector &edits) {
  if (statement.written.unquoted().ends_with("dot_async"))
    addEntry(statement, "isAsync = true", edits);
}

/// Before 3.0: `tt.get_program_id {axis = 0 : i32}` -> `tt.get_program_id x`
static void editProgram(const Statement &statement, EditCollector &edits) {
  ArrayRef<Token> clauses = statement.clauses;
  if (clauses.size() != 7 || !clauses[0].is("{") || !clauses[1].is("axis"))
    return;
  unsigned axis = 0;
  if (clauses[3].text.getAsInteger(10, axis) || axis > 2)
    return;
  edits.replace(clauses[0], StringRef("xyz").substr(axis, 1));
  for (const Token &token : clauses.drop_front())
    edits.remove(token);
}

/// Up to 3.3: `tt.experimental_descriptor_load` on a descriptor is today's op. On a bare
/// pointer (3.0 to 3.2) it keeps its name: nobody knows what is behind the pointer.
static void editDescriptor(const Statement &statement, EditCollector &edits) {
  if (getFirstType(statement).is("!tt.ptr"))
    return;
  StringRef kind = StringRef(statement.name).split("experimental_").second;
  edits.replace(statement.written, statement.written.kind == Token::String
                                       ? "\"tt." + kind.str() + "\""
                                       : "tt." + kind.str());
}

/// 3.0 to 3.2: `ttng.init_barrier %b, 1 : <1xi64, #shared>`: types without their name.
static void editStrippedTypes(const Statement &statement, EditCollector &edits) {
  int depth = 0;
  bool isStart = true; // of a type
  for (auto [i, token] : llvm::enumerate(statement.types)) {
    if (isStart && token.is("<")) {
      // A memory descriptor has dimensions, a pointer has none.
      bool hasShape =
          i + 1 < statement.types.size() && statement.types[i + 1].kind == Token::Number;
      edits.insertBefore(token, hasShape ? "!ttg.memdesc" : "!tt.ptr");
    }
    if (token.is("<"))
      ++depth;
    else if (token.is(">"))
      --depth;
    isStart = depth == 0 && (token.is(",") || token.is("->"));
  }
}

/// 3.9: `amdg.buffer_load %p[%i] : !tt.ptr<f32> -> tensor<...>` -> the tensor alone
static void editBufferAccess(const Statement &statement, EditCollector &edits) {
  if (!getFirstType(statement).is("!tt.ptr") || statement.written.kind != Token::Word)
    return;
  size_t arrow = findOutside(statement.types, "->");
  if (arrow == statement.types.size())
    return;
  for (const Token &token : ArrayRef<Token>(statement.types).take_front(arrow + 1))
    edits.remove(token);
}

namespace {
struct Rule {
  StringRef name;
  void (*edit)(const Statement &, EditCollector &);
};
} // namespace

static constexpr Rule kRules[] = {
    {"amdg.buffer_load", editBufferAccess},
    {"amdg.buffer_store", editBufferAccess},
    {"tt.dot", editDot},
    {"tt.experimental_descriptor_gather", editDescriptor},
    {"tt.experimental_descriptor_load", editDescriptor},
    {"tt.experimental_descriptor_scatter", editDescriptor},
    {"tt.experimental_descriptor_store", editDescriptor},
    {"tt.get_num_programs", editProgram},
    {"tt.get_program_id", editProgram},
    {"tt.trans", editTrans},
    {"ttng.async_tma_copy_global_to_local", editStrippedTypes},
    {"ttng.async_tma_copy_local_to_global", editStrippedTypes},
    {"ttng.barrier_expect", editStrippedTypes},
    {"ttng.init_barrier", editStrippedTypes},
    {"ttng.inval_barrier", editStrippedTypes},
    {"ttng.wait_barrier", editStrippedTypes},
    {"ttng.warp_group_dot", editWarpGroupDot},
};

static const Rule *findRule(StringRef name) {
  const Rule *rule =
      llvm::lower_bound(kRules, name, [](const Rule &rule, StringRef n) { return rule.name < n; });
  return rule != std::end(kRules) && rule->name == name ? rule : nullptr;
}

bool tritonmetal::hasSpellingRule(StringRef name) { return findRule(name) != nullptr; }

void tritonmetal::applySpellingRules(const Statement &statement, EditCollector &edits) {
  findRule(statement.name)->edit(statement, edits);
}
