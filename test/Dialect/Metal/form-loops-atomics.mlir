// RUN: triton-metal-opt %s --metal-form-loops --canonicalize --cse --metal-verify-loop-form --split-input-file | FileCheck %s

#x = #metal.argument<name = "x", kind = pointer, element = i32, binding = 0>
#o = #metal.argument<name = "o", kind = pointer, element = i32, binding = 1>

// Each register updates its own address; a masked one under its own condition. Old
// values that are used come from the branches.
// CHECK-LABEL: metal.kernel @update
// CHECK:       %[[OLD:.*]] = scf.if %[[M:.*]] -> (i32) {
// CHECK-NEXT:    %[[R:.*]] = metal.atomic_rmw add %{{.*}}, %{{.*}}[%[[I:.*]]] : i32, <i32, device>, i32
// CHECK-NEXT:    scf.yield %[[R]]
// CHECK-NEXT:  } else {
// CHECK-NEXT:    scf.yield %c0_i32
// CHECK:       metal.store %{{.*}}, %{{.*}}[
metal.kernel @update(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i32, device>)
    attributes {arguments = [#x, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1] lanes = [2, 4, 8, 16, 32] simdgroups = [] : vector<2xi32>
  %n = arith.constant dense<50> : vector<2xi32>
  %m = arith.cmpi slt, %i, %n : vector<2xi32>
  %r = metal.scatter_atomic add %i, %x[%i], %m : vector<2xi32>, !metal.ptr<i32, device>, vector<2xi32>
  metal.scatter %r, %o[%i] {alignment = 8 : i32, contiguous = 2 : i32} : vector<2xi32>, !metal.ptr<i32, device>, vector<2xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = i32, binding = 0>

// Atomics keep their order: all of the first before any of the second, with the
// fence between them. Nobody asks for the old values.
// CHECK-LABEL: metal.kernel @ordered
// CHECK:       scf.for
// CHECK:         metal.atomic_compare_exchange
// CHECK-NOT:     metal.atomic_rmw
// CHECK:       metal.fence release, device
// CHECK:       scf.for
// CHECK:         scf.if %{{.*}} {
// CHECK-NEXT:      metal.atomic_rmw exchange
// CHECK-NEXT:    }
metal.kernel @ordered(%x: !metal.ptr<i32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 4] lanes = [8, 16, 32, 64, 128] simdgroups = [] : vector<8xi32>
  %n = arith.constant dense<50> : vector<8xi32>
  %m = arith.cmpi slt, %i, %n : vector<8xi32>
  %r = metal.scatter_compare_exchange %n, %i, %x[%i] : vector<8xi32>, !metal.ptr<i32, device>, vector<8xi32>
  metal.fence release, device
  %s = metal.scatter_atomic exchange %n, %x[%i], %m : vector<8xi32>, !metal.ptr<i32, device>, vector<8xi32>
  metal.return
}
