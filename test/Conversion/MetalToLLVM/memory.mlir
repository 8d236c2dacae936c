// RUN: triton-metal-opt %s --convert-metal-to-llvm --split-input-file | FileCheck %s

#x = #metal.argument<name = "x", kind = pointer, element = f16, binding = 0>

// The index counts elements of the pointee, whatever travels; the alignment is the op's.
// CHECK-LABEL: llvm.func @wide
// CHECK-SAME:    (%[[X:[^:]*]]: !llvm.ptr<1>, %[[T:[^:]*]]: i32)
// CHECK:         %[[P:.*]] = llvm.getelementptr inbounds %[[X]][%[[T]]] : (!llvm.ptr<1>, i32) -> !llvm.ptr<1>, f16
// CHECK:         %[[V:.*]] = llvm.load %[[P]] {alignment = 16 : i64} : !llvm.ptr<1> -> vector<4xi32>
// CHECK:         llvm.store volatile %[[V]], %{{.*}} {alignment = 2 : i64} : vector<4xi32>, !llvm.ptr<1>
metal.kernel @wide(%x: !metal.ptr<f16, device>)
    attributes {arguments = [#x], num_simdgroups = 4 : i32, target = "apple7"} {
  %t = metal.thread_index : i32
  %v = metal.load %x[%t] {alignment = 16 : i32} : !metal.ptr<f16, device>, i32 -> vector<4xi32>
  metal.store %v, %x[%t] {alignment = 2 : i32, isVolatile} : vector<4xi32>, !metal.ptr<f16, device>, i32
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#o = #metal.argument<name = "o", kind = scalar, element = i64, binding = 1>

// A pointer that metal.offset made may lie outside of its buffer: no inbounds, there and after.
// CHECK-LABEL: llvm.func @offset
// CHECK:         %[[O:.*]] = llvm.load %{{.*}} : !llvm.ptr<2> -> i64
// CHECK:         %[[ROW:.*]] = llvm.getelementptr %{{.*}}[%[[O]]] : (!llvm.ptr<1>, i64) -> !llvm.ptr<1>, f32
// CHECK:         llvm.getelementptr %[[ROW]][%{{.*}}] : (!llvm.ptr<1>, i32) -> !llvm.ptr<1>, f32
metal.kernel @offset(%x: !metal.ptr<f32, device>, %o: i64)
    attributes {arguments = [#x, #o], num_simdgroups = 4 : i32, target = "apple7"} {
  %t = metal.thread_index : i32
  %row = metal.offset %x[%o] : !metal.ptr<f32, device>, i64
  %v = metal.load %row[%t] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  metal.store %v, %x[%t] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = i1, binding = 0>

// CHECK-LABEL: llvm.func @bools
// CHECK:         %[[BYTES:.*]] = llvm.load %{{.*}} {alignment = 4 : i64} : !llvm.ptr<1> -> vector<4xi8>
// CHECK:         %[[BITS:.*]] = llvm.icmp "ne" %[[BYTES]], %{{.*}} : vector<4xi8>
// CHECK:         %[[ARRAY:.*]] = llvm.alloca %{{.*}} x !llvm.array<2 x vector<4xi8>> : (i32) -> !llvm.ptr
// CHECK:         %[[AT:.*]] = llvm.getelementptr inbounds %[[ARRAY]][0, %{{.*}}] : (!llvm.ptr, i32) -> !llvm.ptr, !llvm.array<2 x vector<4xi8>>
// CHECK:         %[[OUT:.*]] = llvm.zext %[[BITS]] : vector<4xi1> to vector<4xi8>
// CHECK:         llvm.store %[[OUT]], %[[AT]] : vector<4xi8>, !llvm.ptr
// CHECK:         %[[AGAIN:.*]] = llvm.load %{{.*}} : !llvm.ptr -> vector<4xi8>
// CHECK:         llvm.icmp "ne" %[[AGAIN]]
metal.kernel @bools(%x: !metal.ptr<i1, device>)
    attributes {arguments = [#x], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = arith.constant 0 : i32
  %v = metal.load %x[%i] {alignment = 4 : i32} : !metal.ptr<i1, device>, i32 -> vector<4xi1>
  %a = metal.thread_array : !metal.thread_array<2 x vector<4xi1>>
  metal.array_store %v, %a[%i] : !metal.thread_array<2 x vector<4xi1>>
  %w = metal.array_load %a[%i] : !metal.thread_array<2 x vector<4xi1>>
  metal.store %w, %x[%i] {alignment = 4 : i32} : vector<4xi1>, !metal.ptr<i1, device>, i32
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f8E4M3FN, binding = 0>

// 8-bit floats are bytes.
// CHECK-LABEL: llvm.func @fp8
// CHECK:         llvm.getelementptr inbounds %{{.*}} : (!llvm.ptr<1>, i32) -> !llvm.ptr<1>, i8
// CHECK:         %[[V:.*]] = llvm.load %{{.*}} : !llvm.ptr<1> -> vector<4xi8>
// CHECK:         llvm.add %{{.*}}, %{{.*}} : vector<4xi8>
metal.kernel @fp8(%x: !metal.ptr<f8E4M3FN, device>)
    attributes {arguments = [#x], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = arith.constant 0 : i32
  %v = metal.load %x[%i] {alignment = 4 : i32} : !metal.ptr<f8E4M3FN, device>, i32 -> vector<4xf8E4M3FN>
  %b = arith.bitcast %v : vector<4xf8E4M3FN> to vector<4xi8>
  %c = arith.addi %b, %b : vector<4xi8>
  metal.store %c, %x[%i] {alignment = 4 : i32} : vector<4xi8>, !metal.ptr<f8E4M3FN, device>, i32
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0, indirect = true>
#o = #metal.argument<name = "o", kind = scalar, element = i64, binding = 0, offset = 8>

// An indirect pointer is loaded from the struct; casts of pointers are nothing.
// CHECK-LABEL: llvm.func @casts
// CHECK-SAME:    (%[[ARGS:[^:]*]]: !llvm.ptr<2>)
// CHECK:         %[[X:.*]] = llvm.load %[[ARGS]] {alignment = 8 : i64} : !llvm.ptr<2> -> !llvm.ptr<1>
// CHECK:         %[[O:.*]] = llvm.load %{{.*}} {alignment = 8 : i64} : !llvm.ptr<2> -> i64
// CHECK:         llvm.getelementptr %{{.*}}[%[[O]]] : (!llvm.ptr<1>, i64) -> !llvm.ptr<1>, i8
// CHECK:         llvm.ptrtoint %[[X]] : !llvm.ptr<1> to i64
// CHECK:         llvm.inttoptr %{{.*}} : i64 to !llvm.ptr<1>
metal.kernel @casts(%x: !metal.ptr<f32, device>, %o: i64)
    attributes {arguments = [#x, #o], num_simdgroups = 4 : i32, target = "apple7"} {
  %b = metal.pointer_cast %x : !metal.ptr<f32, device> -> !metal.ptr<i8, device>
  %v = metal.load %b[%o] {alignment = 1 : i32} : !metal.ptr<i8, device>, i64 -> i8
  %a = metal.ptr_to_int %x : !metal.ptr<f32, device> -> i64
  %p = metal.int_to_ptr %a : i64 -> !metal.ptr<i8, device>
  metal.store %v, %p[%o] {alignment = 1 : i32} : i8, !metal.ptr<i8, device>, i64
  metal.return
}

// -----

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>

// Tables are constants of the module in constant memory, (2).
// CHECK-LABEL: llvm.mlir.global internal constant @tables.table0(dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>)
// CHECK-SAME:    {addr_space = 2 : i32, alignment = 16 : i64} : !llvm.array<2 x f32>
// CHECK:         llvm.mlir.global internal constant @tables.table1(dense<[7, -1, 3]> : tensor<3xi8>)
// CHECK:       llvm.func @tables
// CHECK:         llvm.mlir.addressof @tables.table0 : !llvm.ptr<2>
// CHECK:         llvm.mlir.addressof @tables.table1 : !llvm.ptr<2>
metal.kernel @tables(%o: !metal.ptr<f32, device>)
    attributes {arguments = [#o], num_simdgroups = 4 : i32, target = "apple7"} {
  %t = metal.constant_table dense<[1.0, 2.0]> : tensor<2xf32> -> !metal.ptr<f32, constant>
  %u = metal.constant_table dense<[7, -1, 3]> : tensor<3xi8> -> !metal.ptr<i8, constant>
  %zero = arith.constant 0 : i32
  %k = metal.load %u[%zero] {alignment = 1 : i32} : !metal.ptr<i8, constant>, i32 -> i8
  %i = arith.extsi %k : i8 to i32
  %v = metal.load %t[%i] {alignment = 4 : i32} : !metal.ptr<f32, constant>, i32 -> f32
  metal.store %v, %o[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}
