// RUN: triton-metal-opt %s --metal-roll-repeats='longest-kept=4' --canonicalize --cse | FileCheck %s
// RUN: triton-metal-opt %s --metal-roll-repeats | FileCheck %s --check-prefix=SHORT

// What repeats becomes a loop, whatever it is; what differs is computed from the counter.
// Blocks of up to 256 ops stay as they are.

// SHORT-NOT: scf.for

#a = #metal.argument<name = "a", kind = scalar, element = f32, binding = 1, offset = 0>
#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>

// The distances are powers of two.
// CHECK-LABEL: metal.kernel @shuffles
// CHECK:       %[[R:.*]] = scf.for %[[I:.*]] = %{{.*}} to %c3_i32 step %{{.*}} iter_args(%[[A:.*]] = %{{.*}})
// CHECK-NEXT:    %[[D:.*]] = arith.shrui %c16_i32, %[[I]]
// CHECK-NEXT:    %[[S:.*]] = metal.simd_shuffle xor %[[A]], %[[D]]
// CHECK-NEXT:    %[[N:.*]] = arith.addf %[[A]], %[[S]]
// CHECK-NEXT:    scf.yield %[[N]]
// CHECK-NEXT:  }
// CHECK-NEXT:  metal.scatter %[[R]],
metal.kernel @shuffles(%a: f32, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#a, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %c16 = arith.constant 16 : i32
  %c8 = arith.constant 8 : i32
  %c4 = arith.constant 4 : i32
  %v0 = vector.broadcast %a : f32 to vector<8xf32>
  %i = metal.coordinate registers = [1, 2, 4] lanes = [8, 16, 32, 64, 128] simdgroups = [] : vector<8xi32>
  %s0 = metal.simd_shuffle xor %v0, %c16 : vector<8xf32>
  %v1 = arith.addf %v0, %s0 : vector<8xf32>
  %s1 = metal.simd_shuffle xor %v1, %c8 : vector<8xf32>
  %v2 = arith.addf %v1, %s1 : vector<8xf32>
  %s2 = metal.simd_shuffle xor %v2, %c4 : vector<8xf32>
  %v = arith.addf %v2, %s2 : vector<8xf32>
  metal.scatter %v, %o[%i] {alignment = 4 : i32, contiguous = 1 : i32} : vector<8xf32>, <f32, device>, vector<8xi32>
  metal.return
}

// No rule gives these: a table.
// CHECK-LABEL: metal.kernel @table
// CHECK:       scf.for %[[I:.*]] = %{{.*}} to %c4_i32 step
// CHECK-NEXT:    %[[T:.*]] = metal.constant_table dense<[16, 1, 8, 2]> : tensor<4xi32>
// CHECK-NEXT:    %[[D:.*]] = metal.load %[[T]][%[[I]]]
// CHECK-NEXT:    metal.simd_shuffle xor %{{.*}}, %[[D]]
metal.kernel @table(%a: f32, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#a, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %c16 = arith.constant 16 : i32
  %c8 = arith.constant 8 : i32
  %c2 = arith.constant 2 : i32
  %c1 = arith.constant 1 : i32
  %v0 = vector.broadcast %a : f32 to vector<8xf32>
  %i = metal.coordinate registers = [1, 2, 4] lanes = [8, 16, 32, 64, 128] simdgroups = [] : vector<8xi32>
  %s0 = metal.simd_shuffle xor %v0, %c16 : vector<8xf32>
  %v1 = arith.addf %v0, %s0 : vector<8xf32>
  %s1 = metal.simd_shuffle xor %v1, %c1 : vector<8xf32>
  %v2 = arith.addf %v1, %s1 : vector<8xf32>
  %s2 = metal.simd_shuffle xor %v2, %c8 : vector<8xf32>
  %v3 = arith.addf %v2, %s2 : vector<8xf32>
  %s3 = metal.simd_shuffle xor %v3, %c2 : vector<8xf32>
  %v = arith.addf %v3, %s3 : vector<8xf32>
  metal.scatter %v, %o[%i] {alignment = 4 : i32, contiguous = 1 : i32} : vector<8xf32>, <f32, device>, vector<8xi32>
  metal.return
}

// Phases with three, four and five stages: a loop in a loop.
// CHECK-LABEL: metal.kernel @phases
// CHECK:       scf.for %[[I:.*]] = %{{.*}} to %c3_i32 step
// CHECK-NEXT:    %[[N:.*]] = arith.addi %[[I]], %c3_i32
// CHECK-NEXT:    %[[X:.*]] = scf.for %[[J:.*]] = %{{.*}} to %[[N]] step
// CHECK-NEXT:      %[[L:.*]] = arith.addi %[[I]], %c2_i32
// CHECK-NEXT:      %[[E:.*]] = arith.subi %[[L]], %[[J]]
// CHECK-NEXT:      %[[D:.*]] = arith.shli %c1_i32, %[[E]]
// CHECK-NEXT:      metal.simd_shuffle xor %{{.*}}, %[[D]]
// CHECK:         math.exp %[[X]]
metal.kernel @phases(%a: f32, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#a, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %c16 = arith.constant 16 : i32
  %c8 = arith.constant 8 : i32
  %c4 = arith.constant 4 : i32
  %c2 = arith.constant 2 : i32
  %c1 = arith.constant 1 : i32
  %v0 = vector.broadcast %a : f32 to vector<8xf32>
  %i = metal.coordinate registers = [1, 2, 4] lanes = [8, 16, 32, 64, 128] simdgroups = [] : vector<8xi32>
  %s1 = metal.simd_shuffle xor %v0, %c4 : vector<8xf32>
  %x1 = arith.addf %v0, %s1 : vector<8xf32>
  %s2 = metal.simd_shuffle xor %x1, %c2 : vector<8xf32>
  %x2 = arith.addf %x1, %s2 : vector<8xf32>
  %s3 = metal.simd_shuffle xor %x2, %c1 : vector<8xf32>
  %x3 = arith.addf %x2, %s3 : vector<8xf32>
  %y0 = math.exp %x3 : vector<8xf32>
  %s4 = metal.simd_shuffle xor %y0, %c8 : vector<8xf32>
  %x4 = arith.addf %y0, %s4 : vector<8xf32>
  %s5 = metal.simd_shuffle xor %x4, %c4 : vector<8xf32>
  %x5 = arith.addf %x4, %s5 : vector<8xf32>
  %s6 = metal.simd_shuffle xor %x5, %c2 : vector<8xf32>
  %x6 = arith.addf %x5, %s6 : vector<8xf32>
  %s7 = metal.simd_shuffle xor %x6, %c1 : vector<8xf32>
  %x7 = arith.addf %x6, %s7 : vector<8xf32>
  %y1 = math.exp %x7 : vector<8xf32>
  %s8 = metal.simd_shuffle xor %y1, %c16 : vector<8xf32>
  %x8 = arith.addf %y1, %s8 : vector<8xf32>
  %s9 = metal.simd_shuffle xor %x8, %c8 : vector<8xf32>
  %x9 = arith.addf %x8, %s9 : vector<8xf32>
  %s10 = metal.simd_shuffle xor %x9, %c4 : vector<8xf32>
  %x10 = arith.addf %x9, %s10 : vector<8xf32>
  %s11 = metal.simd_shuffle xor %x10, %c2 : vector<8xf32>
  %x11 = arith.addf %x10, %s11 : vector<8xf32>
  %s12 = metal.simd_shuffle xor %x11, %c1 : vector<8xf32>
  %x12 = arith.addf %x11, %s12 : vector<8xf32>
  %v = math.exp %x12 : vector<8xf32>
  metal.scatter %v, %o[%i] {alignment = 4 : i32, contiguous = 1 : i32} : vector<8xf32>, <f32, device>, vector<8xi32>
  metal.return
}

// Another bit of the register's number in each pass, and then one of the lane's.
// CHECK-LABEL: metal.kernel @coordinates
// CHECK:       scf.for
// CHECK-NEXT:    %[[TABLE:.*]] = metal.constant_table dense<[1, 2, 4, 16]> : tensor<4xi32>
// CHECK-NEXT:    %[[M:.*]] = metal.load %[[TABLE]]
// CHECK-NEXT:    %[[T:.*]] = metal.thread_index
// CHECK-NEXT:    %[[H:.*]] = arith.shrui %[[M]], %c4_i32
// CHECK-NEXT:    %[[B:.*]] = arith.andi %[[T]], %[[H]]
// CHECK-NEXT:    %[[C:.*]] = math.ctpop %[[B]]
// CHECK-NEXT:    %[[P:.*]] = arith.andi %[[C]], %c1_i32
// CHECK-NEXT:    %[[OFTHREAD:.*]] = vector.broadcast %[[P]]
// CHECK-NEXT:    metal.coordinate registers = [1, 2, 4] lanes = [0, 0, 0, 0, 0]
// CHECK:         %[[OFREGISTER:.*]] = arith.andi %{{.*}}, %cst : vector<8xi32>
// CHECK-NEXT:    arith.xori %[[OFTHREAD]], %[[OFREGISTER]]
metal.kernel @coordinates(%a: f32, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#a, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %v0 = vector.broadcast %a : f32 to vector<8xf32>
  %i = metal.coordinate registers = [1, 2, 4] lanes = [8, 16, 32, 64, 128] simdgroups = [] : vector<8xi32>
  %q0 = metal.coordinate registers = [1, 0, 0] lanes = [0, 0, 0, 0, 0] simdgroups = [] : vector<8xi32>
  %f0 = arith.uitofp %q0 : vector<8xi32> to vector<8xf32>
  %x0 = arith.addf %v0, %f0 : vector<8xf32>
  %q1 = metal.coordinate registers = [0, 1, 0] lanes = [0, 0, 0, 0, 0] simdgroups = [] : vector<8xi32>
  %f1 = arith.uitofp %q1 : vector<8xi32> to vector<8xf32>
  %x1 = arith.addf %x0, %f1 : vector<8xf32>
  %q2 = metal.coordinate registers = [0, 0, 1] lanes = [0, 0, 0, 0, 0] simdgroups = [] : vector<8xi32>
  %f2 = arith.uitofp %q2 : vector<8xi32> to vector<8xf32>
  %x2 = arith.addf %x1, %f2 : vector<8xf32>
  %q3 = metal.coordinate registers = [0, 0, 0] lanes = [1, 0, 0, 0, 0] simdgroups = [] : vector<8xi32>
  %f3 = arith.uitofp %q3 : vector<8xi32> to vector<8xf32>
  %v = arith.addf %x2, %f3 : vector<8xf32>
  metal.scatter %v, %o[%i] {alignment = 4 : i32, contiguous = 1 : i32} : vector<8xf32>, <f32, device>, vector<8xi32>
  metal.return
}

// The counter chooses the chunk; form-loops-registers.mlir has what becomes of the loop.
// CHECK-LABEL: metal.kernel @chunks
// CHECK:       scf.for %[[I:.*]] = %{{.*}} to %c3_i32 step {{.*}} iter_args(%[[A:.*]] = %{{.*}})
// CHECK-NEXT:    %[[P:.*]] = arith.shli %c1_i32, %[[I]]
// CHECK-NEXT:    %[[S:.*]] = arith.muli %[[P]], %c4_i32
// CHECK-NEXT:    metal.rearrange %[[A]] shift %[[S]] registers = [1, 2, 4, 8, 16] :
metal.kernel @chunks(%a: f32, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#a, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %v0 = vector.broadcast %a : f32 to vector<32xf32>
  %i = metal.coordinate registers = [1, 2, 4, 8, 16] lanes = [32, 64, 128, 256, 512] simdgroups = [] : vector<32xi32>
  %w = arith.negf %v0 : vector<32xf32>
  %r0 = metal.rearrange %w registers = [1, 2, 4, 8, 16] start = 4 : vector<32xf32> -> vector<32xf32>
  %x0 = arith.subf %w, %r0 : vector<32xf32>
  %r1 = metal.rearrange %x0 registers = [1, 2, 4, 8, 16] start = 8 : vector<32xf32> -> vector<32xf32>
  %x1 = arith.subf %x0, %r1 : vector<32xf32>
  %r2 = metal.rearrange %x1 registers = [1, 2, 4, 8, 16] start = 16 : vector<32xf32> -> vector<32xf32>
  %v = arith.subf %x1, %r2 : vector<32xf32>
  metal.scatter %v, %o[%i] {alignment = 4 : i32, contiguous = 1 : i32} : vector<32xf32>, <f32, device>, vector<32xi32>
  metal.return
}

// The first sum is used at the end, so its stage is no pass.
// CHECK-LABEL: metal.kernel @used_later
// CHECK:       %[[S:.*]] = metal.simd_shuffle xor %[[V:.*]], %c16_i32
// CHECK-NEXT:  %[[FIRST:.*]] = arith.addf %[[V]], %[[S]]
// CHECK-NEXT:  %[[R:.*]] = scf.for {{.*}} to %c3_i32 step {{.*}} iter_args(%{{.*}} = %[[FIRST]])
// CHECK:       arith.mulf %[[FIRST]], %[[R]]
metal.kernel @used_later(%a: f32, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#a, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %c16 = arith.constant 16 : i32
  %c8 = arith.constant 8 : i32
  %c4 = arith.constant 4 : i32
  %c2 = arith.constant 2 : i32
  %v0 = vector.broadcast %a : f32 to vector<8xf32>
  %i = metal.coordinate registers = [1, 2, 4] lanes = [8, 16, 32, 64, 128] simdgroups = [] : vector<8xi32>
  %s0 = metal.simd_shuffle xor %v0, %c16 : vector<8xf32>
  %v1 = arith.addf %v0, %s0 : vector<8xf32>
  %s1 = metal.simd_shuffle xor %v1, %c8 : vector<8xf32>
  %v2 = arith.addf %v1, %s1 : vector<8xf32>
  %s2 = metal.simd_shuffle xor %v2, %c4 : vector<8xf32>
  %v3 = arith.addf %v2, %s2 : vector<8xf32>
  %s3 = metal.simd_shuffle xor %v3, %c2 : vector<8xf32>
  %v4 = arith.addf %v3, %s3 : vector<8xf32>
  %v = arith.mulf %v1, %v4 : vector<8xf32>
  metal.scatter %v, %o[%i] {alignment = 4 : i32, contiguous = 1 : i32} : vector<8xf32>, <f32, device>, vector<8xi32>
  metal.return
}

// Every other stage has its operands the other way round: passes of two stages.
// CHECK-LABEL: metal.kernel @operands
// CHECK:       scf.for {{.*}} to %c3_i32 step {{.*}} iter_args(%[[A:.*]] = %{{.*}})
// CHECK-NEXT:    %[[S:.*]] = metal.simd_shuffle xor %[[A]],
// CHECK-NEXT:    %[[B:.*]] = arith.subf %[[A]], %[[S]]
// CHECK-NEXT:    %[[U:.*]] = metal.simd_shuffle xor %[[B]],
// CHECK-NEXT:    %[[C:.*]] = arith.subf %[[U]], %[[B]]
// CHECK-NEXT:    scf.yield %[[C]]
metal.kernel @operands(%a: f32, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#a, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %c1 = arith.constant 1 : i32
  %v0 = vector.broadcast %a : f32 to vector<8xf32>
  %i = metal.coordinate registers = [1, 2, 4] lanes = [8, 16, 32, 64, 128] simdgroups = [] : vector<8xi32>
  %s0 = metal.simd_shuffle xor %v0, %c1 : vector<8xf32>
  %x0 = arith.subf %v0, %s0 : vector<8xf32>
  %s1 = metal.simd_shuffle xor %x0, %c1 : vector<8xf32>
  %x1 = arith.subf %s1, %x0 : vector<8xf32>
  %s2 = metal.simd_shuffle xor %x1, %c1 : vector<8xf32>
  %x2 = arith.subf %x1, %s2 : vector<8xf32>
  %s3 = metal.simd_shuffle xor %x2, %c1 : vector<8xf32>
  %x3 = arith.subf %s3, %x2 : vector<8xf32>
  %s4 = metal.simd_shuffle xor %x3, %c1 : vector<8xf32>
  %x4 = arith.subf %x3, %s4 : vector<8xf32>
  %s5 = metal.simd_shuffle xor %x4, %c1 : vector<8xf32>
  %v = arith.subf %s5, %x4 : vector<8xf32>
  metal.scatter %v, %o[%i] {alignment = 4 : i32, contiguous = 1 : i32} : vector<8xf32>, <f32, device>, vector<8xi32>
  metal.return
}

// What constants and coordinates decide is computed beside each use, of which one op has two here.
// CHECK-LABEL: metal.kernel @computed
// CHECK:       scf.for {{.*}} to %c4_i32
// CHECK:         arith.muli
// CHECK:         arith.sitofp
// CHECK:         arith.addf
// CHECK-NOT:     arith.addf
// CHECK:         scf.yield
metal.kernel @computed(%a: f32, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#a, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %v0 = vector.broadcast %a : f32 to vector<8xf32>
  %i = metal.coordinate registers = [1, 2, 4] lanes = [8, 16, 32, 64, 128] simdgroups = [] : vector<8xi32>
  %c = arith.constant dense<3> : vector<8xi32>
  %d = arith.constant dense<5> : vector<8xi32>
  %p = arith.xori %i, %c : vector<8xi32>
  %q = arith.xori %i, %d : vector<8xi32>
  %m0 = arith.muli %p, %q : vector<8xi32>
  %f0 = arith.sitofp %m0 : vector<8xi32> to vector<8xf32>
  %x0 = arith.addf %v0, %f0 : vector<8xf32>
  %m1 = arith.muli %p, %q : vector<8xi32>
  %f1 = arith.sitofp %m1 : vector<8xi32> to vector<8xf32>
  %x1 = arith.addf %x0, %f1 : vector<8xf32>
  %m2 = arith.muli %p, %q : vector<8xi32>
  %f2 = arith.sitofp %m2 : vector<8xi32> to vector<8xf32>
  %x2 = arith.addf %x1, %f2 : vector<8xf32>
  %m3 = arith.muli %p, %q : vector<8xi32>
  %f3 = arith.sitofp %m3 : vector<8xi32> to vector<8xf32>
  %v = arith.addf %x2, %f3 : vector<8xf32>
  metal.scatter %v, %o[%i] {alignment = 4 : i32, contiguous = 1 : i32} : vector<8xf32>, <f32, device>, vector<8xi32>
  metal.return
}
