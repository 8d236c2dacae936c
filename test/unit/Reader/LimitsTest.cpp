//===- LimitsTest.cpp - What a text may cost -------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Limits.h"

#include "gtest/gtest.h"

using namespace tritonmetal;

/// "OFFSET: message", "file: message", or "" for a text that is let through.
static std::string check(llvm::StringRef text, const TextLimits &limits = TextLimits()) {
  std::optional<TextProblem> problem = findTextProblem(text, limits);
  if (!problem)
    return "";
  return (problem->offset ? std::to_string(*problem->offset) : "file") + ": " + problem->message;
}

static std::string repeat(llvm::StringRef text, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i)
    all += text;
  return all;
}

TEST(LimitsTest, Kinds) {
  EXPECT_EQ(check(""), "");
  EXPECT_EQ(check("MTLB..."),
            "file: this is a Metal archive, not Triton IR; `--inspect` shows its contents");
  EXPECT_EQ(check("ML\xefR"), "file: this is MLIR bytecode; pass the text of the kernel");
  EXPECT_EQ(check(llvm::StringRef("a\0b", 3)),
            "file: this is a binary file, not Triton IR; pass the text of a .ttir or .ttgir");
  TextLimits limits;
  limits.bytes = 3;
  EXPECT_EQ(check("abcd", limits), "file: has 4 bytes; at most 3 are read");
}

TEST(LimitsTest, UTF8) {
  EXPECT_EQ(check("// gr\xc3\xbc\xc3\x9f"), "");
  EXPECT_EQ(check("0123456789 \xf0\x9f\x98\x80 \xe2\x82\xac end of it"), "");
  EXPECT_EQ(check("0123456789\xff"), "10: this byte is not UTF-8");
  EXPECT_EQ(check("01234567\xc3"), "8: this byte is not UTF-8");
  EXPECT_EQ(check("\xc0\x80"), "0: this byte is not UTF-8");
}

TEST(LimitsTest, Nesting) {
  for (const char *bracket : {"(", "[", "{", "<"}) {
    EXPECT_EQ(check(repeat(bracket, 256)), "");
    EXPECT_EQ(check(repeat(bracket, 257)),
              "256: brackets are nested more than 256 deep; no kernel needs that many");
  }
  // Of all kinds together, and not in strings or comments.
  EXPECT_EQ(check(repeat("{(", 128) + "\"((((\" // [[["), "");
  EXPECT_EQ(check(repeat("{(", 128) + "<"),
            "256: brackets are nested more than 256 deep; no kernel needs that many");
  EXPECT_EQ(check(repeat("()[]{}<>", 10'000)), "");
  // A stray closing bracket of another kind closes nothing.
  EXPECT_EQ(check(repeat("{>", 257)),
            "512: brackets are nested more than 256 deep; no kernel needs that many");
  EXPECT_EQ(check(repeat("-> >= ", 1000)), "");
}

TEST(LimitsTest, Numbers) {
  EXPECT_EQ(check("0x" + repeat("f", 1000)), "");
  EXPECT_EQ(check("a " + repeat("1", 1201)),
            "2: number has 1201 characters; at most 1200 are read");
  EXPECT_EQ(check("1." + repeat("0", 5000)),
            "0: number has 5002 characters; at most 1200 are read");
}

TEST(LimitsTest, IntegerTypes) {
  EXPECT_EQ(check("i64 i128 si8 tensor<4x8xi32> %i999 #i999 x_i999"), "");
  EXPECT_EQ(check("i129"), "0: integer type of 129 bits; at most 128 are read");
  EXPECT_EQ(check("tensor<4x8xi16777215>"),
            "8: integer type of 16777215 bits; at most 128 are read");
  EXPECT_EQ(check("ui" + repeat("9", 30)),
            "0: integer type of 99999999999999999999... bits; at most 128 are read");
}

TEST(LimitsTest, Dimensions) {
  EXPECT_EQ(check("tensor<" + repeat("1x", 64) + "i32>"), "");
  EXPECT_EQ(check("tensor<" + repeat("1x", 65) + "i32>"), "8: tensor has more than 64 dimensions");
  EXPECT_EQ(check(repeat("x", 100)), "");
}

TEST(LimitsTest, ResultNumbers) {
  EXPECT_EQ(check("%a#0 %a#65535"), "");
  EXPECT_EQ(check("%a#65536"),
            "0: result number 65536 is above 65535; no op has that many results");
  EXPECT_EQ(check("%a#99999999999999999999"),
            "0: result number 99999999999999999999 is above 65535; no op has that many results");
  EXPECT_EQ(check(repeat("%a#65535 ", 1000)).substr(6),
            "the result numbers of this file sum up to more than 64000000");
}

TEST(LimitsTest, AffineMaps) {
  EXPECT_EQ(check("#m = affine_map<(d0) -> (d0)>"),
            "5: 'affine_map' does not occur in Triton IR and is not read");
}

/// Lines in which each alias refers to the one before it.
static std::string makeAliases(unsigned count, const std::string &before,
                               const std::string &behind) {
  std::string text = "#a0 = " + before + "1" + behind + "\n";
  for (unsigned i = 1; i < count; ++i) {
    std::string previous = "#a" + std::to_string(i - 1);
    text += "#a" + std::to_string(i) + " = " + before + previous + behind + "\n";
  }
  return text;
}

TEST(LimitsTest, AliasesThatDouble) {
  std::string text = "#a0 = [1, 1]\n";
  for (unsigned i = 1; i < 64; ++i) {
    std::string previous = "#a" + std::to_string(i - 1);
    text += "#a" + std::to_string(i) + " = [" + previous + ", " + previous + "]\n";
  }
  EXPECT_NE(
      check(text).find("the aliases of this file, written out, have more than 64000000 words"),
      std::string::npos);
}

TEST(LimitsTest, AliasesThatNest) {
  EXPECT_EQ(check(makeAliases(500, "[", "]")), "");
  EXPECT_NE(check(makeAliases(2000, "[", "]"))
                .find("' and those that it refers to are nested more than 1024 deep"),
            std::string::npos);
  // A type or a location nests as well as an attribute.
  EXPECT_NE(check(makeAliases(2000, "loc(\"a\"(", "))")).find("are nested more than"),
            std::string::npos);
}

TEST(LimitsTest, DefinitionsEndWhereTheModuleBegins) {
  // Else all of the module would count as part of the last alias.
  std::string body = "module {" + repeat(" \"a\"(%b) : (i32) -> i32 ", 1000) + "}\n";
  TextLimits limits;
  limits.aliasTokens = 100;
  EXPECT_EQ(check("#a = 4 : i32\n" + body + "#b = [#a, #a]\n", limits), "");
  EXPECT_EQ(check("#a = dense<1> : tensor<4xi32>\n" + body + "#b = [#a, #a]\n", limits), "");
}
