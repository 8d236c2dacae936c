; Only atomic accesses do not race with atomic ones.
; LAUNCH: {"grid": [1, 1, 1], "threads_per_threadgroup": [64, 1, 1], "buffers": [{"size": 256}], "bindings": [{"index": 0, "buffer": 0}]}
; EXPECT: {"check": "races", "kind": "race", "engines": ["interp"], "line": 9, "thread": 0, "message": "reads 4 bytes at offset 0 of threadgroup variable 'counter' that another thread atomically updated, with no barrier between", "against": {"thread": 1, "line": 7}}

target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

@counter = internal addrspace(3) global i32 undef, align 4

define void @faulty(ptr addrspace(1) %out, i32 %tid) #0 !dbg !5 {
  %first = icmp eq i32 %tid, 0
  br i1 %first, label %init, label %all
init:
  store i32 0, ptr addrspace(3) @counter, align 4
  br label %all
all:
  call void @air.wg.barrier(i32 2, i32 1)
  %old = call i32 @air.atomic.local.add.u.i32(ptr addrspace(3) @counter, i32 1, i32 0, i32 1, i1 true), !dbg !6
  %x = load i32, ptr addrspace(3) @counter, align 4, !dbg !7
  %i = zext i32 %tid to i64
  %to = getelementptr i32, ptr addrspace(1) %out, i64 %i
  store i32 %x, ptr addrspace(1) %to, align 4
  ret void
}

define void @correct(ptr addrspace(1) %out, i32 %tid) #0 !dbg !12 {
  %first = icmp eq i32 %tid, 0
  br i1 %first, label %init, label %all
init:
  store i32 0, ptr addrspace(3) @counter, align 4
  br label %all
all:
  call void @air.wg.barrier(i32 2, i32 1)
  %old = call i32 @air.atomic.local.add.u.i32(ptr addrspace(3) @counter, i32 1, i32 0, i32 1, i1 true), !dbg !13
  call void @air.wg.barrier(i32 2, i32 1), !dbg !14
  %x = load i32, ptr addrspace(3) @counter, align 4, !dbg !15
  %i = zext i32 %tid to i64
  %to = getelementptr i32, ptr addrspace(1) %out, i64 %i
  store i32 %x, ptr addrspace(1) %to, align 4
  ret void
}

declare void @air.wg.barrier(i32, i32) #1
declare i32 @air.atomic.local.add.u.i32(ptr addrspace(3), i32, i32, i32, i1)

attributes #0 = { nounwind }
attributes #1 = { convergent nounwind }

!air.kernel = !{!8, !16}
!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!4}

!0 = !DIFile(filename: "plain-read-beside-atomics.metal", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !0, emissionKind: FullDebug)
!2 = !DISubroutineType(types: !3)
!3 = !{}
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = distinct !DISubprogram(name: "faulty", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!6 = !DILocation(line: 7, column: 3, scope: !5)
!7 = !DILocation(line: 9, column: 3, scope: !5)
!8 = !{ptr @faulty, !3, !9}
!9 = !{!10, !11}
!10 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"out"}
!11 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
!12 = distinct !DISubprogram(name: "correct", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!13 = !DILocation(line: 7, column: 3, scope: !12)
!14 = !DILocation(line: 4, column: 3, scope: !12)
!15 = !DILocation(line: 9, column: 3, scope: !12)
!16 = !{ptr @correct, !3, !17}
!17 = !{!18, !19}
!18 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"out"}
!19 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
