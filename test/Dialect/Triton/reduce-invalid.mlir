// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @axis(%v: tensor<4xf32>) {
  // expected-error@+1 {{'tt.reduce' op axis must be 0 to 0, found 1}}
  %0 = "tt.reduce"(%v) <{axis = 1 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    tt.reduce.return %a : f32
  }) : (tensor<4xf32>) -> f32
  tt.return
}

// -----

tt.func @result(%v: tensor<4x8xf32>) {
  // expected-error@+2 {{'tt.reduce' op failed to infer returned types}}
  // expected-error@+1 {{'tt.reduce' op inferred type(s) 'tensor<4xf32>' are incompatible with return type(s) of operation 'tensor<8xf32>'}}
  %0 = "tt.reduce"(%v) <{axis = 1 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    tt.reduce.return %a : f32
  }) : (tensor<4x8xf32>) -> tensor<8xf32>
  tt.return
}

// -----

tt.func @operands() {
  // expected-error@+1 {{'tt.reduce' op}}
  "tt.reduce"() <{axis = 0 : i32}> ({
  ^bb0:
    "tt.reduce.return"() : () -> ()
  }) : () -> ()
  tt.return
}

// -----

tt.func @arguments(%v: tensor<4xf32>) {
  // expected-error@+1 {{'tt.reduce' op region must have 2 arguments for 1 operand, found 1}}
  %0 = "tt.reduce"(%v) <{axis = 0 : i32}> ({
  ^bb0(%a: f32):
    tt.reduce.return %a : f32
  }) : (tensor<4xf32>) -> f32
  tt.return
}

// -----

tt.func @types(%v: tensor<4xf32>) {
  // expected-error@+1 {{'tt.reduce' op combines elements of type 'f32', but its region has 'f16'}}
  %0 = "tt.reduce"(%v) <{axis = 0 : i32}> ({
  ^bb0(%a: f32, %b: f16):
    tt.reduce.return %a : f32
  }) : (tensor<4xf32>) -> f32
  tt.return
}

// -----

tt.func @returned(%v: tensor<4xf32>) {
  // expected-error@+1 {{'tt.reduce' op region must return 1 values, found 2}}
  %0 = "tt.reduce"(%v) <{axis = 0 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    tt.reduce.return %a, %b : f32, f32
  }) : (tensor<4xf32>) -> f32
  tt.return
}

// -----

tt.func @terminator(%v: tensor<4xf32>) {
  // expected-error@+1 {{'tt.reduce' op region must end in tt.reduce.return}}
  %0 = "tt.reduce"(%v) <{axis = 0 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    "llvm.unreachable"() : () -> ()
  }) : (tensor<4xf32>) -> f32
  tt.return
}

// -----

tt.func @shapes(%v: tensor<4xf32>, %w: tensor<8xf32>) {
  // expected-error@+1 {{'tt.reduce' op requires the same shape for all operands}}
  %0:2 = "tt.reduce"(%v, %w) <{axis = 0 : i32}> ({
  ^bb0(%a: f32, %b: f32, %c: f32, %d: f32):
    tt.reduce.return %a, %b : f32, f32
  }) : (tensor<4xf32>, tensor<8xf32>) -> (f32, f32)
  tt.return
}

// -----

tt.func @outside(%v: f32) {
  // expected-error@+1 {{'tt.reduce.return' op expects parent op 'tt.reduce'}}
  tt.reduce.return %v : f32
}

// -----

tt.func @scan_axis(%v: tensor<4xf32>) {
  // expected-error@+1 {{'tt.scan' op axis must be 0 to 0, found -1}}
  %0 = "tt.scan"(%v) <{axis = -1 : i32, reverse = false}> ({
  ^bb0(%a: f32, %b: f32):
    tt.scan.return %a : f32
  }) : (tensor<4xf32>) -> tensor<4xf32>
  tt.return
}

// -----

tt.func @scan_result(%v: tensor<4xf32>) {
  // expected-error@+2 {{'tt.scan' op failed to infer returned types}}
  // expected-error@+1 {{'tt.scan' op inferred type(s) 'tensor<4xf32>' are incompatible with return type(s) of operation 'tensor<4xf16>'}}
  %0 = "tt.scan"(%v) <{axis = 0 : i32, reverse = false}> ({
  ^bb0(%a: f32, %b: f32):
    tt.scan.return %a : f32
  }) : (tensor<4xf32>) -> tensor<4xf16>
  tt.return
}

// -----

tt.func @scan_reverse(%v: tensor<4xf32>) {
  // expected-error@+1 {{'tt.scan' op requires attribute 'reverse'}}
  %0 = "tt.scan"(%v) <{axis = 0 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    tt.scan.return %a : f32
  }) : (tensor<4xf32>) -> tensor<4xf32>
  tt.return
}

// -----

tt.func @scan_outside(%v: f32) {
  // expected-error@+1 {{'tt.scan.return' op expects parent op 'tt.scan'}}
  tt.scan.return %v : f32
}
