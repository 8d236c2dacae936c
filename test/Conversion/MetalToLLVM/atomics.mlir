// RUN: triton-metal-opt %s --convert-metal-to-llvm | FileCheck %s
// RUN: triton-metal-opt %s --convert-metal-to-llvm=air-minor=9 | FileCheck %s --check-prefix=AIR29

#x = #metal.argument<name = "x", kind = pointer, element = i32, binding = 0>
#f = #metal.argument<name = "f", kind = pointer, element = f32, binding = 1>
#l = #metal.argument<name = "l", kind = pointer, element = i64, binding = 2>

// Order 0 is relaxed, scope 2 the device; AIR 2.9 has memory flags before the last operand.
// CHECK-LABEL: llvm.func @updates
// CHECK:         %[[ORDER:.*]] = llvm.mlir.constant(0 : i32)
// CHECK:         %[[SCOPE:.*]] = llvm.mlir.constant(2 : i32)
// CHECK:         %[[VOLATILE:.*]] = llvm.mlir.constant(true)
// CHECK:         llvm.call @air.atomic.global.add.s.i32(%{{.*}}, %{{.*}}, %[[ORDER]], %[[SCOPE]], %[[VOLATILE]]) : (!llvm.ptr<1>, i32, i32, i32, i1) -> i32
// CHECK:         llvm.call @air.atomic.global.min.u.i32
// CHECK:         llvm.call @air.atomic.global.xchg.i32
// CHECK:         llvm.call @air.atomic.global.add.f32(%{{.*}}) : (!llvm.ptr<1>, f32, i32, i32, i1) -> f32
// CHECK:         llvm.call @air.atomic.global.max.u.i64(%{{.*}}) : (!llvm.ptr<1>, i64, i32, i32, i1) -> ()
// AIR29-LABEL: llvm.func @updates
// AIR29:         llvm.call @air.atomic.global.add.s.i32(%{{.*}}) : (!llvm.ptr<1>, i32, i32, i32, i32, i1) -> i32
metal.kernel @updates(%x: !metal.ptr<i32, device>, %f: !metal.ptr<f32, device>, %l: !metal.ptr<i64, device>)
    attributes {arguments = [#x, #f, #l], num_simdgroups = 4 : i32, target = "apple9"} {
  %i = metal.thread_index : i32
  %one = arith.constant 1.0 : f32
  %w = arith.constant 1 : i64
  %a = metal.atomic_rmw add %i, %x[%i] : i32, !metal.ptr<i32, device>, i32
  %b = metal.atomic_rmw min_unsigned %i, %x[%i] : i32, !metal.ptr<i32, device>, i32
  %c = metal.atomic_rmw exchange %i, %x[%i] : i32, !metal.ptr<i32, device>, i32
  %d = metal.atomic_rmw add %one, %f[%i] : f32, !metal.ptr<f32, device>, i32
  %e = metal.atomic_rmw max_unsigned %w, %l[%i] : i64, !metal.ptr<i64, device>, i32
  metal.return
}

// The old value is what the call leaves in the variable; it lies in the entry block.
// CHECK-LABEL: llvm.func @exchange
// CHECK:         %[[SEEN:.*]] = llvm.alloca %{{.*}} x i32 : (i32) -> !llvm.ptr
// CHECK:         llvm.store %{{.*}}, %[[SEEN]] : i32, !llvm.ptr
// CHECK:         llvm.call @air.atomic.global.cmpxchg.weak.i32(%{{.*}}, %[[SEEN]], %{{.*}}) : (!llvm.ptr<1>, !llvm.ptr, i32, i32, i32, i32, i1) -> i32
// CHECK:         llvm.load %[[SEEN]] : !llvm.ptr -> i32
// CHECK:         llvm.call @air.atomic.global.load.i32
// CHECK:         %[[FLAGS:.*]] = llvm.mlir.constant(1 : i32)
// CHECK:         %[[SEQ:.*]] = llvm.mlir.constant(5 : i32)
// CHECK:         %[[DEVICE:.*]] = llvm.mlir.constant(2 : i32)
// CHECK:         llvm.call @air.atomic.fence(%[[FLAGS]], %[[SEQ]], %[[DEVICE]])
metal.kernel @exchange(%x: !metal.ptr<i32, device>)
    attributes {arguments = [#x], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %a = metal.atomic_compare_exchange %i, %i, %x[%i] : i32, !metal.ptr<i32, device>, i32
  %b = metal.atomic_load %x[%a] : !metal.ptr<i32, device>, i32 -> i32
  metal.fence release, device
  metal.return
}
