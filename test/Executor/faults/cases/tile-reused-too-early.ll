; A loop stages a tile and has one barrier of the two that it needs.
; LAUNCH: {"grid": [1, 1, 1], "threads_per_threadgroup": [64, 1, 1], "buffers": [{"size": 256}], "bindings": [{"index": 0, "buffer": 0}]}
; EXPECT: {"check": "races", "kind": "race", "engines": ["interp"], "line": 11, "thread": 32, "message": "reads 4 bytes at offset 0 of threadgroup variable 'tile' that another thread wrote, with no barrier between", "against": {"thread": 0, "line": 9}}

target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

@tile = internal addrspace(3) global [64 x float] undef, align 4

define void @faulty(ptr addrspace(1) %out, i32 %tid) #0 !dbg !5 {
  %i = zext i32 %tid to i64
  %mine = getelementptr [64 x float], ptr addrspace(3) @tile, i64 0, i64 %i
  %r = xor i32 %tid, 32
  %j = zext i32 %r to i64
  %theirs = getelementptr [64 x float], ptr addrspace(3) @tile, i64 0, i64 %j
  %to = getelementptr float, ptr addrspace(1) %out, i64 %i
  br label %loop
loop:
  %k = phi i32 [ 0, %0 ], [ %k1, %loop ]
  %v = uitofp i32 %k to float
  store float %v, ptr addrspace(3) %mine, align 4, !dbg !6
  call void @air.wg.barrier(i32 2, i32 1)
  %x = load float, ptr addrspace(3) %theirs, align 4, !dbg !7
  store float %x, ptr addrspace(1) %to, align 4
  %k1 = add i32 %k, 1
  %more = icmp ult i32 %k1, 4
  br i1 %more, label %loop, label %done
done:
  ret void
}

define void @correct(ptr addrspace(1) %out, i32 %tid) #0 !dbg !12 {
  %i = zext i32 %tid to i64
  %mine = getelementptr [64 x float], ptr addrspace(3) @tile, i64 0, i64 %i
  %r = xor i32 %tid, 32
  %j = zext i32 %r to i64
  %theirs = getelementptr [64 x float], ptr addrspace(3) @tile, i64 0, i64 %j
  %to = getelementptr float, ptr addrspace(1) %out, i64 %i
  br label %loop
loop:
  %k = phi i32 [ 0, %0 ], [ %k1, %loop ]
  %v = uitofp i32 %k to float
  store float %v, ptr addrspace(3) %mine, align 4, !dbg !13
  call void @air.wg.barrier(i32 2, i32 1)
  %x = load float, ptr addrspace(3) %theirs, align 4, !dbg !14
  store float %x, ptr addrspace(1) %to, align 4
  call void @air.wg.barrier(i32 2, i32 1)
  %k1 = add i32 %k, 1
  %more = icmp ult i32 %k1, 4
  br i1 %more, label %loop, label %done
done:
  ret void
}

declare void @air.wg.barrier(i32, i32) #1

attributes #0 = { nounwind }
attributes #1 = { convergent nounwind }

!air.kernel = !{!8, !15}
!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!4}

!0 = !DIFile(filename: "tile-reused-too-early.metal", directory: "")
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
