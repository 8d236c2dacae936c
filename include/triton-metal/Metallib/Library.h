//===- Library.h - A .metallib in memory ------------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The decoded contents of an archive, made by `readLibrary` or `buildLibrary` and turned back into
// bytes by `writeLibrary`. Offsets and sizes are not part of it: a function refers to its metadata
// and to its module by index, and the writer computes where they end up.
//
//   functions[0] "vadd" --publicMetadata--> publicMetadata[0] {CNST: foo, bar}
//                       --privateMetadata-> privateMetadata[0] {}
//                       --module----------> modules[0]
//
// Several functions may share a module or a group (dynamic libraries do). What the reader does not
// know it keeps, so that for every file that is accepted, writing what was read gives the same
// bytes.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_METALLIB_LIBRARY_H
#define TRITON_METAL_METALLIB_LIBRARY_H

#include "triton-metal/Metallib/Format.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tritonmetal::metallib {

using Bytes = std::vector<uint8_t>;
using Hash = std::array<uint8_t, 32>;
using Uuid = std::array<uint8_t, 16>;

/// Mach-O's platform numbers.
enum class Platform : uint8_t {
  None = 0, // format 1.2.5 does not say
  MacOS = 1,
  IOS = 2,
  TvOS = 3,
  WatchOS = 4,
  BridgeOS = 5,
  MacCatalyst = 6,
  IOSSimulator = 7,
  TvOSSimulator = 8,
  WatchOSSimulator = 9,
  DriverKit = 10,
  VisionOS = 11,
  VisionOSSimulator = 12,
};

enum class FileType : uint8_t { Executable = 0, CoreImage = 1, DynamicLibrary = 2, Symbols = 3 };

enum class FunctionType : uint8_t {
  Vertex = 0,
  Fragment = 1,
  Kernel = 2,
  Unqualified = 3, // exported by a dynamic library
  Visible = 4,
  Extern = 5,
  Intersection = 6,
  Mesh = 7,
  Object = 8,
};

/// `macOS`, `iOS simulator`, ... or null for a number without a name.
const char *getName(Platform platform);
/// `executable`, `dynamic library`, ... or null for a number without a name.
const char *getName(FileType type);
/// `kernel`, `vertex`, ... or null for a number without a name.
const char *getName(FunctionType type);

/// A version on disk or of a system; the missing parts are zero.
struct Version {
  uint16_t major = 0;
  uint16_t minor = 0;
  uint16_t patch = 0;

  bool operator==(const Version &other) const {
    return major == other.major && minor == other.minor && patch == other.patch;
  }
  bool operator!=(const Version &other) const { return !(*this == other); }
  bool operator<(const Version &other) const {
    if (major != other.major)
      return major < other.major;
    return minor != other.minor ? minor < other.minor : patch < other.patch;
  }
  /// `14.0`, or `14.0.1` where the patch is not zero.
  std::string str() const;
};

/// One place in a group of tags. Tags that have a field of their own in the model leave `payload`
/// empty; others keep their bytes here.
struct Tag {
  FourCC id = 0;
  Bytes payload;
};

/// The tags of a group in the order of the file. Empty means the order in which Apple's tools
/// write; a field whose tag is not in a list that is not empty is not written.
using TagOrder = std::vector<Tag>;

/// A constant of the function's that the host program sets before it makes a pipeline.
struct FunctionConstant {
  std::string name;
  uint8_t dataType = 0; // MTLDataType; 3 is float
  uint16_t index = 0;
  uint8_t active = 1;
};

/// What linkers and host programs may see of a function.
struct PublicMetadata {
  std::optional<std::vector<FunctionConstant>> constants; // CNST
  TagOrder tags;
};

/// Where a function was defined.
struct SourcePosition {
  uint32_t line = 0;
  std::string path;
};

/// What only debuggers want to see of a function.
struct PrivateMetadata {
  std::optional<SourcePosition> position; // DEBI, with -g
  std::optional<std::string> dependency;  // DEPF, name of the object file
  TagOrder tags;
};

/// Wrapped bitcode as stored, padding included: what `Function::hash` covers.
struct Module {
  Bytes bytes;

  /// The bitcode inside: without wrapper and padding. All of `bytes` if there is no wrapper.
  llvm::ArrayRef<uint8_t> bitcode() const;
};

/// A function record. Group and module indices count in the lists of `Library`.
struct Function {
  std::string name;
  FunctionType type = FunctionType::Kernel;
  /// SHA-256 of the module's bytes, as the file says it; see `hashMatches`.
  Hash hash{};
  Version air;
  Version language;
  size_t publicMetadata = 0;
  size_t privateMetadata = 0;
  size_t module = 0;
  std::optional<size_t> source;     // SOFF: index in `Sources::archives`
  std::optional<size_t> reflection; // RFLT: index in `Library::reflection`
  TagOrder tags;
};

/// One embedded source archive.
struct SourceArchive {
  std::string id;
  Bytes contents; // tar, compressed by bzip2
  TagOrder tags;
};

/// Sources that were recorded with the functions (HSRC, HSRD).
struct Sources {
  std::string commandLine;
  std::optional<std::string> workingDirectory; // present in HSRD
  std::vector<SourceArchive> archives;
};

/// A group whose tags are kept as they are.
using RawGroup = std::vector<Tag>;

struct Library {
  // File header.
  bool macOSFamily = true;
  Version format{1, 2, 8};
  FileType fileType = FileType::Executable;
  bool stub = false;
  Platform platform = Platform::MacOS;
  bool is64Bit = true;
  Version os;

  std::vector<Function> functions;
  std::vector<PublicMetadata> publicMetadata;
  std::vector<PrivateMetadata> privateMetadata;
  std::vector<Module> modules;

  // Found through the header extension.
  std::optional<Sources> sources;
  std::optional<RawGroup> dynamicHeader;           // HDYN: NAME, or DYNL per library used
  std::optional<std::vector<RawGroup>> imports;    // ILST
  std::optional<std::vector<RawGroup>> reflection; // RLST: RBUF with a FlatBuffer each
  std::optional<Bytes> scripts;                    // SLST, not decoded
  std::optional<Uuid> uuid;
  TagOrder extension;
};

/// SHA-256 of a module's bytes as stored.
Hash hashModule(const Module &module);

/// Whether the function's hash is the one of its module. Indices must be valid.
bool hashMatches(const Library &library, const Function &function);

/// `602b95e8-464b-3967-9b41-a4cd7f83f583`
std::string formatUuid(const Uuid &uuid);

/// Four characters, or hexadecimal if one of them cannot be printed.
std::string formatTag(FourCC tag);

} // namespace tritonmetal::metallib

#endif // TRITON_METAL_METALLIB_LIBRARY_H
