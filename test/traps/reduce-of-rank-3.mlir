// RUN: %python %S/../integration/Inputs/run_both.py %t %s --warps 1,4 | FileCheck %s
// RUN: %python %S/../integration/Inputs/run_both.py %t/planted %s --plant "arith.addi %%a0, %%b0" "arith.maxsi %%a0, %%b0"
// CHECK: same in {{[0-9]+}} configurations, {{[1-9][0-9]*}} buffers are not uniform
//
// Along each axis of a tensor of rank 3, in i64.
// BUFFER v i64 4096 -100..100
// BUFFER o0 i64 512 out
// BUFFER o1 i64 256 out
// BUFFER o2 i64 128 out
module {
  tt.func public @kernel(%v_ptr: !tt.ptr<i64> {tt.divisibility = 16 : i32}, %o0_ptr: !tt.ptr<i64> {tt.divisibility = 16 : i32}, %o1_ptr: !tt.ptr<i64> {tt.divisibility = 16 : i32}, %o2_ptr: !tt.ptr<i64> {tt.divisibility = 16 : i32}) {
    %r2 = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
    %r2e0 = tt.expand_dims %r2 {axis = 0 : i32} : tensor<32xi32> -> tensor<1x32xi32>
    %r2e0e1 = tt.expand_dims %r2e0 {axis = 1 : i32} : tensor<1x32xi32> -> tensor<1x1x32xi32>
    %r2e0e1b = tt.broadcast %r2e0e1 : tensor<1x1x32xi32> -> tensor<8x16x32xi32>
    %r1 = tt.make_range {end = 16 : i32, start = 0 : i32} : tensor<16xi32>
    %r1e0 = tt.expand_dims %r1 {axis = 0 : i32} : tensor<16xi32> -> tensor<1x16xi32>
    %r1e0e2 = tt.expand_dims %r1e0 {axis = 2 : i32} : tensor<1x16xi32> -> tensor<1x16x1xi32>
    %r1e0e2s = arith.constant dense<32> : tensor<1x16x1xi32>
    %r1e0e2m = arith.muli %r1e0e2, %r1e0e2s : tensor<1x16x1xi32>
    %r1e0e2mb = tt.broadcast %r1e0e2m : tensor<1x16x1xi32> -> tensor<8x16x32xi32>
    %sum1 = arith.addi %r2e0e1b, %r1e0e2mb : tensor<8x16x32xi32>
    %r0 = tt.make_range {end = 8 : i32, start = 0 : i32} : tensor<8xi32>
    %r0e1 = tt.expand_dims %r0 {axis = 1 : i32} : tensor<8xi32> -> tensor<8x1xi32>
    %r0e1e2 = tt.expand_dims %r0e1 {axis = 2 : i32} : tensor<8x1xi32> -> tensor<8x1x1xi32>
    %r0e1e2s = arith.constant dense<512> : tensor<8x1x1xi32>
    %r0e1e2m = arith.muli %r0e1e2, %r0e1e2s : tensor<8x1x1xi32>
    %r0e1e2mb = tt.broadcast %r0e1e2m : tensor<8x1x1xi32> -> tensor<8x16x32xi32>
    %sum0 = arith.addi %sum1, %r0e1e2mb : tensor<8x16x32xi32>
    %vp = tt.splat %v_ptr : !tt.ptr<i64> -> tensor<8x16x32x!tt.ptr<i64>>
    %vq = tt.addptr %vp, %sum0 : tensor<8x16x32x!tt.ptr<i64>>, tensor<8x16x32xi32>
    %vv = tt.load %vq : tensor<8x16x32x!tt.ptr<i64>>
    %s0 = "tt.reduce"(%vv) <{axis = 0 : i32}> ({
    ^bb0(%a0: i64, %b0: i64):
      %c = arith.addi %a0, %b0 : i64
      tt.reduce.return %c : i64
    }) : (tensor<8x16x32xi64>) -> tensor<16x32xi64>
    %rs01 = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
    %rs01e0 = tt.expand_dims %rs01 {axis = 0 : i32} : tensor<32xi32> -> tensor<1x32xi32>
    %rs01e0b = tt.broadcast %rs01e0 : tensor<1x32xi32> -> tensor<16x32xi32>
    %rs00 = tt.make_range {end = 16 : i32, start = 0 : i32} : tensor<16xi32>
    %rs00e1 = tt.expand_dims %rs00 {axis = 1 : i32} : tensor<16xi32> -> tensor<16x1xi32>
    %rs00e1s = arith.constant dense<32> : tensor<16x1xi32>
    %rs00e1m = arith.muli %rs00e1, %rs00e1s : tensor<16x1xi32>
    %rs00e1mb = tt.broadcast %rs00e1m : tensor<16x1xi32> -> tensor<16x32xi32>
    %sums00 = arith.addi %rs01e0b, %rs00e1mb : tensor<16x32xi32>
    %o0p = tt.splat %o0_ptr : !tt.ptr<i64> -> tensor<16x32x!tt.ptr<i64>>
    %o0q = tt.addptr %o0p, %sums00 : tensor<16x32x!tt.ptr<i64>>, tensor<16x32xi32>
    tt.store %o0q, %s0 : tensor<16x32x!tt.ptr<i64>>
    %s1 = "tt.reduce"(%vv) <{axis = 1 : i32}> ({
    ^bb0(%a0: i64, %b0: i64):
      %c = arith.addi %a0, %b0 : i64
      tt.reduce.return %c : i64
    }) : (tensor<8x16x32xi64>) -> tensor<8x32xi64>
    %rs11 = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
    %rs11e0 = tt.expand_dims %rs11 {axis = 0 : i32} : tensor<32xi32> -> tensor<1x32xi32>
    %rs11e0b = tt.broadcast %rs11e0 : tensor<1x32xi32> -> tensor<8x32xi32>
    %rs10 = tt.make_range {end = 8 : i32, start = 0 : i32} : tensor<8xi32>
    %rs10e1 = tt.expand_dims %rs10 {axis = 1 : i32} : tensor<8xi32> -> tensor<8x1xi32>
    %rs10e1s = arith.constant dense<32> : tensor<8x1xi32>
    %rs10e1m = arith.muli %rs10e1, %rs10e1s : tensor<8x1xi32>
    %rs10e1mb = tt.broadcast %rs10e1m : tensor<8x1xi32> -> tensor<8x32xi32>
    %sums10 = arith.addi %rs11e0b, %rs10e1mb : tensor<8x32xi32>
    %o1p = tt.splat %o1_ptr : !tt.ptr<i64> -> tensor<8x32x!tt.ptr<i64>>
    %o1q = tt.addptr %o1p, %sums10 : tensor<8x32x!tt.ptr<i64>>, tensor<8x32xi32>
    tt.store %o1q, %s1 : tensor<8x32x!tt.ptr<i64>>
    %s2 = "tt.reduce"(%vv) <{axis = 2 : i32}> ({
    ^bb0(%a0: i64, %b0: i64):
      %c = arith.addi %a0, %b0 : i64
      tt.reduce.return %c : i64
    }) : (tensor<8x16x32xi64>) -> tensor<8x16xi64>
    %rs21 = tt.make_range {end = 16 : i32, start = 0 : i32} : tensor<16xi32>
    %rs21e0 = tt.expand_dims %rs21 {axis = 0 : i32} : tensor<16xi32> -> tensor<1x16xi32>
    %rs21e0b = tt.broadcast %rs21e0 : tensor<1x16xi32> -> tensor<8x16xi32>
    %rs20 = tt.make_range {end = 8 : i32, start = 0 : i32} : tensor<8xi32>
    %rs20e1 = tt.expand_dims %rs20 {axis = 1 : i32} : tensor<8xi32> -> tensor<8x1xi32>
    %rs20e1s = arith.constant dense<16> : tensor<8x1xi32>
    %rs20e1m = arith.muli %rs20e1, %rs20e1s : tensor<8x1xi32>
    %rs20e1mb = tt.broadcast %rs20e1m : tensor<8x1xi32> -> tensor<8x16xi32>
    %sums20 = arith.addi %rs21e0b, %rs20e1mb : tensor<8x16xi32>
    %o2p = tt.splat %o2_ptr : !tt.ptr<i64> -> tensor<8x16x!tt.ptr<i64>>
    %o2q = tt.addptr %o2p, %sums20 : tensor<8x16x!tt.ptr<i64>>, tensor<8x16xi32>
    tt.store %o2q, %s2 : tensor<8x16x!tt.ptr<i64>>
    tt.return
  }
}
