// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Atomics: every op, order and scope.

// CHECK-LABEL: tt.func @rmw
tt.func @rmw(%p: tensor<64x!tt.ptr<i32>>, %v: tensor<64xi32>, %m: tensor<64xi1>, %f: !tt.ptr<f32>, %c: f32, %true: i1, %h: !tt.ptr<bf16>, %b: bf16, %l: !tt.ptr<i64>, %w: i64) {
  // CHECK: tt.atomic_rmw add, relaxed, cta, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<64x!tt.ptr<i32>>, tensor<64xi32>, tensor<64xi1>) -> tensor<64xi32>
  %0 = tt.atomic_rmw add, relaxed, cta, %p, %v, %m : (tensor<64x!tt.ptr<i32>>, tensor<64xi32>, tensor<64xi1>) -> tensor<64xi32>
  // CHECK: tt.atomic_rmw fadd, acq_rel, gpu, %{{.*}}, %{{.*}}, %{{.*}} : (!tt.ptr<f32>, f32, i1) -> f32
  %1 = tt.atomic_rmw fadd, acq_rel, gpu, %f, %c, %true : (!tt.ptr<f32>, f32, i1) -> f32
  // CHECK: tt.atomic_rmw exch, release, sys, %{{.*}}, %{{.*}} : (tensor<64x!tt.ptr<i32>>, tensor<64xi32>) -> tensor<64xi32>
  %2 = tt.atomic_rmw exch, release, sys, %p, %v : (tensor<64x!tt.ptr<i32>>, tensor<64xi32>) -> tensor<64xi32>
  // CHECK: tt.atomic_rmw exch, acquire, gpu, %{{.*}}, %{{.*}} : (!tt.ptr<f32>, f32) -> f32
  %3 = tt.atomic_rmw exch, acquire, gpu, %f, %c : (!tt.ptr<f32>, f32) -> f32
  // CHECK: tt.atomic_rmw fadd, relaxed, gpu, %{{.*}}, %{{.*}} : (!tt.ptr<bf16>, bf16) -> bf16
  %4 = tt.atomic_rmw fadd, relaxed, gpu, %h, %b : (!tt.ptr<bf16>, bf16) -> bf16
  // CHECK: tt.atomic_rmw and,
  %5 = "tt.atomic_rmw"(%l, %w) <{atomic_rmw_op = 1 : i32, scope = 1 : i32, sem = 1 : i32}> : (!tt.ptr<i64>, i64) -> i64
  // CHECK: tt.atomic_rmw or, relaxed, cta, %{{.*}}, %{{.*}}, %{{.*}} : (!tt.ptr<i64>, i64, i1) -> i64
  %6 = "tt.atomic_rmw"(%l, %w, %true) <{atomic_rmw_op = 2 : i32, scope = 2 : i32, sem = 1 : i32}> : (!tt.ptr<i64>, i64, i1) -> i64
  // CHECK: tt.atomic_rmw xor,
  %7 = tt.atomic_rmw xor, relaxed, gpu, %l, %w : (!tt.ptr<i64>, i64) -> i64
  // CHECK: tt.atomic_rmw max,
  %8 = tt.atomic_rmw max, relaxed, gpu, %l, %w : (!tt.ptr<i64>, i64) -> i64
  // CHECK: tt.atomic_rmw min,
  %9 = tt.atomic_rmw min, relaxed, gpu, %l, %w : (!tt.ptr<i64>, i64) -> i64
  // CHECK: tt.atomic_rmw umax,
  %10 = tt.atomic_rmw umax, relaxed, gpu, %l, %w : (!tt.ptr<i64>, i64) -> i64
  // CHECK: tt.atomic_rmw umin,
  %11 = tt.atomic_rmw umin, relaxed, gpu, %l, %w : (!tt.ptr<i64>, i64) -> i64
  tt.return
}

// CHECK-LABEL: tt.func @cas
tt.func @cas(%o: !tt.ptr<i32>, %c: i32, %p: tensor<64x!tt.ptr<f32>>, %v: tensor<64xf32>) {
  // CHECK: tt.atomic_cas acquire, sys, %{{.*}}, %{{.*}}, %{{.*}} : (!tt.ptr<i32>, i32, i32) -> i32
  %0 = tt.atomic_cas acquire, sys, %o, %c, %c : (!tt.ptr<i32>, i32, i32) -> i32
  // CHECK: tt.atomic_cas acq_rel, gpu, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<64x!tt.ptr<f32>>, tensor<64xf32>, tensor<64xf32>) -> tensor<64xf32>
  %1 = "tt.atomic_cas"(%p, %v, %v) <{scope = 1 : i32, sem = 4 : i32}> : (tensor<64x!tt.ptr<f32>>, tensor<64xf32>, tensor<64xf32>) -> tensor<64xf32>
  tt.return
}
