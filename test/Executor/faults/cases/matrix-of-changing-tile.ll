; A thread changes a tile that a matrix is loaded from. Right before, all threads read one place.
; LAUNCH: {"grid": [1, 1, 1], "threads_per_threadgroup": [64, 1, 1], "buffers": [{"size": 260}], "bindings": [{"index": 0, "buffer": 0}]}
; EXPECT: {"check": "races", "kind": "race", "engines": ["interp"], "line": 9, "thread": 33, "message": "writes 4 bytes at offset 24 of threadgroup variable 'tile' that another thread read, with no barrier between", "against": {"thread": 9, "line": 11}}

target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

@tile = internal addrspace(3) global [64 x float] undef, align 4

define void @faulty(ptr addrspace(1) %out, i32 %tid) #0 !dbg !5 {
  %i = zext i32 %tid to i64
  %mine = getelementptr [64 x float], ptr addrspace(3) @tile, i64 0, i64 %i
  store float 1.0, ptr addrspace(3) %mine, align 4
  call void @air.wg.barrier(i32 2, i32 1)
  %same = load float, ptr addrspace(1) %out, align 4
  %chosen = icmp eq i32 %tid, 33
  br i1 %chosen, label %change, label %next
change:
  store float %same, ptr addrspace(3) getelementptr (i8, ptr addrspace(3) @tile, i64 24), align 4, !dbg !6
  br label %next
next:
  %m = call <64 x float> @air.simdgroup_matrix_8x8_load.v64f32.p3f32(ptr addrspace(3) @tile, <2 x i64> <i64 8, i64 8>, <2 x i64> <i64 1, i64 8>, <2 x i64> zeroinitializer), !dbg !7
  %x = extractelement <64 x float> %m, i64 0
  %j = add i64 %i, 1
  %to = getelementptr float, ptr addrspace(1) %out, i64 %j
  store float %x, ptr addrspace(1) %to, align 4
  ret void
}

define void @correct(ptr addrspace(1) %out, i32 %tid) #0 !dbg !12 {
  %i = zext i32 %tid to i64
  %mine = getelementptr [64 x float], ptr addrspace(3) @tile, i64 0, i64 %i
  store float 1.0, ptr addrspace(3) %mine, align 4
  call void @air.wg.barrier(i32 2, i32 1)
  %same = load float, ptr addrspace(1) %out, align 4
  %chosen = icmp eq i32 %tid, 33
  br i1 %chosen, label %change, label %next
change:
  store float %same, ptr addrspace(3) getelementptr (i8, ptr addrspace(3) @tile, i64 24), align 4, !dbg !13
  br label %next
next:
  call void @air.wg.barrier(i32 2, i32 1)
  %m = call <64 x float> @air.simdgroup_matrix_8x8_load.v64f32.p3f32(ptr addrspace(3) @tile, <2 x i64> <i64 8, i64 8>, <2 x i64> <i64 1, i64 8>, <2 x i64> zeroinitializer), !dbg !14
  %x = extractelement <64 x float> %m, i64 0
  %j = add i64 %i, 1
  %to = getelementptr float, ptr addrspace(1) %out, i64 %j
  store float %x, ptr addrspace(1) %to, align 4
  ret void
}

declare <64 x float> @air.simdgroup_matrix_8x8_load.v64f32.p3f32(ptr addrspace(3), <2 x i64>, <2 x i64>, <2 x i64>) #1
declare void @air.wg.barrier(i32, i32) #1

attributes #0 = { nounwind }
attributes #1 = { convergent nounwind }

!air.kernel = !{!8, !15}
!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!4}

!0 = !DIFile(filename: "matrix-of-changing-tile.metal", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !0, emissionKind: FullDebug)
!2 = !DISubroutineType(types: !3)
!3 = !{}
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = distinct !DISubprogram(name: "faulty", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!6 = !DILocation(line: 9, column: 3, scope: !5)
!7 = !DILocation(line: 11, column: 3, scope: !5)
!8 = !{ptr @faulty, !3, !9}
!9 = !{!10, !11}
!10 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"out"}
!11 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
!12 = distinct !DISubprogram(name: "correct", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!13 = !DILocation(line: 9, column: 3, scope: !12)
!14 = !DILocation(line: 11, column: 3, scope: !12)
!15 = !{ptr @correct, !3, !16}
!16 = !{!17, !18}
!17 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"out"}
!18 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
