// RUN: triton-metal-opt %s | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Ops of MLIR that Triton prints, on scalars and on tensors with layouts.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {

// CHECK-LABEL: @floats
tt.func @floats(%x: tensor<128xf32, #blocked>, %i: tensor<128xi32, #blocked>, %c: tensor<128xi1, #blocked>, %s: i32, %b: i1) {
  // CHECK: arith.addf %{{.*}}, %{{.*}} : tensor<128xf32, #blocked>
  %v1 = arith.addf %x, %x : tensor<128xf32, #blocked>
  // CHECK: arith.divf %{{.*}}, %{{.*}} : tensor<128xf32, #blocked>
  %v2 = arith.divf %x, %x : tensor<128xf32, #blocked>
  // CHECK: arith.maximumf %{{.*}}, %{{.*}} : tensor<128xf32, #blocked>
  %v3 = arith.maximumf %x, %x : tensor<128xf32, #blocked>
  // CHECK: arith.maxnumf %{{.*}}, %{{.*}} : tensor<128xf32, #blocked>
  %v4 = arith.maxnumf %x, %x : tensor<128xf32, #blocked>
  // CHECK: arith.minimumf %{{.*}}, %{{.*}} : tensor<128xf32, #blocked>
  %v5 = arith.minimumf %x, %x : tensor<128xf32, #blocked>
  // CHECK: arith.minnumf %{{.*}}, %{{.*}} : tensor<128xf32, #blocked>
  %v6 = arith.minnumf %x, %x : tensor<128xf32, #blocked>
  // CHECK: arith.mulf %{{.*}}, %{{.*}} : tensor<128xf32, #blocked>
  %v7 = arith.mulf %x, %x : tensor<128xf32, #blocked>
  // CHECK: arith.remf %{{.*}}, %{{.*}} : tensor<128xf32, #blocked>
  %v8 = arith.remf %x, %x : tensor<128xf32, #blocked>
  // CHECK: arith.subf %{{.*}}, %{{.*}} : tensor<128xf32, #blocked>
  %v9 = arith.subf %x, %x : tensor<128xf32, #blocked>
  // CHECK: arith.cmpf olt, %{{.*}}, %{{.*}} : tensor<128xf32, #blocked>
  %v10 = arith.cmpf olt, %x, %x : tensor<128xf32, #blocked>
  tt.return
}

// CHECK-LABEL: @integers
tt.func @integers(%x: tensor<128xf32, #blocked>, %i: tensor<128xi32, #blocked>, %c: tensor<128xi1, #blocked>, %s: i32, %b: i1) {
  // CHECK: arith.addi %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v11 = arith.addi %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.andi %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v12 = arith.andi %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.divsi %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v13 = arith.divsi %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.divui %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v14 = arith.divui %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.maxsi %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v15 = arith.maxsi %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.maxui %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v16 = arith.maxui %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.minsi %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v17 = arith.minsi %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.minui %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v18 = arith.minui %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.muli %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v19 = arith.muli %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.ori %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v20 = arith.ori %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.remsi %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v21 = arith.remsi %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.remui %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v22 = arith.remui %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.shli %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v23 = arith.shli %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.shrsi %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v24 = arith.shrsi %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.shrui %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v25 = arith.shrui %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.subi %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v26 = arith.subi %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.xori %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v27 = arith.xori %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.cmpi ult, %{{.*}}, %{{.*}} : tensor<128xi32, #blocked>
  %v28 = arith.cmpi ult, %i, %i : tensor<128xi32, #blocked>
  // CHECK: arith.select %{{.*}}, %{{.*}}, %{{.*}} : tensor<128xi1, #blocked>, tensor<128xi32, #blocked>
  %v29 = arith.select %c, %i, %i : tensor<128xi1, #blocked>, tensor<128xi32, #blocked>
  // CHECK: arith.constant dense<1> : tensor<128xi32, #blocked>
  %v30 = arith.constant dense<1> : tensor<128xi32, #blocked>
  // CHECK: ub.poison : tensor<128xi32, #blocked>
  %v31 = ub.poison : tensor<128xi32, #blocked>
  tt.return
}

// CHECK-LABEL: @casts
tt.func @casts(%x: tensor<128xf32, #blocked>, %i: tensor<128xi32, #blocked>, %c: tensor<128xi1, #blocked>, %s: i32, %b: i1) {
  // CHECK: arith.bitcast %{{.*}} : tensor<128xf32, #blocked> to tensor<128xi32, #blocked>
  %v32 = arith.bitcast %x : tensor<128xf32, #blocked> to tensor<128xi32, #blocked>
  // CHECK: arith.extf %{{.*}} : tensor<128xf32, #blocked> to tensor<128xf64, #blocked>
  %v33 = arith.extf %x : tensor<128xf32, #blocked> to tensor<128xf64, #blocked>
  // CHECK: arith.extsi %{{.*}} : tensor<128xi32, #blocked> to tensor<128xi64, #blocked>
  %v34 = arith.extsi %i : tensor<128xi32, #blocked> to tensor<128xi64, #blocked>
  // CHECK: arith.extui %{{.*}} : tensor<128xi32, #blocked> to tensor<128xi64, #blocked>
  %v35 = arith.extui %i : tensor<128xi32, #blocked> to tensor<128xi64, #blocked>
  // CHECK: arith.fptosi %{{.*}} : tensor<128xf32, #blocked> to tensor<128xi8, #blocked>
  %v36 = arith.fptosi %x : tensor<128xf32, #blocked> to tensor<128xi8, #blocked>
  // CHECK: arith.fptoui %{{.*}} : tensor<128xf32, #blocked> to tensor<128xi8, #blocked>
  %v37 = arith.fptoui %x : tensor<128xf32, #blocked> to tensor<128xi8, #blocked>
  // CHECK: arith.sitofp %{{.*}} : tensor<128xi32, #blocked> to tensor<128xf16, #blocked>
  %v38 = arith.sitofp %i : tensor<128xi32, #blocked> to tensor<128xf16, #blocked>
  // CHECK: arith.uitofp %{{.*}} : tensor<128xi32, #blocked> to tensor<128xf16, #blocked>
  %v39 = arith.uitofp %i : tensor<128xi32, #blocked> to tensor<128xf16, #blocked>
  // CHECK: arith.truncf %{{.*}} : tensor<128xf32, #blocked> to tensor<128xbf16, #blocked>
  %v40 = arith.truncf %x : tensor<128xf32, #blocked> to tensor<128xbf16, #blocked>
  // CHECK: arith.trunci %{{.*}} : tensor<128xi32, #blocked> to tensor<128xi8, #blocked>
  %v41 = arith.trunci %i : tensor<128xi32, #blocked> to tensor<128xi8, #blocked>
  // CHECK: arith.index_cast %{{.*}} : i32 to index
  %v42 = arith.index_cast %s : i32 to index
  tt.return
}

// CHECK-LABEL: @math
tt.func @math(%x: tensor<128xf32, #blocked>, %i: tensor<128xi32, #blocked>, %c: tensor<128xi1, #blocked>, %s: i32, %b: i1) {
  // CHECK: math.absf %{{.*}} : tensor<128xf32, #blocked>
  %v43 = math.absf %x : tensor<128xf32, #blocked>
  // CHECK: math.ceil %{{.*}} : tensor<128xf32, #blocked>
  %v44 = math.ceil %x : tensor<128xf32, #blocked>
  // CHECK: math.cos %{{.*}} : tensor<128xf32, #blocked>
  %v45 = math.cos %x : tensor<128xf32, #blocked>
  // CHECK: math.erf %{{.*}} : tensor<128xf32, #blocked>
  %v46 = math.erf %x : tensor<128xf32, #blocked>
  // CHECK: math.exp %{{.*}} : tensor<128xf32, #blocked>
  %v47 = math.exp %x : tensor<128xf32, #blocked>
  // CHECK: math.exp2 %{{.*}} : tensor<128xf32, #blocked>
  %v48 = math.exp2 %x : tensor<128xf32, #blocked>
  // CHECK: math.floor %{{.*}} : tensor<128xf32, #blocked>
  %v49 = math.floor %x : tensor<128xf32, #blocked>
  // CHECK: math.log %{{.*}} : tensor<128xf32, #blocked>
  %v50 = math.log %x : tensor<128xf32, #blocked>
  // CHECK: math.log2 %{{.*}} : tensor<128xf32, #blocked>
  %v51 = math.log2 %x : tensor<128xf32, #blocked>
  // CHECK: math.rsqrt %{{.*}} : tensor<128xf32, #blocked>
  %v52 = math.rsqrt %x : tensor<128xf32, #blocked>
  // CHECK: math.sin %{{.*}} : tensor<128xf32, #blocked>
  %v53 = math.sin %x : tensor<128xf32, #blocked>
  // CHECK: math.sqrt %{{.*}} : tensor<128xf32, #blocked>
  %v54 = math.sqrt %x : tensor<128xf32, #blocked>
  // CHECK: math.absi %{{.*}} : tensor<128xi32, #blocked>
  %v55 = math.absi %i : tensor<128xi32, #blocked>
  // CHECK: math.fma %{{.*}}, %{{.*}}, %{{.*}} : tensor<128xf32, #blocked>
  %v56 = math.fma %x, %x, %x : tensor<128xf32, #blocked>
  tt.return
}

// CHECK-LABEL: @control
tt.func @control(%n: i32, %x: f32, %b: i1) -> f32 {
  // CHECK: llvm.intr.assume %{{.*}} : i1
  llvm.intr.assume %b : i1
  // CHECK: gpu.barrier
  gpu.barrier
  // CHECK: scf.for %{{.*}} = %{{.*}} to %{{.*}} step %{{.*}} iter_args(%[[A:.*]] = %{{.*}}) -> (f32) : i32 {
  // CHECK: scf.yield %[[A]] : f32
  %0 = scf.for %k = %n to %n step %n iter_args(%a = %x) -> (f32) : i32 {
    scf.yield %a : f32
  } {tt.num_stages = 3 : i32}
  // CHECK: } {tt.num_stages = 3 : i32}
  // CHECK: scf.if %{{.*}} -> (f32) {
  %1 = scf.if %b -> (f32) {
    scf.yield %0 : f32
  } else {
    scf.yield %x : f32
  }
  // CHECK: scf.while (%[[W:.*]] = %{{.*}}) : (f32) -> f32 {
  // CHECK: scf.condition(%{{.*}}) %[[W]] : f32
  %2 = scf.while (%w = %1) : (f32) -> f32 {
    scf.condition(%b) %w : f32
  } do {
  ^bb0(%w: f32):
    scf.yield %w : f32
  }
  // CHECK: cf.cond_br %{{.*}}, ^bb1(%{{.*}} : f32), ^bb2
  cf.cond_br %b, ^bb1(%2 : f32), ^bb2
^bb1(%y: f32):
  tt.return %y : f32
^bb2:
  // CHECK: cf.br ^bb1(%{{.*}} : f32)
  cf.br ^bb1(%x : f32)
}
}
