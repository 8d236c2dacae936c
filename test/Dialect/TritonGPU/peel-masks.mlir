// RUN: triton-metal-opt %s --tritongpu-peel-masks | FileCheck %s

#b = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [1], order = [0]}>
module attributes {"ttg.num-warps" = 1 : i32, ttg.target = "metal:apple7", "ttg.threads-per-warp" = 32 : i32} {

// What the loop does not change is taken off before it: %n - 255, held at the least integer, so
// that for negative %n the test is false and not a wrapped one. The masked copy stays as it is.

// CHECK-LABEL: tt.func @counted(
// CHECK-SAME:    %[[P:.*]]: !tt.ptr<f16> {{.*}}, %[[N:.*]]: i32
// CHECK:         %[[LEAST:.*]] = arith.constant -2147483393 : i32
// CHECK:         %[[HELD:.*]] = arith.maxsi %[[N]], %[[LEAST]]
// CHECK:         %[[SIZE:.*]] = arith.constant 255 : i32
// CHECK:         %[[LIMIT:.*]] = arith.subi %[[HELD]], %[[SIZE]]
// CHECK:         scf.for %[[K:.*]] = %{{.*}} to %[[N]]
// CHECK:           %[[MASK:.*]] = arith.cmpi slt
// CHECK:           %[[WHOLE:.*]] = arith.cmpi slt, %[[K]], %[[LIMIT]]
// CHECK-NEXT:      %[[V:.*]] = scf.if %[[WHOLE]]
// CHECK-NEXT:        %[[A:.*]] = tt.load %[[PLACE:[^,]*]] :
// CHECK-NEXT:        scf.yield %[[A]]
// CHECK-NEXT:      } else {
// CHECK-NEXT:        %[[C:.*]] = tt.load %[[PLACE]], %[[MASK]], %{{.*}} :
// CHECK-NEXT:        scf.yield %[[C]]
// CHECK:           arith.addf %{{.*}}, %[[V]]
tt.func @counted(%p: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %n: i32) -> tensor<256xf16, #b> {
  %c0 = arith.constant 0 : i32
  %c256 = arith.constant 256 : i32
  %zero = arith.constant dense<0.0> : tensor<256xf16, #b>
  %r = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32, #b>
  %end = tt.splat %n : i32 -> tensor<256xi32, #b>
  %ps = tt.splat %p : !tt.ptr<f16> -> tensor<256x!tt.ptr<f16>, #b>
  %sum = scf.for %k = %c0 to %n step %c256 iter_args(%s = %zero) -> (tensor<256xf16, #b>) : i32 {
    %ks = tt.splat %k : i32 -> tensor<256xi32, #b>
    %i = arith.addi %ks, %r : tensor<256xi32, #b>
    %m = arith.cmpi slt, %i, %end : tensor<256xi32, #b>
    %q = tt.addptr %ps, %i : tensor<256x!tt.ptr<f16>, #b>, tensor<256xi32, #b>
    %v = tt.load %q, %m, %zero : tensor<256x!tt.ptr<f16>, #b>
    %t = arith.addf %s, %v : tensor<256xf16, #b>
    scf.yield %t : tensor<256xf16, #b>
  }
  tt.return %sum : tensor<256xf16, #b>
}

// Triton's tutorial compares with what is left, which the loop counts down.

// CHECK-LABEL: tt.func @left(
// CHECK:         scf.for
// CHECK:           %[[LEFT:.*]] = arith.subi
// CHECK:           %[[WHOLE:.*]] = arith.cmpi sgt, %[[LEFT]], %c255_i32
// CHECK-NEXT:      scf.if %[[WHOLE]]
tt.func @left(%p: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %n: i32, %steps: i32) -> tensor<256xf16, #b> {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c256 = arith.constant 256 : i32
  %zero = arith.constant dense<0.0> : tensor<256xf16, #b>
  %r = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32, #b>
  %ps = tt.splat %p : !tt.ptr<f16> -> tensor<256x!tt.ptr<f16>, #b>
  %q = tt.addptr %ps, %r : tensor<256x!tt.ptr<f16>, #b>, tensor<256xi32, #b>
  %sum = scf.for %k = %c0 to %steps step %c1 iter_args(%s = %zero) -> (tensor<256xf16, #b>) : i32 {
    %done = arith.muli %k, %c256 : i32
    %left = arith.subi %n, %done : i32
    %end = tt.splat %left : i32 -> tensor<256xi32, #b>
    %m = arith.cmpi slt, %r, %end : tensor<256xi32, #b>
    %v = tt.load %q, %m, %zero : tensor<256x!tt.ptr<f16>, #b>
    %t = arith.addf %s, %v : tensor<256xf16, #b>
    scf.yield %t : tensor<256xf16, #b>
  }
  tt.return %sum : tensor<256xf16, #b>
}

// A range on the right may exceed the largest integer: tested as well, and before the loop.

// CHECK-LABEL: tt.func @from(
// CHECK-SAME:    %[[N:[^ ]*]]: i32
// CHECK:         %[[MOST:.*]] = arith.constant 2147483392 : i32
// CHECK:         %[[ABOVE:.*]] = arith.cmpi sle, %[[N]], %[[MOST]] : i32
// CHECK:         scf.for %[[K:.*]] = %{{.*}} to %{{.*}} step
// CHECK:           %[[MASK:.*]] = arith.cmpi sge
// CHECK-DAG:       %[[LESS:.*]] = arith.cmpi slt, %[[K]], %{{.*}} : i32
// CHECK-DAG:       %[[WHOLE:.*]] = arith.andi %[[ABOVE]], %[[LESS]] : i1
// CHECK:           scf.if %[[WHOLE]]
tt.func @from(%p: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %n: i32, %steps: i32) -> tensor<256xf16, #b> {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %zero = arith.constant dense<0.0> : tensor<256xf16, #b>
  %r = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32, #b>
  %ns = tt.splat %n : i32 -> tensor<256xi32, #b>
  %i = arith.addi %ns, %r : tensor<256xi32, #b>
  %ps = tt.splat %p : !tt.ptr<f16> -> tensor<256x!tt.ptr<f16>, #b>
  %q = tt.addptr %ps, %i : tensor<256x!tt.ptr<f16>, #b>, tensor<256xi32, #b>
  %sum = scf.for %k = %c0 to %steps step %c1 iter_args(%s = %zero) -> (tensor<256xf16, #b>) : i32 {
    %ks = tt.splat %k : i32 -> tensor<256xi32, #b>
    %m = arith.cmpi sge, %i, %ks : tensor<256xi32, #b>
    %v = tt.load %q, %m, %zero : tensor<256x!tt.ptr<f16>, #b>
    %t = arith.addf %s, %v : tensor<256xf16, #b>
    scf.yield %t : tensor<256xf16, #b>
  }
  tt.return %sum : tensor<256xf16, #b>
}

// Which numbers a loaded tensor has no scalar tells: that comparison stays, the other goes.

// CHECK-LABEL: tt.func @partly(
// CHECK:         %[[ROWS:.*]] = arith.cmpi slt, %{{.*}} : tensor<256xi32
// CHECK:         scf.for
// CHECK:           scf.if
// CHECK-NEXT:        tt.load %{{.*}}, %[[ROWS]], %{{.*}} :
// CHECK:           } else {
// CHECK-NEXT:        tt.load %{{.*}}, %[[BOTH:.*]], %{{.*}} :
tt.func @partly(%p: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %rows: tensor<256xi32, #b>, %n: i32) -> tensor<256xf16, #b> {
  %c0 = arith.constant 0 : i32
  %c256 = arith.constant 256 : i32
  %zero = arith.constant dense<0.0> : tensor<256xf16, #b>
  %r = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32, #b>
  %end = tt.splat %n : i32 -> tensor<256xi32, #b>
  %ps = tt.splat %p : !tt.ptr<f16> -> tensor<256x!tt.ptr<f16>, #b>
  %isRow = arith.cmpi slt, %rows, %end : tensor<256xi32, #b>
  %sum = scf.for %k = %c0 to %n step %c256 iter_args(%s = %zero) -> (tensor<256xf16, #b>) : i32 {
    %ks = tt.splat %k : i32 -> tensor<256xi32, #b>
    %i = arith.addi %ks, %r : tensor<256xi32, #b>
    %m = arith.cmpi slt, %i, %end : tensor<256xi32, #b>
    %both = arith.andi %isRow, %m : tensor<256xi1, #b>
    %q = tt.addptr %ps, %i : tensor<256x!tt.ptr<f16>, #b>, tensor<256xi32, #b>
    %v = tt.load %q, %both, %zero : tensor<256x!tt.ptr<f16>, #b>
    %t = arith.addf %s, %v : tensor<256xf16, #b>
    scf.yield %t : tensor<256xf16, #b>
  }
  tt.return %sum : tensor<256xf16, #b>
}

// A sum that is extended is the sum of what was extended only where it does not wrap.

// CHECK-LABEL: tt.func @wraps(
// CHECK:         scf.for %[[K:.*]] = %{{.*}} to
// CHECK-DAG:       arith.cmpi sge, %[[K]], %c-2147483520_i32 : i32
// CHECK-DAG:       arith.cmpi sle, %[[K]], %c2147483520_i32 : i32
// CHECK-DAG:       %[[WIDE:.*]] = arith.extsi %[[K]] : i32 to i64
// CHECK-DAG:       arith.cmpi slt, %[[WIDE]], %{{.*}} : i64
// CHECK:           scf.if
// CHECK-NEXT:        tt.load %{{[^,]*}} :
tt.func @wraps(%p: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %n: i64, %steps: i32) -> tensor<256xf16, #b> {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %zero = arith.constant dense<0.0> : tensor<256xf16, #b>
  %c128 = arith.constant dense<128> : tensor<256xi32, #b>
  %r = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32, #b>
  %end = tt.splat %n : i64 -> tensor<256xi64, #b>
  %ps = tt.splat %p : !tt.ptr<f16> -> tensor<256x!tt.ptr<f16>, #b>
  %sum = scf.for %k = %c0 to %steps step %c1 iter_args(%s = %zero) -> (tensor<256xf16, #b>) : i32 {
    %ks = tt.splat %k : i32 -> tensor<256xi32, #b>
    %i = arith.addi %ks, %r : tensor<256xi32, #b>
    %j = arith.subi %i, %c128 : tensor<256xi32, #b>
    %w = arith.extsi %j : tensor<256xi32, #b> to tensor<256xi64, #b>
    %m = arith.cmpi slt, %w, %end : tensor<256xi64, #b>
    %q = tt.addptr %ps, %j : tensor<256x!tt.ptr<f16>, #b>, tensor<256xi32, #b>
    %v = tt.load %q, %m, %zero : tensor<256x!tt.ptr<f16>, #b>
    %t = arith.addf %s, %v : tensor<256xf16, #b>
    scf.yield %t : tensor<256xf16, #b>
  }
  tt.return %sum : tensor<256xf16, #b>
}

// Left alone: a volatile load; equality; one access a lane, which a branch would not shorten.

// CHECK-LABEL: tt.func @alone(
// CHECK-NOT:     scf.if
// CHECK:         tt.return
tt.func @alone(%p: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %few: tensor<32x!tt.ptr<f16>, #b>, %n: i32) -> tensor<256xf16, #b> {
  %c0 = arith.constant 0 : i32
  %c256 = arith.constant 256 : i32
  %zero = arith.constant dense<0.0> : tensor<256xf16, #b>
  %r = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32, #b>
  %r32 = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32, #b>
  %end = tt.splat %n : i32 -> tensor<256xi32, #b>
  %end32 = tt.splat %n : i32 -> tensor<32xi32, #b>
  %ps = tt.splat %p : !tt.ptr<f16> -> tensor<256x!tt.ptr<f16>, #b>
  %sum = scf.for %k = %c0 to %n step %c256 iter_args(%s = %zero) -> (tensor<256xf16, #b>) : i32 {
    %ks = tt.splat %k : i32 -> tensor<256xi32, #b>
    %i = arith.addi %ks, %r : tensor<256xi32, #b>
    %m = arith.cmpi slt, %i, %end : tensor<256xi32, #b>
    %e = arith.cmpi eq, %i, %end : tensor<256xi32, #b>
    %q = tt.addptr %ps, %i : tensor<256x!tt.ptr<f16>, #b>, tensor<256xi32, #b>
    %v = tt.load %q, %m, %zero {isVolatile = true} : tensor<256x!tt.ptr<f16>, #b>
    %w = tt.load %q, %e, %zero : tensor<256x!tt.ptr<f16>, #b>
    %ks32 = tt.splat %k : i32 -> tensor<32xi32, #b>
    %i32 = arith.addi %ks32, %r32 : tensor<32xi32, #b>
    %m32 = arith.cmpi slt, %i32, %end32 : tensor<32xi32, #b>
    %x = tt.load %few, %m32 : tensor<32x!tt.ptr<f16>, #b>
    tt.store %few, %x : tensor<32x!tt.ptr<f16>, #b>
    %t = arith.addf %v, %w : tensor<256xf16, #b>
    scf.yield %t : tensor<256xf16, #b>
  }
  tt.return %sum : tensor<256xf16, #b>
}
}
