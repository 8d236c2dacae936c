// RUN: triton-metal-opt %s --cse --canonicalize | FileCheck %s
// Which ops may be merged, or removed when nobody uses them.

// CHECK-LABEL: tt.func @loads(
tt.func @loads(%p: !tt.ptr<f32>, %q: !tt.ptr<f32>) -> (f32, f32, f32, f32, f32) {
  // Two reads without a write between them are one.
  // CHECK: %[[A:.*]] = tt.load %arg0 : !tt.ptr<f32>
  // CHECK-NEXT: tt.store
  %0 = tt.load %p : !tt.ptr<f32>
  %1 = tt.load %p : !tt.ptr<f32>
  tt.store %q, %0 : !tt.ptr<f32>
  // CHECK-NEXT: %[[B:.*]] = tt.load %arg0 : !tt.ptr<f32>
  %2 = tt.load %p : !tt.ptr<f32>
  // CHECK-NEXT: %[[C:.*]] = tt.load %arg0 {isVolatile = true}
  // CHECK-NEXT: %[[D:.*]] = tt.load %arg0 {isVolatile = true}
  // CHECK-NEXT: tt.load %arg0 {isVolatile = true}
  %3 = tt.load %p {isVolatile = true} : !tt.ptr<f32>
  %4 = tt.load %p {isVolatile = true} : !tt.ptr<f32>
  %5 = tt.load %p {isVolatile = true} : !tt.ptr<f32>
  %unused = tt.load %p : !tt.ptr<f32>
  // CHECK-NEXT: tt.return %[[A]], %[[A]], %[[B]], %[[C]], %[[D]]
  tt.return %0, %1, %2, %3, %4 : f32, f32, f32, f32, f32
}

// CHECK-LABEL: tt.func @descriptors(
tt.func @descriptors(%d: !tt.tensordesc<tensor<8xf32>>, %r: !tt.tensordesc<tensor<1x8xf32>>, %x: tensor<8xi32>, %i: i32) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) {
  // CHECK-NEXT: %[[A:.*]] = tt.descriptor_load
  %0 = tt.descriptor_load %d[%i] : !tt.tensordesc<tensor<8xf32>> -> tensor<8xf32>
  %1 = tt.descriptor_load %d[%i] : !tt.tensordesc<tensor<8xf32>> -> tensor<8xf32>
  // CHECK-NEXT: tt.descriptor_store
  tt.descriptor_store %d[%i], %0 : !tt.tensordesc<tensor<8xf32>>, tensor<8xf32>
  // CHECK-NEXT: %[[B:.*]] = tt.descriptor_load
  %2 = tt.descriptor_load %d[%i] : !tt.tensordesc<tensor<8xf32>> -> tensor<8xf32>
  // CHECK-NEXT: %[[C:.*]] = tt.descriptor_gather
  %3 = tt.descriptor_gather %r[%x, %i] : (!tt.tensordesc<tensor<1x8xf32>>, tensor<8xi32>, i32) -> tensor<8x8xf32>
  // CHECK-NEXT: tt.descriptor_reduce
  tt.descriptor_reduce add, %d[%i], %0 : !tt.tensordesc<tensor<8xf32>>, tensor<8xf32>
  // CHECK-NEXT: %[[D:.*]] = tt.descriptor_gather
  %4 = tt.descriptor_gather %r[%x, %i] : (!tt.tensordesc<tensor<1x8xf32>>, tensor<8xi32>, i32) -> tensor<8x8xf32>
  // CHECK-NEXT: tt.descriptor_scatter
  tt.descriptor_scatter %r[%x, %i], %4 : !tt.tensordesc<tensor<1x8xf32>>, tensor<8xi32>, i32, tensor<8x8xf32>
  // CHECK-NEXT: %[[E:.*]] = tt.descriptor_gather
  %5 = tt.descriptor_gather %r[%x, %i] : (!tt.tensordesc<tensor<1x8xf32>>, tensor<8xi32>, i32) -> tensor<8x8xf32>
  // CHECK-NEXT: tt.return %[[A]], %[[A]], %[[B]], %[[C]], %[[D]], %[[E]]
  tt.return %0, %1, %2, %3, %4, %5 : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>
}

// CHECK-LABEL: tt.func @unused(
tt.func @unused(%p: !tt.ptr<i32>, %b: !tt.ptr<i8>, %v: i32, %t: tensor<8xi32>, %s: i64, %c: i1) {
  // CHECK-NEXT: tt.atomic_rmw
  %0 = tt.atomic_rmw add, relaxed, gpu, %p, %v : (!tt.ptr<i32>, i32) -> i32
  // CHECK-NEXT: tt.atomic_cas
  %1 = tt.atomic_cas relaxed, gpu, %p, %v, %v : (!tt.ptr<i32>, i32, i32) -> i32
  %2 = tt.extern_elementwise %v {libname = "", libpath = "", pure = true, symbol = "a"} : (i32) -> i32
  // CHECK-NEXT: tt.extern_elementwise %{{.*}} symbol = "b"
  %3 = tt.extern_elementwise %v {libname = "", libpath = "", pure = false, symbol = "b"} : (i32) -> i32
  %4 = tt.elementwise_inline_asm "a" {constraints = "", packed_element = 1 : i32, pure = true} %v : i32 -> i32
  // CHECK-NEXT: tt.elementwise_inline_asm "b"
  %5 = tt.elementwise_inline_asm "b" {constraints = "", packed_element = 1 : i32, pure = false} %v : i32 -> i32
  %6 = tt.make_tensor_descriptor %b, [%v], [%s] : <i8>, <tensor<8xi8>>
  %7 = tt.histogram %t : tensor<8xi32> -> tensor<8xi32>
  %8 = "tt.reduce"(%t) <{axis = 0 : i32}> ({
  ^bb0(%x: i32, %y: i32):
    %z = arith.addi %x, %y : i32
    tt.reduce.return %z : i32
  }) : (tensor<8xi32>) -> i32
  // A region with an effect keeps its op.
  // CHECK-NEXT: "tt.reduce"
  %9 = "tt.reduce"(%t) <{axis = 0 : i32}> ({
  ^bb0(%x: i32, %y: i32):
    // CHECK: tt.print
    tt.print "" {hex = false, isSigned = array<i32>}
    tt.reduce.return %y : i32
  }) : (tensor<8xi32>) -> i32
  %10 = "tt.map_elementwise"(%t) <{pack = 1 : i32}> ({
  ^bb0(%x: i32):
    tt.map_elementwise.return %x : i32
  }) : (tensor<8xi32>) -> tensor<8xi32>
  // CHECK: tt.assert
  tt.assert %c, "" : i1
  // CHECK-NEXT: tt.call @helper
  tt.call @helper() : () -> ()
  // CHECK-NEXT: tt.return
  tt.return
}
tt.func private @helper()
