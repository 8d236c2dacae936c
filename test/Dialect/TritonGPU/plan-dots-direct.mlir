// RUN: triton-metal-opt %s --triton-to-tritongpu=target=apple9 | FileCheck %s --check-prefixes=CHECK,DIRECT
// RUN: triton-metal-opt %s --triton-to-tritongpu=target=apple7 | FileCheck %s --check-prefixes=CHECK,STAGED

// From apple9 on operands are loaded in the layout of the matrix unit, registers in the order
// of memory; what is left of the conversion moves registers of one thread. Before, loads are
// shared out among all threads.

// DIRECT-DAG: #[[A:.+]] = #ttg.linear<{register = {{\[\[}}0, 1], [0, 2], [0, 4], [16, 0]], lane = {{\[\[}}0, 8], [1, 0], [2, 0], [0, 16], [4, 0]], warp = {{\[\[}}0, 0], [8, 0]], block = []}>
// DIRECT-DAG: #[[B:.+]] = #ttg.linear<{register = {{\[\[}}0, 1], [0, 2], [0, 4], [1, 0], [2, 0]], lane = {{\[\[}}0, 8], [4, 0], [8, 0], [0, 16], [16, 0]], warp = {{\[\[}}0, 32], [0, 0]], block = []}>
// STAGED-DAG: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1, 8], threadsPerWarp = [8, 4],
// STAGED-DAG: #[[W:.+]] = #ttg.blocked<{sizePerThread = [1, 8], threadsPerWarp = [4, 8],
// CHECK-LABEL: tt.func public @rows(
// DIRECT:      tt.load %{{.*}} : tensor<32x32x!tt.ptr<f16>, #[[A]]>
// DIRECT:      ttg.convert_layout %{{.*}} : tensor<32x32xf16, #[[A]]> -> tensor<32x32xf16, #ttg.dot_op<{opIdx = 0,
// DIRECT:      tt.load %{{.*}} : tensor<32x64x!tt.ptr<f16>, #[[B]]>
// DIRECT:      ttg.convert_layout %{{.*}} : tensor<32x64xf16, #[[B]]> -> tensor<32x64xf16, #ttg.dot_op<{opIdx = 1,
// STAGED:      tt.load %{{.*}} : tensor<32x32x!tt.ptr<f16>, #[[L]]>
// STAGED:      tt.load %{{.*}} : tensor<32x64x!tt.ptr<f16>, #[[W]]>
tt.func public @rows(%a: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %b: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %c: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
  %zero = arith.constant dense<0.000000e+00> : tensor<32x64xf32>
  %rm = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
  %rn = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  %rk = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
  %am = tt.expand_dims %rm {axis = 1 : i32} : tensor<32xi32> -> tensor<32x1xi32>
  %ak = tt.expand_dims %rk {axis = 0 : i32} : tensor<32xi32> -> tensor<1x32xi32>
  %bk = tt.expand_dims %rk {axis = 1 : i32} : tensor<32xi32> -> tensor<32x1xi32>
  %bn = tt.expand_dims %rn {axis = 0 : i32} : tensor<64xi32> -> tensor<1x64xi32>
  %sa = arith.constant dense<32> : tensor<32x1xi32>
  %sb = arith.constant dense<64> : tensor<32x1xi32>
  %sc = arith.constant dense<64> : tensor<32x1xi32>
  %ra = arith.muli %am, %sa : tensor<32x1xi32>
  %rb = arith.muli %bk, %sb : tensor<32x1xi32>
  %rc = arith.muli %am, %sc : tensor<32x1xi32>
  %ra2 = tt.broadcast %ra : tensor<32x1xi32> -> tensor<32x32xi32>
  %ka2 = tt.broadcast %ak : tensor<1x32xi32> -> tensor<32x32xi32>
  %ia = arith.addi %ra2, %ka2 : tensor<32x32xi32>
  %rb2 = tt.broadcast %rb : tensor<32x1xi32> -> tensor<32x64xi32>
  %nb2 = tt.broadcast %bn : tensor<1x64xi32> -> tensor<32x64xi32>
  %ib = arith.addi %rb2, %nb2 : tensor<32x64xi32>
  %rc2 = tt.broadcast %rc : tensor<32x1xi32> -> tensor<32x64xi32>
  %nc2 = tt.broadcast %bn : tensor<1x64xi32> -> tensor<32x64xi32>
  %ic = arith.addi %rc2, %nc2 : tensor<32x64xi32>
  %pa0 = tt.splat %a : !tt.ptr<f16> -> tensor<32x32x!tt.ptr<f16>>
  %pa = tt.addptr %pa0, %ia : tensor<32x32x!tt.ptr<f16>>, tensor<32x32xi32>
  %va = tt.load %pa : tensor<32x32x!tt.ptr<f16>>
  %pb0 = tt.splat %b : !tt.ptr<f16> -> tensor<32x64x!tt.ptr<f16>>
  %pb = tt.addptr %pb0, %ib : tensor<32x64x!tt.ptr<f16>>, tensor<32x64xi32>
  %vb = tt.load %pb : tensor<32x64x!tt.ptr<f16>>
  %d = tt.dot %va, %vb, %zero : tensor<32x32xf16> * tensor<32x64xf16> -> tensor<32x64xf32>
  %pc0 = tt.splat %c : !tt.ptr<f32> -> tensor<32x64x!tt.ptr<f32>>
  %pc = tt.addptr %pc0, %ic : tensor<32x64x!tt.ptr<f32>>, tensor<32x64xi32>
  tt.store %pc, %d : tensor<32x64x!tt.ptr<f32>>
  tt.return
}

// A SIMD-group reads 16 columns of b, a quarter of a line: b is staged, a is not.

// CHECK-LABEL: tt.func public @narrow(
// DIRECT:      tt.load %{{.*}} : tensor<32x32x!tt.ptr<f16>, #linear
// DIRECT:      tt.load %{{.*}} : tensor<32x32x!tt.ptr<f16>, #blocked
tt.func public @narrow(%a: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %b: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %c: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
  %zero = arith.constant dense<0.000000e+00> : tensor<32x32xf32>
  %rm = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
  %rn = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
  %rk = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
  %am = tt.expand_dims %rm {axis = 1 : i32} : tensor<32xi32> -> tensor<32x1xi32>
  %ak = tt.expand_dims %rk {axis = 0 : i32} : tensor<32xi32> -> tensor<1x32xi32>
  %bk = tt.expand_dims %rk {axis = 1 : i32} : tensor<32xi32> -> tensor<32x1xi32>
  %bn = tt.expand_dims %rn {axis = 0 : i32} : tensor<32xi32> -> tensor<1x32xi32>
  %sa = arith.constant dense<32> : tensor<32x1xi32>
  %sb = arith.constant dense<32> : tensor<32x1xi32>
  %sc = arith.constant dense<32> : tensor<32x1xi32>
  %ra = arith.muli %am, %sa : tensor<32x1xi32>
  %rb = arith.muli %bk, %sb : tensor<32x1xi32>
  %rc = arith.muli %am, %sc : tensor<32x1xi32>
  %ra2 = tt.broadcast %ra : tensor<32x1xi32> -> tensor<32x32xi32>
  %ka2 = tt.broadcast %ak : tensor<1x32xi32> -> tensor<32x32xi32>
  %ia = arith.addi %ra2, %ka2 : tensor<32x32xi32>
  %rb2 = tt.broadcast %rb : tensor<32x1xi32> -> tensor<32x32xi32>
  %nb2 = tt.broadcast %bn : tensor<1x32xi32> -> tensor<32x32xi32>
  %ib = arith.addi %rb2, %nb2 : tensor<32x32xi32>
  %rc2 = tt.broadcast %rc : tensor<32x1xi32> -> tensor<32x32xi32>
  %nc2 = tt.broadcast %bn : tensor<1x32xi32> -> tensor<32x32xi32>
  %ic = arith.addi %rc2, %nc2 : tensor<32x32xi32>
  %pa0 = tt.splat %a : !tt.ptr<f16> -> tensor<32x32x!tt.ptr<f16>>
  %pa = tt.addptr %pa0, %ia : tensor<32x32x!tt.ptr<f16>>, tensor<32x32xi32>
  %va = tt.load %pa : tensor<32x32x!tt.ptr<f16>>
  %pb0 = tt.splat %b : !tt.ptr<f16> -> tensor<32x32x!tt.ptr<f16>>
  %pb = tt.addptr %pb0, %ib : tensor<32x32x!tt.ptr<f16>>, tensor<32x32xi32>
  %vb = tt.load %pb : tensor<32x32x!tt.ptr<f16>>
  %d = tt.dot %va, %vb, %zero : tensor<32x32xf16> * tensor<32x32xf16> -> tensor<32x32xf32>
  %pc0 = tt.splat %c : !tt.ptr<f32> -> tensor<32x32x!tt.ptr<f32>>
  %pc = tt.addptr %pc0, %ic : tensor<32x32x!tt.ptr<f32>>, tensor<32x32xi32>
  tt.store %pc, %d : tensor<32x32x!tt.ptr<f32>>
  tt.return
}

// 64 registers for 32 rows of a, and no fewer for 32 columns of b: both are staged.

// CHECK-LABEL: tt.func public @deep(
// DIRECT-NOT:  tt.load {{.*}}#linear
// DIRECT:      tt.dot
tt.func public @deep(%a: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %b: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %c: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
  %zero = arith.constant dense<0.000000e+00> : tensor<64x64xf32>
  %rm = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  %rn = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  %rk = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32>
  %am = tt.expand_dims %rm {axis = 1 : i32} : tensor<64xi32> -> tensor<64x1xi32>
  %ak = tt.expand_dims %rk {axis = 0 : i32} : tensor<128xi32> -> tensor<1x128xi32>
  %bk = tt.expand_dims %rk {axis = 1 : i32} : tensor<128xi32> -> tensor<128x1xi32>
  %bn = tt.expand_dims %rn {axis = 0 : i32} : tensor<64xi32> -> tensor<1x64xi32>
  %sa = arith.constant dense<128> : tensor<64x1xi32>
  %sb = arith.constant dense<64> : tensor<128x1xi32>
  %sc = arith.constant dense<64> : tensor<64x1xi32>
  %ra = arith.muli %am, %sa : tensor<64x1xi32>
  %rb = arith.muli %bk, %sb : tensor<128x1xi32>
  %rc = arith.muli %am, %sc : tensor<64x1xi32>
  %ra2 = tt.broadcast %ra : tensor<64x1xi32> -> tensor<64x128xi32>
  %ka2 = tt.broadcast %ak : tensor<1x128xi32> -> tensor<64x128xi32>
  %ia = arith.addi %ra2, %ka2 : tensor<64x128xi32>
  %rb2 = tt.broadcast %rb : tensor<128x1xi32> -> tensor<128x64xi32>
  %nb2 = tt.broadcast %bn : tensor<1x64xi32> -> tensor<128x64xi32>
  %ib = arith.addi %rb2, %nb2 : tensor<128x64xi32>
  %rc2 = tt.broadcast %rc : tensor<64x1xi32> -> tensor<64x64xi32>
  %nc2 = tt.broadcast %bn : tensor<1x64xi32> -> tensor<64x64xi32>
  %ic = arith.addi %rc2, %nc2 : tensor<64x64xi32>
  %pa0 = tt.splat %a : !tt.ptr<f16> -> tensor<64x128x!tt.ptr<f16>>
  %pa = tt.addptr %pa0, %ia : tensor<64x128x!tt.ptr<f16>>, tensor<64x128xi32>
  %va = tt.load %pa : tensor<64x128x!tt.ptr<f16>>
  %pb0 = tt.splat %b : !tt.ptr<f16> -> tensor<128x64x!tt.ptr<f16>>
  %pb = tt.addptr %pb0, %ib : tensor<128x64x!tt.ptr<f16>>, tensor<128x64xi32>
  %vb = tt.load %pb : tensor<128x64x!tt.ptr<f16>>
  %d = tt.dot %va, %vb, %zero : tensor<64x128xf16> * tensor<128x64xf16> -> tensor<64x64xf32>
  %pc0 = tt.splat %c : !tt.ptr<f32> -> tensor<64x64x!tt.ptr<f32>>
  %pc = tt.addptr %pc0, %ic : tensor<64x64x!tt.ptr<f32>>, tensor<64x64xi32>
  tt.store %pc, %d : tensor<64x64x!tt.ptr<f32>>
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
