// RUN: %python %S/../Inputs/run_both.py %t %s --warps 4 --lines 300 | FileCheck %s
// CHECK: same in {{[0-9]+}} configurations, 1 buffers are not uniform
//
// A square of 4096 elements, transposed.
// BUFFER x f32 4096 random
// BUFFER o f32 4096 out
module {
  tt.func public @kernel(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %o: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
    %i_r = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
    %i_re = tt.expand_dims %i_r {axis = 1 : i32} : tensor<64xi32> -> tensor<64x1xi32>
    %i_rs = arith.constant dense<64> : tensor<64x1xi32>
    %i_rm = arith.muli %i_re, %i_rs : tensor<64x1xi32>
    %i_rb = tt.broadcast %i_rm : tensor<64x1xi32> -> tensor<64x64xi32>
    %i_c = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
    %i_ce = tt.expand_dims %i_c {axis = 0 : i32} : tensor<64xi32> -> tensor<1x64xi32>
    %i_cs = arith.constant dense<1> : tensor<1x64xi32>
    %i_cm = arith.muli %i_ce, %i_cs : tensor<1x64xi32>
    %i_cb = tt.broadcast %i_cm : tensor<1x64xi32> -> tensor<64x64xi32>
    %i = arith.addi %i_rb, %i_cb : tensor<64x64xi32>
    %p_s = tt.splat %x : !tt.ptr<f32> -> tensor<64x64x!tt.ptr<f32>>
    %p = tt.addptr %p_s, %i : tensor<64x64x!tt.ptr<f32>>, tensor<64x64xi32>
    %v = tt.load %p : tensor<64x64x!tt.ptr<f32>>
    %t = tt.trans %v {order = array<i32: 1, 0>} : tensor<64x64xf32> -> tensor<64x64xf32>
    %q_s = tt.splat %o : !tt.ptr<f32> -> tensor<64x64x!tt.ptr<f32>>
    %q = tt.addptr %q_s, %i : tensor<64x64x!tt.ptr<f32>>, tensor<64x64xi32>
    tt.store %q, %t : tensor<64x64x!tt.ptr<f32>>
    tt.return
  }
}
