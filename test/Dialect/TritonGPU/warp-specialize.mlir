// RUN: triton-metal-opt %s | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | FileCheck %s --check-prefix=GENERIC
// Partitions are an op of their own only in generic form.
// GENERIC: "ttg.warp_specialize.partitions"(

#one = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [1], order = [0]}>
#four = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
// CHECK-LABEL: @partitions
tt.func @partitions(%a: i32, %b: f32) {
  // CHECK:      %{{.*}} = ttg.warp_specialize(%{{.*}}, %{{.*}}) attributes {requestedRegisters = array<i32: 24, 80>, warpGroupStartIds = array<i32: 4, 8>}
  // CHECK-NEXT: default {
  // CHECK-NEXT:   ttg.warp_yield %{{.*}} : i32
  // CHECK-NEXT: }
  // CHECK-NEXT: partition0(%[[X:.*]]: i32, %{{.*}}: f32) num_warps(4) {
  // CHECK-NEXT:   tt.splat %[[X]] : i32 -> tensor<128xi32, #blocked>
  // CHECK-NEXT:   ttg.warp_return
  // CHECK-NEXT: }
  // CHECK-NEXT: partition1(%[[X:.*]]: i32, %{{.*}}: f32) num_warps(1) {
  // CHECK-NEXT:   tt.splat %[[X]] : i32 -> tensor<128xi32, #blocked1>
  // CHECK-NEXT:   ttg.warp_return
  // CHECK-NEXT: } : (i32, f32) -> i32
  %0 = ttg.warp_specialize(%a, %b) attributes {requestedRegisters = array<i32: 24, 80>, warpGroupStartIds = array<i32: 4, 8>}
  default {
    ttg.warp_yield %a : i32
  }
  partition0(%x: i32, %y: f32) num_warps(4) {
    %1 = tt.splat %x : i32 -> tensor<128xi32, #four>
    ttg.warp_return
  }
  // The layouts of a partition are those of its own number of warps.
  partition1(%x: i32, %y: f32) num_warps(1) {
    %1 = tt.splat %x : i32 -> tensor<128xi32, #one>
    ttg.warp_return
  } : (i32, f32) -> i32
  tt.return
}

// CHECK-LABEL: @alone
tt.func @alone() {
  // CHECK:      ttg.warp_specialize()
  // CHECK-NEXT: default {
  // CHECK-NEXT:   ttg.warp_yield
  // CHECK-NEXT: } : () -> ()
  ttg.warp_specialize()
  default {
    ttg.warp_yield
  } : () -> ()
  tt.return
}

// The generic form of 3.7 has the captures on the holder of the partitions.
// CHECK-LABEL: @captures_inside
tt.func @captures_inside(%a: i32) {
  // CHECK:      ttg.warp_specialize(%{{.*}})
  // CHECK-NEXT: default {
  // CHECK-NEXT:   ttg.warp_yield
  // CHECK-NEXT: }
  // CHECK-NEXT: partition0(%{{.*}}: i32) num_warps(2) {
  // CHECK-NEXT:   ttg.warp_return
  // CHECK-NEXT: } : (i32) -> ()
  "ttg.warp_specialize"() <{partitionNumWarps = array<i32: 2>}> ({
    "ttg.warp_yield"() : () -> ()
  }, {
    "ttg.warp_specialize.partitions"(%a) ({
    ^bb0(%x: i32):
      "ttg.warp_return"() : () -> ()
    }) : (i32) -> ()
  }) : () -> ()
  tt.return
}
}
