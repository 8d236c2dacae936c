// RUN: triton-metal-opt %s --convert-triton-to-tritongpu=num-warps=1 --tritongpu-coalesce | FileCheck %s --check-prefix=ONE
// RUN: triton-metal-opt %s --convert-triton-to-tritongpu=num-warps=32 --tritongpu-coalesce | FileCheck %s --check-prefix=ALL
// With fewer threads there are more elements for each, with more threads fewer.

// ONE-DAG: #[[QUAD:.+]] = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [1], order = [0]}>
// ONE:     tt.load %{{.*}} : tensor<128x!tt.ptr<f32>, #[[QUAD]]>
// ONE:     tt.load %{{.*}} : tensor<2048x!tt.ptr<f32>, #[[QUAD]]>

// ALL-DAG: #[[SINGLE:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [32], order = [0]}>
// ALL-DAG: #[[PAIR:.+]] = #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [32], order = [0]}>
// ALL:     tt.load %{{.*}} : tensor<128x!tt.ptr<f32>, #[[SINGLE]]>
// ALL:     tt.load %{{.*}} : tensor<2048x!tt.ptr<f32>, #[[PAIR]]>
tt.func @loads(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<128x!tt.ptr<f32>>
  %p = tt.addptr %b, %r : tensor<128x!tt.ptr<f32>>, tensor<128xi32>
  %v = tt.load %p : tensor<128x!tt.ptr<f32>>
  %r1 = tt.make_range {end = 2048 : i32, start = 0 : i32} : tensor<2048xi32>
  %b1 = tt.splat %x : !tt.ptr<f32> -> tensor<2048x!tt.ptr<f32>>
  %p1 = tt.addptr %b1, %r1 : tensor<2048x!tt.ptr<f32>>, tensor<2048xi32>
  %v1 = tt.load %p1 : tensor<2048x!tt.ptr<f32>>
  tt.return
}
