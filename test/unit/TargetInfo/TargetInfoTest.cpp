//===- TargetInfoTest.cpp - GPUs, features, costs ---------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/TargetInfo/TargetInfo.h"
#include "triton-metal/Layout/LinearLayout.h"

#include "llvm/ADT/STLExtras.h"

#include <gtest/gtest.h>

#include <set>

using namespace llvm;
using namespace tritonmetal;

static Target lookup(StringRef name) {
  Expected<Target> target = lookupTarget(name);
  if (target)
    return *target;
  ADD_FAILURE() << toString(target.takeError());
  return allTargets().front();
}

static DeploymentTarget parse(StringRef text) { return cantFail(DeploymentTarget::parse(text)); }

TEST(TargetInfo, LimitsOfAllFamilies) {
  ASSERT_EQ(getFamilies().size(), 4u);
  for (const GPUFamily &family : getFamilies()) {
    EXPECT_EQ(family.name, "apple" + std::to_string(family.generation));
    EXPECT_EQ(family.simdWidth, 32u);
    EXPECT_EQ(family.maxThreadsPerThreadgroup, 1024u);
    EXPECT_EQ(family.threadgroupMemoryBytes, 32768u);
    EXPECT_EQ(family.threadgroupMemoryAlignment, 16u);
    EXPECT_EQ(family.maxBuffers, 31u);
    EXPECT_EQ(family.maxThreadgroupArguments, 31u);
    EXPECT_EQ(family.inlineConstantBytes, 4096u);
    EXPECT_EQ(family.maxFunctionConstants, 65536u);
    EXPECT_EQ(family.maxLoadBytesPerLane, 16u);
    EXPECT_EQ(family.registerBudget, 64u);
    EXPECT_EQ(family.cacheLineBytes, 128u);
    EXPECT_EQ(family.partitionsPerCore, 4u);
    EXPECT_GE(family.maxRegistersPerThread, 125u);
    EXPECT_TRUE(family.hasSimdgroupMatrix);
    EXPECT_EQ(lookupFamily(family.name), &family);
  }
  EXPECT_EQ(lookupFamily("apple6"), nullptr);
  EXPECT_EQ(lookupFamily("apple11"), nullptr);
  EXPECT_EQ(lookupFamily("portable"), nullptr);
}

TEST(TargetInfo, FeaturesBegin) {
  auto getFirst = [](bool GPUFamily::*feature) {
    for (const GPUFamily &family : getFamilies())
      if (family.*feature)
        return family.generation;
    return 0u;
  };
  EXPECT_EQ(getFirst(&GPUFamily::hasNativeBf16), 9u);
  EXPECT_EQ(getFirst(&GPUFamily::hasBf16Fragments), 9u);
  EXPECT_EQ(getFirst(&GPUFamily::hasDynamicCaching), 9u);
  EXPECT_EQ(getFirst(&GPUFamily::issuesIntBesideFloat), 9u);
  EXPECT_EQ(getFirst(&GPUFamily::prefersDirectMatmulLoads), 9u);
  EXPECT_EQ(getFirst(&GPUFamily::hasMatrix16x16), 10u);
  EXPECT_TRUE(lookupFamily("apple8")->hasAsyncCopy);
  EXPECT_FALSE(lookupFamily("apple9")->hasAsyncCopy);
}

TEST(TargetInfo, Targets) {
  Target portable = lookup("portable");
  EXPECT_EQ(portable.family->name, "apple7");
  EXPECT_EQ(portable.chip, nullptr);
  EXPECT_EQ(lookup("apple9").family->generation, 9u);
  EXPECT_EQ(lookup("apple9").chip, nullptr);
  const std::pair<const char *, const char *> chips[] = {{"apple-m1", "apple7"},
                                                         {"apple-m2", "apple8"},
                                                         {"apple-m3", "apple9"},
                                                         {"apple-m4", "apple9"},
                                                         {"apple-m5", "apple10"}};
  for (auto [chip, family] : chips) {
    Target target = lookup(chip);
    EXPECT_EQ(target.name, chip);
    EXPECT_EQ(target.family, lookupFamily(family));
    ASSERT_NE(target.chip, nullptr);
    EXPECT_EQ(target.chip->name, chip);
  }
}

TEST(TargetInfo, ListOfTargets) {
  std::set<std::string> names;
  for (const Target &target : allTargets()) {
    EXPECT_TRUE(names.insert(target.name.str()).second) << target.name.str();
    ASSERT_NE(target.family, nullptr);
    EXPECT_EQ(lookup(target.name).chip, target.chip);
  }
  EXPECT_EQ(names.size(), 1 + getFamilies().size() + getChips().size());
  EXPECT_EQ(allTargets()[0].name, "portable");
  EXPECT_EQ(allTargets()[1].name, "apple7");
}

TEST(TargetInfo, UnknownTargets) {
  auto getError = [](StringRef name) { return toString(lookupTarget(name).takeError()); };
  std::string all;
  for (const Target &target : allTargets())
    all += (all.empty() ? "" : ", ") + target.name.str();
  EXPECT_EQ(getError("aple9"), "unknown target 'aple9'; did you mean 'apple9'? (" + all + ")");
  EXPECT_EQ(getError("Apple-M2"),
            "unknown target 'Apple-M2'; did you mean 'apple-m2'? (" + all + ")");
  EXPECT_EQ(getError("sm_90"), "unknown target 'sm_90'; known are " + all);
  EXPECT_EQ(getError(""), "unknown target ''; known are " + all);
  EXPECT_TRUE(StringRef(all).starts_with("portable, apple7, apple8, apple9, apple10, apple-a14, "));
}

TEST(TargetInfo, Chips) {
  const Chip *m1 = lookup("apple-m1").chip;
  EXPECT_EQ(m1->product, "Apple M1");
  EXPECT_EQ(m1->year, 2020u);
  EXPECT_EQ(m1->coreCounts, (std::vector<unsigned>{7, 8}));
  EXPECT_DOUBLE_EQ(m1->clockGhz, 1.278);
  EXPECT_EQ(m1->bandwidthGbps, (std::vector<double>{68}));
  EXPECT_DOUBLE_EQ(m1->measuredBandwidthGbps, 60);
  EXPECT_EQ(m1->fp32FlopsPerCoreCycle, 256u);
  EXPECT_EQ(m1->l2Kib, 768u);
  EXPECT_EQ(lookup("apple-m5").chip->matrix16x16FlopsPerCoreCycle, 1024u);
  EXPECT_EQ(lookup("apple-a17-pro").chip->clockGhz, 0);

  for (const Chip &chip : getChips()) {
    EXPECT_NE(chip.family, nullptr) << chip.name.str();
    EXPECT_FALSE(chip.coreCounts.empty()) << chip.name.str();
    EXPECT_TRUE(is_sorted(chip.coreCounts)) << chip.name.str();
    EXPECT_EQ(chip.matrix16x16FlopsPerCoreCycle != 0, chip.family->hasMatrix16x16);
    if (chip.measuredBandwidthGbps != 0)
      EXPECT_LE(chip.measuredBandwidthGbps, chip.bandwidthGbps.back()) << chip.name.str();
  }
}

TEST(TargetInfo, Occupancy) {
  const GPUFamily &apple7 = *lookupFamily("apple7");
  EXPECT_EQ(apple7.getResidentSimdgroups(0), 96u);
  EXPECT_EQ(apple7.getResidentSimdgroups(32), 96u);
  EXPECT_EQ(apple7.getResidentSimdgroups(33), 84u);
  EXPECT_EQ(apple7.getResidentSimdgroups(64), 48u);
  EXPECT_EQ(apple7.getResidentSimdgroups(128), 24u);
  EXPECT_EQ(apple7.getResidentSimdgroups(500), 24u);
  // No table: the ceiling.
  EXPECT_EQ(lookupFamily("apple9")->getResidentSimdgroups(64), 96u);
  for (const GPUFamily &family : getFamilies())
    for (unsigned registers = 1; registers < 130; ++registers)
      EXPECT_GE(family.getResidentSimdgroups(registers - 1),
                family.getResidentSimdgroups(registers));
}

TEST(TargetInfo, FeaturesByLanguage) {
  const GPUFamily &apple9 = *lookupFamily("apple9");
  struct Row {
    Feature feature;
    const char *lacks, *has;
  };
  const Row rows[] = {{Feature::BFloat, "macos13.0", "macos14.0"},
                      {Feature::BFloatMatrix, "ios16.0", "ios17.0"},
                      {Feature::AtomicThreadFence, "macos14.0", "macos15.0"},
                      {Feature::CoherentDevice, "macos14.0", "macos15.0"},
                      {Feature::MathModePragma, "ios17.4", "ios18.0"},
                      {Feature::Matmul2d, "macos15.0", "macos26.0"},
                      {Feature::ThreadgroupFloatAtomics, "macos26.0", "macos27.0"},
                      {Feature::OrderedAtomics, "ios26.0", "ios27.0"}};
  for (const Row &row : rows) {
    EXPECT_FALSE(hasFeature(row.feature, apple9, parse(row.lacks))) << row.lacks;
    EXPECT_TRUE(hasFeature(row.feature, apple9, parse(row.has))) << row.has;
  }
  EXPECT_TRUE(hasFeature(Feature::DeviceFloatAtomics, apple9, parse("macos13")));
}

TEST(TargetInfo, FeaturesByFamily) {
  DeploymentTarget mac = parse("macos26"), phone = parse("ios26");
  const GPUFamily &apple7 = *lookupFamily("apple7"), &apple8 = *lookupFamily("apple8");
  const GPUFamily &apple9 = *lookupFamily("apple9"), &apple10 = *lookupFamily("apple10");
  EXPECT_FALSE(hasFeature(Feature::ShuffleAndFill, apple7, mac));
  EXPECT_TRUE(hasFeature(Feature::ShuffleAndFill, apple8, phone));
  EXPECT_FALSE(hasFeature(Feature::UInt64MinMaxAtomics, apple7, mac));
  EXPECT_TRUE(hasFeature(Feature::UInt64MinMaxAtomics, apple8, mac));
  EXPECT_FALSE(hasFeature(Feature::UInt64MinMaxAtomics, apple8, phone));
  EXPECT_TRUE(hasFeature(Feature::UInt64MinMaxAtomics, apple9, phone));
  EXPECT_FALSE(hasFeature(Feature::Matrix16x16, apple9, mac));
  EXPECT_TRUE(hasFeature(Feature::Matrix16x16, apple10, mac));
  EXPECT_FALSE(hasFeature(Feature::Matrix16x16, apple10, parse("macos15")));
}

TEST(TargetInfo, FeatureMessages) {
  auto getError = [](Feature feature, StringRef family, StringRef deployment) {
    return toString(checkFeature(feature, *lookupFamily(family), parse(deployment)));
  };
  EXPECT_EQ(getError(Feature::AtomicThreadFence, "apple7", "macos14"),
            "atomic_thread_fence needs Metal 3.2 (macos15.0 or later); macos14.0 has Metal 3.1");
  EXPECT_EQ(getError(Feature::BFloat, "apple7", "ios16.2"),
            "the type bfloat needs Metal 3.1 (ios17.0 or later); ios16.2 has Metal 3.0");
  EXPECT_EQ(getError(Feature::Matrix16x16, "apple9", "macos26"),
            "the 16x16x16 matrix unit needs GPU family apple10 or later; the target is apple9");
  EXPECT_EQ(getError(Feature::UInt64MinMaxAtomics, "apple8", "ios17"),
            "a 64-bit atomic minimum or maximum needs GPU family apple9 or later on iOS; the "
            "target is apple8");
}

TEST(TargetInfo, EveryFeatureHasARow) {
  for (int i = 0; i <= int(Feature::Matrix16x16); ++i)
    EXPECT_EQ(count_if(getFeatures(), [&](const FeatureInfo &f) { return int(f.feature) == i; }), 1)
        << i;
}

TEST(TargetInfo, FragmentsCoverTheirMatrix) {
  for (const MatrixFragment &fragment : getFragments()) {
    SmallVector<layout::LinearLayout::InBases> bases{{"register", {}}, {"lane", {}}};
    for (auto [row, column] : fragment.registerBases)
      bases[0].second.push_back({row, column});
    for (auto [row, column] : fragment.laneBases)
      bases[1].second.push_back({row, column});
    auto size = static_cast<int32_t>(fragment.size);
    Expected<layout::LinearLayout> map =
        layout::LinearLayout::create(bases, {{"row", size}, {"column", size}});
    ASSERT_TRUE(bool(map)) << toString(map.takeError());
    EXPECT_TRUE(map->isInvertible()) << fragment.name.str();
    EXPECT_EQ(map->getInDimSize("lane"), 32);
  }
  const MatrixFragment *small = lookupFragment("mma_8x8");
  ASSERT_NE(small, nullptr);
  EXPECT_EQ(small->size, 8u);
  EXPECT_EQ(small->minGeneration, 7u);
  EXPECT_EQ(small->registerBases, (std::vector<std::pair<int32_t, int32_t>>{{0, 1}}));
  EXPECT_EQ(small->laneBases,
            (std::vector<std::pair<int32_t, int32_t>>{{0, 2}, {1, 0}, {2, 0}, {0, 4}, {4, 0}}));
  EXPECT_EQ(lookupFragment("mma_16x16")->minGeneration, 10u);
  EXPECT_EQ(lookupFragment("mma_4x4"), nullptr);
}

TEST(TargetInfo, Costs) {
  ASSERT_TRUE(lookupInstructionCost("imul32"));
  EXPECT_DOUBLE_EQ(lookupInstructionCost("imul32")->issueCycles, 4);
  EXPECT_DOUBLE_EQ(lookupInstructionCost("exp2")->latencyCycles, 4.3);
  EXPECT_DOUBLE_EQ(lookupInstructionCost("fadd32")->latencyCycles, 0);
  EXPECT_FALSE(lookupInstructionCost("fadd128"));
  EXPECT_DOUBLE_EQ(getCostModel().dramFraction, 0.85);
  EXPECT_EQ(getCostModel().l1BytesPerCoreClock, 64u);
}
