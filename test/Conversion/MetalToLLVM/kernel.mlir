// RUN: triton-metal-opt %s --convert-metal-to-llvm --split-input-file | FileCheck %s

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, offset = 0>
#y = #metal.argument<name = "y", kind = pointer, element = i8, binding = 1>
#s = #metal.argument<name = "s", kind = scalar, element = f32, binding = 2, offset = 4>
#b = #metal.argument<name = "b", kind = scalar, element = i1, binding = 2, offset = 8>

// Pointers first, then the struct of scalars, then what is read of the positions, in a fixed order.
// CHECK-LABEL: llvm.func @signature
// CHECK-SAME:    (%[[X:[^:]*]]: !llvm.ptr<1>, %[[Y:[^:]*]]: !llvm.ptr<1>, %[[ARGS:[^:]*]]: !llvm.ptr<2>, %[[GROUP:[^:]*]]: vector<3xi32>, %[[LANE:[^:]*]]: i32)
// CHECK:         %[[N:.*]] = llvm.load %[[ARGS]] {alignment = 4 : i64} : !llvm.ptr<2> -> i32
// CHECK:         %[[S_AT:.*]] = llvm.getelementptr inbounds %[[ARGS]][4] : (!llvm.ptr<2>) -> !llvm.ptr<2>, i8
// CHECK:         llvm.load %[[S_AT]] {alignment = 4 : i64} : !llvm.ptr<2> -> f32
// CHECK:         %[[B_AT:.*]] = llvm.getelementptr inbounds %[[ARGS]][8]
// CHECK:         %[[BYTE:.*]] = llvm.load %[[B_AT]] {alignment = 1 : i64} : !llvm.ptr<2> -> i8
// CHECK:         llvm.icmp "ne" %[[BYTE]], %{{.*}} : i8
// CHECK:         %[[TWO:.*]] = llvm.mlir.constant(2 : i32) : i32
// CHECK:         %[[Z:.*]] = llvm.extractelement %[[GROUP]][%[[TWO]] : i32] : vector<3xi32>
// CHECK:         llvm.add %[[Z]], %[[LANE]] : i32
// CHECK:         llvm.return
metal.kernel @signature(%x: !metal.ptr<f32, device>, %n: i32, %y: !metal.ptr<i8, device>, %s: f32, %b: i1)
    attributes {arguments = [#x, #n, #y, #s, #b], num_simdgroups = 4 : i32, target = "apple7"} {
  %l = metal.lane_index : i32
  %z = metal.threadgroup_position z : i32
  %i = arith.addi %z, %l : i32
  %v = arith.select %b, %s, %s : f32
  metal.store %v, %x[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.store %v, %x[%n] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// -----

#m = #metal.argument<name = "m", kind = scalar, element = i32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i64, binding = 1>

// Scalars of different bindings have a parameter each.
// CHECK-LABEL: llvm.func @separate
// CHECK-SAME:    (%[[M:[^:]*]]: !llvm.ptr<2>, %[[N:[^:]*]]: !llvm.ptr<2>)
// CHECK:         llvm.load %[[M]] {alignment = 4 : i64} : !llvm.ptr<2> -> i32
// CHECK:         llvm.load %[[N]] {alignment = 8 : i64} : !llvm.ptr<2> -> i64
metal.kernel @separate(%m: i32, %n: i64)
    attributes {arguments = [#m, #n], num_simdgroups = 1 : i32, target = "apple7"} {
  metal.return
}

// -----

// Threadgroup variables are numbered globals; i1 takes a byte.
// CHECK-LABEL: llvm.mlir.global internal @shared.threadgroup0() {addr_space = 3 : i32, alignment = 16 : i64{{.*}}} : !llvm.array<8 x f32> {
// CHECK-NEXT:    %[[UNDEF:.*]] = llvm.mlir.undef : !llvm.array<8 x f32>
// CHECK-NEXT:    llvm.return %[[UNDEF]]
// CHECK:       llvm.mlir.global internal @shared.threadgroup1() {{.*}} : !llvm.array<4 x i8>
// CHECK:       llvm.func @shared()
// CHECK:         %[[P:.*]] = llvm.mlir.addressof @shared.threadgroup0 : !llvm.ptr<3>
// CHECK:         %[[Q:.*]] = llvm.mlir.addressof @shared.threadgroup1 : !llvm.ptr<3>
// CHECK:         llvm.getelementptr inbounds %[[P]]
// CHECK:         llvm.getelementptr inbounds %[[Q]]
metal.kernel @shared() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple7"} {
  %p = metal.threadgroup_alloc 8 : !metal.ptr<f32, threadgroup>
  %q = metal.threadgroup_alloc 4 : !metal.ptr<i1, threadgroup>
  %i = arith.constant 1 : i32
  %v = metal.load %p[%i] {alignment = 4 : i32} : !metal.ptr<f32, threadgroup>, i32 -> f32
  %c = arith.cmpf ogt, %v, %v : f32
  metal.store %c, %q[%i] {alignment = 1 : i32} : i1, !metal.ptr<i1, threadgroup>, i32
  metal.return
}
