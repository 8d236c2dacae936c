//===- ProfileTest.cpp - What instructions are made of, registers, times ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../../../lib/Executor/Profile/Estimate.h"
#include "../../../lib/Executor/Profile/InstructionKinds.h"
#include "../../../lib/Executor/Profile/Registers.h"

#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace tritonmetal;
using namespace tritonmetal::executor;

namespace {

class ProfileTest : public testing::Test {
protected:
  const Function &parse(StringRef body, StringRef parameters, StringRef declarations = "") {
    SMDiagnostic diagnostic;
    std::string text =
        (declarations + "\ndefine void @f(" + parameters + ") {\n" + body + "\n}\n").str();
    module = parseAssemblyString(text, diagnostic, context);
    EXPECT_TRUE(module) << diagnostic.getMessage().str();
    return *module->getFunction("f");
  }
  /// "4 fadd32, 1 branch" for all instructions together.
  std::string classify(StringRef body, StringRef parameters, StringRef declarations = "") {
    std::string text;
    for (const Instruction &inst : instructions(parse(body, parameters, declarations)))
      for (const KindCount &part : classifyInstruction(inst))
        text +=
            (Twine(text.empty() ? "" : ", ") + Twine(part.count) + " " + getInfo(part.kind).name)
                .str();
    return text;
  }

  LLVMContext context;
  std::unique_ptr<Module> module;
};

TEST_F(ProfileTest, Arithmetic) {
  EXPECT_EQ(classify("%s = fadd <4 x float> %a, %a\n ret void", "<4 x float> %a"), "4 fadd32");
  EXPECT_EQ(classify("%s = fmul half %a, %a\n ret void", "half %a"), "1 fmul16");
  EXPECT_EQ(classify("%s = fsub bfloat %a, %a\n ret void", "bfloat %a"),
            "1 fadd32, 1 convert_bfloat");
  EXPECT_EQ(classify("%s = fdiv float %a, %a\n ret void", "float %a"), "1 fdiv");
  EXPECT_EQ(classify("%s = fdiv arcp float %a, %a\n ret void", "float %a"), "1 fdiv_fast");
}

TEST_F(ProfileTest, Integers) {
  EXPECT_EQ(classify("%s = add i32 %a, %a\n ret void", "i32 %a"), "1 iadd32");
  EXPECT_EQ(classify("%s = add i64 %a, %a\n ret void", "i64 %a"), "1 iadd64");
  EXPECT_EQ(classify("%s = xor i64 %a, %a\n ret void", "i64 %a"), "2 bitwise");
  EXPECT_EQ(classify("%s = mul <2 x i32> %a, %a\n ret void", "<2 x i32> %a"), "2 imul32");
  EXPECT_EQ(classify("%s = udiv i32 %a, 7\n ret void", "i32 %a"), "1 idiv32");
  EXPECT_EQ(classify("%s = shl i32 %a, 3\n ret void", "i32 %a"), "1 bit_field");
  EXPECT_EQ(classify("%s = shl i32 %a, %a\n ret void", "i32 %a"), "1 shift_left");
}

TEST_F(ProfileTest, AddressesAndMovesAreFree) {
  EXPECT_EQ(classify("%p = getelementptr float, ptr addrspace(1) %b, i64 %i\n"
                     "%x = load float, ptr addrspace(1) %p\n"
                     "%v = insertelement <2 x float> poison, float %x, i32 0\n"
                     "%z = zext i32 1 to i64\n ret void",
                     "ptr addrspace(1) %b, i64 %i"),
            "");
  EXPECT_EQ(
      classify("%p = getelementptr [8 x float], ptr addrspace(1) %b, i64 %i, i64 %i\n ret void",
               "ptr addrspace(1) %b, i64 %i"),
      "1 imul32, 1 iadd32");
}

TEST_F(ProfileTest, Functions) {
  auto call = [&](StringRef name, StringRef type) {
    std::string text = (type + " @" + name + "(" + type + ")").str();
    return classify(("%r = call " + type + " @" + name + "(" + type + " %a)\n ret void").str(),
                    (type + " %a").str(), "declare " + text);
  };
  EXPECT_EQ(call("air.exp.f32", "float"), "1 fmul32, 1 exp2");
  EXPECT_EQ(call("air.sqrt.f32", "float"), "1 sqrt");
  EXPECT_EQ(call("air.fast_sqrt.f32", "float"), "1 sqrt_fast");
  EXPECT_EQ(call("air.fabs.v4f32", "<4 x float>"), "");
  EXPECT_EQ(call("air.atan.f32", "float"), "1 other_math");
  EXPECT_EQ(call("air.simd_sum.f32", "float"), "1 reduce_fp32");
  EXPECT_EQ(call("air.simd_prefix_inclusive_sum.f32", "float"), "1 scan");
}

TEST_F(ProfileTest, ShufflesByWhatIsKnownOfTheLane) {
  StringRef shuffle = "declare float @air.simd_shuffle_xor.f32(float, i16)";
  EXPECT_EQ(classify("%r = call float @air.simd_shuffle_xor.f32(float %a, i16 16)\n ret void",
                     "float %a", shuffle),
            "1 shuffle_fixed");
  EXPECT_EQ(classify("%r = call float @air.simd_shuffle_xor.f32(float %a, i16 %l)\n ret void",
                     "float %a, i16 %l", shuffle),
            "1 shuffle_any");
}

TEST_F(ProfileTest, EveryCostIsARow) {
  for (unsigned i = 0; i < numInstructionKinds; ++i) {
    const InstructionKindInfo &info = getInfo(InstructionKind(i));
    EXPECT_TRUE(info.cost.empty() || lookupInstructionCost(info.cost)) << info.name.str();
  }
}

TEST_F(ProfileTest, RegistersOfAChain) {
  EXPECT_EQ(estimateRegisters(parse("%b = fadd float %a, 1.0\n %c = fadd float %b, 1.0\n"
                                    "%d = fadd float %c, 1.0\n ret void",
                                    "float %a")),
            1u);
}

TEST_F(ProfileTest, RegistersWhereMostAreLive) {
  EXPECT_EQ(estimateRegisters(parse("%b = fadd float %a, 1.0\n %c = fadd float %a, 2.0\n"
                                    "%d = fadd float %a, 3.0\n %e = fadd float %b, %c\n"
                                    "%f = fadd float %e, %d\n ret void",
                                    "float %a")),
            3u);
  EXPECT_EQ(estimateRegisters(
                parse("%b = fadd half %a, 1.0\n %c = fadd half %a, %b\n ret void", "half %a")),
            1u);
}

TEST_F(ProfileTest, RegistersAcrossALoop) {
  // %a and %n are live all the way, the counter and the sum as well.
  EXPECT_EQ(estimateRegisters(parse("br label %loop\n"
                                    "loop:\n"
                                    "%k = phi i32 [ 0, %0 ], [ %k1, %loop ]\n"
                                    "%s = phi float [ 0.0, %0 ], [ %s1, %loop ]\n"
                                    "%s1 = fadd float %s, %a\n"
                                    "%k1 = add i32 %k, 1\n"
                                    "%more = icmp ult i32 %k1, %n\n"
                                    "br i1 %more, label %loop, label %done\n"
                                    "done:\n"
                                    "store float %s1, ptr addrspace(1) %p\n ret void",
                                    "ptr addrspace(1) %p, float %a, i32 %n")),
            5u)
      << "four, and the condition in half a register";
}

TEST_F(ProfileTest, ASampleStandsForTheGrid) {
  Profile profile;
  profile.threadgroups = 4;
  profile.gridThreadgroups = 64;
  profile.instructions = 1000;
  profile.readLines = 100;
  profile.readableLines = 500;
  profile.scale();
  EXPECT_EQ(profile.threadgroups, 64u);
  EXPECT_EQ(profile.sampledThreadgroups, 4u);
  EXPECT_EQ(profile.instructions, 16000u);
  EXPECT_EQ(profile.readLines, 500u) << "the buffers have no more";
}

TEST_F(ProfileTest, TheSlowestPartDecides) {
  Profile profile;
  profile.threadgroups = profile.gridThreadgroups = 1024;
  profile.readLines = 1000000; // 128 MB
  for (const ChipEstimate &estimate : estimateTimes(profile)) {
    if (estimate.chip->name != "apple-m1")
      continue;
    EXPECT_EQ(estimate.bound, "memory");
    EXPECT_NEAR(*estimate.memory, 128e6 / 60e3, 1) << "a copy reaches 60 GB/s";
    EXPECT_NEAR(estimate.total, *estimate.memory + 1.4, 1e-6);
  }
  profile.kinds[unsigned(InstructionKind::FFma32)] = 1000000000;
  for (const ChipEstimate &estimate : estimateTimes(profile)) {
    if (estimate.chip->name != "apple-m1")
      continue;
    EXPECT_EQ(estimate.bound, "instructions");
    EXPECT_NEAR(*estimate.instructions, 1e9 / (4 * 8 * 1278), 1);
  }
}

TEST_F(ProfileTest, FewThreadgroupsUseFewCores) {
  Profile profile;
  profile.threadgroups = profile.gridThreadgroups = 1;
  profile.kinds[unsigned(InstructionKind::FFma32)] = 4 * 1278;
  for (const ChipEstimate &estimate : estimateTimes(profile))
    if (estimate.chip->name == "apple-m1")
      EXPECT_NEAR(*estimate.instructions, 1, 1e-6);
}

TEST_F(ProfileTest, NoProductsAboveThePeak) {
  Profile profile;
  profile.threadgroups = profile.gridThreadgroups = 1024;
  profile.kinds[unsigned(InstructionKind::Matrix8Fp16)] = 1000000000;
  for (const ChipEstimate &estimate : estimateTimes(profile))
    if (estimate.chip->name == "apple-m1")
      EXPECT_NEAR(*estimate.instructions, 512e9 / (102.0 * 8 * 1278), 1);
}

TEST_F(ProfileTest, WhatIsNotKnownIsLeftOut) {
  Profile profile;
  profile.threadgroups = profile.gridThreadgroups = 1;
  for (const ChipEstimate &estimate : estimateTimes(profile))
    if (estimate.chip->clockGhz == 0)
      EXPECT_FALSE(estimate.instructions.has_value()) << estimate.chip->name.str();
}

} // namespace
