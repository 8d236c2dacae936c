; out[i] = a[i + 1]: the last thread reads one element too far.
; LAUNCH: {"grid": [1, 1, 1], "threads_per_threadgroup": [32, 1, 1], "buffers": [{"size": 128}, {"size": 128}], "bindings": [{"index": 0, "buffer": 0}, {"index": 1, "buffer": 1}]}
; EXPECT: {"check": "bounds", "kind": "out-of-bounds", "engines": ["interp", "jit"], "line": 3, "thread": 31, "message": "reads 4 bytes at offset 128 of buffer 0 'a', which has 128 bytes"}

target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

define void @faulty(ptr addrspace(1) %a, ptr addrspace(1) %out, i32 %tid) #0 !dbg !5 {
  %j = add i32 %tid, 1
  %wide = sext i32 %j to i64
  %from = getelementptr float, ptr addrspace(1) %a, i64 %wide
  %x = load float, ptr addrspace(1) %from, align 4, !dbg !6
  %i = zext i32 %tid to i64
  %to = getelementptr float, ptr addrspace(1) %out, i64 %i
  store float %x, ptr addrspace(1) %to, align 4
  ret void, !dbg !7
}

define void @correct(ptr addrspace(1) %a, ptr addrspace(1) %out, i32 %tid) #0 !dbg !13 {
  %j = add i32 %tid, 0
  %wide = sext i32 %j to i64
  %from = getelementptr float, ptr addrspace(1) %a, i64 %wide
  %x = load float, ptr addrspace(1) %from, align 4, !dbg !14
  %i = zext i32 %tid to i64
  %to = getelementptr float, ptr addrspace(1) %out, i64 %i
  store float %x, ptr addrspace(1) %to, align 4
  ret void, !dbg !15
}

attributes #0 = { nounwind }

!air.kernel = !{!8, !16}
!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!4}

!0 = !DIFile(filename: "read-past-buffer.metal", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !0, emissionKind: FullDebug)
!2 = !DISubroutineType(types: !3)
!3 = !{}
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = distinct !DISubprogram(name: "faulty", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!6 = !DILocation(line: 3, column: 3, scope: !5)
!7 = !DILocation(line: 4, column: 3, scope: !5)
!8 = !{ptr @faulty, !3, !9}
!9 = !{!10, !11, !12}
!10 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"a"}
!11 = !{i32 1, !"air.buffer", !"air.location_index", i32 1, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"out"}
!12 = !{i32 2, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
!13 = distinct !DISubprogram(name: "correct", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!14 = !DILocation(line: 3, column: 3, scope: !13)
!15 = !DILocation(line: 4, column: 3, scope: !13)
!16 = !{ptr @correct, !3, !17}
!17 = !{!18, !19, !20}
!18 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"a"}
!19 = !{i32 1, !"air.buffer", !"air.location_index", i32 1, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"out"}
!20 = !{i32 2, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
