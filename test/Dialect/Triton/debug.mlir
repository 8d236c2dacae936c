// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Device prints and asserts.

// CHECK-LABEL: tt.func @prints
tt.func @prints(%i: tensor<64xi32>, %s: f32, %p: !tt.ptr<f32>) {
  // CHECK: tt.print " val: " {hex = false, isSigned = array<i32: 1, 0>} : %{{.*}}, %{{.*}} : tensor<64xi32>, tensor<64xi32>
  tt.print " val: " {hex = false, isSigned = array<i32: 1, 0>} : %i, %i : tensor<64xi32>, tensor<64xi32>
  // CHECK: tt.print "hello" {hex = false, isSigned = array<i32>}
  tt.print "hello" {hex = false, isSigned = array<i32>}
  // CHECK: tt.print " a\22b\0A: " {hex = true, isSigned = array<i32: 0, 0>} : %{{.*}}, %{{.*}} : f32, !tt.ptr<f32>
  tt.print " a\22b\0A: " {hex = true, isSigned = array<i32: 0, 0>} : %s, %p : f32, !tt.ptr<f32>
  // CHECK: tt.print "g" {hex = false, isSigned = array<i32: 0>} : %{{.*}} : f32
  "tt.print"(%s) <{hex = false, isSigned = array<i32: 0>, prefix = "g"}> : (f32) -> ()
  tt.return
}

// Triton 3.0 has no signs.
// CHECK-LABEL: tt.func @old_prints
tt.func @old_prints(%i: tensor<64xi32>, %s: f32) {
  // CHECK: tt.print " val: " {hex = false, isSigned = array<i32: 1, 1>} : %{{.*}}, %{{.*}} : tensor<64xi32>, f32
  tt.print " val: " {hex = false} : %i, %s : tensor<64xi32>, f32
  // CHECK: tt.print "hello" {hex = false, isSigned = array<i32>}
  tt.print "hello" {hex = false}
  tt.return
}

// CHECK-LABEL: tt.func @asserts
tt.func @asserts(%m: tensor<64xi1>, %c: i1) {
  // CHECK: tt.assert %{{.*}}, "index out of range" : tensor<64xi1>
  tt.assert %m, "index out of range" : tensor<64xi1>
  // CHECK: tt.assert %{{.*}}, "bad" : i1
  tt.assert %c, "bad" : i1
  // CHECK: tt.assert %{{.*}}, "" {tt.note = 1 : i32} : i1
  "tt.assert"(%c) <{message = ""}> {tt.note = 1 : i32} : (i1) -> ()
  tt.return
}

// Triton 3.0 adds file, function and line.
// CHECK-LABEL: tt.func @old_asserts
tt.func @old_asserts(%m: tensor<64xi1>) {
  // CHECK: tt.assert %{{.*}}, "msg" : tensor<64xi1>
  tt.assert %m, "msg", "file.py", "fn", 12 : tensor<64xi1>
  // CHECK: tt.assert %{{.*}}, "msg" {tt.note = 1 : i32} : tensor<64xi1>
  tt.assert %m, "msg", "unknown", "unknown", 0 {tt.note = 1 : i32} : tensor<64xi1>
  tt.return
}
