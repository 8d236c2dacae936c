// RUN: %python %S/../Inputs/run_both.py %t %s --warps 4 --lines 300 | FileCheck %s
// CHECK: same in {{[0-9]+}} configurations
//
// A sum and an argmax over one tile.
// BUFFER x f32 4096 random
// BUFFER o f32 1 out
// BUFFER m f32 1 out
// BUFFER i i32 1 out
// TOLERANCE 1e-3
module {
  tt.func public @kernel(%x_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %o_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %m_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %i_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}) {
    %r0 = tt.make_range {end = 4096 : i32, start = 0 : i32} : tensor<4096xi32>
    %xp = tt.splat %x_ptr : !tt.ptr<f32> -> tensor<4096x!tt.ptr<f32>>
    %xq = tt.addptr %xp, %r0 : tensor<4096x!tt.ptr<f32>>, tensor<4096xi32>
    %xv = tt.load %xq : tensor<4096x!tt.ptr<f32>>
    %s = "tt.reduce"(%xv) <{axis = 0 : i32}> ({
    ^bb0(%a0: f32, %b0: f32):
      %c = arith.addf %a0, %b0 : f32
      tt.reduce.return %c : f32
    }) : (tensor<4096xf32>) -> f32
    tt.store %o_ptr, %s : !tt.ptr<f32>
    %m:2 = "tt.reduce"(%xv, %r0) <{axis = 0 : i32}> ({
    ^bb0(%a0: f32, %a1: i32, %b0: f32, %b1: i32):
      %g = arith.cmpf ogt, %a0, %b0 : f32
      %q = arith.cmpf oeq, %a0, %b0 : f32
      %l = arith.cmpi slt, %a1, %b1 : i32
      %t = arith.andi %q, %l : i1
      %f = arith.ori %g, %t : i1
      %v = arith.select %f, %a0, %b0 : f32
      %i = arith.select %f, %a1, %b1 : i32
      tt.reduce.return %v, %i : f32, i32
    }) : (tensor<4096xf32>, tensor<4096xi32>) -> (f32, i32)
    tt.store %m_ptr, %m#0 : !tt.ptr<f32>
    tt.store %i_ptr, %m#1 : !tt.ptr<i32>
    tt.return
  }
}
