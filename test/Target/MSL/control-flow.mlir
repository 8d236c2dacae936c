// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// Loops and branches.

// CHECK-LABEL: void masked(
// CHECK:      bool test = int(tid) < args.n;
// CHECK-NEXT: float x_value = test ? x[tid] : 0.0f;
// CHECK-NEXT: if (test) {
// CHECK-NEXT: o[tid] = precise::exp(x_value);
// CHECK-NEXT: }
metal.kernel @masked(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %m = arith.cmpi slt, %i, %n : i32
  %z = arith.constant 0.0 : f32
  %v = scf.if %m -> f32 {
    %l = metal.load %x[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    scf.yield %l : f32
  } else {
    scf.yield %z : f32
  }
  %w = math.exp %v : f32
  scf.if %m {
    metal.store %w, %o[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  }
  metal.return
}

// CHECK-LABEL: void both_branches(
// CHECK:      float x_value;
// CHECK-NEXT: int n;
// CHECK-NEXT: if (int(tid) < args.n) {
// CHECK-NEXT: float x_value_1 = x[tid];
// CHECK-NEXT: o[0] = x_value_1;
// CHECK-NEXT: x_value = x_value_1;
// CHECK-NEXT: n = args.n;
// CHECK-NEXT: } else {
// CHECK-NEXT: float x_value_1 = x[0];
// CHECK-NEXT: o[1] = x_value_1;
// CHECK-NEXT: x_value = x_value_1;
// CHECK-NEXT: n = 1;
// CHECK-NEXT: }
// CHECK-NEXT: o[n] = x_value;
metal.kernel @both_branches(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %m = arith.cmpi slt, %i, %n : i32
  %v:2 = scf.if %m -> (f32, i32) {
    %l = metal.load %x[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    metal.store %l, %o[%c0] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
    scf.yield %l, %n : f32, i32
  } else {
    %l = metal.load %x[%c0] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    metal.store %l, %o[%c1] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
    scf.yield %l, %c1 : f32, i32
  }
  metal.store %v#0, %o[%v#1] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void sum(
// CHECK:      float total = 0.0f;
// CHECK-NEXT: for (int k = 0; k < args.n; ++k) {
// CHECK-NEXT: float x_value = x[k];
// CHECK-NEXT: total = total + x_value;
// CHECK-NEXT: }
// CHECK-NEXT: o[tid] = total;
metal.kernel @sum(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %z = arith.constant 0.0 : f32
  %s = scf.for %k = %c0 to %n step %c1 iter_args(%acc = %z) -> (f32) : i32 {
    %l = metal.load %x[%k] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    %a = arith.addf %acc, %l : f32 loc("total")
    scf.yield %a : f32
  } loc("total")
  metal.store %s, %o[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void unrolled(
// CHECK:      float tile[8];
// CHECK-NEXT: #pragma unroll
// CHECK-NEXT: for (int k = 0; k < 8; ++k) {
// CHECK-NEXT: tile[k] = x[k];
// CHECK-NEXT: }
// CHECK-NEXT: #pragma unroll
// CHECK-NEXT: for (int k = 0; k < 8; ++k) {
// CHECK-NEXT: o[k] = tile[k];
// CHECK-NEXT: }
metal.kernel @unrolled(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %c8 = arith.constant 8 : i32
  %a = metal.thread_array : !metal.thread_array<8 x f32> loc("tile")
  scf.for %k = %c0 to %c8 step %c1 : i32 {
    %l = metal.load %x[%k] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    metal.array_store %l, %a[%k] : !metal.thread_array<8 x f32>
  } {metal.unroll}
  scf.for %k = %c0 to %c8 step %c1 : i32 {
    %l = metal.array_load %a[%k] : !metal.thread_array<8 x f32>
    metal.store %l, %o[%k] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  } {metal.unroll}
  metal.return
}

// CHECK-LABEL: void big_steps(
// CHECK:      for (uint k = 0u; k < uint(max(args.n, 0)); k += 64) {
// CHECK-NEXT: o[int(k)] = x[int(k)];
// CHECK-NEXT: }
metal.kernel @big_steps(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %c64 = arith.constant 64 : i32
  scf.for %k = %c0 to %n step %c64 : i32 {
    %l = metal.load %x[%k] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    metal.store %l, %o[%k] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  }
  metal.return
}

// CHECK-LABEL: void unknown_steps(
// CHECK:      for (int k = args.n; k < int(tid);) {
// CHECK-NEXT: o[k] = x[k];
// CHECK-NEXT: if (uint(int(tid)) - uint(k) <= uint(args.n))
// CHECK-NEXT: break;
// CHECK-NEXT: k += args.n;
// CHECK-NEXT: }
metal.kernel @unknown_steps(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  scf.for %k = %n to %i step %n : i32 {
    %l = metal.load %x[%k] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    metal.store %l, %o[%k] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  }
  metal.return
}

// CHECK-LABEL: void unsigned_loop(
// CHECK:      for (uint k = 0u; k < uint(args.n); ++k) {
// CHECK-NEXT: o[int(k)] = x[int(k)];
// CHECK-NEXT: }
metal.kernel @unsigned_loop(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  scf.for unsigned %k = %c0 to %n step %c1 : i32 {
    %l = metal.load %x[%k] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    metal.store %l, %o[%k] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  }
  metal.return
}

// CHECK-LABEL: void fibonacci(
// CHECK:      int acc = 0;
// CHECK-NEXT: int acc_1 = 1;
// CHECK-NEXT: for (int k = 0; k < args.n; ++k) {
// CHECK-NEXT: int next_acc = acc_1;
// CHECK-NEXT: acc_1 = uint(acc) + acc_1;
// CHECK-NEXT: acc = next_acc;
// CHECK-NEXT: }
// CHECK-NEXT: o[tid] = float(acc);
metal.kernel @fibonacci(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %r:2 = scf.for %k = %c0 to %n step %c1 iter_args(%a = %c0, %b = %c1) -> (i32, i32) : i32 {
    %c = arith.addi %a, %b : i32
    scf.yield %b, %c : i32, i32
  }
  %f = arith.sitofp %r#0 : i32 to f32
  metal.store %f, %o[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void pointers(
// CHECK:      device const float *acc = x;
// CHECK-NEXT: for (int k = 0; k < args.n; ++k) {
// CHECK-NEXT: o[k] = acc[0];
// CHECK-NEXT: acc = acc + args.n;
// CHECK-NEXT: }
// CHECK-NEXT: o[tid] = acc[0];
metal.kernel @pointers(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %p = scf.for %k = %c0 to %n step %c1 iter_args(%q = %x) -> (!metal.ptr<f32, device>) : i32 {
    %l = metal.load %q[%c0] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    metal.store %l, %o[%k] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
    %next = metal.offset %q[%n] : !metal.ptr<f32, device>, i32
    scf.yield %next : !metal.ptr<f32, device>
  }
  %l = metal.load %p[%c0] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  metal.store %l, %o[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void halving(
// CHECK:      int acc = args.n;
// CHECK-NEXT: int acc_1;
// CHECK-NEXT: while (true) {
// CHECK-NEXT: bool stop = !(acc > 1);
// CHECK-NEXT: acc_1 = acc;
// CHECK-NEXT: if (stop)
// CHECK-NEXT: break;
// CHECK-NEXT: acc = acc_1 >> 1;
// CHECK-NEXT: }
// CHECK-NEXT: o[tid] = float(acc_1);
metal.kernel @halving(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %r = scf.while (%a = %n) : (i32) -> i32 {
    %m = arith.cmpi sgt, %a, %c1 : i32
    scf.condition(%m) %a : i32
  } do {
  ^bb0(%a: i32):
    %h = arith.shrsi %a, %c1 : i32
    scf.yield %h : i32
  }
  %f = arith.sitofp %r : i32 to f32
  metal.store %f, %o[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// What the other branch reads is read there only: it may not be there where the first is taken.
// CHECK-LABEL: void reads_in_else(
// CHECK:      if (args.n > 0) {
// CHECK:      } else {
// CHECK-NEXT: {{.*}} = x[args.n];
// CHECK-NEXT: {{.*}} = x[int(uint(args.n) + 1)];
// CHECK-NEXT: }
metal.kernel @reads_in_else(%x: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read_write>,
                             #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>],
                num_simdgroups = 1 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %one = arith.constant 1.0 : f32
  %two = arith.constant 2.0 : f32
  %m = arith.addi %n, %c1 : i32
  %isPositive = arith.cmpi sgt, %n, %c0 : i32
  %r:2 = scf.if %isPositive -> (f32, f32) {
    scf.yield %one, %two : f32, f32
  } else {
    %a = metal.load %x[%n] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    %b = metal.load %x[%m] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    scf.yield %a, %b : f32, f32
  }
  metal.store %r#0, %x[%c0] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.store %r#1, %x[%c1] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}
