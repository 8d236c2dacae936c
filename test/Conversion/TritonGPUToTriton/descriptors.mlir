// RUN: triton-metal-opt %s --ttg-raise-to-tt | FileCheck %s

// Bulk copies become accesses through descriptors, and descriptors that were made in
// scratch memory become values.

#blocked = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [4, 1], order = [1, 0]}>
#shared = #ttg.nvmma_shared<{swizzlingByteWidth = 0, transposed = false, elementBitWidth = 16}>
#shared1 = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!desc = !tt.tensordesc<tensor<8x32xf16, #shared>>
!row = !tt.tensordesc<tensor<1x32xf16, #shared>>
!idesc = !tt.tensordesc<tensor<8x32xui32, #shared>>
!tile = !ttg.memdesc<8x32xf16, #shared, #smem, mutable>
!ring = !ttg.memdesc<2x8x32xf16, #shared, #smem, mutable>
!itile = !ttg.memdesc<8x32xi32, #shared, #smem>
!bar = !ttg.memdesc<1xi64, #shared1, #smem, mutable>
!bars = !ttg.memdesc<2x1xi64, #shared1, #smem, mutable>
!x = tensor<8x32xf16, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, ttg.target = "cuda:90", "ttg.threads-per-warp" = 32 : i32} {
  // Sizes turn around, strides in bytes become strides in elements, without a division
  // where they are products; the barrier and its word of memory are gone.
  // CHECK-LABEL: tt.func @load(
  // CHECK-SAME:    %[[P:.*]]: !tt.ptr<f16>, %[[M:.*]]: i32, %[[N:.*]]: i32, %[[S:.*]]: i64)
  // CHECK:         %[[ONE:.*]] = arith.constant 1 : i64
  // CHECK:         %[[D:.*]] = tt.make_tensor_descriptor %[[P]], [%[[M]], %[[N]]], [%[[S]], %[[ONE]]] : <f16>, <tensor<8x32xf16>>
  // CHECK-NEXT:    %[[X:.*]] = tt.descriptor_load %[[D]][%[[M]], %[[N]]] : !tt.tensordesc<tensor<8x32xf16>> -> tensor<8x32xf16>
  // CHECK-NEXT:    tt.return %[[X]]
  tt.func @load(%p: !tt.ptr<f16>, %m: i32, %n: i32, %s: i64) -> !x {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c8 = arith.constant 8 : i32
    %c32 = arith.constant 32 : i32
    %c2_i64 = arith.constant 2 : i64
    %true = arith.constant true
    %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
    %bytes = arith.muli %s, %c2_i64 : i64
    ttng.tensormap_create %scratch, %p, [%c32, %c8], [%n, %m], [%bytes], [%c1, %c1] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
    ttng.tensormap_fenceproxy_acquire %scratch : !tt.ptr<i8>
    %d = ttng.reinterpret_tensor_descriptor %scratch : !tt.ptr<i8> to !desc
    %t = ttg.local_alloc : () -> !tile
    %b = ttg.local_alloc : () -> !bar
    ttng.init_barrier %b, 1 : !bar
    ttng.barrier_expect %b, 512, %true : !bar
    ttng.async_tma_copy_global_to_local %d[%m, %n] %t, %b, %true : !desc, !bar -> !tile
    ttng.wait_barrier %b, %c0 : !bar
    ttng.inval_barrier %b : !bar
    %x = ttg.local_load %t : !tile -> !x
    tt.return %x : !x
  }

  // One dimension has no strides in memory, and one of unknown origin is divided; elements
  // outside read as NaN.
  // CHECK-LABEL: tt.func @descriptors(
  // CHECK-SAME:    %[[P:.*]]: !tt.ptr<f16>, %[[N:.*]]: i32, %[[BYTES:.*]]: i64
  // CHECK:         %[[E:.*]] = arith.divui %[[BYTES]], %{{.*}} : i64
  // CHECK:         tt.make_tensor_descriptor %[[P]], [%[[N]], %[[N]]], [%[[E]], %{{.*}}] {padding = 2 : i32} : <f16>, <tensor<8x32xf16>>
  // CHECK:         tt.make_tensor_descriptor %[[P]], [%[[N]]], [%{{.*}}] : <f16>, <tensor<32xf16>>
  tt.func @descriptors(%p: !tt.ptr<f16>, %n: i32, %bytes: i64) -> (!desc, !tt.tensordesc<tensor<32xf16>>) {
    %c1 = arith.constant 1 : i32
    %c8 = arith.constant 8 : i32
    %c32 = arith.constant 32 : i32
    %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 256 : i32} : !tt.ptr<i8>
    %c128 = arith.constant 128 : i32
    %second = tt.addptr %scratch, %c128 : !tt.ptr<i8>, i32
    ttng.tensormap_create %scratch, %p, [%c32, %c8], [%n, %n], [%bytes], [%c1, %c1] {elem_type = 6 : i32, fill_mode = 1 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
    %d = ttng.reinterpret_tensor_descriptor %scratch : !tt.ptr<i8> to !desc
    %other = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
    ttng.tensormap_create %other, %p, [%c32], [%n], [], [%c1] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32) -> ()
    %e = ttng.reinterpret_tensor_descriptor %other : !tt.ptr<i8> to !tt.tensordesc<tensor<32xf16>>
    tt.return %d, %e : !desc, !tt.tensordesc<tensor<32xf16>>
  }

  // A ring of descriptors in scratch memory, each used in the iteration that makes it.
  // CHECK-LABEL: tt.func @made_in_loop(
  // CHECK:         scf.for
  // CHECK:           %[[D:.*]] = tt.make_tensor_descriptor
  // CHECK:           tt.descriptor_load %[[D]]
  tt.func @made_in_loop(%p: !tt.ptr<f16>, %n: i32) {
    %cm1 = arith.constant -1 : i32
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c2 = arith.constant 2 : i32
    %c8 = arith.constant 8 : i32
    %c32 = arith.constant 32 : i32
    %c64_i64 = arith.constant 64 : i64
    %c128 = arith.constant 128 : i32
    %true = arith.constant true
    %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 256 : i32} : !tt.ptr<i8>
    %t = ttg.local_alloc : () -> !tile
    %b = ttg.local_alloc : () -> !bar
    ttng.init_barrier %b, 1 : !bar
    %r = scf.for %i = %c0 to %n step %c1 iter_args(%k = %cm1) -> (i32) : i32 {
      %k1 = arith.addi %k, %c1 : i32
      %kw = arith.cmpi sge, %k1, %c2 : i32
      %k2 = arith.select %kw, %c0, %k1 : i32
      %o = arith.muli %k2, %c128 : i32
      %s = tt.addptr %scratch, %o : !tt.ptr<i8>, i32
      ttng.tensormap_create %s, %p, [%c32, %c8], [%n, %i], [%c64_i64], [%c1, %c1] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
      ttng.tensormap_fenceproxy_acquire %s : !tt.ptr<i8>
      %d = ttng.reinterpret_tensor_descriptor %s : !tt.ptr<i8> to !desc
      ttng.barrier_expect %b, 512, %true : !bar
      ttng.async_tma_copy_global_to_local %d[%c0, %i] %t, %b, %true : !desc, !bar -> !tile
      ttng.wait_barrier %b, %c0 : !bar
      %x = ttg.local_load %t : !tile -> !x
      %m = ttg.local_alloc %x : (!x) -> !ttg.memdesc<8x32xf16, #shared, #smem>
      ttng.async_tma_copy_local_to_global %d[%c0, %i] %m : !desc, !ttg.memdesc<8x32xf16, #shared, #smem>
      ttng.async_tma_store_wait {pendings = 0 : i32}
      scf.yield %k2 : i32
    }
    tt.return
  }

  // CHECK-LABEL: tt.func @stores(
  // CHECK-SAME:    %[[D:.*]]: !tt.tensordesc<tensor<8x32xf16>>, %[[E:.*]]: !tt.tensordesc<tensor<8x32xui32>>, %[[X:.*]]: tensor<8x32xf16>, %[[Y:.*]]: tensor<8x32xi32>, %[[I:.*]]: i32)
  // CHECK-NEXT:    tt.descriptor_store %[[D]][%[[I]], %[[I]]], %[[X]]
  // CHECK-NEXT:    tt.descriptor_reduce max, %[[E]][%[[I]], %[[I]]], %[[Y]]
  // CHECK-NEXT:    tt.return
  tt.func @stores(%d: !desc, %e: !idesc, %x: !x, %y: tensor<8x32xi32, #blocked>, %i: i32) {
    %m = ttg.local_alloc %x : (!x) -> !ttg.memdesc<8x32xf16, #shared, #smem>
    ttng.fence_async_shared {bCluster = false}
    ttng.async_tma_copy_local_to_global %d[%i, %i] %m : !desc, !ttg.memdesc<8x32xf16, #shared, #smem>
    ttng.async_tma_store_wait {pendings = 0 : i32}
    %k = ttg.local_alloc %y : (tensor<8x32xi32, #blocked>) -> !itile
    ttng.fence_async_shared {bCluster = false}
    ttng.async_tma_reduce max, %e[%i, %i] %k : !idesc, !itile
    ttng.async_tma_store_wait {pendings = 0 : i32}
    tt.return
  }

  // CHECK-LABEL: tt.func @rows(
  // CHECK-SAME:    %[[D:.*]]: !tt.tensordesc<tensor<1x32xf16>>, %[[R:.*]]: tensor<8xi32>, %[[Y:.*]]: i32)
  // CHECK-NEXT:    %[[X:.*]] = tt.descriptor_gather %[[D]][%[[R]], %[[Y]]] : (!tt.tensordesc<tensor<1x32xf16>>, tensor<8xi32>, i32) -> tensor<8x32xf16>
  // CHECK-NEXT:    tt.descriptor_scatter %[[D]][%[[R]], %[[Y]]], %[[X]]
  // CHECK-NEXT:    tt.return
  tt.func @rows(%d: !row, %r: tensor<8xi32, #ttg.slice<{dim = 0, parent = #blocked}>>, %y: i32) {
    %c0 = arith.constant 0 : i32
    %true = arith.constant true
    %t = ttg.local_alloc : () -> !tile
    %b = ttg.local_alloc : () -> !bar
    ttng.init_barrier %b, 1 : !bar
    ttng.barrier_expect %b, 512, %true : !bar
    ttng.async_tma_gather %d[%r, %y] %t, %b, %true : !row, tensor<8xi32, #ttg.slice<{dim = 0, parent = #blocked}>>, i32, !bar, !tile, i1
    ttng.wait_barrier %b, %c0 : !bar
    ttng.async_tma_scatter %d[%r, %y] %t : !row, tensor<8xi32, #ttg.slice<{dim = 0, parent = #blocked}>>, i32, !tile
    ttng.async_tma_store_wait {pendings = 0 : i32}
    tt.return
  }

  // A pipelined loop: a copy that a predicate holds back leaves the slot as it was; where
  // nothing was written before, nobody looks.
  // CHECK-LABEL: tt.func @pipelined(
  // CHECK-SAME:    %[[D:.*]]: !tt.tensordesc<tensor<8x32xf16>>, %[[N:.*]]: i32, %[[FIRST:.*]]: i1)
  // CHECK:         %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : tensor<8x32xf16>
  // CHECK:         %[[X0:.*]] = scf.if %[[FIRST]] -> (tensor<8x32xf16>) {
  // CHECK-NEXT:      tt.descriptor_load %[[D]]
  // CHECK:         } else {
  // CHECK-NEXT:      scf.yield %[[ZERO]]
  // CHECK:         scf.for {{.*}} iter_args(%[[A:.*]] = %[[X0]], %[[OLD:.*]] = %[[ZERO]])
  // CHECK:           tt.descriptor_store %[[D]]{{.*}}, %[[A]]
  // CHECK:           %[[X:.*]] = scf.if %{{.*}} -> (tensor<8x32xf16>) {
  // CHECK-NEXT:        tt.descriptor_load
  // CHECK:           } else {
  // CHECK-NEXT:        scf.yield %[[OLD]]
  // CHECK:           scf.yield %[[X]], %[[A]]
  tt.func @pipelined(%d: !desc, %n: i32, %first: i1) {
    %cm1 = arith.constant -1 : i32
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c2 = arith.constant 2 : i32
    %ring = ttg.local_alloc : () -> !ring
    %bars = ttg.local_alloc : () -> !bars
    %b0 = ttg.memdesc_index %bars[%c0] : !bars -> !bar
    ttng.init_barrier %b0, 1 : !bar
    %b1 = ttg.memdesc_index %bars[%c1] : !bars -> !bar
    ttng.init_barrier %b1, 1 : !bar
    %s0 = ttg.memdesc_index %ring[%c0] : !ring -> !tile
    ttng.barrier_expect %b0, 512, %first : !bar
    ttng.async_tma_copy_global_to_local %d[%c0, %c0] %s0, %b0, %first : !desc, !bar -> !tile
    %last = arith.subi %n, %c1 : i32
    %r:3 = scf.for %i = %c0 to %n step %c1 iter_args(%w = %c0, %r = %cm1, %phase = %c0) -> (i32, i32, i32) : i32 {
      %more = arith.cmpi slt, %i, %last : i32
      %r1 = arith.addi %r, %c1 : i32
      %rw = arith.cmpi sge, %r1, %c2 : i32
      %r2 = arith.select %rw, %c0, %r1 : i32
      %flip = arith.xori %phase, %c1 : i32
      %p2 = arith.select %rw, %flip, %phase : i32
      %br = ttg.memdesc_index %bars[%r2] : !bars -> !bar
      %sr = ttg.memdesc_index %ring[%r2] : !ring -> !tile
      ttng.wait_barrier %br, %p2 deps %sr : !bar, !tile
      ttng.async_tma_copy_local_to_global %d[%i, %c0] %sr : !desc, !tile
      ttng.async_tma_store_wait {pendings = 0 : i32}
      %w1 = arith.addi %w, %c1 : i32
      %ww = arith.cmpi sge, %w1, %c2 : i32
      %w2 = arith.select %ww, %c0, %w1 : i32
      %i1 = arith.addi %i, %c1 : i32
      %bw = ttg.memdesc_index %bars[%w2] : !bars -> !bar
      %sw = ttg.memdesc_index %ring[%w2] : !ring -> !tile
      ttng.barrier_expect %bw, 512, %more : !bar
      ttng.async_tma_copy_global_to_local %d[%i1, %c0] %sw, %bw, %more : !desc, !bar -> !tile
      scf.yield %w2, %r2, %p2 : i32, i32, i32
    }
    ttg.local_dealloc %ring : !ring
    ttng.inval_barrier %b0 : !bar
    ttng.inval_barrier %b1 : !bar
    ttg.local_dealloc %bars : !bars
    tt.return
  }

  // Up to 3.3: other names, addresses in place of descriptors, and floats numbered as
  // integers of their width.
  // CHECK-LABEL: tt.func @old_names(
  // CHECK-SAME:    %[[P:.*]]: !tt.ptr<f16>, %[[N:.*]]: i32)
  // CHECK:         %[[D:.*]] = tt.make_tensor_descriptor %[[P]], [%[[N]], %[[N]]], [%{{.*}}, %{{.*}}] : <f16>, <tensor<8x32xf16>>
  // CHECK-NEXT:    %[[X:.*]] = tt.descriptor_load %[[D]][%[[N]], %[[N]]] : !tt.tensordesc<tensor<8x32xf16>> -> tensor<8x32xf16>
  // CHECK-NEXT:    tt.descriptor_store %[[D]][%[[N]], %[[N]]], %[[X]]
  // CHECK-NEXT:    tt.return
  tt.func @old_names(%p: !tt.ptr<f16>, %n: i32) {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c8 = arith.constant 8 : i32
    %c32 = arith.constant 32 : i32
    %c64_i64 = arith.constant 64 : i64
    %true = arith.constant true
    %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
    tt.experimental_tensormap_create %scratch, %p, [%c32, %c8], [%n, %n], [%c64_i64], [%c1, %c1] {elem_type = 1 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
    tt.experimental_tensormap_fenceproxy_acquire %scratch : !tt.ptr<i8>
    %t = ttg.local_alloc : () -> !tile
    %b = ttg.local_alloc : () -> !bar
    ttng.init_barrier %b, 1 : !bar
    ttng.barrier_expect %b, 512, %true : !bar
    ttng.async_tma_copy_global_to_local %scratch[%n, %n] %t, %b, %true : !tt.ptr<i8>, !bar -> !tile
    ttng.wait_barrier %b, %c0 : !bar
    %d = tt.reinterpret_tensor_descriptor %scratch : !tt.ptr<i8> to !desc
    %q = ttng.tensor_desc_to_tma_ptr %d : !desc to !tt.ptr<i8>
    ttng.async_tma_copy_local_to_global %q[%n, %n] %t : !tt.ptr<i8>, !tile
    ttng.async_tma_store_wait {pendings = 0 : i32}
    tt.return
  }

  // A descriptor that nobody uses.
  // CHECK-LABEL: tt.func @unused(
  // CHECK-NEXT:    tt.return
  tt.func @unused(%p: !tt.ptr<f16>, %n: i32, %s: i64) {
    %c1 = arith.constant 1 : i32
    %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
    ttng.tensormap_create %scratch, %p, [%c1, %c1], [%n, %n], [%s], [%c1, %c1] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
    tt.return
  }
}
