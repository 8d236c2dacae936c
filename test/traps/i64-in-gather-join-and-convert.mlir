// RUN: %python %S/../integration/Inputs/run_both.py %t %s --warps 1,4,8 | FileCheck %s
// RUN: %python %S/../integration/Inputs/run_both.py %t/planted %s --plant "tt.trans %%v {order = array<i32: 1, 0>}" "tt.trans %%gathered {order = array<i32: 1, 0>}"
// CHECK: same in {{[0-9]+}} configurations, 3 buffers are not uniform
//
// Numbers that need more than 32 bits, across lanes and SIMD-groups: gathered, joined, and
// turned, so that the layout changes.
// BUFFER x i64 1024 -9000000000000000000..9000000000000000000
// BUFFER idx i64 1024 0..31
// BUFFER g i64 1024 out
// BUFFER j i64 2048 out
// BUFFER t i64 1024 out
module {
  tt.func public @kernel(%x: !tt.ptr<i64> {tt.divisibility = 16 : i32}, %idx: !tt.ptr<i64> {tt.divisibility = 16 : i32}, %g: !tt.ptr<i64> {tt.divisibility = 16 : i32}, %j: !tt.ptr<i64> {tt.divisibility = 16 : i32}, %t: !tt.ptr<i64> {tt.divisibility = 16 : i32}) {
    %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
    %i = tt.reshape %r : tensor<1024xi32> -> tensor<32x32xi32>
    %xs = tt.splat %x : !tt.ptr<i64> -> tensor<32x32x!tt.ptr<i64>>
    %xp = tt.addptr %xs, %i : tensor<32x32x!tt.ptr<i64>>, tensor<32x32xi32>
    %v = tt.load %xp : tensor<32x32x!tt.ptr<i64>>
    %is = tt.splat %idx : !tt.ptr<i64> -> tensor<32x32x!tt.ptr<i64>>
    %ip = tt.addptr %is, %i : tensor<32x32x!tt.ptr<i64>>, tensor<32x32xi32>
    %k = tt.load %ip : tensor<32x32x!tt.ptr<i64>>
    %gathered = tt.gather %v[%k] {axis = 0 : i32} : (tensor<32x32xi64>, tensor<32x32xi64>) -> tensor<32x32xi64>
    %gs = tt.splat %g : !tt.ptr<i64> -> tensor<32x32x!tt.ptr<i64>>
    %gp = tt.addptr %gs, %i : tensor<32x32x!tt.ptr<i64>>, tensor<32x32xi32>
    tt.store %gp, %gathered : tensor<32x32x!tt.ptr<i64>>
    %turned = tt.trans %v {order = array<i32: 1, 0>} : tensor<32x32xi64> -> tensor<32x32xi64>
    %joined = tt.join %v, %turned : tensor<32x32xi64> -> tensor<32x32x2xi64>
    %r2 = tt.make_range {end = 2048 : i32, start = 0 : i32} : tensor<2048xi32>
    %i2 = tt.reshape %r2 : tensor<2048xi32> -> tensor<32x32x2xi32>
    %js = tt.splat %j : !tt.ptr<i64> -> tensor<32x32x2x!tt.ptr<i64>>
    %jp = tt.addptr %js, %i2 : tensor<32x32x2x!tt.ptr<i64>>, tensor<32x32x2xi32>
    tt.store %jp, %joined : tensor<32x32x2x!tt.ptr<i64>>
    %ts = tt.splat %t : !tt.ptr<i64> -> tensor<32x32x!tt.ptr<i64>>
    %tp = tt.addptr %ts, %i : tensor<32x32x!tt.ptr<i64>>, tensor<32x32xi32>
    tt.store %tp, %turned : tensor<32x32x!tt.ptr<i64>>
    tt.return
  }
}
