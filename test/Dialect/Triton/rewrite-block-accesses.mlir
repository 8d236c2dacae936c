// RUN: triton-metal-opt %s --triton-rewrite-block-accesses --canonicalize --cse --split-input-file | FileCheck %s

// The place of the block is a scalar; what the elements of it are compared with, too.
// CHECK-LABEL: tt.func public @line
// CHECK-SAME:    (%[[X:.*]]: !tt.ptr<f32>, %[[N:.*]]: i32, %[[O:.*]]: i32)
tt.func public @line(%x: !tt.ptr<f32>, %n: i32, %o: i32) {
  %one = arith.constant 1 : i64
  %m = arith.extsi %n : i32 to i64
  // CHECK:      %[[M:.*]] = arith.extsi %[[N]] : i32 to i64
  // CHECK:      %[[OFFSET:.*]] = arith.extsi %[[O]] : i32 to i64
  // CHECK:      %[[FIRST:.*]] = tt.addptr %[[X]], %[[OFFSET]] : !tt.ptr<f32>, i64
  // CHECK:      %[[BASE:.*]] = tt.splat %[[FIRST]]
  // CHECK:      %[[I:.*]] = tt.make_range {end = 64 : i32, start = 0 : i32}
  // CHECK:      %[[BELOW:.*]] = arith.subi %c0_i64, %[[OFFSET]]
  // CHECK-NEXT: %[[LOW0:.*]] = arith.maxsi %[[BELOW]], %c0_i64
  // CHECK-NEXT: %[[LOW1:.*]] = arith.minsi %[[LOW0]], %c64_i64
  // CHECK-NEXT: %[[LOW:.*]] = arith.trunci %[[LOW1]] : i64 to i32
  // CHECK-NEXT: %[[REST:.*]] = arith.subi %[[M]], %[[OFFSET]]
  // CHECK-NEXT: %[[HIGH0:.*]] = arith.maxsi %[[REST]], %c0_i64
  // CHECK-NEXT: %[[HIGH1:.*]] = arith.minsi %[[HIGH0]], %c64_i64
  // CHECK-NEXT: %[[HIGH:.*]] = arith.trunci %[[HIGH1]] : i64 to i32
  // CHECK:      arith.cmpi sge, %[[I]], %{{.*}} : tensor<64xi32>
  // CHECK:      arith.cmpi slt, %[[I]], %{{.*}} : tensor<64xi32>
  // CHECK:      %[[MASK:.*]] = arith.andi
  // CHECK:      %[[P:.*]] = tt.addptr %[[BASE]], %{{.*}} : tensor<64x!tt.ptr<f32>>
  // CHECK:      %[[V:.*]] = tt.load %[[P]], %[[MASK]], %cst evictionPolicy = evict_first
  %p = tt.make_tensor_ptr %x, [%m], [%one], [%o] {order = array<i32: 0>} : <tensor<64xf32>>
  %v = tt.load %p evictionPolicy = evict_first {boundaryCheck = array<i32: 0>, padding = 2 : i32} : !tt.ptr<tensor<64xf32>>
  // No check, no mask.
  // CHECK:      tt.store %[[P]], %[[V]] : tensor<64x!tt.ptr<f32>>
  tt.store %p, %v : !tt.ptr<tensor<64xf32>>
  tt.return
}

// -----

// A loop carries the offsets alone: the rest stays as it is.
// CHECK-LABEL: tt.func public @loop
tt.func public @loop(%x: !tt.ptr<f32>, %n: i64, %s: i64, %k: i32) {
  %c0 = arith.constant 0 : i32
  %c8 = arith.constant 8 : i32
  %one = arith.constant 1 : i64
  %p = tt.make_tensor_ptr %x, [%n, %n], [%s, %one], [%c0, %c0] {order = array<i32: 1, 0>} : <tensor<4x8xf32>>
  // CHECK: scf.for {{.*}} iter_args(%[[COLUMN:.*]] = %c0_i32) -> (i32)
  %q = scf.for %i = %c0 to %k step %c8 iter_args(%r = %p) -> (!tt.ptr<tensor<4x8xf32>>) : i32 {
    // CHECK: tt.load %{{.*}} {isVolatile = true} : tensor<4x8x!tt.ptr<f32>>
    %v = tt.load %r {isVolatile = true} : !tt.ptr<tensor<4x8xf32>>
    // CHECK: %[[NEXT:.*]] = arith.addi %[[COLUMN]], %c8_i32
    // CHECK: scf.yield %[[NEXT]] : i32
    %t = tt.advance %r, [%c0, %c8] : <tensor<4x8xf32>>
    scf.yield %t : !tt.ptr<tensor<4x8xf32>>
  }
  tt.return
}

// -----

// What is known to be inside is not masked.
// CHECK-LABEL: tt.func public @inside
tt.func public @inside(%x: !tt.ptr<f32>) {
  %c0 = arith.constant 0 : i32
  %one = arith.constant 1 : i64
  %n = arith.constant 100 : i64
  %p = tt.make_tensor_ptr %x, [%n], [%one], [%c0] {order = array<i32: 0>} : <tensor<64xf32>>
  // CHECK-NOT: arith.cmpi
  // CHECK: tt.load %{{.*}} : tensor<64x!tt.ptr<f32>>
  %v = tt.load %p {boundaryCheck = array<i32: 0>, padding = 1 : i32} : !tt.ptr<tensor<64xf32>>
  tt.store %p, %v : !tt.ptr<tensor<64xf32>>
  tt.return
}

// -----

// A descriptor of the host: parameters of its own. What Triton promises is noted.
// CHECK-LABEL: tt.func public @host(
// CHECK-SAME:    %[[D:[^:]*]]: !tt.ptr<f16> {metal.role = "descriptor", tt.divisibility = 16 : i32}
// CHECK-SAME:    %[[S0:[^:]*]]: i64 {metal.role = "shape"}
// CHECK-SAME:    %[[S1:[^:]*]]: i64 {metal.role = "shape"}
// CHECK-SAME:    %[[T0:[^:]*]]: i64 {metal.role = "stride", tt.divisibility = 8 : i32}
// CHECK-SAME:    %[[NAN:[^:]*]]: i1 {metal.role = "padding"}
// CHECK-SAME:    %[[N:[^:]*]]: i32 {tt.divisibility = 4 : i32})
tt.func public @host(%d: !tt.tensordesc<tensor<4x8xf16>>, %n: i32 {tt.divisibility = 4 : i32}) {
  // CHECK: arith.muli %{{.*}}, %[[T0]] : i64
  // CHECK: arith.select %[[NAN]], %cst{{.*}}, %cst{{.*}} : f16
  // CHECK: tt.load %{{.*}} : tensor<4x8x!tt.ptr<f16>>
  %v = tt.descriptor_load %d[%n, %n] : !tt.tensordesc<tensor<4x8xf16>> -> tensor<4x8xf16>
  tt.descriptor_store %d[%n, %n], %v : !tt.tensordesc<tensor<4x8xf16>>, tensor<4x8xf16>
  tt.return
}

// -----

// Integers pad with zero. Through branches of both kinds.
// CHECK-LABEL: tt.func public @branches(
// CHECK-SAME:    !tt.ptr<i32>
// CHECK-NOT:     padding
tt.func public @branches(%d: !tt.tensordesc<tensor<8xi32>>, %x: !tt.ptr<i32>, %c: i1, %n: i32) {
  %one = arith.constant 1 : i64
  %e = tt.make_tensor_descriptor %x, [%n], [%one] : <i32>, <tensor<8xi32>>
  // CHECK: cf.cond_br %{{.*}}, ^bb2(%{{.*}} : !tt.ptr<i32>, i64), ^bb1
  cf.cond_br %c, ^bb2(%d : !tt.tensordesc<tensor<8xi32>>), ^bb1
^bb1:
  tt.store %x, %n : !tt.ptr<i32>
  // CHECK: cf.br ^bb2(%{{.*}} : !tt.ptr<i32>, i64)
  cf.br ^bb2(%e : !tt.tensordesc<tensor<8xi32>>)
^bb2(%f: !tt.tensordesc<tensor<8xi32>>):
  // CHECK: arith.select %{{.*}} : !tt.ptr<i32>
  %g = arith.select %c, %f, %e : !tt.tensordesc<tensor<8xi32>>
  %v = tt.descriptor_load %g[%n] : !tt.tensordesc<tensor<8xi32>> -> tensor<8xi32>
  tt.descriptor_store %f[%n], %v : !tt.tensordesc<tensor<8xi32>>, tensor<8xi32>
  tt.return
}

// -----

// Rows by index, and reductions: each is one atomic.
// CHECK-LABEL: tt.func public @rows
tt.func public @rows(%d: !tt.tensordesc<tensor<1x16xf16>>, %e: !tt.tensordesc<tensor<8x16xf16>>,
                     %u: !tt.tensordesc<tensor<8x16xui32>>, %i: tensor<8xi32>, %j: i32,
                     %w: tensor<8x16xi32>) {
  // CHECK: arith.cmpi sge, %{{.*}} : tensor<8xi64>
  // CHECK: %[[V:.*]] = tt.load %{{.*}} : tensor<8x16x!tt.ptr<f16>>
  %v = tt.descriptor_gather %d[%i, %j] : (!tt.tensordesc<tensor<1x16xf16>>, tensor<8xi32>, i32) -> tensor<8x16xf16>
  // CHECK: tt.store %{{.*}}, %[[V]], %{{.*}} : tensor<8x16x!tt.ptr<f16>>
  tt.descriptor_scatter %d[%i, %j], %v : !tt.tensordesc<tensor<1x16xf16>>, tensor<8xi32>, i32, tensor<8x16xf16>
  // CHECK: tt.atomic_rmw fadd, relaxed, gpu, %{{.*}}, %[[V]], %{{.*}} : (tensor<8x16x!tt.ptr<f16>>, tensor<8x16xf16>, tensor<8x16xi1>)
  tt.descriptor_reduce add, %e[%j, %j], %v : !tt.tensordesc<tensor<8x16xf16>>, tensor<8x16xf16>
  // CHECK: tt.atomic_rmw umax, relaxed, gpu
  tt.descriptor_reduce max, %u[%j, %j], %w : !tt.tensordesc<tensor<8x16xui32>>, tensor<8x16xi32>
  // CHECK: tt.atomic_rmw min, relaxed, gpu, %{{.*}}, %[[V]], %{{.*}} : (tensor<8x16x!tt.ptr<f16>>, tensor<8x16xf16>, tensor<8x16xi1>)
  tt.descriptor_reduce min, %e[%j, %j], %v : !tt.tensordesc<tensor<8x16xf16>>, tensor<8x16xf16>
  tt.return
}
