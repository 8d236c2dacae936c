// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Partitions that do not fit together.

tt.func @f(%a: i32) {
  // expected-error@+1 {{'ttg.warp_specialize' op partition0 must take the captures, 'i32', found 'f32'}}
  ttg.warp_specialize(%a)
  default {
    ttg.warp_yield
  }
  partition0(%x: f32) num_warps(1) {
    ttg.warp_return
  } : (i32) -> ()
  tt.return
}

// -----

tt.func @f(%a: i32) {
  // expected-error@+1 {{'ttg.warp_specialize' op num_warps must be a power of two, found 3}}
  ttg.warp_specialize(%a)
  default {
    ttg.warp_yield
  }
  partition0(%x: i32) num_warps(3) {
    ttg.warp_return
  } : (i32) -> ()
  tt.return
}

// -----

tt.func @f(%a: i32) {
  // expected-error@+1 {{'ttg.warp_specialize' op requestedRegisters must have 1 entries, found 2}}
  ttg.warp_specialize(%a) attributes {requestedRegisters = array<i32: 24, 80>}
  default {
    ttg.warp_yield
  }
  partition0(%x: i32) num_warps(1) {
    ttg.warp_return
  } : (i32) -> ()
  tt.return
}

// -----

tt.func @f(%a: i32) {
  // expected-error@+1 {{'ttg.warp_specialize' op warpGroupStartIds must have 1 entries, found 0}}
  ttg.warp_specialize(%a) attributes {warpGroupStartIds = array<i32>}
  default {
    ttg.warp_yield
  }
  partition0(%x: i32) num_warps(1) {
    ttg.warp_return
  } : (i32) -> ()
  tt.return
}

// -----

tt.func @f(%a: i32) {
  // expected-error@+1 {{'ttg.warp_specialize' op actualRegisters must have 2 entries, found 1}}
  ttg.warp_specialize(%a) attributes {actualRegisters = array<i32: 24>}
  default {
    ttg.warp_yield
  }
  partition0(%x: i32) num_warps(1) {
    ttg.warp_return
  } : (i32) -> ()
  tt.return
}

// -----

tt.func @f(%a: i32) {
  ttg.warp_specialize(%a)
  default {
    // expected-error@+1 {{'ttg.warp_yield' op must yield the types of the results, nothing, found 'i32'}}
    ttg.warp_yield %a : i32
  } : (i32) -> ()
  tt.return
}

// -----

tt.func @f(%a: i32) {
  // expected-error@+1 {{'ttg.warp_specialize' op has 1 partitions, but numbers of warps for 2}}
  "ttg.warp_specialize"() <{partitionNumWarps = array<i32: 1, 1>}> ({
    "ttg.warp_yield"() : () -> ()
  }, {
    "ttg.warp_specialize.partitions"() ({
      "ttg.warp_return"() : () -> ()
    }) : () -> ()
  }) : () -> ()
  tt.return
}

// -----

tt.func @f(%a: i32) {
  // expected-error@+1 {{'ttg.warp_specialize' op has captures on the op and on its partitions}}
  "ttg.warp_specialize"(%a) <{partitionNumWarps = array<i32: 1>}> ({
    "ttg.warp_yield"() : () -> ()
  }, {
    "ttg.warp_specialize.partitions"(%a) ({
    ^bb0(%x: i32):
      "ttg.warp_return"() : () -> ()
    }) : (i32) -> ()
  }) : (i32) -> ()
  tt.return
}

// -----

tt.func @f(%a: i32) {
  // expected-error@+1 {{'ttg.warp_specialize' op needs 'ttg.warp_specialize.partitions' in its second region}}
  "ttg.warp_specialize"() <{partitionNumWarps = array<i32>}> ({
    "ttg.warp_yield"() : () -> ()
  }, {
    "ttg.warp_yield"() : () -> ()
  }) : () -> ()
  tt.return
}

// -----

tt.func @f(%a: i32) {
  // expected-error@+1 {{'ttg.warp_return' op expects parent op 'ttg.warp_specialize.partitions'}}
  ttg.warp_return
  tt.return
}

// -----

tt.func @f(%a: i32) {
  // expected-error@+1 {{'ttg.warp_yield' op expects parent op 'ttg.warp_specialize'}}
  ttg.warp_yield
  tt.return
}

// -----

tt.func @f(%a: i32) {
  // expected-error@+1 {{'ttg.warp_specialize.partitions' op expects parent op 'ttg.warp_specialize'}}
  "ttg.warp_specialize.partitions"() : () -> ()
  tt.return
}
