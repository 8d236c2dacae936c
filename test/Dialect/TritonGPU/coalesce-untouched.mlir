// RUN: triton-metal-opt %s --split-input-file > %t.1
// RUN: triton-metal-opt %s --split-input-file --tritongpu-coalesce > %t.2
// RUN: diff %t.1 %t.2
// RUN: FileCheck %s < %t.2
// Left alone: what is TTIR, has no number of threads, another kind of layout, the best
// layout already, or addresses of which nothing is known.

// CHECK-LABEL: @ttir
module {
  tt.func @ttir(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
    %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
    %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
    %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
    %v = tt.load %p : tensor<1024x!tt.ptr<f32>>
    tt.return
  }
}

// -----

// CHECK-LABEL: @no_counts
#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module {
  tt.func @no_counts(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
    %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32, #blocked>
    %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>, #blocked>
    %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<f32>, #blocked>, tensor<1024xi32, #blocked>
    %v = tt.load %p : tensor<1024x!tt.ptr<f32>, #blocked>
    tt.return
  }
}

// -----

// CHECK-LABEL: @other_layouts
#blocked = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [1, 4], order = [1, 0]}>
#linear = #ttg.linear<{register = [[128], [256], [512]], lane = [[1], [2], [4], [8], [16]], warp = [[32], [64]], block = []}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @other_layouts(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
    %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32, #ttg.slice<{dim = 0, parent = #blocked}>>
    %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>, #ttg.slice<{dim = 0, parent = #blocked}>>
    %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<f32>, #ttg.slice<{dim = 0, parent = #blocked}>>, tensor<1024xi32, #ttg.slice<{dim = 0, parent = #blocked}>>
    %v = tt.load %p : tensor<1024x!tt.ptr<f32>, #ttg.slice<{dim = 0, parent = #blocked}>>
    %r1 = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32, #linear>
    %b1 = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>, #linear>
    %p1 = tt.addptr %b1, %r1 : tensor<1024x!tt.ptr<f32>, #linear>, tensor<1024xi32, #linear>
    %v1 = tt.load %p1 : tensor<1024x!tt.ptr<f32>, #linear>
    tt.return
  }
}

// -----

// CHECK-LABEL: @wide_already
#blocked = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @wide_already(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
    %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32, #blocked>
    %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>, #blocked>
    %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<f32>, #blocked>, tensor<1024xi32, #blocked>
    %v = tt.load %p : tensor<1024x!tt.ptr<f32>, #blocked>
    tt.return
  }
}

// -----

// CHECK-LABEL: @scattered
#blocked = #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @scattered(%p: tensor<1024x!tt.ptr<f32>, #blocked>) {
    %v = tt.load %p : tensor<1024x!tt.ptr<f32>, #blocked>
    tt.return
  }
}
