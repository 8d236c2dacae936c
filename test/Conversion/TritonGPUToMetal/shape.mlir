// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --split-input-file | FileCheck %s

#rows = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [4, 8], warpsPerCTA = [4, 1], order = [1, 0]}>
#cols = #ttg.blocked<{sizePerThread = [4, 1], threadsPerWarp = [8, 4], warpsPerCTA = [1, 4], order = [0, 1]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32, ttg.target = "metal:apple7"} {
  // Between SIMD-groups: through threadgroup memory, columns XORed by rows.
  // CHECK-LABEL: metal.kernel @transpose_tile
  // CHECK:         %[[V:.*]] = metal.gather
  // CHECK:         %[[M:.*]] = metal.threadgroup_alloc 1024 {alignment = 16 : i32} : <f32, threadgroup>
  // CHECK:         metal.scatter %[[V]], %[[M]]
  // CHECK:         metal.gather %[[M]]{{.*}}contiguous = 4
  // CHECK:         metal.scatter %{{.*}}, %arg1
  tt.func public @transpose_tile(%x: !tt.ptr<f32>, %y: !tt.ptr<f32>) {
    %c = arith.constant dense<32> : tensor<32x1xi32, #rows>
    %i = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32, #ttg.slice<{dim = 1, parent = #rows}>>
    %j = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32, #ttg.slice<{dim = 0, parent = #rows}>>
    %i1 = tt.expand_dims %i {axis = 1 : i32} : tensor<32xi32, #ttg.slice<{dim = 1, parent = #rows}>> -> tensor<32x1xi32, #rows>
    %j1 = tt.expand_dims %j {axis = 0 : i32} : tensor<32xi32, #ttg.slice<{dim = 0, parent = #rows}>> -> tensor<1x32xi32, #rows>
    %row = arith.muli %i1, %c : tensor<32x1xi32, #rows>
    %i2 = tt.broadcast %row : tensor<32x1xi32, #rows> -> tensor<32x32xi32, #rows>
    %j2 = tt.broadcast %j1 : tensor<1x32xi32, #rows> -> tensor<32x32xi32, #rows>
    %o = arith.addi %i2, %j2 : tensor<32x32xi32, #rows>
    %b = tt.splat %x : !tt.ptr<f32> -> tensor<32x32x!tt.ptr<f32>, #rows>
    %p = tt.addptr %b, %o : tensor<32x32x!tt.ptr<f32>, #rows>, tensor<32x32xi32, #rows>
    %v = tt.load %p : tensor<32x32x!tt.ptr<f32>, #rows>
    %w = ttg.convert_layout %v : tensor<32x32xf32, #rows> -> tensor<32x32xf32, #cols>
    %q = ttg.convert_layout %o : tensor<32x32xi32, #rows> -> tensor<32x32xi32, #cols>
    %d = tt.splat %y : !tt.ptr<f32> -> tensor<32x32x!tt.ptr<f32>, #cols>
    %e = tt.addptr %d, %q : tensor<32x32x!tt.ptr<f32>, #cols>, tensor<32x32xi32, #cols>
    tt.store %e, %w : tensor<32x32x!tt.ptr<f32>, #cols>
    tt.return
  }
}

// -----

#two = #ttg.linear<{register = [[1]], lane = [[2], [4], [8], [16], [32]], warp = [[64], [128]], block = []}>
#lanes = #ttg.linear<{register = [[2]], lane = [[1], [4], [8], [16], [32]], warp = [[64], [128]], block = []}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32, ttg.target = "metal:apple7"} {
  // Between the lanes of a SIMD-group, one bit of the register against one of the lane:
  // one shuffle, and no memory.
  // CHECK-LABEL: metal.kernel @shuffle
  // CHECK-NOT:     metal.threadgroup_alloc
  // CHECK:         arith.select
  // CHECK:         metal.simd_shuffle xor %{{.*}}, %c1_i32 : vector<1xf32>
  // CHECK-NOT:     metal.simd_shuffle
  // CHECK:         arith.select
  // CHECK:         metal.scatter
  tt.func public @shuffle(%x: !tt.ptr<f32>) {
    %i = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32, #two>
    %b = tt.splat %x : !tt.ptr<f32> -> tensor<256x!tt.ptr<f32>, #two>
    %p = tt.addptr %b, %i : tensor<256x!tt.ptr<f32>, #two>, tensor<256xi32, #two>
    %v = tt.load %p : tensor<256x!tt.ptr<f32>, #two>
    %w = ttg.convert_layout %v : tensor<256xf32, #two> -> tensor<256xf32, #lanes>
    %j = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32, #lanes>
    %d = tt.splat %x : !tt.ptr<f32> -> tensor<256x!tt.ptr<f32>, #lanes>
    %q = tt.addptr %d, %j : tensor<256x!tt.ptr<f32>, #lanes>, tensor<256xi32, #lanes>
    tt.store %q, %w : tensor<256x!tt.ptr<f32>, #lanes>
    tt.return
  }
}

// -----

#half = #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#pairs = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [32, 1], warpsPerCTA = [4, 1], order = [1, 0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32, ttg.target = "metal:apple7"} {
  // Pairs are in neighbouring registers; splitting what was joined gives the parts.
  // CHECK-LABEL: metal.kernel @pairs
  // CHECK:         %[[A:.*]] = metal.gather %arg0
  // CHECK:         %[[B:.*]] = arith.negf %[[A]]
  // CHECK-NEXT:    %[[J:.*]] = metal.rearrange %[[A]], %[[B]] registers = [2, 1] : vector<2xf32>, vector<2xf32> -> vector<4xf32>
  // CHECK:         arith.subf %[[A]], %[[B]]
  // CHECK:         metal.scatter %[[J]], %arg1
  tt.func public @pairs(%x: !tt.ptr<f32>, %y: !tt.ptr<f32>) {
    %i = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32, #half>
    %b = tt.splat %x : !tt.ptr<f32> -> tensor<256x!tt.ptr<f32>, #half>
    %p = tt.addptr %b, %i : tensor<256x!tt.ptr<f32>, #half>, tensor<256xi32, #half>
    %v = tt.load %p : tensor<256x!tt.ptr<f32>, #half>
    %n = arith.negf %v : tensor<256xf32, #half>
    %j = tt.join %v, %n : tensor<256xf32, #half> -> tensor<256x2xf32, #pairs>
    %l, %h = tt.split %j : tensor<256x2xf32, #pairs> -> tensor<256xf32, #half>
    %s = arith.subf %l, %h : tensor<256xf32, #half>
    tt.store %p, %s : tensor<256x!tt.ptr<f32>, #half>
    %k = tt.join %i, %i : tensor<256xi32, #half> -> tensor<256x2xi32, #pairs>
    %c = tt.splat %y : !tt.ptr<f32> -> tensor<256x2x!tt.ptr<f32>, #pairs>
    %q = tt.addptr %c, %k : tensor<256x2x!tt.ptr<f32>, #pairs>, tensor<256x2xi32, #pairs>
    tt.store %q, %j : tensor<256x2x!tt.ptr<f32>, #pairs>
    tt.return
  }
}

// -----

#a = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [1, 32], warpsPerCTA = [1, 1], order = [1, 0]}>
#b = #ttg.blocked<{sizePerThread = [4, 1], threadsPerWarp = [32, 1], warpsPerCTA = [1, 1], order = [0, 1]}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32, ttg.target = "metal:apple7"} {
  // 64 KB go in two bands through the 32 KB that there are.
  // CHECK-LABEL: metal.kernel @bands
  // CHECK-DAG:     %[[NONE:.*]] = arith.constant dense<0.000000e+00> : vector<512xf32>
  // CHECK-DAG:     %[[M:.*]] = metal.threadgroup_alloc 8192 {{.*}}<f32, threadgroup>
  // CHECK:         scf.for %{{.*}} iter_args(%[[ALL:.*]] = %[[NONE]])
  // CHECK:           metal.rearrange %{{.*}} shift
  // CHECK:           metal.scatter %{{.*}}, %[[M]]
  // CHECK:           %[[PART:.*]] = metal.gather %[[M]]{{.*}} -> vector<256xf32>
  // CHECK:           metal.insert_registers %[[PART]] into %[[ALL]] shift
  // CHECK-NEXT:      scf.yield
  tt.func public @bands(%x: !tt.ptr<f32>) {
    %p = tt.splat %x : !tt.ptr<f32> -> tensor<128x128x!tt.ptr<f32>, #a>
    %v = tt.load %p : tensor<128x128x!tt.ptr<f32>, #a>
    %w = ttg.convert_layout %v : tensor<128x128xf32, #a> -> tensor<128x128xf32, #b>
    %q = tt.splat %x : !tt.ptr<f32> -> tensor<128x128x!tt.ptr<f32>, #b>
    tt.store %q, %w : tensor<128x128x!tt.ptr<f32>, #b>
    tt.return
  }
}
