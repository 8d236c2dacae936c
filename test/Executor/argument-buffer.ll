; Pointers inside of buffers: in a struct of constants, in a buffer in device memory, and two levels
; deep. Outputs have zeros where the kernel left an address.

; RUN: split-file %s %t
; RUN: %python -c "import struct, sys; open(sys.argv[1], 'wb').write(struct.pack('<5i', 99, 0, 1, 2, 3))" %t/in.bin
; RUN: %run_both %t/kernel.ll --launch=%t/launch.json
; RUN: od -An -v -t d4 -w16 %t/out.bin | FileCheck %s
;      CHECK: 10 11 12 13
; RUN: od -An -v -t x4 -w16 %t/table.bin | FileCheck %s --check-prefix=TABLE
;      TABLE: 00000000 00000000 00000000 00000000

; RUN: not triton-metal-run %t/kernel.ll --launch=%t/outside.json 2>&1 | FileCheck %s --check-prefix=OUTSIDE
; OUTSIDE: error: kernel 'k' reads 4 bytes at offset 16 of a buffer behind a pointer, which has 16 bytes{{$}}
; RUN: not triton-metal-run %t/kernel.ll --launch=%t/no-room.json 2>&1 | FileCheck %s --check-prefix=ROOM
; ROOM: error: kernel 'k': the binding with index 0 has 24 bytes, and no room for a pointer at byte 24{{$}}
; RUN: not triton-metal-run %t/kernel.ll --launch=%t/twice.json 2>&1 | FileCheck %s --check-prefix=TWICE
; TWICE: error: kernel 'k': buffers[1] has two pointers at byte 8{{$}}
; RUN: not triton-metal-run %t/kernel.ll --launch=%t/odd.json 2>&1 | FileCheck %s --check-prefix=ODD
; ODD: odd.json: bindings[0].pointers[0].at: expected a multiple of 8, found 4{{$}}
; RUN: not triton-metal-run %t/kernel.ll --launch=%t/misplaced.json 2>&1 | FileCheck %s --check-prefix=MISPLACED
; MISPLACED: misplaced.json: bindings[0].pointers: the pointers of a buffer belong to its entry in 'buffers'{{$}}

;--- kernel.ll
; struct Args { device int *out; device Table *table; int bias; }; struct Table { long pad; device int *in; };
define void @k(ptr addrspace(2) %args, i32 %i) {
  %out = load ptr addrspace(1), ptr addrspace(2) %args, align 8
  %table.p = getelementptr i8, ptr addrspace(2) %args, i64 8
  %table = load ptr addrspace(1), ptr addrspace(2) %table.p, align 8
  %bias.p = getelementptr i8, ptr addrspace(2) %args, i64 16
  %bias = load i32, ptr addrspace(2) %bias.p, align 8
  %in.p = getelementptr i8, ptr addrspace(1) %table, i64 8
  %in = load ptr addrspace(1), ptr addrspace(1) %in.p, align 8
  %from = getelementptr i32, ptr addrspace(1) %in, i32 %i
  %x = load i32, ptr addrspace(1) %from
  %y = add i32 %x, %bias
  %to = getelementptr i32, ptr addrspace(1) %out, i32 %i
  store i32 %y, ptr addrspace(1) %to
  ret void
}
!air.kernel = !{!0}
!0 = !{ptr @k, !{}, !{!1, !2}}
!1 = !{i32 0, !"air.indirect_buffer", !"air.buffer_size", i32 24, !"air.location_index", i32 0, i32 1, !"air.read", !"air.address_space", i32 2, !"air.struct_type_info", !3, !"air.arg_type_size", i32 24, !"air.arg_type_align_size", i32 8, !"air.arg_type_name", !"Args", !"air.arg_name", !"args"}
!2 = !{i32 1, !"air.thread_position_in_grid"}
!3 = !{i32 0, i32 8, i32 0, !"int", !"out", !"air.indirect_argument", !4, i32 8, i32 8, i32 0, !"Table", !"table", !"air.indirect_argument", !5, i32 16, i32 4, i32 0, !"int", !"bias", !"air.indirect_argument", !6}
!4 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"int", !"air.arg_name", !"out"}
!5 = !{i32 1, !"air.buffer", !"air.location_index", i32 1, i32 1, !"air.read", !"air.address_space", i32 1, !"air.arg_type_size", i32 16, !"air.arg_type_align_size", i32 8, !"air.arg_type_name", !"Table", !"air.arg_name", !"table"}
!6 = !{i32 2, !"air.indirect_constant", !"air.location_index", i32 2, i32 1, !"air.arg_type_name", !"int", !"air.arg_name", !"bias"}
;--- launch.json
{"grid": [1], "threads_per_threadgroup": [4],
 "buffers": [{"size": 16}, {"size": 16, "pointers": [{"at": 8, "buffer": 2, "offset": 4}]}, {"file": "in.bin"}],
 "outputs": [{"buffer": 0, "file": "out.bin"}, {"buffer": 1, "file": "table.bin"}],
 "bindings": [{"index": 0, "bytes": "000000000000000000000000000000000a00000000000000",
               "pointers": [{"at": 0, "buffer": 0}, {"at": 8, "buffer": 1}]}]}
;--- outside.json
{"grid": [1], "threads_per_threadgroup": [4],
 "buffers": [{"size": 16}, {"size": 16, "pointers": [{"at": 8, "buffer": 2, "offset": 4}]}, {"size": 16}],
 "bindings": [{"index": 0, "bytes": "000000000000000000000000000000000a00000000000000",
               "pointers": [{"at": 0, "buffer": 0}, {"at": 8, "buffer": 1}]}]}
;--- no-room.json
{"grid": [1], "threads_per_threadgroup": [4], "buffers": [{"size": 16}],
 "bindings": [{"index": 0, "bytes": "000000000000000000000000000000000000000000000000",
               "pointers": [{"at": 24, "buffer": 0}]}]}
;--- twice.json
{"grid": [1], "threads_per_threadgroup": [4],
 "buffers": [{"size": 16}, {"size": 16, "pointers": [{"at": 8, "buffer": 0}, {"at": 8, "buffer": 0}]}]}
;--- odd.json
{"grid": [1], "threads_per_threadgroup": [4], "buffers": [{"size": 16}],
 "bindings": [{"index": 0, "bytes": "000000000000000000000000", "pointers": [{"at": 4, "buffer": 0}]}]}
;--- misplaced.json
{"grid": [1], "threads_per_threadgroup": [4], "buffers": [{"size": 16}],
 "bindings": [{"index": 0, "buffer": 0, "pointers": [{"at": 0, "buffer": 0}]}]}
