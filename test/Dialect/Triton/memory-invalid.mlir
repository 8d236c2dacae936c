// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @addptr_shape(%p: tensor<4x!tt.ptr<f32>>, %i: tensor<8xi32>) {
  // expected-error@+1 {{'tt.addptr' op}}
  %0 = tt.addptr %p, %i : tensor<4x!tt.ptr<f32>>, tensor<8xi32>
  tt.return
}

// -----

tt.func @addptr_offset(%p: !tt.ptr<f32>, %i: f32) {
  // expected-error@+1 {{'tt.addptr' op operand #1 must be integer or tensor of integers, but got 'f32'}}
  %0 = tt.addptr %p, %i : !tt.ptr<f32>, f32
  tt.return
}

// -----

tt.func @addptr_block(%p: !tt.ptr<tensor<4xf32>>, %i: i32) {
  // expected-error@+1 {{'tt.addptr' op operand #0 must be pointer or tensor of pointers, but got '!tt.ptr<tensor<4xf32>>'}}
  %0 = tt.addptr %p, %i : !tt.ptr<tensor<4xf32>>, i32
  tt.return
}

// -----

tt.func @pointer(%p: tensor<4xf32>) {
  // expected-error@+1 {{'ptr' must be pointer, tensor of pointers or block pointer, but got 'tensor<4xf32>'}}
  %0 = tt.load %p : tensor<4xf32>
  tt.return
}

// -----

tt.func @mask(%p: tensor<4x!tt.ptr<f32>>, %m: tensor<8xi1>) {
  // expected-error@+1 {{'tt.load' op failed to verify that mask is i1 with the shape of ptr}}
  %0 = "tt.load"(%p, %m) <{operandSegmentSizes = array<i32: 1, 1, 0>}> : (tensor<4x!tt.ptr<f32>>, tensor<8xi1>) -> tensor<4xf32>
  tt.return
}

// -----

tt.func @result(%p: tensor<4x!tt.ptr<f32>>) {
  // expected-error@+1 {{'tt.load' op failed to verify that result is what the pointer points to}}
  %0 = "tt.load"(%p) <{operandSegmentSizes = array<i32: 1, 0, 0>}> : (tensor<4x!tt.ptr<f32>>) -> tensor<4xf16>
  tt.return
}

// -----

tt.func @other_type(%p: tensor<4x!tt.ptr<f32>>, %m: tensor<4xi1>, %o: tensor<4xf16>) {
  // expected-error@+1 {{'tt.load' op failed to verify that other is what the pointer points to}}
  %0 = "tt.load"(%p, %m, %o) <{operandSegmentSizes = array<i32: 1, 1, 1>}> : (tensor<4x!tt.ptr<f32>>, tensor<4xi1>, tensor<4xf16>) -> tensor<4xf32>
  tt.return
}

// -----

tt.func @other(%p: !tt.ptr<f32>, %o: f32) {
  // expected-error@+1 {{'tt.load' op has an other value without a mask}}
  %0 = "tt.load"(%p, %o) <{operandSegmentSizes = array<i32: 1, 0, 1>}> : (!tt.ptr<f32>, f32) -> f32
  tt.return
}

// -----

tt.func @check(%p: tensor<4x!tt.ptr<f32>>) {
  // expected-error@+1 {{'tt.load' op has boundaryCheck, which only block pointers have; found 'tensor<4x!tt.ptr<f32>>'}}
  %0 = tt.load %p {boundaryCheck = array<i32: 0>} : tensor<4x!tt.ptr<f32>>
  tt.return
}

// -----

tt.func @padding(%p: tensor<4x!tt.ptr<f32>>) {
  // expected-error@+1 {{'tt.load' op has padding, which only block pointers have; found 'tensor<4x!tt.ptr<f32>>'}}
  %0 = tt.load %p {padding = 1 : i32} : tensor<4x!tt.ptr<f32>>
  tt.return
}

// -----

tt.func @nan(%p: !tt.ptr<tensor<4xi32>>) {
  // expected-error@+1 {{'tt.load' op pads 'i32' with NaN, which only floats have}}
  %0 = tt.load %p {boundaryCheck = array<i32: 0>, padding = 2 : i32} : !tt.ptr<tensor<4xi32>>
  tt.return
}

// -----

tt.func @dimension(%p: !tt.ptr<tensor<4xi32>>) {
  // expected-error@+1 {{'tt.load' op checks dimension 1 of a block of rank 1}}
  %0 = tt.load %p {boundaryCheck = array<i32: 1>} : !tt.ptr<tensor<4xi32>>
  tt.return
}

// -----

tt.func @block_mask(%p: !tt.ptr<tensor<4xi32>>, %m: tensor<4xi1>) {
  // expected-error@+1 {{'tt.load' op has a mask on a block pointer; use boundaryCheck}}
  %0 = tt.load %p, %m : !tt.ptr<tensor<4xi32>>
  tt.return
}

// -----

tt.func @cache(%p: !tt.ptr<i32>) {
  // expected-error@+1 {{'tt.load' op attribute 'cache' failed to satisfy constraint: which caches an access uses}}
  %0 = tt.load %p {cache = 8 : i32} : !tt.ptr<i32>
  tt.return
}

// -----

tt.func @value(%p: tensor<4x!tt.ptr<f32>>, %v: tensor<4xf16>) {
  // expected-error@+1 {{'tt.store' op failed to verify that value is what the pointer points to}}
  "tt.store"(%p, %v) : (tensor<4x!tt.ptr<f32>>, tensor<4xf16>) -> ()
  tt.return
}

// -----

tt.func @store_mask(%p: tensor<4x!tt.ptr<f32>>, %v: tensor<4xf32>, %m: i1) {
  // expected-error@+1 {{'tt.store' op failed to verify that mask is i1 with the shape of ptr}}
  "tt.store"(%p, %v, %m) : (tensor<4x!tt.ptr<f32>>, tensor<4xf32>, i1) -> ()
  tt.return
}

// -----

tt.func @store_check(%p: !tt.ptr<f32>, %v: f32) {
  // expected-error@+1 {{'tt.store' op has boundaryCheck, which only block pointers have; found '!tt.ptr<f32>'}}
  tt.store %p, %v {boundaryCheck = array<i32: 0>} : !tt.ptr<f32>
  tt.return
}

// -----

tt.func @store_block_mask(%p: !tt.ptr<tensor<4xi32>>, %v: tensor<4xi32>, %m: tensor<4xi1>) {
  // expected-error@+1 {{'tt.store' op has a mask on a block pointer; use boundaryCheck}}
  tt.store %p, %v, %m : !tt.ptr<tensor<4xi32>>
  tt.return
}
