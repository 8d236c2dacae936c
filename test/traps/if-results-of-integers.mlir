// RUN: %python %S/../integration/Inputs/run_both.py %t %s --warps 1,4 | FileCheck %s
// RUN: %python %S/../integration/Inputs/run_both.py %t/planted %s --plant "arith.extui %%a : i8" "arith.extsi %%a : i8"
// CHECK: same in {{[0-9]+}} configurations, 7 buffers are not uniform
//
// Branches with results of every kind of integer, scalars and tensors, next to a float.
// LAUNCH: {"grid": [4], "buffers": [{"type": "i8", "count": 4}, {"type": "i64", "count": 256},
// LAUNCH:  {"size": 4}, {"size": 8}, {"size": 32}, {"size": 2048}, {"size": 1024}],
// LAUNCH:  "args": [{"buffer": 0}, {"buffer": 1}, {"buffer": 2}, {"buffer": 3}, {"buffer": 4}, {"buffer": 5},
// LAUNCH:  {"buffer": 6}]}
module {
  tt.func public @kernel(%x: !tt.ptr<i8>, %y: !tt.ptr<i64>, %o8: !tt.ptr<i8>, %o16: !tt.ptr<i16>, %o64: !tt.ptr<i64>, %t64: !tt.ptr<i64>, %tf: !tt.ptr<f32>) {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c3 = arith.constant 3 : i32
    %c64 = arith.constant 64 : i32
    %big = arith.constant 5000000000 : i64
    %wide = arith.constant dense<-6000000000> : tensor<64xi64>
    %half = arith.constant dense<0.5> : tensor<64xf32>
    %pid = tt.get_program_id x : i32
    %bit = arith.andi %pid, %c1 : i32
    %odd = arith.cmpi ne, %bit, %c0 : i32
    %xp = tt.addptr %x, %pid : !tt.ptr<i8>, i32
    %a = tt.load %xp : !tt.ptr<i8>
    %start = arith.muli %pid, %c64 : i32
    %starts = tt.splat %start : i32 -> tensor<64xi32>
    %r = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
    %i = arith.addi %starts, %r : tensor<64xi32>
    %ys = tt.splat %y : !tt.ptr<i64> -> tensor<64x!tt.ptr<i64>>
    %yp = tt.addptr %ys, %i : tensor<64x!tt.ptr<i64>>, tensor<64xi32>
    %b = tt.load %yp : tensor<64x!tt.ptr<i64>>
    %f = arith.sitofp %b : tensor<64xi64> to tensor<64xf32>
    %res:6 = scf.if %odd -> (i8, i16, i64, tensor<64xi64>, i1, tensor<64xf32>) {
      %s = arith.addi %a, %a : i8
      %h = arith.extsi %a : i8 to i16
      %l = arith.extui %a : i8 to i64
      %m = arith.addi %l, %big : i64
      %u = arith.muli %b, %wide : tensor<64xi64>
      %isThree = arith.cmpi eq, %pid, %c3 : i32
      scf.yield %s, %h, %m, %u, %isThree, %f : i8, i16, i64, tensor<64xi64>, i1, tensor<64xf32>
    } else {
      %h = arith.trunci %pid : i32 to i16
      %l = arith.extsi %a : i8 to i64
      %u = arith.addi %b, %wide : tensor<64xi64>
      %isZero = arith.cmpi eq, %pid, %c0 : i32
      scf.yield %a, %h, %l, %u, %isZero, %half : i8, i16, i64, tensor<64xi64>, i1, tensor<64xf32>
    }
    %o8p = tt.addptr %o8, %pid : !tt.ptr<i8>, i32
    tt.store %o8p, %res#0 : !tt.ptr<i8>
    %o16p = tt.addptr %o16, %pid : !tt.ptr<i16>, i32
    tt.store %o16p, %res#1, %res#4 : !tt.ptr<i16>
    %o64p = tt.addptr %o64, %pid : !tt.ptr<i64>, i32
    tt.store %o64p, %res#2 : !tt.ptr<i64>
    %ts = tt.splat %t64 : !tt.ptr<i64> -> tensor<64x!tt.ptr<i64>>
    %tp = tt.addptr %ts, %i : tensor<64x!tt.ptr<i64>>, tensor<64xi32>
    tt.store %tp, %res#3 : tensor<64x!tt.ptr<i64>>
    %fs = tt.splat %tf : !tt.ptr<f32> -> tensor<64x!tt.ptr<f32>>
    %fp = tt.addptr %fs, %i : tensor<64x!tt.ptr<f32>>, tensor<64xi32>
    tt.store %fp, %res#5 : tensor<64x!tt.ptr<f32>>
    tt.return
  }
}
