// RUN: triton-metal-opt %s --triton-to-tritongpu=target=apple9 | FileCheck %s --check-prefixes=CHECK,DIRECT
// RUN: triton-metal-opt %s --triton-to-tritongpu=target=apple7 | FileCheck %s --check-prefixes=CHECK,STAGED

// From apple9 on operands are loaded in the layout of the matrix unit, registers in the order
// of memory; what is left of the conversion moves registers of one thread. Before, loads are
// shared out among all threads.

// DIRECT-DAG: #[[A:.+]] = #ttg.linear<{register = {{\[\[}}0, 1], [0, 2], [0, 4], [16, 0]], lane = {{\[\[}}0, 8], [1, 0], [2, 0], [0, 16], [4, 0]], warp = {{\[\[}}0, 0], [8, 0]], block = []}>
// DIRECT-DAG: #[[B:.+]] = #ttg.linear<{register = {{\[\[}}0, 1], [0, 2], [1, 0], [2, 0]], lane = {{\[\[}}0, 4], [4, 0], [8, 0], [0, 8], [16, 0]], warp = {{\[\[}}0, 16], [0, 0]], block = []}>
// STAGED-DAG: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1, 8],
// CHECK-LABEL: tt.func public @rows(
// DIRECT:      tt.load %{{.*}} : tensor<32x32x!tt.ptr<f16>, #[[A]]>
// DIRECT:      ttg.convert_layout %{{.*}} : tensor<32x32xf16, #[[A]]> -> tensor<32x32xf16, #ttg.dot_op<{opIdx = 0,
// DIRECT:      tt.load %{{.*}} : tensor<32x32x!tt.ptr<f16>, #[[B]]>
// DIRECT:      ttg.convert_layout %{{.*}} : tensor<32x32xf16, #[[B]]> -> tensor<32x32xf16, #ttg.dot_op<{opIdx = 1,
// STAGED:      tt.load %{{.*}} : tensor<32x32x!tt.ptr<f16>, #[[L]]>
// STAGED:      tt.load %{{.*}} : tensor<32x32x!tt.ptr<f16>, #[[L]]>
tt.func public @rows(%a: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %b: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %c: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
  %c32 = arith.constant dense<32> : tensor<32x1xi32>
  %zero = arith.constant dense<0.000000e+00> : tensor<32x32xf32>
  %r = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
  %r0 = tt.expand_dims %r {axis = 1 : i32} : tensor<32xi32> -> tensor<32x1xi32>
  %r1 = tt.expand_dims %r {axis = 0 : i32} : tensor<32xi32> -> tensor<1x32xi32>
  %o0 = arith.muli %r0, %c32 : tensor<32x1xi32>
  %b0 = tt.broadcast %o0 : tensor<32x1xi32> -> tensor<32x32xi32>
  %b1 = tt.broadcast %r1 : tensor<1x32xi32> -> tensor<32x32xi32>
  %i = arith.addi %b0, %b1 : tensor<32x32xi32>
  %sa = tt.splat %a : !tt.ptr<f16> -> tensor<32x32x!tt.ptr<f16>>
  %pa = tt.addptr %sa, %i : tensor<32x32x!tt.ptr<f16>>, tensor<32x32xi32>
  %va = tt.load %pa : tensor<32x32x!tt.ptr<f16>>
  %sb = tt.splat %b : !tt.ptr<f16> -> tensor<32x32x!tt.ptr<f16>>
  %pb = tt.addptr %sb, %i : tensor<32x32x!tt.ptr<f16>>, tensor<32x32xi32>
  %vb = tt.load %pb : tensor<32x32x!tt.ptr<f16>>
  %d = tt.dot %va, %vb, %zero : tensor<32x32xf16> * tensor<32x32xf16> -> tensor<32x32xf32>
  %sc = tt.splat %c : !tt.ptr<f32> -> tensor<32x32x!tt.ptr<f32>>
  %pc = tt.addptr %sc, %i : tensor<32x32x!tt.ptr<f32>>, tensor<32x32xi32>
  tt.store %pc, %d : tensor<32x32x!tt.ptr<f32>>
  tt.return
}

// Elements that are neighbours in no direction are staged everywhere.

// CHECK-LABEL: tt.func public @scattered(
// CHECK-NOT:   tt.load {{.*}}#linear
// CHECK:       tt.dot
tt.func public @scattered(%a: !tt.ptr<f16>, %c: !tt.ptr<f32>, %s: i32) {
  %zero = arith.constant dense<0.000000e+00> : tensor<32x32xf32>
  %r = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
  %r0 = tt.expand_dims %r {axis = 1 : i32} : tensor<32xi32> -> tensor<32x1xi32>
  %r1 = tt.expand_dims %r {axis = 0 : i32} : tensor<32xi32> -> tensor<1x32xi32>
  %st = tt.splat %s : i32 -> tensor<32x1xi32>
  %tt = tt.splat %s : i32 -> tensor<1x32xi32>
  %o0 = arith.muli %r0, %st : tensor<32x1xi32>
  %o1 = arith.muli %r1, %tt : tensor<1x32xi32>
  %b0 = tt.broadcast %o0 : tensor<32x1xi32> -> tensor<32x32xi32>
  %b1 = tt.broadcast %o1 : tensor<1x32xi32> -> tensor<32x32xi32>
  %i = arith.addi %b0, %b1 : tensor<32x32xi32>
  %sa = tt.splat %a : !tt.ptr<f16> -> tensor<32x32x!tt.ptr<f16>>
  %pa = tt.addptr %sa, %i : tensor<32x32x!tt.ptr<f16>>, tensor<32x32xi32>
  %va = tt.load %pa : tensor<32x32x!tt.ptr<f16>>
  %d = tt.dot %va, %va, %zero : tensor<32x32xf16> * tensor<32x32xf16> -> tensor<32x32xf32>
  %sc = tt.splat %c : !tt.ptr<f32> -> tensor<32x32x!tt.ptr<f32>>
  %pc = tt.addptr %sc, %i : tensor<32x32x!tt.ptr<f32>>, tensor<32x32xi32>
  tt.store %pc, %d : tensor<32x32x!tt.ptr<f32>>
  tt.return
}
