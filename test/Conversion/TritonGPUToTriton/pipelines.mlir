// RUN: triton-metal-opt %s --ttg-raise-to-tt | FileCheck %s

// Ring buffers become queues that loops carry, whatever way their indices are computed.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!ring2 = !ttg.memdesc<2x128xf32, #shared, #smem, mutable>
!ring3 = !ttg.memdesc<3x128xf32, #shared, #smem, mutable>
!slot = !ttg.memdesc<128xf32, #shared, #smem, mutable>
!x = tensor<128xf32, #blocked>
!p = tensor<128x!tt.ptr<f32>, #blocked>
!m = tensor<128xi1, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // As Triton 3.6 prints it: counters that wrap by a select, two copies under way. A copy
  // without `other` fills with zeros; one without mask needs none. The slot that is about to
  // be written is carried by nobody. Copies keep how late they might read.
  // CHECK-LABEL: tt.func @three_stages(
  // CHECK-SAME:    %[[P:.*]]: tensor<128x!tt.ptr<f32>>, %[[M:.*]]: tensor<128xi1>, %[[O:.*]]: tensor<128xf32>, %[[N:.*]]: i32)
  // CHECK:         %[[X0:.*]] = tt.load %[[P]], %[[M]], %[[O]] cacheModifier = cg evictionPolicy = evict_first {tt.may_load_late = 0 : i32} :
  // CHECK:         %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : tensor<128xf32>
  // CHECK:         %[[X1:.*]] = tt.load %[[P]], %[[M]], %[[ZERO]] {tt.may_load_late = 1 : i32} :
  // CHECK-NEXT:    scf.for %{{.*}} = %{{.*}} to %[[N]] step %{{.*}} iter_args(%[[A:.*]] = %[[X0]], %[[B:.*]] = %[[X1]]) -> (tensor<128xf32>, tensor<128xf32>)
  // CHECK-NEXT:      tt.store %[[P]], %[[A]]
  // CHECK-NEXT:      %[[X2:.*]] = tt.load %[[P]] {tt.may_load_late = 2 : i32} :
  // CHECK-NEXT:      scf.yield %[[B]], %[[X2]]
  // CHECK-NEXT:    }
  // CHECK-NEXT:    tt.return
  tt.func @three_stages(%p: !p, %mask: !m, %other: !x, %n: i32) {
    %cm1 = arith.constant -1 : i32
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c3 = arith.constant 3 : i32
    %ring = ttg.local_alloc : () -> !ring3
    %s0 = ttg.memdesc_index %ring[%c0] : !ring3 -> !slot
    %t0 = ttg.async_copy_global_to_local %p, %s0 mask %mask other %other cacheModifier = cg evictionPolicy = evict_first {contiguity = 4 : i32} : !p -> <128xf32, #shared, #smem, mutable>
    %g0 = ttg.async_commit_group tokens %t0
    %s1 = ttg.memdesc_index %ring[%c1] : !ring3 -> !slot
    %t1 = ttg.async_copy_global_to_local %p, %s1 mask %mask : !p -> <128xf32, #shared, #smem, mutable>
    %g1 = ttg.async_commit_group tokens %t1
    %r:4 = scf.for %i = %c0 to %n step %c1 iter_args(%w = %c1, %r = %cm1, %ga = %g0, %gb = %g1) -> (i32, i32, !ttg.async.token, !ttg.async.token) : i32 {
      %r1 = arith.addi %r, %c1 : i32
      %rw = arith.cmpi sge, %r1, %c3 : i32
      %r2 = arith.select %rw, %c0, %r1 : i32
      %tok = ttg.async_wait %ga {num = 1 : i32}
      %sr = ttg.memdesc_index %ring[%r2] : !ring3 -> !slot
      %x = ttg.local_load %sr token %tok : !slot -> !x
      tt.store %p, %x : !p
      %w1 = arith.addi %w, %c1 : i32
      %ww = arith.cmpi sge, %w1, %c3 : i32
      %w2 = arith.select %ww, %c0, %w1 : i32
      %sw = ttg.memdesc_index %ring[%w2] : !ring3 -> !slot
      %t2 = ttg.async_copy_global_to_local %p, %sw : !p -> <128xf32, #shared, #smem, mutable>
      %g2 = ttg.async_commit_group tokens %t2
      scf.yield %w2, %r2, %gb, %g2 : i32, i32, !ttg.async.token, !ttg.async.token
    }
    %e = ttg.async_wait {num = 0 : i32}
    ttg.local_dealloc %ring : !ring3
    tt.return
  }

  // The wrap the other way round, as before 3.6, and the counter of reads one behind: it
  // takes on what the counter of writes was.
  // CHECK-LABEL: tt.func @follows_another(
  // CHECK-SAME:    %[[P:.*]]: tensor<128x!tt.ptr<f32>>, %[[V:.*]]: tensor<128xf32>,
  // CHECK:         scf.for {{.*}} iter_args(%[[A:.*]] = %[[V]]) -> (tensor<128xf32>)
  // CHECK-NEXT:      tt.store %[[P]], %[[A]]
  // CHECK-NEXT:      %[[X:.*]] = tt.load %[[P]]
  // CHECK-NEXT:      scf.yield %[[X]]
  tt.func @follows_another(%p: !p, %v: !x, %n: i32) {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c3 = arith.constant 3 : i32
    %ring = ttg.local_alloc : () -> !ring3
    %s0 = ttg.memdesc_index %ring[%c0] : !ring3 -> !slot
    ttg.local_store %v, %s0 : !x -> !slot
    %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%w = %c0, %r = %c0) -> (i32, i32) : i32 {
      %sr = ttg.memdesc_index %ring[%r] : !ring3 -> !slot
      %x = ttg.local_load %sr : !slot -> !x
      tt.store %p, %x : !p
      %w1 = arith.addi %w, %c1 : i32
      %ww = arith.cmpi slt, %w1, %c3 : i32
      %w2 = arith.select %ww, %w1, %c0 : i32
      %y = tt.load %p : !p
      %sw = ttg.memdesc_index %ring[%w2] : !ring3 -> !slot
      ttg.local_store %y, %sw : !x -> !slot
      scf.yield %w2, %w2 : i32, i32
    }
    tt.return
  }

  // Slots by the induction variable: a remainder, and a mask where the depth is a power of
  // two.
  // CHECK-LABEL: tt.func @by_induction_variable(
  // CHECK-SAME:    %[[P:.*]]: tensor<128x!tt.ptr<f32>>, %[[V:.*]]: tensor<128xf32>,
  // CHECK:         scf.for {{.*}} iter_args(%[[A:.*]] = %[[V]]) -> (tensor<128xf32>)
  // CHECK-NEXT:      tt.store %[[P]], %[[A]]
  // CHECK-NEXT:      %[[X:.*]] = tt.load %[[P]]
  // CHECK-NEXT:      scf.yield %[[X]]
  tt.func @by_induction_variable(%p: !p, %v: !x, %n: i32) {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c2 = arith.constant 2 : i32
    %ring = ttg.local_alloc : () -> !ring2
    %s0 = ttg.memdesc_index %ring[%c0] : !ring2 -> !slot
    ttg.local_store %v, %s0 : !x -> !slot
    scf.for %i = %c0 to %n step %c1 : i32 {
      %r = arith.remsi %i, %c2 : i32
      %sr = ttg.memdesc_index %ring[%r] : !ring2 -> !slot
      %x = ttg.local_load %sr : !slot -> !x
      tt.store %p, %x : !p
      %i1 = arith.addi %i, %c1 : i32
      %w = arith.andi %i1, %c1 : i32
      %y = tt.load %p : !p
      %sw = ttg.memdesc_index %ring[%w] : !ring2 -> !slot
      ttg.local_store %y, %sw : !x -> !slot
    }
    tt.return
  }

  // A phase that flips, and one that is subtracted from one.
  // CHECK-LABEL: tt.func @phases(
  // CHECK:         scf.for {{.*}} iter_args(%[[A:.*]] = %{{.*}}) -> (tensor<128xf32>)
  // CHECK-NEXT:      tt.store %{{.*}}, %[[A]]
  tt.func @phases(%p: !p, %v: !x, %n: i32) {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %ring = ttg.local_alloc : () -> !ring2
    %s0 = ttg.memdesc_index %ring[%c0] : !ring2 -> !slot
    ttg.local_store %v, %s0 : !x -> !slot
    %r = scf.for %i = %c0 to %n step %c1 iter_args(%phase = %c0) -> (i32) : i32 {
      %sr = ttg.memdesc_index %ring[%phase] : !ring2 -> !slot
      %x = ttg.local_load %sr : !slot -> !x
      tt.store %p, %x : !p
      %next = arith.xori %phase, %c1 : i32
      %other = arith.subi %c1, %phase : i32
      %y = tt.load %p : !p
      %sw = ttg.memdesc_index %ring[%other] : !ring2 -> !slot
      ttg.local_store %y, %sw : !x -> !slot
      scf.yield %next : i32
    }
    tt.return
  }

  // The loop carries the slot itself, as Triton's pipelines for AMD do.
  // CHECK-LABEL: tt.func @carries_slot(
  // CHECK-SAME:    %[[P:.*]]: tensor<128x!tt.ptr<f32>>, %[[V:.*]]: tensor<128xf32>,
  // CHECK:         %[[R:.*]] = scf.for {{.*}} iter_args(%[[A:.*]] = %[[V]]) -> (tensor<128xf32>)
  // CHECK-NEXT:      tt.store %[[P]], %[[A]]
  // CHECK-NEXT:      %[[X:.*]] = tt.load %[[P]]
  // CHECK-NEXT:      scf.yield %[[X]]
  // CHECK-NEXT:    }
  // CHECK-NEXT:    tt.store %[[P]], %[[R]]
  tt.func @carries_slot(%p: !p, %v: !x, %n: i32) {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c2 = arith.constant 2 : i32
    %ring = ttg.local_alloc : () -> !ring2
    %s0 = ttg.memdesc_index %ring[%c0] : !ring2 -> !slot
    ttg.local_store %v, %s0 : !x -> !slot
    %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%w = %c0, %s = %s0) -> (i32, !slot) : i32 {
      %x = ttg.local_load %s : !slot -> !x
      tt.store %p, %x : !p
      %w1 = arith.addi %w, %c1 : i32
      %ww = arith.cmpi slt, %w1, %c2 : i32
      %w2 = arith.select %ww, %w1, %c0 : i32
      %y = tt.load %p : !p
      %sw = ttg.memdesc_index %ring[%w2] : !ring2 -> !slot
      ttg.local_store %y, %sw : !x -> !slot
      scf.yield %w2, %sw : i32, !slot
    }
    %z = ttg.local_load %r#1 : !slot -> !x
    tt.store %p, %z : !p
    tt.return
  }

  // An epilogue reads what the last iterations left, by what the counters have become.
  // CHECK-LABEL: tt.func @epilogue(
  // CHECK-SAME:    %[[P:.*]]: tensor<128x!tt.ptr<f32>>, %[[U:.*]]: tensor<128xf32>, %[[V:.*]]: tensor<128xf32>,
  // CHECK:         %[[R:.*]]:2 = scf.for {{.*}} iter_args(%[[A:.*]] = %[[U]], %[[B:.*]] = %[[V]]) -> (tensor<128xf32>, tensor<128xf32>)
  // CHECK:           tt.store %[[P]], %[[A]]
  // CHECK:           %[[X:.*]] = tt.load %[[P]]
  // CHECK:           scf.yield %[[B]], %[[X]]
  // CHECK:         tt.store %[[P]], %[[R]]#0
  // CHECK:         tt.store %[[P]], %[[R]]#1
  tt.func @epilogue(%p: !p, %u: !x, %v: !x, %n: i32) {
    %cm1 = arith.constant -1 : i32
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c3 = arith.constant 3 : i32
    %ring = ttg.local_alloc : () -> !ring3
    %s0 = ttg.memdesc_index %ring[%c0] : !ring3 -> !slot
    ttg.local_store %u, %s0 : !x -> !slot
    %s1 = ttg.memdesc_index %ring[%c1] : !ring3 -> !slot
    ttg.local_store %v, %s1 : !x -> !slot
    %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%w = %c1, %r = %cm1) -> (i32, i32) : i32 {
      %r1 = arith.addi %r, %c1 : i32
      %rw = arith.cmpi sge, %r1, %c3 : i32
      %r2 = arith.select %rw, %c0, %r1 : i32
      %sr = ttg.memdesc_index %ring[%r2] : !ring3 -> !slot
      %x = ttg.local_load %sr : !slot -> !x
      tt.store %p, %x : !p
      %w1 = arith.addi %w, %c1 : i32
      %ww = arith.cmpi sge, %w1, %c3 : i32
      %w2 = arith.select %ww, %c0, %w1 : i32
      %y = tt.load %p : !p
      %sw = ttg.memdesc_index %ring[%w2] : !ring3 -> !slot
      ttg.local_store %y, %sw : !x -> !slot
      scf.yield %w2, %r2 : i32, i32
    }
    %e1 = arith.addi %r#1, %c1 : i32
    %ew = arith.cmpi sge, %e1, %c3 : i32
    %e2 = arith.select %ew, %c0, %e1 : i32
    %se = ttg.memdesc_index %ring[%e2] : !ring3 -> !slot
    %xe = ttg.local_load %se : !slot -> !x
    tt.store %p, %xe : !p
    %f1 = arith.addi %e2, %c1 : i32
    %fw = arith.cmpi sge, %f1, %c3 : i32
    %f2 = arith.select %fw, %c0, %f1 : i32
    %sf = ttg.memdesc_index %ring[%f2] : !ring3 -> !slot
    %xf = ttg.local_load %sf : !slot -> !x
    tt.store %p, %xf : !p
    tt.return
  }

  // Counters that go on through an inner loop and on to the next turn of the outer one, as
  // in persistent kernels: the inner loop starts with what the last one left.
  // CHECK-LABEL: tt.func @persistent(
  // CHECK-SAME:    %[[P:.*]]: tensor<128x!tt.ptr<f32>>, %[[V:.*]]: tensor<128xf32>,
  // CHECK:         scf.for {{.*}} iter_args(%[[OUTER:.*]] = %[[V]]) -> (tensor<128xf32>)
  // CHECK-NEXT:      %[[R:.*]] = scf.for {{.*}} iter_args(%[[INNER:.*]] = %[[OUTER]]) -> (tensor<128xf32>)
  // CHECK-NEXT:        tt.store %[[P]], %[[INNER]]
  // CHECK-NEXT:        %[[X:.*]] = tt.load %[[P]]
  // CHECK-NEXT:        scf.yield %[[X]]
  // CHECK:           scf.yield %[[R]]
  tt.func @persistent(%p: !p, %v: !x, %n: i32) {
    %cm1 = arith.constant -1 : i32
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c3 = arith.constant 3 : i32
    %ring = ttg.local_alloc : () -> !ring3
    %s0 = ttg.memdesc_index %ring[%c0] : !ring3 -> !slot
    ttg.local_store %v, %s0 : !x -> !slot
    %o:2 = scf.for %j = %c0 to %n step %c1 iter_args(%wo = %c0, %ro = %cm1) -> (i32, i32) : i32 {
      %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%w = %wo, %r = %ro) -> (i32, i32) : i32 {
        %r1 = arith.addi %r, %c1 : i32
        %rw = arith.cmpi sge, %r1, %c3 : i32
        %r2 = arith.select %rw, %c0, %r1 : i32
        %sr = ttg.memdesc_index %ring[%r2] : !ring3 -> !slot
        %x = ttg.local_load %sr : !slot -> !x
        tt.store %p, %x : !p
        %w1 = arith.addi %w, %c1 : i32
        %ww = arith.cmpi sge, %w1, %c3 : i32
        %w2 = arith.select %ww, %c0, %w1 : i32
        %y = tt.load %p : !p
        %sw = ttg.memdesc_index %ring[%w2] : !ring3 -> !slot
        ttg.local_store %y, %sw : !x -> !slot
        scf.yield %w2, %r2 : i32, i32
      }
      scf.yield %r#0, %r#1 : i32, i32
    }
    tt.return
  }

  // A counter that only some iterations advance, in step with what they write.
  // CHECK-LABEL: tt.func @conditional(
  // CHECK-SAME:    %[[P:.*]]: tensor<128x!tt.ptr<f32>>, %[[V:.*]]: tensor<128xf32>, %[[C:.*]]: i1,
  // CHECK:         scf.for {{.*}} iter_args(%[[A:.*]] = %[[V]]) -> (tensor<128xf32>)
  // CHECK-NEXT:      %[[R:.*]] = scf.if %[[C]] -> (tensor<128xf32>) {
  // CHECK-NEXT:        %[[X:.*]] = tt.load %[[P]]
  // CHECK-NEXT:        scf.yield %[[X]]
  // CHECK-NEXT:      } else {
  // CHECK-NEXT:        scf.yield %[[A]]
  // CHECK-NEXT:      }
  // CHECK-NEXT:      tt.store %[[P]], %[[R]]
  // CHECK-NEXT:      scf.yield %[[R]]
  tt.func @conditional(%p: !p, %v: !x, %c: i1, %n: i32) {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c3 = arith.constant 3 : i32
    %ring = ttg.local_alloc : () -> !ring3
    %s0 = ttg.memdesc_index %ring[%c0] : !ring3 -> !slot
    ttg.local_store %v, %s0 : !x -> !slot
    %r = scf.for %i = %c0 to %n step %c1 iter_args(%w = %c0) -> (i32) : i32 {
      %k = scf.if %c -> (i32) {
        %w1 = arith.addi %w, %c1 : i32
        %ww = arith.cmpi sge, %w1, %c3 : i32
        %w2 = arith.select %ww, %c0, %w1 : i32
        %y = tt.load %p : !p
        %sw = ttg.memdesc_index %ring[%w2] : !ring3 -> !slot
        ttg.local_store %y, %sw : !x -> !slot
        scf.yield %w2 : i32
      } else {
        scf.yield %w : i32
      }
      %s = ttg.memdesc_index %ring[%k] : !ring3 -> !slot
      %x = ttg.local_load %s : !slot -> !x
      tt.store %p, %x : !p
      scf.yield %k : i32
    }
    tt.return
  }
}
