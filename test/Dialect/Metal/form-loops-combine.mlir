// RUN: triton-metal-opt %s --metal-form-loops --canonicalize --cse --metal-verify-loop-form --split-input-file | FileCheck %s

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 1>

// 32 results of four registers each: bit 0 goes along within a chunk, bit 4 by packets; so
// sixteen accumulators lie in an array, which two packets each pass by; a second loop
// finishes each chunk.
// CHECK-LABEL: metal.kernel @many_results
// CHECK-DAG:   %[[ACC:.*]] = metal.thread_array : <16 x vector<4xf32>>
// CHECK-DAG:   %[[R:.*]] = metal.thread_array : <8 x vector<4xf32>>
// CHECK:       scf.for %[[P:.*]] =
// CHECK:         %[[V:.*]] = metal.load
// CHECK:         %[[FIRST:.*]] = arith.cmpi eq
// CHECK:         %[[N:.*]] = scf.if %[[FIRST]] -> (vector<4xf32>) {
// CHECK-NEXT:      scf.yield %[[V]]
// CHECK:         } else {
// CHECK:           %[[A:.*]] = metal.array_load %[[ACC]]
// CHECK:           arith.addf %[[A]], %[[V]]
// CHECK:         metal.array_store %[[N]], %[[ACC]]
// CHECK:       scf.for
// CHECK:         %[[A0:.*]] = metal.array_load %[[ACC]]
// CHECK:         %[[LO:.*]] = vector.shuffle %[[A0]], %[[A0]] [0, 2]
// CHECK:         %[[HI:.*]] = vector.shuffle %[[A0]], %[[A0]] [1, 3]
// CHECK:         arith.addf %[[LO]], %[[HI]] : vector<2xf32>
// CHECK:         metal.array_store %{{.*}}, %[[R]]
// CHECK:       scf.for
// CHECK:         metal.array_load %[[R]]
// CHECK:         metal.store
metal.kernel @many_results(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#x, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 128, 256, 512, 1024, 2048] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<128xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<128xi32> -> vector<128xf32>
  %r = metal.reduce_registers %v along = [0, 4] : (vector<128xf32>) -> vector<32xf32> {
  ^bb0(%a: f32, %b: f32):
    %c = arith.addf %a, %b : f32
    metal.yield %c : f32
  }
  %j = metal.coordinate registers = [1, 2, 128, 256, 512] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<32xi32>
  metal.scatter %r, %o[%j] {alignment = 16 : i32, contiguous = 4 : i32} : vector<32xf32>, !metal.ptr<f32, device>, vector<32xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 1>

// What goes along lies within the packet: each is finished as it comes.
// CHECK-LABEL: metal.kernel @pairs
// CHECK:       scf.for
// CHECK:         %[[V:.*]] = metal.load
// CHECK:         arith.addf %{{.*}}, %{{.*}} : vector<2xf32>
// CHECK:         metal.array_store
// CHECK-NOT:   arith.addf {{.*}} : vector
metal.kernel @pairs(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>)
    attributes {arguments = [#x, #o], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 128] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<8xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<8xi32> -> vector<8xf32>
  %r = metal.reduce_registers %v along = [1] : (vector<8xf32>) -> vector<4xf32> {
  ^bb0(%a: f32, %b: f32):
    %c = arith.addf %a, %b : f32
    metal.yield %c : f32
  }
  %j = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<4xi32>
  metal.scatter %r, %o[%j] {alignment = 16 : i32, contiguous = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>

// A scan carries one accumulator; the elements of a packet follow one another.
// CHECK-LABEL: metal.kernel @scan
// CHECK:       scf.for {{.*}} iter_args(%[[ACC:.*]] = %{{.*}}) -> (f32)
// CHECK:         %[[V:.*]] = metal.load
// CHECK:         %[[E0:.*]] = vector.extract %[[V]][0]
// CHECK:         %[[S0:.*]] = arith.addf %[[ACC]], %[[E0]] : f32
// CHECK:         %[[E1:.*]] = vector.extract %[[V]][1]
// CHECK:         %[[S1:.*]] = arith.addf %[[S0]], %[[E1]] : f32
// CHECK:         %[[S3:.*]] = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK:         vector.from_elements %[[S0]], %[[S1]], %{{.*}}, %{{.*}}
// CHECK:         metal.store
// CHECK:         scf.yield
metal.kernel @scan(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 4] lanes = [8, 16, 32, 64, 128] simdgroups = [] : vector<8xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<8xi32> -> vector<8xf32>
  %r = metal.scan_registers %v along = [0, 1, 2] : (vector<8xf32>) -> vector<8xf32> {
  ^bb0(%a: f32, %b: f32):
    %c = arith.addf %a, %b : f32
    metal.yield %c : f32
  }
  metal.scatter %r, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>

// In reverse the loop goes through the packets from the last; exclusive results are what
// the accumulator was before. No bit of the chunk goes along: chunks are combined whole.
// CHECK-LABEL: metal.kernel @reverse_exclusive
// CHECK:       scf.for %[[K:.*]] = {{.*}} iter_args(%[[ACC:.*]] = %{{.*}}) -> (vector<4xf32>)
// CHECK:         %[[P:.*]] = arith.subi %c7_i32, %[[K]]
// CHECK:         %[[V:.*]] = metal.load
// CHECK:         %[[C:.*]] = arith.addf %[[ACC]], %[[V]] : vector<4xf32>
// CHECK:         %[[FIRST:.*]] = arith.cmpi eq, %[[P]], %c7_i32
// CHECK-DAG:     %[[B:.*]] = arith.select %[[FIRST]], %[[V]], %[[ACC]]
// CHECK-DAG:     %[[N:.*]] = arith.select %[[FIRST]], %[[V]], %[[C]]
// CHECK:         metal.store %[[B]]
// CHECK:         scf.yield %[[N]]
metal.kernel @reverse_exclusive(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 128, 256, 512] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<32xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<32xi32> -> vector<32xf32>
  %r = metal.scan_registers %v along = [2, 3, 4] reverse exclusive : (vector<32xf32>) -> vector<32xf32> {
  ^bb0(%a: f32, %b: f32):
    %c = arith.addf %a, %b : f32
    metal.yield %c : f32
  }
  metal.scatter %r, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<32xf32>, !metal.ptr<f32, device>, vector<32xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>

// A region with a branch goes element by element; elementwise ones become vector code.
// Shuffles ride on the loop like arithmetic.
// CHECK-LABEL: metal.kernel @map
// CHECK:       %[[V:.*]] = metal.load
// CHECK:       metal.simd_shuffle xor %[[V]], %{{.*}} : vector<4xf32>
// CHECK:       arith.addf {{.*}} : vector<4xf32>
// CHECK-COUNT-4: scf.if
// CHECK-NOT:   scf.if
// CHECK:       metal.store
metal.kernel @map(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %c1 = arith.constant 1 : i32
  %i = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<4xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<4xi32> -> vector<4xf32>
  %w = metal.simd_shuffle xor %v, %c1 : vector<4xf32>
  %s = metal.map %v, %w pack = 1 : (vector<4xf32>, vector<4xf32>) -> vector<4xf32> {
  ^bb0(%a: f32, %b: f32):
    %c = arith.addf %a, %b : f32
    metal.yield %c : f32
  }
  %t = metal.map %s pack = 1 : (vector<4xf32>) -> vector<4xf32> {
  ^bb0(%a: f32):
    %zero = arith.constant 0.0 : f32
    %c = arith.cmpf olt, %a, %zero : f32
    %r = scf.if %c -> f32 {
      %m = arith.mulf %a, %a : f32
      %l = math.log %m : f32
      scf.yield %l : f32
    } else {
      scf.yield %a : f32
    }
    metal.yield %r : f32
  }
  metal.scatter %t, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = i64, binding = 0>

// Metal has no shuffle of vectors of 64-bit elements, and none with a lane for each element.
// CHECK-LABEL: metal.kernel @exchanges
// CHECK-COUNT-2: metal.simd_shuffle xor {{.*}} : i64
// CHECK-COUNT-2: metal.simd_shuffle index {{.*}} : i64
metal.kernel @exchanges(%x: !metal.ptr<i64, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %c1 = arith.constant 1 : i32
  %c31 = arith.constant dense<31> : vector<2xi32>
  %i = metal.coordinate registers = [1] lanes = [2, 4, 8, 16, 32] simdgroups = [] : vector<2xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 2 : i32} : !metal.ptr<i64, device>, vector<2xi32> -> vector<2xi64>
  %w = metal.simd_shuffle xor %v, %c1 : vector<2xi64>
  %l = arith.andi %i, %c31 : vector<2xi32>
  %g = metal.lane_gather %w[%l] : vector<2xi64>, vector<2xi32>
  metal.scatter %g, %x[%i] {alignment = 16 : i32, contiguous = 2 : i32} : vector<2xi64>, !metal.ptr<i64, device>, vector<2xi32>
  metal.return
}
