//===- LexerTest.cpp - Tokens of MLIR text ---------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Lexer.h"

#include "gtest/gtest.h"

#include <string>
#include <vector>

using namespace tritonmetal;

/// Kinds and texts in one line: "w:tt.load s:%p".
static std::string lexAll(llvm::StringRef text) {
  static const char kinds[] = "ewsh!@^\"n.";
  std::string all;
  Lexer lexer(text);
  for (Token token = lexer.lex(); token.kind != Token::End; token = lexer.lex())
    all += (all.empty() ? "" : " ") + std::string(1, kinds[token.kind]) + ":" + token.text.str();
  return all;
}

TEST(LexerTest, Names) {
  EXPECT_EQ(lexAll("%0 = tt.load %p_1 : tensor"), "s:%0 .:= w:tt.load s:%p_1 .:: w:tensor");
  EXPECT_EQ(lexAll("%c-1_i32, %a#12 , ^bb1 @f.g !tt.ptr #ttg.blocked"),
            "s:%c-1_i32 .:, s:%a#12 .:, ^:^bb1 @:@f.g !:!tt.ptr h:#ttg.blocked");
}

TEST(LexerTest, Numbers) {
  EXPECT_EQ(lexAll("12 0x7F 1.5e-05 4x8xf32 -1 1.e3"),
            "n:12 n:0x7F n:1.5e-05 n:4 w:x8xf32 .:- n:1 n:1.e3");
  // A dimension of size zero is no hexadecimal number.
  EXPECT_EQ(lexAll("0xf32 0xi32"), "n:0xf32 n:0 w:xi32");
}

TEST(LexerTest, ArrowsCloseNothing) {
  EXPECT_EQ(lexAll("(i32) -> i32"), ".:( w:i32 .:) .:-> w:i32");
  EXPECT_EQ(lexAll("d0 >= 0 <a>"), "w:d0 .:>= n:0 .:< w:a .:>");
}

TEST(LexerTest, StringsAndComments) {
  EXPECT_EQ(lexAll("\"a \\\" // b\" c // %d \"e\n f"), "\":\"a \\\" // b\" w:c w:f");
  EXPECT_EQ(lexAll("@\"q.u\""), ".:@ \":\"q.u\"");
  // Without its closing quote a string ends with the line.
  EXPECT_EQ(lexAll("\"open\nb"), "\":\"open w:b");
  EXPECT_EQ(lexAll("\"open\\"), "\":\"open\\");
}

TEST(LexerTest, Resources) { EXPECT_EQ(lexAll("{-# a #-}"), ".:{ .:- .:# w:a .:# .:- .:}"); }

TEST(LexerTest, AnyByteMakesProgress) {
  std::string bytes;
  for (int c = 0; c < 256; ++c)
    bytes += static_cast<char>(c);
  for (size_t i = 0; i < bytes.size(); ++i) {
    Lexer lexer(llvm::StringRef(bytes).substr(i));
    size_t tokens = 0;
    while (lexer.lex().kind != Token::End)
      ASSERT_LT(++tokens, bytes.size() + 1);
  }
}

TEST(LexerTest, Unquoted) {
  EXPECT_EQ(Lexer("\"ttg.num-warps\"").lex().unquoted(), "ttg.num-warps");
  EXPECT_EQ(Lexer("\"open").lex().unquoted(), "open");
}
