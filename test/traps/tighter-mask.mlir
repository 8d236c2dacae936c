// RUN: %python %S/../integration/Inputs/run_both.py %t %s --warps 1,4 | FileCheck %s
// RUN: %python %S/../integration/Inputs/run_both.py %t/planted %s --plant "tt.store %%op, %%sum, %%tight" "tt.store %%op, %%sum, %%loose"
// CHECK: same in {{[0-9]+}} configurations, 2 buffers are not uniform
//
// Two masks for the same addresses, of which the store's is the tighter one; a load that takes
// its `other` where only the tighter one is false; a store without a mask beside one with.
// BUFFER x f32 256 random
// BUFFER o f32 256 out
// BUFFER p f32 256 out
module {
  tt.func public @kernel(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %o: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %p: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
    %i = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32>
    %c200 = arith.constant dense<200> : tensor<256xi32>
    %c3 = arith.constant dense<3> : tensor<256xi32>
    %c0 = arith.constant dense<0> : tensor<256xi32>
    %seven = arith.constant dense<7.0> : tensor<256xf32>
    %loose = arith.cmpi slt, %i, %c200 : tensor<256xi32>
    %rest = arith.remsi %i, %c3 : tensor<256xi32>
    %third = arith.cmpi ne, %rest, %c0 : tensor<256xi32>
    %tight = arith.andi %loose, %third : tensor<256xi1>
    %xs = tt.splat %x : !tt.ptr<f32> -> tensor<256x!tt.ptr<f32>>
    %xp = tt.addptr %xs, %i : tensor<256x!tt.ptr<f32>>, tensor<256xi32>
    %a = tt.load %xp, %loose, %seven : tensor<256x!tt.ptr<f32>>
    %b = tt.load %xp, %tight, %seven : tensor<256x!tt.ptr<f32>>
    %sum = arith.addf %a, %b : tensor<256xf32>
    %os = tt.splat %o : !tt.ptr<f32> -> tensor<256x!tt.ptr<f32>>
    %op = tt.addptr %os, %i : tensor<256x!tt.ptr<f32>>, tensor<256xi32>
    tt.store %op, %sum, %tight : tensor<256x!tt.ptr<f32>>
    %ps = tt.splat %p : !tt.ptr<f32> -> tensor<256x!tt.ptr<f32>>
    %pp = tt.addptr %ps, %i : tensor<256x!tt.ptr<f32>>, tensor<256xi32>
    tt.store %pp, %a : tensor<256x!tt.ptr<f32>>
    tt.store %pp, %b, %tight : tensor<256x!tt.ptr<f32>>
    tt.return
  }
}
