// RUN: triton-metal-opt %s --split-input-file --triton-to-tritongpu | FileCheck %s
// Modules that no kernel comes in.

// CHECK:      module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, ttg.target = "metal:apple7", "ttg.threads-per-warp" = 32 : i32} {
// CHECK-NEXT: }
module {
}

// -----

// Other kinds of functions and modules inside are not ours.

// CHECK:       llvm.func @other
// CHECK:       module @inner
// CHECK:         tt.func public @kernel(%{{.*}}: tensor<64xf32>)
module {
  llvm.func @other(%x: i32) {
    llvm.return
  }
  module @inner {
    tt.func public @kernel(%x: tensor<64xf32>) {
      tt.return
    }
  }
}

// -----

// A block that is never reached.

// CHECK-LABEL: tt.func public @unreachable(
// CHECK-NEXT:  tt.return
tt.func public @unreachable() {
  tt.return
^dead(%x: tensor<16xf32>):
  %e = math.exp %x : tensor<16xf32>
  cf.br ^dead(%e : tensor<16xf32>)
}

// -----

// TTGIR stays as it is, if nothing better is known.

#blocked = #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [2], order = [0]}>
// CHECK: #[[B:.+]] = #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [2], order = [0]}>
// CHECK: module attributes {"ttg.num-warps" = 2 : i32, "ttg.threads-per-warp" = 32 : i32}
module attributes {"ttg.num-warps" = 2 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // CHECK: tt.store %{{.*}}, %{{.*}} : tensor<64x!tt.ptr<f32>, #[[B]]>
  tt.func public @planned(%p: tensor<64x!tt.ptr<f32>, #blocked>, %x: tensor<64xf32, #blocked>) {
    tt.store %p, %x : tensor<64x!tt.ptr<f32>, #blocked>
    tt.return
  }
}
