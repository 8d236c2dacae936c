// RUN: triton-metal-opt %s --metal-allocate-threadgroup-memory --split-input-file | FileCheck %s
// RUN: triton-metal-opt %s --metal-allocate-threadgroup-memory --metal-place-barriers \
// RUN:   --split-input-file | FileCheck %s --check-prefix=BARRIERS

// Two large variables, one after the other: one variable serves both, and a barrier
// keeps the second from being written while the first is read.
// CHECK-LABEL: metal.kernel @one_after_the_other
// CHECK-NEXT:    %[[M:.*]] = metal.threadgroup_alloc 4096 {alignment = 16 : i32} : <f32, threadgroup>
// CHECK-NOT:     metal.threadgroup_alloc
// CHECK:         metal.store %{{.*}}, %[[M]]
// CHECK:         metal.load %[[M]]
// CHECK:         metal.store %{{.*}}, %[[M]]
// BARRIERS-LABEL: metal.kernel @one_after_the_other
// BARRIERS:         metal.store
// BARRIERS-NEXT:    metal.threadgroup_barrier
// BARRIERS-NEXT:    metal.load
// BARRIERS-NEXT:    metal.threadgroup_barrier
// BARRIERS-NEXT:    metal.store
metal.kernel @one_after_the_other() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %x = arith.constant 1.0 : f32
  %a = metal.threadgroup_alloc 2048 : !metal.ptr<f32, threadgroup>
  metal.store %x, %a[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, threadgroup>, i32
  %v = metal.load %a[%i] {alignment = 4 : i32} : !metal.ptr<f32, threadgroup>, i32 -> f32
  %b = metal.threadgroup_alloc 4096 {alignment = 16 : i32} : !metal.ptr<f32, threadgroup>
  metal.store %v, %b[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, threadgroup>, i32
  metal.return
}

// -----

// Small variables keep memory of their own: no barrier.
// CHECK-LABEL: metal.kernel @small
// CHECK-NEXT:    metal.threadgroup_alloc 64
// CHECK-NEXT:    metal.threadgroup_alloc 64
// BARRIERS-LABEL: metal.kernel @small
// BARRIERS-NOT:     metal.threadgroup_barrier
metal.kernel @small() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %x = arith.constant 1.0 : f32
  %a = metal.threadgroup_alloc 64 : !metal.ptr<f32, threadgroup>
  %v = metal.load %a[%i] {alignment = 4 : i32} : !metal.ptr<f32, threadgroup>, i32 -> f32
  %b = metal.threadgroup_alloc 64 : !metal.ptr<f32, threadgroup>
  metal.store %v, %b[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, threadgroup>, i32
  metal.return
}

// -----

// Of different types, they are views of bytes. %a lives through the loop, %b and %c
// within it, one after the other.
// CHECK-LABEL: metal.kernel @loop
// CHECK-NEXT:    %[[M:.*]] = metal.threadgroup_alloc 4096 {alignment = 16 : i32} : <i8, threadgroup>
// CHECK-NEXT:    %[[B:.*]] = metal.threadgroup_view %[[M]][0] 1024 : <i8, threadgroup> -> <f32, threadgroup>
// CHECK-NEXT:    %[[C:.*]] = metal.threadgroup_view %[[M]][0] 2048 : <i8, threadgroup> -> <i16, threadgroup>
// CHECK-NEXT:    %[[A:.*]] = metal.threadgroup_alloc 2048 : <f32, threadgroup>
// CHECK-NEXT:    metal.threadgroup_alloc 8 :
// CHECK:         metal.store %{{.*}}, %[[A]]
// CHECK:         scf.for
// CHECK:           metal.store %{{.*}}, %[[B]]
// CHECK:           metal.store %{{.*}}, %[[C]]
// CHECK:           metal.load %[[A]]
// BARRIERS-LABEL: metal.kernel @loop
// BARRIERS:         metal.store
// BARRIERS:         scf.for
// BARRIERS-NEXT:      metal.threadgroup_barrier
// BARRIERS-NEXT:      metal.store
// BARRIERS-NEXT:      metal.threadgroup_barrier
// BARRIERS-NEXT:      metal.store
// BARRIERS-NEXT:      metal.load
// BARRIERS-NOT:       metal.threadgroup_barrier
metal.kernel @loop() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c8 = arith.constant 8 : i32
  %i = metal.thread_index : i32
  %x = arith.constant 1.0 : f32
  %h = arith.constant 1 : i16
  %s = metal.threadgroup_alloc 8 : !metal.ptr<f32, threadgroup>
  %a = metal.threadgroup_alloc 2048 : !metal.ptr<f32, threadgroup>
  metal.store %x, %a[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, threadgroup>, i32
  scf.for %k = %c0 to %c8 step %c1 : i32 {
    %b = metal.threadgroup_alloc 1024 : !metal.ptr<f32, threadgroup>
    metal.store %x, %b[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, threadgroup>, i32
    %c = metal.threadgroup_alloc 2048 : !metal.ptr<i16, threadgroup>
    metal.store %h, %c[%i] {alignment = 2 : i32} : i16, !metal.ptr<i16, threadgroup>, i32
    %v = metal.load %a[%i] {alignment = 4 : i32} : !metal.ptr<f32, threadgroup>, i32 -> f32
  }
  metal.return
}
