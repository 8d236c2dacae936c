// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32, ttg.target = "metal:apple9"} {
  // The target and the number of SIMD-groups go to the kernel; scalars share a
  // struct behind the pointers, naturally aligned.
  // CHECK-NOT:   ttg.
  // CHECK-LABEL: metal.kernel @ops(
  // CHECK-SAME:    name = "x", kind = pointer, element = f32, binding = 0, divisibility = 16
  // CHECK-SAME:    name = "a", kind = scalar, element = i8, binding = 2>
  // CHECK-SAME:    name = "o", kind = pointer, element = bf16, binding = 1>
  // CHECK-SAME:    name = "n", kind = scalar, element = i64, binding = 2, offset = 8
  // CHECK-SAME:    num_simdgroups = 4 : i32, target = "apple9"
  tt.func public @ops(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32} loc("x"), %a: i8 loc("a"),
                      %o: !tt.ptr<bf16> loc("o"), %n: i64 loc("n")) {
    // CHECK-DAG: %[[I:.*]] = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<4xi32>
    %i = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #l>
    %p = tt.splat %x : !tt.ptr<f32> -> tensor<512x!tt.ptr<f32>, #l>
    %q = tt.addptr %p, %i : tensor<512x!tt.ptr<f32>, #l>, tensor<512xi32, #l>
    // CHECK: %[[V:.*]] = metal.gather %{{.*}}[%[[I]]]
    %v = tt.load %q : tensor<512x!tt.ptr<f32>, #l>
    %lo = arith.constant dense<0.0> : tensor<512xf32, #l>
    %hi = arith.constant dense<6.0> : tensor<512xf32, #l>
    // CHECK: %[[S:.*]] = math.sqrt %[[V]] : vector<4xf32>
    %s = tt.precise_sqrt %v : tensor<512xf32, #l>
    // CHECK: %[[D:.*]] = arith.divf %[[S]], %[[V]]
    %d = tt.precise_divf %s, %v : tensor<512xf32, #l>
    // CHECK: %[[C0:.*]] = arith.maxnumf %[[D]]
    // CHECK: %[[C1:.*]] = arith.minnumf %[[C0]]
    %c = tt.clampf %d, %lo, %hi, propagateNan = none : tensor<512xf32, #l>
    // CHECK: %[[E0:.*]] = arith.maxnumf %[[C1]]
    // CHECK: %[[E1:.*]] = arith.minnumf %[[E0]]
    // CHECK: %[[NAN:.*]] = arith.cmpf uno, %[[C1]], %[[C1]]
    // CHECK: %[[E:.*]] = arith.select %[[NAN]], %[[C1]], %[[E1]]
    %e = tt.clampf %c, %lo, %hi, propagateNan = all : tensor<512xf32, #l>
    // CHECK: %[[B:.*]] = arith.bitcast %[[E]] : vector<4xf32> to vector<4xi32>
    %b = tt.bitcast %e : tensor<512xf32, #l> -> tensor<512xi32, #l>
    // CHECK: %{{.*}}, %[[H:.*]] = arith.mului_extended %[[B]], %[[I]] : vector<4xi32>
    %h = tt.mulhiui %b, %i : tensor<512xi32, #l>
    %f = arith.bitcast %h : tensor<512xi32, #l> to tensor<512xf32, #l>
    // CHECK: %[[R:.*]] = arith.truncf %{{.*}} : vector<4xf32> to vector<4xbf16>
    %r = tt.fp_to_fp %f, rounding = rtne : tensor<512xf32, #l> -> tensor<512xbf16, #l>
    %op = tt.splat %o : !tt.ptr<bf16> -> tensor<512x!tt.ptr<bf16>, #l>
    %oq = tt.addptr %op, %i : tensor<512x!tt.ptr<bf16>, #l>, tensor<512xi32, #l>
    // CHECK: metal.scatter %[[R]]
    tt.store %oq, %r : tensor<512x!tt.ptr<bf16>, #l>
    // CHECK: metal.return
    tt.return
  }
}
