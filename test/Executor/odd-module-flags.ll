; Flags of a module that are none: LLVM's verifier would take them for names and numbers.
;
; RUN: rm -rf %t && mkdir %t
; RUN: echo '{"grid": [1, 1, 1], "threads_per_threadgroup": [1, 1, 1], "buffers": [{"size": 4}], "bindings": [{"index": 0, "buffer": 0}], "outputs": [{"buffer": 0, "file": "out.bin"}]}' > %t/launch.json
; RUN: triton-metal-run %s --launch %t/launch.json
; RUN: od -An -tu4 %t/out.bin | FileCheck %s
; CHECK: {{^ *}}7{{$}}

target triple = "air64-apple-macosx14.0.0"

declare i32 @air.max.u.i32(i32, i32)

define void @k(ptr addrspace(1) "air-buffer-no-alias" %o) {
  %v = call i32 @air.max.u.i32(i32 7, i32 3)
  store i32 %v, ptr addrspace(1) %o, align 4
  ret void
}

!air.kernel = !{!0}
!0 = !{ptr @k, !1, !2}
!1 = !{}
!2 = !{!3}
!3 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"o"}

!llvm.module.flags = !{!4, !5, !6}
!4 = !{i32 1, i32 2, i32 3}
!5 = !{!"SemanticInterposition"}
!6 = !{i32 1, !"SemanticInterposition", !"yes"}
