; Vectors that LLVM widens to the size of a matrix have all of their elements; of a matrix, a lane
; has two.

; RUN: split-file %s %t
; RUN: %run_both %t/kernel.ll --launch=%t/launch.json
; RUN: od -An -v -t f4 -w12 %t/out.bin | FileCheck %s
; CHECK: 3 4 4

; RUN: not triton-metal-run %t/kernel.ll --launch=%t/launch.json --kernel=other 2>&1 | FileCheck %s --check-prefix=OTHER
; OTHER: kernel 'other': an element of a SIMD-group matrix that the lane does not own in

;--- kernel.ll
declare <64 x float> @air.simdgroup_matrix_8x8_init_filled.v64f32.f32(float)

define void @k(ptr addrspace(1) %in, ptr addrspace(1) %out) {
  %zeros = load <4 x float>, ptr addrspace(1) %in
  %x = fadd <4 x float> %zeros, <float 1.0, float 2.0, float 3.0, float 4.0>
  %w = shufflevector <4 x float> %x, <4 x float> poison, <64 x i32> <i32 0, i32 1, i32 2, i32 3, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison>
  %y = insertelement <64 x float> poison, float 4.0, i64 1
  %m = shufflevector <64 x float> %w, <64 x float> %y, <64 x i32> <i32 2, i32 65, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison, i32 poison>
  %pair = shufflevector <64 x float> %m, <64 x float> poison, <2 x i32> <i32 0, i32 1>
  store <2 x float> %pair, ptr addrspace(1) %out
  %e = extractelement <64 x float> %w, i64 3
  %p = getelementptr float, ptr addrspace(1) %out, i64 2
  store float %e, ptr addrspace(1) %p
  ret void
}

define void @other(ptr addrspace(1) %in, ptr addrspace(1) %out) {
  %m = call <64 x float> @air.simdgroup_matrix_8x8_init_filled.v64f32.f32(float 1.0)
  %e = extractelement <64 x float> %m, i64 3
  store float %e, ptr addrspace(1) %out
  ret void
}

!air.kernel = !{!0, !3}
!0 = !{ptr @k, !{}, !{!1, !2}}
!3 = !{ptr @other, !{}, !{!1, !2}}
!1 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read", !"air.address_space", i32 1}
!2 = !{i32 1, !"air.buffer", !"air.location_index", i32 1, i32 1, !"air.read_write", !"air.address_space", i32 1}
;--- launch.json
{"kernel": "k", "grid": [1], "threads_per_threadgroup": [32],
 "buffers": [{"size": 16}, {"size": 12}],
 "outputs": [{"buffer": 1, "file": "out.bin"}],
 "bindings": [{"index": 0, "buffer": 0}, {"index": 1, "buffer": 1}]}
