// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Tensor descriptors.

// CHECK-LABEL: tt.func @make
tt.func @make(%a: !tt.ptr<f16>, %b: !tt.ptr<i8>, %n: i32, %s: i64) {
  // CHECK: tt.make_tensor_descriptor %{{.*}}, [%{{.*}}, %{{.*}}], [%{{.*}}, %{{.*}}] : <f16>, <tensor<64x64xf16>>
  %0 = tt.make_tensor_descriptor %a, [%n, %n], [%s, %s] : <f16>, <tensor<64x64xf16>>
  // CHECK: tt.make_tensor_descriptor %{{.*}}, [%{{.*}}, %{{.*}}], [%{{.*}}, %{{.*}}] {padding = 2 : i32} : <f16>, <tensor<64x64xf16>>
  %1 = tt.make_tensor_descriptor %a, [%n, %n], [%s, %s] {padding = 2 : i32} : <f16>, <64x64xf16>
  // CHECK: tt.make_tensor_descriptor %{{.*}}, [%{{.*}}], [%{{.*}}] : <i8>, <tensor<2048xsi8>>
  %2 = tt.make_tensor_descriptor %b, [%n], [%s] : !tt.ptr<i8>, !tt.tensordesc<tensor<2048xsi8>>
  // CHECK: tt.make_tensor_descriptor %{{.*}}, [%{{.*}}], [%{{.*}}] : <i8>, <tensor<16xui8>>
  %3 = "tt.make_tensor_descriptor"(%b, %n, %s) <{padding = 1 : i32}> : (!tt.ptr<i8>, i32, i64) -> !tt.tensordesc<16xui8>
  tt.return
}

// CHECK-LABEL: tt.func @blocks
tt.func @blocks(%d: !tt.tensordesc<tensor<64x64xf16>>, %u: !tt.tensordesc<tensor<1x1x8x32xui32>>, %i: i32) {
  // CHECK: tt.descriptor_load %{{.*}}[%{{.*}}, %{{.*}}] : !tt.tensordesc<tensor<64x64xf16>> -> tensor<64x64xf16>
  %0 = tt.descriptor_load %d[%i, %i] : !tt.tensordesc<tensor<64x64xf16>> -> tensor<64x64xf16>
  // CHECK: tt.descriptor_load %{{.*}}[%{{.*}}, %{{.*}}] cacheModifier = ca evictionPolicy = evict_first : !tt.tensordesc<tensor<64x64xf16>> -> tensor<64x64xf16>
  %1 = tt.descriptor_load %d[%i, %i] evictionPolicy = evict_first cacheModifier = ca : !tt.tensordesc<64x64xf16> -> tensor<64x64xf16>
  // CHECK: tt.descriptor_load %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}] : !tt.tensordesc<tensor<1x1x8x32xui32>> -> tensor<8x32xi32>
  %2 = tt.descriptor_load %u[%i, %i, %i, %i] : !tt.tensordesc<tensor<1x1x8x32xui32>> -> tensor<8x32xi32>
  // CHECK: tt.descriptor_store %{{.*}}[%{{.*}}, %{{.*}}], %{{.*}} : !tt.tensordesc<tensor<64x64xf16>>, tensor<64x64xf16>
  tt.descriptor_store %d[%i, %i], %0 : !tt.tensordesc<tensor<64x64xf16>>, tensor<64x64xf16>
  // CHECK: tt.descriptor_store %{{.*}}[%{{.*}}, %{{.*}}], %{{.*}} : !tt.tensordesc<tensor<64x64xf16>>, tensor<64x64xf16>
  "tt.descriptor_store"(%d, %0, %i, %i) : (!tt.tensordesc<tensor<64x64xf16>>, tensor<64x64xf16>, i32, i32) -> ()
  // CHECK: tt.descriptor_reduce add, %{{.*}}[%{{.*}}, %{{.*}}], %{{.*}} : !tt.tensordesc<tensor<64x64xf16>>, tensor<64x64xf16>
  tt.descriptor_reduce add, %d[%i, %i], %0 : !tt.tensordesc<tensor<64x64xf16>>, tensor<64x64xf16>
  // CHECK: tt.descriptor_reduce xor, %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}], %{{.*}} : !tt.tensordesc<tensor<1x1x8x32xui32>>, tensor<8x32xi32>
  "tt.descriptor_reduce"(%u, %2, %i, %i, %i, %i) <{kind = 8 : i32}> : (!tt.tensordesc<tensor<1x1x8x32xui32>>, tensor<8x32xi32>, i32, i32, i32, i32) -> ()
  tt.return
}

// CHECK-LABEL: tt.func @rows
tt.func @rows(%r: !tt.tensordesc<tensor<1x64xf16>>, %x: tensor<32xi32>, %y: tensor<8xi16>, %j: i32) {
  // CHECK: tt.descriptor_gather %{{.*}}[%{{.*}}, %{{.*}}] : (!tt.tensordesc<tensor<1x64xf16>>, tensor<32xi32>, i32) -> tensor<32x64xf16>
  %0 = tt.descriptor_gather %r[%x, %j] : (!tt.tensordesc<tensor<1x64xf16>>, tensor<32xi32>, i32) -> tensor<32x64xf16>
  // CHECK: tt.descriptor_scatter %{{.*}}[%{{.*}}, %{{.*}}], %{{.*}} : !tt.tensordesc<tensor<1x64xf16>>, tensor<32xi32>, i32, tensor<32x64xf16>
  tt.descriptor_scatter %r[%x, %j], %0 : !tt.tensordesc<tensor<1x64xf16>>, tensor<32xi32>, i32, tensor<32x64xf16>
  // CHECK: tt.descriptor_gather %{{.*}}[%{{.*}}, %{{.*}}] : (!tt.tensordesc<tensor<1x64xf16>>, tensor<8xi16>, i32) -> tensor<8x64xf16>
  %1 = tt.descriptor_gather %r[%y, %j] : (!tt.tensordesc<1x64xf16>, tensor<8xi16>, i32) -> tensor<8x64xf16>
  tt.return
}
