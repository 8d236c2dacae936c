// RUN: triton-metal-opt %s --split-input-file --ttg-raise-to-tt | FileCheck %s

// One buffer, without pipelines: what is read is what was written last.

#blocked = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [4, 8], warpsPerCTA = [4, 1], order = [1, 0]}>
#shared = #ttg.swizzled_shared<{vec = 8, perPhase = 2, maxPhase = 4, order = [1, 0]}>
#shared1 = #ttg.swizzled_shared<{vec = 8, perPhase = 2, maxPhase = 4, order = [0, 1]}>
#smem = #ttg.shared_memory
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // CHECK-LABEL: tt.func @allocated_with_value(
  // CHECK-SAME:    %[[X:.*]]: tensor<32x16xf16>)
  // CHECK-NEXT:    tt.return %[[X]]
  tt.func @allocated_with_value(%x: tensor<32x16xf16, #blocked>) -> tensor<32x16xf16, #blocked> {
    %m = ttg.local_alloc %x : (tensor<32x16xf16, #blocked>) -> !ttg.memdesc<32x16xf16, #shared, #smem>
    %y = ttg.local_load %m : !ttg.memdesc<32x16xf16, #shared, #smem> -> tensor<32x16xf16, #blocked>
    tt.return %y : tensor<32x16xf16, #blocked>
  }

  // CHECK-LABEL: tt.func @stored_twice(
  // CHECK-SAME:    %[[X:.*]]: tensor<32x16xf16>, %[[Y:.*]]: tensor<32x16xf16>)
  // CHECK-NEXT:    tt.return %[[X]], %[[Y]]
  tt.func @stored_twice(%x: tensor<32x16xf16, #blocked>, %y: tensor<32x16xf16, #blocked>) -> (tensor<32x16xf16, #blocked>, tensor<32x16xf16, #blocked>) {
    %m = ttg.local_alloc : () -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    ttg.local_store %x, %m : tensor<32x16xf16, #blocked> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    %a = ttg.local_load %m : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> tensor<32x16xf16, #blocked>
    ttg.local_store %y, %m : tensor<32x16xf16, #blocked> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    %b = ttg.local_load %m : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> tensor<32x16xf16, #blocked>
    ttg.local_dealloc %m : !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    tt.return %a, %b : tensor<32x16xf16, #blocked>, tensor<32x16xf16, #blocked>
  }

  // Slots by constants: other slots are not in the way.
  // CHECK-LABEL: tt.func @two_slots(
  // CHECK-SAME:    %[[X:.*]]: tensor<32x16xf16>, %[[Y:.*]]: tensor<32x16xf16>)
  // CHECK-NEXT:    tt.return %[[X]]
  tt.func @two_slots(%x: tensor<32x16xf16, #blocked>, %y: tensor<32x16xf16, #blocked>) -> tensor<32x16xf16, #blocked> {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %m = ttg.local_alloc : () -> !ttg.memdesc<2x32x16xf16, #shared, #smem, mutable>
    %m0 = ttg.memdesc_index %m[%c0] : !ttg.memdesc<2x32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    %m1 = ttg.memdesc_index %m[%c1] : !ttg.memdesc<2x32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    ttg.local_store %x, %m0 : tensor<32x16xf16, #blocked> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    ttg.local_store %y, %m1 : tensor<32x16xf16, #blocked> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    %a = ttg.local_load %m0 : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> tensor<32x16xf16, #blocked>
    tt.return %a : tensor<32x16xf16, #blocked>
  }

  // CHECK-LABEL: tt.func @one_side_stores(
  // CHECK-SAME:    %[[C:.*]]: i1, %[[X:.*]]: tensor<32x16xf16>, %[[Y:.*]]: tensor<32x16xf16>)
  // CHECK-NEXT:    %[[R:.*]] = scf.if %[[C]] -> (tensor<32x16xf16>) {
  // CHECK-NEXT:      scf.yield %[[Y]]
  // CHECK-NEXT:    } else {
  // CHECK-NEXT:      scf.yield %[[X]]
  // CHECK-NEXT:    }
  // CHECK-NEXT:    tt.return %[[R]]
  tt.func @one_side_stores(%c: i1, %x: tensor<32x16xf16, #blocked>, %y: tensor<32x16xf16, #blocked>) -> tensor<32x16xf16, #blocked> {
    %m = ttg.local_alloc %x : (tensor<32x16xf16, #blocked>) -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    scf.if %c {
      ttg.local_store %y, %m : tensor<32x16xf16, #blocked> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    }
    %a = ttg.local_load %m : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> tensor<32x16xf16, #blocked>
    tt.return %a : tensor<32x16xf16, #blocked>
  }

  // A loop that only reads carries nothing.
  // CHECK-LABEL: tt.func @read_in_loop(
  // CHECK-SAME:    %[[X:.*]]: tensor<32x16xf16>,
  // CHECK:         scf.for %{{.*}} iter_args(%[[ACC:.*]] = %[[X]]) -> (tensor<32x16xf16>)
  // CHECK-NEXT:      arith.addf %[[ACC]], %[[X]]
  tt.func @read_in_loop(%x: tensor<32x16xf16, #blocked>, %n: i32) -> tensor<32x16xf16, #blocked> {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %m = ttg.local_alloc %x : (tensor<32x16xf16, #blocked>) -> !ttg.memdesc<32x16xf16, #shared, #smem>
    %r = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %x) -> (tensor<32x16xf16, #blocked>) : i32 {
      %a = ttg.local_load %m : !ttg.memdesc<32x16xf16, #shared, #smem> -> tensor<32x16xf16, #blocked>
      %s = arith.addf %acc, %a : tensor<32x16xf16, #blocked>
      scf.yield %s : tensor<32x16xf16, #blocked>
    }
    tt.return %r : tensor<32x16xf16, #blocked>
  }

  // What one iteration writes another reads, and the code behind the loop.
  // CHECK-LABEL: tt.func @carried(
  // CHECK-SAME:    %[[X:.*]]: tensor<32x16xf16>,
  // CHECK:         %[[R:.*]] = scf.for %{{.*}} iter_args(%[[A:.*]] = %[[X]]) -> (tensor<32x16xf16>)
  // CHECK-NEXT:      %[[S:.*]] = arith.addf %[[A]], %[[A]]
  // CHECK-NEXT:      scf.yield %[[S]]
  // CHECK:         tt.return %[[R]]
  tt.func @carried(%x: tensor<32x16xf16, #blocked>, %n: i32) -> tensor<32x16xf16, #blocked> {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %m = ttg.local_alloc %x : (tensor<32x16xf16, #blocked>) -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    scf.for %i = %c0 to %n step %c1 : i32 {
      %a = ttg.local_load %m : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> tensor<32x16xf16, #blocked>
      %s = arith.addf %a, %a : tensor<32x16xf16, #blocked>
      ttg.local_store %s, %m : tensor<32x16xf16, #blocked> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    }
    %b = ttg.local_load %m : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> tensor<32x16xf16, #blocked>
    tt.return %b : tensor<32x16xf16, #blocked>
  }

  // An early return leaves blocks; what the entry wrote holds in all that come after.
  // CHECK-LABEL: tt.func @early_return(
  // CHECK-SAME:    %{{.*}}: i1, %[[X:.*]]: tensor<32x16xf16>)
  // CHECK:       ^bb2:
  // CHECK-NEXT:    tt.return %[[X]]
  tt.func @early_return(%c: i1, %x: tensor<32x16xf16, #blocked>) -> tensor<32x16xf16, #blocked> {
    %m = ttg.local_alloc %x : (tensor<32x16xf16, #blocked>) -> !ttg.memdesc<32x16xf16, #shared, #smem>
    cf.cond_br %c, ^bb1, ^bb2
  ^bb1:
    %z = arith.constant dense<0.0> : tensor<32x16xf16, #blocked>
    tt.return %z : tensor<32x16xf16, #blocked>
  ^bb2:
    %a = ttg.local_load %m : !ttg.memdesc<32x16xf16, #shared, #smem> -> tensor<32x16xf16, #blocked>
    tt.return %a : tensor<32x16xf16, #blocked>
  }
}

// -----

// Views: what they do to memory is done to the value.

#blocked = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [4, 8], warpsPerCTA = [4, 1], order = [1, 0]}>
#blocked3 = #ttg.blocked<{sizePerThread = [1, 1, 4], threadsPerWarp = [4, 8, 1], warpsPerCTA = [4, 1, 1], order = [2, 1, 0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#shared1 = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0, 1]}>
#shared3 = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [2, 1, 0]}>
#shared4 = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0, 2, 1]}>
#smem = #ttg.shared_memory
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // CHECK-LABEL: tt.func @transposed(
  // CHECK-SAME:    %[[X:.*]]: tensor<32x16xf16>)
  // CHECK-NEXT:    %[[T:.*]] = tt.trans %[[X]] {order = array<i32: 1, 0>} : tensor<32x16xf16> -> tensor<16x32xf16>
  // CHECK-NEXT:    tt.return %[[T]]
  tt.func @transposed(%x: tensor<32x16xf16, #blocked>) -> tensor<16x32xf16, #blocked> {
    %m = ttg.local_alloc %x : (tensor<32x16xf16, #blocked>) -> !ttg.memdesc<32x16xf16, #shared, #smem>
    %t = ttg.memdesc_trans %m {order = array<i32: 1, 0>} : !ttg.memdesc<32x16xf16, #shared, #smem> -> !ttg.memdesc<16x32xf16, #shared1, #smem>
    %y = ttg.local_load %t : !ttg.memdesc<16x32xf16, #shared1, #smem> -> tensor<16x32xf16, #blocked>
    tt.return %y : tensor<16x32xf16, #blocked>
  }

  // A store through a view goes backwards: the order here is no inverse of its own.
  // CHECK-LABEL: tt.func @stored_through_view(
  // CHECK-SAME:    %[[X:.*]]: tensor<4x32x16xf16>)
  // CHECK-NEXT:    %[[T:.*]] = tt.trans %[[X]] {order = array<i32: 1, 2, 0>} : tensor<4x32x16xf16> -> tensor<32x16x4xf16>
  // CHECK-NEXT:    tt.return %[[T]]
  tt.func @stored_through_view(%x: tensor<4x32x16xf16, #blocked3>) -> tensor<32x16x4xf16, #blocked3> {
    %m = ttg.local_alloc : () -> !ttg.memdesc<32x16x4xf16, #shared3, #smem, mutable>
    %t = ttg.memdesc_trans %m {order = array<i32: 2, 0, 1>} : !ttg.memdesc<32x16x4xf16, #shared3, #smem, mutable> -> !ttg.memdesc<4x32x16xf16, #shared4, #smem, mutable>
    ttg.local_store %x, %t : tensor<4x32x16xf16, #blocked3> -> !ttg.memdesc<4x32x16xf16, #shared4, #smem, mutable>
    %y = ttg.local_load %m : !ttg.memdesc<32x16x4xf16, #shared3, #smem, mutable> -> tensor<32x16x4xf16, #blocked3>
    tt.return %y : tensor<32x16x4xf16, #blocked3>
  }

  // CHECK-LABEL: tt.func @reshaped_and_reinterpreted(
  // CHECK-SAME:    %[[X:.*]]: tensor<32x16xf16>)
  // CHECK-NEXT:    %[[B:.*]] = tt.bitcast %[[X]] : tensor<32x16xf16> -> tensor<32x16xi16>
  // CHECK-NEXT:    %[[R:.*]] = tt.reshape %[[B]] : tensor<32x16xi16> -> tensor<8x4x16xi16>
  // CHECK-NEXT:    tt.return %[[R]]
  tt.func @reshaped_and_reinterpreted(%x: tensor<32x16xf16, #blocked>) -> tensor<8x4x16xi16, #blocked3> {
    %m = ttg.local_alloc %x : (tensor<32x16xf16, #blocked>) -> !ttg.memdesc<32x16xf16, #shared, #smem>
    %i = ttg.memdesc_reinterpret %m : !ttg.memdesc<32x16xf16, #shared, #smem> -> !ttg.memdesc<32x16xi16, #shared, #smem>
    %r = ttg.memdesc_reshape %i : !ttg.memdesc<32x16xi16, #shared, #smem> -> !ttg.memdesc<8x4x16xi16, #shared3, #smem>
    %y = ttg.local_load %r : !ttg.memdesc<8x4x16xi16, #shared3, #smem> -> tensor<8x4x16xi16, #blocked3>
    tt.return %y : tensor<8x4x16xi16, #blocked3>
  }

  // The upper half of the columns: half of a half of 32 is two splits.
  // CHECK-LABEL: tt.func @slice(
  // CHECK-SAME:    %[[X:.*]]: tensor<16x32xf16>)
  // CHECK-NEXT:    %[[P:.*]] = tt.reshape %[[X]] : tensor<16x32xf16> -> tensor<16x2x16xf16>
  // CHECK-NEXT:    %[[L:.*]] = tt.trans %[[P]] {order = array<i32: 0, 2, 1>} : tensor<16x2x16xf16> -> tensor<16x16x2xf16>
  // CHECK-NEXT:    %[[LO:.*]], %[[HI:.*]] = tt.split %[[L]] : tensor<16x16x2xf16> -> tensor<16x16xf16>
  // CHECK-NEXT:    %[[P1:.*]] = tt.reshape %[[HI]] : tensor<16x16xf16> -> tensor<16x2x8xf16>
  // CHECK-NEXT:    %[[L1:.*]] = tt.trans %[[P1]] {order = array<i32: 0, 2, 1>} : tensor<16x2x8xf16> -> tensor<16x8x2xf16>
  // CHECK-NEXT:    %[[LO1:.*]], %{{.*}} = tt.split %[[L1]] : tensor<16x8x2xf16> -> tensor<16x8xf16>
  // CHECK-NEXT:    tt.return %[[LO1]]
  tt.func @slice(%x: tensor<16x32xf16, #blocked>) -> tensor<16x8xf16, #blocked> {
    %m = ttg.local_alloc %x : (tensor<16x32xf16, #blocked>) -> !ttg.memdesc<16x32xf16, #shared, #smem>
    %s = ttg.memdesc_subslice %m[0, 16] : !ttg.memdesc<16x32xf16, #shared, #smem> -> !ttg.memdesc<16x8xf16, #shared, #smem, 16x32>
    %y = ttg.local_load %s : !ttg.memdesc<16x8xf16, #shared, #smem, 16x32> -> tensor<16x8xf16, #blocked>
    tt.return %y : tensor<16x8xf16, #blocked>
  }

  // Up to 3.4 one op took both kinds of views.
  // CHECK-LABEL: tt.func @subview(
  // CHECK-SAME:    %[[X:.*]]: tensor<16x32xf16>,
  // CHECK-NEXT:    tt.return %[[X]]
  tt.func @subview(%x: tensor<16x32xf16, #blocked>, %i: i32) -> tensor<16x32xf16, #blocked> {
    %c0 = arith.constant 0 : i32
    %m = ttg.local_alloc : () -> !ttg.memdesc<3x16x32xf16, #shared, #smem, mutable>
    %s = ttg.memdesc_subview %m[%i, %c0, %c0] : !ttg.memdesc<3x16x32xf16, #shared, #smem, mutable> -> !ttg.memdesc<16x32xf16, #shared, #smem, mutable>
    ttg.local_store %x, %s : tensor<16x32xf16, #blocked> -> !ttg.memdesc<16x32xf16, #shared, #smem, mutable>
    %y = ttg.local_load %s : !ttg.memdesc<16x32xf16, #shared, #smem, mutable> -> tensor<16x32xf16, #blocked>
    tt.return %y : tensor<16x32xf16, #blocked>
  }
}
