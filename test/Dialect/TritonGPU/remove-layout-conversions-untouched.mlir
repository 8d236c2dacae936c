// RUN: triton-metal-opt %s --split-input-file > %t.1
// RUN: triton-metal-opt %s --split-input-file --tritongpu-remove-layout-conversions > %t.2
// RUN: diff %t.1 %t.2
// RUN: FileCheck %s < %t.2
// Functions in which some tensor has no layout of ours are left alone.

// CHECK-LABEL: @ttir
tt.func @ttir(%p: tensor<8x16x!tt.ptr<f32>>) {
  %v = tt.load %p : tensor<8x16x!tt.ptr<f32>>
  %t = tt.trans %v {order = array<i32: 1, 0>} : tensor<8x16xf32> -> tensor<16x8xf32>
  %r = tt.reshape %t : tensor<16x8xf32> -> tensor<128xf32>
  tt.return
}

// -----

// CHECK-LABEL: @foreign
tt.func @foreign(%x: tensor<8x16xf32, "foreign">, %p: tensor<16x8x!tt.ptr<f32>, "foreign">) {
  %t = tt.trans %x {order = array<i32: 1, 0>} : tensor<8x16xf32, "foreign"> -> tensor<16x8xf32, "foreign">
  %r = tt.reshape %t : tensor<16x8xf32, "foreign"> -> tensor<128xf32, "foreign">
  %e = math.exp %r : tensor<128xf32, "foreign">
  tt.store %p, %t : tensor<16x8x!tt.ptr<f32>, "foreign">
  tt.return
}

// -----

// CHECK-LABEL: @one_foreign_argument
#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#wide = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
tt.func @one_foreign_argument(%x: tensor<512xf32, #blocked>, %y: tensor<512xf32, "foreign">, %p: tensor<512x!tt.ptr<f32>, #wide>) {
  %w = ttg.convert_layout %x : tensor<512xf32, #blocked> -> tensor<512xf32, #wide>
  tt.store %p, %w : tensor<512x!tt.ptr<f32>, #wide>
  tt.return
}

// -----

// A declaration, and a module without anything.

// CHECK-LABEL: @declared
tt.func @declared(tensor<512xf32>)

// -----

module {
}
