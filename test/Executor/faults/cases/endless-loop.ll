; Steps of 2 never meet 9.
; LAUNCH: {"grid": [1, 1, 1], "threads_per_threadgroup": [32, 1, 1], "bindings": []}
; EXPECT: {"check": "all", "kind": "step-limit", "engines": ["interp", "jit"], "line": 5, "thread": 0, "message": "does not end within the instructions that a SIMD-group may run; raise --max-steps if it should", "options": ["--max-steps=10000"]}

target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

define void @faulty(i32 %tid) #0 !dbg !5 {
  br label %loop
loop:
  %k = phi i32 [ 0, %0 ], [ %k1, %loop ]
  %k1 = add i32 %k, 2
  %more = icmp ne i32 %k1, 9, !dbg !6
  br i1 %more, label %loop, label %done, !dbg !7
done:
  ret void
}

define void @correct(i32 %tid) #0 !dbg !11 {
  br label %loop
loop:
  %k = phi i32 [ 0, %0 ], [ %k1, %loop ]
  %k1 = add i32 %k, 3
  %more = icmp ne i32 %k1, 9, !dbg !12
  br i1 %more, label %loop, label %done, !dbg !13
done:
  ret void
}

attributes #0 = { nounwind }

!air.kernel = !{!8, !14}
!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!4}

!0 = !DIFile(filename: "endless-loop.metal", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !0, emissionKind: FullDebug)
!2 = !DISubroutineType(types: !3)
!3 = !{}
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = distinct !DISubprogram(name: "faulty", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!6 = !DILocation(line: 4, column: 3, scope: !5)
!7 = !DILocation(line: 5, column: 3, scope: !5)
!8 = !{ptr @faulty, !3, !9}
!9 = !{!10}
!10 = !{i32 0, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
!11 = distinct !DISubprogram(name: "correct", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!12 = !DILocation(line: 4, column: 3, scope: !11)
!13 = !DILocation(line: 5, column: 3, scope: !11)
!14 = !{ptr @correct, !3, !15}
!15 = !{!16}
!16 = !{i32 0, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
