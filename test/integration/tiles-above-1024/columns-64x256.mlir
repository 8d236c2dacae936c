// RUN: %python %S/../Inputs/run_both.py %t %s --warps 4 --lines 300 | FileCheck %s
// CHECK: same in {{[0-9]+}} configurations
//
// Many results a thread: sums and running sums down the columns of a tile.
// BUFFER x i32 16384 -1000..1000
// BUFFER o0 i32 256 out
// BUFFER p0 i32 16384 out
module {
  tt.func public @kernel(%x_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %o0_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %p0_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}) {
    %r1 = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32>
    %r1e0 = tt.expand_dims %r1 {axis = 0 : i32} : tensor<256xi32> -> tensor<1x256xi32>
    %r1e0b = tt.broadcast %r1e0 : tensor<1x256xi32> -> tensor<64x256xi32>
    %r0 = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
    %r0e1 = tt.expand_dims %r0 {axis = 1 : i32} : tensor<64xi32> -> tensor<64x1xi32>
    %r0e1s = arith.constant dense<256> : tensor<64x1xi32>
    %r0e1m = arith.muli %r0e1, %r0e1s : tensor<64x1xi32>
    %r0e1mb = tt.broadcast %r0e1m : tensor<64x1xi32> -> tensor<64x256xi32>
    %sum0 = arith.addi %r1e0b, %r0e1mb : tensor<64x256xi32>
    %xp = tt.splat %x_ptr : !tt.ptr<i32> -> tensor<64x256x!tt.ptr<i32>>
    %xq = tt.addptr %xp, %sum0 : tensor<64x256x!tt.ptr<i32>>, tensor<64x256xi32>
    %xv = tt.load %xq : tensor<64x256x!tt.ptr<i32>>
    %s0 = "tt.reduce"(%xv) <{axis = 0 : i32}> ({
    ^bb0(%a0: i32, %b0: i32):
      %c = arith.addi %a0, %b0 : i32
      tt.reduce.return %c : i32
    }) : (tensor<64x256xi32>) -> tensor<256xi32>
    %rs0 = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32>
    %o0p = tt.splat %o0_ptr : !tt.ptr<i32> -> tensor<256x!tt.ptr<i32>>
    %o0q = tt.addptr %o0p, %rs0 : tensor<256x!tt.ptr<i32>>, tensor<256xi32>
    tt.store %o0q, %s0 : tensor<256x!tt.ptr<i32>>
    %p0 = "tt.scan"(%xv) <{axis = 0 : i32, reverse = true}> ({
    ^bb0(%a0: i32, %b0: i32):
      %c = arith.addi %a0, %b0 : i32
      tt.scan.return %c : i32
    }) : (tensor<64x256xi32>) -> tensor<64x256xi32>
    %p0p = tt.splat %p0_ptr : !tt.ptr<i32> -> tensor<64x256x!tt.ptr<i32>>
    %p0q = tt.addptr %p0p, %sum0 : tensor<64x256x!tt.ptr<i32>>, tensor<64x256xi32>
    tt.store %p0q, %p0 : tensor<64x256x!tt.ptr<i32>>
    tt.return
  }
}
