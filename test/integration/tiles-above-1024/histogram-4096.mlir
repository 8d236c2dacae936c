// RUN: %python %S/../Inputs/run_both.py %t %s --warps 4 --lines 300 | FileCheck %s
// CHECK: same in {{[0-9]+}} configurations
//
// Some numbers have no bin; past 4,096 bins in bands.
// BUFFER i i32 4096 -10..306
// BUFFER o i32 256 out
module {
  tt.func public @kernel(%i_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %o_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}) {
    %r0 = tt.make_range {end = 4096 : i32, start = 0 : i32} : tensor<4096xi32>
    %ip = tt.splat %i_ptr : !tt.ptr<i32> -> tensor<4096x!tt.ptr<i32>>
    %iq = tt.addptr %ip, %r0 : tensor<4096x!tt.ptr<i32>>, tensor<4096xi32>
    %iv = tt.load %iq : tensor<4096x!tt.ptr<i32>>
    %h = tt.histogram %iv : tensor<4096xi32> -> tensor<256xi32>
    %rs0 = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32>
    %op = tt.splat %o_ptr : !tt.ptr<i32> -> tensor<256x!tt.ptr<i32>>
    %oq = tt.addptr %op, %rs0 : tensor<256x!tt.ptr<i32>>, tensor<256xi32>
    tt.store %oq, %h : tensor<256x!tt.ptr<i32>>
    tt.return
  }
}
