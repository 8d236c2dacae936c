// RUN: %python %S/../Inputs/run_both.py %t %s --warps 4 --lines 300 | FileCheck %s
// CHECK: same in {{[0-9]+}} configurations, 1 buffers are not uniform
//
// Read by rows and written by columns: 65536 elements change their threads.
// BUFFER x f16 65536 random
// BUFFER o f16 65536 out
module {
  tt.func public @kernel(%x: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %o: !tt.ptr<f16> {tt.divisibility = 16 : i32}) {
    %i_r = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32>
    %i_re = tt.expand_dims %i_r {axis = 1 : i32} : tensor<256xi32> -> tensor<256x1xi32>
    %i_rs = arith.constant dense<256> : tensor<256x1xi32>
    %i_rm = arith.muli %i_re, %i_rs : tensor<256x1xi32>
    %i_rb = tt.broadcast %i_rm : tensor<256x1xi32> -> tensor<256x256xi32>
    %i_c = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32>
    %i_ce = tt.expand_dims %i_c {axis = 0 : i32} : tensor<256xi32> -> tensor<1x256xi32>
    %i_cs = arith.constant dense<1> : tensor<1x256xi32>
    %i_cm = arith.muli %i_ce, %i_cs : tensor<1x256xi32>
    %i_cb = tt.broadcast %i_cm : tensor<1x256xi32> -> tensor<256x256xi32>
    %i = arith.addi %i_rb, %i_cb : tensor<256x256xi32>
    %j_r = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32>
    %j_re = tt.expand_dims %j_r {axis = 1 : i32} : tensor<256xi32> -> tensor<256x1xi32>
    %j_rs = arith.constant dense<1> : tensor<256x1xi32>
    %j_rm = arith.muli %j_re, %j_rs : tensor<256x1xi32>
    %j_rb = tt.broadcast %j_rm : tensor<256x1xi32> -> tensor<256x256xi32>
    %j_c = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32>
    %j_ce = tt.expand_dims %j_c {axis = 0 : i32} : tensor<256xi32> -> tensor<1x256xi32>
    %j_cs = arith.constant dense<256> : tensor<1x256xi32>
    %j_cm = arith.muli %j_ce, %j_cs : tensor<1x256xi32>
    %j_cb = tt.broadcast %j_cm : tensor<1x256xi32> -> tensor<256x256xi32>
    %j = arith.addi %j_rb, %j_cb : tensor<256x256xi32>
    %p_s = tt.splat %x : !tt.ptr<f16> -> tensor<256x256x!tt.ptr<f16>>
    %p = tt.addptr %p_s, %i : tensor<256x256x!tt.ptr<f16>>, tensor<256x256xi32>
    %q_s = tt.splat %o : !tt.ptr<f16> -> tensor<256x256x!tt.ptr<f16>>
    %q = tt.addptr %q_s, %j : tensor<256x256x!tt.ptr<f16>>, tensor<256x256xi32>
    %v = tt.load %p : tensor<256x256x!tt.ptr<f16>>
    %w = arith.addf %v, %v : tensor<256x256xf16>
    tt.store %q, %w : tensor<256x256x!tt.ptr<f16>>
    tt.return
  }
}
