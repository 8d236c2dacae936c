// RUN: %python %S/../integration/Inputs/run_both.py %t %s --warps 1,4 | FileCheck %s
// RUN: %python %S/../integration/Inputs/run_both.py %t/planted %s --plant "arith.maxui" "arith.maxsi"
// CHECK: same in {{[0-9]+}} configurations, {{[1-9][0-9]*}} buffers are not uniform
//
// Negative numbers are the largest unsigned ones.
// BUFFER xi8 i8 1024 -100..100
// BUFFER xi32 i32 1024 -100..100
// BUFFER xi64 i64 1024 -100..100
// BUFFER omaxuii8 i8 32 out
// BUFFER ominuii8 i8 32 out
// BUFFER omaxsii8 i8 32 out
// BUFFER ominsii8 i8 32 out
// BUFFER omaxuii32 i32 32 out
// BUFFER ominuii32 i32 32 out
// BUFFER omaxsii32 i32 32 out
// BUFFER ominsii32 i32 32 out
// BUFFER omaxuii64 i64 32 out
// BUFFER ominuii64 i64 32 out
// BUFFER omaxsii64 i64 32 out
// BUFFER ominsii64 i64 32 out
module {
  tt.func public @kernel(%xi8_ptr: !tt.ptr<i8> {tt.divisibility = 16 : i32}, %xi32_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %xi64_ptr: !tt.ptr<i64> {tt.divisibility = 16 : i32}, %omaxuii8_ptr: !tt.ptr<i8> {tt.divisibility = 16 : i32}, %ominuii8_ptr: !tt.ptr<i8> {tt.divisibility = 16 : i32}, %omaxsii8_ptr: !tt.ptr<i8> {tt.divisibility = 16 : i32}, %ominsii8_ptr: !tt.ptr<i8> {tt.divisibility = 16 : i32}, %omaxuii32_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %ominuii32_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %omaxsii32_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %ominsii32_ptr: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %omaxuii64_ptr: !tt.ptr<i64> {tt.divisibility = 16 : i32}, %ominuii64_ptr: !tt.ptr<i64> {tt.divisibility = 16 : i32}, %omaxsii64_ptr: !tt.ptr<i64> {tt.divisibility = 16 : i32}, %ominsii64_ptr: !tt.ptr<i64> {tt.divisibility = 16 : i32}) {
    %r1 = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
    %r1e0 = tt.expand_dims %r1 {axis = 0 : i32} : tensor<32xi32> -> tensor<1x32xi32>
    %r1e0b = tt.broadcast %r1e0 : tensor<1x32xi32> -> tensor<32x32xi32>
    %r0 = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
    %r0e1 = tt.expand_dims %r0 {axis = 1 : i32} : tensor<32xi32> -> tensor<32x1xi32>
    %r0e1s = arith.constant dense<32> : tensor<32x1xi32>
    %r0e1m = arith.muli %r0e1, %r0e1s : tensor<32x1xi32>
    %r0e1mb = tt.broadcast %r0e1m : tensor<32x1xi32> -> tensor<32x32xi32>
    %sum0 = arith.addi %r1e0b, %r0e1mb : tensor<32x32xi32>
    %xi8p = tt.splat %xi8_ptr : !tt.ptr<i8> -> tensor<32x32x!tt.ptr<i8>>
    %xi8q = tt.addptr %xi8p, %sum0 : tensor<32x32x!tt.ptr<i8>>, tensor<32x32xi32>
    %xi8v = tt.load %xi8q : tensor<32x32x!tt.ptr<i8>>
    %xi32p = tt.splat %xi32_ptr : !tt.ptr<i32> -> tensor<32x32x!tt.ptr<i32>>
    %xi32q = tt.addptr %xi32p, %sum0 : tensor<32x32x!tt.ptr<i32>>, tensor<32x32xi32>
    %xi32v = tt.load %xi32q : tensor<32x32x!tt.ptr<i32>>
    %xi64p = tt.splat %xi64_ptr : !tt.ptr<i64> -> tensor<32x32x!tt.ptr<i64>>
    %xi64q = tt.addptr %xi64p, %sum0 : tensor<32x32x!tt.ptr<i64>>, tensor<32x32xi32>
    %xi64v = tt.load %xi64q : tensor<32x32x!tt.ptr<i64>>
    %rs0 = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
    %maxuii8 = "tt.reduce"(%xi8v) <{axis = 0 : i32}> ({
    ^bb0(%a0: i8, %b0: i8):
      %c = arith.maxui %a0, %b0 : i8
      tt.reduce.return %c : i8
    }) : (tensor<32x32xi8>) -> tensor<32xi8>
    %omaxuii8p = tt.splat %omaxuii8_ptr : !tt.ptr<i8> -> tensor<32x!tt.ptr<i8>>
    %omaxuii8q = tt.addptr %omaxuii8p, %rs0 : tensor<32x!tt.ptr<i8>>, tensor<32xi32>
    tt.store %omaxuii8q, %maxuii8 : tensor<32x!tt.ptr<i8>>
    %minuii8 = "tt.reduce"(%xi8v) <{axis = 0 : i32}> ({
    ^bb0(%a0: i8, %b0: i8):
      %c = arith.minui %a0, %b0 : i8
      tt.reduce.return %c : i8
    }) : (tensor<32x32xi8>) -> tensor<32xi8>
    %ominuii8p = tt.splat %ominuii8_ptr : !tt.ptr<i8> -> tensor<32x!tt.ptr<i8>>
    %ominuii8q = tt.addptr %ominuii8p, %rs0 : tensor<32x!tt.ptr<i8>>, tensor<32xi32>
    tt.store %ominuii8q, %minuii8 : tensor<32x!tt.ptr<i8>>
    %maxsii8 = "tt.reduce"(%xi8v) <{axis = 0 : i32}> ({
    ^bb0(%a0: i8, %b0: i8):
      %c = arith.maxsi %a0, %b0 : i8
      tt.reduce.return %c : i8
    }) : (tensor<32x32xi8>) -> tensor<32xi8>
    %omaxsii8p = tt.splat %omaxsii8_ptr : !tt.ptr<i8> -> tensor<32x!tt.ptr<i8>>
    %omaxsii8q = tt.addptr %omaxsii8p, %rs0 : tensor<32x!tt.ptr<i8>>, tensor<32xi32>
    tt.store %omaxsii8q, %maxsii8 : tensor<32x!tt.ptr<i8>>
    %minsii8 = "tt.reduce"(%xi8v) <{axis = 0 : i32}> ({
    ^bb0(%a0: i8, %b0: i8):
      %c = arith.minsi %a0, %b0 : i8
      tt.reduce.return %c : i8
    }) : (tensor<32x32xi8>) -> tensor<32xi8>
    %ominsii8p = tt.splat %ominsii8_ptr : !tt.ptr<i8> -> tensor<32x!tt.ptr<i8>>
    %ominsii8q = tt.addptr %ominsii8p, %rs0 : tensor<32x!tt.ptr<i8>>, tensor<32xi32>
    tt.store %ominsii8q, %minsii8 : tensor<32x!tt.ptr<i8>>
    %maxuii32 = "tt.reduce"(%xi32v) <{axis = 0 : i32}> ({
    ^bb0(%a0: i32, %b0: i32):
      %c = arith.maxui %a0, %b0 : i32
      tt.reduce.return %c : i32
    }) : (tensor<32x32xi32>) -> tensor<32xi32>
    %omaxuii32p = tt.splat %omaxuii32_ptr : !tt.ptr<i32> -> tensor<32x!tt.ptr<i32>>
    %omaxuii32q = tt.addptr %omaxuii32p, %rs0 : tensor<32x!tt.ptr<i32>>, tensor<32xi32>
    tt.store %omaxuii32q, %maxuii32 : tensor<32x!tt.ptr<i32>>
    %minuii32 = "tt.reduce"(%xi32v) <{axis = 0 : i32}> ({
    ^bb0(%a0: i32, %b0: i32):
      %c = arith.minui %a0, %b0 : i32
      tt.reduce.return %c : i32
    }) : (tensor<32x32xi32>) -> tensor<32xi32>
    %ominuii32p = tt.splat %ominuii32_ptr : !tt.ptr<i32> -> tensor<32x!tt.ptr<i32>>
    %ominuii32q = tt.addptr %ominuii32p, %rs0 : tensor<32x!tt.ptr<i32>>, tensor<32xi32>
    tt.store %ominuii32q, %minuii32 : tensor<32x!tt.ptr<i32>>
    %maxsii32 = "tt.reduce"(%xi32v) <{axis = 0 : i32}> ({
    ^bb0(%a0: i32, %b0: i32):
      %c = arith.maxsi %a0, %b0 : i32
      tt.reduce.return %c : i32
    }) : (tensor<32x32xi32>) -> tensor<32xi32>
    %omaxsii32p = tt.splat %omaxsii32_ptr : !tt.ptr<i32> -> tensor<32x!tt.ptr<i32>>
    %omaxsii32q = tt.addptr %omaxsii32p, %rs0 : tensor<32x!tt.ptr<i32>>, tensor<32xi32>
    tt.store %omaxsii32q, %maxsii32 : tensor<32x!tt.ptr<i32>>
    %minsii32 = "tt.reduce"(%xi32v) <{axis = 0 : i32}> ({
    ^bb0(%a0: i32, %b0: i32):
      %c = arith.minsi %a0, %b0 : i32
      tt.reduce.return %c : i32
    }) : (tensor<32x32xi32>) -> tensor<32xi32>
    %ominsii32p = tt.splat %ominsii32_ptr : !tt.ptr<i32> -> tensor<32x!tt.ptr<i32>>
    %ominsii32q = tt.addptr %ominsii32p, %rs0 : tensor<32x!tt.ptr<i32>>, tensor<32xi32>
    tt.store %ominsii32q, %minsii32 : tensor<32x!tt.ptr<i32>>
    %maxuii64 = "tt.reduce"(%xi64v) <{axis = 0 : i32}> ({
    ^bb0(%a0: i64, %b0: i64):
      %c = arith.maxui %a0, %b0 : i64
      tt.reduce.return %c : i64
    }) : (tensor<32x32xi64>) -> tensor<32xi64>
    %omaxuii64p = tt.splat %omaxuii64_ptr : !tt.ptr<i64> -> tensor<32x!tt.ptr<i64>>
    %omaxuii64q = tt.addptr %omaxuii64p, %rs0 : tensor<32x!tt.ptr<i64>>, tensor<32xi32>
    tt.store %omaxuii64q, %maxuii64 : tensor<32x!tt.ptr<i64>>
    %minuii64 = "tt.reduce"(%xi64v) <{axis = 0 : i32}> ({
    ^bb0(%a0: i64, %b0: i64):
      %c = arith.minui %a0, %b0 : i64
      tt.reduce.return %c : i64
    }) : (tensor<32x32xi64>) -> tensor<32xi64>
    %ominuii64p = tt.splat %ominuii64_ptr : !tt.ptr<i64> -> tensor<32x!tt.ptr<i64>>
    %ominuii64q = tt.addptr %ominuii64p, %rs0 : tensor<32x!tt.ptr<i64>>, tensor<32xi32>
    tt.store %ominuii64q, %minuii64 : tensor<32x!tt.ptr<i64>>
    %maxsii64 = "tt.reduce"(%xi64v) <{axis = 0 : i32}> ({
    ^bb0(%a0: i64, %b0: i64):
      %c = arith.maxsi %a0, %b0 : i64
      tt.reduce.return %c : i64
    }) : (tensor<32x32xi64>) -> tensor<32xi64>
    %omaxsii64p = tt.splat %omaxsii64_ptr : !tt.ptr<i64> -> tensor<32x!tt.ptr<i64>>
    %omaxsii64q = tt.addptr %omaxsii64p, %rs0 : tensor<32x!tt.ptr<i64>>, tensor<32xi32>
    tt.store %omaxsii64q, %maxsii64 : tensor<32x!tt.ptr<i64>>
    %minsii64 = "tt.reduce"(%xi64v) <{axis = 0 : i32}> ({
    ^bb0(%a0: i64, %b0: i64):
      %c = arith.minsi %a0, %b0 : i64
      tt.reduce.return %c : i64
    }) : (tensor<32x32xi64>) -> tensor<32xi64>
    %ominsii64p = tt.splat %ominsii64_ptr : !tt.ptr<i64> -> tensor<32x!tt.ptr<i64>>
    %ominsii64q = tt.addptr %ominsii64p, %rs0 : tensor<32x!tt.ptr<i64>>, tensor<32xi32>
    tt.store %ominsii64q, %minsii64 : tensor<32x!tt.ptr<i64>>
    tt.return
  }
}
