// RUN: %python %S/../integration/Inputs/run_both.py %t %s --warps 1,4,8 | FileCheck %s
// RUN: %python %S/../integration/Inputs/run_both.py %t/planted %s --plant "arith.subf %%b0, %%a0" "arith.subf %%a0, %%b0"
// CHECK: same in {{[0-9]+}} configurations, {{[1-9][0-9]*}} buffers are not uniform
//
// Welford: mean, squared deviations and weight of each row in one region.
// BUFFER v f32 2048 random
// BUFFER mean f32 64 out
// BUFFER sq f32 64 out
// BUFFER weight f32 64 out
// TOLERANCE 1e-5
module {
  tt.func public @kernel(%v_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %mean_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %sq_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %weight_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
    %r1 = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
    %r1e0 = tt.expand_dims %r1 {axis = 0 : i32} : tensor<32xi32> -> tensor<1x32xi32>
    %r1e0b = tt.broadcast %r1e0 : tensor<1x32xi32> -> tensor<64x32xi32>
    %r0 = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
    %r0e1 = tt.expand_dims %r0 {axis = 1 : i32} : tensor<64xi32> -> tensor<64x1xi32>
    %r0e1s = arith.constant dense<32> : tensor<64x1xi32>
    %r0e1m = arith.muli %r0e1, %r0e1s : tensor<64x1xi32>
    %r0e1mb = tt.broadcast %r0e1m : tensor<64x1xi32> -> tensor<64x32xi32>
    %sum0 = arith.addi %r1e0b, %r0e1mb : tensor<64x32xi32>
    %vp = tt.splat %v_ptr : !tt.ptr<f32> -> tensor<64x32x!tt.ptr<f32>>
    %vq = tt.addptr %vp, %sum0 : tensor<64x32x!tt.ptr<f32>>, tensor<64x32xi32>
    %vv = tt.load %vq : tensor<64x32x!tt.ptr<f32>>
    %n = arith.constant dense<1.0> : tensor<64x32xf32>
    %z = arith.constant dense<0.0> : tensor<64x32xf32>
    %w:3 = "tt.reduce"(%vv, %z, %n) <{axis = 1 : i32}> ({
    ^bb0(%a0: f32, %a1: f32, %a2: f32, %b0: f32, %b1: f32, %b2: f32):
      %d = arith.subf %b0, %a0 : f32
      %w = arith.addf %a2, %b2 : f32
      %r = arith.divf %b2, %w : f32
      %p = arith.mulf %d, %r : f32
      %m = arith.addf %a0, %p : f32
      %e = arith.mulf %d, %d : f32
      %f = arith.mulf %e, %a2 : f32
      %g = arith.mulf %f, %r : f32
      %s = arith.addf %a1, %b1 : f32
      %q = arith.addf %s, %g : f32
      tt.reduce.return %m, %q, %w : f32, f32, f32
    }) : (tensor<64x32xf32>, tensor<64x32xf32>, tensor<64x32xf32>) -> (tensor<64xf32>, tensor<64xf32>, tensor<64xf32>)
    %rs0 = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
    %meanp = tt.splat %mean_ptr : !tt.ptr<f32> -> tensor<64x!tt.ptr<f32>>
    %meanq = tt.addptr %meanp, %rs0 : tensor<64x!tt.ptr<f32>>, tensor<64xi32>
    tt.store %meanq, %w#0 : tensor<64x!tt.ptr<f32>>
    %sqp = tt.splat %sq_ptr : !tt.ptr<f32> -> tensor<64x!tt.ptr<f32>>
    %sqq = tt.addptr %sqp, %rs0 : tensor<64x!tt.ptr<f32>>, tensor<64xi32>
    tt.store %sqq, %w#1 : tensor<64x!tt.ptr<f32>>
    %weightp = tt.splat %weight_ptr : !tt.ptr<f32> -> tensor<64x!tt.ptr<f32>>
    %weightq = tt.addptr %weightp, %rs0 : tensor<64x!tt.ptr<f32>>, tensor<64xi32>
    tt.store %weightq, %w#2 : tensor<64x!tt.ptr<f32>>
    tt.return
  }
}
