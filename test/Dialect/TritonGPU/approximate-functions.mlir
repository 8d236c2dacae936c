// RUN: triton-metal-opt %s --tritongpu-approximate-functions | FileCheck %s

// Functions, and nothing else; flags that are there stay.
// CHECK-LABEL: @functions
tt.func @functions(%x: f32) -> (f32, f32) {
  // CHECK: math.exp %{{.*}} fastmath<afn> : f32
  %e = math.exp %x : f32
  // CHECK: math.log2 %{{.*}} fastmath<nnan,afn> : f32
  %l = math.log2 %e fastmath<nnan> : f32
  // CHECK: arith.divf %{{.*}}, %{{.*}} : f32
  %d = arith.divf %l, %x : f32
  // CHECK: tt.precise_sqrt %{{.*}} : f32
  %s = tt.precise_sqrt %d : f32
  tt.return %d, %s : f32, f32
}
