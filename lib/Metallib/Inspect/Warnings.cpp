//===- Warnings.cpp - What is suspicious in an archive ----------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include "triton-metal/Metallib/Deployment.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/TargetParser/Triple.h"

using namespace llvm;

namespace tritonmetal::metallib {

namespace {
class WarningFinder {
public:
  explicit WarningFinder(Report &report) : report(report), library(report.library) {}
  void run();

private:
  void checkHeader();
  void checkTags();
  void checkUnknown(ArrayRef<Tag> tags, const Twine &where);
  void checkFunction(size_t index);
  void checkModule(const Function &function, const ModuleInfo &module);
  void checkTriple(const Function &function, const ModuleInfo &module);
  void checkConstants(const Function &function, const ModuleInfo &module);
  void checkArguments(const Function &function, const ModuleInfo &module);
  void warn(const Twine &message) { report.warnings.push_back(message.str()); }
  void warn(const Function &function, const Twine &message) {
    warn("function '" + function.name + "': " + message);
  }

  Report &report;
  const Library &library;
};
} // namespace

/// Tags that have a field in the model, or a known meaning.
static bool isKnown(FourCC tag) {
  static constexpr FourCC known[] = {
      tags::name,
      tags::type,
      tags::hash,
      tags::offsets,
      tags::versions,
      tags::moduleSize,
      tags::sourceOffset,
      tags::reflectionOffset,
      tags::sourcesOld,
      tags::sources,
      tags::dynamicHeader,
      tags::importList,
      tags::reflectionList,
      tags::scriptList,
      tags::uuid,
      tags::constants,
      tags::debugInfo,
      tags::dependency,
      tags::reflectionBuffer,
      tags::scriptBuffer,
      tags::sourceArchive,
      makeFourCC("LAYR"), // layered rendering
      makeFourCC("TESS"), // tessellation
      makeFourCC("VATT"), // vertex attributes
      makeFourCC("VATY"), // their types
      makeFourCC("DYNL"), // a dynamic library that is used
  };
  return is_contained(known, tag);
}

void WarningFinder::checkUnknown(ArrayRef<Tag> tags, const Twine &where) {
  for (const Tag &tag : tags)
    if (!isKnown(tag.id))
      warn(where + ": unknown tag " + formatTag(tag.id) + " (" + Twine(tag.payload.size()) +
           (tag.payload.size() == 1 ? " byte)" : " bytes)"));
}

void WarningFinder::checkTags() {
  checkUnknown(library.extension, "header extension");
  for (auto [i, metadata] : enumerate(library.publicMetadata))
    checkUnknown(metadata.tags, "public metadata group " + Twine(i));
  for (auto [i, metadata] : enumerate(library.privateMetadata))
    checkUnknown(metadata.tags, "private metadata group " + Twine(i));
  if (library.sources)
    for (auto [i, archive] : enumerate(library.sources->archives))
      checkUnknown(archive.tags, "source archive " + Twine(i));
  if (library.dynamicHeader)
    checkUnknown(*library.dynamicHeader, "dynamic header");
  for (const auto *list : {&library.imports, &library.reflection})
    if (*list)
      for (auto [i, group] : enumerate(**list))
        checkUnknown(group,
                     (list == &library.imports ? "import " : "reflection group ") + Twine(i));
}

void WarningFinder::checkHeader() {
  if (library.functions.empty())
    warn("archive has no functions");
  if (!library.uuid)
    warn("archive has no UUID");
  if (library.platform == Platform::None)
    return;
  Expected<DeploymentInfo> info = getDeploymentInfo(library.platform, library.os);
  if (!info) {
    consumeError(info.takeError());
    warn("deployment target " + Twine(getName(library.platform)) + " " + library.os.str() +
         " is not in our table");
  } else if (info->formatPatch != library.format.patch) {
    warn("format is " + library.format.str() + ", but Apple's tools write 1.2." +
         Twine(unsigned(info->formatPatch)) + " for " + getName(library.platform) + " " +
         library.os.str());
  }
}

void WarningFinder::checkFunction(size_t index) {
  const Function &function = library.functions[index];
  checkUnknown(function.tags, "function '" + function.name + "'");
  if (!getName(function.type))
    warn(function, "unknown function type " + Twine(unsigned(function.type)));
  if (!function.tags.empty() &&
      none_of(function.tags, [](const Tag &tag) { return tag.id == tags::moduleSize; }))
    warn(function, "record has no MDSZ; the module's size was taken from its neighbour");
  if (!report.hashMatches[index])
    warn(function, "hash in the record is not that of the module; the module is not shown");
  const Bytes &bytes = library.modules[function.module].bytes;
  if (library.modules[function.module].bitcode().size() == bytes.size())
    warn(function, "module has no bitcode wrapper");
  if (bytes.size() % moduleAlignment != 0)
    warn(function, "module has " + Twine(bytes.size()) + " bytes, which is no multiple of " +
                       Twine(moduleAlignment));
  if (const std::optional<ModuleInfo> &module = report.modules[function.module])
    checkModule(function, *module);
}

/// Compares a version in the record with the one in the module.
static std::string compareVersions(const char *what, Version record,
                                   std::optional<Version> module) {
  if (!module)
    return std::string("module has no ") + what + " version";
  if (module->major == record.major && module->minor == record.minor)
    return "";
  return std::string("record says ") + what + " " + record.str() + ", but the module says " +
         module->str();
}

void WarningFinder::checkModule(const Function &function, const ModuleInfo &module) {
  for (const std::string &difference :
       {compareVersions("AIR", function.air, module.air),
        compareVersions("Metal", function.language, module.language)})
    if (!difference.empty())
      warn(function, difference);
  checkTriple(function, module);
  if (!module.hasAIRDataLayout)
    warn(function, "data layout of the module is not AIR's");
  if (!module.sdk)
    warn(function, "module has no 'SDK Version' flag; some systems crash without it");
  if (module.opaquePointers)
    warn(function, "module has opaque pointers; systems before macOS 26 and iOS 26 refuse them");
  checkConstants(function, module);
  if (function.type == FunctionType::Kernel)
    checkArguments(function, module);
}

/// The platform of the header that a triple stands for.
static Platform getPlatform(const Triple &triple) {
  if (triple.isMacCatalystEnvironment())
    return Platform::MacCatalyst;
  bool simulator = triple.isSimulatorEnvironment();
  switch (triple.getOS()) {
  case Triple::MacOSX:
    return Platform::MacOS;
  case Triple::IOS:
    return simulator ? Platform::IOSSimulator : Platform::IOS;
  case Triple::TvOS:
    return simulator ? Platform::TvOSSimulator : Platform::TvOS;
  case Triple::WatchOS:
    return simulator ? Platform::WatchOSSimulator : Platform::WatchOS;
  case Triple::XROS:
    return simulator ? Platform::VisionOSSimulator : Platform::VisionOS;
  default:
    return Platform::None;
  }
}

void WarningFinder::checkTriple(const Function &function, const ModuleInfo &module) {
  Triple triple(module.triple);
  if (!triple.getArchName().starts_with("air64"))
    warn(function, "triple '" + module.triple + "' is not AIR's");
  if (library.platform == Platform::None)
    return;
  VersionTuple os = triple.getOSVersion();
  if (getPlatform(triple) != library.platform || os.getMajor() != library.os.major)
    warn(function, "header says " + Twine(getName(library.platform)) + " " + library.os.str() +
                       ", but the triple is '" + module.triple +
                       "'; the system goes by the triple");
}

void WarningFinder::checkConstants(const Function &function, const ModuleInfo &module) {
  std::vector<std::pair<uint64_t, std::string>> record, inModule;
  if (const auto &constants = library.publicMetadata[function.publicMetadata].constants)
    for (const FunctionConstant &constant : *constants)
      record.emplace_back(constant.index, constant.name);
  for (const ConstantInfo &constant : module.constants)
    inModule.emplace_back(constant.index, constant.name);
  sort(record);
  sort(inModule);
  if (record != inModule)
    warn(function, "public metadata and the module list different function constants (" +
                       Twine(record.size()) + " and " + Twine(inModule.size()) + ")");
}

void WarningFinder::checkArguments(const Function &function, const ModuleInfo &module) {
  auto kernel = find_if(module.kernels,
                        [&](const KernelInfo &kernel) { return kernel.name == function.name; });
  if (kernel == module.kernels.end()) {
    warn(function, "module has no such entry in !air.kernel");
    return;
  }
  for (const ArgumentInfo &argument : kernel->arguments) {
    if (argument.name.empty() || argument.typeName.empty())
      warn(function, "argument " + Twine(argument.parameter) +
                         " has no name or no type name; macOS 26 refuses that");
    for (const std::string &key : argument.other)
      warn(function,
           "argument " + Twine(argument.parameter) + " has the unknown key '" + key + "'");
  }
}

void WarningFinder::run() {
  checkHeader();
  checkTags();
  StringSet<> names;
  for (size_t i = 0; i < library.functions.size(); ++i) {
    if (!names.insert(library.functions[i].name).second)
      warn(library.functions[i], "name is used more than once");
    checkFunction(i);
  }
}

void findWarnings(Report &report) { WarningFinder(report).run(); }

} // namespace tritonmetal::metallib
