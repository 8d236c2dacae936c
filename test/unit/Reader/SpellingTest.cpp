//===- SpellingTest.cpp - Old and new words for the same IR ----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Reader/Spelling.h"

#include "gtest/gtest.h"

using namespace tritonmetal;

/// The text in the words of Triton 3.6, with single spaces, or the problem.
static std::string spell(llvm::StringRef text, SourceTarget target = SourceTarget::Unknown) {
  std::optional<SpellingProblem> problem;
  SpellingEdits edits = findSpellingEdits(text, target, problem);
  if (problem)
    return std::to_string(problem->offset) + ": " + problem->message;
  std::string edited = edits.apply(text), squeezed;
  for (char c : edited)
    if (c != ' ' || squeezed.empty() || squeezed.back() != ' ')
      squeezed += c;
  return squeezed;
}

TEST(SpellingTest, CurrentTextIsLeftAlone) {
  std::optional<SpellingProblem> problem;
  for (const char *text :
       {"%0 = tt.load %p, %m {isVolatile = true} : tensor<64x!tt.ptr<f32>>",
        "%5 = tt.reshape %a allow_reorder : tensor<64xf32> -> tensor<8x8xf32>",
        "%1 = ttg.async_commit_group tokens %0",
        "%1 = ttg.async_commit_group\n%2 = tt.load %p : f32", "tt.assert %m, \"a\" : tensor<64xi1>",
        "%6 = tt.dot_scaled %A scale %S, %B, %c lhs = e4m3 rhs = bf16 {fastMath = false} : a, b * "
        "c",
        "#a = #ttg.swizzled_shared<{vec = 8}>",
        "%x = tt.trans %a {order = array<i32: 1, 0>} : tensor"})
    EXPECT_TRUE(findSpellingEdits(text, SourceTarget::Unknown, problem).empty()) << text;
}

TEST(SpellingTest, Dialects) {
  EXPECT_EQ(spell("%1 = triton_gpu.convert_layout %0 : tensor<4xf32, #triton_gpu.slice<{dim = 1, "
                  "parent = #blocked}>> -> !triton_gpu.async.token"),
            "%1 = ttg.convert_layout %0 : tensor<4xf32, #ttg.slice<{dim = 1, "
            "parent = #blocked}>> -> !ttg.async.token");
  EXPECT_EQ(spell("module attributes {\"triton_gpu.num-warps\" = 4 : i32, triton_gpu.target = "
                  "\"cuda:80\"}"),
            "module attributes {\"ttg.num-warps\" = 4 : i32, ttg.target = \"cuda:80\"}");
  EXPECT_EQ(spell("triton_nvidia_gpu.fence_async_shared {bCluster = false}"),
            "ttng.fence_async_shared {bCluster = false}");
  EXPECT_EQ(spell("amdgpu.buffer_store amdgpu.mfma"), "amdg.buffer_store amdgpu.mfma");
  EXPECT_EQ(spell("!triton_gpu.token !tt.memdesc<4xf32>"), "!ttg.async.token !ttg.memdesc<4xf32>");
}

TEST(SpellingTest, NotInStringsCommentsAndOtherNames) {
  for (const char *text :
       {"// triton_gpu.local_load", "a = \"triton_gpu.local_load\"", "loc(\"triton_gpu.x\"(#loc))",
        "callsite(\"triton_gpu.x\"(#a) at \"triton_gpu.y\"(#b))", "fused[\"triton_gpu.x\"(#a)]",
        "@triton_gpu.f", "@\"triton_gpu.f\"(%a)", "%triton_gpu.a", "^triton_gpu.b"})
    EXPECT_EQ(spell(text), text);
}

TEST(SpellingTest, GenericForm) {
  EXPECT_EQ(spell("%1 = \"triton_gpu.convert_layout\"(%0) : (a) -> b"),
            "%1 = \"ttg.convert_layout\"(%0) : (a) -> b");
  EXPECT_EQ(
      spell("%1 = \"tt.trans\"(%0) <{order = array<i32: 1, 0>}> : (!tt.memdesc<4xf32>) -> b"),
      "%1 = \"ttg.memdesc_trans\"(%0) <{order = array<i32: 1, 0>}> : (!ttg.memdesc<4xf32>) -> b");
  EXPECT_EQ(spell("%1 = \"tt.dot\"(%0) <{allowTF32 = true}> : (a) -> b"),
            "%1 = \"tt.dot\"(%0) <{inputPrecision = 0 : i32}> : (a) -> b");
}

TEST(SpellingTest, Trans) {
  EXPECT_EQ(spell("%1 = tt.trans %0 {order = array<i32: 1, 0>} : !tt.memdesc<4xf32> -> x"),
            "%1 = ttg.memdesc_trans %0 {order = array<i32: 1, 0>} : !ttg.memdesc<4xf32> -> x");
}

TEST(SpellingTest, Dots) {
  EXPECT_EQ(
      spell("tt.dot %a, %b, %c {allowTF32 = true, maxNumImpreciseAcc = 0 : i32} : x * y -> z"),
      "tt.dot %a, %b, %c {inputPrecision = 0 : i32, maxNumImpreciseAcc = 0 : i32} : x * y -> z");
  EXPECT_EQ(spell("tt.dot %a, %b, %c {allowTF32 = false} : x * y -> z"),
            "tt.dot %a, %b, %c {inputPrecision = 2 : i32} : x * y -> z");
  EXPECT_EQ(spell("tt.dot %a, %b, %c : tensor<4xf16, #d> * !tt.memdesc<4xf16> -> z"),
            "ttng.warp_group_dot %a, %b, %c : tensor<4xf16, #d> * !ttg.memdesc<4xf16> -> z");
  EXPECT_EQ(spell("tt.dot %a, %b, %c, inputPrecision = tf32 {m = 4 : i32} : !tt.memdesc<a> * "
                  "!tt.memdesc<b> -> z"),
            "ttng.warp_group_dot %a, %b, %c {inputPrecision = 0 : i32, m = 4 : i32} : "
            "!ttg.memdesc<a> * !ttg.memdesc<b> -> z");
  EXPECT_EQ(spell("%9 = triton_nvidia_gpu.dot_async %a, %b, %c : x * y -> z"),
            "%9 = ttng.warp_group_dot %a, %b, %c {isAsync = true} : x * y -> z");
  EXPECT_EQ(
      spell("%9 = triton_nvidia_gpu.dot_async %a, %b, %c {inputPrecision = 0 : i32} : x * y -> z"),
      "%9 = ttng.warp_group_dot %a, %b, %c {isAsync = true, inputPrecision = 0 : i32} : x * y -> "
      "z");
}

TEST(SpellingTest, PropertiesOfGenericForm) {
  EXPECT_EQ(
      spell("%9 = \"triton_nvidia_gpu.dot_async\"(%a, %b) <{a = 0 : i32}> {b} : (x, y) -> z"),
      "%9 = \"ttng.warp_group_dot\"(%a, %b) <{isAsync = true, a = 0 : i32}> {b} : (x, y) -> z");
}

TEST(SpellingTest, WidthOfOperands) {
  const char *mma = "#mma = #triton_gpu.nvidia_mma<{versionMajor = 3}>\n";
  auto spellType = [&](const std::string &type) {
    return llvm::StringRef(spell(mma + type)).split('\n').second.str();
  };
  EXPECT_EQ(spellType("tensor<64x32xf16, #triton_gpu.dot_op<{opIdx = 0, parent = #mma}>>"),
            "tensor<64x32xf16, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 2}>>");
  EXPECT_EQ(spellType("tensor<64x32xf8E5M2, #triton_gpu.dot_op<{opIdx = 0, parent = #mma}>>"),
            "tensor<64x32xf8E5M2, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 4}>>");
  EXPECT_EQ(spellType("tensor<64x32xf16, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 4}>>"),
            "tensor<64x32xf16, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 4}>>");
  EXPECT_EQ(spellType("tensor<64x32xf16, #ttg.dot_op<{opIdx = 0, parent = #blocked}>>"),
            "tensor<64x32xf16, #ttg.dot_op<{opIdx = 0, parent = #blocked}>>");
}

TEST(SpellingTest, ProgramIds) {
  EXPECT_EQ(spell("%0 = tt.get_program_id {axis = 1 : i32} : i32"),
            "%0 = tt.get_program_id y : i32");
  EXPECT_EQ(spell("%0 = tt.get_program_id x : i32"), "%0 = tt.get_program_id x : i32");
}

TEST(SpellingTest, Descriptors) {
  EXPECT_EQ(
      spell("%7 = tt.experimental_descriptor_load %1[%4] : !tt.tensordesc<tensor<4xf16>> -> t"),
      "%7 = tt.descriptor_load %1[%4] : !tt.tensordesc<tensor<4xf16>> -> t");
  EXPECT_EQ(spell("%7 = tt.experimental_descriptor_load %1[%4] : !tt.ptr<i8> -> t"),
            "%7 = tt.experimental_descriptor_load %1[%4] : !tt.ptr<i8> -> t");
}

TEST(SpellingTest, StrippedTypes) {
  EXPECT_EQ(spell("triton_nvidia_gpu.init_barrier %5, 1 : <1xi64, #shared1, mutable> loc(#loc6)"),
            "ttng.init_barrier %5, 1 : !ttg.memdesc<1xi64, #shared1, mutable> loc(#loc6)");
  EXPECT_EQ(spell("triton_nvidia_gpu.async_tma_copy_global_to_local %a[%1, %3] %4, %5, %t : <i8>, "
                  "<1xi64, #s, mutable> -> <32x64xf16, #s, mutable>"),
            "ttng.async_tma_copy_global_to_local %a[%1, %3] %4, %5, %t : !tt.ptr<i8>, "
            "!ttg.memdesc<1xi64, #s, mutable> -> !ttg.memdesc<32x64xf16, #s, mutable>");
}

TEST(SpellingTest, Hints) {
  EXPECT_EQ(spell("{OpIdx = #amdgpu.OpIdx<1>, a}"), "{OpIdx = 1 : i32, a}");
}

TEST(SpellingTest, Undef) {
  EXPECT_EQ(spell("tt.func %1 = llvm.mlir.undef : tensor<4xf32>"),
            "tt.func %1 = ub.poison : tensor<4xf32>");
  EXPECT_EQ(spell("%1 = llvm.mlir.undef : i32"), "%1 = llvm.mlir.undef : i32");
}

TEST(SpellingTest, Float8) {
  const char *text = "tt.func @f(%a: tensor<4xf8E4M3FNUZ>)";
  EXPECT_EQ(spell(text, SourceTarget::Cuda), "tt.func @f(%a: tensor<4xf8E4M3FN>)");
  EXPECT_EQ(spell(text, SourceTarget::Hip), text);
  EXPECT_EQ(spell(text),
            "24: type 'f8E4M3FNUZ' means e4m3fn in a CUDA file of Triton 3.0 and 3.1 and "
            "e4m3fnuz elsewhere, and this file does not say what it is; add "
            "--source-target=cuda or --source-target=hip");
  EXPECT_EQ(spell("triton_gpu.target = \"cuda:90\" f8E4M3FNUZ"),
            "ttg.target = \"cuda:90\" f8E4M3FN");
  EXPECT_EQ(spell("ttg.target = \"hip:gfx942\" f8E4M3FNUZ"),
            "ttg.target = \"hip:gfx942\" f8E4M3FNUZ");
  // What only newer versions print says enough.
  EXPECT_EQ(spell("f8E4M3FNUZ loc(\"x\"(#loc))"), "f8E4M3FNUZ loc(\"x\"(#loc))");
  EXPECT_EQ(spell("f8E4M3FNUZ tt.unsplat"), "f8E4M3FNUZ tt.unsplat");
}

TEST(SpellingTest, ByteOrderMark) { EXPECT_EQ(spell("\xef\xbb\xbfmodule"), "module"); }

TEST(SpellingTest, PlacesInTheOriginal) {
  llvm::StringRef text = "a\n  triton_gpu.x !tt.memdesc<f> b\nc triton_gpu.y d\n";
  std::optional<SpellingProblem> problem;
  SpellingEdits edits = findSpellingEdits(text, SourceTarget::Unknown, problem);
  std::string edited = edits.apply(text);
  EXPECT_EQ(edited, "a\n  ttg.x !ttg.memdesc<f> b\nc ttg.y d\n");
  auto place = [](unsigned line, unsigned column) { return std::make_pair(line, column); };
  EXPECT_EQ(edits.toOriginal(1, 1), place(1, 1));
  EXPECT_EQ(edits.toOriginal(2, 3), place(2, 3));   // the name itself
  EXPECT_EQ(edits.toOriginal(2, 5), place(2, 3));   // within it
  EXPECT_EQ(edits.toOriginal(2, 9), place(2, 16));  // !
  EXPECT_EQ(edits.toOriginal(2, 21), place(2, 27)); // <
  EXPECT_EQ(edits.toOriginal(2, 25), place(2, 31)); // b
  EXPECT_EQ(edits.toOriginal(3, 9), place(3, 16));  // d
  EXPECT_EQ(edits.toOriginal(4, 1), place(4, 1));
}
