// RUN: triton-metal-opt %s --triton-structure-control-flow --canonicalize | FileCheck %s

// Two early returns: one return is left, and what they skip is in branches.
// CHECK-LABEL: tt.func public @early_return(
// CHECK:         %[[MINUS:.*]] = arith.constant -1.0
// CHECK-NOT:     cf.
// CHECK:         scf.if %{{.*}} {
// CHECK-NEXT:    } else {
// CHECK:           %[[V:.*]] = tt.load
// CHECK:           %[[NEG:.*]] = arith.cmpf olt, %[[V]]
// CHECK:           scf.if %[[NEG]] {
// CHECK:             tt.store %{{.*}}, %[[MINUS]]
// CHECK:           } else {
// CHECK:             %[[R:.*]] = math.sqrt %[[V]]
// CHECK:             tt.store %{{.*}}, %[[R]]
// CHECK:         tt.return
// CHECK-NEXT:  }
tt.func public @early_return(%x: !tt.ptr<f32>, %o: !tt.ptr<f32>, %n: i32) {
  %zero = arith.constant 0.0 : f32
  %minus = arith.constant -1.0 : f32
  %p = tt.get_program_id x : i32
  %late = arith.cmpi sge, %p, %n : i32
  cf.cond_br %late, ^bb1, ^bb2
^bb1:
  tt.return
^bb2:
  %v = tt.load %x : !tt.ptr<f32>
  %negative = arith.cmpf olt, %v, %zero : f32
  cf.cond_br %negative, ^bb3, ^bb4
^bb3:
  tt.store %o, %minus : !tt.ptr<f32>
  tt.return
^bb4:
  %r = math.sqrt %v : f32
  tt.store %o, %r : !tt.ptr<f32>
  tt.return
}

// Several returns of a helper: what each gives is a result of the branches.
// CHECK-LABEL: tt.func private @several_returns(
// CHECK:         %[[R:.*]] = scf.if %{{.*}} -> (f32) {
// CHECK:           scf.if %{{.*}} -> (f32)
// CHECK:         tt.return %[[R]] : f32
// CHECK-NEXT:  }
tt.func private @several_returns(%a: f32, %c: i1, %d: i1) -> f32 {
  cf.cond_br %c, ^bb1, ^bb2
^bb1:
  %s = arith.addf %a, %a : f32
  cf.cond_br %d, ^bb3, ^bb4
^bb2:
  tt.return %a : f32
^bb3:
  tt.return %s : f32
^bb4:
  %t = arith.mulf %s, %a : f32
  tt.return %t : f32
}

// A loop of blocks becomes a `while`; the tensor that it changes is carried.
// CHECK-LABEL: tt.func public @loop(
// CHECK-NOT:     cf.
// CHECK:         scf.while
// CHECK:           scf.condition
// CHECK:         } do {
// CHECK:           arith.addf
// CHECK:         tt.return
// CHECK-NEXT:  }
tt.func public @loop(%x: !tt.ptr<f32>, %n: i32) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %r = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<64x!tt.ptr<f32>>
  %p = tt.addptr %b, %r : tensor<64x!tt.ptr<f32>>, tensor<64xi32>
  %v = tt.load %p : tensor<64x!tt.ptr<f32>>
  cf.br ^head(%zero, %v : i32, tensor<64xf32>)
^head(%i: i32, %w: tensor<64xf32>):
  %more = arith.cmpi slt, %i, %n : i32
  cf.cond_br %more, ^body, ^exit
^body:
  %w2 = arith.addf %w, %w : tensor<64xf32>
  %i2 = arith.addi %i, %one : i32
  cf.br ^head(%i2, %w2 : i32, tensor<64xf32>)
^exit:
  tt.store %p, %w : tensor<64x!tt.ptr<f32>>
  tt.return
}

// A return from within a loop: which way the loop was left is a number afterwards, and
// the choice by that number is a chain of scf.if.
// CHECK-LABEL: tt.func public @return_from_loop(
// CHECK-NOT:     cf.
// CHECK-NOT:     index_switch
// CHECK:         scf.while
// CHECK:         scf.if
// CHECK:         tt.return
// CHECK-NEXT:  }
tt.func public @return_from_loop(%x: !tt.ptr<i32>, %o: !tt.ptr<i32>, %n: i32) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  cf.br ^head(%zero : i32)
^head(%i: i32):
  %more = arith.cmpi slt, %i, %n : i32
  cf.cond_br %more, ^body, ^exit
^body:
  %p = tt.addptr %x, %i : !tt.ptr<i32>, i32
  %v = tt.load %p : !tt.ptr<i32>
  %found = arith.cmpi eq, %v, %zero : i32
  %i2 = arith.addi %i, %one : i32
  cf.cond_br %found, ^hit, ^head(%i2 : i32)
^hit:
  tt.store %o, %i : !tt.ptr<i32>
  tt.return
^exit:
  tt.store %o, %n : !tt.ptr<i32>
  tt.return
}

// A switch.
// CHECK-LABEL: tt.func public @choose(
// CHECK-NOT:     index_switch
// CHECK:         scf.if %{{.*}} -> (i32) {
// CHECK:         } else {
// CHECK:           arith.cmpi eq, %{{.*}}, %c7
// CHECK:         tt.return
tt.func public @choose(%o: !tt.ptr<i32>, %n: i32) {
  %a = arith.constant 10 : i32
  %b = arith.constant 20 : i32
  %c = arith.constant 30 : i32
  cf.switch %n : i32, [
    default: ^end(%c : i32),
    3: ^end(%a : i32),
    7: ^end(%b : i32)
  ]
^end(%v: i32):
  tt.store %o, %v : !tt.ptr<i32>
  tt.return
}

// A loop without an end keeps running; the return behind it is never reached.
// CHECK-LABEL: tt.func public @forever(
// CHECK:         scf.while
// CHECK:         tt.return
tt.func public @forever(%o: !tt.ptr<i32>, %n: i32) {
  cf.br ^bb1
^bb1:
  tt.store %o, %n : !tt.ptr<i32>
  cf.br ^bb1
}

// Pointers that a path does not define are poison, numbers are zero.
// CHECK-LABEL: tt.func public @pointers(
// CHECK:         scf.if
// CHECK:         tt.return
tt.func public @pointers(%x: !tt.ptr<f32>, %y: !tt.ptr<f32>, %c: i1, %d: i1) {
  %zero = arith.constant 0.0 : f32
  cf.cond_br %c, ^bb1(%x : !tt.ptr<f32>), ^bb3
^bb1(%p: !tt.ptr<f32>):
  tt.store %p, %zero : !tt.ptr<f32>
  cf.cond_br %d, ^bb2, ^bb3
^bb2:
  cf.br ^bb1(%y : !tt.ptr<f32>)
^bb3:
  tt.return
}
