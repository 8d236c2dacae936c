//===- Messages.cpp - Errors as a user of the compiler reads them ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Reader/Messages.h"

#include "triton-metal/Reader/Reader.h"

#include "mlir/IR/MLIRContext.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"

using namespace mlir;
using namespace tritonmetal;

/// The most that is printed of a message that repeats a name from the input.
static constexpr size_t kMaxMessage = 2000;
/// The most that is printed of a line of the input.
static constexpr size_t kMaxLine = 160;
/// Functions that a line was inlined into.
static constexpr unsigned kMaxCallers = 10;

void tritonmetal::printPlain(StringRef text, llvm::raw_ostream &out) {
  for (char c : text)
    out << (c == '\n' || c == '\t' ? ' ' : llvm::isPrint(c) || (c & 0x80) ? c : '?');
}

/// The first line of source in the tree of a location; null if it has none.
static FileLineColLoc findPlace(Location loc) {
  if (auto range = dyn_cast<FileLineColRange>(loc))
    return FileLineColLoc::get(range.getFilename(), range.getStartLine(), range.getStartColumn());
  if (auto named = dyn_cast<NameLoc>(loc))
    return findPlace(named.getChildLoc());
  if (auto call = dyn_cast<CallSiteLoc>(loc))
    if (FileLineColLoc callee = findPlace(call.getCallee()))
      return callee;
    else
      return findPlace(call.getCaller());
  else if (auto fused = dyn_cast<FusedLoc>(loc))
    for (Location part : fused.getLocations())
      if (FileLineColLoc place = findPlace(part))
        return place;
  return {};
}

/// The call site that `findPlace` goes into.
static CallSiteLoc findCallSite(Location loc) {
  if (auto call = dyn_cast<CallSiteLoc>(loc))
    return call;
  if (auto named = dyn_cast<NameLoc>(loc))
    return findCallSite(named.getChildLoc());
  if (auto fused = dyn_cast<FusedLoc>(loc))
    for (Location part : fused.getLocations())
      if (findPlace(part))
        return findCallSite(part);
  return {};
}

static StringRef getWord(DiagnosticSeverity severity) {
  switch (severity) {
  case DiagnosticSeverity::Error:
    return "error";
  case DiagnosticSeverity::Warning:
    return "warning";
  case DiagnosticSeverity::Note:
    return "note";
  case DiagnosticSeverity::Remark:
    return "remark";
  }
  return "";
}

Messages::Messages(llvm::ArrayRef<SourceText> inputs, MLIRContext &context, llvm::raw_ostream &out,
                   const MessageOptions &options)
    : inputs(inputs), out(out), options(options),
      handler(&context, [this](Diagnostic &diagnostic) { print(diagnostic); }) {
  // The location and the message say it; the op in generic form would drown them.
  context.printOpOnDiagnostic(false);
}

void Messages::printHead(FileLineColLoc place, DiagnosticSeverity severity, StringRef message) {
  if (place) {
    printPlain(place.getFilename().getValue(), out);
    out << ":" << place.getLine() << ":" << place.getColumn();
  } else {
    out << (inputs.size() == 1 ? StringRef(inputs.front().name) : "<unknown>");
  }
  out << ": " << getWord(severity) << ": ";
  printPlain(message.take_front(kMaxMessage), out);
  out << (message.size() > kMaxMessage ? "...\n" : "\n");
}

void Messages::printLine(FileLineColLoc place) {
  const auto *input = llvm::find_if(
      inputs, [&](const SourceText &input) { return place && input.name == place.getFilename(); });
  if (input == inputs.end() || place.getLine() == 0 || place.getColumn() == 0)
    return;
  StringRef rest = input->text;
  for (unsigned line = 1; line < place.getLine() && !rest.empty(); ++line)
    rest = rest.drop_front(std::min(rest.find('\n'), rest.size() - 1) + 1);
  StringRef line = rest.take_until([](char c) { return c == '\n' || c == '\r'; });
  size_t column = place.getColumn() - 1;
  if (column > line.size())
    return;
  size_t start = 0;
  if (line.size() > kMaxLine && column > kMaxLine / 2)
    start = column - kMaxLine / 2;
  StringRef shown = line.substr(start, kMaxLine);
  printPlain(shown, out);
  out << "\n";
  out.indent(column - start) << "^\n";
}

DiagnosticSeverity Messages::getSeverity(const Diagnostic &diagnostic) const {
  DiagnosticSeverity severity = diagnostic.getSeverity();
  bool isRaised = options.warningsAreErrors && severity == DiagnosticSeverity::Warning;
  return isRaised ? DiagnosticSeverity::Error : severity;
}

void Messages::printText(FileLineColLoc place, bool showsLine, const Diagnostic &diagnostic,
                         llvm::ArrayRef<Note> notes) {
  printHead(place, getSeverity(diagnostic), diagnostic.str());
  if (showsLine)
    printLine(place);
  for (const Note &note : notes) {
    printHead(note.place, DiagnosticSeverity::Note, note.message);
    if (note.showsLine)
      printLine(note.place);
  }
}

void Messages::printJson(FileLineColLoc place, const Diagnostic &diagnostic,
                         llvm::ArrayRef<Note> notes) {
  llvm::json::OStream json(out);
  auto printOne = [&](FileLineColLoc where, const std::string &message) {
    json.attribute("message", llvm::json::fixUTF8(message));
    if (!where)
      return;
    json.attribute("file", llvm::json::fixUTF8(where.getFilename()));
    json.attribute("line", where.getLine());
    json.attribute("column", where.getColumn());
  };
  json.object([&] {
    json.attribute("severity", getWord(getSeverity(diagnostic)));
    printOne(place, diagnostic.str());
    json.attributeArray("notes", [&] {
      for (const Note &note : notes)
        json.object([&] { printOne(note.place, note.message); });
    });
  });
  out << "\n";
}

void Messages::print(Diagnostic &diagnostic) {
  numErrors += getSeverity(diagnostic) == DiagnosticSeverity::Error;
  Location loc = diagnostic.getLocation();
  FileLineColLoc file = findWholeFile(loc);
  FileLineColLoc place = file ? file : findPlace(loc);
  llvm::SmallVector<Note> notes;
  CallSiteLoc call = file ? CallSiteLoc() : findCallSite(loc);
  for (unsigned i = 0; i < kMaxCallers && call; ++i) {
    FileLineColLoc caller = findPlace(call.getCaller());
    if (caller && caller != place)
      notes.push_back({caller, "inlined here", /*showsLine=*/true});
    call = findCallSite(call.getCaller());
  }
  if (!file)
    for (Diagnostic &note : diagnostic.getNotes())
      notes.push_back({findPlace(note.getLocation()), note.str(), note.getLocation() != loc});
  if (options.json)
    printJson(place, diagnostic, notes);
  else
    printText(place, /*showsLine=*/!file, diagnostic, notes);
}
