//===- BitcodeComparisonTest.cpp - The comparison sees each difference ----===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A comparison that finds nothing is only worth something if it would find it: each case changes
// one thing in a module.
//
//===----------------------------------------------------------------------===//

#include "BitcodeTestSupport.h"
#include "ModuleComparison.h"

#include "gtest/gtest.h"

using namespace llvm;
using namespace tritonmetal::test;

namespace {

constexpr const char *original = R"(
source_filename = "file"
target triple = "air64-apple-macosx15.0.0"
%pair = type { i32, float }
@g = internal addrspace(3) global [4 x float] undef, align 16
@t = internal addrspace(2) constant [2 x i32] [i32 1, i32 2]
declare float @air.fma.f32(float, float, float) #0
define void @f(ptr addrspace(1) readonly captures(none) %p, i32 %i, float %x) {
entry:
  %a = alloca [4 x i32], align 16
  %v = load float, ptr addrspace(1) %p, align 4, !tbaa !1
  %q = getelementptr inbounds %pair, ptr addrspace(1) %p, i32 %i, i32 1
  %s = add nsw i32 %i, 5
  %m = fmul fast float %v, 2.0
  %w = tail call float @air.fma.f32(float %m, float %x, float %v) #1
  %c = icmp slt i32 %s, 8
  %y = shufflevector <2 x i32> <i32 1, i32 2>, <2 x i32> poison, <2 x i32> <i32 1, i32 0>
  %old = atomicrmw add ptr addrspace(1) %p, i32 %s monotonic, align 4
  switch i32 %i, label %out [
    i32 1, label %then
  ]
then:
  store volatile float %w, ptr addrspace(1) %q, align 4
  br label %out
out:
  %r = phi float [ %v, %entry ], [ %w, %then ]
  store float %r, ptr addrspace(3) @g, align 4
  ret void
}
attributes #0 = { nounwind memory(none) }
attributes #1 = { convergent "k"="v" }
!named = !{!0}
!0 = !{!"text", i32 1, !3}
!1 = !{!2, !2, i64 0}
!2 = !{!"float", !3, i64 0}
!3 = distinct !{!"root"}
)";

struct Change {
  const char *from;
  const char *to;
  const char *difference;
};

void PrintTo(const Change &value, std::ostream *stream) { *stream << value.from; }

class BitcodeComparison : public testing::TestWithParam<Change> {};

TEST_P(BitcodeComparison, SeesTheChange) {
  std::string changed = original;
  size_t at = changed.find(GetParam().from);
  ASSERT_NE(at, std::string::npos);
  changed.replace(at, std::string(GetParam().from).size(), GetParam().to);
  LLVMContext first, second;
  auto a = parseModule(first, original), b = parseModule(second, changed);
  ASSERT_TRUE(a && b);
  EXPECT_EQ(compareModules(*a, *b), GetParam().difference);
}

TEST(BitcodeComparisonSame, AModuleAndItsCopy) {
  LLVMContext first, second;
  auto a = parseModule(first, original), b = parseModule(second, original);
  // memory(none) and captures(none) have old spellings, so nothing is lost.
  EXPECT_EQ(compareModules(*a, *b), "");
  // In one context the struct of the second module is another one.
  auto c = parseModule(first, original);
  EXPECT_EQ(compareModules(*a, *c), "");
}

TEST(BitcodeComparisonSame, PointerViewsAreLookedThrough) {
  LLVMContext context;
  auto a = parseModule(context, "define void @f(ptr %p) {\n  store i32 1, ptr %p\n  ret void\n}\n");
  auto b = parseModule(context, "define void @f(ptr %p) {\n  %q = bitcast ptr %p to ptr\n  store "
                                "i32 1, ptr %q\n  ret void\n}\n");
  EXPECT_EQ(compareModules(*a, *b), "");
  EXPECT_EQ(compareModules(*b, *a), "");
}

#define FUNCTION "@f: "
INSTANTIATE_TEST_SUITE_P(
    Changes, BitcodeComparison,
    testing::Values(
        Change{"\"file\"", "\"other\"", "source file name"},
        Change{"macosx15", "macosx14", "target triple"},
        Change{"undef, align 16", "undef, align 8", "@g: alignment"},
        Change{"[i32 1, i32 2]\n", "[i32 1, i32 3]\n", "@t: initializer"},
        Change{"constant [2", "global [2", "@t: constant"},
        Change{"internal addrspace(2)", "private addrspace(2)", "@t: linkage"},
        Change{"@t = internal addrspace(2) constant [2 x i32] [i32 1, i32 2]\n", "",
               "number of variables"},
        Change{"%pair = type { i32, float }", "%pair = type { i32, i32 }",
               FUNCTION "  %q = getelementptr inbounds %pair, ptr addrspace(1) %p, i32 %i, i32 1: "
                        "source element type"},
        Change{"readonly captures(none)", "captures(none)",
               FUNCTION "attributes at index 1: 'captures(none) readonly' against "
                        "'captures(none)'"},
        Change{"[4 x i32], align 16", "[4 x i32], align 8",
               FUNCTION "  %a = alloca [4 x i32], align 16: alignment"},
        Change{"%s = add nsw", "%s = add", FUNCTION "  %s = add nsw i32 %i, 5: flags"},
        Change{"fmul fast", "fmul nnan", FUNCTION "  %m = fmul fast float %v, 2.000000e+00: flags"},
        Change{"float %v, 2.0", "float %v, 3.0",
               FUNCTION "  %m = fmul fast float %v, 2.000000e+00: operand 1: float 2.000000e+00 "
                        "against float 3.000000e+00"},
        Change{"float %m, float %x, float %v", "float %m, float %v, float %v",
               FUNCTION "  %w = tail call float @air.fma.f32(float %m, float %x, float %v) #1: "
                        "operand 1: float %x against   %v = load float, ptr addrspace(1) %p, "
                        "align 4, !tbaa !2"},
        Change{"%w = tail call", "%w = call",
               FUNCTION "  %w = tail call float @air.fma.f32(float %m, float %x, float %v) #1: "
                        "tail call kind"},
        Change{"\"k\"=\"v\"", "\"k\"=\"w\"",
               FUNCTION "  %w = tail call float @air.fma.f32(float %m, float %x, float %v) #1: "
                        "attributes at index -1: '\"k\"=\"v\" convergent' against '\"k\"=\"w\" "
                        "convergent'"},
        Change{"nounwind memory(none)", "nounwind memory(read)",
               "@air.fma.f32: attributes at index -1: 'memory 0 nounwind' against 'memory 1365 "
               "nounwind'"},
        Change{"icmp slt", "icmp sle", FUNCTION "  %c = icmp slt i32 %s, 8: predicate"},
        Change{"<i32 1, i32 0>", "<i32 1, i32 1>",
               FUNCTION "  %y = shufflevector <2 x i32> <i32 1, i32 2>, <2 x i32> poison, <2 x "
                        "i32> <i32 1, i32 0>: mask"},
        Change{"atomicrmw add", "atomicrmw sub",
               FUNCTION "  %old = atomicrmw add ptr addrspace(1) %p, i32 %s monotonic, align 4: "
                        "operation"},
        Change{"i32 1, label", "i32 2, label",
               FUNCTION "  switch i32 %i, label %out [\n    i32 1, label %then\n  ]: case value"},
        Change{"store volatile", "store",
               FUNCTION "  store volatile float %w, ptr addrspace(1) %q, align 4: volatile"},
        Change{"[ %v, %entry ], [ %w, %then ]", "[ %w, %then ], [ %v, %entry ]",
               FUNCTION "  %r = phi float [ %v, %entry ], [ %w, %then ]: operand 0:   %v = load "
                        "float, ptr addrspace(1) %p, align 4, !tbaa !2 against   %w = tail call "
                        "float @air.fma.f32(float %m, float %x, float %v) #1"},
        Change{"store float %r, ptr addrspace(3) @g, align 4\n", "",
               FUNCTION "number of instructions in a block: 3 against 2"},
        Change{", !tbaa !1", "",
               FUNCTION "  %v = load float, ptr addrspace(1) %p, align 4, !tbaa !2: number of "
                        "metadata attachments"},
        Change{"i64 0}\n!2", "i64 4}\n!2",
               FUNCTION "  %v = load float, ptr addrspace(1) %p, align 4, !tbaa !2: metadata "
                        "!tbaa"},
        Change{"distinct !{", "!{",
               FUNCTION "  %v = load float, ptr addrspace(1) %p, align 4, !tbaa !2: metadata "
                        "!tbaa"},
        Change{"!\"text\", i32 1", "!\"text\", i32 2", "a node of named metadata !named"},
        Change{"!named", "!other", "named metadata !named"}));

} // namespace
