// RUN: triton-metal-opt %s --triton-to-tritongpu | FileCheck %s --implicit-check-not=ttg.convert_layout
// RUN: triton-metal-opt %s --triton-to-tritongpu=num-warps=1 | FileCheck %s --check-prefix=ANY --implicit-check-not=ttg.convert_layout
// RUN: triton-metal-opt %s --triton-to-tritongpu=num-warps=32 | FileCheck %s --check-prefix=ANY --implicit-check-not=ttg.convert_layout

// Kernels on tensors of one dimension: no conversion of a layout is left, and where
// alignment allows it every access has 16 bytes.

// ANY-LABEL: tt.func public @add(
// ANY-LABEL: tt.func public @softmax(
// ANY-LABEL: tt.func public @sum_loop(
// ANY-LABEL: tt.func public @early_exit(
// ANY-LABEL: tt.func public @choose(
// ANY-LABEL: tt.func public @histogram(

// CHECK-DAG: #[[F32:.+]] = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-DAG: #[[F16:.+]] = #ttg.blocked<{sizePerThread = [8], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-DAG: #[[ONE:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

// Masked, the last program goes beyond the end.
// CHECK-LABEL: tt.func public @add(
// CHECK-COUNT-2: tt.load %{{.*}}, %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[F32]]>
// CHECK:       tt.store %{{.*}}, %{{.*}}, %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[F32]]>
tt.func public @add(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %y: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %out: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %n: i32 {tt.divisibility = 16 : i32}) {
  %size = arith.constant 1024 : i32
  %pid = tt.get_program_id x : i32
  %start = arith.muli %pid, %size : i32
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %s = tt.splat %start : i32 -> tensor<1024xi32>
  %i = arith.addi %s, %r : tensor<1024xi32>
  %limit = tt.splat %n : i32 -> tensor<1024xi32>
  %m = arith.cmpi slt, %i, %limit : tensor<1024xi32>
  %bx = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %px = tt.addptr %bx, %i : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  %vx = tt.load %px, %m : tensor<1024x!tt.ptr<f32>>
  %by = tt.splat %y : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %py = tt.addptr %by, %i : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  %vy = tt.load %py, %m : tensor<1024x!tt.ptr<f32>>
  %sum = arith.addf %vx, %vy : tensor<1024xf32>
  %bo = tt.splat %out : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %po = tt.addptr %bo, %i : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  tt.store %po, %sum, %m : tensor<1024x!tt.ptr<f32>>
  tt.return
}

// A row whose length nobody promised anything about: lanes side by side.
// CHECK-LABEL: tt.func public @softmax(
// CHECK:       tt.load %{{.*}}, %{{.*}}, %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[ONE]]>
// CHECK:       }) : (tensor<1024xf32, #[[ONE]]>) -> f32
// CHECK:       }) : (tensor<1024xf32, #[[ONE]]>) -> f32
// CHECK:       tt.store %{{.*}}, %{{.*}}, %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[ONE]]>
tt.func public @softmax(%out: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %in: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %stride: i32, %n: i32) {
  %ninf = arith.constant dense<0xFF800000> : tensor<1024xf32>
  %pid = tt.get_program_id x : i32
  %start = arith.muli %pid, %stride : i32
  %row = tt.addptr %in, %start : !tt.ptr<f32>, i32
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %b = tt.splat %row : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  %limit = tt.splat %n : i32 -> tensor<1024xi32>
  %m = arith.cmpi slt, %r, %limit : tensor<1024xi32>
  %v = tt.load %p, %m, %ninf : tensor<1024x!tt.ptr<f32>>
  %max = "tt.reduce"(%v) <{axis = 0 : i32}> ({
  ^bb0(%a: f32, %c: f32):
    %g = arith.maxnumf %a, %c : f32
    tt.reduce.return %g : f32
  }) : (tensor<1024xf32>) -> f32
  %maxes = tt.splat %max : f32 -> tensor<1024xf32>
  %d = arith.subf %v, %maxes : tensor<1024xf32>
  %e = math.exp %d : tensor<1024xf32>
  %sum = "tt.reduce"(%e) <{axis = 0 : i32}> ({
  ^bb0(%a: f32, %c: f32):
    %g = arith.addf %a, %c : f32
    tt.reduce.return %g : f32
  }) : (tensor<1024xf32>) -> f32
  %sums = tt.splat %sum : f32 -> tensor<1024xf32>
  %q = arith.divf %e, %sums : tensor<1024xf32>
  %orow = tt.addptr %out, %start : !tt.ptr<f32>, i32
  %bo = tt.splat %orow : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %po = tt.addptr %bo, %r : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  tt.store %po, %q, %m : tensor<1024x!tt.ptr<f32>>
  tt.return
}

// Pointers carried through a loop; the halves decide.
// CHECK-LABEL: tt.func public @sum_loop(
// CHECK:       scf.for {{.*}} -> (tensor<1024x!tt.ptr<f16>, #[[F16]]>, tensor<1024xf32, #[[F16]]>)
// CHECK:         tt.load %{{.*}} : tensor<1024x!tt.ptr<f16>, #[[F16]]>
// CHECK:       tt.store %{{.*}}, %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[F16]]>
tt.func public @sum_loop(%x: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %out: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %n: i32 {tt.divisibility = 16 : i32}) {
  %c0 = arith.constant 0 : i32
  %c1024 = arith.constant 1024 : i32
  %zero = arith.constant dense<0.0> : tensor<1024xf32>
  %step = arith.constant dense<1024> : tensor<1024xi32>
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %b = tt.splat %x : !tt.ptr<f16> -> tensor<1024x!tt.ptr<f16>>
  %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<f16>>, tensor<1024xi32>
  %0:2 = scf.for %i = %c0 to %n step %c1024 iter_args(%q = %p, %acc = %zero) -> (tensor<1024x!tt.ptr<f16>>, tensor<1024xf32>) : i32 {
    %v = tt.load %q : tensor<1024x!tt.ptr<f16>>
    %w = arith.extf %v : tensor<1024xf16> to tensor<1024xf32>
    %sum = arith.addf %acc, %w : tensor<1024xf32>
    %next = tt.addptr %q, %step : tensor<1024x!tt.ptr<f16>>, tensor<1024xi32>
    scf.yield %next, %sum : tensor<1024x!tt.ptr<f16>>, tensor<1024xf32>
  }
  %bo = tt.splat %out : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %po = tt.addptr %bo, %r : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  tt.store %po, %0#1 : tensor<1024x!tt.ptr<f32>>
  tt.return
}

// An early return, a helper that is inlined, an atomic.
// CHECK-LABEL: tt.func public @early_exit(
// CHECK:       scf.if
// CHECK:       tt.load %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[F32]]>
// CHECK:       math.exp %{{.*}} : tensor<1024xf32, #[[F32]]>
// CHECK:       tt.atomic_rmw fadd, relaxed, gpu, %{{.*}} : (tensor<1024x!tt.ptr<f32>, #[[F32]]>
tt.func private @helper(%x: tensor<1024xf32>) -> tensor<1024xf32> attributes {noinline = false} {
  %e = math.exp %x : tensor<1024xf32>
  tt.return %e : tensor<1024xf32>
}
tt.func public @early_exit(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %n: i32) {
  %c0 = arith.constant 0 : i32
  %pid = tt.get_program_id x : i32
  %late = arith.cmpi sgt, %pid, %n : i32
  cf.cond_br %late, ^bb1, ^bb2
^bb1:
  tt.return
^bb2:
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  %v = tt.load %p : tensor<1024x!tt.ptr<f32>>
  %e = tt.call @helper(%v) : (tensor<1024xf32>) -> tensor<1024xf32>
  %old = tt.atomic_rmw fadd, relaxed, gpu, %p, %e : (tensor<1024x!tt.ptr<f32>>, tensor<1024xf32>) -> tensor<1024xf32>
  tt.return
}

// The result of a branch, and a while loop over it.
// CHECK-LABEL: tt.func public @choose(
// CHECK:       scf.if %{{.*}} -> (tensor<1024xf32, #[[F32]]>)
// CHECK:       scf.while {{.*}} : (tensor<1024xf32, #[[F32]]>, i32) -> (tensor<1024xf32, #[[F32]]>, i32)
// CHECK:       tt.store %{{.*}}, %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[F32]]>
tt.func public @choose(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %c: i1, %n: i32) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %zero = arith.constant dense<0.0> : tensor<1024xf32>
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  %0 = scf.if %c -> (tensor<1024xf32>) {
    %v = tt.load %p : tensor<1024x!tt.ptr<f32>>
    scf.yield %v : tensor<1024xf32>
  } else {
    scf.yield %zero : tensor<1024xf32>
  }
  %1:2 = scf.while (%a = %0, %i = %c0) : (tensor<1024xf32>, i32) -> (tensor<1024xf32>, i32) {
    %more = arith.cmpi slt, %i, %n : i32
    scf.condition(%more) %a, %i : tensor<1024xf32>, i32
  } do {
  ^bb0(%a: tensor<1024xf32>, %i: i32):
    %e = math.sqrt %a : tensor<1024xf32>
    %j = arith.addi %i, %c1 : i32
    scf.yield %e, %j : tensor<1024xf32>, i32
  }
  tt.store %p, %1#0 : tensor<1024x!tt.ptr<f32>>
  tt.return
}

// CHECK-LABEL: tt.func public @histogram(
// CHECK:       tt.histogram %{{.*}}, %{{.*}} : tensor<1024xi32, #[[F32]]> -> tensor<32xi32, #[[ONE]]>
// CHECK:       tt.store %{{.*}}, %{{.*}} : tensor<32x!tt.ptr<i32>, #[[ONE]]>
tt.func public @histogram(%x: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %out: !tt.ptr<i32> {tt.divisibility = 16 : i32}, %n: i32) {
  %zero = arith.constant dense<0> : tensor<1024xi32>
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %limit = tt.splat %n : i32 -> tensor<1024xi32>
  %m = arith.cmpi slt, %r, %limit : tensor<1024xi32>
  %b = tt.splat %x : !tt.ptr<i32> -> tensor<1024x!tt.ptr<i32>>
  %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<i32>>, tensor<1024xi32>
  %v = tt.load %p, %m, %zero : tensor<1024x!tt.ptr<i32>>
  %h = tt.histogram %v, %m : tensor<1024xi32> -> tensor<32xi32>
  %rb = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32>
  %bo = tt.splat %out : !tt.ptr<i32> -> tensor<32x!tt.ptr<i32>>
  %po = tt.addptr %bo, %rb : tensor<32x!tt.ptr<i32>>, tensor<32xi32>
  tt.store %po, %h : tensor<32x!tt.ptr<i32>>
  tt.return
}
