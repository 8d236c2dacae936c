//===- WidenOddIntegersTest.cpp - Integers that AIR has no type for -------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AIRTestSupport.h"

using namespace llvm;

namespace tritonmetal::air {

/// All operations of one width on pairs of interesting values, widened to i64 and stored.
static std::string arithmetic(unsigned width) {
  std::string type = "i" + std::to_string(width);
  int64_t top = int64_t(1) << (width - 1);
  const int64_t values[] = {0, 1, 3, top - 1, -top, -1, -2};
  std::string body;
  unsigned next = 0;
  for (StringRef operation : {"add", "sub", "mul", "and", "or", "xor", "udiv", "sdiv", "urem",
                              "srem", "shl", "lshr", "ashr"})
    for (int64_t left : values)
      for (int64_t right : values) {
        bool divides = operation.contains("div") || operation.contains("rem");
        bool shifts = operation.contains("sh");
        if ((divides && (right == 0 || (left == -top && right == -1))) ||
            (shifts && (right < 0 || right >= int64_t(width))))
          continue;
        std::string n = std::to_string(next++);
        body += "%r" + n + " = " + operation.str() + " " + type + " " + std::to_string(left) +
                ", " + std::to_string(right) + "\n%z" + n + " = " + (next % 2 ? "zext " : "sext ") +
                type + " %r" + n + " to i64\nstore i64 %z" + n + ", ptr addrspace(1) %a\n";
      }
  return body;
}

TEST(WidenOddIntegers, ArithmeticAgreesWithLLVM) {
  for (unsigned width : {3, 7, 13, 24, 33, 48})
    expectSameConstants(arithmetic(width));
}

TEST(WidenOddIntegers, ComparisonsAgreeWithLLVM) {
  std::string body;
  unsigned next = 0;
  for (StringRef predicate : {"eq", "ne", "ult", "ule", "ugt", "uge", "slt", "sle", "sgt", "sge"})
    for (StringRef left : {"0", "1", "3", "-4", "-1"})
      for (StringRef right : {"0", "2", "-4", "-3"}) {
        std::string n = std::to_string(next++);
        body += "%c" + n + " = icmp " + predicate.str() + " i3 " + left.str() + ", " + right.str() +
                "\n%z" + n + " = zext i1 %c" + n + " to i8\nstore i8 %z" + n +
                ", ptr addrspace(1) %a\n";
      }
  expectSameConstants(body);
}

TEST(WidenOddIntegers, CastsAgreeWithLLVM) {
  expectSameConstants(R"(
    %a1 = trunc i64 -81985529216486896 to i24
    %a2 = trunc i24 %a1 to i8
    store i8 %a2, ptr addrspace(1) %a
    %a3 = sext i24 %a1 to i33
    %a4 = zext i33 %a3 to i64
    store i64 %a4, ptr addrspace(1) %a
    %a5 = zext i24 %a1 to i33
    %a6 = trunc i33 %a5 to i32
    store i32 %a6, ptr addrspace(1) %a
    %a7 = trunc i24 %a1 to i1
    %a8 = zext i1 %a7 to i24
    %a9 = trunc i24 %a8 to i16
    store i16 %a9, ptr addrspace(1) %a
    %b1 = select i1 true, i24 %a1, i24 5
    %b2 = freeze i24 7
    %b3 = add i24 %b1, %b2
    %b4 = sext i24 %b3 to i32
    store i32 %b4, ptr addrspace(1) %a)");
}

TEST(WidenOddIntegers, MasksBecomeShifts) {
  std::string body = buildBody(R"(
    %v = load <2 x i32>, ptr addrspace(1) %a
    %m = icmp sgt <2 x i32> %v, zeroinitializer
    %x = bitcast <2 x i1> %m to i2
    %c = icmp eq i2 %x, -1
    %z = zext i1 %c to i32
    store i32 %z, ptr addrspace(1) %a)");
  EXPECT_TRUE(has(body, "%7 = extractelement <2 x i1> %6, i64 0\n"
                        "  %8 = zext i1 %7 to i8\n"));
  EXPECT_TRUE(has(body, "shl i8 %10, 1"));
  EXPECT_TRUE(has(body, "icmp eq i8 %12, 3"));
  EXPECT_FALSE(has(body, "bitcast"));
}

TEST(WidenOddIntegers, MasksOfLegalWidthToo) {
  std::string body = buildBody(R"(
    %v = load <8 x half>, ptr addrspace(1) %a
    %m = fcmp ogt <8 x half> %v, zeroinitializer
    %x = bitcast <8 x i1> %m to i8
    store i8 %x, ptr addrspace(1) %b)");
  EXPECT_FALSE(has(body, "bitcast"));
  EXPECT_EQ(StringRef(body).count("zext i1"), 8u);
  body = buildBody(R"(
    %x = load i8, ptr addrspace(1) %a
    %m = bitcast i8 %x to <8 x i1>
    %v = select <8 x i1> %m, <8 x half> zeroinitializer, <8 x half> splat (half 1.0)
    store <8 x half> %v, ptr addrspace(1) %b)");
  EXPECT_FALSE(has(body, "bitcast"));
  EXPECT_EQ(StringRef(body).count("trunc i8"), 8u);
}

TEST(WidenOddIntegers, MasksOfVectorsAndFloats) {
  std::string body;
  unsigned next = 0;
  for (auto [type, value, bits] : {std::tuple("<2 x i8>", "<i8 5, i8 -3>", 16),
                                   {"half", "1.5", 16},
                                   {"i16", "300", 16},
                                   {"<2 x i32>", "<i32 -2, i32 70000>", 64},
                                   {"<4 x half>", "splat (half -0.0)", 64}}) {
    std::string n = std::to_string(next++), mask = "<" + std::to_string(bits) + " x i1>";
    body += "%m" + n + " = bitcast " + type + " " + value + " to " + mask + "\n";
    for (int lane = 0; lane < bits; lane += 3) {
      std::string l = n + "_" + std::to_string(lane);
      body += "%e" + l + " = extractelement " + mask + " %m" + n + ", i32 " + std::to_string(lane) +
              "\n%z" + l + " = zext i1 %e" + l + " to i8\nstore i8 %z" + l +
              ", ptr addrspace(1) %a\n";
    }
    body += "%b" + n + " = bitcast " + mask + " %m" + n + " to " + type + "\nstore " + type +
            " %b" + n + ", ptr addrspace(1) %a\n"; // back again
  }
  expectSameConstants(body);
}

TEST(WidenOddIntegers, MasksInMemory) {
  // What the optimiser makes of the lowest bits of two bytes.
  std::string body = buildBody(R"(
    %v = load <2 x i8>, ptr addrspace(1) %a, align 2
    %t = trunc <2 x i8> %v to <2 x i1>
    %x = extractelement <2 x i1> %t, i32 0
    %y = extractelement <2 x i1> %t, i32 1
    %c = and i1 %x, %y
    %z = zext i1 %c to i8
    store i8 %z, ptr addrspace(1) %b)");
  EXPECT_TRUE(has(body, "load <2 x i8>, ptr addrspace(1) %0, align 2"));
  EXPECT_FALSE(has(body, "<16 x i1>"));
}

TEST(WidenOddIntegers, WideMasksInMemory) {
  // 24, 32 and 48 bits: vectors that AIR does not have must not remain.
  for (auto [type, mask, wide] : {std::tuple("<3 x i8>", "<3 x i1>", "<24 x i1>"),
                                  {"<4 x i8>", "<4 x i1>", "<32 x i1>"},
                                  {"<3 x i16>", "<3 x i1>", "<48 x i1>"},
                                  {"<2 x i16>", "<2 x i1>", "<32 x i1>"}}) {
    std::string t = type, m = mask;
    std::string body = buildBody("%v = load " + t + ", ptr addrspace(1) %a, align 2\n%t = trunc " +
                                 t + " %v to " + m + R"(
    %x = extractelement )" + m + R"( %t, i32 0
    %y = extractelement )" + m + R"( %t, i32 1
    %c = and i1 %x, %y
    %z = zext i1 %c to i8
    store i8 %z, ptr addrspace(1) %b)");
    EXPECT_FALSE(has(body, wide)) << body;
  }
}

TEST(WidenOddIntegers, LoopsAndSwitches) {
  std::string text = kernelOf(build(R"(
    define void @k(ptr addrspace(1) %a, i32 %i) {
    entry:
      %s = trunc i32 %i to i3
      br label %loop
    loop:
      %p = phi i3 [ %s, %entry ], [ %n, %loop ]
      %n = add i3 %p, 1
      switch i3 %n, label %loop [ i3 -1, label %exit
                                  i3 2, label %other ]
    other:
      store i32 2, ptr addrspace(1) %a
      br label %exit
    exit:
      ret void
    })"));
  EXPECT_TRUE(has(text, "phi i8 [ "));
  EXPECT_TRUE(has(text, "switch i8 "));
  EXPECT_TRUE(has(text, "i8 7, label"));
  EXPECT_TRUE(has(text, "i8 2, label"));
  EXPECT_FALSE(has(text, "i3 "));
}

TEST(WidenOddIntegers, PopulationCountOfAMask) {
  std::string body = buildBody(R"(
    %v = load <4 x i32>, ptr addrspace(1) %a
    %m = icmp sgt <4 x i32> %v, zeroinitializer
    %x = bitcast <4 x i1> %m to i4
    %c = call i4 @llvm.ctpop.i4(i4 %x)
    %z = zext i4 %c to i32
    store i32 %z, ptr addrspace(1) %a)",
                               "declare i4 @llvm.ctpop.i4(i4)");
  EXPECT_TRUE(has(body, "call i8 @air.popcount.i8(i8 "));
}

TEST(WidenOddIntegers, RefusesThemInMemory) {
  EXPECT_EQ(buildBody("store i24 5, ptr addrspace(1) %a"),
            "error: kernel 'k': i24 is not an integer type of Metal, in 'store'");
  EXPECT_EQ(buildBody("%x = load i128, ptr addrspace(1) %a\nstore i128 %x, ptr addrspace(1) %b"),
            "error: kernel 'k': i128 has more than 64 bits, which no Metal integer has");
}

} // namespace tritonmetal::air
