; The fence before the lock is given back is missing.
; LAUNCH: {"grid": [3, 1, 1], "threads_per_threadgroup": [64, 1, 1], "buffers": [{"size": 4}, {"size": 256}], "bindings": [{"index": 0, "buffer": 0}, {"index": 1, "buffer": 1}]}
; EXPECT: {"check": "races", "kind": "race", "engines": ["interp"], "line": 10, "thread": 0, "message": "reads 4 bytes at offset 0 of buffer 1 'data' that another threadgroup wrote; nothing orders the two", "threadgroup": 1, "against": {"thread": 0, "threadgroup": 0, "line": 12}}

target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

define void @faulty(ptr addrspace(1) %lock, ptr addrspace(1) %data, i32 %tid) #0 !dbg !5 {
  %first = icmp eq i32 %tid, 0
  br i1 %first, label %spin, label %enter
spin:
  %old = call i32 @air.atomic.global.xchg.i32(ptr addrspace(1) %lock, i32 1, i32 0, i32 2, i1 true), !dbg !6
  %taken = icmp ne i32 %old, 0
  br i1 %taken, label %spin, label %got
got:
  call void @air.atomic.fence(i32 1, i32 2, i32 2)
  br label %enter
enter:
  call void @air.wg.barrier(i32 1, i32 1)
  %i = zext i32 %tid to i64
  %place = getelementptr i32, ptr addrspace(1) %data, i64 %i
  %v = load i32, ptr addrspace(1) %place, align 4, !dbg !7
  %v1 = add i32 %v, 1
  store i32 %v1, ptr addrspace(1) %place, align 4, !dbg !8
  call void @air.wg.barrier(i32 1, i32 1)
  br i1 %first, label %leave, label %done
leave:
  %nothing2 = add i32 0, 0
  call void @air.atomic.global.store.i32(ptr addrspace(1) %lock, i32 0, i32 0, i32 2, i1 true)
  br label %done
done:
  ret void
}

define void @correct(ptr addrspace(1) %lock, ptr addrspace(1) %data, i32 %tid) #0 !dbg !14 {
  %first = icmp eq i32 %tid, 0
  br i1 %first, label %spin, label %enter
spin:
  %old = call i32 @air.atomic.global.xchg.i32(ptr addrspace(1) %lock, i32 1, i32 0, i32 2, i1 true), !dbg !15
  %taken = icmp ne i32 %old, 0
  br i1 %taken, label %spin, label %got
got:
  call void @air.atomic.fence(i32 1, i32 2, i32 2)
  br label %enter
enter:
  call void @air.wg.barrier(i32 1, i32 1)
  %i = zext i32 %tid to i64
  %place = getelementptr i32, ptr addrspace(1) %data, i64 %i
  %v = load i32, ptr addrspace(1) %place, align 4, !dbg !16
  %v1 = add i32 %v, 1
  store i32 %v1, ptr addrspace(1) %place, align 4, !dbg !17
  call void @air.wg.barrier(i32 1, i32 1)
  br i1 %first, label %leave, label %done
leave:
  call void @air.atomic.fence(i32 1, i32 3, i32 2)
  call void @air.atomic.global.store.i32(ptr addrspace(1) %lock, i32 0, i32 0, i32 2, i1 true)
  br label %done
done:
  ret void
}

declare void @air.wg.barrier(i32, i32) #1
declare void @air.atomic.global.store.i32(ptr addrspace(1), i32, i32, i32, i1)
declare i32 @air.atomic.global.xchg.i32(ptr addrspace(1), i32, i32, i32, i1)
declare void @air.atomic.fence(i32, i32, i32)

attributes #0 = { nounwind }
attributes #1 = { convergent nounwind }

!air.kernel = !{!9, !18}
!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!4}

!0 = !DIFile(filename: "lock-without-release.metal", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !0, emissionKind: FullDebug)
!2 = !DISubroutineType(types: !3)
!3 = !{}
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = distinct !DISubprogram(name: "faulty", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!6 = !DILocation(line: 4, column: 3, scope: !5)
!7 = !DILocation(line: 10, column: 3, scope: !5)
!8 = !DILocation(line: 12, column: 3, scope: !5)
!9 = !{ptr @faulty, !3, !10}
!10 = !{!11, !12, !13}
!11 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"lock"}
!12 = !{i32 1, !"air.buffer", !"air.location_index", i32 1, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"data"}
!13 = !{i32 2, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
!14 = distinct !DISubprogram(name: "correct", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!15 = !DILocation(line: 4, column: 3, scope: !14)
!16 = !DILocation(line: 10, column: 3, scope: !14)
!17 = !DILocation(line: 12, column: 3, scope: !14)
!18 = !{ptr @correct, !3, !19}
!19 = !{!20, !21, !22}
!20 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"lock"}
!21 = !{i32 1, !"air.buffer", !"air.location_index", i32 1, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"data"}
!22 = !{i32 2, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
