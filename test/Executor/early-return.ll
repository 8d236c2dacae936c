; Threads that have nothing to do return before a barrier, or skip one. Apple's GPUs let them, and
; kernels rely on it; with --check=divergence both are faults.

; RUN: split-file %s %t
; RUN: %run_both %t/kernel.ll --launch=%t/launch.json
; RUN: od -An -v -t d4 -w40 %t/out.bin | FileCheck %s
;      CHECK: 9 8 7 6 5 4 3 2 1 0
; CHECK-NEXT: 19 18 17 16 15 14 13 12 11 10

; RUN: %run_both %t/kernel.ll --launch=%t/launch.json --kernel=skip
; RUN: od -An -v -t d4 -w40 %t/out.bin | FileCheck %s

; RUN: not triton-metal-run %t/kernel.ll --launch=%t/launch.json --check=divergence 2>&1 | FileCheck %s --check-prefix=FAULT
; RUN: not triton-metal-run %t/kernel.ll --launch=%t/launch.json --kernel=skip --check=divergence 2>&1 | FileCheck %s --check-prefix=FAULT
; FAULT: reaches a barrier with lanes 0x000003ff without lanes 0x0000fc00 of the SIMD-group{{$}}

;--- kernel.ll
@tile = internal addrspace(3) global [16 x i32] undef
declare void @air.wg.barrier(i32, i32)

; Threadgroups of 16 threads, of which 10 exchange numbers.
define void @k(ptr addrspace(1) %out, i32 %i, i32 %group) {
entry:
  %idle = icmp uge i32 %i, 10
  br i1 %idle, label %done, label %work
work:
  %base = mul i32 %group, 10
  %x = add i32 %base, %i
  %mine = getelementptr i32, ptr addrspace(3) @tile, i32 %i
  store i32 %x, ptr addrspace(3) %mine
  call void @air.wg.barrier(i32 2, i32 1)
  %other = sub i32 9, %i
  %theirs = getelementptr i32, ptr addrspace(3) @tile, i32 %other
  %y = load i32, ptr addrspace(3) %theirs
  %p = getelementptr i32, ptr addrspace(1) %out, i32 %x
  store i32 %y, ptr addrspace(1) %p
  br label %done
done:
  ret void
}

; The idle threads go on behind the barrier, together with the others.
define void @skip(ptr addrspace(1) %out, i32 %i, i32 %group) {
entry:
  %idle = icmp uge i32 %i, 10
  %base = mul i32 %group, 10
  %x = add i32 %base, %i
  br i1 %idle, label %join, label %work
work:
  %mine = getelementptr i32, ptr addrspace(3) @tile, i32 %i
  store i32 %x, ptr addrspace(3) %mine
  call void @air.wg.barrier(i32 2, i32 1)
  %other = sub i32 9, %i
  %theirs = getelementptr i32, ptr addrspace(3) @tile, i32 %other
  %loaded = load i32, ptr addrspace(3) %theirs
  br label %join
join:
  %y = phi i32 [ 0, %entry ], [ %loaded, %work ]
  br i1 %idle, label %done, label %write
write:
  %p = getelementptr i32, ptr addrspace(1) %out, i32 %x
  store i32 %y, ptr addrspace(1) %p
  br label %done
done:
  ret void
}

!air.kernel = !{!0, !4}
!0 = !{ptr @k, !{}, !{!1, !2, !3}}
!4 = !{ptr @skip, !{}, !{!1, !2, !3}}
!1 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1}
!2 = !{i32 1, !"air.thread_position_in_threadgroup"}
!3 = !{i32 2, !"air.threadgroup_position_in_grid"}
;--- launch.json
{"kernel": "k", "grid": [2], "threads_per_threadgroup": [16], "buffers": [{"size": 80}],
 "outputs": [{"buffer": 0, "file": "out.bin"}], "bindings": [{"index": 0, "buffer": 0}]}
