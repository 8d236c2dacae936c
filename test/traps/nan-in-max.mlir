// RUN: %python %S/../integration/Inputs/run_both.py %t %s --warps 1,4 | FileCheck %s
// RUN: %python %S/../integration/Inputs/run_both.py %t/planted %s --plant "arith.maximumf" "arith.maxnumf"
// CHECK: same in {{[0-9]+}} configurations, {{[1-9][0-9]*}} buffers are not uniform
//
// NaN wins in maximumf and minimumf, and loses in maxnumf and minnumf.
// BUFFER x f32 1024 special
// BUFFER omaximumf f32 16 out
// BUFFER pmaximumf f32 1024 out
// BUFFER ominimumf f32 16 out
// BUFFER pminimumf f32 1024 out
// BUFFER omaxnumf f32 16 out
// BUFFER pmaxnumf f32 1024 out
// BUFFER ominnumf f32 16 out
// BUFFER pminnumf f32 1024 out
module {
  tt.func public @kernel(%x_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %omaximumf_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %pmaximumf_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %ominimumf_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %pminimumf_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %omaxnumf_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %pmaxnumf_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %ominnumf_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %pminnumf_ptr: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
    %r1 = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
    %r1e0 = tt.expand_dims %r1 {axis = 0 : i32} : tensor<64xi32> -> tensor<1x64xi32>
    %r1e0b = tt.broadcast %r1e0 : tensor<1x64xi32> -> tensor<16x64xi32>
    %r0 = tt.make_range {end = 16 : i32, start = 0 : i32} : tensor<16xi32>
    %r0e1 = tt.expand_dims %r0 {axis = 1 : i32} : tensor<16xi32> -> tensor<16x1xi32>
    %r0e1s = arith.constant dense<64> : tensor<16x1xi32>
    %r0e1m = arith.muli %r0e1, %r0e1s : tensor<16x1xi32>
    %r0e1mb = tt.broadcast %r0e1m : tensor<16x1xi32> -> tensor<16x64xi32>
    %sum0 = arith.addi %r1e0b, %r0e1mb : tensor<16x64xi32>
    %xp = tt.splat %x_ptr : !tt.ptr<f32> -> tensor<16x64x!tt.ptr<f32>>
    %xq = tt.addptr %xp, %sum0 : tensor<16x64x!tt.ptr<f32>>, tensor<16x64xi32>
    %xv = tt.load %xq : tensor<16x64x!tt.ptr<f32>>
    %rs0 = tt.make_range {end = 16 : i32, start = 0 : i32} : tensor<16xi32>
    %maximumf = "tt.reduce"(%xv) <{axis = 1 : i32}> ({
    ^bb0(%a0: f32, %b0: f32):
      %c = arith.maximumf %a0, %b0 : f32
      tt.reduce.return %c : f32
    }) : (tensor<16x64xf32>) -> tensor<16xf32>
    %omaximumfp = tt.splat %omaximumf_ptr : !tt.ptr<f32> -> tensor<16x!tt.ptr<f32>>
    %omaximumfq = tt.addptr %omaximumfp, %rs0 : tensor<16x!tt.ptr<f32>>, tensor<16xi32>
    tt.store %omaximumfq, %maximumf : tensor<16x!tt.ptr<f32>>
    %smaximumf = "tt.scan"(%xv) <{axis = 1 : i32, reverse = false}> ({
    ^bb0(%a0: f32, %b0: f32):
      %c = arith.maximumf %a0, %b0 : f32
      tt.scan.return %c : f32
    }) : (tensor<16x64xf32>) -> tensor<16x64xf32>
    %pmaximumfp = tt.splat %pmaximumf_ptr : !tt.ptr<f32> -> tensor<16x64x!tt.ptr<f32>>
    %pmaximumfq = tt.addptr %pmaximumfp, %sum0 : tensor<16x64x!tt.ptr<f32>>, tensor<16x64xi32>
    tt.store %pmaximumfq, %smaximumf : tensor<16x64x!tt.ptr<f32>>
    %minimumf = "tt.reduce"(%xv) <{axis = 1 : i32}> ({
    ^bb0(%a0: f32, %b0: f32):
      %c = arith.minimumf %a0, %b0 : f32
      tt.reduce.return %c : f32
    }) : (tensor<16x64xf32>) -> tensor<16xf32>
    %ominimumfp = tt.splat %ominimumf_ptr : !tt.ptr<f32> -> tensor<16x!tt.ptr<f32>>
    %ominimumfq = tt.addptr %ominimumfp, %rs0 : tensor<16x!tt.ptr<f32>>, tensor<16xi32>
    tt.store %ominimumfq, %minimumf : tensor<16x!tt.ptr<f32>>
    %sminimumf = "tt.scan"(%xv) <{axis = 1 : i32, reverse = false}> ({
    ^bb0(%a0: f32, %b0: f32):
      %c = arith.minimumf %a0, %b0 : f32
      tt.scan.return %c : f32
    }) : (tensor<16x64xf32>) -> tensor<16x64xf32>
    %pminimumfp = tt.splat %pminimumf_ptr : !tt.ptr<f32> -> tensor<16x64x!tt.ptr<f32>>
    %pminimumfq = tt.addptr %pminimumfp, %sum0 : tensor<16x64x!tt.ptr<f32>>, tensor<16x64xi32>
    tt.store %pminimumfq, %sminimumf : tensor<16x64x!tt.ptr<f32>>
    %maxnumf = "tt.reduce"(%xv) <{axis = 1 : i32}> ({
    ^bb0(%a0: f32, %b0: f32):
      %c = arith.maxnumf %a0, %b0 : f32
      tt.reduce.return %c : f32
    }) : (tensor<16x64xf32>) -> tensor<16xf32>
    %omaxnumfp = tt.splat %omaxnumf_ptr : !tt.ptr<f32> -> tensor<16x!tt.ptr<f32>>
    %omaxnumfq = tt.addptr %omaxnumfp, %rs0 : tensor<16x!tt.ptr<f32>>, tensor<16xi32>
    tt.store %omaxnumfq, %maxnumf : tensor<16x!tt.ptr<f32>>
    %smaxnumf = "tt.scan"(%xv) <{axis = 1 : i32, reverse = false}> ({
    ^bb0(%a0: f32, %b0: f32):
      %c = arith.maxnumf %a0, %b0 : f32
      tt.scan.return %c : f32
    }) : (tensor<16x64xf32>) -> tensor<16x64xf32>
    %pmaxnumfp = tt.splat %pmaxnumf_ptr : !tt.ptr<f32> -> tensor<16x64x!tt.ptr<f32>>
    %pmaxnumfq = tt.addptr %pmaxnumfp, %sum0 : tensor<16x64x!tt.ptr<f32>>, tensor<16x64xi32>
    tt.store %pmaxnumfq, %smaxnumf : tensor<16x64x!tt.ptr<f32>>
    %minnumf = "tt.reduce"(%xv) <{axis = 1 : i32}> ({
    ^bb0(%a0: f32, %b0: f32):
      %c = arith.minnumf %a0, %b0 : f32
      tt.reduce.return %c : f32
    }) : (tensor<16x64xf32>) -> tensor<16xf32>
    %ominnumfp = tt.splat %ominnumf_ptr : !tt.ptr<f32> -> tensor<16x!tt.ptr<f32>>
    %ominnumfq = tt.addptr %ominnumfp, %rs0 : tensor<16x!tt.ptr<f32>>, tensor<16xi32>
    tt.store %ominnumfq, %minnumf : tensor<16x!tt.ptr<f32>>
    %sminnumf = "tt.scan"(%xv) <{axis = 1 : i32, reverse = false}> ({
    ^bb0(%a0: f32, %b0: f32):
      %c = arith.minnumf %a0, %b0 : f32
      tt.scan.return %c : f32
    }) : (tensor<16x64xf32>) -> tensor<16x64xf32>
    %pminnumfp = tt.splat %pminnumf_ptr : !tt.ptr<f32> -> tensor<16x64x!tt.ptr<f32>>
    %pminnumfq = tt.addptr %pminnumfp, %sum0 : tensor<16x64x!tt.ptr<f32>>, tensor<16x64xi32>
    tt.store %pminnumfq, %sminnumf : tensor<16x64x!tt.ptr<f32>>
    tt.return
  }
}
