// RUN: triton-metal-opt %s --metal-form-loops --canonicalize --cse --metal-verify-loop-form --split-input-file | FileCheck %s

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 1>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 2>

// One packet needs no loop and no array; the index is computed once, as a scalar.
// CHECK-LABEL: metal.kernel @one_packet
// CHECK-NOT:   scf.for
// CHECK-NOT:   metal.thread_array
// CHECK:       %[[T:.*]] = metal.thread_index
// CHECK:       %[[I:.*]] = arith.muli %[[T]]
// CHECK:       %[[V:.*]] = metal.load %{{.*}}[%[[I]]] {alignment = 16 : i32} : <f32, device>, i32 -> vector<4xf32>
// CHECK:       %[[E:.*]] = math.exp %[[V]] : vector<4xf32>
// CHECK:       metal.store %[[E]], %{{.*}}[%[[I]]] {alignment = 16 : i32}
metal.kernel @one_packet(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#x, #o, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<4xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<4xi32> -> vector<4xf32>
  %e = math.exp %v : vector<4xf32>
  metal.scatter %e, %o[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 1>

// `vector<1xT>` becomes T, and each masked access stands under its own condition.
// CHECK-LABEL: metal.kernel @one_register
// CHECK:       %[[V:.*]] = scf.if %{{.*}} -> (f32)
// CHECK-NEXT:    metal.load {{.*}} -> f32
// CHECK:       scf.if
// CHECK-NEXT:    metal.store %[[V]]
metal.kernel @one_register(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#x, #o], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [] lanes = [1, 2, 4, 8, 16] simdgroups = [32, 64] : vector<1xi32>
  %c = arith.constant dense<100> : vector<1xi32>
  %m = arith.cmpi slt, %i, %c : vector<1xi32>
  %v = metal.gather %x[%i], %m {alignment = 4 : i32} : !metal.ptr<f32, device>, vector<1xi32> -> vector<1xf32>
  metal.scatter %v, %o[%i], %m {alignment = 4 : i32} : vector<1xf32>, !metal.ptr<f32, device>, vector<1xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 0>
#o = #metal.argument<name = "o", kind = pointer, element = f16, binding = 1>

// Eight halves are 16 bytes: they travel as four words, and a packet has two chunks.
// CHECK-LABEL: metal.kernel @halves
// CHECK:       %[[W:.*]] = metal.load %{{.*}} {alignment = 16 : i32} : <f16, device>, i32 -> vector<4xi32>
// CHECK:       %[[LO:.*]] = vector.shuffle %[[W]], %[[W]] [0, 1]
// CHECK:       %[[A:.*]] = vector.bitcast %[[LO]] : vector<2xi32> to vector<4xf16>
// CHECK:       %[[HI:.*]] = vector.shuffle %[[W]], %[[W]] [2, 3]
// CHECK:       %[[B:.*]] = vector.bitcast %[[HI]] : vector<2xi32> to vector<4xf16>
// CHECK:       arith.addf %[[A]], %[[A]]
// CHECK:       arith.addf %[[B]], %[[B]]
// CHECK:       metal.store %{{.*}} {alignment = 16 : i32} : vector<4xi32>, <f16, device>, i32
metal.kernel @halves(%x: !metal.ptr<f16, device>, %o: !metal.ptr<f16, device>)
    attributes {arguments = [#x, #o], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 4] lanes = [8, 16, 32, 64, 128] simdgroups = [256, 512] : vector<8xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 8 : i32} : !metal.ptr<f16, device>, vector<8xi32> -> vector<8xf16>
  %s = arith.addf %v, %v : vector<8xf16>
  metal.scatter %s, %o[%i] {alignment = 16 : i32, contiguous = 8 : i32} : vector<8xf16>, !metal.ptr<f16, device>, vector<8xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>

// In place, each element touched by one packet: load and store share a loop.
// CHECK-LABEL: metal.kernel @in_place
// CHECK-NOT:   metal.thread_array
// CHECK:       scf.for
// CHECK:         metal.load
// CHECK:         metal.store
// CHECK:       } {metal.unroll}
// CHECK-NOT:   scf.for
metal.kernel @in_place(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 512] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<8xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<8xi32> -> vector<8xf32>
  %e = math.exp %v : vector<8xf32>
  metal.scatter %e, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 1>

// Arguments may overlap: all loads come before the first store.
// CHECK-LABEL: metal.kernel @may_overlap
// CHECK:       %[[A:.*]] = metal.thread_array : <2 x vector<4xf32>>
// CHECK:       scf.for
// CHECK:         metal.load
// CHECK:         metal.array_store %{{.*}}, %[[A]]
// CHECK:       scf.for
// CHECK:         metal.array_load %[[A]]
// CHECK:         metal.store
metal.kernel @may_overlap(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#x, #o], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 512] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<8xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<8xi32> -> vector<8xf32>
  %e = math.exp %v : vector<8xf32>
  metal.scatter %e, %o[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 1>

// A reduction rides on the loop that loads; its partial results start at the
// identity, which for maxnumf is NaN. 128 registers are past the budget: no unroll.
// CHECK-LABEL: metal.kernel @reduce
// CHECK:       %[[NAN:.*]] = arith.constant dense<0x7FC00000> : vector<4xf32>
// CHECK:       %[[P:.*]] = scf.for {{.*}} iter_args(%[[ACC:.*]] = %[[NAN]]) -> (vector<4xf32>)
// CHECK:         %[[V:.*]] = metal.load
// CHECK:         %[[M:.*]] = arith.maxnumf %[[ACC]], %[[V]]
// CHECK:         scf.yield %[[M]]
// CHECK-NEXT:  }
// CHECK-NOT:   metal.unroll
// CHECK:       vector.shuffle %[[P]], %[[P]] [0, 1]
// CHECK:       arith.maxnumf {{.*}} : vector<2xf32>
// CHECK:       arith.maxnumf {{.*}} : f32
metal.kernel @reduce(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#x, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 128, 256, 512, 1024, 2048] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<128xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<128xi32> -> vector<128xf32>
  %r = metal.reduce_registers %v along = [0, 1, 2, 3, 4, 5, 6] : (vector<128xf32>) -> vector<1xf32> {
  ^bb0(%a: f32, %b: f32):
    %c = arith.maxnumf %a, %b : f32
    metal.yield %c : f32
  }
  %s = vector.extract %r[0] : f32 from vector<1xf32>
  %c0 = arith.constant 0 : i32
  metal.store %s, %o[%c0] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 1>

// No identity is known for this combine: the first chunk is taken as it is.
// CHECK-LABEL: metal.kernel @unknown_identity
// CHECK:       scf.for %[[P:.*]] = {{.*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK:         %[[V:.*]] = metal.load
// CHECK:         %[[D:.*]] = arith.mulf %[[ACC]], %[[V]]
// CHECK:         %[[C:.*]] = arith.addf %[[D]], %[[V]]
// CHECK:         %[[FIRST:.*]] = arith.cmpi eq, %[[P]], %{{.*}}
// CHECK:         %[[NEXT:.*]] = arith.select %[[FIRST]], %[[V]], %[[C]]
// CHECK:         scf.yield %[[NEXT]]
metal.kernel @unknown_identity(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#x, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 128] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<8xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<8xi32> -> vector<8xf32>
  %r = metal.reduce_registers %v along = [0, 1, 2] : (vector<8xf32>) -> vector<1xf32> {
  ^bb0(%a: f32, %b: f32):
    %p = arith.mulf %a, %b : f32
    %c = arith.addf %p, %b : f32
    metal.yield %c : f32
  }
  %s = vector.extract %r[0] : f32 from vector<1xf32>
  %c0 = arith.constant 0 : i32
  metal.store %s, %o[%c0] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// What a loop carries past one packet lives in an array, which the body may write
// as it computes: nothing reads the old values after that.
// CHECK-LABEL: metal.kernel @carried
// CHECK:       %[[A:.*]] = metal.thread_array
// CHECK-NOT:   metal.thread_array
// CHECK:       scf.for {{.*}} {
// CHECK-NEXT:    metal.array_store %{{.*}}, %[[A]]
// CHECK:       scf.for %{{.*}} = %{{.*}} to %{{.*}} step %{{.*}} : i32 {
// CHECK-NEXT:    scf.for
// CHECK:           %[[OLD:.*]] = metal.array_load %[[A]]
// CHECK:           %[[NEW:.*]] = math.exp %[[OLD]]
// CHECK:           metal.array_store %[[NEW]], %[[A]]
metal.kernel @carried(%x: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#x, #n], num_simdgroups = 1 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %one = arith.constant dense<1.0> : vector<8xf32>
  %i = metal.coordinate registers = [1, 2, 128] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<8xi32>
  %r = scf.for %k = %c0 to %n step %c1 iter_args(%v = %one) -> (vector<8xf32>) : i32 {
    %e = math.exp %v : vector<8xf32>
    scf.yield %e : vector<8xf32>
  }
  metal.scatter %r, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// Two carried values that change places: both are read before either is written.
// CHECK-LABEL: metal.kernel @exchanged
// CHECK:       scf.for %{{.*}} = %{{.*}} to %arg1 step %{{.*}} : i32 {
// CHECK-NEXT:    scf.for
// CHECK-NEXT:      %[[VB:.*]] = metal.array_load %[[B:.*]][
// CHECK-NEXT:      %[[VA:.*]] = metal.array_load %[[A:.*]][
// CHECK-NEXT:      metal.array_store %[[VB]], %[[A]]
// CHECK-NEXT:      metal.array_store %[[VA]], %[[B]]
metal.kernel @exchanged(%x: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#x, #n], num_simdgroups = 1 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.coordinate registers = [1, 2, 128] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<8xi32>
  %p = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<8xi32> -> vector<8xf32>
  %q = math.exp %p : vector<8xf32>
  %r:2 = scf.for %k = %c0 to %n step %c1 iter_args(%v = %p, %w = %q) -> (vector<8xf32>, vector<8xf32>) : i32 {
    scf.yield %w, %v : vector<8xf32>, vector<8xf32>
  }
  %s = arith.subf %r#0, %r#1 : vector<8xf32>
  metal.scatter %s, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>

// Registers that change places within a packet are the packet's business: nothing is kept.
// CHECK-LABEL: metal.kernel @permuted
// CHECK-NOT:   metal.thread_array
// CHECK:       %[[LOW:.*]] = metal.load
// CHECK:       %[[HIGH:.*]] = metal.load
// CHECK:       metal.store
metal.kernel @permuted(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 128] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<8xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<8xi32> -> vector<8xf32>
  %r = metal.rearrange %v registers = [4, 2, 1] : vector<8xf32> -> vector<8xf32>
  metal.scatter %r, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>

// Further away the source is read at other places: it is kept, then indexed.
// CHECK-LABEL: metal.kernel @rearranged
// CHECK:       %[[A:.*]] = metal.thread_array : <4 x vector<4xf32>>
// CHECK:       metal.array_store %{{.*}}, %[[A]]
// CHECK:       scf.for
// CHECK:         metal.array_load %[[A]]
// CHECK:         vector.extract
// CHECK:         vector.from_elements
metal.kernel @rearranged(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 128, 256] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<16xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<16xi32> -> vector<16xf32>
  %r = metal.rearrange %v registers = [8, 2, 4, 1] : vector<16xf32> -> vector<16xf32>
  metal.scatter %r, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<16xf32>, !metal.ptr<f32, device>, vector<16xi32>
  metal.return
}

// -----

// Both results of an op are kept, whichever is used.
// CHECK-LABEL: metal.kernel @two_results
// CHECK: metal.load {{.*}} -> vector<4xi32>
// CHECK: %[[LOW:.*]], %[[HIGH:.*]] = arith.mului_extended {{.*}} : vector<4xi32>
// CHECK: arith.xori %[[LOW]], %[[HIGH]] : vector<4xi32>
#x = #metal.argument<name = "x", kind = pointer, element = i32, binding = 0>
#o = #metal.argument<name = "o", kind = pointer, element = i32, binding = 1>
metal.kernel @two_results(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i32, device>)
    attributes {arguments = [#x, #o], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<4xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<i32, device>, vector<4xi32> -> vector<4xi32>
  %low, %high = arith.mului_extended %v, %v : vector<4xi32>
  %e = arith.xori %low, %high : vector<4xi32>
  metal.scatter %e, %o[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<4xi32>, !metal.ptr<i32, device>, vector<4xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = i32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// The code of a map stands once for each group of the packet; %n is uniform.
// CHECK-LABEL: metal.kernel @map
// CHECK-SAME:    %[[X:[a-z0-9]+]]: !metal.ptr<i32, device>, %[[N:[a-z0-9]+]]: i32
// CHECK:       scf.for
// CHECK:         metal.load %[[X]]{{.*}} -> vector<4xi32>
// CHECK:       scf.for
// CHECK:         %[[V:.*]] = metal.array_load
// CHECK:         %[[A:.*]] = vector.extract %[[V]][0]
// CHECK:         %[[B:.*]] = vector.extract %[[V]][1]
// CHECK:         %[[C:.*]] = arith.cmpi slt, %[[A]], %[[B]] : i32
// CHECK:         scf.if %[[C]] -> (i32)
// CHECK:           arith.addi %[[A]], %[[N]]
// CHECK:         vector.extract %[[V]][2]
// CHECK:         scf.if
// CHECK:         vector.from_elements
metal.kernel @map(%x: !metal.ptr<i32, device>, %n: i32)
    attributes {arguments = [#x, #n], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 128] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<8xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<i32, device>, vector<8xi32> -> vector<8xi32>
  %r = metal.map %v pack = 2 : (vector<8xi32>) -> vector<8xi32> {
  ^bb0(%a: i32, %b: i32):
    %c = arith.cmpi slt, %a, %b : i32
    %m = scf.if %c -> i32 {
      %s = arith.addi %a, %n : i32
      scf.yield %s : i32
    } else {
      scf.yield %b : i32
    }
    metal.yield %m, %a : i32, i32
  }
  metal.scatter %r, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<8xi32>, !metal.ptr<i32, device>, vector<8xi32>
  metal.return
}
