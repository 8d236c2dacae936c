// RUN: triton-metal-opt %s --canonicalize --split-input-file | FileCheck %s

// The neighbour in registers, as sorts compute it: one rearrangement, of the floats themselves.
// CHECK-LABEL: tt.func @register
// CHECK-SAME:    (%[[X:.*]]: vector<4xf32>)
// CHECK-NEXT:    %[[Y:.*]] = metal.rearrange %[[X]] registers = [1, 2] start = 2 : vector<4xf32> -> vector<4xf32>
// CHECK-NEXT:    tt.return %[[Y]]
tt.func @register(%x: vector<4xf32>) -> vector<4xf32> {
  %b = arith.bitcast %x : vector<4xf32> to vector<4xi32>
  %p = metal.reduce_registers %b along = [1] : (vector<4xi32>) -> vector<2xi32> {
  ^bb0(%u: i32, %v: i32):
    %w = arith.xori %u, %v : i32
    metal.yield %w : i32
  }
  %q = metal.rearrange %p registers = [1, 0] : vector<2xi32> -> vector<4xi32>
  %n = arith.xori %b, %q : vector<4xi32>
  %y = arith.bitcast %n : vector<4xi32> to vector<4xf32>
  tt.return %y : vector<4xf32>
}

// -----

// Across lanes.
// CHECK-LABEL: tt.func @lane
// CHECK-SAME:    (%[[X:.*]]: vector<4xf32>, %[[L:.*]]: i32)
// CHECK-NEXT:    %[[Y:.*]] = metal.simd_shuffle xor %[[X]], %[[L]] : vector<4xf32>
// CHECK-NEXT:    tt.return %[[Y]]
tt.func @lane(%x: vector<4xf32>, %l: i32) -> vector<4xf32> {
  %b = arith.bitcast %x : vector<4xf32> to vector<4xi32>
  %s = metal.simd_shuffle xor %b, %l : vector<4xi32>
  %p = arith.xori %b, %s : vector<4xi32>
  %n = arith.xori %b, %p : vector<4xi32>
  %y = arith.bitcast %n : vector<4xi32> to vector<4xf32>
  tt.return %y : vector<4xf32>
}

// -----

// Sums of pairs, exclusive ors of more than two, and pairs that go elsewhere stay.
// CHECK-LABEL: tt.func @others
// CHECK-COUNT-3: metal.reduce_registers
tt.func @others(%x: vector<4xi32>) -> (vector<4xi32>, vector<4xi32>, vector<4xi32>) {
  %p = metal.reduce_registers %x along = [0] : (vector<4xi32>) -> vector<2xi32> {
  ^bb0(%u: i32, %v: i32):
    %w = arith.addi %u, %v : i32
    metal.yield %w : i32
  }
  %a = metal.rearrange %p registers = [0, 1] : vector<2xi32> -> vector<4xi32>
  %q = metal.reduce_registers %x along = [0, 1] : (vector<4xi32>) -> vector<1xi32> {
  ^bb0(%u: i32, %v: i32):
    %w = arith.xori %u, %v : i32
    metal.yield %w : i32
  }
  %b = metal.rearrange %q registers = [0, 0] : vector<1xi32> -> vector<4xi32>
  %r = metal.reduce_registers %x along = [0] : (vector<4xi32>) -> vector<2xi32> {
  ^bb0(%u: i32, %v: i32):
    %w = arith.xori %u, %v : i32
    metal.yield %w : i32
  }
  %c = metal.rearrange %r registers = [1, 0] : vector<2xi32> -> vector<4xi32>
  tt.return %a, %b, %c : vector<4xi32>, vector<4xi32>, vector<4xi32>
}
