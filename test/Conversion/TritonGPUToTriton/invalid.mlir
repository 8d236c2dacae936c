// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics --ttg-raise-to-tt

// Raising never drops meaning: what is not certain is refused where it stands.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!slot = !ttg.memdesc<128xf32, #shared, #smem, mutable>
!x = tensor<128xf32, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @never_written() -> !x {
    // expected-note @+1 {{allocated here}}
    %m = ttg.local_alloc : () -> !slot
    // expected-error @+1 {{'ttg.local_load' op cannot be raised to TTIR: it reads memory that nothing before it has written on every way here; compile the TTIR of the kernel instead}}
    %y = ttg.local_load %m : !slot -> !x
    tt.return %y : !x
  }
}

// -----

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!slot = !ttg.memdesc<128xf32, #shared, #smem, mutable>
!x = tensor<128xf32, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @written_on_one_side(%c: i1, %x: !x) -> !x {
    // expected-note @+1 {{allocated here}}
    %m = ttg.local_alloc : () -> !slot
    scf.if %c {
      ttg.local_store %x, %m : !x -> !slot
    }
    // expected-error @+1 {{cannot be raised to TTIR: it reads memory that nothing before it has written on every way here}}
    %y = ttg.local_load %m : !slot -> !x
    tt.return %y : !x
  }
}

// -----

// Two slots ahead of what is written in a ring of three: the first iterations read what
// nobody wrote.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!ring = !ttg.memdesc<3x128xf32, #shared, #smem, mutable>
!slot = !ttg.memdesc<128xf32, #shared, #smem, mutable>
!x = tensor<128xf32, #blocked>
!p = tensor<128x!tt.ptr<f32>, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @too_far_ahead(%p: !p, %x: !x, %n: i32) {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c2 = arith.constant 2 : i32
    %c3 = arith.constant 3 : i32
    // expected-note @+1 {{allocated here}}
    %ring = ttg.local_alloc : () -> !ring
    scf.for %i = %c0 to %n step %c1 : i32 {
      %w = arith.remsi %i, %c3 : i32
      %sw = ttg.memdesc_index %ring[%w] : !ring -> !slot
      ttg.local_store %x, %sw : !x -> !slot
      %i2 = arith.addi %w, %c2 : i32
      %r = arith.remsi %i2, %c3 : i32
      %sr = ttg.memdesc_index %ring[%r] : !ring -> !slot
      // expected-error @+1 {{it reads memory that nothing before it has written on every way here}}
      %y = ttg.local_load %sr : !slot -> !x
      tt.store %p, %y : !p
    }
    tt.return
  }
}

// -----

// An index from memory: any slot.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!ring = !ttg.memdesc<2x128xf32, #shared, #smem, mutable>
!slot = !ttg.memdesc<128xf32, #shared, #smem, mutable>
!x = tensor<128xf32, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @unknown_slot(%p: !tt.ptr<i32>, %x: !x) -> !x {
    %c0 = arith.constant 0 : i32
    %ring = ttg.local_alloc : () -> !ring
    %s0 = ttg.memdesc_index %ring[%c0] : !ring -> !slot
    // expected-note @+1 {{written here}}
    ttg.local_store %x, %s0 : !x -> !slot
    %i = tt.load %p : !tt.ptr<i32>
    %s = ttg.memdesc_index %ring[%i] : !ring -> !slot
    // expected-error @+1 {{'ttg.local_load' op cannot be raised to TTIR: its slot cannot be told from one that is written}}
    %y = ttg.local_load %s : !slot -> !x
    tt.return %y : !x
  }
}

// -----

// The wrap comes one too late: index 2 of a ring of two is no slot, and the counters do
// not agree modulo two afterwards.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!ring = !ttg.memdesc<2x128xf32, #shared, #smem, mutable>
!slot = !ttg.memdesc<128xf32, #shared, #smem, mutable>
!x = tensor<128xf32, #blocked>
!p = tensor<128x!tt.ptr<f32>, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @wrong_wrap(%p: !p, %x: !x, %n: i32) {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c3 = arith.constant 3 : i32
    %ring = ttg.local_alloc : () -> !ring
    %s0 = ttg.memdesc_index %ring[%c0] : !ring -> !slot
    ttg.local_store %x, %s0 : !x -> !slot
    %r = scf.for %i = %c0 to %n step %c1 iter_args(%w = %c0) -> (i32) : i32 {
      %sr = ttg.memdesc_index %ring[%w] : !ring -> !slot
      // expected-error @+1 {{its slot cannot be told from one that is written}}
      %y = ttg.local_load %sr : !slot -> !x
      tt.store %p, %y : !p
      %w1 = arith.addi %w, %c1 : i32
      %ww = arith.cmpi sge, %w1, %c3 : i32
      %w2 = arith.select %ww, %c0, %w1 : i32
      %i1 = arith.addi %i, %c1 : i32
      %sw = ttg.memdesc_index %ring[%i1] : !ring -> !slot
      // expected-note @+1 {{written here}}
      ttg.local_store %y, %sw : !x -> !slot
      scf.yield %w2 : i32
    }
    tt.return
  }
}

// -----

// Steps of two over a wrap that only steps of one meet: 0, 2, 0, 2 is not 0, 2, 1, 0.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!ring = !ttg.memdesc<3x128xf32, #shared, #smem, mutable>
!slot = !ttg.memdesc<128xf32, #shared, #smem, mutable>
!x = tensor<128xf32, #blocked>
!p = tensor<128x!tt.ptr<f32>, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @steps_over_wrap(%p: !p, %x: !x, %n: i32) {
    %c0 = arith.constant 0 : i32
    %c2 = arith.constant 2 : i32
    %c3 = arith.constant 3 : i32
    %ring = ttg.local_alloc : () -> !ring
    %s0 = ttg.memdesc_index %ring[%c0] : !ring -> !slot
    ttg.local_store %x, %s0 : !x -> !slot
    %r = scf.for %i = %c0 to %n step %c2 iter_args(%w = %c0) -> (i32) : i32 {
      %ir = arith.remsi %i, %c3 : i32
      %sr = ttg.memdesc_index %ring[%ir] : !ring -> !slot
      // expected-error @+1 {{its slot cannot be told from one that is written}}
      %y = ttg.local_load %sr : !slot -> !x
      tt.store %p, %y : !p
      %w1 = arith.addi %w, %c2 : i32
      %ww = arith.cmpi sge, %w1, %c3 : i32
      %w2 = arith.select %ww, %c0, %w1 : i32
      %sw = ttg.memdesc_index %ring[%w2] : !ring -> !slot
      // expected-note @+1 {{written here}}
      ttg.local_store %y, %sw : !x -> !slot
      scf.yield %w2 : i32
    }
    tt.return
  }
}

// -----

// A product that leaves 32 bits: 3 * 1431655766 is 2, which is not 0 modulo three.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!ring = !ttg.memdesc<3x128xf32, #shared, #smem, mutable>
!slot = !ttg.memdesc<128xf32, #shared, #smem, mutable>
!x = tensor<128xf32, #blocked>
!p = tensor<128x!tt.ptr<f32>, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @wraps(%p: !p, %x: !x, %n: i32) {
    %c0 = arith.constant 0 : i32
    %c3 = arith.constant 3 : i32
    %large = arith.constant 1431655766 : i32
    %ring = ttg.local_alloc : () -> !ring
    %s0 = ttg.memdesc_index %ring[%c0] : !ring -> !slot
    ttg.local_store %x, %s0 : !x -> !slot
    scf.for %i = %c0 to %n step %c3 : i32 {
      %k = arith.muli %i, %large : i32
      %w = arith.remsi %k, %c3 : i32
      %sw = ttg.memdesc_index %ring[%w] : !ring -> !slot
      // expected-note @+1 {{written here}}
      ttg.local_store %x, %sw : !x -> !slot
      // expected-error @+1 {{its slot cannot be told from one that is written}}
      %y = ttg.local_load %s0 : !slot -> !x
      tt.store %p, %y : !p
    }
    tt.return
  }
}

// -----

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!buf = !ttg.memdesc<128xf32, #shared, #smem, mutable>
!part = !ttg.memdesc<64xf32, #shared, #smem, mutable, 128>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @partial_write(%x: tensor<128xf32, #blocked>, %y: tensor<64xf32, #blocked>) -> tensor<128xf32, #blocked> {
    %m = ttg.local_alloc %x : (tensor<128xf32, #blocked>) -> !buf
    // expected-note @+1 {{the slice is taken here}}
    %s = ttg.memdesc_subslice %m[64] : !buf -> !part
    // expected-error @+1 {{'ttg.local_store' op cannot be raised to TTIR: it writes a part of a buffer; compile the TTIR of the kernel instead}}
    ttg.local_store %y, %s : tensor<64xf32, #blocked> -> !part
    %z = ttg.local_load %m : !buf -> tensor<128xf32, #blocked>
    tt.return %z : tensor<128xf32, #blocked>
  }
}

// -----

// A float and an integer of other widths, and of another layout.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @other_width(%x: tensor<128xf32, #blocked>) -> tensor<256xi16, #blocked> {
    %m = ttg.local_alloc %x : (tensor<128xf32, #blocked>) -> !ttg.memdesc<128xf32, #shared, #smem>
    // expected-error @+1 {{'ttg.memdesc_reinterpret' op cannot be raised to TTIR: the elements of one type are not at the places of the other's}}
    %r = ttg.memdesc_reinterpret %m : !ttg.memdesc<128xf32, #shared, #smem> -> !ttg.memdesc<256xi16, #shared, #smem>
    %y = ttg.local_load %r : !ttg.memdesc<256xi16, #shared, #smem> -> tensor<256xi16, #blocked>
    tt.return %y : tensor<256xi16, #blocked>
  }
}

// -----

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!slot = !ttg.memdesc<128xf32, #shared, #smem, mutable>
!x = tensor<128xf32, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @two_buffers(%c: i1, %x: !x) -> !x {
    // expected-note @+1 {{one is allocated here}}
    %a = ttg.local_alloc %x : (!x) -> !slot
    // expected-note @+1 {{the other here}}
    %b = ttg.local_alloc %x : (!x) -> !slot
    %m = scf.if %c -> (!slot) {
      scf.yield %a : !slot
    } else {
      // expected-error @+1 {{'scf.yield' op cannot be raised to TTIR: it may stand for either of two buffers}}
      scf.yield %b : !slot
    }
    %y = ttg.local_load %m : !slot -> !x
    tt.return %y : !x
  }
}

// -----

// Written in a loop of which nobody knows how often it turns, by whatever condition.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!slot = !ttg.memdesc<128xf32, #shared, #smem, mutable>
!x = tensor<128xf32, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @while(%c: i1, %x: !x) -> !x {
    %m = ttg.local_alloc %x : (!x) -> !slot
    // expected-note @+1 {{here}}
    scf.while : () -> () {
      scf.condition(%c)
    } do {
      ttg.local_store %x, %m : !x -> !slot
      scf.yield
    }
    // expected-error @+1 {{'ttg.local_load' op cannot be raised to TTIR: it reads what is written within 'scf.while'}}
    %y = ttg.local_load %m : !slot -> !x
    tt.return %y : !x
  }
}

// -----

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!slot = !ttg.memdesc<128xf32, #shared, #smem, mutable>
!x = tensor<128xf32, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @two_ways(%c: i1, %x: !x) -> !x {
    %m = ttg.local_alloc %x : (!x) -> !slot
    cf.cond_br %c, ^bb1, ^bb2
  ^bb1:
    ttg.local_store %x, %m : !x -> !slot
    cf.br ^bb2
  ^bb2:
    // expected-error @+1 {{'ttg.local_load' op cannot be raised to TTIR: it reads what is written on several ways to its block}}
    %y = ttg.local_load %m : !slot -> !x
    tt.return %y : !x
  }
}

// -----

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!slot = !ttg.memdesc<128xf32, #shared, #smem>
!x = tensor<128xf32, #blocked>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func private @helper(%m: !slot) -> !x attributes {noinline = true} {
    // expected-error @+1 {{'ttg.local_load' op cannot be raised to TTIR: the memory that it accesses is not allocated in this function}}
    %y = ttg.local_load %m : !slot -> !x
    tt.return %y : !x
  }
}

// -----

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!ring = !ttg.memdesc<2x128xf32, #shared, #smem, mutable>
!slot = !ttg.memdesc<128xf32, #shared, #smem, mutable>
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func private @helper(!slot)
  tt.func @passed_on(%x: tensor<128xf32, #blocked>) {
    %m = ttg.local_alloc %x : (tensor<128xf32, #blocked>) -> !slot
    // expected-error @+1 {{'tt.call' op cannot be raised to TTIR: it uses shared memory in a way that values cannot}}
    tt.call @helper(%m) : (!slot) -> ()
    tt.return
  }
}

// -----

module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @specialised(%a: i32) {
    // expected-error @+1 {{'ttg.warp_specialize' op cannot be raised to TTIR: warps run different code at the same time; compile the TTIR of the kernel instead}}
    ttg.warp_specialize(%a)
    default {
      ttg.warp_yield
    }
    partition0(%x: i32) num_warps(4) {
      ttg.warp_return
    } : (i32) -> ()
    tt.return
  }
}

// -----

tt.func @warp_number() -> i32 {
  // expected-error @+1 {{'ttg.warp_id' op cannot be raised to TTIR: it asks for the number of a warp, which TTIR does not have}}
  %w = ttg.warp_id
  tt.return %w : i32
}

// -----

#tmem = #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
tt.func @tensor_memory() {
  // expected-error @+1 {{'ttng.tmem_alloc' op cannot be raised to TTIR: tensor memory has no counterpart in TTIR}}
  %m = ttng.tmem_alloc : () -> !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory, mutable>
  tt.return
}

// -----

tt.func @cluster() {
  // expected-error @+1 {{'ttng.cluster_arrive' op cannot be raised to TTIR: it orders the CTAs of a cluster}}
  ttng.cluster_arrive {relaxed = false}
  ttng.cluster_wait
  tt.return
}

// -----

#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!bar = !ttg.memdesc<1xi64, #shared, #smem, mutable>
tt.func @threads_arrive() {
  %c0 = arith.constant 0 : i32
  %b = ttg.local_alloc : () -> !bar
  ttng.init_barrier %b, 1 : !bar
  // expected-error @+1 {{'ttng.arrive_barrier' op cannot be raised to TTIR: threads that wait for it may rely on the order of device memory}}
  ttng.arrive_barrier %b, 1 : !bar
  ttng.wait_barrier %b, %c0 : !bar
  tt.return
}

// -----

#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!bar = !ttg.memdesc<1xi64, #shared, #smem, mutable>
tt.func @nothing_arrives() {
  %c0 = arith.constant 0 : i32
  %b = ttg.local_alloc : () -> !bar
  ttng.init_barrier %b, 1 : !bar
  // expected-error @+1 {{'ttng.wait_barrier' op cannot be raised to TTIR: nothing that could be raised arrives at its barrier}}
  ttng.wait_barrier %b, %c0 : !bar
  tt.return
}

// -----

#blocked = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [4, 1], order = [1, 0]}>
#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @unknown(%x: tensor<32x64xf8E4M3FN, #blocked>, %s: tensor<32x64xbf16, #blocked>) -> tensor<32x64xbf16, #blocked> {
    // expected-error @+1 {{'amdg.scaled_upcast_fp8' op cannot be raised to TTIR: what it means in TTIR is not known}}
    %r = amdg.scaled_upcast_fp8 %x scale %s : tensor<32x64xf8E4M3FN, #blocked>, tensor<32x64xbf16, #blocked> -> tensor<32x64xbf16, #blocked>
    tt.return %r : tensor<32x64xbf16, #blocked>
  }
}

// -----

#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
// expected-error @+1 {{'tt.func' op cannot be raised to TTIR: shared memory is a parameter; compile the TTIR of the kernel instead}}
tt.func @parameter(%m: !ttg.memdesc<32xf16, #shared, #smem, mutable>) {
  tt.return
}

// -----

// The second block comes before the first one as well as after it, and so does its store.

#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32xf16, #shared, #smem, mutable>
tt.func @two_entries(%c: i1, %x: tensor<32xf16>, %y: tensor<32xf16>, %p: tensor<32x!tt.ptr<f16>>) {
  %m = ttg.local_alloc : () -> !m
  ttg.local_store %x, %m : tensor<32xf16> -> !m
  cf.cond_br %c, ^bb1, ^bb2
^bb1:
  // expected-error @+1 {{'ttg.local_load' op cannot be raised to TTIR: it reads what is written on several ways to its block; compile the TTIR of the kernel instead}}
  %v = ttg.local_load %m : !m -> tensor<32xf16>
  tt.store %p, %v : tensor<32x!tt.ptr<f16>>
  ttg.local_store %y, %m : tensor<32xf16> -> !m
  cf.cond_br %c, ^bb2, ^bb3
^bb2:
  cf.cond_br %c, ^bb1, ^bb3
^bb3:
  tt.return
}
