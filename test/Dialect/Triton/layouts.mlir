// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Ops on tensors with layouts. Layouts of results are inferred up to equivalence.

#b1 = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#b2 = #ttg.blocked<{sizePerThread = [1, 2], threadsPerWarp = [32, 1], warpsPerCTA = [4, 1], order = [1, 0]}>
#l2 = #ttg.linear<{register = [[0, 1]], lane = [[1, 0], [2, 0], [4, 0], [8, 0], [16, 0]], warp = [[32, 0], [64, 0]], block = []}>
#late = #ttg.linear<{register = [[128, 0], [0, 1]], lane = [[1, 0], [2, 0], [4, 0], [8, 0], [16, 0]], warp = [[32, 0], [64, 0]], block = []}>
#wide = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#d = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>
#dt = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [8, 4], warpsPerCTA = [2, 2], order = [0, 1]}>
#flat = #ttg.linear<{register = [[1]], lane = [[2], [4], [8], [16], [32]], warp = [[64], [128]], block = []}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {

// Two layouts of one result split back into the operands' layout.
// CHECK-LABEL: tt.func @pairs
tt.func @pairs(%a: tensor<128xf32, #b1>, %w: tensor<256xf32, #wide>, %late: tensor<256x2xf32, #late>) {
  // CHECK: tt.join %{{.*}}, %{{.*}} : tensor<128xf32, #blocked> -> tensor<128x2xf32, #blocked{{[0-9]*}}>
  %0 = tt.join %a, %a : tensor<128xf32, #b1> -> tensor<128x2xf32, #b2>
  // CHECK: tt.join %{{.*}}, %{{.*}} : tensor<128xf32, #blocked> -> tensor<128x2xf32, #linear{{[0-9]*}}>
  %1 = tt.join %a, %a : tensor<128xf32, #b1> -> tensor<128x2xf32, #l2>
  // CHECK: tt.split
  %2, %3 = tt.split %0 : tensor<128x2xf32, #b2> -> tensor<128xf32, #b1>
  // CHECK: tt.split
  %4, %5 = tt.split %1 : tensor<128x2xf32, #l2> -> tensor<128xf32, #b1>
  // The bit of the pair may be any bit of the register.
  // CHECK: tt.split
  %6, %7 = tt.split %late : tensor<256x2xf32, #late> -> tensor<256xf32, #wide>
  // CHECK: tt.join
  %8 = tt.join %w, %w : tensor<256xf32, #wide> -> tensor<256x2xf32, #late>
  tt.return
}

// CHECK-LABEL: tt.func @shapes
tt.func @shapes(%x: tensor<16x16xf32, #d>, %s: tensor<16xf32, #ttg.slice<{dim = 1, parent = #d}>>, %i: tensor<128x2xi32, #b2>, %v: tensor<128x2xf32, #l2>) {
  // CHECK: tt.trans %{{.*}} {order = array<i32: 1, 0>} : tensor<16x16xf32, #blocked{{[0-9]*}}> -> tensor<16x16xf32, #blocked{{[0-9]*}}>
  %0 = tt.trans %x {order = array<i32: 1, 0>} : tensor<16x16xf32, #d> -> tensor<16x16xf32, #dt>
  // CHECK: tt.expand_dims %{{.*}} {axis = 1 : i32} : tensor<16xf32, #ttg.slice<{dim = 1, parent = #blocked{{[0-9]*}}}>> -> tensor<16x1xf32, #blocked{{[0-9]*}}>
  %1 = tt.expand_dims %s {axis = 1 : i32} : tensor<16xf32, #ttg.slice<{dim = 1, parent = #d}>> -> tensor<16x1xf32, #d>
  // CHECK: tt.broadcast
  %2 = tt.broadcast %1 : tensor<16x1xf32, #d> -> tensor<16x8xf32, #d>
  // CHECK: tt.reshape %{{.*}} : tensor<128x2xi32, #blocked{{[0-9]*}}> -> tensor<256xi32, #linear{{[0-9]*}}>
  %3 = tt.reshape %i : tensor<128x2xi32, #b2> -> tensor<256xi32, #flat>
  // CHECK: tt.reshape %{{.*}} allow_reorder : tensor<128x2xi32, #blocked{{[0-9]*}}> -> tensor<256xi32, #blocked
  %4 = tt.reshape %i allow_reorder : tensor<128x2xi32, #b2> -> tensor<256xi32, #b1>
  // CHECK: tt.gather %{{.*}}[%{{.*}}] {axis = 0 : i32} : (tensor<128x2xf32, #linear{{[0-9]*}}>, tensor<128x2xi32, #blocked{{[0-9]*}}>) -> tensor<128x2xf32, #blocked
  %5 = tt.gather %v[%i] {axis = 0 : i32} : (tensor<128x2xf32, #l2>, tensor<128x2xi32, #b2>) -> tensor<128x2xf32, #b2>
  tt.return
}

// CHECK-LABEL: tt.func @reductions
tt.func @reductions(%x: tensor<128x2xf32, #l2>) {
  // The slice of an equivalent layout.
  // CHECK: }) : (tensor<128x2xf32, #linear{{[0-9]*}}>) -> tensor<128xf32, #ttg.slice<{dim = 1, parent = #blocked{{[0-9]*}}}>>
  %0 = "tt.reduce"(%x) <{axis = 1 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    %s = arith.addf %a, %b : f32
    tt.reduce.return %s : f32
  }) : (tensor<128x2xf32, #l2>) -> tensor<128xf32, #ttg.slice<{dim = 1, parent = #b2}>>
  tt.return
}

// CHECK-LABEL: tt.func @dots
tt.func @dots(%a: tensor<16x32xf16, #ttg.dot_op<{opIdx = 0, parent = #d}>>, %b: tensor<32x16xf16, #ttg.dot_op<{opIdx = 1, parent = #d}>>, %c: tensor<16x16xf32, #d>) {
  // CHECK: tt.dot
  %0 = tt.dot %a, %b, %c : tensor<16x32xf16, #ttg.dot_op<{opIdx = 0, parent = #d}>> * tensor<32x16xf16, #ttg.dot_op<{opIdx = 1, parent = #d}>> -> tensor<16x16xf32, #d>
  tt.return
}
}
