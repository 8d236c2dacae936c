// RUN: triton-metal-opt %s --ttg-raise-to-tt | FileCheck %s

// Accesses by a pointer and offsets, slices and their like.

#blocked = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [4, 16], warpsPerCTA = [4, 1], order = [1, 0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!x = tensor<16x64xf16, #blocked>
!i = tensor<16x64xi32, #blocked>
!m = tensor<16x64xi1, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, ttg.target = "hip:gfx942", "ttg.threads-per-warp" = 64 : i32} {
  // Without `other`, what is masked reads as zero.
  // CHECK-LABEL: tt.func @load_and_store(
  // CHECK-SAME:    %[[P:.*]]: !tt.ptr<f16>, %[[O:.*]]: tensor<16x64xi32>, %[[M:.*]]: tensor<16x64xi1>, %[[OTHER:.*]]: tensor<16x64xf16>,
  // CHECK-NEXT:    %[[PS:.*]] = tt.splat %[[P]] : !tt.ptr<f16> -> tensor<16x64x!tt.ptr<f16>>
  // CHECK-NEXT:    %[[A:.*]] = tt.addptr %[[PS]], %[[O]]
  // CHECK-NEXT:    %[[X:.*]] = tt.load %[[A]] cacheModifier = cg : tensor<16x64x!tt.ptr<f16>>
  // CHECK:         %[[A1:.*]] = tt.addptr
  // CHECK-NEXT:    %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : tensor<16x64xf16>
  // CHECK-NEXT:    %[[Y:.*]] = tt.load %[[A1]], %[[M]], %[[ZERO]]
  // CHECK:         %[[Z:.*]] = tt.load %{{.*}}, %[[M]], %[[OTHER]]
  // CHECK:         tt.store %{{.*}}, %[[X]] cacheModifier = wt
  // CHECK:         tt.store %{{.*}}, %[[Y]], %[[M]]
  // CHECK:         tt.store %{{.*}}, %[[Z]], %[[M]]
  tt.func @load_and_store(%p: !tt.ptr<f16>, %o: !i, %m: !m, %other: !x, %stride: i32) {
    amdg.instruction_sched_hint {variant = #amdg.SchedHintVariant<local_prefetch>}
    %x = amdg.buffer_load %p[%o] cacheModifier = cg stride = %stride {contiguity = 4 : i32} : !x
    %y = amdg.buffer_load %p[%o], %m : !x
    %z = amdg.buffer_load %p[%o], %m, %other : !x
    amdg.buffer_store %x, %p[%o] cacheModifier = wt stride = %stride : !x
    amdg.buffer_store %y, %p[%o], %m : !x
    amdg.buffer_store %z, %p[%o], %m : !x
    tt.return
  }

  // CHECK-LABEL: tt.func @atomics(
  // CHECK-SAME:    %[[P:.*]]: !tt.ptr<i32>, %[[O:.*]]: tensor<16x64xi32>, %[[M:.*]]: tensor<16x64xi1>)
  // CHECK:         %[[A:.*]] = tt.addptr %{{.*}}, %[[O]]
  // CHECK-NEXT:    %[[R:.*]] = tt.atomic_rmw add, acq_rel, gpu, %[[A]], %[[O]], %[[M]]
  // CHECK:         %[[A1:.*]] = tt.addptr %{{.*}}, %[[O]]
  // CHECK-NEXT:    tt.atomic_cas relaxed, sys, %[[A1]], %[[R]], %[[O]]
  tt.func @atomics(%p: !tt.ptr<i32>, %o: !i, %m: !m) -> !i {
    %r = amdg.buffer_atomic_rmw add, acq_rel, gpu, %o, %p[%o], %m : !i
    %s = amdg.buffer_atomic_cas relaxed, sys, %r, %o, %p[%o] : !i
    tt.return %s : !i
  }

  // CHECK-LABEL: tt.func @to_local(
  // CHECK-SAME:    %[[P:.*]]: !tt.ptr<f16>, %[[O:.*]]: tensor<16x64xi32>, %[[M:.*]]: tensor<16x64xi1>, %[[OTHER:.*]]: tensor<16x64xf16>)
  // CHECK:         %[[X:.*]] = tt.load %{{.*}}, %[[M]], %[[OTHER]]
  // CHECK-NEXT:    tt.return %[[X]]
  tt.func @to_local(%p: !tt.ptr<f16>, %o: !i, %m: !m, %other: !x) -> !x {
    %b = ttg.local_alloc : () -> !ttg.memdesc<16x64xf16, #shared, #smem, mutable>
    %t = amdg.buffer_load_to_local %p[%o] mask = %m other = %other into %b : <f16>[!i] !x -> <16x64xf16, #shared, #smem, mutable>
    %g = ttg.async_commit_group tokens %t
    %w = amdg.async_wait %g {num_inst = 0 : i32}
    %x = ttg.local_load %b token %w : !ttg.memdesc<16x64xf16, #shared, #smem, mutable> -> !x
    tt.return %x : !x
  }

  // CHECK-LABEL: tt.func @slices(
  // CHECK-SAME:    %[[X:.*]]: tensor<16x64xf16>)
  // CHECK-NEXT:    %[[P:.*]] = tt.reshape %[[X]] : tensor<16x64xf16> -> tensor<16x2x32xf16>
  // CHECK-NEXT:    %[[T:.*]] = tt.trans %[[P]] {order = array<i32: 0, 2, 1>}
  // CHECK-NEXT:    %{{.*}}, %[[HI:.*]] = tt.split %[[T]]
  // CHECK-NEXT:    %[[J:.*]] = tt.join %[[HI]], %[[HI]] : tensor<16x32xf16> -> tensor<16x32x2xf16>
  // CHECK-NEXT:    %[[J1:.*]] = tt.trans %[[J]] {order = array<i32: 2, 0, 1>} : tensor<16x32x2xf16> -> tensor<2x16x32xf16>
  // CHECK-NEXT:    %[[R:.*]] = tt.reshape %[[J1]] : tensor<2x16x32xf16> -> tensor<32x32xf16>
  // CHECK-NEXT:    tt.return %[[R]]
  tt.func @slices(%x: !x) -> tensor<32x32xf16, #blocked> {
    %t = amdg.in_thread_transpose %x : !x -> !x
    %h = amdg.extract_slice %t [0, 32] : !x to tensor<16x32xf16, #blocked>
    %r = amdg.concat %h, %h : tensor<16x32xf16, #blocked>, tensor<16x32xf16, #blocked> -> tensor<32x32xf16, #blocked>
    tt.return %r : tensor<32x32xf16, #blocked>
  }

  // Four parts, row by row: first the neighbours of a row.
  // CHECK-LABEL: tt.func @four_parts(
  // CHECK-SAME:    %[[A:.*]]: tensor<16x64xf16>, %[[B:.*]]: tensor<16x64xf16>, %[[C:.*]]: tensor<16x64xf16>, %[[D:.*]]: tensor<16x64xf16>)
  // CHECK:         tt.join %[[A]], %[[B]]
  // CHECK:         %[[AB:.*]] = tt.reshape %{{.*}} -> tensor<16x128xf16>
  // CHECK:         tt.join %[[C]], %[[D]]
  // CHECK:         %[[CD:.*]] = tt.reshape %{{.*}} -> tensor<16x128xf16>
  // CHECK:         tt.join %[[AB]], %[[CD]]
  // CHECK:         tt.reshape %{{.*}} -> tensor<32x128xf16>
  tt.func @four_parts(%a: !x, %b: !x, %c: !x, %d: !x) -> tensor<32x128xf16, #blocked> {
    %r = amdg.concat %a, %b, %c, %d : !x, !x, !x, !x -> tensor<32x128xf16, #blocked>
    tt.return %r : tensor<32x128xf16, #blocked>
  }
}
