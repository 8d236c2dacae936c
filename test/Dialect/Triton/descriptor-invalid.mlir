// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @rank(%a: !tt.ptr<f16>, %n: i32, %s: i64) {
  // expected-error@+1 {{'tt.make_tensor_descriptor' op needs a size and a stride for each of the 2 dimensions of the block, found 1}}
  %0 = tt.make_tensor_descriptor %a, [%n], [%s] : <f16>, <tensor<4x4xf16>>
  tt.return
}

// -----

tt.func @base(%a: !tt.ptr<f32>, %n: i32, %s: i64) {
  // expected-error@+1 {{'tt.make_tensor_descriptor' op base must point to the element type of the block, 'f16', found 'f32'}}
  %0 = tt.make_tensor_descriptor %a, [%n], [%s] : <f32>, <tensor<4xf16>>
  tt.return
}

// -----

tt.func @nan(%a: !tt.ptr<i32>, %n: i32, %s: i64) {
  // expected-error@+1 {{'tt.make_tensor_descriptor' op pads 'i32' with NaN, which only floats have}}
  %0 = tt.make_tensor_descriptor %a, [%n], [%s] {padding = 2 : i32} : <i32>, <tensor<4xsi32>>
  tt.return
}

// -----

tt.func @indices(%d: !tt.tensordesc<tensor<4x4xf16>>, %i: i32) {
  // expected-error@+1 {{'tt.descriptor_load' op needs an index for each of the 2 dimensions of the block, found 1}}
  %0 = tt.descriptor_load %d[%i] : !tt.tensordesc<tensor<4x4xf16>> -> tensor<4x4xf16>
  tt.return
}

// -----

tt.func @shape(%d: !tt.tensordesc<tensor<4x4xf16>>, %i: i32) {
  // expected-error@+1 {{'tt.descriptor_load' op moves a block of 4x4, but the tensor is 16}}
  %0 = tt.descriptor_load %d[%i, %i] : !tt.tensordesc<tensor<4x4xf16>> -> tensor<16xf16>
  tt.return
}

// -----

// Only leading ones may be left out.
tt.func @trailing(%d: !tt.tensordesc<tensor<4x1xf16>>, %i: i32) {
  // expected-error@+1 {{'tt.descriptor_load' op moves a block of 4x1, but the tensor is 4}}
  %0 = tt.descriptor_load %d[%i, %i] : !tt.tensordesc<tensor<4x1xf16>> -> tensor<4xf16>
  tt.return
}

// -----

tt.func @element(%d: !tt.tensordesc<tensor<4xui16>>, %i: i32) {
  // expected-error@+1 {{'tt.descriptor_load' op must keep the element type, found 'i16' and 'f16'}}
  %0 = tt.descriptor_load %d[%i] : !tt.tensordesc<tensor<4xui16>> -> tensor<4xf16>
  tt.return
}

// -----

tt.func @pointer(%d: !tt.ptr<i8>, %i: i32) {
  // expected-error@+1 {{'tt.descriptor_load' op}}
  %0 = "tt.descriptor_load"(%d, %i) : (!tt.ptr<i8>, i32) -> tensor<4xf16>
  tt.return
}

// -----

tt.func @store(%d: !tt.tensordesc<tensor<4x4xf16>>, %i: i32, %v: tensor<4xf16>) {
  // expected-error@+1 {{'tt.descriptor_store' op moves a block of 4x4, but the tensor is 4}}
  tt.descriptor_store %d[%i, %i], %v : !tt.tensordesc<tensor<4x4xf16>>, tensor<4xf16>
  tt.return
}

// -----

tt.func @reduce(%d: !tt.tensordesc<tensor<4x4xf16>>, %i: i32, %v: tensor<4x4xf32>) {
  // expected-error@+1 {{'tt.descriptor_reduce' op must keep the element type, found 'f16' and 'f32'}}
  tt.descriptor_reduce add, %d[%i, %i], %v : !tt.tensordesc<tensor<4x4xf16>>, tensor<4x4xf32>
  tt.return
}

// -----

tt.func @reduce_float(%d: !tt.tensordesc<tensor<4xf16>>, %i: i32, %v: tensor<4xf16>) {
  // expected-error@+1 {{'tt.descriptor_reduce' op cannot do 'xor' on 'f16'; only on integers}}
  tt.descriptor_reduce xor, %d[%i], %v : !tt.tensordesc<tensor<4xf16>>, tensor<4xf16>
  tt.return
}

// -----

tt.func @block(%d: !tt.tensordesc<tensor<2x64xf16>>, %x: tensor<32xi32>, %j: i32) {
  // expected-error@+1 {{'tt.descriptor_gather' op needs a descriptor whose block is one row, found 2x64}}
  %0 = tt.descriptor_gather %d[%x, %j] : (!tt.tensordesc<tensor<2x64xf16>>, tensor<32xi32>, i32) -> tensor<32x64xf16>
  tt.return
}

// -----

tt.func @offsets(%d: !tt.tensordesc<tensor<1x64xf16>>, %x: tensor<32x1xi32>, %j: i32) {
  // expected-error@+1 {{'tt.descriptor_gather' op needs row numbers in a tensor of rank 1, found 'tensor<32x1xi32>'}}
  %0 = tt.descriptor_gather %d[%x, %j] : (!tt.tensordesc<tensor<1x64xf16>>, tensor<32x1xi32>, i32) -> tensor<32x64xf16>
  tt.return
}

// -----

tt.func @gather_shape(%d: !tt.tensordesc<tensor<1x64xf16>>, %x: tensor<32xi32>, %j: i32) {
  // expected-error@+1 {{'tt.descriptor_gather' op moves 32x64 elements, but the tensor is 16x64}}
  %0 = tt.descriptor_gather %d[%x, %j] : (!tt.tensordesc<tensor<1x64xf16>>, tensor<32xi32>, i32) -> tensor<16x64xf16>
  tt.return
}

// -----

tt.func @few_rows(%d: !tt.tensordesc<tensor<1x64xf16>>, %x: tensor<4xi32>, %j: i32) {
  // expected-error@+1 {{'tt.descriptor_gather' op moves at least 8 rows, found 4}}
  %0 = tt.descriptor_gather %d[%x, %j] : (!tt.tensordesc<tensor<1x64xf16>>, tensor<4xi32>, i32) -> tensor<4x64xf16>
  tt.return
}

// -----

tt.func @few_columns(%d: !tt.tensordesc<tensor<1x8xf16>>, %x: tensor<8xi32>, %j: i32) {
  // expected-error@+1 {{'tt.descriptor_gather' op moves at least 16 columns of 'f16', found 8}}
  %0 = tt.descriptor_gather %d[%x, %j] : (!tt.tensordesc<tensor<1x8xf16>>, tensor<8xi32>, i32) -> tensor<8x8xf16>
  tt.return
}

// -----

tt.func @scatter(%d: !tt.tensordesc<tensor<1x64xf16>>, %x: tensor<8xi32>, %j: i32, %v: tensor<8x64xf32>) {
  // expected-error@+1 {{'tt.descriptor_scatter' op must keep the element type, found 'f16' and 'f32'}}
  tt.descriptor_scatter %d[%x, %j], %v : !tt.tensordesc<tensor<1x64xf16>>, tensor<8xi32>, i32, tensor<8x64xf32>
  tt.return
}
