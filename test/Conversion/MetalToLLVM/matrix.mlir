// RUN: triton-metal-opt %s --convert-metal-to-llvm --split-input-file | FileCheck %s

!h = !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>
!f = !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xf32>>

// A matrix of 8x8 is a vector of all its elements; those of a lane are the first two.
// CHECK-LABEL: llvm.func @small
// CHECK-DAG:     %[[A:.*]] = llvm.alloca %{{.*}} x !llvm.array<2 x vector<64xf16>>
// CHECK-DAG:     %[[C:.*]] = llvm.alloca %{{.*}} x !llvm.array<1 x vector<64xf32>>
// Both elements are set: nothing is read.
// CHECK:         %[[P:.*]] = llvm.getelementptr inbounds %[[A]][0, %{{.*}}] : {{.*}} !llvm.array<2 x vector<64xf16>>
// CHECK-NOT:     llvm.load
// CHECK:         %[[E0:.*]] = llvm.extractelement %[[V:.*]][%{{.*}} : i32] : vector<2xf16>
// CHECK:         %[[I0:.*]] = llvm.mlir.constant(0 : i32)
// CHECK-NEXT:    %[[M0:.*]] = llvm.insertelement %[[E0]], %{{.*}}[%[[I0]] : i32] : vector<64xf16>
// CHECK:         %[[E1:.*]] = llvm.extractelement %[[V]][%{{.*}} : i32] : vector<2xf16>
// CHECK:         %[[I1:.*]] = llvm.mlir.constant(1 : i32)
// CHECK-NEXT:    %[[M1:.*]] = llvm.insertelement %[[E1]], %[[M0]][%[[I1]] : i32] : vector<64xf16>
// CHECK:         llvm.store %[[M1]], %[[P]] : vector<64xf16>, !llvm.ptr
// CHECK:         %[[MA:.*]] = llvm.load %{{.*}} : !llvm.ptr -> vector<64xf16>
// CHECK:         %[[MB:.*]] = llvm.load %{{.*}} : !llvm.ptr -> vector<64xf16>
// CHECK:         %[[MC:.*]] = llvm.load %[[AT:.*]] : !llvm.ptr -> vector<64xf32>
// CHECK:         %[[D:.*]] = llvm.call @air.simdgroup_matrix_8x8_multiply_accumulate.v64f32.v64f16.v64f16.v64f32(%[[MA]], %[[MB]], %[[MC]]) {{.*}} : (vector<64xf16>, vector<64xf16>, vector<64xf32>) -> vector<64xf32>
// CHECK:         llvm.store %[[D]], {{.*}} : vector<64xf32>, !llvm.ptr
// CHECK:         %[[R:.*]] = llvm.load %{{.*}} : !llvm.ptr -> vector<64xf32>
// CHECK:         llvm.extractelement %[[R]][%{{.*}} : i32] : vector<64xf32>
// CHECK:         llvm.extractelement %[[R]][%{{.*}} : i32] : vector<64xf32>
metal.kernel @small(%x: !metal.ptr<f16, device>, %o: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f16, binding = 0>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1>],
    num_simdgroups = 1 : i32, target = "apple7"} {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  %c = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xf32>>
  %v = metal.load %x[%zero] {alignment = 4 : i32} : !metal.ptr<f16, device>, i32 -> vector<2xf16>
  metal.fragment_store %v, %a[%one] : vector<2xf16>, !h
  metal.simdgroup_multiply_accumulate %a[%zero], %a[%one], %c[%zero] : !h, !h, !f
  %r = metal.fragment_load %c[%zero] : !f -> vector<2xf32>
  metal.store %r, %o[%zero] {alignment = 8 : i32} : vector<2xf32>, !metal.ptr<f32, device>, i32
  metal.return
}

// -----

!b = !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xbf16>>
!f = !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xf32>>

// CHECK-LABEL: llvm.func @kinds
// CHECK:         llvm.call @air.simdgroup_matrix_8x8_multiply_accumulate.v64f32.v64bf16.v64bf16.v64f32(%{{.*}}) {{.*}} : (vector<64xbf16>, vector<64xbf16>, vector<64xf32>) -> vector<64xf32>
// CHECK:         llvm.call @air.simdgroup_matrix_8x8_multiply_accumulate.v64f32.v64f32.v64f32.v64f32(%{{.*}}) {{.*}} : (vector<64xf32>, vector<64xf32>, vector<64xf32>) -> vector<64xf32>
// CHECK:         llvm.call @air.simdgroup_matrix_8x8_multiply_accumulate.v64bf16.v64bf16.v64bf16.v64bf16(%{{.*}})
metal.kernel @kinds() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple9"} {
  %zero = arith.constant 0 : i32
  %b = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xbf16>>
  %f = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xf32>>
  metal.simdgroup_multiply_accumulate %b[%zero], %b[%zero], %f[%zero] : !b, !b, !f
  metal.simdgroup_multiply_accumulate %f[%zero], %f[%zero], %f[%zero] : !f, !f, !f
  metal.simdgroup_multiply_accumulate %b[%zero], %b[%zero], %b[%zero] : !b, !b, !b
  metal.return
}

// -----

!h = !metal.thread_array<1 x !metal.simdgroup_matrix<16x16xf16>>
!f = !metal.thread_array<1 x !metal.simdgroup_matrix<16x16xf32>>

// A matrix of 16x16 is a lane's eight elements, of which a half is set among the others.
// CHECK-LABEL: llvm.func @large
// CHECK-DAG:     llvm.alloca %{{.*}} x !llvm.array<1 x vector<8xf16>>
// CHECK-DAG:     llvm.alloca %{{.*}} x !llvm.array<1 x vector<8xf32>>
// CHECK:         %[[OLD:.*]] = llvm.load %[[P:.*]] : !llvm.ptr -> vector<8xf16>
// CHECK:         %[[FOUR:.*]] = llvm.mlir.constant(4 : i32)
// CHECK-NEXT:    llvm.insertelement %{{.*}}, %[[OLD]][%[[FOUR]] : i32] : vector<8xf16>
// CHECK-COUNT-2: llvm.insertelement
// CHECK:         %[[SEVEN:.*]] = llvm.mlir.constant(7 : i32)
// CHECK-NEXT:    llvm.insertelement %{{.*}}[%[[SEVEN]] : i32] : vector<8xf16>
// CHECK:         llvm.store %{{.*}}, %[[P]] : vector<8xf16>, !llvm.ptr
// Neither factor is transposed.
// CHECK:         %[[NO:.*]] = llvm.mlir.constant(false) : i1
// CHECK:         llvm.call @air.simdgroup_matrix_16x16x16_multiply_accumulate.f.f.v8f32.v8f16.v8f16.v8f32(%{{.*}}, %[[NO]], %{{.*}}, %[[NO]], %{{.*}}) {{.*}} : (vector<8xf16>, i1, vector<8xf16>, i1, vector<8xf32>) -> vector<8xf32>
// CHECK:         %[[SUMS:.*]] = llvm.load %{{.*}} : !llvm.ptr -> vector<8xf32>
// CHECK:         %[[START:.*]] = llvm.mlir.constant(4 : i32)
// CHECK-NEXT:    llvm.extractelement %[[SUMS]][%[[START]] : i32]
metal.kernel @large(%x: !metal.ptr<f16, device>, %o: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f16, binding = 0>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1>],
    num_simdgroups = 1 : i32, target = "apple10"} {
  %zero = arith.constant 0 : i32
  %a = metal.thread_array : <1 x !metal.simdgroup_matrix<16x16xf16>>
  %c = metal.thread_array : <1 x !metal.simdgroup_matrix<16x16xf32>>
  %v = metal.load %x[%zero] {alignment = 8 : i32} : !metal.ptr<f16, device>, i32 -> vector<4xf16>
  metal.fragment_store %v, %a[%zero] {start = 4 : i32} : vector<4xf16>, !h
  metal.simdgroup_multiply_accumulate %a[%zero], %a[%zero], %c[%zero] : !h, !h, !f
  %r = metal.fragment_load %c[%zero] {start = 4 : i32} : !f -> vector<4xf32>
  metal.store %r, %o[%zero] {alignment = 16 : i32} : vector<4xf32>, !metal.ptr<f32, device>, i32
  metal.return
}

// -----

!bytes = !metal.thread_array<1 x !metal.simdgroup_matrix<16x16xi8>>
!words = !metal.thread_array<1 x !metal.simdgroup_matrix<16x16xi32>>

// Bytes with signs, and sums of 32 bits.
// CHECK-LABEL: llvm.func @bytes
// CHECK-DAG:     llvm.alloca %{{.*}} x !llvm.array<1 x vector<8xi8>>
// CHECK-DAG:     llvm.alloca %{{.*}} x !llvm.array<1 x vector<8xi32>>
// CHECK:         %[[NO:.*]] = llvm.mlir.constant(false) : i1
// CHECK:         llvm.call @air.simdgroup_matrix_16x16x16_widening_multiply_accumulate.s.s.v8i32.v8i8.v8i8.v8i32(%{{.*}}, %[[NO]], %{{.*}}, %[[NO]], %{{.*}}) {{.*}} : (vector<8xi8>, i1, vector<8xi8>, i1, vector<8xi32>) -> vector<8xi32>
metal.kernel @bytes() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple10"} {
  %zero = arith.constant 0 : i32
  %a = metal.thread_array : <1 x !metal.simdgroup_matrix<16x16xi8>>
  %c = metal.thread_array : <1 x !metal.simdgroup_matrix<16x16xi32>>
  metal.simdgroup_multiply_accumulate %a[%zero], %a[%zero], %c[%zero] : !bytes, !bytes, !words
  metal.return
}

// -----

// CHECK-LABEL: llvm.func @filled
// CHECK:         %[[P:.*]] = llvm.getelementptr inbounds %{{.*}}[0, %{{.*}}] : {{.*}} !llvm.array<2 x vector<64xf16>>
// CHECK:         %[[M:.*]] = llvm.call @air.simdgroup_matrix_8x8_init_filled.v64f16.f16(%{{.*}}) {{.*}} : (f16) -> vector<64xf16>
// CHECK:         llvm.store %[[M]], %[[P]] : vector<64xf16>, !llvm.ptr
metal.kernel @filled() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple7"} {
  %one = arith.constant 1 : i32
  %v = arith.constant 0.5 : f16
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  metal.fragment_fill %v, %a[%one] : f16, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>
  metal.return
}
