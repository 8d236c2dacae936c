// RUN: triton-metal-opt %s --split-input-file --convert-triton-to-tritongpu --tritongpu-coalesce | FileCheck %s
// 128 threads. A thread takes as many elements as 16 bytes hold, as are contiguous and
// aligned, and as there are for it.

// CHECK: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK: #[[WIDE:.+]] = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @aligned(
// CHECK:       %[[P:.+]] = tt.addptr
// CHECK:       %[[PW:.+]] = ttg.convert_layout %[[P]] : tensor<1024x!tt.ptr<f32>, #[[L]]> -> tensor<1024x!tt.ptr<f32>, #[[WIDE]]>
// CHECK:       %[[MW:.+]] = ttg.convert_layout %{{.*}} : tensor<1024xi1, #[[L]]> -> tensor<1024xi1, #[[WIDE]]>
// CHECK:       %[[OW:.+]] = ttg.convert_layout %{{.*}} : tensor<1024xf32, #[[L]]> -> tensor<1024xf32, #[[WIDE]]>
// CHECK:       %[[V:.+]] = tt.load %[[PW]], %[[MW]], %[[OW]] cacheModifier = cg : tensor<1024x!tt.ptr<f32>, #[[WIDE]]>
// CHECK:       %[[W:.+]] = ttg.convert_layout %[[V]] : tensor<1024xf32, #[[WIDE]]> -> tensor<1024xf32, #[[L]]>
// CHECK:       math.exp %[[W]] : tensor<1024xf32, #[[L]]>
// CHECK:       tt.store %{{.*}}, %{{.*}}, %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[WIDE]]>
tt.func @aligned(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %m: tensor<1024xi1>, %o: tensor<1024xf32>) {
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  %v = tt.load %p, %m, %o cacheModifier = cg : tensor<1024x!tt.ptr<f32>>
  %e = math.exp %v : tensor<1024xf32>
  tt.store %p, %e, %m : tensor<1024x!tt.ptr<f32>>
  tt.return
}

// -----

// 16 bytes are 2 doubles, 8 halves and 16 bytes or booleans.

// CHECK-DAG: #[[TWO:.+]] = #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-DAG: #[[EIGHT:.+]] = #ttg.blocked<{sizePerThread = [8], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-DAG: #[[SIXTEEN:.+]] = #ttg.blocked<{sizePerThread = [16], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @f64
// CHECK:       tt.load %{{.*}} : tensor<4096x!tt.ptr<f64>, #[[TWO]]>
// CHECK-LABEL: tt.func @f16
// CHECK:       tt.load %{{.*}} : tensor<4096x!tt.ptr<f16>, #[[EIGHT]]>
// CHECK-LABEL: tt.func @i8
// CHECK:       tt.load %{{.*}} : tensor<4096x!tt.ptr<i8>, #[[SIXTEEN]]>
// CHECK-LABEL: tt.func @i1
// CHECK:       tt.bitcast %{{.*}} : tensor<4096x!tt.ptr<i1>, #{{.*}}> -> tensor<4096x!tt.ptr<i8>, #{{.*}}>
// CHECK:       tt.load %{{.*}} : tensor<4096x!tt.ptr<i8>, #[[SIXTEEN]]>
// CHECK-LABEL: tt.func @pointers
// CHECK:       tt.load %{{.*}} : tensor<4096x!tt.ptr<!tt.ptr<f32>>, #[[TWO]]>
tt.func @f64(%x: !tt.ptr<f64> {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 4096 : i32, start = 0 : i32} : tensor<4096xi32>
  %b = tt.splat %x : !tt.ptr<f64> -> tensor<4096x!tt.ptr<f64>>
  %p = tt.addptr %b, %r : tensor<4096x!tt.ptr<f64>>, tensor<4096xi32>
  %v = tt.load %p : tensor<4096x!tt.ptr<f64>>
  tt.return
}
tt.func @f16(%x: !tt.ptr<f16> {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 4096 : i32, start = 0 : i32} : tensor<4096xi32>
  %b = tt.splat %x : !tt.ptr<f16> -> tensor<4096x!tt.ptr<f16>>
  %p = tt.addptr %b, %r : tensor<4096x!tt.ptr<f16>>, tensor<4096xi32>
  %v = tt.load %p : tensor<4096x!tt.ptr<f16>>
  tt.return
}
tt.func @i8(%x: !tt.ptr<i8> {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 4096 : i32, start = 0 : i32} : tensor<4096xi32>
  %b = tt.splat %x : !tt.ptr<i8> -> tensor<4096x!tt.ptr<i8>>
  %p = tt.addptr %b, %r : tensor<4096x!tt.ptr<i8>>, tensor<4096xi32>
  %v = tt.load %p : tensor<4096x!tt.ptr<i8>>
  tt.return
}
tt.func @i1(%x: !tt.ptr<i1> {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 4096 : i32, start = 0 : i32} : tensor<4096xi32>
  %b = tt.splat %x : !tt.ptr<i1> -> tensor<4096x!tt.ptr<i1>>
  %p = tt.addptr %b, %r : tensor<4096x!tt.ptr<i1>>, tensor<4096xi32>
  %q = tt.bitcast %p : tensor<4096x!tt.ptr<i1>> -> tensor<4096x!tt.ptr<i8>>
  %v = tt.load %q : tensor<4096x!tt.ptr<i8>>
  tt.return
}
tt.func @pointers(%x: !tt.ptr<!tt.ptr<f32>> {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 4096 : i32, start = 0 : i32} : tensor<4096xi32>
  %b = tt.splat %x : !tt.ptr<!tt.ptr<f32>> -> tensor<4096x!tt.ptr<!tt.ptr<f32>>>
  %p = tt.addptr %b, %r : tensor<4096x!tt.ptr<!tt.ptr<f32>>>, tensor<4096xi32>
  %v = tt.load %p : tensor<4096x!tt.ptr<!tt.ptr<f32>>>
  tt.return
}

// -----

// Alignment, stride and size limit the width. Where one element at a time is best, the
// default layout is right already.

// CHECK-DAG: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-DAG: #[[TWO:.+]] = #ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @unknown_alignment
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.load %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[L]]>
// CHECK-LABEL: tt.func @alignment_of_8
// CHECK:       tt.load %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[TWO]]>
// CHECK-LABEL: tt.func @unaligned_offset
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.load %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[L]]>
// CHECK-LABEL: tt.func @stride_of_2
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.load %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[L]]>
// CHECK-LABEL: tt.func @two_for_each_thread
// CHECK:       tt.load %{{.*}} : tensor<256x!tt.ptr<f32>, #[[TWO]]>
// CHECK-LABEL: tt.func @fewer_than_threads
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.load %{{.*}} : tensor<64x!tt.ptr<f32>, #[[L]]>
// CHECK-LABEL: tt.func @one_element
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.load %{{.*}} : tensor<1x!tt.ptr<f32>, #[[L]]>
// CHECK-LABEL: tt.func @one_value
// CHECK-NOT:   ttg.convert_layout
// CHECK:       tt.load %{{.*}} : !tt.ptr<f32>
tt.func @unknown_alignment(%x: !tt.ptr<f32>) {
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  %v = tt.load %p : tensor<1024x!tt.ptr<f32>>
  tt.return
}
tt.func @alignment_of_8(%x: !tt.ptr<f32> {tt.divisibility = 8 : i32}) {
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  %v = tt.load %p : tensor<1024x!tt.ptr<f32>>
  tt.return
}
tt.func @unaligned_offset(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %n: i32) {
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %s = tt.splat %n : i32 -> tensor<1024xi32>
  %i = arith.addi %r, %s : tensor<1024xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %p = tt.addptr %b, %i : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  %v = tt.load %p : tensor<1024x!tt.ptr<f32>>
  tt.return
}
tt.func @stride_of_2(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %c2 = arith.constant dense<2> : tensor<1024xi32>
  %i = arith.muli %r, %c2 : tensor<1024xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %p = tt.addptr %b, %i : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  %v = tt.load %p : tensor<1024x!tt.ptr<f32>>
  tt.return
}
tt.func @two_for_each_thread(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 256 : i32, start = 0 : i32} : tensor<256xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<256x!tt.ptr<f32>>
  %p = tt.addptr %b, %r : tensor<256x!tt.ptr<f32>>, tensor<256xi32>
  %v = tt.load %p : tensor<256x!tt.ptr<f32>>
  tt.return
}
tt.func @fewer_than_threads(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<64x!tt.ptr<f32>>
  %p = tt.addptr %b, %r : tensor<64x!tt.ptr<f32>>, tensor<64xi32>
  %v = tt.load %p : tensor<64x!tt.ptr<f32>>
  tt.return
}
tt.func @one_element(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
  %p = tt.splat %x : !tt.ptr<f32> -> tensor<1x!tt.ptr<f32>>
  %v = tt.load %p : tensor<1x!tt.ptr<f32>>
  tt.return
}
tt.func @one_value(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}) {
  %v = tt.load %x : !tt.ptr<f32>
  tt.return
}

// -----

// The dimension that is contiguous becomes the fastest, whichever it is.

// CHECK-DAG: #[[ROWS:.+]] = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-DAG: #[[COLUMNS:.+]] = #ttg.blocked<{sizePerThread = [4, 1], threadsPerWarp = [16, 2], warpsPerCTA = [1, 4], order = [0, 1]}>
// CHECK-DAG: #[[NARROW:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [32, 1], warpsPerCTA = [2, 2], order = [0, 1]}>
// CHECK-LABEL: tt.func @rows
// CHECK:       tt.load %{{.*}} : tensor<64x64x!tt.ptr<f32>, #[[ROWS]]>
// CHECK-LABEL: tt.func @columns
// CHECK:       tt.load %{{.*}} : tensor<64x64x!tt.ptr<f32>, #[[COLUMNS]]>
// CHECK:       tt.store %{{.*}}, %{{.*}} : tensor<64x64x!tt.ptr<f32>, #[[COLUMNS]]>
// CHECK-LABEL: tt.func @columns_any_stride
// CHECK:       tt.load %{{.*}} : tensor<64x64x!tt.ptr<f32>, #[[NARROW]]>
tt.func @rows(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %stride: i32 {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  %r0 = tt.expand_dims %r {axis = 1 : i32} : tensor<64xi32> -> tensor<64x1xi32>
  %r1 = tt.expand_dims %r {axis = 0 : i32} : tensor<64xi32> -> tensor<1x64xi32>
  %s = tt.splat %stride : i32 -> tensor<64x1xi32>
  %m = arith.muli %r0, %s : tensor<64x1xi32>
  %b0 = tt.broadcast %m : tensor<64x1xi32> -> tensor<64x64xi32>
  %b1 = tt.broadcast %r1 : tensor<1x64xi32> -> tensor<64x64xi32>
  %i = arith.addi %b0, %b1 : tensor<64x64xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<64x64x!tt.ptr<f32>>
  %p = tt.addptr %b, %i : tensor<64x64x!tt.ptr<f32>>, tensor<64x64xi32>
  %v = tt.load %p : tensor<64x64x!tt.ptr<f32>>
  tt.return
}
tt.func @columns(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %stride: i32 {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  %r0 = tt.expand_dims %r {axis = 1 : i32} : tensor<64xi32> -> tensor<64x1xi32>
  %r1 = tt.expand_dims %r {axis = 0 : i32} : tensor<64xi32> -> tensor<1x64xi32>
  %s = tt.splat %stride : i32 -> tensor<1x64xi32>
  %m = arith.muli %r1, %s : tensor<1x64xi32>
  %b0 = tt.broadcast %r0 : tensor<64x1xi32> -> tensor<64x64xi32>
  %b1 = tt.broadcast %m : tensor<1x64xi32> -> tensor<64x64xi32>
  %i = arith.addi %b0, %b1 : tensor<64x64xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<64x64x!tt.ptr<f32>>
  %p = tt.addptr %b, %i : tensor<64x64x!tt.ptr<f32>>, tensor<64x64xi32>
  %v = tt.load %p : tensor<64x64x!tt.ptr<f32>>
  tt.store %p, %v : tensor<64x64x!tt.ptr<f32>>
  tt.return
}
tt.func @columns_any_stride(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %stride: i32) {
  %r = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  %r0 = tt.expand_dims %r {axis = 1 : i32} : tensor<64xi32> -> tensor<64x1xi32>
  %r1 = tt.expand_dims %r {axis = 0 : i32} : tensor<64xi32> -> tensor<1x64xi32>
  %s = tt.splat %stride : i32 -> tensor<1x64xi32>
  %m = arith.muli %r1, %s : tensor<1x64xi32>
  %b0 = tt.broadcast %r0 : tensor<64x1xi32> -> tensor<64x64xi32>
  %b1 = tt.broadcast %m : tensor<1x64xi32> -> tensor<64x64xi32>
  %i = arith.addi %b0, %b1 : tensor<64x64xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<64x64x!tt.ptr<f32>>
  %p = tt.addptr %b, %i : tensor<64x64x!tt.ptr<f32>>, tensor<64x64xi32>
  %v = tt.load %p : tensor<64x64x!tt.ptr<f32>>
  tt.return
}

// -----

// Accesses of one shape and order share the widest layout, those in loops too. Every
// function has its own.

// CHECK-DAG: #[[EIGHT:.+]] = #ttg.blocked<{sizePerThread = [8], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-DAG: #[[FOUR:.+]] = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @shared
// CHECK:       scf.for
// CHECK:         tt.load %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[EIGHT]]>
// CHECK:       tt.atomic_rmw fadd, relaxed, gpu, {{.*}} : (tensor<1024x!tt.ptr<f32>, #[[EIGHT]]>, tensor<1024xf32, #[[EIGHT]]>, tensor<1024xi1, #[[EIGHT]]>) -> tensor<1024xf32, #[[EIGHT]]>
// CHECK:       tt.store %{{.*}} : tensor<1024x!tt.ptr<f16>, #[[EIGHT]]>
// CHECK-LABEL: tt.func @alone
// CHECK:       tt.atomic_cas acq_rel, gpu, {{.*}} : (tensor<1024x!tt.ptr<i32>, #[[FOUR]]>, tensor<1024xi32, #[[FOUR]]>, tensor<1024xi32, #[[FOUR]]>) -> tensor<1024xi32, #[[FOUR]]>
tt.func @shared(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %y: !tt.ptr<f16> {tt.divisibility = 16 : i32}, %n: i32, %m: tensor<1024xi1>) {
  %c0 = arith.constant 0 : i32
  %c1024 = arith.constant 1024 : i32
  %zero = arith.constant dense<0.0> : tensor<1024xf32>
  %step = arith.constant dense<1024> : tensor<1024xi32>
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  %0:2 = scf.for %i = %c0 to %n step %c1024 iter_args(%q = %p, %acc = %zero) -> (tensor<1024x!tt.ptr<f32>>, tensor<1024xf32>) : i32 {
    %v = tt.load %q : tensor<1024x!tt.ptr<f32>>
    %sum = arith.addf %acc, %v : tensor<1024xf32>
    %next = tt.addptr %q, %step : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
    scf.yield %next, %sum : tensor<1024x!tt.ptr<f32>>, tensor<1024xf32>
  }
  %old = tt.atomic_rmw fadd, relaxed, gpu, %p, %0#1, %m : (tensor<1024x!tt.ptr<f32>>, tensor<1024xf32>, tensor<1024xi1>) -> tensor<1024xf32>
  %h = arith.truncf %old : tensor<1024xf32> to tensor<1024xf16>
  %by = tt.splat %y : !tt.ptr<f16> -> tensor<1024x!tt.ptr<f16>>
  %py = tt.addptr %by, %r : tensor<1024x!tt.ptr<f16>>, tensor<1024xi32>
  tt.store %py, %h : tensor<1024x!tt.ptr<f16>>
  tt.return
}
tt.func @alone(%x: !tt.ptr<i32> {tt.divisibility = 16 : i32}) {
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %b = tt.splat %x : !tt.ptr<i32> -> tensor<1024x!tt.ptr<i32>>
  %p = tt.addptr %b, %r : tensor<1024x!tt.ptr<i32>>, tensor<1024xi32>
  %old = tt.atomic_cas acq_rel, gpu, %p, %r, %r : (tensor<1024x!tt.ptr<i32>>, tensor<1024xi32>, tensor<1024xi32>) -> tensor<1024xi32>
  tt.return
}

// -----

// Hints on ops count like what the analysis finds.

// CHECK-DAG: #[[FOUR:.+]] = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
// CHECK-LABEL: tt.func @hints
// CHECK:       tt.load %{{.*}} : tensor<1024x!tt.ptr<f32>, #[[FOUR]]>
tt.func @hints(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %n: i32) {
  %r = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32>
  %s = tt.splat %n : i32 -> tensor<1024xi32>
  %i = arith.remsi %r, %s {tt.contiguity = dense<1024> : tensor<1xi32>, tt.divisibility = dense<16> : tensor<1xi32>} : tensor<1024xi32>
  %b = tt.splat %x : !tt.ptr<f32> -> tensor<1024x!tt.ptr<f32>>
  %p = tt.addptr %b, %i : tensor<1024x!tt.ptr<f32>>, tensor<1024xi32>
  %v = tt.load %p : tensor<1024x!tt.ptr<f32>>
  tt.return
}
