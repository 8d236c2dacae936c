; The lanes of a SIMD-group take a lock from each other: the one that has it waits for the others.
; LAUNCH: {"grid": [1, 1, 1], "threads_per_threadgroup": [32, 1, 1], "buffers": [{"size": 4}], "bindings": [{"index": 0, "buffer": 0}]}
; EXPECT: {"check": "all", "kind": "deadlock", "engines": ["interp"], "line": 5, "thread": 1, "message": "waits in a loop for memory that nobody changes any more"}

target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

define void @faulty(ptr addrspace(1) %lock, i32 %tid) #0 !dbg !5 {
  br label %spin
spin:
  %old = call i32 @air.atomic.global.xchg.i32(ptr addrspace(1) %lock, i32 1, i32 0, i32 2, i1 true), !dbg !6
  %taken = icmp ne i32 %old, 0
  br i1 %taken, label %spin, label %got, !dbg !7
got:
  call void @air.atomic.global.store.i32(ptr addrspace(1) %lock, i32 0, i32 0, i32 2, i1 true)
  br label %done
done:
  ret void
}

define void @correct(ptr addrspace(1) %lock, i32 %tid) #0 !dbg !12 {
  %first = icmp eq i32 %tid, 0
  br i1 %first, label %spin, label %done
spin:
  %old = call i32 @air.atomic.global.xchg.i32(ptr addrspace(1) %lock, i32 1, i32 0, i32 2, i1 true), !dbg !13
  %taken = icmp ne i32 %old, 0
  br i1 %taken, label %spin, label %got, !dbg !14
got:
  call void @air.atomic.global.store.i32(ptr addrspace(1) %lock, i32 0, i32 0, i32 2, i1 true)
  br label %done
done:
  ret void
}

declare void @air.atomic.global.store.i32(ptr addrspace(1), i32, i32, i32, i1)
declare i32 @air.atomic.global.xchg.i32(ptr addrspace(1), i32, i32, i32, i1)

attributes #0 = { nounwind }

!air.kernel = !{!8, !15}
!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!2}

!0 = !DIFile(filename: "lock-between-lanes.metal", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !0, emissionKind: FullDebug)
!2 = !DISubroutineType(types: !3)
!3 = !{}
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = distinct !DISubprogram(name: "faulty", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!6 = !DILocation(line: 3, column: 3, scope: !5)
!7 = !DILocation(line: 5, column: 3, scope: !5)
!8 = !{ptr @faulty, !3, !9}
!9 = !{!10, !11}
!10 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"lock"}
!11 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
!12 = distinct !DISubprogram(name: "correct", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!13 = !DILocation(line: 3, column: 3, scope: !12)
!14 = !DILocation(line: 5, column: 3, scope: !12)
!15 = !{ptr @correct, !3, !16}
!16 = !{!17, !18}
!17 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"lock"}
!18 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
