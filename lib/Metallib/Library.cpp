//===- Library.cpp - Names and hashes of the metallib model -----*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Metallib/Library.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

using namespace llvm;

namespace tritonmetal::metallib {

const char *getName(Platform platform) {
  switch (platform) {
  case Platform::None:
    return "none";
  case Platform::MacOS:
    return "macOS";
  case Platform::IOS:
    return "iOS";
  case Platform::TvOS:
    return "tvOS";
  case Platform::WatchOS:
    return "watchOS";
  case Platform::BridgeOS:
    return "bridgeOS";
  case Platform::MacCatalyst:
    return "Mac Catalyst";
  case Platform::IOSSimulator:
    return "iOS simulator";
  case Platform::TvOSSimulator:
    return "tvOS simulator";
  case Platform::WatchOSSimulator:
    return "watchOS simulator";
  case Platform::DriverKit:
    return "DriverKit";
  case Platform::VisionOS:
    return "visionOS";
  case Platform::VisionOSSimulator:
    return "visionOS simulator";
  }
  return nullptr;
}

const char *getName(FileType type) {
  switch (type) {
  case FileType::Executable:
    return "executable";
  case FileType::CoreImage:
    return "Core Image library";
  case FileType::DynamicLibrary:
    return "dynamic library";
  case FileType::Symbols:
    return "symbol companion";
  }
  return nullptr;
}

const char *getName(FunctionType type) {
  switch (type) {
  case FunctionType::Vertex:
    return "vertex";
  case FunctionType::Fragment:
    return "fragment";
  case FunctionType::Kernel:
    return "kernel";
  case FunctionType::Unqualified:
    return "unqualified";
  case FunctionType::Visible:
    return "visible";
  case FunctionType::Extern:
    return "extern";
  case FunctionType::Intersection:
    return "intersection";
  case FunctionType::Mesh:
    return "mesh";
  case FunctionType::Object:
    return "object";
  }
  return nullptr;
}

std::string Version::str() const {
  std::string text = std::to_string(major) + "." + std::to_string(minor);
  return patch ? text + "." + std::to_string(patch) : text;
}

Hash hashModule(const Module &module) { return SHA256::hash(module.bytes); }

bool hashMatches(const Library &library, const Function &function) {
  return hashModule(library.modules[function.module]) == function.hash;
}

std::string formatUuid(const Uuid &uuid) {
  std::string digits = toHex(uuid, /*LowerCase=*/true);
  for (size_t position : {8, 13, 18, 23})
    digits.insert(position, 1, '-');
  return digits;
}

std::string formatTag(FourCC tag) {
  std::string text;
  for (int shift = 0; shift < 32; shift += 8)
    text += static_cast<char>(tag >> shift);
  if (all_of(text, isPrint))
    return text;
  return "0x" + utohexstr(tag, /*LowerCase=*/true, 8);
}

} // namespace tritonmetal::metallib
