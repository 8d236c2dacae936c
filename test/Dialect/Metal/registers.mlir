// RUN: triton-metal-opt %s --split-input-file | triton-metal-opt --split-input-file | FileCheck %s
// RUN: triton-metal-opt %s --canonicalize --split-input-file | FileCheck %s --check-prefix=CANON

// CHECK-LABEL: tt.func @syntax
// CHECK: metal.rearrange %{{.*}} registers = [0, 1] : vector<2xf32> -> vector<4xf32>
// CHECK: metal.rearrange %{{.*}}, %{{.*}} registers = [2, 1] : vector<2xf32>, vector<2xf32> -> vector<4xf32>
// CHECK: metal.rearrange %{{.*}} shift %{{.*}} registers = [1] start = 2 : vector<8xf32> -> vector<2xf32>
// CHECK: metal.insert_registers %{{.*}} into %{{.*}} registers = [1] start = 4 : vector<2xf32> into vector<8xf32>
// CHECK: metal.insert_registers %{{.*}} into %{{.*}} shift %{{.*}} registers = [4] : vector<2xf32> into vector<8xf32>
// CHECK: metal.threadgroup_alloc 64 {alignment = 16 : i32} : <i8, threadgroup>
// CHECK: metal.threadgroup_view %{{.*}}[32] 8 : <i8, threadgroup> -> <f32, threadgroup>
tt.func @syntax(%v: vector<2xf32>, %w: vector<2xf32>, %x: vector<8xf32>, %s: i32) {
  %a = metal.rearrange %v registers = [0, 1] : vector<2xf32> -> vector<4xf32>
  %b = metal.rearrange %v, %w registers = [2, 1] : vector<2xf32>, vector<2xf32> -> vector<4xf32>
  %c = metal.rearrange %x shift %s registers = [1] start = 2 : vector<8xf32> -> vector<2xf32>
  %d = metal.insert_registers %v into %x registers = [1] start = 4 : vector<2xf32> into vector<8xf32>
  %e = metal.insert_registers %v into %x shift %s registers = [4] : vector<2xf32> into vector<8xf32>
  %m = metal.threadgroup_alloc 64 {alignment = 16 : i32} : !metal.ptr<i8, threadgroup>
  %p = metal.threadgroup_view %m[32] 8 : !metal.ptr<i8, threadgroup> -> !metal.ptr<f32, threadgroup>
  tt.return
}

// -----

// CANON-LABEL: tt.func @nothing_moves
// CANON-SAME:    (%[[V:.*]]: vector<4xf32>)
// CANON-NEXT:    tt.return %[[V]]
tt.func @nothing_moves(%v: vector<4xf32>) -> vector<4xf32> {
  %r = metal.rearrange %v registers = [2, 1] : vector<4xf32> -> vector<4xf32>
  %s = metal.rearrange %r registers = [2, 1] : vector<4xf32> -> vector<4xf32>
  tt.return %s : vector<4xf32>
}

// -----

// Halves of two joined values are the values.
// CANON-LABEL: tt.func @halves
// CANON-SAME:    (%[[A:[a-z0-9]*]]: vector<2xf32>, %[[B:[a-z0-9]*]]: vector<2xf32>)
// CANON-NEXT:    tt.return %[[A]], %[[B]]
tt.func @halves(%a: vector<2xf32>, %b: vector<2xf32>) -> (vector<2xf32>, vector<2xf32>) {
  %j = metal.rearrange %a, %b registers = [2, 1] : vector<2xf32>, vector<2xf32> -> vector<4xf32>
  %r = metal.rearrange %j registers = [2] : vector<4xf32> -> vector<2xf32>
  %s = metal.rearrange %j registers = [2] start = 1 : vector<4xf32> -> vector<2xf32>
  tt.return %r, %s : vector<2xf32>, vector<2xf32>
}

// -----

// Addresses are computed in the new order.
// CANON-LABEL: tt.func @addresses
// CANON-SAME:    (%[[N:.*]]: i32)
// CANON-DAG:     %[[C:.*]] = arith.constant dense<8> : vector<4xi32>
// CANON:         %[[I:.*]] = metal.coordinate registers = [0, 1] lanes = [2, 4, 8, 16, 32] simdgroups = [] : vector<4xi32>
// CANON:         %[[J:.*]] = arith.muli %[[I]], %[[C]]
// CANON:         %[[S:.*]] = vector.broadcast %[[N]] : i32 to vector<4xi32>
// CANON:         %[[K:.*]] = arith.addi %[[J]], %[[S]]
// CANON-NEXT:    tt.return %[[K]]
tt.func @addresses(%n: i32) -> vector<4xi32> {
  %c = arith.constant dense<8> : vector<2xi32>
  %i = metal.coordinate registers = [1] lanes = [2, 4, 8, 16, 32] simdgroups = [] : vector<2xi32>
  %s = vector.broadcast %n : i32 to vector<2xi32>
  %j = arith.muli %i, %c : vector<2xi32>
  %k = arith.addi %j, %s : vector<2xi32>
  %r = metal.rearrange %k registers = [0, 1] : vector<2xi32> -> vector<4xi32>
  tt.return %r : vector<4xi32>
}

// -----

// What is loaded or dear is moved.
// CANON-LABEL: tt.func @dear
// CANON:         arith.divsi
// CANON-NEXT:    metal.rearrange
tt.func @dear(%n: vector<2xi32>) -> vector<4xi32> {
  %i = metal.coordinate registers = [1] lanes = [2, 4, 8, 16, 32] simdgroups = [] : vector<2xi32>
  %k = arith.divsi %i, %n : vector<2xi32>
  %r = metal.rearrange %k registers = [0, 1] : vector<2xi32> -> vector<4xi32>
  tt.return %r : vector<4xi32>
}

// -----

// The second result of a loop, whose first one is a number, is no arithmetic that could be
// done again in another order.
// CANON-LABEL: tt.func @of_a_loop
// CANON:       %[[R:.*]]:2 = scf.while
// CANON-NOT:   scf.while
// CANON:       metal.rearrange %[[R]]#1 registers = [2, 1]
tt.func @of_a_loop(%n: i32, %v: vector<4xi32>) -> (i32, vector<4xi32>) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %r:2 = scf.while (%k = %n, %a = %v) : (i32, vector<4xi32>) -> (i32, vector<4xi32>) {
    %more = arith.cmpi sgt, %k, %zero : i32
    scf.condition(%more) %k, %a : i32, vector<4xi32>
  } do {
  ^bb0(%k: i32, %a: vector<4xi32>):
    %l = arith.subi %k, %one : i32
    %b = arith.muli %a, %v : vector<4xi32>
    scf.yield %l, %b : i32, vector<4xi32>
  }
  %m = metal.rearrange %r#1 registers = [2, 1] : vector<4xi32> -> vector<4xi32>
  tt.return %r#0, %m : i32, vector<4xi32>
}
