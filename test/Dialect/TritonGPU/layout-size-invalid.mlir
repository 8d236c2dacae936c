// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Layouts and shapes beyond all bounds, also where an op looks at a type before its verifier.

// expected-error@+1 {{sizePerThread, threadsPerWarp and warpsPerCTA make a tile of 2^60 elements; at most 2^30 are allowed}}
#tile = #ttg.blocked<{sizePerThread = [1048576], threadsPerWarp = [1048576], warpsPerCTA = [1048576], order = [0]}>
tt.func @tile(%a: tensor<4xf32, #tile>) {
  tt.return
}

// -----

#wide = #ttg.blocked<{sizePerThread = [1024, 1], threadsPerWarp = [1, 32], warpsPerCTA = [1, 1], order = [0, 1]}>
// expected-error@+1 {{has a layout that gives more than 1048576 elements to each thread}}
tt.func @registers(%a: tensor<1x65536xf32, #wide>) {
  tt.return
}

// -----

#wide = #ttg.blocked<{sizePerThread = [1024, 1], threadsPerWarp = [1, 32], warpsPerCTA = [1, 1], order = [0, 1]}>
// expected-error@+1 {{has a layout that gives more than 1048576 elements to each thread}}
tt.func @reshape(%a: tensor<1x65536xf32, #wide>) {
  %0 = tt.reshape %a : tensor<1x65536xf32, #wide> -> tensor<65536x1xf32, #wide>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [8, 4], warpsPerCTA = [1, 1], order = [1, 0]}>
tt.func @odd(%a: tensor<3x5xf32, #b>) {
  // expected-error@+1 {{has a tensor with a dimension of 15 in}}
  %0 = tt.reshape %a : tensor<3x5xf32, #b> -> tensor<15xf32, #ttg.slice<{dim = 0, parent = #b}>>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [1], order = [0]}>
tt.func @rank(%a: tensor<4x8xf32, #b>) {
  // expected-error@+1 {{has a tensor of rank 2 with a layout of rank 1}}
  %0 = tt.trans %a {order = array<i32: 1, 0>} : tensor<4x8xf32, #b> -> tensor<8x4xf32, #b>
  tt.return
}
