//===- VerifierTest.cpp - The allow-list of AIR ---------------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AIRTestSupport.h"
#include "triton-metal/Target/AIR/Legalizer.h"

using namespace llvm;

namespace tritonmetal::air {

static std::string verify(StringRef text) {
  TestModule test(text);
  return toString(verifyAIR(*test.module, macOS(15)));
}

static std::string verifyBody(StringRef body, StringRef globals = "") {
  return verify(
      (globals + "\ndefine void @k(ptr addrspace(1) %a, i32 %i) {\n" + body + "\n  ret void\n}")
          .str());
}

TEST(Verifier, AcceptsPlainCode) {
  EXPECT_EQ(verifyBody(R"(
    %p = getelementptr inbounds <4 x half>, ptr addrspace(1) %a, i32 %i
    %v = load <4 x half>, ptr addrspace(1) %p
    %w = fneg <4 x half> %v
    %f = freeze <4 x half> %w
    %c = call i64 @air.simd_ballot.i64(i1 true)
    store <4 x half> %f, ptr addrspace(1) %p)",
                       "declare i64 @air.simd_ballot.i64(i1)"),
            "");
}

TEST(Verifier, RefusesInstructions) {
  EXPECT_EQ(verifyBody("%c = sitofp i32 %i to float"),
            "kernel 'k': 'sitofp' does not exist in AIR");
  EXPECT_EQ(verifyBody("%c = frem float 1.0, 2.0"), "kernel 'k': 'frem' does not exist in AIR");
  EXPECT_EQ(verifyBody("%c = addrspacecast ptr addrspace(1) %a to ptr"),
            "kernel 'k': 'addrspacecast' does not exist in AIR");
  EXPECT_EQ(verifyBody("fence seq_cst"), "kernel 'k': 'fence' does not exist in AIR");
  EXPECT_EQ(verifyBody("%x = atomicrmw add ptr addrspace(1) %a, i32 1 monotonic"),
            "kernel 'k': 'atomicrmw' does not exist in AIR");
  EXPECT_EQ(verifyBody("%x = load atomic i32, ptr addrspace(1) %a monotonic, align 4"),
            "kernel 'k': atomic 'load'; use the air.atomic functions");
  EXPECT_EQ(verifyBody("store i1 true, ptr addrspace(1) %a"),
            "kernel 'k': 'store' of i1; memory holds whole bytes");
  EXPECT_EQ(verifyBody("%x = fpext <2 x half> zeroinitializer to <2 x float>"),
            "kernel 'k': vector 'fpext'; the GPU miscompiles it");
  EXPECT_EQ(verifyBody("%x = bitcast i8 7 to <8 x i1>"),
            "kernel 'k': 'bitcast' between a vector of i1 and an integer");
  EXPECT_EQ(verifyBody("%x = alloca i32, i32 %i"),
            "kernel 'k': 'alloca' outside of the entry block or of variable size");
  EXPECT_EQ(verifyBody("%x = add i7 1, 2"), "kernel 'k': i7 is not an integer type of Metal");
  EXPECT_EQ(verifyBody("store i32 1, ptr addrspace(1) inttoptr (i64 8 to ptr addrspace(1))"),
            "kernel 'k': constant expression in 'store'");
}

TEST(Verifier, RefusesFunctions) {
  EXPECT_EQ(verifyBody("%x = call float @llvm.sqrt.f32(float 1.0)",
                       "declare float @llvm.sqrt.f32(float)"),
            "AIR has no function 'llvm.sqrt.f32'");
  EXPECT_EQ(verifyBody("", "declare float @air.sqrt.f32(float)"),
            "AIR function 'air.sqrt.f32' is declared but not called");
  EXPECT_EQ(
      verifyBody("%x = call i32 @air.sqrt.f32(float 1.0)", "declare i32 @air.sqrt.f32(float)"),
      "AIR function 'air.sqrt.f32' is declared as i32 (float) but is float (float)");
  EXPECT_EQ(verifyBody("", "define void @other() { ret void }"),
            "functions 'other' and 'k'; a module has one kernel and nothing else");
  EXPECT_EQ(verifyBody("", "module asm \"nop\""),
            "the module has aliases or inline assembly, which AIR does not have");
}

TEST(Verifier, RefusesGlobals) {
  EXPECT_EQ(verifyBody("", "@g = internal addrspace(2) global i32 0"),
            "global 'g' is in constant memory but not constant");
  EXPECT_EQ(verifyBody("", "@g = internal constant i32 0"),
            "global 'g' is in address space 0; variables are in constant (2) or threadgroup (3) "
            "memory");
  EXPECT_EQ(verifyBody("", "@h = internal addrspace(2) constant i32 0\n@g = internal addrspace(2) "
                           "constant [1 x ptr addrspace(2)] [ptr addrspace(2) @h]"),
            "global 'g' holds an address; constant memory holds numbers only");
}

TEST(Verifier, BFloatNeedsItsVersion) {
  TestModule test("define void @k(ptr addrspace(1) %a) {\n%x = load bfloat, ptr addrspace(1) %a\n"
                  "ret void\n}");
  EXPECT_EQ(toString(verifyAIR(*test.module, macOS(14))), "");
  EXPECT_EQ(toString(verifyAIR(*test.module, macOS(13))),
            "kernel 'k': bfloat needs AIR 2.6 (macOS 14, iOS 17); the module is AIR 2.5");
}

TEST(Verifier, FunctionsOfLaterVersions) {
  const char *text = "declare void @air.atomic.fence(i32, i32, i32)\ndefine void @k() {\n"
                     "call void @air.atomic.fence(i32 1, i32 5, i32 2)\nret void\n}";
  EXPECT_EQ(verify(text), "");
  TestModule test(text);
  EXPECT_EQ(toString(verifyAIR(*test.module, macOS(14))),
            "AIR function 'air.atomic.fence' needs AIR 2.7; the module is AIR 2.6");
}

} // namespace tritonmetal::air
