// RUN: triton-metal-opt %s | FileCheck %s
// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s

// CHECK-LABEL: tt.func @value_form
tt.func @value_form(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>, %h: vector<8xf16>,
                    %x: vector<16xbf16>, %y: vector<32xf32>) {
  // CHECK: metal.matrix_multiply %{{.*}} rows = [2] depth = [], %{{.*}} depth = [] columns = [2], %{{.*}} rows = [4] columns = [2] size = 8 : vector<4xf16>, vector<4xf16>, vector<8xf32>
  %0 = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [4] columns = [2] size = 8
    : vector<4xf16>, vector<4xf16>, vector<8xf32>
  // A part of the depth, of a batch.
  // CHECK: metal.matrix_multiply %{{.*}} rows = [] depth = [], %{{.*}} depth = [] columns = [], %{{.*}} rows = [] columns = [] size = 8 {aBatch = array<i32: 2>, aStart = 4 : i32, bBatch = array<i32: 4>, bStart = 2 : i32, cBatch = array<i32: 2>} : vector<8xf16>, vector<8xf16>, vector<4xf16>
  %1 = metal.matrix_multiply %h rows = [] depth = [], %h depth = [] columns = [], %a rows = [] columns = [] size = 8
    {aBatch = array<i32: 2>, aStart = 4 : i32, bBatch = array<i32: 4>, bStart = 2 : i32, cBatch = array<i32: 2>}
    : vector<8xf16>, vector<8xf16>, vector<4xf16>
  // CHECK: metal.matrix_multiply %{{.*}} rows = [8] depth = [], %{{.*}} depth = [] columns = [8], %{{.*}} rows = [8] columns = [16] size = 16 : vector<16xbf16>, vector<16xbf16>, vector<32xf32>
  %2 = metal.matrix_multiply %x rows = [8] depth = [], %x depth = [] columns = [8], %y rows = [8] columns = [16] size = 16
    : vector<16xbf16>, vector<16xbf16>, vector<32xf32>
  tt.return
}

// CHECK-LABEL: tt.func @loop_form
tt.func @loop_form(%i: i32, %p: vector<2xbf16>, %q: vector<4xf32>, %v: f32) {
  // CHECK: %[[A:.*]] = metal.thread_array : <4 x !metal.simdgroup_matrix<8x8xf16>>
  %a = metal.thread_array : <4 x !metal.simdgroup_matrix<8x8xf16>>
  // CHECK: %[[B:.*]] = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xbf16>>
  %b = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xbf16>>
  // CHECK: %[[C:.*]] = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf32>>
  %c = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf32>>
  // CHECK: %[[D:.*]] = metal.thread_array : <2 x !metal.simdgroup_matrix<16x16xf32>>
  %d = metal.thread_array : <2 x !metal.simdgroup_matrix<16x16xf32>>
  // CHECK: metal.fragment_load %[[A]][%{{.*}}] : <4 x !metal.simdgroup_matrix<8x8xf16>> -> vector<2xf16>
  %0 = metal.fragment_load %a[%i] : !metal.thread_array<4 x !metal.simdgroup_matrix<8x8xf16>> -> vector<2xf16>
  // CHECK: metal.fragment_store %{{.*}}, %[[B]][%{{.*}}] : vector<2xbf16>, <1 x !metal.simdgroup_matrix<8x8xbf16>>
  metal.fragment_store %p, %b[%i] : vector<2xbf16>, !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xbf16>>
  // The second half of a lane's elements.
  // CHECK: metal.fragment_load %[[D]][%{{.*}}] {start = 4 : i32} : <2 x !metal.simdgroup_matrix<16x16xf32>> -> vector<4xf32>
  %1 = metal.fragment_load %d[%i] {start = 4 : i32} : !metal.thread_array<2 x !metal.simdgroup_matrix<16x16xf32>> -> vector<4xf32>
  // CHECK: metal.fragment_store %{{.*}}, %[[D]][%{{.*}}] {start = 4 : i32} : vector<4xf32>, <2 x !metal.simdgroup_matrix<16x16xf32>>
  metal.fragment_store %q, %d[%i] {start = 4 : i32} : vector<4xf32>, !metal.thread_array<2 x !metal.simdgroup_matrix<16x16xf32>>
  // CHECK: metal.fragment_fill %{{.*}}, %[[C]][%{{.*}}] : f32, <2 x !metal.simdgroup_matrix<8x8xf32>>
  metal.fragment_fill %v, %c[%i] : f32, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf32>>
  // CHECK: metal.simdgroup_multiply_accumulate %[[A]][%{{.*}}], %[[A]][%{{.*}}], %[[C]][%{{.*}}] : <4 x !metal.simdgroup_matrix<8x8xf16>>, <4 x !metal.simdgroup_matrix<8x8xf16>>, <2 x !metal.simdgroup_matrix<8x8xf32>>
  metal.simdgroup_multiply_accumulate %a[%i], %a[%i], %c[%i] : !metal.thread_array<4 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<4 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf32>>
  // CHECK: metal.simdgroup_multiply_accumulate %[[A]]{{.*}}, %[[A]]{{.*}}, %[[A]]
  metal.simdgroup_multiply_accumulate %a[%i], %a[%i], %a[%i] : !metal.thread_array<4 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<4 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<4 x !metal.simdgroup_matrix<8x8xf16>>
  tt.return
}
