// RUN: triton-metal-opt %s --tritongpu-prefetch-loads --split-input-file | FileCheck %s
// RUN: triton-metal-opt %s --tritongpu-prefetch-loads=max-registers=3 --split-input-file | FileCheck %s --check-prefix=FEW

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [1, 1], order = [1, 0]}>
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 8}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, ttg.target = "metal:apple7", "ttg.threads-per-warp" = 32 : i32} {

// The first step's tile is there if the loop runs, the next one's if it goes on. Where to load is moved
// in front; the sum of products waits for nothing. A lane has 4 f16 of the tile, in 2 registers, and
// 4 f32 of the other in 4: too many for --max-registers=3.

// CHECK-LABEL: tt.func @carried(
// CHECK-SAME:    %[[P:[a-z0-9]*]]: tensor<8x16x!tt.ptr<f16>, #{{.*}}>, %[[N:[a-z0-9]*]]: i32
// CHECK:         %[[RUNS:.*]] = arith.cmpi slt, %c0_i32, %[[N]]
// CHECK-NEXT:    %[[THERE:.*]] = tt.splat %[[RUNS]]
// CHECK-NEXT:    %[[A0:.*]] = tt.load %[[P]], %[[THERE]] :
// CHECK:         scf.for %[[K:.*]] = %c0_i32 to %[[N]] step %c3_i32 iter_args(%[[S:.*]] = %{{.*}}, %[[Q:.*]] = %[[P]], %[[A:.*]] = %[[A0]])
// CHECK-NEXT:      %[[NEXT:.*]] = tt.addptr %[[Q]]
// CHECK-NEXT:      %[[REST:.*]] = arith.subi %[[N]], %[[K]]
// CHECK-NEXT:      %[[MORE:.*]] = arith.cmpi ugt, %[[REST]], %c3_i32
// CHECK-NEXT:      arith.addi %[[K]], %c3_i32
// CHECK-NEXT:      %[[MASK:.*]] = tt.splat %[[MORE]]
// CHECK-NEXT:      %[[A1:.*]] = tt.load %[[NEXT]], %[[MASK]] :
// CHECK-NEXT:      ttg.convert_layout %[[A]]
// CHECK-NEXT:      %[[D:.*]] = tt.dot
// CHECK-NEXT:      scf.yield %[[D]], %[[NEXT]], %[[A1]]
// CHECK-NOT:     tt.num_stages
// FEW-LABEL: tt.func @carried(
// FEW:         scf.for {{.*}} iter_args(%{{[^,]*}}, %{{[^,]*}}, %{{[^,]*}})
tt.func @carried(%p: tensor<8x16x!tt.ptr<f16>, #b>, %n: i32, %y: tensor<16x8xf16, #r>, %d: tensor<8x16xi32, #b>)
    -> tensor<8x8xf32, #m> {
  %c0 = arith.constant 0 : i32
  %c3 = arith.constant 3 : i32
  %zero = arith.constant dense<0.0> : tensor<8x8xf32, #m>
  %sum:2 = scf.for %k = %c0 to %n step %c3 iter_args(%s = %zero, %q = %p) -> (tensor<8x8xf32, #m>, tensor<8x16x!tt.ptr<f16>, #b>) : i32 {
    %a = tt.load %q : tensor<8x16x!tt.ptr<f16>, #b>
    %x = ttg.convert_layout %a : tensor<8x16xf16, #b> -> tensor<8x16xf16, #l>
    %t = tt.dot %x, %y, %s : tensor<8x16xf16, #l> * tensor<16x8xf16, #r> -> tensor<8x8xf32, #m>
    %next = tt.addptr %q, %d : tensor<8x16x!tt.ptr<f16>, #b>, tensor<8x16xi32, #b>
    scf.yield %t, %next : tensor<8x8xf32, #m>, tensor<8x16x!tt.ptr<f16>, #b>
  } {tt.num_stages = 2 : i32}
  tt.return %sum#0 : tensor<8x8xf32, #m>
}

// By the counter, unsigned, with a mask of its own.

// CHECK-LABEL: tt.func @counted(
// CHECK:         arith.cmpi ult, %c0_i32, %[[N:.*]] : i32
// CHECK:         scf.for unsigned %[[K:.*]] = %c0_i32 to %[[N]]
// CHECK:           %[[NEXT:.*]] = arith.addi %[[K]], %c1_i32
// CHECK:           tt.splat %[[NEXT]]
// CHECK:           %[[OWN:.*]] = arith.cmpi slt
// CHECK:           %[[BOTH:.*]] = arith.andi %[[OWN]], %{{.*}} : tensor<8x16xi1
// CHECK-NEXT:      tt.load %{{.*}}, %[[BOTH]], %cst
// FEW-LABEL: tt.func @counted(
// FEW-NOT:     tt.load
// FEW:         scf.for unsigned
tt.func @counted(%p: tensor<8x16x!tt.ptr<f32>, #b>, %n: i32, %y: tensor<16x8xf32, #r>, %i: tensor<8x16xi32, #b>, %end: tensor<8x16xi32, #b>)
    -> tensor<8x8xf32, #m> {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %zero = arith.constant dense<0.0> : tensor<8x8xf32, #m>
  %no = arith.constant dense<0.0> : tensor<8x16xf32, #b>
  %sum = scf.for unsigned %k = %c0 to %n step %c1 iter_args(%s = %zero) -> (tensor<8x8xf32, #m>) : i32 {
    %ks = tt.splat %k : i32 -> tensor<8x16xi32, #b>
    %j = arith.addi %ks, %i : tensor<8x16xi32, #b>
    %mask = arith.cmpi slt, %j, %end : tensor<8x16xi32, #b>
    %q = tt.addptr %p, %j : tensor<8x16x!tt.ptr<f32>, #b>, tensor<8x16xi32, #b>
    %a = tt.load %q, %mask, %no : tensor<8x16x!tt.ptr<f32>, #b>
    %x = ttg.convert_layout %a : tensor<8x16xf32, #b> -> tensor<8x16xf32, #l>
    %t = tt.dot %x, %y, %s : tensor<8x16xf32, #l> * tensor<16x8xf32, #r> -> tensor<8x8xf32, #m>
    scf.yield %t : tensor<8x8xf32, #m>
  } {tt.num_stages = 5 : i32}
  tt.return %sum : tensor<8x8xf32, #m>
}
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [1, 1], order = [1, 0]}>
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 8}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, ttg.target = "metal:apple7", "ttg.threads-per-warp" = 32 : i32} {

// Left alone: loops that ask for one stage or nothing, that write, volatile loads, places that depend on
// what was loaded, what no product takes, and operands that are loaded in their own layout.

// CHECK-LABEL: tt.func @left_alone(
// CHECK-COUNT-7: iter_args(%{{[^,]*}}) -> (tensor<8x8xf32, #{{[a-z]*}}>)
// CHECK:         tt.return
tt.func @left_alone(%p: tensor<8x16x!tt.ptr<f16>, #b>, %n: i32, %y: tensor<16x8xf16, #r>,
                    %own: tensor<8x16x!tt.ptr<f16>, #l>, %places: tensor<8x16x!tt.ptr<i32>, #b>, %o: !tt.ptr<i32>)
    -> tensor<8x8xf32, #m> {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %zero = arith.constant dense<0.0> : tensor<8x8xf32, #m>
  %one = scf.for %k = %c0 to %n step %c1 iter_args(%s = %zero) -> (tensor<8x8xf32, #m>) : i32 {
    %a = tt.load %p : tensor<8x16x!tt.ptr<f16>, #b>
    %x = ttg.convert_layout %a : tensor<8x16xf16, #b> -> tensor<8x16xf16, #l>
    %t = tt.dot %x, %y, %s : tensor<8x16xf16, #l> * tensor<16x8xf16, #r> -> tensor<8x8xf32, #m>
    scf.yield %t : tensor<8x8xf32, #m>
  } {tt.num_stages = 1 : i32}
  %none = scf.for %k = %c0 to %n step %c1 iter_args(%s = %one) -> (tensor<8x8xf32, #m>) : i32 {
    %a = tt.load %p : tensor<8x16x!tt.ptr<f16>, #b>
    %x = ttg.convert_layout %a : tensor<8x16xf16, #b> -> tensor<8x16xf16, #l>
    %t = tt.dot %x, %y, %s : tensor<8x16xf16, #l> * tensor<16x8xf16, #r> -> tensor<8x8xf32, #m>
    scf.yield %t : tensor<8x8xf32, #m>
  }
  %writes = scf.for %k = %c0 to %n step %c1 iter_args(%s = %none) -> (tensor<8x8xf32, #m>) : i32 {
    %a = tt.load %p : tensor<8x16x!tt.ptr<f16>, #b>
    %x = ttg.convert_layout %a : tensor<8x16xf16, #b> -> tensor<8x16xf16, #l>
    %t = tt.dot %x, %y, %s : tensor<8x16xf16, #l> * tensor<16x8xf16, #r> -> tensor<8x8xf32, #m>
    tt.store %o, %k : !tt.ptr<i32>
    scf.yield %t : tensor<8x8xf32, #m>
  } {tt.num_stages = 2 : i32}
  %again = scf.for %k = %c0 to %n step %c1 iter_args(%s = %writes) -> (tensor<8x8xf32, #m>) : i32 {
    %a = tt.load %p {isVolatile = true} : tensor<8x16x!tt.ptr<f16>, #b>
    %x = ttg.convert_layout %a : tensor<8x16xf16, #b> -> tensor<8x16xf16, #l>
    %t = tt.dot %x, %y, %s : tensor<8x16xf16, #l> * tensor<16x8xf16, #r> -> tensor<8x8xf32, #m>
    scf.yield %t : tensor<8x8xf32, #m>
  } {tt.num_stages = 2 : i32}
  %chased = scf.for %k = %c0 to %n step %c1 iter_args(%s = %again) -> (tensor<8x8xf32, #m>) : i32 {
    %i = tt.load %places : tensor<8x16x!tt.ptr<i32>, #b>
    %q = tt.addptr %p, %i : tensor<8x16x!tt.ptr<f16>, #b>, tensor<8x16xi32, #b>
    %a = tt.load %q : tensor<8x16x!tt.ptr<f16>, #b>
    %x = ttg.convert_layout %a : tensor<8x16xf16, #b> -> tensor<8x16xf16, #l>
    %t = tt.dot %x, %y, %s : tensor<8x16xf16, #l> * tensor<16x8xf16, #r> -> tensor<8x8xf32, #m>
    scf.yield %t : tensor<8x8xf32, #m>
  } {tt.num_stages = 2 : i32}
  %added = scf.for %k = %c0 to %n step %c1 iter_args(%s = %chased) -> (tensor<8x8xf32, #m>) : i32 {
    %a = tt.load %o : !tt.ptr<i32>
    %f = arith.sitofp %a : i32 to f32
    %fs = tt.splat %f : f32 -> tensor<8x8xf32, #m>
    %t = arith.addf %s, %fs : tensor<8x8xf32, #m>
    scf.yield %t : tensor<8x8xf32, #m>
  } {tt.num_stages = 2 : i32}
  %direct = scf.for %k = %c0 to %n step %c1 iter_args(%s = %added) -> (tensor<8x8xf32, #m>) : i32 {
    %x = tt.load %own : tensor<8x16x!tt.ptr<f16>, #l>
    %t = tt.dot %x, %y, %s : tensor<8x16xf16, #l> * tensor<16x8xf16, #r> -> tensor<8x8xf32, #m>
    scf.yield %t : tensor<8x8xf32, #m>
  } {tt.num_stages = 2 : i32}
  tt.return %direct : tensor<8x8xf32, #m>
}
}
