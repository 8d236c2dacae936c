// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --split-input-file | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Arithmetic is done on vectors; `%n`, from outside, is repeated.
  // CHECK-LABEL: metal.kernel @straight
  // CHECK-NOT:     metal.map
  // CHECK:         arith.minsi %{{.*}}, %{{.*}} : vector<4xi32>
  tt.func public @straight(%x: !tt.ptr<i32>, %n: i32) {
    %i = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #l>
    %r = "tt.map_elementwise"(%i) <{pack = 1 : i32}> ({
    ^bb0(%a: i32):
      %m = arith.minsi %a, %n : i32
      tt.map_elementwise.return %m : i32
    }) : (tensor<512xi32, #l>) -> tensor<512xi32, #l>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<512x!tt.ptr<i32>, #l>
    %q = tt.addptr %p, %i : tensor<512x!tt.ptr<i32>, #l>, tensor<512xi32, #l>
    tt.store %q, %r : tensor<512x!tt.ptr<i32>, #l>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Branches become structured, two elements go together.
  // CHECK-LABEL: metal.kernel @pairs
  // CHECK:         metal.map %{{.*}} pack = 2 : (vector<4xi32>) -> vector<4xi32> {
  // CHECK:         ^bb0(%[[A:.*]]: i32, %[[B:.*]]: i32):
  // CHECK-NOT:       cf.
  // CHECK:           scf.if
  // CHECK:           metal.yield %{{.*}}, %{{.*}} : i32, i32
  tt.func public @pairs(%x: !tt.ptr<i32>) {
    %i = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #l>
    %r = "tt.map_elementwise"(%i) <{pack = 2 : i32}> ({
    ^bb0(%a: i32, %b: i32):
      %c = arith.cmpi slt, %a, %b : i32
      cf.cond_br %c, ^bb1, ^bb2
    ^bb1:
      tt.map_elementwise.return %b, %a : i32, i32
    ^bb2:
      tt.map_elementwise.return %a, %b : i32, i32
    }) : (tensor<512xi32, #l>) -> tensor<512xi32, #l>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<512x!tt.ptr<i32>, #l>
    %q = tt.addptr %p, %i : tensor<512x!tt.ptr<i32>, #l>, tensor<512xi32, #l>
    tt.store %q, %r : tensor<512x!tt.ptr<i32>, #l>
    tt.return
  }
}

// -----

// The lowest register bit of #l tells copies apart: the map takes what is next to it.
#l = #ttg.blocked<{sizePerThread = [1, 2], threadsPerWarp = [32, 1], warpsPerCTA = [4, 1], order = [1, 0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // CHECK-LABEL: metal.kernel @copies
  // CHECK:         %[[FIRST:.*]] = metal.rearrange %{{.*}} registers = [2, 1] : vector<4xi32> -> vector<4xi32>
  // CHECK:         %[[MAP:.*]] = metal.map %[[FIRST]] pack = 2
  // CHECK:         metal.rearrange %[[MAP]] registers = [2, 1]
  tt.func public @copies(%x: !tt.ptr<i32>, %n: i32) {
    %v = tt.splat %n : i32 -> tensor<256x1xi32, #l>
    %r = "tt.map_elementwise"(%v) <{pack = 2 : i32}> ({
    ^bb0(%a: i32, %b: i32):
      %s = arith.addi %a, %b : i32
      tt.map_elementwise.return %s, %s : i32, i32
    }) : (tensor<256x1xi32, #l>) -> tensor<256x1xi32, #l>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<256x1x!tt.ptr<i32>, #l>
    tt.store %p, %r : tensor<256x1x!tt.ptr<i32>, #l>
    tt.return
  }
}
