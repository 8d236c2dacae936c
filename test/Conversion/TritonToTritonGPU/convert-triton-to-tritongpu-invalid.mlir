// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics --convert-triton-to-tritongpu

// Some tensors with a layout and some without have no meaning.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
tt.func @mixed(%x: tensor<64xf32, #blocked>) {
  // expected-error@+1 {{'tt.make_range' op has a tensor without a layout, though others of the module have one: 'tensor<64xi32>'; give a layout to all of them or to none}}
  %0 = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  tt.return
}

// -----

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// expected-error@+1 {{'tt.func' op has a tensor without a layout, though others of the module have one: 'tensor<64xf32>'; give a layout to all of them or to none}}
tt.func @mixed_argument(%x: tensor<64xf32>, %y: tensor<64xf32, #blocked>) {
  tt.return
}

// -----

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
tt.func @planned(%x: tensor<64xf32, #blocked>) {
  tt.return
}
// expected-error@+1 {{'tt.func' op has a tensor without a layout, though others of the module have one: 'tensor<64xf32>'; give a layout to all of them or to none}}
tt.func @mixed_declaration(tensor<64xf32>)

// -----

tt.func @block_load(%p: !tt.ptr<tensor<64x32xf16>>) {
  // expected-error@+1 {{'tt.load' op goes through a block pointer, for which no layout can be planned: '!tt.ptr<tensor<64x32xf16>>'; use a tensor of pointers instead}}
  %0 = tt.load %p {boundaryCheck = array<i32: 0>} : !tt.ptr<tensor<64x32xf16>>
  tt.return
}

// -----

tt.func @block_store(%p: !tt.ptr<tensor<64x32xf16>>, %x: tensor<64x32xf16>) {
  // expected-error@+1 {{'tt.store' op goes through a block pointer, for which no layout can be planned: '!tt.ptr<tensor<64x32xf16>>'; use a tensor of pointers instead}}
  tt.store %p, %x : !tt.ptr<tensor<64x32xf16>>
  tt.return
}

// -----

tt.func @sparse() {
  // expected-error@+1 {{'arith.constant' op has elements in a form that is not planned for: sparse<0, 1.000000e+00> : tensor<4xf32>; write them as dense<...>}}
  %0 = arith.constant sparse<[0], 1.0> : tensor<4xf32>
  tt.return
}

// -----

// What the verifier refuses never gets here.

// expected-error@+1 {{'tt.func' op has a tensor with more elements than allowed: 'tensor<2097152xf32>', at most 1048576 are}}
tt.func @large(%x: tensor<2097152xf32>) {
  tt.return
}

// -----

// expected-error@+1 {{'tt.func' op has a tensor with more elements than allowed: 'tensor<2048x1024xf32>', at most 1048576 are}}
tt.func @large_declaration(tensor<2048x1024xf32>)

// -----

tt.func @odd() {
  // expected-error@+1 {{'ub.poison' op has a tensor with a dimension of 48 in 'tensor<48xf32>'; every dimension must be a power of two}}
  %0 = ub.poison : tensor<48xf32>
  tt.return
}

// -----

// expected-error@+1 {{'tt.func' op has a tensor of rank 0: 'tensor<f32>'; use a scalar or a tensor of one dimension}}
tt.func @rank0(%x: tensor<f32>) {
  tt.return
}

// -----

// expected-error@+1 {{'tt.func' op has a tensor of rank 0: 'tensor<f32>'; use a scalar or a tensor of one dimension}}
tt.func @rank0_result() -> tensor<f32>

// -----

// expected-error@+1 {{'tt.func' op has a tensor without a static shape: 'tensor<?xf32>'}}
tt.func @dynamic(%x: tensor<?xf32>) {
  tt.return
}
