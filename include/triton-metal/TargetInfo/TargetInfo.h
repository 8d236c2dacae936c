//===- TargetInfo.h - Facts about Apple GPUs and systems --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Two choices fix what a kernel may use: the GPU (`--target`) and the oldest system that shall load
// it (`--deployment-target`).
//
//   lookupTarget("apple-m3")       family apple9: bfloat in hardware; 8 or 10 cores at 1.398 GHz
//   lookupTarget("portable")       family apple7, which every later GPU extends
//   DeploymentTarget::parse("macos14")  Metal 3.1, AIR 2.6, metallib 1.2.7
//   checkFeature(Feature::AtomicThreadFence, ...)
//       error: atomic_thread_fence needs Metal 3.2 (macos15.0 or later); macos14.0 has Metal 3.1
//
// The facts stand in lib/TargetInfo/targets.json, with their sources where Apple's feature set
// tables and Metal specification do not tell; a build step makes tables of it. In numbers about
// speed, 0 means unknown.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGETINFO_TARGETINFO_H
#define TRITON_METAL_TARGETINFO_TARGETINFO_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tritonmetal {

//===----------------------------------------------------------------------===//
// GPUs
//===----------------------------------------------------------------------===//

/// What GPUs of one MTLGPUFamily have in common.
struct GPUFamily {
  llvm::StringRef name;    // "apple7"
  unsigned generation = 0; // 7 to 10; each extends the one before

  // Limits.
  unsigned simdWidth = 0;                  // lanes in a SIMD-group
  unsigned maxThreadsPerThreadgroup = 0;   // a pipeline may report less
  unsigned threadgroupMemoryBytes = 0;     // static and dynamic together
  unsigned threadgroupMemoryAlignment = 0; // bytes; dynamic allocations are rounded up to it
  unsigned maxBuffers = 0;                 // entries of the buffer table
  unsigned maxThreadgroupArguments = 0;
  unsigned inlineConstantBytes = 0; // largest setBytes
  unsigned maxFunctionConstants = 0;
  unsigned maxLoadBytesPerLane = 0;   // widest load or store of one lane
  unsigned maxRegistersPerThread = 0; // 32-bit, before the compiler spills

  // Features.
  bool hasSimdgroupMatrix = false;       // 8x8, of half and float
  bool hasMatrix16x16 = false;           // the matrix unit of apple10
  bool hasNativeBf16 = false;            // conversions in hardware, not in integer code
  bool hasBf16Fragments = false;         // matrix fragments of bfloat built element by element
  bool hasDynamicCaching = false;        // registers allocated while a SIMD-group runs
  bool hasAsyncCopy = false;             // copies between device and threadgroup memory pay off
  bool issuesIntBesideFloat = false;     // integer and float instructions in one cycle
  bool prefersDirectMatmulLoads = false; // matrix operands straight from device memory

  // Cost.
  unsigned registerBudget = 0; // 32-bit values a thread that loops may keep in registers
  unsigned cacheLineBytes = 0;
  unsigned partitionsPerCore = 0;     // each issues one SIMD-group's instruction a cycle
  unsigned threadgroupBankBytes = 0;  // 32 banks of this width
  unsigned maxResidentSimdgroups = 0; // per core
  /// {32-bit registers a thread, SIMD-groups a core}, rising in registers; may be empty.
  std::vector<std::pair<unsigned, unsigned>> residentSimdgroups;
  double matrixFraction = 0; // of the matrix peak that a good kernel reaches

  unsigned defaultMacos = 0; // major version of the default deployment target

  /// SIMD-groups that fit a core when each thread has so many 32-bit registers.
  unsigned getResidentSimdgroups(unsigned registersPerThread) const;
};

/// One chip: numbers for estimates, never for correctness.
struct Chip {
  llvm::StringRef name;    // "apple-m1", as in --target
  llvm::StringRef product; // "Apple M1"
  const GPUFamily *family = nullptr;
  unsigned year = 0;
  std::vector<unsigned> coreCounts;   // GPU cores of the variants sold, rising
  double clockGhz = 0;                // under load
  std::vector<double> bandwidthGbps;  // memory, as sold, GB/s
  double measuredBandwidthGbps = 0;   // reached by a copy kernel, GB/s
  unsigned fp32FlopsPerCoreCycle = 0; // a multiply-add counts two
  unsigned fp16FlopsPerCoreCycle = 0;
  unsigned matrixFmaPerCoreCycle = 0; // 8x8 matrices, measured
  unsigned matrix16x16FlopsPerCoreCycle = 0;
  unsigned l2Kib = 0;
  unsigned systemCacheMib = 0;
};

/// A value of --target.
struct Target {
  llvm::StringRef name;
  const GPUFamily *family = nullptr;
  const Chip *chip = nullptr; // null: any chip of the family
};

/// All families, oldest first.
llvm::ArrayRef<GPUFamily> getFamilies();

/// "apple7" to "apple10"; null if there is none of this name.
const GPUFamily *lookupFamily(llvm::StringRef name);

/// All chips, by family and year.
llvm::ArrayRef<Chip> getChips();

/// Everything that --target takes: "portable", the families, the chips.
llvm::ArrayRef<Target> allTargets();

/// Error: an unknown name; the message has the nearest and all known ones.
llvm::Expected<Target> lookupTarget(llvm::StringRef name);

//===----------------------------------------------------------------------===//
// Systems
//===----------------------------------------------------------------------===//

struct LanguageVersion {
  unsigned major = 0;
  unsigned minor = 0;

  bool operator==(const LanguageVersion &o) const { return major == o.major && minor == o.minor; }
  bool operator!=(const LanguageVersion &o) const { return !(*this == o); }
  bool operator<(const LanguageVersion &o) const {
    return major != o.major ? major < o.major : minor < o.minor;
  }
  bool operator>=(const LanguageVersion &o) const { return !(*this < o); }
  std::string str() const { return std::to_string(major) + "." + std::to_string(minor); }
};

/// The newest versions that systems of one year read.
struct Toolchain {
  unsigned macos = 0; // major versions of the systems
  unsigned ios = 0;
  LanguageVersion msl;
  LanguageVersion air;
  std::vector<unsigned> metallib; // container format, three numbers
};

/// All rows, oldest first.
llvm::ArrayRef<Toolchain> getToolchains();

/// The oldest system that shall load the result.
struct DeploymentTarget {
  enum class Platform { MacOS, IOS };

  Platform platform = Platform::MacOS;
  unsigned major = 0;
  unsigned minor = 0;
  LanguageVersion airVersion;
  LanguageVersion mslVersion;
  std::string metallibFormat; // "1.2.8"

  /// Reads `macos15.0`, `macos14`, `ios17.2`. Errors: another platform, a major version that is not
  /// in the table, a malformed number; the message says what is allowed.
  static llvm::Expected<DeploymentTarget> parse(llvm::StringRef text);

  /// What a target gets if nobody says otherwise: macos15.0, for apple10 macos26.0.
  static DeploymentTarget getDefault(const GPUFamily &family);

  /// `macos15.0`
  std::string str() const;
};

/// The spellings that `parse` takes for the start of each row: macos13.0 ... ios27.0.
std::vector<std::string> allDeploymentTargets();

//===----------------------------------------------------------------------===//
// Features that not all GPUs and systems have
//===----------------------------------------------------------------------===//

enum class Feature {
  BFloat,
  BFloatMatrix,
  DeviceFloatAtomics,
  ThreadgroupFloatAtomics,
  UInt64MinMaxAtomics, // the only 64-bit atomics; without a result
  AtomicThreadFence,
  CoherentDevice,
  MathModePragma, // #pragma METAL fp
  OrderedAtomics, // acquire, release: before, a fence around a relaxed atomic
  ShuffleAndFill,
  Matmul2d, // runs on every family, fast on apple10
  Matrix16x16,
};

struct FeatureInfo {
  Feature feature = Feature::BFloat;
  llvm::StringRef text; // as in messages
  LanguageVersion minMsl;
  unsigned minGeneration = 0;    // of the family; 0: any
  unsigned minIosGeneration = 0; // if it differs on iOS
};

llvm::ArrayRef<FeatureInfo> getFeatures();

/// Error: the GPU or the system lacks the feature; the message has the found and the needed.
llvm::Error checkFeature(Feature feature, const GPUFamily &family,
                         const DeploymentTarget &deployment);
/// Whether a version of the language has the feature, whatever the GPU.
bool hasFeature(Feature feature, LanguageVersion msl);
bool hasFeature(Feature feature, const GPUFamily &family, const DeploymentTarget &deployment);

//===----------------------------------------------------------------------===//
// Matrix fragments and costs
//===----------------------------------------------------------------------===//

/// Where the lanes of a SIMD-group hold the elements of a square matrix, as bases (row, column) of
/// a linear layout. A fact of the hardware, not of the Metal specification.
struct MatrixFragment {
  llvm::StringRef name; // "mma_8x8"
  unsigned size = 0;    // rows = columns
  unsigned minGeneration = 0;
  std::vector<std::pair<int32_t, int32_t>> registerBases;
  std::vector<std::pair<int32_t, int32_t>> laneBases;
};

llvm::ArrayRef<MatrixFragment> getFragments();
/// Null if there is none of this name.
const MatrixFragment *lookupFragment(llvm::StringRef name);

/// Cycles of one 32-lane instruction on one of the partitions of a core.
struct InstructionCost {
  llvm::StringRef name;     // "imul32"; see targets.json
  double issueCycles = 0;   // until the next instruction
  double latencyCycles = 0; // until the result
};

llvm::ArrayRef<InstructionCost> getInstructionCosts();
/// None if there is no measurement of this name.
std::optional<InstructionCost> lookupInstructionCost(llvm::StringRef name);

/// Numbers for estimates that are alike on all families.
struct CostModel {
  double dramFraction = 0; // of the bandwidth sold that a good kernel reaches
  unsigned l1BytesPerCoreClock = 0;
  unsigned l2BytesPerCoreClock = 0;
  unsigned targetSimdgroupsPerCore = 0; // that hide latency without parallelism inside
  double dispatchMicroseconds = 0;
  double dramLatencyNanoseconds = 0;
};

const CostModel &getCostModel();

} // namespace tritonmetal

#endif // TRITON_METAL_TARGETINFO_TARGETINFO_H
