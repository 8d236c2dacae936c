; What the executor does not know or does not have is refused by name, with the signature.

; RUN: echo '{"grid": [1], "threads_per_threadgroup": [32]}' > %t.json
; RUN: not triton-metal-run %s --launch=%t.json --kernel=unknown 2>&1 | FileCheck %s --check-prefix=UNKNOWN
; RUN: not triton-metal-run %s --launch=%t.json --kernel=other_type 2>&1 | FileCheck %s --check-prefix=TYPE
; RUN: not triton-metal-run %s --launch=%t.json --kernel=tensor 2>&1 | FileCheck %s --check-prefix=TENSOR
; RUN: not triton-metal-run %s --launch=%t.json --kernel=library 2>&1 | FileCheck %s --check-prefix=LIBRARY

; UNKNOWN: error: {{.*}}: kernel 'unknown': unknown function 'air.lgamma.f32' of type 'float (float)'{{$}}
define void @unknown(i32 %i) {
  %x = call float @air.lgamma.f32(float 1.0)
  ret void
}

; TYPE: error: {{.*}}: kernel 'other_type': unknown function 'air.simd_sum.u.i32' of type 'i32 (i32, i32)'; its type is 'i32 (i32)'{{$}}
define void @other_type(i32 %i) {
  %x = call i32 @air.simd_sum.u.i32(i32 %i, i32 %i)
  ret void
}

; TENSOR: error: {{.*}}: kernel 'tensor': function 'air.get_extent_private_tensor.i32' of type 'i32 (ptr, i16, i16)': the executor has no tensor descriptors, whose layout only Apple's system knows{{$}}
define void @tensor(i32 %i) {
  %descriptor = alloca [64 x i8]
  %x = call i32 @air.get_extent_private_tensor.i32(ptr %descriptor, i16 2, i16 0)
  ret void
}

; LIBRARY: error: {{.*}}: kernel 'library': unknown function 'expf' of type 'float (float)'{{$}}
define void @library(i32 %i) {
  %x = call float @expf(float 1.0)
  ret void
}

declare float @air.lgamma.f32(float)
declare i32 @air.simd_sum.u.i32(i32, i32)
declare i32 @air.get_extent_private_tensor.i32(ptr, i16, i16)
declare float @expf(float)

!air.kernel = !{!0, !1, !2, !3}
!0 = !{ptr @unknown, !{}, !{!4}}
!1 = !{ptr @other_type, !{}, !{!4}}
!2 = !{ptr @tensor, !{}, !{!4}}
!3 = !{ptr @library, !{}, !{!4}}
!4 = !{i32 0, !"air.thread_position_in_grid"}
