; Which function of a module runs: the one named, the only one; other kinds are refused by name.

; RUN: echo '{"grid": [1], "threads_per_threadgroup": [32]}' > %t.json
; RUN: %run_both %s --launch=%t.json --kernel=softmax | count 0
; RUN: not triton-metal-run %s --launch=%t.json 2>&1 | FileCheck %s --check-prefix=SEVERAL
; SEVERAL: error: {{.*}}: the file holds 2 kernels; name one of them (softmax, copy){{$}}
; RUN: not triton-metal-run %s --launch=%t.json --kernel=sofmax 2>&1 | FileCheck %s --check-prefix=NEAR
; NEAR: error: {{.*}}: no kernel 'sofmax'; did you mean 'softmax'? (softmax, copy){{$}}
; RUN: not triton-metal-run %s --launch=%t.json --kernel=shade 2>&1 | FileCheck %s --check-prefix=VISIBLE
; VISIBLE: error: {{.*}}: 'shade' is a visible function; the executor runs kernels{{$}}
; RUN: not triton-metal-run %s --launch=%t.json --kernel=helper 2>&1 | FileCheck %s --check-prefix=HELPER
; HELPER: error: {{.*}}: no kernel 'helper' (softmax, copy){{$}}

define void @softmax(i32 %i) {
  ret void
}

define void @copy(i32 %i) {
  ret void
}

define float @shade(float %x) {
  ret float %x
}

define void @helper() {
  ret void
}

!air.kernel = !{!0, !1}
!air.visible = !{!2}
!0 = !{ptr @softmax, !{}, !{!3}}
!1 = !{ptr @copy, !{}, !{!3}}
!2 = !{ptr @shade, !{}, !{}}
!3 = !{i32 0, !"air.thread_position_in_grid"}
