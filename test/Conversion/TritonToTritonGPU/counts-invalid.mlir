// RUN: not triton-metal-opt %s --convert-triton-to-tritongpu=num-warps=3 2>&1 | FileCheck %s --check-prefix=THREE
// RUN: not triton-metal-opt %s --convert-triton-to-tritongpu=num-warps=64 2>&1 | FileCheck %s --check-prefix=MANY
// RUN: not triton-metal-opt %s --convert-triton-to-tritongpu=num-warps=0 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not triton-metal-opt %s --convert-triton-to-tritongpu=num-warps=-4 2>&1 | FileCheck %s --check-prefix=NEGATIVE
// RUN: not triton-metal-opt %s --convert-triton-to-tritongpu=threads-per-warp=24 2>&1 | FileCheck %s --check-prefix=LANES
// RUN: not triton-metal-opt %s --triton-to-tritongpu=num-warps=6 2>&1 | FileCheck %s --check-prefix=PIPELINE

// THREE: error: num-warps must be a power of two from 1 to 32, found 3{{$}}
// MANY: error: num-warps must be a power of two from 1 to 32, found 64{{$}}
// NONE: error: num-warps must be a power of two from 1 to 32, found 0{{$}}
// NEGATIVE: error: num-warps must be a power of two from 1 to 32, found -4{{$}}
// LANES: error: threads-per-warp must be a power of two from 1 to 64, found 24{{$}}
// PIPELINE: error: num-warps must be a power of two from 1 to 32, found 6{{$}}
tt.func @kernel(%x: tensor<64xf32>) {
  tt.return
}
