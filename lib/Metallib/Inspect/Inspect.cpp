//===- Inspect.cpp - Describe a metallib ------------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Metallib/Inspect.h"

#include "Report.h"
#include "triton-metal/Metallib/Reader.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace tritonmetal::metallib {

std::optional<std::string> getDynamicName(const Library &library) {
  if (!library.dynamicHeader)
    return std::nullopt;
  auto tag = find_if(*library.dynamicHeader, [](const Tag &tag) { return tag.id == tags::name; });
  if (tag == library.dynamicHeader->end())
    return std::nullopt;
  return std::string(tag->payload.begin(), find(tag->payload, 0));
}

/// Compares hashes and reads the modules. LLVM's reader is made for compilers, not for damaged
/// files, so it sees a module only if all functions that use it have its hash.
static void describeModules(Report &report) {
  const Library &library = report.library;
  std::vector<bool> intact(library.modules.size(), true);
  std::vector<Hash> hashes;
  for (const Module &module : library.modules)
    hashes.push_back(hashModule(module));
  for (const Function &function : library.functions) {
    bool matches = function.hash == hashes[function.module];
    report.hashMatches.push_back(matches);
    if (!matches)
      intact[function.module] = false;
  }
  for (auto [i, module] : enumerate(library.modules)) {
    report.modules.emplace_back();
    if (!intact[i])
      continue;
    Expected<ModuleInfo> info = describeModule(module.bitcode());
    if (info)
      report.modules.back() = std::move(*info);
    else
      report.warnings.push_back("module " + std::to_string(i) +
                                " cannot be read: " + toString(info.takeError()));
  }
}

Error inspect(MemoryBufferRef buffer, InspectFormat format, raw_ostream &out) {
  Expected<Library> library = readLibrary(buffer, HashCheck::Report);
  if (!library)
    return library.takeError();
  Report report;
  report.library = std::move(*library);
  report.fileSize = buffer.getBufferSize();
  describeModules(report);
  findWarnings(report);
  if (format == InspectFormat::Text)
    printText(report, out);
  else
    printJSON(report, out);
  return Error::success();
}

} // namespace tritonmetal::metallib
