//===- BitcodeMetadataTest.cpp - Metadata and attachments ----------------===//
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

TEST(BitcodeMetadata, NodesOfAllShapes) {
  auto text = roundTrip(R"(
@g = internal addrspace(3) global float undef
declare void @air.f()
!empty = !{}
!list = !{!0, !1, !2, !3, !0, !5}
!0 = !{}
!1 = !{!"text", !"", !"\00\FF binary", null, i32 -5, float 1.5, i64 4294967296, i1 true}
!2 = distinct !{!2, !1, !4}
!3 = distinct !{}
!4 = !{ptr addrspace(3) @g, ptr @air.f, ptr addrspace(1) null, [2 x i32] [i32 1, i32 2], <2 x float> zeroinitializer, i32 undef, i8 poison}
!5 = !{!6}
!6 = !{!7, !7}
!7 = !{!"text"}
)");
  expectLines(text, {"!empty = !{}", "!list = !{!0, !1, !2, !4, !0, !5}", "!0 = !{}",
                     "!\"text\", !\"\", !\"\\00\\FF binary\", null, i32 -5, float 1.500000e+00, "
                     "i64 4294967296, i1 true}",
                     "!2 = distinct !{!2, !1, !3}",
                     "float addrspace(3)* @g, void ()* @air.f, i8 addrspace(1)* null"});
}

TEST(BitcodeMetadata, LongStringsAndManyNodes) {
  // Lengths and numbers beyond one vbr6 chunk.
  std::string ir = "!names = !{!0}\n!0 = !{!\"" + std::string(5000, 'x') + "\"";
  for (int i = 1; i < 200; ++i)
    ir += ", !" + std::to_string(i);
  ir += "}\n";
  for (int i = 1; i < 200; ++i)
    ir += "!" + std::to_string(i) + " = !{!\"s" + std::to_string(i) + "\", i32 " +
          std::to_string(i) + "}\n";
  roundTrip(ir);
}

TEST(BitcodeMetadata, ModuleFlags) {
  auto text = roundTrip(R"(
!llvm.module.flags = !{!0, !1, !2, !3}
!0 = !{i32 2, !"SDK Version", [2 x i32] [i32 26, i32 5]}
!1 = !{i32 1, !"wchar_size", i32 4}
!2 = !{i32 7, !"frame-pointer", i32 2}
!3 = !{i32 7, !"air.max_device_buffers", i32 31}
)");
  expectLines(text, {"!llvm.module.flags = !{!0, !1, !2, !3}",
                     "!{i32 2, !\"SDK Version\", [2 x i32] [i32 26, i32 5]}",
                     "!{i32 7, !\"air.max_device_buffers\", i32 31}"});
}

TEST(BitcodeMetadata, LinesOfSource) {
  // With casts among the instructions, lines that repeat, and instructions without one.
  auto text = roundTrip(R"(
define void @f(ptr addrspace(1) %p) !dbg !5 {
  %a = load i32, ptr addrspace(1) %p, align 4, !dbg !8
  %b = load float, ptr addrspace(1) %p, align 4, !dbg !8, !invariant.load !7
  %c = add i32 %a, 1
  store i32 %c, ptr addrspace(1) %p, align 4, !dbg !10
  store float %b, ptr addrspace(1) %p, align 4, !dbg !8
  ret void, !dbg !12
}
!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2, !3}
!0 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus_14, file: !1, producer: "p", isOptimized: true, runtimeVersion: 0, emissionKind: LineTablesOnly, nameTableKind: None)
!1 = !DIFile(filename: "kernels.py", directory: "")
!2 = !{i32 7, !"Dwarf Version", i32 4}
!3 = !{i32 2, !"Debug Info Version", i32 3}
!4 = !DISubroutineType(types: !7)
!5 = distinct !DISubprogram(name: "f", linkageName: "f", scope: !1, file: !1, line: 10, type: !4, scopeLine: 11, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0)
!6 = distinct !DISubprogram(name: "helper", scope: !1, file: !1, line: 3, type: !4, scopeLine: 3, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0)
!7 = !{}
!8 = !DILocation(line: 12, column: 16, scope: !5)
!9 = distinct !DILocation(line: 13, column: 8, scope: !5)
!10 = !DILocation(line: 4, column: 70, scope: !11, inlinedAt: !9)
!11 = distinct !DILexicalBlock(scope: !6, file: !1, line: 3, column: 5)
!12 = !DILocation(line: 0, scope: !13)
!13 = !DILexicalBlockFile(scope: !5, file: !1, discriminator: 2)
)");
  expectLines(text, {"load i32, i32 addrspace(1)*", ", !dbg !",
                     "!DICompileUnit(language: DW_LANG_C_plus_plus_14",
                     "!DIFile(filename: \"kernels.py\", directory: \"\")"});
}

TEST(BitcodeMetadata, InstructionAttachments) {
  // Positions count casts and instructions without a result.
  auto text = roundTrip(R"(
define i32 @f(ptr addrspace(1) %p, i1 %c) !own !20 {
entry:
  store half 1.0, ptr addrspace(1) %p, align 2, !noalias !12
  %a = load i32, ptr addrspace(1) %p, align 4, !tbaa !0, !range !3, !alias.scope !12, !invariant.load !20
  %d = fdiv float 1.0, 3.0, !fpmath !4
  %q = load ptr addrspace(1), ptr addrspace(1) %p, align 8, !nonnull !20, !align !5
  br i1 %c, label %loop, label %out, !prof !6, !unpredictable !20
loop:
  br i1 %c, label %loop, label %out, !llvm.loop !7
out:
  %l = load float, ptr addrspace(1) %p, !llvm.access.group !9, !air.mine !2, !nontemporal !10
  ret i32 %a
}
!0 = !{!1, !1, i64 0}
!1 = !{!"int", !2, i64 0}
!2 = !{!"root"}
!3 = !{i32 0, i32 32}
!4 = !{float 2.5}
!5 = !{i64 16}
!6 = !{!"branch_weights", i32 1, i32 100}
!7 = distinct !{!7, !8}
!8 = !{!"llvm.loop.unroll.full"}
!9 = distinct !{}
!10 = !{i32 1}
!12 = !{!13}
!13 = distinct !{!13, !14, !"scope"}
!14 = distinct !{!14, !"domain"}
!20 = !{}
)");
  expectLines(text,
              {"define i32 @f(half addrspace(1)* %0, i1 %1) !own !", "store half", "!noalias !",
               "bitcast half addrspace(1)* %0 to i32 addrspace(1)*\n",
               "load i32, i32 addrspace(1)* %3, align 4, !tbaa !", "!range !", "!invariant.load !",
               "!alias.scope !", "fdiv float", "!fpmath !", "!nonnull !", "!align !", "!prof !",
               "!unpredictable !", "!llvm.loop !", "!llvm.access.group !", "!air.mine !"});
}

TEST(BitcodeMetadata, AttachmentsOfGlobals) {
  auto text = roundTrip(R"(
@a = internal addrspace(3) global i32 undef, !kind !0, !kind !1
@b = internal addrspace(3) global i32 undef
declare !other !0 void @air.f()
!0 = !{!"zero"}
!1 = distinct !{}
)");
  expectLines(text, {"@a = internal addrspace(3) global i32 undef, !kind !0, !kind !1",
                     "declare !other !0 void @air.f()"});
}

TEST(BitcodeMetadata, OwnKindsDoNotDependOnTheContext) {
  // Kinds are numbered by first use in the module, not by what the process has seen before.
  constexpr const char *ir = R"(
define void @f() {
  fence seq_cst, !zulu !0
  fence seq_cst, !alpha !0
  ret void
}
!0 = !{}
)";
  SmallVector<char, 0> first, second;
  {
    LLVMContext context;
    auto module = parseModule(context, ir);
    ASSERT_FALSE(errorToBool(tritonmetal::air::writeAIRBitcode(*module, first)));
  }
  LLVMContext context;
  context.getMDKindID("alpha");
  context.getMDKindID("something else");
  context.getOrInsertSyncScopeID("agent");
  auto module = parseModule(context, ir);
  ASSERT_FALSE(errorToBool(tritonmetal::air::writeAIRBitcode(*module, second)));
  EXPECT_EQ(first, second);
  roundTrip(ir);
}

} // namespace
