//===- Builder.cpp - Kernels to a metallib ----------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Metallib/Builder.h"

#include "ByteCursor.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MD5.h"

using namespace llvm;

namespace tritonmetal::metallib {

/// From this format patch on, Apple's linker writes a reflection list.
static constexpr uint16_t firstPatchWithReflection = 7;
/// From this format patch on, Apple's linker writes the file's name into a dynamic header.
static constexpr uint16_t firstPatchWithName = 9;

Uuid deriveUuid(const Library &library) {
  MD5 md5;
  for (const Function &function : library.functions) {
    // With its zero byte, so that names and hashes cannot run together.
    md5.update(StringRef(function.name.c_str(), function.name.size() + 1));
    md5.update(function.hash);
  }
  MD5::MD5Result result;
  md5.final(result);
  Uuid uuid;
  copy(result, uuid.begin());
  // RFC 4122: version 3 (name-based, MD5), variant 10.
  uuid[6] = (uuid[6] & 0x0F) | 0x30;
  uuid[8] = (uuid[8] & 0x3F) | 0x80;
  return uuid;
}

static Error checkVersions(const KernelModule &kernel, const DeploymentInfo &info,
                           const BuildOptions &options) {
  struct Pair {
    const char *what;
    Version found;
    Version allowed;
  };
  for (const Pair &pair :
       {Pair{"AIR", kernel.air, info.air}, Pair{"Metal", kernel.language, info.language}})
    if (pair.allowed < pair.found)
      return makeError("kernel '" + kernel.name + "' is " + pair.what + " " + pair.found.str() +
                       ", but " + getName(options.platform) + " " + options.os.str() + " reads " +
                       pair.what + " up to " + pair.allowed.str() +
                       "; choose a newer deployment target");
  return Error::success();
}

static Error addKernel(Library &library, const KernelModule &kernel) {
  Expected<Module> module = wrapBitcode(kernel.bitcode);
  if (!module)
    return makeError("kernel '" + kernel.name + "': " + toString(module.takeError()));
  Function function;
  function.name = kernel.name;
  function.air = kernel.air;
  function.language = kernel.language;
  function.hash = hashModule(*module);
  function.publicMetadata = function.privateMetadata = function.module = library.functions.size();
  PublicMetadata publicMetadata;
  if (!kernel.constants.empty())
    publicMetadata.constants = kernel.constants;
  PrivateMetadata privateMetadata;
  privateMetadata.position = kernel.position;
  library.functions.push_back(std::move(function));
  library.publicMetadata.push_back(std::move(publicMetadata));
  library.privateMetadata.push_back(std::move(privateMetadata));
  library.modules.push_back(std::move(*module));
  return Error::success();
}

Expected<Library> buildLibrary(ArrayRef<KernelModule> kernels, const BuildOptions &options) {
  Expected<DeploymentInfo> info = getDeploymentInfo(options.platform, options.os);
  if (!info)
    return info.takeError();
  if (kernels.empty())
    return makeError("an archive needs at least one kernel");
  if (StringRef(options.libraryName).contains('/'))
    return makeError("archive name '" + options.libraryName +
                     "' has a directory; give the file name alone");

  Library library;
  library.format.patch = info->formatPatch;
  library.macOSFamily = options.platform == Platform::MacOS;
  library.platform = options.platform;
  library.os = options.os;
  StringSet<> names;
  for (const KernelModule &kernel : kernels) {
    if (kernel.name.empty())
      return makeError("a kernel has no name");
    if (!names.insert(kernel.name).second)
      return makeError("two kernels are named '" + kernel.name +
                       "'; names must differ within an archive");
    if (Error error = checkVersions(kernel, *info, options))
      return std::move(error);
    if (Error error = addKernel(library, kernel))
      return std::move(error);
  }

  if (info->formatPatch >= firstPatchWithReflection)
    library.reflection.emplace();
  if (info->formatPatch >= firstPatchWithName) {
    std::string name =
        options.libraryName.empty() ? kernels.front().name + ".metallib" : options.libraryName;
    Bytes payload(name.begin(), name.end());
    payload.push_back(0);
    library.dynamicHeader = RawGroup{{tags::name, std::move(payload)}};
  }
  library.uuid = deriveUuid(library);
  return library;
}

} // namespace tritonmetal::metallib
