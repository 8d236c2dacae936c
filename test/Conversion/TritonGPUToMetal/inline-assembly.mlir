// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --split-input-file | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Predicates become selects, on whole vectors.
  // CHECK-LABEL: metal.kernel @softplus
  // CHECK:         %[[X:.*]] = metal.gather
  // CHECK:         %[[P:.*]] = arith.cmpf ogt, %[[X]], %{{.*}} : vector<4xf32>
  // CHECK:         arith.mulf %[[X]]
  // CHECK:         math.exp2
  // CHECK:         math.log2
  // CHECK:         arith.select %[[P]], %{{.*}}, %{{.*}} : vector<4xi1>
  tt.func public @softplus(%x: !tt.ptr<f32>) {
    %i = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #l>
    %p = tt.splat %x : !tt.ptr<f32> -> tensor<512x!tt.ptr<f32>, #l>
    %q = tt.addptr %p, %i : tensor<512x!tt.ptr<f32>, #l>, tensor<512xi32, #l>
    %v = tt.load %q : tensor<512x!tt.ptr<f32>, #l>
    %r = tt.elementwise_inline_asm "{         .reg .pred p;         setp.gt.f32  p, $1, 20.;         @p  mov.f32  $0, $1;         @!p mul.f32            $0, $1, 1.4426950408889634;         @!p ex2.approx.ftz.f32 $0, $0;         @!p add.f32            $0, $0, 1.0;         @!p lg2.approx.ftz.f32 $0, $0;         @!p mul.f32            $0, $0, 0.6931471805599453;     } " {constraints = "=r,r", packed_element = 1 : i32, pure = true} %v : tensor<512xf32, #l> -> tensor<512xf32, #l>
    tt.store %q, %r : tensor<512x!tt.ptr<f32>, #l>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Four bytes go through one word.
  // CHECK-LABEL: metal.kernel @bytes
  // CHECK:         metal.map %{{.*}} pack = 4 : (vector<4xi8>) -> vector<4xi8> {
  // CHECK-NEXT:    ^bb0(%[[A:.*]]: i8, %[[B:.*]]: i8, %{{.*}}: i8, %{{.*}}: i8):
  // CHECK:           arith.extui %[[A]] : i8 to i32
  // CHECK:           arith.extui %[[B]] : i8 to i32
  // CHECK:           arith.trunci %{{.*}} : i32 to i8
  // CHECK:           metal.yield
  tt.func public @bytes(%x: !tt.ptr<i8>) {
    %i = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #l>
    %p = tt.splat %x : !tt.ptr<i8> -> tensor<512x!tt.ptr<i8>, #l>
    %q = tt.addptr %p, %i : tensor<512x!tt.ptr<i8>, #l>, tensor<512xi32, #l>
    %v = tt.load %q : tensor<512x!tt.ptr<i8>, #l>
    %r = tt.elementwise_inline_asm "and.b32 $0, $1, 0x1F1F1F1F; shl.b32 $0, $0, 3;" {constraints = "=r,r", packed_element = 4 : i32, pure = true} %v : tensor<512xi8, #l> -> tensor<512xi8, #l>
    tt.store %q, %r : tensor<512x!tt.ptr<i8>, #l>
    tt.return
  }
}
