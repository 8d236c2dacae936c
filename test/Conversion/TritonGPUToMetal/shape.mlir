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
