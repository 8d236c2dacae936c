; One SIMD-group waits for another, which has ended.
; LAUNCH: {"grid": [1, 1, 1], "threads_per_threadgroup": [64, 1, 1], "bindings": []}
; EXPECT: {"check": "divergence", "kind": "barrier-divergence", "engines": ["interp", "jit"], "line": 4, "thread": 0, "message": "waits at a barrier that SIMD-group 1 never reaches: it has ended"}

target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

define void @faulty(i32 %tid) #0 !dbg !5 {
  %low = icmp ult i32 %tid, 32
  br i1 %low, label %then, label %done
then:
  call void @air.wg.barrier(i32 2, i32 1), !dbg !6
  br label %done
done:
  %nothing2 = add i32 0, 0
  ret void
}

define void @correct(i32 %tid) #0 !dbg !10 {
  %low = icmp ult i32 %tid, 32
  br i1 %low, label %then, label %done
then:
  %nothing1 = add i32 0, 0
  br label %done
done:
  call void @air.wg.barrier(i32 2, i32 1), !dbg !11
  ret void
}

declare void @air.wg.barrier(i32, i32) #1

attributes #0 = { nounwind }
attributes #1 = { convergent nounwind }

!air.kernel = !{!7, !12}
!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!4}

!0 = !DIFile(filename: "barrier-for-one-simdgroup.metal", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !0, emissionKind: FullDebug)
!2 = !DISubroutineType(types: !3)
!3 = !{}
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = distinct !DISubprogram(name: "faulty", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!6 = !DILocation(line: 4, column: 3, scope: !5)
!7 = !{ptr @faulty, !3, !8}
!8 = !{!9}
!9 = !{i32 0, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
!10 = distinct !DISubprogram(name: "correct", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!11 = !DILocation(line: 4, column: 3, scope: !10)
!12 = !{ptr @correct, !3, !13}
!13 = !{!14}
!14 = !{i32 0, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
