// RUN: %python %S/../Inputs/run_both.py %t %s --warps 4 --lines 300 | FileCheck %s
// CHECK: same in {{[0-9]+}} configurations
//
// Any element to any place: past 16 KB in bands.
// BUFFER x f32 65536 random
// BUFFER i i32 65536 0..65535
// BUFFER o f32 65536 out
module {
  tt.func public @kernel(%x_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %i_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %o_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
    %r0 = tt.make_range {end = 65536 : i32, start = 0 : i32} : tensor<65536xi32>
    %xp = tt.splat %x_ptr : !tt.ptr<f32> -> tensor<65536x!tt.ptr<f32>>
    %xq = tt.addptr %xp, %r0 : tensor<65536x!tt.ptr<f32>>, tensor<65536xi32>
    %xv = tt.load %xq : tensor<65536x!tt.ptr<f32>>
    %ip = tt.splat %i_ptr : !tt.ptr<i32> -> tensor<65536x!tt.ptr<i32>>
    %iq = tt.addptr %ip, %r0 : tensor<65536x!tt.ptr<i32>>, tensor<65536xi32>
    %iv = tt.load %iq : tensor<65536x!tt.ptr<i32>>
    %g = tt.gather %xv[%iv] {axis = 0 : i32} : (tensor<65536xf32>, tensor<65536xi32>) -> tensor<65536xf32>
    %op = tt.splat %o_ptr : !tt.ptr<f32> -> tensor<65536x!tt.ptr<f32>>
    %oq = tt.addptr %op, %r0 : tensor<65536x!tt.ptr<f32>>, tensor<65536xi32>
    tt.store %oq, %g : tensor<65536x!tt.ptr<f32>>
    tt.return
  }
}
