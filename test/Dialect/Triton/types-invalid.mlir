// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Pointers and descriptors that do not exist.

// expected-error@+1 {{a pointer points to an integer, a float, a pointer or a tensor, found 'index'}}
tt.func @pointee(%0: !tt.ptr<index>)

// -----

// expected-error@+1 {{a pointer points to an integer, a float, a pointer or a tensor, found 'si8'}}
tt.func @signed(%0: !tt.ptr<si8>)

// -----

// expected-error@+1 {{a block is of integers, floats or pointers, found 'tensor<4xsi8>'}}
tt.func @signed_block(%0: !tt.ptr<tensor<4xsi8>>)

// -----

// expected-error@+1 {{address space must not be negative, found -1}}
tt.func @space(%0: !tt.ptr<f32, -1>)

// -----

// expected-error@+1 {{a descriptor is of blocks of a tensor, found 'f16'}}
tt.func @scalar(%0: !tt.tensordesc<f16>)

// -----

// expected-error@+1 {{a descriptor is of integers or floats, found '!tt.ptr<f16>'}}
tt.func @element(%0: !tt.tensordesc<tensor<4x!tt.ptr<f16>>>)

// -----

// expected-error@+1 {{a descriptor needs blocks of a static shape with one dimension or more, found 'tensor<?xf16>'}}
tt.func @dynamic(%0: !tt.tensordesc<tensor<?xf16>>)

// -----

// expected-error@+1 {{a descriptor needs blocks of a static shape with one dimension or more, found 'tensor<f16>'}}
tt.func @rank(%0: !tt.tensordesc<tensor<f16>>)

// -----

// expected-error@+1 {{expected static shape}}
tt.func @bare_dynamic(%0: !tt.tensordesc<?x4xf16>)

// -----

// expected-error@+1 {{expected '>'}}
tt.func @twice(%0: !tt.tensordesc<tensor<4xf16>, 3>)
