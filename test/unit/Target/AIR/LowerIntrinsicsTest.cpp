//===- LowerIntrinsicsTest.cpp - From llvm.* to air.* ---------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Expansions into plain instructions are checked against LLVM itself: both sides compute constants,
// LLVM by folding the intrinsic, we by folding what it was expanded to.
//
//===----------------------------------------------------------------------===//

#include "AIRTestSupport.h"

using namespace llvm;

namespace tritonmetal::air {

/// A body that stores `result = intrinsic(arguments)` for each list of arguments.
static void expectFolds(StringRef intrinsic, StringRef result,
                        const std::vector<std::string> &argumentLists, StringRef declaration) {
  std::string body;
  for (const auto &[index, arguments] : enumerate(argumentLists)) {
    std::string name = "%v" + std::to_string(index);
    body += ("  " + name + " = call " + result + " @" + intrinsic + "(" + arguments + ")\n").str();
    std::string stored = name;
    if (result == "i1") {
      body += "  %z" + std::to_string(index) + " = zext i1 " + name + " to i8\n";
      stored = "%z" + std::to_string(index);
    }
    body +=
        ("  store " + (result == "i1" ? "i8" : result) + " " + stored + ", ptr addrspace(1) %a\n")
            .str();
  }
  expectSameConstants(body,
                      ("declare " + result + " @" + intrinsic + "(" + declaration + ")").str());
}

static std::vector<std::string> pairs(StringRef type, ArrayRef<StringRef> values) {
  std::vector<std::string> lists;
  for (StringRef first : values)
    for (StringRef second : values)
      lists.push_back((type + " " + first + ", " + type + " " + second).str());
  return lists;
}

static const StringRef bytes[] = {"0",   "1",    "2",    "3",    "63",  "64", "100",
                                  "127", "-128", "-127", "-100", "-64", "-2", "-1"};
static const StringRef floats[] = {"0.0",
                                   "-0.0",
                                   "1.0",
                                   "-1.0",
                                   "2.5",
                                   "0x7FF0000000000000",
                                   "0xFFF0000000000000",
                                   "0x36A0000000000000"};

TEST(LowerIntrinsics, SaturationAgreesWithLLVM) {
  for (StringRef name : {"uadd", "usub", "sadd", "ssub"})
    expectFolds(("llvm." + name + ".sat.i8").str(), "i8", pairs("i8", bytes), "i8, i8");
  // LLVM folds neither ushl.sat nor sshl.sat; by hand:
  std::string body = buildBody(R"(
    %u = call i8 @llvm.ushl.sat.i8(i8 100, i8 2)
    store i8 %u, ptr addrspace(1) %a
    %v = call i8 @llvm.ushl.sat.i8(i8 100, i8 1)
    store i8 %v, ptr addrspace(1) %a
    %w = call i8 @llvm.sshl.sat.i8(i8 -100, i8 1)
    store i8 %w, ptr addrspace(1) %a
    %x = call i8 @llvm.sshl.sat.i8(i8 -60, i8 1)
    store i8 %x, ptr addrspace(1) %a)",
                               "declare i8 @llvm.ushl.sat.i8(i8, i8)\n"
                               "declare i8 @llvm.sshl.sat.i8(i8, i8)");
  EXPECT_TRUE(has(body, "store i8 -1,"));
  EXPECT_TRUE(has(body, "store i8 -56,"));
  EXPECT_TRUE(has(body, "store i8 -128,"));
  EXPECT_TRUE(has(body, "store i8 -120,"));
}

TEST(LowerIntrinsics, FunnelShiftsAgreeWithLLVM) {
  for (StringRef name : {"llvm.fshl.i8", "llvm.fshr.i8"}) {
    std::vector<std::string> lists;
    for (StringRef amount : {"0", "1", "4", "7", "8", "9", "-1"})
      for (const std::string &pair : pairs("i8", ArrayRef(bytes).take_back(6)))
        lists.push_back(pair + ", i8 " + amount.str());
    expectFolds(name, "i8", lists, "i8, i8, i8");
  }
}

TEST(LowerIntrinsics, ComparisonsAndBytesAgreeWithLLVM) {
  for (StringRef name : {"llvm.scmp.i32.i8", "llvm.ucmp.i32.i8"})
    expectFolds(name, "i32", pairs("i8", bytes), "i8, i8");
  expectFolds("llvm.bswap.i32", "i32", {"i32 305419896", "i32 -1", "i32 255"}, "i32");
  expectFolds("llvm.bswap.i64", "i64", {"i64 1311768467463790320", "i64 1"}, "i64");
  for (StringRef name : {"llvm.smin.i64", "llvm.smax.i64", "llvm.umin.i64", "llvm.umax.i64"})
    expectFolds(name, "i64", pairs("i64", {"0", "1", "-1", "9223372036854775807"}), "i64, i64");
}

TEST(LowerIntrinsics, MinimumAndMaximumAgreeWithLLVM) {
  for (StringRef name : {"llvm.minimum.f32", "llvm.maximum.f32"})
    expectFolds(name, "float", pairs("float", floats), "float, float");
  // The payload of a NaN result is ours to choose: the canonical one.
  std::string body = buildBody(R"(
    %m = call float @llvm.minimum.f32(float 0xFFF8000020000000, float 1.0)
    store float %m, ptr addrspace(1) %a)",
                               "declare float @llvm.minimum.f32(float, float)");
  EXPECT_TRUE(has(body, "store float 0x7FF8000000000000,"));
}

TEST(LowerIntrinsics, FloatBitsAgreeWithLLVM) {
  expectFolds("llvm.copysign.f32", "float", pairs("float", floats), "float, float");
  expectFolds("llvm.copysign.f16", "half", pairs("half", {"0xH0001", "0xH8000", "0xH7C00"}),
              "half, half");
  std::vector<std::string> lists;
  for (StringRef value : {"0xH0000", "0xH8000", "0xH0001", "0xH83FF", "0xH0400", "0xHFBFF",
                          "0xH7C00", "0xHFC00", "0xH7C01", "0xHFDFF", "0xH7E00", "0xHFFFF"})
    for (unsigned bit = 0; bit < 10; ++bit)
      for (unsigned other : {0u, 1u, 9u})
        lists.push_back("half " + value.str() + ", i32 " + std::to_string(1u << bit | 1u << other));
  expectFolds("llvm.is.fpclass.f16", "i1", lists, "half, i32");
}

TEST(LowerIntrinsics, ScalingTakesThreeSteps) {
  std::string body = buildBody(R"(
    %x = load float, ptr addrspace(1) %a
    %y = call float @llvm.ldexp.f32.i32(float %x, i32 %i)
    store float %y, ptr addrspace(1) %a)",
                               "declare float @llvm.ldexp.f32.i32(float, i32)");
  EXPECT_EQ(StringRef(body).count("fmul float"), 3u);
  EXPECT_TRUE(has(body, "call i32 @air.max.s.i32(i32 %3, i32 -126)"));
}

TEST(LowerIntrinsics, OverflowIsTakenApart) {
  for (StringRef name : {"uadd", "usub", "sadd", "ssub"}) {
    std::string body;
    for (const auto &[index, list] : enumerate(pairs("i8", bytes))) {
      std::string n = std::to_string(index);
      body += "%s" + n + " = call {i8, i1} @llvm." + name.str() + ".with.overflow.i8(" + list +
              ")\n%v" + n + " = extractvalue {i8, i1} %s" + n + ", 0\n%o" + n +
              " = extractvalue {i8, i1} %s" + n + ", 1\n%z" + n + " = zext i1 %o" + n +
              " to i8\nstore i8 %v" + n + ", ptr addrspace(1) %a\nstore i8 %z" + n +
              ", ptr addrspace(1) %a\n";
    }
    expectSameConstants(body, "declare {i8, i1} @llvm." + name.str() + ".with.overflow.i8(i8, i8)");
  }
  std::string product = buildBody(R"(
    %p = call {i32, i1} @llvm.umul.with.overflow.i32(i32 %i, i32 10)
    %o = extractvalue {i32, i1} %p, 1
    %z = zext i1 %o to i8
    store i8 %z, ptr addrspace(1) %a)",
                                  "declare {i32, i1} @llvm.umul.with.overflow.i32(i32, i32)");
  EXPECT_TRUE(has(product, "call i32 @air.mul_hi.u.i32(i32 %3, i32 10)"));
}

TEST(LowerIntrinsics, ReductionsAgreeWithLLVM) {
  for (StringRef name : {"add", "mul", "and", "or", "xor"})
    expectFolds(
        ("llvm.vector.reduce." + name + ".v4i32").str(), "i32",
        {"<4 x i32> <i32 3, i32 5, i32 -7, i32 9>", "<4 x i32> <i32 -1, i32 2, i32 6, i32 4>"},
        "<4 x i32>");
  for (StringRef name : {"smin", "smax", "umin", "umax"})
    expectFolds(("llvm.vector.reduce." + name + ".v2i64").str(), "i64",
                {"<2 x i64> <i64 3, i64 -5>", "<2 x i64> <i64 -1, i64 -2>"}, "<2 x i64>");
}

TEST(LowerIntrinsics, BitsOfSmallNumbersAreReversed) {
  auto reverse = [](const std::string &type) {
    return buildBody("%small = trunc i32 %i to " + type + "\n%r = call " + type +
                         " @llvm.bitreverse." + type + "(" + type + " %small)\n%z = zext " + type +
                         " %r to i32\nstore i32 %z, ptr addrspace(1) %a",
                     "declare " + type + " @llvm.bitreverse." + type + "(" + type + ")");
  };
  EXPECT_TRUE(has(reverse("i3"), "call i8 @air.reverse_bits.i8(i8"));
  EXPECT_TRUE(has(reverse("i9"), "call i16 @air.reverse_bits.i16(i16"));
}

TEST(LowerIntrinsics, ASumKeepsItsOrder) {
  std::string body = buildBody(R"(
    %v = load <2 x float>, ptr addrspace(1) %a
    %x = load float, ptr addrspace(1) %b
    %y = call float @llvm.vector.reduce.fadd.v2f32(float %x, <2 x float> %v)
    store float %y, ptr addrspace(1) %a)",
                               "declare float @llvm.vector.reduce.fadd.v2f32(float, <2 x float>)");
  EXPECT_TRUE(has(body, "%7 = extractelement <2 x float> %5, i64 0\n"
                        "  %8 = fadd float %6, %7\n"
                        "  %9 = extractelement <2 x float> %5, i64 1\n"
                        "  %10 = fadd float %8, %9\n"));
}

TEST(LowerIntrinsics, MathHasItsNameInAIR) {
  const std::pair<StringRef, StringRef> unary[] = {
      {"sqrt", "sqrt"},     {"sin", "sin"},     {"cos", "cos"},     {"exp", "exp"},
      {"exp2", "exp2"},     {"log", "log"},     {"log2", "log2"},   {"floor", "floor"},
      {"ceil", "ceil"},     {"trunc", "trunc"}, {"rint", "rint"},   {"round", "round"},
      {"fabs", "fabs"},     {"tanh", "tanh"},   {"exp10", "exp10"}, {"roundeven", "rint"},
      {"nearbyint", "rint"}};
  for (auto [llvmName, airName] : unary)
    for (auto [type, suffix] : {std::pair("float", "f32"), std::pair("half", "f16")}) {
      std::string t = type, name = ("@llvm." + llvmName + "." + suffix).str();
      std::string body =
          buildBody("%x = load " + t + ", ptr addrspace(1) %a\n%y = call " + t + " " + name + "(" +
                        t + " %x)\nstore " + t + " %y, ptr addrspace(1) %a",
                    "declare " + t + " " + name + "(" + t + ")");
      EXPECT_TRUE(has(body, ("call " + t + " @air." + airName + "." + suffix + "(").str()));
    }
}

TEST(LowerIntrinsics, MinMaxAndFma) {
  std::string body = buildBody(R"(
    %x = load float, ptr addrspace(1) %a
    %y = load float, ptr addrspace(1) %b
    %m = call float @llvm.minnum.f32(float %x, float %y)
    %n = call float @llvm.maximumnum.f32(float %m, float %y)
    %f = call nnan float @llvm.fma.f32(float %m, float %n, float %x)
    store float %f, ptr addrspace(1) %a)",
                               "declare float @llvm.minnum.f32(float, float)\n"
                               "declare float @llvm.maximumnum.f32(float, float)\n"
                               "declare float @llvm.fma.f32(float, float, float)");
  EXPECT_TRUE(has(body, "%7 = call float @air.fmin.f32(float %5, float %6)"));
  EXPECT_TRUE(has(body, "%8 = call float @air.fmax.f32(float %7, float %6)"));
  EXPECT_TRUE(has(body, "%9 = call nnan float @air.fma.f32(float %7, float %8, float %5)"));
}

TEST(LowerIntrinsics, IntegerFunctions) {
  std::string body = buildBody(R"(
    %z = call i32 @llvm.ctlz.i32(i32 %i, i1 false)
    %t = call i32 @llvm.cttz.i32(i32 %z, i1 true)
    %p = call i32 @llvm.ctpop.i32(i32 %t)
    %r = call i32 @llvm.bitreverse.i32(i32 %p)
    %n = call i32 @llvm.abs.i32(i32 %r, i1 false)
    %m = call i32 @llvm.umax.i32(i32 %n, i32 %i)
    store i32 %m, ptr addrspace(1) %a)",
                               "declare i32 @llvm.ctlz.i32(i32, i1)\n"
                               "declare i32 @llvm.cttz.i32(i32, i1)\n"
                               "declare i32 @llvm.ctpop.i32(i32)\n"
                               "declare i32 @llvm.bitreverse.i32(i32)\n"
                               "declare i32 @llvm.abs.i32(i32, i1)\n"
                               "declare i32 @llvm.umax.i32(i32, i32)");
  EXPECT_TRUE(has(body, "%5 = call i32 @air.clz.i32(i32 %3, i1 false)"));
  EXPECT_TRUE(has(body, "%6 = call i32 @air.ctz.i32(i32 %5, i1 true)"));
  EXPECT_TRUE(has(body, "%7 = call i32 @air.popcount.i32(i32 %6)"));
  EXPECT_TRUE(has(body, "%8 = call i32 @air.reverse_bits.i32(i32 %7)"));
  EXPECT_TRUE(has(body, "%9 = call i32 @air.abs.s.i32(i32 %8)"));
  EXPECT_TRUE(has(body, "%10 = call i32 @air.max.u.i32(i32 %9, i32 %3)"));
}

TEST(LowerIntrinsics, VectorsAreTakenApart) {
  std::string body = buildBody(R"(
    %v = load <2 x float>, ptr addrspace(1) %a
    %y = call <2 x float> @llvm.sqrt.v2f32(<2 x float> %v)
    store <2 x float> %y, ptr addrspace(1) %a)",
                               "declare <2 x float> @llvm.sqrt.v2f32(<2 x float>)");
  EXPECT_EQ(StringRef(body).count("call float @air.sqrt.f32("), 2u);
  EXPECT_TRUE(has(body, "store <2 x float> "));
}

TEST(LowerIntrinsics, BFloatGoesThroughFloat) {
  const char *text = R"(
    %x = load bfloat, ptr addrspace(1) %a
    %y = call bfloat @llvm.sqrt.bf16(bfloat %x)
    store bfloat %y, ptr addrspace(1) %a)";
  std::string body = buildBody(text, "declare bfloat @llvm.sqrt.bf16(bfloat)");
  EXPECT_TRUE(has(body, "%6 = fpext bfloat %5 to float\n"
                        "  %7 = call float @air.sqrt.f32(float %6)"));
  EXPECT_TRUE(has(body, "fptrunc float %7 to bfloat"));
  body = buildBody(R"(
    %x = load bfloat, ptr addrspace(1) %a
    %y = call bfloat @llvm.fma.bf16(bfloat %x, bfloat %x, bfloat %x)
    store bfloat %y, ptr addrspace(1) %a)",
                   "declare bfloat @llvm.fma.bf16(bfloat, bfloat, bfloat)");
  EXPECT_EQ(body, "error: kernel 'k': 'llvm.fma.bf16' has no counterpart in AIR");
}

TEST(LowerIntrinsics, SaturatingConversionsAreClamped) {
  std::string body = buildBody(R"(
    %x = load float, ptr addrspace(1) %a
    %y = call i32 @llvm.fptosi.sat.i32.f32(float %x)
    store i32 %y, ptr addrspace(1) %a)",
                               "declare i32 @llvm.fptosi.sat.i32.f32(float)");
  EXPECT_TRUE(has(body, "call i32 @air.convert.s.i32.f.f32(float %5)"));
  EXPECT_TRUE(has(body, "fcmp olt float %5, 0xC1E0000000000000"));
  EXPECT_TRUE(has(body, "fcmp ogt float %5, 0x41DFFFFFE0000000"));
  EXPECT_TRUE(has(body, "fcmp uno float %5, %5"));
  // Out of range, the conversion itself does not matter.
  expectFolds(
      "llvm.fptosi.sat.i8.f32", "i8",
      {"float 1.0e3", "float -1.0e3", "float 0x7FF8000000000000", "float 0x7FF0000000000000"},
      "float");
  expectFolds("llvm.fptoui.sat.i32.f16", "i32", {"half 0xHFC00", "half 0xH7E00", "half 0xHBC00"},
              "half");
}

TEST(LowerIntrinsics, MemoryIntrinsicsBecomeLoops) {
  std::string body = buildBody(R"(
    call void @llvm.memcpy.p1.p1.i32(ptr addrspace(1) %a, ptr addrspace(1) %b, i32 %i, i1 false)
    call void @llvm.memset.p1.i32(ptr addrspace(1) %a, i8 7, i32 %i, i1 false))",
                               R"(
    declare void @llvm.memcpy.p1.p1.i32(ptr addrspace(1), ptr addrspace(1), i32, i1)
    declare void @llvm.memset.p1.i32(ptr addrspace(1), i8, i32, i1))");
  EXPECT_TRUE(has(body, "load i8, ptr addrspace(1)"));
  EXPECT_TRUE(has(body, "store i8 7, ptr addrspace(1)"));
  EXPECT_FALSE(has(body, "llvm.mem"));
  std::string move = buildBody(R"(
    call void @llvm.memmove.p1.p2.i32(ptr addrspace(1) %a, ptr addrspace(2) %s, i32 16, i1 false))",
                               R"(
    declare void @llvm.memmove.p1.p2.i32(ptr addrspace(1), ptr addrspace(2), i32, i1))");
  EXPECT_TRUE(has(move, "load i8, ptr addrspace(2)"));
}

TEST(LowerIntrinsics, HintsDisappear) {
  std::string text = build(R"(
    define void @k(ptr addrspace(1) %a, i32 %i) {
      %x = alloca i32
      call void @llvm.lifetime.start.p0(ptr %x)
      %c = icmp ult i32 %i, 100
      call void @llvm.assume(i1 %c)
      %e = call i1 @llvm.expect.i1(i1 %c, i1 true)
      %z = zext i1 %e to i32
      store i32 %z, ptr addrspace(1) %a
      call void @llvm.lifetime.end.p0(ptr %x)
      ret void
    }
    declare void @llvm.lifetime.start.p0(ptr)
    declare void @llvm.lifetime.end.p0(ptr)
    declare void @llvm.assume(i1)
    declare i1 @llvm.expect.i1(i1, i1))");
  EXPECT_FALSE(has(text, "llvm.l"));
  EXPECT_FALSE(has(text, "assume"));
  EXPECT_FALSE(has(text, "expect"));
  EXPECT_TRUE(has(text, "zext i1"));
}

TEST(LowerIntrinsics, RefusesByName) {
  EXPECT_EQ(buildBody("call void @llvm.trap()", "declare void @llvm.trap()"),
            "error: kernel 'k': 'llvm.trap' has no counterpart in AIR");
  EXPECT_EQ(buildBody("%t = call i64 @llvm.readcyclecounter()\nstore i64 %t, ptr addrspace(1) %a",
                      "declare i64 @llvm.readcyclecounter()"),
            "error: kernel 'k': 'llvm.readcyclecounter' has no counterpart in AIR");
}

} // namespace tritonmetal::air
