//===- BitcodeInstructionsTest.cpp - One test per kind of instruction ----===//
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

TEST(BitcodeInstructions, IntegerArithmeticWithFlags) {
  auto text = roundTrip(R"(
define i32 @f(i32 %a, i32 %b) {
  %1 = add i32 %a, %b
  %2 = add nuw i32 %1, %b
  %3 = sub nsw i32 %2, %a
  %4 = mul nuw nsw i32 %3, %b
  %5 = udiv i32 %4, %b
  %6 = udiv exact i32 %5, %b
  %7 = sdiv exact i32 %6, %b
  %8 = sdiv i32 %7, %b
  %9 = urem i32 %8, %b
  %10 = srem i32 %9, %b
  %11 = shl nuw nsw i32 %10, 3
  %12 = lshr exact i32 %11, 2
  %13 = ashr i32 %12, %a
  %14 = and i32 %13, %b
  %15 = or i32 %14, 255
  %16 = xor i32 %15, -1
  ret i32 %16
}
)");
  expectLines(text, {"%3 = add i32 %0, %1", "%4 = add nuw i32 %3, %1", "%5 = sub nsw i32",
                     "mul nuw nsw i32", "udiv i32", "udiv exact i32", "sdiv exact i32", "sdiv i32",
                     "urem i32", "srem i32", "shl nuw nsw i32", "lshr exact i32", "ashr i32",
                     "and i32", "or i32 %16, 255", "xor i32 %17, -1"});
}

TEST(BitcodeInstructions, FloatArithmeticWithEachFlag) {
  auto text = roundTrip(R"(
define float @f(float %a, float %b) {
  %1 = fadd reassoc float %a, %b
  %2 = fsub nnan float %1, %b
  %3 = fmul ninf float %2, %b
  %4 = fdiv nsz float %3, %b
  %5 = frem arcp float %4, %b
  %6 = fadd contract float %5, %b
  %7 = fmul afn float %6, %b
  %8 = fneg fast float %7
  %9 = fneg float %8
  ret float %9
}
)");
  expectLines(text, {"fadd reassoc float", "fsub nnan float", "fmul ninf float", "fdiv nsz float",
                     "frem arcp float", "fadd contract float", "fmul afn float", "fneg fast float",
                     "fneg float"});
}

TEST(BitcodeInstructions, ConversionsOfAllKinds) {
  auto text = roundTrip(R"(
define bfloat @f(i32 %a, float %b, ptr addrspace(1) %p) {
  %1 = trunc i32 %a to i16
  %2 = zext i16 %1 to i64
  %3 = sext i16 %1 to i64
  %4 = fptoui float %b to i32
  %5 = fptosi float %b to i8
  %6 = uitofp i32 %4 to half
  %7 = sitofp i8 %5 to float
  %8 = fptrunc float %7 to bfloat
  %9 = fpext half %6 to float
  %10 = bitcast float %9 to i32
  %11 = bitcast i32 %10 to <4 x i8>
  %12 = ptrtoint ptr addrspace(1) %p to i64
  %13 = inttoptr i64 %12 to ptr addrspace(1)
  %14 = load bfloat, ptr addrspace(1) %13, align 2
  %15 = fadd bfloat %14, %8
  ret bfloat %15
}
)");
  expectLines(text,
              {"trunc i32 %0 to i16", "zext i16", "sext i16", "fptoui float", "fptosi float",
               "uitofp i32", "sitofp i8", "fptrunc float", " to bfloat", "fpext half",
               "bitcast float", "bitcast i32", "to <4 x i8>", "ptrtoint i8 addrspace(1)* %2",
               "inttoptr i64 %15 to bfloat addrspace(1)*", "load bfloat, bfloat addrspace(1)*"});
}

TEST(BitcodeInstructions, ComparisonsSelectAndFreeze) {
  auto text = roundTrip(R"(
define <4 x i1> @f(<4 x float> %a, <4 x float> %b, i64 %x, i1 %c) {
  %1 = fcmp olt <4 x float> %a, %b
  %2 = fcmp fast uno <4 x float> %a, %b
  %3 = icmp sge i64 %x, -5
  %4 = select i1 %3, <4 x i1> %1, <4 x i1> %2
  %5 = select <4 x i1> %4, <4 x float> %a, <4 x float> %b
  %6 = select nnan i1 %c, <4 x float> %5, <4 x float> zeroinitializer
  %7 = freeze <4 x float> %6
  %8 = fcmp true <4 x float> %7, %7
  ret <4 x i1> %8
}
)");
  expectLines(text, {"fcmp olt <4 x float>", "fcmp fast uno <4 x float>", "icmp sge i64 %2, -5",
                     "select i1 %7, <4 x i1>", "select <4 x i1> %8, <4 x float> %0",
                     "select nnan i1 %3", "zeroinitializer", "freeze <4 x float>", "fcmp true"});
}

TEST(BitcodeInstructions, VectorsAndAggregates) {
  auto text = roundTrip(R"(
define i32 @f(<4 x i32> %v, i32 %i, { i32, [2 x float] } %s) {
  %1 = extractelement <4 x i32> %v, i32 %i
  %2 = insertelement <4 x i32> %v, i32 %1, i64 3
  %3 = shufflevector <4 x i32> %v, <4 x i32> %2, <4 x i32> <i32 0, i32 7, i32 poison, i32 3>
  %4 = shufflevector <4 x i32> %3, <4 x i32> poison, <2 x i32> zeroinitializer
  %5 = extractelement <2 x i32> %4, i32 0
  %6 = extractvalue { i32, [2 x float] } %s, 1, 1
  %7 = insertvalue { i32, [2 x float] } %s, i32 %5, 0
  %8 = insertvalue { i32, [2 x float] } %7, float %6, 1, 0
  %9 = extractvalue { i32, [2 x float] } %8, 0
  ret i32 %9
}
)");
  expectLines(text, {"extractelement <4 x i32> %0, i32 %1", "insertelement <4 x i32>",
                     "<4 x i32> <i32 0, i32 7, i32 undef, i32 3>",
                     "<4 x i32> poison, <2 x i32> zeroinitializer",
                     "extractvalue { i32, [2 x float] } %2, 1, 1",
                     "insertvalue { i32, [2 x float] } %2, i32 %8, 0", "float %9, 1, 0"});
}

TEST(BitcodeInstructions, MemoryWithAlignmentAndVolatile) {
  auto text = roundTrip(R"(
define void @f(ptr addrspace(1) %p, i32 %n) {
  %a = alloca [16 x i32], align 16
  %b = alloca float, i32 %n, align 256
  %1 = load volatile <4 x half>, ptr addrspace(1) %p, align 2
  store volatile <4 x half> %1, ptr addrspace(1) %p, align 1
  %2 = load float, ptr %b, align 128
  store float %2, ptr %b
  %3 = getelementptr [16 x i32], ptr %a, i64 0, i64 7
  store i32 5, ptr %3, align 4
  ret void
}
)");
  expectLines(text, {"alloca [16 x i32], align 16", "alloca float, i32 %1, align 256",
                     "load volatile <4 x half>, <4 x half> addrspace(1)* %0, align 2",
                     "store volatile <4 x half>", "align 1", "load float, float* %4, align 128",
                     "getelementptr [16 x i32], [16 x i32]* %3, i64 0, i64 7",
                     "store i32 5, i32* %7, align 4"});
}

TEST(BitcodeInstructions, NativeAtomics) {
  auto text = roundTrip(R"(
define i32 @f(ptr addrspace(1) %p, ptr addrspace(3) %q, i32 %v, float %x) {
  %1 = atomicrmw add ptr addrspace(1) %p, i32 %v monotonic, align 4
  %2 = atomicrmw volatile umax ptr addrspace(1) %p, i32 %1 acq_rel, align 4
  %3 = atomicrmw xchg ptr addrspace(1) %p, i32 %2 syncscope("singlethread") seq_cst, align 4
  %4 = atomicrmw fadd ptr addrspace(3) %q, float %x monotonic, align 4
  %5 = cmpxchg weak ptr addrspace(1) %p, i32 %3, i32 %v acquire monotonic, align 4
  %6 = cmpxchg volatile ptr addrspace(1) %p, i32 %3, i32 %v seq_cst seq_cst, align 8
  %7 = load atomic i32, ptr addrspace(1) %p acquire, align 4
  store atomic i32 %7, ptr addrspace(1) %p release, align 4
  fence syncscope("singlethread") acq_rel
  fence seq_cst
  %8 = extractvalue { i32, i1 } %5, 0
  ret i32 %8
}
)");
  expectLines(text, {"atomicrmw add i32 addrspace(1)* %0, i32 %2 monotonic, align 4",
                     "atomicrmw volatile umax i32 addrspace(1)* %0, i32 %5 acq_rel",
                     "syncscope(\"singlethread\") seq_cst", "atomicrmw fadd float addrspace(3)* %1",
                     "cmpxchg weak i32 addrspace(1)* %0, i32 %7, i32 %2 acquire monotonic, align 4",
                     "cmpxchg volatile i32 addrspace(1)* %0", "seq_cst seq_cst, align 8",
                     "load atomic i32, i32 addrspace(1)* %0 acquire, align 4",
                     "store atomic i32 %11, i32 addrspace(1)* %0 release, align 4",
                     "fence syncscope(\"singlethread\") acq_rel", "fence seq_cst"});
}

TEST(BitcodeInstructions, EveryAtomicOperation) {
  // One reader's table of operations is the other writer's: all of them in a row.
  std::string body;
  for (StringRef operation :
       {"xchg", "add", "sub", "and", "nand", "or", "xor", "max", "min", "umax", "umin"})
    body += ("  atomicrmw " + operation + " ptr addrspace(1) %p, i32 %v monotonic\n").str();
  body += "  atomicrmw fsub ptr addrspace(1) %p, float 1.0 monotonic\n";
  roundTrip("define void @f(ptr addrspace(1) %p, i32 %v) {\n" + body + "  ret void\n}\n");
}

TEST(BitcodeInstructions, ControlFlow) {
  auto text = roundTrip(R"(
define i32 @f(i32 %a, i64 %b) {
entry:
  switch i32 %a, label %other [
    i32 0, label %zero
    i32 -7, label %minus
    i32 8, label %zero
  ]
zero:
  %x = phi i32 [ 1, %entry ], [ 1, %entry ], [ %y, %minus ]
  ret i32 %x
minus:
  %y = add i32 %a, 1
  switch i64 %b, label %zero [
    i64 -9223372036854775808, label %other
  ]
other:
  %c = icmp eq i32 %a, 100
  br i1 %c, label %dead, label %loop
loop:
  %i = phi i32 [ 0, %other ], [ %j, %loop ]
  %j = add i32 %i, 1
  %more = icmp ult i32 %j, %a
  br i1 %more, label %loop, label %out
out:
  %last = phi i32 [ %j, %loop ]
  ret i32 %last
dead:
  unreachable
}
)");
  expectLines(text, {"switch i32 %0, label %", "i32 0, label", "i32 -7, label", "i32 8, label",
                     "phi i32 [ 1, ", "switch i64 %1", "i64 -9223372036854775808, label",
                     "phi i32 [ 0, ", "unreachable"});
}

TEST(BitcodeInstructions, ForwardReferencesCarryTypes) {
  // Blocks in an order in which uses precede definitions, for values, pointers and casts.
  auto text = roundTrip(R"(
define float @f(ptr addrspace(1) %p, i1 %c) {
entry:
  br label %define
use:
  %v = load float, ptr addrspace(1) %q
  %w = fadd float %v, %u
  %z = bitcast float %w to i32
  %n = fneg float %u
  br i1 %c, label %use2, label %define
use2:
  %s = load <2 x float>, ptr addrspace(1) %q
  ret float %n
define:
  %k = phi i32 [ 0, %entry ], [ %z, %use ]
  %q = getelementptr float, ptr addrspace(1) %p, i32 %k
  %u = uitofp i32 %k to float
  br label %use
}
)");
  expectLines(text, {"load float, float addrspace(1)* ", "bitcast float addrspace(1)* ",
                     "load <2 x float>, <2 x float> addrspace(1)* "});
}

TEST(BitcodeInstructions, NearestForwardReferences) {
  // %n uses the very next result; unreachable code may even use its own.
  roundTrip(R"(
define float @f(i32 %i) {
entry:
  br label %define
use:
  %n = fneg float %u
  ret float %n
define:
  %u = uitofp i32 %i to float
  br label %use
dead:
  %x = add i32 %x, 1
  %p = getelementptr i8, ptr addrspace(1) %p, i32 %x
  br label %dead
}
)");
}

TEST(BitcodeInstructions, Calls) {
  auto text = roundTrip(R"(
declare float @air.fma.f32(float, float, float)
declare void @air.wg.barrier(i32, i32)
declare fastcc i32 @helper(ptr addrspace(1))
declare float @llvm.fma.f32(float, float, float)
declare void @llvm.memcpy.p3.p1.i64(ptr addrspace(3), ptr addrspace(1), i64, i1)
declare { i32, i1 } @llvm.uadd.with.overflow.i32(i32, i32)
define void @f(float %a, ptr addrspace(1) %p, ptr addrspace(3) %q) {
  %1 = call nnan contract float @air.fma.f32(float %a, float 2.0, float %a)
  tail call void @air.wg.barrier(i32 2, i32 1)
  notail call void @air.wg.barrier(i32 0, i32 1)
  %2 = call fastcc i32 @helper(ptr addrspace(1) nonnull align 8 %p) nounwind "key"="value"
  %3 = call fast float @llvm.fma.f32(float %1, float %1, float %1)
  call void @llvm.memcpy.p3.p1.i64(ptr addrspace(3) align 4 %q, ptr addrspace(1) align 4 %p, i64 16, i1 false)
  %4 = call { i32, i1 } @llvm.uadd.with.overflow.i32(i32 %2, i32 1)
  musttail call void @f(float %3, ptr addrspace(1) %p, ptr addrspace(3) %q)
  ret void
}
)");
  expectLines(text,
              {"call nnan contract float @air.fma.f32(float %0, float 2.000000e+00, float %0)",
               "tail call void @air.wg.barrier(i32 2, i32 1)",
               "notail call void @air.wg.barrier(i32 0, i32 1)",
               "call fastcc i32 @helper(i8 addrspace(1)* nonnull align 8 %1)",
               "call fast float @llvm.fma.f32",
               "call void @llvm.memcpy.p3i8.p1i8.i64(i8 addrspace(3)* align 4 %2, i8 "
               "addrspace(1)* align 4 %1, i64 16, i1 false)",
               "musttail call void @f("});
}

} // namespace
