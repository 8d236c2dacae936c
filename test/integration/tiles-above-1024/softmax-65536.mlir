// RUN: %python %S/../Inputs/run_both.py %t %s --warps 4 --lines 300 | FileCheck %s
// CHECK: same in {{[0-9]+}} configurations, 1 buffers are not uniform
//
// A softmax over 65536 elements.
// BUFFER x f32 65536 random
// BUFFER o f32 65536 out
// TOLERANCE 1e-6
module {
  tt.func public @kernel(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %o: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
    %i = tt.make_range {end = 65536 : i32, start = 0 : i32} : tensor<65536xi32>
    %p_s = tt.splat %x : !tt.ptr<f32> -> tensor<65536x!tt.ptr<f32>>
    %p = tt.addptr %p_s, %i : tensor<65536x!tt.ptr<f32>>, tensor<65536xi32>
    %q_s = tt.splat %o : !tt.ptr<f32> -> tensor<65536x!tt.ptr<f32>>
    %q = tt.addptr %q_s, %i : tensor<65536x!tt.ptr<f32>>, tensor<65536xi32>
    %v = tt.load %p : tensor<65536x!tt.ptr<f32>>
    %m = "tt.reduce"(%v) <{axis = 0 : i32}> ({
    ^bb0(%a: f32, %b: f32):
      %c = arith.maxnumf %a, %b : f32
      tt.reduce.return %c : f32
    }) : (tensor<65536xf32>) -> f32
    %mb = tt.splat %m : f32 -> tensor<65536xf32>
    %d = arith.subf %v, %mb : tensor<65536xf32>
    %e = math.exp %d : tensor<65536xf32>
    %s = "tt.reduce"(%e) <{axis = 0 : i32}> ({
    ^bb0(%a: f32, %b: f32):
      %c = arith.addf %a, %b : f32
      tt.reduce.return %c : f32
    }) : (tensor<65536xf32>) -> f32
    %sb = tt.splat %s : f32 -> tensor<65536xf32>
    %y = arith.divf %e, %sb : tensor<65536xf32>
    tt.store %q, %y : tensor<65536x!tt.ptr<f32>>
    tt.return
  }
}
