// RUN: triton-metal-opt %s --split-input-file --test-print-integer-ranges --verify-diagnostics

// Comparisons with constants, of either side, narrow what is known: of arguments, and of
// results together with what the op itself says.
tt.func public @ranges(%n: i32, %m: i32, %k: i64, %p: !tt.ptr<i32>) {
  // expected-remark@+1 {{0 to 0}}
  %c0 = arith.constant 0 : i32
  // expected-remark@+1 {{100 to 100}}
  %c100 = arith.constant 100 : i32
  // expected-remark@+1 {{7 to 7}}
  %c7 = arith.constant 7 : i64
  // expected-remark@+1 {{}}
  %0 = arith.cmpi sgt, %n, %c0 : i32
  llvm.intr.assume %0 : i1
  // expected-remark@+1 {{}}
  %1 = arith.cmpi sle, %c0, %m : i32
  // expected-remark@+1 {{}}
  %2 = arith.cmpi slt, %m, %c100 : i32
  // expected-remark@+1 {{}}
  %3 = arith.andi %1, %2 : i1
  llvm.intr.assume %3 : i1
  // expected-remark@+1 {{}}
  %4 = arith.cmpi ult, %k, %c7 : i64
  llvm.intr.assume %4 : i1
  // expected-remark@+1 {{1 to 2147483647}}
  %an = tt.splat %n : i32 -> tensor<4xi32>
  // expected-remark@+1 {{0 to 99}}
  %am = tt.splat %m : i32 -> tensor<4xi32>
  // expected-remark@+1 {{0 to 6}}
  %ak = tt.splat %k : i64 -> tensor<4xi64>
  // expected-remark@+1 {{0 to 99}}
  %pid = tt.get_program_id x : i32
  // expected-remark@+1 {{}}
  %5 = arith.cmpi slt, %pid, %c100 : i32
  llvm.intr.assume %5 : i1
  // expected-remark@+1 {{0 to 99}}
  %x = tt.load %p : !tt.ptr<i32>
  // expected-remark@+1 {{}}
  %6 = arith.cmpi ult, %x, %c100 : i32
  llvm.intr.assume %6 : i1
  // expected-remark@+1 {{0 to 9900}}
  %product = arith.muli %pid, %c100 : i32
  // expected-remark@+1 {{100 to 9900}}
  %large = arith.addi %product, %c0 : i32
  // expected-remark@+1 {{}}
  %7 = arith.cmpi sge, %large, %c100 : i32
  llvm.intr.assume %7 : i1
  tt.return
}

// -----

// A promise that cannot be kept is none, and no reason to fall over; likewise one of which
// no number is left, and one about tensors.
tt.func public @impossible(%n: i32, %t: tensor<4xi32>) {
  // expected-remark@+1 {{0 to 0}}
  %c0 = arith.constant 0 : i32
  // expected-remark@+1 {{-5 to -5}}
  %less = arith.constant -5 : i32
  // expected-remark@+1 {{-2147483648 to -2147483648}}
  %least = arith.constant -2147483648 : i32
  // expected-remark@+1 {{0 to 2147483647}}
  %pid = tt.get_program_id x : i32
  // expected-remark@+1 {{}}
  %0 = arith.cmpi slt, %pid, %less : i32
  llvm.intr.assume %0 : i1
  // expected-remark@+1 {{}}
  %1 = arith.cmpi slt, %n, %least : i32
  llvm.intr.assume %1 : i1
  // expected-remark@+1 {{-2147483648 to 2147483647}}
  %an = tt.splat %n : i32 -> tensor<4xi32>
  tt.return
}
