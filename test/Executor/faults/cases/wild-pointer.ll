; A number that some threads take for a pointer.
; LAUNCH: {"grid": [1, 1, 1], "threads_per_threadgroup": [32, 1, 1], "buffers": [{"size": 128}], "bindings": [{"index": 0, "buffer": 0}]}
; EXPECT: {"check": "bounds", "kind": "wild-pointer", "engines": ["interp", "jit"], "line": 4, "thread": 5, "message": "writes 4 bytes through a pointer that points to nothing"}

target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

define void @faulty(ptr addrspace(1) %out, i32 %tid) #0 !dbg !5 {
  %small = icmp ult i32 %tid, 5
  %p = select i1 %small, ptr addrspace(1) %out, ptr addrspace(1) inttoptr (i64 1152921504606846976 to ptr addrspace(1))
  %i = zext i32 %tid to i64
  %to = getelementptr float, ptr addrspace(1) %p, i64 %i
  store float 1.0, ptr addrspace(1) %to, align 4, !dbg !6
  ret void
}

define void @correct(ptr addrspace(1) %out, i32 %tid) #0 !dbg !11 {
  %small = icmp ult i32 %tid, 32
  %p = select i1 %small, ptr addrspace(1) %out, ptr addrspace(1) inttoptr (i64 1152921504606846976 to ptr addrspace(1))
  %i = zext i32 %tid to i64
  %to = getelementptr float, ptr addrspace(1) %p, i64 %i
  store float 1.0, ptr addrspace(1) %to, align 4, !dbg !12
  ret void
}

attributes #0 = { nounwind }

!air.kernel = !{!7, !13}
!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!4}

!0 = !DIFile(filename: "wild-pointer.metal", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !0, emissionKind: FullDebug)
!2 = !DISubroutineType(types: !3)
!3 = !{}
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = distinct !DISubprogram(name: "faulty", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!6 = !DILocation(line: 4, column: 3, scope: !5)
!7 = !{ptr @faulty, !3, !8}
!8 = !{!9, !10}
!9 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"out"}
!10 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
!11 = distinct !DISubprogram(name: "correct", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!12 = !DILocation(line: 4, column: 3, scope: !11)
!13 = !{ptr @correct, !3, !14}
!14 = !{!15, !16}
!15 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"out"}
!16 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
