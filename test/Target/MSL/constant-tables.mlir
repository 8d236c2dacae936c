// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// Tables stand in front of their kernel, where constant memory is declared.

// CHECK:      constant float k_table[2] = {1.0f, 2.0f};
// CHECK:      constant char k_table_1[3] = {7, -1, 3};
// CHECK:      void k(
// CHECK:      o[int(k_table_1[tid])] = k_table[tid];
metal.kernel @k(%o: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "o", kind = pointer, element = f32, binding = 0, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %t = metal.constant_table dense<[1.0, 2.0]> : tensor<2xf32> -> !metal.ptr<f32, constant>
  %u = metal.constant_table dense<[7, -1, 3]> : tensor<3xi8> -> !metal.ptr<i8, constant>
  %i = metal.thread_index : i32
  %k = metal.load %u[%i] {alignment = 1 : i32} : !metal.ptr<i8, constant>, i32 -> i8
  %j = arith.extsi %k : i8 to i32
  %v = metal.load %t[%i] {alignment = 4 : i32} : !metal.ptr<f32, constant>, i32 -> f32
  metal.store %v, %o[%j] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}
