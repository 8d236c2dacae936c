// RUN: triton-metal-opt %s --canonicalize | FileCheck %s

#a = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#b = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [1, 4], order = [1, 0]}>
#c = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#d = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#t = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0, 1]}>
#smem = #ttg.shared_memory
!x = tensor<32x16xf16, #a>
!y = tensor<32x16xf16, #b>
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {

// CHECK-LABEL: @convert_nothing
// CHECK-NEXT:    tt.return %arg0
tt.func @convert_nothing(%x: !x) -> !x {
  %0 = ttg.convert_layout %x : !x -> !x
  tt.return %0 : !x
}

// CHECK-LABEL: @convert_there_and_back
// CHECK-NEXT:    tt.return %arg0
tt.func @convert_there_and_back(%x: !x) -> !x {
  %0 = ttg.convert_layout %x : !x -> !y
  %1 = ttg.convert_layout %0 : !y -> !x
  tt.return %1 : !x
}

// CHECK-LABEL: @convert_constant
// CHECK-NEXT:    %[[C:.*]] = arith.constant dense<1.000000e+00> : tensor<32x16xf16, #blocked1>
// CHECK-NEXT:    tt.return %[[C]]
tt.func @convert_constant() -> !y {
  %0 = arith.constant dense<1.0> : !x
  %1 = ttg.convert_layout %0 : !x -> !y
  tt.return %1 : !y
}

// CHECK-LABEL: @convert_splat
// CHECK-NEXT:    %[[S:.*]] = tt.splat %arg0 : f16 -> tensor<32x16xf16, #blocked1>
// CHECK-NEXT:    tt.return %[[S]]
tt.func @convert_splat(%v: f16) -> !y {
  %0 = tt.splat %v : f16 -> !x
  %1 = ttg.convert_layout %0 : !x -> !y
  tt.return %1 : !y
}

// CHECK-LABEL: @convert_range
// CHECK-NEXT:    %[[R:.*]] = tt.make_range {end = 160 : i32, start = 32 : i32} : tensor<128xi32, #blocked{{[0-9]*}}>
// CHECK-NEXT:    tt.return %[[R]]
tt.func @convert_range() -> tensor<128xi32, #d> {
  %0 = tt.make_range {end = 160 : i32, start = 32 : i32} : tensor<128xi32, #c>
  %1 = ttg.convert_layout %0 : tensor<128xi32, #c> -> tensor<128xi32, #d>
  tt.return %1 : tensor<128xi32, #d>
}

// The read stays where it was: the memory changes after it.
// CHECK-LABEL: @convert_load
// CHECK-NEXT:    %[[L:.*]] = ttg.local_load %arg0 : {{.*}} -> tensor<32x16xf16, #blocked1>
// CHECK-NEXT:    ttg.local_store %arg1, %arg0
// CHECK-NEXT:    tt.return %[[L]]
tt.func @convert_load(%m: !m, %x: !x) -> !y {
  %0 = ttg.local_load %m : !m -> !x
  ttg.local_store %x, %m : !x -> !m
  %1 = ttg.convert_layout %0 : !x -> !y
  tt.return %1 : !y
}

// Somebody else needs the first layout: one read of memory is enough.
// CHECK-LABEL: @convert_load_used_twice
// CHECK-NEXT:    %[[L:.*]] = ttg.local_load
// CHECK-NEXT:    %[[C:.*]] = ttg.convert_layout %[[L]]
// CHECK-NEXT:    tt.return %[[L]], %[[C]]
tt.func @convert_load_used_twice(%m: !m) -> (!x, !y) {
  %0 = ttg.local_load %m : !m -> !x
  %1 = ttg.convert_layout %0 : !x -> !y
  tt.return %0, %1 : !x, !y
}

// CHECK-LABEL: @store_converted
// CHECK-NEXT:    ttg.local_store %arg1, %arg0 : tensor<32x16xf16, #blocked> ->
// CHECK-NEXT:    ttg.local_alloc %arg1 : (tensor<32x16xf16, #blocked>) ->
// CHECK-NOT:     ttg.convert_layout
tt.func @store_converted(%m: !m, %x: !x) -> !m {
  %0 = ttg.convert_layout %x : !x -> !y
  ttg.local_store %0, %m : !y -> !m
  %1 = ttg.local_alloc %0 : (!y) -> !m
  tt.return %1 : !m
}

// CHECK-LABEL: @views
// CHECK-NEXT:    tt.return %arg0, %arg0, %arg0
tt.func @views(%m: !m) -> (!m, !m, !m) {
  %0 = ttg.memdesc_trans %m {order = array<i32: 1, 0>} : !m -> !ttg.memdesc<16x32xf16, #t, #smem, mutable>
  %1 = ttg.memdesc_trans %0 {order = array<i32: 1, 0>} : !ttg.memdesc<16x32xf16, #t, #smem, mutable> -> !m
  %2 = ttg.memdesc_reinterpret %m : !m -> !ttg.memdesc<32x16xi16, #s, #smem, mutable>
  %3 = ttg.memdesc_reinterpret %2 : !ttg.memdesc<32x16xi16, #s, #smem, mutable> -> !m
  %4 = ttg.memdesc_reshape %m : !m -> !m
  tt.return %1, %3, %4 : !m, !m, !m
}

// Two turns that are no way back.
// CHECK-LABEL: @turned_on
// CHECK-COUNT-2: ttg.memdesc_trans
tt.func @turned_on(%m: !ttg.memdesc<4x4x4xf16, #ttg.shared_linear<{offset = [[1, 0, 0], [2, 0, 0], [0, 1, 0], [0, 2, 0], [0, 0, 1], [0, 0, 2]]}, alignment = 16>, #smem>)
    -> !ttg.memdesc<4x4x4xf16, #ttg.shared_linear<{offset = [[0, 1, 0], [0, 2, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0], [2, 0, 0]]}, alignment = 16>, #smem> {
  %0 = ttg.memdesc_trans %m {order = array<i32: 1, 2, 0>} : !ttg.memdesc<4x4x4xf16, #ttg.shared_linear<{offset = [[1, 0, 0], [2, 0, 0], [0, 1, 0], [0, 2, 0], [0, 0, 1], [0, 0, 2]]}, alignment = 16>, #smem> -> !ttg.memdesc<4x4x4xf16, #ttg.shared_linear<{offset = [[0, 0, 1], [0, 0, 2], [1, 0, 0], [2, 0, 0], [0, 1, 0], [0, 2, 0]]}, alignment = 16>, #smem>
  %1 = ttg.memdesc_trans %0 {order = array<i32: 1, 2, 0>} : !ttg.memdesc<4x4x4xf16, #ttg.shared_linear<{offset = [[0, 0, 1], [0, 0, 2], [1, 0, 0], [2, 0, 0], [0, 1, 0], [0, 2, 0]]}, alignment = 16>, #smem> -> !ttg.memdesc<4x4x4xf16, #ttg.shared_linear<{offset = [[0, 1, 0], [0, 2, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0], [2, 0, 0]]}, alignment = 16>, #smem>
  tt.return %1 : !ttg.memdesc<4x4x4xf16, #ttg.shared_linear<{offset = [[0, 1, 0], [0, 2, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0], [2, 0, 0]]}, alignment = 16>, #smem>
}

}
