// RUN: %python %S/../Inputs/run_both.py %t %s --warps 4 --lines 300 | FileCheck %s
// CHECK: same in {{[0-9]+}} configurations
//
// Some numbers have no bin; past 4,096 bins in bands.
// BUFFER i i32 65536 -10..16434
// BUFFER o i32 16384 out
module {
  tt.func public @kernel(%i_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %o_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}) {
    %r0 = tt.make_range {end = 65536 : i32, start = 0 : i32} : tensor<65536xi32>
    %ip = tt.splat %i_ptr : !tt.ptr<i32> -> tensor<65536x!tt.ptr<i32>>
    %iq = tt.addptr %ip, %r0 : tensor<65536x!tt.ptr<i32>>, tensor<65536xi32>
    %iv = tt.load %iq : tensor<65536x!tt.ptr<i32>>
    %h = tt.histogram %iv : tensor<65536xi32> -> tensor<16384xi32>
    %rs0 = tt.make_range {end = 16384 : i32, start = 0 : i32} : tensor<16384xi32>
    %op = tt.splat %o_ptr : !tt.ptr<i32> -> tensor<16384x!tt.ptr<i32>>
    %oq = tt.addptr %op, %rs0 : tensor<16384x!tt.ptr<i32>>, tensor<16384xi32>
    tt.store %oq, %h : tensor<16384x!tt.ptr<i32>>
    tt.return
  }
}
