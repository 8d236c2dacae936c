//===- ParserMessages.cpp - What the parser means --------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ParserMessages.h"

#include "Lexer.h"

#include "triton-metal/Reader/Lexicon.h"
#include "triton-metal/Reader/Spelling.h"

#include "mlir/IR/OperationSupport.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace tritonmetal;

/// "files of Triton 3.0 to 3.7 are read"
static std::string describeWhatIsRead() {
  return "files of Triton " + kOldestTriton.str() + " to " + kNewestTriton.str() + " are read";
}

/// Who a dialect is for, where that is not everybody.
static StringRef getAudience(StringRef dialect) {
  return llvm::StringSwitch<StringRef>(dialect)
      .Cases({"ttng", "nvws", "nvgpu", "nvvm"}, "NVIDIA GPUs")
      .Cases({"amdg", "amdgpu", "rocdl"}, "AMD GPUs")
      .Case("gluon", "Gluon kernels before their layouts are known")
      .Cases({"proton", "proton_gpu"}, "Triton's profiler")
      .Default("");
}

static std::string describeAudience(StringRef audience) {
  return " is for " + audience.str() +
         " and has no counterpart in Metal; compile the kernel's TTIR instead";
}

static std::string describeKind(LexiconEntry::Kind kind) {
  return kind == LexiconEntry::Op ? "op" : kind == LexiconEntry::Type ? "type" : "attribute";
}

/// "(Triton 3.5 and newer)" with a space before it, where only some versions have `name`.
static std::string inBrackets(LexiconEntry::Kind kind, StringRef name) {
  const LexiconEntry *entry = lookupInLexicon(kind, name);
  std::string versions = entry ? entry->describeVersions() : "";
  return versions.empty() ? "" : " (" + versions + ")";
}

/// A name that Triton has, but that is not read here; `shown` is as the file spells it.
static std::string rewordKnown(const LexiconEntry &entry, StringRef shown) {
  std::string subject = describeKind(entry.kind) + " '" + shown.str() + "'";
  if (entry.last < kOldestTriton)
    return subject + " is of " + entry.describeVersions() + "; " + describeWhatIsRead();
  subject += inBrackets(entry.kind, entry.name);
  StringRef audience = getAudience(entry.name.split('.').first);
  if (!audience.empty())
    return subject + describeAudience(audience);
  subject += " is not supported";
  return kNewestTriton < entry.first ? subject + "; " + describeWhatIsRead() : subject;
}

/// A name that no version has.
static std::string rewordUnknown(MLIRContext &context, LexiconEntry::Kind kind, StringRef name,
                                 StringRef shown) {
  StringRef sigil = kind == LexiconEntry::Op ? "" : kind == LexiconEntry::Type ? "!" : "#";
  SmallVector<StringRef> names;
  for (const LexiconEntry &entry : getLexicon())
    if (entry.kind == kind && !(entry.last < kOldestTriton))
      names.push_back(entry.name);
  if (kind == LexiconEntry::Op)
    for (RegisteredOperationName op : context.getRegisteredOperations())
      names.push_back(op.getStringRef());
  std::string message = "unknown " + describeKind(kind) + " '" + shown.str() + "'";
  StringRef nearest = findNearest(name, names);
  if (!nearest.empty())
    return message + "; did you mean '" + (sigil + nearest).str() + "'" +
           inBrackets(kind, nearest) + "?";
  StringRef dialect = name.split('.').first;
  if (dialect == "tt" || dialect == "ttg")
    message += "; no Triton up to " + kNewestKnownTriton.str() +
               " has it: the file may be of a newer version";
  return message;
}

static std::string rewordName(MLIRContext &context, LexiconEntry::Kind kind, StringRef shown) {
  StringRef bare = kind == LexiconEntry::Op ? shown : shown.drop_front();
  std::string name = getCurrentOpName(bare);
  if (const LexiconEntry *entry = lookupInLexicon(kind, name))
    return rewordKnown(*entry, shown);
  return rewordUnknown(context, kind, name, shown);
}

static std::string rewordDialect(MLIRContext &context, LexiconEntry::Kind kind, StringRef shown) {
  StringRef bare = kind == LexiconEntry::Op ? shown : shown.drop_front();
  if (!bare.contains('.'))
    return rewordUnknown(context, kind, bare, shown);
  if (const LexiconEntry *entry = lookupInLexicon(kind, getCurrentOpName(bare)))
    return rewordKnown(*entry, shown);
  std::string subject = describeKind(kind) + " '" + shown.str() + "'";
  StringRef audience = getAudience(bare.split('.').first);
  if (!audience.empty())
    return subject + describeAudience(audience);
  return subject + " is of an unknown dialect (known are " +
         llvm::join(context.getAvailableDialects(), ", ") + ")";
}

/// The name that an offset points into: MLIR's errors about types and attributes point
/// behind `#ttg.`.
static StringRef wordAt(StringRef text, size_t &offset) {
  auto isInName = [](char c) { return llvm::isAlnum(c) || c == '_' || c == '.' || c == '$'; };
  size_t start = std::min(offset, text.size());
  while (start != 0 && isInName(text[start - 1]))
    --start;
  if (start != 0 && (text[start - 1] == '#' || text[start - 1] == '!'))
    offset = start - 1;
  return Lexer(text.substr(offset)).lex().text;
}

/// What stands in quotes right before an offset: the name of an op in generic form.
static StringRef quotedBefore(StringRef text, size_t &offset) {
  StringRef before = text.take_front(offset).rtrim();
  size_t open =
      before.size() < 2 || before.back() != '"' ? StringRef::npos : before.drop_back().rfind('"');
  if (open == StringRef::npos)
    return {};
  offset = open;
  return before.substr(open + 1).drop_back();
}

static StringRef getQuoted(StringRef message, char quote = '\'') {
  return message.split(quote).second.split(quote).first;
}

std::optional<std::string> tritonmetal::rewordParserMessage(MLIRContext &context, StringRef message,
                                                            StringRef text, size_t &offset) {
  if (message.starts_with("custom op '") && message.contains("' is unknown"))
    return rewordName(context, LexiconEntry::Op, wordAt(text, offset));
  if (message.consume_front("custom op '"))
    return "op '" + message.str();
  if (message.starts_with("unregistered operation '"))
    return rewordName(context, LexiconEntry::Op, getQuoted(message));
  if (message.starts_with("Dialect `"))
    return rewordDialect(context, LexiconEntry::Op, wordAt(text, offset));
  if (message.starts_with("operation being parsed with an unregistered dialect"))
    return rewordDialect(context, LexiconEntry::Op, quotedBefore(text, offset));
  if (message.contains(" type created with unregistered dialect"))
    return rewordDialect(context, LexiconEntry::Type, wordAt(text, offset));
  if (message.contains(" attribute created with unregistered dialect"))
    return rewordDialect(context, LexiconEntry::Attribute, wordAt(text, offset));
  bool isType =
      message.starts_with("unknown  type ") || message.ends_with(" provides no type parsing hook");
  if (isType || message.starts_with("unknown attribute ") ||
      message.ends_with(" provides no attribute parsing hook"))
    return rewordName(context, isType ? LexiconEntry::Type : LexiconEntry::Attribute,
                      wordAt(text, offset));
  return std::nullopt;
}

std::optional<VersionRemark> tritonmetal::findVersionRemark(StringRef text) {
  Lexer lexer(text);
  for (Token token = lexer.lex(); token.kind != Token::End; token = lexer.lex()) {
    LexiconEntry::Kind kind = token.kind == Token::HashName   ? LexiconEntry::Attribute
                              : token.kind == Token::BangName ? LexiconEntry::Type
                                                              : LexiconEntry::Op;
    bool isName =
        token.kind == Token::HashName || token.kind == Token::BangName || token.kind == Token::Word;
    if (!isName || !token.text.contains('.'))
      continue;
    StringRef bare = kind == LexiconEntry::Op ? token.text : token.text.drop_front();
    const LexiconEntry *entry = lookupInLexicon(kind, getCurrentOpName(bare));
    if (!entry || (!(kNewestTriton < entry->first) && !(entry->last < kOldestTriton)))
      continue;
    return VersionRemark{static_cast<size_t>(token.text.data() - text.data()),
                         "'" + token.text.str() + "' is of " + entry->describeVersions() + "; " +
                             describeWhatIsRead()};
  }
  return std::nullopt;
}
