// RUN: triton-metal-opt %s --metal-form-loops --canonicalize --cse --metal-verify-loop-form --split-input-file | FileCheck %s

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 1>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 2>

// A product of one fragment needs no loop. What is loaded goes into fragments at once, and the
// sums are in an array of them.
// CHECK-LABEL: metal.kernel @one_fragment
// CHECK-NOT:   scf.for
// CHECK-DAG:   %[[A:.*]] = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xf16>>
// CHECK-DAG:   %[[C:.*]] = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xf32>>
// CHECK-DAG:   metal.fragment_store %{{.*}}, %[[A]][%{{.*}}] : vector<2xf16>
// CHECK-DAG:   metal.fragment_{{store|fill}} %{{.*}}, %[[C]][%{{.*}}]
// CHECK:       metal.simdgroup_multiply_accumulate %[[A]][%[[Z:.*]]], %[[A]][%[[Z]]], %[[C]][%[[Z]]]
// CHECK:       metal.fragment_load %[[C]][%[[Z]]]
// CHECK:       metal.store
metal.kernel @one_fragment(%o: !metal.ptr<f32, device>, %x: !metal.ptr<f16, device>)
    attributes {arguments = [#o, #x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1] lanes = [2, 8, 16, 4, 32] simdgroups = [] : vector<2xi32>
  %a = metal.gather %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<2xi32> -> vector<2xf16>
  %c = arith.constant dense<0.0> : vector<2xf32>
  %d = metal.matrix_multiply %a rows = [] depth = [], %a depth = [] columns = [], %c rows = [] columns = [] size = 8
    : vector<2xf16>, vector<2xf16>, vector<2xf32>
  metal.scatter %d, %o[%i] {alignment = 8 : i32, contiguous = 2 : i32} : vector<2xf32>, !metal.ptr<f32, device>, vector<2xi32>
  metal.return
}

// -----

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 1>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 2>

// Four by four fragments, two deep, in three unrolled loops. One of the factors is brought from
// memory inside of them, a packet at a time; the other is there as a whole. The sums that the
// loop carries are one array, in which they are added up; no copy is made of them.
// CHECK-LABEL: metal.kernel @carried
// CHECK:       %[[C:.*]] = metal.thread_array : <16 x !metal.simdgroup_matrix<8x8xf32>>
// CHECK-NOT:   metal.thread_array : <16 x
// CHECK:       scf.for %{{.*}} = %{{.*}} to %arg2
// CHECK-NOT:     metal.fragment_load %[[C]]
// CHECK:         scf.for %[[M:.*]] = %{{.*}} to %c4_i32
// CHECK:           scf.for %[[K:.*]] = %{{.*}} to %c2_i32
// CHECK:             %[[V:.*]] = metal.load
// CHECK:             metal.fragment_store %[[V]], %[[A:.*]][%c0_i32] : vector<2xf16>, <1 x
// CHECK:             scf.for %[[N:.*]] = %{{.*}} to %c4_i32
// CHECK:               metal.simdgroup_multiply_accumulate %[[A]][%c0_i32], %{{.*}}, %[[C]][
// CHECK-NEXT:        } {metal.unroll}
// CHECK-NEXT:      } {metal.unroll}
// CHECK-NEXT:    } {metal.unroll}
// CHECK-NOT:     metal.fragment_load %[[C]]
// CHECK:       metal.fragment_load %[[C]]
// CHECK:       metal.store
metal.kernel @carried(%o: !metal.ptr<f32, device>, %x: !metal.ptr<f16, device>, %n: i32)
    attributes {arguments = [#o, #x, #n], num_simdgroups = 1 : i32, target = "apple7"} {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %i = metal.coordinate registers = [1, 64, 128, 256] lanes = [2, 8, 16, 4, 32] simdgroups = [] : vector<16xi32>
  %j = metal.coordinate registers = [1, 8, 16, 256, 512] lanes = [2, 32, 64, 4, 128] simdgroups = [] : vector<32xi32>
  %c = arith.constant dense<0.0> : vector<32xf32>
  %d = scf.for %k = %zero to %n step %one iter_args(%s = %c) -> (vector<32xf32>) : i32 {
    %start = vector.broadcast %k : i32 to vector<16xi32>
    %at = arith.addi %i, %start : vector<16xi32>
    %a = metal.gather %x[%at] {alignment = 2 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<16xi32> -> vector<16xf16>
    %b = metal.gather %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<16xi32> -> vector<16xf16>
    %t = metal.matrix_multiply %a rows = [4, 8] depth = [2], %b depth = [2] columns = [4, 8], %s rows = [8, 16] columns = [2, 4] size = 8
      : vector<16xf16>, vector<16xf16>, vector<32xf32>
    scf.yield %t : vector<32xf32>
  }
  metal.scatter %d, %o[%j] {alignment = 8 : i32, contiguous = 2 : i32} : vector<32xf32>, !metal.ptr<f32, device>, vector<32xi32>
  metal.return
}

// -----

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 1>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 2>

// Two products in one loop, each with sums of its own that stay where they are.
// CHECK-LABEL: metal.kernel @two
// CHECK-DAG:   %[[C:.*]] = metal.thread_array : <4 x !metal.simdgroup_matrix<8x8xf32>>
// CHECK-DAG:   %[[D:.*]] = metal.thread_array : <4 x !metal.simdgroup_matrix<8x8xf32>>
// CHECK-NOT:   metal.thread_array : <4 x !metal.simdgroup_matrix<8x8xf32>>
// CHECK:       scf.for %{{.*}} = %{{.*}} to %arg2
// CHECK-NOT:     metal.fragment_load
// CHECK:         metal.simdgroup_multiply_accumulate %[[A:[^,]*]][%{{.*}}], %[[A]][%{{.*}}], %[[SUMS:[^,]*]][
// CHECK-NOT:     metal.fragment_load
// CHECK-NOT:     metal.simdgroup_multiply_accumulate %{{.*}}, %[[SUMS]][
// CHECK:         metal.simdgroup_multiply_accumulate %[[A]][%{{.*}}], %[[B:[^,]*]][%{{.*}}], %[[OTHERS:[^,]*]][
// CHECK-NOT:     metal.fragment_load
// CHECK:       metal.fragment_load
metal.kernel @two(%o: !metal.ptr<f32, device>, %x: !metal.ptr<f16, device>, %n: i32)
    attributes {arguments = [#o, #x, #n], num_simdgroups = 1 : i32, target = "apple7"} {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %i = metal.coordinate registers = [1, 64] lanes = [2, 8, 16, 4, 32] simdgroups = [] : vector<4xi32>
  %j = metal.coordinate registers = [1, 8, 128] lanes = [2, 16, 32, 4, 64] simdgroups = [] : vector<8xi32>
  %c = arith.constant dense<0.0> : vector<8xf32>
  %d:2 = scf.for %k = %zero to %n step %one iter_args(%s = %c, %t = %c) -> (vector<8xf32>, vector<8xf32>) : i32 {
    %start = vector.broadcast %k : i32 to vector<4xi32>
    %at = arith.addi %i, %start : vector<4xi32>
    %a = metal.gather %x[%at] {alignment = 2 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<4xi32> -> vector<4xf16>
    %b = metal.gather %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<4xi32> -> vector<4xf16>
    %u = metal.matrix_multiply %a rows = [2] depth = [], %a depth = [] columns = [2], %s rows = [4] columns = [2] size = 8
      : vector<4xf16>, vector<4xf16>, vector<8xf32>
    %v = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %t rows = [4] columns = [2] size = 8
      : vector<4xf16>, vector<4xf16>, vector<8xf32>
    scf.yield %u, %v : vector<8xf32>, vector<8xf32>
  }
  %sum = arith.addf %d#0, %d#1 : vector<8xf32>
  metal.scatter %sum, %o[%j] {alignment = 8 : i32, contiguous = 2 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  metal.return
}

// -----

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 1>

// What a product gives is, in another order and type, an operand of the next one: fragments
// are written for it once all sums are there.
// CHECK-LABEL: metal.kernel @chained
// CHECK:       metal.simdgroup_multiply_accumulate %{{.*}}, %[[SCORES:[^,]*]][%{{[^]]*}}] : {{.*}}, <4 x !metal.simdgroup_matrix<8x8xf32>>
// CHECK:       metal.fragment_load %[[SCORES]]
// CHECK:       arith.truncf
// CHECK:       metal.fragment_store %{{.*}}, %[[WEIGHTS:.*]][%{{.*}}] : vector<2xf16>, <4 x !metal.simdgroup_matrix<8x8xf16>>
// CHECK:       metal.simdgroup_multiply_accumulate %[[WEIGHTS]][
metal.kernel @chained(%o: !metal.ptr<f32, device>, %x: !metal.ptr<f16, device>)
    attributes {arguments = [#o, #x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 64] lanes = [2, 8, 16, 4, 32] simdgroups = [] : vector<4xi32>
  %j = metal.coordinate registers = [1, 8, 128] lanes = [2, 16, 32, 4, 64] simdgroups = [] : vector<8xi32>
  %c = arith.constant dense<0.0> : vector<8xf32>
  %a = metal.gather %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<4xi32> -> vector<4xf16>
  %v = metal.gather %x[%j] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<8xi32> -> vector<8xf16>
  %s = metal.matrix_multiply %a rows = [2] depth = [], %a depth = [] columns = [2], %c rows = [4] columns = [2] size = 8
    : vector<4xf16>, vector<4xf16>, vector<8xf32>
  %h = arith.truncf %s : vector<8xf32> to vector<8xf16>
  %p = metal.rearrange %h registers = [1, 4, 2] : vector<8xf16> -> vector<8xf16>
  %d = metal.matrix_multiply %p rows = [2] depth = [4], %v depth = [4] columns = [2], %c rows = [4] columns = [2] size = 8
    : vector<8xf16>, vector<8xf16>, vector<8xf32>
  metal.scatter %d, %o[%j] {alignment = 8 : i32, contiguous = 2 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  metal.return
}

// -----

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 1>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 2>

// A product in a branch: what the branch gives is fragments on both sides. The sums before it,
// which the other side needs, are not written to.
// CHECK-LABEL: metal.kernel @branch
// CHECK:       metal.fragment_store %{{.*}}, %[[C:.*]][%{{.*}}] : vector<2xf32>, <2 x !metal.simdgroup_matrix<8x8xf32>>
// CHECK:       scf.if
// CHECK:         metal.fragment_load %[[C]][
// CHECK-NEXT:    metal.fragment_store %{{.*}}, %[[R:.*]][%{{.*}}] :
// CHECK:         metal.simdgroup_multiply_accumulate %{{.*}}, %{{.*}}, %[[R]][
// CHECK-NOT:     metal.fragment_store
// CHECK:       } else {
// CHECK:         metal.fragment_load %[[C]][
// CHECK-NEXT:    metal.fragment_store %{{.*}}, %[[R]][%{{.*}}] :
// CHECK:       metal.fragment_load %[[R]][
// CHECK:       metal.store
metal.kernel @branch(%o: !metal.ptr<f32, device>, %x: !metal.ptr<f16, device>, %n: i32)
    attributes {arguments = [#o, #x, #n], num_simdgroups = 1 : i32, target = "apple7"} {
  %zero = arith.constant 0 : i32
  %i = metal.coordinate registers = [1] lanes = [2, 8, 16, 4, 32] simdgroups = [] : vector<2xi32>
  %j = metal.coordinate registers = [1, 8] lanes = [2, 16, 32, 4, 64] simdgroups = [] : vector<4xi32>
  %a = metal.gather %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<2xi32> -> vector<2xf16>
  %b = metal.gather %x[%j] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<4xi32> -> vector<4xf16>
  %c = metal.gather %o[%j] {alignment = 8 : i32, contiguous = 2 : i32} : !metal.ptr<f32, device>, vector<4xi32> -> vector<4xf32>
  %more = arith.cmpi sgt, %n, %zero : i32
  %r = scf.if %more -> vector<4xf32> {
    %d = metal.matrix_multiply %a rows = [] depth = [], %b depth = [] columns = [2], %c rows = [] columns = [2] size = 8
      : vector<2xf16>, vector<4xf16>, vector<4xf32>
    scf.yield %d : vector<4xf32>
  } else {
    scf.yield %c : vector<4xf32>
  }
  metal.scatter %r, %o[%j] {alignment = 8 : i32, contiguous = 2 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  metal.return
}

// -----

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 1>

// Two matrices of a batch, each multiplied by its own; the first registers of a are skipped.
// CHECK-LABEL: metal.kernel @batch
// CHECK:       scf.for %[[BATCH:.*]] = %c0_i32 to %c2_i32
// CHECK:         scf.for %[[N:.*]] = %c0_i32 to %c2_i32
// CHECK-DAG:       %[[A:.*]] = arith.addi %[[BATCH]], %c2_i32
// CHECK-DAG:       %[[TWICE:.*]] = arith.muli %[[BATCH]], %c2_i32
// CHECK-DAG:       %[[B:.*]] = arith.addi %[[TWICE]], %[[N]]
// CHECK-DAG:       %[[COLUMN:.*]] = arith.muli %[[N]], %c2_i32
// CHECK-DAG:       %[[C:.*]] = arith.addi %[[BATCH]], %[[COLUMN]]
// CHECK:           metal.simdgroup_multiply_accumulate %{{.*}}[%[[A]]], %{{.*}}[%[[B]]], %{{.*}}[%[[C]]]
metal.kernel @batch(%o: !metal.ptr<f32, device>, %x: !metal.ptr<f16, device>)
    attributes {arguments = [#o, #x], num_simdgroups = 1 : i32, target = "apple7"} {
  %j = metal.coordinate registers = [1, 8, 128] lanes = [2, 16, 32, 4, 64] simdgroups = [] : vector<8xi32>
  %c = arith.constant dense<0.0> : vector<8xf32>
  %a = metal.gather %x[%j] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<8xi32> -> vector<8xf16>
  %d = metal.matrix_multiply %a rows = [] depth = [], %a depth = [] columns = [2], %c rows = [] columns = [4] size = 8
    {aBatch = array<i32: 2>, aStart = 4 : i32, bBatch = array<i32: 4>, cBatch = array<i32: 2>}
    : vector<8xf16>, vector<8xf16>, vector<8xf32>
  metal.scatter %d, %o[%j] {alignment = 8 : i32, contiguous = 2 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  metal.return
}

// -----

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 1>

// A matrix that is a factor and the sum as well is read before it is written: the sums get an
// array of their own.
// CHECK-LABEL: metal.kernel @same
// CHECK:       metal.simdgroup_multiply_accumulate %[[A:[^,]*]][%{{.*}}], %[[A]][%{{.*}}], %[[C:[^,]*]][
// CHECK:       metal.fragment_load %[[C]]
// CHECK-NOT:   metal.simdgroup_multiply_accumulate %[[A:.*]][{{.*}}], %[[A]][{{.*}}], %[[A]][
metal.kernel @same(%o: !metal.ptr<f32, device>, %x: !metal.ptr<f32, device>)
    attributes {arguments = [#o, #x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1] lanes = [2, 8, 16, 4, 32] simdgroups = [] : vector<2xi32>
  %a = metal.gather %x[%i] {alignment = 8 : i32, contiguous = 2 : i32} : !metal.ptr<f32, device>, vector<2xi32> -> vector<2xf32>
  %d = metal.matrix_multiply %a rows = [] depth = [], %a depth = [] columns = [], %a rows = [] columns = [] size = 8
    : vector<2xf32>, vector<2xf32>, vector<2xf32>
  metal.scatter %d, %o[%i] {alignment = 8 : i32, contiguous = 2 : i32} : vector<2xf32>, !metal.ptr<f32, device>, vector<2xi32>
  metal.return
}

// -----

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 1>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 2>

// A product in a branch of a loop, the only one that reads the sums, adds them up where the loop
// carries them. The other side has nothing to do, and nothing is copied.
// CHECK-LABEL: metal.kernel @branch_in_loop
// CHECK:       %[[C:.*]] = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf32>>
// CHECK-NOT:   metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf32>>
// CHECK:       scf.for %{{.*}} = %{{.*}} to %arg2
// CHECK:         scf.if
// CHECK-NOT:       metal.fragment_load
// CHECK:           metal.simdgroup_multiply_accumulate %{{.*}}, %{{.*}}, %[[C]][
// CHECK-NOT:       metal.fragment_load
// CHECK-NOT:       else
// CHECK:       metal.fragment_load %[[C]][
// CHECK:       metal.store
metal.kernel @branch_in_loop(%o: !metal.ptr<f32, device>, %x: !metal.ptr<f16, device>, %n: i32)
    attributes {arguments = [#o, #x, #n], num_simdgroups = 1 : i32, target = "apple7"} {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %i = metal.coordinate registers = [1] lanes = [2, 8, 16, 4, 32] simdgroups = [] : vector<2xi32>
  %j = metal.coordinate registers = [1, 8] lanes = [2, 16, 32, 4, 64] simdgroups = [] : vector<4xi32>
  %a = metal.gather %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<2xi32> -> vector<2xf16>
  %b = metal.gather %x[%j] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<4xi32> -> vector<4xf16>
  %c = arith.constant dense<0.0> : vector<4xf32>
  %d = scf.for %k = %zero to %n step %one iter_args(%s = %c) -> (vector<4xf32>) : i32 {
    %more = arith.cmpi sgt, %k, %one : i32
    %r = scf.if %more -> vector<4xf32> {
      %t = metal.matrix_multiply %a rows = [] depth = [], %b depth = [] columns = [2], %s rows = [] columns = [2] size = 8
        : vector<2xf16>, vector<4xf16>, vector<4xf32>
      scf.yield %t : vector<4xf32>
    } else {
      scf.yield %s : vector<4xf32>
    }
    scf.yield %r : vector<4xf32>
  }
  metal.scatter %d, %o[%j] {alignment = 8 : i32, contiguous = 2 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  metal.return
}

// -----

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 1>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 2>

// What is copied into another sum is read before it is set to zero.
// CHECK-LABEL: metal.kernel @shifted
// CHECK:       scf.for %{{.*}} = %{{.*}} to %arg2
// CHECK:         metal.simdgroup_multiply_accumulate
// CHECK:         %[[V:.*]] = metal.fragment_load %[[FIRST:.*]][
// CHECK:         metal.fragment_store %[[V]], %{{.*}}[
// CHECK:         metal.fragment_fill %{{.*}}, %[[FIRST]][
metal.kernel @shifted(%o: !metal.ptr<f32, device>, %x: !metal.ptr<f16, device>, %n: i32)
    attributes {arguments = [#o, #x, #n], num_simdgroups = 1 : i32, target = "apple7"} {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %i = metal.coordinate registers = [1] lanes = [2, 8, 16, 4, 32] simdgroups = [] : vector<2xi32>
  %j = metal.coordinate registers = [1, 8] lanes = [2, 16, 32, 4, 64] simdgroups = [] : vector<4xi32>
  %a = metal.gather %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<2xi32> -> vector<2xf16>
  %b = metal.gather %x[%j] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<4xi32> -> vector<4xf16>
  %c = arith.constant dense<0.0> : vector<4xf32>
  %start = metal.gather %o[%j] {alignment = 8 : i32, contiguous = 2 : i32} : !metal.ptr<f32, device>, vector<4xi32> -> vector<4xf32>
  %d:3 = scf.for %k = %zero to %n step %one iter_args(%s = %start, %before = %c, %sum = %c) -> (vector<4xf32>, vector<4xf32>, vector<4xf32>) : i32 {
    %t = metal.matrix_multiply %a rows = [] depth = [], %b depth = [] columns = [2], %before rows = [] columns = [2] size = 8
      : vector<2xf16>, vector<4xf16>, vector<4xf32>
    scf.yield %c, %s, %t : vector<4xf32>, vector<4xf32>, vector<4xf32>
  }
  %e = metal.matrix_multiply %a rows = [] depth = [], %b depth = [] columns = [2], %d#0 rows = [] columns = [2] size = 8
    : vector<2xf16>, vector<4xf16>, vector<4xf32>
  metal.scatter %d#2, %o[%j] {alignment = 8 : i32, contiguous = 2 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  metal.scatter %d#1, %o[%j] {alignment = 8 : i32, contiguous = 2 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  metal.scatter %e, %o[%j] {alignment = 8 : i32, contiguous = 2 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  metal.return
}
