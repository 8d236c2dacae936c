// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Pointers and descriptors: everything that may stand inside, both spellings.

// CHECK-LABEL: tt.func @pointers(
// CHECK-SAME: !tt.ptr<i1>, %{{[^:]*}}: !tt.ptr<i4>, %{{[^:]*}}: !tt.ptr<i64>
// CHECK-SAME: !tt.ptr<f8E5M2>, %{{[^:]*}}: !tt.ptr<f8E4M3FN>, %{{[^:]*}}: !tt.ptr<f8E4M3FNUZ>, %{{[^:]*}}: !tt.ptr<f8E5M2FNUZ>
// CHECK-SAME: !tt.ptr<bf16>, %{{[^:]*}}: !tt.ptr<!tt.ptr<f64>>
tt.func @pointers(%0: !tt.ptr<i1>, %1: !tt.ptr<i4>, %2: !tt.ptr<i64>,
                  %3: !tt.ptr<f8E5M2>, %4: !tt.ptr<f8E4M3FN>, %5: !tt.ptr<f8E4M3FNUZ>, %6: !tt.ptr<f8E5M2FNUZ>,
                  %7: !tt.ptr<bf16>, %8: !tt.ptr<!tt.ptr<f64>>) {
  tt.return
}

// Address space 1 is not printed.
// CHECK-LABEL: tt.func @spaces(
// CHECK-SAME: !tt.ptr<f32>, %{{[^:]*}}: !tt.ptr<i8, 0>, %{{[^:]*}}: !tt.ptr<f32, 3>, %{{[^:]*}}: !tt.ptr<tensor<4xf32>, 3>
tt.func @spaces(%0: !tt.ptr<f32, 1>, %1: !tt.ptr<i8, 0>, %2: !tt.ptr<f32, 3>, %3: !tt.ptr<tensor<4xf32>, 3>) {
  tt.return
}

// CHECK-LABEL: tt.func @tensors(
// CHECK-SAME: tensor<128x!tt.ptr<f32>>, %{{[^:]*}}: tensor<2x2x2x2x2x2x2x2x!tt.ptr<f16, 3>>, %{{[^:]*}}: !tt.ptr<tensor<64x32xf16>>
tt.func @tensors(%0: tensor<128x!tt.ptr<f32>>, %1: tensor<2x2x2x2x2x2x2x2x!tt.ptr<f16, 3>>, %2: !tt.ptr<tensor<64x32xf16>>) {
  tt.return
}

// CHECK-LABEL: tt.func @descriptors(
// CHECK-SAME: !tt.tensordesc<tensor<64x64xf16>>, %{{[^:]*}}: !tt.tensordesc<tensor<8x32xui32>>, %{{[^:]*}}: !tt.tensordesc<tensor<2048xsi8>>
// CHECK-SAME: !tt.tensordesc<tensor<1x2x4x8x16xi16>>
tt.func @descriptors(%0: !tt.tensordesc<tensor<64x64xf16>>, %1: !tt.tensordesc<tensor<8x32xui32>>, %2: !tt.tensordesc<tensor<2048xsi8>>,
                     %3: !tt.tensordesc<tensor<1x2x4x8x16xi16>>) {
  tt.return
}

// As Triton prints them from 3.8 on.
// CHECK-LABEL: tt.func @bare_descriptors(
// CHECK-SAME: !tt.tensordesc<tensor<64x64xf16>>, %{{[^:]*}}: !tt.tensordesc<tensor<8x32xui32>>, %{{[^:]*}}: !tt.tensordesc<tensor<2048xsi8>>
// CHECK-SAME: !tt.tensordesc<tensor<64xf32, #{{.*}}>>
#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
tt.func @bare_descriptors(%0: !tt.tensordesc<64x64xf16>, %1: !tt.tensordesc<8x32xui32>, %2: !tt.tensordesc<2048xsi8>,
                          %3: !tt.tensordesc<64xf32, #blocked>) {
  tt.return
}

// A block with a layout, in a pointer and in a descriptor.
// CHECK-LABEL: tt.func @layouts(
// CHECK-SAME: !tt.tensordesc<tensor<64xf32, #{{[a-z]*}}>>, %{{[^:]*}}: !tt.ptr<tensor<64xf32, #{{[a-z]*}}>>
tt.func @layouts(%0: !tt.tensordesc<tensor<64xf32, #blocked>>, %1: !tt.ptr<tensor<64xf32, #blocked>>) {
  tt.return
}
