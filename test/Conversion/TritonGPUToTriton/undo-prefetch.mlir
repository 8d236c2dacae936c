// RUN: triton-metal-opt %s --split-input-file --pass-pipeline='builtin.module(tt.func(tt-undo-prefetch,canonicalize,cse))' | FileCheck %s

// Loads one iteration ahead: the pointer that the loop carries is the right one already.
// The guard "is there another iteration" goes, the bound of the columns turns back.

// CHECK-LABEL: tt.func @one_ahead(
// CHECK-SAME:    %[[P:.*]]: tensor<32x!tt.ptr<f32>>, %[[COLS:.*]]: tensor<32xi32>, %[[K:.*]]: i32, %[[N:.*]]: i32)
// CHECK-NOT:     tt.load
// CHECK:         %[[R:.*]]:2 = scf.for %[[I:[a-z0-9]+]] = %{{.*}} to %[[N]] step %{{.*}} iter_args(%[[ACC:.*]] = %{{.*}}, %[[PTR:.*]] = %[[P]])
// CHECK-NEXT:      %[[DONE:.*]] = arith.muli %[[I]], %[[C32:.*]] : i32
// CHECK-NEXT:      %[[LEFT:.*]] = arith.subi %[[K]], %[[DONE]] : i32
// CHECK-NEXT:      %[[LEFTS:.*]] = tt.splat %[[LEFT]]
// CHECK-NEXT:      %[[MASK:.*]] = arith.cmpi slt, %[[COLS]], %[[LEFTS]]
// CHECK-NEXT:      %[[X:.*]] = tt.load %[[PTR]], %[[MASK]], %{{.*}} cacheModifier = cg
// CHECK-NEXT:      %[[SUM:.*]] = arith.addf %[[ACC]], %[[X]]
// CHECK-NEXT:      %[[NEXT:.*]] = tt.addptr %[[PTR]]
// CHECK-NEXT:      scf.yield %[[SUM]], %[[NEXT]]
tt.func @one_ahead(%p: tensor<32x!tt.ptr<f32>>, %cols: tensor<32xi32>, %k: i32, %n: i32) -> tensor<32xf32> {
  %zero = arith.constant dense<0.0> : tensor<32xf32>
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c32 = arith.constant 32 : i32
  %step = arith.constant dense<32> : tensor<32xi32>
  %some = arith.cmpi sgt, %n, %c0 : i32
  %somes = tt.splat %some : i1 -> tensor<32xi1>
  %ks = tt.splat %k : i32 -> tensor<32xi32>
  %in = arith.cmpi slt, %cols, %ks : tensor<32xi32>
  %mask0 = arith.andi %somes, %in : tensor<32xi1>
  %x0 = tt.load %p, %mask0, %zero cacheModifier = cg : tensor<32x!tt.ptr<f32>>
  %r:3 = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %zero, %ptr = %p, %q = %x0) -> (tensor<32xf32>, tensor<32x!tt.ptr<f32>>, tensor<32xf32>) : i32 {
    %last = arith.subi %n, %c1 : i32
    %more = arith.cmpi slt, %i, %last : i32
    %sum = arith.addf %acc, %q : tensor<32xf32>
    %next = tt.addptr %ptr, %step : tensor<32x!tt.ptr<f32>>, tensor<32xi32>
    %i1 = arith.addi %i, %c1 : i32
    %done = arith.muli %i1, %c32 : i32
    %left = arith.subi %k, %done : i32
    %lefts = tt.splat %left : i32 -> tensor<32xi32>
    %in1 = arith.cmpi slt, %cols, %lefts : tensor<32xi32>
    %mores = tt.splat %more : i1 -> tensor<32xi1>
    %mask1 = arith.andi %mores, %in1 : tensor<32xi1>
    %x1 = tt.load %next, %mask1, %zero cacheModifier = cg : tensor<32x!tt.ptr<f32>>
    scf.yield %sum, %next, %x1 : tensor<32xf32>, tensor<32x!tt.ptr<f32>>, tensor<32xf32>
  }
  tt.return %r#0 : tensor<32xf32>
}

// Two ahead: the pointer that the loop carries is one too far, another one follows it.

// CHECK-LABEL: tt.func @two_ahead(
// CHECK-SAME:    %[[P:.*]]: tensor<32x!tt.ptr<f32>>, %[[N:.*]]: i32)
// CHECK:         scf.for {{.*}} iter_args(%[[ACC:.*]] = %{{.*}}, %[[PTR:.*]] = %[[P]])
// CHECK-NEXT:      %[[X:.*]] = tt.load %[[PTR]] :
// CHECK-NEXT:      arith.addf %[[ACC]], %[[X]]
// CHECK-NEXT:      %[[NEXT:.*]] = tt.addptr %[[PTR]]
// CHECK-NEXT:      scf.yield %{{.*}}, %[[NEXT]]
tt.func @two_ahead(%p: tensor<32x!tt.ptr<f32>>, %n: i32) -> tensor<32xf32> {
  %zero = arith.constant dense<0.0> : tensor<32xf32>
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c2 = arith.constant 2 : i32
  %step = arith.constant dense<32> : tensor<32xi32>
  %one = arith.cmpi sgt, %n, %c0 : i32
  %ones = tt.splat %one : i1 -> tensor<32xi1>
  %x0 = tt.load %p, %ones, %zero : tensor<32x!tt.ptr<f32>>
  %two = arith.cmpi sgt, %n, %c1 : i32
  %twos = tt.splat %two : i1 -> tensor<32xi1>
  %p1 = tt.addptr %p, %step : tensor<32x!tt.ptr<f32>>, tensor<32xi32>
  %x1 = tt.load %p1, %twos, %zero : tensor<32x!tt.ptr<f32>>
  %r:4 = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %zero, %ptr = %p1, %q0 = %x0, %q1 = %x1) -> (tensor<32xf32>, tensor<32x!tt.ptr<f32>>, tensor<32xf32>, tensor<32xf32>) : i32 {
    %last = arith.subi %n, %c2 : i32
    %more = arith.cmpi slt, %i, %last : i32
    %sum = arith.addf %acc, %q0 : tensor<32xf32>
    %next = tt.addptr %ptr, %step : tensor<32x!tt.ptr<f32>>, tensor<32xi32>
    %mores = tt.splat %more : i1 -> tensor<32xi1>
    %x2 = tt.load %next, %mores, %zero : tensor<32x!tt.ptr<f32>>
    scf.yield %sum, %next, %q1, %x2 : tensor<32xf32>, tensor<32x!tt.ptr<f32>>, tensor<32xf32>, tensor<32xf32>
  }
  tt.return %r#0 : tensor<32xf32>
}

// Addresses by the induction variable, constant bounds, a step of two: guards were folded
// before the loop, and so was what is 0 there.

// CHECK-LABEL: tt.func @by_induction_variable(
// CHECK:         scf.for %[[I:[a-z0-9]+]] = %{{.*}}
// CHECK-NEXT:      %[[OFFSET:.*]] = arith.muli %[[I]], %{{.*}} : i32
// CHECK-NEXT:      %[[A:.*]] = tt.addptr %{{.*}}, %[[OFFSET]]
// CHECK-NEXT:      %[[X:.*]] = tt.load %[[A]] :
// CHECK-NEXT:      arith.addf %{{.*}}, %[[X]]
// CHECK-NEXT:      scf.yield
tt.func @by_induction_variable(%p: !tt.ptr<f32>, %stride: i32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %true = arith.constant true
  %c0 = arith.constant 0 : i32
  %c2 = arith.constant 2 : i32
  %c14 = arith.constant 14 : i32
  %c16 = arith.constant 16 : i32
  %x0 = tt.load %p : !tt.ptr<f32>
  %r:2 = scf.for %i = %c0 to %c16 step %c2 iter_args(%acc = %zero, %q = %x0) -> (f32, f32) : i32 {
    %more = arith.cmpi slt, %i, %c14 : i32
    %sum = arith.addf %acc, %q : f32
    %i1 = arith.addi %i, %c2 : i32
    %o = arith.muli %i1, %stride : i32
    %a = tt.addptr %p, %o : !tt.ptr<f32>, i32
    %x1 = tt.load %a, %more : !tt.ptr<f32>
    scf.yield %sum, %x1 : f32, f32
  }
  tt.return %r#0 : f32
}

// -----

// Left alone. The load of the first iteration is from elsewhere.

// CHECK-LABEL: tt.func @other_first(
// CHECK:         tt.load
// CHECK:         scf.for
// CHECK:           arith.addf
// CHECK:           tt.load
tt.func @other_first(%p: !tt.ptr<f32>, %other: !tt.ptr<f32>, %n: i32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %x0 = tt.load %other : !tt.ptr<f32>
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %zero, %q = %x0) -> (f32, f32) : i32 {
    %sum = arith.addf %acc, %q : f32
    %i1 = arith.addi %i, %c1 : i32
    %a = tt.addptr %p, %i1 : !tt.ptr<f32>, i32
    %x1 = tt.load %a : !tt.ptr<f32>
    scf.yield %sum, %x1 : f32, f32
  }
  tt.return %r#0 : f32
}

// The loop writes memory, perhaps what it loads in the next iteration.

// CHECK-LABEL: tt.func @stores(
// CHECK:         tt.load
// CHECK:         scf.for
// CHECK:           tt.store
// CHECK:           tt.load
tt.func @stores(%p: !tt.ptr<f32>, %n: i32) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %x0 = tt.load %p : !tt.ptr<f32>
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%q = %x0) -> (f32) : i32 {
    tt.store %p, %q : !tt.ptr<f32>
    %i1 = arith.addi %i, %c1 : i32
    %a = tt.addptr %p, %i1 : !tt.ptr<f32>, i32
    %x1 = tt.load %a : !tt.ptr<f32>
    scf.yield %x1 : f32
  }
  tt.return
}

// The same, from copies that may read late: one in the loop two iterations later, the firsts
// in the iterations that use them. One iteration less, and they stay.

// CHECK-LABEL: tt.func @late(
// CHECK-NOT:     tt.load
// CHECK:         scf.for
// CHECK-NEXT:      %[[A:.*]] = tt.addptr
// CHECK-NEXT:      %[[X:.*]] = tt.load %[[A]] :
// CHECK-NEXT:      tt.store %{{.*}}, %[[X]]
// CHECK-NEXT:    }
tt.func @late(%p: !tt.ptr<f32>, %n: i32) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c2 = arith.constant 2 : i32
  %x0 = tt.load %p {tt.may_load_late = 0 : i32} : !tt.ptr<f32>
  %p1 = tt.addptr %p, %c1 : !tt.ptr<f32>, i32
  %x1 = tt.load %p1 {tt.may_load_late = 1 : i32} : !tt.ptr<f32>
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%q0 = %x0, %q1 = %x1) -> (f32, f32) : i32 {
    tt.store %p, %q0 : !tt.ptr<f32>
    %i2 = arith.addi %i, %c2 : i32
    %a = tt.addptr %p, %i2 : !tt.ptr<f32>, i32
    %x2 = tt.load %a {tt.may_load_late = 2 : i32} : !tt.ptr<f32>
    scf.yield %q1, %x2 : f32, f32
  }
  tt.return
}

// CHECK-LABEL: tt.func @not_late_enough(
// CHECK:         tt.load %{{.*}} :
// CHECK:         tt.load %{{.*}} :
// CHECK:         scf.for
// CHECK:           tt.load %{{.*}} :
tt.func @not_late_enough(%p: !tt.ptr<f32>, %n: i32) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c2 = arith.constant 2 : i32
  %x0 = tt.load %p {tt.may_load_late = 0 : i32} : !tt.ptr<f32>
  %p1 = tt.addptr %p, %c1 : !tt.ptr<f32>, i32
  %x1 = tt.load %p1 {tt.may_load_late = 1 : i32} : !tt.ptr<f32>
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%q0 = %x0, %q1 = %x1) -> (f32, f32) : i32 {
    tt.store %p, %q0 : !tt.ptr<f32>
    %i2 = arith.addi %i, %c2 : i32
    %a = tt.addptr %p, %i2 : !tt.ptr<f32>, i32
    %x2 = tt.load %a {tt.may_load_late = 1 : i32} : !tt.ptr<f32>
    scf.yield %q1, %x2 : f32, f32
  }
  tt.return
}

// The guard is about other iterations than those ahead: it may have held some back.

// CHECK-LABEL: tt.func @other_guard(
// CHECK:         tt.load
// CHECK:         scf.for
// CHECK:           arith.addf
// CHECK:           tt.load
tt.func @other_guard(%p: !tt.ptr<f32>, %n: i32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c2 = arith.constant 2 : i32
  %x0 = tt.load %p : !tt.ptr<f32>
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %zero, %q = %x0) -> (f32, f32) : i32 {
    %last = arith.subi %n, %c2 : i32
    %more = arith.cmpi slt, %i, %last : i32
    %sum = arith.addf %acc, %q : f32
    %i1 = arith.addi %i, %c1 : i32
    %a = tt.addptr %p, %i1 : !tt.ptr<f32>, i32
    %x1 = tt.load %a, %more : !tt.ptr<f32>
    scf.yield %sum, %x1 : f32, f32
  }
  tt.return %r#0 : f32
}

// The pointer starts elsewhere than a step behind the first load.

// CHECK-LABEL: tt.func @other_start(
// CHECK:         tt.load
// CHECK:         tt.load
// CHECK:         scf.for
// CHECK:           arith.addf
// CHECK:           tt.load
tt.func @other_start(%p: !tt.ptr<f32>, %n: i32, %o: i32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %x0 = tt.load %p : !tt.ptr<f32>
  %p1 = tt.addptr %p, %o : !tt.ptr<f32>, i32
  %x1 = tt.load %p1 : !tt.ptr<f32>
  %r:4 = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %zero, %ptr = %p1, %q0 = %x0, %q1 = %x1) -> (f32, !tt.ptr<f32>, f32, f32) : i32 {
    %sum = arith.addf %acc, %q0 : f32
    %next = tt.addptr %ptr, %c1 : !tt.ptr<f32>, i32
    %x2 = tt.load %next : !tt.ptr<f32>
    scf.yield %sum, %next, %q1, %x2 : f32, !tt.ptr<f32>, f32, f32
  }
  tt.return %r#0 : f32
}

// The firsts are a step apart, but the pointer that the loop carries is elsewhere.

// CHECK-LABEL: tt.func @other_leader(
// CHECK:         tt.load
// CHECK:         tt.load
// CHECK:         scf.for
// CHECK:           arith.addf
// CHECK:           tt.load
tt.func @other_leader(%p: !tt.ptr<f32>, %n: i32, %o: i32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %x0 = tt.load %p : !tt.ptr<f32>
  %p1 = tt.addptr %p, %c1 : !tt.ptr<f32>, i32
  %x1 = tt.load %p1 : !tt.ptr<f32>
  %q = tt.addptr %p, %o : !tt.ptr<f32>, i32
  %r:4 = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %zero, %ptr = %q, %q0 = %x0, %q1 = %x1) -> (f32, !tt.ptr<f32>, f32, f32) : i32 {
    %sum = arith.addf %acc, %q0 : f32
    %next = tt.addptr %ptr, %c1 : !tt.ptr<f32>, i32
    %x2 = tt.load %next : !tt.ptr<f32>
    scf.yield %sum, %next, %q1, %x2 : f32, !tt.ptr<f32>, f32, f32
  }
  tt.return %r#0 : f32
}

// A value of the queue is used behind the loop.

// CHECK-LABEL: tt.func @used_behind(
// CHECK:         tt.load
// CHECK:         scf.for
tt.func @used_behind(%p: !tt.ptr<f32>, %n: i32) -> (f32, f32) {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %x0 = tt.load %p : !tt.ptr<f32>
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %zero, %q = %x0) -> (f32, f32) : i32 {
    %sum = arith.addf %acc, %q : f32
    %i1 = arith.addi %i, %c1 : i32
    %a = tt.addptr %p, %i1 : !tt.ptr<f32>, i32
    %x1 = tt.load %a : !tt.ptr<f32>
    scf.yield %sum, %x1 : f32, f32
  }
  tt.return %r#0, %r#1 : f32, f32
}

// -----

// What was computed early for an address is computed where it is used as well; that the
// loop writes memory does not matter for it.

// CHECK-LABEL: tt.func @computed(
// CHECK-SAME:    %[[P:.*]]: tensor<32x!tt.ptr<i32>>, %[[N:.*]]: i32)
// CHECK:         scf.for %[[I:[a-z0-9]+]] = %{{.*}} to %[[N]] step %{{[a-z0-9_]+}} : i32 {
// CHECK-NEXT:      %[[S:.*]] = tt.splat %[[I]]
// CHECK-NEXT:      %[[V:.*]] = arith.divsi %[[S]], %{{.*}} : tensor<32xi32>
// CHECK-NEXT:      tt.store %[[P]], %[[V]]
// CHECK-NEXT:    }
tt.func @computed(%p: tensor<32x!tt.ptr<i32>>, %n: i32) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c2 = arith.constant 2 : i32
  %four = arith.constant dense<4> : tensor<32xi32>
  %v0 = arith.constant dense<0> : tensor<32xi32>
  %v1 = arith.constant dense<0> : tensor<32xi32>
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%q0 = %v0, %q1 = %v1) -> (tensor<32xi32>, tensor<32xi32>) : i32 {
    tt.store %p, %q0 : tensor<32x!tt.ptr<i32>>
    %i2 = arith.addi %i, %c2 : i32
    %s = tt.splat %i2 : i32 -> tensor<32xi32>
    %v2 = arith.divsi %s, %four : tensor<32xi32>
    scf.yield %q1, %v2 : tensor<32xi32>, tensor<32xi32>
  }
  tt.return
}
