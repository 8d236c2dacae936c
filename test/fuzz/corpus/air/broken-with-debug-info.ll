; A structure that nobody filled is copied to device memory. One with gaps may be.
; LAUNCH: {"grid": [1, 1, 1], "threads_per_threadgroup": [32, 1, 1], "buffers": [{"size": 512}], "bindings": [{"index": 0, "buffer": 0}]}
; EXPECT: {"check": "uninit", "kind": "uninitialised-read", "engines": ["interp"], "line": 5, "thread": 0, "message": "reads 16 bytes at offset 0 of local variable 's', which nobody wrote before"}

target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

define void @faulty(ptr addrspace(1) %out, i32 %tid) #0 !dbg !5 {
  %s = alloca [4 x i32], align 4
  %i = zext i32 %tid to i64
  %to = getelementptr [4 x i32], ptr addrspace(1) %out, i64 %i
  call void @llvm.memcpy.p1.p0.i64(ptr addrspace(1) %to, ptr %s, i32 16, i1 false), !dbg !6
  ret void
}

define void @correct(ptr addrspace(1) %out, i32 %tid) #0 !dbg !11 {
  %s = alloca [4 x i32], align 4
  store i32 1, ptr %s, align 4
  %i = zext i32 %tid to i64
  %to = getelementptr [4 x i32], ptr addrspace(1) %out, i64 %i
  call void @llvm.memcpy.p1.p0.i64(ptr addrspace(1) %to, ptr %s, i64 16, i1 false), !dbg !12
  ret void
}

declare void @llvm.memcpy.p1.p0.i64(ptr addrspace(1), ptr, i64, i1)

attributes #0 = { nounwind }

!air.kernel = !{!7, !13}
!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!4}

!0 = !DIFile(filename: "unwritten-copy.metal", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !0, emissionKind: FullDebug)
!2 = !DISubroutineType(types: !3)
!3 = !{}
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = distinct !DISubprogram(name: "faulty", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!6 = !DILocation(line: 5, column: 3, scope: !5)
!7 = !{ptr @faulty, !3, !8}
!8 = !{!9, !10}
!9 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"out"}
!10 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
!11 = distinct !DISubprogram(name: "correct", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!12 = !DILocation(line: 5, column: 3, scope: !11)
!13 = !{ptr @correct, !3, !14}
!14 = !{!15, !16}
!15 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"out"}
!16 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
