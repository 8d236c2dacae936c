// RUN: triton-metal-opt %s --convert-metal-to-llvm | FileCheck %s

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>

// CHECK-LABEL: llvm.func @vectors
// CHECK:         %[[V:.*]] = llvm.load %{{.*}} -> vector<4xf32>
// CHECK:         %[[E:.*]] = llvm.extractelement %[[V]][%{{.*}} : i32] : vector<4xf32>
// CHECK:         llvm.extractelement %[[V]][%{{.*}} : i64] : vector<4xf32>
// CHECK:         %[[FIRST:.*]] = llvm.insertelement %[[E]], %{{.*}} : vector<4xf32>
// CHECK:         %[[SPLAT:.*]] = llvm.shufflevector %[[FIRST]], %{{.*}} [0, 0, 0, 0] : vector<4xf32>
// CHECK:         llvm.insertelement %[[E]], %[[SPLAT]][%{{.*}} : i32]
// CHECK:         %[[PAIR:.*]] = llvm.shufflevector %[[V]], %{{.*}} [2, 3] : vector<4xf32>
// CHECK:         %[[LONG:.*]] = llvm.shufflevector %[[PAIR]], %{{.*}} [0, 1, -1, -1] : vector<2xf32>
// CHECK:         llvm.shufflevector %[[LONG]], %[[V]] [1, 4, 7] : vector<4xf32>
// CHECK:         llvm.bitcast %[[PAIR]] : vector<2xf32> to vector<4xf16>
// CHECK:         %[[HALF:.*]] = llvm.insertelement %[[E]]
// CHECK:         llvm.insertelement %[[E]], %[[HALF]]
metal.kernel @vectors(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = arith.constant 0 : i32
  %v = metal.load %x[%i] {alignment = 16 : i32} : !metal.ptr<f32, device>, i32 -> vector<4xf32>
  %e = vector.extract %v[2] : f32 from vector<4xf32>
  %t = metal.thread_index : i32
  %k = arith.index_cast %t : i32 to index
  %d = vector.extract %v[%k] : f32 from vector<4xf32>
  %s = vector.broadcast %e : f32 to vector<4xf32>
  %w = vector.insert %e, %s[1] : f32 into vector<4xf32>
  %p = vector.shuffle %v, %v [2, 3] : vector<4xf32>, vector<4xf32>
  %q = vector.shuffle %p, %v [1, 2, 5] : vector<2xf32>, vector<4xf32>
  %h = vector.bitcast %p : vector<2xf32> to vector<4xf16>
  %f = vector.from_elements %e, %e : vector<2xf32>
  metal.return
}
