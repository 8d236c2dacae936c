// RUN: %python %S/../integration/Inputs/run_both.py %t %s --warps 1,2,4,8 | FileCheck %s
// RUN: %python %S/../integration/Inputs/run_both.py %t/planted %s --plant "reverse = true" "reverse = false"
// CHECK: same in {{[0-9]+}} configurations, {{[1-9][0-9]*}} buffers are not uniform
//
// x -> a x + b composed, which is associative but not commutative, from both ends.
// BUFFER x i32 1024 -3..3
// BUFFER y i32 1024 -100..100
// BUFFER ot0 i32 1024 out
// BUFFER ot1 i32 1024 out
// BUFFER of0 i32 1024 out
// BUFFER of1 i32 1024 out
module {
  tt.func public @kernel(%x_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %y_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %ot0_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %ot1_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %of0_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %of1_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}) {
    %r0 = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
    %xp = tt.splat %x_ptr : !tt.ptr<i32> -> tensor<1024x!tt.ptr<i32>>
    %xq = tt.addptr %xp, %r0 : tensor<1024x!tt.ptr<i32>>, tensor<1024xi32>
    %xv = tt.load %xq : tensor<1024x!tt.ptr<i32>>
    %yp = tt.splat %y_ptr : !tt.ptr<i32> -> tensor<1024x!tt.ptr<i32>>
    %yq = tt.addptr %yp, %r0 : tensor<1024x!tt.ptr<i32>>, tensor<1024xi32>
    %yv = tt.load %yq : tensor<1024x!tt.ptr<i32>>
    %s_true:2 = "tt.scan"(%xv, %yv) <{axis = 0 : i32, reverse = true}> ({
    ^bb0(%a0: i32, %a1: i32, %b0: i32, %b1: i32):
      %s = arith.muli %a0, %b0 : i32
      %p = arith.muli %a1, %b0 : i32
      %t = arith.addi %p, %b1 : i32
      tt.scan.return %s, %t : i32, i32
    }) : (tensor<1024xi32>, tensor<1024xi32>) -> (tensor<1024xi32>, tensor<1024xi32>)
    %ot0p = tt.splat %ot0_ptr : !tt.ptr<i32> -> tensor<1024x!tt.ptr<i32>>
    %ot0q = tt.addptr %ot0p, %r0 : tensor<1024x!tt.ptr<i32>>, tensor<1024xi32>
    tt.store %ot0q, %s_true#0 : tensor<1024x!tt.ptr<i32>>
    %ot1p = tt.splat %ot1_ptr : !tt.ptr<i32> -> tensor<1024x!tt.ptr<i32>>
    %ot1q = tt.addptr %ot1p, %r0 : tensor<1024x!tt.ptr<i32>>, tensor<1024xi32>
    tt.store %ot1q, %s_true#1 : tensor<1024x!tt.ptr<i32>>
    %s_false:2 = "tt.scan"(%xv, %yv) <{axis = 0 : i32, reverse = false}> ({
    ^bb0(%a0: i32, %a1: i32, %b0: i32, %b1: i32):
      %s = arith.muli %a0, %b0 : i32
      %p = arith.muli %a1, %b0 : i32
      %t = arith.addi %p, %b1 : i32
      tt.scan.return %s, %t : i32, i32
    }) : (tensor<1024xi32>, tensor<1024xi32>) -> (tensor<1024xi32>, tensor<1024xi32>)
    %of0p = tt.splat %of0_ptr : !tt.ptr<i32> -> tensor<1024x!tt.ptr<i32>>
    %of0q = tt.addptr %of0p, %r0 : tensor<1024x!tt.ptr<i32>>, tensor<1024xi32>
    tt.store %of0q, %s_false#0 : tensor<1024x!tt.ptr<i32>>
    %of1p = tt.splat %of1_ptr : !tt.ptr<i32> -> tensor<1024x!tt.ptr<i32>>
    %of1q = tt.addptr %of1p, %r0 : tensor<1024x!tt.ptr<i32>>, tensor<1024xi32>
    tt.store %of1q, %s_false#1 : tensor<1024x!tt.ptr<i32>>
    tt.return
  }
}
