// RUN: triton-metal-opt %s --metal-expand-atomics --split-input-file | FileCheck %s

#h = #metal.argument<name = "h", kind = pointer, element = f16, binding = 0>

// A half is updated in the word around it: the address says which half of it.
// CHECK-LABEL: metal.kernel @half
// CHECK-SAME:  metal.whole_words = array<i32: 0>
// CHECK:       %[[ADDRESS:.*]] = metal.ptr_to_int %[[X:.*]] : <f16, device> -> i64
// CHECK:       %[[BYTES:.*]] = arith.andi %{{.*}}, %c3_i32
// CHECK:       %[[SHIFT:.*]] = arith.muli %[[BYTES]], %c8_i32
// CHECK:       %[[BACK:.*]] = arith.shrui %[[BYTES]], %c1_i32
// CHECK:       %[[WORD:.*]] = arith.subi %{{.*}}, %[[BACK]]
// CHECK:       %[[FIRST:.*]] = metal.atomic_load %[[X]][%[[WORD]]] : <f16, device>, i32 -> i32
// CHECK:       %[[LAST:.*]] = scf.while (%[[OLD:.*]] = %[[FIRST]]) : (i32) -> i32 {
// CHECK:         arith.shrui %[[OLD]], %[[SHIFT]]
// CHECK:         arith.addf
// CHECK:         %[[SEEN:.*]] = metal.atomic_compare_exchange %[[OLD]], %{{.*}}, %[[X]][%[[WORD]]] : i32
// CHECK:         %[[AGAIN:.*]] = arith.cmpi ne, %[[SEEN]], %[[OLD]]
// CHECK:         scf.condition(%[[AGAIN]]) %[[SEEN]]
// CHECK:       attributes {metal.divergent}
metal.kernel @half(%x: !metal.ptr<f16, device>) attributes {arguments = [#h], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %v = arith.constant 1.0 : f16
  %old = metal.atomic_rmw add %v, %x[%i] : f16, !metal.ptr<f16, device>, i32
  metal.return
}

// -----

#b = #metal.argument<name = "b", kind = pointer, element = i8, binding = 0>

// Bits that do not depend on their neighbours need no loop; `and` keeps those with ones.
// CHECK-LABEL: metal.kernel @bits
// CHECK-NOT:   scf.while
// CHECK:       metal.atomic_rmw or %{{.*}} : i32, <i8, device>, i32
// CHECK:       %[[AROUND:.*]] = arith.xori %{{.*}}, %c-1_i32
// CHECK:       %[[ONES:.*]] = arith.ori %{{.*}}, %[[AROUND]]
// CHECK:       metal.atomic_rmw and %[[ONES]], %{{.*}} : i32, <i8, device>, i32
metal.kernel @bits(%x: !metal.ptr<i8, device>) attributes {arguments = [#b], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %v = arith.constant 3 : i8
  %a = metal.atomic_rmw or %v, %x[%i] : i8, !metal.ptr<i8, device>, i32
  %b = metal.atomic_rmw and %v, %x[%i] : i8, !metal.ptr<i8, device>, i32
  metal.return
}

// -----

#f = #metal.argument<name = "f", kind = pointer, element = f32, binding = 0>

// Floats: Metal adds them; exchanges are of bits; a maximum is a loop, in which a NaN gives way to any number. What an exchange
// compares are bits, too.
// CHECK-LABEL: metal.kernel @floats
// CHECK:       metal.atomic_rmw add %{{.*}} : f32, <f32, device>, i32
// CHECK:       metal.atomic_rmw exchange %{{.*}} : i32, <f32, device>, i32
// CHECK:       scf.while
// CHECK:         %[[MORE:.*]] = arith.cmpf ogt, %[[NEW:.*]], %[[OLD:.*]] : f32
// CHECK:         %[[NAN:.*]] = arith.cmpf uno, %[[OLD]], %[[OLD]] : f32
// CHECK:         %[[WINS:.*]] = arith.ori %[[MORE]], %[[NAN]] : i1
// CHECK:         arith.select %[[WINS]], %[[NEW]], %[[OLD]] : f32
// CHECK:       arith.bitcast %{{.*}} : f32 to i32
// CHECK:       metal.atomic_compare_exchange %{{.*}} : i32, <f32, device>, i32
metal.kernel @floats(%x: !metal.ptr<f32, device>) attributes {arguments = [#f], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %v = arith.constant 1.0 : f32
  %a = metal.atomic_rmw add %v, %x[%i] : f32, !metal.ptr<f32, device>, i32
  %b = metal.atomic_rmw exchange %v, %x[%i] : f32, !metal.ptr<f32, device>, i32
  %c = metal.atomic_rmw max_float %v, %x[%i] : f32, !metal.ptr<f32, device>, i32
  %e = arith.bitcast %i : i32 to f32
  %d = metal.atomic_compare_exchange %e, %v, %x[%i] : f32, !metal.ptr<f32, device>, i32
  metal.store %d, %x[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// -----

#l = #metal.argument<name = "l", kind = pointer, element = i64, binding = 0>

// CHECK-LABEL: metal.kernel @wide
// CHECK:       metal.atomic_rmw max_unsigned %{{.*}} : i64, <i64, device>, i32
metal.kernel @wide(%x: !metal.ptr<i64, device>) attributes {arguments = [#l], num_simdgroups = 1 : i32, target = "apple9"} {
  %i = metal.thread_index : i32
  %v = arith.constant 1 : i64
  %a = metal.atomic_rmw max_unsigned %v, %x[%i] : i64, !metal.ptr<i64, device>, i32
  metal.return
}

// -----

#h = #metal.argument<name = "h", kind = pointer, element = i16, binding = 0>

// The other half of the word may change at any time: only the element decides.
// CHECK-LABEL: metal.kernel @exchange_half
// CHECK:       scf.while
// CHECK:         %[[EQUAL:.*]] = arith.cmpi eq, %{{.*}} : i16
// CHECK:         scf.if %[[EQUAL]] -> (i32) {
// CHECK:           metal.atomic_compare_exchange
// CHECK:         } else {
metal.kernel @exchange_half(%x: !metal.ptr<i16, device>) attributes {arguments = [#h], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %v = arith.constant 1 : i16
  %a = metal.atomic_compare_exchange %v, %v, %x[%i] : i16, !metal.ptr<i16, device>, i32
  metal.store %a, %x[%i] {alignment = 2 : i32} : i16, !metal.ptr<i16, device>, i32
  metal.return
}
