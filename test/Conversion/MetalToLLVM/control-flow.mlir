// RUN: triton-metal-opt %s --convert-metal-to-llvm | FileCheck %s

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// CHECK: #[[UNROLL:.*]] = #llvm.loop_unroll<full = true>
// CHECK: #[[LOOP:.*]] = #llvm.loop_annotation<unroll = #[[UNROLL]]>

// Loop metadata stands on the branch back to the header. Pointers are carried as pointers.
// CHECK-LABEL: llvm.func @loops
// CHECK:         llvm.br ^[[HEADER:.*]](%{{.*}}, %{{.*}}, %[[X:.*]] : i32, f32, !llvm.ptr<1>)
// CHECK:       ^[[HEADER]](%[[I:.*]]: i32, %[[A:.*]]: f32, %[[P:.*]]: !llvm.ptr<1>):
// CHECK:         %[[MORE:.*]] = llvm.icmp "slt" %[[I]]
// CHECK:         llvm.cond_br %[[MORE]], ^[[BODY:.*]], ^[[AFTER:.*]]
// CHECK:       ^[[BODY]]:
// CHECK:         llvm.getelementptr %[[P]][%[[I]]]
// CHECK:         %[[SUM:.*]] = llvm.fadd %[[A]]
// CHECK:         %[[NEXT_P:.*]] = llvm.getelementptr %[[P]]
// CHECK:         %[[NEXT:.*]] = llvm.add %[[I]]
// CHECK:         llvm.br ^[[HEADER]](%[[NEXT]], %[[SUM]], %[[NEXT_P]] : {{.*}}) {loop_annotation = #[[LOOP]]}
// CHECK:       ^[[AFTER]]:
// CHECK:         llvm.store %[[A]]
// CHECK:         llvm.icmp "ult"
// CHECK-NOT:     loop_annotation
// CHECK:         llvm.return
metal.kernel @loops(%x: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#x, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c4 = arith.constant 4 : i32
  %zero = arith.constant 0.0 : f32
  %r:2 = scf.for %i = %c0 to %c4 step %c1 iter_args(%a = %zero, %p = %x) -> (f32, !metal.ptr<f32, device>) : i32 {
    %v = metal.load %p[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    %s = arith.addf %a, %v : f32
    %q = metal.offset %p[%n] : !metal.ptr<f32, device>, i32
    scf.yield %s, %q : f32, !metal.ptr<f32, device>
  } {metal.unroll}
  metal.store %r#0, %x[%c0] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  scf.for unsigned %j = %c0 to %n step %c1 : i32 {
    metal.store %zero, %x[%j] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  }
  metal.return
}

// CHECK-LABEL: llvm.func @conditions
// CHECK:         llvm.cond_br %{{.*}}, ^[[THEN:.*]], ^[[ELSE:.*]]
// CHECK:       ^[[THEN]]:
// CHECK:         llvm.br ^[[JOIN:.*]](%{{.*}} : f32)
// CHECK:       ^[[ELSE]]:
// CHECK:         llvm.br ^[[JOIN]](%{{.*}} : f32)
// CHECK:       ^[[JOIN]](%{{.*}}: f32):
// CHECK:         llvm.br ^[[WHILE:.*]](%{{.*}} : i32)
// CHECK:       ^[[WHILE]](%{{.*}}: i32):
// CHECK:         llvm.cond_br %{{.*}}, ^[[DO:.*]]({{.*}}), ^
// CHECK:       ^[[DO]](%{{.*}}: i32):
// CHECK:         llvm.br ^[[WHILE]]
metal.kernel @conditions(%x: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#x, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %one = arith.constant 1.0 : f32
  %c = arith.cmpi eq, %n, %c0 : i32
  %v = scf.if %c -> f32 {
    %w = metal.load %x[%c0] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
    scf.yield %w : f32
  } else {
    scf.yield %one : f32
  }
  %m = scf.while (%i = %n) : (i32) -> i32 {
    %more = arith.cmpi sgt, %i, %c0 : i32
    scf.condition(%more) %i : i32
  } do {
  ^bb0(%i: i32):
    %j = arith.subi %i, %c1 : i32
    scf.yield %j : i32
  }
  metal.store %v, %x[%m] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}
