//===- BitcodeKernelsTest.cpp - Whole kernels through the writer ----------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BitcodeTestSupport.h"

#include "gtest/gtest.h"

using namespace tritonmetal::test;

namespace {

constexpr const char *vectorAdd = R"(
source_filename = "vadd"
target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64_v27-apple-macosx15.0.0"

define void @vadd(ptr addrspace(1) noundef readonly captures(none) "air-buffer-no-alias" %a,
                  ptr addrspace(1) noundef readonly captures(none) %b,
                  ptr addrspace(1) noundef writeonly captures(none) %c,
                  i32 noundef %i) local_unnamed_addr #0 {
  %x = zext i32 %i to i64
  %pa = getelementptr inbounds float, ptr addrspace(1) %a, i64 %x
  %va = load float, ptr addrspace(1) %pa, align 4, !tbaa !20
  %pb = getelementptr inbounds float, ptr addrspace(1) %b, i64 %x
  %vb = load float, ptr addrspace(1) %pb, align 4, !tbaa !20
  %s = fadd fast float %va, %vb
  %pc = getelementptr inbounds float, ptr addrspace(1) %c, i64 %x
  store float %s, ptr addrspace(1) %pc, align 4, !tbaa !20
  ret void
}

attributes #0 = { mustprogress nofree norecurse nosync nounwind willreturn memory(argmem: readwrite) "frame-pointer"="all" "no-builtins" }

!llvm.module.flags = !{!0, !1, !2}
!llvm.ident = !{!3}
!air.version = !{!4}
!air.language_version = !{!5}
!air.kernel = !{!6}
!0 = !{i32 2, !"SDK Version", [2 x i32] [i32 15, i32 0]}
!1 = !{i32 1, !"wchar_size", i32 4}
!2 = !{i32 7, !"frame-pointer", i32 2}
!3 = !{!"triton-metal"}
!4 = !{i32 2, i32 7, i32 0}
!5 = !{!"Metal", i32 3, i32 2, i32 0}
!6 = !{ptr @vadd, !7, !8}
!7 = !{}
!8 = !{!9, !10, !11, !12}
!9 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"a"}
!10 = !{i32 1, !"air.buffer", !"air.location_index", i32 1, i32 1, !"air.read", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"b"}
!11 = !{i32 2, !"air.buffer", !"air.location_index", i32 2, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"c"}
!12 = !{i32 3, !"air.thread_position_in_grid", !"air.arg_type_name", !"uint", !"air.arg_name", !"i"}
!20 = !{!21, !21, i64 0}
!21 = !{!"float", !22, i64 0}
!22 = !{!"omnipotent char", !23, i64 0}
!23 = !{!"Simple C++ TBAA"}
)";

TEST(BitcodeKernels, VectorAddIsWhatAppleWrites) {
  // The kernel of Apple's own fixtures: no casts at all, and their typed text.
  auto text = roundTrip(vectorAdd);
  expectLines(
      text, {"define void @vadd(float addrspace(1)* nocapture noundef readonly "
             "\"air-buffer-no-alias\" %0, float addrspace(1)* nocapture noundef readonly %1, "
             "float addrspace(1)* nocapture noundef writeonly %2, i32 noundef %3) "
             "local_unnamed_addr #0 {",
             "getelementptr inbounds float, float addrspace(1)* %0, i64 %5",
             "load float, float addrspace(1)* %6, align 4, !tbaa ", "fadd fast float %7, %9",
             "attributes #0 = { argmemonly mustprogress nofree norecurse nosync nounwind "
             "willreturn \"frame-pointer\"=\"all\" \"no-builtins\" }",
             "!{i32 2, !\"SDK Version\", [2 x i32] [i32 15, i32 0]}",
             "!{void (float addrspace(1)*, float addrspace(1)*, float addrspace(1)*, i32)* @vadd"});
  if (text)
    EXPECT_EQ(text->find("bitcast"), std::string::npos);
}

TEST(BitcodeKernels, RowSoftmax) {
  // A loop with phis, a threadgroup array, barriers and SIMD reductions; vectors are loaded through
  // a view of the float buffer.
  auto text = roundTrip(R"(
target triple = "air64_v27-apple-macosx15.0.0"
@partial = internal addrspace(3) global [4 x float] undef, align 16

declare float @air.simd_max.f32(float) #1
declare float @air.simd_sum.f32(float) #1
declare float @air.fast_exp.f32(float) #2
declare void @air.wg.barrier(i32, i32) #1

define void @softmax(ptr addrspace(1) %out, ptr addrspace(1) %in, ptr addrspace(2) %args,
                     <3 x i32> %group, <3 x i32> %thread, i32 %simd, i32 %lane) #0 {
entry:
  %n = load i32, ptr addrspace(2) %args, align 4
  %row = extractelement <3 x i32> %group, i64 0
  %tid = extractelement <3 x i32> %thread, i64 0
  %base = mul i32 %row, %n
  %base64 = zext i32 %base to i64
  %rowptr = getelementptr inbounds float, ptr addrspace(1) %in, i64 %base64
  br label %loop

loop:
  %i = phi i32 [ %tid, %entry ], [ %next, %loop ]
  %m = phi float [ 0xFFF0000000000000, %entry ], [ %m.next, %loop ]
  %i64 = zext i32 %i to i64
  %p = getelementptr inbounds float, ptr addrspace(1) %rowptr, i64 %i64
  %v4 = load <4 x float>, ptr addrspace(1) %p, align 4
  %v = extractelement <4 x float> %v4, i64 0
  %c = fcmp ogt float %v, %m
  %m.next = select i1 %c, float %v, float %m
  %next = add nuw nsw i32 %i, 128
  %again = icmp ult i32 %next, %n
  br i1 %again, label %loop, label %done, !llvm.loop !0

done:
  %wave = call float @air.simd_max.f32(float %m.next) #1
  %slot = getelementptr inbounds [4 x float], ptr addrspace(3) @partial, i32 0, i32 %simd
  %first = icmp eq i32 %lane, 0
  br i1 %first, label %put, label %meet

put:
  store float %wave, ptr addrspace(3) %slot, align 4
  br label %meet

meet:
  tail call void @air.wg.barrier(i32 2, i32 1) #1
  %quarter = load float, ptr addrspace(3) @partial, align 16
  %d = fsub float %v, %quarter
  %e = call fast float @air.fast_exp.f32(float %d) #2
  %sum = call float @air.simd_sum.f32(float %e) #1
  %q = fdiv arcp float %e, %sum
  %o = getelementptr inbounds float, ptr addrspace(1) %out, i64 %base64
  store float %q, ptr addrspace(1) %o, align 4
  ret void
}

attributes #0 = { convergent mustprogress nounwind willreturn }
attributes #1 = { convergent mustprogress nounwind willreturn }
attributes #2 = { mustprogress nofree nosync nounwind willreturn memory(none) }
!0 = distinct !{!0, !1}
!1 = !{!"llvm.loop.mustprogress"}
)");
  expectLines(text,
              {"@partial = internal addrspace(3) global [4 x float] undef, align 16",
               "declare float @air.simd_max.f32(float)",
               "define void @softmax(float addrspace(1)* %0, float addrspace(1)* %1, "
               "i32 addrspace(2)* %2,",
               "bitcast float addrspace(1)* ", " to <4 x float> addrspace(1)*",
               "load <4 x float>, <4 x float> addrspace(1)* ", "!llvm.loop ",
               "getelementptr inbounds [4 x float], [4 x float] addrspace(3)* @partial, i32 0",
               "tail call void @air.wg.barrier(i32 2, i32 1)", "load float, float addrspace(3)* ",
               "call fast float @air.fast_exp.f32"});
}

} // namespace
