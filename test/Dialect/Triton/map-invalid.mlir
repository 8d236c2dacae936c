// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @pack(%a: tensor<4xi32>) {
  // expected-error@+1 {{'tt.map_elementwise' op pack must be a power of two, found 3}}
  %0 = "tt.map_elementwise"(%a) <{pack = 3 : i32}> ({
  ^bb0(%x: i32, %y: i32, %z: i32):
    tt.map_elementwise.return %x, %y, %z : i32, i32, i32
  }) : (tensor<4xi32>) -> tensor<4xi32>
  tt.return
}

// -----

tt.func @count(%a: tensor<1xi32>) {
  // expected-error@+1 {{'tt.map_elementwise' op packs 2 elements, which do not divide the 1 of an operand}}
  %0 = "tt.map_elementwise"(%a) <{pack = 2 : i32}> ({
  ^bb0(%x: i32, %y: i32):
    tt.map_elementwise.return %x, %y : i32, i32
  }) : (tensor<1xi32>) -> tensor<1xi32>
  tt.return
}

// -----

tt.func @arguments(%a: tensor<4xi32>) {
  // expected-error@+1 {{'tt.map_elementwise' op region must have 2 arguments, found 1}}
  %0 = "tt.map_elementwise"(%a, %a) <{pack = 1 : i32}> ({
  ^bb0(%x: i32):
    tt.map_elementwise.return %x : i32
  }) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
  tt.return
}

// -----

tt.func @argument(%a: tensor<4xi32>) {
  // expected-error@+1 {{'tt.map_elementwise' op region must have 'i32' as number 0 of its arguments, found 'i64'}}
  %0 = "tt.map_elementwise"(%a) <{pack = 1 : i32}> ({
  ^bb0(%x: i64):
    tt.map_elementwise.return %x : i64
  }) : (tensor<4xi32>) -> tensor<4xi64>
  tt.return
}

// -----

tt.func @returned(%a: tensor<4xi32>) {
  // expected-error@+1 {{'tt.map_elementwise' op region must have 'i64' as number 0 of its returned values, found 'i32'}}
  %0 = "tt.map_elementwise"(%a) <{pack = 1 : i32}> ({
  ^bb0(%x: i32):
    tt.map_elementwise.return %x : i32
  }) : (tensor<4xi32>) -> tensor<4xi64>
  tt.return
}

// -----

tt.func @terminator(%a: tensor<4xi32>) {
  // expected-error@+1 {{'tt.map_elementwise' op region must end in tt.map_elementwise.return, found llvm.unreachable}}
  %0 = "tt.map_elementwise"(%a) <{pack = 1 : i32}> ({
  ^bb0(%x: i32):
    "llvm.unreachable"() : () -> ()
  }) : (tensor<4xi32>) -> tensor<4xi32>
  tt.return
}

// -----

tt.func @memory(%a: tensor<4xi32>, %p: !tt.ptr<i32>) {
  // expected-error@+1 {{'tt.map_elementwise' op region must not write memory}}
  %0 = "tt.map_elementwise"(%a) <{pack = 1 : i32}> ({
  ^bb0(%x: i32):
    tt.store %p, %x : !tt.ptr<i32>
    tt.map_elementwise.return %x : i32
  }) : (tensor<4xi32>) -> tensor<4xi32>
  tt.return
}

// -----

tt.func @shapes(%a: tensor<4xi32>, %b: tensor<8xi32>) {
  // expected-error@+1 {{'tt.map_elementwise' op requires the same shape for all operands and results}}
  %0 = "tt.map_elementwise"(%a, %b) <{pack = 1 : i32}> ({
  ^bb0(%x: i32, %y: i32):
    tt.map_elementwise.return %x : i32
  }) : (tensor<4xi32>, tensor<8xi32>) -> tensor<4xi32>
  tt.return
}

// -----

tt.func @outside(%v: f32) {
  // expected-error@+1 {{'tt.map_elementwise.return' op expects parent op 'tt.map_elementwise'}}
  tt.map_elementwise.return %v : f32
}
