; 30 floats read as float4: the last vector is half outside.
; LAUNCH: {"grid": [1, 1, 1], "threads_per_threadgroup": [32, 1, 1], "buffers": [{"size": 120}], "bindings": [{"index": 0, "buffer": 0}]}
; EXPECT: {"check": "bounds", "kind": "out-of-bounds", "engines": ["interp", "jit"], "line": 5, "thread": 7, "message": "reads 16 bytes at offset 112 of buffer 0 'a', which has 120 bytes"}

target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"

define void @faulty(ptr addrspace(1) %a, i32 %tid) #0 !dbg !5 {
  %in = icmp ult i32 %tid, 8
  br i1 %in, label %body, label %done
body:
  %i = zext i32 %tid to i64
  %from = getelementptr <4 x float>, ptr addrspace(1) %a, i64 %i
  %x = load <4 x float>, ptr addrspace(1) %from, align 16, !dbg !6
  store <4 x float> %x, ptr addrspace(1) %from, align 16, !dbg !7
  br label %done
done:
  ret void
}

define void @correct(ptr addrspace(1) %a, i32 %tid) #0 !dbg !12 {
  %in = icmp ult i32 %tid, 7
  br i1 %in, label %body, label %done
body:
  %i = zext i32 %tid to i64
  %from = getelementptr <4 x float>, ptr addrspace(1) %a, i64 %i
  %x = load <4 x float>, ptr addrspace(1) %from, align 16, !dbg !13
  store <4 x float> %x, ptr addrspace(1) %from, align 16, !dbg !14
  br label %done
done:
  ret void
}

attributes #0 = { nounwind }

!air.kernel = !{!8, !15}
!llvm.dbg.cu = !{!1}
!llvm.module.flags = !{!4}

!0 = !DIFile(filename: "vector-read-half-outside.metal", directory: "")
!1 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !0, emissionKind: FullDebug)
!2 = !DISubroutineType(types: !3)
!3 = !{}
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = distinct !DISubprogram(name: "faulty", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!6 = !DILocation(line: 5, column: 3, scope: !5)
!7 = !DILocation(line: 6, column: 3, scope: !5)
!8 = !{ptr @faulty, !3, !9}
!9 = !{!10, !11}
!10 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"a"}
!11 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
!12 = distinct !DISubprogram(name: "correct", scope: !0, file: !0, line: 1, type: !2, unit: !1, spFlags: DISPFlagDefinition)
!13 = !DILocation(line: 5, column: 3, scope: !12)
!14 = !DILocation(line: 6, column: 3, scope: !12)
!15 = !{ptr @correct, !3, !16}
!16 = !{!17, !18}
!17 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"a"}
!18 = !{i32 1, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"tid"}
