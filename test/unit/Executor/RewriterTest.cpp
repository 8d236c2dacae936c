//===- RewriterTest.cpp - Metal source to C++ ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../../../lib/Executor/MetalSource/Rewriter.h"
#include "../../../lib/Executor/MetalSource/Library.h"

#include "llvm/ADT/StringExtras.h"

#include "gtest/gtest.h"

#include <random>

using namespace llvm;

namespace tritonmetal::executor {

/// The text after the rewriter, with macros as they are defined.
static std::string rewrite(StringRef text) {
  SourceText source(text.str());
  RewrittenSource result = rewriteMetalSource(source);
  EXPECT_TRUE(result.errors.empty()) << result.errors[0].text;
  return result.definitions + result.text;
}

TEST(SourceText, TokensWithPlaces) {
  SourceText source("# 1 \"a.metal\"\nx += 0x1p-3f;\n# 7 \"b.h\" 1\n  y::z->w(\"a\\\"b\")[[k]]\n");
  EXPECT_EQ(source[0], "x");
  EXPECT_EQ(source[3], "0x1p-3f");
  EXPECT_EQ(source[6], "::");
  EXPECT_EQ(source[8], "->");
  EXPECT_EQ(source[11], "\"a\\\"b\"");
  EXPECT_TRUE(source.isAttribute(13));
  EXPECT_EQ(source.getPartner(10), 12u);
  SourceLocation place = source.locate(source[5].offset);
  EXPECT_EQ(place.file, "b.h");
  EXPECT_EQ(place.line, 7u);
  EXPECT_EQ(place.column, 3u);
}

TEST(SourceText, TemplateArguments) {
  SourceText source("f<g<int>, (a > b)> x; a < b;");
  EXPECT_EQ(source.skipAngles(1), 12u);
  EXPECT_EQ(source.skipAngles(16), SourceText::none);
}

TEST(Rewriter, KeepsLinesAndColumns) {
  StringRef text = "kernel void k(device float *x [[buffer(0)]],\n"
                   "              uint i [[thread_position_in_grid]]) {\n"
                   "  threadgroup float tile[4];\n"
                   "  x[i] = tile[0];\n}\n";
  SourceText source(text.str());
  std::string result = rewriteMetalSource(source).text;
  ASSERT_EQ(result.size(), text.size());
  for (StringRef word : {"void", "float *x", "uint i", "float tile", "x[i] ="})
    EXPECT_EQ(result.find(word.str()), text.find(word)) << word.str();
  EXPECT_EQ(result.find("device"), std::string::npos);
  EXPECT_EQ(result.find("threadgroup"), std::string::npos);
}

TEST(Rewriter, DescribesParameters) {
  std::string text =
      rewrite("kernel void k(device const half2 *a [[buffer(1 + 2)]], device int &b,\n"
              "  constant S<int, 2> &s [[buffer(0)]], threadgroup T *t "
              "[[threadgroup(1)]],\n  ushort2 p [[thread_position_in_grid]]) {}");
  for (StringRef expected : {"metal.argument|buffer|3|device|read|a|half2",
                             "metal.argument|buffer|1|device|read_write|b|int",
                             "metal.argument|buffer|0|constant|read|s|S<int,2>",
                             "metal.argument|buffer|1|threadgroup|read_write|t|T",
                             "metal.argument|thread_position_in_grid|p|ushort2"})
    EXPECT_NE(text.find(expected.str()), std::string::npos) << expected.str();
}

TEST(Rewriter, ThreadgroupVariablesAndPointers) {
  auto isVariable = [](StringRef statement) {
    return StringRef(rewrite(("void f() { " + statement + " }").str()))
        .contains("metal.threadgroup");
  };
  EXPECT_TRUE(isVariable("threadgroup float x[4];"));
  EXPECT_TRUE(isVariable("threadgroup vec<float, 4> x, y[2];"));
  EXPECT_TRUE(isVariable("alignas(16) threadgroup ns::T<a::b> x;"));
  EXPECT_TRUE(isVariable("threadgroup decltype(y) x;"));
  EXPECT_FALSE(isVariable("threadgroup float *x = y;"));
  EXPECT_FALSE(isVariable("threadgroup float (&x)[4] = y;"));
  EXPECT_FALSE(isVariable("auto x = (threadgroup float *)y;"));
  EXPECT_FALSE(isVariable("x = reinterpret_cast<threadgroup float4 *>(y)[0];"));
  EXPECT_FALSE(isVariable("using P = threadgroup float *;"));
}

TEST(Rewriter, DuplicatesOfErasedSpacesGo) {
  std::string text = rewrite("struct S {\n  T get(device T *p) const thread { return p[0]; }\n"
                             "  T get(threadgroup T *q) const device { return q[0]; }\n};\n");
  EXPECT_EQ(StringRef(text).count("return"), 1u);
  EXPECT_EQ(StringRef(text).count('\n'), 4u);
  // Where no word for memory is involved it is the user's mistake, which clang reports.
  text = rewrite("int f(int a) { return a; }\nint f(int b) { return b; }\n");
  EXPECT_EQ(StringRef(text).count("return"), 2u);
  text = rewrite(
      "int f(device int *a, int b) { return b; }\nint f(device int *a, uint b) { return b; }");
  EXPECT_EQ(StringRef(text).count("return"), 2u);
}

TEST(Rewriter, Instantiations) {
  std::string text =
      rewrite("template [[host_name(\"f_half\")]] [[kernel]] decltype(n::f<half>) n::f<half>;\n"
              "template [[host_name(\"g\")]] kernel void g<2, int>(device int *x [[buffer(0)]]);");
  EXPECT_NE(text.find("\"metal.host_name|f_half\"))) = &n::f<half>;"), std::string::npos);
  EXPECT_NE(text.find("\"metal.host_name|g\"))) = &g<2,int>;"), std::string::npos);
}

TEST(Rewriter, FindsSwizzles) {
  SourceText source("a.xy = b->zzzw + c.rg.r + d.xyz() + e.xr; xw.x = 1;");
  std::set<std::string> expected{"rg", "xy", "zzzw"};
  EXPECT_EQ(rewriteMetalSource(source).swizzles, expected);
  std::string library = joinLibrary(expected, /*withInternals=*/false);
  EXPECT_NE(
      library.find("#define __tm_SWIZZLES_2 __tm_SWIZZLE(2, rg, 0, 1) __tm_SWIZZLE(2, xy, 0, 1)"),
      std::string::npos);
  EXPECT_NE(library.find("#define __tm_SWIZZLES_4 __tm_SWIZZLE(4, zzzw, 2, 2, 2, 3)"),
            std::string::npos);
}

/// Damaged sources end in messages, of the rewriter or of clang, never in a crash.
TEST(Rewriter, SurvivesDamage) {
  const std::string whole =
      "# 3 \"a.metal\" 2\n#pragma METAL fp contract(off)\n"
      "constant int n [[function_constant(3)]];\n"
      "template <typename T> [[kernel, max_total_threads_per_threadgroup(64)]] void\n"
      "k(device T *x [[buffer(0)]], constant P<T, 2> &p, threadgroup float (&t)[4]) {\n"
      "  threadgroup alignas(16) float4 tile[4][2];\n  x[0].xy = (device float2 "
      "*)p.q<T>(1.0bf);\n}\n"
      "struct S { T f(device T *a) const { return {*a}; } T f(constant T *b) const { return {*b}; "
      "} };\n"
      "template [[host_name(\"k_f\")]] [[kernel]] decltype(k<float>) k<float>;\n";
  std::mt19937 random(7);
  auto pick = [&](size_t count) { return size_t(random() % count); };
  const StringRef pieces[] = {"(",  ")", "[[",       "]]",     "{",           "}",
                              "<",  ">", "template", "kernel", "threadgroup", ";",
                              "\"", "#", "\n",       ",",      "decltype",    "operator"};
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    for (int change = 0; change < 3; ++change) {
      size_t at = pick(text.size());
      if (random() % 2)
        text.erase(at, pick(20));
      else
        text.insert(at, pieces[pick(std::size(pieces))].str());
    }
    SourceText source(text);
    RewrittenSource result = rewriteMetalSource(source);
    EXPECT_GE(result.text.size(), text.size());
  }
}

TEST(Rewriter, DeepNestingIsNoStackOverflow) {
  std::string deep(100000, '(');
  SourceText parentheses("kernel void k(device int *x [[buffer(" + deep + ")]])");
  rewriteMetalSource(parentheses);
  std::string scopes;
  for (int i = 0; i < 20000; ++i)
    scopes += "namespace a {";
  SourceText braces(scopes + std::string(20000, '}'));
  rewriteMetalSource(braces);
}

} // namespace tritonmetal::executor
