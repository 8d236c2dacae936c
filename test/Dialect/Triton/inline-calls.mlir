// RUN: triton-metal-opt %s --triton-inline-calls | FileCheck %s

// Helpers that call helpers, in any order of the file, `noinline` or not, and in regions;
// none is left. A private function that nobody calls goes as well.
// CHECK-NOT:   tt.func private
// CHECK-LABEL: tt.func public @kernel(
// CHECK:         %[[C:.*]] = arith.constant 2.0
// CHECK:         %[[T:.*]] = arith.mulf %{{.*}}, %[[C]] : f32
// CHECK:         %[[S:.*]] = arith.addf %[[T]], %[[T]] : f32
// CHECK:         tt.store %{{.*}}, %[[S]]
// CHECK:         "tt.reduce"
// CHECK:           arith.maxnumf
// CHECK-NEXT:      tt.reduce.return
// CHECK-NOT:     tt.call
tt.func public @kernel(%x: !tt.ptr<f32>, %a: f32, %v: tensor<64xf32>) {
  %r = tt.call @outer(%a) : (f32) -> f32
  tt.store %x, %r : !tt.ptr<f32>
  %m = "tt.reduce"(%v) <{axis = 0 : i32}> ({
  ^bb0(%l: f32, %k: f32):
    %0 = tt.call @combine(%l, %k) : (f32, f32) -> f32
    tt.reduce.return %0 : f32
  }) : (tensor<64xf32>) -> f32
  tt.store %x, %m : !tt.ptr<f32>
  tt.return
}
tt.func private @outer(%a: f32) -> f32 attributes {noinline = true} {
  %t = tt.call @inner(%a) : (f32) -> f32
  %s = arith.addf %t, %t : f32
  tt.return %s : f32
}
tt.func private @inner(%a: f32) -> f32 attributes {noinline = true} {
  %c = arith.constant 2.0 : f32
  %t = arith.mulf %a, %c : f32
  tt.return %t : f32
}
tt.func private @combine(%a: f32, %b: f32) -> f32 attributes {noinline = false} {
  %m = arith.maxnumf %a, %b : f32
  tt.return %m : f32
}
tt.func private @unused(%a: f32) -> f32 {
  tt.return %a : f32
}

// Two kernels of one file stay two.
// CHECK-LABEL: tt.func public @second()
tt.func public @second() {
  tt.return
}
