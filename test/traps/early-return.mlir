// RUN: %python %S/../integration/Inputs/run_both.py %t %s --warps 1,4 | FileCheck %s
// RUN: %python %S/../integration/Inputs/run_both.py %t/planted %s --plant "cf.cond_br %%isPast, ^past, ^inside" "cf.cond_br %%isPast, ^inside, ^inside"
// CHECK: same in {{[0-9]+}} configurations, 2 buffers are not uniform
//
// Programs past the end return before the store; one of them does so after a store of its
// own, and one in the middle skips what comes in between.
// LAUNCH: {"grid": [8], "buffers": [{"type": "f32", "count": 1024}, {"size": 4096}],
// LAUNCH:  "args": [{"buffer": 0}, {"buffer": 1}, {"value": 5}]}
module {
  tt.func public @kernel(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %o: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %n: i32) {
    %c2 = arith.constant 2 : i32
    %c6 = arith.constant 6 : i32
    %size = arith.constant 128 : i32
    %one = arith.constant dense<1.0> : tensor<128xf32>
    %pid = tt.get_program_id x : i32
    %start = arith.muli %pid, %size : i32
    %starts = tt.splat %start : i32 -> tensor<128xi32>
    %r = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32>
    %i = arith.addi %starts, %r : tensor<128xi32>
    %xs = tt.splat %x : !tt.ptr<f32> -> tensor<128x!tt.ptr<f32>>
    %xp = tt.addptr %xs, %i : tensor<128x!tt.ptr<f32>>, tensor<128xi32>
    %os = tt.splat %o : !tt.ptr<f32> -> tensor<128x!tt.ptr<f32>>
    %op = tt.addptr %os, %i : tensor<128x!tt.ptr<f32>>, tensor<128xi32>
    %isPast = arith.cmpi sge, %pid, %n : i32
    cf.cond_br %isPast, ^past, ^inside
  ^past:
    %isSeventh = arith.cmpi eq, %pid, %c6 : i32
    cf.cond_br %isSeventh, ^mark, ^done
  ^mark:
    tt.store %op, %one : tensor<128x!tt.ptr<f32>>
    tt.return
  ^done:
    tt.return
  ^inside:
    %v = tt.load %xp : tensor<128x!tt.ptr<f32>>
    %isThird = arith.cmpi eq, %pid, %c2 : i32
    cf.cond_br %isThird, ^store(%v : tensor<128xf32>), ^more
  ^more:
    %w = arith.addf %v, %one : tensor<128xf32>
    cf.br ^store(%w : tensor<128xf32>)
  ^store(%u: tensor<128xf32>):
    tt.store %op, %u : tensor<128x!tt.ptr<f32>>
    tt.return
  }
}
