// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @clamp(%x: tensor<4xi32>) {
  // expected-error@+1 {{'tt.clampf' op operand #0 must be float or tensor of floats, but got 'tensor<4xi32>'}}
  %0 = tt.clampf %x, %x, %x, propagateNan = none : tensor<4xi32>
  tt.return
}

// -----

tt.func @nan(%x: f32) {
  // expected-error@+1 {{invalid properties {propagateNan = 1 : i32} for op tt.clampf: Invalid attribute `propagateNan` in property conversion: 1 : i32}}
  %0 = "tt.clampf"(%x, %x, %x) <{propagateNan = 1 : i32}> : (f32, f32, f32) -> f32
  tt.return
}

// -----

tt.func @types(%x: f32, %h: f16) {
  // expected-error@+1 {{'tt.clampf' op requires the same type for all operands and results}}
  %0 = "tt.clampf"(%x, %h, %x) <{propagateNan = 0 : i32}> : (f32, f16, f32) -> f32
  tt.return
}

// -----

tt.func @sqrt(%x: i32) {
  // expected-error@+1 {{'tt.precise_sqrt' op operand #0 must be float or tensor of floats, but got 'i32'}}
  %0 = tt.precise_sqrt %x : i32
  tt.return
}

// -----

tt.func @div(%x: f32, %h: f16) {
  // expected-error@+1 {{'tt.precise_divf' op requires the same type for all operands and results}}
  %0 = "tt.precise_divf"(%x, %h) : (f32, f16) -> f32
  tt.return
}

// -----

tt.func @mulhi(%x: tensor<4xf32>) {
  // expected-error@+1 {{'tt.mulhiui' op operand #0 must be integer or tensor of integers, but got 'tensor<4xf32>'}}
  %0 = tt.mulhiui %x, %x : tensor<4xf32>
  tt.return
}
