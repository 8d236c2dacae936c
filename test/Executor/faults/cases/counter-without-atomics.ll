; Threadgroups count themselves with a load and a store.
; LAUNCH: {"grid": [2, 1, 1], "threads_per_threadgroup": [32, 1, 1], "buffers": [{"size": 4}], "bindings": [{"index": 0, "buffer": 0}]}
; EXPECT: {"check": "races", "kind": "race", "engines": ["interp"], "line": 4, "thread": 0, "message": "reads 4 bytes at offset 0 of buffer 0 'n' that another threadgroup wrote; nothing orders the two", "threadgroup": 1, "against": {"thread": 0, "threadgroup": 0, "line": 6}}

target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

define void @faulty(ptr addrspace(1) %n, i32 %tid) #0 !dbg !5 {
  %first = icmp eq i32 %tid, 0
  br i1 %first, label %do, label %done
do:
  %v = load i32, ptr addrspace(1) %n, align 4, !dbg !6
  %v1 = add i32 %v, 1
  store i32 %v1, ptr addrspace(1) %n, align 4, !dbg !7
  br label %done
done:
  ret void
}

define void @correct(ptr addrspace(1) %n, i32 %tid) #0 !dbg !12 {
  %first = icmp eq i32 %tid, 0
  br i1 %first, label %do, label %done
do:
  %v = call i32 @air.atomic.global.add.u.i32(ptr addrspace(1) %n, i32 1, i32 0, i32 2, i1 true)
  br label %done
done:
  ret void
}

declare i32 @air.atomic.global.add.u.i32(ptr addrspace(1), i32, i32, i32, i1)

attributes #0 = { nounwind }

!air.kernel = !{!8, !13}
!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!4}

!0 = !DIFile(filename: "counter-without-atomics.metal", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !0, emissionKind: FullDebug)
!2 = !DISubroutineType(types: !3)
!3 = !{}
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = distinct !DISubprogram(name: "faulty", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!6 = !DILocation(line: 4, column: 3, scope: !5)
!7 = !DILocation(line: 6, column: 3, scope: !5)
!8 = !{ptr @faulty, !3, !9}
!9 = !{!10, !11}
!10 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"n"}
!11 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
!12 = distinct !DISubprogram(name: "correct", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!13 = !{ptr @correct, !3, !14}
!14 = !{!15, !16}
!15 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"uint", !"air.arg_name", !"n"}
!16 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
