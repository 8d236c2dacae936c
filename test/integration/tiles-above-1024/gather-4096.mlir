// RUN: %python %S/../Inputs/run_both.py %t %s --warps 4 --lines 300 | FileCheck %s
// CHECK: same in {{[0-9]+}} configurations
//
// Any element to any place: past 16 KB in bands.
// BUFFER x f32 4096 random
// BUFFER i i32 4096 0..4095
// BUFFER o f32 4096 out
module {
  tt.func public @kernel(%x_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %i_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %o_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
    %r0 = tt.make_range {end = 4096 : i32, start = 0 : i32} : tensor<4096xi32>
    %xp = tt.splat %x_ptr : !tt.ptr<f32> -> tensor<4096x!tt.ptr<f32>>
    %xq = tt.addptr %xp, %r0 : tensor<4096x!tt.ptr<f32>>, tensor<4096xi32>
    %xv = tt.load %xq : tensor<4096x!tt.ptr<f32>>
    %ip = tt.splat %i_ptr : !tt.ptr<i32> -> tensor<4096x!tt.ptr<i32>>
    %iq = tt.addptr %ip, %r0 : tensor<4096x!tt.ptr<i32>>, tensor<4096xi32>
    %iv = tt.load %iq : tensor<4096x!tt.ptr<i32>>
    %g = tt.gather %xv[%iv] {axis = 0 : i32} : (tensor<4096xf32>, tensor<4096xi32>) -> tensor<4096xf32>
    %op = tt.splat %o_ptr : !tt.ptr<f32> -> tensor<4096x!tt.ptr<f32>>
    %oq = tt.addptr %op, %r0 : tensor<4096x!tt.ptr<f32>>, tensor<4096xi32>
    tt.store %oq, %g : tensor<4096x!tt.ptr<f32>>
    tt.return
  }
}
