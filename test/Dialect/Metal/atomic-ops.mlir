// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s

// CHECK-LABEL: tt.func @value_form
tt.func @value_form(%x: !metal.ptr<f32, device>, %v: vector<8xf32>, %i: vector<8xi32>, %m: vector<8xi1>) {
  // CHECK: metal.scatter_atomic add %{{.*}}, %{{.*}}[%{{.*}}], %{{.*}} : vector<8xf32>, <f32, device>, vector<8xi32>
  %a = metal.scatter_atomic add %v, %x[%i], %m : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  // CHECK: metal.scatter_atomic max_float %{{.*}}, %{{.*}}[%{{.*}}] : vector<8xf32>, <f32, device>, vector<8xi32>
  %b = metal.scatter_atomic max_float %v, %x[%i] : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  // CHECK: metal.scatter_compare_exchange %{{.*}}, %{{.*}}, %{{.*}}[%{{.*}}], %{{.*}} : vector<8xf32>, <f32, device>, vector<8xi32>
  %c = metal.scatter_compare_exchange %v, %v, %x[%i], %m : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  tt.return
}

// CHECK-LABEL: tt.func @loop_form
tt.func @loop_form(%x: !metal.ptr<i32, device>, %s: !metal.ptr<i32, threadgroup>, %v: i32, %w: i64, %i: i32, %j: i64) {
  // CHECK: metal.atomic_rmw min_unsigned %{{.*}}, %{{.*}}[%{{.*}}] : i32, <i32, device>, i32
  %a = metal.atomic_rmw min_unsigned %v, %x[%i] : i32, !metal.ptr<i32, device>, i32
  // CHECK: metal.atomic_rmw add %{{.*}}, %{{.*}}[%{{.*}}] : i32, <i32, threadgroup>, i32
  %b = metal.atomic_rmw add %v, %s[%i] : i32, !metal.ptr<i32, threadgroup>, i32
  // CHECK: metal.atomic_rmw max_unsigned %{{.*}}, %{{.*}}[%{{.*}}] : i64, <i32, device>, i64
  %c = metal.atomic_rmw max_unsigned %w, %x[%j] : i64, !metal.ptr<i32, device>, i64
  // CHECK: metal.atomic_compare_exchange %{{.*}}, %{{.*}}, %{{.*}}[%{{.*}}] : i32, <i32, device>, i32
  %d = metal.atomic_compare_exchange %v, %v, %x[%i] : i32, !metal.ptr<i32, device>, i32
  // CHECK: metal.atomic_load %{{.*}}[%{{.*}}] : <i32, device>, i32 -> i32
  %e = metal.atomic_load %x[%i] : !metal.ptr<i32, device>, i32 -> i32
  // CHECK: metal.fence release, device
  metal.fence release, device
  // CHECK: metal.fence acq_rel, system
  metal.fence acq_rel, system
  tt.return
}
