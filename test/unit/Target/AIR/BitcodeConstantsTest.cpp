//===- BitcodeConstantsTest.cpp - Constants, types and globals -----------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BitcodeTestSupport.h"

#include "llvm/IR/Constants.h"
#include "llvm/Support/CommandLine.h"

#include "gtest/gtest.h"

using namespace llvm;
using namespace tritonmetal::test;

namespace {

TEST(BitcodeConstants, Integers) {
  auto text = roundTrip(R"(
define void @f(ptr addrspace(1) %p) {
  store i1 true, ptr addrspace(1) %p
  store i8 -128, ptr addrspace(1) %p
  store i16 32767, ptr addrspace(1) %p
  store i32 -2147483648, ptr addrspace(1) %p
  store i64 9223372036854775807, ptr addrspace(1) %p
  store i64 -9223372036854775808, ptr addrspace(1) %p
  store i128 -1, ptr addrspace(1) %p
  store i128 170141183460469231731687303715884105727, ptr addrspace(1) %p
  store i128 -170141183460469231731687303715884105728, ptr addrspace(1) %p
  store i65 18446744073709551616, ptr addrspace(1) %p
  store i32 0, ptr addrspace(1) %p
  ret void
}
)");
  expectLines(text, {"store i1 true, i1 addrspace(1)*", "store i8 -128", "store i16 32767",
                     "store i32 -2147483648", "store i64 9223372036854775807",
                     "store i64 -9223372036854775808", "store i128 -1,",
                     "store i128 170141183460469231731687303715884105727",
                     "store i128 -170141183460469231731687303715884105728",
                     "i65 -18446744073709551616", "store i32 0"});
}

TEST(BitcodeConstants, Floats) {
  // Zeros of both signs, infinities, NaN payloads, denormals: bits count, not values.
  auto text = roundTrip(R"(
define void @f(ptr addrspace(1) %p) {
  store float 0.0, ptr addrspace(1) %p
  store float -0.0, ptr addrspace(1) %p
  store float 0x7FF0000000000000, ptr addrspace(1) %p
  store float 0x7FF8000020000000, ptr addrspace(1) %p
  store float 0x36A0000000000000, ptr addrspace(1) %p
  store half 0xHFC00, ptr addrspace(1) %p
  store half 0xH8000, ptr addrspace(1) %p
  store bfloat 0xR3F80, ptr addrspace(1) %p
  store bfloat 0xR7FC1, ptr addrspace(1) %p
  store double 0x400921FB54442D18, ptr addrspace(1) %p
  ret void
}
)");
  expectLines(text,
              {"float 0.000000e+00", "float -0.000000e+00", "float 0x7FF0000000000000",
               "float 0x7FF8000020000000", "float 0x36A0000000000000", "half 0xHFC00",
               "half 0xH8000", "bfloat 0xR3F80", "bfloat 0xR7FC1", "double 0x400921FB54442D18"});
}

TEST(BitcodeConstants, VectorsSplatsUndefAndPoison) {
  auto text = roundTrip(R"(
define void @f(ptr addrspace(1) %p) {
  store <4 x i32> <i32 1, i32 -2, i32 3, i32 -4>, ptr addrspace(1) %p
  store <2 x float> splat (float 1.5), ptr addrspace(1) %p
  store <3 x half> splat (half 1.0), ptr addrspace(1) %p
  store <2 x bfloat> <bfloat 1.0, bfloat -2.0>, ptr addrspace(1) %p
  store <8 x i1> <i1 true, i1 false, i1 true, i1 true, i1 false, i1 false, i1 true, i1 false>, ptr addrspace(1) %p
  store <4 x i32> <i32 1, i32 undef, i32 poison, i32 0>, ptr addrspace(1) %p
  store <4 x i8> zeroinitializer, ptr addrspace(1) %p
  store <4 x i16> undef, ptr addrspace(1) %p
  store <4 x i16> poison, ptr addrspace(1) %p
  store float undef, ptr addrspace(1) %p
  store i32 poison, ptr addrspace(1) %p
  store <2 x i24> <i24 -1, i24 5>, ptr addrspace(1) %p
  ret void
}
)");
  expectLines(text,
              {"<4 x i32> <i32 1, i32 -2, i32 3, i32 -4>",
               "<2 x float> <float 1.500000e+00, float 1.500000e+00>",
               "<3 x half> <half 0xH3C00, half 0xH3C00, half 0xH3C00>",
               "<2 x bfloat> <bfloat 0xR3F80, bfloat 0xRC000>",
               "<8 x i1> <i1 true, i1 false, i1 true, i1 true,",
               "i32 1, i32 undef, i32 poison, i32 0", "<4 x i8> zeroinitializer", "<4 x i16> undef",
               "<4 x i16> poison", "float undef", "i32 poison", "<2 x i24> <i24 -1, i24 5>"});
}

/// Switches an option of LLVM's for the life of the object.
class OptionSwitch {
public:
  explicit OptionSwitch(StringRef name)
      : option(static_cast<cl::opt<bool> *>(cl::getRegisteredOptions().lookup(name))) {
    if (option)
      option->setValue(true);
  }
  ~OptionSwitch() {
    if (option)
      option->setValue(false);
  }
  cl::opt<bool> *option;
};

TEST(BitcodeConstants, SplatsThatAreOneConstant) {
  // LLVM 22 can hold a splat as a ConstantInt or ConstantFP of vector type; LLVM 14 cannot.
  OptionSwitch integers("use-constant-int-for-fixed-length-splat");
  OptionSwitch floats("use-constant-fp-for-fixed-length-splat");
  ASSERT_TRUE(integers.option && floats.option);
  LLVMContext context;
  auto module = parseModule(context, R"(
define void @f(ptr addrspace(1) %p) {
  store <3 x i32> splat (i32 7), ptr addrspace(1) %p
  store <3 x float> splat (float 2.5), ptr addrspace(1) %p
  ret void
}
)");
  ASSERT_TRUE(module);
  ASSERT_TRUE(isa<ConstantInt>(module->getFunction("f")->front().front().getOperand(0)));
  expectLines(roundTrip(*module), {"<3 x i32> <i32 7, i32 7, i32 7>",
                                   "<3 x float> <float 2.500000e+00, float 2.500000e+00,"});
}

TEST(BitcodeConstants, GlobalsAndInitializers) {
  auto text = roundTrip(R"(
%pair = type { i32, [2 x float] }
%packed = type <{ i8, i32 }>
@table = internal unnamed_addr addrspace(2) constant [4 x float] [float 1.0, float 2.0, float 0.0, float -1.0], align 4
@bytes = private addrspace(2) constant [6 x i8] c"hello\00", section "air.strings"
@pairs = internal addrspace(2) constant [2 x %pair] [%pair { i32 1, [2 x float] zeroinitializer }, %pair { i32 -1, [2 x float] [float 1.0, float undef] }]
@small = internal local_unnamed_addr addrspace(2) constant %packed <{ i8 1, i32 2 }>, align 1
@scratch = internal addrspace(3) global [64 x i32] undef, align 16
@outside = external hidden addrspace(2) global float, align 4
@init = internal addrspace(2) externally_initialized constant float undef, section "air.fc_initializer", align 4
@0 = internal addrspace(3) global i64 poison, align 8
@nothing = internal addrspace(2) constant ptr addrspace(1) null
@link = internal addrspace(2) constant { ptr addrspace(2), i32 } { ptr addrspace(2) @table, i32 4 }
@null = internal addrspace(2) constant [2 x ptr addrspace(1)] zeroinitializer
define i32 @f(i32 %i) section "air.code" align 16 {
  %p = getelementptr [2 x %pair], ptr addrspace(2) @pairs, i32 0, i32 %i, i32 0
  %v = load i32, ptr addrspace(2) %p
  store i32 %v, ptr addrspace(3) @scratch
  store i64 1, ptr addrspace(3) @0
  ret i32 %v
}
)");
  expectLines(
      text,
      {"%pair = type { i32, [2 x float] }", "%packed = type <{ i8, i32 }>",
       "@table = internal unnamed_addr addrspace(2) constant [4 x float] [float 1.0",
       "c\"hello\\00\", section \"air.strings\"",
       "[%pair { i32 1, [2 x float] zeroinitializer }, %pair { i32 -1,",
       "local_unnamed_addr addrspace(2) constant %packed <{ i8 1, i32 2 }>, align 1",
       "@scratch = internal addrspace(3) global [64 x i32] undef, align 16",
       "@outside = external hidden addrspace(2) global float, align 4",
       "externally_initialized constant float undef, section \"air.fc_initializer\"",
       "@0 = internal addrspace(3) global i64 poison, align 8", "constant i8 addrspace(1)* null",
       "bitcast ([4 x float] addrspace(2)* @table to i8 addrspace(2)*)",
       "define i32 @f(i32 %0) section \"air.code\" align 16",
       "getelementptr [2 x %pair], [2 x %pair] addrspace(2)* @pairs, i32 0, i32 %0, i32 0"});
}

TEST(BitcodeConstants, ModuleWithoutFunctions) {
  roundTrip("@a = internal addrspace(2) constant i32 5\n");
  roundTrip("");
}

TEST(BitcodeConstants, LinkageAndVisibility) {
  auto text = roundTrip(R"(
@a = weak addrspace(2) global i32 0
@b = linkonce_odr protected addrspace(2) global i32 0
@c = common addrspace(2) global i32 0
@d = extern_weak addrspace(2) global i32
@e = available_externally addrspace(2) global i32 1
@g = weak_odr dso_local addrspace(2) global i32 1
@h = linkonce addrspace(2) global i32 1
define internal void @f() unnamed_addr { ret void }
declare hidden void @air.external()
)");
  expectLines(text, {"@a = weak addrspace(2)", "@b = linkonce_odr protected", "@c = common",
                     "@d = extern_weak", "@e = available_externally", "@g = weak_odr dso_local",
                     "@h = linkonce addrspace(2)", "define internal void @f() unnamed_addr",
                     "declare hidden void @air.external()"});
}

} // namespace
