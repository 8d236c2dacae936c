//===- Json.cpp - An inspection report as JSON ------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is absent in the archive is absent here; numbers of bytes are plain numbers, versions are
// strings. Keys of an object come out sorted.
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::metallib {

/// Strings of the file need not be UTF-8, those of JSON must.
static json::Value text(StringRef string) { return json::fixUTF8(string); }

static void set(json::Object &object, StringRef key, const std::optional<uint64_t> &number) {
  if (number)
    object[key] = *number;
}

static void set(json::Object &object, StringRef key, const std::optional<Version> &version) {
  if (version)
    object[key] = version->str();
}

static void set(json::Object &object, StringRef key, StringRef string) {
  if (!string.empty())
    object[key] = text(string);
}

static json::Value describe(const ArgumentInfo &argument) {
  json::Object object{{"parameter", argument.parameter}, {"kind", text(argument.kind)}};
  set(object, "location", argument.location);
  set(object, "access", argument.access);
  set(object, "address_space", argument.addressSpace);
  set(object, "buffer_size", argument.bufferSize);
  set(object, "type_size", argument.typeSize);
  set(object, "type_align", argument.typeAlign);
  set(object, "type_name", argument.typeName);
  set(object, "name", argument.name);
  if (argument.unused)
    object["unused"] = true;
  if (!argument.fields.empty()) {
    json::Array fields;
    for (const StructField &field : argument.fields)
      fields.push_back(json::Object{{"offset", field.offset},
                                    {"size", field.size},
                                    {"count", field.count},
                                    {"type", text(field.type)},
                                    {"name", text(field.name)}});
    object["fields"] = std::move(fields);
  }
  return object;
}

static json::Value describe(const ModuleInfo &module, const Function &function) {
  json::Object object{{"triple", text(module.triple)},
                      {"data_layout_is_air", module.hasAIRDataLayout},
                      {"typed_pointers", module.typedPointers},
                      {"opaque_pointers", module.opaquePointers},
                      {"debug_info", module.hasDebugInfo}};
  set(object, "air_version", module.air);
  set(object, "language", module.languageName);
  set(object, "language_version", module.language);
  set(object, "sdk_version", module.sdk);
  set(object, "producer", module.producer);
  json::Array options;
  for (const std::string &option : module.compileOptions)
    options.push_back(text(option));
  object["compile_options"] = std::move(options);
  for (const KernelInfo &kernel : module.kernels) {
    if (kernel.name != function.name)
      continue;
    json::Array arguments;
    for (const ArgumentInfo &argument : kernel.arguments)
      arguments.push_back(describe(argument));
    object["arguments"] = std::move(arguments);
    json::Object attributes;
    for (const auto &[name, value] : kernel.attributes)
      attributes[json::fixUTF8(name)] = value ? json::Value(*value) : json::Value(nullptr);
    object["attributes"] = std::move(attributes);
  }
  json::Array constants;
  for (const ConstantInfo &constant : module.constants)
    constants.push_back(json::Object{
        {"index", constant.index}, {"type", text(constant.type)}, {"name", text(constant.name)}});
  object["function_constants"] = std::move(constants);
  return object;
}

static json::Value describe(const Report &report, size_t index) {
  const Library &library = report.library;
  const Function &function = library.functions[index];
  const Module &module = library.modules[function.module];
  const char *type = getName(function.type);
  json::Object object{{"name", text(function.name)},
                      {"type", type ? json::Value(type) : json::Value(unsigned(function.type))},
                      {"air_version", function.air.str()},
                      {"language_version", function.language.str()},
                      {"module_index", function.module},
                      {"module_size", module.bytes.size()},
                      {"bitcode_size", module.bitcode().size()},
                      {"sha256", toHex(function.hash, /*LowerCase=*/true)},
                      {"hash_matches", bool(report.hashMatches[index])}};
  const PublicMetadata &publicMetadata = library.publicMetadata[function.publicMetadata];
  if (publicMetadata.constants) {
    json::Array constants;
    for (const FunctionConstant &constant : *publicMetadata.constants)
      constants.push_back(json::Object{{"name", text(constant.name)},
                                       {"data_type", constant.dataType},
                                       {"index", constant.index},
                                       {"active", constant.active != 0}});
    object["function_constants"] = std::move(constants);
  }
  const PrivateMetadata &privateMetadata = library.privateMetadata[function.privateMetadata];
  if (privateMetadata.position)
    object["source"] = json::Object{{"line", privateMetadata.position->line},
                                    {"path", text(privateMetadata.position->path)}};
  if (privateMetadata.dependency)
    object["object_file"] = text(*privateMetadata.dependency);
  if (const std::optional<ModuleInfo> &info = report.modules[function.module])
    object["module"] = describe(*info, function);
  return object;
}

void printJSON(const Report &report, raw_ostream &out) {
  const Library &library = report.library;
  json::Object object{{"schema_version", 1},
                      {"format", library.format.str()},
                      {"macos_family", library.macOSFamily},
                      {"file_type", getName(library.fileType)},
                      {"file_size", report.fileSize},
                      {"stub", library.stub},
                      {"is_64_bit", library.is64Bit}};
  if (library.platform != Platform::None) {
    object["platform"] = getName(library.platform);
    object["os_version"] = library.os.str();
  }
  if (library.uuid)
    object["uuid"] = formatUuid(*library.uuid);
  if (std::optional<std::string> name = getDynamicName(library))
    object["name"] = text(*name);
  if (library.sources)
    object["embedded_sources"] = library.sources->archives.size();
  if (library.reflection)
    object["reflection_groups"] = library.reflection->size();
  json::Array functions;
  for (size_t i = 0; i < library.functions.size(); ++i)
    functions.push_back(describe(report, i));
  object["functions"] = std::move(functions);
  json::Array warnings;
  for (const std::string &warning : report.warnings)
    warnings.push_back(text(warning));
  object["warnings"] = std::move(warnings);
  out << formatv("{0:2}\n", json::Value(std::move(object)));
}

} // namespace tritonmetal::metallib
