//===- BitcodeErrorsTest.cpp - What the writer refuses, in words ---------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BitcodeTestSupport.h"

#include "gtest/gtest.h"

using namespace llvm;
using namespace tritonmetal::test;

namespace {

/// A function around the instructions, with a pointer %p, an i32 %i, a float %x and an i1 %c.
std::string inFunction(StringRef instructions) {
  return ("define void @f(ptr addrspace(1) %p, i32 %i, float %x, i1 %c) {\n" + instructions +
          "\n  ret void\n}\n")
      .str();
}

struct Refusal {
  const char *name;
  std::string ir;
  const char *message; // after "air bitcode: "
};

void PrintTo(const Refusal &value, std::ostream *stream) { *stream << value.name; }

class BitcodeErrors : public testing::TestWithParam<Refusal> {};

TEST_P(BitcodeErrors, NameTheConstruct) {
  EXPECT_EQ(writeError(GetParam().ir), std::string("air bitcode: ") + GetParam().message);
}

std::string testName(const testing::TestParamInfo<Refusal> &info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Flags, BitcodeErrors,
    testing::Values(
        Refusal{"OrDisjoint", inFunction("  %1 = or disjoint i32 %i, 8"),
                "function 'f': 'or disjoint' needs LLVM 18, AIR is LLVM 14; clear the flag"},
        Refusal{"ZextNneg", inFunction("  %1 = zext nneg i32 %i to i64"),
                "function 'f': 'zext nneg' needs LLVM 18, AIR is LLVM 14; clear the flag"},
        Refusal{"UitofpNneg", inFunction("  %1 = uitofp nneg i32 %i to float"),
                "function 'f': 'uitofp nneg' needs LLVM 18, AIR is LLVM 14; clear the flag"},
        Refusal{"TruncNuw", inFunction("  %1 = trunc nuw i32 %i to i8"),
                "function 'f': 'trunc nuw' needs LLVM 19, AIR is LLVM 14; clear the flag"},
        Refusal{"TruncNsw", inFunction("  %1 = trunc nsw i32 %i to i8"),
                "function 'f': 'trunc nsw' needs LLVM 19, AIR is LLVM 14; clear the flag"},
        Refusal{"IcmpSamesign", inFunction("  %1 = icmp samesign ult i32 %i, 8"),
                "function 'f': 'icmp samesign' needs LLVM 20, AIR is LLVM 14; clear the flag"},
        Refusal{"GepNuw",
                inFunction("  %1 = getelementptr inbounds nuw i8, ptr addrspace(1) %p, i32 %i"),
                "function 'f': 'getelementptr nuw' needs LLVM 20, AIR is LLVM 14; clear the flag"},
        Refusal{"GepNusw", inFunction("  %1 = getelementptr nusw i8, ptr addrspace(1) %p, i32 %i"),
                "function 'f': 'getelementptr nusw' needs LLVM 20, AIR is LLVM 14; clear the flag"},
        Refusal{"FpextFast", inFunction("  %1 = fpext fast float %x to double"),
                "function 'f': 'fpext with fast-math flags' needs LLVM 20, AIR is LLVM 14; clear "
                "the flag"},
        Refusal{"FptruncFlags", inFunction("  %1 = fptrunc nnan float %x to half"),
                "function 'f': 'fptrunc with fast-math flags' needs LLVM 20, AIR is LLVM 14; "
                "clear the flag"}),
    testName);

INSTANTIATE_TEST_SUITE_P(
    Instructions, BitcodeErrors,
    testing::Values(
        Refusal{"Addrspacecast", inFunction("  %1 = addrspacecast ptr addrspace(1) %p to ptr"),
                "function 'f': 'addrspacecast' has no AIR form: address spaces are separate "
                "memories; resolve it to one address space"},
        Refusal{"Ptrtoaddr", inFunction("  %1 = ptrtoaddr ptr addrspace(1) %p to i64"),
                "function 'f': instruction 'ptrtoaddr' has no AIR form"},
        Refusal{"VaArg", inFunction("  %a = alloca ptr\n  %1 = va_arg ptr %a, i32"),
                "function 'f': instruction 'va_arg' has no AIR form"},
        Refusal{"IndirectBr",
                "define void @f(ptr %a) {\n  indirectbr ptr %a, [label %x]\nx:\n  ret void\n}\n",
                "function 'f': instruction 'indirectbr' has no AIR form"},
        Refusal{"AtomicUincWrap",
                inFunction("  %1 = atomicrmw uinc_wrap ptr addrspace(1) %p, i32 1 monotonic"),
                "function 'f': 'atomicrmw uinc_wrap' needs an LLVM newer than 14, which AIR is"},
        Refusal{"AtomicFmax",
                inFunction("  %1 = atomicrmw fmax ptr addrspace(1) %p, float 1.0 monotonic"),
                "function 'f': 'atomicrmw fmax' needs an LLVM newer than 14, which AIR is"},
        Refusal{"SyncScope", inFunction("  fence syncscope(\"agent\") seq_cst"),
                "function 'f': sync scope 'agent' of 'fence' is not one of the default scope and "
                "'singlethread'"},
        Refusal{"InlineAsm", inFunction("  call void asm \"nop\", \"\"()"),
                "function 'f': inline assembly has no AIR form"},
        Refusal{"IndirectCall", "define void @f(ptr %a) {\n  call void %a()\n  ret void\n}\n",
                "function 'f': indirect call, or call in another type than the callee's; AIR "
                "calls functions by name only"},
        Refusal{"CallInOtherType",
                "declare void @air.g(i32)\ndefine void @f() {\n  call i32 @air.g(float 1.0)\n  "
                "ret void\n}\n",
                "function 'f': indirect call, or call in another type than the callee's; AIR "
                "calls functions by name only"},
        Refusal{"OperandBundle",
                "declare void @llvm.assume(i1)\n" +
                    inFunction("  call void @llvm.assume(i1 true) [\"align\"(ptr addrspace(1) %p, "
                               "i64 8)]"),
                "function 'f': operand bundle 'align' on a call of 'llvm.assume' has no AIR form"},
        Refusal{"Intrinsic", "declare float @llvm.vector.reduce.fadd.v4f32(float, <4 x float>)\n",
                "function 'llvm.vector.reduce.fadd.v4f32': this LLVM intrinsic has no AIR form; "
                "lower it to an 'air.*' function"},
        Refusal{"UnknownIntrinsic", "declare void @llvm.air.nonsense()\n",
                "function 'llvm.air.nonsense': this LLVM intrinsic has no AIR form; lower it to "
                "an 'air.*' function"},
        Refusal{"AllocaSpace",
                "target datalayout = \"A5\"\ndefine void @f() {\n  %a = alloca i32, addrspace(5)\n"
                "  ret void\n}\n",
                "function 'f': 'alloca' in address space 5; thread memory is address space 0"},
        Refusal{"TypeOfAFunction",
                "define void @f() !dbg !1 {\n  ret void, !dbg !4\n}\n"
                "!llvm.module.flags = !{!5}\n!llvm.dbg.cu = !{!0}\n"
                "!0 = distinct !DICompileUnit(language: DW_LANG_C, file: !2)\n"
                "!1 = distinct !DISubprogram(name: \"f\", unit: !0, type: !3, spFlags: "
                "DISPFlagDefinition)\n"
                "!2 = !DIFile(filename: \"a\", directory: \"b\")\n"
                "!3 = !DISubroutineType(types: !6)\n!4 = !DILocation(line: 1, scope: !1)\n"
                "!5 = !{i32 2, !\"Debug Info Version\", i32 3}\n!6 = !{!7}\n"
                "!7 = !DIBasicType(name: \"int\", size: 32, encoding: DW_ATE_signed)\n",
                "function 'f': metadata node DIBasicType is not written; strip debug info to line "
                "tables"}),
    testName);

INSTANTIATE_TEST_SUITE_P(
    TypesAndConstants, BitcodeErrors,
    testing::Values(
        Refusal{"Fp128", "define void @f(fp128 %x) {\n  ret void\n}\n",
                "function 'f': type 'fp128' has no AIR form"},
        Refusal{"ScalableVector", "define void @f(<vscale x 4 x i32> %x) {\n  ret void\n}\n",
                "function 'f': type '<vscale x 4 x i32>' has no AIR form"},
        Refusal{"VectorOfPointers",
                inFunction("  %1 = getelementptr i8, ptr addrspace(1) %p, <2 x i32> splat (i32 4)"),
                "function 'f': type '<2 x ptr addrspace(1)>': a vector of pointers has no AIR "
                "form; use scalars"},
        Refusal{"TargetType", "declare void @air.f(target(\"x.image\"))\n",
                "function 'air.f': type 'target(\"x.image\")' has no AIR form"},
        Refusal{"ConstantGep",
                "@g = internal addrspace(3) global [4 x i32] undef\ndefine void @f() {\n  store "
                "i32 1, ptr addrspace(3) getelementptr (i8, ptr addrspace(3) @g, i64 4)\n  ret "
                "void\n}\n",
                "function 'f': constant expression 'getelementptr' is not written; make it an "
                "instruction"},
        Refusal{"ConstantInAggregate",
                "@g = internal addrspace(3) global i32 undef\n@h = internal addrspace(2) constant "
                "[2 x i64] [i64 0, i64 ptrtoint (ptr addrspace(3) @g to i64)]\n",
                "global variable 'h': constant expression 'ptrtoint' is not written; make it an "
                "instruction"},
        Refusal{"BlockAddress",
                "define void @f() {\n  br label %x\nx:\n  store ptr blockaddress(@f, %x), ptr "
                "null\n  ret void\n}\n",
                "function 'f': constant 'blockaddress(@f, %x)' has no AIR form"},
        Refusal{"ConstantInMetadata",
                "@g = internal addrspace(3) global i32 undef\n!n = !{!0}\n!0 = !{i64 ptrtoint "
                "(ptr addrspace(3) @g to i64)}\n",
                "named metadata 'n': constant expression 'ptrtoint' is not written; make it an "
                "instruction"}),
    testName);

INSTANTIATE_TEST_SUITE_P(
    AttributesAndMetadata, BitcodeErrors,
    testing::Values(
        Refusal{"Byval", "declare void @air.f(ptr byval(i32))\n",
                "function 'air.f': attribute 'byval(i32)' has no AIR form"},
        Refusal{"CallSite",
                "declare void @air.f(ptr)\ndefine void @f() {\n  call void @air.f(ptr sret(i32) "
                "null)\n  ret void\n}\n",
                "function 'f': attribute 'sret(i32)' has no AIR form"},
        Refusal{"Sanitizer", "define void @f() sanitize_address {\n  ret void\n}\n",
                "function 'f': attribute 'sanitize_address' has no AIR form"},
        Refusal{"NewKind",
                "define void @f() {\n  fence seq_cst, !mmra !0\n  ret void\n}\n!0 = "
                "!{!\"a\", !\"b\"}\n",
                "function 'f': metadata kind '!mmra' is not known to LLVM 14, which AIR is"},
        Refusal{"DINode", "!n = !{!0}\n!0 = !{!1}\n!1 = !DIBasicType(name: \"a\", size: 8)\n",
                "named metadata 'n': metadata node DIBasicType is not written; strip debug info to "
                "line tables"},
        Refusal{"MinFlag", "!llvm.module.flags = !{!0}\n!0 = !{i32 8, !\"x\", i32 1}\n",
                "module flag behavior 8 is not known to LLVM 14, which AIR is"},
        Refusal{"MetadataOperand",
                "define void @f() {\n  %1 = call i32 @llvm.read_register.i32(metadata !0)\n  ret "
                "void\n}\ndeclare i32 @llvm.read_register.i32(metadata)\n!0 = !{!\"x\"}\n",
                "function 'f': metadata as an operand of 'call' has no AIR form"}),
    testName);

INSTANTIATE_TEST_SUITE_P(
    Globals, BitcodeErrors,
    testing::Values(
        Refusal{"ThreadLocal", "@g = internal thread_local global i32 0\n",
                "global variable 'g': thread_local has no AIR form; thread memory is 'alloca'"},
        Refusal{"Comdat", "$g = comdat any\n@g = internal global i32 0, comdat\n",
                "global variable 'g': comdats have no AIR form"},
        Refusal{"GlobalCtors", "@llvm.global_ctors = appending global [0 x { i32, ptr, ptr }] []\n",
                "global variable 'llvm.global_ctors': variables that mean something to LLVM have "
                "no AIR form"},
        Refusal{"Alias", "@g = internal global i32 0\n@a = alias i32, ptr @g\n",
                "aliases and ifuncs have no AIR form"},
        Refusal{"ModuleAsm", "module asm \"nop\"\n", "module-level assembly has no AIR form"},
        Refusal{"VarArgs", "declare void @air.f(i32, ...)\n",
                "function 'air.f': variable arguments have no AIR form"},
        Refusal{"Personality",
                "declare void @p()\ndefine void @f() personality ptr @p {\n  ret void\n}\n",
                "function 'f': garbage collection, personalities, prefix and prologue data have "
                "no AIR form"},
        Refusal{"CodeModel", "@g = internal global i32 0, code_model \"large\"\n",
                "global variable 'g': 'code_model' needs LLVM 18, AIR is LLVM 14"},
        Refusal{"VariableAttribute", "@g = internal global i32 0 \"key\"\n",
                "global variable 'g': attributes on a variable have no AIR form"},
        Refusal{"Partition", "define void @f() partition \"a\" {\n  ret void\n}\n",
                "function 'f': partitions have no AIR form"}),
    testName);

TEST(BitcodeErrorsApi, InvalidModulesAndHints) {
  LLVMContext context;
  auto module = parseModule(context, "define void @f(ptr addrspace(1) %p) {\n  ret void\n}\n");
  ASSERT_TRUE(module);
  Function *f = module->getFunction("f");
  SmallVector<char, 0> bytes;

  tritonmetal::air::PointeeTypes hints;
  hints.set(*f->getArg(0), Type::getVoidTy(context));
  EXPECT_EQ(toString(tritonmetal::air::writeAIRBitcode(*module, bytes, hints)),
            "air bitcode: function 'f': pointee hint 'void' is not the type of a value in memory");

  f->back().getTerminator()->eraseFromParent();
  EXPECT_EQ(toString(tritonmetal::air::writeAIRBitcode(*module, bytes)),
            "air bitcode: the module is not valid IR: Basic Block in function 'f' does not have "
            "terminator!");
  EXPECT_TRUE(bytes.empty());
}

TEST(BitcodeErrorsApi, OutputIsAppended) {
  LLVMContext context;
  auto module = parseModule(context, "define void @f() {\n  ret void\n}\n");
  ASSERT_TRUE(module);
  SmallVector<char, 0> alone, appended = {'x'};
  ASSERT_FALSE(errorToBool(tritonmetal::air::writeAIRBitcode(*module, alone)));
  ASSERT_FALSE(errorToBool(tritonmetal::air::writeAIRBitcode(*module, appended)));
  EXPECT_EQ(ArrayRef(appended).drop_front(), ArrayRef(alone));
  EXPECT_EQ(appended[0], 'x');
  EXPECT_EQ(alone.size() % 4, 0u);
}

} // namespace
