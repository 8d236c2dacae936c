// RUN: rm -rf %t && mkdir -p %t
// RUN: triton-metal-translate %s -o %t/k.metallib --metadata=%t/k.json --target=apple-m3
// RUN: FileCheck %s < %t/k.json
// RUN: %python %S/Inputs/validate_schema.py %S/../../../docs/launch-metadata.schema.json %t/k.json | FileCheck %s --check-prefix=VALID
// VALID: k.json: valid

#x = #metal.argument<name = "x", kind = pointer, element = bf16, binding = 0, divisibility = 16>
#a = #metal.argument<name = "a", kind = scalar, element = i8, binding = 2>
#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>
#n = #metal.argument<name = "n", kind = scalar, element = i64, binding = 2, offset = 8>

// CHECK:      "schema_version": 1
// CHECK-NEXT: "compiler": "triton-metal {{[0-9.]+}}"
// CHECK:      "name": "k"
// CHECK-NEXT: "symbol": "k"
// CHECK:      "name": "apple-m3"
// CHECK-NEXT: "family": "apple9"
// CHECK-NEXT: "deployment_target": "macos15.0"
// CHECK-NEXT: "air_version": "2.7"
// CHECK-NEXT: "msl_version": "3.2"
// CHECK:      "threads_per_threadgroup": 64
// CHECK:      "num_simdgroups": 2
// CHECK:      "threadgroup_memory_bytes": 40
// CHECK:      "name": "x"
// CHECK-NEXT: "kind": "pointer"
// CHECK-NEXT: "element_type": "bf16"
// CHECK-NEXT: "binding": 0
// CHECK-NEXT: "access": "read"
// CHECK-NEXT: "alignment": 2
// CHECK-NEXT: "divisibility": 16
// CHECK:      "name": "o"
// CHECK:      "access": "write"
// CHECK:      "name": "n"
// CHECK-NEXT: "kind": "scalar"
// CHECK-NEXT: "element_type": "i64"
// CHECK-NEXT: "binding": 2
// CHECK-NEXT: "offset": 8
// CHECK-NEXT: "size": 8
// CHECK:      "scalar_struct": {
// CHECK-NEXT:   "binding": 2
// CHECK-NEXT:   "size": 16
// CHECK-NEXT:   "alignment": 8

// A load through x after a store through o, the second time round the loop.
// CHECK:      "must_not_overlap": [
// CHECK-NEXT:   [
// CHECK-NEXT:     "x"
// CHECK-NEXT:     "o"
// CHECK-NEXT:   ]
// CHECK-NEXT: ]
// CHECK:      "barriers": 1
// CHECK-NEXT: "device_loads": 1
// CHECK-NEXT: "device_stores": 1
// CHECK:      "hash": "{{[0-9a-f]+}}"
metal.kernel @k(%x: !metal.ptr<bf16, device>, %a: i8, %o: !metal.ptr<f32, device>, %n: i64)
    attributes {arguments = [#x, #a, #o, #n], num_simdgroups = 2 : i32, target = "apple9"} {
  %p = metal.threadgroup_alloc 3 : !metal.ptr<f32, threadgroup>
  %q = metal.threadgroup_alloc 6 : !metal.ptr<f32, threadgroup>
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %t = metal.thread_index : i32
  scf.for %i = %c0 to %n step %c1 : i64 {
    %v = metal.load %x[%i] {alignment = 2 : i32} : !metal.ptr<bf16, device>, i64 -> bf16
    %b = arith.bitcast %v : bf16 to i16
    %w = arith.extui %b : i16 to i32
    %f = arith.bitcast %w : i32 to f32
    metal.store %f, %o[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i64
  }
  metal.threadgroup_barrier
  metal.return
}
