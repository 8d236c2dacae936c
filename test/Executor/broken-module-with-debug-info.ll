; LLVM's reader would end the process here, to bring debug info up to date that a broken module cannot have.
;
; RUN: rm -rf %t && mkdir %t
; RUN: echo '{"grid": [1, 1, 1], "threads_per_threadgroup": [1, 1, 1], "buffers": [], "bindings": []}' > %t/launch.json
; RUN: not triton-metal-run %s --launch %t/launch.json 2>&1 | FileCheck %s
; CHECK: error: {{.*}}invalid module: Instruction does not dominate all uses!

target triple = "air64-apple-macosx14.0.0"

define void @k(i1 %c) {
  br i1 %c, label %a, label %b
a:
  %v = add i32 1, 2
  br label %b
b:
  %w = add i32 %v, 1
  ret void
}

!llvm.module.flags = !{!0}
!0 = !{i32 2, !"Debug Info Version", i32 3}
