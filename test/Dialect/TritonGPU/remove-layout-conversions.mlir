// RUN: triton-metal-opt %s --split-input-file --tritongpu-remove-layout-conversions | FileCheck %s
// Only what must have a layout keeps its own; everything else follows.

// Addresses in the layout of the access, arithmetic in that of what was loaded.

// CHECK: #[[W:.+]] = #ttg.blocked<{sizePerThread = [4]
#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#wide = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @elementwise(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       arith.constant dense<{{.*}}> : tensor<512xf32, #[[W]]>
// CHECK:       tt.make_range {{.*}} : tensor<512xi32, #[[W]]>
// CHECK:       tt.load %{{.*}} : tensor<512x!tt.ptr<f32>, #[[W]]>
// CHECK:       math.exp %{{.*}} : tensor<512xf32, #[[W]]>
// CHECK:       "tt.scan"
// CHECK:       arith.select %{{.*}} : tensor<512xi1, #[[W]]>, tensor<512xf32, #[[W]]>
// CHECK:       tt.store %{{.*}}, %{{.*}} : tensor<512x!tt.ptr<f32>, #[[W]]>
// CHECK-NOT:   ttg.convert_layout
tt.func @elementwise(%x: !tt.ptr<f32>) {
  %zero = arith.constant dense<0.0> : tensor<512xf32, #blocked>
  %r = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #blocked>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<512x!tt.ptr<f32>, #blocked>
  %p = tt.addptr %b, %r : tensor<512x!tt.ptr<f32>, #blocked>, tensor<512xi32, #blocked>
  %q = ttg.convert_layout %p : tensor<512x!tt.ptr<f32>, #blocked> -> tensor<512x!tt.ptr<f32>, #wide>
  %v = tt.load %q : tensor<512x!tt.ptr<f32>, #wide>
  %w = ttg.convert_layout %v : tensor<512xf32, #wide> -> tensor<512xf32, #blocked>
  %e = math.exp %w : tensor<512xf32, #blocked>
  %s = "tt.scan"(%e) <{axis = 0 : i32, reverse = false}> ({
  ^bb0(%a: f32, %c: f32):
    %sum = arith.addf %a, %c : f32
    tt.scan.return %sum : f32
  }) : (tensor<512xf32, #blocked>) -> tensor<512xf32, #blocked>
  %m = arith.cmpf ogt, %s, %zero : tensor<512xf32, #blocked>
  %t = arith.select %m, %s, %zero : tensor<512xi1, #blocked>, tensor<512xf32, #blocked>
  %u = ttg.convert_layout %t : tensor<512xf32, #blocked> -> tensor<512xf32, #wide>
  tt.store %q, %u : tensor<512x!tt.ptr<f32>, #wide>
  tt.return
}

// -----

// Without any access: one layout, the one that is there, and no conversion.

#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#wide = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @nothing_kept(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.assert
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.return
tt.func @nothing_kept() {
  %r = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #blocked>
  %q = ttg.convert_layout %r : tensor<512xi32, #blocked> -> tensor<512xi32, #wide>
  %m = arith.cmpi slt, %q, %q : tensor<512xi32, #wide>
  tt.assert %m, "never" : tensor<512xi1, #wide>
  tt.return
}

// -----

// Through loops: iteration arguments, results and what is yielded agree.

// CHECK: #[[W:.+]] = #ttg.blocked<{sizePerThread = [4]
#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#wide = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @for(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       scf.for {{.*}} -> (tensor<512x!tt.ptr<f32>, #[[W]]>, tensor<512xf32, #[[W]]>, i32)
// CHECK:         scf.yield %{{.*}} : tensor<512x!tt.ptr<f32>, #[[W]]>, tensor<512xf32, #[[W]]>, i32
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.return
tt.func @for(%x: !tt.ptr<f32>, %n: i32) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %zero = arith.constant dense<0.0> : tensor<512xf32, #blocked>
  %step = arith.constant dense<512> : tensor<512xi32, #blocked>
  %r = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #blocked>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<512x!tt.ptr<f32>, #blocked>
  %p = tt.addptr %b, %r : tensor<512x!tt.ptr<f32>, #blocked>, tensor<512xi32, #blocked>
  %0:3 = scf.for %i = %c0 to %n step %c1 iter_args(%q = %p, %acc = %zero, %k = %c0) -> (tensor<512x!tt.ptr<f32>, #blocked>, tensor<512xf32, #blocked>, i32) : i32 {
    %qw = ttg.convert_layout %q : tensor<512x!tt.ptr<f32>, #blocked> -> tensor<512x!tt.ptr<f32>, #wide>
    %v = tt.load %qw : tensor<512x!tt.ptr<f32>, #wide>
    %w = ttg.convert_layout %v : tensor<512xf32, #wide> -> tensor<512xf32, #blocked>
    %sum = arith.addf %acc, %w : tensor<512xf32, #blocked>
    %next = tt.addptr %q, %step : tensor<512x!tt.ptr<f32>, #blocked>, tensor<512xi32, #blocked>
    scf.yield %next, %sum, %k : tensor<512x!tt.ptr<f32>, #blocked>, tensor<512xf32, #blocked>, i32
  }
  %u = ttg.convert_layout %0#1 : tensor<512xf32, #blocked> -> tensor<512xf32, #wide>
  %pw = ttg.convert_layout %p : tensor<512x!tt.ptr<f32>, #blocked> -> tensor<512x!tt.ptr<f32>, #wide>
  tt.store %pw, %u : tensor<512x!tt.ptr<f32>, #wide>
  tt.return
}
// CHECK-LABEL: tt.func @while(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       scf.while (%{{.*}} = %{{.*}}) : (tensor<512xf32, #[[W]]>) -> (tensor<512xf32, #[[W]]>, i32)
// CHECK:         scf.condition(%{{.*}}) %{{.*}}, %{{.*}} : tensor<512xf32, #[[W]]>, i32
// CHECK:       ^bb0(%{{.*}}: tensor<512xf32, #[[W]]>, %{{.*}}: i32):
// CHECK:         scf.yield %{{.*}} : tensor<512xf32, #[[W]]>
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.return
tt.func @while(%x: !tt.ptr<f32>, %c: i1, %n: i32) {
  %zero = arith.constant dense<0.0> : tensor<512xf32, #blocked>
  %pw = tt.splat %x : !tt.ptr<f32> -> tensor<512x!tt.ptr<f32>, #wide>
  %0:2 = scf.while (%a = %zero) : (tensor<512xf32, #blocked>) -> (tensor<512xf32, #blocked>, i32) {
    scf.condition(%c) %a, %n : tensor<512xf32, #blocked>, i32
  } do {
  ^bb0(%a: tensor<512xf32, #blocked>, %k: i32):
    %v = tt.load %pw : tensor<512x!tt.ptr<f32>, #wide>
    %w = ttg.convert_layout %v : tensor<512xf32, #wide> -> tensor<512xf32, #blocked>
    %s = arith.addf %a, %w : tensor<512xf32, #blocked>
    scf.yield %s : tensor<512xf32, #blocked>
  }
  %u = ttg.convert_layout %0#0 : tensor<512xf32, #blocked> -> tensor<512xf32, #wide>
  tt.store %pw, %u : tensor<512x!tt.ptr<f32>, #wide>
  tt.return
}

// -----

// Through branches, of both kinds.

// CHECK: #[[W:.+]] = #ttg.blocked<{sizePerThread = [4]
#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#wide = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @if(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       scf.if %{{.*}} -> (tensor<512xf32, #[[W]]>)
// CHECK:         scf.yield %{{.*}} : tensor<512xf32, #[[W]]>
// CHECK:       } else {
// CHECK:         scf.yield %{{.*}} : tensor<512xf32, #[[W]]>
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.return
tt.func @if(%x: !tt.ptr<f32>, %c: i1) {
  %zero = arith.constant dense<0.0> : tensor<512xf32, #blocked>
  %p = tt.splat %x : !tt.ptr<f32> -> tensor<512x!tt.ptr<f32>, #wide>
  %0 = scf.if %c -> (tensor<512xf32, #blocked>) {
    %v = tt.load %p : tensor<512x!tt.ptr<f32>, #wide>
    %w = ttg.convert_layout %v : tensor<512xf32, #wide> -> tensor<512xf32, #blocked>
    scf.yield %w : tensor<512xf32, #blocked>
  } else {
    scf.yield %zero : tensor<512xf32, #blocked>
  }
  %e = math.exp %0 : tensor<512xf32, #blocked>
  %u = ttg.convert_layout %e : tensor<512xf32, #blocked> -> tensor<512xf32, #wide>
  tt.store %p, %u : tensor<512x!tt.ptr<f32>, #wide>
  tt.return
}
// CHECK-LABEL: tt.func @branch(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       cf.cond_br %{{.*}}, ^{{.*}}(%{{.*}} : tensor<512xf32, #[[W]]>), ^{{.*}}(%{{.*}} : tensor<512xf32, #[[W]]>)
// CHECK:       ^{{.*}}(%{{.*}}: tensor<512xf32, #[[W]]>):
// CHECK:         cf.br ^{{.*}}(%{{.*}} : tensor<512xf32, #[[W]]>)
// CHECK:       ^{{.*}}(%{{.*}}: tensor<512xf32, #[[W]]>):
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.return
tt.func @branch(%x: !tt.ptr<f32>, %c: i1) {
  %zero = arith.constant dense<0.0> : tensor<512xf32, #blocked>
  %p = tt.splat %x : !tt.ptr<f32> -> tensor<512x!tt.ptr<f32>, #wide>
  cf.cond_br %c, ^bb1(%zero : tensor<512xf32, #blocked>), ^bb2(%zero : tensor<512xf32, #blocked>)
^bb1(%a: tensor<512xf32, #blocked>):
  %v = tt.load %p : tensor<512x!tt.ptr<f32>, #wide>
  %w = ttg.convert_layout %v : tensor<512xf32, #wide> -> tensor<512xf32, #blocked>
  %s = arith.addf %a, %w : tensor<512xf32, #blocked>
  cf.br ^bb2(%s : tensor<512xf32, #blocked>)
^bb2(%b: tensor<512xf32, #blocked>):
  %u = ttg.convert_layout %b : tensor<512xf32, #blocked> -> tensor<512xf32, #wide>
  tt.store %p, %u : tensor<512x!tt.ptr<f32>, #wide>
  tt.return
}

// -----

// Where two layouts meet, addresses are computed once more and values converted once; the
// access that moves more bytes decides where.

// CHECK-DAG: #[[S:.+]] = #ttg.blocked<{sizePerThread = [1]
// CHECK-DAG: #[[W:.+]] = #ttg.blocked<{sizePerThread = [4]
#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#wide = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @two_layouts(
// CHECK-DAG:   tt.make_range {{.*}} : tensor<512xi32, #[[S]]>
// CHECK-DAG:   tt.make_range {{.*}} : tensor<512xi32, #[[W]]>
// CHECK:       %[[H:.+]] = tt.load %{{.*}} : tensor<512x!tt.ptr<f16>, #[[S]]>
// CHECK-NEXT:  %[[C:.+]] = ttg.convert_layout %[[H]] : tensor<512xf16, #[[S]]> -> tensor<512xf16, #[[W]]>
// CHECK-NEXT:  arith.extf %[[C]] : tensor<512xf16, #[[W]]> to tensor<512xf32, #[[W]]>
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.store %{{.*}}, %{{.*}} : tensor<512x!tt.ptr<f32>, #[[W]]>
tt.func @two_layouts(%x: !tt.ptr<f16>, %y: !tt.ptr<f32>) {
  %r = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #blocked>
  %b = tt.splat %x : !tt.ptr<f16> -> tensor<512x!tt.ptr<f16>, #blocked>
  %p = tt.addptr %b, %r : tensor<512x!tt.ptr<f16>, #blocked>, tensor<512xi32, #blocked>
  %v = tt.load %p : tensor<512x!tt.ptr<f16>, #blocked>
  %e = arith.extf %v : tensor<512xf16, #blocked> to tensor<512xf32, #blocked>
  %by = tt.splat %y : !tt.ptr<f32> -> tensor<512x!tt.ptr<f32>, #blocked>
  %py = tt.addptr %by, %r : tensor<512x!tt.ptr<f32>, #blocked>, tensor<512xi32, #blocked>
  %pw = ttg.convert_layout %py : tensor<512x!tt.ptr<f32>, #blocked> -> tensor<512x!tt.ptr<f32>, #wide>
  %ew = ttg.convert_layout %e : tensor<512xf32, #blocked> -> tensor<512xf32, #wide>
  tt.store %pw, %ew : tensor<512x!tt.ptr<f32>, #wide>
  tt.return
}

// -----

// What takes many instructions or touches memory is never computed twice: a division, an
// exponential, a load.

// CHECK-DAG: #[[S:.+]] = #ttg.blocked<{sizePerThread = [1]
// CHECK-DAG: #[[W:.+]] = #ttg.blocked<{sizePerThread = [4]
#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#wide = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @costly(
// CHECK:       arith.divsi
// CHECK-NOT:   arith.divsi
// CHECK:       math.exp
// CHECK-NOT:   math.exp
// CHECK:       ttg.convert_layout %{{.*}} : tensor<512xf32, #[[W]]> -> tensor<512xf32, #[[S]]>
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.return
tt.func @costly(%n: i32, %pw: tensor<512x!tt.ptr<f32>, #wide>, %ps: tensor<512x!tt.ptr<f32>, #blocked>) {
  %r = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #blocked>
  %s = tt.splat %n : i32 -> tensor<512xi32, #blocked>
  %d = arith.divsi %r, %s : tensor<512xi32, #blocked>
  %f = arith.sitofp %d : tensor<512xi32, #blocked> to tensor<512xf32, #blocked>
  %e = math.exp %f : tensor<512xf32, #blocked>
  %w = ttg.convert_layout %e : tensor<512xf32, #blocked> -> tensor<512xf32, #wide>
  tt.store %pw, %w : tensor<512x!tt.ptr<f32>, #wide>
  tt.store %ps, %e : tensor<512x!tt.ptr<f32>, #blocked>
  tt.return
}

// -----

// A shared range or constant is no bond between those who use it: each gets its own.

// CHECK-DAG: #[[S:.+]] = #ttg.blocked<{sizePerThread = [1]
// CHECK-DAG: #[[W:.+]] = #ttg.blocked<{sizePerThread = [4]
#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#wide = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @shared_source(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.load %{{.*}} : tensor<512x!tt.ptr<f32>, #[[W]]>
// CHECK:       arith.sitofp %{{.*}} : tensor<512xi32, #[[S]]> to tensor<512xf16, #[[S]]>
// CHECK-NEXT:  math.exp %{{.*}} : tensor<512xf16, #[[S]]>
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.return
tt.func @shared_source(%x: !tt.ptr<f32>, %ps: tensor<512x!tt.ptr<f16>, #blocked>) {
  %r = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #wide>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<512x!tt.ptr<f32>, #wide>
  %p = tt.addptr %b, %r : tensor<512x!tt.ptr<f32>, #wide>, tensor<512xi32, #wide>
  %v = tt.load %p : tensor<512x!tt.ptr<f32>, #wide>
  tt.store %p, %v : tensor<512x!tt.ptr<f32>, #wide>
  %f = arith.sitofp %r : tensor<512xi32, #wide> to tensor<512xf16, #wide>
  %e = math.exp %f : tensor<512xf16, #wide>
  %h = ttg.convert_layout %e : tensor<512xf16, #wide> -> tensor<512xf16, #blocked>
  tt.store %ps, %h : tensor<512x!tt.ptr<f16>, #blocked>
  tt.return
}

// -----

// A value that can be computed again in one layout, but not in another one: `%x` is at hand
// along dimension 0 only, so only there is the sum repeated.

// CHECK-DAG: #[[P:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [32, 1]
// CHECK-DAG: #[[Q:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [4, 8]
#p = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [32, 1], warpsPerCTA = [1, 4], order = [0, 1]}>
#q = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [4, 8], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-LABEL: tt.func @one_way_only(
// CHECK-DAG:   tt.store %{{.*}}, %{{.*}} : tensor<64x64x!tt.ptr<i32>, #[[Q]]>
// CHECK-DAG:   tt.store %{{.*}}, %{{.*}} : tensor<64x64x!tt.ptr<i32>, #[[P]]>
tt.func @one_way_only(%x: tensor<64xi32, #ttg.slice<{dim = 0, parent = #p}>>, %pq: tensor<64x64x!tt.ptr<i32>, #q>, %pp: tensor<64x64x!tt.ptr<i32>, #p>) {
  %c = arith.constant dense<1> : tensor<64xi32, #ttg.slice<{dim = 0, parent = #p}>>
  %y = arith.addi %x, %c : tensor<64xi32, #ttg.slice<{dim = 0, parent = #p}>>
  %y0 = ttg.convert_layout %y : tensor<64xi32, #ttg.slice<{dim = 0, parent = #p}>> -> tensor<64xi32, #ttg.slice<{dim = 0, parent = #q}>>
  %y1 = ttg.convert_layout %y : tensor<64xi32, #ttg.slice<{dim = 0, parent = #p}>> -> tensor<64xi32, #ttg.slice<{dim = 1, parent = #q}>>
  %e0 = tt.expand_dims %y0 {axis = 0 : i32} : tensor<64xi32, #ttg.slice<{dim = 0, parent = #q}>> -> tensor<1x64xi32, #q>
  %e1 = tt.expand_dims %y1 {axis = 1 : i32} : tensor<64xi32, #ttg.slice<{dim = 1, parent = #q}>> -> tensor<64x1xi32, #q>
  %b0 = tt.broadcast %e0 : tensor<1x64xi32, #q> -> tensor<64x64xi32, #q>
  %b1 = tt.broadcast %e1 : tensor<64x1xi32, #q> -> tensor<64x64xi32, #q>
  %v = arith.addi %b0, %b1 : tensor<64x64xi32, #q>
  tt.store %pq, %v : tensor<64x64x!tt.ptr<i32>, #q>
  %w = ttg.convert_layout %v : tensor<64x64xi32, #q> -> tensor<64x64xi32, #p>
  tt.store %pp, %w : tensor<64x64x!tt.ptr<i32>, #p>
  tt.return
}

// -----

// A reduction's result is the slice of its operand, and expanded back it needs nothing. One
// that goes elsewhere is converted, the smaller side of the reduction.

// CHECK-DAG: #[[Q:.+]] = #ttg.blocked<{sizePerThread = [1, 4]
// CHECK-DAG: #[[S:.+]] = #ttg.blocked<{sizePerThread = [1]
#blocked1 = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [2, 2], order = [1, 0]}>
#q = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0]}>
#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @rows(
// CHECK:       "tt.reduce"(%{{.*}}) <{axis = 1 : i32}>
// CHECK:       }) : (tensor<64x64xf32, #[[Q]]>) -> tensor<64xf32, #ttg.slice<{dim = 1, parent = #[[Q]]}>>
// CHECK-NEXT:  %[[C:.+]] = ttg.convert_layout %{{.*}} -> tensor<64xf32, #[[S]]>
// CHECK-NEXT:  tt.expand_dims %{{.*}} {axis = 1 : i32} : tensor<64xf32, #ttg.slice<{dim = 1, parent = #[[Q]]}>> -> tensor<64x1xf32, #[[Q]]>
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.store %{{.*}}, %[[C]]
tt.func @rows(%pq: tensor<64x64x!tt.ptr<f32>, #q>, %ps: tensor<64x!tt.ptr<f32>, #blocked>) {
  %vq = tt.load %pq : tensor<64x64x!tt.ptr<f32>, #q>
  %v = ttg.convert_layout %vq : tensor<64x64xf32, #q> -> tensor<64x64xf32, #blocked1>
  %m = "tt.reduce"(%v) <{axis = 1 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    %s = arith.addf %a, %b : f32
    tt.reduce.return %s : f32
  }) : (tensor<64x64xf32, #blocked1>) -> tensor<64xf32, #ttg.slice<{dim = 1, parent = #blocked1}>>
  %e = tt.expand_dims %m {axis = 1 : i32} : tensor<64xf32, #ttg.slice<{dim = 1, parent = #blocked1}>> -> tensor<64x1xf32, #blocked1>
  %bm = tt.broadcast %e : tensor<64x1xf32, #blocked1> -> tensor<64x64xf32, #blocked1>
  %d = arith.subf %v, %bm : tensor<64x64xf32, #blocked1>
  %dq = ttg.convert_layout %d : tensor<64x64xf32, #blocked1> -> tensor<64x64xf32, #q>
  tt.store %pq, %dq : tensor<64x64x!tt.ptr<f32>, #q>
  %ms = ttg.convert_layout %m : tensor<64xf32, #ttg.slice<{dim = 1, parent = #blocked1}>> -> tensor<64xf32, #blocked>
  tt.store %ps, %ms : tensor<64x!tt.ptr<f32>, #blocked>
  tt.return
}

// -----

// Reshape and trans pass layouts on, in both directions.

// CHECK-DAG: #[[R:.+]] = #ttg.blocked<{sizePerThread = [1, 4]
// CHECK-DAG: #[[T:.+]] = #ttg.blocked<{sizePerThread = [4, 1]
// CHECK-DAG: #[[F:.+]] = #ttg.linear<{register = {{\[}}[1], [2], [512]], lane = {{\[}}[4], [8], [16], [32], [64]], warp = {{\[}}[128], [256]], block = []}>
#blocked1 = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [4, 1], order = [1, 0]}>
#turned1 = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [32, 1], warpsPerCTA = [1, 4], order = [0, 1]}>
#r = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [4, 8], warpsPerCTA = [4, 1], order = [1, 0]}>
#flat = #ttg.linear<{register = [[128], [256], [512]], lane = [[1], [2], [4], [8], [16]], warp = [[32], [64]], block = []}>
// CHECK-LABEL: tt.func @shapes(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.trans %{{.*}} {order = array<i32: 1, 0>} : tensor<32x32xf32, #[[R]]> -> tensor<32x32xf32, #[[T]]>
// CHECK:       tt.reshape %{{.*}} : tensor<32x32xf32, #[[R]]> -> tensor<1024xf32, #[[F]]>
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.return
tt.func @shapes(%p: tensor<32x32x!tt.ptr<f32>, #r>) {
  %v = tt.load %p : tensor<32x32x!tt.ptr<f32>, #r>
  %w = ttg.convert_layout %v : tensor<32x32xf32, #r> -> tensor<32x32xf32, #blocked1>
  %t = tt.trans %w {order = array<i32: 1, 0>} : tensor<32x32xf32, #blocked1> -> tensor<32x32xf32, #turned1>
  %e = math.exp %t : tensor<32x32xf32, #turned1>
  %f = tt.reshape %w : tensor<32x32xf32, #blocked1> -> tensor<1024xf32, #flat>
  tt.print " f: " {hex = false, isSigned = array<i32: 0, 0>} : %e, %f : tensor<32x32xf32, #turned1>, tensor<1024xf32, #flat>
  tt.return
}

// -----

// A dot keeps its layouts; its accumulator stays in them through the loop.

// CHECK-DAG: #[[D:.+]] = #ttg.blocked<{sizePerThread = [4, 4]
// CHECK-DAG: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1, 4]
#l = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0]}>
#d = #ttg.blocked<{sizePerThread = [4, 4], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-LABEL: tt.func @dot(
// CHECK:       %[[ZERO:.+]] = arith.constant dense<0.000000e+00> : tensor<64x64xf32, #[[D]]>
// CHECK:       scf.for {{.*}} iter_args(%[[ACC:.+]] = %[[ZERO]]) -> (tensor<64x64xf32, #[[D]]>)
// CHECK-DAG:     %[[A:.+]] = ttg.convert_layout %{{.*}} : tensor<64x64xf32, #[[L]]> -> tensor<64x64xf32, #ttg.dot_op<{opIdx = 0, parent = #[[D]]}>>
// CHECK-DAG:     %[[B:.+]] = ttg.convert_layout %{{.*}} : tensor<64x64xf32, #[[L]]> -> tensor<64x64xf32, #ttg.dot_op<{opIdx = 1, parent = #[[D]]}>>
// CHECK:         %[[R:.+]] = tt.dot %[[A]], %[[B]], %[[ACC]]
// CHECK:         scf.yield %[[R]]
// CHECK:       math.exp %{{.*}} : tensor<64x64xf32, #[[D]]>
// CHECK-NEXT:  ttg.convert_layout %{{.*}} : tensor<64x64xf32, #[[D]]> -> tensor<64x64xf32, #[[L]]>
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.return
tt.func @dot(%p: tensor<64x64x!tt.ptr<f32>, #l>, %n: i32) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %zero = arith.constant dense<0.0> : tensor<64x64xf32, #l>
  %0 = scf.for %i = %c0 to %n step %c1 iter_args(%acc = %zero) -> (tensor<64x64xf32, #l>) : i32 {
    %v = tt.load %p : tensor<64x64x!tt.ptr<f32>, #l>
    %a = ttg.convert_layout %v : tensor<64x64xf32, #l> -> tensor<64x64xf32, #ttg.dot_op<{opIdx = 0, parent = #d}>>
    %b = ttg.convert_layout %v : tensor<64x64xf32, #l> -> tensor<64x64xf32, #ttg.dot_op<{opIdx = 1, parent = #d}>>
    %c = ttg.convert_layout %acc : tensor<64x64xf32, #l> -> tensor<64x64xf32, #d>
    %r = tt.dot %a, %b, %c : tensor<64x64xf32, #ttg.dot_op<{opIdx = 0, parent = #d}>> * tensor<64x64xf32, #ttg.dot_op<{opIdx = 1, parent = #d}>> -> tensor<64x64xf32, #d>
    %rl = ttg.convert_layout %r : tensor<64x64xf32, #d> -> tensor<64x64xf32, #l>
    scf.yield %rl : tensor<64x64xf32, #l>
  }
  %e = math.exp %0 : tensor<64x64xf32, #l>
  tt.store %p, %e : tensor<64x64x!tt.ptr<f32>, #l>
  tt.return
}

// -----

// Calls, arguments and results of functions keep theirs. A histogram reads any layout.

// CHECK-DAG: #[[S:.+]] = #ttg.blocked<{sizePerThread = [1]
// CHECK-DAG: #[[W:.+]] = #ttg.blocked<{sizePerThread = [4]
#blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#wide = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK:       tt.func private @callee(tensor<512xf32, #[[S]]>) -> tensor<512xf32, #[[S]]>
tt.func private @callee(tensor<512xf32, #blocked>) -> tensor<512xf32, #blocked>
// CHECK-LABEL: tt.func @call(
// CHECK:       %[[V:.+]] = tt.load %{{.*}} : tensor<512x!tt.ptr<f32>, #[[W]]>
// CHECK-NEXT:  %[[S1:.+]] = ttg.convert_layout %[[V]] : tensor<512xf32, #[[W]]> -> tensor<512xf32, #[[S]]>
// CHECK-NEXT:  %[[R:.+]] = tt.call @callee(%[[S1]])
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.return %[[R]] : tensor<512xf32, #[[S]]>
tt.func @call(%p: tensor<512x!tt.ptr<f32>, #wide>) -> tensor<512xf32, #blocked> {
  %v = tt.load %p : tensor<512x!tt.ptr<f32>, #wide>
  %w = ttg.convert_layout %v : tensor<512xf32, #wide> -> tensor<512xf32, #blocked>
  %r = tt.call @callee(%w) : (tensor<512xf32, #blocked>) -> tensor<512xf32, #blocked>
  tt.return %r : tensor<512xf32, #blocked>
}
// CHECK-LABEL: tt.func @histogram(
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.histogram %{{.*}}, %{{.*}} : tensor<512xi32, #[[W]]> -> tensor<16xi32, #[[S]]>
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.return
tt.func @histogram(%p: tensor<512x!tt.ptr<i32>, #wide>, %o: tensor<16x!tt.ptr<i32>, #blocked>) {
  %v = tt.load %p : tensor<512x!tt.ptr<i32>, #wide>
  %w = ttg.convert_layout %v : tensor<512xi32, #wide> -> tensor<512xi32, #blocked>
  %zero = arith.constant dense<0> : tensor<512xi32, #blocked>
  %m = arith.cmpi sge, %w, %zero : tensor<512xi32, #blocked>
  %h = tt.histogram %w, %m : tensor<512xi32, #blocked> -> tensor<16xi32, #wide>
  %s = ttg.convert_layout %h : tensor<16xi32, #wide> -> tensor<16xi32, #blocked>
  tt.store %o, %s : tensor<16x!tt.ptr<i32>, #blocked>
  tt.return
}
