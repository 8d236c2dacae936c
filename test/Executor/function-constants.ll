; Function constants: of every kind of type, derived ones, optional ones, and arguments that exist
; only where a constant is true.

; RUN: split-file %s %t
; RUN: %run_both %t/kernel.ll --launch=%t/launch.json
; RUN: od -An -v -t x4 -w4 %t/out.bin | FileCheck %s --check-prefix=LAUNCH
;  LAUNCH: 40200000
; LAUNCH-NEXT: 00000009
; LAUNCH-NEXT: 00000007
; LAUNCH-NEXT: 00000063

; The command line wins, and may set vectors.
; RUN: %run_both %t/kernel.ll --launch=%t/launch.json --constant=scale=-inf --constant=size=1,2 --constant=bias=5
; RUN: od -An -v -t x4 -w4 %t/out.bin | FileCheck %s --check-prefix=FLAGS
;  FLAGS: ff800000
; FLAGS-NEXT: 00000003
; FLAGS-NEXT: 00000005
; FLAGS-NEXT: 00000063

; Without the extra argument, what is loaded through it has no meaning, and no fault.
; RUN: %run_both %t/kernel.ll --launch=%t/no-extra.json
; RUN: od -An -v -t x4 -w4 %t/out.bin | FileCheck %s --check-prefix=WITHOUT
;  WITHOUT: 3f800000
; WITHOUT-NEXT: 00000009
; WITHOUT-NEXT: 00000007
; WITHOUT-NEXT: ffffffff

; RUN: not triton-metal-run %t/kernel.ll --launch=%t/unset.json 2>&1 | FileCheck %s --check-prefix=UNSET
; UNSET: kernel.ll: kernel 'k': its function constants 'scale' (float), 'use_extra' (bool) have no values; give them with --constant=NAME=VALUE or in the launch's 'constants'{{$}}
; RUN: not triton-metal-run %t/kernel.ll --launch=%t/unset.json --constant=scale=1 2>&1 | FileCheck %s --check-prefix=ONE
; ONE: kernel 'k': its function constant 'use_extra' (bool) has no value; give it with --constant=NAME=VALUE or in the launch's 'constants'{{$}}
; RUN: not triton-metal-run %t/kernel.ll --launch=%t/launch.json --constant=scal=1 2>&1 | FileCheck %s --check-prefix=NAME
; NAME: kernel 'k': has no function constant 'scal' (scale, size, bias, use_extra){{$}}
; RUN: not triton-metal-run %t/kernel.ll --launch=%t/launch.json --constant=size=1 2>&1 | FileCheck %s --check-prefix=COUNT
; COUNT: kernel 'k': function constant 'size' is a ushort2 and takes 2 values, not 1{{$}}
; RUN: not triton-metal-run %t/kernel.ll --launch=%t/launch.json --constant=bias=1.5 2>&1 | FileCheck %s --check-prefix=VALUE
; VALUE: kernel 'k': function constant 'bias': 1.5 does not fit i32{{$}}
; RUN: not triton-metal-run %t/kernel.ll --launch=%t/bound.json 2>&1 | FileCheck %s --check-prefix=BOUND
; BOUND: kernel 'k': buffer 1 'extra' exists only where function constant 'use_extra' is true{{$}}
; RUN: not triton-metal-run %t/kernel.ll --launch=%t/launch.json --constant=scale 2>&1 | FileCheck %s --check-prefix=USAGE
; USAGE: error: --constant takes NAME=VALUE or NAME=VALUE,VALUE,..., not 'scale'{{$}}

;--- kernel.ll
@scale.init = internal addrspace(2) externally_initialized constant float undef, section "air.fc_initializer"
@size.init = internal addrspace(2) externally_initialized constant <2 x i16> undef, section "air.fc_initializer"
@bias.init = internal addrspace(2) externally_initialized constant i32 undef, section "air.fc_initializer"
@use_extra.init = internal addrspace(2) externally_initialized constant i8 undef, section "air.fc_initializer"
@scale = internal addrspace(2) global float undef
@sum = internal addrspace(2) global i32 undef
@bias = internal addrspace(2) global i32 undef
@use_extra = internal addrspace(2) global i8 undef
@predicate = internal addrspace(2) global i8 0
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @init, ptr null }]

; sum = size.x + size.y; bias = 7 unless it is given
define internal void @init() section "air.static_init" {
  %scale = load float, ptr addrspace(2) @scale.init
  store float %scale, ptr addrspace(2) @scale
  %size = load <2 x i16>, ptr addrspace(2) @size.init
  %x = extractelement <2 x i16> %size, i32 0
  %y = extractelement <2 x i16> %size, i32 1
  %s = add i16 %x, %y
  %wide = zext i16 %s to i32
  store i32 %wide, ptr addrspace(2) @sum
  %given = load i32, ptr addrspace(2) @bias.init
  %defined = call i1 @air.is_function_constant_defined(ptr addrspace(2) @bias.init)
  %b = select i1 %defined, i32 %given, i32 7
  store i32 %b, ptr addrspace(2) @bias
  %use = load i8, ptr addrspace(2) @use_extra.init
  store i8 %use, ptr addrspace(2) @use_extra
  %p = call i8 @air.normalize_function_constant_predicate.i8(i8 %use)
  store i8 %p, ptr addrspace(2) @predicate
  ret void
}

define void @k(ptr addrspace(1) %out, ptr addrspace(1) %extra) {
  %scale = load float, ptr addrspace(2) @scale
  store float %scale, ptr addrspace(1) %out
  %sum = load i32, ptr addrspace(2) @sum
  %p1 = getelementptr i32, ptr addrspace(1) %out, i32 1
  store i32 %sum, ptr addrspace(1) %p1
  %bias = load i32, ptr addrspace(2) @bias
  %p2 = getelementptr i32, ptr addrspace(1) %out, i32 2
  store i32 %bias, ptr addrspace(1) %p2
  %p3 = getelementptr i32, ptr addrspace(1) %out, i32 3
  %use = load i8, ptr addrspace(2) @use_extra
  %no = icmp eq i8 %use, 0
  %x = load i32, ptr addrspace(1) %extra ; as Apple's compiler moves it out of the branch
  br i1 %no, label %without, label %with
with:
  br label %end
without:
  br label %end
end:
  %value = phi i32 [ %x, %with ], [ -1, %without ]
  store i32 %value, ptr addrspace(1) %p3
  ret void
}

declare i1 @air.is_function_constant_defined(ptr addrspace(2))
declare i8 @air.normalize_function_constant_predicate.i8(i8)

!air.kernel = !{!0}
!0 = !{ptr @k, !{}, !{!1, !2}}
!1 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_name", !"out"}
!2 = !{i32 1, !"air.function_constant", !3, !"air.buffer", !"air.location_index", i32 1, i32 1, !"air.read", !"air.address_space", i32 1, !"air.arg_name", !"extra"}
!3 = !{ptr addrspace(2) @predicate, !"bool", !"use_extra"}
!air.function_constants = !{!4, !5, !6, !7}
!4 = !{ptr addrspace(2) @scale.init, !"float", !"scale", i32 0, i1 true}
!5 = !{ptr addrspace(2) @size.init, !"ushort2", !"size", i32 1, i1 false}
!6 = !{ptr addrspace(2) @bias.init, !"int", !"bias", i32 2, i1 false}
!7 = !{ptr addrspace(2) @use_extra.init, !"bool", !"use_extra", i32 7, i1 true}
;--- launch.json
{"grid": [1], "threads_per_threadgroup": [1],
 "constants": {"scale": 2.5, "size": [4, 5], "use_extra": true},
 "buffers": [{"size": 16}], "outputs": [{"buffer": 0, "file": "out.bin"}],
 "bindings": [{"index": 0, "buffer": 0}, {"index": 1, "bytes": "63000000"}]}
;--- no-extra.json
{"grid": [1], "threads_per_threadgroup": [1],
 "constants": {"scale": 1, "size": [4, 5], "use_extra": false},
 "buffers": [{"size": 16}], "outputs": [{"buffer": 0, "file": "out.bin"}],
 "bindings": [{"index": 0, "buffer": 0}]}
;--- unset.json
{"grid": [1], "threads_per_threadgroup": [1], "buffers": [{"size": 16}], "bindings": [{"index": 0, "buffer": 0}]}
;--- bound.json
{"grid": [1], "threads_per_threadgroup": [1], "constants": {"scale": 1, "use_extra": 0},
 "buffers": [{"size": 16}], "bindings": [{"index": 0, "buffer": 0}, {"index": 1, "bytes": "63000000"}]}
