// RUN: triton-metal-opt %s --split-input-file --convert-triton-to-tritongpu | FileCheck %s
// Values that had one type before have one type after: through loops, branches and calls.

// CHECK: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func public @loops(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       scf.for %{{.*}} = %{{.*}} to %{{.*}} step %{{.*}} iter_args(%{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}) -> (tensor<256x!tt.ptr<f32>, #[[L]]>, tensor<256xf32, #[[L]]>) : i32
// CHECK:         tt.load %{{.*}} : tensor<256x!tt.ptr<f32>, #[[L]]>
// CHECK:         scf.yield %{{.*}}, %{{.*}} : tensor<256x!tt.ptr<f32>, #[[L]]>, tensor<256xf32, #[[L]]>
// CHECK:       scf.if %{{.*}} -> (tensor<256xf32, #[[L]]>)
// CHECK:         scf.yield %{{.*}} : tensor<256xf32, #[[L]]>
// CHECK:       } else {
// CHECK:         scf.yield %{{.*}} : tensor<256xf32, #[[L]]>
// CHECK:       scf.while (%{{.*}} = %{{.*}}) : (tensor<256xf32, #[[L]]>) -> tensor<256xf32, #[[L]]>
// CHECK:         scf.condition(%{{.*}}) %{{.*}} : tensor<256xf32, #[[L]]>
// CHECK:       ^bb0(%{{.*}}: tensor<256xf32, #[[L]]>):
// CHECK:         scf.yield %{{.*}} : tensor<256xf32, #[[L]]>
tt.func public @loops(%p: tensor<256x!tt.ptr<f32>>, %n: i32, %c: i1) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %zero = arith.constant dense<0.0> : tensor<256xf32>
  %step = arith.constant dense<256> : tensor<256xi32>
  %0:2 = scf.for %i = %c0 to %n step %c1 iter_args(%q = %p, %acc = %zero) -> (tensor<256x!tt.ptr<f32>>, tensor<256xf32>) : i32 {
    %v = tt.load %q : tensor<256x!tt.ptr<f32>>
    %sum = arith.addf %acc, %v : tensor<256xf32>
    %next = tt.addptr %q, %step : tensor<256x!tt.ptr<f32>>, tensor<256xi32>
    scf.yield %next, %sum : tensor<256x!tt.ptr<f32>>, tensor<256xf32>
  }
  %1 = scf.if %c -> (tensor<256xf32>) {
    %e = math.exp %0#1 : tensor<256xf32>
    scf.yield %e : tensor<256xf32>
  } else {
    scf.yield %zero : tensor<256xf32>
  }
  %2 = scf.while (%w = %1) : (tensor<256xf32>) -> tensor<256xf32> {
    scf.condition(%c) %w : tensor<256xf32>
  } do {
  ^bb0(%w: tensor<256xf32>):
    %s = math.sqrt %w : tensor<256xf32>
    scf.yield %s : tensor<256xf32>
  }
  tt.store %p, %2 : tensor<256x!tt.ptr<f32>>
  tt.return
}

// -----

// CHECK: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @branches(
// CHECK:       cf.cond_br %{{.*}}, ^[[B1:.+]](%{{.*}} : tensor<64xf32, #[[L]]>), ^[[B2:.+]]
// CHECK:       ^[[B1]](%{{.*}}: tensor<64xf32, #[[L]]>):
// CHECK:         cf.br ^{{.*}}(%{{.*}} : tensor<64xf32, #[[L]]>)
// CHECK:       ^[[B2]]:
// CHECK:         cf.switch
// CHECK-NEXT:      default: ^{{.*}}(%{{.*}} : tensor<64xf32, #[[L]]>)
// CHECK-NEXT:      7: ^[[B1]](%{{.*}} : tensor<64xf32, #[[L]]>)
tt.func @branches(%p: tensor<64x!tt.ptr<f32>>, %n: i32, %c: i1) {
  %zero = arith.constant dense<0.0> : tensor<64xf32>
  cf.cond_br %c, ^bb1(%zero : tensor<64xf32>), ^bb2
^bb1(%a: tensor<64xf32>):
  cf.br ^bb3(%a : tensor<64xf32>)
^bb2:
  cf.switch %n : i32, [default: ^bb3(%zero : tensor<64xf32>), 7: ^bb1(%zero : tensor<64xf32>)]
^bb3(%b: tensor<64xf32>):
  tt.store %p, %b : tensor<64x!tt.ptr<f32>>
  tt.return
}

// -----

// Functions of one module, declared ones too, agree with their calls.

// CHECK: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK:       tt.func @declared(tensor<64xf32, #[[L]]>, i32) -> tensor<64xf32, #[[L]]>
// CHECK:       tt.func private @helper(%{{.*}}: tensor<64xf32, #[[L]]>, %{{.*}}: i32) -> (tensor<64xf32, #[[L]]>, i32) attributes {noinline = true}
// CHECK:         tt.return %{{.*}}, %{{.*}} : tensor<64xf32, #[[L]]>, i32
// CHECK:       tt.func public @first(
// CHECK:         tt.call @declared(%{{.*}}, %{{.*}}) : (tensor<64xf32, #[[L]]>, i32) -> tensor<64xf32, #[[L]]>
// CHECK:       tt.func public @second(
// CHECK:         tt.call @helper(%{{.*}}, %{{.*}}) : (tensor<64xf32, #[[L]]>, i32) -> (tensor<64xf32, #[[L]]>, i32)
tt.func @declared(tensor<64xf32>, i32) -> tensor<64xf32>
tt.func private @helper(%x: tensor<64xf32>, %i: i32) -> (tensor<64xf32>, i32) attributes {noinline = true} {
  tt.return %x, %i : tensor<64xf32>, i32
}
tt.func public @first(%x: tensor<64xf32>, %i: i32) {
  %0 = tt.call @declared(%x, %i) : (tensor<64xf32>, i32) -> tensor<64xf32>
  tt.return
}
tt.func public @second(%x: tensor<64xf32>, %i: i32) {
  %0:2 = tt.call @helper(%x, %i) : (tensor<64xf32>, i32) -> (tensor<64xf32>, i32)
  tt.return
}

// -----

// Nothing to do but to say how many threads there are.

// CHECK:      module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, ttg.target = "metal:apple7", "ttg.threads-per-warp" = 32 : i32} {
// CHECK-NEXT: }
module {
}

// -----

// CHECK:       module attributes {{.*}}"ttg.num-warps" = 4
// CHECK:       tt.func public @scalars(%{{.*}}: !tt.ptr<f32>)
// CHECK:         tt.load %{{.*}} : !tt.ptr<f32>
// CHECK:         tt.atomic_rmw fadd, acq_rel, gpu, %{{.*}}, %{{.*}} : (!tt.ptr<f32>, f32) -> f32
tt.func public @scalars(%p: !tt.ptr<f32>) {
  %v = tt.load %p : !tt.ptr<f32>
  %old = tt.atomic_rmw fadd, acq_rel, gpu, %p, %v : (!tt.ptr<f32>, f32) -> f32
  tt.return
}
