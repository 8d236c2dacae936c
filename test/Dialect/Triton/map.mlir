// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Scalar code for each element, in the generic form, as Triton prints it.

// CHECK-LABEL: tt.func @one
tt.func @one(%a: tensor<64xi32>) {
  // CHECK: "tt.map_elementwise"(%{{.*}}, %{{.*}}) <{pack = 1 : i32}> ({
  // CHECK-NEXT: ^bb0(%{{.*}}: i32, %{{.*}}: i32):
  // CHECK: tt.map_elementwise.return %{{.*}} : i32
  // CHECK-NEXT: }) : (tensor<64xi32>, tensor<64xi32>) -> tensor<64xi32>
  %0 = "tt.map_elementwise"(%a, %a) <{pack = 1 : i32}> ({
  ^bb0(%x: i32, %y: i32):
    %m = arith.minsi %x, %y : i32
    tt.map_elementwise.return %m : i32
  }) : (tensor<64xi32>, tensor<64xi32>) -> tensor<64xi32>
  tt.return
}

// Several blocks, two elements at a time, results of other types.
// CHECK-LABEL: tt.func @packed
tt.func @packed(%a: tensor<64xi32>, %b: tensor<64xf16>) {
  // CHECK: %{{.*}}:2 = "tt.map_elementwise"(%{{.*}}, %{{.*}}) <{pack = 2 : i32}> ({
  // CHECK-NEXT: ^bb0(%{{.*}}: i32, %{{.*}}: i32, %{{.*}}: f16, %{{.*}}: f16):
  // CHECK: cf.cond_br %{{.*}}, ^bb1, ^bb2
  // CHECK: tt.map_elementwise.return %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : f16, f16, i1, i1
  %0:2 = "tt.map_elementwise"(%a, %b) <{pack = 2 : i32}> ({
  ^bb0(%x0: i32, %x1: i32, %y0: f16, %y1: f16):
    %c = arith.cmpi slt, %x0, %x1 : i32
    cf.cond_br %c, ^bb1, ^bb2
  ^bb1:
    tt.map_elementwise.return %y0, %y1, %c, %c : f16, f16, i1, i1
  ^bb2:
    tt.map_elementwise.return %y1, %y0, %c, %c : f16, f16, i1, i1
  }) : (tensor<64xi32>, tensor<64xf16>) -> (tensor<64xf16>, tensor<64xi1>)
  tt.return
}
