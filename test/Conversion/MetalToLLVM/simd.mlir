// RUN: triton-metal-opt %s --convert-metal-to-llvm | FileCheck %s
// RUN: triton-metal-opt %s --convert-metal-to-llvm=air-minor=9 | FileCheck %s --check-prefix=AIR29

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>

// CHECK-DAG: llvm.func @air.wg.barrier(i32, i32) attributes {convergent}
// CHECK-DAG: llvm.func @air.simd_shuffle_xor.f32(f32, i16) -> f32 attributes {convergent}

// CHECK-LABEL: llvm.func @barriers
// CHECK:         %[[TG:.*]] = llvm.mlir.constant(2 : i32)
// CHECK:         %[[SCOPE:.*]] = llvm.mlir.constant(1 : i32)
// CHECK:         llvm.call @air.wg.barrier(%[[TG]], %[[SCOPE]]) {convergent} : (i32, i32) -> ()
// CHECK:         %[[BOTH:.*]] = llvm.mlir.constant(3 : i32)
// CHECK:         llvm.call @air.wg.barrier(%[[BOTH]], %{{.*}})
// AIR29-LABEL: llvm.func @barriers
// AIR29:         %[[TG:.*]] = llvm.mlir.constant(2 : i32)
// AIR29:         %[[ORDER:.*]] = llvm.mlir.constant(5 : i32)
// AIR29:         %[[SCOPE:.*]] = llvm.mlir.constant(1 : i32)
// AIR29:         llvm.call @air.wg.barrier(%[[TG]], %[[ORDER]], %[[SCOPE]])
metal.kernel @barriers() attributes {arguments = [], num_simdgroups = 4 : i32, target = "apple7"} {
  metal.threadgroup_barrier
  metal.threadgroup_barrier device
  metal.return
}

// Widths that AIR does not exchange travel as ones that it does.
// CHECK-LABEL: llvm.func @shuffles
// CHECK:         %[[V:.*]] = llvm.load %{{.*}} -> vector<2xf32>
// CHECK:         %[[LANE:.*]] = llvm.trunc %{{.*}} : i32 to i16
// CHECK:         %[[V0:.*]] = llvm.extractelement %[[V]]
// CHECK:         llvm.call @air.simd_shuffle_xor.f32(%[[V0]], %[[LANE]]) {convergent}
// CHECK:         llvm.call @air.simd_shuffle_xor.f32
// CHECK:         llvm.call @air.simd_shuffle_up.s.i32
// CHECK:         %[[BYTE:.*]] = llvm.zext %{{.*}} : i1 to i8
// CHECK:         %[[OTHER:.*]] = llvm.call @air.simd_shuffle_down.s.i8(%[[BYTE]],
// CHECK:         llvm.trunc %[[OTHER]] : i8 to i1
// CHECK:         %[[WORDS:.*]] = llvm.bitcast %{{.*}} : i64 to vector<2xi32>
// CHECK:         llvm.extractelement %[[WORDS]]
// CHECK-COUNT-2: llvm.call @air.simd_shuffle.s.i32
// CHECK:         llvm.bitcast %{{.*}} : vector<2xi32> to i64
// CHECK:         %[[HALFWORD:.*]] = llvm.bitcast %{{.*}} : bf16 to i16
// CHECK:         llvm.call @air.simd_shuffle_xor.s.i16(%[[HALFWORD]],
// CHECK:         llvm.bitcast %{{.*}} : i16 to bf16
metal.kernel @shuffles(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 4 : i32, target = "apple7"} {
  %l = metal.lane_index : i32
  %v = metal.load %x[%l] {alignment = 8 : i32} : !metal.ptr<f32, device>, i32 -> vector<2xf32>
  %a = metal.simd_shuffle xor %v, %l : vector<2xf32>
  %b = metal.simd_shuffle up %l, %l : i32
  %c = arith.cmpi eq, %l, %b : i32
  %d = metal.simd_shuffle down %c, %l : i1
  %e = arith.extsi %l : i32 to i64
  %f = metal.simd_shuffle index %e, %l : i64
  %g = metal.load %x[%l] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> bf16
  %h = metal.simd_shuffle xor %g, %l : bf16
  metal.return
}

// CHECK-LABEL: llvm.func @reductions
// CHECK:         llvm.call @air.simd_sum.f32(%{{.*}}) {convergent}
// CHECK:         llvm.call @air.simd_max.f32
// CHECK:         llvm.call @air.simd_max.s.i32
// CHECK:         llvm.call @air.simd_max.u.i32
// CHECK:         llvm.call @air.simd_xor.s.i32
// CHECK:         %[[BYTE:.*]] = llvm.zext %{{.*}} : i1 to i8
// CHECK:         %[[ALL:.*]] = llvm.call @air.simd_and.s.i8(%[[BYTE]])
// CHECK:         llvm.trunc %[[ALL]] : i8 to i1
metal.kernel @reductions(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 4 : i32, target = "apple7"} {
  %l = metal.lane_index : i32
  %v = metal.load %x[%l] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  %a = metal.simd_reduce sum %v : f32
  %b = metal.simd_reduce max_signed %v : f32
  %c = metal.simd_reduce max_signed %l : i32
  %d = metal.simd_reduce max_unsigned %l : i32
  %e = metal.simd_reduce xor %l : i32
  %f = arith.cmpi eq, %l, %e : i32
  %g = metal.simd_reduce and %f : i1
  metal.return
}
