// RUN: triton-metal-opt %s --split-input-file --convert-triton-to-tritongpu | FileCheck %s
// Every tensor gets the default layout of its shape; conversions go where an op ties two
// shapes together.

// CHECK: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK: module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, ttg.target = "metal:apple7", "ttg.threads-per-warp" = 32 : i32}
// CHECK-LABEL: tt.func public @elementwise(%{{.*}}: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %{{.*}}: i32)
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32, #[[L]]>
// CHECK:       tt.splat %{{.*}} : i32 -> tensor<256xi32, #[[L]]>
// CHECK:       arith.cmpi slt, %{{.*}}, %{{.*}} : tensor<256xi32, #[[L]]>
// CHECK:       tt.splat %{{.*}} : !tt.ptr<f32> -> tensor<256x!tt.ptr<f32>, #[[L]]>
// CHECK:       tt.addptr %{{.*}}, %{{.*}} : tensor<256x!tt.ptr<f32>, #[[L]]>, tensor<256xi32, #[[L]]>
// CHECK:       tt.load %{{.*}}, %{{.*}}, %{{.*}} cacheModifier = ca evictionPolicy = evict_last {isVolatile = true} : tensor<256x!tt.ptr<f32>, #[[L]]>
// CHECK:       math.exp %{{.*}} : tensor<256xf32, #[[L]]>
// CHECK:       arith.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<256xi1, #[[L]]>, tensor<256xf32, #[[L]]>
// CHECK:       arith.fptosi %{{.*}} : tensor<256xf32, #[[L]]> to tensor<256xi32, #[[L]]>
// CHECK:       tt.extern_elementwise %{{.*}} : (tensor<256xf32, #[[L]]>) -> tensor<256xf32, #[[L]]>
// CHECK:       tt.print {{.*}} : tensor<256xi32, #[[L]]>
// CHECK:       tt.assert {{.*}} : tensor<256xi1, #[[L]]>
// CHECK:       tt.store %{{.*}}, %{{.*}}, %{{.*}} : tensor<256x!tt.ptr<f32>, #[[L]]>
tt.func public @elementwise(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %n: i32) {
  %zero = arith.constant dense<0.000000e+00> : tensor<256xf32>
  %r = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32>
  %limit = tt.splat %n : i32 -> tensor<256xi32>
  %mask = arith.cmpi slt, %r, %limit : tensor<256xi32>
  %base = tt.splat %x : !tt.ptr<f32> -> tensor<256x!tt.ptr<f32>>
  %p = tt.addptr %base, %r : tensor<256x!tt.ptr<f32>>, tensor<256xi32>
  %v = tt.load %p, %mask, %zero cacheModifier = ca evictionPolicy = evict_last {isVolatile = true} : tensor<256x!tt.ptr<f32>>
  %e = math.exp %v : tensor<256xf32>
  %s = arith.select %mask, %e, %v : tensor<256xi1>, tensor<256xf32>
  %i = arith.fptosi %s : tensor<256xf32> to tensor<256xi32>
  %t = tt.extern_elementwise %s {libname = "", libpath = "", pure = true, symbol = "__nv_tanhf"} : (tensor<256xf32>) -> tensor<256xf32>
  tt.print " i: " {hex = false, isSigned = array<i32: 1>} : %i : tensor<256xi32>
  tt.assert %mask, "outside" : tensor<256xi1>
  tt.store %p, %t, %mask : tensor<256x!tt.ptr<f32>>
  tt.return
}

// -----

// Constants change with their type, element by element ones too.

// CHECK: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @constants
// CHECK:       arith.constant dense<1.000000e+00> : tensor<64xf16, #[[L]]>
// CHECK:       arith.constant dense<[1, 2, 3, 4]> : tensor<4xi32, #[[L]]>
// CHECK:       arith.constant dense<[true, false]> : tensor<2xi1, #[[L]]>
// CHECK:       arith.constant dense<7> : tensor<1xi64, #[[L]]>
// CHECK:       arith.constant 7 : i32
// CHECK:       ub.poison : tensor<64xf16, #[[L]]>
tt.func @constants() {
  %0 = arith.constant dense<1.0> : tensor<64xf16>
  %1 = arith.constant dense<[1, 2, 3, 4]> : tensor<4xi32>
  %2 = arith.constant dense<[true, false]> : tensor<2xi1>
  %3 = arith.constant dense<7> : tensor<1xi64>
  %4 = arith.constant 7 : i32
  %5 = ub.poison : tensor<64xf16>
  tt.return
}

// -----

// The source of expand_dims has the slice of the result's layout, that of a broadcast the
// result's own.

// CHECK-DAG: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-DAG: #[[ROW:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [2, 2], order = [1, 0]}>
// CHECK-DAG: #[[COLUMN:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [32, 1], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-LABEL: tt.func @outer(
// CHECK-SAME:  %[[X:.+]]: tensor<64xf32, #[[L]]>)
// CHECK:       %[[A:.+]] = ttg.convert_layout %[[X]] : tensor<64xf32, #[[L]]> -> tensor<64xf32, #ttg.slice<{dim = 0, parent = #[[ROW]]}>>
// CHECK:       tt.expand_dims %[[A]] {axis = 0 : i32} : tensor<64xf32, #ttg.slice<{dim = 0, parent = #[[ROW]]}>> -> tensor<1x64xf32, #[[ROW]]>
// CHECK:       %[[B:.+]] = ttg.convert_layout %[[X]] : tensor<64xf32, #[[L]]> -> tensor<64xf32, #ttg.slice<{dim = 1, parent = #[[COLUMN]]}>>
// CHECK:       %[[E:.+]] = tt.expand_dims %[[B]] {axis = 1 : i32} : tensor<64xf32, #ttg.slice<{dim = 1, parent = #[[COLUMN]]}>> -> tensor<64x1xf32, #[[COLUMN]]>
// CHECK:       tt.broadcast %{{.*}} : tensor<1x64xf32, #[[ROW]]> -> tensor<64x64xf32, #[[ROW]]>
// CHECK:       %[[C:.+]] = ttg.convert_layout %[[E]] : tensor<64x1xf32, #[[COLUMN]]> -> tensor<64x1xf32, #[[ROW]]>
// CHECK:       tt.broadcast %[[C]] : tensor<64x1xf32, #[[ROW]]> -> tensor<64x64xf32, #[[ROW]]>
// CHECK-NOT:   ttg.convert_layout
tt.func @outer(%x: tensor<64xf32>) {
  %row = tt.expand_dims %x {axis = 0 : i32} : tensor<64xf32> -> tensor<1x64xf32>
  %column = tt.expand_dims %x {axis = 1 : i32} : tensor<64xf32> -> tensor<64x1xf32>
  %a = tt.broadcast %row : tensor<1x64xf32> -> tensor<64x64xf32>
  %b = tt.broadcast %column : tensor<64x1xf32> -> tensor<64x64xf32>
  %m = arith.mulf %a, %b : tensor<64x64xf32>
  tt.return
}

// -----

// A reduction's results have the slice of the operand's layout, all of several operands;
// the region has scalars. A scan keeps the layout.

// CHECK-DAG: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-DAG: #[[LL:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [2, 2], order = [1, 0]}>
// CHECK-LABEL: tt.func @reduce(
// CHECK:       %[[R:.+]]:2 = "tt.reduce"(%{{.*}}, %{{.*}}) <{axis = 1 : i32}>
// CHECK-NEXT:  ^bb0(%{{.*}}: f32, %{{.*}}: i32, %{{.*}}: f32, %{{.*}}: i32):
// CHECK:       }) : (tensor<32x64xf32, #[[LL]]>, tensor<32x64xi32, #[[LL]]>) -> (tensor<32xf32, #ttg.slice<{dim = 1, parent = #[[LL]]}>>, tensor<32xi32, #ttg.slice<{dim = 1, parent = #[[LL]]}>>)
// CHECK-DAG:   %[[V:.+]] = ttg.convert_layout %[[R]]#0 : tensor<32xf32, #ttg.slice<{dim = 1, parent = #[[LL]]}>> -> tensor<32xf32, #[[L]]>
// CHECK-DAG:   ttg.convert_layout %[[R]]#1 : tensor<32xi32, #ttg.slice<{dim = 1, parent = #[[LL]]}>> -> tensor<32xi32, #[[L]]>
// CHECK:       "tt.reduce"(%[[V]]) <{axis = 0 : i32}>
// CHECK:       }) : (tensor<32xf32, #[[L]]>) -> f32
// CHECK:       "tt.scan"(%{{.*}}) <{axis = 1 : i32, reverse = true}>
// CHECK:       }) : (tensor<32x64xf32, #[[LL]]>) -> tensor<32x64xf32, #[[LL]]>
tt.func @reduce(%x: tensor<32x64xf32>, %i: tensor<32x64xi32>) {
  %0:2 = "tt.reduce"(%x, %i) <{axis = 1 : i32}> ({
  ^bb0(%v0: f32, %i0: i32, %v1: f32, %i1: i32):
    %less = arith.cmpf olt, %v0, %v1 : f32
    %v = arith.select %less, %v0, %v1 : f32
    %k = arith.select %less, %i0, %i1 : i32
    tt.reduce.return %v, %k : f32, i32
  }) : (tensor<32x64xf32>, tensor<32x64xi32>) -> (tensor<32xf32>, tensor<32xi32>)
  %1 = "tt.reduce"(%0#0) <{axis = 0 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    %s = arith.addf %a, %b : f32
    tt.reduce.return %s : f32
  }) : (tensor<32xf32>) -> f32
  %2 = "tt.scan"(%x) <{axis = 1 : i32, reverse = true}> ({
  ^bb0(%a: f32, %b: f32):
    %s = arith.addf %a, %b : f32
    tt.scan.return %s : f32
  }) : (tensor<32x64xf32>) -> tensor<32x64xf32>
  tt.return
}

// -----

// Reshape and trans leave every element where it is: their results are converted.

// CHECK-DAG: #[[ROWS:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-DAG: #[[TURNED:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [16, 2], warpsPerCTA = [1, 4], order = [0, 1]}>
// CHECK-DAG: #[[TALL:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [4, 8], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-DAG: #[[FLAT:.+]] = #ttg.linear<{register = [], lane = {{\[}}[1], [2], [4], [8], [16]], warp = {{\[}}[32], [64]], block = []}>
// CHECK-DAG: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @shapes(
// CHECK:       %[[T:.+]] = tt.trans %{{.*}} {order = array<i32: 1, 0>} : tensor<8x16xf32, #[[ROWS]]> -> tensor<16x8xf32, #[[TURNED]]>
// CHECK:       ttg.convert_layout %[[T]] : tensor<16x8xf32, #[[TURNED]]> -> tensor<16x8xf32, #[[TALL]]>
// CHECK:       %[[R:.+]] = tt.reshape %{{.*}} allow_reorder : tensor<8x16xf32, #[[ROWS]]> -> tensor<128xf32, #[[FLAT]]>
// CHECK:       ttg.convert_layout %[[R]] : tensor<128xf32, #[[FLAT]]> -> tensor<128xf32, #[[L]]>
tt.func @shapes(%x: tensor<8x16xf32>) {
  %0 = tt.trans %x {order = array<i32: 1, 0>} : tensor<8x16xf32> -> tensor<16x8xf32>
  %1 = tt.reshape %x allow_reorder : tensor<8x16xf32> -> tensor<128xf32>
  tt.return
}

// -----

// A joined tensor has pairs in neighbouring registers, also where it is split.

// CHECK-DAG: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-DAG: #[[TWO:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [16, 2], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-DAG: #[[PAIRS:.+]] = #ttg.blocked<{sizePerThread = [1, 2], threadsPerWarp = [32, 1], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-LABEL: tt.func @pairs(
// CHECK:       %[[J:.+]] = tt.join %{{.*}}, %{{.*}} : tensor<64xi32, #[[L]]> -> tensor<64x2xi32, #[[PAIRS]]>
// CHECK:       ttg.convert_layout %[[J]] : tensor<64x2xi32, #[[PAIRS]]> -> tensor<64x2xi32, #[[TWO]]>
// CHECK:       %[[P:.+]] = ttg.convert_layout %{{.*}} : tensor<64x2xi32, #[[TWO]]> -> tensor<64x2xi32, #[[PAIRS]]>
// CHECK:       tt.split %[[P]] : tensor<64x2xi32, #[[PAIRS]]> -> tensor<64xi32, #[[L]]>
tt.func @pairs(%x: tensor<64xi32>) {
  %0 = tt.join %x, %x : tensor<64xi32> -> tensor<64x2xi32>
  %1, %2 = tt.split %0 : tensor<64x2xi32> -> tensor<64xi32>
  tt.return
}

// -----

// Ops without a rule have default layouts on both sides.

// CHECK-DAG: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @others(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.cat %{{.*}}, %{{.*}} : tensor<64xi32, #[[L]]> -> tensor<128xi32, #[[L]]>
// CHECK:       tt.gather %{{.*}}[%{{.*}}] {axis = 0 : i32} : (tensor<64xi32, #[[L]]>, tensor<64xi32, #[[L]]>) -> tensor<64xi32, #[[L]]>
// CHECK:       tt.histogram %{{.*}}, %{{.*}} : tensor<64xi32, #[[L]]> -> tensor<16xi32, #[[L]]>
// CHECK:       tt.unsplat %{{.*}} : tensor<1xi32, #[[L]]>
// CHECK:       tt.atomic_rmw add, acq_rel, gpu, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<64x!tt.ptr<i32>, #[[L]]>, tensor<64xi32, #[[L]]>, tensor<64xi1, #[[L]]>) -> tensor<64xi32, #[[L]]>
// CHECK:       tt.atomic_cas relaxed, gpu, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<64x!tt.ptr<i32>, #[[L]]>, tensor<64xi32, #[[L]]>, tensor<64xi32, #[[L]]>) -> tensor<64xi32, #[[L]]>
tt.func @others(%x: tensor<64xi32>, %m: tensor<64xi1>, %p: tensor<64x!tt.ptr<i32>>, %one: tensor<1xi32>) {
  %0 = tt.cat %x, %x : tensor<64xi32> -> tensor<128xi32>
  %4 = tt.gather %x[%x] {axis = 0 : i32} : (tensor<64xi32>, tensor<64xi32>) -> tensor<64xi32>
  %5 = tt.histogram %x, %m : tensor<64xi32> -> tensor<16xi32>
  %6 = tt.unsplat %one : tensor<1xi32>
  %7 = tt.atomic_rmw add, acq_rel, gpu, %p, %x, %m : (tensor<64x!tt.ptr<i32>>, tensor<64xi32>, tensor<64xi1>) -> tensor<64xi32>
  %8 = tt.atomic_cas relaxed, gpu, %p, %x, %x : (tensor<64x!tt.ptr<i32>>, tensor<64xi32>, tensor<64xi32>) -> tensor<64xi32>
  tt.return
}
