// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @value(%p: !tt.ptr<f32>, %v: f16) {
  // expected-error@+1 {{'tt.atomic_rmw' op failed to verify that value is what the pointer points to}}
  %0 = tt.atomic_rmw fadd, relaxed, gpu, %p, %v : (!tt.ptr<f32>, f16) -> f16
  tt.return
}

// -----

tt.func @result(%p: !tt.ptr<f32>, %v: f32) {
  // expected-error@+1 {{'tt.atomic_rmw' op failed to verify that all of {val, result} have same type}}
  %0 = tt.atomic_rmw fadd, relaxed, gpu, %p, %v : (!tt.ptr<f32>, f32) -> f16
  tt.return
}

// -----

tt.func @mask(%p: tensor<4x!tt.ptr<f32>>, %v: tensor<4xf32>, %m: i1) {
  // expected-error@+1 {{'tt.atomic_rmw' op failed to verify that mask is i1 with the shape of ptr}}
  %0 = tt.atomic_rmw fadd, relaxed, gpu, %p, %v, %m : (tensor<4x!tt.ptr<f32>>, tensor<4xf32>, i1) -> tensor<4xf32>
  tt.return
}

// -----

tt.func @float(%p: !tt.ptr<f32>, %v: f32) {
  // expected-error@+1 {{'tt.atomic_rmw' op cannot do 'add' on 'f32', only on integers; use fadd}}
  %0 = tt.atomic_rmw add, relaxed, gpu, %p, %v : (!tt.ptr<f32>, f32) -> f32
  tt.return
}

// -----

tt.func @float_max(%p: !tt.ptr<f32>, %v: f32) {
  // expected-error@+1 {{'tt.atomic_rmw' op cannot do 'umax' on 'f32', only on integers}}
  %0 = tt.atomic_rmw umax, relaxed, gpu, %p, %v : (!tt.ptr<f32>, f32) -> f32
  tt.return
}

// -----

tt.func @integer(%p: !tt.ptr<i32>, %v: i32) {
  // expected-error@+1 {{'tt.atomic_rmw' op cannot do 'fadd' on 'i32', only on floats; use add}}
  %0 = tt.atomic_rmw fadd, relaxed, gpu, %p, %v : (!tt.ptr<i32>, i32) -> i32
  tt.return
}

// -----

tt.func @pointer(%p: !tt.ptr<!tt.ptr<i32>>, %v: !tt.ptr<i32>) {
  // expected-error@+1 {{'tt.atomic_rmw' op works on integers and floats, found '!tt.ptr<i32>'}}
  %0 = tt.atomic_rmw exch, relaxed, gpu, %p, %v : (!tt.ptr<!tt.ptr<i32>>, !tt.ptr<i32>) -> !tt.ptr<i32>
  tt.return
}

// -----

tt.func @order(%p: !tt.ptr<i32>, %v: i32) {
  // expected-error@+1 {{invalid properties {atomic_rmw_op = 4 : i32, scope = 1 : i32, sem = 5 : i32} for op tt.atomic_rmw: Invalid attribute `sem` in property conversion: 5 : i32}}
  %0 = "tt.atomic_rmw"(%p, %v) <{atomic_rmw_op = 4 : i32, scope = 1 : i32, sem = 5 : i32}> : (!tt.ptr<i32>, i32) -> i32
  tt.return
}

// -----

tt.func @compare(%p: !tt.ptr<i32>, %v: i64) {
  // expected-error@+1 {{'tt.atomic_cas' op failed to verify that compared value is what the pointer points to}}
  %0 = tt.atomic_cas relaxed, gpu, %p, %v, %v : (!tt.ptr<i32>, i64, i64) -> i64
  tt.return
}

// -----

tt.func @swap(%p: !tt.ptr<i32>, %c: i32, %v: i64) {
  // expected-error@+1 {{'tt.atomic_cas' op failed to verify that all of {cmp, val, result} have same type}}
  %0 = tt.atomic_cas relaxed, gpu, %p, %c, %v : (!tt.ptr<i32>, i32, i64) -> i32
  tt.return
}
