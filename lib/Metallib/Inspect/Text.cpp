//===- Text.cpp - An inspection report as text ------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::metallib {

namespace {
class TextPrinter {
public:
  TextPrinter(const Report &report, raw_ostream &out) : report(report), out(out) {}
  void print();

private:
  void printHeader();
  void printFunction(size_t index);
  void printModule(const Function &function, const ModuleInfo &module);
  void printArgument(const ArgumentInfo &argument);
  void printConstants(const Function &function, const std::optional<ModuleInfo> &module);
  /// A string of the file: printable, whatever is in it.
  raw_ostream &quoted(StringRef text) {
    out << '\'';
    printEscapedString(text, out);
    return out << '\'';
  }

  const Report &report;
  raw_ostream &out;
};
} // namespace

void TextPrinter::printHeader() {
  const Library &library = report.library;
  out << "archive: format " << library.format.str() << ", " << getName(library.fileType);
  if (library.stub)
    out << " (stub)";
  if (library.platform != Platform::None)
    out << ", " << getName(library.platform) << ' ' << library.os.str();
  if (library.is64Bit)
    out << ", 64-bit";
  out << ", " << report.fileSize << " bytes\n";
  if (std::optional<std::string> name = getDynamicName(library)) {
    out << "name: ";
    quoted(*name) << '\n';
  }
  if (library.uuid)
    out << "uuid: " << formatUuid(*library.uuid) << '\n';
  if (library.sources)
    out << "embedded sources: " << library.sources->archives.size() << '\n';
  if (library.reflection)
    out << "reflection groups: " << library.reflection->size() << '\n';
}

static StringRef getAddressSpaceName(uint64_t number) {
  static constexpr StringLiteral names[] = {"thread", "device", "constant", "threadgroup"};
  return number < std::size(names) ? StringRef(names[number]) : "unknown address space";
}

void TextPrinter::printArgument(const ArgumentInfo &argument) {
  out << "    " << argument.parameter << ": ";
  printEscapedString(argument.kind, out);
  if (argument.location)
    out << ' ' << *argument.location;
  if (argument.addressSpace)
    out << ", " << getAddressSpaceName(*argument.addressSpace);
  if (!argument.access.empty())
    out << ", " << argument.access;
  out << ", ";
  printEscapedString(argument.typeName, out);
  out << ' ';
  quoted(argument.name);
  if (argument.typeSize)
    out << ", size " << *argument.typeSize;
  if (argument.typeAlign)
    out << ", align " << *argument.typeAlign;
  if (argument.bufferSize)
    out << ", buffer of " << *argument.bufferSize << " bytes";
  if (argument.unused)
    out << ", unused";
  out << '\n';
  for (const StructField &field : argument.fields) {
    out << "       +" << field.offset << ": ";
    printEscapedString(field.type, out);
    out << ' ';
    quoted(field.name) << ", size " << field.size;
    if (field.count)
      out << ", " << field.count << " elements";
    out << '\n';
  }
}

void TextPrinter::printConstants(const Function &function,
                                 const std::optional<ModuleInfo> &module) {
  const auto &constants = report.library.publicMetadata[function.publicMetadata].constants;
  if (!constants)
    return;
  out << "  function constants:\n";
  for (const FunctionConstant &constant : *constants) {
    out << "    " << constant.index << ": ";
    const ConstantInfo *info = nullptr;
    if (module)
      for (const ConstantInfo &candidate : module->constants)
        if (candidate.index == constant.index)
          info = &candidate;
    if (info)
      printEscapedString(info->type, out);
    else
      out << "data type " << unsigned(constant.dataType);
    out << ' ';
    quoted(constant.name) << (constant.active ? "" : ", not active") << '\n';
  }
}

void TextPrinter::printModule(const Function &function, const ModuleInfo &module) {
  out << "  triple: ";
  printEscapedString(module.triple, out);
  out << "\n  data layout: " << (module.hasAIRDataLayout ? "AIR's" : "not AIR's") << '\n';
  if (module.air)
    out << "  air.version: " << module.air->str() << '\n';
  if (module.language) {
    out << "  air.language_version: ";
    printEscapedString(module.languageName, out);
    out << ' ' << module.language->str() << '\n';
  }
  if (!module.producer.empty()) {
    out << "  producer: ";
    printEscapedString(module.producer, out);
    out << '\n';
  }
  if (module.sdk)
    out << "  SDK: " << module.sdk->str() << '\n';
  if (!module.compileOptions.empty()) {
    out << "  compile options:";
    for (const std::string &option : module.compileOptions) {
      out << ' ';
      printEscapedString(option, out);
    }
    out << '\n';
  }
  out << "  pointer types: " << module.typedPointers << " typed, " << module.opaquePointers
      << " opaque\n";
  for (const KernelInfo &kernel : module.kernels) {
    if (kernel.name != function.name)
      continue;
    for (const auto &[name, value] : kernel.attributes) {
      out << "  attribute: ";
      printEscapedString(name, out);
      if (value)
        out << ' ' << *value;
      out << '\n';
    }
    out << (kernel.arguments.empty() ? "  arguments: none\n" : "  arguments:\n");
    for (const ArgumentInfo &argument : kernel.arguments)
      printArgument(argument);
  }
}

void TextPrinter::printFunction(size_t index) {
  const Library &library = report.library;
  const Function &function = library.functions[index];
  const char *type = getName(function.type);
  out << '\n' << (type ? type : "function of unknown type") << ' ';
  quoted(function.name) << '\n';
  out << "  versions: AIR " << function.air.str() << ", Metal " << function.language.str() << '\n';
  const Module &module = library.modules[function.module];
  out << "  module: " << module.bytes.size() << " bytes, bitcode " << module.bitcode().size()
      << " bytes, hash " << (report.hashMatches[index] ? "matches" : "DOES NOT MATCH") << '\n';
  out << "  sha256: " << toHex(function.hash, /*LowerCase=*/true) << '\n';
  const std::optional<ModuleInfo> &info = report.modules[function.module];
  if (info)
    printModule(function, *info);
  printConstants(function, info);
  const PrivateMetadata &metadata = library.privateMetadata[function.privateMetadata];
  if (metadata.position) {
    out << "  source: line " << metadata.position->line << " of ";
    quoted(metadata.position->path) << '\n';
  }
  if (info)
    out << "  debug info: " << (info->hasDebugInfo ? "yes" : "no") << '\n';
  if (metadata.dependency) {
    out << "  object file: ";
    quoted(*metadata.dependency) << '\n';
  }
}

void TextPrinter::print() {
  printHeader();
  for (size_t i = 0; i < report.library.functions.size(); ++i)
    printFunction(i);
  out << (report.warnings.empty() ? "\nwarnings: none\n" : "\nwarnings:\n");
  for (const std::string &warning : report.warnings) {
    out << "  ";
    printEscapedString(warning, out);
    out << '\n';
  }
}

void printText(const Report &report, raw_ostream &out) { TextPrinter(report, out).print(); }

} // namespace tritonmetal::metallib
