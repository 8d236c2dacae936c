// RUN: triton-metal-opt %s --split-input-file --ttg-raise-to-tt | FileCheck %s

// Layouts go from signatures, constants, block arguments and descriptors; conversions are
// the value itself; what a scheduler noted goes, what the user asked for stays.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#blocked1 = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
// CHECK:     module {
// CHECK-NOT: ttg
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, ttg.target = "cuda:90", "ttg.threads-per-warp" = 32 : i32, "ttng.two-ctas" = false} {
  // CHECK-LABEL: tt.func public @layouts(
  // CHECK-SAME:    %[[P:.*]]: !tt.ptr<f32> {tt.divisibility = 16 : i32},
  // CHECK-SAME:    %{{.*}}: !tt.tensordesc<tensor<64x64xf16>>
  tt.func public @layouts(%p: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %d: !tt.tensordesc<tensor<64x64xf16, #shared>>, %n: i32) {
    // CHECK: %[[CST:.*]] = arith.constant dense<1.000000e+00> : tensor<256xf32>
    %cst = arith.constant dense<1.0> : tensor<256xf32, #blocked>
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %r = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32, #blocked1>
    %ps = tt.splat %p : !tt.ptr<f32> -> tensor<256x!tt.ptr<f32>, #blocked1>
    %a = tt.addptr %ps, %r : tensor<256x!tt.ptr<f32>, #blocked1>, tensor<256xi32, #blocked1>
    // CHECK: %[[X:.*]] = tt.load
    %x = tt.load %a {ttg.partition = array<i32: 0>} : tensor<256x!tt.ptr<f32>, #blocked1>
    %y = ttg.convert_layout %x : tensor<256xf32, #blocked1> -> tensor<256xf32, #blocked>
    // CHECK: scf.for {{.*}} iter_args(%[[ACC:.*]] = %[[X]]) -> (tensor<256xf32>)
    %z = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %y) -> (tensor<256xf32, #blocked>) : i32 {
      // CHECK: arith.addf %[[ACC]], %[[CST]] : tensor<256xf32>
      %s = arith.addf %acc, %cst {loop.cluster = 0 : i32, loop.stage = 1 : i32} : tensor<256xf32, #blocked>
      scf.yield %s : tensor<256xf32, #blocked>
    // CHECK: } {tt.num_stages = 3 : i32}
    } {tt.num_stages = 3 : i32, tt.scheduled_max_stage = 1 : i32}
    // CHECK: %[[W:.*]] = tt.call @helper(%{{.*}}) : (tensor<256xf32>) -> tensor<256xf32>
    %w = tt.call @helper(%z) : (tensor<256xf32, #blocked>) -> tensor<256xf32, #blocked>
    %v = ttg.convert_layout %w : tensor<256xf32, #blocked> -> tensor<256xf32, #blocked1>
    // CHECK: tt.store %{{.*}}, %[[W]]
    tt.store %a, %v : tensor<256x!tt.ptr<f32>, #blocked1>
    tt.return
  }
  // CHECK: tt.func private @helper(%[[A:.*]]: tensor<256xf32>) -> tensor<256xf32>
  tt.func private @helper(%a: tensor<256xf32, #blocked>) -> tensor<256xf32, #blocked> attributes {noinline = true} {
    // CHECK-NEXT: tt.return %[[A]]
    tt.return %a : tensor<256xf32, #blocked>
  }
}

// -----

// What is TTIR already stays as it is; so do barriers that order device memory.

// CHECK-LABEL: tt.func @barriers
tt.func @barriers(%p: !tt.ptr<i32>, %v: i32) {
  tt.store %p, %v : !tt.ptr<i32>
  // CHECK:      tt.store
  // CHECK-NEXT: gpu.barrier
  gpu.barrier
  // CHECK-NEXT: ttg.barrier all
  ttg.barrier all
  // CHECK-NEXT: ttg.barrier local|global_read
  ttg.barrier local|global_read
  // Shared memory alone: there is none any more.
  ttg.barrier local
  ttg.local_barrier
  // CHECK-NEXT: tt.load
  // CHECK-NEXT: tt.store
  %x = tt.load %p : !tt.ptr<i32>
  tt.store %p, %x : !tt.ptr<i32>
  tt.return
}
