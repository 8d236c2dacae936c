// RUN: triton-metal-opt %s --split-input-file --test-print-axis-info --verify-diagnostics

// Promises about remainders and low bits, also in conjunctions and the other way around.
tt.func public @divisible(%s: i32, %t: i32, %u: i64) {
  // expected-remark@+1 {{constant = 0}}
  %c0 = arith.constant 0 : i32
  // expected-remark@+1 {{constant = 0}}
  %c0_64 = arith.constant 0 : i64
  // expected-remark@+1 {{constant = 16}}
  %c16 = arith.constant 16 : i32
  // expected-remark@+1 {{constant = 7}}
  %c7 = arith.constant 7 : i32
  // expected-remark@+1 {{constant = 12}}
  %c12 = arith.constant 12 : i64
  // expected-remark@+1 {{divisibility}}
  %0 = arith.remsi %s, %c16 : i32
  // expected-remark@+1 {{divisibility}}
  %1 = arith.cmpi eq, %0, %c0 : i32
  llvm.intr.assume %1 : i1
  // expected-remark@+1 {{divisibility}}
  %2 = arith.andi %t, %c7 : i32
  // expected-remark@+1 {{divisibility}}
  %3 = arith.cmpi eq, %c0, %2 : i32
  // expected-remark@+1 {{divisibility}}
  %4 = arith.remui %u, %c12 : i64
  // expected-remark@+1 {{divisibility}}
  %5 = arith.cmpi eq, %4, %c0_64 : i64
  // expected-remark@+1 {{divisibility}}
  %6 = arith.andi %3, %5 : i1
  llvm.intr.assume %6 : i1
  // expected-remark@+1 {{divisibility = [16]}}
  %as = tt.splat %s : i32 -> tensor<4xi32>
  // expected-remark@+1 {{divisibility = [8]}}
  %at = tt.splat %t : i32 -> tensor<4xi32>
  // expected-remark@+1 {{divisibility = [4]}}
  %au = tt.splat %u : i64 -> tensor<4xi64>
  tt.return
}

// -----

// What is no promise: a remainder that is not zero, a disjunction, a promise in a branch that
// may not be taken, one after a loop that may never end.
tt.func public @none(%s: i32, %t: i32, %u: i32, %v: i32, %w: i32) {
  // expected-remark@+1 {{constant = 0}}
  %c0 = arith.constant 0 : i32
  // expected-remark@+1 {{constant = 16}}
  %c16 = arith.constant 16 : i32
  // expected-remark@+1 {{divisibility}}
  %0 = arith.remsi %s, %c16 : i32
  // expected-remark@+1 {{divisibility}}
  %1 = arith.cmpi ne, %0, %c0 : i32
  llvm.intr.assume %1 : i1
  // expected-remark@+1 {{divisibility = [1]}}
  %as = tt.splat %s : i32 -> tensor<4xi32>
  // expected-remark@+1 {{divisibility}}
  %2 = arith.remsi %t, %c16 : i32
  // expected-remark@+1 {{divisibility}}
  %3 = arith.cmpi eq, %2, %c0 : i32
  // expected-remark@+1 {{divisibility}}
  %4 = arith.ori %1, %3 : i1
  llvm.intr.assume %4 : i1
  // expected-remark@+1 {{divisibility = [1]}}
  %at = tt.splat %t : i32 -> tensor<4xi32>
  scf.if %1 {
    // expected-remark@+1 {{divisibility}}
    %5 = arith.remsi %u, %c16 : i32
    // expected-remark@+1 {{divisibility}}
    %6 = arith.cmpi eq, %5, %c0 : i32
    llvm.intr.assume %6 : i1
  }
  // expected-remark@+1 {{divisibility = [1]}}
  %au = tt.splat %u : i32 -> tensor<4xi32>
  scf.while : () -> () {
    scf.condition(%1)
  } do {
    scf.yield
  }
  // expected-remark@+1 {{divisibility}}
  %7 = arith.remsi %v, %c16 : i32
  // expected-remark@+1 {{divisibility}}
  %8 = arith.cmpi eq, %7, %c0 : i32
  llvm.intr.assume %8 : i1
  // expected-remark@+1 {{divisibility = [1]}}
  %av = tt.splat %v : i32 -> tensor<4xi32>
  tt.return
}
