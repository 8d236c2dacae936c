// RUN: triton-metal-opt %s --metal-form-loops --canonicalize --cse --split-input-file | FileCheck %s --check-prefixes=CHECK,KEPT
// RUN: triton-metal-opt %s --metal-form-loops=register-budget=16 --canonicalize --cse --split-input-file | FileCheck %s --check-prefixes=CHECK,ROLLED

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>

// Parts by a number known at run time, in whole chunks. The result is built in one
// array, which starts with nothing in it. Within the budget the loop that picks the parts is
// unrolled: arrays that a counter indexes lie in memory.
// CHECK-LABEL: metal.kernel @parts
// CHECK-DAG:   %[[C2:.*]] = arith.constant 2 : i32
// CHECK-DAG:   %[[A:.*]] = metal.thread_array : <8 x vector<4xf32>>
// CHECK-DAG:   %[[B:.*]] = metal.thread_array : <8 x vector<4xf32>>
// CHECK:       metal.load
// CHECK-NEXT:  metal.array_store %{{.*}}, %[[A]]
// CHECK-NOT:   metal.array_store
// CHECK:       scf.for
// CHECK:         scf.for %[[K:.*]] = %{{.*}} to %[[C2]]
// CHECK:           %[[V:.*]] = metal.array_load %[[A]]
// CHECK-NEXT:      %[[N:.*]] = arith.negf %[[V]] : vector<4xf32>
// CHECK:           metal.array_store %[[N]], %[[B]]
// CHECK-NEXT:    } {metal.unroll}
// KEPT-NEXT:   } {metal.unroll}
// ROLLED-NEXT: }{{$}}
// CHECK:       metal.array_load %[[B]]
// CHECK:       metal.store
metal.kernel @parts(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c4 = arith.constant 4 : i32
  %c8 = arith.constant 8 : i32
  %none = ub.poison : vector<32xf32>
  %i = metal.coordinate registers = [1, 2, 128, 256, 512] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<32xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<32xi32> -> vector<32xf32>
  %r = scf.for %k = %c0 to %c4 step %c1 iter_args(%a = %none) -> (vector<32xf32>) : i32 {
    %s = arith.muli %k, %c8 : i32
    %p = metal.rearrange %v shift %s registers = [1, 2, 4] : vector<32xf32> -> vector<8xf32>
    %n = arith.negf %p : vector<8xf32>
    %b = metal.insert_registers %n into %a shift %s registers = [1, 2, 4] : vector<8xf32> into vector<32xf32>
    scf.yield %b : vector<32xf32>
  }
  metal.scatter %r, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<32xf32>, !metal.ptr<f32, device>, vector<32xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>

// A value that others read keeps its array: the insertion goes into a copy.
// CHECK-LABEL: metal.kernel @copied
// CHECK-COUNT-2: metal.thread_array : <8 x vector<4xf32>>
// CHECK:       metal.array_load
// CHECK-NEXT:  metal.array_store
metal.kernel @copied(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 128, 256, 512] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<32xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<32xi32> -> vector<32xf32>
  %p = metal.rearrange %v registers = [1, 2] start = 4 : vector<32xf32> -> vector<4xf32>
  %w = metal.insert_registers %p into %v registers = [1, 2] start = 28 : vector<4xf32> into vector<32xf32>
  %s = arith.addf %v, %w : vector<32xf32>
  metal.scatter %s, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<32xf32>, !metal.ptr<f32, device>, vector<32xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = i64, binding = 0>

// Two values joined, where the packet decides which one is read; 64-bit elements are
// exchanged one by one.
// CHECK-LABEL: metal.kernel @joined
// CHECK-DAG:   %[[A:.*]] = metal.thread_array : <2 x i64>
// CHECK-DAG:   %[[B:.*]] = metal.thread_array : <2 x i64>
// CHECK:       %[[V:.*]] = metal.load
// CHECK:       %[[W:.*]] = metal.simd_shuffle xor %[[V]], %{{.*}} : i64
// CHECK:       scf.for
// CHECK:         %[[P:.*]] = metal.array_load %[[A]]
// CHECK:         %[[IS:.*]] = arith.cmpi eq
// CHECK:         %[[Q:.*]] = metal.array_load %[[B]]
// CHECK:         arith.select %[[IS]], %[[Q]], %[[P]] : i64
metal.kernel @joined(%x: !metal.ptr<i64, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %c1 = arith.constant 1 : i32
  %i = metal.coordinate registers = [32] lanes = [1, 2, 4, 8, 16] simdgroups = [] : vector<2xi32>
  %v = metal.gather %x[%i] {alignment = 8 : i32} : !metal.ptr<i64, device>, vector<2xi32> -> vector<2xi64>
  %w = metal.simd_shuffle xor %v, %c1 : vector<2xi64>
  %j = metal.rearrange %v, %w registers = [2, 1] : vector<2xi64>, vector<2xi64> -> vector<4xi64>
  %k = metal.coordinate registers = [32, 64] lanes = [1, 2, 4, 8, 16] simdgroups = [] : vector<4xi32>
  metal.scatter %j, %x[%k] {alignment = 8 : i32} : vector<4xi64>, !metal.ptr<i64, device>, vector<4xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>

// A few registers stay in SSA values, even where it is known at run time only which
// one is replaced.
// CHECK-LABEL: metal.kernel @few
// CHECK-NOT:   metal.thread_array
// CHECK-COUNT-4: arith.select
// CHECK-NOT:   arith.select
// CHECK:       metal.store
metal.kernel @few(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %t = metal.threadgroup_position x : i32
  %i = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<4xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<4xi32> -> vector<4xf32>
  %p = metal.rearrange %v registers = [] : vector<4xf32> -> vector<1xf32>
  %w = metal.insert_registers %p into %v shift %t registers = [] : vector<1xf32> into vector<4xf32>
  metal.scatter %w, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>

// How often the inner loop runs depends on the outer one, so both are unrolled, but not the one
// around them, which picks nothing. Multiples of a chunk are counted in chunks.
// CHECK-LABEL: metal.kernel @nested
// CHECK:       scf.for %{{.*}} = %{{.*}} to %c3_i32
// CHECK-NEXT:    scf.for %[[I:.*]] = %{{.*}} to %c3_i32
// CHECK-NEXT:      arith.addi %[[I]], %c1_i32
// CHECK-NEXT:      scf.for %[[J:.*]] =
// CHECK-NEXT:        %[[D:.*]] = arith.xori %[[I]], %[[J]]
// CHECK-NEXT:        scf.for %[[K:.*]] =
// CHECK-NEXT:          %[[C:.*]] = arith.xori %[[K]], %[[D]]
// CHECK-NEXT:          metal.array_load %{{.*}}[%[[C]]]
// CHECK:               metal.array_store
// CHECK:               metal.array_store
// KEPT-NEXT:         } {metal.unroll}
// KEPT-NEXT:       } {metal.unroll}
// KEPT-NEXT:     } {metal.unroll}
// KEPT-NEXT:   }{{$}}
// ROLLED-NEXT:       }{{$}}
// ROLLED-NEXT:     }{{$}}
// ROLLED-NEXT:   }{{$}}
// ROLLED-NEXT: }{{$}}
metal.kernel @nested(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c3 = arith.constant 3 : i32
  %c4 = arith.constant 4 : i32
  %i = metal.coordinate registers = [1, 2, 128, 256, 512] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<32xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<32xi32> -> vector<32xf32>
  %r = scf.for %t = %c0 to %c3 step %c1 iter_args(%a = %v) -> (vector<32xf32>) : i32 {
    %s = scf.for %p = %c0 to %c3 step %c1 iter_args(%b = %a) -> (vector<32xf32>) : i32 {
      %n = arith.addi %p, %c1 : i32
      %q = scf.for %j = %c0 to %n step %c1 iter_args(%c = %b) -> (vector<32xf32>) : i32 {
        %w = arith.xori %p, %j : i32
        %d = arith.muli %w, %c4 : i32
        %o = metal.rearrange %c shift %d registers = [1, 2, 4, 8, 16] : vector<32xf32> -> vector<32xf32>
        %y = arith.subf %c, %o : vector<32xf32>
        scf.yield %y : vector<32xf32>
      }
      scf.yield %q : vector<32xf32>
    }
    scf.yield %s : vector<32xf32>
  }
  metal.scatter %r, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<32xf32>, !metal.ptr<f32, device>, vector<32xi32>
  metal.return
}
