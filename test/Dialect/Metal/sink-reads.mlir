// RUN: triton-metal-opt %s --metal-sink-reads --split-input-file | FileCheck %s

#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 0>

// Both factors are read when both have been written, and what is done to them comes along.
// CHECK-LABEL: metal.kernel @both
// CHECK:       metal.scatter %{{.*}}, %[[P:.*]][
// CHECK:       %[[Q:.*]] = metal.threadgroup_alloc
// CHECK:       metal.scatter %{{.*}}, %[[Q]][
// CHECK-NEXT:  %[[A:.*]] = metal.gather %[[P]]
// CHECK-NEXT:  %[[W:.*]] = arith.negf %[[A]]
// CHECK-NEXT:  %[[B:.*]] = metal.gather %[[Q]]
// CHECK-NEXT:  metal.matrix_multiply %[[W]] {{.*}} %[[B]]
metal.kernel @both(%x: !metal.ptr<f16, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1] lanes = [2, 8, 16, 4, 32] simdgroups = [] : vector<2xi32>
  %c = arith.constant dense<0.0> : vector<2xf16>
  %v = metal.gather %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<2xi32> -> vector<2xf16>
  %p = metal.threadgroup_alloc 64 : !metal.ptr<f16, threadgroup>
  metal.scatter %v, %p[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, threadgroup>, vector<2xi32>
  %a = metal.gather %p[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, threadgroup>, vector<2xi32> -> vector<2xf16>
  %w = arith.negf %a : vector<2xf16>
  %q = metal.threadgroup_alloc 64 : !metal.ptr<f16, threadgroup>
  metal.scatter %v, %q[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, threadgroup>, vector<2xi32>
  %b = metal.gather %q[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, threadgroup>, vector<2xi32> -> vector<2xf16>
  %d = metal.matrix_multiply %w rows = [] depth = [], %b depth = [] columns = [], %c rows = [] columns = [] size = 8
    : vector<2xf16>, vector<2xf16>, vector<2xf16>
  metal.scatter %d, %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, device>, vector<2xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 0>

// Not over a write of the same variable, nor over a barrier.
// CHECK-LABEL: metal.kernel @same
// CHECK:       %[[A:.*]] = metal.gather %[[P:.*]][%{{.*}}] {{.*}} threadgroup
// CHECK-NEXT:  metal.scatter %{{.*}}, %[[P]][
// CHECK-NEXT:  %[[B:.*]] = metal.gather %[[P]]
// CHECK-NEXT:  metal.threadgroup_barrier
// CHECK-NEXT:  metal.matrix_multiply %[[A]] {{.*}} %[[B]]
metal.kernel @same(%x: !metal.ptr<f16, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1] lanes = [2, 8, 16, 4, 32] simdgroups = [] : vector<2xi32>
  %c = arith.constant dense<0.0> : vector<2xf16>
  %v = metal.gather %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<2xi32> -> vector<2xf16>
  %p = metal.threadgroup_alloc 64 : !metal.ptr<f16, threadgroup>
  metal.scatter %v, %p[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, threadgroup>, vector<2xi32>
  %a = metal.gather %p[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, threadgroup>, vector<2xi32> -> vector<2xf16>
  metal.scatter %v, %p[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, threadgroup>, vector<2xi32>
  %b = metal.gather %p[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, threadgroup>, vector<2xi32> -> vector<2xf16>
  metal.threadgroup_barrier
  %d = metal.matrix_multiply %a rows = [] depth = [], %b depth = [] columns = [], %c rows = [] columns = [] size = 8
    : vector<2xf16>, vector<2xf16>, vector<2xf16>
  metal.scatter %d, %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, device>, vector<2xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 0>

// Two variables of 20 KB share their memory: neither may live longer.
// CHECK-LABEL: metal.kernel @full
// CHECK:       metal.gather %[[P:.*]][%{{.*}}] {{.*}} threadgroup
// CHECK:       metal.scatter %{{.*}}, %[[Q:.*]][%{{.*}}] {{.*}} threadgroup
// CHECK:       metal.gather %[[Q]]
metal.kernel @full(%x: !metal.ptr<f16, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1] lanes = [2, 8, 16, 4, 32] simdgroups = [] : vector<2xi32>
  %c = arith.constant dense<0.0> : vector<2xf16>
  %v = metal.gather %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<2xi32> -> vector<2xf16>
  %p = metal.threadgroup_alloc 10240 : !metal.ptr<f16, threadgroup>
  metal.scatter %v, %p[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, threadgroup>, vector<2xi32>
  %a = metal.gather %p[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, threadgroup>, vector<2xi32> -> vector<2xf16>
  %q = metal.threadgroup_alloc 10240 : !metal.ptr<f16, threadgroup>
  metal.scatter %v, %q[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, threadgroup>, vector<2xi32>
  %b = metal.gather %q[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, threadgroup>, vector<2xi32> -> vector<2xf16>
  %d = metal.matrix_multiply %a rows = [] depth = [], %b depth = [] columns = [], %c rows = [] columns = [] size = 8
    : vector<2xf16>, vector<2xf16>, vector<2xf16>
  metal.scatter %d, %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, device>, vector<2xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i1, binding = 1>

// A branch that only loads is passed, one that writes to the variable is not.
// CHECK-LABEL: metal.kernel @branches
// CHECK:       metal.scatter %{{.*}}, %[[P:.*]][
// CHECK:       %[[Q:.*]] = metal.threadgroup_alloc
// CHECK:       metal.gather %[[Q]]
// CHECK:       scf.if
// CHECK:         metal.scatter %{{.*}}, %[[Q]][
// CHECK:       %[[V:.*]] = scf.if
// CHECK:       metal.gather %[[P]]
// CHECK-NEXT:  metal.matrix_multiply
metal.kernel @branches(%x: !metal.ptr<f16, device>, %n: i1)
    attributes {arguments = [#x, #n], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1] lanes = [2, 8, 16, 4, 32] simdgroups = [] : vector<2xi32>
  %c = arith.constant dense<0.0> : vector<2xf16>
  %v = metal.gather %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<2xi32> -> vector<2xf16>
  %p = metal.threadgroup_alloc 64 : !metal.ptr<f16, threadgroup>
  metal.scatter %v, %p[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, threadgroup>, vector<2xi32>
  %a = metal.gather %p[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, threadgroup>, vector<2xi32> -> vector<2xf16>
  %q = metal.threadgroup_alloc 64 : !metal.ptr<f16, threadgroup>
  metal.scatter %v, %q[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, threadgroup>, vector<2xi32>
  %b = metal.gather %q[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, threadgroup>, vector<2xi32> -> vector<2xf16>
  scf.if %n {
    metal.scatter %v, %q[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, threadgroup>, vector<2xi32>
  }
  %w = scf.if %n -> vector<2xf16> {
    %u = metal.gather %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : !metal.ptr<f16, device>, vector<2xi32> -> vector<2xf16>
    scf.yield %u : vector<2xf16>
  } else {
    scf.yield %c : vector<2xf16>
  }
  %d = metal.matrix_multiply %a rows = [] depth = [], %b depth = [] columns = [], %w rows = [] columns = [] size = 8
    : vector<2xf16>, vector<2xf16>, vector<2xf16>
  metal.scatter %d, %x[%i] {alignment = 4 : i32, contiguous = 2 : i32} : vector<2xf16>, !metal.ptr<f16, device>, vector<2xi32>
  metal.return
}
