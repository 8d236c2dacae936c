// RUN: triton-metal-opt %s --triton-to-tritongpu | FileCheck %s

// Rows of a matrix: 16 bytes a lane, the row sums stay in slices until they are stored.

// CHECK-DAG: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-DAG: #[[C:.+]] = #ttg.blocked<{sizePerThread = [4, 1], threadsPerWarp = [16, 2], warpsPerCTA = [1, 4], order = [0, 1]}>
// CHECK-DAG: #[[D:.+]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 8}>
// CHECK-DAG: #[[S:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func public @normalize(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.load %{{.*}} : tensor<64x64x!tt.ptr<f32>, #[[L]]>
// CHECK:       -> tensor<64xf32, #ttg.slice<{dim = 1, parent = #[[L]]}>>
// CHECK:       %[[SUM:.+]] = ttg.convert_layout %{{.*}} : tensor<64xf32, #ttg.slice<{dim = 1, parent = #[[L]]}>> -> tensor<64xf32, #[[S]]>
// CHECK:       tt.store %{{.*}}, %[[SUM]] : tensor<64x!tt.ptr<f32>, #[[S]]>
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.store %{{.*}}, %{{.*}} : tensor<64x64x!tt.ptr<f32>, #[[L]]>
tt.func public @normalize(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %sums: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %stride: i32 {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  %r0 = tt.expand_dims %r {axis = 1 : i32} : tensor<64xi32> -> tensor<64x1xi32>
  %r1 = tt.expand_dims %r {axis = 0 : i32} : tensor<64xi32> -> tensor<1x64xi32>
  %st = tt.splat %stride : i32 -> tensor<64x1xi32>
  %o0 = arith.muli %r0, %st : tensor<64x1xi32>
  %b0 = tt.broadcast %o0 : tensor<64x1xi32> -> tensor<64x64xi32>
  %b1 = tt.broadcast %r1 : tensor<1x64xi32> -> tensor<64x64xi32>
  %i = arith.addi %b0, %b1 : tensor<64x64xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<64x64x!tt.ptr<f32>>
  %p = tt.addptr %b, %i : tensor<64x64x!tt.ptr<f32>>, tensor<64x64xi32>
  %v = tt.load %p : tensor<64x64x!tt.ptr<f32>>
  %sum = "tt.reduce"(%v) <{axis = 1 : i32}> ({
  ^bb0(%a: f32, %c: f32):
    %g = arith.addf %a, %c : f32
    tt.reduce.return %g : f32
  }) : (tensor<64x64xf32>) -> tensor<64xf32>
  %bs = tt.splat %sums : !tt.ptr<f32> -> tensor<64x!tt.ptr<f32>>
  %ps = tt.addptr %bs, %r : tensor<64x!tt.ptr<f32>>, tensor<64xi32>
  tt.store %ps, %sum : tensor<64x!tt.ptr<f32>>
  %e = tt.expand_dims %sum {axis = 1 : i32} : tensor<64xf32> -> tensor<64x1xf32>
  %be = tt.broadcast %e : tensor<64x1xf32> -> tensor<64x64xf32>
  %q = arith.divf %v, %be : tensor<64x64xf32>
  tt.store %p, %q : tensor<64x64x!tt.ptr<f32>>
  tt.return
}

// A transposed copy: both sides have 16 bytes a lane, and trans is for free.

// CHECK-LABEL: tt.func public @transpose(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.load %{{.*}} : tensor<64x64x!tt.ptr<f32>, #[[L]]>
// CHECK:       tt.trans %{{.*}} : tensor<64x64xf32, #[[L]]> -> tensor<64x64xf32, #[[C]]>
// CHECK:       ttg.convert_layout %{{.*}} : tensor<64x64xf32, #[[C]]> -> tensor<64x64xf32, #[[L]]>
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.store %{{.*}}, %{{.*}} : tensor<64x64x!tt.ptr<f32>, #[[L]]>
tt.func public @transpose(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %y: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
  %c64 = arith.constant dense<64> : tensor<64x1xi32>
  %r = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  %r0 = tt.expand_dims %r {axis = 1 : i32} : tensor<64xi32> -> tensor<64x1xi32>
  %r1 = tt.expand_dims %r {axis = 0 : i32} : tensor<64xi32> -> tensor<1x64xi32>
  %o0 = arith.muli %r0, %c64 : tensor<64x1xi32>
  %b0 = tt.broadcast %o0 : tensor<64x1xi32> -> tensor<64x64xi32>
  %b1 = tt.broadcast %r1 : tensor<1x64xi32> -> tensor<64x64xi32>
  %i = arith.addi %b0, %b1 : tensor<64x64xi32>
  %bx = tt.splat %x : !tt.ptr<f32> -> tensor<64x64x!tt.ptr<f32>>
  %px = tt.addptr %bx, %i : tensor<64x64x!tt.ptr<f32>>, tensor<64x64xi32>
  %v = tt.load %px : tensor<64x64x!tt.ptr<f32>>
  %t = tt.trans %v {order = array<i32: 1, 0>} : tensor<64x64xf32> -> tensor<64x64xf32>
  %by = tt.splat %y : !tt.ptr<f32> -> tensor<64x64x!tt.ptr<f32>>
  %py = tt.addptr %by, %i : tensor<64x64x!tt.ptr<f32>>, tensor<64x64xi32>
  tt.store %py, %t : tensor<64x64x!tt.ptr<f32>>
  tt.return
}

// A matrix product: the accumulator never leaves its layout within the loop.

// CHECK-LABEL: tt.func public @matmul(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       scf.for {{.*}} -> (tensor<64x64xf32, #[[D]]>, tensor<64x64x!tt.ptr<f32>, #[[L]]>)
// CHECK-COUNT-2: ttg.convert_layout %{{.*}} : tensor<64x64xf32, #[[L]]> -> tensor<64x64xf32, #ttg.dot_op<
// CHECK-NOT:     ttg.convert_layout
// CHECK:         scf.yield
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.store %{{.*}}, %{{.*}} : tensor<64x64x!tt.ptr<f32>, #[[D]]>
tt.func public @matmul(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %n: i32) {
  %c0 = arith.constant 0 : i32
  %c64 = arith.constant 64 : i32
  %zero = arith.constant dense<0.0> : tensor<64x64xf32>
  %step = arith.constant dense<64> : tensor<64x64xi32>
  %row = arith.constant dense<64> : tensor<64x1xi32>
  %r = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  %r0 = tt.expand_dims %r {axis = 1 : i32} : tensor<64xi32> -> tensor<64x1xi32>
  %r1 = tt.expand_dims %r {axis = 0 : i32} : tensor<64xi32> -> tensor<1x64xi32>
  %o0 = arith.muli %r0, %row : tensor<64x1xi32>
  %b0 = tt.broadcast %o0 : tensor<64x1xi32> -> tensor<64x64xi32>
  %b1 = tt.broadcast %r1 : tensor<1x64xi32> -> tensor<64x64xi32>
  %i = arith.addi %b0, %b1 : tensor<64x64xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<64x64x!tt.ptr<f32>>
  %p = tt.addptr %b, %i : tensor<64x64x!tt.ptr<f32>>, tensor<64x64xi32>
  %0:2 = scf.for %k = %c0 to %n step %c64 iter_args(%acc = %zero, %q = %p) -> (tensor<64x64xf32>, tensor<64x64x!tt.ptr<f32>>) : i32 {
    %v = tt.load %q : tensor<64x64x!tt.ptr<f32>>
    %d = tt.dot %v, %v, %acc : tensor<64x64xf32> * tensor<64x64xf32> -> tensor<64x64xf32>
    %next = tt.addptr %q, %step : tensor<64x64x!tt.ptr<f32>>, tensor<64x64xi32>
    scf.yield %d, %next : tensor<64x64xf32>, tensor<64x64x!tt.ptr<f32>>
  }
  tt.store %p, %0#0 : tensor<64x64x!tt.ptr<f32>>
  tt.return
}

// Bits of an index as a tensor of many dimensions, as sorts have them: what the small
// tensor is made of does not decide over the large one.

// CHECK-LABEL: tt.func public @flip_bit(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.return
tt.func public @flip_bit(%x: !tt.ptr<i32> {tt.divisibility = 16 : i32}) {
  %c128 = arith.constant dense<128> : tensor<2x1xi32>
  %r2 = tt.make_range {end = 2 : i32, start = 0 : i32} : tensor<2xi32>
  %r128 = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32>
  %r0 = tt.expand_dims %r2 {axis = 1 : i32} : tensor<2xi32> -> tensor<2x1xi32>
  %r1 = tt.expand_dims %r128 {axis = 0 : i32} : tensor<128xi32> -> tensor<1x128xi32>
  %o0 = arith.muli %r0, %c128 : tensor<2x1xi32>
  %b0 = tt.broadcast %o0 : tensor<2x1xi32> -> tensor<2x128xi32>
  %b1 = tt.broadcast %r1 : tensor<1x128xi32> -> tensor<2x128xi32>
  %i = arith.addi %b0, %b1 : tensor<2x128xi32>
  %b = tt.splat %x : !tt.ptr<i32> -> tensor<2x128x!tt.ptr<i32>>
  %p = tt.addptr %b, %i : tensor<2x128x!tt.ptr<i32>>, tensor<2x128xi32>
  %v = tt.load %p : tensor<2x128x!tt.ptr<i32>>
  %s = tt.reshape %v : tensor<2x128xi32> -> tensor<2x2x2x2x2x2x2x2xi32>
  %bit = tt.reshape %r2 : tensor<2xi32> -> tensor<1x1x1x2x1x1x1x1xi32>
  %bits = tt.broadcast %bit : tensor<1x1x1x2x1x1x1x1xi32> -> tensor<2x2x2x2x2x2x2x2xi32>
  %f = arith.xori %s, %bits : tensor<2x2x2x2x2x2x2x2xi32>
  %back = tt.reshape %f : tensor<2x2x2x2x2x2x2x2xi32> -> tensor<2x128xi32>
  tt.store %p, %back : tensor<2x128x!tt.ptr<i32>>
  tt.return
}
