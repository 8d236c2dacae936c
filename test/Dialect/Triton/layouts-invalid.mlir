// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Layouts that do not follow from the operands'.

#b = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#c = #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
tt.func @elementwise(%p: tensor<128x!tt.ptr<f32>, #b>, %i: tensor<128xi32, #c>) {
  // expected-error@+1 {{'tt.addptr' op needs the same layout on all its tensors, found 'tensor<128x!tt.ptr<f32>, #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>>' and 'tensor<128xi32, #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>>'}}
  %0 = tt.addptr %p, %i : tensor<128x!tt.ptr<f32>, #b>, tensor<128xi32, #c>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
tt.func @bare(%x: tensor<128xf32, #b>) {
  // expected-error@+1 {{'tt.bitcast' op needs the same layout on all its tensors}}
  %0 = tt.bitcast %x : tensor<128xf32, #b> -> tensor<128xi32>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#c = #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
tt.func @mask(%p: tensor<128x!tt.ptr<f32>, #b>, %m: tensor<128xi1, #c>) {
  // expected-error@+1 {{'tt.load' op failed to verify that mask is i1 with the shape of ptr}}
  %0 = "tt.load"(%p, %m) <{operandSegmentSizes = array<i32: 1, 1, 0>}> : (tensor<128x!tt.ptr<f32>, #b>, tensor<128xi1, #c>) -> tensor<128xf32, #b>
  tt.return
}

// -----

#d = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>
tt.func @expand(%x: tensor<16xf32, #ttg.slice<{dim = 1, parent = #d}>>) {
  // expected-error@+2 {{'tt.expand_dims' op failed to infer returned types}}
  // expected-error@+1 {{'tt.expand_dims' op needs a source whose layout is a slice along dimension 0, found #ttg.slice}}
  %0 = tt.expand_dims %x {axis = 0 : i32} : tensor<16xf32, #ttg.slice<{dim = 1, parent = #d}>> -> tensor<1x16xf32, #d>
  tt.return
}

// -----

#d = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>
tt.func @trans(%x: tensor<16x16xf32, #d>) {
  // expected-error@+2 {{'tt.trans' op failed to infer returned types}}
  // expected-error@+1 {{'tt.trans' op inferred type(s) 'tensor<16x16xf32, #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [8, 4], warpsPerCTA = [2, 2], order = [0, 1]}>>' are incompatible with return type(s) of operation 'tensor<16x16xf32, #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>>'}}
  %0 = tt.trans %x {order = array<i32: 1, 0>} : tensor<16x16xf32, #d> -> tensor<16x16xf32, #d>
  tt.return
}

// -----

#d = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>
tt.func @trans_bare(%x: tensor<16x16xf32>) {
  // expected-error@+1 {{'tt.trans' op needs a layout on both tensors or on none, found 'tensor<16x16xf32>' and 'tensor<16x16xf32, #ttg.blocked}}
  %0 = tt.trans %x {order = array<i32: 1, 0>} : tensor<16x16xf32> -> tensor<16x16xf32, #d>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#d = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>
tt.func @reshape(%x: tensor<16x16xf32, #d>) {
  // expected-error@+1 {{'tt.reshape' op result must have layout #ttg.linear<}}
  %0 = tt.reshape %x : tensor<16x16xf32, #d> -> tensor<256xf32, #b>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
tt.func @reshape_bare(%x: tensor<16x16xf32>) {
  // expected-error@+1 {{'tt.reshape' op needs a layout on both tensors or on none, found 'tensor<16x16xf32>' and 'tensor<256xf32, #ttg.blocked}}
  %0 = tt.reshape %x : tensor<16x16xf32> -> tensor<256xf32, #b>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#d = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>
tt.func @reduce(%x: tensor<16x16xf32, #d>) {
  // expected-error@+2 {{'tt.reduce' op failed to infer returned types}}
  // expected-error@+1 {{'tt.reduce' op inferred type(s) 'tensor<16xf32, #ttg.slice<{dim = 1, parent = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>}>>' are incompatible with return type(s) of operation 'tensor<16xf32, #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>>'}}
  %0 = "tt.reduce"(%x) <{axis = 1 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    tt.reduce.return %a : f32
  }) : (tensor<16x16xf32, #d>) -> tensor<16xf32, #b>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#pairs = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [16, 2], warpsPerCTA = [4, 1], order = [1, 0]}>
tt.func @join(%x: tensor<128xf32, #b>) {
  // expected-error@+1 {{'tt.join' op needs both elements of a pair in registers of one thread, but the layout of the joined tensor is #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [16, 2], warpsPerCTA = [4, 1], order = [1, 0]}>}}
  %0 = tt.join %x, %x : tensor<128xf32, #b> -> tensor<128x2xf32, #pairs>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#pairs = #ttg.blocked<{sizePerThread = [1, 2], threadsPerWarp = [32, 1], warpsPerCTA = [4, 1], order = [1, 0]}>
tt.func @join_other(%x: tensor<256xf32, #b>) {
  // expected-error@+1 {{'tt.join' op operands must have layout #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}> for a result with #ttg.blocked<{sizePerThread = [1, 2], threadsPerWarp = [32, 1], warpsPerCTA = [4, 1], order = [1, 0]}>, found #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>}}
  %0 = tt.join %x, %x : tensor<256xf32, #b> -> tensor<256x2xf32, #pairs>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#pairs = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [16, 2], warpsPerCTA = [4, 1], order = [1, 0]}>
tt.func @split(%x: tensor<128x2xf32, #pairs>) {
  // expected-error@+2 {{'tt.split' op failed to infer returned types}}
  // expected-error@+1 {{'tt.split' op needs both elements of a pair in registers of one thread, but the layout of the joined tensor is #ttg.blocked}}
  %0, %1 = tt.split %x : tensor<128x2xf32, #pairs> -> tensor<128xf32, #b>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#c = #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
tt.func @gather(%x: tensor<256xf32, #b>, %i: tensor<256xi32, #b>) {
  // expected-error@+1 {{'tt.gather' op result must have the layout of the indices, found 'tensor<256xf32, #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>>' and 'tensor<256xi32, #ttg.blocked<{sizePerThread = [1]}}
  %0 = tt.gather %x[%i] {axis = 0 : i32} : (tensor<256xf32, #b>, tensor<256xi32, #b>) -> tensor<256xf32, #c>
  tt.return
}

// -----

#d = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>
#a = #ttg.dot_op<{opIdx = 0, parent = #d}>
tt.func @dot_index(%a: tensor<16x16xf16, #a>, %c: tensor<16x16xf32, #d>) {
  // expected-error@+1 {{'tt.dot' op operand 1 must have layout dot_op with opIdx = 1 and the parent #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>, found #ttg.dot_op<{opIdx = 0, parent = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>}>}}
  %0 = tt.dot %a, %a, %c : tensor<16x16xf16, #a> * tensor<16x16xf16, #a> -> tensor<16x16xf32, #d>
  tt.return
}

// -----

#d = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>
tt.func @dot_layout(%c: tensor<16x16xf32, #d>) {
  // expected-error@+1 {{'tt.dot' op operand 0 must have layout dot_op with opIdx = 0 and the parent #ttg.blocked}}
  %0 = tt.dot %c, %c, %c : tensor<16x16xf32, #d> * tensor<16x16xf32, #d> -> tensor<16x16xf32, #d>
  tt.return
}

// -----

#d = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [4, 8], warpsPerCTA = [2, 2], order = [1, 0]}>
tt.func @dot_bare(%a: tensor<16x16xf32>, %c: tensor<16x16xf32, #d>) {
  // expected-error@+1 {{'tt.dot' op needs a layout on all its tensors or on none}}
  %0 = tt.dot %a, %a, %c : tensor<16x16xf32> * tensor<16x16xf32> -> tensor<16x16xf32, #d>
  tt.return
}
