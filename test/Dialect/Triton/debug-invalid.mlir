// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @signs(%i: i32) {
  // expected-error@+1 {{'tt.print' op isSigned needs an entry for each of the 2 values, found 1}}
  tt.print "" {hex = false, isSigned = array<i32: 1>} : %i, %i : i32, i32
  tt.return
}

// -----

tt.func @hex(%i: i32) {
  // expected-error@+1 {{'tt.print' op requires attribute 'hex'}}
  tt.print "" {isSigned = array<i32: 1>} : %i : i32
  tt.return
}

// -----

tt.func @hex_type(%i: i32) {
  // expected-error@+1 {{'tt.print' op attribute 'hex' failed to satisfy constraint: bool attribute}}
  tt.print "" {hex = 1 : i32, isSigned = array<i32: 1>} : %i : i32
  tt.return
}

// -----

tt.func @value(%i: index) {
  // expected-error@+1 {{'tt.print' op operand #0 must be variadic of integer, float, pointer or tensor of them, but got 'index'}}
  tt.print "" {hex = false, isSigned = array<i32: 1>} : %i : index
  tt.return
}

// -----

tt.func @condition(%i: tensor<4xi32>) {
  // expected-error@+1 {{'tt.assert' op operand #0 must be i1 or tensor of i1, but got 'tensor<4xi32>'}}
  tt.assert %i, "" : tensor<4xi32>
  tt.return
}

// -----

tt.func @message(%i: i1) {
  // expected-error@+1 {{expected string}}
  tt.assert %i, "m", 12 : i1
  tt.return
}
