//===- TargetInfo.cpp - Facts about Apple GPUs ------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/TargetInfo/TargetInfo.h"

#include "Suggest.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVectorExtras.h"
#include "llvm/Support/ErrorHandling.h"

using namespace llvm;

namespace tritonmetal {

#include "TargetTables.inc"

template <typename T>
static const T *find(ArrayRef<T> table, StringRef name) {
  auto *it = find_if(table, [&](const T &row) { return row.name == name; });
  return it == table.end() ? nullptr : it;
}

ArrayRef<GPUFamily> getFamilies() {
  static const std::vector<GPUFamily> table = makeGPUFamilyTable();
  return table;
}

const GPUFamily *lookupFamily(StringRef name) { return find(getFamilies(), name); }

unsigned GPUFamily::getResidentSimdgroups(unsigned registersPerThread) const {
  unsigned resident = maxResidentSimdgroups;
  for (auto [registers, simdgroups] : llvm::reverse(residentSimdgroups)) {
    if (registers < registersPerThread)
      break;
    resident = simdgroups;
  }
  // More registers than any row has: they spill, and the last row holds.
  if (!residentSimdgroups.empty() && registersPerThread > residentSimdgroups.back().first)
    resident = residentSimdgroups.back().second;
  return resident;
}

ArrayRef<Chip> getChips() {
  static const std::vector<Chip> table = makeChipTable();
  return table;
}

ArrayRef<Target> allTargets() {
  static const std::vector<Target> table = [] {
    std::vector<Target> targets{{"portable", &getFamilies().front(), nullptr}};
    for (const GPUFamily &family : getFamilies())
      targets.push_back({family.name, &family, nullptr});
    for (const Chip &chip : getChips())
      targets.push_back({chip.name, chip.family, &chip});
    return targets;
  }();
  return table;
}

Expected<Target> lookupTarget(StringRef name) {
  if (const Target *target = find(allTargets(), name))
    return *target;
  SmallVector<StringRef> names =
      map_to_vector(allTargets(), [](const Target &target) { return target.name; });
  return createStringError(inconvertibleErrorCode(),
                           "unknown target '" + name + "'" + suggest(name, names));
}

ArrayRef<FeatureInfo> getFeatures() {
  static const std::vector<FeatureInfo> table = makeFeatureInfoTable();
  return table;
}

/// The first system of the platform whose Metal is new enough.
static std::string getFirstSystem(DeploymentTarget::Platform platform, LanguageVersion msl) {
  for (const Toolchain &row : getToolchains())
    if (row.msl >= msl)
      return platform == DeploymentTarget::Platform::MacOS
                 ? "macos" + std::to_string(row.macos) + ".0"
                 : "ios" + std::to_string(row.ios) + ".0";
  llvm_unreachable("no system has the Metal version of a feature");
}

Error checkFeature(Feature feature, const GPUFamily &family, const DeploymentTarget &deployment) {
  auto *info = find_if(getFeatures(), [&](const FeatureInfo &f) { return f.feature == feature; });
  bool isIOS = deployment.platform == DeploymentTarget::Platform::IOS;
  unsigned generation =
      isIOS && info->minIosGeneration ? info->minIosGeneration : info->minGeneration;
  if (family.generation < generation)
    return createStringError(inconvertibleErrorCode(), info->text + " needs GPU family apple" +
                                                           Twine(generation) + " or later" +
                                                           (isIOS ? " on iOS" : "") +
                                                           "; the target is " + family.name);
  if (deployment.mslVersion < info->minMsl)
    return createStringError(inconvertibleErrorCode(),
                             info->text + " needs Metal " + info->minMsl.str() + " (" +
                                 getFirstSystem(deployment.platform, info->minMsl) +
                                 " or later); " + deployment.str() + " has Metal " +
                                 deployment.mslVersion.str());
  return Error::success();
}

bool hasFeature(Feature feature, LanguageVersion msl) {
  return any_of(getFeatures(), [&](const FeatureInfo &info) {
    return info.feature == feature && msl >= info.minMsl;
  });
}

bool hasFeature(Feature feature, const GPUFamily &family, const DeploymentTarget &deployment) {
  return !errorToBool(checkFeature(feature, family, deployment));
}

ArrayRef<MatrixFragment> getFragments() {
  static const std::vector<MatrixFragment> table = makeMatrixFragmentTable();
  return table;
}

const MatrixFragment *lookupFragment(StringRef name) { return find(getFragments(), name); }

ArrayRef<InstructionCost> getInstructionCosts() {
  static const std::vector<InstructionCost> table = makeInstructionCostTable();
  return table;
}

std::optional<InstructionCost> lookupInstructionCost(StringRef name) {
  if (const InstructionCost *cost = find(getInstructionCosts(), name))
    return *cost;
  return std::nullopt;
}

const CostModel &getCostModel() {
  static const CostModel model = makeCostModel();
  return model;
}

// Here because the generated tables are local to this file.
ArrayRef<Toolchain> getToolchains() {
  static const std::vector<Toolchain> table = makeToolchainTable();
  return table;
}

} // namespace tritonmetal
