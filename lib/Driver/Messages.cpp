//===- Messages.cpp - Errors as a user of the compiler reads them ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Messages.h"

#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OperationSupport.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace tritonmetal;

/// Metadata of the fused location that stands for a whole file.
static constexpr llvm::StringLiteral kWholeFile = "triton-metal.whole-file";

Location tritonmetal::getWholeFile(MLIRContext *context, StringRef name) {
  Location start = FileLineColLoc::get(context, name, 1, 1);
  return FusedLoc::get(context, {start}, StringAttr::get(context, kWholeFile));
}

static FileLineColLoc findWholeFile(Location loc) {
  auto fused = dyn_cast<FusedLoc>(loc);
  auto mark = fused ? dyn_cast_or_null<StringAttr>(fused.getMetadata()) : StringAttr();
  return mark && mark.getValue() == kWholeFile ? cast<FileLineColLoc>(fused.getLocations().front())
                                               : FileLineColLoc();
}

/// "; did you mean 'tt.load'?" where an op with a similar name exists.
static std::string suggestOp(MLIRContext &context, StringRef name) {
  constexpr unsigned limit = 3; // changed letters
  std::string best;
  unsigned bestDistance = limit;
  for (RegisteredOperationName op : context.getRegisteredOperations()) {
    unsigned distance = name.edit_distance(op.getStringRef(), true, limit);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = op.getStringRef().str();
    }
  }
  return best.empty() ? "" : "; did you mean '" + best + "'?";
}

/// The message in other words; nothing where it is good as it is.
static std::optional<std::string> rewrite(MLIRContext &context, StringRef message) {
  auto quoted = [](StringRef text) { return text.split('\'').second.split('\'').first; };
  if (message.starts_with("custom op '"))
    return "unknown op '" + quoted(message).str() + "'" + suggestOp(context, quoted(message));
  bool isUnregistered = message.starts_with("operation being parsed with an unregistered dialect");
  if (!isUnregistered && !message.starts_with("Dialect `"))
    return std::nullopt;
  std::string subject = "this op";
  if (!isUnregistered)
    subject = "op '" + message.split("custom op '").second.split('\'').first.str() + "'";
  std::vector<StringRef> known = context.getAvailableDialects();
  return subject + " is of an unknown dialect (known are " + llvm::join(known, ", ") + ")";
}

Messages::Messages(llvm::SourceMgr &sources, MLIRContext &context, llvm::raw_ostream &out)
    : context(context), out(out), printing(sources, &context, out),
      rewriting(&context, [this](Diagnostic &diagnostic) { return handle(diagnostic); }) {
  // The location and the message say it; the op in generic form would drown them.
  context.printOpOnDiagnostic(false);
}

LogicalResult Messages::handle(Diagnostic &diagnostic) {
  bool isError = diagnostic.getSeverity() == DiagnosticSeverity::Error;
  numErrors += isError;
  if (FileLineColLoc file = findWholeFile(diagnostic.getLocation())) {
    out << file.getFilename().getValue() << ":1:1: " << (isError ? "error: " : "warning: ")
        << diagnostic.str() << "\n";
    return success();
  }
  std::optional<std::string> message = rewrite(context, diagnostic.str());
  if (!message)
    return failure(); // not handled: on to the one that prints
  printing.emitDiagnostic(diagnostic.getLocation(), *message, diagnostic.getSeverity());
  return success();
}
