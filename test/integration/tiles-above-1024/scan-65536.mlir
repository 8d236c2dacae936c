// RUN: %python %S/../Inputs/run_both.py %t %s --warps 4 --lines 300 | FileCheck %s
// CHECK: same in {{[0-9]+}} configurations
//
// A running sum, and a running maximum in reverse.
// BUFFER x i32 65536 -1000..1000
// BUFFER o i32 65536 out
// BUFFER p i32 65536 out
module {
  tt.func public @kernel(%x_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %o_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %p_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}) {
    %r0 = tt.make_range {end = 65536 : i32, start = 0 : i32} : tensor<65536xi32>
    %xp = tt.splat %x_ptr : !tt.ptr<i32> -> tensor<65536x!tt.ptr<i32>>
    %xq = tt.addptr %xp, %r0 : tensor<65536x!tt.ptr<i32>>, tensor<65536xi32>
    %xv = tt.load %xq : tensor<65536x!tt.ptr<i32>>
    %s = "tt.scan"(%xv) <{axis = 0 : i32, reverse = false}> ({
    ^bb0(%a0: i32, %b0: i32):
      %c = arith.addi %a0, %b0 : i32
      tt.scan.return %c : i32
    }) : (tensor<65536xi32>) -> tensor<65536xi32>
    %op = tt.splat %o_ptr : !tt.ptr<i32> -> tensor<65536x!tt.ptr<i32>>
    %oq = tt.addptr %op, %r0 : tensor<65536x!tt.ptr<i32>>, tensor<65536xi32>
    tt.store %oq, %s : tensor<65536x!tt.ptr<i32>>
    %p = "tt.scan"(%xv) <{axis = 0 : i32, reverse = true}> ({
    ^bb0(%a0: i32, %b0: i32):
      %c = arith.maxsi %a0, %b0 : i32
      tt.scan.return %c : i32
    }) : (tensor<65536xi32>) -> tensor<65536xi32>
    %pp = tt.splat %p_ptr : !tt.ptr<i32> -> tensor<65536x!tt.ptr<i32>>
    %pq = tt.addptr %pp, %r0 : tensor<65536x!tt.ptr<i32>>, tensor<65536xi32>
    tt.store %pq, %p : tensor<65536x!tt.ptr<i32>>
    tt.return
  }
}
