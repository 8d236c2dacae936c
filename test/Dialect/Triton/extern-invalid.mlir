// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @scalar(%s: f32) {
  // expected-error@+1 {{'tt.extern_elementwise' op if a result is non-scalar, then at least one operand must be non-scalar}}
  %0 = tt.extern_elementwise %s {libname = "", libpath = "", pure = true, symbol = "__nv_tanhf"} : (f32) -> tensor<4xf32>
  tt.return
}

// -----

tt.func @symbol(%s: f32) {
  // expected-error@+1 {{'tt.extern_elementwise' op requires attribute 'symbol'}}
  %0 = tt.extern_elementwise %s {libname = "", libpath = "", pure = true} : (f32) -> f32
  tt.return
}

// -----

tt.func @shapes(%a: tensor<4xf32>, %b: tensor<8xf32>) {
  // expected-error@+1 {{'tt.extern_elementwise' op all non-scalar operands/results must have the same shape and base type}}
  %0 = tt.extern_elementwise %a, %b {libname = "", libpath = "", pure = true, symbol = "__nv_powf"} : (tensor<4xf32>, tensor<8xf32>) -> tensor<4xf32>
  tt.return
}

// -----

tt.func @asm_scalar(%s: f32) {
  // expected-error@+1 {{'tt.elementwise_inline_asm' op if a result is non-scalar, then at least one operand must be non-scalar}}
  %0 = tt.elementwise_inline_asm "" {constraints = "=r,r", packed_element = 1 : i32, pure = true} %s : f32 -> tensor<4xf32>
  tt.return
}

// -----

tt.func @asm_packed(%a: tensor<2xi8>) {
  // expected-error@+1 {{'tt.elementwise_inline_asm' op packs 4 elements, which do not divide the 2 of 'tensor<2xi8>'}}
  %0 = tt.elementwise_inline_asm "" {constraints = "=r,r", packed_element = 4 : i32, pure = true} %a : tensor<2xi8> -> tensor<2xi8>
  tt.return
}

// -----

tt.func @asm_pack(%a: tensor<2xi8>) {
  // expected-error@+1 {{'tt.elementwise_inline_asm' op packed_element must be at least 1, found 0}}
  %0 = tt.elementwise_inline_asm "" {constraints = "=r,r", packed_element = 0 : i32, pure = true} %a : tensor<2xi8> -> tensor<2xi8>
  tt.return
}

// -----

tt.func @asm_constraints(%a: tensor<2xi8>) {
  // expected-error@+1 {{'tt.elementwise_inline_asm' op requires attribute 'constraints'}}
  %0 = tt.elementwise_inline_asm "" {packed_element = 1 : i32, pure = true} %a : tensor<2xi8> -> tensor<2xi8>
  tt.return
}

// -----

tt.func @asm_results(%a: i8) {
  // expected-error@+1 {{'tt.elementwise_inline_asm' op needs at least one result}}
  "tt.elementwise_inline_asm"(%a) <{asm_string = "", constraints = "r", packed_element = 1 : i32, pure = false}> : (i8) -> ()
  tt.return
}
