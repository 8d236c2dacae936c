source_filename = "kernel"
target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64_v28-apple-macosx26.0.0"

@partial = internal addrspace(3) global [8 x float] undef, align 16

; Function Attrs: nounwind willreturn memory(none)
declare float @air.exp.f32(float) #0

; Function Attrs: nounwind willreturn memory(none)
declare float @air.fmax.f32(float, float) #0

; Function Attrs: convergent nounwind
declare void @air.wg.barrier(i32, i32) #1

; Function Attrs: convergent nounwind
declare float @air.simd_max.f32(float) #1

; Function Attrs: convergent nounwind
declare float @air.simd_sum.f32(float) #1

define void @softmax(ptr addrspace(1) %in, ptr addrspace(1) %out, i32 %row, i32 %thread_index, i32 %lane, i32 %group) {
entry:
  %0 = shl i32 %row, 10, !dbg !18
  %1 = zext i32 %0 to i64, !dbg !22
  %2 = getelementptr inbounds nuw float, ptr addrspace(1) %in, i64 %1, !dbg !22
  %3 = zext i32 %thread_index to i64, !dbg !23
  %4 = getelementptr inbounds nuw float, ptr addrspace(1) %2, i64 %3, !dbg !23
  %5 = load float, ptr addrspace(1) %4, align 4, !dbg !23
  %6 = call noundef float @air.fmax.f32(float 0xFFF0000000000000, float %5) #2, !dbg !24
  %7 = add i32 %thread_index, 256, !dbg !25
  %8 = zext i32 %7 to i64, !dbg !23
  %9 = getelementptr inbounds nuw float, ptr addrspace(1) %2, i64 %8, !dbg !23
  %10 = load float, ptr addrspace(1) %9, align 4, !dbg !23
  %11 = call noundef float @air.fmax.f32(float %6, float %10) #2, !dbg !24
  %12 = add i32 %thread_index, 512, !dbg !25
  %13 = zext i32 %12 to i64, !dbg !23
  %14 = getelementptr inbounds nuw float, ptr addrspace(1) %2, i64 %13, !dbg !23
  %15 = load float, ptr addrspace(1) %14, align 4, !dbg !23
  %16 = call noundef float @air.fmax.f32(float %11, float %15) #2, !dbg !24
  %17 = add i32 %thread_index, 768, !dbg !25
  %18 = zext i32 %17 to i64, !dbg !23
  %19 = getelementptr inbounds nuw float, ptr addrspace(1) %2, i64 %18, !dbg !23
  %20 = load float, ptr addrspace(1) %19, align 4, !dbg !23
  %21 = call noundef float @air.fmax.f32(float %16, float %20) #2, !dbg !24
  %22 = call noundef float @air.simd_max.f32(float %21) #3, !dbg !26
  %23 = icmp eq i32 %lane, 0, !dbg !27
  br i1 %23, label %24, label %27, !dbg !27

24:                                               ; preds = %entry
  %25 = zext i32 %group to i64, !dbg !28
  %26 = getelementptr inbounds nuw float, ptr addrspace(3) @partial, i64 %25, !dbg !28
  store float %22, ptr addrspace(3) %26, align 4, !dbg !29
  br label %27, !dbg !28

27:                                               ; preds = %24, %entry
  call void @air.wg.barrier(i32 2, i32 1) #3, !dbg !30
  %28 = and i32 %lane, 7, !dbg !31
  %29 = zext nneg i32 %28 to i64, !dbg !32
  %30 = getelementptr inbounds nuw float, ptr addrspace(3) @partial, i64 %29, !dbg !32
  %31 = load float, ptr addrspace(3) %30, align 4, !dbg !32
  %32 = call noundef float @air.simd_max.f32(float %31) #3, !dbg !33
  call void @air.wg.barrier(i32 2, i32 1) #3, !dbg !34
  %33 = fsub float %5, %32, !dbg !35
  %34 = call float @air.exp.f32(float %33) #2, !dbg !36
  %35 = fadd float %34, 0.000000e+00, !dbg !37
  %36 = fsub float %10, %32, !dbg !35
  %37 = call float @air.exp.f32(float %36) #2, !dbg !36
  %38 = fadd float %35, %37, !dbg !37
  %39 = fsub float %15, %32, !dbg !35
  %40 = call float @air.exp.f32(float %39) #2, !dbg !36
  %41 = fadd float %38, %40, !dbg !37
  %42 = fsub float %20, %32, !dbg !35
  %43 = call float @air.exp.f32(float %42) #2, !dbg !36
  %44 = fadd float %41, %43, !dbg !37
  %45 = call noundef float @air.simd_sum.f32(float %44) #3, !dbg !38
  br i1 %23, label %46, label %49, !dbg !39

46:                                               ; preds = %27
  %47 = zext i32 %group to i64, !dbg !40
  %48 = getelementptr inbounds nuw float, ptr addrspace(3) @partial, i64 %47, !dbg !40
  store float %45, ptr addrspace(3) %48, align 4, !dbg !41
  br label %49, !dbg !40

49:                                               ; preds = %46, %27
  call void @air.wg.barrier(i32 2, i32 1) #3, !dbg !42
  %50 = icmp ult i32 %lane, 8, !dbg !43
  br i1 %50, label %51, label %_Z7softmaxPKfPfjjjj.exit, !dbg !44

51:                                               ; preds = %49
  %52 = zext nneg i32 %lane to i64, !dbg !45
  %53 = getelementptr inbounds nuw float, ptr addrspace(3) @partial, i64 %52, !dbg !45
  %54 = load float, ptr addrspace(3) %53, align 4, !dbg !45
  br label %_Z7softmaxPKfPfjjjj.exit, !dbg !44

_Z7softmaxPKfPfjjjj.exit:                         ; preds = %51, %49
  %55 = phi float [ %54, %51 ], [ 0.000000e+00, %49 ], !dbg !44
  %56 = getelementptr inbounds nuw float, ptr addrspace(1) %out, i64 %1, !dbg !46
  %57 = call noundef float @air.simd_sum.f32(float %55) #3, !dbg !47
  %58 = fdiv float %34, %57, !dbg !48
  %59 = getelementptr inbounds nuw float, ptr addrspace(1) %56, i64 %3, !dbg !49
  store float %58, ptr addrspace(1) %59, align 4, !dbg !50
  %60 = fdiv float %37, %57, !dbg !48
  %61 = getelementptr inbounds nuw float, ptr addrspace(1) %56, i64 %8, !dbg !49
  store float %60, ptr addrspace(1) %61, align 4, !dbg !50
  %62 = fdiv float %40, %57, !dbg !48
  %63 = getelementptr inbounds nuw float, ptr addrspace(1) %56, i64 %13, !dbg !49
  store float %62, ptr addrspace(1) %63, align 4, !dbg !50
  %64 = fdiv float %43, %57, !dbg !48
  %65 = getelementptr inbounds nuw float, ptr addrspace(1) %56, i64 %18, !dbg !49
  store float %64, ptr addrspace(1) %65, align 4, !dbg !50
  ret void
}

attributes #0 = { nounwind willreturn memory(none) }
attributes #1 = { convergent nounwind }
attributes #2 = { nobuiltin nounwind willreturn memory(none) "no-builtins" }
attributes #3 = { convergent nobuiltin nounwind "no-builtins" }

!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2, !3, !4, !5}
!llvm.ident = !{!6}
!air.kernel = !{!7}
!air.version = !{!16}
!air.language_version = !{!17}

!0 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus_14, file: !1, producer: "Debian clang version 22.1.8 (1~deb12u1)", isOptimized: false, runtimeVersion: 0, emissionKind: LineTablesOnly, splitDebugInlining: false, nameTableKind: None)
!1 = !DIFile(filename: "-", directory: ".", checksumkind: CSK_MD5, checksum: "4642e65fd189aceae2439dd60abddfe8")
!2 = !{i32 7, !"Dwarf Version", i32 5}
!3 = !{i32 2, !"Debug Info Version", i32 3}
!4 = !{i32 1, !"wchar_size", i32 4}
!5 = !{i32 7, !"frame-pointer", i32 2}
!6 = !{!"Debian clang version 22.1.8 (1~deb12u1)"}
!7 = !{ptr @softmax, !8, !9}
!8 = !{}
!9 = !{!10, !11, !12, !13, !14, !15}
!10 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read", !"air.address_space", i32 1, !"air.arg_type_name", !"float", !"air.arg_name", !"in"}
!11 = !{i32 1, !"air.buffer", !"air.location_index", i32 1, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_name", !"float", !"air.arg_name", !"out"}
!12 = !{i32 2, !"air.threadgroup_position_in_grid", !"air.arg_type_name", !"uint", !"air.arg_name", !"row"}
!13 = !{i32 3, !"air.thread_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"thread_index"}
!14 = !{i32 4, !"air.thread_index_in_simdgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"lane"}
!15 = !{i32 5, !"air.simdgroup_index_in_threadgroup", !"air.arg_type_name", !"uint", !"air.arg_name", !"group"}
!16 = !{i32 2, i32 8, i32 0}
!17 = !{!"Metal", i32 3, i32 2, i32 0}
!18 = !DILocation(line: 15, column: 13, scope: !19)
!19 = distinct !DISubprogram(name: "softmax", scope: !20, file: !20, line: 9, type: !21, scopeLine: 13, flags: DIFlagPrototyped, spFlags: DISPFlagDefinition, unit: !0)
!20 = !DIFile(filename: "test/benchmarks/softmax.metal", directory: ".")
!21 = !DISubroutineType(types: !8)
!22 = !DILocation(line: 15, column: 6, scope: !19)
!23 = !DILocation(line: 20, column: 12, scope: !19)
!24 = !DILocation(line: 21, column: 15, scope: !19)
!25 = !DILocation(line: 20, column: 27, scope: !19)
!26 = !DILocation(line: 23, column: 13, scope: !19)
!27 = !DILocation(line: 24, column: 12, scope: !19)
!28 = !DILocation(line: 25, column: 5, scope: !19)
!29 = !DILocation(line: 25, column: 20, scope: !19)
!30 = !DILocation(line: 26, column: 3, scope: !19)
!31 = !DILocation(line: 27, column: 35, scope: !19)
!32 = !DILocation(line: 27, column: 22, scope: !19)
!33 = !DILocation(line: 27, column: 13, scope: !19)
!34 = !DILocation(line: 28, column: 3, scope: !19)
!35 = !DILocation(line: 32, column: 21, scope: !19)
!36 = !DILocation(line: 32, column: 12, scope: !19)
!37 = !DILocation(line: 33, column: 9, scope: !19)
!38 = !DILocation(line: 35, column: 9, scope: !19)
!39 = !DILocation(line: 36, column: 12, scope: !19)
!40 = !DILocation(line: 37, column: 5, scope: !19)
!41 = !DILocation(line: 37, column: 20, scope: !19)
!42 = !DILocation(line: 38, column: 3, scope: !19)
!43 = !DILocation(line: 39, column: 23, scope: !19)
!44 = !DILocation(line: 39, column: 18, scope: !19)
!45 = !DILocation(line: 39, column: 34, scope: !19)
!46 = !DILocation(line: 16, column: 7, scope: !19)
!47 = !DILocation(line: 39, column: 9, scope: !19)
!48 = !DILocation(line: 41, column: 44, scope: !19)
!49 = !DILocation(line: 41, column: 5, scope: !19)
!50 = !DILocation(line: 41, column: 37, scope: !19)
