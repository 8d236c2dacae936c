// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Kernels, helpers and calls: custom form, and generic form read back.

// CHECK-LABEL: tt.func public @kernel(
// CHECK-SAME: %{{[^:]*}}: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %{{[^:]*}}: i32 {tt.divisibility = 16 : i32})
// CHECK-SAME: attributes {noinline = false} {
tt.func public @kernel(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32},
                       %n: i32 {tt.divisibility = 16 : i32}) attributes {noinline = false} {
  %c = arith.constant 1.0 : f32
  // CHECK: tt.call @"triton.language.standard._sum_combine__fp32_fp32__(0,)cconstexpr_1_"(%{{.*}}, %{{.*}}) : (f32, f32) -> f32
  %0 = tt.call @"triton.language.standard._sum_combine__fp32_fp32__(0,)cconstexpr_1_"(%c, %c) : (f32, f32) -> f32
  // CHECK: %{{.*}}:2 = tt.call @two(%{{.*}}) : (i32) -> (i32, tensor<4xf32>)
  %1:2 = tt.call @two(%n) : (i32) -> (i32, tensor<4xf32>)
  // CHECK: tt.call @nothing() : () -> ()
  tt.call @nothing() : () -> ()
  // CHECK: tt.return
  tt.return
}

// CHECK: tt.func private @"triton.language.standard._sum_combine__fp32_fp32__(0,)cconstexpr_1_"
// CHECK-SAME: -> f32 attributes {noinline = true} {
tt.func private @"triton.language.standard._sum_combine__fp32_fp32__(0,)cconstexpr_1_"(%a: f32, %b: f32) -> f32 attributes {noinline = true} {
  %0 = arith.addf %a, %b : f32
  // CHECK: tt.return %{{.*}} : f32
  tt.return %0 : f32
}

// CHECK: tt.func private @two(%{{.*}}: i32) -> (i32, tensor<4xf32>)
tt.func private @two(%a: i32) -> (i32, tensor<4xf32>) {
  %t = arith.constant dense<0.0> : tensor<4xf32>
  // CHECK: tt.return %{{.*}}, %{{.*}} : i32, tensor<4xf32>
  tt.return %a, %t : i32, tensor<4xf32>
}

// A declaration; attributes of results.
// CHECK: tt.func private @nothing()
// CHECK-NOT: {
tt.func private @nothing()

// CHECK: tt.func @ext(i32 {tt.divisibility = 4 : i64}) -> (f32 {tt.constancy = 1 : i64})
tt.func @ext(i32 {tt.divisibility = 4 : i64}) -> (f32 {tt.constancy = 1 : i64})

// An early return: a function of several blocks.
// CHECK-LABEL: tt.func @blocks
tt.func @blocks(%c: i1, %n: i32) {
  // CHECK: cf.cond_br %{{.*}}, ^bb1, ^bb2(%{{.*}} : i32)
  cf.cond_br %c, ^bb1, ^bb2(%n : i32)
^bb1:
  tt.return
^bb2(%m: i32):
  tt.return
}

// Hints on any op, of this dialect or another.
// CHECK-LABEL: tt.func @hints
tt.func @hints(%n: i32) {
  // CHECK: arith.muli %{{.*}}, %{{.*}} {tt.divisibility = dense<16> : tensor<1xi32>} : i32
  %0 = arith.muli %n, %n {tt.divisibility = dense<16> : tensor<1xi32>} : i32
  // CHECK: tt.make_range {end = 64 : i32, start = 0 : i32, tt.contiguity = dense<64> : tensor<1xi32>} : tensor<64xi32>
  %1 = tt.make_range {end = 64 : i32, start = 0 : i32, tt.contiguity = dense<64> : tensor<1xi32>} : tensor<64xi32>
  tt.return
}
