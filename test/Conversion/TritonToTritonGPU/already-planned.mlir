// RUN: triton-metal-opt %s > %t.1
// RUN: triton-metal-opt %s --convert-triton-to-tritongpu=num-warps=8 > %t.2
// RUN: diff %t.1 %t.2
// RUN: FileCheck %s < %t.2
// What has layouts stays as it is, whatever the options say.

#blocked = #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [2], order = [0]}>
// CHECK: module attributes {"ttg.num-warps" = 2 : i32, "ttg.threads-per-warp" = 32 : i32}
module attributes {"ttg.num-warps" = 2 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // CHECK: tt.func public @kernel(%{{.*}}: tensor<64xf32, #blocked>)
  tt.func public @kernel(%x: tensor<64xf32, #blocked>) {
    %0 = math.exp %x : tensor<64xf32, #blocked>
    tt.return
  }
  tt.func public @no_tensors(%p: !tt.ptr<f32>) {
    tt.return
  }
}
