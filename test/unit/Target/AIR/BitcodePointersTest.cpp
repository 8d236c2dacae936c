//===- BitcodePointersTest.cpp - Which pointee each pointer gets ---------===//
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

TEST(BitcodePointers, ArgumentTakesTheFirstAccess) {
  auto text = roundTrip(R"(
define void @f(ptr addrspace(1) %a, ptr addrspace(1) %b, ptr addrspace(1) %c, ptr addrspace(1) %unused) {
  store i16 1, ptr addrspace(1) %a
  store float 1.0, ptr addrspace(1) %a
  %g = getelementptr <2 x half>, ptr addrspace(1) %b, i64 1
  %n = atomicrmw add ptr addrspace(1) %c, i32 1 monotonic
  store float 2.0, ptr addrspace(1) %a
  ret void
}
)");
  // The second view is made once and shared.
  expectLines(text, {"define void @f(i16 addrspace(1)* %0, <2 x half> addrspace(1)* %1, "
                     "i32 addrspace(1)* %2, i8 addrspace(1)* %3)",
                     "store i16 1, i16 addrspace(1)* %0",
                     "%5 = bitcast i16 addrspace(1)* %0 to float addrspace(1)*",
                     "store float 1.000000e+00, float addrspace(1)* %5",
                     "store float 2.000000e+00, float addrspace(1)* %5"});
}

TEST(BitcodePointers, HintsComeFirst) {
  LLVMContext context;
  auto module = parseModule(context, R"(
%texture = type opaque
declare ptr addrspace(1) @air.get(ptr addrspace(1))
define void @f(ptr addrspace(1) %a, ptr addrspace(1) %t) {
  store i32 1, ptr addrspace(1) %a
  %e = call ptr addrspace(1) @air.get(ptr addrspace(1) %t)
  store i32 2, ptr addrspace(1) %e
  ret void
}
)");
  ASSERT_TRUE(module);
  Function *f = module->getFunction("f"), *get = module->getFunction("air.get");
  StructType *texture = StructType::create(context, "struct._texture_2d_t");
  tritonmetal::air::PointeeTypes hints;
  hints.set(*f->getArg(0), Type::getHalfTy(context));
  hints.set(*f->getArg(1), texture);
  hints.set(*get->getArg(0), texture);
  hints.set(*get, Type::getFloatTy(context));
  expectLines(roundTrip(*module, hints),
              {"%struct._texture_2d_t = type opaque",
               "declare float addrspace(1)* @air.get(%struct._texture_2d_t addrspace(1)*)",
               "define void @f(half addrspace(1)* %0, %struct._texture_2d_t addrspace(1)* %1)",
               "bitcast half addrspace(1)* %0 to i32 addrspace(1)*",
               "call float addrspace(1)* @air.get(%struct._texture_2d_t addrspace(1)* %1)",
               "bitcast float addrspace(1)*"});
}

TEST(BitcodePointers, KernelMetadataNamesTheElement) {
  auto text = roundTrip(R"(
define void @k(ptr addrspace(1) %a, ptr addrspace(1) %b, ptr addrspace(2) %c, ptr addrspace(1) %d) {
  %v = load <4 x float>, ptr addrspace(1) %a
  store i8 1, ptr addrspace(1) %b
  %n = load i32, ptr addrspace(2) %c
  ret void
}
!air.kernel = !{!0}
!0 = !{ptr @k, !1, !2}
!1 = !{}
!2 = !{!3, !4, !5, !6}
!3 = !{i32 0, !"air.buffer", !"air.arg_type_name", !"float", !"air.arg_name", !"a"}
!4 = !{i32 1, !"air.buffer", !"air.arg_type_name", !"half4", !"air.arg_name", !"b"}
!5 = !{i32 2, !"air.buffer", !"air.arg_type_name", !"Scalars", !"air.arg_name", !"c"}
!6 = !{i32 3, !"air.buffer", !"air.arg_type_name", !"bfloat", !"air.arg_name", !"d"}
)");
  expectLines(text, {"define void @k(float addrspace(1)* %0, <4 x half> addrspace(1)* %1, "
                     "i32 addrspace(2)* %2, bfloat addrspace(1)* %3)"});
}

TEST(BitcodePointers, OddKernelMetadataIsIgnored) {
  auto text = roundTrip(R"(
define void @k(ptr addrspace(1) %a) { ret void }
!air.kernel = !{!0, !1, !2, !3}
!0 = !{ptr @k, !1, !4}
!1 = !{}
!2 = !{null, !1, !4}
!3 = !{ptr @k, !1, null}
!4 = !{!5, !6, !7, !8, null}
!5 = !{i32 99, !"air.arg_type_name", !"float"}
!6 = !{!"air.arg_type_name", !"float"}
!7 = !{i128 18446744073709551616, !"air.arg_type_name", !"float"}
!8 = !{i32 0, !"air.arg_type_name"}
)");
  expectLines(text, {"define void @k(i8 addrspace(1)* %0)"});
}

TEST(BitcodePointers, IntrinsicNamesStateElements) {
  auto text = roundTrip(R"(
declare i32 @air.atomic.global.add.s.i32(ptr addrspace(1), i32, i32, i32, i1)
declare float @air.atomic.global.xchg.f32(ptr addrspace(1), float, i32, i32, i1)
declare i32 @air.atomic.local.cmpxchg.weak.i32(ptr addrspace(3), ptr, i32, i32, i32, i32, i1)
declare void @air.atomic.global.max.u.i64(ptr addrspace(1), i64, i32, i32, i1)
declare <64 x half> @air.simdgroup_matrix_8x8_load.v64f16.p3f16(ptr addrspace(3), <2 x i64>, <2 x i64>, <2 x i64>)
declare void @air.simdgroup_matrix_8x8_store.v64f32.p1f32(<64 x float>, ptr addrspace(1), <2 x i64>, <2 x i64>, <2 x i64>)
declare ptr @air.simdgroup_async_copy_2d.p3i8.p1i8(i64, i64, ptr addrspace(3), i64, ptr addrspace(1))
declare float @air.fast_sincos.f32(float, ptr)
declare void @air.unknown(ptr addrspace(1))
define void @f(ptr addrspace(1) %p, ptr addrspace(3) %q, float %x) {
  %e = alloca i32
  %c = alloca <2 x float>
  %1 = call i32 @air.atomic.global.add.s.i32(ptr addrspace(1) %p, i32 1, i32 0, i32 2, i1 true)
  %2 = call float @air.atomic.global.xchg.f32(ptr addrspace(1) %p, float %x, i32 0, i32 2, i1 true)
  %3 = call i32 @air.atomic.local.cmpxchg.weak.i32(ptr addrspace(3) %q, ptr %e, i32 1, i32 0, i32 0, i32 1, i1 true)
  call void @air.atomic.global.max.u.i64(ptr addrspace(1) %p, i64 1, i32 0, i32 2, i1 true)
  %4 = call <64 x half> @air.simdgroup_matrix_8x8_load.v64f16.p3f16(ptr addrspace(3) %q, <2 x i64> splat (i64 8), <2 x i64> <i64 1, i64 8>, <2 x i64> zeroinitializer)
  call void @air.simdgroup_matrix_8x8_store.v64f32.p1f32(<64 x float> zeroinitializer, ptr addrspace(1) %p, <2 x i64> splat (i64 8), <2 x i64> <i64 1, i64 8>, <2 x i64> zeroinitializer)
  %5 = call float @air.fast_sincos.f32(float %x, ptr %c)
  call void @air.unknown(ptr addrspace(1) %p)
  ret void
}
)");
  expectLines(text,
              {"declare i32 @air.atomic.global.add.s.i32(i32 addrspace(1)*, i32, i32, i32, i1)",
               "declare float @air.atomic.global.xchg.f32(float addrspace(1)*, float,",
               "@air.atomic.local.cmpxchg.weak.i32(i32 addrspace(3)*, i32*, i32,",
               "@air.atomic.global.max.u.i64(i64 addrspace(1)*, i64,",
               "p3f16(half addrspace(3)*, <2 x i64>", "p1f32(<64 x float>, float addrspace(1)*,",
               "declare i8* @air.simdgroup_async_copy_2d.p3i8.p1i8(i64, i64, i8 addrspace(3)*, "
               "i64, i8 addrspace(1)*)",
               "@air.fast_sincos.f32(float, float*)", "@air.unknown(i8 addrspace(1)*)",
               "define void @f(i32 addrspace(1)* %0, i32 addrspace(3)* %1, float %2)",
               "bitcast <2 x float>* "});
}

TEST(BitcodePointers, LoopsCarryTypedPointers) {
  // The phi is float*, as its first access; the half* that comes in is cast in the entry block.
  auto text = roundTrip(R"(
define void @f(ptr addrspace(1) %p, i32 %n) {
entry:
  store half 1.0, ptr addrspace(1) %p
  br label %loop
loop:
  %q = phi ptr addrspace(1) [ %p, %entry ], [ %q.next, %loop ]
  %i = phi i32 [ 0, %entry ], [ %i.next, %loop ]
  %v = load float, ptr addrspace(1) %q
  %q.next = getelementptr i8, ptr addrspace(1) %q, i64 4
  %i.next = add i32 %i, 1
  %c = icmp eq i32 %i.next, %n
  br i1 %c, label %out, label %loop
out:
  ret void
}
)");
  expectLines(text, {"define void @f(half addrspace(1)* %0, i32 %1)",
                     "%3 = bitcast half addrspace(1)* %0 to float addrspace(1)*", "br label",
                     "phi float addrspace(1)* [ %3, ", "load float, float addrspace(1)*",
                     "bitcast float addrspace(1)* ", "to i8 addrspace(1)*",
                     "getelementptr i8, i8 addrspace(1)*", "bitcast i8 addrspace(1)* "});
}

TEST(BitcodePointers, OneCastServesRepeatedEdges) {
  // LLVM wants equal values for equal edges, so both entries of the phi use the same cast.
  roundTrip(R"(
define void @f(ptr addrspace(1) %p, i32 %n) {
entry:
  store half 1.0, ptr addrspace(1) %p
  switch i32 %n, label %other [
    i32 1, label %join
    i32 2, label %join
  ]
other:
  br label %join
join:
  %q = phi ptr addrspace(1) [ %p, %entry ], [ %p, %entry ], [ null, %other ]
  store i32 1, ptr addrspace(1) %q
  ret void
}
)");
}

TEST(BitcodePointers, SelectFreezeCompareAndConstants) {
  auto text = roundTrip(R"(
@g = internal addrspace(3) global [8 x float] undef
define i1 @f(ptr addrspace(3) %p, i1 %c) {
  store half 1.0, ptr addrspace(3) %p
  %s = select i1 %c, ptr addrspace(3) %p, ptr addrspace(3) @g
  store i32 1, ptr addrspace(3) %s
  %z = select i1 %c, ptr addrspace(3) null, ptr addrspace(3) undef
  %fr = freeze ptr addrspace(3) %s
  %k = icmp eq ptr addrspace(3) %p, @g
  %l = icmp eq ptr addrspace(3) null, %p
  %m = icmp ult ptr addrspace(3) %fr, %z
  %i = ptrtoint ptr addrspace(3) @g to i64
  %o = icmp eq ptr addrspace(3) @g, null
  store float 1.0, ptr addrspace(3) @g
  store i64 2, ptr addrspace(3) poison
  ret i1 %k
}
)");
  expectLines(text,
              {"define i1 @f(half addrspace(3)* %0, i1 %1)", "bitcast half addrspace(3)* %0 to i32",
               "select i1 %1, i32 addrspace(3)* %3, i32 addrspace(3)* bitcast",
               "select i1 %1, i8 addrspace(3)* null, i8 addrspace(3)* undef", "bitcast i32",
               "freeze i8 addrspace(3)*", "icmp eq half addrspace(3)* %0, bitcast",
               "icmp eq half addrspace(3)* null, %0", "icmp ult i8 addrspace(3)*",
               "ptrtoint [8 x float] addrspace(3)* @g to i64",
               "store i64 2, i64 addrspace(3)* poison"});
}

TEST(BitcodePointers, PointersInMemoryAreBytes) {
  // An argument buffer: pointers are loaded, extracted, stored and returned as i8*.
  auto text = roundTrip(R"(
%args = type { ptr addrspace(1), ptr addrspace(1), i32 }
define ptr addrspace(1) @f(ptr addrspace(2) %a, ptr addrspace(1) %out) {
  %q = getelementptr inbounds %args, ptr addrspace(2) %a, i32 0, i32 1
  %p = load ptr addrspace(1), ptr addrspace(2) %q, align 8
  %v = load float, ptr addrspace(1) %p
  %e = getelementptr float, ptr addrspace(1) %p, i64 3
  store ptr addrspace(1) %e, ptr addrspace(1) %out
  %agg = insertvalue { ptr addrspace(1), i32 } poison, ptr addrspace(1) %e, 0
  %x = extractvalue { ptr addrspace(1), i32 } %agg, 0
  store i32 1, ptr addrspace(1) %x
  ret ptr addrspace(1) %e
}
)");
  expectLines(
      text,
      {"%args = type { i8 addrspace(1)*, i8 addrspace(1)*, i32 }",
       "define i8 addrspace(1)* @f(%args addrspace(2)* %0, i8 addrspace(1)* addrspace(1)* %1)",
       "getelementptr inbounds %args, %args addrspace(2)* %0, i32 0, i32 1",
       "load i8 addrspace(1)*, i8 addrspace(1)* addrspace(2)* %3, align 8",
       "bitcast i8 addrspace(1)* %4 to float addrspace(1)*", "store i8 addrspace(1)* ",
       "insertvalue { i8 addrspace(1)*, i32 } poison", "ret i8 addrspace(1)*"});
}

TEST(BitcodePointers, CallsBetweenDefinedFunctions) {
  auto text = roundTrip(R"(
define internal float @callee(ptr addrspace(1) %p) {
  %v = load float, ptr addrspace(1) %p
  ret float %v
}
define void @caller(ptr addrspace(1) %p) {
  store half 1.0, ptr addrspace(1) %p
  %v = call float @callee(ptr addrspace(1) %p)
  ret void
}
)");
  expectLines(text, {"define internal float @callee(float addrspace(1)* %0)",
                     "define void @caller(half addrspace(1)* %0)",
                     "bitcast half addrspace(1)* %0 to float addrspace(1)*",
                     "call float @callee(float addrspace(1)* %2)"});
}

TEST(BitcodePointers, CastsOfTheModuleItselfSurvive) {
  roundTrip(R"(
define void @f(ptr addrspace(1) %p) {
  store half 1.0, ptr addrspace(1) %p
  %q = bitcast ptr addrspace(1) %p to ptr addrspace(1)
  store float 1.0, ptr addrspace(1) %q
  ret void
}
)");
}

} // namespace
