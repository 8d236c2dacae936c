//===- Report.h - What inspection found -------------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plain data between the three steps of inspection: `describeModule` reads a module's metadata,
// `findWarnings` compares what was found, `printText` and `printJSON` only print.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_METALLIB_INSPECT_REPORT_H
#define TRITON_METAL_LIB_METALLIB_INSPECT_REPORT_H

#include "triton-metal/Metallib/Library.h"
#include "llvm/Support/Error.h"

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace tritonmetal::metallib {

/// A member of the struct that a buffer argument points to.
struct StructField {
  uint64_t offset = 0; // bytes
  uint64_t size = 0;   // bytes
  uint64_t count = 0;  // array elements; 0: no array
  std::string type;
  std::string name;
};

/// One argument node of `!air.kernel`.
struct ArgumentInfo {
  uint64_t parameter = 0; // of the function
  std::string kind;       // without the leading "air."
  std::optional<uint64_t> location;
  std::string access; // read, write, read_write, sample; empty for built-ins
  std::optional<uint64_t> addressSpace;
  std::optional<uint64_t> bufferSize; // bytes
  std::optional<uint64_t> typeSize;   // bytes
  std::optional<uint64_t> typeAlign;  // bytes
  std::string typeName;
  std::string name;
  bool unused = false;
  std::vector<StructField> fields;
  std::vector<std::string> other; // keys that are not known
};

/// A node of `!air.function_constants`.
struct ConstantInfo {
  uint64_t index = 0;
  std::string type;
  std::string name;
};

/// An entry of `!air.kernel`.
struct KernelInfo {
  std::string name;
  std::vector<ArgumentInfo> arguments;
  /// What follows the arguments: name and number.
  std::vector<std::pair<std::string, std::optional<uint64_t>>> attributes;
};

struct ModuleInfo {
  std::string triple;
  bool hasAIRDataLayout = false;
  std::optional<Version> air;
  std::optional<Version> language;
  std::string languageName;
  std::optional<Version> sdk;
  std::string producer;
  std::vector<std::string> compileOptions;
  std::vector<KernelInfo> kernels;
  std::vector<ConstantInfo> constants;
  bool hasDebugInfo = false;
  unsigned typedPointers = 0;  // POINTER records of the type table
  unsigned opaquePointers = 0; // OPAQUE_POINTER records
};

/// Everything about one archive. `hashMatches` and `modules` go with `Library::modules` and
/// `Library::functions`.
struct Report {
  Library library;
  uint64_t fileSize = 0;
  std::vector<bool> hashMatches;                  // per function
  std::vector<std::optional<ModuleInfo>> modules; // per module; none: not readable
  std::vector<std::string> warnings;
};

/// Reads the metadata of a module. The error is LLVM's message about why it cannot.
llvm::Expected<ModuleInfo> describeModule(llvm::ArrayRef<uint8_t> bitcode);

/// Counts the pointer records of a bitcode's type table.
llvm::Error countPointerRecords(llvm::ArrayRef<uint8_t> bitcode, ModuleInfo &info);

/// Appends to the report's warnings, in the order of the file.
void findWarnings(Report &report);

/// The name in the dynamic header, if there is one.
std::optional<std::string> getDynamicName(const Library &library);

void printText(const Report &report, llvm::raw_ostream &out);
void printJSON(const Report &report, llvm::raw_ostream &out);

} // namespace tritonmetal::metallib

#endif // TRITON_METAL_LIB_METALLIB_INSPECT_REPORT_H
