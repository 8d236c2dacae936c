//===- Reader.cpp - Text of any Triton version to a verified module --------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Reader/Reader.h"

#include "Limits.h"
#include "Locations.h"
#include "ParserMessages.h"
#include "UnknownAttributes.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/SourceMgr.h"

using namespace mlir;
using namespace tritonmetal;

static FileLineColLoc getPlace(StringRef text, size_t offset, StringRef name,
                               MLIRContext &context) {
  StringRef before = text.take_front(offset);
  size_t lineStart = before.rfind('\n') + 1; // 0 on the first line
  return FileLineColLoc::get(&context, name, before.count('\n') + 1, offset - lineStart + 1);
}

static size_t getOffset(StringRef text, unsigned line, unsigned column) {
  size_t start = 0;
  while (--line != 0 && start < text.size())
    start = std::min(text.find('\n', start), text.size() - 1) + 1;
  return std::min(start + column - 1, text.size());
}

namespace {

/// Passes the parser's and the verifier's diagnostics on, with places and words as a user
/// knows them.
class Translator {
public:
  Translator(StringRef text, StringRef name, MLIRContext &context, LocationMap &locations)
      : text(text), name(name), context(context), locations(locations),
        handler(&context, [this](Diagnostic &diagnostic) { return handle(diagnostic); }) {}

private:
  LogicalResult handle(Diagnostic &diagnostic);
  Diagnostic translate(Diagnostic &diagnostic);

  StringRef text, name;
  MLIRContext &context;
  LocationMap &locations;
  bool isPassingOn = false;
  ScopedDiagnosticHandler handler;
};

} // namespace

Diagnostic Translator::translate(Diagnostic &diagnostic) {
  Location loc = locations.map(diagnostic.getLocation());
  auto place = dyn_cast<FileLineColLoc>(loc);
  bool isInFile = place && place.getFilename() == name;
  size_t offset = isInFile ? getOffset(text, place.getLine(), place.getColumn()) : text.size();
  std::optional<std::string> message = rewordParserMessage(context, diagnostic.str(), text, offset);
  if (message && isInFile)
    loc = getPlace(text, offset, name, context);
  Diagnostic translated(loc, diagnostic.getSeverity());
  if (message) {
    translated << *message;
    return translated;
  }
  translated << diagnostic.str();
  for (Diagnostic &note : diagnostic.getNotes())
    translated.attachNote(locations.map(note.getLocation())) << note.str();
  if (isInFile && diagnostic.getSeverity() == DiagnosticSeverity::Error)
    if (std::optional<VersionRemark> remark = findVersionRemark(text))
      translated.attachNote(getPlace(text, remark->offset, name, context)) << remark->message;
  return translated;
}

LogicalResult Translator::handle(Diagnostic &diagnostic) {
  if (isPassingOn)
    return failure(); // to the next handler
  isPassingOn = true;
  context.getDiagEngine().emit(translate(diagnostic));
  isPassingOn = false;
  return success();
}

OwningOpRef<ModuleOp> tritonmetal::readModule(StringRef text, StringRef name, MLIRContext &context,
                                              const ReadOptions &options) {
  if (std::optional<TextProblem> problem = findTextProblem(text, TextLimits())) {
    Location loc = problem->offset ? Location(getPlace(text, *problem->offset, name, context))
                                   : getWholeFile(&context, name);
    emitError(loc) << problem->message;
    return {};
  }
  if (!text.contains("tt.func") && !text.contains("metal.kernel")) {
    emitError(getWholeFile(&context, name))
        << "holds no kernel: expected a 'tt.func' (or a 'metal.kernel')";
    return {};
  }
  std::optional<SpellingProblem> problem;
  SpellingEdits edits = findSpellingEdits(text, options.target, problem);
  if (problem) {
    emitError(getPlace(text, problem->offset, name, context)) << problem->message;
    return {};
  }
  std::string edited = edits.empty() ? "" : edits.apply(text);
  // A name of its own, so that places in the edited text are known as such.
  std::string parsedName = edits.empty() ? name.str() : name.str() + " (edited)";
  StringRef parsed = edits.empty() ? text : StringRef(edited);
  auto sources = std::make_shared<llvm::SourceMgr>();
  sources->AddNewSourceBuffer(llvm::MemoryBuffer::getMemBufferCopy(parsed, parsedName),
                              llvm::SMLoc());
  LocationMap locations(parsedName, name, std::move(edits), options.prefixes);
  OwningOpRef<ModuleOp> module;
  {
    Translator translator(text, name, context, locations);
    module = parseSourceFile<ModuleOp>(sources, ParserConfig(&context));
    if (!module)
      return {};
    if (std::optional<UnknownProperty> unknown = findUnknownProperty(parsed, context)) {
      emitError(getPlace(parsed, unknown->offset, parsedName, context)) << unknown->message;
      return {};
    }
  }
  locations.apply(*module);
  if (failed(checkAttributes(*module)))
    return {};
  return module;
}
